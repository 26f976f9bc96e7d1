"""What robots.txt asks of AI companies: by their programs' names, and by Content-Signal for those nobody knows.

The names are told apart by what they take a page for, as their makers say. Those that a list grows by in a release are
not waited for: `KATEID_AI_REFUSED` and `KATEID_AI_ALLOWED` name others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

# They gather texts to train models on, or sell what they gathered for it.
TRAINING = (
    "AI2Bot", "Ai2Bot-Dolma", "aiHitBot", "Amazonbot", "anthropic-ai", "Applebot-Extended", "Brightbot", "Bytespider",
    "CCBot", "ChatGLM-Spider", "ClaudeBot", "cohere-ai", "cohere-training-data-crawler", "DeepSeekBot", "Diffbot",
    "FacebookBot", "FriendlyCrawler", "Google-CloudVertexBot", "Google-Extended", "GoogleOther", "GPTBot",
    "ICC-Crawler", "ImagesiftBot", "img2dataset", "Kangaroo Bot", "laion-huggingface-processor", "Meta-ExternalAgent",
    "omgili", "omgilibot", "PanguBot", "SBIntuitionsBot", "Spawning-AI", "TikTokSpider", "Timpibot",
    "VelenPublicWebCrawler", "Webzio-Extended",
)  # fmt: skip
# They keep an index that an assistant searches and names its sources from.
SEARCHING = (
    "AddSearchBot", "Amzn-SearchBot", "AzureAI-SearchBot", "Claude-SearchBot", "DuckAssistBot", "iaskspider",
    "LinkupBot", "OAI-SearchBot", "PerplexityBot", "PhindBot", "TavilyBot", "YouBot",
)  # fmt: skip
# They look one page up for somebody who asked.
FETCHING = (
    "Amzn-User", "ChatGPT-User", "Claude-User", "Claude-Web", "FirecrawlAgent", "Gemini-Deep-Research",
    "Google-NotebookLM", "kagi-fetcher", "Meta-ExternalFetcher", "MistralAI-User", "Perplexity-User",
)  # fmt: skip

# By the newsroom's choice: who is refused, and what the Content-Signal says (search, as input of an answer, to train).
REFUSED: dict[str, tuple[str, ...]] = {
    "allow": (),
    "index": TRAINING,
    "search": (*TRAINING, *FETCHING),
    "refuse": (*TRAINING, *SEARCHING, *FETCHING),
}
SIGNALS = {
    "allow": "search=yes, ai-input=yes, ai-train=yes",
    "index": "search=yes, ai-input=yes, ai-train=no",
    "search": "search=yes, ai-input=no, ai-train=no",
    "refuse": "search=yes, ai-input=no, ai-train=no",
}


def groups(choice: str, refused: Iterable[str], allowed: Iterable[str]) -> Iterator[str]:
    """The lines of robots.txt about who may what; search engines may everything.

    Args:
        choice: a key of REFUSED.
        refused: names of further programs that are refused, whatever the choice says.
        allowed: names that are not, whatever the list says.
    """
    yield from ("User-agent: *", f"Content-Signal: {SIGNALS[choice]}", "Allow: /", "")
    let_in = {name.lower() for name in allowed}
    names = [name for name in dict.fromkeys([*REFUSED[choice], *refused]) if name.lower() not in let_in]
    if names:
        yield from (f"User-agent: {name}" for name in names)
        yield from ("Disallow: /", "")

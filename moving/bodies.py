"""Bodies as other systems wrote them, made into what `articles.richtext` holds.

No word is lost on the way: what cannot stand as it stood becomes a paragraph. What goes is counted by name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape, unescape
from html.parser import HTMLParser
from urllib.parse import urlsplit

from articles.richtext import link_as_read

from .addresses import host_of, path_of

BLOCKS = frozenset({
    "address", "article", "aside", "center", "dd", "details", "dialog", "div", "dl", "dt", "fieldset", "footer", "form",
    "header", "hgroup", "legend", "main", "nav", "option", "p", "section", "summary", "figure", "label", "button",
})  # fmt: skip
INLINE = {
    "b": "strong", "strong": "strong", "i": "em", "em": "em", "cite": "em", "del": "s", "s": "s", "strike": "s",
    "sub": "sub", "sup": "sup", "a": "a",
}  # fmt: skip
HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h3", "h5": "h3", "h6": "h3"}
CONTAINERS = frozenset({
    "ul", "ol", "li", "blockquote", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "figcaption",
})  # fmt: skip
WITH_WORDS = frozenset({"li", "th", "td", "caption", "figcaption", "h2", "h3"})  # text stands in them directly
UNSEEN = frozenset({"script", "style", "noscript", "template", "svg", "math", "title", "head"})
VOID = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
})  # fmt: skip
ENDS_BEFORE = {"li": {"li"}, "td": {"td", "th"}, "th": {"td", "th"}, "tr": {"td", "th", "tr"}}
# Attributes of <img>: what plugins call the original, then what they keep back until it is seen, then what all have.
LARGEST_FIRST = (
    "data-orig-file",
    "data-large-file",
    "data-full-url",
    "data-src",
    "data-lazy-src",
    "data-original",
    "data-orig-src",
    "src",
)
HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])|opacity\s*:\s*0(?![.\d])"
    r"|(?:left|right|top|text-indent|margin-left)\s*:\s*-\d{3,}|(?:height|width)\s*:\s*[01]px[^;]*;[^\"]*overflow\s*:\s*hidden"
    r"|overflow\s*:\s*hidden[^\"]*(?:height|width)\s*:\s*[01]px",
    re.IGNORECASE,
)
GAMBLING = re.compile(
    r"(?<![a-z])(?:slots?|gacor|togel|toto|judi|casino|kasino|poker|sbobet|maxwin|scatter|pragmatic|sabung|bandarq?|rtp|zeus)"
    r"(?![a-z])|(?:slot|gacor|togel|casino|sbobet|maxwin|judi)|[a-z]{3,}(?:88|77|99|138|303|4d)(?![a-z0-9])",
    re.IGNORECASE,
)
_BLOCK_COMMENT = re.compile(
    r"<!--\s*(?P<close>/?)wp:(?P<name>[a-z0-9/_-]+)\s*(?P<json>\{.*?\})?\s*(?P<void>/?)-->", re.DOTALL
)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_IN_LINE = re.compile(
    r"</?(?P<name>b|strong|i|em|u|s|del|ins|cite|q|a|br|p|div|span|small|big|sub|sup|mark|font|h[1-6]|img|abbr|code)"
    r"(?:\s+[\w:-]+\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'|[^\s<>\"']+))*\s*/?>",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"\[(?:wp_)?caption(?P<facts>[^\]]*)\](?P<inside>.*?)\[/(?:wp_)?caption\]", re.DOTALL | re.IGNORECASE
)
_EMBED = re.compile(
    r"\[(?P<name>embed|youtube|video|audio|vimeo|playlist)\b(?P<facts>[^\]]*)\](?:(?P<inside>[^\[]*)\[/(?P=name)\])?"
)
_GALLERY = re.compile(r"\[gallery\b(?P<facts>[^\]]*)\]", re.IGNORECASE)
_SHORTCODE = re.compile(r"(?<!\[)\[(?P<close>/?)(?P<name>[a-zA-Z][\w-]*)(?P<facts>[^\[\]<>]*|[^\[\]]*\")/?\](?!\])")
_ESCAPED = re.compile(r"\[(\[[a-zA-Z/][^\[\]]*\])\]")
_URL = re.compile(r"https?://[^\s\"'<>\[\]]+")
_NUMBERS = re.compile(r"""ids\s*=\s*["'”″]?([\d,\s]+)""")
_CLASS_NUMBER = re.compile(r"wp-image-(\d+)")
_EMPTY = re.compile(r"<(p|h2|h3|li|strong|em|a)(?: [^>]*)?>(?:\s|<br>|&nbsp;)*</\1>")
_PARAGRAPH_EDGE = re.compile(r"<p>(?:\s|<br>)+|(?:\s|<br>)+</p>")
_BARE_VIDEO = re.compile(r"<p>http://((?:www\.|m\.)?(?:youtube\.com|youtu\.be|vimeo\.com)/[^\s<]+)</p>")


@dataclass
class Picture:
    """A picture where a body shows it."""

    url: str
    number: str = ""  # of an attachment
    caption: str = ""
    alt: str = ""


@dataclass
class Converted:
    html: str = ""
    pictures: list[Picture] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)  # what went, by name
    injected: list[str] = field(default_factory=list)  # hidden or gambling links that were taken out

    @property
    def is_suspect(self) -> bool:
        return bool(self.injected)


Shown = Callable[[Picture], int | None]


def nothing_shown(_picture: Picture) -> int | None:
    return None


def lead_picture(named: str, caption: str) -> Picture | None:
    """The picture on top of a story, which its source names by number or address."""
    if not named:
        return None
    return Picture("", named, caption) if named.isdecimal() else Picture(named, "", caption)


def convert(body: str, form: str, own_host: str = "", shown: Shown = nothing_shown) -> Converted:
    """A body as clean HTML.

    Args:
        form: "classic", "html" or "text" (see `items.Post`).
        own_host: links to it lead to our own site from now on.
        shown: the number of the photo that a picture became, or None where only its caption stays.
    """
    result = Converted()
    body = body.replace("\r\n", "\n").replace("\r", "\n")
    if form == "text":
        body, form = escape(body, quote=False), "classic"
    else:
        body = _without_blocks(body, result)
        body = _without_shortcodes(body, result)
    composer = _Composer(form == "classic", own_host, result)
    composer.feed(body)
    composer.finish()
    result.html = _tidy("".join(piece if isinstance(piece, str) else _figure(piece, shown) for piece in composer.out))
    return result


def _figure(picture: Picture, shown: Shown) -> str:
    number, caption = shown(picture), escape(picture.caption, quote=False)
    if number is None:
        return f"<p><em>{caption}</em></p>" if caption else ""
    return f'<figure data-photo="{number}">{f"<figcaption>{caption}</figcaption>" if caption else ""}</figure>'


def _tidy(html: str) -> str:
    html = re.sub(r"(?:<br>\s*)+(?=</(?:li|td|th|h2|h3)>)", "", html)
    html = _PARAGRAPH_EDGE.sub(lambda found: "<p>" if found[0].startswith("<p>") else "</p>", html)
    for _ in range(3):
        html = _EMPTY.sub("", html)
    return _BARE_VIDEO.sub(r"<p>https://\1</p>", html).strip()


def _without_blocks(body: str, result: Converted) -> str:
    """Block comments go; what a block without words of its own was is counted."""

    def replaced(found: re.Match[str]) -> str:
        if found["void"]:
            result.dropped[f"blok {found['name']}"] += 1
        return "\n\n" if found["close"] or found["void"] else ""

    return _COMMENT.sub("", _BLOCK_COMMENT.sub(replaced, body))


def _without_shortcodes(body: str, result: Converted) -> str:
    body = _CAPTION.sub(_captioned, body)
    body = _EMBED.sub(_embedded, body)
    body = _GALLERY.sub(lambda found: _gallery(found, result), body)

    def replaced(found: re.Match[str]) -> str:
        name, facts = found["name"], found["facts"]
        is_code = "=" in facts or "_" in name or "-" in name or found["close"] or f"[/{name}]" in body
        if not is_code:
            return found[0]  # words in brackets
        if not found["close"]:
            result.dropped[f"kode [{name}]"] += 1
        return "\n\n" if "_" in name else ""

    return _ESCAPED.sub(r"\1", _SHORTCODE.sub(replaced, body))


def _captioned(found: re.Match[str]) -> str:
    attribute = re.search(r"""caption\s*=\s*"([^"]*)\"""", found["facts"])
    inside = found["inside"]
    picture = re.search(r"(?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?", inside, re.IGNORECASE)
    if picture is None:
        return inside
    words = f"{inside[: picture.start()]} {inside[picture.end() :]}".strip() or (attribute[1] if attribute else "")
    return f"\n\n<figure>{picture[0]}<figcaption>{words}</figcaption></figure>\n\n"


def _embedded(found: re.Match[str]) -> str:
    urls = _URL.findall(f"{found['facts']} {found['inside'] or ''}")
    if not urls and found["name"] == "youtube" and (name := re.search(r"[\w-]{11}", found["facts"])):
        urls = [f"https://www.youtube.com/watch?v={name[0]}"]
    return "".join(f"\n\n{escape(url, quote=False)}\n\n" for url in dict.fromkeys(urls))


def _gallery(found: re.Match[str], result: Converted) -> str:
    numbers = _NUMBERS.search(found["facts"])
    if numbers is None:
        result.dropped["galeri tanpa daftar foto"] += 1
        return ""
    return "\n\n" + "".join(
        f'<img class="wp-image-{number.strip()}">' for number in numbers[1].split(",") if number.strip()
    )


class _Composer(HTMLParser):
    """Writes clean HTML piece by piece: text outside all blocks gets a paragraph, unknown elements only their words."""

    def __init__(self, classic: bool, own_host: str, result: Converted) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str | Picture] = []
        self.classic, self.own_host, self.result = classic, own_host, result
        self.containers: list[str] = []
        self.inline: list[list[str]] = []  # [its name over there, start tag, "open" once it is written]
        self.in_paragraph = False
        self.explicit = 0  # inside a <p> of the source
        self.preformatted = 0
        self.unseen = 0
        self.hidden: list[str] = []  # elements open inside something that readers cannot see
        self.hidden_text: list[str] = []
        self.hidden_links: list[str] = []
        self.cut_link: list[str] | None = None  # the words of a link to a gambling site

    # Elements

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        if tag in UNSEEN:
            self.unseen += 1
        if self.unseen:
            return
        if self.hidden or (tag not in VOID and _is_hidden(facts)):
            self._hide(tag, facts)
        elif tag in VOID:
            self._void(tag, facts)
        elif tag in INLINE:
            self._start_inline(tag, facts)
        else:
            self._start_block(tag, facts)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in UNSEEN:
            self.unseen = max(0, self.unseen - 1)
        if self.unseen or tag in UNSEEN:
            return
        if self.hidden:
            self._end_hidden(tag)
        elif tag in INLINE:
            self._end_inline(tag)
        elif tag in HEADINGS or tag in CONTAINERS:
            self._end_container(HEADINGS.get(tag, tag))
        elif tag == "p" or tag in BLOCKS or tag == "pre":
            self.preformatted -= tag == "pre" and self.preformatted > 0
            self.explicit -= tag == "p" and self.explicit > 0
            self._boundary()

    def handle_data(self, data: str) -> None:
        if self.unseen:
            return
        if self.hidden:
            self.hidden_text.append(data)
        elif self.cut_link is not None:
            self.cut_link.append(data)
        elif self.preformatted:
            self._lines(data, "<br>")
        elif self.classic and not self.explicit and not self._in_words():
            for place, part in enumerate(re.split(r"\n[ \t]*\n\s*", data)):
                if place:
                    self._boundary()
                self._lines(part, "<br>")
        else:
            self._text(data)

    def finish(self) -> None:
        self.close()
        if self.hidden:
            self._show_or_cut()
        self._close_paragraph()
        while self.containers:
            self.out.append(f"</{self.containers.pop()}>")

    # Text

    def _in_words(self) -> bool:
        return bool(self.containers) and self.containers[-1] in WITH_WORDS

    def _lines(self, text: str, between: str) -> None:
        for place, line in enumerate(text.split("\n")):
            if place and (self.in_paragraph or self._in_words()):
                self.out.append(between)
            self._text(line)

    def _text(self, text: str) -> None:
        if not text.strip() and not (self.in_paragraph or self._in_words()):
            return
        self._open_paragraph()
        for entry in self.inline if text.strip() else ():
            if not entry[2]:
                self.out.append(entry[1])
                entry[2] = "open"
        self.out.append(escape(text, quote=False))

    def _open_paragraph(self) -> None:
        if not self.in_paragraph and not self._in_words():
            self.out.append("<p>")
            self.in_paragraph = True

    def _close_inline(self) -> None:
        for entry in reversed(self.inline):
            if entry[2]:
                self.out.append(f"</{INLINE[entry[0]]}>")
                entry[2] = ""

    def _close_paragraph(self) -> None:
        self._close_inline()
        if self.in_paragraph:
            self.out.append("</p>")
            self.in_paragraph = False

    def _boundary(self) -> None:
        """Where a block begins or ends: a new paragraph, or in a cell or an item of a list a new line."""
        if self._in_words():
            self._close_inline()
            if self.out and self.out[-1] != "<br>" and self.out[-1] != f"<{self.containers[-1]}>":
                self.out.append("<br>")
        else:
            self._close_paragraph()

    # Inline

    def _start_inline(self, tag: str, facts: dict[str, str]) -> None:
        if tag != "a":
            self.inline.append([tag, f"<{INLINE[tag]}>", ""])
            return
        self._end_inline("a")
        href = self._link(facts.get("href", ""))
        if href and href.startswith("http") and GAMBLING.search(href.partition("?")[0]):
            self.result.injected.append(href[:300])
            self.cut_link = []
        elif href:
            self.inline.append(["a", f'<a href="{escape(href)}">', ""])

    def _end_inline(self, tag: str) -> None:
        if tag == "a" and self.cut_link is not None:
            words, self.cut_link = "".join(self.cut_link), None
            if not GAMBLING.search(words):
                self._text(words)
            return
        for place in range(len(self.inline) - 1, -1, -1):
            if self.inline[place][0] == tag:
                break
        else:
            return
        for entry in reversed(self.inline[place:]):  # those that were opened inside are closed and opened again
            if entry[2]:
                self.out.append(f"</{INLINE[entry[0]]}>")
                entry[2] = ""
        del self.inline[place]

    def _link(self, href: str) -> str:
        href = link_as_read(href)
        if self.own_host and host_of(href) == self.own_host and "/wp-content/" not in href:
            return path_of(href) or "/"
        return "" if href.startswith(("#", "javascript:")) else href

    # Blocks

    def _start_block(self, tag: str, facts: dict[str, str]) -> None:
        if tag in HEADINGS or tag in CONTAINERS:
            self._start_container(HEADINGS.get(tag, tag), facts)
        elif tag in {"iframe", "video", "audio", "object", "amp-youtube"}:
            self._player(tag, facts)
        elif tag in BLOCKS or tag == "pre":
            self._boundary()
            self.preformatted += tag == "pre"
            self.explicit += tag == "p"

    def _start_container(self, tag: str, facts: dict[str, str]) -> None:
        ends = ENDS_BEFORE.get(tag, set())
        while self.containers and self.containers[-1] in ends:
            self._end_container(self.containers[-1])
        if tag in {"h2", "h3"} and self._in_words():
            self._boundary()
            return
        self._close_inline() if self._in_words() else self._close_paragraph()
        spans = "".join(
            f' {name}="{facts[name]}"' for name in ("colspan", "rowspan", "start") if facts.get(name, "").isdecimal()
        )
        self.containers.append(tag)
        self.out.append(f"<{tag}{spans}>")

    def _end_container(self, tag: str) -> None:
        if tag not in self.containers:
            self._boundary()
            return
        while self.containers:
            self._close_paragraph()
            last = self.containers.pop()
            self.out.append(f"</{last}>")
            if last == "figcaption":
                self._take_caption()
            if last == tag:
                return

    def _take_caption(self) -> None:
        """Give the last picture the words that were written since; without one they are a paragraph."""
        start = len(self.out) - 1 - self.out[::-1].index("<figcaption>")
        inside = "".join(piece for piece in self.out[start + 1 : -1] if isinstance(piece, str)).strip()
        later = [piece for piece in self.out[start + 1 : -1] if isinstance(piece, Picture)]
        del self.out[start:]
        self.out += later
        before = self.out[-1] if self.out else None
        if isinstance(before, Picture) and not before.caption:
            before.caption = _words(inside)
        elif inside:
            self.out.append(f"<p>{inside}</p>")

    # What stands by itself

    def _void(self, tag: str, facts: dict[str, str]) -> None:
        if tag == "br":
            self._break()
        elif tag == "hr":
            self._boundary()
            if not self.containers:
                self.out.append("<hr>")
        elif tag == "img":
            self._picture(facts)
        elif tag in {"embed", "source"}:
            self._player(tag, facts)

    def _break(self) -> None:
        if self.in_paragraph and self.out[-1] == "<br>" and not self._in_words():
            self.out.pop()
            self._close_paragraph()
        elif self.in_paragraph or self._in_words():
            self.out.append("<br>")

    def _picture(self, facts: dict[str, str]) -> None:
        url = _address_of_picture(facts)
        number = _CLASS_NUMBER.search(facts.get("class", ""))
        if (not url and not number) or url.startswith("data:"):
            return
        picture = Picture(url, number[1] if number else "", "", facts.get("alt", ""))
        self.result.pictures.append(picture)
        if not self._in_words():
            self._close_paragraph()
        self.out.append(picture)

    def _player(self, tag: str, facts: dict[str, str]) -> None:
        url = facts.get("src") or facts.get("data") or ""
        if facts.get("data-videoid"):
            url = f"https://www.youtube.com/watch?v={facts['data-videoid']}"
        url = f"https:{url}" if url.startswith("//") else url
        if not url.startswith(("http://", "https://")):
            self.result.dropped[f"<{tag}>"] += tag != "video" and tag != "audio"
            return
        if GAMBLING.search(urlsplit(url).netloc):
            self.result.injected.append(url[:300])
            return
        self._boundary()
        link = f'<a href="{escape(url)}">{escape(url, quote=False)}</a>'
        self.out.append(link if self._in_words() else f"<p>{link}</p>")

    # What readers could not see

    def _hide(self, tag: str, facts: dict[str, str]) -> None:
        if tag == "a" and facts.get("href"):
            self.hidden_links.append(facts["href"])
        if tag not in VOID:
            self.hidden.append(tag)

    def _end_hidden(self, tag: str) -> None:
        if tag in self.hidden:
            while self.hidden.pop() != tag:
                pass
        if not self.hidden:
            self._show_or_cut()

    def _show_or_cut(self) -> None:
        text, links = "".join(self.hidden_text), self.hidden_links
        self.hidden, self.hidden_text, self.hidden_links = [], [], []
        if links or GAMBLING.search(text):
            self.result.injected += [link[:300] for link in links] or [text.strip()[:300]]
        elif text.strip():
            self._boundary()
            self._text(text)
            self._boundary()


def _address_of_picture(facts: dict[str, str]) -> str:
    """The best address of an <img>: the original that a plugin names, what waits to be seen, the widest of a set."""
    for name in LARGEST_FIRST:
        if facts.get(name, "").strip() and not facts[name].startswith("data:"):
            return facts[name].strip()
    for name in ("srcset", "data-srcset", "data-lazy-srcset"):
        offers = [offer.split() for offer in facts.get(name, "").split(", ") if offer.strip()]
        if offers:
            return max(offers, key=lambda offer: _width(offer[-1]))[0].rstrip(",")
    return ""


def _width(descriptor: str) -> float:
    number = re.fullmatch(r"([\d.]{1,9})[wx]", descriptor)
    try:
        return float(number[1]) if number else 0.0
    except ValueError:
        return 0.0


def _is_hidden(facts: dict[str, str]) -> bool:
    return "hidden" in facts or bool(HIDING.search(facts.get("style", "")))


def _words(html: str) -> str:
    parser = _Words()
    parser.feed(html)
    parser.close()
    return " ".join("".join(parser.words).split())


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"br", "p"}:
            self.words.append(" ")


def title_of(html: str) -> str:
    """A headline or name as readers read it: without the elements that one may hold, its references resolved once.

    "<em>Feri</em> &amp;lt;b&amp;gt;" is "Feri &lt;b&gt;", and whoever wrote "harga < 5.000" loses nothing.
    """
    return " ".join(unescape(_IN_LINE.sub(_between, _COMMENT.sub("", html))).split())


def _between(tag: re.Match[str]) -> str:
    return " " if tag["name"].lower() in {"br", "p", "div"} else ""


def plain(html: str) -> str:
    """The words of any HTML, on one line."""
    return _words(_COMMENT.sub("", html))


def plain_lines(html: str) -> str:
    """The words of a comment, its paragraphs apart, its links as they are written."""
    text = re.sub(r"(?i)</p>\s*|<br\s*/?>\s*", "\n", _COMMENT.sub("", html))
    parser = _Words()
    parser.feed(text)
    parser.close()
    return "".join(parser.words).strip()

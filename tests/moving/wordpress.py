"""A newsroom that never was, as WordPress would export it, and what has to become of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from xml.sax.saxutils import escape

FIRST = datetime(2021, 3, 1, 4, 30, tzinfo=UTC)
WORDS = ("warga", "pasar", "sungai", "kapal", "guru", "panen", "jembatan", "rapat", "hujan", "listrik", "rotan")
WITHHELD = ("draft", "pending", "private", "trash", "future", "asing")


@dataclass
class Told:
    """One story of the answer file."""

    number: int
    headline: str
    words: str
    at: datetime
    author: str
    section: str
    topics: list[str]
    status: str = "publish"
    password: str = ""
    kind: str = "post"
    body: str = ""
    comments: list[tuple[int, int, str, str]] = field(default_factory=list)  # number, parent, words, approved

    @property
    def is_public(self) -> bool:
        return self.status == "publish" and not self.password and self.kind == "post" and "judi" not in self.body

    @property
    def path(self) -> str:
        return f"/{self.at:%Y/%m}/kisah-{self.number}/"


def newsroom(count: int, seed: int = 1) -> list[Told]:
    chance = Random(seed)
    return [_story(number, chance) for number in range(1, count + 1)]


def _story(number: int, chance: Random) -> Told:
    words = " ".join(chance.choice(WORDS) for _ in range(30)) + f" sandi{number}"
    first, second = " ".join(words.split()[:12]), " ".join(words.split()[12:])
    told = Told(
        number,
        f"Kisah ke-{number} & {chance.choice(WORDS)}",
        words,
        FIRST + timedelta(hours=7 * number),
        chance.choice(["Bunga Sari", "Andi Rahman"]),
        chance.choice(["Daerah", "Ekonomi"]),
        sorted(chance.sample(["panen", "sungai", "guru"], 2)),
    )
    told.body = (
        f"{first}\r\n\r\n{second}" if number % 2 else f"<!-- wp:paragraph -->\n<p>{words}</p>\n<!-- /wp:paragraph -->"
    )
    if number % 5 == 0:
        told.status = WITHHELD[number // 5 % len(WITHHELD)]
    elif number % 17 == 0:
        told.password = "rahasia"
    elif number % 19 == 0:
        told.kind = "page"
    elif number % 23 == 0:
        told.body += '<div style="display:none"><a href="https://slotgacor88.example/">judi slot</a></div>'
    if number % 3 == 0:
        told.comments = [(number * 10, 0, "Setuju sekali", "1"), (number * 10 + 1, number * 10, "Kurang jelas", "0")]
    return told


def export(stories: list[Told]) -> str:
    return "\n".join([HEAD, *map(_item, stories), "</channel></rss>"])


HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Koran Lama</title><link>https://www.lama.example</link>
<wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>https://www.lama.example</wp:base_blog_url>
<wp:author><wp:author_login>bunga</wp:author_login><wp:author_email>bunga@rahasia.example</wp:author_email>
<wp:author_display_name><![CDATA[Bunga Sari]]></wp:author_display_name></wp:author>
<wp:author><wp:author_login>andi</wp:author_login><wp:author_email>andi@rahasia.example</wp:author_email>
<wp:author_display_name><![CDATA[Andi Rahman]]></wp:author_display_name></wp:author>
<wp:category><wp:category_nicename>daerah</wp:category_nicename><wp:category_parent></wp:category_parent>
<wp:cat_name><![CDATA[Daerah]]></wp:cat_name></wp:category>
<wp:category><wp:category_nicename>ekonomi</wp:category_nicename><wp:category_parent>daerah</wp:category_parent>
<wp:cat_name><![CDATA[Ekonomi]]></wp:cat_name></wp:category>"""


def _item(story: Told) -> str:
    login = story.author.partition(" ")[0].lower()
    topics = "".join(
        f'<category domain="post_tag" nicename="{one}"><![CDATA[{one}]]></category>' for one in story.topics
    )
    return f"""<item><title>{escape(story.headline)}</title><link>https://www.lama.example{story.path}</link>
<dc:creator>{login}</dc:creator><guid isPermaLink="false">https://www.lama.example/?p={story.number}</guid>
<content:encoded><![CDATA[{story.body}]]></content:encoded><excerpt:encoded></excerpt:encoded>
<wp:post_id>{story.number}</wp:post_id><wp:post_date>{story.at + timedelta(hours=8):%Y-%m-%d %H:%M:%S}</wp:post_date>
<wp:post_date_gmt>{story.at:%Y-%m-%d %H:%M:%S}</wp:post_date_gmt><wp:post_name>kisah-{story.number}</wp:post_name>
<wp:status>{story.status}</wp:status><wp:post_type>{story.kind}</wp:post_type>
<wp:post_password>{story.password}</wp:post_password>
<category domain="category" nicename="{story.section.lower()}"><![CDATA[{story.section}]]></category>{topics}
<wp:postmeta><wp:meta_key>_wp_old_slug</wp:meta_key><wp:meta_value>lama-{story.number}</wp:meta_value></wp:postmeta>
{"".join(map(_comment, story.comments))}</item>"""


def _comment(comment: tuple[int, int, str, str]) -> str:
    number, parent, words, approved = comment
    return f"""<wp:comment><wp:comment_id>{number}</wp:comment_id><wp:comment_author>Tamu</wp:comment_author>
<wp:comment_author_email>tamu@rahasia.example</wp:comment_author_email>
<wp:comment_author_IP>203.0.113.9</wp:comment_author_IP>
<wp:comment_date_gmt>2021-06-01 00:00:00</wp:comment_date_gmt>
<wp:comment_content><![CDATA[{words}]]></wp:comment_content>
<wp:comment_approved>{approved}</wp:comment_approved><wp:comment_parent>{parent}</wp:comment_parent></wp:comment>"""

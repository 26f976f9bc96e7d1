"""The formats of a feed, as generators of Django's syndication framework."""

from __future__ import annotations

import json
from typing import Any
from xml.sax.xmlreader import AttributesImpl

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed, rfc3339_date
from django.utils.xmlutils import SimplerXMLGenerator

from articles.richtext import storable


def printable(value: Any) -> Any:
    """A value without the characters that no XML can hold, wherever they stand in it."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {name: printable(held) for name, held in value.items()}
    if isinstance(value, list | tuple):
        return [printable(held) for held in value]
    return value


class Format(SyndicationFeed):
    """What the formats share.

    Beside Django's arguments a feed has its `hub`, and an item its `authors` (name and address), `content` (HTML),
    `summary` (plain text, where `description` is HTML) and `image`.
    """

    content_type: str

    def write(self, outfile: Any, encoding: Any) -> None:
        self.feed, self.items = printable(self.feed), printable(self.items)
        super().write(outfile, encoding)


class Rss(Format, Rss201rev2Feed):
    def rss_attributes(self) -> dict[str, str]:
        return super().rss_attributes() | {
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
        }

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        if self.feed["hub"]:
            handler.addQuickElement("atom:link", None, {"rel": "hub", "href": self.feed["hub"]})

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for name, _ in item["authors"]:
            handler.addQuickElement("dc:creator", name)
        handler.addQuickElement("content:encoded", item["content"])


class Atom(Format, Atom1Feed):
    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        if self.feed["hub"]:
            handler.addQuickElement("link", "", {"rel": "hub", "href": self.feed["hub"]})

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for name, address in item["authors"]:
            handler.startElement("author", AttributesImpl({}))
            handler.addQuickElement("name", name)
            handler.addQuickElement("uri", address)
            handler.endElement("author")
        handler.addQuickElement("content", item["content"], {"type": "html"})


class Json(Format):
    """JSON Feed 1.1."""

    content_type = "application/feed+json"

    def write(self, outfile: Any, encoding: Any) -> None:
        feed = printable(self.feed)
        document = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": feed["title"],
            "description": feed["description"],
            "home_page_url": feed["link"],
            "feed_url": feed["feed_url"],
            "language": feed["language"],
            "authors": [{"name": feed["author_name"], "url": feed["author_link"]}],
            "items": [_json_item(item) for item in printable(self.items)],
        }
        if feed["hub"]:
            document["hubs"] = [{"type": "WebSub", "url": feed["hub"]}]
        outfile.write(json.dumps(document, ensure_ascii=False).encode(encoding))


def _json_item(item: dict[str, Any]) -> dict[str, Any]:
    fields = {
        "id": item["unique_id"],
        "url": item["link"],
        "title": item["title"],
        "summary": item["summary"],
        "content_html": item["content"],
        "image": item["image"],
        "date_published": rfc3339_date(item["pubdate"]),
        "date_modified": rfc3339_date(item["updateddate"]),
        "authors": [{"name": name, "url": address} for name, address in item["authors"]],
        "tags": item["categories"],
    }
    return {name: value for name, value in fields.items() if value}

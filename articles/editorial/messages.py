"""A story as reporters send it by chat: what is headline, dateline, text, caption and code in one pasted message."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from django.utils.html import escape

from adminkit.characters import visible
from articles.photos.captions import without_credit

MOST = 50_000  # letters of a message
LONGEST_HEADLINE = 160  # letters of a first line that is taken for a headline
LONGEST_CAPTION = 400

_TIME = r"\d{1,2}[.:]\d{2}(?:[.:]\d{2})?(?:\s?[AaPp]\.?[Mm]\.?)?"
_DAY = r"\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}"
_WHEN = rf"(?:{_DAY},?\s+(?:pukul\s+)?{_TIME}|{_TIME},\s*{_DAY})"
# "[12/07/22 14.05.33] Rina: " of iOS, "[14.05, 12/7/2022] Rina: " of the web, "12/07/22 14.05 - Rina: " of an export.
_PREFIX = re.compile(rf"^\s*(?:\[{_WHEN}\]|{_WHEN}\s+[-–])\s*(?P<sender>[^:\n]{{1,60}}):\s?")
LONGEST_NAME = 3  # words of a sender who is known as one though he sends one line
_ATTACHED = re.compile(
    r"^\s*(?:<(?:media|gambar|foto)[^<>]{0,40}>|(?:gambar|foto|video|image|photo) (?:tidak disertakan|omitted)"
    r"|\S+\.(?:jpe?g|png|webp|mp4|opus)(?: \([^()]{1,40}\))?"
    r"|(?:diteruskan|forwarded)(?: berkali-kali| many times)?)\s*$",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"^\W{0,3}(?P<label>judul|headline|teras|lead|(?:keterangan|ket\.?|caption)(?:\s+foto)?)\W{0,2}\s*:\W{0,2}\s*(?P<words>.+)$",
    re.IGNORECASE,
)
_CODE = re.compile(r"\(([\w/ ]{1,40})\)\W{0,3}$")
_BULLET = re.compile(r"^[-•*]\s+(?=\S)")
_END, _START = r"(?=$|[\s<.,;:!?)”\"])", r"(?:(?<=^)|(?<=[\s>(“\"]))"
_MARKS = [
    (re.compile(rf"{_START}{re.escape(mark)}(\S(?:[^{mark}\n]*\S)?){re.escape(mark)}{_END}"), tag)
    for mark, tag in (("*", "strong"), ("_", "em"), ("~", "s"))
]


@dataclass
class Message:
    """What a message was understood to be; every word that is nowhere else is in `paragraphs`.

    Attributes:
        body: HTML, with its dateline and code still in it: the story form takes them off.
        codes: that stood in brackets at the end, in small letters: of who wrote it, then of who edited it.
    """

    headline: str = ""
    summary: str = ""
    caption: str = ""
    body: str = ""
    codes: list[str] = field(default_factory=list)


def read(text: str) -> Message:
    """Understand a pasted message. Nothing of it is stored."""
    message = Message()
    lines = []
    for line in _lines(text):
        labelled = _LABELLED.match(line)
        if labelled is None or not _take(message, labelled["label"].lower(), labelled["words"]):
            lines.append(line)
    _take_caption(message, lines)
    if not message.headline and len(lines) > 1 and _may_be_headline(lines[0]):
        message.headline = _bare(lines.pop(0))
    _take_codes(message, lines)
    message.body = _html(lines)
    return message


def _lines(text: str) -> list[str]:
    """The lines that somebody wrote, without what the chat put around them."""
    lines = [visible(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    lines = [line for line in lines if line.strip() and not _ATTACHED.match(line)]
    if lines and _PREFIX.match(lines[0]):
        lines = _without_prefixes(lines)
    return [" ".join(line.split()) for line in lines]


def _without_prefixes(lines: list[str]) -> list[str]:
    """Lines of a copied chat without their senders.

    A chronology looks like one ("12/7/2022 14.05 - Polisi menerima laporan warga: ada api"). So only who sends several
    lines, or is called as people are, is a sender; where that is not sure the words stay.
    """
    found = [_PREFIX.match(line) for line in lines]
    senders = Counter(one["sender"] for one in found if one)
    written = (
        line[one.end() :] if one and (senders[one["sender"]] > 1 or _is_name(one["sender"])) else line
        for line, one in zip(lines, found, strict=True)
    )
    return [line for line in written if line.strip() and not _ATTACHED.match(line)]


def _is_name(sender: str) -> bool:
    words = sender.split()
    return sender.startswith("~") or (len(words) <= LONGEST_NAME and not any(word[0].islower() for word in words))


def _take(message: Message, label: str, words: str) -> bool:
    name = {"judul": "headline", "headline": "headline", "teras": "summary", "lead": "summary"}.get(label, "caption")
    most = {"headline": 200, "summary": 300, "caption": LONGEST_CAPTION}[name]
    bare = _bare(words)
    if getattr(message, name) or len(bare) > most:
        return False
    setattr(message, name, bare)
    return True


def _take_caption(message: Message, lines: list[str]) -> None:
    """A line that ends with "(Foto: …)" is the caption, whether the message begins or ends with it."""
    for number in [*range(len(lines) - 1, max(0, len(lines) - 4), -1), *range(min(2, len(lines)))]:
        if message.caption or number >= len(lines):
            return
        line = _bare(lines[number])
        words, named = without_credit(line)
        if named and words and len(line) <= LONGEST_CAPTION and len(lines) > 1:
            message.caption = line
            del lines[number]


def _may_be_headline(line: str) -> bool:
    bare = _bare(line)
    return (
        len(bare) <= LONGEST_HEADLINE and not bare.endswith((".", ",", ":", ";")) and not re.search(r"\s[–—-]\s", bare)
    )


def _take_codes(message: Message, lines: list[str]) -> None:
    if found := _CODE.search(lines[-1]) if lines else None:
        message.codes = [part.strip().lower() for part in found[1].split("/")]


def _bare(line: str) -> str:
    """A line without the marks of a chat."""
    for mark, _ in _MARKS:
        line = mark.sub(r"\1", line)
    return line.strip()


def _html(lines: list[str]) -> str:
    parts, bullets = [], []
    for line in [*lines, ""]:
        if _BULLET.match(line):
            bullets.append(f"<li>{_marked(_BULLET.sub('', line))}</li>")
            continue
        if bullets:
            parts.append(f"<ul>{''.join(bullets)}</ul>")
            bullets = []
        if line:
            parts.append(f"<p>{_marked(line)}</p>")
    return "\n".join(parts)


def _marked(line: str) -> str:
    html = str(escape(line))
    for mark, tag in _MARKS:
        html = mark.sub(rf"<{tag}>\1</{tag}>", html)
    return html

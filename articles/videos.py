"""Links to videos elsewhere: which hosts a story may show a player of, and where that player is.

A link that stands alone becomes a panel; a photo of the text whose caption is such a link is the picture of its panel.
Nothing of a host is asked for before a reader presses play.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Host:
    name: str
    domains: frozenset[str]  # of the links that people copy
    path: re.Pattern[str]  # of such a link, with the video's name in its first group
    player: str  # "{}" is the video's name
    parameter: str = ""  # of the address, where that holds the name

    @property
    def origin(self) -> str:
        """What a page that holds a player must let into a frame."""
        parts = urlsplit(self.player)
        return f"{parts.scheme}://{parts.netloc}"


HOSTS = (
    Host(
        "YouTube",
        frozenset({"youtube.com", "www.youtube.com", "m.youtube.com", "youtu.be", "www.youtube-nocookie.com"}),
        re.compile(r"/(?:(?:shorts|live|embed)/)?([A-Za-z0-9_-]{11})/?\Z"),
        "https://www.youtube-nocookie.com/embed/{}?autoplay=1",  # sets no cookie until somebody plays
        parameter="v",
    ),
    Host(
        "Vimeo",
        frozenset({"vimeo.com", "www.vimeo.com", "player.vimeo.com"}),
        re.compile(r"/(?:video/)?([0-9]{6,12})/?\Z"),
        "https://player.vimeo.com/video/{}?autoplay=1&dnt=1",
    ),
)

# A paragraph that is nothing but one link, made by the editor or only typed; as the sanitiser writes it.
_ALONE = re.compile(
    r'<p>(?:\s|&nbsp;)*+(?:<a href="(?P<link>[^"]*)">(?P<words>[^<]*)</a>|(?P<typed>https://[^\s<&]++(?:&amp;[^\s<&]++)*+))'
    r"(?:\s|&nbsp;|<br>)*+</p>"
)


@dataclass(frozen=True)
class Video:
    host: Host
    name: str
    link: str  # where it is without a player
    words: str  # what the story calls it, or ""

    @property
    def player(self) -> str:
        return self.host.player.format(self.name)


def video_at(link: str, words: str = "") -> Video | None:
    """The video that a link leads to, if its host is one of HOSTS."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return None
    host = next((host for host in HOSTS if parts.netloc in host.domains), None)
    if host is None or parts.scheme not in {"http", "https"}:
        return None
    named = parse_qs(parts.query).get(host.parameter, []) if host.parameter and parts.path == "/watch" else []
    found = host.path.match(f"/{named[0]}" if named else parts.path)
    if found is None:
        return None
    return Video(host, found[1], link, "" if words.startswith(("http://", "https://")) else words)


def with_videos(body: str, shown: Callable[[Video], str]) -> str:
    """Sanitised HTML in which each link to a video that stands alone is replaced by what `shown` makes of it."""

    def replaced(alone: re.Match[str]) -> str:
        video = _video(alone)
        return shown(video) if video else alone[0]

    return _ALONE.sub(replaced, body)


def videos(body: str) -> list[Video]:
    return [video for alone in _ALONE.finditer(body) if (video := _video(alone))]


def origins(found: Iterable[Video]) -> list[str]:
    """Where the players of these videos come from."""
    return sorted({video.host.origin for video in found})


def _video(alone: re.Match[str]) -> Video | None:
    link = html.unescape(alone["link"] or alone["typed"] or "")
    return video_at(link, " ".join(html.unescape(alone["words"] or "").split()))

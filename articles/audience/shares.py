"""How much of what is counted one sender may give, whatever it says of itself: counting cannot be bought.

Whoever asks with a new key and a new browser's name each time is still one address of one network. Phones of a whole
town may have one address, too, which is why nobody's share ends where many others read the same story.

What is kept are digests of the day (`bots.mark`), so that a day later nobody can say who gave what.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.cache import caches
from django.http import HttpRequest

from accounts.addresses import client_address, cut, sender_of

from . import bots

DAY = timedelta(days=1).total_seconds()
# Readings of a story and day that count in any case, and which part of the story's whole day beyond them.
OF_ADDRESS = (3, 0.1)
OF_NETWORK = (6, 0.25)
SENDERS_OF_A_HOST = 3  # networks of a day from which a site unknown to us must have led somebody here


def has_room(request: HttpRequest, article: int, at: datetime) -> bool:
    """Whether one more reading of a story counts, from the address and the network that tell of it.

    Two that come in the same moment may both have the last room.
    """
    total = _total(article, at)
    counts = caches["readers"].get_many([total, *(key for key, _, _ in _senders(request, article, at))])
    whole = counts.get(total, 0)
    return all(counts.get(key, 0) < free + part * whole for key, free, part in _senders(request, article, at))


def take(request: HttpRequest, article: int, at: datetime) -> None:
    """Note a reading that counts."""
    for key in (_total(article, at), *(key for key, _, _ in _senders(request, article, at))):
        _count(key)


def is_heard_of(host: str, request: HttpRequest, at: datetime) -> bool:
    """Whether a site led readers of several networks here today, this one included.

    Anybody can claim to come from anywhere, so that an address to look at would reach the desk.
    """
    hear(f"host {host}", request, at)
    return networks(f"host {host}", at) >= SENDERS_OF_A_HOST


def hear(what: str, request: HttpRequest, at: datetime) -> bool:
    """Note that the network of a request told of something; False if it did today already."""
    is_new: bool = caches["readers"].add(bots.mark(f"{what} {_network(request)}", at), True, DAY)
    if is_new:
        _count(bots.mark(what, at))
    return is_new


def networks(what: str, at: datetime) -> int:
    """How many networks told of something today."""
    return int(caches["readers"].get(bots.mark(what, at), 0))


def _senders(request: HttpRequest, article: int, at: datetime) -> Iterator[tuple[str, int, float]]:
    """The keys of the counts of the address and of its network, with what each may give."""
    yield bots.mark(f"address {sender_of(client_address(request))} {article}", at), *OF_ADDRESS
    yield bots.mark(f"network {_network(request)} {article}", at), *OF_NETWORK


def _total(article: int, at: datetime) -> str:
    return bots.mark(f"story {article}", at)


def _network(request: HttpRequest) -> str:
    address = client_address(request)
    return cut(address) if address else ""


def _count(key: str) -> None:
    """One more, or the first; another process may have made it the first meanwhile."""
    if not caches["readers"].add(key, 1, DAY):
        try:
            caches["readers"].incr(key)
            caches["readers"].touch(key, DAY)  # a cache in the database forgets how long it was to keep it
        except ValueError:  # it was driven out between the two
            caches["readers"].set(key, 1, DAY)

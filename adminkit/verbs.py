"""A step that people take with a thing in a state: the shape that every table of verbs shares.

Buttons, lists' actions, forms, URLs and documents are made from such a table, and so the function that carries a verb
out stands in its row: neither can be there without the other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Verb[Thing]:
    """One row of a table of verbs.

    Args:
        name: in URLs and logs, so it is never changed, such as "send_back".
        label: on its button.
        sources: the states in which it may be taken.
        target: the state it leads to; "" if the state stays.
        act: what carries it out: `act(thing, by=user, **asked)`.
        done: what people are told afterwards.
        asks: the keyword arguments of `act` that a form has to ask for. A verb that asks nothing acts at once.
        requires_reason: whether "reason" may not be empty.
        needs: what it takes, in words for people. No rule reads it.
        tone: of its button: "primary", "danger" or "".
        key: on the keyboard of the desk.
        in_bulk: whether it may be taken with many things at once.
        condition: what else has to be true of the thing at that moment.
    """

    name: str
    label: str
    sources: frozenset[str]
    target: str
    act: Callable[..., Any]
    done: str
    _: KW_ONLY
    asks: tuple[str, ...] = ()
    requires_reason: bool = False
    needs: str = ""
    tone: str = ""
    key: str = ""
    in_bulk: bool = False
    condition: Callable[[Thing, datetime], bool] = lambda _thing, _at: True

    @property
    def is_immediate(self) -> bool:
        """Whether a button may act at once; the others show a form first, so that a wrong click does nothing."""
        return not self.asks

    def fits(self, thing: Thing, state: str, at: datetime) -> bool:
        """Whether it may be taken with a thing that is in a state then, by whoever may."""
        return state in self.sources and self.condition(thing, at)

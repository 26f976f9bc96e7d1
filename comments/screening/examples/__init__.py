"""Comments written for kateid, for a model to start from before a newsroom has decisions of its own."""

from .making import Example, by_hand, examples

__all__ = ["Example", "by_hand", "examples"]

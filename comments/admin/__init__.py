"""The moderators' screens, one a module."""

from . import complaints, desk, rules, story

__all__ = ["complaints", "desk", "rules", "story"]

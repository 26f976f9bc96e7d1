"""The moderators' screens, one a module."""

from . import complaints, desk, rules

__all__ = ["complaints", "desk", "rules"]

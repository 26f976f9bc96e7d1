"""Judging a comment before anybody sees it: `screen` gives the decision, with all that speaks for it."""

from .verdicts import Finding, Verdict, screen

__all__ = ["Finding", "Verdict", "screen"]

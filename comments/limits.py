"""How often readers may write, like and complain: counted by `accounts.limits`."""

from accounts.limits import Limit, LimitReached, forget_past, take

__all__ = ["Limit", "LimitReached", "forget_past", "take"]

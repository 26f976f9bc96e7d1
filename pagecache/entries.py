"""What holds until something changes that it shows."""


class CacheEntry:
    """What was made from things that have slots in the ledger.

    Args:
        count: of the ledger, before anything was read.
        made_at: Unix time, before anything was read.
        slots: of what it shows.
        fresh_until: Unix time after which it is made anew in any case.
    """

    __slots__ = ("count", "fresh_until", "made_at", "slots", "validated")

    def __init__(self, count: int, made_at: float, slots: tuple[int, ...], fresh_until: float) -> None:
        self.count, self.made_at, self.slots, self.fresh_until = count, made_at, slots, fresh_until
        # At which count of the ledger it was last found to hold, and until when (Unix time) at that count. One tuple,
        # so that threads which look at once never mix what they found.
        self.validated = (count, made_at)

"""What holds until something changes that it shows."""


class Proven:
    """What was made from things that have slots in the ledger.

    Args:
        count: of the ledger, before anything was read.
        made_at: Unix time, before anything was read.
        slots: of what it shows.
        fresh_until: Unix time after which it is made anew in any case.
    """

    __slots__ = ("checked", "count", "fallen", "fresh_until", "made_at", "slots")

    def __init__(self, count: int, made_at: float, slots: tuple[int, ...], fresh_until: float) -> None:
        self.count, self.made_at, self.slots, self.fresh_until = count, made_at, slots, fresh_until
        # When it was last found to hold: the ledger's count, and how often something had fallen due.
        self.checked, self.fallen = count, -1

"""How often what goes wrong, and how badly: see `alatau.testing.faults`."""

from __future__ import annotations

from dataclasses import dataclass, fields
from itertools import accumulate
from typing import ClassVar

from alatau.errors import InputError

Table = tuple[tuple[int, str], ...]
"""Names of faults, each with the sum of the chances up to its own."""


class Killed(BaseException):  # noqa: N818, RUF100 - as all errors here: what happened
    """The process died.  No code of its own catches that, none of it runs any more."""


@dataclass(frozen=True, slots=True)
class FaultPlan:
    """Chances per mille of each fault, and its size.  All zero: nothing goes wrong.

    Every decision takes one outcome of its group: a *call* may go wrong in one way, so may a
    *transaction* handed over, and between calls one *event* may befall the chain.
    """

    # -- calls ---------------------------------------------------------------------
    rate_limits: int = 0
    """Refused (429), without effect."""
    outages: int = 0
    """Refused, and so are all calls for up to `outage_seconds`."""
    lost_requests: int = 0
    """Times out; had no effect."""
    lost_answers: int = 0
    """Times out; had its effect."""
    torn_batches: int = 0
    """`send_all` times out when a part has arrived."""
    late_answers: int = 0
    """The answer comes up to `late_seconds` later, and is as old."""
    stale_answers: int = 0
    """Answered by a node that is up to `stale_blocks` behind, or as the same was last answered."""
    forgotten: int = 0
    """`look` without history does not see half of what has landed."""
    deaf_news: int = 0
    """`news` returns at the latest moment."""
    kills: int = 0
    """The process dies: before, after or in the midst of what the call does."""

    # -- transactions ----------------------------------------------------------------
    drops: int = 0
    """Accepted, and never arrives."""
    delays: int = 0
    """Arrives up to `delay_seconds` later."""
    duplicates: int = 0
    """Arrives at once and again later."""
    reorders: int = 0
    """Per batch: it arrives in another order."""

    # -- events ----------------------------------------------------------------------
    forks: int = 0
    """Up to `fork_blocks` blocks that are not final are undone, confirmed ones too."""
    leaps: int = 0
    """Up to `leap_blocks` blocks pass at once: blockhashes expire."""
    prunes: int = 0
    """The node forgets the history before some slot: `first_slot` moves up."""

    # -- how much --------------------------------------------------------------------
    latency_seconds: float = 0.05
    """Every call takes up to so long."""
    timeout_seconds: float = 30.0
    outage_seconds: float = 90.0
    late_seconds: float = 20.0
    stale_blocks: int = 32
    delay_seconds: float = 90.0
    fork_blocks: int = 31
    leap_blocks: int = 320
    kill_before: frozenset[int] = frozenset()
    """Steps: the process dies in the first call from each of these on, before it has effect."""
    kill_after: frozenset[int] = frozenset()
    """The same, after it had its effect and before it is answered."""

    CALLS: ClassVar[tuple[str, ...]] = (
        "rate_limits", "outages", "lost_requests", "lost_answers", "late_answers", "kills",
    )  # fmt: skip
    TRANSACTIONS: ClassVar[tuple[str, ...]] = ("drops", "delays", "duplicates")
    EVENTS: ClassVar[tuple[str, ...]] = ("forks", "leaps", "prunes")

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, (int, float)) and value < 0:
                raise InputError("cannot be negative", field=field.name)
        everything = (*self.CALLS, "stale_answers", "forgotten", "torn_batches", "deaf_news")
        for group in (everything, self.TRANSACTIONS, self.EVENTS, ("reorders",)):
            if (total := sum(getattr(self, name) for name in group)) > 1000:
                raise InputError(f"{total} of 1000 are too many: {', '.join(group)}")

    def table(self, *names: str) -> Table:
        """What `Network.decide` takes: these faults, and else none."""
        possible = [name for name in names if getattr(self, name)]
        chances = accumulate(getattr(self, name) for name in possible)
        return tuple(zip(chances, possible, strict=True))

    @classmethod
    def calm(cls) -> FaultPlan:
        """A good day: now and then an answer is late, a transaction lost."""
        return cls(
            rate_limits=2, lost_requests=1, lost_answers=1, late_answers=5, stale_answers=10,
            drops=5, delays=10, duplicates=2, reorders=20, deaf_news=10, forks=1,
        )  # fmt: skip

    @classmethod
    def rough(cls) -> FaultPlan:
        """A congested cluster behind a public node."""
        return cls(
            rate_limits=20, outages=1, lost_requests=10, lost_answers=10, torn_batches=10,
            late_answers=20, stale_answers=50, forgotten=20, deaf_news=50,
            drops=100, delays=80, duplicates=30, reorders=200,
            forks=5, leaps=1, prunes=2, kills=1,
        )  # fmt: skip

    @classmethod
    def hostile(cls) -> FaultPlan:
        """As bad as it gets while anything gets through at all."""
        return cls(
            rate_limits=50, outages=4, lost_requests=40, lost_answers=40, torn_batches=40,
            late_answers=50, stale_answers=150, forgotten=60, deaf_news=150,
            drops=250, delays=150, duplicates=80, reorders=500,
            forks=20, leaps=5, prunes=10, kills=8,
        )  # fmt: skip

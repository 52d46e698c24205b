"""By which rules two sides are matched: windows, tolerances, limits."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from alatau.errors import InputError
from alatau.reconcile.matching.normal import normal_party
from alatau.reconcile.model import DAY, Item

BASIS_POINTS: Final = 10_000

_LONGEST: Final = 3_660
"""Days; ten years are more than any window needs."""
_RANGES: Final = {
    "reference_days": (0, _LONGEST),
    "party_days": (0, _LONGEST),
    # many and many are tried with each number of days between them
    "group_days": (0, 92),
    "tolerance_days": (0, _LONGEST),
    "reversal_days": (0, _LONGEST),
    "group_items": (2, 1_000_000),
    # 2^15 sums for each half: tens of milliseconds for one item at most
    "candidates": (2, 30),
    "day_candidates": (0, 30),
    "suggestion_score": (0, 100),
    "suggestions": (0, 100),
    # the earth's offsets are from -12:00 to +14:00
    "utc_offset": (-12 * 3600, 14 * 3600),
}


class Take(StrEnum):
    """Which of a band's two limits counts where it has both."""

    LESSER = "lesser"
    GREATER = "greater"


@dataclass(frozen=True, slots=True)
class Band:
    """By how much two amounts may differ and still be the same payment.

    Of this `asset` and this `party` only (empty: of any).  `absolute` is in base units, `bps`
    in hundredths of a percent of our amount, rounded down; of both, what `take` says.
    """

    name: str
    asset: str = ""
    party: str = ""
    absolute: int | None = None
    bps: int | None = None
    take: Take = Take.LESSER
    normal: str = field(init=False, repr=False, compare=False, default="")

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise InputError("is empty", field="name", remedy="the name explains matches")
        if self.absolute is None and self.bps is None:
            raise InputError("is missing", field="absolute", remedy="or give bps, or both")
        if self.absolute is not None and self.absolute < 0:
            raise InputError(f"{self.absolute} is below zero", field="absolute")
        if self.bps is not None and not 0 <= self.bps <= BASIS_POINTS:
            raise InputError(f"{self.bps} is not between 0 and {BASIS_POINTS}", field="bps")
        if self.party and not normal_party(self.party):
            raise InputError(f"{self.party!r} names nobody", field="party")
        object.__setattr__(self, "normal", normal_party(self.party))

    def allowed(self, amount: int) -> int:
        """The largest difference for this amount of ours, in base units."""
        limits = []
        if self.absolute is not None:
            limits.append(self.absolute)
        if self.bps is not None:
            limits.append(abs(amount) * self.bps // BASIS_POINTS)
        return min(limits) if self.take is Take.LESSER else max(limits)


@dataclass(frozen=True, slots=True)
class Rules:
    """What the stages of matching go by.  Windows are in days, both ends in it.

    Raises `InputError` with the field that is out of its range.
    """

    reference_days: int = 10
    """How far apart two with the same reference may be."""
    party_days: int = 3
    """With the same amount and party."""
    group_days: int = 3
    """One and each of its many; of many and many, the first and the last."""
    tolerance_days: int = 3
    """With the same party, and an amount within a band."""
    reversal_days: int = 90
    """A reversal and what it reverses."""
    bands: tuple[Band, ...] = ()
    """The first that is for the asset and the party counts, and no other."""
    group_items: int = 1_000
    """Most items of a match, of both sides together."""
    candidates: int = 16
    """Among most so many some are searched that add up; few, as many fit by accident too."""
    day_candidates: int = 10
    """The same where nothing but the day speaks for it; 0 does not search by the day alone."""
    suggestion_score: int = 60
    """Least similarity that is suggested, 0 to 100."""
    suggestions: int = 3
    """Most of them for one item of ours."""
    utc_offset: int = 0
    """Seconds that the day's beginning is east of Greenwich: 18000 in Kazakhstan."""

    def __post_init__(self) -> None:
        for name, (low, high) in _RANGES.items():
            value = getattr(self, name)
            if not low <= value <= high:
                raise InputError(f"{value} is not between {low} and {high}", field=name)
        names = [band.name for band in self.bands]
        for at, name in enumerate(names):
            if name in names[:at]:
                raise InputError(
                    f"{name!r} is there twice", field="bands", remedy="a name explains one rule"
                )

    def day(self, time: int) -> int:
        """The number of the day on which a time is, counted from 1970."""
        return (time + self.utc_offset) // DAY

    def band(self, ours: Item, theirs: Item) -> Band | None:
        """The band that two items fall under, if there is one."""
        parties = {normal_party(ours.party), normal_party(theirs.party)}
        for band in self.bands:
            if band.asset in {"", ours.asset} and (not band.normal or band.normal in parties):
                return band
        return None

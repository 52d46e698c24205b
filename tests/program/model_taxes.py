"""Taxes by month and the limits of payees once more, in plain Python."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from alatau.amounts import U64_MAX

PERIODS = 3
Month = tuple[int, ...]


@dataclass(slots=True)
class Period:
    """Of a month (year, month) at a rate."""

    month: Month
    rate_bps: int
    turnover: int = 0
    tax: int = 0
    returned_turnover: int = 0
    returned_tax: int = 0

    @property
    def sums(self) -> tuple[int, int, int, int]:
        return self.turnover, self.tax, self.returned_turnover, self.returned_tax


@dataclass(slots=True)
class Taxes:
    """What an account keeps, the latest last, and what of it was closed."""

    periods: list[Period] = field(default_factory=list)
    closed: list[Period] = field(default_factory=list)
    collected: int = 0
    repaid: int = 0

    def is_full(self, month: Month, rate_bps: int) -> bool:
        """Whether there is no room for this month and rate."""
        known = any((each.month, each.rate_bps) == (month, rate_bps) for each in self.periods)
        return not known and len(self.periods) == PERIODS

    def enter(self, month: Month, rate_bps: int) -> Period:
        """The period of this month and rate; the latest where there is no room."""
        if self.is_full(month, rate_bps):
            return self.periods[-1]
        found = [each for each in self.periods if (each.month, each.rate_bps) == (month, rate_bps)]
        period = found[0] if found else Period(month, rate_bps)
        self.periods = [each for each in self.periods if each is not period] + [period]
        return period

    def accrue(self, month: Month, rate_bps: int, turnover: int, tax: int) -> None:
        period = self.enter(month, rate_bps)
        period.turnover += turnover
        period.tax += tax

    def give_back(self, month: Month, rate_bps: int, turnover: int, tax: int) -> None:
        period = self.enter(month, rate_bps)
        period.returned_turnover += turnover
        period.returned_tax += tax

    def close(self, month: Month, rate_bps: int, now: Month) -> set[str]:
        """Close a period; the reasons why it cannot be."""
        found = [each for each in self.periods if (each.month, each.rate_bps) == (month, rate_bps)]
        if not found:
            return {"NoTaxPeriod"}
        if month >= now:
            return {"TaxPeriodOpen"}
        self.periods.remove(found[0])
        self.closed.append(found[0])
        return set()


@dataclass(slots=True)
class Receipts:
    """What a payee received by day and by month, and what it may."""

    per_day: int = U64_MAX
    per_month: int = U64_MAX
    received: dict[tuple[int, ...], int] = field(default_factory=lambda: defaultdict(int))

    def reasons(self, day: tuple[int, ...], month: Month, amount: int) -> set[str]:
        """Why it may not be paid so much more."""
        reasons = set()
        if self.received[day] + amount > self.per_day:
            reasons.add("PayeeDailyLimitExceeded")
        if self.received[month] + amount > self.per_month:
            reasons.add("PayeeMonthlyLimitExceeded")
        return reasons

    def count(self, day: tuple[int, ...], month: Month, amount: int) -> None:
        for date in (day, month):
            self.received[date] += amount

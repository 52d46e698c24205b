"""What reconciliation came to at a time: breaks by type, their age and risk, what was resolved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from alatau.amounts import format_amount
from alatau.reconcile.breaks.words import readable
from alatau.reconcile.model import DAY, Break, BreakType
from alatau.reconcile.sources.facts import LAMPORTS
from alatau.reconcile.workflow.carried import first_left_open
from alatau.reconcile.workflow.casebook import Case, Casebook
from alatau.reconcile.workflow.policy import Policy
from alatau.reconcile.workflow.records import Resolution

AGES: Final = ((1, "under a day"), (3, "1 to 3 days"), (7, "3 to 7 days"), (30, "7 to 30 days"))
"""Days below which an age falls into a band, and what the band is called."""
OLDEST: Final = "30 days and more"


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A break as reports show it; amounts in base units, times in unix seconds."""

    case: Case
    age: int
    due: int | None
    overdue: bool
    carried: str = ""
    """The day whose closing first left it open; empty: it is of the open period."""


@dataclass(frozen=True, slots=True)
class TypeLine:
    """Breaks of one type and asset that are to be done."""

    type: BreakType
    asset: str
    breaks: int
    overdue: int
    at_risk: int
    oldest: int
    """Seconds."""


@dataclass(frozen=True, slots=True)
class Report:
    """A report at a time (unix seconds), the same for the same decisions."""

    zone: str
    at: int
    number: int
    """Of the newest decision."""
    run: Mapping[str, Any]
    lines: tuple[ReportLine, ...]
    types: tuple[TypeLine, ...]
    ages: tuple[tuple[str, int], ...]
    """How many breaks are of each band of age."""
    resolved: tuple[Resolution, ...]
    waiting: tuple[Resolution, ...]
    decimals: Mapping[str, int]

    @property
    def overdue(self) -> int:
        """How many breaks should have been resolved."""
        return sum(line.overdue for line in self.lines)

    def money(self, amount: int, asset: str) -> str:
        """A decimal amount where the asset's decimals are known, else base units."""
        return format_amount(amount, self.decimals.get(asset, 0))

    def cause(self, one: Break) -> str:
        """A break's likely cause, with amounts in its asset's decimals where they are known."""
        return readable(one.cause, lambda amount: self.money(amount, one.asset))


def report_of(
    book: Casebook, policy: Policy, zone: str, now: int, *, everything: bool = False
) -> Report:
    """The report of a casebook; `everything`: with what is resolved or cleared too."""
    cases = book.active()
    if everything:
        done = [case for case in book.cases.values() if not case.active]
        cases += sorted(done, key=lambda case: (case.one.since, case.one.id))
    left = first_left_open(book.closings)
    lines = tuple(
        ReportLine(
            case,
            case.one.age(now),
            case.due(policy),
            case.overdue(policy, now),
            left.get(case.one.id, ""),
        )
        for case in cases
    )
    active = [line for line in lines if line.case.active]
    return Report(
        zone=zone,
        at=now,
        number=book.number,
        run=book.run,
        lines=lines,
        types=_types(active),
        ages=_ages(active),
        resolved=tuple(book.resolutions.values()),
        waiting=tuple(one.resolution for one in book.waiting()),
        decimals={LAMPORTS: 9, **{one.asset: one.decimals for one in policy.backs}},
    )


def _types(lines: list[ReportLine]) -> tuple[TypeLine, ...]:
    groups: dict[tuple[BreakType, str], list[ReportLine]] = defaultdict(list)
    for line in lines:
        groups[line.case.one.type, line.case.one.asset].append(line)
    types = list(BreakType)
    return tuple(
        TypeLine(
            type=name[0],
            asset=name[1],
            breaks=len(found),
            overdue=sum(line.overdue for line in found),
            at_risk=sum(line.case.one.at_risk for line in found),
            oldest=max(line.age for line in found),
        )
        for name, found in sorted(
            groups.items(), key=lambda pair: (types.index(pair[0][0]), pair[0][1])
        )
    )


def _ages(lines: list[ReportLine]) -> tuple[tuple[str, int], ...]:
    counts = dict.fromkeys([*(name for _, name in AGES), OLDEST], 0)
    for line in lines:
        band = next((name for days, name in AGES if line.age < days * DAY), OLDEST)
        counts[band] += 1
    return tuple(counts.items())


def age_text(seconds: int) -> str:
    """``3 d 4 h``, ``12 h``, ``5 min``."""
    days, rest = divmod(seconds, DAY)
    hours, rest = divmod(rest, 3600)
    if days:
        return f"{days} d {hours} h"
    return f"{hours} h" if hours else f"{rest // 60} min"

"""From what matching left over to typed breaks: each item in one, the surest cause first.

The order of the rules is that of `Causes.find`: what a shared reference says counts before what
likeness says, and what is only late before what is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from alatau.reconcile.breaks.compare_statements import Coverage
from alatau.reconcile.breaks.drafts import Drafts
from alatau.reconcile.breaks.leftovers import Leftovers, Sides, names, order, party
from alatau.reconcile.breaks.shared_references import same_reference
from alatau.reconcile.breaks.words import apart, misread
from alatau.reconcile.matching.normal import normal_party, normal_reference
from alatau.reconcile.matching.rules import Rules
from alatau.reconcile.model import BreakType, Item, Source
from alatau.reconcile.sources.facts import Expected, Terms
from alatau.reconcile.sources.from_statements import Told

BETWEEN: Final = (Source.CHAIN, Source.STATEMENT)


class Causes:
    """What is known besides the two sides: what was expected, what the bank has told of, when."""

    def __init__(
        self,
        sides: Sides,
        told: Told,
        *,
        coverage: Coverage,
        expected: Iterable[Expected],
        unlanded: Mapping[str, str],
        terms: Terms,
        rules: Rules,
        now: int,
    ) -> None:
        self._sides, self._told, self._coverage = sides, told, coverage
        self._terms, self._rules, self._now = terms, rules, now
        self._expected = _by_name(expected)
        self._unlanded = unlanded
        self._parties = _parties(self._expected.values(), sides)
        self.told: list[Expected] = []
        """What was expected, is not on the chain, and the bank has a line for."""

    def find(self, drafts: Drafts) -> None:
        """A break for everything that is left, and for what the bank took."""
        for item in self._told.fees:
            _fee(item, drafts)
        self._reversals(drafts)
        same_reference(self._sides, drafts)
        self._pending(drafts)
        self._alike(drafts)
        for item in self._sides.theirs.all():
            self._theirs(item, drafts)
        for item in self._sides.ours.all():
            self._ours(item, drafts)

    # -- what was taken back -----------------------------------------------------------

    def _reversals(self, drafts: Drafts) -> None:
        theirs, ours = self._sides.theirs, self._sides.ours
        for pair in self._sides.netted:
            self._netted(pair, drafts)
        for item in theirs.all():
            if item.reversal:
                theirs.take([item])
                self._reversed(item, drafts)
        for item in ours.all():
            if item.reversal:
                ours.take([item])
                cause = "we took something back, and the bank has nothing of it"
                drafts.add(
                    BreakType.REVERSAL, BETWEEN, [item], [], amount=-item.amount, cause=cause
                )

    def _netted(self, pair: tuple[Item, ...], drafts: Drafts) -> None:
        """The bank booked and took back; if we still have it, that is the break."""
        movement, reversal = sorted(pair, key=lambda item: item.reversal)
        ours = self._sides.ours
        mine = self._waiting(movement) or [
            one for one in ours.open_alike(reversal) if _equal(one, movement)
        ]
        if not mine:
            return
        ours.take(mine[:1])
        drafts.add(
            BreakType.REVERSAL,
            BETWEEN,
            mine[:1],
            pair,
            amount=-mine[0].amount,
            cause=f"the bank took it back {apart(movement, reversal, self._rules)}, and the "
            "chain still has it",
        )

    def _waiting(self, item: Item) -> list[Item]:
        """What is open of ours for a line: by reference, else of its party and near."""
        ours = self._sides.ours
        found = [one for one in ours.open_alike(item) if _equal(one, item)]
        return found or [
            one for one in ours.open_of_party(item) if _equal(one, item) and self._near(one, item)
        ]

    def _near(self, one: Item, other: Item) -> bool:
        days = abs(self._rules.day(one.time) - self._rules.day(other.time))
        return days <= self._rules.party_days

    def _reversed(self, item: Item, drafts: Drafts) -> None:
        """A reversal whose movement is matched with ours, or is not known at all."""
        before = [
            one
            for one in self._sides.theirs.alike(item)
            if abs(one.amount) >= abs(item.amount) and one.asset == item.asset
            if (one.amount > 0) != (item.amount > 0)
            if self._sides.is_paired(one) and not one.reversal
        ]
        mine: list[Item] = []
        cause = "the bank takes something back that it never told of"
        if before:
            # All of a movement rather than a part of a greater one.
            first = min(before, key=lambda one: (abs(one.amount), *order(one)))
            match = self._sides.match_of[first.id]
            mine = [self._sides.items[name] for name in match.ours]
            part = "a part of " if first.amount != -item.amount else ""
            cause = (
                f"the bank took back {part}what is matched with ours, and the chain still has it"
            )
        drafts.add(BreakType.REVERSAL, BETWEEN, mine, [item], amount=item.amount, cause=cause)

    # -- what is under way -------------------------------------------------------------

    def _pending(self, drafts: Drafts) -> None:
        """What the bank has announced, with ours that waits for it or alone."""
        for item in self._told.pending:
            if self._sides.theirs.equal(item):
                continue  # it has been booked, under another id
            mine = self._waiting(item)
            self._sides.ours.take(mine[:1])
            drafts.add(
                BreakType.TIMING,
                BETWEEN,
                mine[:1],
                [item],
                amount=-mine[0].amount if mine else 0,
                at_risk=abs(mine[0].amount) if mine else 0,
                cause="the bank has announced it and not booked it yet",
            )

    # -- what looks the same -----------------------------------------------------------

    def _alike(self, drafts: Drafts) -> None:
        """One party and one amount, far apart; or near, and digits changed places."""
        late = self._terms.late
        self._pairs(
            lambda one, other: one.amount == other.amount and abs(one.time - other.time) <= late,
            BreakType.TIMING,
            self._why_alike,
            drafts,
        )
        self._pairs(
            lambda one, other: bool(misread(one.amount, other.amount)) and self._near(one, other),
            BreakType.AMOUNT,
            lambda one, other: f"the party is the same, and {misread(one.amount, other.amount)}",
            drafts,
        )

    def _pairs(
        self,
        fits: Callable[[Item, Item], bool],
        kind: BreakType,
        cause: Callable[[Item, Item], str],
        drafts: Drafts,
    ) -> None:
        """Breaks of pairs of one party that fit each other and none else."""
        mine, others = _by_party(self._sides.ours), _by_party(self._sides.theirs)
        for name in sorted(mine.keys() & others.keys()):
            for one in mine[name]:
                found = [other for other in others[name] if fits(one, other)]
                if len(found) != 1:
                    continue
                (other,) = found
                if sum(fits(rival, other) for rival in mine[name]) != 1:
                    continue
                self._sides.ours.take([one])
                self._sides.theirs.take([other])
                drafts.add(
                    kind,
                    BETWEEN,
                    [one],
                    [other],
                    amount=other.amount - one.amount,
                    cause=cause(one, other),
                )

    def _why_alike(self, one: Item, other: Item) -> str:
        said = "the party and the amount are the same, and nothing else of the party is like it"
        if self._near(one, other):
            return f"{said}; the reference is that of another payment"
        return f"{said}: {apart(one, other, self._rules)}, further than the rules allow"

    # -- what one side has alone -------------------------------------------------------

    def _theirs(self, item: Item, drafts: Drafts) -> None:
        kind, cause = self._why_theirs(item)
        drafts.add(kind, BETWEEN, [], [item], amount=item.amount, cause=cause)

    def _why_theirs(self, item: Item) -> tuple[BreakType, str]:
        booked = next((self._expected[one] for one in names(item) if one in self._expected), None)
        if booked is not None and booked.key in self._unlanded:
            self.told.append(booked)
            late = self._now - item.time > self._terms.bank
            why = f"it belongs to {booked.key}: {self._unlanded[booked.key]}"
            return (BreakType.MISSING_HERE if late else BreakType.TIMING), why
        known = booked is not None or party(item) in self._parties
        if item.amount > 0 and not known:
            who = f"{item.party} is no party of ours" if item.party else "it names nobody"
            return BreakType.UNKNOWN_DEPOSIT, f"money came in, {who}, and no reference is ours"
        if self._now - item.time <= self._terms.bank:
            return BreakType.TIMING, "the bank has it, and the chain may follow: it is not due yet"
        if item.amount < 0:
            return BreakType.MISSING_HERE, "the bank paid it out, and nothing was withdrawn for it"
        return BreakType.MISSING_HERE, "the bank has it of a party of ours, and nothing was issued"

    def _ours(self, item: Item, drafts: Drafts) -> None:
        kind, cause = self._why_ours(item)
        drafts.add(kind, BETWEEN, [item], [], amount=-item.amount, cause=cause)

    def _why_ours(self, item: Item) -> tuple[BreakType, str]:
        if not self._coverage.whole(item.asset, item.time):
            return BreakType.UNPROVEN, "the statement that would have it is missing or incomplete"
        if not self._coverage.told(item.asset, item.time):
            return BreakType.TIMING, "the bank has sent no statement of that day yet"
        if item.pending:
            return BreakType.TIMING, "it is not final on the chain"
        if self._now - item.time <= self._terms.bank:
            return BreakType.TIMING, "the bank may still book it: it is not due yet"
        if item.amount > 0:
            return BreakType.MISSING_THERE, "it was issued, and the bank has no money for it"
        return BreakType.MISSING_THERE, "it was withdrawn, and the bank has paid nothing out"


def _fee(item: Item, drafts: Drafts) -> None:
    cause = "the bank took a fee, which the books do not have"
    if item.id.endswith("/charges"):
        cause = "the bank kept a part of a payment as its charge, which the books do not have"
    drafts.add(BreakType.FEE, BETWEEN, [], [item], amount=item.amount, cause=cause)


def _equal(one: Item, other: Item) -> bool:
    return one.amount == other.amount and one.asset == other.asset


def _by_name(expected: Iterable[Expected]) -> dict[str, Expected]:
    """What is expected, by every reference that the bank may give of it."""
    found: dict[str, Expected] = {}
    for booked in expected:
        for text in (booked.bank_reference, booked.key, booked.key.rpartition(":")[2]):
            if name := normal_reference(text):
                found.setdefault(name, booked)
    return found


def _parties(expected: Iterable[Expected], sides: Sides) -> frozenset[str]:
    """Whoever the provider or the chain knows."""
    known = {one.party for one in expected}
    known |= {item.party for item in sides.items.values() if item.source is Source.CHAIN}
    return frozenset(filter(None, map(normal_party, known)))


def _by_party(side: Leftovers) -> dict[tuple[str, str, bool], list[Item]]:
    found: dict[tuple[str, str, bool], list[Item]] = {}
    for item in side.all():
        if name := party(item):
            found.setdefault((name, item.asset, item.amount > 0), []).append(item)
    return found

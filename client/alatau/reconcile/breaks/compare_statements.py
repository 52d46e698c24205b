"""A bank's statements against each other: nothing missing between them, each read whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from alatau.reconcile.breaks.drafts import Drafts
from alatau.reconcile.model import DAY, BreakType, Item, Source
from alatau.reconcile.sources.facts import Opening
from alatau.reconcile.sources.from_statements import Bank, by_account
from alatau.statements import Statement, booked_sum
from alatau.statements.continuity import day_of, distinct, in_order

BETWEEN: Final = (Source.STATEMENT, Source.STATEMENT)


@dataclass(frozen=True, slots=True)
class Span:
    """Seconds of an asset, the end not included, of which statements do not tell everything."""

    asset: str
    begins: int
    ends: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of which times of an asset the bank has told: up to `until`, but for the `spans`."""

    until: dict[str, int]
    spans: tuple[Span, ...]

    def told(self, asset: str, time: int) -> bool:
        """Whether a statement of that time has come."""
        return time < self.until.get(asset, 0)

    def whole(self, asset: str, time: int) -> bool:
        """Whether what statements there are tell all of it."""
        return not any(one.asset == asset and one.begins <= time < one.ends for one in self.spans)


@dataclass(frozen=True, slots=True)
class BankSum:
    """An account's balances, of its first statement and of its last, in base units."""

    account: str
    asset: str
    opening: int
    closing: int


class StatementComparison:
    """The statements of every account, in order; `earlier` are those of a period before."""

    def __init__(
        self,
        statements: Iterable[Statement],
        openings: Iterable[Opening],
        bank: Bank,
        *,
        earlier: Iterable[Statement] = (),
    ) -> None:
        self._bank = bank
        self._openings = {(one.account, one.currency): one for one in openings}
        before = tuple(earlier)
        self._earlier = frozenset(map(_name, before))
        kept, _ = distinct(sorted([*before, *statements], key=_name))
        self._accounts = {account: in_order(found) for account, found in by_account(kept).items()}

    def find(self, drafts: Drafts) -> Coverage:
        """What contradicts itself or is missing, and what has been told of."""
        until: dict[str, int] = {}
        spans: list[Span] = []
        for account, found in self._accounts.items():
            self._carried(account, found[0], drafts)
            broken = [one for one in found if not one.complete]
            spans += [self._incomplete(account, one, drafts) for one in broken]
            for before, after in pairwise(found):
                spans += self._between(account, before, after, drafts)
            last = found[-1]
            asset = self._bank.asset_of(_currency(last))
            end = self._bank.midnight(day_of(last)) + DAY
            # Several accounts of an asset have told of what the last of them has.
            until[asset] = min(until.get(asset, end), end)
        return Coverage(until, tuple(spans))

    def sums(self) -> Iterator[BankSum]:
        """What each account held when the period began and ended, where statements say so."""
        for account, found in self._accounts.items():
            of_period = [one for one in found if _name(one) not in self._earlier]
            opening = of_period[0].opening if of_period else found[-1].closing
            closing = found[-1].closing
            if opening is not None and closing is not None:
                asset, units = self._bank.asset_of(closing.currency), self._bank.units_of
                yield BankSum(
                    account,
                    asset,
                    units(opening.amount, opening.currency),
                    units(closing.amount, closing.currency),
                )

    def _carried(self, account: str, first: Statement, drafts: Drafts) -> None:
        carried = self._openings.get((account, _currency(first)))
        opening = first.opening
        if carried is None or opening is None or carried.amount == opening.amount:
            return
        units = self._bank.units_of(opening.amount - carried.amount, carried.currency)
        drafts.add(
            BreakType.AMOUNT,
            BETWEEN,
            [],
            [self._item(account, first)],
            amount=units,
            cause=f"statement {first.id} opens with {opening.amount}, and the period before was "
            f"closed with {carried.amount} (minor units of {carried.currency})",
        )

    def _incomplete(self, account: str, one: Statement, drafts: Drafts) -> Span:
        missing = 0
        if one.opening is not None and one.closing is not None:
            missing = one.closing.amount - one.opening.amount - booked_sum(one.entries)
        amount = self._bank.units_of(missing, _currency(one))
        drafts.add(
            BreakType.UNPROVEN,
            BETWEEN,
            [],
            [self._item(account, one)],
            amount=amount,
            cause=f"statement {one.id} was not read whole: entries are missing or malformed",
        )
        first = min(_days(one), default=day_of(one))
        begins = one.opening.day if one.opening is not None else first
        return self._span(one, min(begins, first), day_of(one))

    def _between(
        self, account: str, before: Statement, after: Statement, drafts: Drafts
    ) -> Iterator[Span]:
        closing, opening = before.closing, after.opening
        if closing is None or opening is None or closing.amount == opening.amount:
            return
        units = self._bank.units_of(opening.amount - closing.amount, opening.currency)
        said = (
            f"statement {after.id} opens with {opening.amount}, and {before.id} closed with "
            f"{closing.amount} (minor units of {opening.currency})"
        )
        follows = before.sequence is not None and after.sequence == before.sequence + 1
        items = [self._item(account, before), self._item(account, after)]
        if follows:
            said += ", though they follow each other by their numbers"
            drafts.add(BreakType.AMOUNT, BETWEEN, [], items, amount=units, cause=said)
            return
        said += ": a statement between them is missing"
        drafts.add(BreakType.UNPROVEN, BETWEEN, [], items, amount=units, cause=said)
        begins = closing.day + timedelta(days=1)
        yield self._span(after, begins, min(_days(after), default=day_of(after)), open_end=True)

    def _span(
        self, statement: Statement, first: date, last: date, *, open_end: bool = False
    ) -> Span:
        end = self._bank.midnight(last) + (0 if open_end else DAY)
        asset = self._bank.asset_of(_currency(statement))
        return Span(asset, self._bank.midnight(first), end)

    def _item(self, account: str, one: Statement) -> Item:
        closing = one.closing
        currency = _currency(one)
        return Item(
            id=f"statement:{account}/{one.id}" + (f"/{one.page}" if one.page else ""),
            source=Source.STATEMENT,
            asset=self._bank.asset_of(currency),
            amount=self._bank.units_of(closing.amount, currency) if closing else 0,
            time=self._bank.midnight(day_of(one)),
            text=one.file,
        )


def _days(statement: Statement) -> Sequence[date]:
    return [one.booked for one in statement.entries if one.booked is not None]


def _currency(statement: Statement) -> str:
    balance = statement.closing or statement.opening
    return statement.account.currency or (balance.currency if balance else "")


def _name(statement: Statement) -> tuple[str, str, int, bool, str]:
    # The same statement of two files is one, whichever comes first; the one that is whole.
    one = statement
    return one.account.key, one.id, one.page or 0, not one.complete, one.fingerprint

"""Statements as items: every movement once, whatever files tell it, and the bank's fees apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Final

from alatau.errors import InputError
from alatau.reconcile.model import Item, Source
from alatau.reconcile.sources.facts import BankAsset
from alatau.statements import (
    Charge,
    Detail,
    Entry,
    Kind,
    Party,
    Statement,
    Status,
    decimals_of,
    merge_entries,
)
from alatau.statements.model import NOT_PROVIDED

_FEES: Final = frozenset({"CHRG", "COMM", "FEES"})
"""Sub-families of the bank transaction code that are charges, commissions and fees."""
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_TOLD: Final = frozenset({Kind.STATEMENT, Kind.REPORT, Kind.NOTIFICATION, Kind.TRANSFERS})


@dataclass(frozen=True, slots=True)
class Told:
    """What statements tell, in order: what was booked, what the bank took, what is under way."""

    booked: tuple[Item, ...]
    fees: tuple[Item, ...]
    pending: tuple[Item, ...]


class Bank:
    """Turns entries into items of the zone's assets.

    A currency that backs no asset is an asset of its own name.  `utc_offset` in seconds says
    when a day begins that a statement gives without a time.
    """

    def __init__(self, assets: Iterable[BankAsset], utc_offset: int) -> None:
        self._assets: dict[str, BankAsset] = {}
        for one in assets:
            if self._assets.setdefault(one.currency, one) != one:
                raise InputError(
                    f"{one.currency} backs two assets", field="banks", remedy="name one of them"
                )
        self._zone = timezone(timedelta(seconds=utc_offset))

    def told(self, statements: Iterable[Statement]) -> Told:
        """The items of statements, in any order and as often as they come.

        Raises `InputError` with file, line and field for what the asset cannot hold.
        """
        entries: dict[str, list[Entry]] = defaultdict(list)
        read = [statement for statement in statements if statement.kind in _TOLD]
        for statement in read:
            entries[account_name(statement)] += statement.entries
        booked: list[Item] = []
        fees: list[Item] = []
        pending: list[Item] = []
        for account in sorted(entries):
            for entry in merge_entries(entries[account]):
                try:
                    payments, costs = self._items(account, entry)
                except InputError as error:
                    raise _located(error, entry, read) from error
                if entry.status is Status.BOOKED:
                    booked += payments
                    fees += costs
                elif entry.status is not Status.INFORMATION:
                    pending += payments
        return Told(_sorted(booked), _sorted(fees), _sorted(pending))

    def _items(self, account: str, entry: Entry) -> tuple[list[Item], list[Item]]:
        name = f"statement:{account}:{entry.id}"
        if _sub_family(entry.code) in _FEES:
            return [], [self._item(name, entry, entry.amount, entry.details)]
        payments = list(_payments(entry))
        cost = entry.amount - sum(amount for amount, _ in payments)
        # A charge that is told beside the amount may still be why the amount is another.
        beside = 0 if cost else _sum(_charges(entry), entry.currency)
        items = [
            self._item(
                name if len(payments) == 1 else f"{name}#{number}",
                entry,
                amount,
                details,
                fee=beside if len(payments) == 1 else 0,
            )
            for number, (amount, details) in enumerate(payments, 1)
        ]
        fees = [self._item(f"{name}/charges", entry, cost, entry.details)] if cost else []
        return items, fees

    def _item(
        self,
        name: str,
        entry: Entry,
        amount: int,
        details: tuple[Detail, ...],
        *,
        fee: int = 0,
    ) -> Item:
        reversal = entry.reversal or any(one.return_reason for one in details)
        references = _references(entry, details)
        asset = self._assets.get(entry.currency)
        return Item(
            id=name,
            source=Source.STATEMENT,
            asset=asset.asset if asset else entry.currency,
            amount=self._units(amount, entry),
            time=self._seconds(entry),
            references=references,
            party=_party(details, incoming=(amount > 0) != reversal),
            text=_text(entry, details),
            fee=self._units(fee, entry),
            reversal=reversal,
            pending=entry.status is not Status.BOOKED,
        )

    def _units(self, amount: int, entry: Entry) -> int:
        """Base units of the asset; the bank's currency may have fewer decimals, or more."""
        asset = self._assets.get(entry.currency)
        if asset is None:
            return amount
        whole: int = 10 ** decimals_of(entry.currency)
        factor: int = 10**asset.decimals
        units, rest = divmod(amount * factor, whole)
        if rest:
            said = f"{asset.asset} has {asset.decimals} decimals, and the amount more"
            raise InputError(said, line=entry.line, field="Amt")
        return units

    def _seconds(self, entry: Entry) -> int:
        moment = entry.booked_at
        if moment is None:
            return self.midnight(entry.booked or entry.value or date(1970, 1, 1))
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=self._zone)
        return (moment - _EPOCH) // timedelta(seconds=1)

    def midnight(self, day: date) -> int:
        """When a day begins, in unix seconds."""
        return (datetime.combine(day, time(), self._zone) - _EPOCH) // timedelta(seconds=1)

    def asset_of(self, currency: str) -> str:
        """What is reconciled under a currency: the asset that it backs, or itself."""
        known = self._assets.get(currency)
        return known.asset if known else currency

    def units_of(self, amount: int, currency: str) -> int:
        """A balance in base units of the asset; what it cannot hold is rounded down."""
        known = self._assets.get(currency)
        if known is None:
            return amount
        factor: int = 10**known.decimals
        whole: int = 10 ** decimals_of(currency)
        return amount * factor // whole


def _located(error: InputError, entry: Entry, statements: Iterable[Statement]) -> InputError:
    """The error with the file of the entry, which entries do not know."""
    file = min((one.file for one in statements if entry in one.entries), default="")
    said = error.message.removeprefix(f"{error.line}:{error.field}: ")
    return InputError(said, file=file, line=error.line, field=error.field, remedy=error.remedy)


def account_name(statement: Statement) -> str:
    """What an account is called among items: its IBAN, else its other id."""
    return statement.account.iban or statement.account.other


def _payments(entry: Entry) -> Iterator[tuple[int, tuple[Detail, ...]]]:
    """Each payment of an entry with its amount before what the bank kept of it.

    A batch whose payments are told and add up is as many; any other entry is one.
    """
    own = [one.amount for one in entry.details if one.currency == entry.currency]
    amounts = [one for one in own if one is not None]
    if len(entry.details) > 1 and len(amounts) == len(entry.details):
        cost = entry.amount - sum(amounts)
        if cost in {0, _sum(_charges(entry), entry.currency), _included(entry)}:
            yield from ((amounts[at], (one,)) for at, one in enumerate(entry.details))
            return
    included = _included(entry)
    amount = entry.amount - included
    if len(entry.details) == 1 and amounts and amounts[0] != entry.amount:
        amount = amounts[0]
    yield amount, entry.details


def _charges(entry: Entry) -> list[Charge]:
    return [*entry.charges, *(each for one in entry.details for each in one.charges)]


def _included(entry: Entry) -> int:
    return _sum([one for one in _charges(entry) if one.included], entry.currency)


def _sum(charges: Iterable[Charge], currency: str) -> int:
    return sum(one.amount for one in charges if one.currency == currency)


def _sub_family(code: str) -> str:
    return code.rpartition("/")[2]


def _references(entry: Entry, details: tuple[Detail, ...]) -> tuple[str, ...]:
    names: list[str] = []
    for one in details:
        names += [one.end_to_end, one.uetr, one.instruction, one.transaction]
        names += [one.servicer_reference, *one.references]
    if len(entry.details) <= 1 or details == entry.details:
        # The bank's name for a batch is none for a payment of it.
        names.append(entry.servicer_reference)
    return tuple(dict.fromkeys(name for name in names if name not in NOT_PROVIDED))


def _party(details: tuple[Detail, ...], *, incoming: bool) -> str:
    if len(details) != 1:
        return ""
    (one,) = details
    other = one.debtor if incoming else one.creditor
    return _named(other)


def _named(party: Party) -> str:
    return party.iban or party.other or party.name


def _text(entry: Entry, details: tuple[Detail, ...]) -> str:
    lines: list[str] = []
    for one in details:
        lines += [*one.remittance, one.information, one.debtor.name, one.creditor.name]
    lines.append(entry.information)
    return " ".join(dict.fromkeys(line for line in lines if line))


def _sorted(items: Iterable[Item]) -> tuple[Item, ...]:
    return tuple(sorted(items, key=lambda item: item.id))


def by_account(statements: Iterable[Statement]) -> Mapping[str, list[Statement]]:
    """The statements proper of each account, by its name and in its order."""
    found: dict[str, list[Statement]] = defaultdict(list)
    for one in statements:
        if one.kind is Kind.STATEMENT:
            found[account_name(one)].append(one)
    return dict(sorted(found.items()))

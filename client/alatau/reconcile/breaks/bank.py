"""The bank's statement against the provider's books of deposits and withdrawals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

from alatau.reconcile.breaks.drafts import in_order, make_break
from alatau.reconcile.model import Break, BreakType, Source

_BETWEEN: Final = (Source.CHAIN, Source.STATEMENT)


class TransferKind(StrEnum):
    """Which way money crosses the zone's border."""

    DEPOSIT = "deposit"
    WITHDRAWAL = "withdrawal"


class BankLineType(StrEnum):
    """What the bank says a line is."""

    PAYMENT = "payment"
    FEE = "fee"


@dataclass(frozen=True, slots=True)
class BankLine:
    """One line of the statement.

    `amount` is signed, in base units of the asset that the bank's account backs: money
    in is positive.  `time` in unix seconds.
    """

    id: str
    time: int
    type: BankLineType
    asset: str
    amount: int
    reference: str
    description: str


class BookedTransfer(Protocol):
    """A deposit or withdrawal in the books; `amount` is positive."""

    @property
    def id(self) -> str:
        """The books' own id."""

    @property
    def kind(self) -> TransferKind:
        """Which way."""

    @property
    def time(self) -> int:
        """When it was booked, in unix seconds."""

    @property
    def asset(self) -> str:
        """The asset's symbol."""

    @property
    def amount(self) -> int:
        """In base units, above zero."""

    @property
    def bank_reference(self) -> str:
        """The bank's reference; may be empty."""


def reconcile_bank(
    transfers: Iterable[BookedTransfer], lines: Iterable[BankLine], backed: Iterable[str]
) -> tuple[Break, ...]:
    """Every difference between the bank's lines and the transfers of `backed` assets.

    Matched one to one by reference, asset and direction; where several share a
    reference, equal amounts pair first, then in the order given, and what is left over
    is a break of its own.  Fees match nothing.
    """
    backed = frozenset(backed)
    breaks: list[Break] = []
    lines_by_key: dict[_Key, list[BankLine]] = defaultdict(list)
    transfers_by_key: dict[_Key, list[BookedTransfer]] = defaultdict(list)
    for line in lines:
        if line.type is BankLineType.FEE:
            breaks.append(_fee(line))
        elif not line.reference:
            breaks.append(_unknown_line(line))
        else:
            lines_by_key[_Key(line.reference, line.asset, line.amount > 0)].append(line)
    for transfer in transfers:
        if transfer.asset not in backed:
            continue
        if not transfer.bank_reference:
            breaks.append(_unknown_transfer(transfer))
        else:
            deposit = transfer.kind is TransferKind.DEPOSIT
            key = _Key(transfer.bank_reference, transfer.asset, deposit)
            transfers_by_key[key].append(transfer)
    for key in lines_by_key.keys() | transfers_by_key.keys():
        breaks.extend(_pair(lines_by_key.get(key, []), transfers_by_key.get(key, [])))
    return in_order(breaks)


def reconcile_transfers(
    transfers: Iterable[BookedTransfer], refused: Mapping[str, str]
) -> tuple[Break, ...]:
    """A break for each booked transfer that the chain refused (id: reason)."""
    return in_order(
        make_break(
            BreakType.MISSING_THERE,
            (Source.JOURNAL, Source.CHAIN),
            (transfer.id,),
            asset=transfer.asset,
            amount=-_signed(transfer),
            since=transfer.time,
            cause=f"the chain refused this {transfer.kind}: {refused[transfer.id]}",
        )
        for transfer in transfers
        if transfer.id in refused
    )


@dataclass(frozen=True, slots=True)
class _Key:
    reference: str
    asset: str
    incoming: bool


def _pair(lines: list[BankLine], transfers: list[BookedTransfer]) -> Iterable[Break]:
    lines, transfers = list(lines), list(transfers)
    repeated = bool(lines) and bool(transfers)
    for line in tuple(lines):
        equal = [item for item in transfers if _signed(item) == line.amount]
        if equal:
            lines.remove(line)
            transfers.remove(equal[0])
    both = min(len(lines), len(transfers))
    for line, transfer in zip(lines[:both], transfers[:both], strict=True):
        yield make_break(
            BreakType.AMOUNT,
            _BETWEEN,
            (transfer.id, line.id),
            asset=line.asset,
            amount=line.amount - _signed(transfer),
            since=min(line.time, transfer.time),
            cause=f"the bank's line {line.id} ({line.reference}) has another amount than "
            f"{transfer.kind} {transfer.id}",
        )
    for line in lines[both:]:
        yield _unknown_line(line, repeated=repeated)
    for transfer in transfers[both:]:
        yield _unknown_transfer(transfer, repeated=repeated)


def _signed(transfer: BookedTransfer) -> int:
    return transfer.amount if transfer.kind is TransferKind.DEPOSIT else -transfer.amount


def _fee(line: BankLine) -> Break:
    cause = f"the bank charged a fee on line {_named(line)}, which the books do not have"
    return _of_line(BreakType.FEE, line, cause)


def _unknown_line(line: BankLine, *, repeated: bool = False) -> Break:
    kind = BreakType.UNKNOWN_DEPOSIT if line.amount > 0 else BreakType.MISSING_HERE
    way = "in" if line.amount > 0 else "out"
    cause = f"the bank paid {way} on line {_named(line)}, and no transfer has its reference"
    if repeated:
        kind = BreakType.DUPLICATE
        cause = f"the bank's line {_named(line)} repeats a reference more often than the books do"
    elif not line.reference:
        cause = f"the bank paid {way} on line {line.id} without a reference"
    return _of_line(kind, line, cause)


def _unknown_transfer(transfer: BookedTransfer, *, repeated: bool = False) -> Break:
    kind, name = BreakType.MISSING_THERE, f"{transfer.kind} {transfer.id}"
    cause = f"{name} ({transfer.bank_reference}) was booked, and the bank has no line for it"
    if repeated:
        kind = BreakType.DUPLICATE
        cause = (
            f"{name} ({transfer.bank_reference}) repeats a reference more often than the bank does"
        )
    elif not transfer.bank_reference:
        cause = f"{name} was booked without a bank reference"
    return make_break(
        kind,
        _BETWEEN,
        (transfer.id,),
        asset=transfer.asset,
        amount=-_signed(transfer),
        since=transfer.time,
        cause=cause,
    )


def _of_line(kind: BreakType, line: BankLine, cause: str) -> Break:
    return make_break(
        kind,
        _BETWEEN,
        (line.id,),
        asset=line.asset,
        amount=line.amount,
        since=line.time,
        cause=cause,
    )


def _named(line: BankLine) -> str:
    return f"{line.id} ({line.reference})" if line.reference else line.id

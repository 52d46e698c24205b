"""Makes an example day: ``python -m alatau.testing.make_day FOLDER --seed N``.

The same seed makes the same bytes.  Besides a thousand orders that go well it puts in
five that must be refused and four differences from the bank's statement, and says in
`expected.json` what a day's run must find.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from alatau.testing.day_oracle import Oracle
from alatau.testing.day_orders import PlannedOrder, Planner
from alatau.testing.day_people import MERCHANTS, Dice, Resident, make_residents
from alatau.testing.day_zone import DATE, DOLLAR, OFFSET, TENGE, Asset, render_zone

DEFAULT_SEED = 20261102
RESIDENTS = 60

_Sums = Mapping[tuple[str, str], int]  # base units by wallet and symbol
_Found = tuple[int, str, str, Asset, int]  # second, wallet, kind, asset, amount


@dataclass(frozen=True, slots=True)
class PlannedTransfer:
    """A deposit or withdrawal; `second` of the day, `amount` in base units."""

    id: str
    second: int
    wallet: str
    kind: str
    asset: Asset
    amount: int
    reference: str


def make_day(seed: int = DEFAULT_SEED) -> Mapping[str, str]:
    """The text of each file of the folder, by its name."""
    dice = Dice(seed)
    residents = make_residents(dice, RESIDENTS)
    orders = Planner(dice, residents).plan()
    transfers = _transfers(dice, residents, orders)
    bank, breaks = _bank(dice, transfers)
    oracle = Oracle({resident.id: resident.tier for resident in residents})
    for transfer in transfers:
        if transfer.kind == "deposit":
            oracle.deposit(transfer.wallet, transfer.asset, transfer.amount)
    for order in orders:
        oracle.order(order)
    for transfer in transfers:
        if transfer.kind == "withdrawal":
            oracle.withdraw(transfer.wallet, transfer.asset, transfer.amount)
    planned = [
        {"order": order.id, "step": order.step, "reason": order.reason}
        for order in orders
        if order.reason
    ]
    if oracle.refusals != planned:
        raise ValueError(f"seed {seed} refuses {oracle.refusals} where {planned} were planned")
    expected = json.dumps(oracle.expected(breaks), ensure_ascii=False, indent=2) + "\n"
    return {
        "zone.toml": render_zone(seed, residents),
        "orders.csv": _orders_csv(orders),
        "transfers.csv": _transfers_csv(transfers),
        "bank.csv": bank,
        "expected.json": expected,
    }


def write_day(folder: Path, seed: int = DEFAULT_SEED) -> None:
    """Writes the folder's files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in make_day(seed).items():
        (folder / name).write_bytes(text.encode())


def _transfers(
    dice: Dice, residents: Sequence[Resident], orders: Iterable[PlannedOrder]
) -> list[PlannedTransfer]:
    """Deposits that cover every order in any order, withdrawals that are surely covered."""
    needed: dict[tuple[str, str], int] = defaultdict(int)
    income: dict[tuple[str, str], int] = defaultdict(int)
    for order in orders:
        if order.reason not in ("DuplicateOrder", "InsufficientFunds"):
            needed[order.payer, order.asset.symbol] += order.amount
        if order.mode == "final" and not order.reason:
            income[order.payee, order.asset.symbol] += order.amount
    savers = {resident.id for resident in dice.sample(residents, 4)}
    found = [*_deposits(dice, residents, needed, savers), *_withdrawals(dice, savers, income)]
    found.sort(key=lambda transfer: (transfer[0], transfer[1], transfer[3].symbol))
    return [
        PlannedTransfer(
            f"T-{number:04}",
            *transfer,
            _reference(dice, number, of_bank=bool(transfer[3].bank_currency)),
        )
        for number, transfer in enumerate(found, start=1)
    ]


def _deposits(
    dice: Dice, residents: Iterable[Resident], needed: _Sums, savers: Collection[str]
) -> Iterator[_Found]:
    for resident in residents:
        for asset, step in ((TENGE, 5_000), (DOLLAR, 10)):
            amount = needed[resident.id, asset.symbol]
            if not amount:
                continue
            unit = asset.units(step)
            total = (amount + unit - 1) // unit * unit
            if asset is TENGE and resident.id in savers:
                total += 3 * unit
            yield 6 * 3600 + dice.below(3300), resident.id, "deposit", asset, total


def _withdrawals(dice: Dice, savers: Iterable[str], income: _Sums) -> Iterator[_Found]:
    for wallet in sorted(savers):
        amount = TENGE.units(5_000) * (1 + dice.below(3))
        yield 22 * 3600 + dice.below(3600), wallet, "withdrawal", TENGE, amount
    for merchant in MERCHANTS:
        for asset, step in ((TENGE, 1_000), (DOLLAR, 5)):
            # Half of what was paid finally is there whatever fee, tax and refunds take.
            unit = asset.units(step)
            amount = income[merchant.id, asset.symbol] // 2 // unit * unit
            if amount:
                yield 23 * 3600 + dice.below(1800), merchant.id, "withdrawal", asset, amount


def _reference(dice: Dice, number: int, *, of_bank: bool) -> str:
    """A bank's reference, or one of the issuer where no bank is between."""
    year = DATE[2:4]
    return f"KZ{year}{number:06}{dice.below(10_000):04}" if of_bank else f"USDZ-{year}{number:06}"


def _bank(dice: Dice, transfers: Iterable[PlannedTransfer]) -> tuple[str, list[dict[str, object]]]:
    """The statement with its four differences, and these as breaks (bank minus books)."""
    backed = [transfer for transfer in transfers if transfer.asset.bank_currency]
    deposits = [transfer for transfer in backed if transfer.kind == "deposit"]
    unknown, differing = dice.sample(deposits, 2)
    stray = f"KZ{DATE[2:4]}9{dice.below(10**9):09}"
    stray_amount = TENGE.units(dice.between(10_000, 60_000, 5_000))
    fee_reference, fee = f"FEE-{DATE.replace('-', '')}", TENGE.units(1_250)
    rows: list[tuple[int, str, str, int, str, str]] = []
    for transfer in backed:
        if transfer is unknown:
            continue
        way = "in" if transfer.kind == "deposit" else "out"
        amount = transfer.amount - (1 if transfer is differing else 0)
        text = "Пополнение счёта" if way == "in" else "Қаражатты шығару"
        second = transfer.second + 20 + dice.below(400)
        rows.append((second, "payment", way, amount, transfer.reference, text))
    rows.append((9 * 3600 + 754, "payment", "in", stray_amount, stray, "Аударым, мақсаты жоқ"))
    rows.append((23 * 3600 + 3540, "fee", "out", fee, fee_reference, "Комиссия за ведение счёта"))
    rows.sort(key=lambda row: (row[0], row[4]))
    lines = {row[4]: f"B-{number:04}" for number, row in enumerate(rows, start=1)}
    table = [
        (_time(second), lines[ref], kind, way, TENGE.text(amount), TENGE.bank_currency, ref, text)
        for second, kind, way, amount, ref, text in rows
    ]
    header = "time line type direction amount currency reference description"
    # In the order of reports: by type.
    breaks = [
        _break(
            "missing-there",
            [unknown.id],
            -unknown.amount,
            "it was issued, and the bank has no money for it",
        ),
        _break(
            "amount",
            [differing.id, lines[differing.reference]],
            -1,
            f"the reference is the same: {_money(differing.amount)} here,"
            f" {_money(differing.amount - 1)} at the bank",
        ),
        _break(
            "fee",
            [lines[fee_reference]],
            -fee,
            "the bank took a fee, which the books do not have",
        ),
        _break(
            "unknown-deposit",
            [lines[stray]],
            stray_amount,
            "money came in, it names nobody, and no reference is ours",
        ),
    ]
    return _csv(header.split(), table), breaks


def _money(amount: int) -> str:
    """Tenge, its thousands apart."""
    whole, rest = divmod(amount, 100)
    return f"{whole:,}.{rest:02}"


def _break(kind: str, items: list[str], amount: int, cause: str) -> dict[str, object]:
    return {
        "type": kind,
        "between": ["chain", "statement"],
        "items": items,
        "asset": TENGE.symbol,
        "amount": TENGE.text(amount),
        "at_risk": TENGE.text(abs(amount)),
        "cause": cause,
    }


def _orders_csv(orders: Iterable[PlannedOrder]) -> str:
    header = "time order payer payee service amount currency mode refund"
    return _csv(
        header.split(),
        (
            (
                _time(order.second),
                order.id,
                order.payer,
                order.payee,
                order.service,
                order.asset.text(order.amount),
                order.asset.symbol,
                order.mode,
                order.asset.text(order.refund) if order.refund else "",
            )
            for order in orders
        ),
    )


def _transfers_csv(transfers: Iterable[PlannedTransfer]) -> str:
    header = "time id participant kind asset amount bank_reference"
    return _csv(
        header.split(),
        (
            (
                _time(transfer.second),
                transfer.id,
                transfer.wallet,
                transfer.kind,
                transfer.asset.symbol,
                transfer.asset.text(transfer.amount),
                transfer.reference,
            )
            for transfer in transfers
        ),
    )


def _csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return file.getvalue()


def _time(second: int) -> str:
    return f"{DATE}T{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}{OFFSET}"


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m alatau.testing.make_day")
    parser.description = "Makes an example day; the same seed makes the same bytes."
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=DEFAULT_SEED)
    arguments = parser.parse_args()
    write_day(arguments.folder, arguments.seed)


if __name__ == "__main__":
    main()

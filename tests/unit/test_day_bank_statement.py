"""The example's day with the bank's camt.053 statement instead of its CSV file."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from tests.unit.day_reconciled import day_breaks
from tests.unit.statement_files import ACCOUNT, camt, entry, payment, statement

from alatau.amounts import parse_amount
from alatau.day import load_day
from alatau.day.bank_statement import load_bank_statement
from alatau.errors import InputError
from alatau.reconcile import Break, BreakType
from alatau.statements import (
    Account,
    Balance,
    Detail,
    Entry,
    Kind,
    Statement,
    Status,
    parts_of,
    write_camt,
)

FOUR = {BreakType.MISSING_THERE, BreakType.AMOUNT, BreakType.FEE, BreakType.UNKNOWN_DEPOSIT}
EXAMPLE = Path(__file__).parents[2] / "examples" / "alatau-day"


def as_statement(rows: list[dict[str, str]]) -> Statement:
    """The rows of a `bank.csv` as its bank would state them."""
    entries = []
    for row in rows:
        amount = parse_amount(row["amount"], 2) * (1 if row["direction"] == "in" else -1)
        moment = datetime.fromisoformat(row["time"])
        entries.append(
            Entry(
                id="",
                status=Status.BOOKED,
                amount=amount,
                currency=row["currency"],
                booked=moment.date(),
                booked_at=moment,
                servicer_reference=row["line"],
                code="PMNT/MDOP/CHRG" if row["type"] == "fee" else "PMNT/RCDT/ESCT",
                details=(
                    Detail(
                        amount=amount,
                        currency=row["currency"],
                        end_to_end=row["reference"],
                        remittance=(row["description"],),
                    ),
                ),
            )
        )
    total = sum(one.amount for one in entries)
    day = date(2026, 11, 2)
    return Statement(
        id="S-1",
        kind=Kind.STATEMENT,
        account=Account(ACCOUNT, currency="KZT"),
        message="M-1",
        created=datetime.fromisoformat("2026-11-02T23:59:00+05:00"),
        balances=(Balance("OPBD", 0, "KZT", day), Balance("CLBD", total, "KZT", day)),
        entries=tuple(entries),
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The example with a `bank.xml` that says what its `bank.csv` said."""
    for name in ("zone.toml", "orders.csv", "transfers.csv"):
        shutil.copy(EXAMPLE / name, tmp_path / name)
    with (EXAMPLE / "bank.csv").open(encoding="utf-8", newline="") as file:
        found = as_statement(list(csv.DictReader(file)))
    with (tmp_path / "bank.xml").open("wb") as out:
        write_camt(out, parts_of([found]))
    return tmp_path


def test_load_day_with_a_statement_is_the_same_day(folder: Path) -> None:
    from_csv, from_xml = load_day(EXAMPLE), load_day(folder)
    assert replace(from_xml, bank=()) == replace(from_csv, folder=folder, bank=())
    assert told(day_breaks(from_xml)) == told(day_breaks(from_csv))
    assert len(day_breaks(from_xml)) == 4


def told(breaks: Iterable[Break]) -> list[Break]:
    """Without their ids, which name the account."""
    return [replace(one, id="") for one in breaks]


def test_clock_of_the_chain_changes_no_break_of_a_day() -> None:
    day = load_day(EXAMPLE)
    assert told(day_breaks(day, clock=2_000_000_000)) == told(day_breaks(day))


def test_transfers_of_days_before_are_not_held_against_the_bank_of_this_one() -> None:
    day = load_day(EXAMPLE)
    earlier = tuple(replace(one, id=f"earlier-{one.id}") for one in day.transfers[:3])
    assert told(day_breaks(day, earlier=earlier)) == told(day_breaks(day))


def test_refused_transfer_is_one_break_that_says_why(folder: Path) -> None:
    day = load_day(folder)
    (booked,) = (one for one in day.transfers if one.id == "T-0001")
    found = [one for one in day_breaks(day, {"T-0001": "LimitExceeded"}) if one.type not in FOUR]
    assert [(one.type, one.amount) for one in found] == [(BreakType.MISSING_HERE, booked.amount)]
    assert found[0].cause == "it belongs to transfer:T-0001: the chain refused it: LimitExceeded"
    (at_nobody,) = (one for one in day.transfers if one.id == "T-0002")
    (alone,) = (
        one for one in day_breaks(day, {"T-0002": "TransferIdReused"}) if "T-0002" in one.items
    )
    assert (alone.type, alone.amount) == (BreakType.MISSING_THERE, -at_nobody.amount)
    assert "TransferIdReused" in alone.cause


def test_bank_that_says_nothing_leaves_every_transfer_missing(folder: Path) -> None:
    (folder / "bank.xml").unlink()
    heading = (EXAMPLE / "bank.csv").read_text(encoding="utf-8").splitlines()[0]
    (folder / "bank.csv").write_text(f"{heading}\n", encoding="utf-8")
    day = load_day(folder)
    backed = {one.id for one in day.transfers if one.asset == "KZTE"}
    found = day_breaks(day)
    assert {one.type for one in found} == {BreakType.MISSING_THERE}
    assert {id_ for one in found for id_ in one.items} == backed


def test_statement_of_another_day_is_no_agreement(folder: Path) -> None:
    """Nothing is due by it yet, and nothing agrees either."""
    path = folder / "bank.xml"
    path.write_bytes(path.read_bytes().replace(b"2026-11-02", b"2026-10-20"))
    assert day_breaks(load_day(folder)) != ()


def test_load_day_with_both_files_is_refused(folder: Path) -> None:
    shutil.copy(EXAMPLE / "bank.csv", folder / "bank.csv")
    with pytest.raises(InputError, match=r"there is a bank\.csv too"):
        load_day(folder)


def test_load_day_with_a_bad_statement_names_the_place(folder: Path) -> None:
    path = folder / "bank.xml"
    path.write_bytes(path.read_bytes().replace(b">170000.00<", b">170000.01<", 1))
    with pytest.raises(InputError, match=r"bank\.xml:.*its payments add up"):
        load_day(folder)


def lines(folder: Path, data: bytes) -> list[tuple[str, BreakType, int]]:
    """What a statement comes to where nothing was booked, by the bank's names."""
    path = folder / "statement.xml"
    path.write_bytes(data)
    day = load_day(folder)
    found = replace(day, transfers=(), bank=load_bank_statement(path, day.config))
    return sorted((one.items[0], one.type, one.amount) for one in day_breaks(found))


def test_load_statement_gives_each_payment_of_a_batch_and_what_the_bank_kept(
    folder: Path,
) -> None:
    two = payment(amount="1000.00") + payment(amount="500.50", end_to_end="INV-2")
    kept = (
        "<Chrgs><Rcrd><Amt Ccy='KZT'>100.50</Amt><CdtDbtInd>DBIT</CdtDbtInd>"
        "<ChrgInclInd>true</ChrgInclInd></Rcrd></Chrgs>"
    )
    entries = (
        entry(details=two),
        entry(amount="1400.00", charges=kept, details=payment(), reference="B-2"),
        entry(status="PDNG", reference="B-3"),
        entry(details="", reference="B-2", amount="100.00"),
    )
    found = lines(folder, camt(statement(*entries, closing="4000.50")))
    assert [one for one in found if one[0].startswith(("B-0001", "B-2"))] == [
        ("B-0001/1", BreakType.UNKNOWN_DEPOSIT, 100000),
        ("B-0001/2", BreakType.UNKNOWN_DEPOSIT, 50050),
        ("B-2", BreakType.UNKNOWN_DEPOSIT, 150050),
        ("B-2/charges", BreakType.FEE, -10050),
    ]
    # Its reference is taken: it is called by what the statement tells of it.
    assert (BreakType.UNKNOWN_DEPOSIT, 10000) in [one[1:] for one in found]


def test_load_statement_of_another_kind_or_currency_is_refused(folder: Path) -> None:
    told = camt(statement(entry(), kind="camt.054", opening=None, closing=None), kind="camt.054")
    with pytest.raises(InputError, match="is a notification"):
        lines(folder, told)
    foreign = camt(statement(entry())).replace(b"'KZT'", b"'USD'").replace(b">KZT<", b">USD<")
    with pytest.raises(InputError, match="no asset of the zone is backed in 'USD'"):
        lines(folder, foreign)

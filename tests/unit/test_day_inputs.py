"""transfers.csv, bank.csv and the folder as a whole."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from alatau.day import TransferKind, load_day
from alatau.errors import InputError
from alatau.statements import Balance
from alatau.testing.small_day import BANK, TRANSFERS, write_folder


def test_load_day_of_a_whole_folder_reads_its_files(tmp_path: Path) -> None:
    day = load_day(write_folder(tmp_path))
    assert (len(day.orders), len(day.transfers), len(day.bank)) == (3, 3, 1)
    deposit, dollars, withdrawal = day.transfers
    assert (deposit.kind, deposit.amount) == (TransferKind.DEPOSIT, 5_000_00)
    assert (dollars.amount, dollars.bank_reference) == (20_000_000, "")
    assert (withdrawal.kind, withdrawal.participant) == (TransferKind.WITHDRAWAL, "m-01")
    (statement,) = day.bank
    assert str(statement.closing) == str(Balance("CLBD", 4_887_50, "KZT", date(2026, 11, 2)))
    paid_in, paid_out, fee = statement.entries
    assert (paid_in.currency, paid_in.amount) == ("KZT", 5_000_00)
    assert paid_in.details[0].reference == "KZ1"
    assert (paid_out.amount, paid_out.details[0].remittance) == (-100_00, ("Шығару, қалдық",))
    assert (fee.code, fee.amount) == ("PMNT/MDOP/CHRG", -12_50)


def test_load_day_of_no_folder_names_it(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such folder"):
        load_day(tmp_path / "none")


@pytest.mark.parametrize("name", ["zone.toml", "orders.csv", "transfers.csv", "bank.csv"])
def test_load_day_without_a_file_names_it(tmp_path: Path, name: str) -> None:
    (write_folder(tmp_path) / name).unlink()
    with pytest.raises(InputError, match="no such file") as caught:
        load_day(tmp_path)
    assert caught.value.file.endswith(name)


def test_load_day_with_a_folder_in_place_of_a_file_says_so(tmp_path: Path) -> None:
    (write_folder(tmp_path) / "bank.csv").unlink()
    (tmp_path / "bank.csv").mkdir()
    with pytest.raises(InputError, match="cannot be read"):
        load_day(tmp_path)


@pytest.mark.parametrize(
    ("name", "text", "part", "new", "field", "message"),
    [
        ("transfers.csv", TRANSFERS, "T-2", "T-1", "id", "there twice"),
        ("transfers.csv", TRANSFERS, "r-002", "r-003", "participant", "no participant"),
        ("transfers.csv", TRANSFERS, "deposit,USDZ", "gift,USDZ", "kind", "none of deposit"),
        ("transfers.csv", TRANSFERS, "USDZ", "EURZ", "asset", "none of KZTE"),
        ("transfers.csv", TRANSFERS, "USDZ,20", "USDZ,0", "amount", "zero"),
        ("transfers.csv", TRANSFERS, "USDZ,20,", "USDZ,20,\x07", "bank_reference", "printable"),
        ("transfers.csv", TRANSFERS, "06:01:00+05:00", "06:01:00", "time", "UTC offset"),
        ("bank.csv", BANK, "B-2", "B-1", "line", "there twice"),
        ("bank.csv", BANK, "B-2,payment", "B-2,gift", "type", "none of payment"),
        ("bank.csv", BANK, "payment,out", "payment,up", "direction", "none of in"),
        ("bank.csv", BANK, "100.00,KZT", "100.00,USD", "currency", "backed in 'USD'"),
        ("bank.csv", BANK, "out,100.00", "out,-100.00", "amount", "negative"),
        ("bank.csv", BANK, "Шығару", "\x1b[2J", "description", "printable"),
    ],
)
def test_load_day_with_a_broken_row_names_file_line_and_field(
    tmp_path: Path, *, name: str, text: str, part: str, new: str, field: str, message: str
) -> None:
    assert part in text.splitlines()[2]
    broken = text.replace(part, new, 1) if text.count(part) == 1 else text
    if broken == text:
        rows = text.splitlines()
        broken = "\n".join([*rows[:2], rows[2].replace(part, new), *rows[3:]])
    (write_folder(tmp_path) / name).write_bytes(broken.encode())
    with pytest.raises(InputError) as caught:
        load_day(tmp_path)
    error = caught.value
    assert (error.file, error.line, error.field) == (name, 3, field)
    assert message in error.message

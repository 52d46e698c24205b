"""CSV by a mapping into the model."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.unit.statement_files import ACCOUNT, PAYER, read, said

from alatau.errors import InputError
from alatau.statements import Mapping, Status, load_mapping

TOML = f"""
encoding = "cp1251"
delimiter = ";"
decimal = ","
grouping = " "
date_format = "%d.%m.%Y"
skip = 1
account = "{ACCOUNT}"
currency = "KZT"
credit = ["К"]
debit = ["Д"]

[columns]
booked = "Дата"
amount = "Сумма"
direction = "Д/К"
balance = "Остаток"
bank_reference = "Номер"
description = "Назначение"
counterparty = "Плательщик"
counterparty_account = "Счёт"
end_to_end = "Ссылка"
"""
CSV = f"""Выписка за 02.11.2026;;;;;;;;
Дата;Номер;Сумма;Д/К;Остаток;Назначение;Плательщик;Счёт;Ссылка
02.11.2026;B-1;1 500,50;К;2 500,50;"Оплата; счёт 4711";Алия;{PAYER};INV-4711
02.11.2026;B-2;200,00;Д;2 300,50;Комиссия;;;
03.11.2026;B-3;1\u00a0000,00;К;3 300,50;Возврат;Болат;40702;
"""


@pytest.fixture
def mapping(tmp_path: Path) -> Mapping:
    path = tmp_path / "bank.toml"
    path.write_text(TOML, encoding="utf-8")
    return load_mapping(path)


def test_read_csv_by_a_mapping(mapping: Mapping) -> None:
    reading = read(CSV.replace("\n", "\r\n").encode("cp1251"), csv=mapping)
    assert reading.problems == ()
    (one,) = reading.accepted()
    assert (one.account.iban, one.account.currency) == (ACCOUNT, "KZT")
    assert one.opening is not None
    assert one.closing is not None
    assert (one.opening.amount, one.closing.amount) == (100000, 330050)
    assert [each.amount for each in one.entries] == [150050, -20000, 100000]
    first, _, last = one.entries
    assert (first.booked, first.servicer_reference) == (date(2026, 11, 2), "B-1")
    (detail,) = first.details
    assert (detail.end_to_end, detail.debtor.name, detail.debtor.iban) == (
        "INV-4711",
        "Алия",
        PAYER,
    )
    assert detail.remittance == ("Оплата; счёт 4711",)
    assert last.details[0].debtor.other == "40702"


def test_read_csv_with_the_newest_row_first_is_the_same_money(mapping: Mapping) -> None:
    head, *rows = CSV.rstrip("\n").split("\n")[1:]
    data = "\n".join(["x", head, *rows[::-1]]).encode("cp1251")
    (one,) = read(data, csv=mapping).accepted()
    assert one.opening is not None
    assert (one.opening.amount, len(one.entries)) == (100000, 3)


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        ("1 500,50", "1 500.50", "-:3:Сумма: '1 500.50' is no amount"),
        ("1 500,50", "1 500,505", "-:3:Сумма: '1 500,505' is no amount"),
        ("1 500,50", "", "-:3:Сумма: is empty"),
        ("1 500,50", "-1 500,50", "-:3:Сумма: has a sign, and a direction beside it"),
        ("02.11.2026;B-1", "2026-11-02;B-1", "-:3:Дата: '2026-11-02' is no day"),
        ("02.11.2026;B-1", ";B-1", "-:3:Дата: is empty"),
        (";К;2 500,50", ";?;2 500,50", "-:3:Д/К: '?' is none of К, Д"),
        (";2 300,50", ";2 300,51", "-:4:row 4/balance: is not the balance before it"),
        ("B-2;", "", "-:4: has 8 columns where the heading has 9"),
        ("Номер", "Number", "-:2:Номер: the column is missing"),
        ("Плательщик", "Номер", "-:2:Номер: the column is there twice"),
        ('"Оплата; счёт 4711"', '"Оплата', "is no CSV"),
    ],
)
def test_read_malformed_csv_names_line_and_column(
    mapping: Mapping, old: str, new: str, error: str
) -> None:
    assert old in CSV
    reading = read(CSV.replace(old, new, 1).encode("cp1251"), csv=mapping)
    assert error in said(reading)[0]


def test_read_csv_in_another_encoding_is_refused() -> None:
    columns = {"booked": "Дата", "amount": "Сумма"}
    plain = Mapping(columns, account="X", currency="KZT")
    (error,) = said(read("Дата,Сумма\n2026-11-02,1.00\n".encode("cp1251"), csv=plain))
    assert "is not utf-8-sig" in error


def test_read_csv_of_two_accounts_gives_two_statements() -> None:
    columns = {
        "booked": "day",
        "credit": "in",
        "debit": "out",
        "account": "account",
        "currency": "currency",
        "status": "state",
        "value": "value",
        "charge": "fee",
    }
    known = {"done": Status.BOOKED, "open": Status.PENDING}
    two = Mapping(columns, statuses=known)
    data = (
        "day,in,out,account,currency,state,value,fee\n"
        "2026-11-02,5.00,,A,KZT,done,2026-11-03,0.50\n"
        "2026-11-02,,7,A,JPY,open,,\n"
    )
    reading = read(data, csv=two)
    assert reading.problems == ()
    tenge, yen = reading.accepted()
    assert (tenge.entries[0].amount, tenge.entries[0].charges[0].amount) == (500, -50)
    assert (yen.entries[0].amount, yen.entries[0].status) == (-7, Status.PENDING)
    assert "is no status" in said(read(data.replace("open", "odd"), csv=two))[0]
    assert "one of credit and debit" in said(read(data.replace(",7,", ",,"), csv=two))[0]


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ('delimiter = ";"', 'delimiter = ";;"', "delimiter"),
        ('delimiter = ";"', "delimiter = 1", "delimiter"),
        ("skip = 1", "skip = -1", "skip"),
        ('grouping = " "', 'grouping = ","', "grouping"),
        ("encoding", "codierung", "codierung"),
        ('booked = "Дата"', 'geburt = "Дата"', "columns.geburt"),
        ('booked = "Дата"', "", "columns.booked"),
        ('amount = "Сумма"', "", "columns"),
        ('amount = "Сумма"', 'credit = "Сумма"', "columns"),
        ('currency = "KZT"', "", "currency"),
        ('amount = "Сумма"', 'amount = "Дата"', "columns"),
        ("[columns]", "[statuses]\nx = 'odd'\n[columns]", "statuses"),
        ("[columns]", "[columns", ""),
    ],
)
def test_load_mapping_of_bad_keys_names_file_and_field(
    tmp_path: Path, old: str, new: str, field: str
) -> None:
    path = tmp_path / "bank.toml"
    path.write_text(TOML.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_mapping(path)
    assert (caught.value.file, caught.value.field) == (str(path), field)
    assert str(caught.value).count(str(path)) == 1


def test_load_mapping_that_is_not_there() -> None:
    with pytest.raises(InputError, match="there is no such file"):
        load_mapping(Path("/nowhere/bank.toml"))

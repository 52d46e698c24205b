"""orders.csv: what is read, and what is refused where."""

from __future__ import annotations

from pathlib import Path

import pytest

from alatau.day import Mode, Order, Service, ZoneConfig, load_zone
from alatau.day.orders import load_orders
from alatau.errors import InputError
from alatau.testing.small_day import ORDERS, write_folder


@pytest.fixture
def config(tmp_path: Path) -> ZoneConfig:
    return load_zone(write_folder(tmp_path) / "zone.toml")


def read(folder: Path, config: ZoneConfig, text: str | bytes) -> tuple[Order, ...]:
    path = folder / "orders.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return load_orders(path, config)


def test_load_orders_of_each_mode_reads_every_value(tmp_path: Path, config: ZoneConfig) -> None:
    final, held, transfer = read(tmp_path, config, ORDERS)
    assert final == Order(
        2, 1793589300, "A-1", "r-001", "m-01", Service.SHOPS, 150_00, "KZTE", Mode.FINAL, 0
    )
    assert (held.mode, held.amount, held.refund) == (Mode.HELD, 12_500_000, 2_500_001)
    assert (transfer.mode, transfer.service, transfer.time) == (Mode.TRANSFER, None, 1793589420)


def test_load_orders_from_a_spreadsheet_reads_the_same(tmp_path: Path, config: ZoneConfig) -> None:
    spreadsheet = "\ufeff" + ORDERS.replace("\n", "\r\n") + "\r\n"
    assert read(tmp_path, config, spreadsheet) == read(tmp_path, config, ORDERS)


def test_load_orders_with_columns_in_another_order_reads_the_same(
    tmp_path: Path, config: ZoneConfig
) -> None:
    turned = "\n".join(",".join(reversed(row.split(","))) for row in ORDERS.splitlines())
    assert read(tmp_path, config, turned) == read(tmp_path, config, ORDERS)


def test_load_orders_with_a_repeated_id_keeps_both(tmp_path: Path, config: ZoneConfig) -> None:
    orders = read(tmp_path, config, ORDERS.replace("A-2", "A-1"))
    assert [order.id for order in orders] == ["A-1", "A-1", "A-3"]
    assert [order.line for order in orders] == [2, 3, 4]


def test_load_orders_with_a_refund_over_the_amount_leaves_it_to_the_program(
    tmp_path: Path, config: ZoneConfig
) -> None:
    assert read(tmp_path, config, ORDERS.replace("2.500001", "13"))[1].refund == 13_000_000


@pytest.mark.parametrize(
    ("row", "field", "message"),
    [
        ("2026-11-02T08:15:00,A,r-001,m-01,shops,1,KZTE,final,", "time", "no UTC offset"),
        ("2026-11-02,A,r-001,m-01,shops,1,KZTE,final,", "time", "is no time"),
        ("2026-02-30T08:15:00Z,A,r-001,m-01,shops,1,KZTE,final,", "time", "of the calendar"),
        ("2026-11-02T08:15:00+25:00,A,r-001,m-01,shops,1,KZTE,final,", "time", "of the calendar"),
        ("1969-12-31T23:59:59Z,A,r-001,m-01,shops,1,KZTE,final,", "time", "before 1970"),
        ("0001-01-01T00:00:00+14:00,A,r-001,m-01,shops,1,KZTE,final,", "time", "time"),
        ("2026-11-02T08:15:00Z,,r-001,m-01,shops,1,KZTE,final,", "order", "no id"),
        ("2026-11-02T08:15:00Z,A 1,r-001,m-01,shops,1,KZTE,final,", "order", "no id"),
        ("2026-11-02T08:15:00Z,Заказ,r-001,m-01,shops,1,KZTE,final,", "order", "no id"),
        (f"2026-11-02T08:15:00Z,{'A' * 65},r-001,m-01,shops,1,KZTE,final,", "order", "no id"),
        ("2026-11-02T08:15:00Z,A,r-009,m-01,shops,1,KZTE,final,", "payer", "no participant"),
        ("2026-11-02T08:15:00Z,A,r-001,bank,shops,1,KZTE,final,", "payee", "no participant"),
        ("2026-11-02T08:15:00Z,A,r-001,r-001,,1,KZTE,transfer,", "payee", "payer too"),
        ("2026-11-02T08:15:00Z,A,r-001,m-01,bus,1,KZTE,final,", "service", "none of transport"),
        ("2026-11-02T08:15:00Z,A,r-001,m-01,,1,KZTE,final,", "service", "none of transport"),
        ("2026-11-02T08:15:00Z,A,r-001,r-002,shops,1,KZTE,transfer,", "service", "no service"),
        ("2026-11-02T08:15:00Z,A,r-001,m-01,shops,1,KZT,final,", "currency", "none of KZTE"),
        ("2026-11-02T08:15:00Z,A,r-001,m-01,shops,1,KZTE,later,", "mode", "none of final"),
        ("2026-11-02T08:15:00Z,A,r-001,m-01,shops,1.001,KZTE,final,", "amount", "3 decimals"),
        ("2026-11-02T08:15:00Z,A,r-001,m-01,shops,-1,KZTE,final,", "amount", "negative"),
        ("2026-11-02T08:15:00Z,A,r-001,m-01,shops,1e2,KZTE,final,", "amount", "scientific"),
        ("2026-11-02T08:15:00Z,A,r-001,m-01,shops,0.00,KZTE,final,", "amount", "zero"),
        ("2026-11-02T08:15:00Z,A,r-001,m-01,shops,,KZTE,final,", "amount", "empty"),
        ("2026-11-02T08:15:00Z,A,r-001,m-01,shops,9,KZTE,final,1", "refund", "only a held order"),
        ("2026-11-02T08:15:00Z,A,r-001,r-002,,9,KZTE,transfer,1", "refund", "only a held order"),
        ("2026-11-02T08:15:00Z,A,r-001,m-01,shops,9,KZTE,held,0", "refund", "zero"),
        ("2026-11-02T08:15:00Z,A,r-001,m-01,shops,9,KZTE,held,x", "refund", "not an amount"),
        ("2026-11-02T08:15:00Z,A,r-001,m-01,shops,9,KZTE,held", "", "has 8 columns"),
        ("2026-11-02T08:15:00Z,A,r-001,m-01,shops,9,KZTE,held,,", "", "has 10 columns"),
        ('2026-11-02T08:15:00Z,A,r-001,m-01,shops,"9"9,KZTE,held,', "", "no CSV"),
        ('2026-11-02T08:15:00Z,"A', "", "no CSV"),
    ],
)
def test_load_orders_with_a_broken_row_names_line_and_field(
    tmp_path: Path, config: ZoneConfig, row: str, field: str, message: str
) -> None:
    with pytest.raises(InputError) as caught:
        read(tmp_path, config, ORDERS + row + "\n")
    error = caught.value
    assert (error.file, error.line, error.field) == ("orders.csv", 5, field)
    assert message in error.message
    assert "\n" not in str(error)


@pytest.mark.parametrize(
    ("header", "field", "message"),
    [
        ("time,order,payer,payee,service,amount,currency,mode", "refund", "is missing"),
        ("time,order,payer,payee,service,amount,currency,mode,note", "note", "no such column"),
        ("time,time,order,payer,payee,service,amount,currency,mode", "time", "there twice"),
    ],
)
def test_load_orders_with_another_header_names_the_column(
    tmp_path: Path, config: ZoneConfig, header: str, field: str, message: str
) -> None:
    with pytest.raises(InputError, match=message) as caught:
        read(tmp_path, config, header + "\n")
    assert (caught.value.line, caught.value.field) == (1, field)


def test_load_orders_of_an_empty_file_says_what_the_header_is(
    tmp_path: Path, config: ZoneConfig
) -> None:
    with pytest.raises(InputError, match="the header is time,order"):
        read(tmp_path, config, "")


@pytest.mark.parametrize(("bad", "message"), [(b"\0", "NUL"), (b"\xff", "UTF-8")])
def test_load_orders_of_bytes_that_are_no_text_names_the_line(
    tmp_path: Path, config: ZoneConfig, bad: bytes, message: str
) -> None:
    data = ORDERS.encode().replace(b"A-2", b"A-" + bad)
    with pytest.raises(InputError, match=message) as caught:
        read(tmp_path, config, data)
    assert caught.value.line == 3


def test_load_orders_after_a_quoted_line_break_counts_lines_of_the_file(
    tmp_path: Path, config: ZoneConfig
) -> None:
    rows = ORDERS.splitlines()
    broken = rows[1].replace("A-1", '"A\n1"')
    with pytest.raises(InputError) as caught:
        read(tmp_path, config, "\n".join([rows[0], "", broken]))
    assert caught.value.line == 3
    with pytest.raises(InputError) as caught:
        read(tmp_path, config, "\n".join([rows[0], "", rows[1], "", "x"]))
    assert caught.value.line == 5

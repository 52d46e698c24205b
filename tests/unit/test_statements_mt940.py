"""MT940 into the model, and the known library as a second reader."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import mt940
import pytest
from tests.unit.statement_files import ACCOUNT, MT940, PAYER, read, said

from alatau.statements import booked_sum


def test_read_statement_has_balances_entries_and_references() -> None:
    reading = read(MT940)
    assert reading.problems == ()
    (one,) = reading.accepted()
    assert (one.id, one.sequence, one.page, one.account.iban) == ("STATEMENT", 45, 1, ACCOUNT)
    assert [(each.code, each.amount, each.day) for each in one.balances] == [
        ("OPBD", 100000000, date(2026, 12, 30)),
        ("CLBD", 99980000, date(2027, 1, 2)),
        ("CLAV", 99980000, date(2027, 1, 2)),
        ("FWAV", 99980000, date(2027, 1, 3)),
        ("FWAV", 99970000, date(2027, 1, 4)),
    ]
    first, fee, back = one.entries
    assert (first.amount, fee.amount, back.amount) == (150050, -20000, -150050)
    assert (first.reversal, back.reversal) == (False, True)
    # The value is of December, the booking of January: of the year after.
    assert (first.value, first.booked) == (date(2026, 12, 31), date(2027, 1, 2))
    assert (first.servicer_reference, first.details[0].end_to_end) == ("B-0001", "INV-4711")
    assert first.details[0].remittance == ("Payment for invoice 4711", "second line")
    assert first.information == "Supplementary"
    assert (fee.proprietary, fee.details[0].end_to_end) == ("NCHG", "")
    assert (back.details[0].creditor.name, back.details[0].remittance) == ("ALIYA", ("back",))
    assert booked_sum(one.entries) == -20000


def test_read_agrees_with_the_library_where_the_file_is_sound() -> None:
    (ours,) = read(MT940).accepted()
    theirs = mt940.parse(MT940, options=mt940.Options.all())
    assert [Decimal(one.amount) / 100 for one in ours.entries] == [
        one.data["amount"].amount for one in theirs
    ]
    assert [one.value for one in ours.entries] == [one.data["date"] for one in theirs]
    assert [one.booked for one in ours.entries] == [one.data["entry_date"] for one in theirs]
    assert [one.servicer_reference for one in ours.entries] == [
        one.data["bank_reference"] for one in theirs
    ]
    assert ours.closing is not None
    closing = theirs.data["final_closing_balance"].amount.amount
    assert Decimal(ours.closing.amount) / 100 == closing


def test_library_mends_and_drops_what_is_refused_here() -> None:
    """Why it is not the reader."""
    mended = mt940.parse(MT940.replace(":61:270102", ":61:270231"))
    assert mended[1].data["date"] == date(2027, 2, 28)
    assert "is no day" in said(read(MT940.replace(":61:270102", ":61:270231", 1)))[0]
    dropped = mt940.parse(MT940.replace("999800,00\n:64", "999800,00EXTRA\n:64"))
    assert dropped.data["final_closing_balance"].amount.amount == 999800
    assert "is no balance" in said(read(MT940.replace("999800,00\n:64", "999800,00X\n:64")))[0]
    last = mt940.parse(MT940).data["forward_available_balance"]
    assert last.amount.amount == 999700  # and the one before is gone


@pytest.mark.parametrize(
    ("text", "name", "account", "end_to_end", "mandate", "remittance"),
    [
        (
            (
                "166?00CREDIT?20EREF+INV-4711?21MREF+M-1?22SVWZ+invoice 47?2311"
                f"?30KCJBKZKX?31{PAYER}?32ALIYA?33 SERIKKYZY"
            ),
            *("ALIYA SERIKKYZY", PAYER, "INV-4711", "M-1", ("invoice 4711",)),
        ),
        (
            f"/EREF/INV-4711/CNTP/{PAYER}/KCJBKZKX/ALIYA///REMI/invoice\n 4711/MARF/M-1/",
            *("ALIYA", PAYER, "INV-4711", "M-1", ("invoice 4711",)),
        ),
        ("Transfer from ALIYA, 50?20 of it", "", "", "OWN", "", None),
        ("", "", "", "OWN", "", ()),
    ],
)
def test_read_field_86_in_the_ways_of_banks(
    text: str,
    name: str,
    account: str,
    end_to_end: str,
    mandate: str,
    remittance: tuple[str, ...] | None,
) -> None:
    lines = f"\n:86:{text}" if text else ""
    data = MT940.replace("\n:86:Payment for invoice 4711\nsecond line", lines)
    if end_to_end == "OWN":
        end_to_end = "INV-4711"
    (one,) = read(data).accepted()
    detail = one.entries[0].details[0]
    assert (detail.debtor.name, detail.debtor.iban) == (name, account)
    assert (detail.end_to_end, detail.mandate) == (end_to_end, mandate)
    assert detail.remittance == (remittance if remittance is not None else (text,))


def test_read_several_messages_in_blocks_follow_each_other() -> None:
    second = (
        MT940.replace("00045/001", "00046/001")
        .replace(":60F:C261230KZT1000000,00", ":60F:C270102KZT999800,00")
        .replace("KZT999800,00\n:64:", "KZT999600,00\n:64:")
        .replace("B-000", "C-000")
    )
    data = (
        "{1:F01KCJBKZKXAXXX0000000000}{2:I940XXXXN}{4:\n"
        + MT940.removesuffix("-\n")
        + "-}\n{1:F01KCJBKZKXAXXX0000000000}{4:"
        + second.removesuffix("-\n")
        + "-}"
    )
    reading = read(data)
    assert reading.problems == ()
    assert [one.sequence for one in reading.accepted()] == [45, 46]


def test_read_pages_are_continuous_by_their_intermediate_balances() -> None:
    head, _, _ = MT940.partition(":61:270102")
    first = head.replace(":60F:", ":60F:") + ":62M:C270102KZT1001500,50\n-\n"
    second = (
        ":20:STATEMENT\n:25:KZ86125KZT5004100100\n:28C:00045/002\n:60M:C270102KZT1001500,50\n"
        ":61:2701020102D200,NCHGNONREF//B-0002\n:62F:C270102KZT1001300,50\n-\n"
    )
    reading = read(second + first)
    assert reading.problems == ()
    assert [(one.page, one.last_page) for one in reading.accepted()] == [(2, True), (1, False)]
    broken = read(first + second.replace("1001500,50", "1001500,51").replace("300,50", "300,51"))
    assert [one.field for one in broken.errors] == ["balances"]


def test_read_account_that_is_no_iban() -> None:
    (one,) = read(MT940.replace(":25:KZ86125KZT5004100100", ":25:/40702810/KZT")).accepted()
    assert (one.account.iban, one.account.other) == ("", "40702810/KZT")
    wrong = read(MT940.replace(":25:KZ86125KZT5004100100", ":25:KZ86125KZT5004100101"))
    assert [one.field for one in wrong.errors] == ["account.iban"]


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        ("-\n", "-\n:61:more\n", ":20:: is missing"),
        ("-\n", "-\nmore\n", "belongs to no statement"),
        (":25:KZ86125KZT5004100100\n", "", ":25:: is missing"),
        (":28C:00045/001", ":28C:45A", "is no statement number"),
        (":28C:00045/001", ":28C:1\n:28C:2", "is there twice: first on line 3"),
        (":60F:C261230KZT", ":60F:X261230KZT", "is no balance"),
        ("1500,50NTRF", "1500.50NTRF", "is no statement line"),
        ("1500,50NTRF", "1500NTRF", "is no amount"),
        ("1500,50NTRF", "1500,505NTRF", "3 decimals"),
        ("1500,50NTRF", "1,500,50NTRF", "is no amount"),
        ("1500,50NTRF", "1500,51NTRF", "and the closing balance is"),
        ("C1500,50NTRF", "CD1500,50NTRF", "funds code D"),
        ("0102C1500", "1302C1500", "is no day"),
        (":62F:C270102KZT", ":62F:C270102USD", "is in USD, and the account in KZT"),
        (":62F:C270102KZT999800,00\n", "", "has no closing balance"),
        ("NCHG", "nchg", "is no statement line"),
    ],
)
def test_read_malformed_field_is_named(old: str, new: str, error: str) -> None:
    assert old in MT940
    reading = read(MT940.replace(old, new, 1))
    assert any(error in one for one in said(reading)), said(reading)
    assert all(one.line for one in reading.errors)


def test_read_funds_code_of_the_currency_is_no_part_of_the_amount() -> None:
    (one,) = read(MT940.replace("C1500,50NTRF", "CT1500,50NTRF")).accepted()
    assert one.entries[0].amount == 150050


def test_read_entry_day_before_the_value_day_is_of_the_year_before() -> None:
    data = MT940.replace(":61:2612310102C", ":61:2701011231C")
    (one,) = read(data).accepted()
    assert one.entries[0].booked == date(2026, 12, 31)


def test_read_another_encoding_has_to_be_named() -> None:
    data = MT940.replace("Payment", "Оплата").encode("cp1251")
    assert "is not utf-8" in said(read(data))[0]
    (one,) = read(data, encoding="cp1251").accepted()
    assert one.entries[0].details[0].remittance[0] == "Оплата for invoice 4711"

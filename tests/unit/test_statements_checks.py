"""Statements among each other: twice, overlapping, out of order, with gaps."""

from __future__ import annotations

import io
import itertools
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.statement_files import camt, entry, payment, read, said, statement

from alatau.errors import StatementInvalid
from alatau.statements import (
    Problems,
    Severity,
    Source,
    Status,
    booked_sum,
    merge_entries,
    read_parts,
    read_statements,
)
from alatau.statements.identity import Occurrences


def of_day(day: int, *, number: int | None = None, opening: int | None = None) -> bytes:
    """The statement of one day of November, on which 10.00 come in."""
    before = 10 * day if opening is None else opening
    date = f"2026-11-{day:02}"
    return camt(
        statement(
            entry(amount="10.00", reference=f"B-{day}", day=date),
            number=day if number is None else number,
            opening=f"{before}.00",
            closing=f"{before + 10}.00",
            day=date,
        )
    )


@pytest.mark.parametrize("order", list(itertools.permutations(range(1, 4))))
def test_read_in_any_order_and_twice_is_the_same(order: tuple[int, ...]) -> None:
    files = [of_day(day) for day in (*order, *order)]
    reading = read(*files)
    assert reading.problems == ()
    found = merge_entries(each for one in reading.accepted() for each in one.entries)
    assert [one.servicer_reference for one in found] == ["B-1", "B-2", "B-3"]
    assert booked_sum(found) == 3000


def test_read_a_statement_again_in_another_file_says_nothing_new() -> None:
    again = of_day(1).replace(b"<MsgId>M-1<", b"<MsgId>M-2<").replace(b"\n", b"\r\n")
    reading = read(of_day(1), again)
    assert reading.problems == ()
    assert len(reading.statements) == 1


def test_read_a_statement_again_that_says_something_else_is_refused() -> None:
    other = of_day(1).replace(b"B-1<", b"B-9<")
    reading = read(of_day(1), other)
    assert [one.field for one in reading.errors] == ["id"]
    with pytest.raises(StatementInvalid, match="says something else"):
        reading.accepted()


def test_read_a_break_of_balances_names_both_statements() -> None:
    (error,) = said(read(of_day(1), of_day(2, opening=21)))
    assert "opens with 21.00 KZT, and 'S-1' (-:Stmt[1]) closed with 20.00 KZT" in error


def test_read_a_missing_statement_is_a_break_or_a_warning() -> None:
    missing = read(of_day(1), of_day(3))
    assert [one.field for one in missing.errors] == ["balances"]
    assert "is missing" in missing.errors[0].remedy
    empty = read(of_day(1), of_day(3, opening=20))
    assert [(one.severity, one.field) for one in empty.problems] == [(Severity.WARNING, "sequence")]


def test_read_numbers_that_begin_anew_are_no_gap() -> None:
    assert read(of_day(1, number=365), of_day(2, number=1)).problems == ()


def test_read_intermediate_balances_of_pages_fit() -> None:
    first = statement(entry(amount="10.00", reference="B-1"), opening="0.00", closing=None)
    first = first.replace("</Bal>", "</Bal>" + itbd("10.00"), 1)
    second = statement(entry(amount="5.00", reference="B-2"), opening=None, closing="15.00")
    second = second.replace("<Bal>", itbd("10.00") + "<Bal>", 1)
    pages = [
        one.replace(
            "<ElctrncSeqNb>",
            f"<StmtPgntn><PgNb>{page}</PgNb><LastPgInd>{last}</LastPgInd></StmtPgntn>"
            "<ElctrncSeqNb>",
        )
        for page, last, one in ((1, "false", first), (2, "true", second))
    ]
    reading = read(camt(*pages))
    assert reading.problems == ()
    assert [(one.page, one.last_page) for one in reading.accepted()] == [(1, False), (2, True)]
    broken = read(camt(pages[0], pages[1].replace("10.00", "11.00").replace("15.00", "16.00")))
    assert [one.field for one in broken.errors] == ["balances"]


def itbd(amount: str) -> str:
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>ITBD</Cd></CdOrPrtry></Tp><Amt Ccy='KZT'>{amount}</Amt>"
        "<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-02</Dt></Dt></Bal>"
    )


def test_read_one_reference_on_two_equal_entries_is_a_warning_and_both_stay() -> None:
    data = camt(statement(entry(), entry(), closing="4001.00"))
    reading = read(data)
    assert [one.field for one in reading.problems] == ["servicer_reference"]
    assert len({one.id for one in reading.accepted()[0].entries}) == 2


def test_read_entries_of_one_uetr_are_one_movement() -> None:
    pending = entry(status="PDNG", reference="", day="2026-11-01")
    (early,) = read(camt(statement(pending, closing="1000.00"))).accepted()
    (late,) = read(camt(statement(entry(reference="")))).accepted()
    assert merge_entries([*early.entries, *late.entries]) == list(late.entries)


def test_read_weak_references_on_two_days_are_two_movements() -> None:
    plain = payment().replace("<UETR>8a562c67-ca16-48ba-b074-65581be6f011</UETR>", "")
    first = camt(statement(entry(reference="", details=plain)))
    second = camt(
        statement(
            entry(reference="", details=plain, day="2026-12-02"),
            number=2,
            day="2026-12-02",
            opening="2500.50",
            closing="4001.00",
        )
    )
    found = [each for one in read(first, second).accepted() for each in one.entries]
    assert len(merge_entries(found)) == 2


def test_read_a_reference_used_again_on_another_day_is_another_movement() -> None:
    again = of_day(2).replace(b"B-2<", b"B-1<")
    found = [each for one in read(of_day(1), again).accepted() for each in one.entries]
    assert booked_sum(merge_entries(found)) == 2000
    pending = replace(found[0], id=found[0].id.partition("/")[0], status=Status.PENDING)
    next_month = replace(pending, booked=date(2026, 12, 1))
    assert len(merge_entries([found[0], pending])) == 1
    assert len(merge_entries([found[0], next_month])) == 2


def test_read_one_message_id_in_two_files_is_a_warning(tmp_path: Path) -> None:
    for day in (1, 2):
        (tmp_path / f"{day}.xml").write_bytes(of_day(day))
    reading = read_statements(tmp_path / "1.xml", tmp_path / "2.xml")
    assert [(one.severity, one.field) for one in reading.problems] == [
        (Severity.WARNING, "message")
    ]


@given(st.permutations(range(6)), st.lists(st.integers(0, 5), max_size=6))
def test_merge_in_any_order_with_any_repetition_is_the_same(
    order: list[int], repeated: list[int]
) -> None:
    data = camt(
        statement(
            *(entry(reference=f"B-{n}") for n in range(3)),
            *(entry(reference=f"B-{n}", status="PDNG") for n in range(3, 6)),
            closing="5501.50",
        )
    )
    (one,) = read(data).accepted()
    later = replace(one.entries[4], status=Status.BOOKED)
    entries = [*one.entries, later]
    picked = [entries[n] for n in (*order, *repeated, 6)]
    assert merge_entries(picked) == merge_entries(entries)
    assert sum(each.status is Status.BOOKED for each in merge_entries(picked)) == 4


def test_read_strictly_raises_the_first_error_with_its_place() -> None:
    data = camt(statement(entry(), entry().replace(">1500.50<", ">x<", 1)))
    source = Source(io.BytesIO(data), "bank.xml")
    with pytest.raises(StatementInvalid) as caught:
        list(read_parts(source, Problems("bank.xml")))
    error = caught.value
    assert (error.file, error.line, error.element, error.part) == (
        "bank.xml",
        5,
        "Stmt[1]/Ntry[2]",
        "Amt",
    )
    assert str(error).startswith("bank.xml:5:Stmt[1]/Ntry[2]/Amt: 'x' is not an amount")
    assert error.exit_code == 2


def test_read_many_problems_are_counted_and_some_are_kept() -> None:
    wrong = entry(details="").replace(">1500.50<", ">x<", 1)
    data = camt(statement(*[wrong] * 1_100))
    reading = read(data)
    assert len(reading.problems) == 1_000


def test_occurrences_are_counted_beyond_the_memory() -> None:
    seen = Occurrences(in_memory=10)
    keys = [bytes([number % 40]) for number in range(200)]
    assert [seen.count(key) for key in keys] == [number // 40 for number in range(200)]
    seen.close()


def test_read_statements_of_paths_names_files(tmp_path: object) -> None:
    reading = read_statements("/nowhere/a.xml", io.BytesIO(of_day(1)))
    assert [one.file for one in reading.errors] == ["/nowhere/a.xml"]
    assert len(reading.accepted(partial=True)) == 1

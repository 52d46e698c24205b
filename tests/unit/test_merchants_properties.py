"""Any history of a ledger, written for its owners: read back equal, and one follows the other."""

from __future__ import annotations

import asyncio
import io
import tempfile
from importlib import import_module
from itertools import pairwise
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.ledgers import START, account, open_at
from tests.unit.statement_files import read
from xsdata.formats.dataclass.parsers import XmlParser

from alatau.errors import StatementInvalid
from alatau.ledger import (
    Change,
    Finalize,
    Ledger,
    LedgerAccount,
    LedgerTransaction,
    Period,
    Posting,
    Reverse,
    Status,
)
from alatau.merchants import Terms, write_notifications, write_payments, write_statements
from alatau.merchants.parts import closed, statement_parts
from alatau.statements import Entry, Opened, Statement, number_entries
from alatau.statements import Status as Told

ODD = "  Ерлан & <Ко>  "
ACCOUNTS = tuple(
    map(
        account,
        [
            *("Дана/KZTE/available", f"{ODD}/KZTE/reserve", "/KZTE/vault"),
            *(f"Айдын/KZTE/{purpose}" for purpose in ("available", "held", "fee")),
        ],
    )
)
OTHERS = tuple(map(account, ["Айдын/KZTE/tax", "Айдын/KZTE/fee-credit", "/KZTE/fee-credit"]))
PARSER = XmlParser()
"""It reads the classes once."""
DOCUMENT = import_module("pyiso20022.camt.camt_053_001_08").Document
TERMS = Terms("KZT", zone="Алатау", offset=300)
SPAN = 100
FEWER = settings(max_examples=max(10, (settings.default or settings()).max_examples // 10))
words = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
names = st.dictionaries(
    st.sampled_from(["signature", "uetr", "end_to_end_id", "reference", "journal_key"]), words
)


@st.composite
def transactions(draw: st.DrawFn, number: int) -> LedgerTransaction:
    """Some accounts get something, and the last what is missing."""
    some = draw(
        st.lists(st.sampled_from([*ACCOUNTS, *OTHERS]), min_size=2, max_size=6, unique=True)
    )
    amounts = draw(
        st.lists(
            st.integers(-(10**9), 10**9).filter(bool),
            min_size=len(some) - 1,
            max_size=len(some) - 1,
        ).filter(lambda given: sum(given) != 0)
    )
    return LedgerTransaction(
        id=f"{draw(words)}{number}",
        postings=tuple(map(Posting, some, [*amounts, -sum(amounts)])),
        time=START + draw(st.integers(0, SPAN - 1)),
        slot=draw(st.integers(0, 3)),
        status=draw(st.sampled_from([Status.FINAL, Status.PROVISIONAL])),
        source=draw(words),
        description=draw(words),
        reason=draw(words),
        references=draw(names),
    )


@st.composite
def histories(draw: st.DrawFn) -> list[Change]:
    """Transactions; some are taken back, some of the provisional ones become final."""
    changes: list[Change] = []
    for number in range(draw(st.integers(1, 7))):
        one = draw(transactions(number))
        changes.append(one)
        then = draw(st.sampled_from(["", "", "final", "back", "final, back"]))
        if "final" in then:
            changes.append(Finalize(one.id))
        if "back" in then:
            final = one.status is Status.FINAL or "final" in then
            time = START + draw(st.integers(0, SPAN - 1)) if final else None
            changes.append(Reverse(f"back {number}", one.id, time=time, reason=draw(words)))
    return changes


async def told(ledger: Ledger, name: LedgerAccount, period: Period) -> list[Entry]:
    """The entries as they were meant."""
    span = await closed(ledger, period)
    parts = statement_parts(ledger, name, span, TERMS, "m")
    found = [part async for part in parts]
    assert isinstance(found[0], Opened)
    entries = [part for part in found if isinstance(part, Entry)]
    return number_entries(found[0].statement.account, entries)


async def check_one(ledger: Ledger, period: Period) -> None:
    out, again = io.BytesIO(), io.BytesIO()
    await write_statements(out, ledger, ACCOUNTS, period, TERMS)
    await write_statements(again, ledger, ACCOUNTS, period, TERMS)
    assert again.getvalue() == out.getvalue()
    reading = read(out.getvalue())
    assert [str(one.to_error()) for one in reading.problems] == []
    for name, statement in zip(ACCOUNTS, reading.statements, strict=True):
        assert list(statement.entries) == await told(ledger, name, period)
        opening, closing = statement.opening, statement.closing
        assert opening is not None
        assert closing is not None
        booked = [one.amount for one in statement.entries if one.status is Told.BOOKED]
        assert opening.amount + sum(booked) == closing.amount
        sign = 1 if name.grows_by_debit else -1
        assert closing.amount == sign * await ledger.balance(name, final=True)
    theirs = PARSER.from_bytes(out.getvalue(), DOCUMENT).bk_to_cstmr_stmt.stmt
    assert [[each.amt.value * 100 for each in one.ntry] for one in theirs] == [
        [abs(each.amount) for each in one.entries] for one in reading.statements
    ]


@FEWER
@given(history=histories())
def test_any_history_written_is_read_back_equal(history: list[Change]) -> None:
    async def work() -> None:
        with tempfile.TemporaryDirectory() as folder:
            async with await open_at(Path(folder) / "ledger.sqlite") as ledger:
                await ledger.post(history)
                await check_one(ledger, Period(START, START + SPAN))

    asyncio.run(work())


@FEWER
@given(history=histories(), cuts=st.sets(st.integers(1, SPAN - 1), max_size=2))
def test_statements_of_any_periods_follow_each_other(history: list[Change], cuts: set[int]) -> None:
    edges = [0, *sorted(cuts), SPAN]

    async def work() -> None:
        with tempfile.TemporaryDirectory() as folder:
            async with await open_at(Path(folder) / "ledger.sqlite") as ledger:
                await ledger.post(history)
                found: list[Statement] = []
                for since, until in pairwise(edges):
                    out = io.BytesIO()
                    period = Period(START + since, START + until)
                    await write_statements(out, ledger, ACCOUNTS, period, TERMS)
                    found += read(out.getvalue()).accepted()
                whole = io.BytesIO()
                period = Period(START, START + SPAN)
                await write_statements(whole, ledger, ACCOUNTS, period, TERMS)
        for number, one in enumerate(read(whole.getvalue()).accepted()):
            parts = found[number :: len(ACCOUNTS)]
            assert [a.closing.amount for a in parts[:-1] if a.closing] == [
                b.opening.amount for b in parts[1:] if b.opening
            ]
            assert [each for part in parts for each in part.entries] == list(one.entries)
            assert (parts[0].opening, parts[-1].closing) == (one.opening, one.closing)

    asyncio.run(work())


@FEWER
@given(history=histories())
def test_what_came_in_is_told_in_every_form_alike(history: list[Change]) -> None:
    async def work() -> None:
        notified, transfers = io.BytesIO(), io.BytesIO()
        period = Period(START, START + SPAN)
        with tempfile.TemporaryDirectory() as folder:
            async with await open_at(Path(folder) / "ledger.sqlite") as ledger:
                await ledger.post(history)
                await write_notifications(notified, ledger, ACCOUNTS, period, TERMS)
                found: list[int] | None = None
                try:
                    await write_payments(transfers, ledger, ACCOUNTS, period, TERMS)
                    (message,) = read(transfers.getvalue()).accepted()
                    found = [one.amount for one in message.entries]
                except StatementInvalid as error:
                    found = [] if error.reason == "a message needs a transfer" else None
        expected = [
            detail.amount
            for statement in read(notified.getvalue()).accepted()
            for one in statement.entries
            if one.status is Told.BOOKED and not one.reversal
            for detail in one.details
        ]
        assert found == expected

    asyncio.run(work())

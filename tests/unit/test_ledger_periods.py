"""Movements of a period, and what was known of it at an entry: the same on both databases."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from tests.postgres import Cluster
from tests.unit.ledgers import CAFE, DANA, START, deposit, moved, open_at

from alatau.ledger import Finalize, Ledger, Period, Reverse, Status

PROVISIONAL = Status.PROVISIONAL


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    if request.param == "sqlite":
        return tmp_path / "ledger.sqlite"
    cluster: Cluster = request.getfixturevalue("postgres")
    return asyncio.run(cluster.create())


@pytest_asyncio.fixture
async def ledger(where: Path | str) -> AsyncIterator[Ledger]:
    async with await open_at(where) as ledger:
        yield ledger
        assert (await ledger.verify()).wrong == ()


async def ids(ledger: Ledger, period: Period) -> list[str]:
    return [one.transaction.id async for one in ledger.movements(DANA, period)]


async def test_movements_of_a_period_are_whole_and_in_order_of_their_times(ledger: Ledger) -> None:
    await ledger.post(
        [deposit("d", 900, at=1), moved("b", 20, at=9), moved("a", 10, at=3), moved("x", 5, at=40)]
    )
    period = Period(START + 2, START + 20)
    assert await ids(ledger, period) == ["a", "b"]
    found = [one async for one in ledger.movements(DANA, period)]
    assert {each.account for each in found[0].transaction.postings} == {DANA, CAFE}
    assert await ledger.opening(DANA, period) == -900


async def test_what_was_known_of_a_period_stays_whatever_comes_later(ledger: Ledger) -> None:
    await ledger.post([deposit("d", 900, at=1), moved("p", 10, at=3, status=PROVISIONAL)])
    await ledger.post([moved("q", 20, at=4, status=PROVISIONAL)])
    known = (await ledger.head()).sequence
    period = Period(START + 2, START + 20, known=known)
    before = [one async for one in ledger.movements(DANA, period)]
    assert [(one.transaction.id, one.pending) for one in before] == [("p", True), ("q", True)]
    await ledger.post([Finalize("p"), Reverse("gone", "q", time=START + 4)])
    await ledger.post([moved("late", 7, at=2), deposit("early", 50, at=0)])
    assert [one async for one in ledger.movements(DANA, period)] == before
    assert await ledger.opening(DANA, period) == -900
    now = Period(START + 2, START + 20)
    assert await ids(ledger, now) == ["late", "p"]
    assert await ledger.opening(DANA, now) == -950


@pytest.mark.parametrize("known", [0, 1])
async def test_before_an_entry_nothing_of_later_ones_is_known(ledger: Ledger, known: int) -> None:
    await ledger.post([deposit("d", 900, at=1), moved("a", 10, at=3)])
    found = await ids(ledger, Period(known=known))
    assert found == ["d", "a"][:known]


async def test_before_a_time_is_the_last_entry_with_nothing_later_up_to_it(ledger: Ledger) -> None:
    await ledger.post([deposit("d", 900, at=1), moved("b", 20, at=9), moved("late", 10, at=3)])
    found = [await ledger.before(START + at) for at in (0, 1, 2, 9, 10)]
    assert found == [0, 0, 1, 1, 3]


async def test_find_many_and_those_whose_ids_begin_so(ledger: Ledger) -> None:
    await ledger.post([deposit("in:1", 900), moved("out:1", 20), moved("out%2", 10)])
    found = await ledger.find("out:1", "in:1", "none")
    assert [one.transaction.id for one in found] == ["in:1", "out:1"]
    assert [one.transaction.id for one in await ledger.transactions(begins="out:")] == ["out:1"]
    assert [one.transaction.id for one in await ledger.transactions(begins="out%")] == ["out%2"]
    assert await ledger.find() == []

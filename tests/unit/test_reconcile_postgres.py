"""The desk on PostgreSQL: the same decisions, postings and closings as on SQLite, to the byte."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.postgres import Cluster
from tests.unit.desks import (
    BOLAT,
    DAY,
    KZTE,
    NOTHING,
    POLICY,
    RULES,
    Line,
    breaks_found,
    camt,
    chain,
    next_day,
    open_desk,
    reading,
    suspense,
    who,
)

from alatau.reconcile.workflow.cases import fold
from alatau.reconcile.workflow.closing import ends_of
from alatau.reconcile.workflow.desk import Desk


async def two_days(desk: Desk) -> list[str]:
    """Matched, carried, written off by two, undone, closed: the closings of both days."""
    first, second = ends_of(DAY, 0), ends_of(next_day(DAY), 0)
    await desk.ledger.post([chain("a", 5000), chain("b", 800), chain("c", 300, final=False)])
    lines = [Line("a", 5000), Line("zzz", 20_000), Line("Комиссия", -90, code="PMNT/MDOP/CHRG")]
    await desk.accept(reading(camt(lines)), who())
    closings = [await closed(desk, DAY, first)]
    more = camt([Line("b", 800), Line("a", 5000)], opening=1_024_910, day=next_day(DAY), number=2)
    await desk.accept(reading(more), who(at=second))
    await desk.run(NOTHING, who(at=second))
    stranger = next(one for one in desk.book.active() if one.one.amount == 20_000)
    step = await desk.write_off(stranger.one.id, who(at=second))
    await desk.approve(step.decision.id, who(BOLAT, at=second))
    (match,) = (one for one in desk.book.standing() if one.action == "write-off")
    await desk.undo(match.id, who(at=second))
    closings.append(await closed(desk, next_day(DAY), second))
    return closings


async def closed(desk: Desk, day: date, at: int) -> str:
    await desk.run(NOTHING, who(at=at))
    return await desk.close(day, who(at=at))


async def test_desk_on_postgresql_closes_as_on_sqlite(postgres: Cluster, tmp_path: Path) -> None:
    closings: dict[str, list[str]] = {}
    for where in (tmp_path / "ledger.sqlite", await postgres.create()):
        desk = await open_desk(where)
        closings[str(where)] = await two_days(desk)
        assert await suspense(desk.ledger) == desk.book.unresolved()[KZTE] != 0
        assert fold(await desk.ledger.decisions()) == desk.book
        assert (await desk.ledger.verify()).wrong == ()
        again = await Desk.open(desk.ledger, POLICY, RULES)
        for day, content in zip((DAY, next_day(DAY)), closings[str(where)], strict=True):
            assert await again.reproduce(day, NOTHING) == content
        at = ends_of(next_day(DAY), 0) + 1
        assert await breaks_found(desk, NOTHING, at) == await breaks_found(
            desk, NOTHING, at, whole=True
        )
        await desk.ledger.close()
    on_sqlite, on_postgresql = closings.values()
    assert on_sqlite == on_postgresql

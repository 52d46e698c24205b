"""Statements into the books: whole, once, behind what was accepted before."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.unit.desks import (
    BOLAT,
    DAY,
    NOON,
    NOTHING,
    POLICY,
    RULES,
    Line,
    balance,
    camt,
    chain,
    compared,
    desk,
    holds,
    new_desk,
    next_day,
    reading,
    suspense,
    who,
)

from alatau.errors import (
    InputError,
    StatementInvalid,
)
from alatau.ledger import Purpose
from alatau.reconcile.model import BreakType
from alatau.reconcile.sources.facts import BankAsset
from alatau.reconcile.workflow.desk import Desk
from alatau.statements import Status

__all__ = ["desk"]  # a fixture


async def test_booked_entries_go_to_suspense_and_matches_out_of_it(desk: Desk) -> None:
    await desk.ledger.post([chain("a", 5000)])
    found = await desk.accept(reading(camt([Line("a", 5000), Line("b", -700)])), who())
    assert [len(one.changes) for one in found.files] == [2]
    assert await suspense(desk.ledger) == 4300
    assert await balance(desk.ledger, Purpose.BANK) == 4300
    run = await desk.run(NOTHING, who())
    assert [one.ours for one in run.new] == [("chain:a",)]
    assert await suspense(desk.ledger) == -700
    assert await balance(desk.ledger, Purpose.ISSUED) == -5000
    await holds(desk)
    again = await desk.run(NOTHING, who(at=NOON + 1))
    assert again.new == ()
    assert again.found.matches == run.found.matches


async def test_same_file_twice_changes_nothing(desk: Desk) -> None:
    content = camt([Line("a", 5000)])
    await desk.accept(reading(content), who())
    heads = await desk.ledger.head(), await desk.ledger.decision_head()
    again = await desk.accept(reading(content, content), who(BOLAT))
    assert (again.files, again.problems) == ((), ())
    assert (await desk.ledger.head(), await desk.ledger.decision_head()) == heads


async def test_currency_that_no_policy_speaks_of_is_refused_before_anything_is_booked(
    tmp_path: Path,
) -> None:
    content = reading(camt([Line("a", 5000)]))
    silent = replace(POLICY, backs=())
    async with new_desk(tmp_path / "ledger.sqlite", silent) as desk:
        heads = await desk.ledger.head(), await desk.ledger.decision_head()
        with pytest.raises(InputError, match="no policy says which asset KZT backs") as refused:
            await desk.accept(content, who())
        assert 'currency = "KZT"' in (refused.value.remedy or "")
        assert (await desk.ledger.head(), await desk.ledger.decision_head()) == heads
    none = replace(POLICY, backs=(BankAsset("KZT", "KZT", 2),))
    async with new_desk(tmp_path / "ledger.sqlite", none) as desk:
        (found,) = (await desk.accept(content, who())).files
        (posting, _) = found.changes[0].postings
        assert posting.account.asset == "KZT"


async def test_same_statement_in_another_file_posts_nothing(desk: Desk) -> None:
    content = camt([Line("a", 5000)])
    await desk.accept(reading(content), who())
    other = content.replace(b"\n</Stmt>", b"\n\n</Stmt>").replace(b"<Stmt>", b"<Stmt >")
    assert other != content
    found = await desk.accept(reading(other), who())
    assert [(one.statements, one.changes) for one in found.files] == [(0, ())]
    assert await suspense(desk.ledger) == 5000


async def test_statement_that_does_not_follow_the_accepted_one_is_refused_whole(
    desk: Desk,
) -> None:
    await desk.accept(reading(camt([Line("a", 5000)], opening=1000)), who())
    later = reading(camt([Line("b", 10)], opening=6001, day=next_day(DAY), number=2))
    with pytest.raises(StatementInvalid, match=r"bank-1.xml.*opens with 60.01.*closed with 60.00"):
        await desk.accept(later, who())
    assert await suspense(desk.ledger) == 5000
    found = await desk.accept(later, who(), partial=True)
    assert [one.message for one in found.problems if "opens" in one.message]
    assert await suspense(desk.ledger) == 5010


async def test_malformed_file_posts_nothing_unless_partial(desk: Desk) -> None:
    whole = camt([Line("a", 5000), Line("b", 300)])
    broken = whole.replace(b'Ccy="KZT">3.00', b'Ccy="KZT">3.0x', 1)
    assert broken != whole
    with pytest.raises(StatementInvalid) as caught:
        await desk.accept(reading(camt([Line("c", 9)], number=7), broken), who())
    assert (caught.value.file, caught.value.part) == ("bank-2.xml", "Amt")
    assert caught.value.line > 0
    assert await desk.ledger.decisions() == []
    await desk.accept(reading(broken), who(), partial=True)
    assert await suspense(desk.ledger) == 5000
    (content,) = desk.book.statements.values()
    assert content["partial"] is True
    await desk.run(NOTHING, who())
    assert BreakType.UNPROVEN in {case.one.type for case in desk.book.active()}
    await holds(desk)


async def test_interrupted_acceptance_goes_on_where_it_was(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("alatau.reconcile.workflow.desk.TOGETHER", 2)
    files = reading(camt([Line(f"r{n}", 10 + n) for n in range(5)]))
    decide = desk.ledger.decide

    async def killed(*given: object, **more: object) -> None:
        raise KeyboardInterrupt

    post, calls = desk.ledger.post, []

    async def second_fails(*given: object, **more: object) -> object:
        calls.append(given)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return await post(*given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(desk.ledger, "post", second_fails)
    with pytest.raises(KeyboardInterrupt):
        await desk.accept(files, who())
    assert await suspense(desk.ledger) == 21
    assert desk.book.statements == {}
    monkeypatch.setattr(desk.ledger, "post", post)
    monkeypatch.setattr(desk.ledger, "decide", decide)
    await desk.accept(files, who())
    assert await suspense(desk.ledger) == 60
    (content,) = desk.book.statements.values()
    assert content["statements"][0]["more"] == []


async def test_entries_that_are_not_booked_post_nothing_and_are_kept(desk: Desk) -> None:
    await compared(desk, Line("a", 500), Line("p", 900, status=Status.PENDING))
    assert await suspense(desk.ledger) == 500
    (content,) = desk.book.statements.values()
    assert [one["amount"] for one in content["statements"][0]["more"]] == [900]
    await holds(desk)


async def test_currency_that_backs_another_asset_than_before_is_refused(desk: Desk) -> None:
    await desk.accept(reading(camt([Line("a", 5000)])), who())
    other = replace(POLICY, backs=(BankAsset("KZT", "KZTX", 2),))
    changed = await Desk.open(desk.ledger, other, RULES)
    with pytest.raises(InputError, match=r"KZT backs another asset .*: KZTE with 2 decimals"):
        await changed.run(NOTHING, who())

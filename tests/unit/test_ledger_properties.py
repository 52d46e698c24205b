"""The ledger against a plain model: whatever order, repetition and split into commits."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Coroutine
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from tests.unit.ledgers import CAFE, DANA, FEE, START, VAULT, moved, open_at, summed

from alatau.amounts import U64_MAX
from alatau.errors import EntryConflict, EntryInvalid, InputError, Unbalanced
from alatau.ledger import (
    Finalize,
    LedgerAccount,
    LedgerTransaction,
    Point,
    Posting,
    Purpose,
    Reverse,
    Status,
)

T = TypeVar("T")
ACCOUNTS = (DANA, CAFE, FEE, VAULT)
PROVISIONAL = Status.PROVISIONAL
AMOUNTS = st.one_of(st.integers(1, 1000), st.integers(1, U64_MAX))
FACTS = st.lists(
    st.tuples(AMOUNTS, st.permutations(ACCOUNTS), st.integers(0, 9), st.booleans()),
    min_size=1,
    max_size=8,
)


@settings(max_examples=25)
@given(facts=FACTS, data=st.data())
def test_any_order_repetition_and_split_gives_the_same_balances(
    facts: list[tuple[int, list[LedgerAccount], int, bool]], data: st.DataObject
) -> None:
    final = [
        moved(f"t{n}", amount, debit=names[0], credit=names[1], at=at)
        for n, (amount, names, at, _) in enumerate(facts)
    ]
    both = [replace(one, status=PROVISIONAL) for one, fact in zip(final, facts, strict=True)
            if fact[3]]  # fmt: skip
    arriving = data.draw(st.permutations([*final, *both, *final[:2]]))
    cuts = data.draw(st.sets(st.integers(1, len(arriving))))
    edges = sorted({0, len(arriving), *cuts})

    async def post() -> None:
        with tempfile.TemporaryDirectory() as folder:
            async with await open_at(Path(folder) / "ledger.sqlite") as ledger:
                for start, end in pairwise(edges):
                    await ledger.post(arriving[start:end])
                assert await ledger.balances() == summed(final)
                assert await ledger.balances(final=True) == summed(final)
                for at in range(0, 10, 3):
                    then = summed(one for one in final if one.time <= START + at)
                    assert await ledger.balances(Point(time=START + at)) == then
                lines = [line.id async for line in ledger.extract(DANA)]
                mine = [one for one in final if DANA in {p.account for p in one.postings}]
                assert lines == [one.id for one in sorted(mine, key=lambda x: (x.time, x.id))]
                assert (await ledger.verify()).wrong == ()

    asyncio.run(post())


@dataclass
class Fact:
    """One transaction in the model, and since which entry it is final or reversed."""

    transaction: LedgerTransaction
    posted: int
    final: int | None = None
    gone: int | None = None

    def counts(self, known: int, *, final: bool) -> bool:
        if self.posted > known or (self.gone is not None and self.gone <= known):
            return False
        return not final or (self.final is not None and self.final <= known)


@dataclass
class Model:
    """The ledger in Python: a list of facts, and how many entries there are."""

    facts: list[Fact] = field(default_factory=list)
    entries: int = 0

    def living(self, *, pending: bool | None = None) -> list[Fact]:
        return [fact for fact in self.facts if fact.gone is None
                and (pending is None or pending == (fact.final is None))]  # fmt: skip

    def balances(self, known: int, at: int, *, final: bool) -> dict[LedgerAccount, int]:
        return summed(
            fact.transaction for fact in self.facts
            if fact.counts(known, final=final) and fact.transaction.time <= START + at
        )  # fmt: skip


class LedgerMachine(RuleBasedStateMachine):
    """Facts arrive, repeat, become final and vanish; some come again in another slot."""

    def __init__(self) -> None:
        super().__init__()
        self.model = Model()
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "ledger.sqlite"
        self.ledger = self.run(open_at(self.path))
        self.names = 0

    def run(self, what: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(what)

    def teardown(self) -> None:
        verified = self.run(self.ledger.verify())
        self.run(self.ledger.close())
        self.loop.close()
        self.folder.cleanup()
        assert verified.wrong == ()
        assert verified.entries == self.model.entries

    def posted(self, one: LedgerTransaction) -> None:
        self.model.entries += 1
        final = self.model.entries if one.status is Status.FINAL else None
        self.model.facts.append(Fact(one, self.model.entries, final))

    @rule(amount=AMOUNTS, names=st.permutations(ACCOUNTS), at=st.integers(0, 9),
          status=st.sampled_from([Status.FINAL, PROVISIONAL]))  # fmt: skip
    def post(self, amount: int, names: list[LedgerAccount], at: int, status: Status) -> None:
        self.names += 1
        one = moved(f"t{self.names}", amount, debit=names[0], credit=names[1], at=at, status=status)
        self.run(self.ledger.post([one]))
        self.posted(one)

    @precondition(lambda self: self.model.living())
    @rule(data=st.data(), status=st.sampled_from([Status.FINAL, PROVISIONAL]))
    def post_again(self, data: st.DataObject, status: Status) -> None:
        fact = data.draw(st.sampled_from(self.model.living()))
        done = self.run(self.ledger.post([replace(fact.transaction, status=status)]))
        assert done.posted == 0
        if status is Status.FINAL and fact.final is None:
            self.model.entries += 1
            fact.final = self.model.entries

    @precondition(lambda self: self.model.living())
    @rule(data=st.data())
    def post_other_content(self, data: st.DataObject) -> None:
        fact = data.draw(st.sampled_from(self.model.living()))
        with pytest.raises(EntryConflict):
            self.run(self.ledger.post([replace(fact.transaction, reason="another")]))

    @precondition(lambda self: self.model.living(pending=True))
    @rule(data=st.data())
    def finalize(self, data: st.DataObject) -> None:
        chosen = data.draw(st.lists(st.sampled_from(self.model.living(pending=True)),
                                    min_size=1, max_size=3, unique_by=id))  # fmt: skip
        self.run(self.ledger.post([Finalize(fact.transaction.id) for fact in chosen]))
        for fact in chosen:
            self.model.entries += 1
            fact.final = self.model.entries

    @precondition(lambda self: self.model.living(pending=True))
    @rule(data=st.data(), later=st.integers(0, 3), again=st.booleans())
    def roll_back(self, data: st.DataObject, later: int, again: bool) -> None:
        fact = data.draw(st.sampled_from(self.model.living(pending=True)))
        one = fact.transaction
        reversal = Reverse(f"rollback:{one.id}:{fact.posted}", one.id)
        moved_on = replace(one, slot=one.slot + later, time=one.time + later)
        self.run(self.ledger.post([reversal, *([moved_on] if again else [])]))
        self.model.entries += 1
        fact.gone = self.model.entries
        if again:
            self.posted(moved_on)
        assert self.run(self.ledger.post([reversal])).known == 1

    @rule()
    def open_again(self) -> None:
        self.run(self.ledger.close())
        self.ledger = self.run(open_at(self.path))

    @rule(known=st.integers(0, 60), at=st.integers(0, 12), final=st.booleans())
    def ask(self, known: int, at: int, final: bool) -> None:
        known = min(known, self.model.entries)
        point = Point(sequence=known, time=START + at)
        found = self.run(self.ledger.balances(point, final=final))
        assert found == self.model.balances(known, at, final=final)

    @invariant()
    def balances_are_those_of_the_model(self) -> None:
        for final in (False, True):
            found = self.run(self.ledger.balances(final=final))
            assert found == self.model.balances(self.model.entries, 99, final=final)


LedgerMachine.TestCase.settings = settings(max_examples=12, stateful_step_count=20)
TestLedgerMachine = LedgerMachine.TestCase


# -- values ----------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["dana/KZTE/available", "/KZTE/vault", "Ару/SOL/network-fees"])
def test_account_reads_what_it_writes(text: str) -> None:
    assert str(LedgerAccount.parse(text)) == text


@pytest.mark.parametrize("text", ["", "a/b", "a/b/c", "a//fee", "a/b/fee/x", "a\n/b/fee"])
def test_account_of_bad_text_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        LedgerAccount.parse(text)


LINES = (Posting(DANA, 5), Posting(CAFE, -5))


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"postings": ()}, "0 postings"),
        ({"postings": (Posting(DANA, 0), Posting(CAFE, 0))}, "posts 0"),
        ({"postings": (Posting(DANA, U64_MAX + 1), Posting(CAFE, -U64_MAX - 1))}, "posts 18446"),
        ({"postings": (*LINES, *LINES)}, "twice"),
        ({"id": ""}, "no id"),
        ({"id": "x" * 513}, "too long"),
        ({"description": "a\0b"}, "zero byte"),
        ({"metadata": {"a": "\ud800"}}, "text that is none"),
        ({"time": -1}, "no time"),
        ({"slot": 2**63}, "no slot"),
        ({"status": Status.REVERSAL}, "reversal of nothing"),
        ({"reverses": "x"}, "reversal of nothing"),
    ],
)
def test_transaction_that_cannot_be_is_refused(values: dict[str, Any], words: str) -> None:
    with pytest.raises(EntryInvalid, match=words):
        LedgerTransaction(**{"id": "t", "postings": LINES, "time": 1, **values})


def test_transaction_that_does_not_balance_names_the_asset() -> None:
    sol = LedgerAccount("", "SOL", Purpose.RENT)
    with pytest.raises(Unbalanced, match=r"its postings of SOL add up to 3") as caught:
        LedgerTransaction("t", (*LINES, Posting(sol, 3)), 1)
    assert (caught.value.asset, caught.value.difference) == ("SOL", 3)

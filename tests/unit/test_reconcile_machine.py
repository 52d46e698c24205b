"""Any sequence of decisions: suspense is what is unresolved, sums change by write-offs alone."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Coroutine
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from tests.unit.desks import (
    AIGERIM,
    BOLAT,
    DAY,
    HOUR,
    KZTE,
    NOON,
    NOTHING,
    POLICY,
    RULES,
    Line,
    balance,
    breaks_found,
    camt,
    chain,
    ends_with,
    next_day,
    open_desk,
    reading,
    suspense,
    who,
)

from alatau.errors import (
    AlreadyDecided,
    AlreadyResolved,
    DayClosed,
    OwnApproval,
    ProposalStale,
)
from alatau.ledger import Purpose, Reverse
from alatau.reconcile.workflow.casebook import CaseState
from alatau.reconcile.workflow.cases import fold
from alatau.reconcile.workflow.closing import ends_of
from alatau.reconcile.workflow.desk import Desk
from alatau.reconcile.workflow.records import Action, Kind
from alatau.reconcile.workflow.resolution_making import Step, Who

T = TypeVar("T")
AMOUNTS = st.sampled_from([100, 250, 9_000, 12_000])
ACTORS = st.sampled_from([AIGERIM, BOLAT])


class DeskMachine(RuleBasedStateMachine):
    """Money moves on the chain and at the bank; two people resolve, approve, undo and close."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.TemporaryDirectory()
        self.desk: Desk = self.run(open_desk(Path(self.folder.name) / "ledger.sqlite"))
        self.ledger = self.desk.ledger
        self.at = NOON
        self.day, self.files, self.opening, self.names = DAY, 0, 1_000_000, 0
        self.booked = 0
        self.chained: list[tuple[str, int]] = []
        self.lines: list[Line] = []
        self.closed = DAY

    def run(self, what: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(what)

    def teardown(self) -> None:
        verified = self.run(self.ledger.verify())
        self.run(self.ledger.close())
        self.loop.close()
        self.folder.cleanup()
        assert verified.wrong == ()

    def who(self, actor: str) -> Who:
        self.at += 60
        return who(actor, "сверено", self.at)

    def name(self) -> str:
        self.names += 1
        return f"ref{self.names}"

    # -- what happens ------------------------------------------------------------------

    @rule(amount=AMOUNTS, differs=st.sampled_from([0, 0, 0, 7]), bank=st.booleans(),
          chains=st.booleans())  # fmt: skip
    def money_moves(self, amount: int, differs: int, bank: bool, chains: bool) -> None:
        name = self.name()
        if chains:
            self.run(self.ledger.post([chain(name, amount, at=self.at)]))
            self.chained.append((name, amount))
        if bank:
            self.accept(Line(name, amount - differs))

    @rule(amount=AMOUNTS)
    def bank_takes_a_fee(self, amount: int) -> None:
        self.accept(Line(self.name(), -amount, code="PMNT/MDOP/CHRG"))

    @precondition(lambda self: self.lines)
    @rule(data=st.data(), takes_back=st.booleans())
    def bank_repeats_or_takes_back(self, data: st.DataObject, takes_back: bool) -> None:
        line = data.draw(st.sampled_from(self.lines))
        amount = -line.amount if takes_back else line.amount
        booking = f"again-{self.files}"
        self.accept(replace(line, amount=amount, reversal=takes_back, booking=booking))

    def accept(self, line: Line) -> None:
        self.lines.append(line)
        self.files += 1
        content = camt([line], opening=self.opening, day=self.day, number=self.files)
        self.opening += line.amount
        self.booked += line.amount
        self.run(self.desk.accept(reading(content), self.who(AIGERIM)))
        heads = self.run(self.ledger.head()), self.desk.book.number
        assert self.run(self.desk.accept(reading(content), self.who(BOLAT))).files == ()
        assert heads == (self.run(self.ledger.head()), self.desk.book.number)
        self.compare()

    @rule()
    def compare(self) -> None:
        """What closings leave is enough: a run of the whole ledger finds the same."""
        by = self.who(BOLAT)
        bounded = self.run(breaks_found(self.desk, NOTHING, by.at))
        assert bounded == self.run(breaks_found(self.desk, NOTHING, by.at, whole=True))
        self.run(self.desk.run(NOTHING, by))

    @precondition(lambda self: self.chained)
    @rule(data=st.data())
    def chain_takes_back(self, data: st.DataObject) -> None:
        name, _ = gone = data.draw(st.sampled_from(self.chained))
        self.chained.remove(gone)
        self.run(self.ledger.post([Reverse(f"gone:{name}", f"chain:{name}", time=self.at)]))
        self.compare()

    # -- what people decide ------------------------------------------------------------

    @precondition(lambda self: self.desk.book.cases)
    @rule(data=st.data(), actor=ACTORS)
    def write_off(self, data: st.DataObject, actor: str) -> None:
        id_ = data.draw(st.sampled_from(sorted(self.desk.book.cases)))
        case = self.desk.book.cases[id_]
        # Two breaks may name one item: a line that is left, and the one that repeats it.
        if not case.active or case.state is CaseState.PROPOSED or not self.free(*case.items):
            with pytest.raises(AlreadyResolved):
                self.run(self.desk.write_off(id_, self.who(actor)))
            return
        outside = self.run(balance(self.ledger, Purpose.OUTSIDE))
        step = self.run(self.desk.write_off(id_, self.who(actor)))
        self.only_by(step, outside)

    def free(self, *items: str) -> bool:
        """Whether nothing has these items, or is to have them."""
        book = self.desk.book
        return not any(id_ in book.taken or book.open_proposal(id_) for id_ in items)

    @precondition(lambda self: len(self.desk.book.active()) > 1)
    @rule(data=st.data(), actor=ACTORS)
    def match(self, data: st.DataObject, actor: str) -> None:
        book = self.desk.book
        free = [
            book.items[id_] for case in book.active() if case.state is not CaseState.PROPOSED
            for id_ in case.items if case.one.type != "fee" and self.free(id_)
        ]  # fmt: skip
        pairs = [
            (one.id, two.id) for one in free for two in free
            if one.amount == two.amount and one.source < two.source
        ]  # fmt: skip
        if not pairs:
            return
        outside = self.run(balance(self.ledger, Purpose.OUTSIDE))
        step = self.run(self.desk.match(data.draw(st.sampled_from(pairs)), self.who(actor)))
        self.only_by(step, outside, none=True)

    @precondition(lambda self: self.desk.book.waiting())
    @rule(data=st.data(), actor=ACTORS, yes=st.booleans())
    def decide(self, data: st.DataObject, actor: str, yes: bool) -> None:
        one = data.draw(st.sampled_from(self.desk.book.waiting())).resolution
        if not yes:
            self.run(self.desk.reject(one.id, self.who(actor)))
        elif actor == one.actor:
            with pytest.raises(OwnApproval):
                self.run(self.desk.approve(one.id, self.who(actor)))
            return
        else:
            outside = self.run(balance(self.ledger, Purpose.OUTSIDE))
            try:
                step = self.run(self.desk.approve(one.id, self.who(actor)))
            except ProposalStale:
                self.run(self.desk.reject(one.id, self.who(actor)))
            else:
                self.only_by(step, outside)
        with pytest.raises(AlreadyDecided):
            self.run(self.desk.approve(one.id, self.who(actor)))

    @rule(data=st.data(), actor=ACTORS)
    def undo(self, data: st.DataObject, actor: str) -> None:
        stored = self.run(self.ledger.transactions())
        matches = [one.transaction.id for one in stored
                   if "stage" in one.transaction.metadata and not one.reversed_by]  # fmt: skip
        standing = [one.id for one in self.desk.book.standing()]
        waiting = {one.resolution.undoes for one in self.desk.book.waiting()}
        targets = sorted({*matches, *standing} - waiting)
        if targets:
            self.run(self.desk.undo(data.draw(st.sampled_from(targets)), self.who(actor)))

    @rule(actor=ACTORS)
    def close(self, actor: str) -> None:
        self.at = max(self.at, ends_of(self.day, 0)) + HOUR
        try:
            self.run(self.desk.close(self.day, self.who(actor)))
        except DayClosed:  # something is not compared yet
            self.compare()
            self.run(self.desk.close(self.day, self.who(actor)))
        content = self.run(self.desk.close(self.day, self.who(actor)))
        assert self.run(self.desk.reproduce(self.day, NOTHING)) == content
        self.day = next_day(self.day)

    @rule()
    def open_again(self) -> None:
        self.desk = self.run(Desk.open(self.ledger, POLICY, RULES))

    # -- what always holds -------------------------------------------------------------

    def only_by(self, step: Step, outside: int, *, none: bool = False) -> None:
        """The outside changes by what a write-off says, and by nothing else."""
        change = self.run(balance(self.ledger, Purpose.OUTSIDE)) - outside
        resolution = step.resolution
        assert resolution is not None
        said = -sum(one.difference for one in resolution.shares)
        if step.proposed:
            said = 0
        elif resolution.action is Action.UNDO:
            said = -said
        assert change == said
        assert not none or change == 0

    @invariant()
    def suspense_is_what_is_unresolved(self) -> None:
        book = self.desk.book
        if book.run:
            assert self.run(suspense(self.ledger)) == book.unresolved().get(KZTE, 0)

    @invariant()
    def the_books_are_what_happened(self) -> None:
        assert self.run(balance(self.ledger, Purpose.BANK)) == self.booked
        book = self.desk.book
        standing = [share for one in book.standing() for share in one.shares]
        # What write-offs say is what the outside has; nothing else moves it.
        outside = self.run(balance(self.ledger, Purpose.OUTSIDE))
        assert outside == -sum(one.difference for one in standing)

    @invariant()
    def decisions_replay_to_the_same(self) -> None:
        assert fold(self.run(self.ledger.decisions())) == self.desk.book

    @invariant()
    def nothing_is_resolved_twice(self) -> None:
        book = self.desk.book
        items = [id_ for one in book.standing() for id_ in one.items]
        assert len(items) == len(set(items))
        resolved = [id_ for one in book.standing() for id_ in one.breaks
                    if book.cases[id_].resolution == one.id]  # fmt: skip
        assert len(resolved) == len(set(resolved))

    @invariant()
    def what_is_posted_has_a_decision(self) -> None:
        decisions = {one.decision.id: one.decision for one in self.run(self.ledger.decisions())}
        for stored in self.run(self.ledger.transactions()):
            named = stored.transaction.metadata.get("resolution")
            if named is not None:
                kind = decisions[named].kind
                assert kind in {Kind.RESOLVE, Kind.PROPOSE}
                two = ends_with(stored.transaction.actor, (AIGERIM, BOLAT))
                assert two == (kind == Kind.PROPOSE)


DeskMachine.TestCase.settings = settings(max_examples=12, stateful_step_count=12)
TestDeskMachine = DeskMachine.TestCase

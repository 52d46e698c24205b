"""The desk at which people reconcile: one ledger, its decisions, a policy and rules.

desk = await Desk.open(ledger, policy, rules)
await desk.accept(reading, Who("Айгерім", "statement of 2 November", now))
await desk.run(given, Who("Айгерім", "daily run", now))
await desk.write_off("b1f0…", Who("Айгерім", "the bank's fee", now))
await desk.approve("proposal:7", Who("Болат", "checked", now))
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final, Self

from alatau.errors import ClosingDiffers, DayClosed, DecisionsMoved, InputError
from alatau.ledger import Decision, Head, Ledger, StoredDecision, canonical_json
from alatau.reconcile.matching.rules import Rules
from alatau.reconcile.sources.facts import Inputs
from alatau.reconcile.sources.from_statements import account_name
from alatau.reconcile.workflow import resolutions
from alatau.reconcile.workflow.accepting import Acceptance, accept
from alatau.reconcile.workflow.bookings import (
    MATCH,
    PostedMatch,
    booking_id,
    match_id,
    read_match,
)
from alatau.reconcile.workflow.casebook import Casebook
from alatau.reconcile.workflow.cases import fold
from alatau.reconcile.workflow.closing import (
    check_day,
    check_suspense,
    closing_content,
    compare,
    ends_of,
    find_closing,
)
from alatau.reconcile.workflow.given import given_digest
from alatau.reconcile.workflow.policy import Policy, policy_digest
from alatau.reconcile.workflow.posted import read_booked, read_takes
from alatau.reconcile.workflow.records import Kind
from alatau.reconcile.workflow.resolution_making import Step, Who
from alatau.reconcile.workflow.runs import Run, compute, digest_of_rules, read_for, steps
from alatau.statements import Reading

TOGETHER: Final = 5_000
"""Changes in a commit where a file has more entries."""


class Desk:
    """Reconciliation of one ledger.  Open it with `Desk.open`.

    What is decided is kept right behind what was known here: where someone else has decided
    meanwhile, `DecisionsMoved` is raised and nothing is kept.  Every method raises what the
    ledger raises.
    """

    def __init__(self, ledger: Ledger, policy: Policy, rules: Rules, book: Casebook) -> None:
        self.ledger, self.policy, self.rules, self.book = ledger, policy, rules, book

    @classmethod
    async def open(cls, ledger: Ledger, policy: Policy, rules: Rules) -> Self:
        """The desk of a ledger, all decisions read."""
        return cls(ledger, policy, rules, fold(await ledger.decisions()))

    async def reload(self) -> None:
        """Take in what others have decided since."""
        fold(await self.ledger.decisions(after=self.book.number), self.book)

    # -- statements and runs ---------------------------------------------------------------

    async def accept(self, reading: Reading, who: Who, *, partial: bool = False,
                     progress: Callable[[int, int], None] = lambda _done, _of: None,
                     ) -> Acceptance:  # fmt: skip
        """Accept a `Reading`'s files: what is booked is posted, the same file again does nothing.

        A large file takes several commits, of which the last has its decision: one that was
        interrupted goes on where it was.  Raises the first error as `StatementInvalid` unless
        `partial`.
        """
        booked = await read_booked(
            self.ledger,
            (
                booking_id(account_name(one), entry)
                for one in reading.statements
                for entry in one.entries
            ),
        )
        # What an interrupted acceptance has booked is of no accepted file: it is posted again.
        accepted = frozenset(id_ for id_, file in booked.items() if file in self.book.statements)
        found = accept(
            reading, self.book, accepted, self.policy, who,
            utc_offset=self.rules.utc_offset, partial=partial,
        )  # fmt: skip
        total = sum(len(one.changes) for one in found.files)
        done = 0
        for one in found.files:
            changes = one.changes
            while len(changes) > TOGETHER:
                await self.ledger.post(changes[:TOGETHER])
                changes = changes[TOGETHER:]
                done += TOGETHER
                progress(done, total)
            await self.ledger.decide([one.decision], changes, expected=self.book.number)
            done += len(changes)
            progress(done, total)
            await self.reload()
        return found

    async def run(self, given: Inputs, who: Who) -> Run:
        """Compare everything, post the matches that are certain, keep the breaks."""
        self.policy.check_actor(who.actor)
        head = await self.ledger.head()
        posted = await read_for(
            self.ledger, self.book, head.sequence, given, rules=self.rules, policy=self.policy
        )
        run = compute(
            self.book, posted, given, head, rules=self.rules, policy=self.policy, now=who.at
        )
        expected = self.book.number
        takes = await read_takes(self.ledger, map(match_id, run.new))
        decisions, changes = steps(self.book, run, who, takes)
        try:
            await self.ledger.decide(decisions, changes, expected=expected)
        except BaseException:
            self.book = fold(await self.ledger.decisions())  # it went along, and is not true
            raise
        return run

    # -- people's decisions ----------------------------------------------------------------

    async def match(self, item_ids: Sequence[str], who: Who) -> Step:
        """Items are the same money; see `resolutions.match_by_hand`."""
        return await self._keep(resolutions.match_by_hand(self.book, self.policy, item_ids, who))

    async def write_off(self, break_id: str, who: Who) -> Step:
        """Bear the difference of a break; see `resolutions.write_off`."""
        return await self._keep(resolutions.write_off(self.book, self.policy, break_id, who))

    async def undo(self, target: str, who: Who) -> Step:
        """Take back a resolution or an automatic match; see `resolutions.undo`."""
        posted = await self.find_match(target)
        return await self._keep(resolutions.undo(self.book, self.policy, target, who, posted))

    async def approve(self, proposal_id: str, who: Who) -> Step:
        """Approve another's proposal; see `resolutions.approve`."""
        return await self._keep(resolutions.approve(self.book, self.policy, proposal_id, who))

    async def reject(self, proposal_id: str, who: Who) -> Step:
        """Reject a proposal; see `resolutions.reject`."""
        return await self._keep(resolutions.reject(self.book, self.policy, proposal_id, who))

    async def assign(self, break_ids: Sequence[str], to: str, who: Who) -> Step:
        """Someone is to look into breaks; see `resolutions.assign`."""
        return await self._keep(resolutions.assign(self.book, self.policy, break_ids, to, who))

    async def find_match(self, id_: str) -> PostedMatch | None:
        """An automatic match that stands in the ledger; None: there is none of that id."""
        if not id_.startswith(f"{MATCH}:"):
            return None
        found = await self.ledger.find(id_)
        standing = [one for one in found if not one.reversed_by]
        return read_match(standing[0]) if standing else None

    async def _keep(self, step: Step) -> Step:
        await self.ledger.decide([step.decision], step.changes, expected=step.expected)
        await self.reload()
        return step

    # -- closing ---------------------------------------------------------------------------

    async def close(self, day: date, who: Who) -> str:
        """Lock a day by the newest run; its closing, in canonical JSON.

        A day that is closed gives the closing that there is.  Raises `DayClosed` where it was
        closed by another policy or rules, where the day before is open, nothing was compared
        since the day's end, or suspense is not what breaks explain; `InputError` before its end.
        """
        self.policy.check_actor(who.actor)
        if (known := find_closing(self.book, day)) is not None:
            self._check_same(known)
            return canonical_json(known)
        check_day(self.book, day, self.rules.utc_offset, who.at)
        self._check_run(day)
        head, decisions = await self.ledger.head(), await self.ledger.decision_head()
        if decisions.sequence != self.book.number:
            raise DecisionsMoved(self.book.number, decisions.sequence)
        content = await closing_content(
            self.ledger, self.book, self.policy, day=day, utc_offset=self.rules.utc_offset,
            head=head, decisions=decisions,
        )  # fmt: skip
        check_suspense(json.loads(content))
        decision = Decision(
            f"{Kind.CLOSE}:{day}", Kind.CLOSE, who.at, (day.isoformat(),), who.actor, who.reason,
            content,
        )  # fmt: skip
        await self.ledger.decide([decision], expected=decisions.sequence)
        await self.reload()
        return content

    async def reproduce(self, day: date, given: Inputs) -> str:
        """Make the closing of a day again from its inputs, its run included; its bytes.

        `given` is what its run was given beside the ledger.  Raises `ClosingDiffers` where
        anything is not as it was, and `InputError` for a day that is not closed.
        """
        stored = await self.ledger.decision(f"{Kind.CLOSE}:{day}")
        if stored is None:
            raise InputError(f"{day} is not closed", field="DAY")
        kept = stored.decision.values()
        name = day.isoformat()
        self._check_inputs(name, kept, given)
        head, decisions = (Head.parse(kept["inputs"][each]) for each in ("ledger", "decisions"))
        verified = await self.ledger.verify(head, decisions=decisions)
        if not verified.sound:
            raise ClosingDiffers(name, verified.wrong[0])
        history = await self.ledger.decisions()
        await self._run_again(name, history, kept, given)
        made = await closing_content(
            self.ledger, _upto(history, decisions.sequence), self.policy, day=day,
            utc_offset=self.rules.utc_offset, head=head, decisions=decisions,
        )  # fmt: skip
        compare(name, stored.decision.content, made)
        return made

    async def _run_again(
        self, day: str, history: Sequence[StoredDecision], kept: Any, given: Inputs
    ) -> None:
        (run,) = (one for one in history if one.decision.id == kept["inputs"]["run"])
        content = run.decision.values()
        head = Head.parse(content["ledger"])
        book, rules, policy = _upto(history, content["decisions"]), self.rules, self.policy
        posted = await read_for(self.ledger, book, head.sequence, given, rules=rules, policy=policy)
        made = compute(book, posted, given, head, rules=rules, policy=policy, now=content["now"])
        compare(day, run.decision.content, made.content)

    def _check_inputs(self, day: str, kept: Any, given: Inputs) -> None:
        for name, found in (
            ("rules", digest_of_rules(self.rules)),
            ("policy", policy_digest(self.policy)),
            ("given", given_digest(given)),
        ):
            if kept["inputs"][name] != found:
                raise ClosingDiffers(day, f"other {name} than those it was made of")

    def _check_same(self, known: Any) -> None:
        same = (digest_of_rules(self.rules), policy_digest(self.policy))
        if (known["inputs"]["rules"], known["inputs"]["policy"]) != same:
            raise DayClosed(
                f"{known['day']} is closed by other rules, or another policy",
                remedy="a closing is not changed; what is new is of the open day",
            )

    def _check_run(self, day: date) -> None:
        if not self.book.run:
            raise DayClosed(f"{day} was never compared", remedy="alatau reconcile run")
        run = self.book.run
        if run["now"] < ends_of(day, self.rules.utc_offset):
            raise DayClosed(
                f"{day} was not compared since its end", remedy="alatau reconcile run, then close"
            )
        if (run["rules"], run["policy"]) != (
            digest_of_rules(self.rules),
            policy_digest(self.policy),
        ):
            raise DayClosed(
                "the newest run was by other rules, or another policy",
                remedy="run it again by these: alatau reconcile run",
            )


def _upto(history: Sequence[StoredDecision], number: int) -> Casebook:
    return fold(one for one in history if one.sequence <= number)

"""Breaks with their state, proposals, resolutions: all that decisions come to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from alatau.reconcile.model import Break, BreakType, Item, Match, Source, Stage
from alatau.reconcile.workflow.carried import NOTHING, Carried
from alatau.reconcile.workflow.policy import Policy
from alatau.reconcile.workflow.records import Action, Kind, Resolution

BANK: Final = (Source.CHAIN, Source.STATEMENT)
"""Between whom money of the bank's is at stake."""


class CaseState(StrEnum):
    """How far a break is."""

    OPEN = "open"
    ASSIGNED = "assigned"
    """Someone looks into it."""
    PROPOSED = "proposed"
    """A resolution waits for a second actor."""
    RESOLVED = "resolved"
    CLEARED = "cleared"
    """A later run does not find it any more: nobody had to do anything."""
    REOPENED = "reopened"
    """Its resolution was undone, or it came back after it was cleared."""


ACTIVE = frozenset({CaseState.OPEN, CaseState.ASSIGNED, CaseState.PROPOSED, CaseState.REOPENED})
"""Still to be done."""


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to a case: the decision's number and id, its kind, who, why, when."""

    number: int
    id: str
    kind: Kind
    actor: str
    reason: str
    at: int


@dataclass(frozen=True, slots=True)
class Case:
    """A break with its state.  `found` is since when somebody could have acted (unix seconds)."""

    one: Break
    state: CaseState
    found: int
    items: tuple[str, ...] = ()
    """Of the break's items those that no match has."""
    assigned: str = ""
    proposal: str = ""
    """The one that is open."""
    resolution: str = ""
    history: tuple[Event, ...] = ()

    @property
    def active(self) -> bool:
        """Whether it is still to be done."""
        return self.state in ACTIVE

    def due(self, policy: Policy) -> int | None:
        """When it is to be resolved, in unix seconds; None: never."""
        return policy.due(self.one, self.found)

    def overdue(self, policy: Policy, now: int) -> bool:
        """Whether it should have been resolved by now."""
        due = self.due(policy)
        return self.active and due is not None and due < now


class ProposalState(StrEnum):
    """What became of a proposal."""

    OPEN = "open"
    APPROVED = "approved"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A resolution that needs a second actor."""

    resolution: Resolution
    state: ProposalState
    items: tuple[Item, ...] = ()
    """Of the automatic match that it would undo."""
    decided_by: str = ""


@dataclass(slots=True)
class Casebook:
    """All that the decisions up to `number` say.

    `items` are those of breaks that no match had in the newest run, by id; `taken` the
    resolution that has an item; `apart` the items of automatic matches that were undone: they
    are matched by hand only.  `run` is the newest run's content.
    """

    number: int = 0
    cases: dict[str, Case] = field(default_factory=dict)
    items: dict[str, Item] = field(default_factory=dict)
    proposals: dict[str, Proposal] = field(default_factory=dict)
    resolutions: dict[str, Resolution] = field(default_factory=dict)
    decided_at: dict[str, int] = field(default_factory=dict)
    """By which decision's number each resolution took effect."""
    taken: dict[str, str] = field(default_factory=dict)
    taken_items: dict[str, Item] = field(default_factory=dict)
    """Those items as they were when they were taken: runs leave them out."""
    apart: dict[str, Item] = field(default_factory=dict)
    undone: dict[str, str] = field(default_factory=dict)
    """What took back which match or resolution, by the id of what it took back."""
    run: Mapping[str, Any] = field(default_factory=dict)
    run_id: str = ""
    statements: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    """Contents of accepted files by the SHA-256 of the file, in the order of acceptance."""
    compared: int = 0
    """How many of them the newest run compared."""
    closings: list[Mapping[str, Any]] = field(default_factory=list)
    carried: Carried = NOTHING
    """What the newest closing leaves to the runs after it."""

    @property
    def closed_until(self) -> int:
        """The second at which the newest closed day ends; 0: none is closed."""
        return int(self.closings[-1]["ends"]) if self.closings else 0

    def active(self) -> list[Case]:
        """Cases still to be done, the most at risk first, then the oldest."""
        found = [case for case in self.cases.values() if case.active]
        return sorted(found, key=lambda case: (-case.one.at_risk, case.one.since, case.one.id))

    def waiting(self) -> list[Proposal]:
        """Proposals that are open, in the order in which they were made."""
        return [one for one in self.proposals.values() if one.state is ProposalState.OPEN]

    def open_proposal(self, item: str) -> str:
        """The open proposal that has an item; empty: none."""
        for one in self.waiting():
            if item in one.resolution.items and one.resolution.action is not Action.UNDO:
                return one.resolution.id
        return ""

    def kept(self, standing: Iterable[Resolution]) -> tuple[Match, ...]:
        """What people decided and nobody undid, as matches that a run keeps.

        What is to be matched by hand only is kept alone, so that no run matches it.
        """
        found = [
            Match(
                Stage.MANUAL, share.asset, share.ours, share.theirs, share.difference,
                f"{one.action} by {one.actors}: {one.reason}",
            )
            for one in standing
            for share in one.shares
            if share.ours or share.theirs
        ]  # fmt: skip
        for item in self.held():
            ours, theirs = ((), (item.id,)) if is_theirs(item) else ((item.id,), ())
            amount = item.amount if theirs else -item.amount
            found.append(Match(Stage.MANUAL, item.asset, ours, theirs, amount, "set apart by hand"))
        return tuple(found)

    def standing(self) -> list[Resolution]:
        """Matches and write-offs that nobody undid, in the order in which they were made."""
        return [
            one for one in self.resolutions.values()
            if one.action is not Action.UNDO and not one.undone
        ]  # fmt: skip

    def held(self) -> list[Item]:
        """Items that are matched by hand only, and are not yet."""
        return [item for id_, item in self.apart.items() if id_ not in self.taken]

    def open_items(self) -> dict[str, Item]:
        """What a run takes up beside what is new: all that the closing left, or is open since."""
        found = {item.id: item for item in (*self.carried.items, *self.held())}
        for case in self.cases.values():
            if case.active and case.one.between == BANK:
                found |= {id_: self.items[id_] for id_ in case.one.items if id_ in self.items}
        return found

    def fees(self) -> frozenset[str]:
        """The items that the bank took as fees: they are matched with nothing."""
        taken = (case.one.items for case in self.cases.values() if case.one.type is BreakType.FEE)
        return frozenset(items[0] for items in taken if len(items) == 1)

    def unresolved(self) -> dict[str, int]:
        """The bank's booked money that no match or resolution has, by asset, in base units.

        In the books it is what suspense holds.
        """
        ids = {
            id_ for case in self.cases.values() if case.one.between == BANK for id_ in case.items
        }
        sums: dict[str, int] = {}
        for id_ in sorted(ids - self.taken.keys()):
            item = self.items.get(id_)
            if item is not None and is_theirs(item) and not item.pending:
                sums[item.asset] = sums.get(item.asset, 0) + item.amount
        return {asset: amount for asset, amount in sums.items() if amount}


def is_theirs(item: Item) -> bool:
    """Whether the bank told it."""
    return item.source is Source.STATEMENT

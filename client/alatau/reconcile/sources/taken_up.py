"""Items of a period before, taken up beside those of this one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace

from alatau.reconcile.model import Item, Match, Source
from alatau.reconcile.sources.facts import Inputs, JournalFact
from alatau.reconcile.sources.from_statements import Told


def with_journal(
    given: Inputs, facts: Iterable[JournalFact], settled: Callable[[JournalFact], bool]
) -> Inputs:
    """The inputs with those intents that are not `settled`, and without their bookings."""
    booked = {one.key for one in given.expected}
    gone: set[str] = set()
    left: list[JournalFact] = []
    for fact in facts:
        if not settled(fact):
            left.append(fact)
        elif fact.key in booked:
            gone.add(fact.key)
    expected = tuple(one for one in given.expected if one.key not in gone)
    return replace(given, journal=tuple(left), expected=expected)


class TakenUp:
    """What the inputs carry, and which of it is settled: in a match that was `kept`, or alone.

    What is told anew counts as it is told now; what was known of a transaction by other names
    (the bank's reference, from books that are not given any more) is kept.
    """

    def __init__(self, inputs: Inputs, kept: Iterable[Match]) -> None:
        self._open = {item.id for item in inputs.carried}
        self._known = {item.id: item for item in (*inputs.settled, *inputs.carried)}
        self._fees, self._before = inputs.fees, inputs.before
        self._kept = {name for match in kept for name in (*match.ours, *match.theirs)}

    def ours(self, items: Iterable[Item], known: Collection[str]) -> list[Item]:
        """The chain's; `known` are the journal's keys that the provider's books have."""
        found = {item.id: self._named(item, known) for item in items}
        for item in self._known.values():
            if item.source is Source.CHAIN:
                found.setdefault(item.id, item)
        return self._left(found.values())

    def told(self, told: Told) -> Told:
        """The bank's."""
        now = {item.id for some in (told.booked, told.fees, told.pending) for item in some}
        more = [
            item
            for item in self._known.values()
            if item.source is Source.STATEMENT and item.id not in now
        ]
        fees = [item for item in more if item.id in self._fees]
        pending = [item for item in more if item.pending]
        booked = [item for item in more if not item.pending and item.id not in self._fees]
        return Told(
            self._sorted([*told.booked, *booked]),
            self._sorted([*told.fees, *fees]),
            self._sorted([*told.pending, *pending]),
        )

    def is_settled(self, item_id: str) -> bool:
        """Whether an item was settled before, whatever matches have it."""
        return item_id not in self._open and (
            item_id in self._known or not self._before.isdisjoint((item_id, whole(item_id)))
        )

    def _named(self, item: Item, known: Collection[str]) -> Item:
        before = self._known.get(item.id)
        if before is None:
            return item
        names = dict.fromkeys((*item.references, *before.references))
        party = item.party if item.text in known else before.party
        return replace(item, references=tuple(names), party=party, text=item.text or before.text)

    def _left(self, items: Iterable[Item]) -> list[Item]:
        return [one for one in items if one.id in self._kept or not self.is_settled(one.id)]

    def _sorted(self, items: Iterable[Item]) -> tuple[Item, ...]:
        return tuple(sorted(self._left(items), key=lambda item: item.id))


def whole(item_id: str) -> str:
    """The id of what an item is a part of: a payment of its batch, a charge of its payment."""
    name = item_id.removesuffix("/charges")
    whole, _, number = name.rpartition("#")
    return whole if whole and number.isdigit() else name

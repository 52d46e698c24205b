"""What a closing leaves open: where the next period begins, and what it takes up.

Once a day is closed, what its run compared is not compared again.  A run reads what came after
it, and takes up what was open: items of breaks with their true times, intents and transactions
that breaks name.  What was settled shortly before is only looked at: a line that repeats it is a
duplicate, and one that takes it back a reversal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from alatau.reconcile.matching.rules import Rules
from alatau.reconcile.model import DAY, Item
from alatau.reconcile.sources.facts import JournalFact, Terms
from alatau.sender import State

_JOURNAL: Final = "journal:"
_CHAIN: Final = "chain:"


@dataclass(frozen=True, slots=True)
class Carried:
    """What the newest closing leaves.

    `day` is the one that it closed, `ends` its end (unix seconds).  Its run had the number `run`
    among decisions; it compared the ledger up to the entry `head`, `files` of statements, and the
    journal's intents up to `slot`.  `items` were open; `keys` and `signatures` are of
    intents and transactions that breaks name, `beside` the ids of posted matches that have an
    item of a break.
    """

    day: str = ""
    ends: int = 0
    run: int = 0
    head: int = 0
    files: int = 0
    slot: int = 0
    items: tuple[Item, ...] = ()
    keys: frozenset[str] = frozenset()
    signatures: frozenset[str] = frozenset()
    beside: tuple[str, ...] = ()

    def is_settled(self, fact: JournalFact) -> bool:
        """Whether an intent was compared before, agreed with the chain, and cannot change."""
        return (
            fact.state in {State.FINALIZED, State.FAILED}
            and 0 < fact.slot <= self.slot
            and fact.key not in self.keys
            and self.signatures.isdisjoint(fact.signatures)
        )


NOTHING: Final = Carried()
"""Before the first closing everything is compared."""


def lookback(rules: Rules, terms: Terms) -> int:
    """How long what is settled may still be repeated or taken back, in seconds."""
    days = (
        rules.reference_days,
        rules.party_days,
        rules.group_days,
        rules.tolerance_days,
        rules.reversal_days,
    )
    return max(DAY * max(days), terms.late)


def named_in(ids: Iterable[str]) -> tuple[frozenset[str], frozenset[str]]:
    """The journal's keys and the chain's signatures among the ids of items."""
    ids = tuple(ids)
    keys = (one.removeprefix(_JOURNAL) for one in ids if one.startswith(_JOURNAL))
    return frozenset(keys), frozenset(map(signature_of, filter(is_chains, ids)))


def is_chains(item_id: str) -> bool:
    """Whether an item is a transaction, or a part of one."""
    return item_id.startswith(_CHAIN)


def signature_of(item_id: str) -> str:
    """The signature of a transaction's item."""
    return item_id.removeprefix(_CHAIN).partition("#")[0]


def first_left_open(closings: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The day whose closing first left a break open, by the break's id."""
    found: dict[str, str] = {}
    for closing in closings:
        for one in closing["breaks"]:
            found.setdefault(one["id"], closing["day"])
    return found

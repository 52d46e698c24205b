"""One account's part in an event: what `changes` makes of each."""

from __future__ import annotations

from dataclasses import dataclass, field

from solders.pubkey import Pubkey

from alatau.program import Event


@dataclass(frozen=True, slots=True)
class Change:
    """One account's part in an event.

    `revision` is the account's after it, `after` are balances that the event names, and
    `flow` is by how much the account's liability must have changed, in base units.
    """

    address: Pubkey
    revision: int
    event: Event
    after: dict[str, int] = field(default_factory=dict)
    flow: int = 0

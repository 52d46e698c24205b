"""Values that several parts share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

EventT_co = TypeVar("EventT_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Receipt(Generic[EventT_co]):
    """What a landed transaction did.

    `signature` is base58, `time` unix seconds, `fee` lamports of the network,
    `event` the one event of the instruction.
    """

    signature: str
    slot: int
    time: int
    fee: int
    compute_units: int
    event: EventT_co

    @property
    def events(self) -> tuple[EventT_co, ...]:
        """The events of the instruction: each instruction of the program emits one."""
        return (self.event,)

"""An instrument's register of holders at any slot, of what `unit_history` has read."""

from __future__ import annotations

from dataclasses import dataclass

from solders.pubkey import Pubkey

from alatau.errors import InputError
from alatau.program import Event, UnitsRecalled, UnitsReturned, UnitsWithdrawn


@dataclass(frozen=True, slots=True)
class UnitsMoved:
    """What an event left a holding with: `units` after it, `change` by how many there are more."""

    slot: int
    time: int
    signature: str
    event: Event
    wallet: Pubkey
    holding: Pubkey
    revision: int
    units: int
    change: int


@dataclass(frozen=True, slots=True)
class Told:
    """An event of an instrument: where it stands on the chain, and whose holding it is about.

    `wallet` is None where it is about none, or about two.
    """

    slot: int
    time: int
    signature: str
    event: Event
    wallet: Pubkey | None


@dataclass(frozen=True, slots=True)
class Holder:
    """A wallet with units; `since` is the slot of the last change of its holding.

    Of the units, `outside` were in its own token account.
    """

    wallet: Pubkey
    holding: Pubkey
    units: int
    since: int
    outside: int


@dataclass(frozen=True, slots=True)
class Register:
    """Who held an instrument after a slot, the most first; `issued` is the mint's supply then.

    `shares` shares were `per_units` units.  What offerings had sold, and was in no holding yet, was
    `unallotted`.
    """

    slot: int
    issued: int
    shares: int
    per_units: int
    unallotted: int
    holders: tuple[Holder, ...]

    @property
    def held(self) -> int:
        """The sum of their units."""
        return sum(one.units for one in self.holders)

    @property
    def proven(self) -> bool:
        """The holdings, and what is sold and not allotted yet, sum up to the supply."""
        return self.held + self.unallotted == self.issued


@dataclass(frozen=True, slots=True)
class UnitHistory:
    """All that happened to an instrument's units, in its order, complete up to the slot `tip`.

    Which was there at `tip_time` (unix seconds).  `events` are all of the instrument's.
    """

    instrument: Pubkey
    tip: int
    tip_time: int
    moves: tuple[UnitsMoved, ...]
    supplies: tuple[tuple[int, int], ...]
    """Slot and supply, of each event that tells it."""
    splits: tuple[tuple[int, int, int], ...]
    """Slot, shares, and the units that they are, of each split."""
    sales: tuple[tuple[int, Pubkey, int], ...] = ()
    """Slot, offering, and its units that were in no holding after it."""
    events: tuple[Told, ...] = ()

    def at(self, slot: int | None = None) -> Register:
        """The register after a slot, or now.  Raises `InputError` for a slot that is to come."""
        until = self.tip if slot is None else slot
        if until > self.tip:
            raise InputError(f"slot {until} is to come: the chain is at {self.tip}", field="slot")
        last = {move.holding: move for move in self.moves if move.slot <= until}
        outside = {
            move.holding: move.event.outside
            for move in self.moves
            if move.slot <= until
            and isinstance(move.event, UnitsWithdrawn | UnitsReturned | UnitsRecalled)
        }
        held = (
            Holder(each.wallet, each.holding, each.units, each.slot, outside.get(each.holding, 0))
            for each in last.values()
            if each.units
        )
        issued = next((n for at, n in reversed(self.supplies) if at <= until), 0)
        shares, per_units = next(
            (ratio for at, *ratio in reversed(self.splits) if at <= until), (1, 1)
        )
        holders = sorted(held, key=lambda one: (-one.units, bytes(one.wallet)))
        waiting = {offering: units for at, offering, units in self.sales if at <= until}
        return Register(until, issued, shares, per_units, sum(waiting.values()), tuple(holders))

    def before(self, time: int) -> Register:
        """The register as a time (unix seconds) began: of all that was before it.

        Its slot is that of the last event.  Raises `InputError` for a time that is to come.
        """
        if time > self.tip_time:
            raise InputError(
                f"it is {self.tip_time} on the chain: until {time} the register may change",
                field="time",
            )
        return self.at(max((each.slot for each in self.events if each.time < time), default=0))

"""The invariants of units outside: each is in its holder's own token account, and stays there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from solders.instruction import Instruction
from solders.pubkey import Pubkey

from alatau.indexer.change import Change
from alatau.program import (
    Holding,
    InstrumentState,
    UnitsRecalled,
    UnitsReturned,
    UnitsWithdrawn,
    instructions,
)
from alatau.testing.snapshot import Snapshot
from alatau.tokens import is_cpi_guarded, is_frozen, token_amount

OUTSIDE: Final = "Units outside are their holder's"


def outside(snapshot: Snapshot, instrument: Pubkey) -> int:
    """Units of an instrument that are in no vault."""
    return sum(each.outside for each in snapshot.holdings.values() if each.instrument == instrument)


def check_outside(snapshot: Snapshot) -> None:
    """Check a zone's holdings at one moment.  Raises `AssertionError`."""
    for address, holding in snapshot.holdings.items():
        data = snapshot.wallet_tokens.get(address, b"")
        _same(f"outside of {address}", token_amount(data), holding.outside)
        if holding.outside and not is_frozen(data):
            raise AssertionError(f"{OUTSIDE}: what {address} has outside can move")


def check_moves(snapshot: Snapshot, changed: dict[Pubkey, list[Change]]) -> None:
    """Check what holdings have outside against events.  Raises `AssertionError`."""
    for address, holding in snapshot.holdings.items():
        outside = 0
        for change in changed[address]:
            match change.event:
                case UnitsWithdrawn() as moved:
                    outside += moved.quantity
                case UnitsReturned() | UnitsRecalled() as moved:
                    outside -= moved.quantity
                case _:
                    continue
            _same(f"outside of {address} in its event", moved.outside, outside)
        _same(f"outside of {address} against its events", holding.outside, outside)


def ways_back(snapshot: Snapshot, now: int) -> Iterator[tuple[str, Instruction]]:
    """How units outside can come back at `now` (unix seconds): by their holder, or by anyone."""
    for address, holding in snapshot.holdings.items():
        if not holding.outside:
            continue
        instrument = snapshot.instruments[holding.instrument]
        named = {"zone": snapshot.address, "mint": instrument.mint, "wallet": holding.wallet}
        # Who has set the guard on its own token account can take it off.
        if not is_cpi_guarded(snapshot.wallet_tokens[address]):
            yield f"return the units of {address}", _returned(holding, named)
        over = instrument.state in {InstrumentState.REDEEMING, InstrumentState.DELISTED}
        if over or now >= snapshot.zone.ends_at:
            yield f"recall the units of {address}", instructions.recall_units(**named)


def _returned(holding: Holding, named: dict[str, Pubkey]) -> Instruction:
    return instructions.return_units(
        **named, sequence=holding.sequence + 1, quantity=holding.outside
    )


def _same(what: str, found: object, wanted: object) -> None:
    if found != wanted:
        raise AssertionError(f"{OUTSIDE}: {what}: {found} where {wanted} must be")

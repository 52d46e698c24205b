"""The invariants of instruments: no unit that nobody has, none that two have."""

from __future__ import annotations

from typing import Final

from solders.pubkey import Pubkey

from alatau.indexer.change import Change
from alatau.program import (
    Allotted,
    Event,
    HolderReplaced,
    Holding,
    HoldingOpened,
    Instrument,
    InstrumentAdmitted,
    InstrumentCreated,
    InstrumentDelisted,
    InstrumentSplit,
    InstrumentState,
    InstrumentSuspended,
    OfferingClosed,
    OfferingConcluded,
    OfferTaken,
    RedemptionCalled,
    Traded,
    UnitsForcedTransferred,
    UnitsIssued,
    UnitsRedeemed,
    UnitsSeized,
    UnitsTendered,
    UnitsTransferred,
)
from alatau.testing.invariants_offerings import unallotted
from alatau.testing.invariants_outside import outside
from alatau.testing.invariants_redemption import check_redeemed
from alatau.testing.invariants_trades import moved_units
from alatau.testing.snapshot import Snapshot

UNITS: Final = "Units are with their holders"


def check_units(snapshot: Snapshot) -> None:
    """Check a zone's instruments at one moment.  Raises `AssertionError`."""
    for address, instrument in snapshot.instruments.items():
        holdings = [each for each in snapshot.holdings.values() if each.instrument == address]
        held = sum(each.units for each in holdings) + unallotted(snapshot, address)
        _same(f"units held of {address}", held, instrument.issued)
        _same(f"supply of {address}", snapshot.supplies[address], instrument.issued)
        inside = instrument.issued - outside(snapshot, address)
        _same(f"vault of {address}", snapshot.unit_tokens[address], inside)
        if instrument.issued > instrument.authorised:
            raise AssertionError(f"{UNITS}: {address} has issued more than is authorised")
        others = [each for each in holdings if each.units and each.wallet != instrument.issuer]
        _same(f"holders of {address}", instrument.holders, len(others))
        ordered = _ordered(snapshot, address)
        if instrument.holders + instrument.reserved > instrument.holder_cap + len(ordered):
            raise AssertionError(f"{UNITS}: {address} has more holders than it may")
        if any(
            each.units > instrument.max_per_holder and each.wallet not in ordered for each in others
        ):
            raise AssertionError(f"{UNITS}: a holder of {address} has more units than one may")


def _ordered(snapshot: Snapshot, instrument: Pubkey) -> set[Pubkey]:
    """The wallets that regulators ordered units to, of which no cap is asked."""
    to = {
        record.recipient_account
        for record in snapshot.enforcements.values()
        if record.asset == instrument
    }
    return {each.wallet for address, each in snapshot.holdings.items() if address in to}


def check_register(snapshot: Snapshot, changed: dict[Pubkey, list[Change]]) -> None:
    """Check that events alone tell who has what.  Raises `AssertionError`."""
    for address, instrument in snapshot.instruments.items():
        _check_instrument(address, instrument, changed[address])
    for address, holding in snapshot.holdings.items():
        _check_holding(address, holding, changed[address])


def _check_instrument(address: Pubkey, instrument: Instrument, changes: list[Change]) -> None:
    state, issued = InstrumentState.PROPOSED, 0
    ratio = 1, 1
    for change in changes:
        match change.event:
            case InstrumentCreated(authorised=authorised, issuer=issuer):
                _same(f"terms of {address}", (instrument.authorised, instrument.issuer),
                      (authorised, issuer))  # fmt: skip
            case InstrumentAdmitted():
                state = InstrumentState.ADMITTED
            case InstrumentSuspended(suspended=suspended):
                state = InstrumentState.SUSPENDED if suspended else InstrumentState.ADMITTED
            case InstrumentDelisted():
                state = InstrumentState.DELISTED
            case UnitsIssued() | UnitsTransferred() | Traded() | OfferTaken() as moved:
                _same(f"state in which units of {address} moved", state, InstrumentState.ADMITTED)
                if isinstance(moved, UnitsIssued):
                    issued += moved.quantity
                    _same(f"issued of {address} in its event", moved.issued, issued)
            case InstrumentSplit() as split:
                ratio = split.shares, split.per_units
            case event:
                state, issued = _counted(address, event, state, issued)
    check_redeemed(address, instrument, changes)
    _same(f"state of {address}", instrument.state, state)
    _same(f"shares of {address}", (instrument.shares, instrument.per_units), ratio)
    _same(f"issued of {address} against its events", instrument.issued, issued)


def _counted(
    address: Pubkey, event: Event, state: InstrumentState, issued: int
) -> tuple[InstrumentState, int]:
    """The state and the units issued after units were sold or taken back."""
    match event:
        case RedemptionCalled() | UnitsRedeemed() | UnitsTendered():
            issued -= event.quantity
            _same(f"issued of {address} in its event", event.issued, issued)
            state = _after(state, event)
        case OfferingConcluded():
            if event.sold:
                _same(f"state in which {address} sold", state, InstrumentState.ADMITTED)
            issued += event.sold
            _same(f"issued of {address} in its event", event.issued, issued)
        case _:
            pass
    return state, issued


def _after(
    state: InstrumentState, gone: RedemptionCalled | UnitsRedeemed | UnitsTendered
) -> InstrumentState:
    """A called instrument is over with its last unit; delisted is for good."""
    if isinstance(gone, UnitsTendered):
        _same(f"state in which units of {gone.instrument} were tendered", state,
              InstrumentState.ADMITTED)  # fmt: skip
        return state
    called = isinstance(gone, RedemptionCalled) and state is not InstrumentState.DELISTED
    state = InstrumentState.REDEEMING if called else state
    return state if gone.issued else InstrumentState.DELISTED


def _check_holding(address: Pubkey, holding: Holding, changes: list[Change]) -> None:
    units = 0
    for change in changes:
        match change.event:
            case HoldingOpened(wallet=wallet):
                _same(f"wallet of {address}", holding.wallet, wallet)
            case UnitsIssued() as issued:
                units += issued.quantity
                _same(f"units of {address} in its event", issued.units, units)
            case RedemptionCalled() | UnitsRedeemed() | UnitsTendered() as gone:
                units -= gone.quantity
                _same(f"units of {address} in its event", gone.units, units)
            case UnitsTransferred() as moved:
                sent = moved.sender_holding == address
                units += -moved.quantity if sent else moved.quantity
                said = moved.sender_units if sent else moved.recipient_units
                _same(f"units of {address} in its event", said, units)
            case Traded() | OfferTaken() as traded:
                more, said = moved_units(traded, address)
                units += more
                _same(f"units of {address} in its event", said, units)
            case UnitsSeized() | UnitsForcedTransferred() as ordered:
                more, said = _moved_by_order(ordered, address)
                units += more
            case HolderReplaced() as replaced:
                lost = replaced.holding == address
                units += -replaced.quantity if lost else replaced.quantity
                said = replaced.units if lost else replaced.successor_units
                _same(f"units of {address} in its event", said, units)
            case Allotted() | OfferingClosed() as allotted:
                units += allotted.units
                _same(f"units of {address} in its event", allotted.holding_units, units)
            case _:
                pass
    _same(f"units of {address} against its events", holding.units, units)


def _moved_by_order(
    event: UnitsSeized | UnitsForcedTransferred, holding: Pubkey
) -> tuple[int, int]:
    """By how much an order changed a holding's units, and what it says they were after it."""
    if event.holding == holding:
        return -event.quantity, event.units
    if isinstance(event, UnitsSeized):
        return event.quantity, event.treasury_units
    return event.quantity, event.recipient_units


def _same(what: str, found: object, wanted: object) -> None:
    if found != wanted:
        raise AssertionError(f"{UNITS}: {what}: {found} where {wanted} must be")

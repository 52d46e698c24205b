"""Reading all that happened to an instrument's units from the chain's transactions alone.

Every change of a holding names its instrument, has a number of its own, and an event that says
how many units there are after it.  Numbers without a gap, up to those that the accounts have now,
prove that none is missing; the order of the changes within a slot is that of their numbers.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, replace
from functools import lru_cache
from typing import Any, Final

from solders.pubkey import Pubkey

from alatau.chain.base import Chain, Commitment, OpenBlock, SignatureInfo
from alatau.errors import AccountMissing, HistoryGap, HistoryWrong
from alatau.indexer.decoded import Decoded
from alatau.indexer.ordering import in_order
from alatau.indexer.reading import PAGE, fetch
from alatau.indexer.rebuilt import Rebuilt
from alatau.indexer.register import Told, UnitHistory, UnitsMoved
from alatau.listing import matching
from alatau.program import (
    Allotted,
    Event,
    Holding,
    HoldingClosed,
    HoldingOpened,
    Instrument,
    InstrumentSplit,
    OfferingClosed,
    OfferingConcluded,
    decode_instrument,
)

_TOGETHER: Final = 1_000
_TRIES: Final = 4
_PAUSE_SECONDS: Final = 0.5
_NONE: Final = Pubkey.default()
Progress = Callable[[int, int], None]
"""Told how many of how many transactions were read."""


async def unit_history(
    chain: Chain, instrument: Pubkey, progress: Progress | None = None
) -> UnitHistory:
    """Read all that happened to an instrument's units.

    Raises `HistoryGap` where the chain does not show all of it, `HistoryWrong` where what it shows
    is not what the accounts have, `AccountInvalid` and `AccountMissing` for no instrument.
    """
    if isinstance(chain, OpenBlock):
        await chain.end_block()
    # A node lists a transaction a moment after it confirms it.
    for _ in range(_TRIES if chain.block_seconds else 0):
        try:
            return await _read(chain, instrument, progress)
        except HistoryGap:
            await asyncio.sleep(_PAUSE_SECONDS)
    return await _read(chain, instrument, progress)


async def _read(chain: Chain, instrument: Pubkey, progress: Progress | None) -> UnitHistory:
    terms, holdings = await _accounts(chain, instrument)
    now = await chain.time()  # before the tip: what comes behind that is not before this
    tip = (await chain.tip(Commitment.CONFIRMED)).slot
    infos = [info for info in await _listed(chain, instrument) if info.slot <= tip]
    found: list[Decoded] = []
    for first in range(0, len(infos), _TOGETHER):
        part = await fetch(chain, infos[first : first + _TOGETHER])
        found += [_only(one, instrument) for one in part]
        if progress is not None:
            progress(len(found), len(infos))
    ordered = in_order(Rebuilt(), found)
    moves, revisions = _told(ordered, instrument)
    _require_complete(instrument, terms, holdings, moves, revisions)
    events = [(one.slot, event) for one in ordered for event in one.events]
    supplies = ((slot, issued) for slot, e in events if (issued := getattr(e, "issued", -1)) >= 0)
    splits = ((slot, e.shares, e.per_units) for slot, e in events if isinstance(e, InstrumentSplit))
    sales = ((slot, *sale) for slot, event in events if (sale := _unallotted(event)) is not None)
    wallets = {move.holding: move.wallet for move in moves}
    told = tuple(
        Told(one.slot, one.time, str(one.signature), event, wallets.get(_holding(event)))
        for one in ordered
        for event in one.events
    )
    return UnitHistory(
        instrument, tip, now, tuple(moves), tuple(supplies), tuple(splits), tuple(sales), told
    )


def _holding(event: Event) -> Pubkey:
    """The one holding that an event is about; else zeros."""
    named = list(_named_holdings(event))
    return named[0] if len(named) == 1 else _NONE


def _unallotted(event: Event) -> tuple[Pubkey, int] | None:
    """An offering, and its units that are in no holding after an event."""
    match event:
        case OfferingConcluded():
            return event.offering, event.sold
        case Allotted():
            return event.offering, event.unallotted
        case OfferingClosed():
            return event.offering, 0
        case _:
            return None


async def _accounts(chain: Chain, address: Pubkey) -> tuple[Instrument, dict[Pubkey, Holding]]:
    (info,) = await chain.accounts([address])
    if info is None:
        raise AccountMissing(f"there is no instrument at {address}")
    holdings = dict(await matching(chain, Holding, instrument=address))
    return decode_instrument(info.data), holdings


async def _listed(chain: Chain, instrument: Pubkey) -> list[SignatureInfo]:
    """What names the instrument and did not fail, newest first."""
    infos: list[SignatureInfo] = []
    while True:
        before = infos[-1].signature if infos else None
        page = await chain.history(instrument, limit=PAGE, before=before)
        infos += page
        if len(page) < PAGE:
            return [info for info in infos if info.error is None]


def _only(one: Decoded, instrument: Pubkey) -> Decoded:
    """The transaction with what it says of this instrument and its holdings alone."""
    events = tuple(e for e in one.events if getattr(e, "instrument", None) == instrument)
    own = {instrument} | {holding for event in events for holding in _named_holdings(event)}
    changes = tuple(change for change in one.changes if change.address in own)
    return replace(one, events=events, changes=changes)


def _told(
    transactions: Sequence[Decoded], instrument: Pubkey
) -> tuple[list[UnitsMoved], dict[Pubkey, int]]:
    wallets: dict[Pubkey, Pubkey] = {}
    units: dict[Pubkey, int] = {}
    moves: list[UnitsMoved] = []
    revisions: dict[Pubkey, int] = {}
    for one in transactions:
        signature = str(one.signature)
        for change in one.changes:
            revisions[change.address] = change.revision
        for event in one.events:
            if isinstance(event, HoldingOpened):
                wallets[event.holding] = event.wallet
            for holding, revision, after in holdings_after(event):
                if holding not in wallets:
                    raise _gap(instrument, f"the opening of the holding {holding}", one.slot)
                more, units[holding] = after - units.get(holding, 0), after
                place = one.slot, one.time, signature
                whose = wallets[holding], holding, revision
                moves.append(UnitsMoved(*place, event, *whose, after, more))
    return moves, revisions


def _named_holdings(event: Event) -> Iterator[Pubkey]:
    """Each holding that an event names, whether it has more or fewer units after it."""
    kind: Any = type(event)
    for field in fields(kind):
        if field.name.endswith("holding"):
            yield getattr(event, field.name)


def holdings_after(event: Event) -> Iterator[tuple[Pubkey, int, int]]:
    """Each holding that an event names, its revision, and its units after it."""
    if isinstance(event, HoldingOpened | HoldingClosed):
        yield event.holding, event.revision, 0
        return
    kind: Any = type(event)
    for names in _named(kind):
        holding, revision, units = (getattr(event, name) for name in names)
        if revision and holding != _NONE:  # 0: this event has not changed it
            yield holding, revision, units


@lru_cache(maxsize=256)
def _named(kind: Any) -> tuple[tuple[str, str, str], ...]:
    """Of which holdings a kind of event tells: `seller_holding` has `seller_units`, and so on.

    Where `seller_revision` is that of an account there is `seller_holding_revision`.
    """
    names = {field.name for field in fields(kind)}
    found = []
    for name in sorted(names):
        if name.endswith("holding"):
            short = name.removesuffix("holding")
            units = [each for each in (f"{name}_units", f"{short}units") if each in names]
            revision = [each for each in (f"{name}_revision", f"{short}revision") if each in names]
            if units:
                found.append((name, revision[0], units[0]))
    return tuple(found)


def _require_complete(
    address: Pubkey,
    terms: Instrument,
    holdings: dict[Pubkey, Holding],
    moves: Sequence[UnitsMoved],
    revisions: dict[Pubkey, int],
) -> None:
    """Up to what the accounts had; what came after that is in the history, and no gap before it."""
    if revisions.get(address, 0) < terms.revision:
        raise _gap(address, f"its change {terms.revision}", 0)
    told = {(move.holding, move.revision): move.units for move in moves}
    for holding, found in holdings.items():
        units = told.get((holding, found.revision))
        if units is None and revisions.get(holding, 0) < found.revision:
            raise _gap(address, f"change {found.revision} of the holding {holding}", 0)
        if units is not None and units != found.units:
            raise HistoryWrong(
                f"the holding {holding} has {found.units} units after its change"
                f" {found.revision}, and its history tells of {units}",
                remedy="read it from another node: this one shows it incompletely",
            )


def _gap(instrument: Pubkey, what: str, slot: int) -> HistoryGap:
    return HistoryGap(
        f"the history of the instrument {instrument} does not show {what}",
        slot=slot,
        address=str(instrument),
    )

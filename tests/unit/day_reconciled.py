"""A day's bank and transfers reconciled without a chain: as if it had done what was booked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from alatau.day import Day, Transfer
from alatau.day.sources import DaySources
from alatau.reconcile import Break, Rules, reconcile
from alatau.reconcile.sources.facts import ChainFact, JournalFact, Moved
from alatau.sender import State


def day_breaks(
    day: Day,
    refused: Mapping[str, str] | None = None,
    clock: int = 0,
    earlier: tuple[Transfer, ...] = (),
) -> tuple[Break, ...]:
    """The breaks of a day on a chain with a `clock` of its own (unix seconds).

    `earlier` are transfers of days before, which the journal and the chain have too.
    """
    refused = refused or {}
    mints = {asset.symbol: f"mint of {asset.symbol}" for asset in day.config.assets}
    sources = DaySources(day, mints, refused)
    done = [*earlier, *(one for one in day.transfers if one.id not in refused)]
    inputs = replace(
        sources.given,
        journal=tuple(_sent(one) for one in done),
        chain=tuple(_landed(one, mints, clock) for one in done),
    )
    inputs = sources.of_day(inputs)
    found = reconcile(inputs, Rules(utc_offset=day.config.utc_offset), now=sources.ends)
    assert all(one.unexplained == 0 for one in found.sums)
    return sources.breaks(found.breaks, inputs)


def _sent(one: Transfer) -> JournalFact:
    name = f"signature of {one.id}"
    return JournalFact(one.key, State.FINALIZED, one.time, (name,), name, slot=1)


def _landed(one: Transfer, mints: Mapping[str, str], clock: int) -> ChainFact:
    moved = Moved(mints[one.asset], f"wallet of {one.participant}", one.signed)
    return ChainFact(f"signature of {one.id}", clock, 1, (moved,), final=False)

"""The day's ledger: the chain read into it, and held against the journal and the accounts."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from solders.keypair import Keypair

from alatau.day.inputs import Day
from alatau.day.setup import mint_wallet
from alatau.day.sources import DaySources
from alatau.file_names import file_name
from alatau.indexer import Indexer
from alatau.ledger import Ledger
from alatau.reconcile import Break, Rules, gather, reconcile
from alatau.zone import Zone


async def keep_books(
    day: Day,
    zone: Zone,
    keys: Mapping[str, Keypair],
    refused: Mapping[str, str],
    home: Path | None,
) -> tuple[Break, ...]:
    """Bring the zone's ledger up to date, and reconcile the day by the rules of all.

    Journal, chain, balances, the provider's transfers and the bank's statement; `refused` are
    the transfers that the chain refused, and why.  The ledger stays in `home`.  Raises what the
    indexer raises.
    """
    mints = {
        asset.symbol: str(keys[mint_wallet(asset.symbol)].pubkey()) for asset in day.config.assets
    }
    sources = DaySources(day, mints, refused)
    async with _ledger(zone, home) as ledger:
        indexer = await Indexer.open(zone.chain, ledger, zone.address)
        inputs = await gather(
            ledger, sources.given, journal=zone.sender.journal, chain=zone.chain, indexer=indexer
        )
        now = max(await zone.chain.time(), sources.ends)
    # Who else signs for a wallet is not asked: a day may be gone on with from another computer.
    inputs = replace(sources.of_day(inputs), signers=frozenset())
    found = reconcile(inputs, Rules(utc_offset=day.config.utc_offset), now=now)
    return sources.breaks(found.breaks, inputs)


@asynccontextmanager
async def _ledger(zone: Zone, home: Path | None) -> AsyncIterator[Ledger]:
    genesis = await zone.chain.genesis_hash()
    with TemporaryDirectory(prefix="alatau-") as folder:
        where = (home or Path(folder)) / file_name("ledger", genesis, zone.name)
        async with await Ledger.open(where, zone=zone.name, genesis=genesis) as ledger:
            yield ledger

"""The day's ledger: the chain read into it, and held against the journal and the accounts."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from solders.keypair import Keypair

from alatau.day.config import ZoneConfig
from alatau.day.setup import mint_wallet
from alatau.file_names import file_name
from alatau.indexer import Indexer
from alatau.ledger import Ledger
from alatau.reconcile import Break, BreakType, Inputs, Rules, gather, reconcile
from alatau.zone import Zone


async def keep_books(
    config: ZoneConfig, zone: Zone, keys: Mapping[str, Keypair], home: Path | None
) -> tuple[Break, ...]:
    """Bring the zone's ledger up to date, and say what in it is not as it ought to be.

    The journal's intents against the chain's transactions, and what these add up to against
    each account of the chain.  The ledger stays in `home`.  Raises what the indexer raises.
    """
    async with _ledger(zone, home) as ledger:
        indexer = await Indexer.open(zone.chain, ledger, zone.address)
        inputs = await gather(
            ledger, Inputs(), journal=zone.sender.journal, chain=zone.chain, indexer=indexer
        )
        # Vaults are compared with the day's sums, and who else signs for a wallet is not asked:
        # a day may be gone on with from another computer.
        inputs = replace(inputs, vaults=(), signers=frozenset())
        rules = Rules(utc_offset=config.utc_offset)
        found = reconcile(inputs, rules, now=await zone.chain.time())
    symbols = {
        str(keys[mint_wallet(asset.symbol)].pubkey()): asset.symbol for asset in config.assets
    }
    return tuple(
        replace(one, asset=symbols.get(one.asset, one.asset))
        for one in found.breaks
        # What is only late (the day's last transactions are not final yet) is no break of the day.
        if one.type is not BreakType.TIMING
    )


@asynccontextmanager
async def _ledger(zone: Zone, home: Path | None) -> AsyncIterator[Ledger]:
    genesis = await zone.chain.genesis_hash()
    with TemporaryDirectory(prefix="alatau-") as folder:
        where = (home or Path(folder)) / file_name("ledger", genesis, zone.name)
        async with await Ledger.open(where, zone=zone.name, genesis=genesis) as ledger:
            yield ledger

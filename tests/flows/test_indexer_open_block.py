"""An embedded chain's block is still being filled when it is read."""

from __future__ import annotations

from pathlib import Path

from alatau.chain.embedded import EmbeddedChain
from alatau.indexer import Indexer, prove
from alatau.ledger import Ledger
from alatau.program import Service
from alatau.testing import FreshZone, Wallets


async def test_index_within_a_block_misses_nothing_that_lands_after_it(
    embedded_chain: EmbeddedChain, tmp_path: Path
) -> None:
    async with FreshZone.found(embedded_chain) as zone:
        wallets = Wallets(zone)
        payer = await wallets.resident("Айгүл Сәрсенова", tenge=90_000_00)
        shop = await wallets.merchant("«Нан» наубайханасы")
        genesis = await embedded_chain.genesis_hash()
        async with await Ledger.open(
            tmp_path / "ledger.sqlite", zone=zone.name, genesis=genesis
        ) as ledger:
            indexer = await Indexer.open(embedded_chain, ledger, zone.address)
            slots = set()
            for _ in range(10):
                paid = await zone.pay(
                    payee=shop.pubkey(),
                    mint=zone.tenge.mint,
                    amount=12_50,
                    service=Service.SHOPS,
                    wallet=payer,
                )
                slots.add(paid.slot)
                indexed = await indexer.catch_up()
                assert indexed.transactions
                assert (await prove(embedded_chain, zone.address, indexer.accounts)).proven
            assert len(slots) == 10

"""A zone's ledger beside its chain, for tests of rent."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from solders.keypair import Keypair
from solders.pubkey import Pubkey

from alatau.chain.embedded import EmbeddedChain
from alatau.indexer import Indexer, RentProof, prove
from alatau.indexer.index import GROUP
from alatau.ledger import Ledger, LedgerTransaction, Purpose
from alatau.program import Service
from alatau.testing import FreshZone
from alatau.zone import Zone


class Books:
    """A zone's ledger, and its chain."""

    def __init__(self, chain: EmbeddedChain, zone: Zone, ledger: Ledger, indexer: Indexer) -> None:
        self.chain = chain
        self.zone = zone
        self.ledger = ledger
        self.indexer = indexer

    async def proof(self) -> RentProof:
        """Bring the ledger up to the chain and compare them."""
        await self.indexer.catch_up()
        found = await prove(self.chain, self.zone.address, self.indexer.latest)
        assert found.proven
        assert (await self.ledger.verify()).sound
        assert sum((await self.sums(Purpose.RENT)).values()) == found.rent.known
        return found.rent

    async def sums(self, purpose: Purpose) -> Counter[str]:
        """What every wallet has of it."""
        sums: Counter[str] = Counter()
        for stored in await self.ledger.transactions(limit=100_000):
            for posting in stored.transaction.postings:
                if posting.account.purpose is purpose and posting.account.asset == "SOL":
                    sums[posting.account.participant] += posting.amount
        return sums

    async def rent(self, wallet: Keypair) -> int:
        """What a wallet has of it; the ledger is as the last proof left it."""
        return (await self.sums(Purpose.RENT))[str(wallet.pubkey())]

    async def posted(self, signature: str) -> LedgerTransaction:
        (stored,) = await self.ledger.find(f"chain:{signature}")
        return stored.transaction


@asynccontextmanager
async def books_of(
    chain: EmbeddedChain, zone: Zone, path: Path, group: int = GROUP
) -> AsyncIterator[Books]:
    genesis = await chain.genesis_hash()
    async with await Ledger.open(path, zone=zone.name, genesis=genesis) as ledger:
        yield Books(
            chain, zone, ledger, await Indexer.open(chain, ledger, zone.address, group=group)
        )


async def lamports(zone: Zone, *addresses: Pubkey) -> int:
    found = await zone.chain.accounts(list(addresses))
    return sum(info.lamports for info in found if info is not None)


def held(zone: FreshZone, payer: Keypair, shop: Keypair, deliver_by: int) -> dict[str, Any]:
    """A held payment, which has an account that the payer pays for."""
    order: dict[str, Any] = {"payee": shop.pubkey(), "mint": zone.tenge.mint, "wallet": payer}
    return order | {"amount": 1_250_00, "service": Service.SHOPS, "deliver_by": deliver_by}

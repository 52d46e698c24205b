"""The rent in the ledger is what a zone's accounts hold, on each kind of chain."""

from __future__ import annotations

from pathlib import Path

from alatau.indexer import Indexer, settled_proof
from alatau.ledger import Ledger, LedgerAccount, Purpose
from alatau.program import Service, account_address, payment_address, plan_address
from alatau.testing import FreshZone, Wallets
from alatau.testing.fixtures import DAY


async def test_rent_is_posted_to_who_pays_it_and_is_what_the_accounts_hold(
    zone: FreshZone, wallets: Wallets, tmp_path: Path
) -> None:
    mint, chain = zone.tenge.mint, zone.chain
    payer = await wallets.resident("Әсел Жүнісова", tenge=90_000_00)
    shop = await wallets.merchant("«Дастархан» асханасы")
    paid = await zone.pay(
        payee=shop.pubkey(),
        mint=mint,
        amount=1_250_00,
        service=Service.SHOPS,
        deliver_by=await chain.time() + DAY,
        wallet=payer,
    )
    await zone.create_plan(
        mint=mint, number=1, amount=99_00, period=DAY, service=Service.SHOPS,
        terms=bytes(32), wallet=shop,
    )  # fmt: skip
    async with await Ledger.open(
        tmp_path / "ledger.sqlite", zone=zone.name, genesis=await chain.genesis_hash()
    ) as ledger:
        indexer = await Indexer.open(chain, ledger, zone.address)
        await indexer.catch_up()
        proof = await settled_proof(chain, indexer)
        assert proof.proven
        assert (proof.rent.known, proof.rent.differences) == (proof.rent.found, ())

        async def rent(wallet: str) -> int:
            return await ledger.balance(LedgerAccount(wallet, "SOL", Purpose.RENT))

        payment = payment_address(
            account_address(zone.address, payer.pubkey(), mint), paid.event.sequence
        )
        plan = plan_address(account_address(zone.address, shop.pubkey(), mint), 1)
        for wallet, address in ((payer, payment), (shop, plan)):
            account = await chain.account(address)
            assert account is not None
            assert await rent(str(wallet.pubkey())) == account.lamports > 0
        # All other accounts were made at the operator's expense.
        everybody = [zone.operator.pubkey(), payer.pubkey(), shop.pubkey()]
        assert sum([await rent(str(each)) for each in everybody]) == proof.rent.known

"""A sponsor given to a zone pays the network for everyone, and nothing but the network."""

from __future__ import annotations

from pathlib import Path

import pytest
from solders.keypair import Keypair
from solders.pubkey import Pubkey
from solders.system_program import TransferParams, transfer

from alatau.chain.base import Chain
from alatau.chain.embedded import EmbeddedChain
from alatau.errors import SponsorAtRisk
from alatau.program import PROGRAM_ID, Role, Service, program_path
from alatau.testing import FreshZone, Wallets
from alatau.zone import EMBEDDED_FILE, Zone

PER_SIGNATURE = 5_000


async def lamports(chain: Chain, *addresses: Pubkey) -> list[int]:
    found = await chain.accounts(list(addresses))
    return [0 if info is None else info.lamports for info in found]


async def pays(zone: Zone, payer: Keypair, payee: Pubkey, other: Pubkey, mint: Pubkey) -> int:
    """What residents do; the signatures that it takes, the sponsor's among them."""
    receipts = [
        await zone.pay(
            payee=payee, mint=mint, amount=1_250_00, service=Service.SHOPS, wallet=payer
        ),
        await zone.transfer(payee=other, mint=mint, amount=5_00, wallet=payer),
        await zone.withdraw(mint=mint, amount=7_00, wallet=payer),
        await zone.deposit(mint=mint, amount=3_00, wallet=payer),
    ]
    assert [receipt.fee for receipt in receipts] == [2 * PER_SIGNATURE] * 4
    return 4 * 2


async def test_sponsor_of_a_zone_over_a_chain_pays_for_all(
    zone: FreshZone, wallets: Wallets, tmp_path: Path
) -> None:
    payer = await wallets.resident("Айгүл Сәрсенова", tenge=50_000_00)
    payee = await wallets.merchant("«Нан» наубайханасы")
    other = await wallets.resident("Ерлан Қасымов")
    sponsor = await wallets("Қазына")
    chain, people = zone.chain, (payer.pubkey(), payee.pubkey(), other.pubkey())
    before, had = await lamports(chain, *people), await lamports(chain, sponsor.pubkey())
    async with Zone.over(
        chain, name=zone.name, keypair=payer, home=tmp_path, sponsor=sponsor
    ) as sponsored:
        mint = zone.tenge.mint
        signatures = await pays(sponsored, payer, payee.pubkey(), other.pubkey(), mint)
    assert await lamports(chain, *people) == before
    assert await lamports(chain, sponsor.pubkey()) == [had[0] - signatures * PER_SIGNATURE]


async def test_sponsor_of_an_opened_zone_pays_for_who_has_no_lamports(tmp_path: Path) -> None:
    programs = {PROGRAM_ID: program_path()}
    async with (
        await EmbeddedChain.open(tmp_path / EMBEDDED_FILE, programs=programs) as chain,
        FreshZone.found(chain, name="Алатау") as founded,
    ):
        payer, pauper = await Wallets(founded).resident("Айгүл", tenge=50_000_00), Keypair()
        await founded.register(pauper.pubkey(), Role.RESIDENT)
        await founded.open_accounts(pauper.pubkey())
        mint = founded.tenge.mint
        await founded.transfer(payee=pauper.pubkey(), mint=mint, amount=9_00, wallet=payer)
        sponsor = founded.operator
    async with Zone.open(home=tmp_path, keypair=pauper, sponsor=sponsor) as zone:
        receipt = await zone.transfer(payee=payer.pubkey(), mint=mint, amount=4_00)
        assert receipt.fee == 2 * PER_SIGNATURE
        assert (await zone.account(pauper.pubkey(), mint)).available == 5_00
        assert await lamports(zone.chain, pauper.pubkey()) == [0]


async def test_sponsor_named_by_an_instruction_is_refused_and_pays_nothing(
    zone: FreshZone, wallets: Wallets
) -> None:
    payer, sponsor = await wallets.resident("Дана Оспанова", tenge=50_00), await wallets("Қазына")
    zone.sponsor, mint = sponsor, zone.tenge.mint
    had = await lamports(zone.chain, sponsor.pubkey(), payer.pubkey())
    theft = transfer(
        TransferParams(from_pubkey=sponsor.pubkey(), to_pubkey=payer.pubkey(), lamports=10**9)
    )
    with pytest.raises(SponsorAtRisk, match=f"0 names the sponsor {sponsor.pubkey()}"):
        await zone.deposit(mint=mint, amount=1_00, wallet=payer, before=(theft,))
    assert await lamports(zone.chain, sponsor.pubkey(), payer.pubkey()) == had

"""The public interface as its users write it: read by mypy, never run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_type

import pytest
from solders.keypair import Keypair
from solders.pubkey import Pubkey

from alatau import Receipt, Zone
from alatau.chain import Chain, Faucet, TimeTravel, open_chain
from alatau.context import AssetInfo
from alatau.errors import AlatauError, ProgramRefused
from alatau.localnet import Localnet
from alatau.program import PROGRAM_ID, Event, Payment, PaymentAccount, Service, program_path
from alatau.program import events as e
from alatau.testing import Audit, FreshZone, Wallets, invariants


async def pay(keypair: Keypair, mint: Pubkey, shop: Pubkey) -> None:
    async with Zone.open("embedded", name="Алатау", keypair=keypair) as zone:
        assert_type(zone, Zone)
        paid = await zone.pay(payee=shop, mint=mint, amount=12_50, service=Service.SHOPS, key="1")
        assert_type(paid, Receipt[e.Paid])
        assert_type(paid.event.fee, int)
        assert_type(paid.signature, str)
        general: Receipt[Event] = paid
        assert_type(general.event, Event)
        assert_type(await zone.account(keypair.pubkey(), mint), PaymentAccount)
        assert_type(await zone.payment(shop), Payment)
        assert_type(await zone.asset(mint), AssetInfo)
        assert_type(await zone.deposit(mint=mint, amount=1), Receipt[e.Deposited])
        assert_type(await zone.withdraw(mint=mint, amount=1), Receipt[e.Withdrawn])
        await zone.pay(payee=shop, mint=mint, amount="12.50", service=4)  # type: ignore[arg-type]  # text
        await zone.pay(payee=shop, mint=mint, amount=12.5, service=4)  # type: ignore[arg-type]  # a float
        await zone.pay(shop, mint, 1, 4)  # type: ignore[call-arg]  # by position


async def refuse(zone: Zone, payment: Pubkey, payer: Pubkey, payee: Pubkey) -> str:
    try:
        await zone.settle(payment=payment, payer_account=payer, payee_account=payee)
    except ProgramRefused as refused:
        assert_type(refused.name, str)
        assert_type(refused.code, int)
        return refused.name
    except AlatauError as error:
        return error.remedy
    return ""


async def choose(url: str) -> Chain:
    chain = await open_chain(
        url, program_id=PROGRAM_ID, program_bytes_path=program_path(), state=None
    )
    assert_type(chain, Chain)
    if isinstance(chain, Faucet):
        await chain.airdrop(PROGRAM_ID, 1)
    if isinstance(chain, TimeTravel):
        await chain.set_time(1)
    return chain


async def test_with_fixtures(chain: Chain, zone: FreshZone, wallets: Wallets) -> None:
    assert_type(await wallets(), Keypair)
    assert_type(await wallets.resident("Айгүл", tenge=1_00), Keypair)
    assert_type(zone.regulators, tuple[Keypair, Keypair])
    as_zone: Zone = zone
    await invariants.check(chain, as_zone.address)
    await Audit(chain, zone.address).check(leaving=False)


async def start() -> None:
    async with Localnet.start(PROGRAM_ID, program_path(), port=0) as net:
        assert_type(net.url, str)


def names(config: pytest.Config) -> Sequence[str]:
    return [str(config.getoption("--chain"))]

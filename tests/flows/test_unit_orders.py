"""What both regulators order about units, through the SDK."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from solders.keypair import Keypair
from tests.flows.test_instruments import party
from tests.flows.test_redemption import PRICE, issued

from alatau.chain.embedded import EmbeddedChain
from alatau.errors import AccountMissing, InputError, ProgramRefused
from alatau.indexer.unit_history import unit_history
from alatau.program import (
    EnforcementKind,
    Role,
    UnitsForcedTransferred,
    UnitsSeized,
    case_id,
    instrument_address,
)
from alatau.testing.fixtures import DAY, FreshZone, Wallets
from alatau.testing.invariants import Audit, check

CASE = "ҚІ-2026/117"


def order(zone: FreshZone, wallet: Keypair, named: dict[str, Any]) -> dict[str, Any]:
    """What every order of both regulators names."""
    both = {"regulators": zone.regulators, "wallet": wallet.pubkey()}
    return {**named, **both, "case": CASE, "basis": 74}


async def freeze(zone: FreshZone, wallet: Keypair, named: dict[str, Any]) -> None:
    """For a day."""
    until = await zone.chain.time() + DAY
    await zone.freeze_holding(**order(zone, wallet, named), until=until)


async def offer(zone: FreshZone, wallet: Keypair, named: dict[str, Any], quantity: int) -> None:
    expires_at = await zone.chain.time() + DAY
    await zone.offer_units(
        **named, quantity=quantity, price=PRICE, expires_at=expires_at, wallet=wallet
    )


async def test_life_of_a_case_about_units_is_told_by_events(
    zone: FreshZone, wallets: Wallets
) -> None:
    named, _, (madina, olzhas) = await issued(zone, wallets, "Мадина Оспан", "Олжас Ибраев")
    ordered = order(zone, madina, named)
    until = await zone.chain.time() + DAY
    frozen = await zone.freeze_holding(**ordered, until=until)
    assert (frozen.event.case, frozen.event.basis, frozen.event.until) == (case_id(CASE), 74, until)
    found = await zone.holding(**named, wallet=madina.pubkey())
    assert found.freeze.is_active(until - 1)
    assert not found.freeze.is_active(until)
    with pytest.raises(ProgramRefused) as caught:
        await zone.transfer_units(**named, recipient=olzhas.pubkey(), quantity=1, wallet=madina)
    assert caught.value.name == "HoldingFrozen"

    seized = await zone.seize_units(**ordered, quantity=20, key="тәркілеу")
    assert (seized.event.units, seized.event.treasury_units) == (30, 20)
    again = await zone.seize_units(**ordered, quantity=20, key="тәркілеу")
    assert again.signature == seized.signature
    with pytest.raises(ProgramRefused) as caught:
        await zone.seize_units(**ordered, quantity=1)
    assert caught.value.name == "CaseExecuted"
    court = ordered | {"case": "8d7f0f3e-5a0b-4c77-9f3b-0a4d7f6f2d11"}
    moved = await zone.forced_transfer_units(**court, recipient=olzhas.pubkey(), quantity=30)
    assert (moved.event.units, moved.event.recipient_units, moved.event.holders) == (0, 80, 2)

    lifted = await zone.unfreeze_holding(
        **named, wallet=madina.pubkey(), regulator=zone.regulators[1]
    )
    assert lifted.event.regulator == zone.regulators[1].pubkey()
    assert (await zone.holding(**named, wallet=madina.pubkey())).freeze.until == 0
    records = sorted((each for _, each in await zone.enforcements()), key=lambda each: each.kind)
    assert [each.kind for each in records] == [
        EnforcementKind.SEIZURE_OF_UNITS,
        EnforcementKind.TRANSFER_OF_UNITS,
    ]
    assert [each.amount for each in records] == [20, 30]
    assert {each.asset for each in records} == {seized.event.instrument}

    history = await unit_history(zone.chain, seized.event.instrument)
    register = history.at()
    assert register.proven
    assert {each.wallet: each.units for each in register.holders if each.units} == {
        zone.treasury.pubkey(): 20,
        olzhas.pubkey(): 80,
    }
    told = [type(move.event) for move in history.moves if move.wallet == madina.pubkey()]
    assert told[-2:] == [UnitsSeized, UnitsForcedTransferred]
    await check(zone.chain, zone.address)


async def test_order_of_units_in_offers_takes_them_out_of_what_is_frozen(
    zone: FreshZone, wallets: Wallets
) -> None:
    named, _, (madina, olzhas) = await issued(zone, wallets, "Мадина Оспан", "Олжас Ибраев")
    for _ in range(2):
        await offer(zone, madina, named, 20)
    await zone.issue(zone.tenge, olzhas.pubkey(), PRICE)
    await zone.deposit(mint=zone.tenge.mint, amount=PRICE, wallet=olzhas)
    ordered = {**order(zone, madina, named), "recipient": olzhas.pubkey()}
    with pytest.raises(InputError, match=r"of 50 units .* 10 are free, 25 are to move") as caught:
        await zone.forced_transfer_units(**ordered, quantity=25)
    assert "freeze the holding first" in caught.value.remedy
    await freeze(zone, madina, named)
    (seller, one), *_ = await zone.offers(**named)
    with pytest.raises(ProgramRefused) as refused:
        await zone.take_offer(**named, seller=seller, number=one.number, quantity=1, wallet=olzhas)
    assert refused.value.name == "HoldingFrozen"
    moved = await zone.forced_transfer_units(**ordered, quantity=25)
    assert moved.event.units == 25
    # No more of them than the order needs.
    assert len(await zone.offers(**named)) == 1
    with pytest.raises(ProgramRefused) as refused:
        await zone.forced_transfer_units(**(ordered | {"case": "СШ-1"}), quantity=26)
    assert refused.value.name == "InsufficientUnits"
    with pytest.raises(AccountMissing):
        await zone.forced_transfer_units(
            **(ordered | {"wallet": zone.operator.pubkey()}), quantity=1
        )
    await check(zone.chain, zone.address)


async def test_order_of_units_outside_brings_those_of_the_frozen_back(
    zone: FreshZone, wallets: Wallets
) -> None:
    named, _, (madina, olzhas) = await issued(zone, wallets, "Мадина Оспан", "Олжас Ибраев")
    await zone.withdraw_units(**named, quantity=40, wallet=madina)
    ordered = {**order(zone, madina, named), "recipient": olzhas.pubkey()}
    with pytest.raises(InputError, match=r"of 50 units .* 10 are free, 25 are to move"):
        await zone.forced_transfer_units(**ordered, quantity=25)
    with pytest.raises(ProgramRefused) as refused:
        await zone.recall_units(**named, wallet=madina.pubkey())
    assert refused.value.name == "UnitsStayOutside"
    await freeze(zone, madina, named)
    moved = await zone.forced_transfer_units(**ordered, quantity=25)
    assert moved.event.units == 25
    found = await zone.holding(**named, wallet=madina.pubkey())
    assert (found.outside, found.free) == (0, 25)
    with pytest.raises(ProgramRefused) as refused:
        await zone.withdraw_units(**named, quantity=1, wallet=madina)
    assert refused.value.name == "HoldingFrozen"
    await check(zone.chain, zone.address)


async def test_freeze_of_a_holding_ends_by_itself(embedded_chain: EmbeddedChain) -> None:
    async with FreshZone.found(embedded_chain) as zone:
        wallets = Wallets(zone)
        named, issuer, (madina, olzhas) = await issued(
            zone, wallets, "Мадина Оспан", "Олжас Ибраев"
        )
        await freeze(zone, madina, named)
        await zone.delist_instrument(**named, regulator=zone.regulators[1])
        await zone.call_redemption(**named, price=PRICE, issuer=issuer)
        # The price waits with the issuer, and pays the other meanwhile.
        with pytest.raises(ProgramRefused) as caught:
            await zone.redeem(**named, wallet=madina.pubkey())
        assert caught.value.name == "HoldingFrozen"
        await zone.redeem(**named, wallet=olzhas.pubkey())
        await embedded_chain.set_time(await embedded_chain.time() + DAY)
        redeemed = await zone.redeem(**named, wallet=madina.pubkey())
        assert redeemed.event.amount == 50 * PRICE
        await check(zone.chain, zone.address)


async def test_seize_units_after_the_end_opens_the_treasurys_holding(
    embedded_chain: EmbeddedChain,
) -> None:
    async with FreshZone.found(embedded_chain) as zone:
        named, _, (madina,) = await issued(zone, Wallets(zone), "Мадина Оспан")
        await zone.delist_instrument(**named, regulator=zone.regulators[1])
        await embedded_chain.set_time((await zone.state()).ends_at)
        seized = await zone.seize_units(**order(zone, madina, named), quantity=50)
        assert (seized.event.units, seized.event.treasury_units) == (0, 50)
        await check(zone.chain, zone.address)


async def test_order_that_is_known_to_be_refused_changes_nothing_before(
    zone: FreshZone, wallets: Wallets
) -> None:
    named, _, (madina,) = await issued(zone, wallets, "Мадина Оспан")
    other = await party(zone, wallets, "Олжас Ибраев", Role.INVESTOR)
    await offer(zone, madina, named, 5)
    await zone.withdraw_units(**named, quantity=40, wallet=madina)
    await freeze(zone, madina, named)
    ordered = order(zone, madina, named)
    before = await zone.holding(**named, wallet=madina.pubkey())
    with pytest.raises(InputError, match=r"recipient: .* would give units to itself"):
        await zone.forced_transfer_units(**ordered, recipient=madina.pubkey(), quantity=20)
    for take in (zone.seize_units, partial(zone.forced_transfer_units, recipient=other.pubkey())):
        with pytest.raises(ProgramRefused):
            await take(**ordered, quantity=51)
    assert await zone.holding(**named, wallet=madina.pubkey()) == before
    assert [each.wallet for each in await zone.holdings(**named)] == [madina.pubkey()]


async def test_order_of_units_to_a_holding_that_was_closed_opens_it_again(
    zone: FreshZone, wallets: Wallets
) -> None:
    """Its second life is told apart from the first, by the register and the invariants."""
    named, _, (madina, olzhas) = await issued(zone, wallets, "Мадина Оспан", "Олжас Ибраев")
    await zone.transfer_units(**named, recipient=madina.pubkey(), quantity=50, wallet=olzhas)
    audit = Audit(zone.chain, zone.address)
    await audit.check()
    await zone.delist_instrument(**named, regulator=zone.regulators[1])
    await zone.close_holding(**named, wallet=olzhas.pubkey())
    court = order(zone, madina, named)
    moved = await zone.forced_transfer_units(**court, recipient=olzhas.pubkey(), quantity=30)
    assert (moved.event.units, moved.event.recipient_units) == (70, 30)
    await audit.check()
    address = instrument_address(zone.address, named["mint"])
    register = (await unit_history(zone.chain, address)).at()
    assert register.proven
    assert {each.wallet: each.units for each in register.holders} == {
        madina.pubkey(): 70,
        olzhas.pubkey(): 30,
    }

"""Allowances, plans and mandates, metered."""

from __future__ import annotations

from typing import Final

from solders.keypair import Keypair

from alatau.program import (
    Service,
    allowance_address,
    decode_allowance,
    mandate_address,
    plan_address,
)
from alatau.program import instructions as build
from alatau.testing.meter import Meter
from alatau.testing.world import DAY, NO_CAP, WorldAsset, reference_of, world_key

_TIMES: Final = 8
_SERVICES: Final = 1 << Service.SHOPS | 1 << Service.CLINIC
_AMOUNT: Final = 50_000


async def consent(meter: Meter) -> None:
    """What delegates and merchants take with an owner's consent.  The clock moves weeks on."""
    await _allow(meter)
    await _mandates(meter)


async def give_rent_back(meter: Meter) -> None:
    """After the zone's end, which must have come."""
    world = meter.world
    payer, zone = world.payer.pubkey(), world.zone
    for owner in world.residents:
        for number in range(2):
            account = world.address(owner, world.tenge)
            address = allowance_address(account, _delegate(meter, number).pubkey())
            close = build.close_allowance(zone=zone, allowance=address, rent_payer=payer)
            await meter.run("close_allowance", f"the owner's {number}", close)
    for number in range(_TIMES):
        plan = plan_address(world.address(world.bereke, world.tenge), number)
        delete = build.delete_plan(zone=zone, plan=plan, rent_payer=payer)
        await meter.run("delete_plan", f"plan {number}", delete)


def _delegate(meter: Meter, number: int) -> Keypair:
    return world_key(meter.world.seed, f"delegate {number}")


async def _grant(
    meter: Meter, what: str, owner: Keypair, number: int, before: int, *, cap: int = NO_CAP
) -> None:
    world = meter.world
    granted = build.grant_allowance(
        wallet=owner.pubkey(),
        zone=world.zone,
        mint=world.tenge.mint,
        delegate=_delegate(meter, number).pubkey(),
        grants_before=before,
        per_payment=cap,
        per_period=cap,
        period=7 * DAY,
        services=_SERVICES,
        expires_at=world.ends_at,
        rent_payer=world.payer.pubkey(),
    )
    await meter.run("grant_allowance", what, granted, owner, world.payer)


async def _draw(meter: Meter, what: str, owner: Keypair, payee: Keypair, sequence: int) -> None:
    world = meter.world
    drawn = build.draw(
        delegate=_delegate(meter, 0).pubkey(),
        owner=owner.pubkey(),
        payee=payee.pubkey(),
        zone=world.zone,
        mint=world.tenge.mint,
        sequence=sequence,
        amount=_AMOUNT,
        reference=reference_of(what),
        service=Service.SHOPS,
    )
    await meter.run("draw", what, drawn, _delegate(meter, 0))


async def _allow(meter: Meter) -> None:
    world = meter.world
    for owner in world.residents:
        for number in range(2):
            await _grant(meter, "new", owner, number, 0)
        sequence = 0
        for time in range(_TIMES):
            for payee in world.merchants:
                sequence += 1
                await _draw(meter, f"the same day, {time}", owner, payee, sequence)
        for jump in (2, 64, 128, 1_024):
            sequence += jump
            await _draw(meter, f"a sequence {jump} ahead", owner, world.bereke, sequence)
        await _draw(meter, "a sequence back", owner, world.bereke, sequence - 100)
        await _grant(meter, "changed", owner, 0, 1, cap=10 * _AMOUNT)
    for days, what in ((1, "the first of a day"), (7, "the first of a period")):
        await meter.chain.set_time(await meter.chain.time() + days * DAY)
        for owner in world.residents:
            account = world.address(owner, world.tenge)
            address = allowance_address(account, _delegate(meter, 0).pubkey())
            await _grant(meter, what, owner, 0, 2 if days == 1 else 3)
            info = await meter.chain.account(address)
            latest = decode_allowance(info.data).sequence if info else 0
            await _draw(meter, what, owner, world.bereke, latest + 1)
    for owner in world.residents:
        for number in range(2):
            account = world.address(owner, world.tenge)
            address = allowance_address(account, _delegate(meter, number).pubkey())
            revoked = build.revoke_allowance(wallet=owner.pubkey(), allowance=address)
            await meter.run("revoke_allowance", f"the owner's {number}", revoked, owner)


async def _mandates(meter: Meter) -> None:
    world = meter.world
    for number in range(_TIMES):
        made = build.create_plan(
            wallet=world.bereke.pubkey(),
            zone=world.zone,
            mint=world.tenge.mint,
            number=number,
            amount=_AMOUNT,
            period=7 * DAY,
            service=Service.SHOPS,
            terms=reference_of("шарт"),
            rent_payer=world.payer.pubkey(),
        )
        await meter.run("create_plan", f"plan {number}", made, world.bereke, world.payer)
        for payer in world.residents:
            await _consent(meter, payer, number, world.tenge)
            await _pull(meter, "the first period", payer, number, 0)
    for days, what in ((7, "the second period"), (14, "after a missed one")):
        await meter.chain.set_time(await meter.chain.time() + days * DAY)
        for payer in world.residents:
            for number in range(_TIMES):
                await _pull(meter, what, payer, number, 1 if days == 7 else 3)
    for number in range(_TIMES):
        plan = plan_address(world.address(world.bereke, world.tenge), number)
        for payer in world.residents:
            cancelled = build.cancel_mandate(
                wallet=payer.pubkey(),
                mandate=mandate_address(world.address(payer, world.tenge), plan),
                rent_payer=world.payer.pubkey(),
            )
            await meter.run("cancel_mandate", f"plan {number}", cancelled, payer)
        closed = build.close_plan(wallet=world.bereke.pubkey(), plan=plan)
        await meter.run("close_plan", f"plan {number}", closed, world.bereke)


async def _consent(meter: Meter, payer: Keypair, number: int, asset: WorldAsset) -> None:
    world = meter.world
    granted = build.grant_mandate(
        wallet=payer.pubkey(),
        zone=world.zone,
        mint=asset.mint,
        plan=plan_address(world.address(world.bereke, asset), number),
        sequence=meter.sequence(payer, asset),
        amount=_AMOUNT,
        period=7 * DAY,
        ends_at=world.ends_at,
        rent_payer=world.payer.pubkey(),
    )
    await meter.run("grant_mandate", f"plan {number}", granted, payer, world.payer)


async def _pull(meter: Meter, what: str, payer: Keypair, number: int, index: int) -> None:
    world = meter.world
    pulled = build.pull(
        payer=payer.pubkey(),
        payee=world.bereke.pubkey(),
        zone=world.zone,
        mint=world.tenge.mint,
        plan=plan_address(world.address(world.bereke, world.tenge), number),
        index=index,
    )
    await meter.run("pull", f"{what}, plan {number}", pulled)

"""Offerings and subscriptions, metered."""

from __future__ import annotations

from typing import Final

from solders.keypair import Keypair
from solders.pubkey import Pubkey

from alatau.program import Allotment, instrument_address, offering_address
from alatau.program import instructions as build
from alatau.testing.meter import Meter
from alatau.testing.world import DAY, world_key

_OFFERINGS: Final = 8
_CANCELLED: Final = _OFFERINGS
"""The last one's number."""
_PRICE: Final = 100
_QUANTITY: Final = 30


async def offer_and_allot(meter: Meter) -> None:
    """What is done to offerings of an instrument that `issue_and_trade` has made."""
    now = await meter.chain.time()
    for number in range(1, _OFFERINGS + 1):
        await _create(meter, number, now)
    investors = (meter.world.aigul, meter.world.ilya)
    for number in range(1, _OFFERINGS + 1):
        for wallet in investors:
            await _subscribe(meter, number, wallet, 20)
        await _withdraw(meter, number, investors[0])
        await _subscribe(meter, number, investors[0], 25)
    await _cancel(meter)
    await meter.chain.set_time(now + 3 * DAY)
    for number in range(1, _OFFERINGS):
        # In any order.
        for wallet in investors if number % 2 else investors[::-1]:
            confirmed = build.confirm_subscription(
                instrument=instrument_address(meter.world.zone, _mint(meter)),
                offering=_offering(meter, number),
                wallet=wallet.pubkey(),
            )
            await meter.run("confirm_subscription", f"of {number}", confirmed)
        concluded = build.conclude_offering(zone=meter.world.zone, mint=_mint(meter), number=number)
        await meter.run("conclude_offering", f"the {number}th", concluded)
    for number in range(1, _OFFERINGS + 1):
        for wallet in investors:
            await _allot(meter, number, wallet)
        await _close(meter, number)


def _mint(meter: Meter) -> Pubkey:
    return world_key(meter.world.seed, "ALTW 0").pubkey()


def _offering(meter: Meter, number: int) -> Pubkey:
    return offering_address(instrument_address(meter.world.zone, _mint(meter)), number)


async def _create(meter: Meter, number: int, now: int) -> None:
    world = meter.world
    made = build.create_offering(
        issuer=world.bereke.pubkey(),
        zone=world.zone,
        mint=_mint(meter),
        payout_mint=world.tenge.mint,
        number=number,
        price=_PRICE,
        # One of them fails.
        quantity=_QUANTITY + 20 * (number == 1),
        minimum=_QUANTITY + 20 * (number == 1),
        least=1,
        most=_QUANTITY,
        opens_at=now,
        closes_at=now + DAY,
        cooling_off=DAY,
        allotment=Allotment(number % len(Allotment)),
        rent_payer=world.payer.pubkey(),
    )
    await meter.run("create_offering", f"the {number}th", made, world.bereke)


async def _subscribe(meter: Meter, number: int, wallet: Keypair, units: int) -> None:
    world = meter.world
    made = build.subscribe(
        wallet=wallet.pubkey(),
        zone=world.zone,
        mint=_mint(meter),
        payout_mint=world.tenge.mint,
        number=number,
        sequence=meter.sequence(wallet, world.tenge),
        units=units,
        rent_payer=world.payer.pubkey(),
    )
    await meter.run("subscribe", f"{units} of {number}", made, wallet)


async def _withdraw(meter: Meter, number: int, wallet: Keypair) -> None:
    world = meter.world
    made = build.withdraw_subscription(
        wallet=wallet.pubkey(),
        offering=_offering(meter, number),
        account=world.address(wallet, world.tenge),
        rent_payer=world.payer.pubkey(),
    )
    await meter.run("withdraw_subscription", f"of {number}", made, wallet)


async def _cancel(meter: Meter) -> None:
    world = meter.world
    made = build.cancel_offering(
        signer=world.bereke.pubkey(), zone=world.zone, mint=_mint(meter), number=_CANCELLED
    )
    await meter.run("cancel_offering", "by its issuer", made, world.bereke)


async def _allot(meter: Meter, number: int, wallet: Keypair) -> None:
    world = meter.world
    made = build.allot_subscription(
        zone=world.zone,
        instrument=instrument_address(world.zone, _mint(meter)),
        offering=_offering(meter, number),
        issuer_account=world.address(world.bereke, world.tenge),
        wallet=wallet.pubkey(),
        account=world.address(wallet, world.tenge),
        rent_payer=world.payer.pubkey(),
    )
    await meter.run("allot_subscription", f"of {number}", made)


async def _close(meter: Meter, number: int) -> None:
    world = meter.world
    made = build.close_offering(
        instrument=instrument_address(world.zone, _mint(meter)),
        issuer=world.bereke.pubkey(),
        offering=_offering(meter, number),
        issuer_account=world.address(world.bereke, world.tenge),
        rent_payer=world.payer.pubkey(),
    )
    await meter.run("close_offering", f"the {number}th", made)

"""An offering of a living zone's instrument, its subscriptions, and valid instructions on it."""

from __future__ import annotations

from typing import Any

from solders.keypair import Keypair
from solders.pubkey import Pubkey
from tests.program import world_instruments as held
from tests.program.world_attempts import Attempt, read, set_time
from tests.program.world_forks import NOW
from tests.program.world_payments import perform
from tests.program.world_valid import next_sequence

from alatau.program import (
    Allotment,
    Offering,
    Role,
    Subscription,
    decode_offering,
    decode_subscription,
    offering_address,
    subscription_address,
)
from alatau.program import instructions as build
from alatau.testing.world import DAY, World

PRICE = 1_000
QUANTITY = 300
MINIMUM = 200
LEAST, MOST = 10, 350
CLOSES = NOW + 3 * DAY
COOLING_OFF = DAY
CONCLUDES = CLOSES + COOLING_OFF
ABANDONED = CONCLUDES + 7 * DAY
TERMS: dict[str, Any] = {
    "price": PRICE,
    "quantity": QUANTITY,
    "minimum": MINIMUM,
    "least": LEAST,
    "most": MOST,
    "opens_at": NOW,
    "closes_at": CLOSES,
    "cooling_off": COOLING_OFF,
    "allotment": Allotment.PRO_RATA,
}


def offering_of(world: World, number: int = 1) -> Pubkey:
    """An offering of «Береке»."""
    return offering_address(held.instrument_of(world), number)


def subscription_of(world: World, wallet: Keypair, number: int = 1) -> Pubkey:
    """What a wallet has subscribed of it."""
    return subscription_address(offering_of(world, number), wallet.pubkey())


async def offering(world: World, number: int = 1) -> Offering:
    """The offering as it stands."""
    return decode_offering((await read(world, offering_of(world, number))).data)


async def subscription(world: World, wallet: Keypair) -> Subscription:
    """A subscription as it stands."""
    return decode_subscription((await read(world, subscription_of(world, wallet))).data)


def creating(world: World, number: int = 1, **terms: Any) -> Attempt:
    """«Береке» offers units; the treasury pays the rent."""
    made = build.create_offering(
        issuer=world.bereke.pubkey(),
        zone=world.zone,
        mint=held.mint(world),
        payout_mint=world.tenge.mint,
        number=number,
        rent_payer=world.treasury.pubkey(),
        **(TERMS | terms),
    )
    return Attempt.of(made, world.bereke, world.treasury)


async def subscribing(
    world: World, wallet: Keypair, units: int = MINIMUM, number: int = 1
) -> Attempt:
    """An investor subscribes; the treasury pays the rent."""
    made = build.subscribe(
        wallet=wallet.pubkey(),
        zone=world.zone,
        mint=held.mint(world),
        payout_mint=world.tenge.mint,
        number=number,
        sequence=await next_sequence(world, wallet, world.tenge),
        units=units,
        rent_payer=world.treasury.pubkey(),
    )
    return Attempt.of(made, wallet, world.treasury)


def withdrawing(world: World, wallet: Keypair) -> Attempt:
    """An investor takes its subscription back."""
    made = build.withdraw_subscription(
        wallet=wallet.pubkey(),
        offering=offering_of(world),
        account=world.address(wallet, world.tenge),
        rent_payer=world.treasury.pubkey(),
    )
    return Attempt.of(made, wallet)


def confirming(world: World, wallet: Keypair) -> Attempt:
    """Anyone confirms a subscription."""
    made = build.confirm_subscription(
        instrument=held.instrument_of(world), offering=offering_of(world), wallet=wallet.pubkey()
    )
    return Attempt.of(made)


def concluding(world: World) -> Attempt:
    """Anyone concludes the offering."""
    made = build.conclude_offering(zone=world.zone, mint=held.mint(world), number=1)
    return Attempt.of(made)


def cancelling(world: World, who: Keypair) -> Attempt:
    """The offering is given up."""
    made = build.cancel_offering(
        signer=who.pubkey(), zone=world.zone, mint=held.mint(world), number=1
    )
    return Attempt.of(made, who)


def allotting(world: World, wallet: Keypair) -> Attempt:
    """Anyone allots an investor's part."""
    made = build.allot_subscription(
        zone=world.zone,
        instrument=held.instrument_of(world),
        offering=offering_of(world),
        issuer_account=world.address(world.bereke, world.tenge),
        wallet=wallet.pubkey(),
        account=world.address(wallet, world.tenge),
        rent_payer=world.treasury.pubkey(),
    )
    return Attempt.of(made)


def closing(world: World) -> Attempt:
    """Anyone closes the offering."""
    made = build.close_offering(
        instrument=held.instrument_of(world),
        issuer=world.bereke.pubkey(),
        offering=offering_of(world),
        issuer_account=world.address(world.bereke, world.tenge),
        rent_payer=world.treasury.pubkey(),
    )
    return Attempt.of(made)


async def have_offering(world: World, **terms: Any) -> None:
    """An open offering of an instrument that nobody has units of."""
    await held.have_holders(world)
    await perform(world, creating(world, **terms))


async def have_subscribed(world: World, *units: int, **terms: Any) -> None:
    """An offering that Айгүл and then Илья have subscribed so many units of."""
    await have_offering(world, **terms)
    for wallet, each in zip(world.residents, units, strict=False):
        await perform(world, await subscribing(world, wallet, each))


async def have_confirmed(world: World, *units: int, **terms: Any) -> None:
    """As that, and confirmed in the same order, once the window is over."""
    await have_subscribed(world, *units, **terms)
    await set_time(world, CONCLUDES)
    for wallet, _ in zip(world.residents, units, strict=False):
        await perform(world, confirming(world, wallet))


async def have_concluded(world: World, *units: int, **terms: Any) -> None:
    """As that, and concluded."""
    await have_confirmed(world, *units, **terms)
    await perform(world, concluding(world))


# -- one valid instruction of every kind -------------------------------------------------


async def create_offering(world: World) -> Attempt:
    """Of which 100 units are issued already."""
    await held.have_holders(world, world.aigul)
    return creating(world)


async def subscribe(world: World) -> Attempt:
    await have_offering(world)
    return await subscribing(world, world.aigul)


async def withdraw_subscription(world: World) -> Attempt:
    await have_subscribed(world, MINIMUM)
    return withdrawing(world, world.aigul)


async def confirm_subscription(world: World) -> Attempt:
    """The second that is confirmed."""
    await have_subscribed(world, MINIMUM, 150)
    await set_time(world, NOW + 2 * DAY)
    await perform(world, confirming(world, world.ilya))
    return confirming(world, world.aigul)


async def conclude_offering(world: World) -> Attempt:
    """Oversubscribed."""
    await have_confirmed(world, MINIMUM, 150)
    return concluding(world)


async def conclude_offering_below_minimum(world: World) -> Attempt:
    await have_confirmed(world, MINIMUM - 1)
    return concluding(world)


async def cancel_offering(world: World) -> Attempt:
    await have_subscribed(world, MINIMUM)
    return cancelling(world, world.bereke)


async def cancel_offering_of_suspended(world: World) -> Attempt:
    """By the authority, which has suspended the instrument."""
    await have_subscribed(world, MINIMUM)
    await perform(world, held.suspending(world))
    return cancelling(world, world.regulators[1])


async def cancel_offering_of_delisted(world: World) -> Attempt:
    """By anyone."""
    await have_subscribed(world, MINIMUM)
    await perform(world, held.delisting(world))
    return cancelling(world, world.ilya)


async def allot_subscription(world: World) -> Attempt:
    await have_concluded(world, MINIMUM, 150)
    return allotting(world, world.aigul)


async def allot_subscription_of_failed(world: World) -> Attempt:
    await have_subscribed(world, MINIMUM)
    await perform(world, cancelling(world, world.bereke))
    return allotting(world, world.aigul)


async def close_offering(world: World) -> Attempt:
    """With units that Илья could not be allotted."""
    await have_concluded(world, MINIMUM, 150, allotment=Allotment.FIRST_COME)
    await perform(world, allotting(world, world.aigul))
    await perform(world, held.becoming(world, world.ilya, Role.RESIDENT))
    await perform(world, allotting(world, world.ilya))
    return closing(world)

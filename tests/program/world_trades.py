"""Trades, standing offers and splits of a living zone: valid instructions on its instrument."""

from __future__ import annotations

from solders.keypair import Keypair
from solders.pubkey import Pubkey
from tests.program import world_instruments as held
from tests.program.world_attempts import Attempt, read, set_time
from tests.program.world_forks import NOW
from tests.program.world_instruments import UNITS
from tests.program.world_payments import perform
from tests.program.world_valid import REFERENCE, next_sequence

from alatau.program import Offer, decode_offer, offer_address
from alatau.program import instructions as build
from alatau.testing.world import DAY, World

QUANTITY = 10
"""Units of an ordinary trade, and of an ordinary part of an offer."""
EACH = 2_000
"""What a unit is sold for."""
OFFERED = 30
LASTS = 2 * DAY


async def trading(
    world: World, seller: Keypair, buyer: Keypair, quantity: int = QUANTITY, price: int = 0
) -> Attempt:
    """Seller and buyer exchange units for `price` in all."""
    made = build.trade(
        seller=seller.pubkey(),
        buyer=buyer.pubkey(),
        zone=world.zone,
        mint=held.mint(world),
        payout_mint=world.tenge.mint,
        sequence=(await held.holding(world, seller)).sequence + 1,
        account_sequence=await next_sequence(world, buyer, world.tenge),
        quantity=quantity,
        price=price or quantity * EACH,
        reference=REFERENCE,
        expires_at=NOW + LASTS,
    )
    return Attempt.of(made, seller, buyer)


async def offering(
    world: World, wallet: Keypair, quantity: int = OFFERED, price: int = EACH, least: int = 1
) -> Attempt:
    """A holder offers units for `price` each; the treasury pays the rent."""
    made = build.offer_units(
        wallet=wallet.pubkey(),
        zone=world.zone,
        mint=held.mint(world),
        sequence=(await held.holding(world, wallet)).sequence + 1,
        quantity=quantity,
        price=price,
        expires_at=NOW + LASTS,
        least=least,
        rent_payer=world.treasury.pubkey(),
    )
    return Attempt.of(made, wallet, world.treasury)


async def taking(
    world: World, seller: Keypair, number: int, buyer: Keypair, quantity: int = QUANTITY
) -> Attempt:
    """A buyer takes units of an offer."""
    made = build.take_offer(
        wallet=buyer.pubkey(),
        seller=seller.pubkey(),
        zone=world.zone,
        mint=held.mint(world),
        payout_mint=world.tenge.mint,
        number=number,
        sequence=await next_sequence(world, buyer, world.tenge),
        quantity=quantity,
        rent_payer=world.treasury.pubkey(),
    )
    return Attempt.of(made, buyer)


def cancelling(world: World, seller: Keypair, number: int, wallet: Keypair) -> Attempt:
    """A wallet ends an offer."""
    made = build.cancel_offer(
        wallet=wallet.pubkey(),
        seller=seller.pubkey(),
        zone=world.zone,
        mint=held.mint(world),
        number=number,
        rent_payer=world.treasury.pubkey(),
    )
    return Attempt.of(made, wallet)


async def splitting(world: World, shares: int = 2, per_units: int = 3) -> Attempt:
    """Issuer and authority say what units are."""
    made = build.split_instrument(
        issuer=world.bereke.pubkey(),
        regulator=world.regulators[1].pubkey(),
        zone=world.zone,
        mint=held.mint(world),
        revision=(await held.instrument(world)).revision,
        shares=shares,
        per_units=per_units,
    )
    return Attempt.of(made, world.bereke, world.regulators[1])


def offer_of(world: World, wallet: Keypair, number: int) -> Pubkey:
    """The address of a wallet's offer."""
    return offer_address(held.holding_of(world, wallet), number)


async def offer(world: World, wallet: Keypair, number: int) -> Offer:
    """An offer as it stands."""
    return decode_offer((await read(world, offer_of(world, wallet, number))).data)


async def have_offer(world: World) -> int:
    """Илья has `UNITS` and offers `OFFERED` of them; the offer's number."""
    await held.have_holders(world, world.ilya)
    tried = await offering(world, world.ilya)
    await perform(world, tried)
    return int(tried.args["sequence"])


# -- one valid instruction of every kind -------------------------------------------------


async def trade(world: World) -> Attempt:
    """The second trade of Илья and Айгүл."""
    await held.have_holders(world, world.ilya)
    await perform(world, await trading(world, world.ilya, world.aigul))
    return await trading(world, world.ilya, world.aigul)


async def trade_all(world: World) -> Attempt:
    """All that Илья has."""
    await held.have_holders(world, world.ilya)
    return await trading(world, world.ilya, world.aigul, UNITS)


async def trade_to_last_holder(world: World) -> Attempt:
    """Of all that one of two holders has, to somebody who is none."""
    await held.have_holders(world, world.ilya, world.shipa)
    return await trading(world, world.ilya, world.aigul, UNITS)


async def offer_units(world: World) -> Attempt:
    """Offered by Илья, who has given before."""
    await held.have_holders(world, world.ilya)
    await perform(world, await held.giving(world, world.ilya, world.aigul, 10))
    return await offering(world, world.ilya)


async def take_offer(world: World) -> Attempt:
    """The second part."""
    number = await have_offer(world)
    await perform(world, await taking(world, world.ilya, number, world.aigul))
    return await taking(world, world.ilya, number, world.aigul)


async def take_all(world: World) -> Attempt:
    """All of an offer at once."""
    return await taking(world, world.ilya, await have_offer(world), world.aigul, OFFERED)


async def take_from_last_holder(world: World) -> Attempt:
    """Of all that one of two holders has, by somebody who is none."""
    await held.have_holders(world, world.ilya, world.shipa)
    offered = await offering(world, world.ilya, UNITS)
    await perform(world, offered)
    return await taking(world, world.ilya, offered.args["sequence"], world.aigul, UNITS)


async def cancel_offer(world: World) -> Attempt:
    return cancelling(world, world.ilya, await have_offer(world), world.ilya)


async def cancel_expired_offer(world: World) -> Attempt:
    """By anyone."""
    number = await have_offer(world)
    await set_time(world, NOW + LASTS)
    return cancelling(world, world.ilya, number, world.shipa)


async def cancel_offer_of_delisted(world: World) -> Attempt:
    """By anyone, as long as the zone goes on."""
    number = await have_offer(world)
    await perform(world, held.delisting(world))
    return cancelling(world, world.ilya, number, world.shipa)


async def split_instrument(world: World) -> Attempt:
    """Two shares are three units."""
    await held.have_holders(world)
    return await splitting(world)

"""An instrument that its issuer calls or takes units back of, and valid instructions on it."""

from __future__ import annotations

from typing import Any

from solders.keypair import Keypair
from tests.program import world_instruments as held
from tests.program import world_valid as valid
from tests.program.world_attempts import Attempt, set_time
from tests.program.world_forks import NOW
from tests.program.world_payments import perform

from alatau.program import instructions as build
from alatau.testing.world import DAY, World
from alatau.tokens import create_token_account, mint_to

PRICE = 1_250
"""Base units of a redeemed unit, and of a tendered one."""
TENDERED = 40
"""Units that an ordinary tender takes."""
MONEY = 1_000_000
"""What «Береке» can pay holders from."""
MATURITY = NOW + 2 * DAY


async def fund(world: World, wallet: Keypair, amount: int = MONEY) -> None:
    """Tokens for a wallet that has none, deposited."""
    asset, owner = world.tenge, wallet.pubkey()
    tokens = asset.token_account(owner)
    program = asset.token_program
    issuer = world.issuer.pubkey()
    await world.run(
        create_token_account(world.payer.pubkey(), owner, asset.mint, program),
        mint_to(issuer, asset.mint, tokens, amount, asset.decimals, program),
        signers=(world.issuer,),
    )
    await perform(world, await valid.depositing(world, wallet, asset, amount))


async def have_issued(world: World, **terms: Any) -> None:
    """«Береке» has money and, as Айгүл and Илья, `UNITS` of what matures in two days."""
    await held.have_holders(
        world, world.bereke, world.aigul, world.ilya, **({"maturity": MATURITY} | terms)
    )
    await fund(world, world.bereke)


def _named(world: World) -> dict[str, Any]:
    return {"zone": world.zone, "mint": held.mint(world), "payout_mint": world.tenge.mint}


async def calling(world: World, price: int = PRICE) -> Attempt:
    """«Береке» calls all units."""
    made = build.call_redemption(
        issuer=world.bereke.pubkey(),
        **_named(world),
        sequence=await valid.next_sequence(world, world.bereke, world.tenge),
        price=price,
    )
    return Attempt.of(made, world.bereke)


def redeeming(world: World, wallet: Keypair) -> Attempt:
    """Anyone has a wallet's units redeemed."""
    made = build.redeem(**_named(world), wallet=wallet.pubkey(), issuer=world.bereke.pubkey())
    return Attempt.of(made)


async def opening_tender(world: World, quantity: int = TENDERED, price: int = PRICE) -> Attempt:
    """«Береке» takes units back."""
    made = build.open_tender(
        issuer=world.bereke.pubkey(),
        **_named(world),
        sequence=await valid.next_sequence(world, world.bereke, world.tenge),
        price=price,
        quantity=quantity,
    )
    return Attempt.of(made, world.bereke)


async def tendering(
    world: World, wallet: Keypair, quantity: int = TENDERED // 4, price: int = PRICE
) -> Attempt:
    """A holder gives units back."""
    made = build.tender_units(
        wallet=wallet.pubkey(),
        **_named(world),
        issuer=world.bereke.pubkey(),
        sequence=(await held.holding(world, wallet)).sequence + 1,
        quantity=quantity,
        price=price,
    )
    return Attempt.of(made, wallet)


def closing_tender(world: World, signer: Keypair) -> Attempt:
    """Somebody ends the tender."""
    made = build.close_tender(signer=signer.pubkey(), **_named(world), issuer=world.bereke.pubkey())
    return Attempt.of(made, signer)


async def have_called(world: World, **terms: Any) -> None:
    """All units are called, at maturity."""
    await have_issued(world, **terms)
    await set_time(world, MATURITY)
    await perform(world, await calling(world))


async def have_tender(world: World, **terms: Any) -> None:
    """A tender of `TENDERED` units is open."""
    await have_issued(world, **terms)
    await perform(world, await opening_tender(world))


# -- one valid instruction of every kind -------------------------------------------------


async def call_redemption(world: World) -> Attempt:
    """At maturity, of an instrument of which the issuer has units too."""
    await have_issued(world)
    await set_time(world, MATURITY)
    return await calling(world)


async def call_redemption_of_delisted(world: World) -> Attempt:
    """As soon as the authority has delisted it."""
    await have_issued(world)
    await perform(world, held.delisting(world))
    return await calling(world)


async def redeem(world: World) -> Attempt:
    """The second holding that is redeemed."""
    await have_called(world)
    await perform(world, redeeming(world, world.ilya))
    return redeeming(world, world.aigul)


async def redeem_of_delisted(world: World) -> Attempt:
    """The authority delists it meanwhile."""
    await have_called(world)
    await perform(world, held.delisting(world))
    return redeeming(world, world.aigul)


async def open_tender(world: World) -> Attempt:
    await have_issued(world)
    return await opening_tender(world)


async def tender_units(world: World) -> Attempt:
    """Айгүл for the second time."""
    await have_tender(world)
    await perform(world, await tendering(world, world.aigul, 1))
    return await tendering(world, world.aigul)


async def close_tender(world: World) -> Attempt:
    """By the issuer, of a tender that some units came to."""
    await have_tender(world)
    await perform(world, await tendering(world, world.aigul))
    return closing_tender(world, world.bereke)


async def close_tender_of_suspended(world: World) -> Attempt:
    """By the authority, which has suspended the instrument."""
    await have_tender(world)
    await perform(world, held.suspending(world))
    return closing_tender(world, world.regulators[1])


async def close_tender_of_delisted(world: World) -> Attempt:
    """By anyone."""
    await have_tender(world)
    await perform(world, held.delisting(world))
    return closing_tender(world, world.ilya)

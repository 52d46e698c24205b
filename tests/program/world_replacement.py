"""A holder that has lost its wallet, and valid instructions to replace it."""

from __future__ import annotations

from typing import Any

from solders.keypair import Keypair
from tests.program import world_instruments as held
from tests.program import world_outside as outside
from tests.program import world_trades as traded
from tests.program.world_attempts import Attempt, forge, set_time
from tests.program.world_forks import NOW
from tests.program.world_payments import perform

from alatau.program import instructions as build
from alatau.testing.world import DAY, World

NOTICE = 7 * DAY
DUE = NOW + NOTICE
"""When what is proposed at the world's beginning can be done."""


def _named(world: World) -> dict[str, Any]:
    return {"zone": world.zone, "mint": held.mint(world)}


async def proposing(world: World) -> Attempt:
    """«Береке» and the operator say that «Шипа» is Илья."""
    made = build.propose_replacement(
        issuer=world.bereke.pubkey(),
        operator=world.operator.pubkey(),
        **_named(world),
        holder=world.ilya.pubkey(),
        successor=world.shipa.pubkey(),
        revision=(await held.holding(world, world.ilya)).revision,
    )
    return Attempt.of(made, world.bereke, world.operator)


def vetoing(world: World, signer: Keypair) -> Attempt:
    """Somebody ends it."""
    made = build.veto_replacement(
        wallet=signer.pubkey(), **_named(world), holder=world.ilya.pubkey()
    )
    return Attempt.of(made, signer)


def replacing(world: World) -> Attempt:
    """Anyone does it."""
    made = build.replace_holder(
        **_named(world), holder=world.ilya.pubkey(), successor=world.shipa.pubkey()
    )
    return Attempt.of(made)


async def have_proposed(world: World) -> None:
    """Илья's replacement is proposed; Айгүл has units too."""
    await held.have_holders(world, world.ilya, world.aigul)
    await perform(world, await proposing(world))


async def have_due(world: World) -> None:
    """It can be done."""
    await have_proposed(world)
    await set_time(world, DUE)


# -- one valid instruction of every kind -------------------------------------------------


async def propose_replacement(world: World) -> Attempt:
    """The second time, after a veto."""
    await have_proposed(world)
    await perform(world, vetoing(world, world.ilya))
    return await proposing(world)


async def veto_replacement(world: World) -> Attempt:
    """By who is thought to have lost its wallet."""
    await have_proposed(world)
    return vetoing(world, world.ilya)


async def veto_by_issuer(world: World) -> Attempt:
    await have_proposed(world)
    return vetoing(world, world.bereke)


async def veto_by_operator(world: World) -> Attempt:
    """Once it can be done, but is not."""
    await have_due(world)
    return vetoing(world, world.operator)


async def replace_holder(world: World) -> Attempt:
    """By anyone, at the first second."""
    await have_due(world)
    return replacing(world)


async def cancel_offer_of_replaced(world: World) -> Attempt:
    """By anyone, so that the units are free, at the first second."""
    number = await traded.have_offer(world)
    await forge(world, traded.offer_of(world, world.ilya, number), expires_at=DUE + DAY)
    await perform(world, await proposing(world))
    await set_time(world, DUE)
    return traded.cancelling(world, world.ilya, number, world.shipa)


async def recall_units_of_replaced(world: World) -> Attempt:
    """By anyone, so that nothing is outside, at the first second."""
    await held.have_holders(world, world.ilya)
    await outside.have_token(world, world.ilya)
    await perform(world, await outside.withdrawing(world, world.ilya))
    await perform(world, await proposing(world))
    await set_time(world, DUE)
    return outside.recalling(world, world.ilya)

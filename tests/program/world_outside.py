"""Units of a living zone's instrument that go to their holders' own token accounts and back."""

from __future__ import annotations

from typing import Any

from solders.keypair import Keypair
from solders.pubkey import Pubkey
from tests.program import world_instruments as held
from tests.program import world_redemption as paid
from tests.program.world_attempts import Attempt, read, set_time
from tests.program.world_payments import perform

from alatau.program import TOKEN_2022_PROGRAM, unit_vault_address, wallet_token_address
from alatau.program import instructions as build
from alatau.testing.world import World
from alatau.tokens import create_token_account, token_amount

OUTSIDE = 30
"""Units that an ordinary withdrawal takes."""
STATE = 108
"""Of a token account: 1 moves, 2 is frozen."""


def token_of(world: World, wallet: Keypair) -> Pubkey:
    """The token account that a wallet's units are outside in."""
    return wallet_token_address(wallet.pubkey(), held.mint(world))


async def tokens(world: World, wallet: Keypair) -> tuple[int, int]:
    """What is on it, and its state."""
    data = (await read(world, token_of(world, wallet))).data
    return token_amount(data), data[STATE]


async def vault_tokens(world: World) -> int:
    """What the instrument's vault has."""
    return token_amount((await read(world, unit_vault_address(world.zone, held.mint(world)))).data)


async def have_token(world: World, wallet: Keypair) -> None:
    """A token account of a wallet, made by whoever pays its rent."""
    payer, mint = world.payer.pubkey(), held.mint(world)
    await world.run(create_token_account(payer, wallet.pubkey(), mint, TOKEN_2022_PROGRAM))


def _named(world: World, wallet: Keypair) -> dict[str, Any]:
    return {"zone": world.zone, "mint": held.mint(world), "wallet": wallet.pubkey()}


async def withdrawing(world: World, wallet: Keypair, quantity: int = OUTSIDE) -> Attempt:
    """A holder takes units out."""
    sequence = (await held.holding(world, wallet)).sequence + 1
    made = build.withdraw_units(**_named(world, wallet), sequence=sequence, quantity=quantity)
    return Attempt.of(made, wallet)


async def returning(world: World, wallet: Keypair, quantity: int = OUTSIDE // 3) -> Attempt:
    """A holder brings units back."""
    sequence = (await held.holding(world, wallet)).sequence + 1
    made = build.return_units(**_named(world, wallet), sequence=sequence, quantity=quantity)
    return Attempt.of(made, wallet)


def recalling(world: World, wallet: Keypair) -> Attempt:
    """Anyone brings all of a wallet's units back."""
    return Attempt.of(build.recall_units(**_named(world, wallet)))


async def have_outside(world: World, **terms: Any) -> None:
    """Of the `UNITS` that Айгүл has, `OUTSIDE` are outside; «Береке» has money, Илья units."""
    await paid.have_issued(world, **terms)
    for wallet in (world.aigul, world.ilya):
        await have_token(world, wallet)
    await perform(world, await withdrawing(world, world.aigul))


# -- one valid instruction of every kind -------------------------------------------------


async def withdraw_units(world: World) -> Attempt:
    """Айгүл for the second time."""
    await have_outside(world)
    return await withdrawing(world, world.aigul, 1)


async def return_units(world: World) -> Attempt:
    """A part of what is outside."""
    await have_outside(world)
    return await returning(world, world.aigul)


async def recall_units(world: World) -> Attempt:
    """The authority has delisted it."""
    await have_outside(world)
    await perform(world, held.delisting(world))
    return recalling(world, world.aigul)


async def recall_units_of_called(world: World) -> Attempt:
    """At maturity."""
    await have_outside(world)
    await set_time(world, paid.MATURITY)
    await perform(world, await paid.calling(world))
    return recalling(world, world.aigul)

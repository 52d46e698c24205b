"""Distributions to the holders of a living zone's instrument, and valid instructions on them."""

from __future__ import annotations

from typing import Any

from solders.keypair import Keypair
from tests.program import world_instruments as held
from tests.program.world_attempts import Attempt, next_block, set_time, write
from tests.program.world_payments import perform
from tests.program.world_valid import REFERENCE, depositing

from alatau.chain.base import AccountInfo
from alatau.program import SYSTEM_PROGRAM, Role
from alatau.program import instructions as build
from alatau.testing.world import DAY, World
from alatau.tokens import create_token_account, mint_to

SUM = 100_000_01
"""In base units; a sum that `held.UNITS` units do not divide."""
FUNDS = 1_000_000_00
"""What «Береке», the issuer, has deposited."""
TAX_BPS = (0, 500, 1_000, 1_500)
"""Withheld, by the tax category of a holder."""
CATEGORY = 2
"""Of Айгүл, who is paid."""


async def distributing(world: World, amount: int = SUM, **more: Any) -> Attempt:
    """«Береке» pays in for all holders."""
    found = await held.instrument(world)
    account = await world.account(world.bereke, world.tenge)
    asked: dict[str, Any] = {
        "sequence": account.sequence + 1,
        "amount": amount,
        "quotient": found.quotient(amount),
        "reference": REFERENCE,
    }
    made = build.distribute(
        issuer=world.bereke.pubkey(),
        zone=world.zone,
        mint=held.mint(world),
        payout_mint=world.tenge.mint,
        **(asked | more),
    )
    return Attempt.of(made, world.bereke)


def claiming(world: World, wallet: Keypair) -> Attempt:
    """Anyone claims for a holder."""
    made = build.claim(
        zone=world.zone,
        mint=held.mint(world),
        payout_mint=world.tenge.mint,
        wallet=wallet.pubkey(),
        issuer=world.bereke.pubkey(),
    )
    return Attempt.of(made)


def opening(world: World, wallet: Keypair) -> Attempt:
    """Anyone, here the treasury, opens the account that a holder is paid on."""
    made = build.open_payout_account(
        payer=world.treasury.pubkey(),
        zone=world.zone,
        mint=held.mint(world),
        payout_mint=world.tenge.mint,
        wallet=wallet.pubkey(),
    )
    return Attempt.of(made, world.treasury)


async def have_funds(world: World, *holders: Keypair) -> None:
    """An issuer with money, and holders of `held.UNITS` units each."""
    await held.have_holders(world, *holders, tax_bps=TAX_BPS)
    await fund_issuer(world)
    await have_category(world, world.aigul, CATEGORY)


async def fund_issuer(world: World) -> None:
    """«Береке» has `FUNDS` to pay in."""
    asset, owner = world.tenge, world.bereke.pubkey()
    program, tokens = asset.token_program, asset.token_account(owner)
    await world.run(
        create_token_account(world.payer.pubkey(), owner, asset.mint, program),
        mint_to(world.issuer.pubkey(), asset.mint, tokens, FUNDS, asset.decimals, program),
        signers=(world.issuer,),
    )
    await perform(world, await depositing(world, world.bereke, asset, FUNDS))


async def have_category(
    world: World, wallet: Keypair, category: int, role: Role = Role.RESIDENT
) -> None:
    """The operator puts an investor into a tax category."""
    made = build.amend_participant(
        operator=world.operator.pubkey(),
        zone=world.zone,
        wallet=wallet.pubkey(),
        roles=role | Role.INVESTOR,
        tier=0,
        tax_category=category,
        verified_until=world.ends_at + DAY,
    )
    await next_block(world)
    await perform(world, Attempt.of(made, world.operator))


# -- one valid instruction of every kind -------------------------------------------------


async def distribute(world: World) -> Attempt:
    """The second distribution, to Айгүл alone."""
    await have_funds(world, world.aigul)
    await perform(world, await distributing(world))
    return await distributing(world)


async def claim(world: World) -> Attempt:
    """The first claim of Айгүл, one of two holders, after two distributions."""
    await have_funds(world, world.aigul, world.ilya)
    for _ in range(2):
        await perform(world, await distributing(world))
    return claiming(world, world.aigul)


async def claim_of_issuer(world: World) -> Attempt:
    """«Береке» has units of its own too."""
    await have_funds(world, world.aigul, world.bereke)
    await perform(world, await distributing(world))
    return claiming(world, world.bereke)


async def open_payout_account(world: World) -> Attempt:
    """For «Шипа», which has no account of the tenge after the zone's end."""
    await have_funds(world, world.aigul, world.shipa)
    await perform(world, await distributing(world))
    await set_time(world, world.ends_at)
    tried = opening(world, world.shipa)
    await forget(world, tried)
    return tried


async def forget(world: World, tried: Attempt) -> None:
    """An account is no more, as once the zone has ended and it was closed."""
    await write(world, tried.address("account"), AccountInfo(0, SYSTEM_PROGRAM, b""))


async def close_holding_entitled(world: World) -> Attempt:
    """Айгүл has claimed and given all of her units away; the instrument is delisted."""
    await have_funds(world, world.aigul)
    await perform(world, await distributing(world))
    await perform(world, await held.giving(world, world.aigul, world.ilya, held.UNITS))
    await perform(world, claiming(world, world.aigul))
    await perform(world, held.delisting(world))
    return held.closing(world, world.aigul)

"""Valid conversions and payments from wallets, in a living zone."""

from __future__ import annotations

from solders.keypair import Keypair
from tests.program.world_attempts import Attempt, forge
from tests.program.world_valid import AMOUNT, REFERENCE, next_sequence

from alatau.program import MintFlag, Service, decode_participant, participant_address
from alatau.program import instructions as build
from alatau.testing.exchange import add_provider, add_wallet
from alatau.testing.world import DAY, World, WorldAsset, world_key

OUT, MID = 400_000, 404_000
"""Base units that the payee gets, and that the mid rate would give."""
LASTS = 60
"""Seconds that a quote is good for."""


def provider_of(world: World) -> Keypair:
    """The exchange provider that `convert` adds."""
    return world_key(world.seed, "«Алмас» айырбас")


def walker_of(world: World, tier: int = 0) -> Keypair:
    """The participant without accounts that `deposit_and_pay` adds."""
    return world_key(world.seed, f"Ержан Төлеген, {tier}")


async def rescreen_asset(world: World) -> Attempt:
    """Tenge, which nobody can freeze, were listed with a permanent delegate."""
    await forge(world, world.tenge.address, flags=MintFlag.PERMANENT_DELEGATE)
    made = build.rescreen_asset(
        operator=world.operator.pubkey(), zone=world.zone, mint=world.tenge.mint
    )
    return Attempt.of(made, world.operator)


async def convert(world: World) -> Attempt:
    """Айгүл pays tenge, «Береке» gets dollars."""
    await add_provider(world)
    return await converting(world, world.aigul, world.tenge, world.dollar)


async def convert_late(world: World) -> Attempt:
    """The same, at a quote that outlives the zone."""
    return (await convert(world)).with_args(expires_at=world.ends_at + DAY)


async def convert_back(world: World) -> Attempt:
    """Айгүл pays dollars, of which no caps hold, «Береке» gets tenge."""
    await add_provider(world)
    return await converting(world, world.aigul, world.dollar, world.tenge)


async def converting(
    world: World,
    payer: Keypair,
    asset_in: WorldAsset,
    asset_out: WorldAsset,
    amounts: tuple[int, int, int] = (AMOUNT, OUT, MID),
) -> Attempt:
    """Pays «Береке»: what goes in, what comes out, what the mid rate would give."""
    provider = provider_of(world)
    made = build.convert(
        wallet=payer.pubkey(),
        provider=provider.pubkey(),
        payee=world.bereke.pubkey(),
        zone=world.zone,
        mint_in=asset_in.mint,
        mint_out=asset_out.mint,
        sequence=await next_sequence(world, payer, asset_in),
        amount_in=amounts[0],
        amount_out=amounts[1],
        mid_out=amounts[2],
        reference=REFERENCE,
        service=Service.CLINIC,
        expires_at=await world.chain.time() + LASTS,
    )
    return Attempt.of(made, payer, provider)


async def deposit_and_pay(world: World) -> Attempt:
    """Ержан, in tier 0, pays «Береке» tenge of his wallet."""
    wallet = await add_wallet(world, tier=0, who="Ержан Төлеген, 0")
    return await paying_from_wallet(world, wallet, world.tenge)


async def deposit_and_pay_crypto(world: World) -> Attempt:
    """The same in dollars, of which no caps hold."""
    wallet = await add_wallet(world, tier=0, who="Ержан Төлеген, 0")
    return await paying_from_wallet(world, wallet, world.dollar)


async def paying_from_wallet(
    world: World,
    wallet: Keypair,
    asset: WorldAsset,
    amount: int = AMOUNT,
    *,
    minimum: int | None = None,
) -> Attempt:
    """Pays «Береке» straight from a wallet."""
    info = await world.chain.account(participant_address(world.zone, wallet.pubkey()))
    assert info is not None
    made = build.deposit_and_pay(
        wallet=wallet.pubkey(),
        payee=world.bereke.pubkey(),
        zone=world.zone,
        mint=asset.mint,
        token_program=asset.token_program,
        sequence=decode_participant(info.data).wallet_sequence + 1,
        amount=amount,
        minimum=minimum,
        reference=REFERENCE,
        service=Service.CLINIC,
    )
    return Attempt.of(made, wallet)

"""Valid instructions of the regulators: freezes, and what both order by a case."""

from __future__ import annotations

from solders.keypair import Keypair
from tests.program.world_attempts import Attempt
from tests.program.world_forks import NOW
from tests.program.world_payments import perform
from tests.program.world_valid import AMOUNT

from alatau.program import case_id
from alatau.program import instructions as build
from alatau.testing.world import DAY, World, WorldAsset

CASE = case_id("ҚІ-2026/117")
BASIS = 74
UNTIL = NOW + DAY


def freezing_account(
    world: World,
    regulator: Keypair,
    wallet: Keypair,
    asset: WorldAsset,
    *,
    case: bytes = CASE,
    until: int = UNTIL,
) -> Attempt:
    """A regulator freezes a wallet's account for a day."""
    made = build.freeze_account(
        regulator=regulator.pubkey(),
        zone=world.zone,
        wallet=wallet.pubkey(),
        mint=asset.mint,
        case=case,
        basis=BASIS,
        until=until,
    )
    return Attempt.of(made, regulator)


def freezing_participant(
    world: World, regulator: Keypair, wallet: Keypair, *, until: int = UNTIL
) -> Attempt:
    """A regulator freezes a participant for a day."""
    made = build.freeze_participant(
        regulator=regulator.pubkey(),
        zone=world.zone,
        wallet=wallet.pubkey(),
        case=CASE,
        basis=BASIS,
        until=until,
    )
    return Attempt.of(made, regulator)


def unfreezing_account(
    world: World, regulator: Keypair, wallet: Keypair, asset: WorldAsset
) -> Attempt:
    """A regulator ends its freeze of a wallet's account."""
    made = build.unfreeze_account(
        regulator=regulator.pubkey(), zone=world.zone, wallet=wallet.pubkey(), mint=asset.mint
    )
    return Attempt.of(made, regulator)


def unfreezing_participant(world: World, regulator: Keypair, wallet: Keypair) -> Attempt:
    """A regulator ends its freeze of a participant."""
    made = build.unfreeze_participant(
        regulator=regulator.pubkey(), zone=world.zone, wallet=wallet.pubkey()
    )
    return Attempt.of(made, regulator)


def seizing(
    world: World,
    wallet: Keypair,
    asset: WorldAsset,
    amount: int = AMOUNT,
    *,
    case: bytes = CASE,
    treasury: Keypair | None = None,
) -> Attempt:
    """Both regulators take money of a wallet to the treasury, which pays the rent."""
    bank, authority = world.regulators
    made = build.seize(
        payer=world.treasury.pubkey(),
        first_regulator=bank.pubkey(),
        second_regulator=authority.pubkey(),
        zone=world.zone,
        wallet=wallet.pubkey(),
        mint=asset.mint,
        treasury=(treasury or world.treasury).pubkey(),
        case=case,
        basis=BASIS,
        amount=amount,
    )
    return Attempt.of(made, world.treasury, bank, authority)


def forcing(
    world: World,
    wallet: Keypair,
    recipient: Keypair,
    asset: WorldAsset,
    amount: int = AMOUNT,
    *,
    case: bytes = CASE,
) -> Attempt:
    """Both regulators move money of a wallet to another's account."""
    bank, authority = world.regulators
    made = build.forced_transfer(
        payer=world.treasury.pubkey(),
        first_regulator=bank.pubkey(),
        second_regulator=authority.pubkey(),
        zone=world.zone,
        wallet=wallet.pubkey(),
        recipient=recipient.pubkey(),
        mint=asset.mint,
        case=case,
        basis=BASIS,
        amount=amount,
    )
    return Attempt.of(made, world.treasury, bank, authority)


async def freeze_account(world: World) -> Attempt:
    return freezing_account(world, world.regulators[0], world.aigul, world.tenge)


async def unfreeze_account(world: World) -> Attempt:
    await perform(world, await freeze_account(world))
    return unfreezing_account(world, world.regulators[0], world.aigul, world.tenge)


async def freeze_participant(world: World) -> Attempt:
    return freezing_participant(world, world.regulators[1], world.aigul)


async def unfreeze_participant(world: World) -> Attempt:
    await perform(world, await freeze_participant(world))
    return unfreezing_participant(world, world.regulators[1], world.aigul)


async def seize(world: World) -> Attempt:
    return seizing(world, world.aigul, world.tenge)


async def forced_transfer(world: World) -> Attempt:
    return forcing(world, world.aigul, world.shipa, world.tenge)

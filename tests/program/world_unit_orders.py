"""Valid instructions of both regulators about units: freezes of holdings, and orders by a case."""

from __future__ import annotations

from solders.keypair import Keypair
from tests.program import world_instruments as held
from tests.program import world_outside as outside
from tests.program import world_trades as traded
from tests.program.world_attempts import Attempt
from tests.program.world_enforcement import BASIS, CASE, UNTIL
from tests.program.world_forks import NOW
from tests.program.world_payments import perform

from alatau.program import case_id
from alatau.program import instructions as build
from alatau.testing.world import DAY, World

QUANTITY = 25
"""Units of an ordinary order."""
FREEZE = (NOW + 99 * DAY, CASE, BASIS, bytes(6))
"""What an account says that both regulators have frozen."""


def freezing_holding(
    world: World, wallet: Keypair, *, case: bytes = CASE, until: int = UNTIL
) -> Attempt:
    """Both regulators freeze what a wallet has, for a day."""
    bank, authority = world.regulators
    made = build.freeze_holding(
        first_regulator=bank.pubkey(),
        second_regulator=authority.pubkey(),
        zone=world.zone,
        wallet=wallet.pubkey(),
        mint=held.mint(world),
        case=case,
        basis=BASIS,
        until=until,
    )
    return Attempt.of(made, bank, authority)


def unfreezing_holding(world: World, regulator: Keypair, wallet: Keypair) -> Attempt:
    """A regulator ends it."""
    made = build.unfreeze_holding(
        regulator=regulator.pubkey(),
        zone=world.zone,
        wallet=wallet.pubkey(),
        mint=held.mint(world),
    )
    return Attempt.of(made, regulator)


def seizing_units(
    world: World, wallet: Keypair, quantity: int = QUANTITY, *, case: bytes = CASE
) -> Attempt:
    """Both regulators take units to the treasury, which pays the rent."""
    bank, authority = world.regulators
    made = build.seize_units(
        payer=world.treasury.pubkey(),
        first_regulator=bank.pubkey(),
        second_regulator=authority.pubkey(),
        zone=world.zone,
        wallet=wallet.pubkey(),
        mint=held.mint(world),
        treasury=world.treasury.pubkey(),
        case=case,
        basis=BASIS,
        quantity=quantity,
    )
    return Attempt.of(made, world.treasury, bank, authority)


def forcing_units(
    world: World,
    wallet: Keypair,
    recipient: Keypair,
    quantity: int = QUANTITY,
    *,
    case: bytes = CASE,
) -> Attempt:
    """Both regulators move units to another holding."""
    bank, authority = world.regulators
    made = build.forced_transfer_units(
        payer=world.treasury.pubkey(),
        first_regulator=bank.pubkey(),
        second_regulator=authority.pubkey(),
        zone=world.zone,
        wallet=wallet.pubkey(),
        recipient=recipient.pubkey(),
        mint=held.mint(world),
        case=case,
        basis=BASIS,
        quantity=quantity,
    )
    return Attempt.of(made, world.treasury, bank, authority)


async def have_frozen(world: World) -> None:
    """Айгүл and Илья have `UNITS` each; what Айгүл has is frozen."""
    await held.have_holders(world, world.aigul, world.ilya)
    await perform(world, freezing_holding(world, world.aigul))


# -- one valid instruction of every kind -------------------------------------------------


async def freeze_holding(world: World) -> Attempt:
    """The second freeze of a holding, which replaces the first."""
    await have_frozen(world)
    return freezing_holding(world, world.aigul, case=case_id("ҚІ-2026/118"))


async def unfreeze_holding(world: World) -> Attempt:
    """By the central bank alone."""
    await have_frozen(world)
    return unfreezing_holding(world, world.regulators[0], world.aigul)


async def seize_units(world: World) -> Attempt:
    """Some of what is frozen."""
    await have_frozen(world)
    await perform(world, held.opening(world, world.treasury))
    return seizing_units(world, world.aigul)


async def forced_transfer_units(world: World) -> Attempt:
    """To the second holder of a full register: «Шипа» would be the third."""
    await have_frozen(world)
    return forcing_units(world, world.aigul, world.shipa)


async def cancel_offer_of_frozen(world: World) -> Attempt:
    """By a stranger."""
    number = await traded.have_offer(world)
    await perform(world, freezing_holding(world, world.ilya))
    return traded.cancelling(world, world.ilya, number, world.aigul)


async def recall_units_of_frozen(world: World) -> Attempt:
    """By anyone, so that the units are free for an order."""
    await outside.have_outside(world)
    await perform(world, freezing_holding(world, world.aigul))
    return outside.recalling(world, world.aigul)

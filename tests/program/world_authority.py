"""Valid instructions of a zone's authorities, of its end and of migration."""

from __future__ import annotations

from dataclasses import replace

from solders.keypair import Keypair
from solders.pubkey import Pubkey
from tests.program.world_attempts import Attempt, forge, read, set_time, write
from tests.program.world_forks import NOW

from alatau.program import (
    PaymentAccount,
    Seat,
    account_address,
    asset_address,
    decode_payment_account,
)
from alatau.program import instructions as build
from alatau.testing.world import DAY, World, world_key

SUCCESSOR = "Сәуле Ахметова"
UNTIL = NOW + DAY


def successor(world: World) -> Keypair:
    """Who is to follow, in whatever seat."""
    return world_key(world.seed, SUCCESSOR)


def propose(world: World, seat: Seat, incumbent: Keypair) -> Attempt:
    """The holder of a seat names a successor."""
    made = build.propose_authority(
        incumbent=incumbent.pubkey(),
        zone=world.zone,
        seat=seat,
        successor=successor(world).pubkey(),
    )
    return Attempt.of(made, incumbent)


async def propose_authority(world: World) -> Attempt:
    return propose(world, Seat.FIRST_REGULATOR, world.regulators[0])


async def propose_treasury(world: World) -> Attempt:
    return propose(world, Seat.TREASURY, world.operator)


async def propose_operator(world: World) -> Attempt:
    return propose(world, Seat.OPERATOR, world.operator)


def replacing(world: World, seat: Seat, first: Keypair, second: Keypair) -> Attempt:
    """Two authorities name who is to follow the third."""
    made = build.replace_authority(
        first=first.pubkey(),
        second=second.pubkey(),
        zone=world.zone,
        seat=seat,
        successor=successor(world).pubkey(),
    )
    return Attempt.of(made, first, second)


async def replace_authority(world: World) -> Attempt:
    return replacing(world, Seat.FIRST_REGULATOR, world.operator, world.regulators[1])


async def replace_operator(world: World) -> Attempt:
    return replacing(world, Seat.OPERATOR, *world.regulators)


def accepting(world: World, seat: Seat) -> Attempt:
    """The successor takes the seat."""
    key = successor(world)
    return Attempt.of(
        build.accept_authority(successor=key.pubkey(), zone=world.zone, seat=seat), key
    )


async def _do(world: World, tried: Attempt) -> None:
    await world.run(tried.instruction(), signers=tried.signers)


async def accept_authority(world: World) -> Attempt:
    await _do(world, await propose_authority(world))
    return accepting(world, Seat.FIRST_REGULATOR)


async def accept_replacement(world: World) -> Attempt:
    await _do(world, await replace_authority(world))
    await set_time(world, NOW + 7 * DAY)
    return accepting(world, Seat.FIRST_REGULATOR)


async def accept_treasury(world: World) -> Attempt:
    await _do(world, await propose_treasury(world))
    return accepting(world, Seat.TREASURY)


def cancelling(world: World, seat: Seat, key: Keypair) -> Attempt:
    """Somebody takes a proposal back."""
    return Attempt.of(
        build.cancel_succession(authority=key.pubkey(), zone=world.zone, seat=seat), key
    )


async def cancel_succession(world: World) -> Attempt:
    await _do(world, await propose_authority(world))
    return cancelling(world, Seat.FIRST_REGULATOR, world.regulators[0])


async def cancel_replacement(world: World) -> Attempt:
    """A regulator takes back that it replaces the operator."""
    await _do(world, await replace_operator(world))
    return cancelling(world, Seat.OPERATOR, world.regulators[1])


async def stop_withdrawals(world: World) -> Attempt:
    first, second = world.regulators
    made = build.stop_withdrawals(
        first_regulator=first.pubkey(),
        second_regulator=second.pubkey(),
        zone=world.zone,
        until=UNTIL,
    )
    return Attempt.of(made, first, second)


async def wind_down(world: World) -> Attempt:
    first, second = world.regulators
    made = build.wind_down(
        first_regulator=first.pubkey(), second_regulator=second.pubkey(), zone=world.zone, ends_at=0
    )
    return Attempt.of(made, first, second)


async def extend_zone(world: World) -> Attempt:
    first, second = world.regulators
    made = build.extend_zone(
        operator=world.operator.pubkey(),
        first_regulator=first.pubkey(),
        second_regulator=second.pubkey(),
        zone=world.zone,
        ends_at=world.ends_at + DAY,
    )
    return Attempt.of(made, world.operator, first, second)


async def close_account(world: World) -> Attempt:
    """The shop's account, in which nothing ever was, after the zone's end."""
    await set_time(world, world.ends_at)
    return Attempt.of(
        build.close_account(
            zone=world.zone,
            account=world.address(world.bereke, world.tenge),
            rent_payer=world.payer.pubkey(),
        )
    )


def empty_account(world: World) -> Pubkey:
    """The account that is closed."""
    return account_address(world.zone, world.bereke.pubkey(), world.tenge.mint)


async def as_version_1(world: World, address: Pubkey, size: int) -> None:
    """Cut an account to what version 1 wrote of it: a version only appends."""
    await forge(world, address, version=1)
    info = await read(world, address)
    rent = (128 + size) * 6_960
    await write(world, address, replace(info, data=info.data[:size], lamports=rent))


VERSION_1_BYTES = 368
"""Of a payment account."""


async def migrate(world: World) -> Attempt:
    """The shop's account as version 1 left it."""
    address = empty_account(world)
    await as_version_1(world, address, VERSION_1_BYTES)
    payer = world_key(world.seed, "payer")
    made = build.migrate(
        payer=payer.pubkey(),
        account=address,
        zone=world.zone,
        asset=asset_address(world.zone, world.tenge.mint),
    )
    return Attempt.of(made, payer)


async def state_of(world: World, address: Pubkey) -> PaymentAccount:
    """A payment account as it stands."""
    return decode_payment_account((await read(world, address)).data)

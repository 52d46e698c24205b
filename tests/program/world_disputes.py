"""Disputed payments of a living zone, and valid instructions of what ends them."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from solders.keypair import Keypair
from solders.pubkey import Pubkey
from tests.program import world_payments as life
from tests.program.world_attempts import Attempt, attempt, set_time
from tests.program.world_payments import hold, payment, perform

from alatau.program import DisputeReason
from alatau.program import instructions as build
from alatau.testing import invariants
from alatau.testing.snapshot import take_snapshot
from alatau.testing.world import DAY, World

COMPLAINT = sha256("Фото: қорап бос болды".encode()).digest()
ANSWER = sha256("Накладная с подписью получателя".encode()).digest()
RESERVE_BPS = 2_000
RESERVE_WINDOW = 30 * DAY

_AS_FOUNDED = {
    "settle_window": 3 * DAY,
    "deliver_within": 10 * DAY,
    "respond_window": 7 * DAY,
    "resolve_window": 14 * DAY,
    "retention": 90 * DAY,
}


def parties(world: World) -> dict[str, Pubkey]:
    """The accounts of Айгүл, who pays, and of «Береке»."""
    return {
        "payer_account": world.address(world.aigul, world.tenge),
        "payee_account": world.address(world.bereke, world.tenge),
    }


def reserving(
    world: World, reserve_bps: int = RESERVE_BPS, reserve_window: int = RESERVE_WINDOW
) -> Attempt:
    """The operator wants a reserve of «Береке»."""
    made = build.set_reserve(
        operator=world.operator.pubkey(),
        zone=world.zone,
        wallet=world.bereke.pubkey(),
        reserve_bps=reserve_bps,
        reserve_window=reserve_window,
    )
    return Attempt.of(made, world.operator)


def policy(
    world: World, arbiter: Pubkey | None = None, *, spans: Mapping[str, int] = _AS_FOUNDED
) -> Attempt:
    """The operator sets a policy: that of the zone's foundation where nothing else is said."""
    made = build.set_policy(
        operator=world.operator.pubkey(),
        zone=world.zone,
        arbiter=arbiter or Pubkey.default(),
        **spans,
    )
    return Attempt.of(made, world.operator)


def disputing(world: World, address: Pubkey) -> Attempt:
    """Айгүл disputes a payment."""
    made = build.dispute(
        wallet=world.aigul.pubkey(),
        payment=address,
        payer_account=parties(world)["payer_account"],
        reason=DisputeReason.NOT_AS_DESCRIBED,
        evidence=COMPLAINT,
    )
    return Attempt.of(made, world.aigul)


def responding(world: World, address: Pubkey) -> Attempt:
    """«Береке» answers."""
    made = build.respond(
        wallet=world.bereke.pubkey(),
        payment=address,
        payee_account=parties(world)["payee_account"],
        evidence=ANSWER,
    )
    return Attempt.of(made, world.bereke)


def resolving(
    world: World, address: Pubkey, to_payer: int, authority: Keypair | None = None
) -> Attempt:
    """The operator, or another, divides what is disputed."""
    authority = authority or world.operator
    made = build.resolve(
        authority=authority.pubkey(),
        zone=world.zone,
        payment=address,
        to_payer=to_payer,
        **parties(world),
    )
    return Attempt.of(made, authority)


def concluding(world: World, address: Pubkey, *, drop: bool = False) -> Attempt:
    """Айгүл drops a dispute, or anyone ends it."""
    signer = world.aigul if drop else world.ilya
    made = build.conclude(signer=signer.pubkey(), payment=address, drop=drop, **parties(world))
    return Attempt.of(made, signer)


def releasing(world: World, address: Pubkey) -> Attempt:
    """Anyone gives «Береке» its reserve."""
    made = build.release(payment=address, payee_account=parties(world)["payee_account"])
    return Attempt.of(made)


def closing(world: World, address: Pubkey) -> Attempt:
    """Anyone closes a payment's account, whose rent the treasury paid."""
    made = build.close_payment(
        payment=address,
        payer_account=parties(world)["payer_account"],
        rent_payer=world.treasury.pubkey(),
    )
    return Attempt.of(made)


async def fulfilled(world: World) -> Pubkey:
    """A payment that «Береке» has delivered."""
    address = await hold(world)
    await perform(world, life.fulfilling(world, address))
    return address


async def reserved(world: World) -> Pubkey:
    """A payment that has settled, of which a reserve is kept."""
    await perform(world, reserving(world))
    address = await hold(world)
    await perform(world, life.settling(world, address))
    return address


async def disputed(world: World) -> Pubkey:
    """A held payment that Айгүл disputes."""
    address = await fulfilled(world)
    await perform(world, disputing(world, address))
    return address


async def charged_back(world: World) -> Pubkey:
    """A settled payment that Айгүл disputes."""
    address = await reserved(world)
    await perform(world, disputing(world, address))
    return address


async def dispute(world: World) -> Attempt:
    return disputing(world, await fulfilled(world))


async def dispute_settled(world: World) -> Attempt:
    return disputing(world, await reserved(world))


async def respond(world: World) -> Attempt:
    return responding(world, await disputed(world))


async def resolve(world: World) -> Attempt:
    return resolving(world, await disputed(world), 77_777)


async def resolve_settled(world: World) -> Attempt:
    return resolving(world, await charged_back(world), 10_000)


async def resolve_by_arbiter(world: World) -> Attempt:
    await perform(world, policy(world, world.ilya.pubkey()))
    return resolving(world, await disputed(world), 77_777, world.ilya)


async def conclude(world: World) -> Attempt:
    address = await disputed(world)
    await set_time(world, (await payment(world, address)).decide_by)
    return concluding(world, address)


async def conclude_settled(world: World) -> Attempt:
    address = await charged_back(world)
    await set_time(world, (await payment(world, address)).decide_by)
    return concluding(world, address)


async def drop(world: World) -> Attempt:
    return concluding(world, await disputed(world), drop=True)


async def release(world: World) -> Attempt:
    address = await reserved(world)
    await set_time(world, (await payment(world, address)).reserve_until)
    return releasing(world, address)


async def close_payment(world: World) -> Attempt:
    address = await hold(world)
    await perform(world, life.settling(world, address))
    await set_time(world, (await payment(world, address)).closes_at)
    return closing(world, address)


async def set_policy(world: World) -> Attempt:
    return policy(world, world.ilya.pubkey())


async def set_reserve(world: World) -> Attempt:
    return reserving(world)


async def sound(world: World) -> None:
    """Check what must hold at any moment; a forked world has no history to check."""
    invariants.check_state(await take_snapshot(world.chain, world.zone))


async def refusal(world: World, tried: Attempt) -> str | None:
    """Execute it: the name of the refusal, None if it succeeded."""
    return (await attempt(world, tried))[0]

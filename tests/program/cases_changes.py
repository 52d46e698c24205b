"""Changes that the cases of several instructions share."""

from __future__ import annotations

from dataclasses import replace

from solders.pubkey import Pubkey
from tests.program import world_valid as valid
from tests.program.cases import (
    Cases,
    Change,
    Step,
    account,
    after,
    args,
    both,
    deadline,
    forged,
)
from tests.program.world_attempts import Attempt, read, write
from tests.program.world_forks import NOW

from alatau.program import Scope, account_address, participant_address, payment_address
from alatau.program import instructions as build
from alatau.testing.world import DAY, World

TOO_FAR = 1_025
WINDOW = 128


def paused(scope: Scope, holder: int) -> Change:
    """The operator (0) or a regulator (1, 2) pauses a scope."""

    def step(world: World, tried: Attempt) -> Attempt:
        authority = (world.operator, *world.regulators)[holder]
        made = build.pause(authority=authority.pubkey(), zone=world.zone, scopes=scope)
        return Attempt.of(made, authority)

    return after(step)


def unconsented(regulator: int, symbol: str = "KZTE") -> Change:
    """A regulator takes its consent back."""

    def step(world: World, tried: Attempt) -> Attempt:
        asset = world.tenge if symbol == "KZTE" else world.dollar
        return valid.consent(world, world.regulators[regulator], asset, given=False)

    return after(step)


def a_day_on(world: World, tried: Attempt) -> int:
    return NOW + DAY


def unverified(name: str) -> Change:
    """A verification that ends in a day, which has come."""
    return both(forged(name, verified_until=NOW + DAY), deadline(a_day_on))


def add_sequences(cases: Cases, payer_account: str) -> None:
    """What every instruction with a sequence refuses."""
    cases.add("the sequence is used", args(sequence=1))
    cases.add("the sequence is zero", args(sequence=0))
    cases.add("the sequence has left the window", forged(payer_account, sequence=2 + WINDOW))
    cases.add("the sequence is 1,025 ahead", args(sequence=1 + TOO_FAR))


def add_doors(cases: Cases, scope: Scope) -> None:
    """What every entering instruction refuses."""
    for holder, who in enumerate(("the operator", "the first regulator", "the second regulator")):
        cases.add(f"{who} pauses it", paused(scope, holder))
    cases.add("the zone has ended", both(forged("zone", ends_at=NOW + DAY), deadline(a_day_on)))
    cases.add("a regulator has taken its consent back", unconsented(0))


def account_of(who: str, symbol: str = "KZTE") -> Change:
    """In the place of `account`, someone's."""
    return account("account", lambda world: find_account(world, who, symbol))


def find_account(world: World, who: str, symbol: str = "KZTE") -> Pubkey:
    asset = world.tenge if symbol == "KZTE" else world.dollar
    return world.address(getattr(world, who), asset)


def find_participant(world: World, who: str) -> Pubkey:
    return participant_address(world.zone, getattr(world, who).pubkey())


async def to_oneself(world: World, tried: Attempt) -> Attempt:
    return tried.with_account("payee_account", tried.address("payer_account")).with_account(
        "payee", tried.address("payer")
    )


async def to_own_lane(world: World, tried: Attempt) -> Attempt:
    """A second account of the payer, as lanes will allow."""
    second = account_address(world.zone, world.aigul.pubkey(), world.tenge.mint, 1)
    info = await read(world, tried.address("payer_account"))
    await write(world, second, replace(info, data=info.data))
    return tried.with_account("payee_account", second).with_account("payee", tried.address("payer"))


def to_party(who: str) -> Change:
    """Someone else is paid."""

    async def change(world: World, tried: Attempt) -> Attempt:
        return tried.with_account("payee_account", find_account(world, who)).with_account(
            "payee", find_participant(world, who)
        )

    return change


def suspended(regulator: int) -> Change:
    return after(lambda world, _: valid.suspend(world, world.regulators[regulator], world.bereke))


def licensed(regulator: int = 0, **terms: int) -> Change:
    """The merchant's licence is granted anew, for less."""
    return after(
        lambda world, _: valid.grant(world, world.regulators[regulator], world.bereke, **terms)
    )


def spend(*amounts: int) -> Change:
    """The payer pays before, with sequences of its own."""

    def earlier(number: int, amount: int) -> Step:
        def step(_world: World, tried: Attempt) -> Attempt:
            sequence = tried.args["sequence"] + number
            paid = tried.with_args(sequence=sequence, amount=amount)
            if "payment" not in tried.metas:
                return paid
            payer_account = tried.address("payer_account")
            return paid.with_account("payment", payment_address(payer_account, sequence))

        return step

    return after(*(earlier(number, amount) for number, amount in enumerate(amounts, 1)))

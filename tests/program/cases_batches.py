"""Refusals of what pays or settles many, and of lanes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from solders.pubkey import Pubkey
from tests.program import world_batches as batches
from tests.program import world_payments as life
from tests.program import world_valid as valid
from tests.program.cases import Cases, Change, account, after, args, forged, signer
from tests.program.cases_changes import (
    add_doors,
    add_sequences,
    find_account,
    find_participant,
    unverified,
)
from tests.program.cases_zone import again, in_other_zone
from tests.program.world_attempts import Attempt, forge, read, write
from tests.program.world_forks import NOW

from alatau.program import Role, Scope, account_address
from alatau.testing.world import DAY, FUNDS, NO_CAP, World, reference_of

MOST = 64
_NO_FREEZE = (0, bytes(16), 0, bytes(6))
_FREEZE = (NOW + 365 * DAY, b"case 7".ljust(16, b"\0"), 12, bytes(6))
STRANGER = Pubkey.from_bytes(reference_of("a program of someone else"))


def frozen(name: str, slot: int = 0) -> Change:
    """A regulator has frozen the account or the participant."""
    freezes = [_NO_FREEZE, _NO_FREEZE]
    freezes[slot] = _FREEZE
    return forged(name, freezes=tuple(freezes))


def rest(*names: str, **changed: Any) -> Change:
    """Only these of the accounts after the declared ones, and other arguments."""

    async def change(_world: World, tried: Attempt) -> Attempt:
        metas = {
            name: meta
            for name, meta in tried.metas.items()
            if not name.startswith("rest_") or name in names
        }
        return replace(tried, metas=metas).with_args(**changed)

    return change


def repeated(count: int, width: int, **changed: Any) -> Change:
    """The first of the accounts after the declared ones, so many times."""

    async def change(_world: World, tried: Attempt) -> Attempt:
        metas = {name: m for name, m in tried.metas.items() if not name.startswith("rest_")}
        first = [tried.metas[f"rest_{number}"] for number in range(width)]
        metas |= {f"rest_{number}": meta for number, meta in enumerate(first * count)}
        return replace(tried, metas=metas).with_args(**changed)

    return change


def readonly(name: str) -> Change:
    async def change(_world: World, tried: Attempt) -> Attempt:
        return tried.readonly(name)

    return change


def counterfeited(name: str) -> Change:
    """The same bytes at another address, written by another program."""

    async def change(world: World, tried: Attempt) -> Attempt:
        info = await read(world, tried.address(name))
        address = Pubkey.from_bytes(reference_of(f"a counterfeit {name}"))
        await write(world, address, replace(info, owner=STRANGER))
        return tried.with_account(name, address)

    return change


# -- pay_many --------------------------------------------------------------------------


async def to_oneself(_world: World, tried: Attempt) -> Attempt:
    tried = tried.with_account("rest_0", tried.address("payer"))
    return tried.with_account("rest_1", tried.address("payer_account"))


async def to_own_lane(world: World, tried: Attempt) -> Attempt:
    second = account_address(world.zone, world.aigul.pubkey(), world.tenge.mint, 1)
    await write(world, second, await read(world, tried.address("payer_account")))
    return tried.with_account("rest_0", tried.address("payer")).with_account("rest_1", second)


async def to_merchant(world: World, tried: Attempt) -> Attempt:
    tried = tried.with_account("rest_0", find_participant(world, "bereke"))
    return tried.with_account("rest_1", find_account(world, "bereke"))


def spent(**fields: int) -> Change:
    """The same was paid before, and that much this day or month."""

    async def change(world: World, tried: Attempt) -> Attempt:
        await life.perform(world, tried.with_args(sequence=tried.args["sequence"] + 1))
        await forge(world, tried.address("payer_account"), **fields)
        return tried

    return change


TOTAL = valid.AMOUNT + valid.AMOUNT // 2

pay_many = Cases("pay_many", batches.pay_many)
pay_many.add("the asset is another zone's", in_other_zone())
pay_many.add("the payer's account is another's", signer("wallet", lambda world: world.bereke))
pay_many.add(
    "the payer's account is of another asset",
    account("payer_account", lambda world: find_account(world, "aigul", "USDZ")),
)
pay_many.add(
    "a payee's account is of another asset",
    account("rest_1", lambda world: find_account(world, "ilya", "USDZ")),
)
pay_many.add(
    "the payer is another than the account's",
    account("payer", lambda world: find_participant(world, "ilya")),
)
pay_many.add(
    "a payee is another than the account's",
    account("rest_0", lambda world: find_participant(world, "shipa")),
)
pay_many.add("the payer's account is among the payees'", to_oneself)
pay_many.add("the payer is among the payees", to_own_lane)
add_sequences(pay_many, "payer_account")
pay_many.add("no row", rest(amounts=()))
pay_many.add("65 rows", repeated(MOST + 1, 2, amounts=(1,) * (MOST + 1)))
pay_many.add("an amount without its accounts", rest("rest_0", "rest_1"))
pay_many.add("an account without its amount", rest("rest_0", "rest_1", "rest_2", amounts=(1,)))
pay_many.add("an amount is zero", args(amounts=(valid.AMOUNT, 0)))
add_doors(pay_many, Scope.TRANSFERS)
pay_many.add("the payer's verification has expired", unverified("payer"))
pay_many.add("a payee's verification has expired", unverified("rest_2"))
pay_many.add("the payer's account is frozen", frozen("payer_account", 1))
pay_many.add("the payer is frozen by the asset's regulator", frozen("payer"))
pay_many.add("the payer's account is a lane above 0", forged("payer_account", lane=1))
pay_many.add("the payer is neither resident nor merchant", forged("payer", roles=Role.PROVIDER))
pay_many.add("a payee is no resident", to_merchant)
pay_many.add(
    "the sum is over the payer's balance",
    args(amounts=(FUNDS, 1)),
    valid=batches.pay_many_from_ilya,
)
pay_many.add("a row is over the cap of one payment", args(amounts=(1, 2_000_001)))
pay_many.add("the day's sum is over the daily cap", spent(spent_day=5_000_000 - TOTAL + 1))
pay_many.add("the month's sum is over the monthly cap", spent(spent_month=30_000_000 - TOTAL + 1))
pay_many.add("the day's sum overflows", spent(spent_day=NO_CAP), valid=batches.pay_many_from_ilya)
pay_many.add(
    "the sum of the rows overflows",
    args(amounts=(2**63, 2**63)),
    valid=batches.pay_many_from_ilya,
)
pay_many.add("a payee's account is read-only", readonly("rest_1"))
pay_many.add("a payee's account is of another program", counterfeited("rest_1"))
pay_many.add("a payee is of another program", counterfeited("rest_0"))
pay_many.add(
    "a payee's participant is an account",
    account("rest_0", lambda world: find_account(world, "ilya")),
)


# -- settle_many -----------------------------------------------------------------------


async def one_settled(world: World, tried: Attempt) -> Attempt:
    await life.perform(world, life.settling(world, tried.address("rest_1")))
    return tried


async def one_refunded(world: World, tried: Attempt) -> Attempt:
    address = tried.address("rest_1")
    amount = (await life.payment(world, address)).amount
    await life.perform(world, life.refunding(world, address, 0, amount))
    return tried


async def one_open(world: World, tried: Attempt) -> Attempt:
    return tried.with_account("rest_1", await life.hold(world))


settle_many = Cases("settle_many", batches.settle_many)
settle_many.add(
    "the payee's account is another's",
    account("payee_account", lambda world: find_account(world, "shipa")),
)
settle_many.add(
    "the payee's account is of another asset",
    account("payee_account", lambda world: find_account(world, "bereke", "USDZ")),
)
settle_many.add(
    "the payee's account is among the payments",
    account("rest_1", lambda world: find_account(world, "bereke")),
)
settle_many.add("no payment", rest())
settle_many.add("65 payments", repeated(MOST + 1, 1))
settle_many.add("a payment comes twice", repeated(2, 1))
settle_many.add("one is settled", one_settled)
settle_many.add("one is refunded", one_refunded)
settle_many.add("one is not fulfilled", one_open)
settle_many.add("the window of one has a second left", forged("rest_2", settles_at=NOW + 30 * DAY))
settle_many.add(
    "the payee's account holds less than the payments",
    forged("payee_account", held=3 * valid.AMOUNT + 2),
)
settle_many.add("a payment is read-only", readonly("rest_2"))
settle_many.add("a payment is of another program", counterfeited("rest_2"))
settle_many.add("one is no payment", account("rest_2", lambda world: find_account(world, "aigul")))


# -- lanes -----------------------------------------------------------------------------

open_lane = Cases("open_account", batches.open_lane)


open_lane.add(
    "another than the operator opens a lane above 0",
    signer("payer", lambda world: world.treasury),
)
open_lane.add("a lane above 0 of who is no merchant", forged("participant", roles=Role.RESIDENT))
open_lane.add("a lane above 0 for an instrument", forged("asset", **{"class": 2, "consents": 3}))
open_lane.add("a lane above 0, and lane 0 is not named", rest())
open_lane.add(
    "a lane above 0, and another's account is named",
    account("rest_0", lambda world: find_account(world, "shipa")),
)
open_lane.add(
    "a lane above 0, and an account of another asset is named",
    account("rest_0", lambda world: find_account(world, "bereke", "USDZ")),
)
open_lane.add("a lane above 0, and the account that is named is a lane", forged("rest_0", lane=2))
open_lane.add("a lane above 0, and lane 0 is of another program", counterfeited("rest_0"))

consolidate = Cases("consolidate", batches.consolidate)
consolidate.add(
    "the participant is another's",
    account("participant", lambda world: find_participant(world, "shipa")),
)
consolidate.add(
    "the account is another's", account("account", lambda world: find_account(world, "shipa"))
)
consolidate.add(
    "the account is of another asset",
    account("account", lambda world: find_account(world, "bereke", "USDZ")),
)
consolidate.add("both accounts are one", account("account", batches.lane_address))
consolidate.add("the lane is lane 0", forged("lane_account", lane=0))
consolidate.add("the account is not lane 0", forged("account", lane=1))
consolidate.add("the lane is frozen", frozen("lane_account", 1))
consolidate.add("the account is frozen", frozen("account", 1))
consolidate.add("the participant is frozen by the asset's regulator", frozen("participant"))
consolidate.add("the lane is empty", after(again))
consolidate.add("the account's balance overflows", forged("account", available=NO_CAP))

fund_lane = Cases("fund_lane", batches.fund_lane)
fund_lane.add("another signs", signer("wallet", lambda world: world.shipa))
fund_lane.add(
    "the participant is another's",
    account("participant", lambda world: find_participant(world, "shipa")),
)
fund_lane.add(
    "the lane is another's", account("lane_account", lambda world: find_account(world, "shipa"))
)
fund_lane.add(
    "the lane is of another asset",
    account("lane_account", lambda world: find_account(world, "bereke", "USDZ")),
)
fund_lane.add(
    "both accounts are one",
    account("lane_account", lambda world: find_account(world, "bereke")),
)
fund_lane.add("the amount is zero", args(amount=0))
fund_lane.add("the amount is over what is available", args(amount=FUNDS))
fund_lane.add("the lane's balance overflows", forged("lane_account", available=NO_CAP))
fund_lane.add("the account is a lane above 0", forged("account", lane=1))
fund_lane.add("the lane is lane 0", forged("lane_account", lane=0))
fund_lane.add("the account is frozen", frozen("account"))
fund_lane.add("the participant is frozen by the asset's regulator", frozen("participant"))


async def used(world: World, tried: Attempt) -> Attempt:
    """Another amount, so that it is not the same transaction."""
    await life.perform(world, tried.with_args(amount=1))
    return tried


fund_lane.add("the sequence is used", used)
fund_lane.add("the sequence is zero", args(sequence=0))
fund_lane.add("the sequence has left the window", forged("account", sequence=2 + 128))
fund_lane.add("the sequence is 1,025 ahead", args(sequence=1_025))

withdraw = Cases("withdraw", valid.withdraw)
withdraw.add("the account is a lane above 0, before the zone's end", forged("account", lane=1))

ALL = [
    *withdraw.all,
    *pay_many.all,
    *settle_many.all,
    *open_lane.all,
    *consolidate.all,
    *fund_lane.all,
]

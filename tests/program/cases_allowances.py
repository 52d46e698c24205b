"""Refusals of allowances, plans and mandates."""

from __future__ import annotations

from typing import Any

from solders.keypair import Keypair
from tests.program import world_allowances as allowed
from tests.program import world_valid as valid
from tests.program.cases import (
    Cases,
    Change,
    account,
    after,
    args,
    both,
    deadline,
    forged,
    signer,
)
from tests.program.cases_changes import (
    a_day_on,
    add_sequences,
    find_account,
    find_participant,
    licensed,
    paused,
    suspended,
    unconsented,
    unverified,
)
from tests.program.cases_pay import add_rules
from tests.program.cases_zone import in_other_zone
from tests.program.world_allowances import WEEK, child
from tests.program.world_attempts import Attempt, forge
from tests.program.world_forks import NOW
from tests.program.world_payments import perform
from tests.program.world_valid import AMOUNT

from alatau.program import (
    Role,
    Scope,
    Service,
    allowance_address,
    mandate_address,
    plan_address,
)
from alatau.testing.world import DAY, FUNDS, NO_CAP, World

FROZEN = ((NOW + DAY, bytes(16), 1, bytes(6)), (0, bytes(16), 0, bytes(6)))


def ilya(world: World) -> Keypair:
    return world.ilya


def add_freezes(cases: Cases) -> None:
    """What every debit refuses."""
    cases.add("the payer's account is frozen", forged("payer_account", freezes=FROZEN))
    cases.add("the payer is frozen", forged("payer", freezes=FROZEN))
    cases.add("the payer's account is no lane 0", forged("payer_account", lane=1))


def add_opening(cases: Cases) -> None:
    """What everything that opens something refuses."""
    for holder, who in enumerate(("the operator", "the first regulator", "the second regulator")):
        cases.add(f"{who} pauses it", paused(Scope.OPENING, holder))
    cases.add("the zone has ended", both(forged("zone", ends_at=NOW + DAY), deadline(a_day_on)))
    cases.add("the payer of rent has no lamports", signer("rent_payer", valid.newcomer))


def of_other_zone(name: str) -> Change:
    """An account that says that it is another zone's."""

    async def change(world: World, tried: Attempt) -> Attempt:
        await forge(world, tried.address(name), zone=world.operator.pubkey())
        return tried

    return change


async def ending_later(world: World, tried: Attempt) -> Attempt:
    """The zone goes on for a second more."""
    await forge(world, world.zone, ends_at=world.ends_at + 1)
    return tried


def add_rent(cases: Cases, name: str) -> None:
    """What every return of rent after the zone's end refuses."""
    cases.add("the account is another zone's", of_other_zone(name))
    cases.add("the rent is to go to another", account("rent_payer", lambda w: w.ilya.pubkey()))
    cases.add("the zone ends in a second", ending_later)


# -- grant_allowance ---------------------------------------------------------------------

grant_allowance = Cases("grant_allowance", allowed.grant_allowance)
grant_allowance.add("the account is another's", signer("wallet", ilya))
grant_allowance.add("the account is another zone's", of_other_zone("owner_account"))
grant_allowance.add("the account is no lane 0", forged("owner_account", lane=1))
grant_allowance.add(
    "the allowance is another delegate's", account("delegate", lambda w: w.ilya.pubkey())
)
grant_allowance.add("another number of grants came before", args(grants_before=1))
grant_allowance.add(
    "a grant came before that the owner does not know of",
    args(grants_before=0),
    valid=allowed.change_allowance,
)
grant_allowance.add(
    "a revocation came before that the owner does not know of",
    after(lambda world, _: allowed.revoking(world, world.aigul, world.tenge)),
    valid=allowed.change_allowance,
)


async def to_owner(world: World, tried: Attempt) -> Attempt:
    owner = world.aigul.pubkey()
    address = allowance_address(tried.address("owner_account"), owner)
    return tried.with_account("delegate", owner).with_account("allowance", address)


grant_allowance.add("the delegate is the owner", to_owner)
grant_allowance.add("the cap of one payment is zero", args(per_payment=0))
grant_allowance.add("the allowance is zero", args(per_payment=0, per_period=0))
grant_allowance.add(
    "the cap of one payment is over the allowance", args(per_payment=6, per_period=5)
)
grant_allowance.add("no service", args(services=0))
grant_allowance.add("the period is zero", args(period=0))
grant_allowance.add("the period is over 366 days", args(period=366 * DAY + 1))
grant_allowance.add("it expires now", args(expires_at=NOW))
grant_allowance.add(
    "the number of grants overflows",
    both(forged("allowance", grants=NO_CAP), args(grants_before=NO_CAP)),
    valid=allowed.change_allowance,
)
add_opening(grant_allowance)


# -- revoke_allowance, close_allowance ---------------------------------------------------

revoke_allowance = Cases("revoke_allowance", allowed.revoke_allowance)
revoke_allowance.add("the delegate signs", signer("wallet", child))

close_allowance = Cases("close_allowance", allowed.close_allowance)
add_rent(close_allowance, "allowance")


# -- draw --------------------------------------------------------------------------------


async def crypto(world: World) -> Attempt:
    """Dollars, of which no caps hold."""
    return await allowed.draw_from(world, world.aigul, world.dollar)


async def of_ilya(world: World) -> Attempt:
    """Илья's tier has no caps."""
    return await allowed.draw_from(world, world.ilya, world.tenge)


draw = Cases("draw", allowed.draw)
draw.add("the owner signs", signer("delegate", lambda world: world.aigul))
draw.add(
    "the payer's account is another's",
    account("payer_account", lambda world: find_account(world, "ilya")),
)
draw.add("it is revoked", after(lambda world, _: allowed.revoking(world, world.aigul, world.tenge)))
draw.add("it has expired", both(forged("allowance", expires_at=NOW + DAY), deadline(a_day_on)))
draw.add("it is not for this service", args(service=Service.HOUSING))
draw.add("the amount is over its cap of one payment", forged("allowance", per_payment=AMOUNT - 1))
draw.add("the period's sum is over it", forged("allowance", per_period=AMOUNT + 99))
draw.add("the period's sum overflows", forged("allowance", spent=NO_CAP))
add_sequences(draw, "allowance")
add_freezes(draw)
add_rules(draw, crypto, of_ilya)


# -- create_plan, close_plan, delete_plan ------------------------------------------------

create_plan = Cases("create_plan", allowed.create_plan)
create_plan.add("the account is another's", signer("wallet", ilya))
create_plan.add("the account is another zone's", of_other_zone("payee_account"))
create_plan.add(
    "the participant is another's",
    account("payee", lambda world: find_participant(world, "shipa")),
)
create_plan.add("the payee is no merchant", forged("payee", roles=Role.RESIDENT))
create_plan.add("the amount is zero", args(amount=0))
create_plan.add("the period is zero", args(period=0))
create_plan.add("the period is over 366 days", args(period=366 * DAY + 1))
create_plan.add("the service is unknown", args(service=32))
create_plan.add("the plan is another number's", args(number=2))
create_plan.add(
    "the plan is there",
    after(lambda world, _: allowed.offering(world, world.bereke, world.tenge)),
)
add_opening(create_plan)

close_plan = Cases("close_plan", allowed.close_plan)
close_plan.add("another signs", signer("wallet", ilya))
close_plan.add("it is closed", after(lambda world, _: allowed.closing_plan(world)))

delete_plan = Cases("delete_plan", allowed.delete_plan)
add_rent(delete_plan, "plan")


# -- grant_mandate, cancel_mandate -------------------------------------------------------


def payers_own_plan() -> Change:
    """The plan is the payer's, who is a merchant too."""

    async def change(world: World, tried: Attempt) -> Attempt:
        await forge(world, tried.address("plan"), wallet=world.aigul.pubkey())
        return tried

    return change


def to_plan(number: int) -> Change:
    """In the place of the plan, one of another number."""

    async def change(world: World, tried: Attempt) -> Attempt:
        await perform(world, allowed.offering(world, world.bereke, world.tenge, number=number))
        address = plan_address(find_account(world, "bereke"), number)
        return tried.with_account("plan", address)

    return change


grant_mandate = Cases("grant_mandate", allowed.grant_mandate)
grant_mandate.add("the account is another's", signer("wallet", ilya))
grant_mandate.add("the account is another zone's", of_other_zone("payer_account"))
grant_mandate.add("the account is no lane 0", forged("payer_account", lane=1))


async def with_dollars(world: World, tried: Attempt) -> Attempt:
    other = find_account(world, "aigul", "USDZ")
    mandate = mandate_address(other, tried.address("plan"))
    return tried.with_account("payer_account", other).with_account("mandate", mandate)


grant_mandate.add("the account is of another asset", with_dollars)
grant_mandate.add("the mandate is another plan's", to_plan(2))
grant_mandate.add("the amount is not the plan's", args(amount=AMOUNT - 1))
grant_mandate.add("the period is not the plan's", args(period=WEEK + 1))
grant_mandate.add("the plan is closed", after(lambda world, _: allowed.closing_plan(world)))
grant_mandate.add("the plan is the payer's own", payers_own_plan())
grant_mandate.add("it ends now", args(ends_at=NOW))
grant_mandate.add("it ends as it starts", args(starts_at=NOW + DAY, ends_at=NOW + DAY))
grant_mandate.add("the mandate is there", after(lambda _, tried: tried.with_args(sequence=7)))
add_sequences(grant_mandate, "payer_account")
add_opening(grant_mandate)

cancel_mandate = Cases("cancel_mandate", allowed.cancel_mandate)
cancel_mandate.add("the merchant signs", signer("wallet", lambda world: world.bereke))
cancel_mandate.add("the rent is to go to another", account("rent_payer", lambda w: w.ilya.pubkey()))


# -- pull --------------------------------------------------------------------------------


async def pull_crypto(world: World) -> Attempt:
    """Dollars, which both regulators answer for."""
    return await allowed.pull_from(world, world.aigul, world.dollar)


def spent(**sums: Any) -> Change:
    """The payer has paid today, and much."""
    return both(
        after(lambda world, _: valid.paying(world, world.aigul, world.bereke, world.tenge, 1)),
        forged("payer_account", **sums),
    )


def of_shipas_plan() -> Change:
    """The mandate is of a plan of «Шипа», the money to go to «Береке»."""

    async def change(world: World, tried: Attempt) -> Attempt:
        await perform(world, allowed.offering(world, world.shipa, world.tenge))
        address = allowed.plan_of(world, world.shipa, world.tenge)
        await perform(world, await allowed.consenting(world, world.aigul, address, world.tenge))
        other = mandate_address(tried.address("payer_account"), address)
        return tried.with_account("mandate", other)

    return change


async def payee_is_payer(world: World, tried: Attempt) -> Attempt:
    await forge(world, tried.address("payee_account"), wallet=world.aigul.pubkey())
    return tried


pull = Cases("pull", allowed.pull)
pull.add("the asset is another zone's", in_other_zone())
pull.add(
    "the payer's account is another's",
    account("payer_account", lambda world: find_account(world, "ilya")),
)
pull.add(
    "the payee's account is another's",
    account("payee_account", lambda world: find_account(world, "shipa")),
)
pull.add("the mandate is for another plan", of_shipas_plan())
pull.add("the payer is another than the account's",
         account("payer", lambda world: find_participant(world, "ilya")))  # fmt: skip
pull.add("the payee is another than the account's",
         account("payee", lambda world: find_participant(world, "shipa")))  # fmt: skip
pull.add("payer and payee are one wallet", payee_is_payer)
pull.add("the period is the next", args(index=1))
pull.add("the period is a missed one", both(forged("mandate", starts_at=NOW - WEEK), args(index=0)))
pull.add("the period is pulled", after(lambda _, tried: tried))
pull.add("the first period begins in a second", forged("mandate", starts_at=NOW + 1))
pull.add("the mandate has ended", both(forged("mandate", ends_at=NOW + DAY), deadline(a_day_on)))
pull.add("the plan is closed", after(lambda world, _: allowed.closing_plan(world)))
pull.add("the number of pulls overflows", forged("mandate", count=NO_CAP))
add_freezes(pull)
for holder, who in enumerate(("the operator", "the first regulator", "the second regulator")):
    pull.add(f"{who} pauses it", paused(Scope.PAYMENTS, holder))
pull.add("the zone has ended", both(forged("zone", ends_at=NOW + DAY), deadline(a_day_on)))
pull.add("a regulator has taken its consent back", unconsented(0))
pull.add(
    "the second regulator has taken its consent to a crypto asset back",
    unconsented(1, "USDZ"),
    valid=pull_crypto,
)
pull.add("the payer's verification has expired", unverified("payer"))
pull.add("the payee's verification has expired", unverified("payee"))
pull.add("the payee is no merchant any more", forged("payee", roles=Role.RESIDENT))
pull.add("the payee's licence is suspended", suspended(0))
pull.add(
    "the payee's licence has expired", both(licensed(expires_at=NOW + DAY), deadline(a_day_on))
)
pull.add("the licence lacks the service", licensed(activities=1 << Service.SHOPS))
pull.add("the licence lacks the asset class", licensed(asset_classes=0b110))
pull.add("the amount is over the payer's balance", forged("mandate", amount=FUNDS + 1))
pull.add("the amount is over the cap of one payment", forged("mandate", amount=2_000_001))
pull.add("the day's sum is over the daily cap", spent(spent_day=5_000_000 - AMOUNT + 1))
pull.add("the month's sum is over the monthly cap", spent(spent_month=30_000_000 - AMOUNT + 1))


ALL = [
    *grant_allowance.all,
    *revoke_allowance.all,
    *close_allowance.all,
    *draw.all,
    *create_plan.all,
    *close_plan.all,
    *delete_plan.all,
    *grant_mandate.all,
    *cancel_mandate.all,
    *pull.all,
]

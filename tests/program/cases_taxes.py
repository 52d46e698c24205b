"""Refusals of what taxes, limits and terms are about."""

from __future__ import annotations

from tests.program import world_payments as life
from tests.program import world_taxes as taxes
from tests.program import world_valid as valid
from tests.program.cases import Cases, Change, account, after, args, both, forged, signer
from tests.program.cases_returning import foreign_treasury, party
from tests.program.cases_zone import again, in_other_zone
from tests.program.world_attempts import Attempt, set_time
from tests.program.world_taxes import RATE, closing
from tests.program.world_valid import AMOUNT

from alatau.program import Role, asset_address, tax_record_address, vault_address
from alatau.program.months import month_begins
from alatau.program.tax_accounts import period_key
from alatau.testing.world import NO_CAP, UTC_OFFSET, World

# -- close_tax_period ------------------------------------------------------------------

close = Cases("close_tax_period", taxes.close_tax_period)
close.add("the zone is another", in_other_zone())
close.add("the treasury's account is another's", party("treasury_account", "aigul"))
close.add(
    "the treasury's account is of another asset", party("treasury_account", "treasury", "USDZ")
)
close.add("the treasury's account is another zone's", foreign_treasury)
close.add("both accounts are one", party("account", "treasury"))


def of(period: int) -> Change:
    """Another period, and the address of its record."""
    address = account("tax_record", lambda w: tax_record_address(taxes.bereke(w), period))
    return both(args(period=period), address)


close.add("the account has no such period", of(period_key(1, RATE)))
close.add("the period is none", of(0))
close.add("the period is closed", after(again))
close.add("the account is another merchant's", party("account", "shipa"))
close.add("the payer of rent has no lamports", signer("payer", valid.newcomer))


async def of_this_month(world: World, tried: Attempt) -> Attempt:
    """The period of the month that it is, in its last second."""
    await life.perform(world, await valid.pay(world))
    number = await taxes.month(world)
    await set_time(world, month_begins(number + 1, UTC_OFFSET) - 1)
    return closing(world, number)


close.add("the month is over in a second", of_this_month)


async def elsewhere(world: World, tried: Attempt) -> Attempt:
    """The record's address of another period."""
    address = tax_record_address(taxes.bereke(world), tried.args["period"] + 1)
    return tried.with_account("tax_record", address)


close.add("`tax_record` is not the address of account and period", elsewhere)

# -- set_limits ------------------------------------------------------------------------

limits = Cases("set_limits", taxes.set_limits)
limits.add("another than the operator signs", signer("operator", lambda w: w.regulators[0]))
limits.add("the account is another zone's", in_other_zone())
limits.add("the day's is over the month's", args(receive_per_day=2, receive_per_month=1))

# -- amend_asset -----------------------------------------------------------------------

amend = Cases("amend_asset", taxes.amend_asset)
amend.add("another than the operator signs", signer("operator", lambda world: world.ilya))
amend.add(
    "another than the central bank signs", signer("first_regulator", lambda w: w.regulators[1])
)
amend.add(
    "another than the financial authority signs",
    signer("second_regulator", lambda world: world.operator),
)
amend.add("the asset is another zone's", in_other_zone())
amend.add(
    "the vault is another asset's",
    account("vault", lambda w: vault_address(asset_address(w.zone, w.dollar.mint))),
)
amend.add("the fee is over 100 %", args(fee_bps=10_001))
amend.add("a tax is over 100 %", args(tax_bps=(0, 0, 10_001, 0)))
amend.add("the smallest fee is over the largest", args(fee_min=2, fee_max=1))
amend.add(
    "a cap per payment is over the one per day",
    args(caps=((2, 1, NO_CAP), (NO_CAP,) * 3, (NO_CAP,) * 3, (NO_CAP,) * 3)),
)
amend.add(
    "a cap per day is over the one per month",
    args(caps=((NO_CAP,) * 3, (NO_CAP,) * 3, (1, 2, 1), (NO_CAP,) * 3)),
)

# -- amend_participant -----------------------------------------------------------------

person = Cases("amend_participant", taxes.amend_participant)
person.add("another than the operator signs", signer("operator", lambda w: w.regulators[0]))
person.add("the participant is another zone's", in_other_zone())
person.add("no role", args(roles=0))
person.add("a role is unknown", args(roles=max(Role) * 2))
person.add(
    "the treasury's wallet is to be a merchant",
    args(roles=Role.PROVIDER | Role.MERCHANT),
    valid=taxes.amend_treasury,
)
person.add("the tier is unknown", args(tier=4))
person.add("the tax category is unknown", args(tax_category=4))

# -- what payments meet of it ----------------------------------------------------------

FULL = tuple((period_key(number, RATE), 0, 0, 0, 0) for number in (1, 2, 3))

pay = Cases("pay", valid.pay)
held = Cases("pay_held", valid.pay_held)
for cases in (pay, held):
    cases.add(
        "the payee has been paid its daily cap but for less",
        forged("payee_account", receive_per_day=AMOUNT - 1),
    )
    cases.add(
        "the payee has been paid its monthly cap but for less",
        forged("payee_account", receive_per_month=AMOUNT - 1),
    )
pay.add(
    "the payee's tax periods are all of earlier months", forged("payee_account", tax_periods=FULL)
)

ALL = [*close.all, *limits.all, *amend.all, *person.all, *pay.all, *held.all]

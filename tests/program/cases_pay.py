"""Refusals of `pay`, final and held."""

from __future__ import annotations

from tests.program import world_valid as valid
from tests.program.cases import Cases, account, args, both, deadline, forged, signer
from tests.program.cases_changes import (
    a_day_on,
    add_doors,
    add_sequences,
    find_account,
    find_participant,
    licensed,
    spend,
    suspended,
    to_oneself,
    to_own_lane,
    to_party,
    unconsented,
    unverified,
)
from tests.program.cases_zone import in_other_zone
from tests.program.world_attempts import Attempt
from tests.program.world_forks import NOW
from tests.program.world_valid import Valid

from alatau.program import Scope, Service, payment_address
from alatau.testing.world import DAY, DELIVER_WITHIN, FUNDS, NO_CAP, World

NO_LICENCE = (0, 0, 0, bytes(2), 0, bytes(32))


async def crypto(world: World) -> Attempt:
    """Dollars, of which no caps hold."""
    return await valid.paying(world, world.aigul, world.bereke, world.dollar)


async def crypto_held(world: World) -> Attempt:
    """The same, held."""
    return await valid.paying_held(world, world.aigul, world.bereke, world.dollar)


async def ilya(world: World) -> Attempt:
    """Илья's tier has no caps."""
    return await valid.paying(world, world.ilya, world.bereke, world.tenge)


async def ilya_held(world: World) -> Attempt:
    """The same, held."""
    return await valid.paying_held(world, world.ilya, world.bereke, world.tenge)


def add_payments(cases: Cases, crypto: Valid, ilya: Valid) -> None:
    """What both kinds of payment refuse."""
    cases.add("the payer's account is another's", signer("wallet", lambda world: world.ilya))
    add_sequences(cases, "payer_account")
    add_rules(cases, crypto, ilya)


def add_rules(cases: Cases, crypto: Valid, ilya: Valid) -> None:
    """What every payment to a merchant refuses, whoever signs it."""
    cases.add("the asset is another zone's", in_other_zone())
    cases.add(
        "the payer's account is of another asset",
        account("payer_account", lambda world: find_account(world, "aigul", "USDZ")),
    )
    cases.add(
        "the payee's account is of another asset",
        account("payee_account", lambda world: find_account(world, "bereke", "USDZ")),
    )
    cases.add(
        "the payer is another than the account's",
        account("payer", lambda world: find_participant(world, "ilya")),
    )
    cases.add(
        "the payee is another than the account's",
        account("payee", lambda world: find_participant(world, "shipa")),
    )

    cases.add("payer's and payee's account are one", to_oneself)
    cases.add("payer and payee are one wallet", to_own_lane)
    cases.add("the amount is zero", args(amount=0))
    add_doors(cases, Scope.PAYMENTS)
    for each, who in enumerate(("the first", "the second")):
        cases.add(
            f"{who} regulator has taken its consent to a crypto asset back",
            unconsented(each, "USDZ"),
            valid=crypto,
        )
    cases.add("the payer's verification has expired", unverified("payer"))
    cases.add("the payee's verification has expired", unverified("payee"))
    cases.add("the payee is no merchant", to_party("ilya"))
    cases.add("the payee has no licence", forged("payee", licences=(NO_LICENCE, NO_LICENCE)))

    cases.add("the payee's licence is suspended", suspended(0))
    cases.add(
        "the payee's licence from the second regulator is suspended, for crypto",
        suspended(1),
        valid=crypto,
    )
    cases.add(
        "the payee's licence has expired", both(licensed(expires_at=NOW + DAY), deadline(a_day_on))
    )
    cases.add("the licence lacks the service", licensed(activities=1 << Service.SHOPS))
    cases.add("the licence lacks the asset class", licensed(asset_classes=0b110))
    cases.add(
        "the second regulator's licence lacks the asset class",
        licensed(1, asset_classes=0b101),
        valid=crypto,
    )
    cases.add("the service is unknown", args(service=32))
    cases.add("the amount is over the payer's balance", args(amount=FUNDS + 1), valid=crypto)
    cases.add("the amount is over the cap of one payment", args(amount=2_000_001))

    cases.add("the day's sum is over the daily cap", spend(2_000_000, 2_000_000, 800_001))
    cases.add(
        "the month's sum is over the monthly cap",
        both(spend(1), forged("payer_account", spent_month=30_000_000 - valid.AMOUNT + 1)),
    )
    cases.add(
        "the day's sum overflows",
        both(spend(1), forged("payer_account", spent_day=NO_CAP)),
        valid=ilya,
    )
    cases.add("the payee's tax category is unknown", forged("payee", tax_category=4))


pay = Cases("pay", valid.pay)
add_payments(pay, crypto, ilya)

pay_held = Cases("pay_held", valid.pay_held)
add_payments(pay_held, crypto_held, ilya_held)
pay_held.add(
    "the payment account is another sequence's",
    account("payment", lambda world: payment_address(find_account(world, "aigul"), 3)),
)
pay_held.add("the delivery deadline is now", args(deliver_by=NOW))
pay_held.add("the delivery deadline is zero", args(deliver_by=0))
pay_held.add("the delivery deadline is too far ahead", args(deliver_by=NOW + DELIVER_WITHIN + 1))
pay_held.add("the payer of rent has no lamports", signer("rent_payer", valid.newcomer))


ALL = [*pay.all, *pay_held.all]

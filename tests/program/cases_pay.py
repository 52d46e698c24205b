"""Refusals of `pay`, final and held."""

from __future__ import annotations

from alatau.program import Scope, Service, payment_address
from alatau.testing.world import DAY, DELIVER_WITHIN, FUNDS, NO_CAP, World
from tests.program import world_valid as valid
from tests.program.cases import Cases, Change, account, args, both, deadline, forged, signer
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

NO_LICENCE = (0, 0, 0, bytes(2), 0, bytes(32))


async def from_ilya(world: World) -> Attempt:
    """Илья's tier has no caps."""
    return await valid.paying(world, world.ilya, world.bereke, world.tenge)


def lacking(name: str) -> Change:
    """An optional account is left out."""

    async def change(world: World, tried: Attempt) -> Attempt:
        return tried.without(name)

    return change


pay = Cases("pay", valid.pay_final)
pay.add("the asset is another zone's", in_other_zone())
pay.add("the payer's account is another's", signer("wallet", lambda world: world.ilya))
pay.add(
    "the payer's account is of another asset",
    account("payer_account", lambda world: find_account(world, "aigul", "USDZ")),
)
pay.add(
    "the payee's account is of another asset",
    account("payee_account", lambda world: find_account(world, "bereke", "USDZ")),
)
pay.add(
    "the payer is another than the account's",
    account("payer", lambda world: find_participant(world, "ilya")),
)
pay.add(
    "the payee is another than the account's",
    account("payee", lambda world: find_participant(world, "shipa")),
)


pay.add("payer's and payee's account are one", to_oneself)
pay.add("payer and payee are one wallet", to_own_lane)
add_sequences(pay, "payer_account")
pay.add("the amount is zero", args(amount=0))
add_doors(pay, Scope.PAYMENTS)
for each, who in enumerate(("the first", "the second")):
    pay.add(
        f"{who} regulator has taken its consent to a crypto asset back",
        unconsented(each, "USDZ"),
        valid=valid.pay_crypto,
    )
pay.add("the payer's verification has expired", unverified("payer"))
pay.add("the payee's verification has expired", unverified("payee"))
pay.add("the payee is no merchant", to_party("ilya"))
pay.add("the payee has no licence", forged("payee", licences=(NO_LICENCE, NO_LICENCE)))


pay.add("the payee's licence is suspended", suspended(0))
pay.add(
    "the payee's licence from the second regulator is suspended, for crypto",
    suspended(1),
    valid=valid.pay_crypto,
)
pay.add(
    "the payee's licence has expired", both(licensed(expires_at=NOW + DAY), deadline(a_day_on))
)
pay.add("the licence lacks the service", licensed(activities=1 << Service.SHOPS))
pay.add("the licence lacks the asset class", licensed(asset_classes=0b110))
pay.add(
    "the second regulator's licence lacks the asset class",
    licensed(1, asset_classes=0b101),
    valid=valid.pay_crypto,
)
pay.add("the service is unknown", args(service=32))
pay.add("the amount is over the payer's balance", args(amount=FUNDS + 1), valid=valid.pay_crypto)
pay.add("the amount is over the cap of one payment", args(amount=2_000_001))


pay.add("the day's sum is over the daily cap", spend(2_000_000, 2_000_000, 800_001))
pay.add(
    "the month's sum is over the monthly cap",
    both(spend(1), forged("payer_account", spent_month=30_000_000 - valid.AMOUNT + 1)),
)
pay.add(
    "the day's sum overflows",
    both(spend(1), forged("payer_account", spent_day=NO_CAP)),
    valid=from_ilya,
)
pay.add(
    "a final payment names a payment account",
    account("payment", lambda world: payment_address(find_account(world, "aigul"), 2)),
)
for optional, what in (
    ("payment", "payment account"),
    ("rent_payer", "payer of rent"),
    ("system_program", "system program"),
):
    pay.add(f"a held payment lacks its {what}", lacking(optional), valid=valid.pay_held)
pay.add(
    "the payment account is another sequence's",
    account("payment", lambda world: payment_address(find_account(world, "aigul"), 3)),
    valid=valid.pay_held,
)
pay.add("the delivery deadline is now", args(deliver_by=NOW), valid=valid.pay_held)
pay.add(
    "the delivery deadline is too far ahead",
    args(deliver_by=NOW + DELIVER_WITHIN + 1),
    valid=valid.pay_held,
)
pay.add(
    "the payer of rent has no lamports",
    signer("rent_payer", valid.newcomer),
    valid=valid.pay_held,
)


ALL = pay.all

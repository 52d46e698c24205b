"""Refusals of calls, redemptions and tenders."""

from __future__ import annotations

from dataclasses import replace

from tests.program import world_instruments as held
from tests.program import world_redemption as paid
from tests.program.cases import (
    Cases,
    Change,
    account,
    after,
    args,
    both,
    forged,
    signer,
)
from tests.program.cases_allowances import of_other_zone
from tests.program.cases_changes import (
    account_of,
    add_sequences,
    find_account,
    find_participant,
    unverified,
)
from tests.program.cases_holdings import (
    FROZEN,
    add_states,
    add_zone_doors,
    ilya,
    of_other_instrument,
)
from tests.program.cases_offerings import authority
from tests.program.cases_zone import again
from tests.program.world_attempts import Attempt, read, write
from tests.program.world_instruments import UNITS
from tests.program.world_redemption import MATURITY, MONEY, PRICE, TENDERED

from alatau.program import InstrumentState, Role, Scope, account_address
from alatau.testing.world import NO_CAP, World

BY_ANYBODY = "another signs"
BANK = ((MATURITY * 2, bytes(16), 1, bytes(6)), (0, bytes(16), 0, bytes(6)))
"""The central bank answers for the money, whichever instrument it is for."""


def lane_of(name: str, who: str) -> Change:
    """A lane of the owner's in the place of lane 0."""

    async def change(world: World, tried: Attempt) -> Attempt:
        wallet = getattr(world, who).pubkey()
        lane = account_address(world.zone, wallet, world.tenge.mint, 1)
        info = await read(world, tried.address(name))
        await write(world, lane, replace(info, data=info.data[:10] + b"\1" + info.data[11:]))
        return tried.with_account(name, lane)

    return change


def add_mints(cases: Cases) -> None:
    """What whatever ends units refuses."""
    cases.add("the mint is another", account("mint", lambda w: w.tenge.mint))
    cases.add(
        "the vault's token account is another",
        account("vault_token", lambda w: w.tenge.vault_token),
    )


def add_issuer(cases: Cases) -> None:
    """What the issuer alone may do, from its own account."""
    cases.add(BY_ANYBODY, signer("issuer", ilya))
    cases.add("the instrument is another zone's", of_other_zone("instrument"))
    cases.add("the issuer's participant is another zone's", of_other_zone("participant"))
    cases.add("the issuer's participant is another's",
              account("participant", lambda w: find_participant(w, "ilya")))  # fmt: skip
    cases.add("the account is another's", account_of("ilya"))
    cases.add("the account is of another asset", account_of("bereke", "USDZ"))
    cases.add("the account is a lane", lane_of("account", "bereke"))
    add_sequences(cases, "account")
    cases.add("the price is zero", args(price=0))
    cases.add("a tender is open", forged("instrument", tender_left=1, tender_price=1))
    cases.add("the account is frozen", forged("account", freezes=BANK))
    cases.add("the issuer is frozen", forged("participant", freezes=BANK))
    cases.add("what is set aside overflows", forged("account", held=NO_CAP))


def add_holder(cases: Cases) -> None:
    """What whatever pays a holder refuses."""
    cases.add("the holding is of another instrument", of_other_instrument("holding"))
    cases.add("the holder's account is another's", account_of("shipa"))
    cases.add("the holder's account is of another asset", account_of("aigul", "USDZ"))
    cases.add("the holder's account is a lane", lane_of("account", "aigul"))
    cases.add("the issuer's account is another's",
              account("issuer_account", lambda w: find_account(w, "shipa")))  # fmt: skip
    cases.add("the issuer's account is of another asset",
              account("issuer_account", lambda w: find_account(w, "bereke", "USDZ")))  # fmt: skip
    cases.add("the issuer's account is a lane", lane_of("issuer_account", "bereke"))
    add_mints(cases)
    cases.add("less is set aside than it costs", forged("issuer_account", held=PRICE))
    cases.add("what the holder has overflows", forged("account", available=NO_CAP))
    cases.add("fewer units are issued than it has", forged("instrument", issued=1))


async def issuers_own(world: World, tried: Attempt) -> Attempt:
    """What the issuer has itself."""
    return (
        tried.with_account("holding", held.holding_of(world, world.bereke))
        .with_account("account", find_account(world, "bereke"))
    )  # fmt: skip


# -- call_redemption, redeem -------------------------------------------------------------


call = Cases("call_redemption", paid.call_redemption)
add_issuer(call)
add_mints(call)
call.add("it matures in a second", forged("instrument", maturity=MATURITY + 1))
call.add("it never matures", forged("instrument", maturity=0))
call.add("it is only proposed", forged("instrument", state=InstrumentState.PROPOSED))
call.add("it has been called", forged("instrument", redemption_price=1))
call.add("an offering is not closed", forged("instrument", open_offerings=1))
call.add("nothing is issued", forged("instrument", issued=0))
call.add("units of the issuer's are in offers", forged("holding", offered=1))
call.add("units of the issuer's are outside", forged("holding", outside=1))
call.add("the issuer's holding is another's",
         account("holding", lambda w: held.holding_of(w, w.ilya)))  # fmt: skip
call.add("it costs more than is available", args(price=MONEY // (2 * UNITS) + 1))
call.add("what it costs overflows", args(price=NO_CAP))
call.add("fewer units are issued than the issuer has", forged("instrument", issued=UNITS - 1))

redeem = Cases("redeem", paid.redeem)
add_holder(redeem)
redeem.add("the number of holders is wrong", forged("instrument", holders=0))
redeem.add("it has not been called", forged("instrument", redemption_price=0))
redeem.add("it is redeemed", after(again))
redeem.add("all of its units are in offers", forged("holding", offered=UNITS))
redeem.add("all of its units are outside", forged("holding", outside=UNITS))
redeem.add("it is the issuer's own", issuers_own)


# -- open_tender, tender_units, close_tender ---------------------------------------------


def add_redeeming(cases: Cases) -> None:
    cases.add("it is called", forged("instrument", state=InstrumentState.REDEEMING))


open_tender = Cases("open_tender", paid.open_tender)
add_issuer(open_tender)
open_tender.add("the quantity is zero", args(quantity=0))
open_tender.add("it costs more than is available", args(price=MONEY // TENDERED + 1))
open_tender.add("what it costs overflows", args(quantity=NO_CAP))
add_states(open_tender)
add_redeeming(open_tender)
add_zone_doors(open_tender, Scope.TRANSFERS)
open_tender.add("the issuer's verification has expired", unverified("participant"))
open_tender.add("the issuer is none any more", forged("participant", roles=Role.MERCHANT))

tender = Cases("tender_units", paid.tender_units)
tender.add("the holding is another's", both(signer("wallet", ilya),
           account("participant", lambda w: find_participant(w, "ilya"))))  # fmt: skip
tender.add("the instrument is another zone's", of_other_zone("instrument"))
tender.add("the participant is another than the holding's",
           account("participant", lambda w: find_participant(w, "shipa")))  # fmt: skip
add_holder(tender)
add_sequences(tender, "holding")
tender.add("the quantity is zero", args(quantity=0))
tender.add("no tender is open", forged("instrument", tender_left=0, tender_price=0))
tender.add("the open tender's price is lower than the one named", forged(
    "instrument", tender_price=1))  # fmt: skip
tender.add("the open tender's price is higher than the one named", args(price=PRICE - 1))
tender.add("the quantity is over what the tender still takes", args(quantity=TENDERED))
tender.add("the quantity is over what the holder has", both(
    forged("instrument", tender_left=NO_CAP), args(quantity=UNITS)))  # fmt: skip
tender.add("the number of holders is wrong", both(args(quantity=UNITS - 1, price=1), forged(
    "instrument", holders=0, tender_left=NO_CAP, tender_price=1)))  # fmt: skip
tender.add("some of its units are in offers", forged("holding", offered=UNITS - 10))
tender.add("what it costs overflows", both(
    forged("instrument", tender_price=NO_CAP), args(price=NO_CAP)))  # fmt: skip
add_states(tender)
add_redeeming(tender)
add_zone_doors(tender, Scope.TRANSFERS)
tender.add("the holder's verification has expired", unverified("participant"))
tender.add("the holder is frozen", forged("participant", freezes=FROZEN))

close = Cases("close_tender", paid.close_tender)
close.add("the instrument is another zone's", of_other_zone("instrument"))
close.add("the account is another's", account_of("ilya"))
close.add("the account is of another asset", account_of("bereke", "USDZ"))
close.add("the account is a lane", lane_of("account", "bereke"))
close.add("no tender is open", after(again))
close.add("another signs while it is admitted", signer("signer", ilya))
close.add("the authority signs while it is admitted", signer("signer", authority))
close.add("another signs while it is suspended", both(
    after(lambda world, _: held.suspending(world)), signer("signer", ilya)))  # fmt: skip
close.add("less is held than was set aside", forged("account", held=1))
close.add("what is available overflows", forged("account", available=NO_CAP))
close.add("what was set aside overflows", forged("instrument", tender_price=NO_CAP))

# -- what a called instrument refuses elsewhere ------------------------------------------

issue = Cases("issue_units", held.issue_units)
add_redeeming(issue)
issue.add("units that it names were redeemed since", forged("instrument", redeemed=1))
transfer = Cases("transfer_units", held.transfer_units)
add_redeeming(transfer)
suspend = Cases("suspend_instrument", held.suspend_instrument)
add_redeeming(suspend)


ALL = [
    *call.all,
    *redeem.all,
    *open_tender.all,
    *tender.all,
    *close.all,
    *issue.all,
    *transfer.all,
    *suspend.all,
]

"""Refusals of offerings and subscriptions."""

from __future__ import annotations

from solders.keypair import Keypair
from solders.pubkey import Pubkey
from tests.program import world_instruments as held
from tests.program import world_offerings as offered
from tests.program import world_valid as valid
from tests.program.cases import (
    Cases,
    account,
    after,
    args,
    both,
    deadline,
    forged,
    signer,
)
from tests.program.cases_allowances import FROZEN as ACCOUNT_FROZEN
from tests.program.cases_allowances import of_other_zone
from tests.program.cases_changes import (
    add_doors,
    add_sequences,
    find_account,
    find_participant,
    paused,
    unconsented,
    unverified,
)
from tests.program.cases_holdings import FROZEN, WHO, add_states, ilya
from tests.program.cases_zone import again
from tests.program.world_attempts import Attempt, forge, set_time
from tests.program.world_forks import NOW
from tests.program.world_offerings import (
    ABANDONED,
    CLOSES,
    CONCLUDES,
    COOLING_OFF,
    LEAST,
    MOST,
    PRICE,
    QUANTITY,
)

from alatau.program import Allotment, OfferingState, Role, Scope, SubscriptionState
from alatau.testing.world import DAY, NO_CAP, World

YEAR = 366 * DAY
NOBODY = Pubkey.default()

# -- create_offering ---------------------------------------------------------------------

create = Cases("create_offering", offered.create_offering)
create.add("another signs", signer("issuer", ilya))
create.add("the instrument is another zone's", of_other_zone("instrument"))
create.add("the issuer's participant is another zone's", of_other_zone("participant"))
create.add("the issuer's participant is another's",
           account("participant", lambda w: find_participant(w, "ilya")))  # fmt: skip
create.add("the asset is another", account("payout_asset", lambda w: w.dollar.address))
create.add("the issuer's account is of another asset",
           account("issuer_account", lambda w: find_account(w, "bereke", "USDX")))  # fmt: skip
create.add("the issuer's account is another's",
           account("issuer_account", lambda w: find_account(w, "ilya")))  # fmt: skip
create.add("the issuer's account is another lane", forged("issuer_account", lane=1))
create.add("the issuer's holding is another's",
           account("issuer_holding", lambda w: held.holding_of(w, w.aigul)))  # fmt: skip
create.add("the issuer's holding is of another instrument",
           forged("issuer_holding", instrument=NOBODY))  # fmt: skip
create.add("the offering has been made already", after(again))
create.add("another number of offerings has been made", forged("instrument", offerings=1))
create.add("`offering` is not the address of instrument and number",
           account("offering", lambda w: offered.offering_of(w, 2)))  # fmt: skip
add_states(create)
for holder, who in enumerate(WHO):
    create.add(f"{who} pauses it", paused(Scope.OPENING, holder))
create.add("the zone has ended", forged("zone", ends_at=NOW))
create.add("the payer of rent has no lamports", signer("rent_payer", valid.newcomer))
create.add("a regulator has taken its consent back", unconsented(0))
create.add("the issuer's verification has expired", unverified("participant"))
create.add("the issuer is none any more", forged("participant", roles=Role.MERCHANT))
create.add("the issuer is frozen", forged("participant", freezes=FROZEN))
create.add("the price is zero", args(price=0))
create.add("the quantity is zero", args(quantity=0))
create.add("the quantity is over what may be issued", args(quantity=901))
create.add("the quantity is over what other offerings leave", forged("instrument", promised=601))
create.add("the price of all overflows", args(price=NO_CAP // QUANTITY + 1))
create.add("the minimum is zero", args(minimum=0))
create.add("the minimum is over the quantity", args(minimum=QUANTITY + 1))
create.add("the least of a subscription is zero", args(least=0))
create.add("the least of a subscription is over the most", args(least=MOST + 1))
create.add("the window ends now", args(opens_at=0, closes_at=NOW))
create.add("the window ends as it begins", args(opens_at=CLOSES))
create.add("the window ends over 366 days ahead", args(closes_at=NOW + YEAR + 1))
create.add("the window ends at the end of time", args(closes_at=NO_CAP))
create.add("the cooling-off is over 366 days", args(cooling_off=YEAR + 1))
create.add("the cooling-off is over as the zone ends", forged("zone", ends_at=CONCLUDES))
create.add("the way of allotment is unknown", args(allotment=2))


# -- subscribe ---------------------------------------------------------------------------


async def by_issuer(world: World, tried: Attempt) -> Attempt:
    """Айгүл is the issuer."""
    await forge(world, tried.address("instrument"), issuer=world.aigul.pubkey())
    return tried


async def crypto_account(world: World, tried: Attempt) -> Attempt:
    return tried.with_account("account", find_account(world, "aigul", "USDX"))


subscribe = Cases("subscribe", offered.subscribe)
subscribe.add("the account is another's", both(signer("wallet", ilya),
              account("participant", lambda w: find_participant(w, "ilya"))))  # fmt: skip
subscribe.add("the instrument is another zone's", of_other_zone("instrument"))
subscribe.add("the offering is of another instrument", forged("offering", instrument=NOBODY))
subscribe.add("the holding is of another instrument", forged("holding", instrument=NOBODY))
subscribe.add("the asset is not the instrument's",
              account("asset", lambda w: w.dollar.address))  # fmt: skip
subscribe.add("the account is of another asset", crypto_account)
subscribe.add("the account is another lane", forged("account", lane=1))
subscribe.add("the participant is another than the account's",
              account("participant", lambda w: find_participant(w, "ilya")))  # fmt: skip
subscribe.add("the holding is another's",
              account("holding", lambda w: held.holding_of(w, w.ilya)))  # fmt: skip
subscribe.add("`subscription` is not the address of offering and wallet",
              account("subscription", lambda w: offered.subscription_of(w, w.ilya)))  # fmt: skip
add_sequences(subscribe, "account")
subscribe.add("it is subscribed already", both(after(again), args(sequence=3)))
subscribe.add("the instrument is only proposed", forged("instrument", state=1))
subscribe.add("the instrument is suspended", after(lambda world, _: held.suspending(world)))
subscribe.add("the instrument is delisted", after(lambda world, _: held.delisting(world)))
add_doors(subscribe, Scope.TRANSFERS)
subscribe.add("the offering is cancelled",
              after(lambda w, _: offered.cancelling(w, w.bereke)))  # fmt: skip
subscribe.add("the offering has succeeded", forged("offering", state=OfferingState.SUCCEEDED))
subscribe.add("the window begins in a second", forged("offering", opens_at=NOW + 1))
subscribe.add("the window is over", deadline(lambda _w, _t: CLOSES))
subscribe.add("the investor's verification has expired", unverified("participant"))
subscribe.add("the investor's account is frozen", forged("account", freezes=ACCOUNT_FROZEN))
subscribe.add("the investor is frozen", forged("participant", freezes=ACCOUNT_FROZEN))
subscribe.add("the payer of rent has no lamports", signer("rent_payer", valid.newcomer))
subscribe.add("the investor is the issuer", by_issuer)
subscribe.add("the investor is none", forged("participant", roles=Role.RESIDENT))
subscribe.add("the investor's class is not among the instrument's", forged("participant", tier=2))
subscribe.add("the investor's country is not among them", forged("participant", country=b"RU"))
subscribe.add("the units are zero", args(units=0))
subscribe.add("the units are fewer than the least", args(units=LEAST - 1))
subscribe.add("the units are more than the most", args(units=MOST + 1))
subscribe.add("the price overflows", both(args(units=NO_CAP // PRICE + 1),
              forged("offering", most=NO_CAP)))  # fmt: skip
subscribe.add("the price is over what is available",
              forged("account", available=200 * PRICE - 1))  # fmt: skip
subscribe.add("what is held overflows", forged("account", held=NO_CAP))
subscribe.add("the number of subscriptions overflows", forged("offering", subscriptions=NO_CAP))


# -- withdraw_subscription, confirm_subscription -----------------------------------------

withdraw = Cases("withdraw_subscription", offered.withdraw_subscription)
withdraw.add("another signs", signer("wallet", ilya))
withdraw.add("the subscription is of another offering", forged("subscription", offering=NOBODY))
withdraw.add("the account is another's", account("account", lambda w: find_account(w, "ilya")))
withdraw.add("the rent is to go to another", account("rent_payer", lambda w: w.ilya.pubkey()))
withdraw.add("the cooling-off is over", deadline(lambda _w, _t: NOW + COOLING_OFF))
withdraw.add("it is confirmed", forged("subscription", state=SubscriptionState.CONFIRMED))
withdraw.add("less is held than was subscribed", forged("account", held=1))
withdraw.add("what is available overflows", forged("account", available=NO_CAP))
withdraw.add("the offering knows of no subscription", forged("offering", subscriptions=0))
withdraw.add("the offering knows of fewer units", forged("offering", subscribed=1))
withdraw.add("the offering knows of none unconfirmed", forged("offering", unconfirmed=0))


async def cooling(world: World, tried: Attempt) -> Attempt:
    """Subscribed a second later."""
    await forge(world, tried.address("subscription"), subscribed_at=NOW + DAY + 1)
    return tried


confirm = Cases("confirm_subscription", offered.confirm_subscription)
confirm.add("the subscription is of another offering", forged("subscription", offering=NOBODY))
confirm.add("the offering is of another instrument", forged("offering", instrument=NOBODY))
confirm.add("the holding is another's",
            account("holding", lambda w: held.holding_of(w, w.ilya)))  # fmt: skip
confirm.add("the cooling-off goes on for a second", cooling)
confirm.add("it is confirmed", after(again))
confirm.add("the offering is cancelled", after(lambda w, _: offered.cancelling(w, w.bereke)))
confirm.add("what is confirmed overflows", forged("offering", confirmed=NO_CAP))
confirm.add("the offering knows of none unconfirmed", forged("offering", unconfirmed=0))


# -- conclude_offering, cancel_offering --------------------------------------------------


async def window_goes_on(world: World, tried: Attempt) -> Attempt:
    """For a second more."""
    await forge(world, tried.address("offering"), closes_at=CLOSES + 1)
    return tried


conclude = Cases("conclude_offering", offered.conclude_offering)
conclude.add("the instrument is another zone's", of_other_zone("instrument"))
conclude.add("the offering is of another instrument", forged("offering", instrument=NOBODY))
conclude.add("the mint is another", account("mint", lambda w: w.tenge.mint))
conclude.add("the vault's token account is another",
             account("vault_token", lambda w: w.tenge.vault_token))  # fmt: skip
conclude.add("it is concluded", after(again))
conclude.add("it is cancelled", after(lambda w, _: offered.cancelling(w, w.bereke)))
conclude.add("the last cooling-off goes on for a second", window_goes_on)
conclude.add("a subscription is not confirmed", forged("offering", unconfirmed=1))
add_states(conclude)
conclude.add("the zone has ended", forged("zone", ends_at=CONCLUDES))
conclude.add("less was promised than is sold", forged("instrument", promised=QUANTITY - 1))


def authority(world: World) -> Keypair:
    """Who answers for instruments."""
    return world.regulators[1]


suspended = after(lambda world, _: held.suspending(world))


async def last_second(world: World, tried: Attempt) -> Attempt:
    """Of those in which a suspension keeps it from anyone."""
    await set_time(world, ABANDONED - 1)
    return tried


cancel = Cases("cancel_offering", offered.cancel_offering)
cancel.add("the instrument is another zone's", of_other_zone("instrument"))
cancel.add("the offering is of another instrument", forged("offering", instrument=NOBODY))
cancel.add("it is cancelled", after(again))
cancel.add("it is concluded", forged("offering", state=OfferingState.SUCCEEDED))
cancel.add("another signs", signer("signer", ilya))
cancel.add("the authority signs while it is admitted", signer("signer", authority))
cancel.add("another signs while it is suspended", both(suspended, signer("signer", ilya)))
cancel.add("the other regulator signs while it is suspended", both(suspended,
           signer("signer", lambda w: w.regulators[0])))  # fmt: skip
cancel.add("another signs before the week of a suspension is over",
           both(both(suspended, signer("signer", ilya)), last_second))  # fmt: skip
cancel.add("less was promised than it offers", forged("instrument", promised=QUANTITY - 1))


# -- allot_subscription, close_offering --------------------------------------------------


async def allot_first(world: World) -> Attempt:
    """First come."""
    await offered.have_concluded(world, 200, 150, allotment=Allotment.FIRST_COME)
    return offered.allotting(world, world.aigul)


allot = Cases("allot_subscription", offered.allot_subscription)
allot.add("the offering is of another instrument", forged("offering", instrument=NOBODY))
allot.add("the subscription is of another offering", forged("subscription", offering=NOBODY))
allot.add("the participant is another's",
          account("participant", lambda w: find_participant(w, "ilya")))  # fmt: skip
allot.add("the account is another's", account("account", lambda w: find_account(w, "ilya")))
allot.add("the holding is another's",
          account("holding", lambda w: held.holding_of(w, w.ilya)))  # fmt: skip
allot.add("the issuer's account is another's",
          account("issuer_account", lambda w: find_account(w, "shipa")))  # fmt: skip
allot.add("the rent is to go to another", account("rent_payer", lambda w: w.ilya.pubkey()))
allot.add("the offering is open", forged("offering", state=OfferingState.OPEN))
allot.add("less is held than was subscribed", forged("account", held=1))
allot.add("less was subscribed than is paid", forged("subscription", held=1))
allot.add("the issuer's balance overflows", forged("issuer_account", available=NO_CAP))
allot.add("fewer units are left than are allotted", forged("offering", unallotted=1))
allot.add("the instrument knows of no place that is kept", forged("instrument", reserved=0))
allot.add("the offering knows of no subscription", forged("offering", subscriptions=0))
allot.add("the index has gone back", forged("offering", counted_at=(1, 0)), valid=allot_first)

close = Cases("close_offering", offered.close_offering)
close.add("the offering is of another instrument", forged("offering", instrument=NOBODY))
close.add("the issuer's account is another's",
          account("issuer_account", lambda w: find_account(w, "shipa")))  # fmt: skip
close.add("the issuer's holding is another's",
          account("issuer_holding", lambda w: held.holding_of(w, w.ilya)))  # fmt: skip
close.add("the issuer's holding is of another instrument",
          forged("issuer_holding", instrument=NOBODY))  # fmt: skip
close.add("the rent is to go to another", account("rent_payer", lambda w: w.ilya.pubkey()))
close.add("it is open", forged("offering", state=OfferingState.OPEN))
close.add("a subscription is left", forged("offering", subscriptions=1))
close.add("the instrument knows of none", forged("instrument", open_offerings=0))
close.add("the issuer's account knows of none", forged("issuer_account", open_payments=0))


ALL = [
    *create.all,
    *subscribe.all,
    *withdraw.all,
    *confirm.all,
    *conclude.all,
    *cancel.all,
    *allot.all,
    *close.all,
]

"""Refusals of trades, standing offers and splits."""

from __future__ import annotations

from functools import partial

from solders.pubkey import Pubkey
from tests.program import world_instruments as held
from tests.program import world_trades as traded
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
from tests.program.cases_allowances import of_other_zone
from tests.program.cases_changes import (
    TOO_FAR,
    WINDOW,
    add_doors,
    add_sequences,
    find_account,
    find_participant,
    paused,
    unverified,
)
from tests.program.cases_holdings import (
    FROZEN,
    add_states,
    add_zone_doors,
    ilya,
    of_other_instrument,
)
from tests.program.cases_zone import again
from tests.program.world_attempts import Attempt, forge, set_time
from tests.program.world_forks import NOW
from tests.program.world_instruments import UNITS
from tests.program.world_replacement import DUE, cancel_offer_of_replaced
from tests.program.world_trades import EACH, LASTS, OFFERED, QUANTITY
from tests.program.world_valid import Valid, newcomer

from alatau.program import InstrumentState, Role, Scope, offer_address
from alatau.testing.world import DAY, NO_CAP, World

PRICE = QUANTITY * EACH
FROZEN_BY_BANK = ((NOW + DAY, bytes(16), 1, bytes(6)), (0, bytes(16), 0, bytes(6)))


async def to_oneself(world: World, tried: Attempt) -> Attempt:
    """The seller's own holding gets them."""
    changed = tried.with_account("buyer_holding", tried.address("seller_holding"))
    return changed.with_account("buyer", tried.address("seller"))


def locked(name: str) -> Change:
    """Units of one who is no issuer, up to the last second of the lock-up."""

    async def change(world: World, tried: Attempt) -> Attempt:
        await forge(world, tried.address(name), locked_until=NOW + DAY)
        await set_time(world, NOW + DAY - 1)
        return tried

    return change


def _holding_of_shipa(world: World) -> Pubkey:
    return held.holding_of(world, world.shipa)


async def in_dollars(world: World, tried: Attempt) -> Attempt:
    """Asset and accounts belong together, and the instrument is paid in another asset."""
    changed = tried.with_account("asset", world.dollar.address)
    for name, who in (("buyer_account", "aigul"), ("seller_account", "ilya")):
        changed = changed.with_account(name, find_account(world, who, "USDZ"))
    return changed


def add_accounts(cases: Cases) -> None:
    """Whose and of what the accounts of a trade must be."""
    cases.add("the buyer's account is another's", account(
        "buyer_account", lambda w: find_account(w, "shipa")))  # fmt: skip
    cases.add("the instrument is another zone's", of_other_zone("instrument"))
    for side in ("seller", "buyer"):
        cases.add(
            f"the {side}'s holding is of another instrument", of_other_instrument(f"{side}_holding")
        )
        cases.add(
            f"the {side} is another than the holding's",
            account(side, partial(find_participant, who="shipa")),
        )
    cases.add("the asset is another than the one it is paid in",
              account("asset", lambda w: w.dollar.address))  # fmt: skip
    cases.add("it is paid in another asset", in_dollars)
    for side, who in (("seller", "ilya"), ("buyer", "aigul")):
        cases.add(
            f"the {side}'s account is of another asset",
            account(f"{side}_account", partial(find_account, who=who, symbol="USDZ")),
        )
    cases.add("the seller's account is another's",
              account("seller_account", partial(find_account, who="shipa")))  # fmt: skip
    cases.add("the buyer's holding is another's", account("buyer_holding", _holding_of_shipa))
    for side in ("seller", "buyer"):
        cases.add(f"the {side}'s account is a lane", forged(f"{side}_account", lane=1))
    cases.add("it is with oneself", to_oneself)


def add_rules(cases: Cases) -> None:
    """What every trade asks of the zone, the instrument and both sides."""
    cases.add("the quantity is zero", args(quantity=0))
    add_doors(cases, Scope.TRANSFERS)
    cases.add("the operator pauses payments", paused(Scope.PAYMENTS, 0))
    add_states(cases)
    for side in ("seller", "buyer"):
        cases.add(f"the {side}'s verification has expired", unverified(side))
        cases.add(f"the {side} is frozen", forged(side, freezes=FROZEN))
    cases.add("the buyer is frozen for money", forged("buyer", freezes=FROZEN_BY_BANK))
    cases.add("the buyer's account is frozen", forged("buyer_account", freezes=FROZEN))
    cases.add("the units are locked", locked("instrument"))
    cases.add("the buyer is no investor", forged("buyer", roles=Role.RESIDENT))
    cases.add("the buyer's class is not among the instrument's", forged("buyer", tier=2))
    cases.add("the buyer's class is unknown", forged("buyer", tier=8))
    cases.add("the buyer's country is not among them", forged("buyer", country=b"RU"))


def add_amounts(cases: Cases, dear: Change, to_last_holder: Valid) -> None:
    """What there must be of money and units, and room for; `dear` is over a payment's cap."""
    cases.add("the price is over the buyer's balance", forged("buyer_account", available=PRICE - 1))
    cases.add("the price is over the cap of one payment", dear)
    cases.add(
        "the day's sum is over the daily cap",
        forged("buyer_account", spent_day=5_000_000 - PRICE + 1),
    )
    cases.add(
        "the month's sum is over the monthly cap",
        forged("buyer_account", spent_month=30_000_000 - PRICE + 1),
    )
    cases.add(
        "the day's sum is over the seller's daily cap",
        forged("seller_account", receive_per_day=2 * PRICE - 1),
    )
    cases.add(
        "the month's sum is over the seller's monthly cap",
        forged("seller_account", receive_per_month=2 * PRICE - 1),
    )
    cases.add("the seller's tax category is unknown", forged("seller", tax_category=4))
    cases.add("the seller has fewer units", forged("seller_holding", units=QUANTITY - 1))
    cases.add(
        "the buyer would have more than one may",
        forged("instrument", max_per_holder=2 * QUANTITY - 1),
    )
    cases.add(
        "there would be more holders than there may",
        forged("instrument", holder_cap=1),
        valid=to_last_holder,
    )
    cases.add(
        "subscriptions keep the places that are left",
        forged("instrument", reserved=1),
        valid=to_last_holder,
    )
    cases.add("what the buyer has overflows", forged("buyer_holding", units=NO_CAP))
    cases.add(
        "the number of holders is wrong",
        forged("instrument", holders=0),
        valid=to_last_holder,
    )


# -- trade -------------------------------------------------------------------------------

trade = Cases("trade", traded.trade)
trade.add("another than the seller signs", signer("seller_wallet", lambda w: w.shipa))
trade.add("another than the buyer signs", signer("buyer_wallet", lambda w: w.shipa))
add_accounts(trade)
add_sequences(trade, "seller_holding")
trade.add("the buyer's sequence is used", args(account_sequence=1))
trade.add("the buyer's sequence is zero", args(account_sequence=0))
trade.add("the buyer's sequence has left the window", forged("buyer_account", sequence=3 + WINDOW))
trade.add("the buyer's sequence is 1,025 ahead", args(account_sequence=2 + TOO_FAR))
trade.add("it has expired", deadline(lambda _world, tried: tried.args["expires_at"]))
trade.add("the price is zero", args(price=0))
add_rules(trade)
trade.add("the seller has offered them", forged("seller_holding", offered=UNITS - 2 * QUANTITY + 1))
trade.add("the seller's are outside", forged("seller_holding", outside=UNITS - 2 * QUANTITY + 1))
add_amounts(trade, args(price=2_000_001), traded.trade_to_last_holder)


# -- offer_units -------------------------------------------------------------------------


def numbered(sequence: int) -> Change:
    """With another sequence, at the address that this gives."""

    async def change(world: World, tried: Attempt) -> Attempt:
        address = offer_address(tried.address("holding"), sequence)
        return tried.with_args(sequence=sequence).with_account("offer", address)

    return change


offer = Cases("offer_units", traded.offer_units)
offer.add("another signs", both(signer("wallet", lambda w: w.shipa),
          account("seller", partial(find_participant, who="shipa"))))  # fmt: skip
offer.add("the instrument is another zone's", of_other_zone("instrument"))
offer.add("the holding is of another instrument", of_other_instrument("holding"))
offer.add("the seller is another than the holding's",
          account("seller", partial(find_participant, who="shipa")))  # fmt: skip
offer.add("the payer of rent has no lamports", signer("rent_payer", newcomer))
offer.add("`offer` is not the address of holding and sequence",
          account("offer", lambda w: traded.offer_of(w, w.ilya, 3)))  # fmt: skip
offer.add("the sequence is used", numbered(1))
offer.add("the sequence is zero", numbered(0))
offer.add("the sequence has left the window", forged("holding", sequence=2 + WINDOW))
offer.add("the sequence is 1,025 ahead", numbered(1 + TOO_FAR))
offer.add("the quantity is zero", args(quantity=0))
offer.add("the price is zero", args(price=0))
offer.add("the least is zero", args(least=0))
offer.add("the least is over the quantity", args(least=OFFERED + 1))
offer.add("it has expired", deadline(lambda _world, tried: tried.args["expires_at"]))
add_zone_doors(offer, Scope.TRANSFERS)
add_states(offer)
offer.add("the seller's verification has expired", unverified("seller"))
offer.add("the seller is frozen", forged("seller", freezes=FROZEN))
offer.add("the units are locked", locked("instrument"))
offer.add("the quantity is over what the holding has", args(quantity=UNITS - 10 + 1))
offer.add("others are offered", forged("holding", offered=UNITS - 10 - OFFERED + 1))
offer.add("others are outside", forged("holding", outside=UNITS - 10 - OFFERED + 1))
offer.add("the price of all overflows", args(price=NO_CAP // OFFERED + 1))
offer.add("the number of offers overflows", forged("holding", open_offers=NO_CAP))


# -- take_offer --------------------------------------------------------------------------

take = Cases("take_offer", traded.take_offer)
add_accounts(take)
take.add("the sequence is used", args(sequence=1))
take.add("the sequence is zero", args(sequence=0))
take.add("the sequence has left the window", forged("buyer_account", sequence=3 + WINDOW))
take.add("the sequence is 1,025 ahead", args(sequence=2 + TOO_FAR))
take.add("the offer is of another holding", forged("offer", holding=Pubkey.default()))
take.add("the rent is to go to another", account("rent_payer", lambda w: w.ilya.pubkey()))
take.add("it has expired", deadline(lambda _world, _tried: NOW + LASTS))
take.add("the quantity is over what is left", args(quantity=OFFERED - QUANTITY + 1))
take.add(
    "the quantity is under the offer's least, and not all that is left",
    forged("offer", least=QUANTITY + 1),
)
take.add("the price overflows", forged("offer", price=NO_CAP // QUANTITY + 1))
add_rules(take)
add_amounts(
    take,
    both(args(quantity=1), forged("offer", price=2_000_001)),
    traded.take_from_last_holder,
)
take.add("what is set aside is wrong", forged("seller_holding", offered=QUANTITY - 1))
take.add(
    "the number of offers is wrong", forged("seller_holding", open_offers=0), valid=traded.take_all
)


# -- cancel_offer ------------------------------------------------------------------------


async def before_it_expires(world: World, tried: Attempt) -> Attempt:
    """Anyone, a second too early."""
    await set_time(world, NOW + LASTS - 1)
    return tried.signed_by("wallet", world.shipa)


async def before_the_zone_ends(world: World, tried: Attempt) -> Attempt:
    """Anyone, a second too early, where the offer lasts."""
    await forge(world, tried.address("offer"), expires_at=world.ends_at + 1)
    await set_time(world, world.ends_at - 1)
    return tried.signed_by("wallet", world.shipa)


cancel = Cases("cancel_offer", traded.cancel_offer)
cancel.add("the instrument is another zone's", of_other_zone("instrument"))
cancel.add("the holding is of another instrument", of_other_instrument("holding"))
cancel.add("the offer is of another holding", forged("offer", holding=Pubkey.default()))
cancel.add("the rent is to go to another", account("rent_payer", lambda w: w.ilya.pubkey()))
cancel.add("another signs, and it expires in a second", before_it_expires)
cancel.add("another signs, and the zone ends in a second", before_the_zone_ends)
cancel.add(
    "another signs, and the instrument is suspended only",
    forged("instrument", state=InstrumentState.SUSPENDED),
    valid=traded.cancel_offer_of_delisted,
)
cancel.add(
    "another signs, and a replacement is due in a second",
    forged("holding", replace_at=DUE + 1),
    valid=cancel_offer_of_replaced,
)
cancel.add("what is set aside is wrong", forged("holding", offered=OFFERED - 1))
cancel.add("the number of offers is wrong", forged("holding", open_offers=0))


# -- split_instrument --------------------------------------------------------------------

split = Cases("split_instrument", traded.split_instrument)
split.add("another than the issuer signs", signer("issuer", ilya))
split.add("the operator signs for the authority", signer("regulator", lambda w: w.operator))
split.add("the first regulator signs", signer("regulator", lambda w: w.regulators[0]))
split.add("the instrument is another zone's", of_other_zone("instrument"))
split.add("it is only proposed", forged("instrument", state=InstrumentState.PROPOSED))
split.add("it is delisted", after(lambda world, _: held.delisting(world)))
split.add("it has been split already", after(again))
split.add("it has changed since", args(revision=1))
split.add("no shares are named", args(shares=0))
split.add("no units are named", args(per_units=0))
split.add("the ratio is the same", args(shares=5, per_units=5))


ALL = [*trade.all, *offer.all, *take.all, *cancel.all, *split.all]

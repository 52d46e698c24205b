"""Refusals of what both regulators order about units, and of what is frozen."""

from __future__ import annotations

from tests.program import world_instruments as held
from tests.program import world_outside as outside
from tests.program import world_redemption as paid
from tests.program import world_replacement as replaced
from tests.program import world_trades as traded
from tests.program import world_unit_orders as orders
from tests.program import world_valid as valid
from tests.program.cases import Cases, Change, account, after, args, both, deadline, forged, signer
from tests.program.cases_allowances import of_other_zone
from tests.program.cases_enforcement import add_terms, operator_of, same_key
from tests.program.cases_holdings import of_other_instrument
from tests.program.cases_zone import again
from tests.program.world_attempts import Attempt, forge, read
from tests.program.world_enforcement import UNTIL
from tests.program.world_instruments import UNITS
from tests.program.world_unit_orders import FREEZE

from alatau.program import decode_holding, enforcement_address
from alatau.testing.world import NO_CAP, World


def add_regulators(cases: Cases) -> None:
    """Both regulators must sign, each in its place."""
    first, second = "first_regulator", "second_regulator"
    cases.add("the first regulator signs twice", same_key(second, first))
    cases.add("the second regulator signs twice", same_key(first, second))
    cases.add("the operator signs for the first regulator", signer(first, operator_of))
    cases.add("the operator signs for the second regulator", signer(second, operator_of))
    cases.add("the holder signs for a regulator", signer(second, lambda world: world.aigul))


def add_belonging(cases: Cases) -> None:
    cases.add("the instrument is another zone's", of_other_zone("instrument"))
    cases.add("the holding is of another instrument", of_other_instrument("holding"))


freeze = Cases("freeze_holding", orders.freeze_holding)
add_regulators(freeze)
add_terms(freeze)
add_belonging(freeze)

unfreeze = Cases("unfreeze_holding", orders.unfreeze_holding)
unfreeze.add("the operator signs", signer("regulator", operator_of))
unfreeze.add("the holder signs", signer("regulator", lambda world: world.aigul))
unfreeze.add("it is unfrozen", after(again))
unfreeze.add("the freeze has ended by itself", deadline(lambda _world, _tried: UNTIL))
add_belonging(unfreeze)


def of_case(case: bytes) -> Change:
    """Another case, and the record's address that goes with it."""

    async def change(world: World, tried: Attempt) -> Attempt:
        record = enforcement_address(tried.address("holding"), case)
        return tried.with_args(case=case).with_account("enforcement", record)

    return change


async def to_itself(world: World, tried: Attempt) -> Attempt:
    """One holding in both places."""
    name = next(each for each in tried.metas if each.endswith("_holding"))
    return tried.with_account(name, tried.address("holding"))


def called(name: str) -> Change:
    """The instrument is called, and the recipient is its issuer."""

    async def change(world: World, tried: Attempt) -> Attempt:
        wallet = decode_holding((await read(world, tried.address(name))).data).wallet
        await forge(world, tried.address("instrument"), redemption_price=1, issuer=wallet)
        return tried

    return change


def add_order(cases: Cases, recipient: str) -> None:
    """What every order of both regulators about units refuses."""
    add_regulators(cases)
    cases.add("the case is empty", of_case(bytes(16)))
    cases.add("the legal basis is zero", args(basis=0))
    cases.add("the quantity is zero", args(quantity=0))
    cases.add("the quantity is over what there is", args(quantity=UNITS + 1))
    cases.add("the rest is in offers", forged("holding", offered=UNITS))
    cases.add("the rest is outside", forged("holding", outside=UNITS))
    cases.add("the case is executed", after(again))
    cases.add("the case is executed with another quantity", both(after(again), args(quantity=1)))
    cases.add("`enforcement` is not the address of holding and case", args(case=bytes([1] * 16)))
    add_belonging(cases)
    cases.add(f"the {recipient} holding is of another instrument",
              of_other_instrument(f"{recipient}_holding"))  # fmt: skip
    cases.add("both holdings are one", to_itself)
    cases.add("what the recipient has overflows", forged(f"{recipient}_holding", units=NO_CAP))
    cases.add("the number of holders is wrong", both(args(quantity=UNITS),
              forged("instrument", holders=0)))  # fmt: skip
    cases.add("the number of holders overflows", forged("instrument", holders=NO_CAP))
    cases.add("it is called, and the recipient is its issuer", called(f"{recipient}_holding"))
    cases.add("the payer of rent has no lamports", signer("payer", valid.newcomer))


seize = Cases("seize_units", orders.seize_units)
add_order(seize, "treasury")
seize.add("the treasury's holding is another's",
          account("treasury_holding", lambda w: held.holding_of(w, w.ilya)))  # fmt: skip

forced = Cases("forced_transfer_units", orders.forced_transfer_units)
add_order(forced, "recipient")


# -- what is frozen, and what stays ------------------------------------------------------


def add_frozen(cases: Cases, name: str, who: str) -> None:
    """What every debit of units refuses."""
    cases.add(f"{who} holding is frozen", forged(name, freeze=FREEZE))
    cases.add(f"{who} holding is frozen until the next second", frozen_until_next(name))


def frozen_until_next(name: str) -> Change:
    """A freeze whose last second it is."""

    async def change(world: World, tried: Attempt) -> Attempt:
        until = await world.chain.time() + 1
        await forge(world, tried.address(name), freeze=(until, *FREEZE[1:]))
        return tried

    return change


transfer = Cases("transfer_units", held.transfer_units)
add_frozen(transfer, "sender_holding", "the sender's")
trade = Cases("trade", traded.trade)
add_frozen(trade, "seller_holding", "the seller's")
offer = Cases("offer_units", traded.offer_units)
add_frozen(offer, "holding", "the seller's")
take = Cases("take_offer", traded.take_offer)
add_frozen(take, "seller_holding", "the seller's")
tender = Cases("tender_units", paid.tender_units)
add_frozen(tender, "holding", "the holder's")
redeem = Cases("redeem", paid.redeem)
add_frozen(redeem, "holding", "the holder's")
call = Cases("call_redemption", paid.call_redemption)
add_frozen(call, "holding", "the issuer's")
withdraw = Cases("withdraw_units", outside.withdraw_units)
add_frozen(withdraw, "holding", "the holder's")
propose = Cases("propose_replacement", replaced.propose_replacement)
add_frozen(propose, "holding", "the old")
replace = Cases("replace_holder", replaced.replace_holder)
add_frozen(replace, "holding", "the old")

recall = Cases("recall_units", orders.recall_units_of_frozen)
recall.add("the freeze has ended", deadline(lambda _world, _tried: UNTIL))

cancel = Cases("cancel_offer", orders.cancel_offer_of_frozen)
cancel.add("another signs, and the freeze has ended", deadline(lambda _world, _tried: UNTIL))


async def becoming_treasury(world: World, tried: Attempt) -> Attempt:
    """The holder is the zone's treasury."""
    await forge(world, world.zone, treasury=world.aigul.pubkey())
    return tried


close = Cases("close_holding", held.close_holding)
close.add("it is the treasury's", becoming_treasury)


ALL = [
    *freeze.all,
    *unfreeze.all,
    *seize.all,
    *forced.all,
    *transfer.all,
    *trade.all,
    *offer.all,
    *take.all,
    *tender.all,
    *redeem.all,
    *call.all,
    *withdraw.all,
    *propose.all,
    *replace.all,
    *recall.all,
    *cancel.all,
    *close.all,
]

"""Refusals of freezes, of what both regulators order, and of what is frozen."""

from __future__ import annotations

from solders.keypair import Keypair
from solders.pubkey import Pubkey
from tests.program import world_enforcement as orders
from tests.program import world_payments as life
from tests.program import world_valid as valid
from tests.program.cases import Cases, Change, account, after, args, both, deadline, forged, signer
from tests.program.cases_changes import find_account
from tests.program.cases_returning import party
from tests.program.cases_zone import YEAR, again, in_other_zone
from tests.program.world_attempts import Attempt, forge
from tests.program.world_enforcement import CASE, UNTIL
from tests.program.world_forks import NOW

from alatau.program import AssetClass, enforcement_address
from alatau.testing.world import FUNDS, NO_CAP, World


def add_terms(cases: Cases) -> None:
    """What a freeze asks of its case and its end."""
    cases.add("the case is empty", args(case=bytes(16)))
    cases.add("the legal basis is zero", args(basis=0))
    cases.add("it ends now", args(until=NOW))
    cases.add("it lasts over 366 days", args(until=NOW + YEAR + 1))


def regulator(slot: int) -> Change:
    return signer("regulator", lambda world: world.regulators[slot])


freeze_account = Cases("freeze_account", orders.freeze_account)
freeze_account.add("the operator signs", signer("regulator", lambda world: world.operator))
freeze_account.add("the second regulator freezes national currency", regulator(1))
freeze_account.add(
    "the first regulator freezes an instrument",
    forged("account", **{"class": AssetClass.INSTRUMENT}),
)
freeze_account.add("the account is another zone's", in_other_zone())
add_terms(freeze_account)


def freeze_dollar(world: World, tried: Attempt) -> Attempt:
    """The other regulator freezes the crypto account of which this one has no freeze."""
    return orders.freezing_account(world, world.regulators[1], world.aigul, world.dollar)


unfreeze_account = Cases("unfreeze_account", orders.unfreeze_account)
unfreeze_account.add("the operator signs", signer("regulator", lambda world: world.operator))
unfreeze_account.add(
    "only the other regulator has frozen it",
    both(after(freeze_dollar), party("account", "aigul", "USDZ")),
)
unfreeze_account.add("it is unfrozen", after(again))
unfreeze_account.add("the freeze has ended by itself", deadline(lambda _world, _tried: UNTIL))
unfreeze_account.add("the account is another zone's", in_other_zone())


freeze_participant = Cases("freeze_participant", orders.freeze_participant)
freeze_participant.add("the operator signs", signer("regulator", lambda world: world.operator))
freeze_participant.add("the participant is another zone's", in_other_zone())
add_terms(freeze_participant)


unfreeze_participant = Cases("unfreeze_participant", orders.unfreeze_participant)
unfreeze_participant.add("the operator signs", signer("regulator", lambda world: world.operator))
unfreeze_participant.add("only the other regulator has frozen it", regulator(0))
unfreeze_participant.add("it is unfrozen", after(again))
unfreeze_participant.add("the freeze has ended by itself", deadline(lambda _world, _tried: UNTIL))
unfreeze_participant.add("the participant is another zone's", in_other_zone())


def add_order(cases: Cases, recipient: str) -> None:
    """What every order of both regulators refuses."""
    first, second = "first_regulator", "second_regulator"
    cases.add("the first regulator signs twice", same_key(second, first))
    cases.add("the second regulator signs twice", same_key(first, second))
    cases.add("the operator signs for the first regulator", signer(first, operator_of))
    cases.add("the operator signs for the second regulator", signer(second, operator_of))
    cases.add("the owner signs for a regulator", signer(second, lambda world: world.aigul))
    cases.add("the case is empty", of_case(bytes(16)))
    cases.add("the legal basis is zero", args(basis=0))
    cases.add("the amount is zero", args(amount=0))
    cases.add("the amount is over what is available", args(amount=FUNDS + 1))
    cases.add("the rest is held", holding_some)
    cases.add("the case is executed", after(again))
    cases.add("the case is executed with another amount", both(after(again), args(amount=1)))
    cases.add("`enforcement` is not the address of account and case", args(case=bytes([1] * 16)))
    cases.add(f"the {recipient} account is of another asset", other_asset(f"{recipient}_account"))
    cases.add("both accounts are one", one_account(f"{recipient}_account"))
    cases.add("the accounts are another zone's", in_other_zone())
    cases.add(f"the {recipient} account is another zone's", foreign(f"{recipient}_account"))
    cases.add("what the recipient has overflows", forged(f"{recipient}_account", available=NO_CAP))
    cases.add("the payer of rent has no lamports", signer("payer", valid.newcomer))


def operator_of(world: World) -> Keypair:
    return world.operator


def same_key(who: str, whose: str) -> Change:
    """One regulator in both places."""

    async def change(world: World, tried: Attempt) -> Attempt:
        return tried.with_account(who, tried.address(whose))

    return change


def of_case(case: bytes) -> Change:
    """Another case, and the record's address that goes with it."""

    async def change(world: World, tried: Attempt) -> Attempt:
        record = enforcement_address(tried.address("account"), case)
        return tried.with_args(case=case).with_account("enforcement", record)

    return change


async def holding_some(world: World, tried: Attempt) -> Attempt:
    """All that the merchant has is held: nothing of it can be taken."""
    await life.hold(world)
    held = find_account(world, "bereke")
    record = enforcement_address(held, CASE)
    return (
        tried.with_account("account", held).with_account("enforcement", record).with_args(amount=1)
    )


def other_asset(name: str) -> Change:
    def find(world: World) -> Pubkey:
        return find_account(world, "treasury" if "treasury" in name else "shipa", "USDZ")

    return account(name, find)


def one_account(name: str) -> Change:
    async def change(world: World, tried: Attempt) -> Attempt:
        return tried.with_account(name, tried.address("account"))

    return change


def foreign(name: str) -> Change:
    async def change(world: World, tried: Attempt) -> Attempt:
        await forge(world, tried.address(name), zone=world.operator.pubkey())
        return tried

    return change


seize = Cases("seize", orders.seize)
add_order(seize, "treasury")
seize.add("the treasury's account is another's", party("treasury_account", "shipa"))


forced_transfer = Cases("forced_transfer", orders.forced_transfer)
add_order(forced_transfer, "recipient")


# -- what is frozen --------------------------------------------------------------------


def frozen(slot: int, who: str = "aigul", symbol: str = "KZTE") -> Change:
    """A regulator freezes someone's account, before."""

    def step(world: World, tried: Attempt) -> Attempt:
        asset = world.tenge if symbol == "KZTE" else world.dollar
        return orders.freezing_account(world, world.regulators[slot], getattr(world, who), asset)

    return after(step)


def participant_frozen(slot: int, who: str = "aigul") -> Change:
    """A regulator freezes someone, before."""

    def step(world: World, tried: Attempt) -> Attempt:
        return orders.freezing_participant(world, world.regulators[slot], getattr(world, who))

    return after(step)


def add_frozen(cases: Cases, who: str, debited: str) -> None:
    """What every debit refuses; the party debited is called `who`."""
    cases.add(f"{who} account is frozen", frozen(0, debited))
    cases.add(f"{who} account is frozen until the next second", frozen_until_next(debited))
    cases.add(f"{who} participant is frozen", participant_frozen(0, debited))


def frozen_until_next(who: str) -> Change:
    """A freeze whose last second it is."""

    def step(world: World, tried: Attempt) -> Attempt:
        frozen = orders.freezing_account
        return frozen(world, world.regulators[0], getattr(world, who), world.tenge, until=NOW + 1)

    return after(step)


async def pay_dollar(world: World) -> Attempt:
    return await valid.paying(world, world.aigul, world.bereke, world.dollar)


pay = Cases("pay", valid.pay)
add_frozen(pay, "the payer's", "aigul")
for slot, which in enumerate(("first", "second")):
    pay.add(
        f"the {which} regulator has frozen the payer's crypto account",
        frozen(slot, symbol="USDZ"),
        valid=pay_dollar,
    )
    pay.add(
        f"the {which} regulator has frozen the payer, of crypto",
        participant_frozen(slot),
        valid=pay_dollar,
    )

pay_held = Cases("pay_held", valid.pay_held)
add_frozen(pay_held, "the payer's", "aigul")

transfer = Cases("transfer", valid.transfer)
add_frozen(transfer, "the payer's", "aigul")

withdraw = Cases("withdraw", valid.withdraw)
add_frozen(withdraw, "the owner's", "aigul")

refund = Cases("refund", life.refund_settled)
add_frozen(refund, "settled, the payee's", "bereke")


ALL = [
    *freeze_account.all,
    *unfreeze_account.all,
    *freeze_participant.all,
    *unfreeze_participant.all,
    *seize.all,
    *forced_transfer.all,
    *pay.all,
    *pay_held.all,
    *transfer.all,
    *withdraw.all,
    *refund.all,
]

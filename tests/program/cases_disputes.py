"""Refusals of disputes, of reserves, of closing, and of their policy."""

from __future__ import annotations

from tests.program import world_disputes as disputes
from tests.program import world_payments as life
from tests.program.cases import (
    Cases,
    Change,
    Step,
    account,
    after,
    args,
    both,
    deadline,
    forged,
    signer,
)
from tests.program.cases_changes import find_participant
from tests.program.cases_returning import add_parties, party
from tests.program.cases_zone import YEAR, again, in_other_zone
from tests.program.world_attempts import Attempt, forge, read
from tests.program.world_valid import AMOUNT

from alatau.program import PaymentState, decode_payment
from alatau.testing.world import NO_CAP, World


def state(number: PaymentState) -> Change:
    """The payment in another state, all else as it is."""
    return forged("payment", state=int(number))


def at(field: str) -> Change:
    """The clock moved to a time of the payment, until which the instruction is valid."""

    async def change(world: World, tried: Attempt) -> Attempt:
        stored = decode_payment((await read(world, tried.address("payment"))).data)
        return await deadline(lambda _world, _tried: getattr(stored, field))(world, tried)

    return change


def a_second_short(field: str) -> Change:
    """A time of the payment from which the instruction is valid, a second later."""

    async def change(world: World, tried: Attempt) -> Attempt:
        await forge(world, tried.address("payment"), **{field: await world.chain.time() + 1})
        return tried

    return change


def arbiter_is(who: str) -> Change:
    """A party of the payment is the zone's arbiter, and signs."""

    async def change(world: World, tried: Attempt) -> Attempt:
        key = getattr(world, who)
        await forge(world, tried.address("zone"), arbiter=key.pubkey())
        return tried.signed_by("authority", key)

    return change


async def arbiter_now_regulates(world: World, tried: Attempt) -> Attempt:
    """Succession is not asked whether the successor is the arbiter."""
    key = world.regulators[0]
    await forge(world, tried.address("zone"), arbiter=key.pubkey())
    return tried.signed_by("authority", key)


def by(step: Step) -> Change:
    return after(step)


# -- dispute ---------------------------------------------------------------------------

dispute = Cases("dispute", disputes.dispute)
dispute.add("the payee signs", signer("wallet", lambda world: world.bereke))
dispute.add("the payer's account is of another asset", party("payer_account", "aigul", "USDZ"))
dispute.add("there is no reason", args(reason=0))
dispute.add("the reason is unknown", args(reason=7))
dispute.add("it is not fulfilled", state(PaymentState.OPEN))
dispute.add("it is settled without a reserve", state(PaymentState.SETTLED))
dispute.add("its reserve is used up", forged("payment", reserve=0), valid=disputes.dispute_settled)
dispute.add("it is refunded", state(PaymentState.REFUNDED))
dispute.add("it is disputed", after(again))
dispute.add("its dispute was resolved", forged("payment", flags=1), valid=disputes.dispute_settled)
dispute.add("the settlement window has passed", at("settles_at"))
dispute.add("the reserve is due", at("reserve_until"), valid=disputes.dispute_settled)


# -- respond ---------------------------------------------------------------------------

respond = Cases("respond", disputes.respond)
respond.add("the payer signs", signer("wallet", lambda world: world.aigul))
respond.add("the merchant's account is of another asset", party("payee_account", "bereke", "USDZ"))
respond.add("it is not disputed", state(PaymentState.FULFILLED))
respond.add("it is answered", after(again))
respond.add("the time to answer has passed", at("decide_by"))


# -- resolve ---------------------------------------------------------------------------

resolve = Cases("resolve", disputes.resolve)
resolve.add("the zone is another", in_other_zone())
add_parties(resolve)
resolve.add("payer's and payee's account are one", party("payee_account", "aigul"))
resolve.add("a regulator signs", signer("authority", lambda world: world.regulators[0]))
resolve.add("the payee signs", signer("authority", lambda world: world.bereke))
resolve.add(
    "the arbiter of before signs",
    by(lambda world, _: disputes.policy(world)),
    valid=disputes.resolve_by_arbiter,
)
resolve.add("the arbiter has become a regulator", arbiter_now_regulates)
resolve.add("the arbiter is the payer", arbiter_is("aigul"))
resolve.add("the arbiter is the payee", arbiter_is("bereke"))
resolve.add("it is not disputed", state(PaymentState.FULFILLED))
resolve.add("it is resolved", after(again))
resolve.add("the time to answer has passed", at("decide_by"))
resolve.add(
    "the time to resolve has passed",
    both(
        by(lambda world, tried: disputes.responding(world, tried.address("payment"))),
        at("decide_by"),
    ),
)
resolve.add("the payer's part is over the payment's amount", args(to_payer=AMOUNT + 1))
resolve.add("the sum of refunds overflows", args(to_payer=NO_CAP), valid=disputes.resolve_settled)
resolve.add(
    "the payer's part is over the payment's amount, settled",
    args(to_payer=AMOUNT + 1),
    valid=disputes.resolve_settled,
)


async def one_over_the_reserve(world: World, tried: Attempt) -> Attempt:
    """Fee and tax are collected, so that the reserve fronts all of it."""
    await life.perform(world, life.collecting(world))
    stored = decode_payment((await read(world, tried.address("payment"))).data)
    return tried.with_args(to_payer=stored.reserve + 1)


resolve.add(
    "the reserve is one less than the payer's part",
    one_over_the_reserve,
    valid=disputes.resolve_settled,
)
resolve.add("the payee's account holds less than the payment", forged("payee_account", held=0))
resolve.add(
    "the payee's account has less in reserve than the payment",
    forged("payee_account", reserve=0),
    valid=disputes.resolve_settled,
)


# -- conclude --------------------------------------------------------------------------

conclude = Cases("conclude", disputes.conclude)
add_parties(conclude)
conclude.add("payer's and payee's account are one", party("payee_account", "aigul"))
conclude.add("it is not disputed", state(PaymentState.FULFILLED))
conclude.add("it is concluded", after(again))
conclude.add("another than the payer drops it", args(drop=True))
conclude.add("a second before the time to answer has passed", a_second_short("decide_by"))
conclude.add("the payee's account holds less than the payment", forged("payee_account", held=0))
conclude.add(
    "the payee's account has less in reserve than the payment",
    forged("payee_account", reserve=0),
    valid=disputes.conclude_settled,
)


# -- release ---------------------------------------------------------------------------

release = Cases("release", disputes.release)
release.add("the payee's account is another's", party("payee_account", "shipa"))
release.add("the payee's account is of another asset", party("payee_account", "bereke", "USDZ"))
release.add("it is disputed", state(PaymentState.CHARGEBACK))
release.add("it is released", after(again))
release.add("a second before the reserve is due", a_second_short("reserve_until"))
release.add(
    "the payee's account has less in reserve than the payment", forged("payee_account", reserve=0)
)


# -- close_payment ---------------------------------------------------------------------

close_payment = Cases("close_payment", disputes.close_payment)
close_payment.add("the rent is another's", account("rent_payer", lambda w: w.ilya.pubkey()))
close_payment.add("the payer's account is another's", party("payer_account", "ilya"))
close_payment.add(
    "the payer's account is of another asset", party("payer_account", "aigul", "USDZ")
)
close_payment.add(
    "the payer's account counts no open payment", forged("payer_account", open_payments=0)
)
close_payment.add("it is open", state(PaymentState.OPEN))
close_payment.add("it is fulfilled", state(PaymentState.FULFILLED))
close_payment.add("it is disputed, held", state(PaymentState.DISPUTED))
close_payment.add("it is disputed, settled", state(PaymentState.CHARGEBACK))
close_payment.add("a reserve is kept", forged("payment", reserve=1))
close_payment.add("a second before it need not be kept", a_second_short("closes_at"))
close_payment.add("it is closed", after(again))


# -- set_policy ------------------------------------------------------------------------

set_policy = Cases("set_policy", disputes.set_policy)
set_policy.add("a regulator signs", signer("operator", lambda world: world.regulators[1]))
for span, what in {
    "settle_window": "the settlement window",
    "deliver_within": "the delivery span",
    "respond_window": "the time to answer",
    "resolve_window": "the time to resolve",
    "retention": "the retention",
}.items():
    set_policy.add(f"{what} is zero", args(**{span: 0}))
    set_policy.add(f"{what} is over 366 days", args(**{span: YEAR + 1}))


def arbiter_regulator(number: int) -> Change:
    async def change(world: World, tried: Attempt) -> Attempt:
        return tried.with_args(arbiter=world.regulators[number].pubkey())

    return change


set_policy.add("the arbiter is the first regulator", arbiter_regulator(0))
set_policy.add("the arbiter is the second regulator", arbiter_regulator(1))


# -- set_reserve -----------------------------------------------------------------------

set_reserve = Cases("set_reserve", disputes.set_reserve)
set_reserve.add("a regulator signs", signer("operator", lambda world: world.regulators[0]))
set_reserve.add("the participant is another zone's", in_other_zone())
set_reserve.add(
    "the participant is no merchant",
    account("participant", lambda world: find_participant(world, "ilya")),
)
set_reserve.add("the share is over 100 %", args(reserve_bps=10_001))
set_reserve.add("the reserve is kept for no time", args(reserve_window=0))
set_reserve.add("the reserve is kept for over 366 days", args(reserve_window=YEAR + 1))


ALL = [
    *dispute.all,
    *respond.all,
    *resolve.all,
    *conclude.all,
    *release.all,
    *close_payment.all,
    *set_policy.all,
    *set_reserve.all,
]

"""Refusals of what returns money: withdrawals and what becomes of held payments."""

from __future__ import annotations

from dataclasses import replace

from tests.program import world_payments as life
from tests.program import world_valid as valid
from tests.program.cases import Cases, Change, account, after, args, both, deadline, forged, signer
from tests.program.cases_changes import account_of, add_sequences, find_account
from tests.program.cases_zone import in_other_zone
from tests.program.world_attempts import Attempt, forge, read, write
from tests.program.world_forks import NOW
from tests.program.world_valid import AMOUNT

from alatau.testing.world import DAY, FUNDS, NO_CAP, World

THIRD = AMOUNT // 3


def party(name: str, who: str, symbol: str = "KZTE") -> Change:
    """Someone's account in the place of a party's."""
    return account(name, lambda world: find_account(world, who, symbol))


def add_parties(cases: Cases) -> None:
    """What every instruction with both parties of a payment refuses."""
    cases.add("the payer's account is another's", party("payer_account", "ilya"))
    cases.add("the payer's account is of another asset", party("payer_account", "aigul", "USDZ"))
    cases.add("the payee's account is of another asset", party("payee_account", "bereke", "USDZ"))


def fulfilled(world: World, tried: Attempt) -> Attempt:
    return life.fulfilling(world, tried.address("payment"))


def settled(world: World, tried: Attempt) -> Attempt:
    return life.settling(world, tried.address("payment"))


def refunded(amount: int) -> Change:
    return after(lambda world, tried: life.refunding(world, tried.address("payment"), 0, amount))


# -- withdraw --------------------------------------------------------------------------

withdraw = Cases("withdraw", valid.withdraw)
withdraw.add("the mint is another", account("mint", lambda world: world.dollar.mint))
withdraw.add("the vault is another's", account("vault", lambda world: world.dollar.vault))
withdraw.add(
    "the vault's token account is another",
    account("vault_token", lambda w: w.tenge.token_account(w.ilya.pubkey())),
)
withdraw.add(
    "the token program is another", account("token_program", lambda w: w.dollar.token_program)
)
withdraw.add(
    "the destination is another's",
    account("destination", lambda world: world.tenge.token_account(world.ilya.pubkey())),
)
withdraw.add(
    "the destination is of another token program",
    account("destination", lambda world: world.dollar.token_account(world.aigul.pubkey())),
)
withdraw.add(
    "the destination is the vault's token account",
    account("destination", lambda world: world.tenge.vault_token),
)
withdraw.add("the account is another's", account_of("ilya"))
withdraw.add("the account is of another asset", account_of("aigul", "USDZ"))
withdraw.add("the amount is zero", args(amount=0))
withdraw.add("the amount is over what is available", args(amount=FUNDS + 1))
withdraw.add("the vault owes less", forged("vault", liabilities=AMOUNT - 1))


async def empty_vault(world: World, tried: Attempt) -> Attempt:
    """The issuer has taken tokens out of the vault, as a permanent delegate can."""
    address = tried.address("vault_token")
    info = await read(world, address)
    data = info.data[:64] + (AMOUNT - 1).to_bytes(8, "little") + info.data[72:]
    await write(world, address, replace(info, data=data))
    return tried


withdraw.add("the vault holds less", empty_vault)
add_sequences(withdraw, "account")


# -- fulfil ----------------------------------------------------------------------------

fulfil = Cases("fulfil", life.fulfil)
fulfil.add("the payer signs", signer("wallet", lambda world: world.aigul))
fulfil.add("the merchant's account is of another asset", party("payee_account", "bereke", "USDZ"))
fulfil.add("it is fulfilled", after(fulfilled))
fulfil.add("it is settled", after(settled))
fulfil.add("the end of the settlement window overflows", forged("payment", settle_window=NO_CAP))
fulfil.add("the delivery deadline has come", deadline(lambda _world, _tried: NOW + DAY))


# -- settle ----------------------------------------------------------------------------

settle = Cases("settle", life.settle)
add_parties(settle)
settle.add("payer's and payee's account are one", party("payee_account", "aigul"))
settle.add("it is settled", after(settled))
settle.add("it is refunded", refunded(AMOUNT))
settle.add("another than the payer signs, unfulfilled", signer("signer", lambda w: w.ilya))
settle.add(
    "another than the payer signs, a second before the window has passed",
    forged("payment", settles_at=NOW + 3 * DAY + 1),
    valid=life.settle_by_anyone,
)


settle.add("the payee's account holds less than the payment", forged("payee_account", held=0))


# -- refund ----------------------------------------------------------------------------

refund = Cases("refund", life.refund)
refund.add("the payer signs", signer("wallet", lambda world: world.aigul))
add_parties(refund)
refund.add("payer's and payee's account are one", party("payer_account", "bereke"))
refund.add("another sum has been refunded before", refunded(1))
refund.add("all has been refunded", both(refunded(AMOUNT), args(refunded_before=AMOUNT, amount=1)))
refund.add("the amount is zero", args(amount=0))
refund.add("the amount is over the payment's", args(amount=AMOUNT + 1))
refund.add(
    "the amount is over the payment's, settled",
    args(amount=AMOUNT + 1),
    valid=life.refund_settled,
)
refund.add("the sum of refunds overflows", args(amount=NO_CAP), valid=life.refund_again)
refund.add(
    "the payee has spent what it would return",
    forged("payee_account", available=0),
    valid=life.refund_settled,
)


refund.add("the payee's account holds less than the payment", forged("payee_account", held=0))


# -- expire ----------------------------------------------------------------------------

expire = Cases("expire", life.expire)
add_parties(expire)
expire.add("payer's and payee's account are one", party("payee_account", "aigul"))
expire.add("it is settled", after(settled))
expire.add("it is refunded", refunded(AMOUNT))
expire.add("it is fulfilled", forged("payment", state=2))
expire.add("the delivery deadline is a second ahead", forged("payment", deliver_by=NOW + DAY + 1))


expire.add("the payee's account holds less than the payment", forged("payee_account", held=0))


# -- collect ---------------------------------------------------------------------------

collect = Cases("collect", life.collect)
collect.add("the zone is another", in_other_zone())
collect.add("the treasury's account is another's", party("treasury_account", "aigul"))
collect.add(
    "the treasury's account is of another asset", party("treasury_account", "treasury", "USDZ")
)
collect.add("both accounts are one", party("account", "treasury"))
collect.add("nothing is due", party("account", "shipa"))


async def foreign_treasury(world: World, tried: Attempt) -> Attempt:
    """The treasury's account, but of another zone."""
    await forge(world, tried.address("treasury_account"), zone=world.operator.pubkey())
    return tried


collect.add("the treasury's account is another zone's", foreign_treasury)


ALL = [
    *withdraw.all,
    *fulfil.all,
    *settle.all,
    *refund.all,
    *expire.all,
    *collect.all,
]

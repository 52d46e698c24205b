"""Refusals of what lets money enter and move: accounts, deposits, transfers."""

from __future__ import annotations

from tests.program import world_payments as life
from tests.program import world_valid as valid
from tests.program.cases import Cases, account, after, args, both, forged, signer
from tests.program.cases_changes import (
    account_of,
    add_doors,
    add_sequences,
    find_account,
    find_participant,
    spend,
    to_oneself,
    to_own_lane,
    to_party,
    unverified,
)
from tests.program.cases_zone import again, in_other_zone
from tests.program.world_attempts import Attempt
from tests.program.world_tokens import deposit_with_fee

from alatau.program import Role, Scope, participant_address
from alatau.testing.world import FUNDS, NO_CAP, World

# -- open_account ----------------------------------------------------------------------

open_account = Cases("open_account", valid.open_account)
open_account.add("asset and participant are another zone's", in_other_zone())


async def foreign_participant(world: World, tried: Attempt) -> Attempt:
    """The same wallet, registered in another zone."""
    other = await valid.create_zone(world)
    zone = other.address("zone")
    wallet = valid.newcomer(world).pubkey()
    registered = valid.register(world, valid.newcomer(world)).with_account("zone", zone)
    registered = registered.with_account("participant", participant_address(zone, wallet))
    for step in (other, registered):
        await life.perform(world, step)
    return tried.with_account("participant", participant_address(zone, wallet))


open_account.add("the participant is another zone's", foreign_participant)
add_doors(open_account, Scope.OPENING)
open_account.add("the verification has expired", unverified("participant"))
open_account.add("the account is open", after(again))
open_account.add(
    "`account` is not the address of zone, wallet, mint and lane", account_of("aigul", "USDZ")
)


# -- deposit ---------------------------------------------------------------------------

deposit = Cases("deposit", valid.deposit)
deposit.add("the asset is another zone's", in_other_zone())
deposit.add("the mint is another", account("mint", lambda world: world.dollar.mint))
deposit.add("the vault is another's", account("vault", lambda world: world.dollar.vault))
deposit.add(
    "the vault's token account is another",
    account("vault_token", lambda w: w.tenge.token_account(w.ilya.pubkey())),
)
deposit.add(
    "the token program is another", account("token_program", lambda w: w.dollar.token_program)
)
deposit.add(
    "the source is another's",
    account("source", lambda world: world.tenge.token_account(world.ilya.pubkey())),
)
deposit.add(
    "the source is of another token program",
    account("source", lambda world: world.dollar.token_account(world.aigul.pubkey())),
)
deposit.add(
    "the source is the vault's token account",
    account("source", lambda world: world.tenge.vault_token),
)
deposit.add("the account is another's", account_of("ilya"))
deposit.add("the account is of another asset", account_of("aigul", "USDZ"))
deposit.add(
    "the participant is another's",
    account("participant", lambda world: find_participant(world, "ilya")),
)
deposit.add("the amount is zero", args(amount=0))
deposit.add("the amount is over the source's tokens", args(amount=FUNDS + 1))
deposit.add("nothing of it arrives", args(amount=1), valid=deposit_with_fee)
deposit.add("the vault's cap is exceeded by one", forged("vault", cap=2 * FUNDS + valid.AMOUNT - 1))
add_sequences(deposit, "account")
add_doors(deposit, Scope.DEPOSITS)
deposit.add("the verification has expired", unverified("participant"))


# -- transfer --------------------------------------------------------------------------


async def from_ilya(world: World) -> Attempt:
    """Илья's tier has no caps."""
    return await valid.transferring(world, world.ilya, world.aigul, world.tenge)


transfer = Cases("transfer", valid.transfer)
transfer.add("the asset is another zone's", in_other_zone())
transfer.add("the payer's account is another's", signer("wallet", lambda world: world.bereke))
transfer.add(
    "the payer's account is of another asset",
    account("payer_account", lambda world: find_account(world, "aigul", "USDZ")),
)
transfer.add(
    "the payee's account is of another asset",
    account("payee_account", lambda world: find_account(world, "ilya", "USDZ")),
)
transfer.add(
    "the payer is another than the account's",
    account("payer", lambda world: find_participant(world, "ilya")),
)
transfer.add(
    "the payee is another than the account's",
    account("payee", lambda world: find_participant(world, "shipa")),
)
transfer.add("payer's and payee's account are one", to_oneself)
transfer.add("payer and payee are one wallet", to_own_lane)
add_sequences(transfer, "payer_account")
transfer.add("the amount is zero", args(amount=0))
add_doors(transfer, Scope.TRANSFERS)
transfer.add("the payer's verification has expired", unverified("payer"))
transfer.add("the payee's verification has expired", unverified("payee"))
transfer.add("the payer is no resident", forged("payer", roles=Role.MERCHANT))
transfer.add("the payee is no resident", to_party("bereke"))
transfer.add("the amount is over the payer's balance", args(amount=FUNDS + 1), valid=from_ilya)
transfer.add("the amount is over the cap of one payment", args(amount=2_000_001))
transfer.add("the day's sum is over the daily cap", spend(2_000_000, 2_000_000, 800_001))
transfer.add(
    "the month's sum is over the monthly cap",
    both(spend(1), forged("payer_account", spent_month=30_000_000 - valid.AMOUNT + 1)),
)
transfer.add(
    "the day's sum overflows",
    both(spend(1), forged("payer_account", spent_day=NO_CAP)),
    valid=from_ilya,
)


ALL = [*open_account.all, *deposit.all, *transfer.all]

"""Refusals of distributions, and of claims."""

from __future__ import annotations

from collections.abc import Callable

from solders.keypair import Keypair
from solders.pubkey import Pubkey
from tests.program import world_authority as authority
from tests.program import world_distributions as paid
from tests.program import world_instruments as held
from tests.program.cases import Cases, Change, account, after, args, both, forged, signer
from tests.program.cases_allowances import of_other_zone
from tests.program.cases_changes import (
    TOO_FAR,
    WINDOW,
    find_account,
    find_participant,
    unconsented,
    unverified,
)
from tests.program.cases_holdings import FROZEN, add_states, add_zone_doors
from tests.program.world_attempts import Attempt, forge
from tests.program.world_distributions import FUNDS, SUM
from tests.program.world_instruments import UNITS

from alatau.amounts import U64_MAX
from alatau.program import Role, Scope, asset_address
from alatau.testing.world import World

FROZEN_LONG = ((0, bytes(16), 0, bytes(6)), (U64_MAX, bytes(16), 1, bytes(6)))
QUOTIENT = -(-(SUM << 64) // UNITS)
"""Of the second distribution."""


def ilya(world: World) -> Keypair:
    return world.ilya


def words(quotient: int) -> Change:
    return args(quotient=(quotient & U64_MAX, quotient >> 64))


def dollar(world: World) -> Pubkey:
    return asset_address(world.zone, world.dollar.mint)


def account_of(who: str, symbol: str = "KZTE", name: str = "account") -> Change:
    return account(name, lambda world: find_account(world, who, symbol))


def participant_of(who: str) -> Change:
    return account("participant", lambda world: find_participant(world, who))


def lane(name: str) -> Change:
    """An account that says that it is another lane."""
    return forged(name, lane=1)


# -- distribute --------------------------------------------------------------------------

distribute = Cases("distribute", paid.distribute)
distribute.add("another signs", signer("issuer", ilya))
distribute.add("the instrument is another zone's", of_other_zone("instrument"))
distribute.add(
    "the asset is another than holders are paid in",
    both(account("payout_asset", dollar), account_of("bereke", "USDZ", "issuer_account")),
)
distribute.add(
    "the issuer's account is of another asset", account_of("bereke", "USDZ", "issuer_account")
)
distribute.add("the issuer's account is another's", account_of("ilya", name="issuer_account"))
distribute.add("the issuer's participant is another's", participant_of("ilya"))
distribute.add("the issuer's account is no lane 0", lane("issuer_account"))
distribute.add("the sequence is used", args(sequence=2))
distribute.add("the sequence is zero", args(sequence=0))
distribute.add("the sequence has left the window", forged("issuer_account", sequence=3 + WINDOW))
distribute.add("the sequence is 1,025 ahead", args(sequence=2 + TOO_FAR))
distribute.add("the amount is zero", args(amount=0))
distribute.add("the amount is over the issuer's balance", args(amount=FUNDS - SUM + 1))
distribute.add("no units are issued", forged("instrument", issued=0))
distribute.add("the quotient is one too small", words(QUOTIENT - 1))
distribute.add("the quotient is one too large", words(QUOTIENT + 1))
distribute.add("the quotient times the units overflows", words(2**128 - 1))
distribute.add("a unit more has been issued", forged("instrument", issued=UNITS + 1))
distribute.add("all that was distributed overflows", forged("instrument", distributed=U64_MAX))
distribute.add("the index overflows", forged("instrument", index=(U64_MAX, U64_MAX)))
distribute.add("what is held overflows", forged("issuer_account", held=U64_MAX))
add_states(distribute)
add_zone_doors(distribute, Scope.TRANSFERS)
distribute.add("a regulator has taken its consent back", unconsented(0))
distribute.add("the issuer's verification has expired", unverified("participant"))
distribute.add("the issuer is none any more", forged("participant", roles=Role.MERCHANT))
distribute.add("the issuer's account is frozen", forged("issuer_account", freezes=FROZEN))
distribute.add(
    "the issuer is frozen by the central bank", forged("participant", freezes=FROZEN[::-1])
)
distribute.add("the issuer is frozen by the authority", forged("participant", freezes=FROZEN))


# -- claim -------------------------------------------------------------------------------


def counted(**fields: int | tuple[int, int]) -> Change:
    """A holding as no instruction would have counted it."""
    return forged("holding", **fields)


async def of_ilya(world: World, tried: Attempt) -> Attempt:
    """Илья's participant and account beside Айгүл's holding."""
    return tried.with_account("holder_account", find_account(world, "ilya")).with_account(
        "participant", find_participant(world, "ilya")
    )


claim = Cases("claim", paid.claim)
claim.add("the holding is of another instrument", forged("holding", instrument=Pubkey.default()))
claim.add("the participant is another than the holding's", of_ilya)
claim.add("the account is another's", account_of("ilya", name="holder_account"))
claim.add("the account is of another asset", account_of("aigul", "USDZ", "holder_account"))
claim.add("the account is no lane 0", lane("holder_account"))
claim.add("the issuer's account is another's", account_of("ilya", name="issuer_account"))
claim.add(
    "the issuer's account is of another asset", account_of("bereke", "USDZ", "issuer_account")
)
claim.add("the issuer's account is no lane 0", lane("issuer_account"))
claim.add("the issuer's account is the holder's", account_of("aigul", name="issuer_account"))
claim.add("it has been claimed", after(lambda world, _: paid.claiming(world, world.aigul)))
claim.add("a holding without units", counted(units=0))
claim.add("less than a base unit is due",
          both(counted(units=0), counted(entitled=(U64_MAX, 0))))  # fmt: skip
claim.add("it was counted ahead of the index", counted(counted_at=(U64_MAX, U64_MAX)))
claim.add("what it is entitled to overflows", counted(entitled=(U64_MAX, U64_MAX)))
claim.add("the units times the index overflow", forged("instrument", index=(0, U64_MAX)))
claim.add("the issuer's account holds less", forged("issuer_account", held=1))
claim.add("what the holder has overflows", forged("holder_account", available=U64_MAX))
claim.add("all that the holder claimed overflows", counted(claimed=U64_MAX))
claim.add("all that was claimed overflows", forged("instrument", claimed=U64_MAX))
claim.add("the holder's taxes overflow", forged("holder_account", tax_due=U64_MAX))


# -- open_payout_account -----------------------------------------------------------------


def holding_of(find: Callable[[World], Keypair]) -> Change:
    return account("holding", lambda world: held.holding_of(world, find(world)))


async def in_dollars(world: World, tried: Attempt) -> Attempt:
    """For another asset than holders are paid in, whose account is gone too."""
    other = tried.with_account("payout_asset", dollar(world)).with_account(
        "account", find_account(world, "shipa", "USDZ")
    )
    await paid.forget(world, other)
    return other


async def counted_and_claimed(world: World, tried: Attempt) -> Attempt:
    index = (await held.instrument(world)).index
    await forge(world, tried.address("holding"), counted_at=(index & U64_MAX, index >> 64))
    return tried


opening = Cases("open_payout_account", paid.open_payout_account)
opening.add("the instrument is another zone's", of_other_zone("instrument"))
opening.add("the asset is another than holders are paid in", in_dollars)
opening.add("the holding is of another instrument", forged("holding", instrument=Pubkey.default()))
opening.add("the holding is another's", holding_of(ilya))
opening.add("less than a base unit is due", counted_and_claimed)
opening.add("the account is open", after(lambda world, _: paid.opening(world, world.shipa)))
opening.add("`account` is not the address of zone, wallet and mint", account_of("ilya"))


# -- create_instrument, close_holding ----------------------------------------------------

create = Cases("create_instrument", held.create_instrument)
create.add("a tax is over 100 %", args(tax_bps=(0, 0, 0, 10_001)))

closing = Cases("close_holding", paid.close_holding_entitled)
closing.add("a base unit is due", forged("holding", entitled=(0, 1)))


# A payment account that was closed can be opened again, for a claim.
closing_account = Cases("close_account", authority.close_account)
closing_account.add("a regulator has frozen it", forged("account", freezes=FROZEN_LONG))


ALL = [*distribute.all, *claim.all, *opening.all, *create.all, *closing.all, *closing_account.all]

"""Refusals of holdings, and of units that are issued and change hands."""

from __future__ import annotations

from solders.keypair import Keypair
from solders.pubkey import Pubkey
from tests.program import world_instruments as held
from tests.program import world_valid as valid
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
    a_day_on,
    add_sequences,
    find_participant,
    paused,
    unverified,
)
from tests.program.cases_zone import (
    again,
)
from tests.program.world_attempts import Attempt, forge, set_time
from tests.program.world_forks import NOW
from tests.program.world_instruments import AUTHORISED, HOLDER_CAP, PER_HOLDER, UNITS

from alatau.program import (
    InstrumentState,
    Role,
    Scope,
)
from alatau.testing.world import DAY, NO_CAP, World

FROZEN = ((0, bytes(16), 0, bytes(6)), (NOW + DAY, bytes(16), 1, bytes(6)))
WHO = ("the operator", "the first regulator", "the second regulator")


def ilya(world: World) -> Keypair:
    return world.ilya


def of_other_instrument(name: str) -> Change:
    """A holding that says that it is of another instrument."""
    return forged(name, instrument=Pubkey.default())


def add_zone_doors(cases: Cases, scope: Scope) -> None:
    """Pauses of a scope, and the zone's end."""
    for holder, who in enumerate(WHO):
        cases.add(f"{who} pauses it", paused(scope, holder))
    cases.add("the zone has ended", both(forged("zone", ends_at=NOW + DAY), deadline(a_day_on)))


# -- open_holding, close_holding ---------------------------------------------------------

open_holding = Cases("open_holding", held.open_holding)
for holder, who in enumerate(WHO):
    open_holding.add(f"{who} pauses it", paused(Scope.OPENING, holder))
open_holding.add("the payer of rent has no lamports", signer("rent_payer", valid.newcomer))
open_holding.add("the instrument is another zone's", of_other_zone("instrument"))
open_holding.add("the participant is another zone's", of_other_zone("participant"))
open_holding.add("the verification has expired", unverified("participant"))
open_holding.add("the holding is open", after(again))
open_holding.add(
    "`holding` is not the address of instrument and wallet",
    account("holding", lambda w: held.holding_of(w, w.ilya)),
)


async def ending_later(world: World, tried: Attempt) -> Attempt:
    """The zone goes on for a second more."""
    await forge(world, world.zone, ends_at=world.ends_at + 1)
    return tried


close_holding = Cases("close_holding", held.close_holding)
close_holding.add("the instrument is another zone's", of_other_zone("instrument"))
close_holding.add(
    "the holding is of another instrument", forged("holding", instrument=Pubkey.default())
)
close_holding.add("the rent is to go to another", account("rent_payer", lambda w: w.ilya.pubkey()))
close_holding.add("it has a unit", forged("holding", units=1))
close_holding.add("an offering is not closed", forged("instrument", open_offerings=1))
close_holding.add("the zone ends in a second", ending_later)
close_holding.add(
    "the instrument is suspended only",
    forged("instrument", state=InstrumentState.SUSPENDED),
    valid=held.close_holding_of_delisted,
)


# -- issue_units -------------------------------------------------------------------------


def add_states(cases: Cases) -> None:
    """What nothing but an admitted instrument allows."""
    cases.add("it is only proposed", forged("instrument", state=InstrumentState.PROPOSED))
    cases.add("it is suspended", after(lambda world, _: held.suspending(world)))
    cases.add("it is delisted", after(lambda world, _: held.delisting(world)))


def add_holder(cases: Cases) -> None:
    """What the recipient of units must be."""
    cases.add("the recipient's verification has expired", unverified("recipient"))
    cases.add("the recipient is no investor", forged("recipient", roles=Role.RESIDENT))
    cases.add("the recipient's class is not among the instrument's", forged("recipient", tier=2))
    cases.add("the recipient's class is unknown", forged("recipient", tier=8))
    cases.add("the recipient's country is not among them", forged("recipient", country=b"RU"))
    cases.add("the recipient has no country", forged("recipient", country=bytes(2)))


issue = Cases("issue_units", held.issue_units)
issue.add("another signs", both(signer("issuer", ilya),
          account("participant", lambda w: find_participant(w, "ilya"))))  # fmt: skip
issue.add("the issuer's participant is another's",
          account("participant", lambda w: find_participant(w, "ilya")))  # fmt: skip
issue.add("the issuer's participant is another zone's", of_other_zone("participant"))
issue.add("the instrument is another zone's", of_other_zone("instrument"))
issue.add("the holding is of another instrument", of_other_instrument("holding"))
issue.add("the recipient is another than the holding's",
          account("recipient", lambda w: find_participant(w, "ilya")))  # fmt: skip
issue.add("the mint is another", account("mint", lambda w: w.tenge.mint))
issue.add(
    "the vault's token account is another", account("vault_token", lambda w: w.tenge.vault_token)
)
issue.add("the quantity is zero", args(quantity=0))
issue.add("the quantity is over what is authorised", args(quantity=AUTHORISED - UNITS + 1))
issue.add("the quantity is the largest of all", args(quantity=NO_CAP))
issue.add(
    "64 bits could not count what was ever issued",
    both(forged("instrument", redeemed=NO_CAP - UNITS), args(issued_before=NO_CAP)),
)
issue.add("it has been issued already", after(again))
issue.add("another number of units has been issued", args(issued_before=UNITS - 1))
add_states(issue)
add_zone_doors(issue, Scope.TRANSFERS)
issue.add("the issuer's verification has expired", unverified("participant"))
issue.add("the issuer is none any more", forged("participant", roles=Role.MERCHANT))
issue.add("the issuer is frozen", forged("participant", freezes=FROZEN))
add_holder(issue)
issue.add("the holder would have more than one may", args(quantity=PER_HOLDER - UNITS + 1))


async def issue_to_ilya(world: World) -> Attempt:
    """Who becomes the second holder."""
    await held.have_holders(world, world.aigul)
    return await held.issuing(world, world.ilya)


async def issue_to_issuer(world: World) -> Attempt:
    """Whom no cap binds."""
    await held.have_holders(world)
    return await held.issuing(world, world.bereke)


issue.add("there would be more holders than there may",
          forged("instrument", holder_cap=1), valid=issue_to_ilya)  # fmt: skip
issue.add("subscriptions keep the places that are left",
          forged("instrument", reserved=1), valid=issue_to_ilya)  # fmt: skip
issue.add("what the holding has overflows", forged("holding", units=NO_CAP), valid=issue_to_issuer)


# -- transfer_units ----------------------------------------------------------------------


async def to_oneself(world: World, tried: Attempt) -> Attempt:
    return tried.with_account("recipient_holding", tried.address("sender_holding")).with_account(
        "recipient", tried.address("sender")
    )


async def issuers_units_locked(world: World, tried: Attempt) -> Attempt:
    """Units of Айгүл, who is no issuer, up to the last second of the lock-up."""
    await forge(world, tried.address("instrument"), locked_until=NOW + DAY)
    await set_time(world, NOW + DAY - 1)
    return tried


async def to_last_holder(world: World) -> Attempt:
    """Of all that one of two holders has, to somebody who is none."""
    await held.have_holders(world, world.aigul, world.ilya)
    return await held.giving(world, world.aigul, world.shipa, UNITS)


transfer = Cases("transfer_units", held.transfer_units)
transfer.add("the sender's holding is another's", both(signer("wallet", ilya),
             account("sender", lambda w: find_participant(w, "ilya"))))  # fmt: skip
transfer.add("the instrument is another zone's", of_other_zone("instrument"))
transfer.add("the sender's holding is of another instrument", of_other_instrument("sender_holding"))
transfer.add(
    "the recipient's holding is of another instrument", of_other_instrument("recipient_holding")
)
transfer.add("the sender is another than the holding's",
             account("sender", lambda w: find_participant(w, "shipa")))  # fmt: skip
transfer.add("the recipient is another than the holding's",
             account("recipient", lambda w: find_participant(w, "shipa")))  # fmt: skip
transfer.add("it is to oneself", to_oneself)
add_sequences(transfer, "sender_holding")
transfer.add("the quantity is zero", args(quantity=0))
transfer.add("the quantity is over what the sender has", args(quantity=UNITS - 10 + 1))
transfer.add("the quantity is the largest of all", args(quantity=NO_CAP))
add_states(transfer)
add_zone_doors(transfer, Scope.TRANSFERS)
transfer.add("the sender's verification has expired", unverified("sender"))
transfer.add("the sender is frozen", forged("sender", freezes=FROZEN))
transfer.add("the units are locked", issuers_units_locked)
add_holder(transfer)
transfer.add("the recipient would have more than one may", forged("instrument", max_per_holder=59))
transfer.add(
    "there would be more holders than there may",
    both(args(quantity=UNITS - 1), forged("instrument", holder_cap=HOLDER_CAP)),
    valid=to_last_holder,
)
transfer.add(
    "subscriptions keep the places that are left",
    both(args(quantity=UNITS - 1), forged("instrument", reserved=1, holder_cap=HOLDER_CAP + 1)),
    valid=to_last_holder,
)
transfer.add("what the recipient has overflows", forged("recipient_holding", units=NO_CAP))
transfer.add(
    "the number of holders is wrong",
    both(args(quantity=UNITS - 10), forged("instrument", holders=0)),
)


ALL = [
    *open_holding.all,
    *close_holding.all,
    *issue.all,
    *transfer.all,
]

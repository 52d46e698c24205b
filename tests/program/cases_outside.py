"""Refusals of units that go to their holders' own token accounts and back."""

from __future__ import annotations

from dataclasses import replace

from solders.pubkey import Pubkey
from tests.program import world_outside as outside
from tests.program.cases import Cases, account, after, args, both, forged, signer
from tests.program.cases_allowances import of_other_zone
from tests.program.cases_changes import add_sequences, find_participant, unverified
from tests.program.cases_holdings import (
    FROZEN,
    add_states,
    add_zone_doors,
    ilya,
    of_other_instrument,
)
from tests.program.cases_redemption import add_mints, add_redeeming
from tests.program.cases_zone import again
from tests.program.world_attempts import Attempt, forge, read, write
from tests.program.world_instruments import UNITS
from tests.program.world_outside import OUTSIDE

from alatau.chain.base import AccountInfo
from alatau.program import SYSTEM_PROGRAM, InstrumentState, Role, Scope
from alatau.testing.world import NO_CAP, World


async def of_another(world: World, tried: Attempt) -> Attempt:
    """At the right address, as if its owner had changed."""
    address = tried.address("wallet_token")
    info = await read(world, address)
    owner = bytes(world.ilya.pubkey())
    await write(world, address, replace(info, data=info.data[:32] + owner + info.data[64:]))
    return tried


async def not_made(world: World, tried: Attempt) -> Attempt:
    """There is none at the right address."""
    await write(world, tried.address("wallet_token"), AccountInfo(0, SYSTEM_PROGRAM, b""))
    return tried


def of_tenge(world: World) -> Pubkey:
    return world.tenge.token_account(world.aigul.pubkey())


def add_tokens(cases: Cases) -> None:
    """What whatever moves units between the vault and a wallet refuses."""
    cases.add("the holding is of another instrument", of_other_instrument("holding"))
    add_mints(cases)
    cases.add("the wallet's token account is another's",
              account("wallet_token", lambda w: outside.token_of(w, w.ilya)))  # fmt: skip
    cases.add("the wallet's token account is of another mint",
              account("wallet_token", of_tenge))  # fmt: skip
    cases.add("the wallet's token account has another owner", of_another)
    cases.add("the wallet's token account is not there", not_made)


withdraw = Cases("withdraw_units", outside.withdraw_units)
withdraw.add("the holding is another's", both(signer("wallet", ilya),
             account("participant", lambda w: find_participant(w, "ilya"))))  # fmt: skip
withdraw.add("the instrument is another zone's", of_other_zone("instrument"))
withdraw.add("the participant is another than the holding's",
             account("participant", lambda w: find_participant(w, "shipa")))  # fmt: skip
add_tokens(withdraw)
add_sequences(withdraw, "holding")
withdraw.add("the quantity is zero", args(quantity=0))
withdraw.add("the quantity is over what is free", args(quantity=UNITS - OUTSIDE + 1))
withdraw.add("the quantity is the largest of all", args(quantity=NO_CAP))
withdraw.add("the rest of its units are in offers", forged("holding", offered=UNITS - OUTSIDE))
add_states(withdraw)
add_redeeming(withdraw)
add_zone_doors(withdraw, Scope.TRANSFERS)
withdraw.add("the holder's verification has expired", unverified("participant"))
withdraw.add("the holder is frozen", forged("participant", freezes=FROZEN))
withdraw.add("the holder is no investor any more", forged("participant", roles=Role.RESIDENT))
withdraw.add("the holder's class is not among the instrument's", forged("participant", tier=2))
withdraw.add("the holder's country is not among them", forged("participant", country=b"RU"))

back = Cases("return_units", outside.return_units)
back.add("the holding is another's", signer("wallet", ilya))
add_tokens(back)
add_sequences(back, "holding")
back.add("the quantity is zero", args(quantity=0))
back.add("the quantity is over what is outside", args(quantity=OUTSIDE + 1))
back.add("the quantity is the largest of all", args(quantity=NO_CAP))


async def of_goes_on(world: World, tried: Attempt) -> Attempt:
    """It is admitted, and the zone goes on for a second more."""
    await forge(world, tried.address("instrument"), state=InstrumentState.ADMITTED)
    await forge(world, world.zone, ends_at=await world.chain.time() + 1)
    return tried


recall = Cases("recall_units", outside.recall_units)
recall.add("the instrument is another zone's", of_other_zone("instrument"))
add_tokens(recall)
recall.add("it is admitted, and the zone ends in a second", of_goes_on)
recall.add("it is suspended only", forged("instrument", state=InstrumentState.SUSPENDED))
recall.add("it is recalled", after(again))

ALL = [*withdraw.all, *back.all, *recall.all]

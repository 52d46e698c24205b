"""Refusals of what changes a zone's authorities and its end, closes and migrates."""

from __future__ import annotations

from dataclasses import replace

from solders.pubkey import Pubkey
from tests.program import world_authority as valid
from tests.program import world_valid
from tests.program.cases import Cases, account, after, args, deadline, forged, signer
from tests.program.cases_zone import in_other_zone, second_zone
from tests.program.world_attempts import Attempt, forge, read, set_time, write
from tests.program.world_forks import NOW

from alatau.program import Seat, participant_address
from alatau.testing.world import DAY, World

NOBODY = Pubkey.default()

# -- propose_authority -----------------------------------------------------------------

propose = Cases("propose_authority", valid.propose_authority)
propose.add("the other regulator signs", signer("incumbent", lambda world: world.regulators[1]))
propose.add("the operator signs for a regulator", signer("incumbent", lambda w: w.operator))
propose.add(
    "the treasury signs for its own seat",
    signer("incumbent", lambda world: world.treasury),
    valid=valid.propose_treasury,
)
propose.add("there is no such seat", args(seat=4))
propose.add("the successor is nobody", args(successor=NOBODY))


async def itself(world: World, tried: Attempt) -> Attempt:
    return tried.with_args(successor=world.regulators[0].pubkey())


async def the_operator(world: World, tried: Attempt) -> Attempt:
    return tried.with_args(successor=world.operator.pubkey())


propose.add("the successor holds the seat", itself)
propose.add("the successor holds another seat", the_operator)


async def replaced(world: World, tried: Attempt) -> Attempt:
    return await valid.replace_operator(world)


propose.add(
    "the regulators are replacing the operator",
    after(replaced),
    valid=valid.propose_operator,
)
propose.add(
    "the regulators are replacing the operator, who names a treasury",
    after(replaced),
    valid=valid.propose_treasury,
)

# -- replace_authority -----------------------------------------------------------------

replacement = Cases("replace_authority", valid.replace_authority)
replacement.add("the incumbent signs", signer("first", lambda world: world.regulators[0]))
replacement.add("a stranger signs", signer("second", lambda world: world.ilya))
replacement.add(
    "one regulator signs twice",
    signer("second", lambda world: world.regulators[0]),
    valid=valid.replace_operator,
)
replacement.add("it is the treasury's seat", args(seat=Seat.TREASURY))
replacement.add("the successor holds the seat", itself)
replacement.add("the successor is the operator", the_operator)

# -- accept_authority ------------------------------------------------------------------

accept = Cases("accept_authority", valid.accept_authority)
accept.add("another than the successor signs", signer("successor", lambda world: world.ilya))
accept.add("nobody is to follow in this seat", args(seat=Seat.SECOND_REGULATOR))
accept.add("there is no such seat", args(seat=4))


async def one_second_early(world: World, tried: Attempt) -> Attempt:
    """Made again, as the clock only goes forward."""
    await forge(
        world,
        tried.address("zone"),
        successions=(
            (NOBODY, 0),
            (valid.successor(world).pubkey(), NOW + 7 * DAY + 1),
            (NOBODY, 0),
            (NOBODY, 0),
        ),
    )
    return tried


accept.add(
    "a regulator can veto for another second", one_second_early, valid=valid.accept_replacement
)


async def took_another_seat(world: World, tried: Attempt) -> Attempt:
    """The successor has become the operator in the meantime."""
    await forge(world, tried.address("zone"), operator=valid.successor(world).pubkey())
    return tried


accept.add("the successor holds another seat by now", took_another_seat)


async def became_merchant(world: World, tried: Attempt) -> Attempt:
    """The successor has registered as a merchant in the meantime."""
    info = await read(world, participant_address(world.zone, world.bereke.pubkey()))
    address = participant_address(world.zone, valid.successor(world).pubkey())
    await write(world, address, replace(info))
    return tried


accept.add(
    "the regulators are replacing the operator", after(replaced), valid=valid.accept_treasury
)
accept.add("the treasury-to-be is a merchant", became_merchant, valid=valid.accept_treasury)
accept.add(
    "`participant` is not the successor's",
    account("participant", lambda w: participant_address(w.zone, w.ilya.pubkey())),
    valid=valid.accept_treasury,
)

# -- cancel_succession -----------------------------------------------------------------

cancel = Cases("cancel_succession", valid.cancel_succession)
cancel.add(
    "the operator takes back what it did not propose", signer("authority", lambda w: w.operator)
)
cancel.add("nobody is to follow in this seat", args(seat=Seat.SECOND_REGULATOR))
cancel.add("there is no such seat", args(seat=4))
cancel.add(
    "the operator vetoes its replacement",
    signer("authority", lambda world: world.operator),
    valid=valid.cancel_replacement,
)

# -- stop_withdrawals, wind_down, extend_zone ------------------------------------------

stop = Cases("stop_withdrawals", valid.stop_withdrawals)
wind_down = Cases("wind_down", valid.wind_down)
extend = Cases("extend_zone", valid.extend_zone)
for each in (stop, wind_down, extend):
    each.add(
        "the operator signs in the first regulator's place",
        signer("first_regulator", lambda world: world.operator),
    )
    each.add(
        "the first regulator signs twice",
        signer("second_regulator", lambda world: world.regulators[0]),
    )
stop.add("until now", args(until=NOW))
stop.add("for more than 14 days", args(until=NOW + 14 * DAY + 1))
extend.add(
    "a regulator signs in the operator's place", signer("operator", lambda w: w.regulators[0])
)


async def same_end(world: World, tried: Attempt) -> Attempt:
    return tried.with_args(ends_at=world.ends_at)


for each in (wind_down, extend):
    each.add("to the same end", same_end)
    each.add("the zone has ended", deadline(lambda world, _: world.ends_at))

# -- close_account ---------------------------------------------------------------------

close = Cases("close_account", valid.close_account)
close.add(
    "the rent goes to another",
    account("rent_payer", lambda world: world.treasury.pubkey()),
)
close.add("money is available", forged("account", available=1))
close.add("money is held", forged("account", held=1))
close.add("money is in reserve", forged("account", reserve=1))
close.add("fees are due", forged("account", fee_due=1))
close.add("taxes are due", forged("account", tax_due=1))
close.add("a fee is to be returned", forged("account", fee_credit=1))
close.add("a tax is to be returned", forged("account", tax_credit=1))
close.add("a held payment from it is not closed", forged("account", open_payments=1))
close.add(
    "a tax period is not closed",
    forged("account", tax_periods=((0,) * 5, (0,) * 5, (24_310 << 16, 0, 0, 0, 0))),
)


async def second_still_to_go(world: World, tried: Attempt) -> Attempt:
    await forge(world, tried.address("zone"), ends_at=world.ends_at + 1)
    return tried


close.add("the zone ends in a second", second_still_to_go)


async def other_zone(world: World, tried: Attempt) -> Attempt:
    """A second zone, which has ended too."""
    await forge(world, tried.address("account"), zone=second_zone(world))
    return tried


close.add("the account is another zone's", other_zone)
close.add(
    "the account is the treasury's",
    account("account", lambda world: world.address(world.treasury, world.tenge)),
)

# -- migrate ---------------------------------------------------------------------------

migrate = Cases("migrate", valid.migrate)
migrate.add(
    "it has this version already", account("account", lambda w: w.address(w.aigul, w.tenge))
)
migrate.add("it is no account of the program", account("account", lambda w: w.tenge.vault_token))
migrate.add("the asset is another", account("asset", lambda world: world.dollar.address))


async def in_another_zone(world: World, tried: Attempt) -> Attempt:
    made = await world_valid.create_zone(world)
    await world.run(made.instruction(), signers=made.signers)
    return tried.with_account("zone", second_zone(world))


migrate.add("the zone is another", in_another_zone)


async def unknown_kind(world: World, tried: Attempt) -> Attempt:
    """Bytes of no kind, as a future version might write."""
    address = tried.address("account")
    info = await read(world, address)
    await write(world, address, replace(info, data=bytes(8) + info.data[8:]))
    return tried


migrate.add("its kind is unknown", unknown_kind)


async def too_long(world: World, tried: Attempt) -> Attempt:
    address = tried.address("account")
    info = await read(world, address)
    await write(world, address, replace(info, data=info.data + bytes(1_000)))
    return tried


migrate.add("it is longer than this version's", too_long)
migrate.add("the payer of rent has no lamports", signer("payer", valid.successor))

# -- what others refuse because of them ------------------------------------------------

withdraw = Cases("withdraw", world_valid.withdraw)


async def stopped(world: World, tried: Attempt) -> Attempt:
    """One second before withdrawals are allowed again."""
    made = await valid.stop_withdrawals(world)
    await world.run(made.instruction(), signers=made.signers)
    await set_time(world, valid.UNTIL - 1)
    return tried


withdraw.add("both regulators have stopped it for another second", stopped)
withdraw.add("the zone is another's", in_other_zone())

ALL = [
    *propose.all,
    *replacement.all,
    *accept.all,
    *cancel.all,
    *stop.all,
    *wind_down.all,
    *extend.all,
    *close.all,
    *migrate.all,
    *withdraw.all,
]

"""Refusals of instruments, and of the authority's decisions over them."""

from __future__ import annotations

import struct
from dataclasses import replace

from tests.program import world_instruments as held
from tests.program.cases import (
    Cases,
    Change,
    account,
    after,
    args,
    forged,
    signer,
)
from tests.program.cases_allowances import add_opening, of_other_zone
from tests.program.cases_changes import (
    unconsented,
    unverified,
)
from tests.program.cases_zone import (
    CLOSE_AUTHORITY,
    DELEGATE,
    MINT,
    OWNER,
    SOME,
    again,
    token_bytes,
    token_elsewhere,
)
from tests.program.world_attempts import Attempt, read, write
from tests.program.world_forks import NOW
from tests.program.world_mints import extend
from tests.program.world_payments import perform

from alatau.program import (
    TOKEN_PROGRAM,
    InstrumentState,
    Role,
    instrument_address,
)
from alatau.testing.world import DAY, World

# Where the parts of a mint's data lie, and Token-2022's numbers of an instrument's extensions.
MINT_AUTHORITY, SUPPLY, FREEZE_AUTHORITY, EXTENSIONS = 4, 36, 50, 166
NEW_ACCOUNTS, PERMANENT_DELEGATE, METADATA_POINTER, METADATA = 6, 12, 18, 19
STATE = 108
GAP = (b"KZ", bytes(2), b"KG", *[bytes(2)] * 13)
CUT_OFF = struct.pack("<HH", NEW_ACCOUNTS, 9_999)
A_KEY = SOME + bytes(range(32))


async def edit_mint(world: World, tried: Attempt, at: int, written: bytes) -> Attempt:
    """Other bytes in the mint."""
    address = tried.address("mint")
    info = await read(world, address)
    data = info.data[:at] + written + info.data[at + len(written) :]
    await write(world, address, replace(info, data=data))
    return tried


def mint_bytes(at: int, written: bytes | None = None) -> Change:
    """Other bytes in the mint: Айгүл's key unless given."""

    async def change(world: World, tried: Attempt) -> Attempt:
        return await edit_mint(world, tried, at, written or bytes(world.aigul.pubkey()))

    return change


async def find_extension(world: World, tried: Attempt, wanted: int) -> tuple[int, int]:
    """Where an extension of the mint begins, its head included, and where it ends."""
    data, at = (await read(world, tried.address("mint"))).data, EXTENSIONS
    while True:
        kind, length = struct.unpack_from("<HH", data, at)
        if kind == wanted:
            return at, at + 4 + length
        at += 4 + length


def extension_bytes(kind: int, offset: int, written: bytes | None = None) -> Change:
    """Other bytes in an extension of the mint: Айгүл's key unless given."""

    async def change(world: World, tried: Attempt) -> Attempt:
        start, _ = await find_extension(world, tried, kind)
        at = start + 4 + offset
        return await edit_mint(world, tried, at, written or bytes(world.aigul.pubkey()))

    return change


def without_extension(kind: int) -> Change:
    """The mint was made without one of the four."""

    async def change(world: World, tried: Attempt) -> Attempt:
        start, end = await find_extension(world, tried, kind)
        info = await read(world, tried.address("mint"))
        data = info.data[:start] + info.data[end:]
        await write(world, tried.address("mint"), replace(info, data=data))
        return tried

    return change


def with_extension(kind: int, size: int) -> Change:
    """The mint has an extension more."""

    async def change(world: World, tried: Attempt) -> Attempt:
        await extend(world, tried.address("mint"), kind, bytes(size))
        return tried

    return change


async def of_token_program(world: World, tried: Attempt) -> Attempt:
    """The mint is one of the first token program, which has no extensions."""
    info = await read(world, tried.address("mint"))
    plain = replace(info, owner=TOKEN_PROGRAM, data=info.data[:82])
    await write(world, tried.address("mint"), plain)
    return tried


# -- create_instrument -------------------------------------------------------------------

create = Cases("create_instrument", held.create_instrument)
create.add("the participant is another's", signer("issuer", lambda world: world.ilya))
create.add("the participant is another zone's", of_other_zone("participant"))
create.add("the payout asset is another zone's", of_other_zone("payout_asset"))
create.add("the participant is no issuer", forged("participant", roles=Role.MERCHANT))
create.add("the issuer's verification has expired", unverified("participant"))
create.add("a regulator has taken its consent to the payout asset back", unconsented(0))
add_opening(create)
create.add("the kind is unknown", args(kind=5))
create.add("no unit is authorised", args(authorised=0))
create.add("nobody may have a unit", args(max_per_holder=0))
create.add("there may be no holder", args(holder_cap=0))
create.add("it matures now", args(maturity=NOW))
create.add(
    "it matures as its units begin to move", args(maturity=NOW + DAY, locked_until=NOW + DAY)
)
create.add("no class of holders", args(holder_classes=0))
create.add("a class of holders is unknown", args(holder_classes=16))
create.add(
    "the countries go on after a zero", args(countries=(b"KZ", b"\0\0", b"KG", *[b"\0\0"] * 13))
)
create.add("the document's digest is zero", args(document=bytes(32)))
create.add("the mint has a supply", mint_bytes(SUPPLY, struct.pack("<Q", 1)))
create.add("another can make units", mint_bytes(MINT_AUTHORITY))
create.add("another can freeze units", mint_bytes(FREEZE_AUTHORITY))
create.add("another is the permanent delegate", extension_bytes(PERMANENT_DELEGATE, 0))
create.add("new token accounts are not frozen", extension_bytes(NEW_ACCOUNTS, 0, b"\1"))
create.add("the metadata are elsewhere", extension_bytes(METADATA_POINTER, 32))
create.add("another can point to other metadata", extension_bytes(METADATA_POINTER, 0))
create.add("another can change the metadata", extension_bytes(METADATA, 0))
for number, what in (
    (NEW_ACCOUNTS, "new token accounts' state"),
    (PERMANENT_DELEGATE, "permanent delegate"),
    (METADATA_POINTER, "pointer to metadata"),
    (METADATA, "metadata"),
):
    create.add(f"the mint has no {what}", without_extension(number))
create.add("the mint is one of the first token program", of_token_program)
create.add("the mint keeps a fee", with_extension(1, 108))
create.add("the mint can be closed", with_extension(3, 32))
create.add("the mint calls a program", with_extension(14, 64))
create.add("the mint can be paused", with_extension(26, 33))
create.add("the mint has an unknown extension", with_extension(60_000, 8))
create.add(
    "an extension of the mint is cut off", mint_bytes(EXTENSIONS, struct.pack("<HH", 6, 9_999))
)
create.add("the vault's token account is of another mint", token_bytes(MINT))
create.add("the vault's token account is another's", token_bytes(OWNER))
create.add("the vault's token account has a delegate", token_bytes(DELEGATE, A_KEY))
create.add(
    "the vault's token account has a close authority",
    token_bytes(CLOSE_AUTHORITY, A_KEY),
)
create.add("the vault's token account is not its associated one", token_elsewhere)
create.add("the vault's token account is not frozen", token_bytes(STATE, b"\1"))
create.add("the instrument is there", after(again))
create.add(
    "`instrument` is not the address of zone and mint",
    account("instrument", lambda w: instrument_address(w.zone, w.tenge.mint)),
)


# -- admit_instrument, suspend_instrument, delist_instrument -----------------------------


def add_authority(cases: Cases) -> None:
    """What every decision over an instrument refuses."""
    cases.add("the operator signs", signer("regulator", lambda w: w.operator))
    cases.add("the first regulator signs", signer("regulator", lambda w: w.regulators[0]))
    cases.add("the instrument is another zone's", of_other_zone("instrument"))


async def resuming(world: World) -> Attempt:
    """The end of a suspension."""
    await perform(world, await held.suspend_instrument(world))
    return held.suspending(world, suspended=False)


admit = Cases("admit_instrument", held.admit_instrument)
add_authority(admit)
admit.add("it has changed since", args(revision=0))
admit.add("it is admitted", after(again))
admit.add("it is suspended", forged("instrument", state=InstrumentState.SUSPENDED))
admit.add("it is delisted", after(lambda world, _: held.delisting(world)))

suspend = Cases("suspend_instrument", held.suspend_instrument)
add_authority(suspend)
suspend.add("it is suspended", after(again))
suspend.add("it goes on", forged("instrument", state=InstrumentState.ADMITTED), valid=resuming)
suspend.add("it is only proposed", forged("instrument", state=InstrumentState.PROPOSED))
suspend.add(
    "it is only proposed, and is to go on",
    forged("instrument", state=InstrumentState.PROPOSED),
    valid=resuming,
)
suspend.add("it is delisted", after(lambda world, _: held.delisting(world)))
suspend.add(
    "it is delisted, and is to go on",
    after(lambda world, _: held.delisting(world)),
    valid=resuming,
)

delist = Cases("delist_instrument", held.delist_instrument)
add_authority(delist)
delist.add("it is delisted", after(again))


ALL = [
    *create.all,
    *admit.all,
    *suspend.all,
    *delist.all,
]

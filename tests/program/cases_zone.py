"""Refusals of what administers a zone."""

from __future__ import annotations

from dataclasses import replace

from solders.pubkey import Pubkey
from tests.program import world_payments as life
from tests.program import world_valid as valid
from tests.program.cases import Cases, Change, account, after, args, both, deadline, signer
from tests.program.world_attempts import Attempt, forge, read, write
from tests.program.world_forks import NOW

from alatau.program import (
    PROGRAM_ID,
    AssetClass,
    Role,
    participant_address,
    zone_address,
)
from alatau.testing.world import DAY, NO_CAP, World, world_key

YEAR = 366 * DAY
# Where the parts of a token account's data lie.
MINT, OWNER, DELEGATE, CLOSE_AUTHORITY = 0, 32, 72, 129
SOME = (1).to_bytes(4, "little")


def named(raw: bytes) -> Change:
    """Another name, and the zone's address that goes with it."""
    address, _ = Pubkey.find_program_address([b"zone", raw], PROGRAM_ID)
    return both(args(name=raw), account("zone", lambda _: address))


def again(world: World, tried: Attempt) -> Attempt:
    """The same, executed before."""
    return tried


async def other_zone(world: World, tried: Attempt) -> Attempt:
    """A second zone of the same authorities."""
    return await valid.create_zone(world)


def second_zone(world: World) -> Pubkey:
    """Its address."""
    return zone_address("Жаңа қала")


def in_other_zone() -> Change:
    """The instruction names a second zone of the same authorities."""
    return both(after(other_zone), account("zone", second_zone))


def token_bytes(at: int, find: bytes | None = None) -> Change:
    """Other bytes in the vault's token account: the aigul's key unless given."""

    async def change(world: World, tried: Attempt) -> Attempt:
        address = tried.address("vault_token")
        info = await read(world, address)
        written = bytes(world.aigul.pubkey()) if find is None else find
        data = info.data[:at] + written + info.data[at + len(written) :]
        await write(world, address, replace(info, data=data))
        return tried

    return change


async def token_elsewhere(world: World, tried: Attempt) -> Attempt:
    """The same token account at an address that somebody else had."""
    address = world_key(world.seed, "қосымша қойма").pubkey()
    await write(world, address, await read(world, tried.address("vault_token")))
    return tried.with_account("vault_token", address)


def key_of(who: str, whose: str) -> Change:
    """One authority's key in the place of another's."""

    async def change(world: World, tried: Attempt) -> Attempt:
        return tried.with_account(who, tried.address(whose))

    return change


create_zone = Cases("create_zone", valid.create_zone)
create_zone.add("operator and first regulator are one key", key_of("first_regulator", "operator"))
create_zone.add("operator and second regulator are one key", key_of("second_regulator", "operator"))
create_zone.add("the regulators are one key", key_of("second_regulator", "first_regulator"))
create_zone.add("the name is empty", named(bytes(32)))
create_zone.add("the name goes on after a zero", named(b"a\0b".ljust(32, b"\0")))
create_zone.add("the offset is a day", args(utc_offset=DAY))
create_zone.add("the end is now", args(ends_at=NOW))
create_zone.add("the settlement window is zero", args(settle_window=0))
create_zone.add("the settlement window is over 366 days", args(settle_window=YEAR + 1))
create_zone.add("the delivery span is zero", args(deliver_within=0))
create_zone.add("the delivery span is over 366 days", args(deliver_within=YEAR + 1))
create_zone.add("the zone exists", after(again))
create_zone.add(
    "`zone` is not the address of the name",
    account("zone", lambda _: zone_address("Басқа қала")),
)
create_zone.add("the payer of rent has no lamports", signer("payer", valid.newcomer))


list_asset = Cases("list_asset", valid.list_asset)
list_asset.add("another than the operator signs", signer("operator", lambda w: w.regulators[0]))
list_asset.add("the class is unknown", args(**{"class": max(AssetClass) + 1}))
list_asset.add("the fee is over 100 %", args(fee_bps=10_001))
list_asset.add("a tax is over 100 %", args(tax_bps=(0, 0, 0, 10_001)))
list_asset.add("the smallest fee is over the largest", args(fee_min=1))
list_asset.add(
    "a cap per payment is over the one per day",
    args(caps=((NO_CAP,) * 3, (2, 1, NO_CAP), (NO_CAP,) * 3, (NO_CAP,) * 3)),
)
list_asset.add(
    "a cap per day is over the one per month",
    args(caps=((NO_CAP,) * 3, (NO_CAP,) * 3, (NO_CAP,) * 3, (1, 2, 1))),
)
list_asset.add("the vault's token account is of another mint", token_bytes(MINT))
list_asset.add("the vault's token account is another's", token_bytes(OWNER))
list_asset.add(
    "the vault's token account has a delegate", token_bytes(DELEGATE, SOME + bytes(range(32)))
)
list_asset.add(
    "the vault's token account has a close authority",
    token_bytes(CLOSE_AUTHORITY, SOME + bytes(range(32))),
)
list_asset.add("the vault's token account is not its associated one", token_elsewhere)
list_asset.add("the mint is listed", after(again))
list_asset.add("the zone is another of the same operator", in_other_zone())
list_asset.add(
    "`asset` is not the address of zone and mint", account("asset", lambda w: w.aigul.pubkey())
)
list_asset.add(
    "`vault` is not the address of the asset", account("vault", lambda w: w.aigul.pubkey())
)


consent_asset = Cases("consent_asset", valid.consent_asset)
consent_asset.add("the operator signs", signer("regulator", lambda world: world.operator))
consent_asset.add("the asset is another zone's", in_other_zone())


async def treasury_as_merchant(world: World, tried: Attempt) -> Attempt:
    """Another treasury, whose wallet is the one to be registered."""
    await forge(world, world.zone, treasury=tried.address("wallet"))
    return tried.with_args(roles=Role.MERCHANT)


register = Cases("register_participant", valid.register_participant)
register.add("another than the operator signs", signer("operator", lambda w: w.regulators[0]))
register.add("no role", args(roles=0))
register.add("a role is unknown", args(roles=32))
register.add("the treasury's wallet is to be a merchant", treasury_as_merchant)
register.add("the tier is unknown", args(tier=4))
register.add("the tax category is unknown", args(tax_category=4))
register.add("the verification ends now", args(verified_until=NOW))
register.add("the zone has ended", deadline(lambda world, _: world.ends_at))
register.add("the wallet is registered", after(again))
register.add("the zone is another of the same operator", in_other_zone())
register.add(
    "`participant` is not the address of zone and wallet",
    account("participant", lambda w: participant_address(w.zone, w.issuer.pubkey())),
)


grant_licence = Cases("grant_licence", valid.grant_licence)
grant_licence.add("the operator signs", signer("regulator", lambda world: world.operator))
grant_licence.add("no activity", args(activities=0))
grant_licence.add("no asset class", args(asset_classes=0))
grant_licence.add("an asset class is unknown", args(asset_classes=8))
grant_licence.add("the participant is another zone's", in_other_zone())


def of_resident(world: World) -> Pubkey:
    return participant_address(world.zone, world.aigul.pubkey())


suspend_licence = Cases("suspend_licence", valid.suspend_licence)
suspend_licence.add("the operator signs", signer("regulator", lambda world: world.operator))
suspend_licence.add("there is no licence in the slot", account("participant", of_resident))
suspend_licence.add("the participant is another zone's", in_other_zone())


pause = Cases("pause", life.pause)
pause.add("a scope is unknown", args(scopes=32))
pause.add("a treasury signs", signer("authority", lambda world: world.treasury))


ALL = [
    *create_zone.all,
    *list_asset.all,
    *consent_asset.all,
    *register.all,
    *grant_licence.all,
    *suspend_licence.all,
    *pause.all,
]

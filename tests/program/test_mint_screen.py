"""Mints that Token-2022 itself made, with every extension that it sets up here: what is
refused, what is listed and shown, and what enters."""

from __future__ import annotations

import struct
from dataclasses import replace

import pytest
from solders.instruction import AccountMeta, Instruction
from solders.pubkey import Pubkey
from tests.program import world_valid as valid
from tests.program.world_attempts import Attempt, attempt, read
from tests.program.world_forks import forked_world
from tests.program.world_mints import EXTENSIONS, SOMEONE, extend, listed_with, listing_with
from tests.program.world_payments import perform

from alatau.program import (
    TOKEN_2022_PROGRAM,
    AssetRescreened,
    MintFlag,
    decode_asset,
    read_events,
)
from alatau.program import instructions as build
from alatau.testing.world import World
from alatau.tokens import token_amount

REFUSED = {
    "close authority": "MintCloseable",
    "confidential transfer": "MintConfidential",
    "non-transferable": "MintNotTransferable",
    "hook": "MintHasHook",
    "hook without a program": "MintHasHook",
    "hook without an authority": "MintHasHook",
}
LISTED = {
    "transfer fee": MintFlag.TRANSFER_FEE,
    "default frozen": MintFlag.DEFAULT_FROZEN | MintFlag.FREEZE_AUTHORITY,
    "default initialized": MintFlag.DEFAULT_FROZEN | MintFlag.FREEZE_AUTHORITY,
    "interest": MintFlag.SCALED_DISPLAY,
    "permanent delegate": MintFlag.PERMANENT_DELEGATE,
    "metadata pointer": MintFlag.NONE,
    "group pointer": MintFlag.NONE,
    "member pointer": MintFlag.NONE,
    "freeze authority": MintFlag.FREEZE_AUTHORITY,
}
ENTERS = [name for name in LISTED if name != "default frozen"]


def test_list_of_extensions_is_complete() -> None:
    assert {*REFUSED} | {*LISTED} == {*EXTENSIONS}


@pytest.mark.parametrize("name", REFUSED)
async def test_list_a_mint_that_is_not_accepted_is_refused(name: str) -> None:
    async with forked_world() as (world, _):
        for names in ((name,), ("metadata pointer", name)):
            refused, _record = await attempt(world, await listing_with(world, *names))
            assert refused == REFUSED[name], names


@pytest.mark.parametrize("name", LISTED)
async def test_list_a_mint_that_others_have_power_over_shows_it(name: str) -> None:
    async with forked_world() as (world, _):
        tried = await listing_with(world, name)
        refused, record = await attempt(world, tried)
        assert refused is None, record.logs
        asset = decode_asset((await read(world, tried.address("asset"))).data)
        assert asset.flags == LISTED[name]


@pytest.mark.parametrize(
    ("extension", "value", "flags"),
    [
        (25, bytes(56), MintFlag.SCALED_DISPLAY),
        (26, SOMEONE + b"\1", MintFlag.PAUSABLE),
        (26, bytes(33), MintFlag.NONE),
    ],
)
async def test_list_a_mint_with_a_newer_extension_shows_it(
    extension: int, value: bytes, flags: MintFlag
) -> None:
    """Those that the embedded chain's Token-2022 does not set up yet, written by hand."""
    async with forked_world() as (world, _):
        tried = await listing_with(world)
        await extend(world, tried.address("mint"), extension, value)
        refused, record = await attempt(world, tried)
        assert refused is None, record.logs
        asset = decode_asset((await read(world, tried.address("asset"))).data)
        assert asset.flags == flags


async def test_list_a_mint_with_every_accepted_extension_shows_them_all() -> None:
    together = [name for name in LISTED if name not in {"freeze authority", "default initialized"}]
    async with forked_world() as (world, _):
        asset = await listed_with(world, *together)
        flags = decode_asset((await read(world, asset.address)).data).flags
        assert flags == MintFlag(63) & ~MintFlag.PAUSABLE


@pytest.mark.parametrize("name", ENTERS)
async def test_deposit_an_accepted_mint_credits_what_arrived(name: str) -> None:
    async with forked_world() as (world, _):
        asset = await listed_with(world, name)
        await perform(world, await valid.depositing(world, world.aigul, asset, 100_000))
        arrived = 99_000 if name == "transfer fee" else 100_000
        assert (await world.account(world.aigul, asset)).available == arrived
        assert token_amount((await read(world, asset.vault_token)).data) == arrived
        await perform(world, await valid.withdrawing(world, world.aigul, asset, arrived))
        assert (await world.account(world.aigul, asset)).available == 0


async def test_deposit_after_the_issuer_added_metadata_succeeds() -> None:
    async with forked_world() as (world, chain):
        asset = await listed_with(world, "metadata pointer")
        before = len((await read(world, asset.mint)).data)
        await chain.airdrop(asset.mint, 10_000_000)
        await world.run(_describe(world, asset.mint), signers=(world.issuer,))
        assert len((await read(world, asset.mint)).data) > before
        tried = await valid.depositing(world, world.aigul, asset, 1_000)
        assert (await attempt(world, tried))[0] is None


async def test_give_a_power_up_keeps_deposits_open() -> None:
    async with forked_world() as (world, _):
        asset = await listed_with(world, "freeze authority")
        # SetAuthority: the freeze authority (1) becomes nobody's.
        given_up = Instruction(
            TOKEN_2022_PROGRAM,
            bytes([6, 1, 0]),
            [AccountMeta(asset.mint, False, True), AccountMeta(world.issuer.pubkey(), True, False)],
        )
        await world.run(given_up, signers=(world.issuer,))
        tried = await valid.depositing(world, world.aigul, asset, 1_000)
        assert (await attempt(world, tried))[0] is None


async def test_rescreen_a_changed_mint_opens_deposits_once_consented() -> None:
    """Its issuer got a power: nothing enters until the regulator consents to that."""
    async with forked_world() as (world, _):
        asset = await listed_with(world)
        await perform(world, await valid.depositing(world, world.aigul, asset, 1_000))
        before = decode_asset((await read(world, asset.address)).data)
        await extend(world, asset.mint, 12, SOMEONE)
        tried = await valid.depositing(world, world.aigul, asset, 1_000)
        assert (await attempt(world, tried))[0] == "MintChanged"
        rescreened = build.rescreen_asset(
            operator=world.operator.pubkey(), zone=world.zone, mint=asset.mint
        )
        refused, record = await attempt(world, Attempt.of(rescreened, world.operator))
        assert refused is None, record.logs
        assert read_events(record.logs).events == (
            AssetRescreened(
                asset=asset.address,
                flags_before=MintFlag.NONE,
                flags=MintFlag.PERMANENT_DELEGATE,
                consents=0,
                revision=before.revision + 1,
            ),
        )
        after = decode_asset((await read(world, asset.address)).data)
        assert after == replace(
            before,
            flags=MintFlag.PERMANENT_DELEGATE,
            consents=0,
            revision=before.revision + 1,
        )
        assert (await attempt(world, tried))[0] == "AssetNotConsented"
        await perform(world, await valid.withdrawing(world, world.aigul, asset, 400))
        await perform(world, valid.consent(world, world.regulators[0], asset, given=True))
        await perform(world, await valid.depositing(world, world.aigul, asset, 1_000))
        assert (await world.account(world.aigul, asset)).available == 1_600


def _describe(world: World, mint: Pubkey) -> Instruction:
    """Token metadata's Initialize, in the mint itself."""
    issuer = world.issuer.pubkey()
    texts = [text.encode() for text in ("Теңге", "KZTM", "")]
    data = bytes([210, 225, 30, 162, 88, 184, 77, 141]) + b"".join(
        struct.pack("<I", len(text)) + text for text in texts
    )
    return Instruction(
        TOKEN_2022_PROGRAM,
        data,
        [
            AccountMeta(mint, False, True),
            AccountMeta(issuer, False, False),
            AccountMeta(mint, False, False),
            AccountMeta(issuer, True, False),
        ],
    )

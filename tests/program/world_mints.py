"""Mints of Token-2022 with extensions, made by the token program itself."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from solders.instruction import AccountMeta, Instruction
from solders.keypair import Keypair
from solders.pubkey import Pubkey
from solders.system_program import CreateAccountParams, create_account
from tests.program import world_valid as valid
from tests.program.cases import Change
from tests.program.world_attempts import Attempt, read, write
from tests.program.world_payments import perform

from alatau.program import TOKEN_2022_PROGRAM, AssetClass
from alatau.testing.exchange import give_tokens
from alatau.testing.world import World, WorldAsset, plan_asset, world_key
from alatau.tokens import create_token_account

NOBODY: Final = bytes(32)
SOMEONE: Final = bytes(Keypair.from_seed(b"the authority of an extension!!!").pubkey())
_HEAD = 166


@dataclass(frozen=True, slots=True)
class Extension:
    """How many bytes it takes, and the instructions' data that set it up before the mint."""

    size: int
    setup: tuple[bytes, ...]
    freezable: bool = False


def _with_authority(tag: int, *rest: bytes, size: int = 64) -> Extension:
    return Extension(size, (bytes([tag, 0]) + b"".join(rest),))


EXTENSIONS: Final[Mapping[str, Extension]] = {
    "transfer fee": Extension(108, (struct.pack("<BBBBHQ", 26, 0, 0, 0, 100, 5_000),)),
    "close authority": Extension(32, (bytes([25, 1]) + SOMEONE,)),
    "confidential transfer": _with_authority(27, SOMEONE, b"\1", NOBODY, size=65),
    "default frozen": Extension(1, (bytes([28, 0, 2]),), freezable=True),
    "default initialized": Extension(1, (bytes([28, 0, 1]),), freezable=True),
    "non-transferable": Extension(0, (bytes([32]),)),
    "interest": _with_authority(33, SOMEONE, struct.pack("<h", 500), size=52),
    "permanent delegate": Extension(32, (bytes([35]) + SOMEONE,)),
    "hook": _with_authority(36, SOMEONE, SOMEONE),
    "hook without a program": _with_authority(36, SOMEONE, NOBODY),
    "hook without an authority": _with_authority(36, NOBODY, SOMEONE),
    "metadata pointer": _with_authority(39, SOMEONE, SOMEONE),
    "group pointer": _with_authority(40, SOMEONE, SOMEONE),
    "member pointer": _with_authority(41, SOMEONE, SOMEONE),
    "freeze authority": Extension(-4, (), freezable=True),
}
"""What the embedded chain's Token-2022 can set up, by name."""


async def mint_with(world: World, *names: str) -> WorldAsset:
    """A mint with extensions and its vault's token account, which is not listed."""
    wanted = [EXTENSIONS[name] for name in names]
    key, payer = world_key(world.seed, f"mint with {names}"), world.payer.pubkey()
    asset = plan_asset(
        zone=world.zone,
        mint=key.pubkey(),
        symbol="KZTM",
        decimals=2,
        token_program=TOKEN_2022_PROGRAM,
        asset_class=AssetClass.NATIONAL,
    )
    size = sum(4 + each.size for each in wanted)
    space = _HEAD + size if size else 82
    issuer = bytes(world.issuer.pubkey())
    freezable = any(each.freezable for each in wanted)
    created = create_account(
        CreateAccountParams(
            from_pubkey=payer,
            to_pubkey=asset.mint,
            lamports=(128 + space) * 6_960,
            space=space,
            owner=TOKEN_2022_PROGRAM,
        )
    )
    setup = [data for each in wanted for data in each.setup]
    setup.append(bytes([20, 2]) + issuer + (b"\1" + issuer if freezable else b"\0"))
    initialize = [
        Instruction(TOKEN_2022_PROGRAM, data, [AccountMeta(asset.mint, False, True)])
        for data in setup
    ]
    await world.run(created, *initialize, signers=(key,))
    vault_token = create_token_account(payer, asset.vault, asset.mint, TOKEN_2022_PROGRAM)
    await world.run(vault_token)
    return asset


async def listing_with(world: World, *names: str) -> Attempt:
    """The listing of a mint with extensions."""
    return valid.list_mint(world, await mint_with(world, *names))


async def listed_with(world: World, *names: str) -> WorldAsset:
    """A listed mint with extensions; Айгүл has an account and 1,000,000 base units."""
    asset = await mint_with(world, *names)
    await perform(world, valid.list_mint(world, asset))
    await perform(world, valid.consent(world, world.regulators[0], asset, given=True))
    await perform(world, valid.opening(world, world.aigul, asset))
    if "default frozen" not in names:
        await give_tokens(world, world.aigul, asset, 1_000_000)
    return asset


def instead(*names: str) -> Change:
    """Another mint is listed, one with extensions."""

    async def change(world: World, tried: Attempt) -> Attempt:
        return await listing_with(world, *names)

    return change


def extended(extension: int, value: bytes) -> Change:
    """The listed mint has an extension more, as if it had been made again."""

    async def change(world: World, tried: Attempt) -> Attempt:
        await extend(world, tried.address("mint"), extension, value)
        return tried

    return change


async def extend(world: World, mint: Pubkey, extension: int, value: bytes) -> None:
    """Write one more extension into a mint."""
    info = await read(world, mint)
    data = info.data if len(info.data) > 82 else info.data.ljust(165, b"\0") + b"\1"
    data += struct.pack("<HH", extension, len(value)) + value
    await write(world, mint, replace(info, data=data))


async def make_freezable(world: World, tried: Attempt) -> Attempt:
    """The listed mint has a freeze authority, as if it had been made again."""
    info = await read(world, tried.address("mint"))
    data = info.data[:46] + struct.pack("<I", 1) + SOMEONE + info.data[82:]
    await write(world, tried.address("mint"), replace(info, data=data))
    return tried

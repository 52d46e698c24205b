"""What a wallet that knows nothing of zones sees of an instrument, and cannot do with it."""

from __future__ import annotations

import struct
from hashlib import sha256

from solana.rpc.async_api import AsyncClient
from solders.account import Account
from solders.instruction import AccountMeta, Instruction
from solders.keypair import Keypair
from solders.pubkey import Pubkey
from solders.rpc.responses import GetAccountInfoResp, RpcResponseContext
from spl.token import instructions as spl
from spl.token._layouts import ACCOUNT_LAYOUT, MINT_LAYOUT
from spl.token.async_client import AsyncToken
from tests.program import world_instruments as held
from tests.program.world_attempts import next_block, read
from tests.program.world_forks import forked_world
from tests.program.world_instruments import DOCUMENT, METADATA, UNITS
from tests.program.world_payments import perform

from alatau.program import TOKEN_2022_PROGRAM, unit_vault_address
from alatau.testing.world import World
from alatau.tokens import create_token_account, mint_supply, token_amount
from alatau.tokens_instrument import TokenMetadata, instrument_mint_bytes

FROZEN, INITIALIZED = 2, 1
EXTENSIONS = 166
TOKEN_METADATA, POINTER = 19, 18


def extensions(data: bytes) -> dict[int, bytes]:
    """A mint's extensions by Token-2022's numbers."""
    found, at = {}, EXTENSIONS
    while at + 4 <= len(data):
        kind, length = struct.unpack_from("<HH", data, at)
        found[kind] = data[at + 4 : at + 4 + length]
        at += 4 + length
    return found


def metadata(raw: bytes) -> tuple[Pubkey, Pubkey, TokenMetadata]:
    """Update authority, mint and texts, as the SPL Token Metadata interface writes them."""
    texts, at = [], 64

    def number() -> int:
        nonlocal at
        at += 4
        return int.from_bytes(raw[at - 4 : at], "little")

    def text() -> str:
        nonlocal at
        length = number()
        at += length
        return raw[at - length : at].decode()

    name, symbol, uri = text(), text(), text()
    texts = [(text(), text()) for _ in range(number())]
    assert at == len(raw)
    authority, mint = Pubkey.from_bytes(raw[:32]), Pubkey.from_bytes(raw[32:64])
    return authority, mint, TokenMetadata(name, symbol, uri, tuple(texts))


async def plain(world: World, made: Instruction, *signers: Keypair) -> str | None:
    """What comes of an instruction of a token program."""
    await next_block(world)
    return (await world.try_(made, signers=signers)).error


async def test_read_the_mint_as_a_wallet_does_finds_the_supply_and_who_has_power() -> None:
    async with forked_world() as (world, _):
        await held.have_holders(world, world.aigul, world.ilya)
        data, instrument = (await read(world, held.mint(world))).data, held.instrument_of(world)
        found = MINT_LAYOUT.parse(data)
        assert (found.supply, found.decimals, found.is_initialized) == (2 * UNITS, 0, 1)
        assert mint_supply(data) == 2 * UNITS
        assert Pubkey.from_bytes(found.mint_authority) == instrument
        assert Pubkey.from_bytes(found.freeze_authority) == instrument
        assert {*extensions(data)} == {6, 12, POINTER, TOKEN_METADATA}


async def test_read_the_metadata_as_a_wallet_does_finds_name_isin_and_document() -> None:
    async with forked_world() as (world, _):
        await held.have_proposed(world)
        info, mint = await read(world, held.mint(world)), held.mint(world)
        found = extensions(info.data)
        nobody = Pubkey.default()
        assert found[POINTER] == bytes(nobody) + bytes(mint)
        assert metadata(found[TOKEN_METADATA]) == (nobody, mint, METADATA)
        assert dict(METADATA.more)["document_sha256"] == DOCUMENT.hex()
        assert len(info.data) == instrument_mint_bytes(METADATA)
        assert info.lamports == (128 + len(info.data)) * 6_960


async def test_read_the_vault_as_a_wallet_does_finds_all_units() -> None:
    async with forked_world() as (world, _):
        await held.have_holders(world, world.aigul)
        data = (await read(world, unit_vault_address(world.zone, held.mint(world)))).data
        found = ACCOUNT_LAYOUT.parse(data[: ACCOUNT_LAYOUT.sizeof()])
        assert (found.amount, found.state) == (UNITS, INITIALIZED)
        assert Pubkey.from_bytes(found.owner) == held.instrument_of(world)
        assert token_amount(data) == UNITS


async def test_read_with_solana_pys_client_finds_units_and_who_has_power() -> None:
    """Its own parsers, given what a node would answer."""
    async with forked_world() as (world, _):
        await held.have_holders(world, world.aigul)
        mint, instrument = held.mint(world), held.instrument_of(world)
        node = AsyncClient()  # it is not asked
        client = AsyncToken(node, mint, TOKEN_2022_PROGRAM, world.payer)
        found = client._create_mint_info(await answer(world, mint))
        assert (found.supply, found.decimals, found.is_initialized) == (UNITS, 0, True)
        assert (found.mint_authority, found.freeze_authority) == (instrument, instrument)
        vault = unit_vault_address(world.zone, mint)
        kept = client._create_account_info(await answer(world, vault))
        assert (kept.amount, kept.owner, kept.is_frozen) == (UNITS, instrument, False)
        assert kept.delegate is None


async def answer(world: World, address: Pubkey) -> GetAccountInfoResp:
    """What a node says of an account."""
    info = await read(world, address)
    account = Account(info.lamports, info.data, info.owner)
    return GetAccountInfoResp(account, RpcResponseContext(1))


async def test_move_units_by_a_plain_transfer_is_refused() -> None:
    async with forked_world() as (world, _):
        await held.have_holders(world, world.aigul)
        mint, payer = held.mint(world), world.payer.pubkey()
        vault = unit_vault_address(world.zone, mint)
        await world.run(create_token_account(payer, world.aigul.pubkey(), mint, TOKEN_2022_PROGRAM))
        own = spl.get_associated_token_address(world.aigul.pubkey(), mint, TOKEN_2022_PROGRAM)
        assert ACCOUNT_LAYOUT.parse((await read(world, own)).data[:165]).state == FROZEN
        for owner in (world.aigul, world.bereke, world.issuer):
            moved = spl.transfer_checked(
                spl.TransferCheckedParams(
                    program_id=TOKEN_2022_PROGRAM,
                    source=vault,
                    mint=mint,
                    dest=own,
                    owner=owner.pubkey(),
                    amount=1,
                    decimals=0,
                )
            )
            # Frozen is asked before whose it is: 17 in Token-2022.
            assert await plain(world, moved, owner) is not None
        assert token_amount((await read(world, vault)).data) == UNITS
        assert token_amount((await read(world, own)).data) == 0


async def test_take_power_over_the_mint_is_refused() -> None:
    """Neither the issuer nor who made the mint makes, thaws or burns units any more."""
    async with forked_world() as (world, _):
        await held.have_holders(world, world.aigul)
        mint, vault = held.mint(world), unit_vault_address(world.zone, held.mint(world))
        before = await read(world, mint)
        for key in (world.payer, world.bereke):
            owner = key.pubkey()
            for made in (
                spl.mint_to_checked(
                    spl.MintToCheckedParams(TOKEN_2022_PROGRAM, mint, vault, owner, 1, 0)
                ),
                spl.burn_checked(
                    spl.BurnCheckedParams(TOKEN_2022_PROGRAM, mint, vault, owner, 1, 0)
                ),
                spl.freeze_account(spl.FreezeAccountParams(TOKEN_2022_PROGRAM, vault, mint, owner)),
                spl.set_authority(
                    spl.SetAuthorityParams(
                        TOKEN_2022_PROGRAM, mint, spl.AuthorityType.MINT_TOKENS, owner, [], owner
                    )
                ),
                renaming(mint, owner),
            ):
                assert await plain(world, made, key) is not None
        assert await read(world, mint) == before


def renaming(mint: Pubkey, authority: Pubkey) -> Instruction:
    """Another name in the metadata."""
    head = sha256(b"spl_token_metadata_interface:updating_field").digest()[:8]
    text = "Басқа".encode()
    data = head + b"\0" + len(text).to_bytes(4, "little") + text
    metas = [AccountMeta(mint, False, True), AccountMeta(authority, True, False)]
    return Instruction(TOKEN_2022_PROGRAM, data, metas)


async def test_propose_one_mint_twice_is_refused() -> None:
    async with forked_world() as (world, _):
        tried = await held.create_instrument(world)
        await perform(world, tried)
        await next_block(world)
        assert (await world.try_(tried.instruction(), signers=tried.signers)).error is not None

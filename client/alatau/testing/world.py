"""A small living zone, for tests: authorities, two assets, people with accounts and funds.

``world = await build_world(chain)`` takes about a tenth of a second on the embedded
chain.  Keys come from a seed, so that two worlds of one seed have the same addresses.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from solders.instruction import Instruction
from solders.keypair import Keypair
from solders.message import Message
from solders.pubkey import Pubkey
from solders.transaction import VersionedTransaction

from alatau.chain.base import Chain, Faucet, TransactionRecord
from alatau.context import refused
from alatau.errors import AccountMissing, InputError
from alatau.program import (
    TOKEN_2022_PROGRAM,
    TOKEN_PROGRAM,
    AssetClass,
    Caps,
    PaymentAccount,
    Role,
    Service,
    account_address,
    asset_address,
    decode_payment_account,
    token_account_address,
    vault_address,
    vault_token_account,
    zone_address,
)
from alatau.program import instructions as build
from alatau.tokens import MINT_BYTES, create_mint, create_token_account, mint_to

DAY: Final = 86_400
NO_CAP: Final = 2**64 - 1
UTC_OFFSET: Final = 5 * 3_600
SETTLE_WINDOW: Final = 3 * DAY
DELIVER_WITHIN: Final = 10 * DAY
LIFETIME: Final = 700 * DAY
"""Seconds from the building of a world to its zone's end; all that expires outlives it."""

_LAMPORTS = 100 * 10**9
_MINT_LAMPORTS = (128 + MINT_BYTES) * 6_960
_TAX_BPS = (0, 300, 800, 1_200)


@dataclass(frozen=True, slots=True)
class WorldAsset:
    """An asset of a world: what instructions need, and what its people were given."""

    symbol: str
    decimals: int
    asset_class: AssetClass
    token_program: Pubkey
    mint: Pubkey
    address: Pubkey
    vault: Pubkey
    vault_token: Pubkey
    deposited: int
    """Base units that each resident has deposited; as many more are in its wallet."""

    def token_account(self, wallet: Pubkey) -> Pubkey:
        """The wallet's associated token account."""
        return token_account_address(wallet, self.mint, self.token_program)


@dataclass(frozen=True, slots=True)
class World:
    """A zone on a chain with who lives in it.

    `tenge` is national currency on Token-2022 with a fee of 0.5 % between 1.00 and
    500.00, and caps for tier 0; `dollar` is crypto on SPL Token without fee or caps.
    Residents (Айгүл in tier 0, Илья in tier 1) have deposited both; merchants (the shop
    «Береке» in tax category 3, the clinic «Шипа» in 1) are licensed by both regulators
    for every service.  `payer` pays for transactions and rent, `treasury` has accounts.
    """

    chain: Chain
    name: str
    zone: Pubkey
    ends_at: int
    payer: Keypair
    operator: Keypair
    regulators: tuple[Keypair, Keypair]
    treasury: Keypair
    issuer: Keypair
    aigul: Keypair
    ilya: Keypair
    bereke: Keypair
    shipa: Keypair
    tenge: WorldAsset
    dollar: WorldAsset

    @property
    def residents(self) -> tuple[Keypair, Keypair]:
        """Айгүл and Илья."""
        return self.aigul, self.ilya

    @property
    def merchants(self) -> tuple[Keypair, Keypair]:
        """«Береке» and «Шипа»."""
        return self.bereke, self.shipa

    async def run(self, *instructions: Instruction, signers: Sequence[Keypair] = ()) -> (
        TransactionRecord
    ):
        """Execute a transaction that `payer` pays; raises `TransactionFailed` if it fails."""
        record = await self.try_(*instructions, signers=signers)
        if record.error is not None:
            raise refused(record.error, record.logs, str(record.signature))
        return record

    async def try_(self, *instructions: Instruction, signers: Sequence[Keypair] = ()) -> (
        TransactionRecord
    ):
        """Execute a transaction that `payer` pays, and return what became of it."""
        blockhash = await self.chain.blockhash()
        keys = list({key.pubkey(): key for key in (self.payer, *signers)}.values())
        message = Message.new_with_blockhash(
            list(instructions), self.payer.pubkey(), blockhash.hash
        )
        signature = await self.chain.send(VersionedTransaction(message, keys))
        await self.chain.confirm(signature, blockhash.last_valid_block_height)
        (record,) = await self.chain.transactions([signature])
        if record is None:
            raise AccountMissing(f"{signature} was confirmed but cannot be read")
        return record

    def address(self, wallet: Keypair, asset: WorldAsset) -> Pubkey:
        """The wallet's payment account."""
        return account_address(self.zone, wallet.pubkey(), asset.mint)

    async def account(self, wallet: Keypair, asset: WorldAsset) -> PaymentAccount:
        """The wallet's payment account as it stands.  Raises `AccountMissing`."""
        address = self.address(wallet, asset)
        info = await self.chain.account(address)
        if info is None:
            raise AccountMissing(f"no payment account at {address}")
        return decode_payment_account(info.data)


def world_key(seed: str, who: str) -> Keypair:
    """The key of someone in the worlds of a seed."""
    return Keypair.from_seed(sha256(f"alatau:world:{seed}:{who}".encode()).digest())


def reference_of(text: str) -> bytes:
    """A payment's reference from any text."""
    return sha256(text.encode()).digest()


async def build_world(
    chain: Chain, *, name: str = "Алатау сити", seed: str = "world"
) -> World:
    """Build the world's zone on a chain that gives lamports away.

    Raises `InputError` on another chain, and what sending raises.
    """
    if not isinstance(chain, Faucet):
        raise InputError(f"{chain.url} gives no lamports away: a world cannot be built there")
    payer = world_key(seed, "payer")
    await chain.airdrop(payer.pubkey(), _LAMPORTS)
    world = _plan(chain, name, seed, payer, await chain.time() + LIFETIME)
    for wallet in (*world.residents, *world.merchants, world.treasury):
        await chain.airdrop(wallet.pubkey(), _LAMPORTS)
    await _found(world)
    await asyncio.gather(
        _list_asset(world, world.tenge, fee=(50, 100, 50_000), caps=_TENGE_CAPS),
        _list_asset(world, world.dollar, fee=(0, 0, 0), caps=(_NO_CAPS,) * 4),
    )
    await asyncio.gather(*(_settle_in(world, wallet, *terms) for wallet, *terms in _people(world)))
    await asyncio.gather(*(_license(world, merchant) for merchant in world.merchants))
    await asyncio.gather(
        *(
            _fund(world, wallet, asset)
            for wallet in world.residents
            for asset in (world.tenge, world.dollar)
        )
    )
    return world


_NO_CAPS = Caps(NO_CAP, NO_CAP, NO_CAP)
_TENGE_CAPS = (Caps(2_000_000, 5_000_000, 30_000_000), _NO_CAPS, _NO_CAPS, _NO_CAPS)


def _plan(chain: Chain, name: str, seed: str, payer: Keypair, ends_at: int) -> World:
    zone = zone_address(name)

    def key(who: str) -> Keypair:
        return world_key(seed, who)

    return World(
        chain=chain,
        name=name,
        zone=zone,
        ends_at=ends_at,
        payer=payer,
        operator=key("operator"),
        regulators=(key("central bank"), key("financial authority")),
        treasury=key("treasury"),
        issuer=key("issuer"),
        aigul=key("Айгүл Сәрсенова"),
        ilya=key("Илья Щербинин"),
        bereke=key("«Береке» дүкені"),
        shipa=key("«Шипа» емханасы"),
        tenge=plan_asset(zone, "KZTE", 2, AssetClass.NATIONAL, TOKEN_2022_PROGRAM,
                         key("KZTE").pubkey(), 10_000_000),
        dollar=plan_asset(zone, "USDZ", 6, AssetClass.CRYPTO, TOKEN_PROGRAM,
                          key("USDZ").pubkey(), 5_000_000_000),
    )


def plan_asset(
    zone: Pubkey,
    symbol: str,
    decimals: int,
    asset_class: AssetClass,
    token_program: Pubkey,
    mint: Pubkey,
    deposited: int,
) -> WorldAsset:
    """An asset with its addresses; nothing of it is on the chain yet."""
    asset = asset_address(zone, mint)
    return WorldAsset(
        symbol, decimals, asset_class, token_program, mint, asset, vault_address(asset),
        vault_token_account(zone, mint, token_program), deposited,
    )


def _people(world: World) -> list[tuple[Keypair, Role, int, int]]:
    """Wallet, roles, tier and tax category."""
    return [
        (world.aigul, Role.RESIDENT, 0, 0),
        (world.ilya, Role.RESIDENT, 1, 0),
        (world.bereke, Role.MERCHANT, 1, 3),
        (world.shipa, Role.MERCHANT, 1, 1),
        (world.treasury, Role.PROVIDER, 1, 0),
    ]


async def _found(world: World) -> None:
    bank, authority = world.regulators
    create = build.create_zone(
        payer=world.payer.pubkey(),
        operator=world.operator.pubkey(),
        first_regulator=bank.pubkey(),
        second_regulator=authority.pubkey(),
        treasury=world.treasury.pubkey(),
        name=world.name,
        utc_offset=UTC_OFFSET,
        ends_at=world.ends_at,
        settle_window=SETTLE_WINDOW,
        deliver_within=DELIVER_WITHIN,
    )
    await world.run(create, signers=(world.operator, bank, authority))


async def _list_asset(
    world: World, asset: WorldAsset, fee: tuple[int, int, int], caps: Sequence[Caps]
) -> None:
    payer = world.payer.pubkey()
    minted = create_mint(
        payer,
        asset.mint,
        world.issuer.pubkey(),
        asset.decimals,
        asset.token_program,
        _MINT_LAMPORTS,
    )
    seed_key = next(key for key in (world_mint_key(world, asset),))
    await world.run(
        *minted,
        create_token_account(payer, asset.vault, asset.mint, asset.token_program),
        signers=(seed_key,),
    )

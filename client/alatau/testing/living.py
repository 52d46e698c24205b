"""What a world of `build_world` holds, and executing transactions in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from solders.instruction import Instruction
from solders.keypair import Keypair
from solders.message import Message
from solders.pubkey import Pubkey
from solders.transaction import VersionedTransaction

from alatau.chain.base import Chain, TransactionRecord
from alatau.context import refused
from alatau.errors import AccountMissing, InputError
from alatau.program import (
    AssetClass,
    PaymentAccount,
    account_address,
    asset_address,
    decode_payment_account,
    token_account_address,
    vault_address,
    vault_token_account,
)

DAY: Final = 86_400
NO_CAP: Final = 2**64 - 1
UTC_OFFSET: Final = 5 * 3_600
SETTLE_WINDOW: Final = 3 * DAY
DELIVER_WITHIN: Final = 10 * DAY
TAX_BPS: Final = (0, 300, 800, 1_200)
FUNDS: Final = 10_000_000
"""Base units of each asset that a resident has deposited; as many more are in its wallet."""
LIFETIME: Final = 700 * DAY
"""Seconds from the building of a world to its zone's end; all that expires outlives it."""


@dataclass(frozen=True, slots=True)
class WorldAsset:
    """An asset of a world, with its addresses."""

    symbol: str
    decimals: int
    asset_class: AssetClass
    token_program: Pubkey
    mint: Pubkey
    address: Pubkey
    vault: Pubkey
    vault_token: Pubkey

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
    seed: str
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

    @property
    def assets(self) -> tuple[WorldAsset, WorldAsset]:
        """The tenge and the dollar."""
        return self.tenge, self.dollar

    async def run(
        self, *instructions: Instruction, signers: Sequence[Keypair] = ()
    ) -> TransactionRecord:
        """Execute a transaction that `payer` pays; raises `TransactionFailed` if it fails."""
        record = await self.try_(*instructions, signers=signers)
        if record.error is not None:
            raise refused(record.error, record.logs, str(record.signature))
        return record

    async def try_(
        self, *instructions: Instruction, signers: Sequence[Keypair] = ()
    ) -> TransactionRecord:
        """Execute a transaction that `payer` pays, and return what became of it.

        Of `signers`, those sign that the instructions ask for.  Raises `InputError` for what
        was executed in this very block: it would be the same transaction.
        """
        transaction = await self.sign(*instructions, signers=signers)
        if (await self.chain.statuses(transaction.signatures[:1]))[0] is not None:
            raise InputError(
                "the same instructions were executed with this blockhash already",
                remedy="wait for the next block",
            )
        height = (await self.chain.blockhash()).last_valid_block_height
        signature = await self.chain.send(transaction)
        await self.chain.confirm(signature, height)
        (record,) = await self.chain.transactions([signature])
        if record is None:
            raise AccountMissing(f"{signature} was confirmed but cannot be read")
        return record

    async def sign(
        self, *instructions: Instruction, signers: Sequence[Keypair] = ()
    ) -> VersionedTransaction:
        """A transaction that `payer` pays, signed with a recent blockhash."""
        recent = (await self.chain.blockhash()).hash
        keys = {key.pubkey(): key for key in (self.payer, *signers)}
        message = Message.new_with_blockhash(list(instructions), self.payer.pubkey(), recent)
        needed = message.account_keys[: message.header.num_required_signatures]
        return VersionedTransaction(message, [keys[address] for address in needed])

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


def plan_asset(
    *,
    zone: Pubkey,
    mint: Pubkey,
    symbol: str,
    decimals: int,
    token_program: Pubkey,
    asset_class: AssetClass,
) -> WorldAsset:
    """An asset with its addresses; nothing of it need be on the chain yet."""
    asset = asset_address(zone, mint)
    return WorldAsset(
        symbol=symbol,
        decimals=decimals,
        asset_class=asset_class,
        token_program=token_program,
        mint=mint,
        address=asset,
        vault=vault_address(asset),
        vault_token=vault_token_account(zone, mint, token_program),
    )

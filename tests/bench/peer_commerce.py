"""The work on the commerce program of solana-foundation/commerce-kit.

Instructions written after its published interface (accounts, seeds and layouts).  An
operator's signature is on everything, so the operator pays the network too.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from solders.instruction import AccountMeta, Instruction
from solders.keypair import Keypair
from solders.pubkey import Pubkey
from tests.bench import tokens
from tests.bench.stage import Outcome, Stage, missed
from tests.bench.tokens import tokens_bump
from tests.bench.work import FEE_BPS, Purchase, Sums, expected

from alatau.program import ASSOCIATED_TOKEN_PROGRAM, SYSTEM_PROGRAM, TOKEN_PROGRAM

PROGRAM: Final = Pubkey.from_string("commkU28d52cwo2Ma3Marxz4Qr9REtfJtuUfqnDnbhT")

_INITIALIZE_MERCHANT, _CREATE_OPERATOR, _INITIALIZE_CONFIG = 0, 1, 2
_MAKE, _CLEAR, _REFUND, _CLOSE = 3, 4, 5, 9
_VERSION: Final = 1
_FEE_IN_BPS = 0
_REFUND_POLICY, _SETTLEMENT_POLICY = 0, 1
_NO_CAP: Final = 2**64 - 1


@dataclass(slots=True)
class Shop:
    """A merchant with the operator's configuration for it; `orders` counts from 1."""

    owner: Keypair
    merchant: Pubkey
    config: Pubkey
    orders: int = 0


@dataclass(slots=True)
class Market:
    """The operator and its shops on a stage."""

    stage: Stage
    operator: Pubkey
    event_authority: Pubkey
    shops: list[Shop] = field(default_factory=list)

    @classmethod
    async def found(cls, stage: Stage, *, auto_settle: bool) -> Market:
        """The operator, every merchant and a configuration for each; all token accounts."""
        operator, bump = _derive(b"operator", stage.operator.pubkey())
        market = cls(stage, operator, _derive(b"event_authority")[0])
        created = _instruction(
            bytes([_CREATE_OPERATOR, bump]),
            _payer(stage.operator),
            _writable(operator),
            AccountMeta(stage.operator.pubkey(), True, False),
            _readonly(SYSTEM_PROGRAM),
        )
        await stage.set_up(created, signers=(stage.operator,))
        for owner in stage.crowd.merchants:
            market.shops.append(await market._open_shop(owner, auto_settle=auto_settle))
        wallets = (stage.operator, *stage.crowd.buyers, *stage.crowd.merchants)
        await stage.open_tokens(
            *(wallet.pubkey() for wallet in wallets), *(shop.merchant for shop in market.shops)
        )
        return market

    async def _open_shop(self, owner: Keypair, *, auto_settle: bool) -> Shop:
        stage = self.stage
        merchant, bump = _derive(b"merchant", owner.pubkey())
        opened = _instruction(
            bytes([_INITIALIZE_MERCHANT, bump]),
            _payer(stage.operator),
            AccountMeta(owner.pubkey(), True, False),
            _writable(merchant),
            _readonly(owner.pubkey()),
            _readonly(SYSTEM_PROGRAM),
        )
        config, config_bump = _config(merchant, self.operator)
        data = struct.pack(
            "<BIBQBHI", _INITIALIZE_CONFIG, _VERSION, config_bump, FEE_BPS, _FEE_IN_BPS, 0, 2
        )
        data += struct.pack("<BQQ", _REFUND_POLICY, _NO_CAP, 0)
        data += struct.pack("<BQI?", _SETTLEMENT_POLICY, 0, 0, auto_settle)
        data += struct.pack("<I", 1) + bytes(stage.mint)
        configured = _instruction(
            data,
            _payer(stage.operator),
            AccountMeta(owner.pubkey(), True, False),
            _readonly(merchant),
            _readonly(self.operator),
            _writable(config),
            _readonly(SYSTEM_PROGRAM),
            _readonly(stage.mint),
        )
        await stage.set_up(opened, configured, signers=(stage.operator, owner))
        return Shop(owner, merchant, config)

    async def make(self, each: Purchase) -> Pubkey:
        """Pay: into escrow, or with auto-settlement to the merchant at once."""
        stage, shop = self.stage, self.shops[each.merchant]
        buyer, mint = stage.buyer(each), stage.mint
        shop.orders += 1
        payment, bump = _derive(
            b"payment", shop.config, buyer.pubkey(), mint, struct.pack("<I", shop.orders)
        )
        instruction = _instruction(
            struct.pack("<BIQB", _MAKE, shop.orders, each.amount, bump),
            _payer(stage.operator),
            _writable(payment),
            AccountMeta(stage.operator.pubkey(), True, False),
            AccountMeta(buyer.pubkey(), True, False),
            _readonly(self.operator),
            _readonly(shop.merchant),
            _writable(shop.config),
            _readonly(mint),
            _writable(stage.tokens(buyer.pubkey())),
            _writable(stage.tokens(shop.merchant)),
            _writable(stage.tokens(shop.owner.pubkey())),
            _readonly(TOKEN_PROGRAM),
            _readonly(SYSTEM_PROGRAM),
            _readonly(self.event_authority),
            _readonly(PROGRAM),
        )
        await stage.step("make", instruction, signers=(stage.operator, buyer))
        await stage.opened(payment)
        return payment

    async def clear(self, each: Purchase, payment: Pubkey) -> None:
        """Release to the merchant, less the operator's fee."""
        stage, shop = self.stage, self.shops[each.merchant]
        instruction = _instruction(
            bytes([_CLEAR]),
            *self._parties(each, payment),
            _writable(stage.tokens(shop.merchant)),
            _writable(stage.tokens(shop.owner.pubkey())),
            _writable(stage.tokens(stage.operator.pubkey())),
            _readonly(TOKEN_PROGRAM),
            _readonly(ASSOCIATED_TOKEN_PROGRAM),
            _readonly(SYSTEM_PROGRAM),
            _readonly(self.event_authority),
            _readonly(PROGRAM),
        )
        await stage.step("clear", instruction, signers=(stage.operator,))

    async def refund(self, each: Purchase, payment: Pubkey) -> None:
        """Return all of an uncleared payment."""
        stage, shop = self.stage, self.shops[each.merchant]
        instruction = _instruction(
            bytes([_REFUND]),
            *self._parties(each, payment),
            _writable(stage.tokens(shop.merchant)),
            _writable(stage.tokens(stage.buyer(each).pubkey())),
            _readonly(TOKEN_PROGRAM),
            _readonly(SYSTEM_PROGRAM),
            _readonly(self.event_authority),
            _readonly(PROGRAM),
        )
        await stage.step("refund", instruction, signers=(stage.operator,))

    async def close(self, each: Purchase, payment: Pubkey) -> None:
        """Close the payment's account; its rent goes back to the operator."""
        stage, shop = self.stage, self.shops[each.merchant]
        instruction = _instruction(
            bytes([_CLOSE]),
            _payer(stage.operator),
            _writable(payment),
            AccountMeta(stage.operator.pubkey(), True, False),
            _readonly(self.operator),
            _readonly(shop.merchant),
            _readonly(stage.buyer(each).pubkey()),
            _readonly(shop.config),
            _readonly(stage.mint),
            _readonly(SYSTEM_PROGRAM),
        )
        await stage.step("close", instruction, signers=(stage.operator,))

    def _parties(self, each: Purchase, payment: Pubkey) -> tuple[AccountMeta, ...]:
        """The accounts that clearing and refunding begin with."""
        stage, shop = self.stage, self.shops[each.merchant]
        return (
            _payer(stage.operator),
            _writable(payment),
            AccountMeta(stage.operator.pubkey(), True, False),
            _readonly(stage.buyer(each).pubkey()),
            _readonly(shop.merchant),
            _readonly(self.operator),
            _readonly(shop.config),
            _readonly(stage.mint),
        )


async def escrowed(stage: Stage, work: Sequence[Purchase]) -> Outcome:
    """`make` into escrow, then `refund` or `clear`, then `close`."""
    market = await Market.found(stage, auto_settle=False)
    await stage.fund(work)
    payments = [await market.make(each) for each in work]
    for each, payment in zip(work, payments, strict=True):
        await (market.refund if each.refunded else market.clear)(each, payment)
    for each, payment in zip(work, payments, strict=True):
        await market.close(each, payment)
    return await _outcome(market, work, expected(work, taxed=False, fee=True, fee_kept=False))


async def auto_settled(stage: Stage, work: Sequence[Purchase]) -> Outcome:
    """`make` straight to the merchant, which takes no fee, then `close`.

    What is settled cannot be refunded: a refund is the merchant's token transfer.
    """
    market = await Market.found(stage, auto_settle=True)
    await stage.fund(work)
    payments = [await market.make(each) for each in work]
    for each in work:
        if each.refunded:
            merchant = stage.merchant(each)
            buyer = stage.buyer(each).pubkey()
            back = tokens.transfer(stage, merchant, buyer, each.amount)
            await stage.step("token transfer", back, signers=(merchant,))
    for each, payment in zip(work, payments, strict=True):
        await market.close(each, payment)
    return await _outcome(market, work, expected(work, taxed=False, fee=False, fee_kept=False))


def operator_misses(operator: Pubkey, mint: Pubkey) -> int:
    """Bumps missed by the addresses that come with an operator."""
    return missed(_derive(b"operator", operator)[1], tokens_bump(operator, mint))


def merchant_misses(owner: Pubkey, operator: Pubkey, mint: Pubkey) -> int:
    """Bumps missed by the addresses that come with a merchant of this operator."""
    merchant, bump = _derive(b"merchant", owner)
    _, config_bump = _config(merchant, _derive(b"operator", operator)[0])
    return missed(bump, config_bump, tokens_bump(merchant, mint), tokens_bump(owner, mint))


async def _outcome(market: Market, work: Sequence[Purchase], wanted: Sums) -> Outcome:
    return await market.stage.outcome(
        work,
        wanted,
        operator=market.stage.operator.pubkey(),
        custodians=[shop.merchant for shop in market.shops],
    )


def _config(merchant: Pubkey, operator: Pubkey) -> tuple[Pubkey, int]:
    version = struct.pack("<I", _VERSION)
    return _derive(b"merchant_operator_config", merchant, operator, version)


def _derive(seed: bytes, *more: Pubkey | bytes) -> tuple[Pubkey, int]:
    return Pubkey.find_program_address([seed, *map(bytes, more)], PROGRAM)


def _instruction(data: bytes, *accounts: AccountMeta) -> Instruction:
    return Instruction(PROGRAM, data, list(accounts))


def _payer(wallet: Keypair) -> AccountMeta:
    return AccountMeta(wallet.pubkey(), True, True)


def _writable(address: Pubkey) -> AccountMeta:
    return AccountMeta(address, False, True)


def _readonly(address: Pubkey) -> AccountMeta:
    return AccountMeta(address, False, False)

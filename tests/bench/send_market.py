"""The zone of `make bench-send`: made in a few seconds of a validator's slots, and checked."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Final

from solders.instruction import Instruction
from solders.keypair import Keypair
from solders.pubkey import Pubkey
from solders.system_program import TransferParams, transfer
from tests.bench.send_work import MOST, Market, Payment, People

from alatau.chain.base import Chain
from alatau.context import new_key
from alatau.program import AssetClass, PaymentAccount, Role, Service, decode_payment_account
from alatau.program import instructions as build
from alatau.sender import Intent
from alatau.testing.fixtures import LIFETIME, FreshZone, Wallets
from alatau.testing.living import reference_of

TIER: Final = 1
TAX_CATEGORY: Final = 3
LAMPORTS: Final = 10**8
PAYERS_PER_TRANSACTION: Final = 3
ROWS_PER_TRANSACTION: Final = 10

_WORD = 64


class Place:
    """A market on a chain that gives lamports away."""

    def __init__(self, zone: FreshZone, market: Market, until: int) -> None:
        self.zone = zone
        self.market = market
        self.people = People(market)
        self._until = until

    @classmethod
    @asynccontextmanager
    async def open(
        cls, chain: Chain, *, payers: int, merchants: int, each: int
    ) -> AsyncIterator[Place]:
        """Found the zone; every payer can make `each` payments of any amount."""
        async with FreshZone.found(chain) as zone:
            market = Market(zone.name, str(zone.tenge.mint), payers, merchants)
            place = cls(zone, market, await chain.time() + LIFETIME)
            await place._populate(each * MOST)
            yield place

    async def check(self, paid: Sequence[Payment]) -> None:
        """Compare the payers' accounts with all that was paid so far.

        Raises `RuntimeError` unless each payment has landed, and nothing else has.
        """
        infos = await self.zone.chain.accounts(self.people.accounts())
        accounts = [decode_payment_account(info.data if info else b"") for info in infos]
        by_payer: list[list[Payment]] = [[] for _ in accounts]
        for payment in paid:
            by_payer[payment.payer].append(payment)
        for account, wanted in zip(accounts, by_payer, strict=True):
            spent = sum(payment.amount for payment in wanted)
            missing = [each.number for each in wanted if not _is_used(account, each.sequence)]
            if missing or account.paid != spent:
                raise RuntimeError(
                    f"{account.wallet} has paid {account.paid}, not {spent}; "
                    f"without its sequence on the chain: payments {missing}"
                )

    async def _populate(self, share: int) -> None:
        payers = self.people.payers
        bank, *_ = await asyncio.gather(
            Wallets(self.zone).resident("«Алатау» банкі", tenge=len(payers) * share, tier=TIER),
            *(self._settle_in(part) for part in _parts(payers, PAYERS_PER_TRANSACTION)),
            *(self._license(merchant) for merchant in self.people.merchants),
        )
        await asyncio.gather(
            *(
                self.zone.pay_many(
                    [(key.pubkey(), share) for key in part], mint=self.people.mint, wallet=bank
                )
                for part in _parts(payers, ROWS_PER_TRANSACTION)
            )
        )

    async def _settle_in(self, payers: Sequence[Keypair]) -> None:
        operator = self.zone.operator.pubkey()
        made: list[Instruction] = []
        for wallet in (key.pubkey() for key in payers):
            gift = TransferParams(from_pubkey=operator, to_pubkey=wallet, lamports=LAMPORTS)
            made += [transfer(gift), *self._joined(wallet, Role.RESIDENT)]
        await self._submit(made)

    async def _license(self, merchant: Pubkey) -> None:
        grants = [
            build.grant_licence(
                regulator=regulator.pubkey(),
                zone=self.people.zone,
                wallet=merchant,
                activities=1 << Service.SHOPS,
                asset_classes=1 << AssetClass.NATIONAL,
                expires_at=self._until,
                credential=reference_of("лицензия"),
            )
            for regulator in self.zone.regulators
        ]
        await self._submit([*self._joined(merchant, Role.MERCHANT), *grants], *self.zone.regulators)

    def _joined(self, wallet: Pubkey, roles: Role) -> tuple[Instruction, Instruction]:
        """Registered, and with an account, at the operator's expense."""
        operator = self.zone.operator.pubkey()
        registered = build.register_participant(
            payer=operator,
            operator=operator,
            zone=self.people.zone,
            wallet=wallet,
            roles=roles,
            tier=TIER,
            tax_category=TAX_CATEGORY,
            country="KZ",
            verified_until=self._until,
        )
        opened = build.open_account(
            payer=operator, zone=self.people.zone, mint=self.people.mint, wallet=wallet
        )
        return registered, opened

    async def _submit(self, made: Sequence[Instruction], *signers: Keypair) -> None:
        intent = Intent(new_key(), tuple(made), self.zone.operator, signers)
        await self.zone.sender.submit(intent)


def _is_used(account: PaymentAccount, sequence: int) -> bool:
    """Whether the program has accepted this sequence (older than its window: only by the sums)."""
    word, bit = divmod(account.sequence - sequence, _WORD)
    return word >= len(account.window) or bool(word >= 0 and account.window[word] >> bit & 1)


def _parts(keys: Sequence[Keypair], size: int) -> list[Sequence[Keypair]]:
    return [keys[first : first + size] for first in range(0, len(keys), size)]

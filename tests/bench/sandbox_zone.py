"""A zone on a stage: what our program needs once, and the doors for tokens."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from solders.keypair import Keypair
from solders.pubkey import Pubkey
from tests.bench.stage import Stage, key
from tests.bench.work import FEE_BPS, TAX_BPS

from alatau.program import (
    TOKEN_PROGRAM,
    AssetClass,
    Role,
    Service,
    account_address,
    asset_address,
    decode_payment_account,
    vault_address,
    zone_address,
)
from alatau.program import instructions as build
from alatau.testing.living import NO_CAP, reference_of
from alatau.tokens import create_token_account

NAME: Final = "Алатау bench"
DAY: Final = 86_400
LIFETIME: Final = 700 * DAY
SETTLE_WINDOW: Final = 3 * DAY
RETENTION: Final = 90 * DAY
TAX_CATEGORY: Final = 3


@dataclass(slots=True)
class BenchZone:
    """The zone, its asset (the stage's mint) and everyone's sequences."""

    stage: Stage
    address: Pubkey
    regulators: tuple[Keypair, Keypair]
    treasury: Keypair
    sequences: dict[Pubkey, int] = field(default_factory=dict)

    @classmethod
    async def found(cls, stage: Stage) -> BenchZone:
        """A zone where the whole crowd is registered and every merchant licensed."""
        regulators = (key("central bank"), key("financial authority"))
        zone = cls(stage, zone_address(NAME), regulators, key("treasury"))
        await stage.chain.airdrop(zone.treasury.pubkey(), 10**9)
        await zone._create()
        await zone._list()
        for buyer in stage.crowd.buyers:
            await zone._register(buyer.pubkey(), Role.RESIDENT)
        for merchant in stage.crowd.merchants:
            # A resident too: only between residents can a final payment be paid back.
            await zone._register(merchant.pubkey(), Role.MERCHANT | Role.RESIDENT)
            await zone._license(merchant.pubkey())
        await zone._register(zone.treasury.pubkey(), Role.PROVIDER)
        return zone

    @property
    def mint(self) -> Pubkey:
        return self.stage.mint

    def account(self, wallet: Pubkey) -> Pubkey:
        """The wallet's payment account."""
        return account_address(self.address, wallet, self.mint)

    def sequence(self, wallet: Keypair) -> int:
        """The wallet's next sequence."""
        self.sequences[wallet.pubkey()] = self.sequences.get(wallet.pubkey(), 0) + 1
        return self.sequences[wallet.pubkey()]

    async def deposit(self, wallet: Keypair, amount: int) -> None:
        """Bring tokens in, through the door."""
        await self._cross("deposit", wallet, amount)

    async def leave(self) -> None:
        """Sweep fees and taxes to the treasury, and let everyone take all tokens out."""
        treasury = self.account(self.treasury.pubkey())
        for merchant in self.stage.crowd.merchants:
            collect = build.collect(
                zone=self.address,
                account=self.account(merchant.pubkey()),
                treasury_account=treasury,
            )
            await self.stage.door("collect", collect, signers=(self.stage.operator,))
        for wallet in (*self.stage.crowd.buyers, *self.stage.crowd.merchants, self.treasury):
            info = await self.stage.chain.account(self.account(wallet.pubkey()))
            available = decode_payment_account(info.data if info else b"").available
            if available:
                await self._cross("withdraw", wallet, available)

    async def _cross(self, name: str, wallet: Keypair, amount: int) -> None:
        door = build.deposit if name == "deposit" else build.withdraw
        instruction = door(
            wallet=wallet.pubkey(),
            zone=self.address,
            mint=self.mint,
            token_program=TOKEN_PROGRAM,
            sequence=self.sequence(wallet),
            amount=amount,
            reference=reference_of(name),
        )
        await self.stage.door(name, instruction, signers=(wallet,))

    async def _create(self) -> None:
        operator = self.stage.operator
        bank, authority = self.regulators
        create = build.create_zone(
            payer=operator.pubkey(),
            operator=operator.pubkey(),
            first_regulator=bank.pubkey(),
            second_regulator=authority.pubkey(),
            treasury=self.treasury.pubkey(),
            name=NAME,
            utc_offset=5 * 3_600,
            ends_at=await self.stage.chain.time() + LIFETIME,
            settle_window=SETTLE_WINDOW,
            deliver_within=10 * DAY,
            retention=RETENTION,
        )
        await self.stage.set_up(create, signers=(operator, bank, authority))

    async def _list(self) -> None:
        operator, bank = self.stage.operator, self.regulators[0]
        vault = vault_address(asset_address(self.address, self.mint))
        tokens = create_token_account(operator.pubkey(), vault, self.mint, TOKEN_PROGRAM)
        listed = build.list_asset(
            payer=operator.pubkey(),
            operator=operator.pubkey(),
            zone=self.address,
            mint=self.mint,
            token_program=TOKEN_PROGRAM,
            asset_class=AssetClass.NATIONAL,
            fee_bps=FEE_BPS,
            fee_min=0,
            fee_max=NO_CAP,
            tax_bps=(0, 0, 0, TAX_BPS),
            caps=((NO_CAP,) * 3,) * 4,
            vault_cap=NO_CAP,
        )
        consent = build.consent_asset(
            regulator=bank.pubkey(), zone=self.address, mint=self.mint, consent=True
        )
        await self.stage.set_up(tokens, listed, consent, signers=(operator, bank))

    async def _register(self, wallet: Pubkey, roles: Role) -> None:
        operator = self.stage.operator
        registered = build.register_participant(
            payer=operator.pubkey(),
            operator=operator.pubkey(),
            zone=self.address,
            wallet=wallet,
            roles=roles,
            tier=0,
            tax_category=TAX_CATEGORY,
            country="KZ",
            verified_until=await self.stage.chain.time() + LIFETIME,
        )
        opened = build.open_account(
            payer=operator.pubkey(), zone=self.address, mint=self.mint, wallet=wallet
        )
        await self.stage.set_up(registered, opened, signers=(operator,))

    async def _license(self, wallet: Pubkey) -> None:
        for regulator in self.regulators:
            granted = build.grant_licence(
                regulator=regulator.pubkey(),
                zone=self.address,
                wallet=wallet,
                activities=1 << Service.SHOPS,
                asset_classes=1 << AssetClass.NATIONAL,
                expires_at=await self.stage.chain.time() + LIFETIME,
                credential=reference_of("лицензия"),
            )
            await self.stage.set_up(granted, signers=(self.stage.operator, regulator))

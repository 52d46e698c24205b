"""A fresh zone and people for it: what the fixtures of `alatau.pytest_plugin` give.

Usable without pytest too::

    async with FreshZone.found(chain) as zone:
        wallets = Wallets(zone)
        resident, merchant = await wallets.resident(tenge=50_000), await wallets.merchant()
        await zone.pay(
            wallet=resident, payee=merchant.pubkey(), mint=zone.tenge.mint,
            amount=12_50, service=Service.SHOPS,
        )
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, Self, cast

from solders.keypair import Keypair
from solders.pubkey import Pubkey

from alatau.chain.base import Chain, Faucet
from alatau.context import AssetInfo, new_key
from alatau.errors import InputError
from alatau.program import (
    TOKEN_2022_PROGRAM,
    TOKEN_PROGRAM,
    AssetClass,
    Caps,
    Role,
    Service,
    asset_address,
    token_account_address,
)
from alatau.sender import Intent, Sender
from alatau.tokens import MINT_BYTES, create_mint, create_token_account, mint_to
from alatau.zone import Zone

SOL: Final = 10**9
DAY: Final = 86_400
LIFETIME: Final = 365 * DAY
NO_CAP: Final = 2**64 - 1
UNCAPPED: Final = Caps(NO_CAP, NO_CAP, NO_CAP)
TIER_0_TENGE: Final = Caps(per_payment=100_000_00, per_day=250_000_00, per_month=1_000_000_00)
TAX_BPS: Final = (0, 300, 800, 1_200)
TREASURY_TIER: Final = 3

_MINT_LAMPORTS = (128 + MINT_BYTES) * 6_960


@dataclass(frozen=True, slots=True)
class ZonePolicy:
    """What a fresh zone is founded with.  Spans are seconds, `ends_in` from now."""

    utc_offset: int = 5 * 3_600
    ends_in: int = LIFETIME
    settle_window: int = 3 * DAY
    deliver_within: int = 30 * DAY


DEFAULT_POLICY: Final = ZonePolicy()


class FreshZone(Zone):
    """An open `Zone` that was founded a moment ago, with the keys of all its authorities.

    `keypair` is the operator, funded.  `tenge` is national currency (Token-2022, 2
    decimals, fee 0.5 % from 1.00 to 500.00, `TIER_0_TENGE` caps tier 0), `dollar` a crypto
    asset (SPL Token, 6 decimals, no fee, no caps); both are consented.  A payee's tax
    category chooses from `TAX_BPS`.  `treasury` has accounts for both; `issuer` mints.
    """

    def __init__(self, chain: Chain, sender: Sender, *, name: str, keypair: Keypair) -> None:
        super().__init__(chain, sender, name=name, keypair=keypair)
        self.operator = keypair
        self.regulators = (self.key("central bank"), self.key("financial authority"))
        self.treasury = self.key("treasury")
        self.issuer = self.key("issuer")
        self.tenge = self._asset("KZTE", TOKEN_2022_PROGRAM, 2)
        self.dollar = self._asset("USDZ", TOKEN_PROGRAM, 6)

    @classmethod
    @asynccontextmanager
    async def found(
        cls, chain: Chain, *, name: str = "", policy: ZonePolicy = DEFAULT_POLICY
    ) -> AsyncIterator[Self]:
        """Found a zone on a chain that gives lamports away; its journal is in memory.

        Without `name` it has a new one.  All keys and so all addresses follow from the
        name: zones of one name are alike on all chains.  Raises `InputError` on a chain
        without a faucet.
        """
        name = name or f"Алатау {secrets.token_hex(8)}"
        async with cls.over(chain, name=name, keypair=_key(name, "operator"), home=None) as zone:
            fresh = cast("Self", zone)  # `over` makes one of the class that it is called on
            await fresh.establish(policy)
            yield fresh

    def key(self, who: str) -> Keypair:
        """The key of someone in zones of this name."""
        return _key(self.name, who)

    async def fund(self, wallet: Pubkey, lamports: int = 10 * SOL) -> None:
        """Give lamports.  Raises `InputError` on a chain without a faucet."""
        if not isinstance(self.chain, Faucet):
            raise InputError(f"{self.chain.url} gives no lamports away")
        await self.chain.airdrop(wallet, lamports)

    async def issue(self, asset: AssetInfo, wallet: Pubkey, amount: int) -> None:
        """Mint `amount` base units into the wallet's own token account."""
        program = asset.token_program
        made = create_token_account(self.operator.pubkey(), wallet, asset.mint, program)
        tokens = token_account_address(wallet, asset.mint, program)
        minted = mint_to(self.issuer.pubkey(), asset.mint, tokens, amount, asset.decimals, program)
        await self.sender.submit(Intent(new_key(), (made, minted), self.operator, (self.issuer,)))

    def _asset(self, symbol: str, token_program: Pubkey, decimals: int) -> AssetInfo:
        mint = self.key(symbol).pubkey()
        return AssetInfo(asset_address(self.address, mint), mint, token_program, decimals)

    async def establish(self, policy: ZonePolicy = DEFAULT_POLICY) -> None:
        """Create the zone, its assets and its treasury."""
        await self.fund(self.operator.pubkey(), 1_000 * SOL)
        await self.create(
            operator=self.operator,
            regulators=self.regulators,
            treasury=self.treasury.pubkey(),
            utc_offset=policy.utc_offset,
            ends_at=await self.chain.time() + policy.ends_in,
            settle_window=policy.settle_window,
            deliver_within=policy.deliver_within,
        )
        await asyncio.gather(
            self._list("KZTE", self.tenge, AssetClass.NATIONAL, (50, 1_00, 500_00), TIER_0_TENGE),
            self._list("USDZ", self.dollar, AssetClass.CRYPTO, (0, 0, 0), UNCAPPED),
            self.register(self.treasury.pubkey(), Role.PROVIDER, tier=TREASURY_TIER),
        )
        await self.open_accounts(self.treasury.pubkey())

    async def _list(
        self,
        symbol: str,
        asset: AssetInfo,
        asset_class: AssetClass,
        fee: tuple[int, int, int],
        tier_0: Caps,
    ) -> None:
        mint = create_mint(
            self.operator.pubkey(),
            asset.mint,
            self.issuer.pubkey(),
            asset.decimals,
            asset.token_program,
            _MINT_LAMPORTS,
        )
        await self.sender.submit(Intent(new_key(), tuple(mint), self.operator, (self.key(symbol),)))
        await self.list_asset(
            operator=self.operator,
            mint=asset.mint,
            token_program=asset.token_program,
            asset_class=asset_class,
            fee_bps=fee[0],
            fee_min=fee[1],
            fee_max=fee[2],
            tax_bps=TAX_BPS,
            caps=(tier_0, UNCAPPED, UNCAPPED, UNCAPPED),
            vault_cap=NO_CAP,
        )
        for regulator in self.regulators:
            await self.consent_asset(regulator=regulator, mint=asset.mint)

    async def register(
        self, wallet: Pubkey, roles: Role, *, tier: int = 0, tax_category: int = 0
    ) -> None:
        """Register a participant for a year from now."""
        await self.register_participant(
            operator=self.operator,
            wallet=wallet,
            roles=roles,
            tier=tier,
            tax_category=tax_category,
            country="KZ",
            verified_until=await self.chain.time() + LIFETIME,
        )

    async def open_accounts(self, wallet: Pubkey) -> None:
        """Open a participant's payment accounts for both assets, at the operator's expense."""
        await asyncio.gather(
            *(
                self.open_account(mint=asset.mint, wallet=wallet, payer=self.operator)
                for asset in (self.tenge, self.dollar)
            )
        )


class Wallets:
    """Makes funded wallets, known to the zone or not.

    Called, it gives one that the zone does not know; `resident` and `merchant` give
    registered ones, with payment accounts for both assets.
    """

    def __init__(self, zone: FreshZone) -> None:
        self._zone = zone
        self._made = 0

    async def __call__(self, name: str = "", *, lamports: int = 10 * SOL) -> Keypair:
        """A wallet with lamports; the same `name` in zones of one name has the same key."""
        self._made += 1
        wallet = self._zone.key(name or f"wallet {self._made}")
        await self._zone.fund(wallet.pubkey(), lamports)
        return wallet

    async def resident(
        self, name: str = "", *, tenge: int = 0, dollar: int = 0, tier: int = 0
    ) -> Keypair:
        """A registered resident that has deposited so much, in base units."""
        zone = self._zone
        wallet = await self(name)
        await zone.register(wallet.pubkey(), Role.RESIDENT, tier=tier)
        await zone.open_accounts(wallet.pubkey())
        for asset, amount in ((zone.tenge, tenge), (zone.dollar, dollar)):
            if amount:
                await zone.issue(asset, wallet.pubkey(), amount)
                await zone.deposit(mint=asset.mint, amount=amount, wallet=wallet)
        return wallet

    async def merchant(
        self,
        name: str = "",
        *,
        services: Iterable[Service] = tuple(Service),
        tax_category: int = 0,
    ) -> Keypair:
        """A registered merchant, licensed by both regulators to sell these services."""
        zone = self._zone
        wallet = await self(name)
        await zone.register(wallet.pubkey(), Role.MERCHANT, tax_category=tax_category)
        await zone.open_accounts(wallet.pubkey())
        await self.license(wallet.pubkey(), services)
        return wallet

    async def license(self, wallet: Pubkey, services: Iterable[Service] = tuple(Service)) -> None:
        """Have both regulators grant a licence for these services and every asset class."""
        zone = self._zone
        activities = sum(1 << service for service in set(services))
        expires_at = await zone.chain.time() + LIFETIME
        for regulator in zone.regulators:
            await zone.grant_licence(
                regulator=regulator,
                wallet=wallet,
                activities=activities,
                asset_classes=sum(1 << each for each in AssetClass),
                expires_at=expires_at,
                credential=sha256("лицензия".encode()).digest(),
            )


def _key(zone: str, who: str) -> Keypair:
    return Keypair.from_seed(sha256(f"alatau:fresh:{zone}:{who}".encode()).digest())

"""An instrument's life under way: its chain and zone, its people, and what was noted of it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final

from solders.keypair import Keypair
from solders.pubkey import Pubkey

from alatau.chain.embedded import EmbeddedChain
from alatau.demo.story import Investor, Story
from alatau.demo.told import Distributed, Exchanged, Purse, Share, Sold, Stage, Told
from alatau.indexer.unit_history import unit_history
from alatau.program import (
    PROGRAM_ID,
    Role,
    account_address,
    decode_payment_account,
    instrument_address,
    program_path,
)
from alatau.testing.fixtures import DAY, FreshZone, Wallets, ZonePolicy
from alatau.testing.invariants import Audit
from alatau.tokens_instrument import TokenMetadata

Progress = Callable[[str], None]
"""Told of each stage as it is reached."""

_AFTERWARDS: Final = 200 * DAY
_TIER: Final = 1
_TAX_BPS: Final = (0, 1_000, 500, 1_500)
"""What is withheld from a holder's share, by tax category: none, 10 %, 5 %, 15 %."""
_ALL_CLASSES: Final = 0b1111


@asynccontextmanager
async def begun(story: Story) -> AsyncIterator[Life]:
    """A life whose people have their accounts and money; nothing has happened yet."""
    lifetime = story.terms.term_days * DAY + _AFTERWARDS
    policy = ZonePolicy(ends_in=lifetime)
    opened = EmbeddedChain.open(None, programs={PROGRAM_ID: program_path()})
    async with (
        await opened as chain,
        FreshZone.found(chain, name=story.zone, policy=policy) as zone,
    ):
        life = Life(story, chain, zone, await zone.chain.time() + lifetime)
        await life.members()
        yield life


@dataclass(slots=True)
class Life:
    """An instrument's life under way, and what came of it so far."""

    story: Story
    chain: EmbeddedChain
    zone: FreshZone
    verified_until: int
    progress: Progress = lambda _: None
    keys: dict[str, Keypair] = field(default_factory=dict)
    offerings: list[Sold] = field(default_factory=list)
    exchanges: list[Exchanged] = field(default_factory=list)
    distributions: list[Distributed] = field(default_factory=list)
    redeemed: list[Share] = field(default_factory=list)
    stages: list[Stage] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    maturity: int = 0

    @property
    def mint(self) -> Pubkey:
        return self.zone.key(self.story.terms.symbol).pubkey()

    @property
    def named(self) -> dict[str, Any]:
        return {"mint": self.mint}

    @property
    def issuer(self) -> Keypair:
        return self.keys[self.story.terms.issuer]

    def name(self, wallet: Pubkey) -> str:
        return next(name for name, key in self.keys.items() if key.pubkey() == wallet)

    # -- who there is ------------------------------------------------------------------

    async def members(self) -> None:
        await self._member(Investor(self.story.terms.issuer, 0, 0), Role.ISSUER)
        for investor in self.story.investors:
            await self._member(investor, Role.INVESTOR)

    async def _member(self, one: Investor, role: Role) -> None:
        key = self.keys[one.name] = await Wallets(self.zone)(one.name)
        await self.zone.register_participant(
            operator=self.zone.operator,
            wallet=key.pubkey(),
            roles=role,
            tier=_TIER,
            tax_category=one.tax_category,
            country="KZ",
            verified_until=self.verified_until,
        )
        await self.zone.open_account(mint=self.zone.tenge.mint, wallet=key.pubkey(), payer=key)
        await self.fund(key, one.money)

    async def fund(self, wallet: Keypair, amount: int) -> None:
        if amount:
            await self.zone.issue(self.zone.tenge, wallet.pubkey(), amount)
            await self.zone.deposit(mint=self.zone.tenge.mint, amount=amount, wallet=wallet)

    async def hold(self, name: str) -> None:
        """Have a wallet's holding, where it has none."""
        wallet = self.keys[name].pubkey()
        if all(each.wallet != wallet for each in await self.zone.holdings(**self.named)):
            await self.zone.open_holding(**self.named, wallet=wallet)

    async def later(self, seconds: int) -> None:
        await self.chain.set_time(await self.chain.time() + seconds)

    # -- stages ------------------------------------------------------------------------

    async def stage(self, title: str) -> None:
        """Note who holds what, and ask whether all of it adds up."""
        self.progress(title)
        address = instrument_address(self.zone.address, self.mint)
        register = (await unit_history(self.chain, address)).at()
        held = {one.wallet: one.units for one in register.holders}
        there = {one.wallet: one.units for one in await self.zone.holdings(**self.named)}
        self.stages.append(
            Stage(
                title,
                register.slot,
                tuple((self.name(wallet), units) for wallet, units in held.items()),
                register.issued,
                register.proven and held == {who: units for who, units in there.items() if units},
            )
        )
        try:
            await Audit(self.chain, self.zone.address).check()
        except AssertionError as error:
            self.broken.append(f"{title}: {error}")

    async def admit(self) -> None:
        terms, zone = self.story.terms, self.zone
        metadata = TokenMetadata(terms.name, terms.symbol, terms.uri, (("isin", terms.isin),))
        await zone.make_instrument_mint(mint=zone.key(terms.symbol), metadata=metadata)
        self.maturity = await self.chain.time() + terms.term_days * DAY
        await zone.create_instrument(
            **self.named,
            payout_mint=zone.tenge.mint,
            kind=terms.kind,
            authorised=terms.authorised,
            face_value=terms.face_value,
            max_per_holder=terms.max_per_holder,
            holder_cap=terms.holder_cap,
            holder_classes=_ALL_CLASSES,
            countries=terms.countries,
            document=sha256(terms.uri.encode()).digest(),
            maturity=self.maturity,
            tax_bps=_TAX_BPS,
            issuer=self.issuer,
        )
        await zone.admit_instrument(**self.named, revision=1, regulator=zone.regulators[1])
        await self.hold(terms.issuer)
        await self.stage("Admitted by the authority")

    async def told(self) -> Told:
        infos = await self.chain.history(PROGRAM_ID, limit=100_000)
        records = await self.chain.transactions([info.signature for info in infos])
        return Told(
            self.story,
            str(self.mint),
            tuple(self.offerings),
            tuple(self.exchanges),
            tuple(self.distributions),
            by_size(self.redeemed),
            tuple(self.stages),
            await self._purses(),
            tuple(self.broken),
            len(infos),
            sum(record.compute_units for record in records if record is not None),
        )

    async def _purses(self) -> tuple[Purse, ...]:
        places = {
            one.name: account_address(
                self.zone.address, self.keys[one.name].pubkey(), self.zone.tenge.mint
            )
            for one in self.story.investors
        }
        infos = await self.chain.accounts(list(places.values()))
        after: Mapping[str, int] = {
            name: 0 if info is None else decode_payment_account(info.data).available
            for name, info in zip(places, infos, strict=True)
        }
        return tuple(Purse(one.name, one.money, after[one.name]) for one in self.story.investors)


def by_size(shares: Sequence[Share]) -> tuple[Share, ...]:
    """The largest first."""
    return tuple(sorted(shares, key=lambda one: (-one.gross, one.name)))

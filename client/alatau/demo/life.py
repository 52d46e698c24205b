"""Living an instrument's life on a chain of its own, and noting what came of each step."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final

from solders.keypair import Keypair
from solders.pubkey import Pubkey

from alatau.chain.embedded import EmbeddedChain
from alatau.demo.story import Event, Investor, Offered, Rent, Standing, Story, Traded
from alatau.demo.told import Distributed, Exchanged, Purse, Share, Sold, Stage, Told
from alatau.indexer.register import unit_history
from alatau.program import (
    PROGRAM_ID,
    Allotment,
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

_HOUR: Final = 3_600
_AFTERWARDS: Final = 200 * DAY
_TIER: Final = 1
_TAX_BPS: Final = (0, 1_000, 500, 1_500)
"""What is withheld from a holder's share, by tax category: none, 10 %, 5 %, 15 %."""
_ALL_CLASSES: Final = 0b1111


async def live(story: Story, progress: Progress = lambda _: None) -> Told:
    """Live a story from its beginning to its end."""
    async with _begun(story) as life:
        life.progress = progress
        await life.admit()
        for offered in story.offerings:
            await life.offer(offered)
        for event in story.events:
            await life.happen(event)
        await life.redeem()
        return await life.told()


@asynccontextmanager
async def _begun(story: Story) -> AsyncIterator[_Life]:
    lifetime = story.terms.term_days * DAY + _AFTERWARDS
    policy = ZonePolicy(ends_in=lifetime)
    opened = EmbeddedChain.open(None, programs={PROGRAM_ID: program_path()})
    async with (
        await opened as chain,
        FreshZone.found(chain, name=story.zone, policy=policy) as zone,
    ):
        life = _Life(story, chain, zone, await zone.chain.time() + lifetime)
        await life.members()
        yield life


@dataclass(slots=True)
class _Life:
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
        await self._fund(key, one.money)

    async def _fund(self, wallet: Keypair, amount: int) -> None:
        if amount:
            await self.zone.issue(self.zone.tenge, wallet.pubkey(), amount)
            await self.zone.deposit(mint=self.zone.tenge.mint, amount=amount, wallet=wallet)

    async def _hold(self, name: str) -> None:
        """Have a wallet's holding, where it has none."""
        wallet = self.keys[name].pubkey()
        if all(each.wallet != wallet for each in await self.zone.holdings(**self.named)):
            await self.zone.open_holding(**self.named, wallet=wallet)

    async def _later(self, seconds: int) -> None:
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
        await self._hold(terms.issuer)
        await self.stage("Admitted by the authority")

    # -- offerings ---------------------------------------------------------------------

    async def offer(self, offered: Offered) -> None:
        now = await self.chain.time()
        closes_at, cooling_off = now + offered.open_days * DAY, offered.cooling_off_days * DAY
        created = await self.zone.create_offering(
            **self.named,
            price=offered.price,
            quantity=offered.quantity,
            minimum=offered.minimum,
            least=offered.least,
            most=offered.most,
            closes_at=closes_at,
            cooling_off=cooling_off,
            allotment=Allotment.PRO_RATA if offered.pro_rata else Allotment.FIRST_COME,
            issuer=self.issuer,
        )
        number = created.event.number
        for one in offered.subscriptions:
            wallet = self.keys[one.investor]
            await self.zone.subscribe(**self.named, number=number, units=one.units, wallet=wallet)
            await self._later(_HOUR)
            if one.withdrawn:
                await self.zone.withdraw_subscription(**self.named, number=number, wallet=wallet)
        await self.chain.set_time(closes_at + cooling_off)
        self.offerings.append(await self._settled(offered, number))
        sold = "sold" if self.offerings[-1].succeeded else "missed its minimum"
        await self.stage(f"{offered.name}: {sold}")

    async def _settled(self, offered: Offered, number: int) -> Sold:
        confirmed = sold = raised = returned = 0
        allotted: dict[str, int] = {}
        async for step in self.zone.settle_offering(**self.named, number=number):
            if step.error is not None:
                raise step.error
            assert step.receipt is not None  # noqa: S101 - it has one of both
            event = step.receipt.event
            if step.step == "conclude":
                confirmed, sold = event.confirmed, event.sold
            elif step.step == "allot":
                assert step.wallet is not None  # noqa: S101 - a subscription has an investor
                allotted[self.name(step.wallet)] = event.units
                raised, returned = raised + event.amount, returned + event.returned
        order = [one.investor for one in offered.subscriptions if one.investor in allotted]
        parts = tuple((name, allotted[name]) for name in order)
        return Sold(offered, confirmed, sold, raised, returned, parts)

    # -- what happens then -------------------------------------------------------------

    async def happen(self, event: Event) -> None:
        await self._later(30 * DAY)
        match event:
            case Rent():
                await self._rent(event)
            case Traded():
                await self._trade(event)
            case Standing():
                await self._stand(event)

    async def _rent(self, rent: Rent) -> None:
        await self._fund(self.issuer, rent.amount)
        await self.zone.distribute(
            **self.named, amount=rent.amount, issuer=self.issuer, invoice=rent.note.encode()
        )
        units = {one.wallet: one.units for one in await self.zone.holdings(**self.named)}
        shares = []
        async for done in self.zone.claim_all(**self.named):
            claimed = done.result().event
            name = self.name(done.row)
            shares.append(Share(name, units[done.row], claimed.gross, claimed.tax))
        terms = await self.zone.instrument(**self.named)
        left = terms.distributed - terms.claimed
        self.distributions.append(Distributed(rent.amount, rent.note, _sorted(shares), left))
        await self.stage(rent.note)

    async def _trade(self, trade: Traded) -> None:
        seller, buyer = self.keys[trade.seller], self.keys[trade.buyer]
        await self._hold(trade.buyer)
        request = await self.zone.request_trade(
            **self.named,
            seller=seller.pubkey(),
            quantity=trade.quantity,
            price=trade.quantity * trade.price,
            wallet=buyer.pubkey(),
        )
        answer = await self.zone.answer_trade(request, wallet=seller)
        done = (await self.zone.trade(answer, wallet=buyer)).event
        self.exchanges.append(
            Exchanged(
                trade.seller, trade.buyer, done.quantity, done.price, done.fee, done.tax, False
            )
        )
        await self.stage(f"{trade.seller} sells {trade.quantity} to {trade.buyer}")

    async def _stand(self, offer: Standing) -> None:
        seller = self.keys[offer.seller]
        made = await self.zone.offer_units(
            **self.named,
            quantity=offer.quantity,
            price=offer.price,
            expires_at=await self.chain.time() + 30 * DAY,
            wallet=seller,
        )
        number, left = made.event.sequence, offer.quantity
        for one in offer.takers:
            await self._hold(one.investor)
            taken = await self.zone.take_offer(
                **self.named,
                seller=seller.pubkey(),
                number=number,
                quantity=one.units,
                wallet=self.keys[one.investor],
            )
            done, left = taken.event, taken.event.left
            self.exchanges.append(
                Exchanged(
                    offer.seller, one.investor, done.quantity, done.price, done.fee, done.tax, True
                )
            )
        if left:
            await self.zone.cancel_offer(**self.named, number=number, wallet=seller)
        await self.stage(f"{offer.seller} offers {offer.quantity}, {offer.quantity - left} taken")

    # -- the end -----------------------------------------------------------------------

    async def redeem(self) -> None:
        await self.chain.set_time(self.maturity)
        issued = (await self.zone.instrument(**self.named)).issued
        await self._fund(self.issuer, issued * self.story.redemption)
        await self.zone.call_redemption(
            **self.named, price=self.story.redemption, issuer=self.issuer
        )
        async for done in self.zone.redeem_all(**self.named):
            done.result()
            units = done.row.units
            self.redeemed.append(
                Share(self.name(done.row.wallet), units, units * self.story.redemption, 0)
            )
        await self.stage("Redeemed")

    async def told(self) -> Told:
        infos = await self.chain.history(PROGRAM_ID, limit=100_000)
        records = await self.chain.transactions([info.signature for info in infos])
        return Told(
            self.story,
            str(self.mint),
            tuple(self.offerings),
            tuple(self.exchanges),
            tuple(self.distributions),
            _sorted(self.redeemed),
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


def _sorted(shares: list[Share]) -> tuple[Share, ...]:
    """The largest first."""
    return tuple(sorted(shares, key=lambda one: (-one.gross, one.name)))

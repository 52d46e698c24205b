"""What a wallet has: of each instrument its units, what it offers of them, what it subscribed."""

from __future__ import annotations

from dataclasses import dataclass

from solders.pubkey import Pubkey

from alatau.context import ZoneContext
from alatau.listing import accounts_of
from alatau.offers import offers_of
from alatau.program import accounts, addresses


@dataclass(frozen=True, slots=True)
class Position:
    """What a wallet has of one instrument.

    `holding` is None while it has none.  `offers` are its standing ones, expired ones too, the
    cheapest first; `subscriptions` go with their offerings, the earliest first.
    """

    instrument: accounts.Instrument
    holding: accounts.Holding | None
    offers: tuple[accounts.Offer, ...]
    subscriptions: tuple[tuple[accounts.Offering, accounts.Subscription], ...]

    @property
    def units(self) -> int:
        """All its units, those in offers and outside too."""
        return self.holding.units if self.holding else 0

    @property
    def claimable(self) -> int:
        """What it can claim now, before tax, base units of the payout asset."""
        return self.holding.claimable(self.instrument) if self.holding else 0

    @property
    def redeemable(self) -> int:
        """What is set aside for its units since they were called, in the same."""
        return self.units * self.instrument.redemption_price

    @property
    def subscribed(self) -> int:
        """Units that it has subscribed and that are not allotted."""
        return sum(each.units for _, each in self.subscriptions)


async def positions(
    zone: ZoneContext, *, wallet: Pubkey, mint: Pubkey | None = None
) -> list[Position]:
    """What a wallet has of each instrument of the zone, or of that of one mint, by mint.

    Instruments of which it has neither a holding nor a subscription are left out.
    """
    wanted = None if mint is None else addresses.instrument_address(zone.address, mint)
    named = {"zone": zone.address, "wallet": wallet}
    held = {each.instrument: each for _, each in await accounts_of(zone, accounts.Holding, **named)}
    offered = await _subscribed(zone, named)
    there = sorted(held.keys() | offered.keys(), key=bytes)
    asked = [each for each in there if wanted in {None, each}]
    found = []
    for address, info in zip(asked, await zone.chain.accounts(asked), strict=True):
        if info is None:
            continue  # none is ever closed: the node is at an older slot than it was
        terms, holding = accounts.decode_instrument(info.data), held.get(address)
        standing = await offers_of(zone, mint=terms.mint, seller=wallet) if holding else ()
        found.append(Position(terms, holding, tuple(standing), tuple(offered.get(address, ()))))
    return sorted(found, key=lambda each: bytes(each.instrument.mint))


async def _subscribed(
    zone: ZoneContext, named: dict[str, Pubkey]
) -> dict[Pubkey, list[tuple[accounts.Offering, accounts.Subscription]]]:
    """Subscriptions with their offerings, by instrument."""
    own = [each for _, each in await accounts_of(zone, accounts.Subscription, **named)]
    own.sort(key=lambda each: (each.subscribed_at, bytes(each.offering)))
    infos = await zone.chain.accounts([each.offering for each in own])
    found: dict[Pubkey, list[tuple[accounts.Offering, accounts.Subscription]]] = {}
    for each, info in zip(own, infos, strict=True):
        if info is not None:  # else it was allotted between the two readings
            offering = accounts.decode_offering(info.data)
            found.setdefault(offering.instrument, []).append((offering, each))
    return found

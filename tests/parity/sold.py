"""Units for money: traded, offered and taken, an offer taken back, an instrument split."""

from __future__ import annotations

from typing import Any

from solders.keypair import Keypair
from tests.parity.recording import RecordedZone, refuse
from tests.parity.tokenized import SYMBOLS, have_account, next_sequence

from alatau.program import (
    InstrumentSplit,
    OfferCancelled,
    OfferTaken,
    Traded,
    UnitsOffered,
    instructions,
)

_FUNDS, _EACH, _ALL = 2_000_000_00, 1_000_00, 100
_LASTING = 2**40


async def have_money(zone: RecordedZone, *wallets: Keypair) -> None:
    """Payment accounts of the asset that the instrument is paid in."""
    for wallet in wallets:
        await have_account(zone, wallet)
        await zone.issue(zone.tenge, wallet.pubkey(), _FUNDS)
        await zone.deposit(mint=zone.tenge.mint, amount=_FUNDS, wallet=wallet)


async def trades(zone: RecordedZone, buyer: Keypair, friend: Keypair) -> None:
    """All of the friend's units go to the buyer, and back by an offer: there may be one holder."""
    named = {"zone": zone.address, "mint": zone.key(SYMBOLS[0]).pubkey()}
    payout = {"payout_mint": zone.tenge.mint}
    terms: dict[str, Any] = {"seller": friend.pubkey(), "buyer": buyer.pubkey(), **named, **payout}
    account_sequence = await next_sequence(zone, buyer)
    terms |= {
        "sequence": 1,
        "account_sequence": account_sequence,
        "reference": bytes(range(32)),
    }
    sold = instructions.trade(**terms, quantity=_ALL, price=_ALL * _EACH, expires_at=_LASTING)
    late = instructions.trade(**terms, quantity=_ALL, price=_ALL * _EACH, expires_at=1)
    part = instructions.trade(**terms, quantity=1, price=_EACH, expires_at=_LASTING)
    both = (friend, buyer)
    await refuse(
        zone.submit(Traded, late, signers=both),
        zone.submit(Traded, part, signers=both),
    )
    await zone.submit(Traded, sold, signers=both)
    await refuse(zone.submit(Traded, sold, signers=both))
    offer: dict[str, Any] = {"wallet": buyer.pubkey(), **named, "expires_at": _LASTING}
    offer |= {"sequence": 2, "rent_payer": zone.operator.pubkey(), "price": _EACH}
    much = instructions.offer_units(**offer, quantity=_ALL + 1)
    whole = instructions.offer_units(**offer, quantity=_ALL, least=_ALL + 1)
    await refuse(
        zone.submit(UnitsOffered, much, signers=(buyer,)),
        zone.submit(UnitsOffered, whole, signers=(buyer,)),
    )
    offered = instructions.offer_units(**offer, quantity=_ALL, least=2)
    await zone.submit(UnitsOffered, offered, signers=(buyer,))
    standing: dict[str, Any] = {"seller": buyer.pubkey(), **named, "number": 2}
    standing |= {"wallet": friend.pubkey(), "rent_payer": zone.operator.pubkey()}
    taking: dict[str, Any] = {**standing, **payout, "sequence": await next_sequence(zone, friend)}
    over = instructions.take_offer(**taking, quantity=_ALL + 1)
    under = instructions.take_offer(**taking, quantity=1)
    cancelled = instructions.cancel_offer(**standing)
    await refuse(
        zone.submit(OfferTaken, over, signers=(friend,)),
        zone.submit(OfferTaken, under, signers=(friend,)),
        zone.submit(OfferCancelled, cancelled, signers=(friend,)),
    )
    taken = instructions.take_offer(**taking, quantity=_ALL)
    await zone.submit(OfferTaken, taken, signers=(friend,))
    again = offer | {"wallet": friend.pubkey()}
    await zone.submit(
        UnitsOffered, instructions.offer_units(**again, quantity=10), signers=(friend,)
    )
    back = standing | {"seller": friend.pubkey()}
    await zone.submit(OfferCancelled, instructions.cancel_offer(**back), signers=(friend,))


async def split(zone: RecordedZone, issuer: Keypair) -> None:
    """Two shares are a unit, when both say so."""
    bank, authority = zone.regulators
    mint = zone.key(SYMBOLS[0]).pubkey()
    terms: dict[str, Any] = {"issuer": issuer.pubkey(), "zone": zone.address, "mint": mint}
    terms |= {"revision": (await zone.instrument(mint=mint)).revision, "shares": 4, "per_units": 2}
    by_bank = instructions.split_instrument(**terms, regulator=bank.pubkey())
    await refuse(zone.submit(InstrumentSplit, by_bank, signers=(issuer, bank)))
    done = instructions.split_instrument(**terms, regulator=authority.pubkey())
    await zone.submit(InstrumentSplit, done, signers=(issuer, authority))
    await refuse(zone.submit(InstrumentSplit, done, signers=(issuer, authority)))

"""Units that the issuer takes back: a tender, and what the delisted instrument is called for."""

from __future__ import annotations

from typing import Any

from solders.keypair import Keypair
from tests.parity.recording import RecordedZone, refuse
from tests.parity.tokenized import SYMBOLS, have_account

from alatau.program import (
    RedemptionCalled,
    TenderClosed,
    TenderOpened,
    UnitsRedeemed,
    UnitsTendered,
    instructions,
)

PRICE = 1_000


def _named(zone: RecordedZone, issuer: Keypair) -> dict[str, Any]:
    return {
        "zone": zone.address,
        "mint": zone.key(SYMBOLS[0]).pubkey(),
        "payout_mint": zone.tenge.mint,
        "issuer": issuer.pubkey(),
    }


async def _sequence(zone: RecordedZone, issuer: Keypair) -> int:
    account = await zone.account(wallet=issuer.pubkey(), mint=zone.tenge.mint)
    return account.sequence + 1


async def tender(zone: RecordedZone, issuer: Keypair, holder: Keypair) -> None:
    """The holder of 100 units gives 10 of 30 back."""
    mint = zone.tenge.mint
    for wallet in (issuer, holder):
        await have_account(zone, wallet)
    await zone.issue(zone.tenge, issuer.pubkey(), 200 * PRICE)
    await zone.deposit(mint=mint, amount=200 * PRICE, wallet=issuer)
    named = _named(zone, issuer)
    sequence = await _sequence(zone, issuer)
    opened = instructions.open_tender(**named, sequence=sequence, price=PRICE, quantity=30)
    holding = await zone.holding(mint=named["mint"], wallet=holder.pubkey())
    used: dict[str, Any] = {"sequence": holding.sequence + 1, "quantity": 10}
    used |= {**named, "wallet": holder.pubkey()}
    given = instructions.tender_units(**used, price=PRICE)
    dear = instructions.tender_units(**used, price=PRICE + 1)
    closed = instructions.close_tender(**named, signer=issuer.pubkey())
    stolen = instructions.close_tender(**named, signer=holder.pubkey())
    await refuse(zone.submit(UnitsTendered, given, signers=(holder,)))
    await zone.submit(TenderOpened, opened, signers=(issuer,))
    await refuse(
        zone.submit(TenderOpened, opened, signers=(issuer,)),
        zone.submit(UnitsTendered, dear, signers=(holder,)),
        zone.submit(TenderClosed, stolen, signers=(holder,)),
    )
    await zone.submit(UnitsTendered, given, signers=(holder,))
    await zone.submit(TenderClosed, closed, signers=(issuer,))


async def call(zone: RecordedZone, issuer: Keypair, holder: Keypair) -> None:
    """The instrument is delisted: the issuer pays for all that is left, which ends it."""
    named = _named(zone, issuer)
    sequence = await _sequence(zone, issuer)
    called = instructions.call_redemption(**named, sequence=sequence, price=PRICE)
    much = instructions.call_redemption(**named, sequence=sequence, price=PRICE**3)
    redeemed = instructions.redeem(**named, wallet=holder.pubkey())
    await refuse(
        zone.submit(UnitsRedeemed, redeemed),
        zone.submit(RedemptionCalled, much, signers=(issuer,)),
    )
    await zone.submit(RedemptionCalled, called, signers=(issuer,))
    await zone.submit(UnitsRedeemed, redeemed)
    await refuse(zone.submit(UnitsRedeemed, redeemed))

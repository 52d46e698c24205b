"""Trying, without effect, whether what is subscribed goes on: to its investor or the issuer."""

from __future__ import annotations

from collections.abc import Iterator

from solders.instruction import Instruction
from solders.pubkey import Pubkey

from alatau.program import (
    InstrumentState,
    Offering,
    OfferingState,
    Subscription,
    SubscriptionState,
    instructions,
)
from alatau.testing.snapshot import Snapshot

Way = tuple[str, Instruction]
"""What it is, and what must succeed now."""


def offering_doors(snapshot: Snapshot, now: int, payer: Pubkey) -> Iterator[Way]:
    """What anyone can do at `now` (unix seconds) so that an offering's money goes on."""
    for address, offering in snapshot.offerings.items():
        found = [each for each in snapshot.subscriptions.values() if each.offering == address]
        if offering.state is OfferingState.OPEN:
            yield from _open_doors(snapshot, address, offering, found, now, payer)
            continue
        instrument = snapshot.instruments[offering.instrument]
        for each in found:
            allot = instructions.allot_subscription(
                zone=snapshot.address,
                instrument=offering.instrument,
                offering=address,
                issuer_account=offering.issuer_account,
                wallet=each.wallet,
                account=each.account,
                rent_payer=each.rent_payer,
            )
            yield f"allot {each.wallet} of {address}", allot
        if not found:
            close = instructions.close_offering(
                instrument=offering.instrument,
                issuer=instrument.issuer,
                offering=address,
                issuer_account=offering.issuer_account,
                rent_payer=offering.rent_payer,
            )
            yield f"close {address}", close


def _open_doors(  # noqa: PLR0917 - one offering, and when
    snapshot: Snapshot,
    address: Pubkey,
    offering: Offering,
    found: list[Subscription],
    now: int,
    payer: Pubkey,
) -> Iterator[Way]:
    for each in found:
        cooling = now < each.subscribed_at + offering.cooling_off
        if each.state is SubscriptionState.CONFIRMED:
            continue
        if cooling:
            withdraw = instructions.withdraw_subscription(
                wallet=each.wallet,
                offering=address,
                account=each.account,
                rent_payer=each.rent_payer,
            )
            yield f"withdraw the subscription of {each.wallet}", withdraw
        else:
            confirm = instructions.confirm_subscription(
                instrument=offering.instrument, offering=address, wallet=each.wallet
            )
            yield f"confirm {each.wallet} of {address}", confirm
    instrument = snapshot.instruments[offering.instrument]
    match instrument.state:
        case InstrumentState.ADMITTED:
            stuck = False
        case InstrumentState.SUSPENDED:
            stuck = now >= offering.abandoned_at
        case _:
            stuck = True
    stuck |= now >= snapshot.zone.ends_at
    zone, mint, number = snapshot.address, instrument.mint, offering.number
    if stuck:
        cancel = instructions.cancel_offering(signer=payer, zone=zone, mint=mint, number=number)
        yield f"cancel {address} as anyone", cancel
    elif (
        instrument.state is InstrumentState.ADMITTED
        and now >= offering.concludes_at
        and not offering.unconfirmed
    ):
        conclude = instructions.conclude_offering(zone=zone, mint=mint, number=number)
        yield f"conclude {address}", conclude

"""Offerings and subscriptions as the command line shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from solders.pubkey import Pubkey

from alatau.cli.connect import found
from alatau.cli.event_view import event_view, receipt_view
from alatau.cli.options import Settings
from alatau.cli.output import emit, pairs, printable
from alatau.cli.token_view import instrument_of, payout_of
from alatau.cli.view import Plain, fixed_point, money, view
from alatau.models import Receipt
from alatau.program import Allotted, Offering, OfferingConcluded, OfferingState, Subscription
from alatau.zone import Zone


@dataclass(frozen=True, slots=True)
class Digits:
    """Decimals of an instrument's units, and of the money that they are sold for."""

    units: int
    money: int
    utc_offset: int


async def digits_of(zone: Zone, mint: Pubkey) -> Digits:
    """In what an instrument's offerings are told.  Raises `AccountMissing`."""
    one = await instrument_of(zone, mint)
    return Digits(
        one.decimals, (await payout_of(zone, one)).decimals, (await zone.state()).utc_offset
    )


async def offering_of(zone: Zone, mint: Pubkey, number: int) -> Offering:
    """An offering that is not closed.  Raises `AccountMissing`."""
    return await found(
        zone.offering(mint=mint, number=number),
        f"{mint} has no offering {number} that is not closed",
        "alatau token offering list shows those there are, and alatau token offering outcome "
        "what closed ones have come to",
    )


def offering_view(one: Offering, digits: Digits) -> Plain:
    """An offering: units in the instrument's decimals, the price in the payout asset's."""
    return {
        **view(one, digits.units),
        "price": money(one.price, digits.money),
        "counted_at": fixed_point(one.counted_at),
    }


def subscription_view(one: Subscription, offering: Offering, digits: Digits) -> Plain:
    """A subscription, and what falls to it of what was sold."""
    share = offering.share(one.offset, one.units) if offering.sold else 0
    return {
        **view(one, digits.units),
        "held": money(one.held, digits.money),
        "share": money(share, digits.units),
    }


def emit_offering(settings: Settings, receipt: Receipt[Any], sentence: str, digits: Digits) -> None:
    """Print what a transaction did to an offering: units and money in their own decimals."""
    event = event_view(receipt.event, digits.money, digits.units)
    text = pairs({"signature": receipt.signature})
    emit(
        settings,
        {**receipt_view(receipt), "event": event},
        f"{printable(sentence)}\n{text}",
    )


def told_conclusion(event: OfferingConcluded, digits: Digits) -> str:
    """Whether an offering has sold units, and how many."""
    confirmed = money(event.confirmed, digits.units)
    if event.state == OfferingState.SUCCEEDED:
        return f"succeeded: {money(event.sold, digits.units)} sold, {confirmed} were confirmed"
    return f"failed: only {confirmed} were confirmed, nothing is sold and all money goes back"


def told_allotment(event: Allotted, digits: Digits) -> str:
    """What an investor got, and what it has back."""
    back = money(event.returned, digits.money)
    if not event.units:
        return f"got nothing, {back} is back"
    paid = money(event.amount, digits.money)
    return f"got {money(event.units, digits.units)} for {paid}, {back} is back"

"""Events and receipts as plain values: units in an instrument's decimals, money in its asset's."""

from __future__ import annotations

from typing import Any, get_args

from alatau.cli.view import Plain, fixed_point, member_name, moment, money, view
from alatau.models import Receipt
from alatau.program.conversion_events import Converted
from alatau.program.distributions_events import Claimed, Distributed
from alatau.program.enums import InstrumentKind, OfferingState
from alatau.program.instrument_events import InstrumentCreated
from alatau.program.offering_events import OfferingConcluded, OfferingEvent
from alatau.program.redemption_events import RedemptionEvent
from alatau.program.replacement_events import HolderReplaced

OF_UNITS = frozenset(
    [
        "quantity",
        "units",
        "minimum",
        "least",
        "most",
        "subscribed",
        "offset",
        "confirmed",
        "sold",
        "issued",
        "promised",
        "unallotted",
        "holding_units",
        "tender_left",
        "sender_units",
        "recipient_units",
        "seller_units",
        "buyer_units",
        "successor_units",
        "treasury_units",
        "outside",
        "offered",
        "left",
        "authorised",
        "max_per_holder",
    ]
)
"""What counts units in events about them, and no money."""


def event_view(event: Any, decimals: int | None = None, units: int | None = None) -> Plain:
    """An event, its name first; of an offering's, what counts units is in those decimals."""
    shown = {"name": type(event).__name__, **view(event, decimals)}
    if isinstance(event, get_args(OfferingEvent)):
        shown |= {name: each for name, each in view(event, units).items() if name in OF_UNITS}
    if isinstance(event, get_args(OfferingEvent) + get_args(RedemptionEvent)) and "price" in shown:
        shown["price"] = money(event.price, decimals)
    if isinstance(event, OfferingConcluded):  # others with a state are of payments
        shown["state"] = member_name(OfferingState, event.state)
    if isinstance(event, InstrumentCreated):  # others with a kind are of orders
        shown["kind"] = member_name(InstrumentKind, event.kind)
    elif isinstance(event, Distributed):
        shown["issued"] = money(event.issued, units)
        shown["distributed"] = money(event.distributed, decimals)
        shown["index"] = fixed_point(event.index)
    elif isinstance(event, HolderReplaced):
        shown["entitled"] = fixed_point(event.entitled)
    elif isinstance(event, Claimed):
        shown["claimed"] = money(event.claimed, decimals)
    return shown


_PAID_IN = frozenset({"amount_in", "payer_available", "provider_in_available"})


def converted_view(event: Converted, decimals_in: int | None, decimals_out: int | None) -> Plain:
    """A conversion, of whose amounts some are of the asset that was paid in."""
    paid_in, paid_out = event_view(event, decimals_in), event_view(event, decimals_out)
    return {name: (paid_in if name in _PAID_IN else paid_out)[name] for name in paid_out}


def redemption_view(
    event: RedemptionEvent, unit_decimals: int | None, paid_decimals: int | None
) -> Plain:
    """An event of redemption, of whose amounts some are units, others of the payout asset."""
    units, paid = event_view(event, unit_decimals), event_view(event, paid_decimals)
    return {name: (units if name in OF_UNITS else paid)[name] for name in paid}


def receipt_view(receipt: Receipt[Any], decimals: int | None = None) -> Plain:
    """A receipt with its event."""
    return {
        "signature": receipt.signature,
        "slot": receipt.slot,
        "time": moment(receipt.time),
        "fee_lamports": receipt.fee,
        "compute_units": receipt.compute_units,
        "event": event_view(receipt.event, decimals),
    }

"""What happened at an address: its transactions' events, decoded, newest first."""

from __future__ import annotations

from typing import Any, get_args

from solders.pubkey import Pubkey
from solders.signature import Signature

from alatau.chain.base import Chain, SignatureInfo, TransactionRecord
from alatau.cli.event_view import OF_UNITS, converted_view, event_view, redemption_view
from alatau.cli.lookup import AssetOf, assets_at
from alatau.cli.output import table
from alatau.cli.token_view import sale_view
from alatau.cli.view import NOBODY, Plain, moment, money
from alatau.errors import InputError
from alatau.program import (
    DISCRIMINATORS,
    PROGRAM_ID,
    Converted,
    OfferTaken,
    Paid,
    Traded,
    account_address,
    decode_asset,
    payment_address,
    read_events,
    refusal,
    zone_address,
)
from alatau.program.redemption_events import RedemptionEvent

_OF_ASSETS = (
    *("asset", "account", "payer_account", "payee_account"),
    *("buyer_account", "issuer_account"),
)
_INSTRUMENTS = ("instrument", "offering")
_PRICED = ("price", "face_value")
_LANES = {"account": "lane", "payee_account": "payee_lane", "lane_account": "lane"}
_MOST_LANES = 256
_SUMMED = (
    *("amount", "amount_in", "amount_out", "net", "quantity", "price", "fee", "tax", "refunded"),
    *("lane", "payee_lane", "case", "until"),
)


def parse_signature(text: str, field: str) -> Signature:
    """A transaction's signature in base58.  Raises `InputError`."""
    try:
        return Signature.from_string(text)
    except ValueError as error:
        raise InputError(f"{text!r} is no transaction's signature", field=field) from error


async def tell(
    chain: Chain, address: Pubkey | None, *, zone: str | None, limit: int, before: Signature | None
) -> list[Plain]:
    """The transactions of an address (None: of the program) with their events."""
    places = [PROGRAM_ID] if address is None else [address]
    if address is not None and zone is not None:
        places += await _accounts_of(chain, zone, address)
    found: dict[Signature, SignatureInfo] = {}
    for place in places:
        for info in await chain.history(place, limit=limit, before=before):
            found.setdefault(info.signature, info)
    # Stable: of one slot, what the chain named first stays first.
    newest = sorted(found.values(), key=lambda info: -info.slot)[:limit]
    records = await chain.transactions([info.signature for info in newest])
    events = [() if record is None else read_events(record.logs).events for record in records]
    assets = await assets_at(
        chain, {account for group in events for event in group for account in _accounts(event)}
    )
    return [
        _transaction(info, record, [_event(event, assets) for event in group])
        for info, record, group in zip(newest, records, events, strict=True)
    ]


def render(rows: list[Plain]) -> str:
    """One line for each event, or for a transaction that failed or has none."""
    lines = []
    for row in rows:
        for event in row["events"] or [{"name": "-"}]:
            amounts = ", ".join(f"{name} {event[name]}" for name in _SUMMED if event.get(name))
            lines.append(
                {
                    "time": row["time"],
                    "event": event["name"] if row["error"] is None else "failed",
                    "what": row["error"] or amounts,
                    "signature": row["signature"],
                }
            )
    return table(lines, "nothing happened")


async def _accounts_of(chain: Chain, zone: str, wallet: Pubkey) -> list[Pubkey]:
    """The payment accounts that the wallet has in the zone, its lanes among them."""
    where = zone_address(zone)
    infos = await chain.program_accounts(PROGRAM_ID, DISCRIMINATORS["Asset"])
    assets = [decode_asset(info.data) for _, info in infos]
    mints = [one.mint for one in assets if one.zone == where]
    main = await _existing(chain, {account_address(where, wallet, each): each for each in mints})
    # Derived, since to look for them among all accounts would be to fetch all accounts.
    lanes = {
        account_address(where, wallet, mint, lane): mint
        for mint in main.values()
        for lane in range(1, _MOST_LANES)
    }
    return [*main, *await _existing(chain, lanes)]


async def _existing(chain: Chain, places: dict[Pubkey, Pubkey]) -> dict[Pubkey, Pubkey]:
    infos = await chain.accounts([*places])
    return {place: mint for (place, mint), info in zip(places.items(), infos, strict=True) if info}


def _accounts(event: Any) -> list[Pubkey]:
    names = (*_OF_ASSETS, *_LANES, *_INSTRUMENTS)
    return [getattr(event, name) for name in names if hasattr(event, name)]


def _event(event: Any, assets: dict[Pubkey, AssetOf]) -> Plain:
    found = [assets[one] for one in _accounts(event) if one in assets]
    asset = next((one for one in found if one.payout is None), None)
    instrument = next((one for one in found if one.payout is not None), None)
    if isinstance(event, Converted):
        taken, given = assets.get(event.payer_account), assets.get(event.payee_account)
        return converted_view(
            event, *(None if one is None else one.decimals for one in (taken, given))
        )
    if asset is None and instrument is not None and instrument.payout is not None:
        asset = assets.get(instrument.payout)
    decimals = None if asset is None else asset.decimals
    units = None if instrument is None else instrument.decimals
    if isinstance(event, Traded | OfferTaken):
        return sale_view(event, units, decimals)
    if isinstance(event, get_args(RedemptionEvent)):
        shown = redemption_view(event, units, decimals)
    else:
        shown = event_view(event, decimals, units)
        if instrument is not None:
            counted = event_view(event, units, units)
            shown |= {name: each for name, each in counted.items() if name in OF_UNITS}
        shown |= {name: money(getattr(event, name), decimals) for name in _PRICED if name in shown}
    if (of := asset if instrument is None else instrument) is not None:
        shown["mint"] = str(of.mint)
    for account, name in _LANES.items():
        place = assets.get(getattr(event, account, NOBODY))
        if place is not None and place.lane:
            shown[name] = place.lane
    if isinstance(event, Paid) and event.deliver_by:
        shown["payment"] = str(payment_address(event.payer_account, event.sequence))
    return shown


def _transaction(
    info: SignatureInfo, record: TransactionRecord | None, events: list[Plain]
) -> Plain:
    return {
        "time": moment(info.time),
        "slot": info.slot,
        "signature": str(info.signature),
        "error": None if info.error is None else _error(info.error, record),
        "events": events,
    }


def _error(error: str, record: TransactionRecord | None) -> str:
    reason = refusal(error, () if record is None else record.logs)
    return error if reason is None else reason.name

"""Values of the chain as plain ones: what JSON prints, and what text is made of.

Amounts become decimal strings, times ISO 8601 in UTC, numbers that have a name that name.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum, IntFlag
from typing import Any

from solders.pubkey import Pubkey

from alatau.amounts import U64_MAX, format_amount
from alatau.cli.parse import NONE, SECONDS_OF_DAY, signed_offset
from alatau.program.enums import (
    Allotment,
    AssetClass,
    DisputeOutcome,
    DisputeReason,
    EnforcementKind,
    MintFlag,
    PaymentState,
    Role,
    Scope,
    Seat,
    Service,
)
from alatau.program.months import month_text

Plain = dict[str, Any]

_LEFT_OUT = frozenset({"version", "bump", "window", "day"}) | {
    "wallet_window",
    "wallet_day",
    "wallet_month",
    "index_low",
    "index_high",
    "entitled_low",
    "entitled_high",
}
_AMOUNTS = """
    amount fee tax net credit available held reserve fee_due tax_due fee_credit tax_credit
    refunded settled deposited withdrawn paid received spent spent_day spent_month liabilities
    fee_total tax_total fee_min fee_min_before payer_available payee_available payee_held
    payee_fee_due payee_tax_due payee_fee_credit payee_tax_credit payee_reserve
    treasury_available recipient_available lane_available provider_in_available
    provider_out_available amount_in amount_out mid_out spread sent received_day received_month
    turnover returned_turnover returned_tax tax_collected tax_repaid repaid to_payer to_payee
    released drawn pulled total quantity issued units sender_units recipient_units authorised
    offered outside redeemed left seller_units buyer_units buyer_available seller_available
    seller_fee_due seller_tax_due
    gross holder_available holder_tax_due issuer_available issuer_held
    holding_claimed
    tender_left account_available account_held
    minimum least subscribed offset confirmed sold promised unallotted holding_units
    returned
    successor_units
    treasury_units
"""
_LIMITS = """
    cap fee_max per_payment per_period per_day per_month receive_per_day receive_per_month
    vault_cap receive_per_day_before receive_per_month_before fee_max_before vault_cap_before
    max_per_holder most
"""
_TIMES = """
    ends_at verified_until verified_until_before expires_at deliver_by settles_at paid_at
    withdrawals_stopped_until ready_at starts_at until reserve_until decide_by closes_at
    closed_at executed_at locked_until maturity offered_at opens_at subscribed_at
    replace_at
"""
_SPANS = """
    period settle_window deliver_within respond_window resolve_window retention reserve_window
    cooling_off
"""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NOBODY = Pubkey.default()
REGULATORS = ("central_bank", "financial_authority")


def view(value: Any, decimals: int | None = None) -> Plain:
    """A dataclass of the chain as plain values; amounts in `decimals`, else base units."""
    return {
        field.name: _field(field.name, getattr(value, field.name), decimals)
        for field in fields(value)
        if field.name not in _LEFT_OUT and not (field.name == "month" and hasattr(value, "window"))
    }


def fixed_point(number: int) -> str:
    """A number with 64 binary places as a decimal string, cut off behind six."""
    return f"{number >> 64}.{(number & (1 << 64) - 1) * 10**6 >> 64:06}"


def moment(seconds: int) -> str | None:
    """ISO 8601 in UTC; None for 0, which is no time, and "none" for the end of all times."""
    if not seconds:
        return None
    try:
        return f"{(_EPOCH + timedelta(seconds=seconds)).replace(tzinfo=None).isoformat()}Z"
    except OverflowError:
        return NONE


def money(amount: int, decimals: int | None) -> str:
    """A decimal string, of base units where the decimals are not known."""
    return format_amount(amount, decimals or 0)


def offset_text(seconds: int) -> str:
    """``+05:00`` for a zone's offset as the chain keeps it."""
    signed = signed_offset(seconds)
    hours, minutes = divmod(abs(signed) // 60, 60)
    return f"{'-' if signed < 0 else '+'}{hours:02}:{minutes:02}"


def flag_names(flags: IntFlag) -> list[str]:
    """The names of the single flags that are set."""
    single = [flag for flag in type(flags) if flag and not flag & (flag - 1)]
    return [str(flag.name).lower() for flag in single if flags & flag]


def _field(name: str, value: Any, decimals: int | None) -> Any:
    if name in _AS_AMOUNTS:
        return _AS_AMOUNTS[name](value, decimals)
    if name in _AS_NAMES:
        return _AS_NAMES[name](value)
    return _plain(value, decimals)


def _plain(value: Any, decimals: int | None) -> Any:
    if is_dataclass(value):
        return view(value, decimals)
    if isinstance(value, tuple):
        return [_plain(item, decimals) for item in value]
    if isinstance(value, IntEnum):
        return value.name.lower()
    if isinstance(value, bytes):
        return value.hex()
    return value if isinstance(value, int) else str(value)


def _limit(amount: int, decimals: int | None) -> str:
    return NONE if amount == U64_MAX else money(amount, decimals)


def _span(seconds: int) -> str:
    if seconds % SECONDS_OF_DAY == 0 and seconds >= 7 * SECONDS_OF_DAY:
        return f"{seconds // SECONDS_OF_DAY}d"
    return f"{seconds}s" if seconds % 3600 else f"{seconds // 3600}h"


def member_name(kind: type[IntEnum], number: int) -> str:
    """The name of a number, or the number where it has none."""
    try:
        return kind(number).name.lower()
    except ValueError:
        return str(number)


def _bits(kind: type[IntEnum], bits: int) -> list[str]:
    return [member_name(kind, number) for number in range(32) if bits >> number & 1]


def _licences(slots: tuple[Any, Any]) -> Plain:
    return {who: view(slot) for who, slot in zip(REGULATORS, slots, strict=True) if slot.status}


def case_text(case: bytes) -> str:
    """A case id as it was written: text, or the digits of a UUID."""
    try:
        text = case.rstrip(b"\0").decode()
    except UnicodeDecodeError:
        return case.hex()
    return text if text.isprintable() else case.hex()


def _freezes(slots: tuple[Any, Any]) -> Plain:
    return {who: view(slot) for who, slot in zip(REGULATORS, slots, strict=True) if slot.until}


def _successions(slots: tuple[Any, ...]) -> Plain:
    seats = zip(Seat, slots, strict=True)
    return {seat.name.lower(): view(slot) for seat, slot in seats if slot.successor != NOBODY}


def _paused(scopes: tuple[Scope, ...]) -> Plain:
    holders = zip(("operator", *REGULATORS), scopes, strict=True)
    return {who: flag_names(held) for who, held in holders if held}


def _tiers(caps: tuple[Any, ...], decimals: int | None) -> list[Any]:
    """Caps by tier: as the asset has them, or as its event has them."""
    return [
        view(tier, decimals) if is_dataclass(tier) else [_limit(cap, decimals) for cap in tier]
        for tier in caps
    ]


def _named(kind: type[IntEnum]) -> Callable[[int], str]:
    """The name of a number: its own where it has one, else that of a `kind`."""

    def name(number: int) -> str:
        return number.name.lower() if isinstance(number, IntEnum) else member_name(kind, number)

    return name


_AS_AMOUNTS: dict[str, Callable[[Any, int | None], Any]] = {
    **dict.fromkeys(_AMOUNTS.split(), money),
    **dict.fromkeys(_LIMITS.split(), _limit),
    **dict.fromkeys(("caps", "caps_before"), _tiers),
    "tax_periods": lambda periods, decimals: [view(period, decimals) for period in periods],
}
_AS_NAMES: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(_TIMES.split(), moment),
    **dict.fromkeys(_SPANS.split(), _span),
    "licences": _licences,
    "paused": _paused,
    "arbiter": lambda key: None if key == NOBODY else str(key),
    "successions": _successions,
    "freezes": _freezes,
    "freeze": lambda freeze: view(freeze) if freeze.until else None,
    "case": case_text,
    "evidence": lambda digest: digest.hex() if any(digest) else None,
    "slot": lambda number: REGULATORS[number] if number < len(REGULATORS) else str(number),
    "kind": _named(EnforcementKind),
    "seat": lambda number: member_name(Seat, number),
    "flags_before": lambda flags: flag_names(MintFlag(flags)),
    "flags": lambda flags: flag_names(flags if isinstance(flags, IntFlag) else MintFlag(flags)),
    "state": _named(PaymentState),
    "allotment": _named(Allotment),
    "reason": lambda number: member_name(DisputeReason, number) if number else None,
    "outcome": lambda number: member_name(DisputeOutcome, number),
    "service": lambda number: member_name(Service, number),
    "asset_class": lambda number: member_name(AssetClass, number),
    "services": lambda bits: _bits(Service, bits),
    "activities": lambda bits: _bits(Service, bits),
    "asset_classes": lambda bits: _bits(AssetClass, bits),
    "roles": lambda bits: flag_names(Role(bits)),
    "roles_before": lambda bits: flag_names(Role(bits)),
    "month": month_text,
    "scopes": lambda bits: flag_names(Scope(bits)),
    "consents": lambda bits: [who for i, who in enumerate(REGULATORS) if bits >> i & 1],
    "utc_offset": offset_text,
    # Of the payout asset, whose decimals are not here: base units.
    **dict.fromkeys(
        (
            *("face_value", "distributed", "claimed", "index_excess"),
            *("redemption_price", "tender_price", "price"),
        ),
        lambda amount: money(amount, None),
    ),
    **dict.fromkeys(("counted_at", "entitled"), fixed_point),
    "holder_cap": lambda count: _limit(count, None),
    "countries": lambda named: [
        each.decode(errors="replace") if isinstance(each, bytes) else each
        for each in named
        if each not in {bytes(2), ""}
    ],
    "holder_classes": lambda bits: [tier for tier in range(bits.bit_length()) if bits >> tier & 1],
    **dict.fromkeys(
        ("wallet_day_share", "wallet_month_share", "payer_day_share", "payer_month_share"),
        lambda share: f"{share // 10**7}.{share // 10**4 % 1000:03} %",
    ),
}

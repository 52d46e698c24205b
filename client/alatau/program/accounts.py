"""Reading the program's accounts: from their bytes to the values of `account_types`."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import fields
from functools import lru_cache
from hashlib import sha256
from operator import itemgetter
from typing import Any, Final, TypeAlias, TypeVar, get_args

from solders.pubkey import Pubkey

from alatau.errors import AccountInvalid
from alatau.program.account_types import (
    WINDOW,
    Asset,
    Caps,
    Freeze,
    Licence,
    Participant,
    Payment,
    PaymentAccount,
    Succession,
    Vault,
    Zone,
)
from alatau.program.allowance_accounts import Allowance, Mandate, Plan
from alatau.program.codec import type_layout
from alatau.program.coding import decode_account as decode_fields
from alatau.program.enforcement_accounts import Enforcement
from alatau.program.enums import (
    Allotment,
    AssetClass,
    EnforcementKind,
    InstrumentKind,
    InstrumentState,
    LicenceStatus,
    MintFlag,
    OfferingState,
    PaymentFlag,
    PaymentState,
    PlanState,
    Role,
    Scope,
    SubscriptionState,
)
from alatau.program.instrument_accounts import Holding, Instrument
from alatau.program.offering_accounts import Offering, Subscription
from alatau.program.tax_accounts import TaxPeriod, TaxRecord
from alatau.program.trade_accounts import Offer

__all__ = [
    "DISCRIMINATORS",
    "VERSION",
    "WINDOW",
    "Account",
    "Allotment",
    "Allowance",
    "Asset",
    "AssetClass",
    "Caps",
    "Enforcement",
    "EnforcementKind",
    "Freeze",
    "Holding",
    "Instrument",
    "InstrumentKind",
    "InstrumentState",
    "Licence",
    "LicenceStatus",
    "Mandate",
    "MintFlag",
    "Offer",
    "Offering",
    "OfferingState",
    "Participant",
    "Payment",
    "PaymentAccount",
    "PaymentFlag",
    "PaymentState",
    "Plan",
    "PlanState",
    "Role",
    "Scope",
    "Subscription",
    "SubscriptionState",
    "Succession",
    "TaxPeriod",
    "TaxRecord",
    "Vault",
    "Zone",
    "decode_account",
    "decode_allowance",
    "decode_asset",
    "decode_enforcement",
    "decode_holding",
    "decode_instrument",
    "decode_mandate",
    "decode_offer",
    "decode_offering",
    "decode_participant",
    "decode_payment",
    "decode_payment_account",
    "decode_plan",
    "decode_subscription",
    "decode_tax_record",
    "decode_vault",
    "decode_zone",
    "zone_and_asset",
]

VERSION: Final = 2
"""The layout version that this client reads."""

Account: TypeAlias = (
    Zone
    | Asset
    | Vault
    | Participant
    | PaymentAccount
    | Payment
    | Enforcement
    | Allowance
    | Plan
    | Mandate
    | TaxRecord
    | Instrument
    | Holding
    | Offer
    | Offering
    | Subscription
)
AccountT = TypeVar("AccountT", bound=Account)

DISCRIMINATORS: Final = {
    kind.__name__: sha256(f"account:{kind.__name__}".encode()).digest()[:8]
    for kind in get_args(Account)
}
"""The first 8 bytes of each kind of account, by its name: what to filter by."""


def decode_account(data: bytes) -> Account:
    """The account that these bytes are.  Raises `AccountInvalid` for other bytes."""
    kind = _KINDS.get(data[:8])
    if kind is None:
        raise AccountInvalid("the data is of no account of the sandbox program")
    account: Account = _decode(kind, data)
    return account


def decode_zone(data: bytes) -> Zone:
    """A zone.  Raises `AccountInvalid` for the bytes of anything else."""
    return _decode(Zone, data)


def decode_asset(data: bytes) -> Asset:
    """An asset.  Raises `AccountInvalid` for the bytes of anything else."""
    return _decode(Asset, data)


def decode_vault(data: bytes) -> Vault:
    """A vault.  Raises `AccountInvalid` for the bytes of anything else."""
    return _decode(Vault, data)


def decode_participant(data: bytes) -> Participant:
    """A participant.  Raises `AccountInvalid` for the bytes of anything else."""
    return _decode(Participant, data)


def decode_payment_account(data: bytes) -> PaymentAccount:
    """A payment account.  Raises `AccountInvalid` for the bytes of anything else."""
    return _decode(PaymentAccount, data)


def decode_payment(data: bytes) -> Payment:
    """A held payment.  Raises `AccountInvalid` for the bytes of anything else."""
    return _decode(Payment, data)


def zone_and_asset(data: bytes) -> tuple[Pubkey, Pubkey] | None:
    """The zone and the asset of a payment account of any version; None for other accounts."""
    if data[:8] != DISCRIMINATORS["PaymentAccount"]:
        return None
    # 8 bytes of discriminator, version and small numbers, the revision; then the keys.
    return Pubkey.from_bytes(data[24:56]), Pubkey.from_bytes(data[56:88])


def decode_enforcement(data: bytes) -> Enforcement:
    """The record of an executed order.  Raises `AccountInvalid` for anything else's bytes."""
    return _decode(Enforcement, data)


def decode_allowance(data: bytes) -> Allowance:
    """An allowance.  Raises `AccountInvalid` for the bytes of anything else."""
    return _decode(Allowance, data)


def decode_plan(data: bytes) -> Plan:
    """A plan.  Raises `AccountInvalid` for the bytes of anything else."""
    return _decode(Plan, data)


def decode_mandate(data: bytes) -> Mandate:
    """A mandate.  Raises `AccountInvalid` for the bytes of anything else."""
    return _decode(Mandate, data)


def decode_instrument(data: bytes) -> Instrument:
    """An instrument.  Raises `AccountInvalid` for the bytes of anything else."""
    return _decode(Instrument, data)


def decode_holding(data: bytes) -> Holding:
    """A holding.  Raises `AccountInvalid` for the bytes of anything else."""
    return _decode(Holding, data)


def decode_offer(data: bytes) -> Offer:
    """A standing offer.  Raises `AccountInvalid` for the bytes of anything else."""
    return _decode(Offer, data)


def decode_offering(data: bytes) -> Offering:
    """An offering.  Raises `AccountInvalid` for the bytes of anything else."""
    return _decode(Offering, data)


def decode_subscription(data: bytes) -> Subscription:
    """A subscription.  Raises `AccountInvalid` for the bytes of anything else."""
    return _decode(Subscription, data)


def decode_tax_record(data: bytes) -> TaxRecord:
    """A closed tax period.  Raises `AccountInvalid` for the bytes of anything else."""
    return _decode(TaxRecord, data)


_KINDS: Final[dict[bytes, Any]] = {
    DISCRIMINATORS[kind.__name__]: kind for kind in get_args(Account)
}


def _text(raw: bytes) -> str:
    # The program takes any bytes; what is no text is shown, not refused.
    return raw.rstrip(b"\0").decode(errors="backslashreplace")


def _caps(rows: tuple[tuple[int, int, int], ...]) -> tuple[Caps, ...]:
    return tuple(Caps(*row) for row in rows)


def _licences(rows: tuple[tuple[Any, ...], ...]) -> tuple[Licence, ...]:
    return tuple(
        Licence(activities, classes, LicenceStatus(status), expires_at, credential)
        for activities, classes, status, _spare, expires_at, credential in rows
    )


def _freezes(rows: tuple[tuple[Any, ...], ...]) -> tuple[Freeze, ...]:
    return tuple(map(_freeze, rows))


def _freeze(row: tuple[Any, ...]) -> Freeze:
    until, case, basis, _spare = row
    return Freeze(until, case, basis)


def _tax_periods(rows: tuple[tuple[int, ...], ...]) -> tuple[TaxPeriod, ...]:
    return tuple(TaxPeriod(key >> 16, key & 0xFFFF, *sums) for key, *sums in rows if key)


def _countries(rows: tuple[bytes, ...]) -> tuple[str, ...]:
    return tuple(_text(each) for each in rows if each != bytes(2))


def _long(words: tuple[int, int]) -> int:
    low, high = words
    return high << 64 | low


def _successions(rows: tuple[tuple[Any, ...], ...]) -> tuple[Succession, ...]:
    return tuple(Succession(*row) for row in rows)


_TYPED: Final[dict[tuple[type, str], Callable[[Any], Any]]] = {
    (Zone, "paused"): lambda scopes: tuple(map(Scope, scopes)),
    (Zone, "name"): _text,
    (Zone, "successions"): _successions,
    (Asset, "class"): AssetClass,
    (Asset, "caps"): _caps,
    (Asset, "flags"): MintFlag,
    (Participant, "roles"): Role,
    (Participant, "country"): _text,
    (Participant, "licences"): _licences,
    (Participant, "freezes"): _freezes,
    (PaymentAccount, "class"): AssetClass,
    (PaymentAccount, "freezes"): _freezes,
    (PaymentAccount, "tax_periods"): _tax_periods,
    (Enforcement, "kind"): EnforcementKind,
    (Payment, "flags"): PaymentFlag,
    (Payment, "state"): PaymentState,
    (Allowance, "revoked"): bool,
    (Plan, "state"): PlanState,
    (Instrument, "kind"): InstrumentKind,
    (Instrument, "state"): InstrumentState,
    (Instrument, "countries"): _countries,
    (Instrument, "index"): _long,
    (Holding, "counted_at"): _long,
    (Holding, "entitled"): _long,
    (Holding, "freeze"): _freeze,
    (Offering, "state"): OfferingState,
    (Offering, "allotment"): Allotment,
    (Offering, "counted_at"): _long,
    (Subscription, "state"): SubscriptionState,
    (Subscription, "reserves"): bool,
}


@lru_cache(maxsize=64)
def _plan(name: str) -> tuple[int, itemgetter[Any], tuple[tuple[int, Callable[[Any], Any]], ...]]:
    """The data's length, which of its fields the value has, and those to be typed further."""
    kind, layout = _KINDS[DISCRIMINATORS[name]], type_layout(name)
    wanted = ["class" if f.name == "asset_class" else f.name for f in fields(kind)]
    typed = tuple(
        (position, _TYPED[kind, field])
        for position, field in enumerate(layout.names)
        if (kind, field) in _TYPED
    )
    return 8 + layout.size, itemgetter(*map(layout.names.index, wanted)), typed


def _decode(kind: type[AccountT], data: bytes) -> AccountT:
    name = kind.__name__
    length, pick, typed = _plan(name)
    if data[:8] != DISCRIMINATORS[name]:
        raise AccountInvalid(f"the data is of no {name} of the sandbox program")
    if len(data) != length:
        raise AccountInvalid(f"a {name} has {length} bytes, this has {len(data)}")
    if data[8] != VERSION:
        raise AccountInvalid(
            f"the {name} has layout version {data[8]}, this client reads version {VERSION}",
            remedy="use a release of alatau that knows this version",
        )
    try:
        values = list(decode_fields(name, data))
        for position, convert in typed:
            values[position] = convert(values[position])
    except (ValueError, struct.error) as error:
        raise AccountInvalid(f"the {name} holds what none can hold: {error}") from error
    return kind(*pick(values))

"""Events of instruments and holdings; units as in `event_types`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from solders.pubkey import Pubkey


@dataclass(frozen=True, slots=True)
class InstrumentCreated:
    """An issuer proposed an instrument; `countries` are two bytes each, zeros behind the last.

    `tax_bps` is withheld from what holders claim, by tax category.
    """

    instrument: Pubkey
    zone: Pubkey
    mint: Pubkey
    issuer: Pubkey
    payout_asset: Pubkey
    vault_token: Pubkey
    document: bytes
    countries: tuple[bytes, ...]
    kind: int
    decimals: int
    holder_classes: int
    authorised: int
    face_value: int
    max_per_holder: int
    holder_cap: int
    locked_until: int
    maturity: int
    tax_bps: tuple[int, ...]
    revision: int


@dataclass(frozen=True, slots=True)
class InstrumentAdmitted:
    """The authority admitted an instrument."""

    instrument: Pubkey
    regulator: Pubkey
    revision: int


@dataclass(frozen=True, slots=True)
class InstrumentSuspended:
    """The authority suspended an instrument (`suspended` 1), or let it go on (0)."""

    instrument: Pubkey
    regulator: Pubkey
    suspended: int
    revision: int


@dataclass(frozen=True, slots=True)
class InstrumentDelisted:
    """The authority delisted an instrument for good."""

    instrument: Pubkey
    regulator: Pubkey
    revision: int


@dataclass(frozen=True, slots=True)
class HoldingOpened:
    """A wallet can have units of an instrument."""

    holding: Pubkey
    instrument: Pubkey
    wallet: Pubkey
    revision: int


@dataclass(frozen=True, slots=True)
class HoldingClosed:
    """A holding's account is gone; `lamports` went back to `rent_payer`."""

    holding: Pubkey
    instrument: Pubkey
    rent_payer: Pubkey
    lamports: int
    revision: int


@dataclass(frozen=True, slots=True)
class UnitsIssued:
    """New units; `issued` and `holders` are the instrument's after it, `units` the holding's."""

    instrument: Pubkey
    holding: Pubkey
    quantity: int
    issued: int
    holders: int
    units: int
    holding_revision: int
    revision: int


@dataclass(frozen=True, slots=True)
class UnitsTransferred:
    """Units changed hands; `sequence` is the sender's holding's."""

    instrument: Pubkey
    sender_holding: Pubkey
    recipient_holding: Pubkey
    reference: bytes
    sequence: int
    quantity: int
    sender_units: int
    sender_revision: int
    recipient_units: int
    recipient_revision: int
    holders: int
    revision: int


InstrumentEvent: TypeAlias = (
    InstrumentCreated
    | InstrumentAdmitted
    | InstrumentSuspended
    | InstrumentDelisted
    | HoldingOpened
    | HoldingClosed
    | UnitsIssued
    | UnitsTransferred
)

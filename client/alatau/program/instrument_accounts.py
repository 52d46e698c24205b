"""Instruments and holdings as values; times unix seconds, units whole base units of the mint."""

from __future__ import annotations

from dataclasses import dataclass

from solders.pubkey import Pubkey

from alatau.program.account_types import is_used
from alatau.program.enums import InstrumentKind, InstrumentState


@dataclass(frozen=True, slots=True)
class Instrument:
    """A mint that the program alone controls, its terms, and how many units there are.

    `holder_classes` has a bit per tier, `countries` are ISO 3166-1 alpha-2 (none: any).
    `face_value` is in base units of the payout asset.  `max_per_holder` and `holder_cap` bind
    all but the issuer, who is not among `holders`; 2^64 - 1 is no cap.  `maturity` 0 is none.
    """

    version: int
    bump: int
    kind: InstrumentKind
    state: InstrumentState
    decimals: int
    holder_classes: int
    revision: int
    zone: Pubkey
    mint: Pubkey
    issuer: Pubkey
    payout_asset: Pubkey
    vault_token: Pubkey
    rent_payer: Pubkey
    authorised: int
    issued: int
    face_value: int
    max_per_holder: int
    holder_cap: int
    holders: int
    locked_until: int
    maturity: int
    countries: tuple[str, ...]
    document: bytes


@dataclass(frozen=True, slots=True)
class Holding:
    """One wallet's units of an instrument.

    `sequence` and `window` are as a payment account's.
    """

    version: int
    bump: int
    revision: int
    zone: Pubkey
    instrument: Pubkey
    wallet: Pubkey
    participant: Pubkey
    rent_payer: Pubkey
    units: int
    sequence: int
    window: tuple[int, int]

    def is_used(self, sequence: int) -> bool | None:
        """Whether a transfer with this sequence has landed; None: too old to be known."""
        return is_used(self.sequence, self.window, sequence)

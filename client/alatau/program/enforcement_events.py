"""The events of freezes, and of what both regulators had executed.

`case` has 16 bytes (see `case_id`), `basis` is the number of the legal basis, `slot` the
regulator's in the zone.
"""

from __future__ import annotations

from dataclasses import dataclass

from solders.pubkey import Pubkey


@dataclass(frozen=True, slots=True)
class AccountFreezeSet:
    """A regulator froze an account, or changed its freeze, until a time (unix seconds)."""

    account: Pubkey
    regulator: Pubkey
    case: bytes
    basis: int
    slot: int
    until: int
    revision: int


@dataclass(frozen=True, slots=True)
class AccountFreezeLifted:
    """A regulator ended its freeze of an account before its time."""

    account: Pubkey
    regulator: Pubkey
    case: bytes
    basis: int
    slot: int
    revision: int


@dataclass(frozen=True, slots=True)
class ParticipantFreezeSet:
    """A regulator froze a participant, or changed its freeze, until a time (unix seconds)."""

    participant: Pubkey
    regulator: Pubkey
    case: bytes
    basis: int
    slot: int
    until: int
    revision: int


@dataclass(frozen=True, slots=True)
class ParticipantFreezeLifted:
    """A regulator ended its freeze of a participant before its time."""

    participant: Pubkey
    regulator: Pubkey
    case: bytes
    basis: int
    slot: int
    revision: int


@dataclass(frozen=True, slots=True)
class Seized:
    """Both regulators took `amount` base units to the treasury; `enforcement` is the record."""

    enforcement: Pubkey
    account: Pubkey
    treasury_account: Pubkey
    regulators: tuple[Pubkey, Pubkey]
    case: bytes
    basis: int
    amount: int
    available: int
    revision: int
    treasury_available: int
    treasury_revision: int


@dataclass(frozen=True, slots=True)
class ForcedTransferred:
    """Both regulators moved `amount` base units to another account."""

    enforcement: Pubkey
    account: Pubkey
    recipient_account: Pubkey
    regulators: tuple[Pubkey, Pubkey]
    case: bytes
    basis: int
    amount: int
    available: int
    revision: int
    recipient_available: int
    recipient_revision: int

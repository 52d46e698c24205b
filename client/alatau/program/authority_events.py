"""Events of a zone's authorities, of its end and of migration.  Times are unix seconds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from solders.pubkey import Pubkey


@dataclass(frozen=True, slots=True)
class AuthorityProposed:
    """`successor` may take the `seat` from `ready_at` on.

    `first` and `second` proposed it: the incumbent (and the default key), or the others.
    """

    zone: Pubkey
    successor: Pubkey
    first: Pubkey
    second: Pubkey
    seat: int
    ready_at: int
    revision: int


@dataclass(frozen=True, slots=True)
class AuthorityAccepted:
    """`successor` took the `seat`; no other succession is pending any more."""

    zone: Pubkey
    successor: Pubkey
    previous: Pubkey
    seat: int
    revision: int


@dataclass(frozen=True, slots=True)
class SuccessionCancelled:
    """`authority` took the proposal back or vetoed it."""

    zone: Pubkey
    successor: Pubkey
    authority: Pubkey
    seat: int
    revision: int


@dataclass(frozen=True, slots=True)
class WithdrawalsStopped:
    """Both regulators stopped withdrawals `until` a time; 0: they are allowed again."""

    zone: Pubkey
    until: int
    revision: int


@dataclass(frozen=True, slots=True)
class EndChanged:
    """The zone now ends at `ends_at`."""

    zone: Pubkey
    ends_at: int
    revision: int


@dataclass(frozen=True, slots=True)
class AccountClosed:
    """A payment account was closed; its rent, `lamports`, went to `rent_payer`."""

    account: Pubkey
    rent_payer: Pubkey
    lamports: int
    revision: int


@dataclass(frozen=True, slots=True)
class Migrated:
    """An account has the layout of `version` now."""

    account: Pubkey
    version: int
    revision: int


AuthorityEvent: TypeAlias = (
    AuthorityProposed
    | AuthorityAccepted
    | SuccessionCancelled
    | WithdrawalsStopped
    | EndChanged
    | AccountClosed
    | Migrated
)

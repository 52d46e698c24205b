"""What both regulators had executed, as it stays on the chain for good."""

from __future__ import annotations

from dataclasses import dataclass

from solders.pubkey import Pubkey

from alatau.program.enums import EnforcementKind


@dataclass(frozen=True, slots=True)
class Enforcement:
    """The record of an executed order: `amount` base units left `account`.

    Of units: `amount` of them left the holding `account`, and `asset` is the instrument.

    `case` has 16 bytes (see `case_id`), `basis` is the number of the legal basis,
    `regulators` are those that signed, `executed_at` is in unix seconds.
    """

    version: int
    bump: int
    kind: EnforcementKind
    basis: int
    revision: int
    zone: Pubkey
    asset: Pubkey
    account: Pubkey
    recipient_account: Pubkey
    regulators: tuple[Pubkey, Pubkey]
    case: bytes
    amount: int
    executed_at: int

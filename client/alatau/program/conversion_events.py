"""Events of payments that are no plain ones: converted, or straight from a wallet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from solders.pubkey import Pubkey


@dataclass(frozen=True, slots=True)
class Converted:
    """A merchant was paid in one asset with another.

    The rate is ``mid_out`` for ``amount_in``; ``spread = mid_out - amount_out`` is what the
    provider keeps.  What ends in `in` is base units of the payer's asset, the rest of the
    payee's.
    """

    payer_account: Pubkey
    provider_in_account: Pubkey
    provider_out_account: Pubkey
    payee_account: Pubkey
    reference: bytes
    sequence: int
    amount_in: int
    amount_out: int
    mid_out: int
    spread: int
    fee: int
    tax: int
    service: int
    payer_available: int
    payer_revision: int
    provider_in_available: int
    provider_in_revision: int
    provider_out_available: int
    provider_out_revision: int
    payee_available: int
    payee_fee_due: int
    payee_tax_due: int
    payee_revision: int


@dataclass(frozen=True, slots=True)
class PaidFromWallet:
    """A merchant was paid with the tokens of a participant that has no payment account.

    `sent` left the wallet, `amount` arrived and was paid.  `payer` is the participant, whose
    `payer_day_share` and `payer_month_share` are what of its caps is used up, in billionths.
    """

    payer: Pubkey
    wallet: Pubkey
    asset: Pubkey
    payee_account: Pubkey
    reference: bytes
    sequence: int
    sent: int
    amount: int
    fee: int
    tax: int
    service: int
    payer_day_share: int
    payer_month_share: int
    payer_revision: int
    payee_available: int
    payee_fee_due: int
    payee_tax_due: int
    payee_revision: int
    liabilities: int
    vault_revision: int


ConversionEvent: TypeAlias = Converted | PaidFromWallet

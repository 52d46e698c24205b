"""What an account was taxed: the periods that it keeps, and the records of closed ones.

Amounts are base units of the asset, rates basis points.  A `month` is the program's number:
see `months`.
"""

from __future__ import annotations

from dataclasses import dataclass

from solders.pubkey import Pubkey


@dataclass(frozen=True, slots=True)
class TaxPeriod:
    """What turnover of one month at one rate was taxed, and returned; not closed yet."""

    month: int
    rate_bps: int
    turnover: int
    tax: int
    returned_turnover: int
    returned_tax: int

    @property
    def key(self) -> int:
        """What `close_tax_period` names it by."""
        return period_key(self.month, self.rate_bps)


@dataclass(frozen=True, slots=True)
class TaxRecord:
    """A closed tax period, for good.

    `turnover` and `tax` are of the payments that accrued in the month at this rate,
    `returned_turnover` and `returned_tax` of the refunds made in it: a refund of an earlier
    month's payment is a credit of its own month.
    """

    version: int
    bump: int
    rate_bps: int
    revision: int
    account: Pubkey
    asset: Pubkey
    wallet: Pubkey
    rent_payer: Pubkey
    month: int
    turnover: int
    tax: int
    returned_turnover: int
    returned_tax: int
    closed_at: int

    @property
    def key(self) -> int:
        """What it was closed by, and a seed of its address."""
        return period_key(self.month, self.rate_bps)


def period_key(month: int, rate_bps: int) -> int:
    """The program's key of a month's turnover at a rate."""
    return month << 16 | rate_bps

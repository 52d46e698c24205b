"""Instruments and holdings as values; times unix seconds, units whole base units of the mint."""

from __future__ import annotations

from dataclasses import dataclass

from solders.pubkey import Pubkey

from alatau.program.account_types import Freeze, is_used
from alatau.program.enums import InstrumentKind, InstrumentState


@dataclass(frozen=True, slots=True)
class Instrument:
    """A mint that the program alone controls, its terms, and how many units there are.

    `holder_classes` has a bit per tier, `countries` are ISO 3166-1 alpha-2 (none: any).
    `face_value` is in base units of the payout asset.  `max_per_holder` and `holder_cap` bind
    all but the issuer, who is not among `holders`; 2^64 - 1 is no cap.  `maturity` 0 is none.

    `shares` shares are `per_units` units.  `index` is what a unit was entitled to since the
    beginning, base units of the payout asset with 64 binary places, and `index_excess` what it
    gives more than was paid in, `distributed`; `claimed` is what of that was paid out.  There
    were `offerings`, of which `open_offerings` are not closed; they may still issue `promised`
    units, and confirmed subscriptions of them keep `reserved` places among the holders.
    `redeemed` units are no more; `redemption_price` is what a unit is redeemed for, 0 where it is
    not.  `tax_bps` is withheld from what holders claim, by their tax category.  An open tender
    takes `tender_left` more units, each for `tender_price`; both are 0 where none is.
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
    shares: int
    per_units: int
    index: int
    index_excess: int
    distributed: int
    claimed: int
    offerings: int
    open_offerings: int
    redeemed: int
    redemption_price: int
    tax_bps: tuple[int, ...]
    tender_price: int
    tender_left: int
    promised: int
    reserved: int

    def quotient(self, amount: int) -> int:
        """What a unit gets of a sum in base units, with 64 binary places.

        Rounded up, so that nobody whose share is whole gets less; where the excess could become
        a base unit, this sum makes it good.  0 where no unit is issued.
        """
        if not self.issued:
            return 0
        taken = self.index_excess if self.index_excess + self.issued > 1 << 64 else 0
        return -((taken - (amount << 64)) // self.issued)

    @property
    def ever_issued(self) -> int:
        """Units that there were, redeemed ones too."""
        return self.issued + self.redeemed


@dataclass(frozen=True, slots=True)
class Holding:
    """One wallet's units of an instrument.

    Of all its `units` some are set aside in `open_offers`, `offered`, or `outside`, in a token
    account of the wallet's.  `entitled` is what it may claim, base units of the payout asset with
    64 binary places, up to the instrument's index `counted_at`; `claimed` what it has claimed.
    `sequence` and `window` are as a payment account's.  While `freeze`, which both regulators set,
    is active no units leave.  Where its owner has lost the wallet, all of it can go to the
    `successor_holding` from `replace_at` on; 0: nothing is proposed.
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
    offered: int
    outside: int
    counted_at: int
    entitled: int
    claimed: int
    open_offers: int
    sequence: int
    window: tuple[int, int]
    freeze: Freeze
    successor_holding: Pubkey
    replace_at: int

    @property
    def free(self) -> int:
        """Units that are free to go."""
        return self.units - self.offered - self.outside

    def claimable(self, instrument: Instrument) -> int:
        """Whole base units of the payout asset that it is entitled to now."""
        since = instrument.index - self.counted_at
        return (self.entitled + self.units * since) >> 64

    def is_used(self, sequence: int) -> bool | None:
        """Whether a transfer with this sequence has landed; None: too old to be known."""
        return is_used(self.sequence, self.window, sequence)

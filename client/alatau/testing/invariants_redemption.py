"""What is set aside for units that the issuer takes back, and where it must be able to go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from solders.instruction import Instruction
from solders.pubkey import Pubkey

from alatau.indexer.change import Change
from alatau.program import (
    Instrument,
    InstrumentState,
    PaymentAccount,
    RedemptionCalled,
    TenderClosed,
    TenderOpened,
    UnitsRedeemed,
    UnitsTendered,
    account_address,
    instructions,
)
from alatau.testing.snapshot import Snapshot

REDEEMED: Final = "Units are with their holders"


def set_aside(snapshot: Snapshot, account: PaymentAccount) -> int:
    """What of an account's held money its instruments' calls and tenders have set aside."""
    if account.lane:
        return 0
    return sum(
        each.redemption_price * each.issued + each.tender_price * each.tender_left
        for each in snapshot.instruments.values()
        if each.issuer == account.wallet and each.payout_asset == account.asset
    )


def check_redeemed(address: Pubkey, instrument: Instrument, changes: Sequence[Change]) -> None:
    """Check that each unit was paid for as it was called or tendered.  Raises `AssertionError`."""
    redeemed = price = tender_price = tender_left = 0
    for change in changes:
        match change.event:
            case RedemptionCalled() as called:
                price, redeemed = called.price, redeemed + called.quantity
                _same(f"set aside for {address}", called.amount, called.issued * price)
            case UnitsRedeemed() as gone:
                redeemed += gone.quantity
                _same(f"paid for units of {address}", gone.amount, gone.quantity * price)
            case TenderOpened() as opened:
                tender_price, tender_left = opened.price, opened.quantity
                _same(f"set aside for {address}", opened.amount, tender_left * tender_price)
            case UnitsTendered() as gone:
                redeemed, tender_left = redeemed + gone.quantity, tender_left - gone.quantity
                _same(f"paid for units of {address}", gone.amount, gone.quantity * tender_price)
                _same(f"left of the tender of {address}", gone.tender_left, tender_left)
                tender_price = tender_price if tender_left else 0
            case TenderClosed() as closed:
                _same(f"returned of {address}", closed.amount, tender_left * tender_price)
                tender_price = tender_left = 0
            case _:
                pass
    found = (instrument.redeemed, instrument.redemption_price)
    _same(f"redeemed of {address} against its events", found, (redeemed, price))
    found = (instrument.tender_price, instrument.tender_left)
    _same(f"tender of {address} against its events", found, (tender_price, tender_left))


def ways_out(
    snapshot: Snapshot, now: int, payer: Pubkey
) -> Iterator[tuple[str, Instruction, str | None]]:
    """What anyone can do at `now` (unix seconds) so that what is set aside goes where it is due.

    With the refusal where a freeze of the holding shuts it.
    """
    for address, instrument in snapshot.instruments.items():
        named = {
            "zone": snapshot.address,
            "mint": instrument.mint,
            "payout_mint": snapshot.assets[instrument.payout_asset].mint,
            "issuer": instrument.issuer,
        }
        ended = now >= snapshot.zone.ends_at
        # One that is suspended is admitted again, or delisted; its issuer may close it meanwhile.
        passing = {InstrumentState.ADMITTED, InstrumentState.SUSPENDED}
        if instrument.tender_left and (ended or instrument.state not in passing):
            close = instructions.close_tender(signer=payer, **named)
            yield f"close the tender of {address}", close, None
        if not instrument.redemption_price:
            continue
        for each in snapshot.holdings.values():
            place = account_address(snapshot.address, each.wallet, named["payout_mint"])
            if each.instrument == address and each.free and place in snapshot.accounts:
                made = instructions.redeem(wallet=each.wallet, **named)
                shut_by = "HoldingFrozen" if each.freeze.is_active(now) else None
                yield f"redeem what {each.wallet} has of {address}", made, shut_by


def _same(what: str, found: object, wanted: object) -> None:
    if found != wanted:
        raise AssertionError(f"{REDEEMED}: {what}: {found} where {wanted} must be")

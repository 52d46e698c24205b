"""The rules of disputes, reserves and closing once more, in plain Python; see `invariant_model`."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from alatau.program import PaymentFlag, PaymentState

if TYPE_CHECKING:
    from tests.program.invariant_model import Balances, Held, Party

REASONS = range(1, 7)
YEAR = 366 * 86_400


class DisputesModel:
    """What the model of a zone knows of them."""

    __slots__ = ()

    if TYPE_CHECKING:
        now: int
        arbiter: str
        accounts: dict[tuple[str, str], Balances]
        parties: dict[str, Party]

        def settle_rest(self, payment: Held, *, reserve_bps: int) -> None: ...

        def month(self) -> tuple[int, ...]: ...

    def dispute(self, payment: Held, who: str, reason: int) -> set[str]:
        reasons = {"NotDisputer"} if who != payment.payer else set()
        if reason not in REASONS:
            reasons.add("BadReason")
        if payment.flags & PaymentFlag.DISPUTED:
            reasons.add("AlreadyDisputed")
        held = payment.state is PaymentState.FULFILLED
        settled = payment.state is PaymentState.SETTLED and payment.reserve > 0
        if not held and not settled:
            reasons.add("NotDisputable")
        elif self.now >= (payment.settles_at if held else payment.reserve_until):
            reasons.add("DisputeOverdue")
        if not reasons:
            payment.state = PaymentState.DISPUTED if held else PaymentState.CHARGEBACK
            payment.flags |= PaymentFlag.DISPUTED
            payment.decide_by = self.now + payment.respond_window
        return reasons

    def respond(self, payment: Held, who: str) -> set[str]:
        reasons = {"NotPayee"} if who != payment.payee else set()
        if not payment.is_disputed:
            reasons.add("NotDisputed")
        if payment.flags & PaymentFlag.ANSWERED:
            reasons.add("AlreadyAnswered")
        if self.now >= payment.decide_by:
            reasons.add("AnswerOverdue")
        if not reasons:
            payment.flags |= PaymentFlag.ANSWERED
            payment.decide_by = self.now + payment.resolve_window
        return reasons

    def resolve(self, payment: Held, who: str, to_payer: int) -> set[str]:
        reasons = {"NotArbiter"} if who not in {"operator", self.arbiter} else set()
        if who in {payment.payer, payment.payee}:
            reasons.add("ArbiterIsParty")
        if not payment.is_disputed:
            reasons.add("NotDisputed")
        if self.now >= payment.decide_by:
            reasons.add("DecisionOverdue")
        if to_payer > payment.amount:
            return reasons | {"RefundExceedsPayment"}
        to_payer = min(to_payer, payment.amount - payment.refunded)
        if payment.state is PaymentState.CHARGEBACK:
            reasons |= (
                {"ReserveShort"} if self.charged(payment, to_payer) > payment.reserve else set()
            )
        if not reasons:
            self.divide(payment, to_payer)
        return reasons

    def conclude(self, payment: Held, who: str, *, drop: bool) -> set[str]:
        reasons = set() if payment.is_disputed else {"NotDisputed"}
        if drop and who != payment.payer:
            reasons.add("NotDisputer")
        if not drop and self.now < payment.decide_by:
            reasons.add("DecisionNotDue")
        if reasons:
            return reasons
        if drop or payment.flags & PaymentFlag.ANSWERED:
            self.divide(payment, 0)
        elif payment.state is PaymentState.DISPUTED:
            self.divide(payment, payment.held)
        else:
            rest = range(payment.amount - payment.refunded + 1)
            over = bisect_right(rest, payment.reserve, key=lambda part: self.charged(payment, part))
            self.divide(payment, over - 1)
        return set()

    def divide(self, payment: Held, to_payer: int) -> None:
        """End a dispute."""
        payee = self.accounts[payment.payee, payment.asset]
        payee.refunded += to_payer
        self.accounts[payment.payer, payment.asset].available += to_payer
        if payment.state is PaymentState.DISPUTED:
            payment.refunded += to_payer
            payment.state = PaymentState.FULFILLED
            payee.held -= to_payer
            self.settle_rest(payment, reserve_bps=0)
        else:
            charged = self.charged(payment, to_payer)
            fee, tax = self.legs_of(payment, to_payer)
            due_fee, due_tax = _due(payee, fee, tax)
            payee.fee_due -= due_fee
            payee.tax_due -= due_tax
            payee.fee_credit += fee - due_fee
            payee.tax_credit += tax - due_tax
            if to_payer:
                payee.taxes.give_back(self.month(), payment.tax_bps, to_payer, tax)
            payee.available += payment.reserve - charged
            payee.reserve -= payment.reserve
            payment.refunded += to_payer
            payment.fee -= fee
            payment.tax -= tax
            payment.reserve = 0
            payment.settled = payment.amount - payment.refunded - payment.fee - payment.tax
            payment.state = PaymentState.SETTLED
        if payment.refunded == payment.amount:
            payment.state = PaymentState.REFUNDED

    def legs_of(self, payment: Held, part: int) -> tuple[int, int]:
        """What of a settled part fee and tax return."""
        fee, tax = payment.legs_left(payment.refunded + part)
        return payment.fee - fee, payment.tax - tax

    def charged(self, payment: Held, part: int) -> int:
        """What of a part the reserve has to give."""
        payee = self.accounts[payment.payee, payment.asset]
        return part - sum(_due(payee, *self.legs_of(payment, part)))

    def release(self, payment: Held) -> set[str]:
        reasons = set() if payment.state is PaymentState.SETTLED else {"NotSettled"}
        if not payment.reserve:
            reasons.add("NothingReserved")
        if self.now < payment.reserve_until:
            reasons.add("ReserveNotDue")
        if not reasons:
            payee = self.accounts[payment.payee, payment.asset]
            payee.available += payment.reserve
            payee.reserve -= payment.reserve
            payment.settled += payment.reserve
            payment.reserve = 0
        return reasons

    def close_payment(self, payment: Held, *, is_rent_payer: bool) -> set[str]:
        over = payment.state in {PaymentState.SETTLED, PaymentState.REFUNDED}
        reasons = set() if over and not payment.reserve else {"NotOver"}
        if self.now < payment.closes_at:
            reasons.add("RetentionNotOver")
        if not is_rent_payer:
            reasons.add("WrongRentPayer")
        if not reasons:
            self.accounts[payment.payer, payment.asset].open_payments -= 1
        return reasons

    def set_reserve(self, who: str, bps: int, window: int) -> set[str]:
        party = self.parties[who]
        reasons = set() if party.is_merchant else {"NotMerchant"}
        if bps > 10_000:
            reasons.add("BadRate")
        if window > YEAR or (bps and not window):
            reasons.add("BadWindow")
        if not reasons:
            party.reserve_bps, party.reserve_window = bps, window
        return reasons


def _due(payee: Balances, fee: int, tax: int) -> tuple[int, int]:
    return min(fee, payee.fee_due), min(tax, payee.tax_due)

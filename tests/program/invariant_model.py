"""The zone's rules once more, in plain Python: what each act does, or why it is refused.

Every method returns the names of all reasons to refuse the act (the program gives one of
them), and makes the act happen if there are none.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime

from tests.program.model_disputes import DisputesModel
from tests.program.model_enforcement import Control

from alatau.program import AssetClass, PaymentFlag, PaymentState, Role, Scope
from alatau.program.account_types import WINDOW, Caps

MAX_JUMP = 1_024
BPS = 10_000
TOTALS = ("deposited", "withdrawn", "paid", "received", "refunded", "open_payments")
BALANCES = ("available", "held", "reserve", "fee_due", "tax_due", "fee_credit", "tax_credit")
REGULATORS = {AssetClass.NATIONAL: (0,), AssetClass.CRYPTO: (0, 1)}


@dataclass(slots=True)
class Party:
    """A participant.  `licences` has the state of each slot: None, or its last second + 1."""

    role: Role
    tier: int = 1
    tax_bps: int = 0
    licences: list[int | None] = field(default_factory=lambda: [None, None])
    suspended: list[bool] = field(default_factory=lambda: [False, False])
    reserve_bps: int = 0
    reserve_window: int = 0

    @property
    def is_merchant(self) -> bool:
        return self.role is Role.MERCHANT


@dataclass(slots=True)
class Rules:
    """An asset's terms."""

    asset_class: AssetClass
    fee_bps: int
    fee_min: int
    fee_max: int
    tier_0: Caps


@dataclass(slots=True)
class Balances:
    """A payment account."""

    available: int = 0
    held: int = 0
    reserve: int = 0
    fee_due: int = 0
    tax_due: int = 0
    fee_credit: int = 0
    tax_credit: int = 0
    deposited: int = 0
    withdrawn: int = 0
    paid: int = 0
    received: int = 0
    refunded: int = 0
    open_payments: int = 0
    spent: dict[tuple[int, ...], int] = field(default_factory=lambda: defaultdict(int))
    used: set[int] = field(default_factory=lambda: {0})

    def sequence_reasons(self, sequence: int) -> set[str]:
        """Why a sequence cannot be used."""
        highest = max(self.used)
        if sequence - highest > MAX_JUMP:
            return {"SequenceTooFar"}
        if highest - sequence >= WINDOW:
            return {"SequenceTooOld"}
        return {"SequenceUsed"} if sequence in self.used else set()


@dataclass(slots=True)
class Held:
    """A held payment."""

    payer: str
    payee: str
    asset: str
    amount: int
    fee_total: int
    tax_total: int
    deliver_by: int
    settle_window: int
    respond_window: int
    resolve_window: int
    closes_at: int
    reserve_bps: int
    reserve_window: int
    state: PaymentState = PaymentState.OPEN
    flags: PaymentFlag = PaymentFlag.COUNTED
    decide_by: int = 0
    reserve: int = 0
    reserve_until: int = 0
    settles_at: int = 0
    refunded: int = 0
    settled: int = 0
    fee: int = 0
    tax: int = 0

    @property
    def is_held(self) -> bool:
        """Whatever has not settled yet."""
        return self.can_settle or self.state is PaymentState.DISPUTED

    @property
    def can_settle(self) -> bool:
        return self.state in {PaymentState.OPEN, PaymentState.FULFILLED}

    @property
    def is_disputed(self) -> bool:
        return self.state in {PaymentState.DISPUTED, PaymentState.CHARGEBACK}

    @property
    def held(self) -> int:
        return self.amount - self.refunded if self.is_held else 0

    def legs_left(self, refunded: int) -> tuple[int, int]:
        """Fee and tax that are left once so much has been returned."""
        legs = self.fee_total + self.tax_total
        returned = legs * refunded // self.amount
        fee = self.fee_total * returned // legs if legs else 0
        return self.fee_total - fee, self.tax_total - (returned - fee)


@dataclass(slots=True)
class Model(DisputesModel):
    """A zone.  Accounts go by (who, asset's symbol)."""

    now: int
    ends_at: int
    utc_offset: int
    settle_window: int
    deliver_within: int
    respond_window: int
    resolve_window: int
    retention: int
    rules: dict[str, Rules]
    parties: dict[str, Party]
    withdrawals_stopped_until: int = 0
    arbiter: str = ""
    paused: list[Scope] = field(default_factory=lambda: [Scope.NONE] * 3)
    accounts: dict[tuple[str, str], Balances] = field(default_factory=lambda: defaultdict(Balances))
    vault: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    control: Control = field(default_factory=Control)

    def _entering(self, scope: Scope) -> set[str]:
        reasons = set()
        if any(scope & held for held in self.paused):
            reasons.add("ZonePaused")
        if self.now >= self.ends_at:
            reasons.add("ZoneEnded")
        return reasons

    def _frozen(self, who: str, asset: str) -> set[str]:
        return self.control.frozen(who, asset, self.rules[asset].asset_class, self.now)

    def deposit(self, who: str, asset: str, sequence: int, amount: int) -> set[str]:
        account = self.accounts[who, asset]
        reasons = account.sequence_reasons(sequence) | self._entering(Scope.DEPOSITS)
        reasons |= _zero(amount)
        if not reasons:
            account.used.add(sequence)
            account.available += amount
            account.deposited += amount
            self.vault[asset] += amount
        return reasons

    def withdraw(self, who: str, asset: str, sequence: int, amount: int) -> set[str]:
        account = self.accounts[who, asset]
        reasons = account.sequence_reasons(sequence) | _zero(amount) | _short(account, amount)
        if self.now < self.withdrawals_stopped_until:
            reasons.add("WithdrawalsStopped")
        reasons |= self._frozen(who, asset)
        if not reasons:
            account.used.add(sequence)
            account.available -= amount
            account.withdrawn += amount
            self.vault[asset] -= amount
        return reasons

    def pay(
        self, who: str, payee: str, asset: str, sequence: int, amount: int, deliver_by: int = 0
    ) -> set[str] | Held:
        """A final payment, or a held one, which is returned."""
        reasons = self._spending(who, asset, sequence, amount, Scope.PAYMENTS)
        merchant = self.parties[payee]
        reasons |= {"PayerIsPayee"} if payee == who else set()
        reasons |= {"PayeeNotMerchant"} if merchant.role is not Role.MERCHANT else set()
        reasons |= self._licence(merchant, self.rules[asset].asset_class)
        if deliver_by and not self.now < deliver_by <= self.now + self.deliver_within:
            reasons.add("BadDeadline")
        if reasons:
            return reasons
        self._spend(who, asset, sequence, amount)
        rules, account = self.rules[asset], self.accounts[payee, asset]
        tax = amount * merchant.tax_bps // BPS
        fee = max(amount * rules.fee_bps // BPS, rules.fee_min)
        fee = min(fee, rules.fee_max, amount - tax)
        account.received += amount
        if deliver_by:
            account.held += amount
            self.accounts[who, asset].open_payments += 1
            return Held(
                who,
                payee,
                asset,
                amount,
                fee,
                tax,
                deliver_by,
                settle_window=self.settle_window,
                respond_window=self.respond_window,
                resolve_window=self.resolve_window,
                closes_at=deliver_by + self.retention,
                reserve_bps=merchant.reserve_bps,
                reserve_window=merchant.reserve_window,
            )
        account.available += amount - fee - tax
        account.fee_due += fee
        account.tax_due += tax
        return set()

    def transfer(self, who: str, payee: str, asset: str, sequence: int, amount: int) -> set[str]:
        reasons = self._spending(who, asset, sequence, amount, Scope.TRANSFERS)
        reasons |= {"PayerIsPayee"} if payee == who else set()
        if self.parties[who].role is not Role.RESIDENT:
            reasons.add("PayerNotResident")
        if self.parties[payee].role is not Role.RESIDENT:
            reasons.add("PayeeNotResident")
        if not reasons:
            self._spend(who, asset, sequence, amount)
            self.accounts[payee, asset].available += amount
            self.accounts[payee, asset].received += amount
        return reasons

    def _licence(self, merchant: Party, asset_class: AssetClass) -> set[str]:
        reasons = set()
        for slot in REGULATORS[asset_class]:
            expires_at = merchant.licences[slot]
            if expires_at is None:
                reasons.add("LicenceMissing")
            elif merchant.suspended[slot]:
                reasons.add("LicenceSuspended")
            elif self.now >= expires_at:
                reasons.add("LicenceExpired")
        return reasons

    def _spending(self, who: str, asset: str, sequence: int, amount: int, scope: Scope) -> set[str]:
        account = self.accounts[who, asset]
        reasons = account.sequence_reasons(sequence) | _zero(amount) | _short(account, amount)
        reasons |= self._entering(scope) | self._frozen(who, asset)
        if self.parties[who].tier == 0:
            caps, (day, month) = self.rules[asset].tier_0, self._dates()
            if amount > caps.per_payment:
                reasons.add("PaymentLimitExceeded")
            if account.spent[day] + amount > caps.per_day:
                reasons.add("DailyLimitExceeded")
            if account.spent[month] + amount > caps.per_month:
                reasons.add("MonthlyLimitExceeded")
        return reasons

    def _spend(self, who: str, asset: str, sequence: int, amount: int) -> None:
        account = self.accounts[who, asset]
        account.used.add(sequence)
        account.available -= amount
        account.paid += amount
        for date in self._dates():
            account.spent[date] += amount

    def _dates(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        local = datetime.fromtimestamp(self.now + self.utc_offset, UTC)
        return (local.year, local.month, local.day), (local.year, local.month)

    def fulfil(self, payment: Held, who: str) -> set[str]:
        reasons = {"NotPayee"} if who != payment.payee else set()
        if payment.state is not PaymentState.OPEN:
            reasons.add("NotOpen")
        if self.now >= payment.deliver_by:
            reasons.add("DeliveryOverdue")
        if not reasons:
            payment.state = PaymentState.FULFILLED
            payment.settles_at = self.now + payment.settle_window
        return reasons

    def settle(self, payment: Held, who: str) -> set[str]:
        reasons = set() if payment.can_settle else {"NotHeld"}
        if who != payment.payer:
            if payment.state is not PaymentState.FULFILLED:
                reasons.add("NotPayer")
            elif self.now < payment.settles_at:
                reasons.add("WindowOpen")
        if not reasons:
            self.settle_rest(payment, reserve_bps=payment.reserve_bps)
        return reasons

    def settle_rest(self, payment: Held, *, reserve_bps: int) -> None:
        """What is held becomes the payee's, but for its reserve."""
        account, held = self.accounts[payment.payee, payment.asset], payment.held
        payment.state = PaymentState.SETTLED
        payment.fee, payment.tax = payment.legs_left(payment.refunded)
        net = held - payment.fee - payment.tax
        payment.reserve = net * reserve_bps // BPS
        payment.settled = net - payment.reserve
        if payment.reserve:
            payment.reserve_until = self.now + payment.reserve_window
        account.held -= held
        account.available += payment.settled
        account.reserve += payment.reserve
        account.fee_due += payment.fee
        account.tax_due += payment.tax

    def refund(self, payment: Held, who: str, before: int, amount: int) -> set[str]:
        payee = self.accounts[payment.payee, payment.asset]
        reasons = {"NotPayee"} if who != payment.payee else set()
        reasons |= _zero(amount)
        if before != payment.refunded:
            reasons.add("RefundedChanged")
        if payment.state is PaymentState.REFUNDED:
            reasons.add("NotRefundable")
        after = payment.refunded + amount
        settled = not payment.is_held
        if settled:
            reasons |= self._frozen(payment.payee, payment.asset)
        if after > payment.amount:
            return reasons | {"RefundExceedsPayment"}
        left = payment.legs_left(after)
        fee, tax = (payment.fee - left[0], payment.tax - left[1]) if settled else (0, 0)
        due_fee, due_tax = min(fee, payee.fee_due), min(tax, payee.tax_due)
        reserve = max(0, amount - fee - tax - payment.settled) if settled else 0
        if settled:
            reasons |= _short(payee, amount - due_fee - due_tax - reserve)
        if reasons:
            return reasons
        payment.refunded = after
        if settled:
            payment.fee, payment.tax = left
            payment.reserve -= reserve
            payee.reserve -= reserve
            payment.settled = payment.amount - after - sum(left) - payment.reserve
            payee.fee_due -= due_fee
            payee.tax_due -= due_tax
            payee.fee_credit += fee - due_fee
            payee.tax_credit += tax - due_tax
            payee.available -= amount - due_fee - due_tax - reserve
        else:
            payee.held -= amount
        payee.refunded += amount
        if after == payment.amount:
            payment.state = PaymentState.REFUNDED
        self.accounts[payment.payer, payment.asset].available += amount
        return set()

    def expire(self, payment: Held) -> set[str]:
        reasons = set() if payment.state is PaymentState.OPEN else {"NotOpen"}
        if self.now < payment.deliver_by:
            reasons.add("DeliveryNotDue")
        if not reasons:
            held = payment.held
            payment.refunded, payment.state = payment.amount, PaymentState.REFUNDED
            payee = self.accounts[payment.payee, payment.asset]
            payee.held -= held
            payee.refunded += held
            self.accounts[payment.payer, payment.asset].available += held
        return reasons

    def collect(self, who: str, asset: str) -> set[str]:
        account, treasury = self.accounts[who, asset], self.accounts["treasury", asset]
        if not account.fee_due and not account.tax_due:
            return {"NothingDue"}
        fee_credit = min(account.fee_credit, account.fee_due)
        tax_credit = min(account.tax_credit, account.tax_due)
        collected = account.fee_due + account.tax_due - fee_credit - tax_credit
        treasury.available += collected
        treasury.received += collected
        account.available += fee_credit + tax_credit
        account.fee_credit -= fee_credit
        account.tax_credit -= tax_credit
        account.fee_due = account.tax_due = 0
        return set()


def _zero(amount: int) -> set[str]:
    return set() if amount else {"ZeroAmount"}


def _short(account: Balances, amount: int) -> set[str]:
    return {"InsufficientFunds"} if amount > account.available else set()

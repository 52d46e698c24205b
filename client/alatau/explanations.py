"""What a refusal's figures are: from the accounts that the instruction named to an error.

What can be told of which error is one table, `EXPLAINED`; `refusals` reads the accounts.
Nothing here asks a chain.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from alatau.amounts import U64_MAX, format_amount
from alatau.errors import (
    Frozen,
    InsufficientFunds,
    LimitExceeded,
    NotYet,
    ProgramRefused,
    RefusedWithFigures,
    SequenceRefused,
    TooFew,
    TooFewFree,
)
from alatau.facts import Facts
from alatau.program import (
    Allowance,
    Holding,
    Instrument,
    Mandate,
    Offer,
    Participant,
    Payment,
    PaymentAccount,
    Vault,
    Zone,
)
from alatau.program.months import month_begins, month_of

_DAY: Final = 86_400
_SHARES: Final = 10**9
"""What a wallet has spent of its caps is counted in billionths of them."""


@dataclass(frozen=True, slots=True)
class Sums:
    """What was spent or received in the day and the month that they are of."""

    utc_offset: int
    day: int
    month: int
    in_day: int
    in_month: int


Explain = Callable[[ProgramRefused, Facts], RefusedWithFigures]


def _limit(
    refused: ProgramRefused,
    facts: Facts,
    *,
    limit: int,
    spent: int = 0,
    resets_at: int | None = None,
    amount: int | None = None,
) -> LimitExceeded:
    amount = facts.amount if amount is None else amount
    _explains(still=spent + amount > limit)
    before = f" on top of {facts.money(spent)}" if spent else ""
    ends = f", which starts anew at {_moment(resets_at)}" if resets_at is not None else ""
    detail = f"{facts.money(amount)}{before} where {_cap(facts, limit)} is the limit{ends}"
    return LimitExceeded(
        refused, detail, limit=limit, amount=amount, spent=spent, resets_at=resets_at
    )


def _per_payment(refused: ProgramRefused, facts: Facts) -> LimitExceeded:
    largest = max(facts.args["amounts"]) if facts.name == "pay_many" else facts.amount
    return _limit(refused, facts, limit=facts.caps.per_payment, amount=largest)


def _per_day(refused: ProgramRefused, facts: Facts) -> LimitExceeded:
    return _daily(refused, facts, _spent(facts), facts.caps.per_day)


def _per_month(refused: ProgramRefused, facts: Facts) -> LimitExceeded:
    return _monthly(refused, facts, _spent(facts), facts.caps.per_month)


def _received_per_day(refused: ProgramRefused, facts: Facts) -> LimitExceeded:
    limit = facts.one(PaymentAccount, "payee_account").receive_per_day
    return _daily(refused, facts.received(), _received(facts), limit)


def _received_per_month(refused: ProgramRefused, facts: Facts) -> LimitExceeded:
    limit = facts.one(PaymentAccount, "payee_account").receive_per_month
    return _monthly(refused, facts.received(), _received(facts), limit)


def _spent(facts: Facts) -> Sums:
    """Of the account, or of the wallet that pays without one."""
    if facts.name != "deposit_and_pay":
        one = facts.spender
        return Sums(one.utc_offset, one.day, one.month, one.spent_day, one.spent_month)
    zone, payer, caps = facts.one(Zone, "zone"), facts.one(Participant, "payer"), facts.caps
    return Sums(
        zone.utc_offset,
        payer.wallet_day,
        payer.wallet_month,
        -(-caps.per_day * payer.wallet_day_share // _SHARES),
        -(-caps.per_month * payer.wallet_month_share // _SHARES),
    )


def _received(facts: Facts) -> Sums:
    one = facts.one(PaymentAccount, "payee_account")
    return Sums(one.utc_offset, one.day, one.month, one.received_day, one.received_month)


def _daily(refused: ProgramRefused, facts: Facts, sums: Sums, limit: int) -> LimitExceeded:
    day = (facts.now + sums.utc_offset) // _DAY
    spent = sums.in_day if day <= sums.day else 0
    # The program's day never goes back: where its clock did, the day is the later one.
    resets_at = (max(day, sums.day) + 1) * _DAY - sums.utc_offset
    return _limit(refused, facts, limit=limit, spent=spent, resets_at=resets_at)


def _monthly(refused: ProgramRefused, facts: Facts, sums: Sums, limit: int) -> LimitExceeded:
    month = max(month_of(facts.now, sums.utc_offset), sums.month)
    resets_at = month_begins(month + 1, sums.utc_offset)
    spent = sums.in_month if month == sums.month else 0
    return _limit(refused, facts, limit=limit, spent=spent, resets_at=resets_at)


def _vault_cap(refused: ProgramRefused, facts: Facts) -> LimitExceeded:
    vault = facts.one(Vault, "vault")
    return _limit(refused, facts, limit=vault.cap, spent=vault.liabilities)


def _drawn_at_once(refused: ProgramRefused, facts: Facts) -> LimitExceeded:
    return _limit(refused, facts, limit=facts.one(Allowance, "allowance").per_payment)


def _drawn_in_period(refused: ProgramRefused, facts: Facts) -> LimitExceeded:
    one = facts.one(Allowance, "allowance")
    index = max(0, facts.now - one.starts_at) // one.period
    return _limit(
        refused,
        facts,
        limit=one.per_period,
        spent=one.spent if index <= one.index else 0,
        resets_at=one.starts_at + (max(index, one.index) + 1) * one.period,
    )


def _refunded(refused: ProgramRefused, facts: Facts) -> LimitExceeded:
    payment = facts.one(Payment, "payment")
    return _limit(refused, facts, limit=payment.amount, spent=payment.refunded)


def _funds(refused: ProgramRefused, facts: Facts) -> InsufficientFunds:
    available, amount = facts.spender.available, facts.amount
    _explains(still=amount > available)
    detail = f"{facts.money(available)} where {facts.money(amount)} is to move"
    return InsufficientFunds(refused, detail, available=available, amount=amount)


def _account_frozen(refused: ProgramRefused, facts: Facts) -> Frozen:
    return _frozen(refused, facts, facts.spender)


def _participant_frozen(refused: ProgramRefused, facts: Facts) -> Frozen:
    wallet = facts.spender.wallet
    people = [each for each in facts.accounts.values() if isinstance(each, Participant)]
    return _frozen(refused, facts, next(filter(lambda each: each.wallet == wallet, people), None))


def _frozen(
    refused: ProgramRefused, facts: Facts, who: PaymentAccount | Participant | None
) -> Frozen:
    slots = enumerate(who.freezes if who else ())
    active = [(freeze, slot) for slot, freeze in slots if freeze.is_active(facts.now)]
    if not active:
        raise LookupError("freeze")
    freeze, regulator = max(active, key=lambda each: each[0].until)
    detail = f"until {_moment(freeze.until)}, case {freeze.case.hex()}"
    return Frozen(refused, detail, until=freeze.until, case=freeze.case.hex(), regulator=regulator)


def _sequence(refused: ProgramRefused, facts: Facts) -> SequenceRefused:
    sequence, highest = facts.args["sequence"], facts.spender.sequence
    detail = f"{sequence} where {highest} is the highest used"
    return SequenceRefused(refused, detail, sequence=sequence, highest=highest)


def _offers_least(refused: ProgramRefused, facts: Facts) -> TooFew:
    offer, quantity = facts.one(Offer, "offer"), int(facts.args["quantity"])
    _explains(still=quantity < offer.least and quantity != offer.left)
    decimals = facts.one(Instrument, "instrument").decimals
    least, left = (format_amount(each, decimals) for each in (offer.least, offer.left))
    detail = f"{format_amount(quantity, decimals)} where {least} are the least, of {left} left"
    return TooFew(refused, detail, quantity=quantity, least=offer.least, left=offer.left)


def _units_free(refused: ProgramRefused, facts: Facts) -> TooFewFree:
    one = facts.one(Holding, "sender_holding", "seller_holding", "holding")
    quantity = int(facts.args["quantity"])
    _explains(still=quantity > one.free)
    decimals = facts.one(Instrument, "instrument").decimals
    figures = (quantity, one.free, one.units, one.offered, one.outside)
    asked, free, units, offered, outside = (format_amount(each, decimals) for each in figures)
    detail = f"{asked} where {free} are free, of {units} with {offered} offered, {outside} outside"
    return TooFewFree(
        refused,
        detail,
        quantity=quantity,
        units=one.units,
        offered=one.offered,
        outside=one.outside,
    )


def _opens_at(account: type[Any], field: str) -> Explain:
    """From a field of an account, which the instruction names by its kind."""

    def explain(refused: ProgramRefused, facts: Facts) -> NotYet:
        one = next(filter(lambda each: isinstance(each, account), facts.accounts.values()), None)
        if one is None:
            raise LookupError(field)
        return _not_yet(refused, facts, getattr(one, field))

    return explain


def _not_yet(refused: ProgramRefused, facts: Facts, opens_at: int) -> NotYet:
    _explains(still=facts.now < opens_at)
    return NotYet(refused, f"from {_moment(opens_at)} on", opens_at=opens_at)


def _tax_period(refused: ProgramRefused, facts: Facts) -> NotYet:
    account = facts.one(PaymentAccount, "account")
    month = facts.args["period"] >> 16
    return _not_yet(refused, facts, month_begins(month + 1, account.utc_offset))


def _succession(refused: ProgramRefused, facts: Facts) -> NotYet:
    zone = facts.one(Zone, "zone")
    return _not_yet(refused, facts, zone.successions[facts.args["seat"]].ready_at)


def _next_pull(refused: ProgramRefused, facts: Facts) -> NotYet:
    one = facts.one(Mandate, "mandate")
    index = max(one.next, facts.args["index"])
    opens_at = one.starts_at + index * one.period
    _explains(still=opens_at < one.ends_at)
    return _not_yet(refused, facts, opens_at)


def _explains(*, still: bool) -> None:
    """Raises `LookupError` where the figures have changed since, so that they tell nothing."""
    if not still:
        raise LookupError("changed")


def _cap(facts: Facts, limit: int) -> str:
    return "what 64 bits hold" if limit == U64_MAX else facts.money(limit)


def _moment(unix_seconds: int) -> str:
    moment = datetime.fromtimestamp(unix_seconds, UTC).replace(tzinfo=None)
    return f"{moment.isoformat()}Z"


EXPLAINED: Final[Mapping[str, Explain]] = {
    "AccountFrozen": _account_frozen,
    "AllowanceExceeded": _drawn_in_period,
    "AllowancePaymentExceeded": _drawn_at_once,
    "BelowOfferLeast": _offers_least,
    "DailyLimitExceeded": _per_day,
    "DecisionNotDue": _opens_at(Payment, "decide_by"),
    "DeliveryNotDue": _opens_at(Payment, "deliver_by"),
    "InsufficientFunds": _funds,
    "InsufficientUnits": _units_free,
    "MandateNotStarted": _opens_at(Mandate, "starts_at"),
    "MonthlyLimitExceeded": _per_month,
    "NotThisPeriod": _next_pull,
    "ParticipantFrozen": _participant_frozen,
    "PayeeDailyLimitExceeded": _received_per_day,
    "PayeeMonthlyLimitExceeded": _received_per_month,
    "PaymentLimitExceeded": _per_payment,
    "PeriodPulled": _next_pull,
    "RefundExceedsPayment": _refunded,
    "ReserveNotDue": _opens_at(Payment, "reserve_until"),
    "RetentionNotOver": _opens_at(Payment, "closes_at"),
    "SequenceTooFar": _sequence,
    "SequenceTooOld": _sequence,
    "SequenceUsed": _sequence,
    "SuccessionNotReady": _succession,
    "TaxPeriodOpen": _tax_period,
    "VaultCapExceeded": _vault_cap,
    "WindowOpen": _opens_at(Payment, "settles_at"),
    "WithdrawalsStopped": _opens_at(Zone, "withdrawals_stopped_until"),
    "ZoneNotEnded": _opens_at(Zone, "ends_at"),
}
"""By the program's name of the error, what can be told of it."""

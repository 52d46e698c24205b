"""The model's rules of many payments at once and of lanes; see `invariant_model`."""

from __future__ import annotations

from collections.abc import Sequence

from tests.program.invariant_model import Held, Model

from alatau.program import PaymentState, Role, Scope

Rows = Sequence[tuple[str, int]]


def lane_of(who: str) -> str:
    """The name under which the model keeps someone's lane."""
    return f"{who}#1"


def pay_many(model: Model, who: str, rows: Rows, asset: str, sequence: int) -> set[str]:
    """All are paid, or none."""
    total = sum(amount for _, amount in rows)
    reasons = model._spending(who, asset, sequence, total, Scope.TRANSFERS)
    # A sum may be over the cap of one payment: each row keeps it.
    reasons -= {"PaymentLimitExceeded", "ZeroAmount"}
    if not rows:
        reasons.add("BatchEmpty")
    if model.parties[who].role not in {Role.RESIDENT, Role.MERCHANT}:
        reasons.add("PayerNotResidentOrMerchant")
    reasons |= model._verified(who)
    for payee, amount in rows:
        reasons |= model._verified(payee)
        reasons |= set() if amount else {"ZeroAmount"}
        reasons |= {"PayerIsPayee"} if payee == who else set()
        if model.parties[payee].role is not Role.RESIDENT:
            reasons.add("PayeeNotResident")
        if model.parties[who].tier == 0 and amount > model.rules[asset].tier_0.per_payment:
            reasons.add("PaymentLimitExceeded")
    if not reasons:
        model._spend(who, asset, sequence, total)
        for payee, amount in rows:
            account = model.accounts[payee, asset]
            account.available += amount
            account.received += amount
    return reasons


def settle_reasons(model: Model, payee: str, asset: str, payment: Held) -> set[str]:
    """Why anyone cannot settle one of them to this payee."""
    reasons = set() if (payment.payee, payment.asset) == (payee, asset) else {"WrongParty"}
    if not payment.can_settle:
        reasons.add("NotHeld")
    elif payment.state is not PaymentState.FULFILLED:
        reasons.add("NotPayer")
    elif model.now < payment.settles_at:
        reasons.add("WindowOpen")
    return reasons


def opening_reasons(model: Model, who: str) -> set[str]:
    """Why no account can be opened for someone now."""
    return model._entering(Scope.OPENING) | model._verified(who)


def open_lane(model: Model, who: str, asset: str) -> None:
    """A lane begins with the caps of lane 0."""
    main, lane = model.accounts[who, asset].receipts, model.accounts[lane_of(who), asset].receipts
    lane.per_day, lane.per_month = main.per_day, main.per_month
    model.parties[lane_of(who)] = model.parties[who]


def settle_many(model: Model, payee: str, asset: str, payments: Sequence[Held]) -> set[str]:
    """Anyone settles all, or none."""
    reasons: set[str] = set()
    for number, payment in enumerate(payments):
        reasons |= settle_reasons(model, payee, asset, payment)
        if any(payment is each for each in payments[:number]):
            reasons.add("NotHeld")
    if not reasons:
        for payment in payments:
            assert model.settle(payment, "anyone") == set()
    return reasons


def consolidate(model: Model, who: str, asset: str) -> set[str]:
    """All that the lane has goes to lane 0."""
    lane, account = model.accounts[lane_of(who), asset], model.accounts[who, asset]
    # The lane's own account is never frozen here; lane 0 and the participant may be.
    reasons = model._frozen(who, asset)
    if not lane.available:
        reasons.add("LaneEmpty")
    if reasons:
        return reasons
    account.available += lane.available
    lane.available = 0
    return set()


def fund_lane(model: Model, who: str, asset: str, sequence: int, amount: int) -> set[str]:
    """Money of lane 0 goes to the lane."""
    lane, account = model.accounts[lane_of(who), asset], model.accounts[who, asset]
    reasons = account.sequence_reasons(sequence)
    reasons |= model._frozen(who, asset)
    reasons |= set() if amount else {"ZeroAmount"}
    if amount > account.available:
        reasons.add("InsufficientFunds")
    if not reasons:
        account.used.add(sequence)
        account.available -= amount
        lane.available += amount
    return reasons

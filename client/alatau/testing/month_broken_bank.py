"""What is missing, late, unknown or taken back between the chain and the bank.

Each variant plants what must be found.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from alatau.reconcile.model import BreakType
from alatau.sender import State
from alatau.statements import Status
from alatau.testing.month_making import Making
from alatau.testing.month_sound import Variant
from alatau.testing.month_values import BETWEEN_BANK, TENGE, USD, working_day

_REFUSED: Final = '{"InstructionError":[1,{"Custom":6018}]}'
_LAST: Final = date(2026, 11, 30)


def credit_without_deposit(make: Making) -> None:
    """A customer's money came in, and nobody issued anything."""
    person, day = make.new_person(), working_day(make.day(8, 22))
    first = make.amount()
    make.paid(person, day, first)
    make.crossing(person, day, first)
    line = make.paid(person, day, make.amount(), reference=f"INV-{make.number()}")
    make.plant(
        "credit without a deposit", BreakType.MISSING_HERE, BETWEEN_BANK, line, amount=line.amount
    )


def credit_of_a_refused_deposit(make: Making) -> None:
    """The money is there, and the chain refused the deposit."""
    person, reference, amount = make.person(), make.reference(), make.amount()
    day = working_day(make.day())
    line = make.paid(person, day, amount, reference=reference)
    failed = make.transfer(day, error=_REFUSED)
    key = make.key(amount)
    make.meant(key, failed, State.FAILED)
    make.book(key, person, amount, failed.time, reference, asset=TENGE)
    make.plant("a refused deposit", BreakType.MISSING_HERE, BETWEEN_BANK, line, amount=amount)


def refused_today(make: Making) -> None:
    """The same on the last day: there is time to issue it under another key."""
    person, reference, amount = make.person(), make.reference(), make.amount()
    line = make.paid(person, _LAST, amount, reference=reference)
    failed = make.transfer(_LAST, error=_REFUSED)
    key = make.key(amount)
    make.meant(key, failed, State.FAILED)
    make.book(key, person, amount, failed.time, reference, asset=TENGE)
    make.plant("refused today", BreakType.TIMING, BETWEEN_BANK, line, amount=amount)


def credit_never_sent(make: Making) -> None:
    """Booked by the provider and paid, and nothing was sent to the chain."""
    person, reference, amount = make.person(), make.reference(), make.amount()
    line = make.paid(person, make.day(), amount, reference=reference)
    at = make.transfer(line.day, error=_REFUSED, payer=person.wallet).time
    make.book(make.key(amount), person, amount, at, reference, asset=TENGE)
    make.plant("never sent, but paid", BreakType.MISSING_HERE, BETWEEN_BANK, line, amount=amount)


def debit_without_withdrawal(make: Making) -> None:
    """The bank paid somebody for nothing."""
    line = make.paid(make.person(), make.day(), -make.amount(), reference=make.reference())
    make.plant(
        "debit without a withdrawal", BreakType.MISSING_HERE, BETWEEN_BANK, line, amount=line.amount
    )


def deposit_without_credit(make: Making) -> None:
    """Issued for nothing, while a stranger paid as much on the same day."""
    amount, day = make.amount(), working_day(make.day())
    done = make.crossing(make.person(), day, amount, reference=make.reference())
    stray = make.paid(make.new_person(), day, amount, reference=f"INV-{make.number()}")
    make.plant("issued for nothing", BreakType.MISSING_THERE, BETWEEN_BANK, done, amount=-amount)
    make.plant(
        "as much of a stranger", BreakType.UNKNOWN_DEPOSIT, BETWEEN_BANK, stray, amount=amount
    )


def withdrawal_without_debit(make: Making) -> None:
    """Withdrawn, and never paid out."""
    amount = make.amount()
    done = make.crossing(make.person(), make.day(), -amount, reference=make.reference())
    make.plant("never paid out", BreakType.MISSING_THERE, BETWEEN_BANK, done, amount=amount)


def too_late(make: Making) -> None:
    """The same reference, weeks apart."""
    person, reference, amount = make.person(), make.reference(), make.amount()
    day = make.day(1, 10)
    done = make.crossing(person, day, -amount, reference=reference)
    line = make.paid(person, day + timedelta(days=14), -amount, reference=reference)
    make.plant("weeks apart", BreakType.TIMING, BETWEEN_BANK, done, line, amount=0)


def late_of_a_party(make: Making) -> None:
    """No reference, and days apart."""
    person, amount = make.new_person(), make.amount()
    day = make.day(1, 14)
    done = make.crossing(person, day, -amount)
    line = make.paid(person, day + timedelta(days=8), -amount)
    make.plant("late, of one party", BreakType.TIMING, BETWEEN_BANK, done, line, amount=0)


def still_pending(make: Making) -> None:
    """Withdrawn; the bank has announced the payment, and not booked it."""
    person, reference, amount = make.person(), make.reference(), make.amount()
    done = make.crossing(person, date(2026, 11, 26), -amount, reference=reference)
    line = make.paid(
        person, date(2026, 11, 27), -amount, reference=reference, status=Status.PENDING
    )
    make.plant("pending there", BreakType.TIMING, BETWEEN_BANK, done, line, amount=amount)


def announced_only(make: Making) -> None:
    """Money is announced, and not there."""
    line = make.paid(make.new_person(), date(2026, 11, 27), make.amount(), status=Status.PENDING)
    make.plant("announced", BreakType.TIMING, BETWEEN_BANK, line, amount=0)


def not_due(make: Making) -> None:
    """Withdrawn on the last day: the bank has time until Wednesday."""
    amount = make.amount()
    done = make.crossing(make.person(), _LAST, -amount, reference=make.reference())
    make.plant("not due at the bank", BreakType.TIMING, BETWEEN_BANK, done, amount=amount)


def not_issued_yet(make: Making) -> None:
    """A customer paid on the last day."""
    person, first = make.new_person(), make.amount()
    day = working_day(make.day())
    make.paid(person, day, first)
    make.crossing(person, day, first)
    line = make.paid(person, _LAST, make.amount())
    make.plant("not due here", BreakType.TIMING, BETWEEN_BANK, line, amount=line.amount)


def after_the_last_statement(make: Making) -> None:
    """Of the first of December there is no statement yet."""
    amount, time = make.amount(), 1_796_108_400 - 36_000
    person = make.person()
    done = make.crossing(person, date(2026, 12, 1), amount, reference=make.reference(), time=time)
    make.plant("no statement yet", BreakType.TIMING, BETWEEN_BANK, done, amount=-amount)


def nobody_s_money(make: Making) -> None:
    """No party, no reference."""
    line = make.line(make.day(), make.amount(), servicer="", text="Әлеуметтік төлем")
    make.plant("nobody's money", BreakType.UNKNOWN_DEPOSIT, BETWEEN_BANK, line, amount=line.amount)


def stranger(make: Making) -> None:
    """A stranger's money, on the day of as much of a customer's."""
    amount, day, reference = make.amount(), working_day(make.day()), make.reference()
    person = make.person()
    make.paid(person, day, amount, reference=reference)
    make.crossing(person, day, amount, reference=reference)
    line = make.paid(make.new_person(), day, amount, text="Қайтарым, ошибочный перевод")
    make.plant("a stranger's", BreakType.UNKNOWN_DEPOSIT, BETWEEN_BANK, line, amount=amount)


def credit_reversed(make: Making) -> None:
    """The bank took a credit back, for which tokens were issued."""
    person, reference, amount = make.person(), make.reference(), make.amount()
    day = working_day(make.day(1, 20))
    lines = [
        make.paid(person, day, amount, reference=reference),
        make.paid(person, working_day(day, 2), -amount, reference=reference, reversal=True),
    ]
    done = make.crossing(person, day, amount, reference=reference)
    make.plant("a credit reversed", BreakType.REVERSAL, BETWEEN_BANK, done, *lines, amount=-amount)


def payment_returned(make: Making) -> None:
    """The payee's bank sent a payment back: its account is closed."""
    person, reference, amount = make.person(), make.reference(), make.amount()
    day = working_day(make.day(1, 20))
    lines = [
        make.paid(person, day, -amount, reference=reference),
        make.paid(person, working_day(day, 3), amount, reference=reference, return_reason="AC04"),
    ]
    done = make.crossing(person, day, -amount, reference=reference)
    make.plant("returned", BreakType.REVERSAL, BETWEEN_BANK, done, *lines, amount=amount)


def reversed_by_party(make: Making) -> None:
    """A reversal without any reference."""
    person, amount = make.new_person(), make.amount()
    day = working_day(make.day(1, 20))
    lines = [
        make.paid(person, day, amount),
        make.paid(person, working_day(day, 1), -amount, reversal=True),
    ]
    done = make.crossing(person, day, amount)
    make.plant(
        "reversed, of one party", BreakType.REVERSAL, BETWEEN_BANK, done, *lines, amount=-amount
    )


def reversal_of_nothing(make: Making) -> None:
    """The bank takes something back that it never booked."""
    line = make.paid(
        make.new_person(), make.day(), -make.amount(), reference=make.reference(), reversal=True
    )
    make.plant("reversal of nothing", BreakType.REVERSAL, BETWEEN_BANK, line, amount=line.amount)


def statements_behind(make: Making) -> None:
    """Days ago, and the bank's statements of that account end before it."""
    make.plan.last_days["USD"] = date(2026, 11, 26)
    amount = make.amount() // 100
    done = make.crossing(
        make.person(), date(2026, 11, 27), amount, reference=make.reference(), account=USD
    )
    units = amount * USD.factor
    make.plant("statements behind", BreakType.TIMING, BETWEEN_BANK, done, amount=-units)


def booked_anew_for_nothing(make: Making) -> None:
    """Booked, reversed and booked again, and nothing was issued."""
    person, reference, amount = make.new_person(), make.reference(), make.amount()
    day, known = working_day(make.day(1, 18)), make.amount()
    make.paid(person, day, known)
    make.crossing(person, day, known)
    make.paid(person, day, amount, reference=reference)
    make.paid(person, working_day(day, 1), -amount, reference=reference, reversal=True)
    line = make.paid(person, working_day(day, 2), amount, reference=reference)
    make.plant("anew for nothing", BreakType.MISSING_HERE, BETWEEN_BANK, line, amount=amount)


def partly_reversed(make: Making) -> None:
    """The bank took a part of a credit back."""
    person, reference, amount = make.person(), make.reference(), make.amount()
    day = working_day(make.day(1, 20))
    make.paid(person, day, amount, reference=reference)
    part = make.paid(
        person, working_day(day, 2), -(amount // 3), reference=reference, reversal=True
    )
    done = make.crossing(person, day, amount, reference=reference)
    make.plant(
        "a part taken back", BreakType.REVERSAL, BETWEEN_BANK, done, part, amount=part.amount
    )


def not_final(make: Making) -> None:
    """The chain may still take it back, and the bank has nothing of it."""
    amount = make.amount()
    done = make.crossing(
        make.person(), make.day(), amount, reference=make.reference(), status="provisional"
    )
    make.plant("not final", BreakType.TIMING, BETWEEN_BANK, done, amount=-amount)


def reference_of_another(make: Making) -> None:
    """A payer gave somebody else's reference; the party and the amount are their own."""
    person, other, day = make.new_person(), make.person(), working_day(make.day())
    reference, amount, theirs = make.reference(), make.amount(), make.amount()
    make.paid(other, day, theirs, reference=reference)
    make.crossing(other, day, theirs, reference=reference)
    line = make.paid(person, day, amount, reference=reference)
    done = make.crossing(person, day, amount, reference=make.reference())
    make.plant("another's reference", BreakType.TIMING, BETWEEN_BANK, done, line, amount=0)


BANK_VARIANTS: Final[tuple[Variant, ...]] = (
    credit_without_deposit, credit_of_a_refused_deposit, refused_today, credit_never_sent,
    debit_without_withdrawal, deposit_without_credit, withdrawal_without_debit, too_late,
    late_of_a_party, still_pending, announced_only, not_due, not_issued_yet,
    after_the_last_statement, nobody_s_money, stranger, credit_reversed, payment_returned,
    reversed_by_party, reversal_of_nothing, partly_reversed, statements_behind,
    booked_anew_for_nothing, not_final, reference_of_another,
)  # fmt: skip

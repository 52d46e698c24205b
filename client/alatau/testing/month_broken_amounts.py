"""Other amounts, other currencies, duplicates and fees between the chain and the bank."""

from __future__ import annotations

from typing import Final

from alatau.reconcile.model import BreakType
from alatau.statements import Charge
from alatau.testing.month_making import Making, part
from alatau.testing.month_sound import Variant
from alatau.testing.month_values import BETWEEN_BANK, USD, working_day


def transposed(make: Making) -> None:
    """Two digits changed places, under one reference."""
    person, reference, amount = make.person(), make.reference(), make.amount()
    day = working_day(make.day())
    line = make.paid(person, day, _transposed(amount), reference=reference)
    done = make.crossing(person, day, amount, reference=reference)
    make.plant(
        "transposed digits", BreakType.AMOUNT, BETWEEN_BANK, done, line, amount=line.amount - amount
    )


def transposed_without_reference(make: Making) -> None:
    """The same, and the party alone says that they belong together."""
    person, amount = make.new_person(), make.amount()
    day = working_day(make.day())
    line = make.paid(person, day, _transposed(amount))
    done = make.crossing(person, day, amount)
    make.plant(
        "transposed, of one party", BreakType.AMOUNT, BETWEEN_BANK, done, line,
        amount=line.amount - amount,
    )  # fmt: skip


def moved_point(make: Making) -> None:
    """Ten times as much was issued."""
    person, reference, amount = make.person(), make.reference(), make.amount()
    day = working_day(make.day())
    line = make.paid(person, day, amount, reference=reference)
    done = make.crossing(person, day, amount * 10, reference=reference)
    make.plant("a decimal point", BreakType.AMOUNT, BETWEEN_BANK, done, line, amount=-9 * amount)


def paid_out_short(make: Making) -> None:
    """Less was paid out than was withdrawn."""
    person, reference, amount = make.person(), make.reference(), make.amount()
    day, short = working_day(make.day()), make.dice.between(100, 9_000)
    line = make.paid(person, day, short - amount, reference=reference)
    done = make.crossing(person, day, -amount, reference=reference)
    make.plant("paid out short", BreakType.AMOUNT, BETWEEN_BANK, done, line, amount=short)


def split_short(make: Making) -> None:
    """Two parts under one reference that do not make the whole."""
    person, reference, amount = make.person(), make.reference(), make.amount()
    day = working_day(make.day())
    parts = [make.paid(person, day, one, reference=reference) for one in (amount // 3, amount // 2)]
    done = make.crossing(person, day, amount, reference=reference)
    difference = sum(one.amount for one in parts) - amount
    make.plant("split and short", BreakType.AMOUNT, BETWEEN_BANK, done, *parts, amount=difference)


def other_currency(make: Making) -> None:
    """Dollars came in under the reference for which tenge were issued."""
    person, reference, amount = make.person(), make.reference(), make.amount()
    day = working_day(make.day(17, 24))
    line = make.paid(person, day, amount // 500, reference=reference, account=USD)
    done = make.crossing(person, day, amount, reference=reference)
    make.plant("another currency", BreakType.CURRENCY, BETWEEN_BANK, done, line, amount=-amount)


def booked_twice(make: Making) -> None:
    """The bank booked one payment twice on a day."""
    person, reference, amount = make.person(), make.reference(), make.amount()
    day = working_day(make.day())
    lines = [make.paid(person, day, amount, reference=reference) for _ in range(2)]
    make.crossing(person, day, amount, reference=reference)
    make.plant("booked twice", BreakType.DUPLICATE, BETWEEN_BANK, *lines, amount=amount)


def booked_thrice(make: Making) -> None:
    """On three days."""
    person, reference, amount = make.person(), make.reference(), make.amount()
    first = working_day(make.day())
    days = [first, working_day(first, 1), working_day(first, 2)]
    one, *more = [make.paid(person, day, -amount, reference=reference) for day in days]
    make.crossing(person, first, -amount, reference=reference)
    for each in more:
        make.plant(
            "booked three times", BreakType.DUPLICATE, BETWEEN_BANK, one, each, amount=-amount
        )


def issued_twice(make: Making) -> None:
    """One payment at the bank, issued under two keys."""
    person, reference, amount = make.person(), make.reference(), make.amount()
    day = working_day(make.day())
    make.paid(person, day, amount, reference=reference)
    both = [make.crossing(person, day, amount, reference=reference) for _ in range(2)]
    make.plant("issued twice", BreakType.DUPLICATE, BETWEEN_BANK, *both, amount=-amount)


def own_fee(make: Making) -> None:
    """The bank's monthly fee."""
    line = make.line(
        make.day(), -make.dice.between(500_00, 9_000_00), code="ACMT/MDOP/CHRG",
        text="Комиссия за ведение счёта · шот жүргізу ақысы",
    )  # fmt: skip
    make.plant("a fee of the bank's", BreakType.FEE, BETWEEN_BANK, line, amount=line.amount)


def charge_included(make: Making) -> None:
    """The bank kept its charge, and says what was paid before it."""
    person, reference, amount = make.person(), make.reference(), make.amount()
    day, fee = working_day(make.day()), make.dice.between(50_00, 900_00)
    line = make.paid(
        person, day, amount - fee, reference=reference, gross=amount,
        charges=(Charge(-fee, "KZT", "COMM", included=True),),
    )  # fmt: skip
    make.crossing(person, day, amount, reference=reference)
    make.plant(
        "a charge that was kept", BreakType.FEE, BETWEEN_BANK, f"bank:{line.label}/charges",
        amount=-fee,
    )  # fmt: skip


def charge_taken_off(make: Making) -> None:
    """The same, and the payment is told as what was left of it."""
    person, reference, amount = make.person(), make.reference(), make.amount()
    day, fee = working_day(make.day()), make.dice.between(50_00, 900_00)
    line = make.paid(
        person, day, amount - fee, reference=reference,
        charges=(Charge(-fee, "KZT", "COMM", included=True),),
    )  # fmt: skip
    make.crossing(person, day, amount, reference=reference)
    make.plant(
        "a charge taken off", BreakType.FEE, BETWEEN_BANK, f"bank:{line.label}/charges",
        amount=-fee,
    )  # fmt: skip


def charge_beside(make: Making) -> None:
    """Less came in, and a charge of as much is told beside it."""
    person, reference, amount = make.person(), make.reference(), make.amount()
    day, fee = working_day(make.day()), make.dice.between(50_00, 900_00)
    line = make.paid(
        person, day, amount - fee, reference=reference, charges=(Charge(-fee, "KZT", "COMM"),)
    )
    done = make.crossing(person, day, amount, reference=reference)
    make.plant("a charge beside", BreakType.FEE, BETWEEN_BANK, done, line, amount=-fee)


def charge_and_more(make: Making) -> None:
    """A charge is told that explains only a part of what is missing."""
    person, reference, amount = make.person(), make.reference(), make.amount()
    day, fee = working_day(make.day()), make.dice.between(50_00, 900_00)
    line = make.paid(
        person, day, amount - fee - 7, reference=reference, charges=(Charge(-fee, "KZT", "COMM"),)
    )
    done = make.crossing(person, day, amount, reference=reference)
    make.plant("more than the charge", BreakType.AMOUNT, BETWEEN_BANK, done, line, amount=-fee - 7)


def batch_of_errors(make: Making) -> None:
    """Of a batch one payment is nobody's of ours, and one has another amount."""
    people = [make.person() for _ in range(4)]
    amounts = [make.amount() for _ in people]
    references = [make.reference() for _ in people]
    day = working_day(make.day())
    line = make.line(day, sum(amounts), text="Жинақ төлем")
    line.details = tuple(
        part(line, *each) for each in zip(people, amounts, references, strict=True)
    )
    wrong = make.crossing(people[0], day, amounts[0] + 5_00, reference=references[0])
    for at in (1, 2):
        make.crossing(people[at], day, amounts[at], reference=references[at])
    first, last = (f"bank:{line.label}#{number}" for number in (1, 4))
    make.plant("one of a batch", BreakType.AMOUNT, BETWEEN_BANK, wrong, first, amount=-5_00)
    # Whose the last one is, its IBAN tells, if anything else of that person is known.
    known = make.crossing(people[3], day, -amounts[3] // 2, reference=make.reference())
    make.plant(
        "withdrawn meanwhile", BreakType.MISSING_THERE, BETWEEN_BANK, known,
        amount=-known.moved[0][2],
    )  # fmt: skip
    make.plant("missing of a batch", BreakType.MISSING_HERE, BETWEEN_BANK, last, amount=amounts[3])


def payroll_short(make: Making) -> None:
    """Several withdrawals under one reference, and the bank paid less for them."""
    reference, day = make.reference(), working_day(make.day())
    amounts = [make.amount() for _ in range(3)]
    done = [make.crossing(make.person(), day, -one, reference=reference) for one in amounts]
    line = make.line(day, 99 - sum(amounts), end_to_end=reference, text="Зарплата")
    make.plant("a short payroll", BreakType.AMOUNT, BETWEEN_BANK, *done, line, amount=99)


def payroll_without_one(make: Making) -> None:
    """The bank paid three of four."""
    reference, day = make.reference(), working_day(make.day())
    amounts = [make.amount() for _ in range(4)]
    done = [make.crossing(make.person(), day, -one, reference=reference) for one in amounts]
    make.line(day, -sum(amounts[:3]), end_to_end=reference, text="Жалақы")
    make.plant(
        "one of a payroll", BreakType.MISSING_THERE, BETWEEN_BANK, done[3], amount=amounts[3]
    )


def issued_twice_for_nothing(make: Making) -> None:
    """Twice under one reference, and the bank has none of it."""
    person, reference, amount = make.person(), make.reference(), make.amount()
    day = working_day(make.day(2, 20))
    first = make.crossing(person, day, amount, reference=reference)
    later = working_day(day, 1)
    second = make.crossing(person, later, amount, reference=reference)
    make.plant("issued for nothing", BreakType.MISSING_THERE, BETWEEN_BANK, first, amount=-amount)
    make.plant("and again", BreakType.DUPLICATE, BETWEEN_BANK, first, second, amount=-amount)


def _transposed(amount: int) -> int:
    """With its first two digits in the other order."""
    digits = str(amount)
    return int(digits[1] + digits[0] + digits[2:])


AMOUNT_VARIANTS: Final[tuple[Variant, ...]] = (
    transposed, transposed_without_reference, moved_point, paid_out_short, split_short,
    other_currency, booked_twice, booked_thrice, issued_twice, own_fee, charge_included,
    charge_taken_off, charge_beside, charge_and_more, batch_of_errors, payroll_short,
    payroll_without_one,
    issued_twice_for_nothing,
)  # fmt: skip

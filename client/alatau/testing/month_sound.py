"""What goes well in a month, though it does not look so at first: none of it is a break."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Final, TypeAlias

from alatau.sender import State
from alatau.testing.month_making import Making, part
from alatau.testing.month_values import TENGE, UNBACKED, working_day

Variant: TypeAlias = Callable[[Making], None]


def deposit(make: Making) -> None:
    """The bank has it; minutes or a day later it is issued."""
    person, amount, reference = make.person(), make.amount(), make.reference()
    day = working_day(make.day())
    make.paid(person, day, amount, reference=reference, text=f"Пополнение счёта {reference}")
    make.crossing(person, day + timedelta(days=make.dice.below(2)), amount, reference=reference)


def weekend_deposit(make: Making) -> None:
    """Issued on a Saturday, as the bank announced it; booked on Monday."""
    person, amount, reference = make.person(), make.amount(), make.reference()
    saturday = make.day(1, 21)
    saturday += timedelta(days=(5 - saturday.weekday()) % 7)
    make.crossing(person, saturday, amount, reference=reference)
    make.paid(person, saturday, amount, reference=reference, announced=True)


def withdrawal(make: Making) -> None:
    """Withdrawn, and paid out up to two working days later."""
    person, amount, reference = make.person(), make.amount(), make.reference()
    day = make.day()
    make.crossing(person, day, -amount, reference=reference)
    later = working_day(day, make.dice.below(3))
    make.paid(person, later, -amount, reference=reference, text="Шығару · вывод средств")


def without_reference(make: Making) -> None:
    """The payer gave no reference: the party and the amount say it."""
    person, amount = make.person(), make.amount()
    day = working_day(make.day())
    make.paid(person, day, amount)
    make.crossing(person, day, amount, reference=make.reference())


def twins(make: Making) -> None:
    """One person pays the same twice on a day, without references: two are two."""
    person, amount = make.new_person(), make.amount()
    day = working_day(make.day())
    for _ in range(2):
        make.paid(person, day, amount)
        make.crossing(person, day, amount)


def equal_amounts(make: Making) -> None:
    """Several people pay the same amount on one day."""
    amount, day = make.amount(), working_day(make.day())
    for _ in range(4):
        person = make.new_person()
        make.crossing(person, day, amount)
        make.paid(person, day, amount)


def batch(make: Making) -> None:
    """One credit at the bank, whose payments are told."""
    people = [make.person() for _ in range(5)]
    amounts = [make.amount() for _ in people]
    references = [make.reference() for _ in people]
    day = working_day(make.day())
    line = make.line(day, sum(amounts), text="Жинақ төлем")
    line.details = tuple(
        part(line, *each) for each in zip(people, amounts, references, strict=True)
    )
    for person, amount, reference in zip(people, amounts, references, strict=True):
        make.crossing(person, day, amount, reference=reference)


def payroll(make: Making) -> None:
    """One debit at the bank for several withdrawals under one reference."""
    reference, day = make.reference(), working_day(make.day())
    amounts = [make.amount() for _ in range(4)]
    for amount in amounts:
        make.crossing(make.person(), day, -amount, reference=reference)
    make.line(day, -sum(amounts), end_to_end=reference, text="Жалақы, зарплата за ноябрь")


def split(make: Making) -> None:
    """One deposit that the payer's bank sent in two."""
    person, reference = make.person(), make.reference()
    amounts = [make.amount(), make.amount()]
    day = working_day(make.day())
    make.crossing(person, day, sum(amounts), reference=reference)
    for amount in amounts:
        make.paid(person, day, amount, reference=reference)


def by_uetr(make: Making) -> None:
    """The UETR is the only name that both sides have."""
    person, amount, uetr = make.person(), make.amount(), make.uetr()
    day = working_day(make.day())
    make.line(day, amount, party=person, uetr=uetr, end_to_end=f"INV-{make.number()}")
    make.crossing(person, day, amount, reference=uetr)


def bank_took_back(make: Making) -> None:
    """Booked by mistake and reversed; nothing was issued for it."""
    person, amount, reference = make.person(), make.amount(), make.reference()
    day = working_day(make.day(1, 20))
    make.paid(person, day, amount, reference=reference)
    make.paid(person, working_day(day, 1), -amount, reference=reference, reversal=True)


def duplicate_put_right(make: Making) -> None:
    """Booked twice, and one of them reversed."""
    person, amount, reference = make.person(), make.amount(), make.reference()
    day = working_day(make.day(1, 20))
    for _ in range(2):
        make.paid(person, day, amount, reference=reference)
    make.paid(person, working_day(day, 1), -amount, reference=reference, reversal=True)
    make.crossing(person, day, amount, reference=reference)


def booked_anew(make: Making) -> None:
    """Booked, reversed and booked again on three days."""
    person, amount, reference = make.person(), make.amount(), make.reference()
    day = working_day(make.day(1, 18))
    make.paid(person, day, -amount, reference=reference)
    make.paid(person, working_day(day, 1), amount, reference=reference, reversal=True)
    make.paid(person, working_day(day, 2), -amount, reference=reference)
    make.crossing(person, day, -amount, reference=reference)


def there_and_back(make: Making) -> None:
    """Paid in and out again under one reference: no reversal, two movements."""
    person, amount, reference = make.person(), make.amount(), make.reference()
    day = working_day(make.day())
    for signed in (amount, -amount):
        make.crossing(person, day, signed, reference=reference)
        make.paid(person, day, signed, reference=reference)


def badly_written(make: Making) -> None:
    """The reference in other letters, and no IBAN."""
    person, amount, reference = make.person(), make.amount(), make.reference()
    day = working_day(make.day())
    spaced = f"{reference[:4]} {reference[4:]}".lower()
    make.paid(replace(person, iban=""), day, amount, reference=spaced)
    make.crossing(person, day, amount, reference=reference)


def told_three_times(make: Making) -> None:
    """Pending in a report, then in a notification, then in the statement: once."""
    person, amount, reference = make.person(), make.amount(), make.reference()
    day = working_day(make.day())
    make.paid(person, day, amount, reference=reference, announced=True, notified=True)
    make.crossing(person, day, amount, reference=reference)


def failed_then_done(make: Making) -> None:
    """Failed, with its fee; done under another key."""
    person, amount, reference = make.person(), make.amount(), make.reference()
    day = working_day(make.day())
    failed = make.transfer(day, error='{"InstructionError":[0,{"Custom":6012}]}')
    make.meant(f"order:А-{make.number():05}:pay", failed, State.FAILED)
    make.paid(person, day, amount, reference=reference)
    make.crossing(person, day, amount, reference=reference)


def sent_again(make: Making) -> None:
    """The first attempt expired, proven; the second landed."""
    person, amount, reference = make.person(), make.amount(), make.reference()
    day = working_day(make.day())
    make.paid(person, day, amount, reference=reference)
    done = make.crossing(person, day, amount, reference=reference)
    last = make.plan.meant[-1]
    make.plan.meant[-1] = replace(last, signatures=(make.signature(), done.signature))


def landed_again(make: Making) -> None:
    """Its block vanished; it landed in another."""
    person, amount, reference = make.person(), make.amount(), make.reference()
    day = working_day(make.day())
    make.paid(person, day, amount, reference=reference)
    make.crossing(person, day, amount, reference=reference, status="moved")


def within_the_zone(make: Making) -> None:
    """A payment crosses no border."""
    done = make.transfer(make.day())
    make.meant(f"order:Б-{make.number():05}:pay", done, State.FINALIZED)


def not_of_the_program(make: Making) -> None:
    """A token account was opened: the journal knows it, the zone's books do not."""
    day = make.day()
    done = make.transfer(day)
    make.plan.transfers.pop()
    key = f"token-account:{make.number():05}"
    make.meant(key, done, State.FINALIZED, of_program=False)


def unbacked(make: Making) -> None:
    """A token that no bank knows."""
    moved = ((make.person().wallet, UNBACKED, make.amount()),)
    make.meant(make.key(1), make.transfer(make.day(), moved=moved), State.FINALIZED)


def foreign_payer(make: Making) -> None:
    """A customer pays for their own transaction, which is none of the journal's.

    The bank tells no IBAN, but the wallet that the payer named as their account.
    """
    person, amount = make.new_person(), make.amount()
    day = working_day(make.day())
    make.transfer(day, moved=((person.wallet, TENGE, amount),), payer=person.wallet)
    make.line(day, amount, party=replace(person, iban="", name=person.wallet))


ORDINARY: Final[tuple[tuple[Variant, int], ...]] = (
    (deposit, 40), (withdrawal, 25), (weekend_deposit, 4), (without_reference, 6),
    (batch, 3), (payroll, 2), (split, 3), (by_uetr, 5), (bank_took_back, 2),
    (told_three_times, 4), (failed_then_done, 3), (sent_again, 2), (landed_again, 2),
    (within_the_zone, 20), (not_of_the_program, 3), (unbacked, 2), (twins, 1),
    (equal_amounts, 1), (foreign_payer, 2),
    (duplicate_put_right, 2), (booked_anew, 2), (there_and_back, 2), (badly_written, 4),
)  # fmt: skip
"""What a month is made of, and how often."""

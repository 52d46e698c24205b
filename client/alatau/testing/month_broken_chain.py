"""What goes wrong between the journal, the provider's books and the chain."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from alatau.reconcile.model import BreakType
from alatau.reconcile.sources.from_journal import PER_SIGNATURE
from alatau.sender import State
from alatau.testing.month_making import Making
from alatau.testing.month_sound import Variant
from alatau.testing.month_values import (
    BETWEEN_BANK,
    BETWEEN_JOURNAL,
    DOLLAR,
    INDEXED,
    NOW,
    TENGE,
    Meant,
    Transfer,
    working_day,
)

_ERROR: Final = '{"InstructionError":[0,{"Custom":6004}]}'


def intent_alone(make: Making, state: State, day: date, **more: object) -> Meant:
    """An intent of which the chain has nothing."""
    nowhere = Transfer(make.signature(), _time(day), _slot(day), make.signer)
    return make.meant(f"order:В-{make.number():05}:pay", nowhere, state, **more)


def _time(day: date) -> int:
    return (day - date(1970, 1, 1)).days * 86_400 + 30_000


def _slot(day: date) -> int:
    return 280_000_000 + (day - date(2026, 11, 1)).days * 200_000 + 100_000


def never_booked(make: Making) -> None:
    """The provider has a deposit in its books; nobody paid, and nothing was sent."""
    person, amount = make.person(), make.amount()
    key = make.key(amount)
    make.book(key, person, amount, _time(make.day()), make.reference(), asset=TENGE)
    make.plant(
        "in the books alone", BreakType.MISSING_THERE, BETWEEN_JOURNAL, f"journal:{key}",
        amount=-amount,
    )  # fmt: skip


def final_and_absent(make: Making) -> None:
    """The journal has it as final; the node that was read left it out."""
    one = intent_alone(make, State.FINALIZED, make.day(4))
    make.plant("left out by a node", BreakType.MISSING_THERE, BETWEEN_JOURNAL, one, amount=0)


def final_absent_and_paid(make: Making) -> None:
    """The same, of a deposit whose money is at the bank."""
    person, amount, reference = make.person(), make.amount(), make.reference()
    day = working_day(make.day(4))
    line = make.paid(person, day, amount, reference=reference)
    one = intent_alone(make, State.FINALIZED, day)
    make.book(one.key, person, amount, one.at, reference, asset=TENGE)
    make.plant("a deposit left out", BreakType.MISSING_THERE, BETWEEN_JOURNAL, one, amount=-amount)
    make.plant("its money", BreakType.MISSING_HERE, BETWEEN_BANK, line, amount=amount)


def final_absent_and_unpaid(make: Making) -> None:
    """The same, and the bank has nothing of it either: one break, not two."""
    person, amount, reference = make.person(), make.amount(), make.reference()
    day = working_day(make.day(4))
    one = intent_alone(make, State.FINALIZED, day)
    make.book(one.key, person, amount, one.at, reference, asset=TENGE)
    make.plant("left out, unpaid", BreakType.MISSING_THERE, BETWEEN_JOURNAL, one, amount=-amount)


def done_and_failed(make: Making) -> None:
    """The journal has seen success, and the chain has an error."""
    failed = make.transfer(make.day(), error=_ERROR)
    one = make.meant(f"order:Г-{make.number():05}:pay", failed, State.FINALIZED, error="")
    make.plant(
        "success that failed", BreakType.MISSING_THERE, BETWEEN_JOURNAL, one, failed, amount=0
    )


def failed_and_done(make: Making) -> None:
    """The journal has seen an error, and the chain did it."""
    _told_wrong(make, State.FAILED, _ERROR, "a failure that succeeded")


def dead_and_done(make: Making) -> None:
    """The journal has it as expired, and it landed."""
    _told_wrong(make, State.EXPIRED, "", "expired, and landed")


def _told_wrong(make: Making, state: State, error: str, name: str) -> None:
    person, amount, reference = make.person(), make.amount(), make.reference()
    day = working_day(make.day())
    make.paid(person, day, amount, reference=reference)
    done = make.crossing(person, day, amount, reference=reference)
    last = replace(make.plan.meant[-1], state=state, error=error)
    make.plan.meant[-1] = last
    make.plant(name, BreakType.MISSING_HERE, BETWEEN_JOURNAL, last, done, amount=amount)


def not_of_the_journal(make: Making) -> None:
    """Something else signs with the zone's key."""
    done = make.transfer(make.day())
    make.plant(
        "not in the journal", BreakType.MISSING_HERE, BETWEEN_JOURNAL, done, amount=-PER_SIGNATURE
    )


def deposit_not_of_the_journal(make: Making) -> None:
    """The same, and it issued tokens for money that the bank has."""
    person, amount = make.new_person(), make.amount()
    day = working_day(make.day())
    done = make.transfer(day, moved=((person.wallet, TENGE, amount),))
    make.line(day, amount, party=replace(person, iban="", name=person.wallet))
    make.plant(
        "a deposit of nobody's", BreakType.MISSING_HERE, BETWEEN_JOURNAL, done, amount=amount
    )


def done_twice(make: Making) -> None:
    """Two attempts of one key took effect."""
    person, amount, reference = make.person(), make.amount(), make.reference()
    day = working_day(make.day())
    make.paid(person, day, amount, reference=reference)
    first = make.crossing(person, day, amount, reference=reference)
    second = make.transfer(day, moved=first.moved)
    last = make.plan.meant[-1]
    both = replace(last, signatures=(first.signature, second.signature))
    make.plan.meant[-1] = both
    make.plant(
        "two attempts landed", BreakType.DUPLICATE, BETWEEN_JOURNAL, both, first, second,
        amount=amount,
    )  # fmt: skip
    make.plant(
        "and were issued twice", BreakType.DUPLICATE, BETWEEN_BANK, first, second, amount=-amount
    )


def booked_otherwise(make: Making) -> None:
    """The bank and the chain agree, the provider's books have another amount."""
    person, amount, reference = make.person(), make.amount(), make.reference()
    day = working_day(make.day())
    make.paid(person, day, amount, reference=reference)
    done = make.crossing(person, day, amount, reference=reference, booked=amount + 12_345)
    last = make.plan.meant[-1]
    make.plant(
        "another amount in the books", BreakType.AMOUNT, BETWEEN_JOURNAL, last, done, amount=-12_345
    )


def issued_otherwise(make: Making) -> None:
    """The bank and the books agree, the chain did something else."""
    person, amount, reference = make.person(), make.amount(), make.reference()
    day = working_day(make.day())
    line = make.paid(person, day, amount, reference=reference)
    done = make.crossing(person, day, amount + 777, reference=reference, booked=amount)
    last = make.plan.meant[-1]
    make.plant("too much issued", BreakType.AMOUNT, BETWEEN_JOURNAL, last, done, amount=777)
    make.plant("and not paid", BreakType.AMOUNT, BETWEEN_BANK, done, line, amount=-777)


def other_asset(make: Making) -> None:
    """Dollars were issued for tenge."""
    person, amount, reference = make.person(), make.amount(), make.reference()
    day = working_day(make.day())
    line = make.paid(person, day, amount, reference=reference)
    done = make.crossing(person, day, amount, reference=reference, asset=DOLLAR)
    last = make.plan.meant[-1]
    make.plant("another asset", BreakType.CURRENCY, BETWEEN_JOURNAL, last, done, amount=-amount)
    make.plant("paid in tenge", BreakType.CURRENCY, BETWEEN_BANK, done, line, amount=-amount)


def fee_left_out(make: Making) -> None:
    """It failed, and the books lack what the network took."""
    one = intent_alone(make, State.FAILED, make.day(4), error=_ERROR)
    make.plant("a failure's fee", BreakType.FEE, BETWEEN_JOURNAL, one, amount=-PER_SIGNATURE)


def under_way(make: Making) -> None:
    """Sent minutes ago."""
    one = intent_alone(make, State.SENT, make.day(), at=NOW - 300, landed="", slot=0)
    make.plant("under way", BreakType.TIMING, BETWEEN_JOURNAL, one, amount=0)


def beyond_the_index(make: Making) -> None:
    """Landed after the last slot that was read."""
    for state, error in ((State.FINALIZED, ""), (State.FAILED, _ERROR)):
        one = intent_alone(make, state, make.day(), at=NOW - 5, slot=INDEXED + 7, error=error)
        make.plant("not read yet", BreakType.TIMING, BETWEEN_JOURNAL, one, amount=0)


def not_learnt(make: Making) -> None:
    """It has landed long ago, and nobody told the journal."""
    done = make.transfer(make.day())
    state = make.dice.pick((State.SENT, State.UNKNOWN))
    one = make.meant(f"order:Д-{make.number():05}:pay", done, state, landed="")
    make.plant("not learnt", BreakType.TIMING, BETWEEN_JOURNAL, one, done, amount=0)


def unknown(make: Making) -> None:
    """No node can tell what became of a withdrawal."""
    person, amount = make.person(), make.amount()
    one = intent_alone(make, State.UNKNOWN, make.day(), landed="", slot=0)
    make.book(one.key, person, -amount, one.at, make.reference(), asset=TENGE)
    make.plant("unknown", BreakType.UNPROVEN, BETWEEN_JOURNAL, one, amount=amount)


def sent_long_ago(make: Making) -> None:
    """Sent, and neither landed nor proven dead."""
    one = intent_alone(make, State.SENT, make.day(), landed="", slot=0)
    make.plant("sent long ago", BreakType.UNPROVEN, BETWEEN_JOURNAL, one, amount=0)


CHAIN_VARIANTS: Final[tuple[Variant, ...]] = (
    never_booked, final_and_absent, final_absent_and_paid, final_absent_and_unpaid,
    done_and_failed, failed_and_done,
    dead_and_done, not_of_the_journal, deposit_not_of_the_journal, done_twice, booked_otherwise,
    issued_otherwise, other_asset, fee_left_out, under_way, beyond_the_index, not_learnt, unknown,
    sent_long_ago,
)  # fmt: skip

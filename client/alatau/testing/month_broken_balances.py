"""What goes wrong in balances, in the history, and between the statements themselves."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from alatau.reconcile.model import BreakType
from alatau.reconcile.sources.facts import AccountProof, Gap, Opening, VaultFact
from alatau.sender import State
from alatau.testing.month_broken_chain import intent_alone
from alatau.testing.month_making import Making
from alatau.testing.month_sound import Variant
from alatau.testing.month_values import (
    BETWEEN_BALANCE,
    BETWEEN_BANK,
    BETWEEN_JOURNAL,
    BETWEEN_STATEMENTS,
    GAP_SLOT,
    KZT,
    OPENING,
    TENGE,
    USD,
    working_day,
)


def pruned(make: Making) -> None:
    """A span of history that no node has, and an intent that may be in it."""
    account = make.new_person().wallet
    make.plan.gaps.append(Gap(account, GAP_SLOT, "the node has pruned its blocks"))
    make.plant("a gap", BreakType.UNPROVEN, BETWEEN_BALANCE, f"gap:{account}", amount=0)
    one = intent_alone(make, State.FINALIZED, date(2026, 11, 1))
    make.plant("in a gap", BreakType.UNPROVEN, BETWEEN_JOURNAL, one, amount=0)


def account_differs(make: Making) -> None:
    """An account that has more changes than are posted, fewer, or other balances."""
    account, more = make.new_person().wallet, make.dice.between(1, 10**7)
    changes = make.dice.pick((-2, 0, 3))
    kind = {
        -2: BreakType.MISSING_THERE, 0: BreakType.AMOUNT, 3: BreakType.MISSING_HERE,
    }[changes]  # fmt: skip
    make.plan.accounts.append(AccountProof(account, TENGE, 40, 40 + changes, 10**9, 10**9 + more))
    items = f"postings:{account}", f"account:{account}"
    make.plant("a proof that fails", kind, BETWEEN_BALANCE, *items, amount=more)


def account_in_a_gap(make: Making) -> None:
    """An account that differs, and whose history is known not to be whole."""
    account, more = make.new_person().wallet, make.dice.between(1, 10**7)
    make.plan.gaps.append(Gap(account, GAP_SLOT, "two nodes show different pages"))
    make.plan.accounts.append(AccountProof(account, TENGE, 12, 13, 10**9, 10**9 + more))
    items = f"postings:{account}", f"account:{account}"
    make.plant("no proof", BreakType.UNPROVEN, BETWEEN_BALANCE, *items, amount=more)


def vault_differs(make: Making) -> None:
    """Tokens are missing in a vault, or somebody sent some; or accounts do not add up."""
    if any(one.asset == TENGE for one in make.plan.vaults):
        return
    owed, more = 7 * 10**12, make.dice.between(1, 10**9)
    tokens, accounts = make.dice.pick(((more, 0), (-more, 0), (0, more)))
    make.plan.vaults.append(VaultFact(TENGE, owed + tokens, owed, owed + accounts))
    kind = BreakType.UNKNOWN_DEPOSIT if tokens > 0 else BreakType.AMOUNT
    other = f"accounts:{TENGE}" if accounts else f"vault:{TENGE}"
    items = f"liabilities:{TENGE}", other
    make.plant("a vault", kind, BETWEEN_BALANCE, *items, amount=tokens or accounts)


def opens_otherwise(make: Making) -> None:
    """The first statement does not go on from the period that was closed."""
    if make.plan.openings:
        return
    more = make.amount()
    make.plan.openings.append(Opening(KZT.iban, "KZT", OPENING - more))
    make.plant(
        "not where it was closed", BreakType.AMOUNT, BETWEEN_STATEMENTS, "statement:KZT-20261102",
        amount=more,
    )  # fmt: skip


def contradiction(make: Making) -> None:
    """A statement that follows another by its number, and not by its balance."""
    if make.plan.wrong_openings:
        return
    day = working_day(make.day(3, 25))
    before, more = _before(day), make.amount()
    make.plan.wrong_openings["KZT", day] = more
    names = [f"statement:KZT-{one:%Y%m%d}" for one in (before, day)]
    make.plant("contradiction", BreakType.AMOUNT, BETWEEN_STATEMENTS, *names, amount=more)


def missing_statement(make: Making) -> None:
    """A day's statement has not come: what it would have is unproven."""
    if make.plan.missing_days:
        return
    day = working_day(make.day(9, 12))
    make.plan.missing_days.add(("USD", day))
    total = 0
    for _ in range(3):
        person, amount, reference = make.person(), make.amount() // 100, make.reference()
        make.paid(person, day, amount, reference=reference, account=USD)
        done = make.crossing(person, day, amount, reference=reference, account=USD)
        units = amount * USD.factor
        total += units
        make.plant("of a missing day", BreakType.UNPROVEN, BETWEEN_BANK, done, amount=-units)
    names = [f"statement:USD-{one:%Y%m%d}" for one in (_before(day), working_day(day, 1))]
    make.plant("a missing day", BreakType.UNPROVEN, BETWEEN_STATEMENTS, *names, amount=total)


def malformed(make: Making) -> None:
    """A statement of which an entry cannot be read."""
    if any(line.malformed for line in make.plan.lines):
        return
    person, amount, reference = make.person(), make.amount() // 100, make.reference()
    day = working_day(make.day(16, 24))
    make.paid(person, day, amount, reference=reference, account=USD, malformed=True)
    done = make.crossing(person, day, amount, reference=reference, account=USD)
    units = amount * USD.factor
    make.plant("of a malformed entry", BreakType.UNPROVEN, BETWEEN_BANK, done, amount=-units)
    make.plant(
        "a malformed entry", BreakType.UNPROVEN, BETWEEN_STATEMENTS, f"statement:USD-{day:%Y%m%d}",
        amount=units,
    )  # fmt: skip


def _before(day: date) -> date:
    day -= timedelta(days=1)
    while day.weekday() >= 5:
        day -= timedelta(days=1)
    return day


BALANCE_VARIANTS: Final[tuple[Variant, ...]] = (
    pruned, account_differs, account_in_a_gap, vault_differs, opens_otherwise, contradiction,
    missing_statement, malformed,
)  # fmt: skip

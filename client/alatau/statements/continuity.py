"""Whether statements follow each other, and none is there twice, in whatever order they come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise

from alatau.statements.checks import money
from alatau.statements.model import Kind, Statement
from alatau.statements.problems import Problem, Severity


def distinct(statements: Iterable[Statement]) -> tuple[list[Statement], list[Problem]]:
    """The statements without repetitions, in the order given, and the contradictions.

    A repetition has the id, account and page of one before, and says the same.  One that says
    something else is an error; another statement in a message of the same id, a warning.
    """
    first: dict[tuple[object, ...], Statement] = {}
    messages: dict[tuple[str, str], Statement] = {}
    kept: list[Statement] = []
    problems: list[Problem] = []
    for one in statements:
        # Some banks count anew each year: the day tells those apart.
        key = (one.kind, one.account.key, one.id, one.sequence, one.page, day_of(one))
        before = first.get(key)
        if before is None:
            first[key] = one
            kept.append(one)
            other = messages.setdefault((one.account.key, one.message), one)
            if one.message and other.file != one.file:
                said = f"{one.message!r} is the message of {_place(other)} too"
                problems.append(_problem(one, "message", said, Severity.WARNING))
        elif before.fingerprint != one.fingerprint:
            problems.append(
                _problem(one, "id", f"{one.id!r} says something else than in {_place(before)}")
            )
    return kept, problems


def check_continuity(statements: Iterable[Statement]) -> list[Problem]:
    """Where one statement of an account does not begin as the one before it ended.

    They are put into the order of their days, numbers and pages first.  A missing number is a
    warning where the balances fit all the same, as the bank may not number what is empty.
    """
    accounts: dict[str, list[Statement]] = defaultdict(list)
    for one in statements:
        if one.kind is Kind.STATEMENT:
            accounts[one.account.key].append(one)
    return [problem for key in sorted(accounts) for problem in _account(accounts[key])]


def _account(statements: list[Statement]) -> Iterator[Problem]:
    for before, after in pairwise(in_order(statements)):
        closing, opening = before.closing, after.opening
        broken = closing is not None and opening is not None and closing.amount != opening.amount
        if broken and closing is not None and opening is not None:
            yield _problem(
                after,
                "balances",
                f"opens with {money(opening.amount, opening.currency)}, and {_place(before)} "
                f"closed with {money(closing.amount, closing.currency)}",
                remedy="a statement between them is missing" if _gap(before, after) else "",
            )
        elif _gap(before, after):
            yield _problem(
                after,
                "sequence",
                f"has number {after.sequence}, and {_place(before)} has {before.sequence}",
                Severity.WARNING,
                remedy="ask the bank for what is between, or whether there is nothing",
            )


def _gap(before: Statement, after: Statement) -> bool:
    if before.sequence is None or after.sequence is None:
        return False
    # The same number again is the next page; a lower one, a new year.
    return after.sequence > before.sequence + 1


def in_order(statements: Iterable[Statement]) -> list[Statement]:
    """The statements of one account by their days, numbers and pages."""
    return sorted(statements, key=_order)


def _order(statement: Statement) -> tuple[date, int, int]:
    return day_of(statement), statement.sequence or 0, statement.page or 0


def day_of(statement: Statement) -> date:
    """The day that a statement is of: that of its closing balance, else what comes nearest."""
    for balance in (statement.closing, statement.opening):
        if balance is not None:
            return balance.day
    found = statement.ends or statement.begins or statement.created
    return found.date() if found is not None else date.min


def _place(statement: Statement) -> str:
    return f"{statement.id!r} ({statement.file}:{statement.where})"


def _problem(
    statement: Statement,
    field: str,
    message: str,
    severity: Severity = Severity.ERROR,
    *,
    remedy: str = "",
) -> Problem:
    return Problem(
        severity, message, statement.file, statement.line, statement.where, field, remedy
    )

"""Statements as they are shown: amounts as decimal strings in their currency."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from alatau.amounts import format_amount
from alatau.statements import Charge, Entry, Problem, Statement, decimals_of

_PLACE = ("file", "line", "where", "complete", "fingerprint")


def amount_view(units: int | None, currency: str) -> str | None:
    """``-12.50``; None where there is no amount."""
    return None if units is None else format_amount(units, decimals_of(currency))


def problem_view(problem: Problem) -> dict[str, Any]:
    """A problem as JSON."""
    return {**asdict(problem), "severity": str(problem.severity)}


def problem_line(problem: Problem) -> str:
    """A problem in one line."""
    return f"{problem.severity}: {problem.to_error()}"


def statement_view(statement: Statement) -> dict[str, Any]:
    """A statement as JSON: the names of the model, times in ISO 8601."""
    currency = statement.account.currency
    totals = statement.totals
    return {
        "id": statement.id,
        "kind": str(statement.kind),
        "message": statement.message,
        "account": asdict(statement.account),
        "sequence": statement.sequence,
        "legal_sequence": statement.legal_sequence,
        "page": statement.page,
        "last_page": statement.last_page,
        "created": _time(statement.created),
        "begins": _time(statement.begins),
        "ends": _time(statement.ends),
        "copy": statement.copy,
        "complete": statement.complete,
        "balances": [
            {
                "code": one.code,
                "amount": amount_view(one.amount, one.currency),
                "currency": one.currency,
                "day": one.day.isoformat(),
                "intermediate": one.intermediate,
            }
            for one in statement.balances
        ],
        "totals": {
            **{
                name: {"number": one.number, "amount": amount_view(one.amount, currency)}
                for name, one in (
                    ("entries", totals.entries),
                    ("credits", totals.credits),
                    ("debits", totals.debits),
                )
            },
            "net": amount_view(totals.net, currency),
        },
        "entries": [entry_view(one) for one in statement.entries],
    }


def entry_view(entry: Entry) -> dict[str, Any]:
    """An entry as JSON."""
    return {
        **{name: value for name, value in asdict(entry).items() if name not in _PLACE},
        "status": str(entry.status),
        "amount": amount_view(entry.amount, entry.currency),
        "booked": _time(entry.booked),
        "booked_at": _time(entry.booked_at),
        "value": _time(entry.value),
        "charges": [_charge(one) for one in entry.charges],
        "details": [
            {
                **asdict(one),
                "amount": amount_view(one.amount, one.currency),
                "charges": [_charge(each) for each in one.charges],
            }
            for one in entry.details
        ],
    }


def head_view(statement: Statement) -> dict[str, Any]:
    """What stands above the entries."""
    account = statement.account
    opening, closing = statement.opening, statement.closing
    found = {
        "statement": statement.id,
        "kind": str(statement.kind) + ("" if statement.complete else ", not complete"),
        "account": account.iban or account.other,
        "owner": account.owner,
        "currency": account.currency,
        "number": statement.sequence,
        "opening": opening and amount_view(opening.amount, opening.currency),
        "closing": closing and amount_view(closing.amount, closing.currency),
    }
    return {name: value for name, value in found.items() if value not in (None, "")}


def entry_row(entry: Entry) -> dict[str, Any]:
    """An entry as a row: what most look for."""
    first = entry.details[0] if entry.details else None
    other = None
    if first is not None:
        other = (first.debtor if entry.amount > 0 else first.creditor).name or None
    return {
        "day": _time(entry.booked or entry.value),
        "status": str(entry.status),
        "amount": amount_view(entry.amount, entry.currency),
        "reference": (first.reference if first else "") or None,
        "bank's reference": entry.servicer_reference or None,
        "payments": len(entry.details),
        "other side": other,
        "reversal": entry.reversal or None,
    }


def _charge(charge: Charge) -> dict[str, Any]:
    return {**asdict(charge), "amount": amount_view(charge.amount, charge.currency)}


def _time(moment: Any) -> str | None:
    return None if moment is None else moment.isoformat()

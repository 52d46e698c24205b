"""Whether an entry agrees with its account and with its own payments."""

from __future__ import annotations

import re
from typing import Final

from alatau.statements.ibans import iban_fault
from alatau.statements.model import Charge, Entry, Statement
from alatau.statements.problems import Problems

_UETR: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


def check_entry(entry: Entry, statement: Statement, problems: Problems) -> None:
    """Tells `problems` of contradictions (errors) and of odd identifiers (warnings)."""
    currency = statement.account.currency
    if currency and entry.currency != currency:
        problems.error(
            f"is in {entry.currency}, and the account in {currency}",
            line=entry.line,
            element=entry.where,
            field="currency",
        )
    _check_sum(entry, problems)
    for position, detail in enumerate(entry.details, 1):
        for role, party in (("debtor", detail.debtor), ("creditor", detail.creditor)):
            if party.iban and (fault := iban_fault(party.iban)):
                _warn(entry, f"details[{position}].{role}.iban", fault, problems)
        if detail.uetr and not _UETR.fullmatch(detail.uetr):
            fault = f"{detail.uetr!r} is no UUID of version 4"
            _warn(entry, f"details[{position}].uetr", fault, problems)


def _check_sum(entry: Entry, problems: Problems) -> None:
    """The payments make up the entry, be it before or after charges."""
    if not entry.details:
        return
    amounts = [one.amount for one in entry.details if one.currency == entry.currency]
    if len(amounts) < len(entry.details) or None in amounts:
        return  # in other currencies, or not told
    charges = [*entry.charges, *(each for one in entry.details for each in one.charges)]
    found = sum(one or 0 for one in amounts)
    own = [one for one in charges if one.currency == entry.currency]
    allowed = {0, _sum(own), _sum([one for one in own if one.included])}
    if entry.amount - found not in allowed:
        problems.error(
            f"is {entry.amount}, and its payments add up to {found} (minor units)",
            line=entry.line,
            element=entry.where,
            field="details",
        )


def _sum(charges: list[Charge]) -> int:
    return sum(one.amount for one in charges)


def _warn(entry: Entry, field: str, fault: str, problems: Problems) -> None:
    problems.warn(fault, line=entry.line, element=entry.where, field=field)

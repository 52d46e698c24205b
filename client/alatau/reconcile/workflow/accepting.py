"""Accepting statements: each file whole, once, and behind what was accepted before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import PurePath
from typing import Any

from alatau.errors import InputError
from alatau.ledger import Decision, LedgerTransaction, canonical_json
from alatau.reconcile.sources.from_statements import Bank, account_name
from alatau.reconcile.workflow.bookings import booking, booking_id
from alatau.reconcile.workflow.casebook import Casebook
from alatau.reconcile.workflow.policy import Policy
from alatau.reconcile.workflow.posted import heads_of
from alatau.reconcile.workflow.records import Kind
from alatau.reconcile.workflow.resolution_making import Who
from alatau.reconcile.workflow.statement_records import entry_plain, statement_plain
from alatau.statements import (
    Entry,
    Problem,
    Reading,
    Severity,
    Statement,
    Status,
    booked_sum,
    check_continuity,
    distinct,
)


@dataclass(frozen=True, slots=True)
class Accepted:
    """A file that is accepted: its decision, and what its entries post."""

    file: str
    decision: Decision
    changes: tuple[LedgerTransaction, ...]
    statements: int


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What is new of some files, and what was known: `known` are files told before.

    `problems` are all that were found, in the files and between them and what was accepted.
    """

    files: tuple[Accepted, ...]
    known: tuple[str, ...]
    problems: tuple[Problem, ...]


def accept(
    reading: Reading,
    book: Casebook,
    bookings: frozenset[str],
    policy: Policy,
    who: Who,
    *,
    utc_offset: int = 0,
    partial: bool = False,
) -> Acceptance:
    """What accepting the files of a reading decides and posts; a known file is passed over.

    `bookings` are the ids of what is booked already.  Raises the first error as
    `StatementInvalid` unless `partial` takes what is good, and `InputError` for a currency that
    backs another asset than before, or of which the policy does not say what it backs.
    """
    policy.check_actor(who.actor)
    check_backs(book, policy)
    known = tuple(name for name, digest in reading.digests.items() if digest in book.statements)
    statements = [one for one in reading.statements if one.file not in known]
    new, between = _behind(heads_of(book), statements)
    problems = (*(one for one in reading.problems if one.file not in known), *between)
    if not partial:
        for problem in problems:
            if problem.severity is Severity.ERROR:
                raise problem.to_error()
    _require_backed(new, policy)
    bank = Bank(policy.backs, utc_offset)
    bank.told(new)  # what an asset cannot hold is an error before anything is posted
    posting = _Posting(bank, set(bookings), book.closed_until)
    digests: dict[str, str] = {}
    for name, digest in reading.digests.items():
        if name not in known and digest not in digests.values():
            digests[name] = digest
    files = tuple(
        posting.file(
            name, digest, [one for one in new if one.file == name],
            policy=policy, who=who, partial=partial,
        )
        for name, digest in digests.items()
    )  # fmt: skip
    return Acceptance(files, known, problems)


def check_backs(book: Casebook, policy: Policy) -> None:
    """Raises `InputError` where a currency backs another asset than when it was booked."""
    now = {one.currency: asdict(one) for one in policy.backs}
    for content in book.statements.values():
        for currency, before in content["backs"].items():
            if now.get(currency) != before:
                was = f"{before['asset']} with {before['decimals']} decimals" if before else "none"
                raise InputError(
                    f"{currency} backs another asset than when its entries were booked: {was}",
                    field="backs",
                    remedy="give the policy with which the statements were accepted",
                )


def _require_backed(statements: Iterable[Statement], policy: Policy) -> None:
    """Asked before anything is booked: what a currency backs cannot be changed afterwards."""
    said = {one.currency for one in policy.backs}
    for statement in statements:
        for currency in sorted({one.currency for one in statement.entries} - said):
            raise InputError(
                f"{statement.file}: no policy says which asset {currency} backs",
                field="backs",
                remedy=f'add [[backs]] with currency = "{currency}" and the asset of the zone to'
                f' the file of --policy; asset = "{currency}" where it backs none',
            )


def _behind(
    known: Sequence[Statement], given: Iterable[Statement]
) -> tuple[list[Statement], list[Problem]]:
    """The statements that are new, and what contradicts or does not follow what is known."""
    kept, problems = distinct([*known, *given])
    new = kept[len(known) :]
    if new:
        problems += check_continuity(one for one in kept if one.complete)
    return new, problems


def _booked(statement: Statement) -> Entry | None:
    """One entry for all that a statement booked, on the first of its days; None: nothing."""
    booked = [one for one in statement.entries if one.status is Status.BOOKED]
    if not booked:
        return None
    days = [one.booked for one in statement.entries if one.booked is not None]
    total = booked_sum(booked)
    return Entry("", Status.BOOKED, total, booked[0].currency, booked=min(days, default=None))


class _Posting:
    """Makes bookings, each entry's once."""

    def __init__(self, bank: Bank, booked: set[str], open_from: int) -> None:
        self._bank, self._booked, self._open_from = bank, booked, open_from

    def file(
        self,
        name: str,
        digest: str,
        statements: Sequence[Statement],
        *,
        policy: Policy,
        who: Who,
        partial: bool,
    ) -> Accepted:
        changes: list[LedgerTransaction] = []
        listed: list[dict[str, Any]] = []
        for number, statement in enumerate(statements):
            more: list[Entry] = []
            changes += self._statement(statement, digest, number, more)
            # The folder does not matter, and would tell of somebody's machine.
            head = statement_plain(replace(statement, file=PurePath(name).name))
            head["complete"] = statement.complete
            told = {"head": head, "more": [entry_plain(one) for one in more]}
            if (all_of_it := _booked(statement)) is not None:
                told["booked"] = entry_plain(all_of_it)
            listed.append(told)
        currencies = {entry.currency for one in statements for entry in one.entries}
        backs = {one.currency: asdict(one) for one in policy.backs}
        content = {
            "digest": digest,
            "file": PurePath(name).name,
            "partial": partial,
            "backs": {currency: backs.get(currency) for currency in sorted(currencies)},
            "statements": listed,
        }
        accounts = tuple(sorted({account_name(one) for one in statements}))
        decision = Decision(
            f"{Kind.STATEMENT}:{digest}", Kind.STATEMENT, who.at, accounts, who.actor, who.reason,
            canonical_json(content),
        )  # fmt: skip
        return Accepted(name, decision, tuple(changes), len(statements))

    def _statement(
        self, statement: Statement, digest: str, number: int, more: list[Entry]
    ) -> Iterator[LedgerTransaction]:
        """What it posts; entries that post nothing, or are posted already, are put into `more`."""
        account = account_name(statement)
        for entry in statement.entries:
            id_ = booking_id(account, entry)
            amount = self._bank.units_of(entry.amount, entry.currency)
            if entry.status is not Status.BOOKED or not amount or id_ in self._booked:
                more.append(entry)
                continue
            self._booked.add(id_)
            day = entry.booked or entry.value or date(1970, 1, 1)  # as its item has it
            time = self._bank.midnight(day)
            yield booking(
                account, entry, self._bank.asset_of(entry.currency), amount,
                time=max(time, self._open_from), file=digest, statement=number,
            )  # fmt: skip

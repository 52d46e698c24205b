"""Writing camt.053 and camt.054 (001.08): an account's statement, or what it is notified of.

The same parts give the same bytes.  What the schema does not allow is not written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import IO, Final

from alatau.errors import StatementInvalid
from alatau.statements.camt_tree import Tree, Writing, render
from alatau.statements.currencies import DECIMALS
from alatau.statements.model import Balance, Closed, Count, Entry, Kind, Opened, Part, Statement
from alatau.statements.write_entry import entry_tree


@dataclass(frozen=True, slots=True)
class _Message:
    """A message's name, and those of its elements."""

    name: str
    root: str
    block: str
    pages: str


_MESSAGES: Final = {
    Kind.STATEMENT: _Message("camt.053.001.08", "BkToCstmrStmt", "Stmt", "StmtPgntn"),
    Kind.NOTIFICATION: _Message(
        "camt.054.001.08", "BkToCstmrDbtCdtNtfctn", "Ntfctn", "NtfctnPgntn"
    ),
}


def parts_of(statements: Iterable[Statement]) -> Iterator[Part]:
    """Statements with their entries as the parts that they would be read as."""
    for statement in statements:
        head = replace(statement, entries=())
        yield Opened(head)
        yield from statement.entries
        yield Closed(head)


def write_camt(
    out: IO[bytes], parts: Iterable[Part], decimals: Mapping[str, int] = DECIMALS
) -> None:
    """One message with all statements, or all notifications, in bounded memory.

    `Opened` has all balances and totals of its statement, and the first one the message's id
    and time.  Raises `StatementInvalid` with the element that the schema does not allow.
    """
    writer = CamtWriter(out, decimals)
    for part in parts:
        writer.add(part)
    writer.end()


class CamtWriter:
    """One message of camt, written part by part, for who gets the parts one at a time."""

    def __init__(self, out: IO[bytes], decimals: Mapping[str, int] = DECIMALS) -> None:
        self._out = out
        self._writing = Writing(decimals)
        self._message: _Message | None = None

    def add(self, part: Part) -> None:
        """The next part, as `write_camt` takes them."""
        if isinstance(part, Opened):
            self._open(part.statement)
        elif isinstance(part, Entry):
            self._write(f"{''.join(render([entry_tree(part, self._writing)]))}\n")
        elif self._message is not None:
            self._write(f"</{self._message.block}>\n")

    def end(self) -> None:
        """Nothing follows.  Raises `StatementInvalid` where there was nothing at all."""
        if self._message is None:
            raise StatementInvalid("a message needs a statement", field="Stmt")
        self._write(f"</{self._message.root}></Document>\n")

    def _open(self, statement: Statement) -> None:
        message = _MESSAGES.get(statement.kind)
        if message is None or self._message not in {None, message}:
            said = f"a {statement.kind} has no place in this message"
            raise StatementInvalid(said, field=statement.id)
        head = "".join(render(_head(message, statement, self._writing)))
        if self._message is None:
            self._message = message
            self._write(_begin(message, statement, self._writing))
        self._write(f"<{message.block}>{head}\n")

    def _write(self, text: str) -> None:
        self._out.write(text.encode())


def _begin(message: _Message, statement: Statement, writing: Writing) -> str:
    if statement.created is None:
        raise StatementInvalid("is missing", element="GrpHdr", field="CreDtTm")
    group: Tree = (
        "GrpHdr",
        [
            ("MsgId", writing.text("MsgId", statement.message, 35, needed=True)),
            ("CreDtTm", statement.created.isoformat()),
        ],
    )
    text = '<?xml version="1.0" encoding="UTF-8"?>\n'
    text += f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:{message.name}"><{message.root}>'
    return f"{text}{''.join(render([group]))}\n"


def _head(message: _Message, statement: Statement, writing: Writing) -> list[Tree]:
    if bool(statement.balances) != (statement.kind is Kind.STATEMENT):
        raise StatementInvalid("a statement has balances, a notification none", field="Bal")
    if (statement.begins is None) != (statement.ends is None):
        raise StatementInvalid("begins and ends both, or neither", field="FrToDt")
    if statement.page is None and not statement.last_page:
        raise StatementInvalid("is missing", field="PgNb")
    pages: list[Tree] = [
        ("PgNb", writing.number("PgNb", statement.page, 5)),
        ("LastPgInd", str(statement.last_page).lower()),
    ]
    return [
        ("Id", writing.text("Id", statement.id, 35, needed=True)),
        (message.pages, pages if statement.page is not None else []),
        ("ElctrncSeqNb", writing.number("ElctrncSeqNb", statement.sequence, 18)),
        ("LglSeqNb", writing.number("LglSeqNb", statement.legal_sequence, 18)),
        ("CreDtTm", _time(statement.created)),
        ("FrToDt", [("FrDtTm", _time(statement.begins)), ("ToDtTm", _time(statement.ends))]),
        ("CpyDplctInd", writing.text("CpyDplctInd", statement.copy, 4)),
        ("Acct", _account(statement, writing)),
        *(("Bal", _balance(one, writing)) for one in statement.balances),
        ("TxsSummry", _totals(statement, writing)),
    ]


def _account(statement: Statement, writing: Writing) -> list[Tree]:
    account = statement.account
    if not account.iban and not account.other:
        raise StatementInvalid("is missing", element="Acct", field="Id")
    return [
        ("Id", writing.account(account.iban, account.other)),
        ("Ccy", writing.text("Ccy", account.currency, 3)),
        ("Prxy", writing.proxy(account.proxy)),
        ("Ownr", [("Nm", writing.text("Nm", account.owner, 140))]),
        ("Svcr", [("FinInstnId", [("BICFI", writing.text("BICFI", account.bank, 11))])]),
    ]


def _balance(balance: Balance, writing: Writing) -> list[Tree]:
    code = "Cd" if len(balance.code) <= 4 else "Prtry"
    return [
        (
            "Tp",
            [
                ("CdOrPrtry", [(code, writing.text(code, balance.code, 35, needed=True))]),
                ("SubTp", [("Cd", "INTM" if balance.intermediate else "")]),
            ],
        ),
        ("Amt", writing.amount("Amt", balance.amount, balance.currency)),
        ("CdtDbtInd", "DBIT" if balance.amount < 0 else "CRDT"),
        ("Dt", [("Dt", balance.day.isoformat())]),
    ]


def _totals(statement: Statement, writing: Writing) -> list[Tree]:
    totals, currency = statement.totals, statement.account.currency
    net: list[Tree] = []
    if totals.net is not None:
        net = [
            ("Amt", writing.plain("TtlNetNtry", totals.net, currency)),
            ("CdtDbtInd", "DBIT" if totals.net < 0 else "CRDT"),
        ]
    return [
        ("TtlNtries", [*_count(totals.entries, currency, writing), ("TtlNetNtry", net)]),
        ("TtlCdtNtries", _count(totals.credits, currency, writing)),
        ("TtlDbtNtries", _count(totals.debits, currency, writing)),
    ]


def _count(count: Count, currency: str, writing: Writing) -> list[Tree]:
    amount = "" if count.amount is None else writing.plain("Sum", count.amount, currency)
    return [("NbOfNtries", writing.number("NbOfNtries", count.number, 15)), ("Sum", amount)]


def _time(moment: datetime | None) -> str:
    return "" if moment is None else moment.isoformat()

"""Writing pacs.008.001.08: payments as credit transfers, one at a time.

It is what `read_statements` reads as `Kind.TRANSFERS`: each entry is a transfer, positive as its
creditor sees it, with its one detail.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import IO, Final

from alatau.errors import StatementInvalid
from alatau.statements.camt_tree import Tree, Writing, render
from alatau.statements.currencies import DECIMALS
from alatau.statements.model import Entry, Kind, Opened, Part, Party, Statement
from alatau.statements.write_entry import remittance_trees

NAMESPACE: Final = "urn:iso:std:iso:20022:tech:xsd:pacs.008.001.08"
NOT_KNOWN: Final = "NOTPROVIDED"
"""Where the schema wants a reference, a name or a bank, and there is none."""


def write_transfers(
    out: IO[bytes], parts: Iterable[Part], decimals: Mapping[str, int] = DECIMALS
) -> None:
    """One message, in bounded memory.  Raises `StatementInvalid` as `TransferWriter` does."""
    writer = TransferWriter(out, decimals)
    for part in parts:
        writer.add(part)
    writer.end()


class TransferWriter:
    """One message of transfers, written part by part.

    `Opened` has how many transfers there are and what they add up to.  Raises
    `StatementInvalid` with the element that the schema does not allow, or where the transfers
    are others than `Opened` said.
    """

    def __init__(self, out: IO[bytes], decimals: Mapping[str, int] = DECIMALS) -> None:
        self._out = out
        self._writing = Writing(decimals)
        self._statement: Statement | None = None
        self._number = self._amount = 0

    def add(self, part: Part) -> None:
        """The next part."""
        if isinstance(part, Opened):
            if self._statement is not None:
                raise StatementInvalid("a message has one list of transfers", field="GrpHdr")
            self._write(_begin(part.statement, self._writing))
            self._statement = part.statement
        elif isinstance(part, Entry):
            self._number += 1
            self._amount += part.amount
            tree: Tree = ("CdtTrfTxInf", _transfer(part, self._writing))
            self._write(f"{''.join(render([tree]))}\n")

    def end(self) -> None:
        """Nothing follows."""
        said = None if self._statement is None else self._statement.totals.entries
        if said is None or not self._number:
            raise StatementInvalid("a message needs a transfer", field="CdtTrfTxInf")
        if (said.number, said.amount) != (self._number, self._amount):
            raise StatementInvalid("says something else than there is", field="GrpHdr/NbOfTxs")
        self._write("</FIToFICstmrCdtTrf></Document>\n")

    def _write(self, text: str) -> None:
        self._out.write(text.encode())


def _begin(statement: Statement, writing: Writing) -> str:
    totals, currency = statement.totals.entries, statement.account.currency
    if statement.kind is not Kind.TRANSFERS:
        raise StatementInvalid(f"a {statement.kind} is no list of transfers", field=statement.id)
    if statement.created is None or totals.number is None or totals.amount is None:
        raise StatementInvalid("needs a time, a number and a sum", field="GrpHdr")
    group: Tree = (
        "GrpHdr",
        [
            ("MsgId", writing.text("MsgId", statement.message, 35, needed=True)),
            ("CreDtTm", statement.created.isoformat()),
            ("NbOfTxs", writing.number("NbOfTxs", totals.number, 15)),
            ("TtlIntrBkSttlmAmt", writing.amount("TtlIntrBkSttlmAmt", totals.amount, currency)),
            ("SttlmInf", [("SttlmMtd", "CLRG")]),
        ],
    )
    text = '<?xml version="1.0" encoding="UTF-8"?>\n'
    text += f'<Document xmlns="{NAMESPACE}"><FIToFICstmrCdtTrf>'
    return f"{text}{''.join(render([group]))}\n"


def _transfer(entry: Entry, writing: Writing) -> list[Tree]:
    if len(entry.details) != 1 or entry.amount <= 0:
        raise StatementInvalid("is one payment of more than nothing", element=entry.id)
    (detail,) = entry.details
    text = writing.text
    return [
        (
            "PmtId",
            [
                ("InstrId", text("InstrId", detail.instruction, 35)),
                ("EndToEndId", text("EndToEndId", detail.end_to_end or NOT_KNOWN, 35)),
                ("TxId", text("TxId", detail.transaction, 35)),
                ("UETR", text("UETR", detail.uetr, 36)),
            ],
        ),
        ("IntrBkSttlmAmt", writing.amount("IntrBkSttlmAmt", entry.amount, entry.currency)),
        ("IntrBkSttlmDt", "" if entry.value is None else entry.value.isoformat()),
        ("ChrgBr", "SHAR"),
        *_party("Dbtr", detail.debtor, writing),
        _agent("DbtrAgt", detail.debtor, writing),
        _agent("CdtrAgt", detail.creditor, writing),
        *_party("Cdtr", detail.creditor, writing),
        ("RmtInf", remittance_trees(detail, writing)),
    ]


def _party(role: str, party: Party, writing: Writing) -> list[Tree]:
    account: Tree = (
        f"{role}Acct",
        [("Id", writing.account(party.iban, party.other)), ("Prxy", writing.proxy(party.proxy))],
    )
    name: Tree = (role, [("Nm", writing.text(f"{role}/Nm", party.name or NOT_KNOWN, 140))])
    return [name, account]


def _agent(role: str, party: Party, writing: Writing) -> Tree:
    if party.bank:
        known: Tree = ("BICFI", writing.text(f"{role}/BICFI", party.bank, 11))
    else:
        known = ("Othr", [("Id", NOT_KNOWN)])
    return role, [("FinInstnId", [known])]

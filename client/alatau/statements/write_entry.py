"""An entry and its payments as the elements of camt.053.001.08, in the schema's order."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from alatau.errors import StatementInvalid
from alatau.statements.camt_tree import KEEP, Tree, Writing
from alatau.statements.model import Charge, Detail, Entry, Party, Status

_STATUS: Final = {
    Status.BOOKED: "BOOK",
    Status.PENDING: "PDNG",
    Status.EXPECTED: "FUTR",
    Status.INFORMATION: "INFO",
}
_CODE_PARTS: Final = 3


def entry_tree(entry: Entry, writing: Writing) -> Tree:
    """The element `Ntry`.  Raises `StatementInvalid` with the field that does not fit."""
    try:
        return "Ntry", _entry(entry, writing)
    except StatementInvalid as error:
        raise StatementInvalid(
            error.reason, element=f"Ntry {entry.reference or entry.id}", field=error.part
        ) from error


def _entry(entry: Entry, writing: Writing) -> list[Tree]:
    details = [("TxDtls", _detail(one, writing) or KEEP) for one in entry.details]
    return [
        ("NtryRef", writing.text("NtryRef", entry.reference, 35)),
        ("Amt", writing.amount("Amt", entry.amount, entry.currency)),
        ("CdtDbtInd", _direction(entry.amount)),
        ("RvslInd", "true" if entry.reversal else ""),
        ("Sts", [("Cd", _STATUS[entry.status])]),
        ("BookgDt", _day(entry.booked, entry.booked_at)),
        ("ValDt", _day(entry.value, None)),
        ("AcctSvcrRef", writing.text("AcctSvcrRef", entry.servicer_reference, 35)),
        # It must be there, and may say nothing.
        ("BkTxCd", _code(entry.code, entry.proprietary, writing) or KEEP),
        ("Chrgs", _charges(entry.charges, writing)),
        ("NtryDtls", [*details]),
        ("AddtlNtryInf", writing.text("AddtlNtryInf", entry.information, 500)),
    ]


def _direction(amount: int) -> str:
    return "DBIT" if amount < 0 else "CRDT"


def _day(day: date | None, moment: datetime | None) -> list[Tree]:
    if moment is not None:
        return [("DtTm", moment.isoformat())]
    return [("Dt", day.isoformat())] if day is not None else []


def _code(code: str, proprietary: str, writing: Writing) -> list[Tree]:
    found: list[Tree] = []
    if code:
        parts = code.split("/")
        if len(parts) != _CODE_PARTS or not all(1 <= len(part) <= 4 for part in parts):
            raise StatementInvalid(f"{code!r} is no code like PMNT/RCDT/ESCT", field="BkTxCd")
        domain, family, below = parts
        found.append(("Domn", [("Cd", domain), ("Fmly", [("Cd", family), ("SubFmlyCd", below)])]))
    if proprietary:
        found.append(("Prtry", [("Cd", writing.text("BkTxCd/Prtry/Cd", proprietary, 35))]))
    return found


def _charges(charges: tuple[Charge, ...], writing: Writing) -> list[Tree]:
    return [
        (
            "Rcrd",
            [
                ("Amt", writing.amount("Chrgs/Rcrd/Amt", one.amount, one.currency)),
                ("CdtDbtInd", _direction(one.amount)),
                ("ChrgInclInd", "true" if one.included else ""),
                ("Tp", _charge_type(one.code, writing)),
            ],
        )
        for one in charges
    ]


def _charge_type(code: str, writing: Writing) -> list[Tree]:
    if len(code) <= 4:
        return [("Cd", writing.text("Chrgs/Rcrd/Tp/Cd", code, 4))]
    return [("Prtry", [("Id", writing.text("Chrgs/Rcrd/Tp/Prtry/Id", code, 35))])]


def _detail(detail: Detail, writing: Writing) -> list[Tree]:
    text = writing.text
    amount: list[Tree] = []
    if detail.amount is not None:
        amount = [
            ("Amt", writing.amount("TxDtls/Amt", detail.amount, detail.currency)),
            ("CdtDbtInd", _direction(detail.amount)),
        ]
    found: list[Tree] = [
        (
            "Refs",
            [
                ("AcctSvcrRef", text("Refs/AcctSvcrRef", detail.servicer_reference, 35)),
                ("InstrId", text("Refs/InstrId", detail.instruction, 35)),
                ("EndToEndId", text("Refs/EndToEndId", detail.end_to_end, 35)),
                ("UETR", text("Refs/UETR", detail.uetr, 36)),
                ("TxId", text("Refs/TxId", detail.transaction, 35)),
                ("MndtId", text("Refs/MndtId", detail.mandate, 35)),
            ],
        ),
        *amount,
        ("BkTxCd", _code(detail.code, "", writing)),
        ("Chrgs", _charges(detail.charges, writing)),
        (
            "RltdPties",
            [
                *_party("Dbtr", detail.debtor, writing),
                *_party("Cdtr", detail.creditor, writing),
            ],
        ),
        (
            "RltdAgts",
            [
                *_agent("DbtrAgt", detail.debtor, writing),
                *_agent("CdtrAgt", detail.creditor, writing),
            ],
        ),
        ("RmtInf", remittance_trees(detail, writing)),
        ("RtrInf", [("Rsn", _reason(detail.return_reason, writing))]),
        ("AddtlTxInf", text("AddtlTxInf", detail.information, 500)),
    ]
    return found if _filled(found) else []


def remittance_trees(detail: Detail, writing: Writing) -> list[Tree]:
    """What is in `RmtInf`: free lines, then creditor references."""
    free: list[Tree] = [
        ("Ustrd", writing.text("RmtInf/Ustrd", line, 140)) for line in detail.remittance
    ]
    for one in detail.references:
        text = writing.text("CdtrRefInf/Ref", one, 35)
        free.append(("Strd", [("CdtrRefInf", [("Ref", text)])]))
    return free


def _filled(content: object) -> bool:
    if isinstance(content, list):
        return any(_filled(within) for _, within in content)
    return bool(content)


def _party(role: str, party: Party, writing: Writing) -> list[Tree]:
    if party.proxy and not (party.iban or party.other):
        raise StatementInvalid("is missing: a proxy is of an account", field=f"{role}Acct/Id")
    account = writing.account(party.iban, party.other)
    return [
        (role, [("Pty", [("Nm", writing.text(f"{role}/Pty/Nm", party.name, 140))])]),
        (f"{role}Acct", [("Id", account), ("Prxy", writing.proxy(party.proxy))]),
    ]


def _agent(role: str, party: Party, writing: Writing) -> list[Tree]:
    return [(role, [("FinInstnId", [("BICFI", writing.text(f"{role}/BICFI", party.bank, 11))])])]


def _reason(reason: str, writing: Writing) -> list[Tree]:
    if len(reason) <= 4:
        return [("Cd", reason)]
    return [("Prtry", writing.text("RtrInf/Rsn/Prtry", reason, 35))]

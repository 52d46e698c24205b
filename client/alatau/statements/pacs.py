"""pacs.008: credit transfers between banks, as entries that are expected."""

from __future__ import annotations

from collections.abc import Mapping

from alatau.statements.ibans import spelled
from alatau.statements.model import (
    Account,
    Charge,
    Count,
    Detail,
    Entry,
    Kind,
    Party,
    Statement,
    Status,
    Totals,
)
from alatau.statements.xml_fields import amount, day, fail, moment, need, number, total
from alatau.statements.xml_tree import Node


def read_head(block: Node, decimals: Mapping[str, int]) -> Statement:
    """The message as a statement of no account: its transfers name both.

    Raises `StatementInvalid` at the element.
    """
    group = block.get("GrpHdr")
    if group is None:
        fail(block, "GrpHdr", "is missing")
    first = block.get("CdtTrfTxInf/IntrBkSttlmAmt")
    currency = first.currency if first is not None else ""
    units = total(group, "CtrlSum", currency, decimals) if currency else None
    if group.get("TtlIntrBkSttlmAmt") is not None:
        units, currency = amount(group, "TtlIntrBkSttlmAmt", decimals)
    return Statement(
        id=need(group, "MsgId"),
        kind=Kind.TRANSFERS,
        account=Account(currency=currency),
        message=need(group, "MsgId"),
        created=moment(group, "CreDtTm"),
        totals=Totals(entries=Count(number(group, "NbOfTxs"), units)),
        line=block.line,
    )


def read_entry(node: Node, group: Node | None, where: str, decimals: Mapping[str, int]) -> Entry:
    """A transfer, positive as its creditor will see it.  Raises `StatementInvalid`."""
    units, currency = amount(node, "IntrBkSttlmAmt", decimals)
    settled = day(node, "IntrBkSttlmDt")
    if settled is None and group is not None:
        settled = day(group, "IntrBkSttlmDt")
    remittance = node.all("RmtInf")
    structured = [each for info in remittance for each in info.all("Strd")]
    detail = Detail(
        amount=units,
        currency=currency,
        end_to_end=need(node, "PmtId/EndToEndId"),
        uetr=node.value("PmtId/UETR").lower(),
        instruction=node.value("PmtId/InstrId"),
        transaction=node.value("PmtId/TxId"),
        remittance=tuple(line.text for info in remittance for line in info.all("Ustrd")),
        references=tuple(filter(None, (each.value("CdtrRefInf/Ref") for each in structured))),
        debtor=_party(node, "Dbtr"),
        creditor=_party(node, "Cdtr"),
        charges=_charges(node, decimals),
    )
    return Entry(
        id="",
        status=Status.EXPECTED,
        amount=units,
        currency=currency,
        value=settled,
        details=(detail,),
        line=node.line,
        where=where,
    )


def _charges(node: Node, decimals: Mapping[str, int]) -> tuple[Charge, ...]:
    found = []
    for each in node.all("ChrgsInf"):
        units, currency = amount(each, "Amt", decimals)
        found.append(Charge(-units, currency, each.value("Tp/Cd", "Tp/Prtry/Id")))
    return tuple(found)


def _party(node: Node, role: str) -> Party:
    account = f"{role}Acct/Id"
    iban = spelled(node.value(f"{account}/IBAN"))
    agent = f"{role}Agt/FinInstnId"
    return Party(
        name=node.value(f"{role}/Nm"),
        iban=iban,
        other="" if iban else node.value(f"{account}/Othr/Id", f"{account}/PrtryAcct/Id"),
        bank=node.value(f"{agent}/BICFI", f"{agent}/BIC"),
        proxy=node.value(f"{role}Acct/Prxy/Id"),
    )

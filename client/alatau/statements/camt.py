"""camt.052, camt.053 and camt.054: what stands before the entries of a statement."""

from __future__ import annotations

from collections.abc import Mapping

from alatau.statements.ibans import spelled
from alatau.statements.model import Account, Balance, Count, Kind, Statement, Totals
from alatau.statements.xml_fields import amount, day, fail, flag, moment, need, number, sign, total
from alatau.statements.xml_tree import Node


def read_head(
    block: Node, group: Node | None, kind: Kind, decimals: Mapping[str, int]
) -> Statement:
    """A statement without its entries.  Raises `StatementInvalid` at the element."""
    balances = tuple(_balance(node, decimals) for node in block.all("Bal"))
    account = _account(block, balances)
    pages = block.get("StmtPgntn") or block.get("RptPgntn") or block.get("NtfctnPgntn")
    return Statement(
        id=need(block, "Id"),
        kind=kind,
        account=account,
        message=group.value("MsgId") if group is not None else "",
        created=moment(block, "CreDtTm"),
        sequence=number(block, "ElctrncSeqNb"),
        legal_sequence=number(block, "LglSeqNb"),
        page=number(pages, "PgNb") if pages else None,
        last_page=flag(pages, "LastPgInd") if pages else True,
        begins=moment(block, "FrToDt/FrDtTm"),
        ends=moment(block, "FrToDt/ToDtTm"),
        copy=block.value("CpyDplctInd"),
        balances=balances,
        totals=_totals(block, account.currency, decimals),
        line=block.line,
    )


def _account(block: Node, balances: tuple[Balance, ...]) -> Account:
    iban = spelled(block.value("Acct/Id/IBAN"))
    other = block.value("Acct/Id/Othr/Id", "Acct/Id/PrtryAcct/Id", "Acct/Id/BBAN")
    if not iban and not other:
        fail(block, "Acct/Id", "the account is missing")
    currency = block.value("Acct/Ccy") or next((one.currency for one in balances), "")
    for position, one in enumerate(balances):
        if one.currency != currency:
            fail(
                block.all("Bal")[position],
                "Amt",
                f"a balance in {one.currency} of an account in {currency}",
            )
    return Account(
        iban=iban,
        other=other if not iban else "",
        currency=currency,
        owner=block.value("Acct/Ownr/Nm"),
        bank=block.value("Acct/Svcr/FinInstnId/BICFI", "Acct/Svcr/FinInstnId/BIC"),
        proxy=block.value("Acct/Prxy/Id"),
    )


def _balance(node: Node, decimals: Mapping[str, int]) -> Balance:
    units, currency = amount(node, "Amt", decimals)
    when = day(node, "Dt")
    if when is None:
        fail(node, "Dt", "is missing")
    code = node.value("Tp/CdOrPrtry/Cd", "Tp/CdOrPrtry/Prtry")
    if not code:
        fail(node, "Tp", "is missing")
    return Balance(
        code=code,
        amount=sign(node) * units,
        currency=currency,
        day=when,
        intermediate=node.value("Tp/SubTp/Cd") == "INTM",
    )


def _totals(block: Node, currency: str, decimals: Mapping[str, int]) -> Totals:
    node = block.get("TxsSummry")
    if node is None or not currency:
        return Totals()
    # Until version 3 the net sum stands beside its sign, later both are in one element.
    net = total(node, "TtlNtries/TtlNetNtry/Amt", currency, decimals)
    beside = "TtlNtries/TtlNetNtry/CdtDbtInd"
    if net is None:
        net, beside = (
            total(node, "TtlNtries/TtlNetNtryAmt", currency, decimals),
            ("TtlNtries/CdtDbtInd"),
        )
    return Totals(
        entries=_count(node, "TtlNtries", currency, decimals),
        credits=_count(node, "TtlCdtNtries", currency, decimals),
        debits=_count(node, "TtlDbtNtries", currency, decimals),
        net=None if net is None else net * sign(node, beside, default=1),
    )


def _count(node: Node, path: str, currency: str, decimals: Mapping[str, int]) -> Count:
    return Count(
        number=number(node, f"{path}/NbOfNtries"),
        amount=total(node, f"{path}/Sum", currency, decimals),
    )

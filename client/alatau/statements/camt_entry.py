"""An entry of camt.052, camt.053 or camt.054, and the payments in it, in every version."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from alatau.errors import StatementInvalid
from alatau.statements.ibans import spelled
from alatau.statements.model import Charge, Detail, Entry, Party, Status
from alatau.statements.xml_fields import amount, day, fail, flag, moment, number, sign
from alatau.statements.xml_tree import NOTHING, Node

_STATUS: Final = {
    "BOOK": Status.BOOKED,
    "PDNG": Status.PENDING,
    "FUTR": Status.EXPECTED,
    "INFO": Status.INFORMATION,
}


def read_entry(node: Node, where: str, decimals: Mapping[str, int]) -> Entry:
    """An entry that stands at `where`, its id still empty.  Raises `StatementInvalid`."""
    units, currency = amount(node, "Amt", decimals)
    direction = sign(node)
    return Entry(
        id="",
        status=_status(node),
        amount=direction * units,
        currency=currency,
        booked=day(node, "BookgDt"),
        booked_at=moment(node, "BookgDt/DtTm"),
        value=day(node, "ValDt"),
        # The sign is of the movement itself: a reversed debit is CRDT.
        reversal=flag(node, "RvslInd"),
        reference=node.value("NtryRef"),
        servicer_reference=node.value("AcctSvcrRef"),
        code=_code(node),
        proprietary=node.value("BkTxCd/Prtry/Cd"),
        charges=_charges(node, decimals),
        details=_details(node, direction, currency, decimals),
        information=node.value("AddtlNtryInf"),
        line=node.line,
        where=where,
    )


def _status(node: Node) -> Status:
    # Until version 6 the code itself, from 7 on in an element of its own.
    text = node.value("Sts/Cd", "Sts/Prtry", "Sts")
    found = _STATUS.get(text)
    if found is None:
        said = f"{text!r} is none of {', '.join(_STATUS)}" if text else "is missing"
        fail(node, "Sts", said)
    return found


def _code(node: Node) -> str:
    paths = ("BkTxCd/Domn/Cd", "BkTxCd/Domn/Fmly/Cd", "BkTxCd/Domn/Fmly/SubFmlyCd")
    return "/".join(filter(None, (node.value(path) for path in paths)))


def _charges(node: Node, decimals: Mapping[str, int]) -> tuple[Charge, ...]:
    found = []
    for charges in node.all("Chrgs"):
        records = charges.all("Rcrd") or ([charges] if charges.get("Amt") is not None else [])
        for record in records:
            units, currency = amount(record, "Amt", decimals)
            found.append(
                Charge(
                    amount=sign(record, default=-1) * units,
                    currency=currency,
                    code=record.value("Tp/Cd", "Tp/Prtry/Id"),
                    included=flag(record, "ChrgInclInd"),
                )
            )
        if not records and charges.get("TtlChrgsAndTaxAmt") is not None:
            units, currency = amount(charges, "TtlChrgsAndTaxAmt", decimals)
            found.append(Charge(-units, currency))
    return tuple(found)


def _details(
    node: Node, direction: int, currency: str, decimals: Mapping[str, int]
) -> tuple[Detail, ...]:
    found: list[Detail] = []
    for group in node.all("NtryDtls"):
        first = len(found)
        for payment in group.all("TxDtls"):
            try:
                found.append(_detail(payment, direction, currency, decimals))
            except StatementInvalid as error:
                place = f"NtryDtls/TxDtls[{len(found) + 1}]"
                raise StatementInvalid(
                    error.reason,
                    line=error.line,
                    field=f"{place}/{error.part}",
                    remedy=error.remedy,
                ) from error
        _check_batch(group, found[first:], currency, decimals)
    return tuple(found)


def _check_batch(
    group: Node, details: list[Detail], currency: str, decimals: Mapping[str, int]
) -> None:
    """What a batch says of itself, where its payments are told too."""
    count = number(group, "Btch/NbOfTxs")
    if not details or group.get("Btch") is None:
        return
    if count is not None and count != len(details):
        fail(group, "Btch/NbOfTxs", f"says {count}, and there are {len(details)} payments")
    if group.get("Btch/TtlAmt") is None:
        return
    units, said = amount(group, "Btch/TtlAmt", decimals)
    units *= sign(group, "Btch/CdtDbtInd", default=1)
    amounts = [one.amount for one in details if one.currency == currency == said]
    if len(amounts) == len(details) and None not in amounts:
        found = sum(one or 0 for one in amounts)
        if abs(units) != abs(found):
            fail(
                group,
                "Btch/TtlAmt",
                f"says {abs(units)}, and the payments add up to {abs(found)} minor units",
            )


def _detail(node: Node, direction: int, currency: str, decimals: Mapping[str, int]) -> Detail:
    direction = sign(node, default=direction)
    units, own = _detail_amount(node, currency, decimals)
    refs, parties = node.get("Refs") or NOTHING, node.get("RltdPties") or NOTHING
    remittance = node.all("RmtInf")
    structured = [each for info in remittance for each in info.all("Strd")]
    return Detail(
        amount=None if units is None else direction * units,
        currency=own,
        end_to_end=refs.value("EndToEndId"),
        uetr=refs.value("UETR").lower(),
        instruction=refs.value("InstrId"),
        transaction=refs.value("TxId"),
        mandate=refs.value("MndtId"),
        servicer_reference=refs.value("AcctSvcrRef"),
        remittance=tuple(line.text for info in remittance for line in info.all("Ustrd")),
        references=tuple(filter(None, (each.value("CdtrRefInf/Ref") for each in structured))),
        debtor=_party(parties, node, "Dbtr"),
        creditor=_party(parties, node, "Cdtr"),
        return_reason=node.value("RtrInf/Rsn/Cd", "RtrInf/Rsn/Prtry"),
        charges=_charges(node, decimals),
        code=_code(node),
        information=node.value("AddtlTxInf"),
    )


def _detail_amount(
    node: Node, currency: str, decimals: Mapping[str, int]
) -> tuple[int | None, str]:
    """In the entry's currency, if it is told in it; an instructed amount may be before charges."""
    first: tuple[int | None, str] = (None, "")
    for path in ("Amt", "AmtDtls/TxAmt/Amt"):
        if node.get(path) is not None:
            found = amount(node, path, decimals)
            if found[1] == currency:
                return found
            first = first if first[0] is not None else found
    return first


def _party(parties: Node, node: Node, role: str) -> Party:
    """Until version 6 the party itself, from 7 on in `Pty`, or a bank in `Agt`."""
    agent = f"RltdAgts/{role}Agt/FinInstnId"
    account = parties.get(f"{role}Acct/Id") or NOTHING
    iban = spelled(account.value("IBAN"))
    return Party(
        name=parties.value(f"{role}/Pty/Nm", f"{role}/Nm", f"{role}/Agt/FinInstnId/Nm"),
        iban=iban,
        other="" if iban else account.value("Othr/Id", "PrtryAcct/Id", "BBAN"),
        bank=node.value(f"{agent}/BICFI", f"{agent}/BIC"),
        proxy=parties.value(f"{role}Acct/Prxy/Id"),
    )

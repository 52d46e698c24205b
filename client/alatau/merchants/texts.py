"""Texts and references of the ledger in the lengths that ISO 20022 has for them."""

from __future__ import annotations

import hashlib
import re
from typing import Final

from alatau.ledger import LedgerTransaction

NAME: Final = 140
REFERENCE: Final = 35
_INFORMATION: Final = 500
_LINE: Final = 140
_NOT_XML: Final = re.compile("[\x00-\x1f\ufffe\uffff]")
_UETR: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_SIGNATURE, _UETR_NAME, _END_TO_END = "signature", "uetr", "end_to_end_id"
_PAYMENT: Final = "reference"
"""32 bytes that commit to an invoice, in hexadecimal."""
_PAYMENT_DIGITS: Final = 32


def cleaned(text: str, most: int) -> str:
    """A text in one line of at most so many characters, its end cut off with ``…``."""
    one = " ".join(_NOT_XML.sub(" ", text).split())
    return one if len(one) <= most else f"{one[: most - 1].rstrip()}…"


def servicer_reference(one: LedgerTransaction) -> str:
    """35 characters that no other transaction of the ledger has.

    Of one of the chain, the beginning of its signature, by which an explorer's list is searched;
    the id itself, where it fits; else a digest of it.
    """
    signature = one.references.get(_SIGNATURE, "")
    if len(signature) > REFERENCE and one.id == f"{one.source}:{signature}":
        return cleaned(signature[:REFERENCE], REFERENCE)
    if len(one.id) <= REFERENCE and cleaned(one.id, REFERENCE) == one.id:
        return one.id
    return hashlib.sha256(one.id.encode()).hexdigest()[:_PAYMENT_DIGITS]


def end_to_end(one: LedgerTransaction) -> str:
    """What the payer's side calls it: its EndToEndId, else how its payment's reference begins."""
    given = one.references.get(_END_TO_END) or one.references.get(_PAYMENT, "")[:_PAYMENT_DIGITS]
    return cleaned(given, REFERENCE)


def uetr(one: LedgerTransaction) -> str:
    """Its UETR, if it has one."""
    given = one.references.get(_UETR_NAME, "").lower()
    return given if _UETR.fullmatch(given) else ""


def remittance(one: LedgerTransaction) -> tuple[str, ...]:
    """Lines with all its references but the signature, whole: ``reference 9f…``."""
    left = {name: text for name, text in one.references.items() if name != _SIGNATURE}
    lines = (cleaned(f"{name} {left[name]}", _LINE) for name in sorted(left))
    return tuple(line for line in lines if line)


def information(one: LedgerTransaction) -> str:
    """What happened, in words; why, where a person did it; what it takes back."""
    said = [one.description, one.reason, f"reverses {one.reverses}" if one.reverses else ""]
    return cleaned("; ".join(filter(None, said)), _INFORMATION)


def full_id(one: LedgerTransaction) -> str:
    """The transaction's id: with the whole signature, if it is of the chain."""
    return cleaned(one.id, _INFORMATION)

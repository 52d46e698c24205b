"""One way to write what banks, chains and people write in several: references, parties, texts."""

from __future__ import annotations

import re
from typing import Final
from unicodedata import normalize

NOTHING: Final = frozenset({"notprovided", "nonref"})
"""What ISO 20022 and MT940 write where there is no reference."""

_IBAN: Final = re.compile(r"(?:iban)?([a-z]{2}[0-9]{2}[a-z0-9]{11,30})", re.ASCII)
_SEPARATOR: Final = re.compile(r"[-/._:#]")
_NO_WORD: Final = re.compile(r"[\W_]+")
_MARKS: Final = "0-./_:#"
"""A reference of nothing but these is none."""
_SHORTEST_PREFIX: Final = 3


def normal_reference(text: str) -> str:
    """A reference without blanks and case; empty where it names nothing.

    The same object where the text is normal already: a million of them take no memory twice.
    """
    if text.isascii():
        short = "".join(text.lower().split())
    else:  # letters that a blank stood between may be composed once it is gone
        short = normalize("NFKC", "".join(_folded(text).split()))
    if short in NOTHING or (short[:1] in _MARKS and not short.strip(_MARKS)):
        return ""
    return text if short == text else short


def normal_party(text: str) -> str:
    """An IBAN without blanks and prefix, else a name without case, quotes and punctuation.

    Names in Kazakh and Russian too; ё is е, as most people write it.
    """
    folded = _folded(text)
    short = "".join(folded.split())
    if short in NOTHING:
        return ""
    if found := _IBAN.fullmatch(short):
        return found[1]
    return normal_text(text)


def normal_text(text: str) -> str:
    """The words of a text, without case and punctuation, a blank between them."""
    return _NO_WORD.sub(" ", _folded(text)).strip().replace("ё", "е")


def prefixes(reference: str) -> tuple[str, ...]:
    """What stands before each separator of a normal reference, from three characters on.

    `batch-7/12` begins with `batch` and with `batch-7`.
    """
    cuts = (found.start() for found in _SEPARATOR.finditer(reference))
    return tuple(reference[:cut] for cut in cuts if cut >= _SHORTEST_PREFIX)


def _folded(text: str) -> str:
    if text.isascii():
        return text.lower()
    # Folding can take a composed letter apart: hence composed again.
    return normalize("NFKC", normalize("NFKC", text).casefold())

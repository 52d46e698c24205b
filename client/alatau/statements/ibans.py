"""IBANs: country, length and check digits."""

from __future__ import annotations

from functools import lru_cache

from schwifty import IBAN
from schwifty.exceptions import SchwiftyException


def spelled(text: str) -> str:
    """An IBAN as machines write it: without blanks, in capitals."""
    return "".join(text.split()).upper()


@lru_cache(maxsize=65_536)
def iban_fault(text: str) -> str:
    """What is wrong with an IBAN; empty where nothing is."""
    try:
        IBAN(text)
    except SchwiftyException as error:
        why = str(error).strip().rstrip(".")
        return f"{text!r} is no IBAN: {why[:1].lower()}{why[1:]}"
    except (ValueError, KeyError, IndexError):  # what its parser lets through for odd letters
        return f"{text!r} is no IBAN"
    return ""

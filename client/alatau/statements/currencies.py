"""ISO 4217: how many decimals an amount of a currency has."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from alatau.amounts import parse_amount
from alatau.errors import InputError

_NONE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_TWO = """
AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD
CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS
GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL
MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK
PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS
TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG
"""
_THREE = "BHD IQD JOD KWD LYD OMR TND"
_FOUR = "CLF UYW"

DECIMALS: Final[Mapping[str, int]] = MappingProxyType(
    {
        code: decimals
        for decimals, codes in ((0, _NONE), (2, _TWO), (3, _THREE), (4, _FOUR))
        for code in codes.split()
    }
)
"""Decimals by currency code."""

_MOST_TEXT: Final = 64
_NUMBER = re.compile(r"\+?(?P<whole>[0-9]*)(?:\.(?P<fraction>[0-9]*))?", re.ASCII)


def decimals_of(currency: str, decimals: Mapping[str, int] = DECIMALS) -> int:
    """The decimals of a currency.  Raises `InputError` where nobody says how many it has."""
    found = decimals.get(currency, DECIMALS.get(currency))
    if found is None:
        remedy = "currencies outside ISO 4217 need their decimals given"
        raise InputError(f"{currency!r} is no currency", remedy=remedy)
    return found


def minor_units(text: str, decimals: int, *, zeros: bool = False) -> int:
    """Minor units of a decimal number as XML writes it: ``12``, ``12.5``, ``.50``.

    It is not negative and has at most `decimals` decimals, where `zeros` lets any number of
    zeros follow.  Raises `InputError`.
    """
    if len(text) > _MOST_TEXT:
        raise InputError(f"has {len(text)} characters, which no amount has")
    match = _NUMBER.fullmatch(text)
    if match is not None and (match["whole"] or match["fraction"]):
        fraction = match["fraction"] or ""
        if zeros:
            fraction = fraction[:decimals] + fraction[decimals:].rstrip("0")
        text = f"{match['whole'] or '0'}.{fraction}" if fraction else match["whole"]
    return parse_amount(text, decimals)

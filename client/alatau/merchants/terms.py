"""How a participant is told its accounts: in which currency, whose clock, under which names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

from alatau.amounts import format_amount
from alatau.errors import InputError, StatementInvalid
from alatau.statements import DECIMALS

_CODE: Final = re.compile(r"[A-Z]{3}", re.ASCII)
_BIC: Final = re.compile(r"[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?", re.ASCII)
_MOST_DECIMALS: Final = 5
"""What ISO 20022 allows of any amount."""
_DAY_MINUTES: Final = 24 * 60


@dataclass(frozen=True, slots=True)
class Terms:
    """How the ledger's accounts are told to their owner.

    `currency` is a code of ISO 4217, or three letters of one's own for an asset that has none.
    `decimals` are those of the ledger's base units (None: the currency's own).  `owner` is the
    participant's name, `bank` the BIC of who keeps the accounts, `zone` its name; `offset` says
    by how many minutes its clock is ahead of UTC, which decides what day it is.

    Raises `InputError` naming the field that cannot be.
    """

    currency: str
    decimals: int | None = None
    owner: str = ""
    bank: str = ""
    zone: str = ""
    offset: int = 0

    def __post_init__(self) -> None:
        if not _CODE.fullmatch(self.currency):
            raise InputError(f"{self.currency!r} is no currency", field="currency", remedy="as KZT")
        if self.bank and not _BIC.fullmatch(self.bank):
            raise InputError(f"{self.bank!r} is no BIC", field="bank", remedy="as KCJBKZKX")
        if abs(self.offset) >= _DAY_MINUTES:
            raise InputError(f"{self.offset} minutes are more than a day", field="offset")
        if self.currency in DECIMALS:
            return
        if self.decimals is None:
            said = f"ISO 4217 does not have the currency {self.currency}"
            raise InputError(said, field="decimals", remedy="say how many decimals it has")
        if self.decimals > _MOST_DECIMALS:
            said = f"{self.currency} would have {self.decimals} decimals, and ISO 20022 has at most"
            raise InputError(
                f"{said} {_MOST_DECIMALS}",
                field="decimals",
                remedy="give the currency that the asset stands for, or read the ledger as JSON",
            )

    @property
    def stated(self) -> Mapping[str, int]:
        """The decimals of the currency in statements, as readers and writers take them."""
        return {self.currency: DECIMALS.get(self.currency, self.decimals or 0)}

    def minor(self, amount: int, element: str) -> int:
        """Base units of the ledger in the currency's minor units.

        Raises `StatementInvalid`, naming the element, where they are a part of one: nothing is
        rounded.
        """
        places = self.stated[self.currency]
        own = places if self.decimals is None else self.decimals
        scale: int = 10 ** abs(places - own)
        if own <= places:
            return amount * scale
        units, rest = divmod(abs(amount), scale)
        if rest:
            raise StatementInvalid(
                f"{format_amount(amount, own)} has more decimals than {self.currency}",
                element=element,
                field="Amt",
                remedy=f"give a code of your own with {own} decimals, or read the ledger as JSON",
            )
        return units if amount >= 0 else -units

    def moment(self, time: int) -> datetime:
        """Unix seconds by the zone's clock.  Raises `InputError` beyond the year 9999."""
        zone = timezone(timedelta(minutes=self.offset)) if self.offset else UTC
        try:
            return datetime.fromtimestamp(time, zone)
        except (OverflowError, ValueError, OSError) as error:
            raise InputError(f"{time} is no time of a calendar", field="time") from error

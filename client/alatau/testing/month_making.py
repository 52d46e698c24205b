"""Making plans of a month: what is common to all movements, ordinary ones and broken ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

from solders.pubkey import Pubkey
from solders.signature import Signature

from alatau.reconcile.model import BreakType, Source
from alatau.reconcile.sources.facts import Expected
from alatau.sender import State
from alatau.statements import Detail, Party
from alatau.testing.day_people import Dice
from alatau.testing.month_people import Person, make_people, make_person, some_bytes
from alatau.testing.month_values import (
    DAYS,
    FIRST,
    KZT,
    OFFSET,
    Line,
    Meant,
    OwnAccount,
    Plan,
    Planted,
    Transfer,
    working_day,
)

_EPOCH: Final = date(1970, 1, 1)
_DAY: Final = 86_400
_SLOTS: Final = 200_000
"""Slots of a day."""
SOUND_DAYS: Final = 24
"""Up to this day of the month things begin that are over, and due, at its end."""


class Making:
    """A plan, the dice, and names that no two movements share."""

    def __init__(self, seed: int, people: int) -> None:
        self.dice = Dice(seed)
        self.plan = Plan()
        self.people = make_people(self.dice, people)
        self.signer = str(Pubkey(some_bytes(self.dice, 32)))
        """Pays for the zone's own transactions."""
        self._strangers = people
        self._number = 0
        self._amounts: set[int] = set()

    # -- who, when, how much -----------------------------------------------------------

    def person(self) -> Person:
        """A customer."""
        return self.dice.pick(self.people)

    def new_person(self) -> Person:
        """Somebody whose IBAN nobody else has: a stranger, or a customer with one movement."""
        self._strangers += 1
        return make_person(self.dice, self._strangers)

    def day(self, first: int = 1, last: int = SOUND_DAYS) -> date:
        """A day of the month, which may be a Saturday or a Sunday."""
        return FIRST + timedelta(days=self.dice.between(first, last) - 1)

    def amount(self) -> int:
        """Minor units, never the same twice, whose first two digits differ."""
        while True:
            found = self.dice.between(1_000_00, 900_000_00)
            first, second = divmod(int(str(found)[:2]), 10)
            if found not in self._amounts and second and first != second:
                self._amounts.add(found)
                return found

    def number(self) -> int:
        """The next number of this month."""
        self._number += 1
        return self._number

    def signature(self) -> str:
        """A signature."""
        return str(Signature.from_bytes(some_bytes(self.dice, 64)))

    def uetr(self) -> str:
        """A UUID of version 4."""
        digits = some_bytes(self.dice, 16).hex()
        return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:]}"

    def reference(self) -> str:
        """What a bank calls a payment."""
        return f"KZ26{self.number():07}{self.dice.below(10_000):04}"

    # -- movements ---------------------------------------------------------------------

    def line(self, day: date, amount: int, **more: Any) -> Line:
        """A line at the bank, on a working day."""
        number = self.number()
        values: dict[str, Any] = {
            "label": f"L{number:06}",
            "account": KZT,
            "servicer": f"BR{number:09}",
            "code": "PMNT/RCDT/ESCT" if amount > 0 else "PMNT/ICDT/ESCT",
        }
        found = Line(day=working_day(day), amount=amount, **{**values, **more})
        self.plan.lines.append(found)
        return found

    def transfer(self, day: date, **more: Any) -> Transfer:
        """A transaction on the chain at some time of a day."""
        second = self.dice.below(_DAY)
        at = (day - _EPOCH).days * _DAY - OFFSET + second
        slot = 280_000_000 + (day - FIRST).days * _SLOTS + second * _SLOTS // _DAY
        values: dict[str, Any] = {
            "signature": self.signature(), "time": at, "slot": slot, "payer": self.signer,
        }  # fmt: skip
        found = Transfer(**{**values, **more})
        self.plan.transfers.append(found)
        return found

    def meant(self, key: str, transfer: Transfer, state: State, **more: Any) -> Meant:
        """The journal's intent for a transaction."""
        values: dict[str, Any] = {
            "signatures": (transfer.signature,),
            "landed": transfer.signature,
            "slot": transfer.slot,
            "at": transfer.time + 20,
            "error": transfer.error,
        }
        found = Meant(key, state, **{**values, **more})
        self.plan.meant.append(found)
        return found

    def crossing(
        self,
        person: Person,
        day: date,
        amount: int,
        *,
        reference: str = "",
        account: OwnAccount = KZT,
        booked: int | None = None,
        asset: str = "",
        **more: Any,
    ) -> Transfer:
        """A deposit or withdrawal on the chain, as the journal and the provider have it too.

        `amount` is in minor units of the bank's, signed; `booked` what the provider's books
        say where that is something else.
        """
        units = amount * account.factor
        moved = ((person.wallet, asset or account.asset, units),)
        transfer = self.transfer(day, moved=moved, **more)
        key = self.key(amount)
        self.meant(key, transfer, State.FINALIZED)
        in_books = units if booked is None else booked * account.factor
        self.book(key, person, in_books, transfer.time, reference, asset=account.asset)
        return transfer

    def key(self, amount: int) -> str:
        """An idempotency key."""
        return f"transfer:{'in' if amount > 0 else 'out'}-{self.number():06}"

    def book(
        self, key: str, person: Person, units: int, time: int, reference: str, *, asset: str
    ) -> Expected:
        """A row of the provider's books."""
        found = Expected(key, asset, units, time, reference, person.iban)
        self.plan.expected.append(found)
        return found

    def paid(
        self, person: Person, day: date, amount: int, *, reference: str = "", **more: Any
    ) -> Line:
        """A line at the bank under the payer's reference, of a person."""
        return self.line(day, amount, party=person, end_to_end=reference, **more)

    # -- what must be found ------------------------------------------------------------

    def plant(
        self,
        name: str,
        kind: BreakType,
        between: tuple[Source, Source],
        *items: Line | Transfer | Meant | str,
        amount: int,
        at_risk: int | None = None,
    ) -> None:
        """A break that reconciliation must find, with exactly these items."""
        labels = frozenset(map(label_of, items))
        risk = abs(amount) if at_risk is None else at_risk
        self.plan.planted.append(Planted(name, kind, between, labels, amount, risk))


def label_of(item: Line | Transfer | Meant | str) -> str:
    """What an item is called among planted breaks."""
    match item:
        case Line():
            return f"bank:{item.label}"
        case Transfer():
            return f"chain:{item.signature}"
        case Meant():
            return f"journal:{item.key}"
        case _:
            return item


def detail_of(line: Line) -> Detail:
    """The one payment of a line that is no batch."""
    party = Party() if line.party is None else Party(line.party.name, line.party.iban)
    # Who pays stands as the debtor, of a reversal too: it is still the first payment's.
    incoming = (line.amount > 0) != (line.reversal or bool(line.return_reason))
    return Detail(
        amount=line.amount if line.gross is None else line.gross,
        currency=line.account.currency,
        end_to_end=line.end_to_end or "NOTPROVIDED",
        uetr=line.uetr,
        remittance=(line.text,) if line.text else (),
        debtor=party if incoming else Party(),
        creditor=Party() if incoming else party,
        return_reason=line.return_reason,
    )


def part(line: Line, person: Person, amount: int, reference: str) -> Detail:
    """A payment of a batch."""
    alone = replace(line, amount=amount, party=person, end_to_end=reference, gross=None)
    return detail_of(alone)


def days_of_month() -> list[date]:
    """All of them."""
    return [FIRST + timedelta(days=at) for at in range(DAYS)]

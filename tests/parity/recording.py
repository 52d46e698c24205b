"""A zone that records what comes of what it is told to do, and what of it can be compared."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass, is_dataclass, replace
from dataclasses import fields as dataclass_fields
from typing import Any, TypeVar

from solders.keypair import Keypair
from solders.signature import Signature

from alatau.chain.base import Chain, TimeTravel
from alatau.errors import ProgramRefused, TransactionFailed
from alatau.models import Receipt
from alatau.program import idl
from alatau.sender import Intent, Sender
from alatau.testing.fixtures import DAY, FreshZone, ZonePolicy

EventT = TypeVar("EventT")

SETTLE_WINDOW = 1
POLICY = ZonePolicy(settle_window=SETTLE_WINDOW, deliver_within=DAY)
TIMES = frozenset(
    {"ends_at", "expires_at", "verified_until", "verified_until_before", "deliver_by"}
    | {"settles_at", "reserve_until", "decide_by", "closes_at", "starts_at", "ready_at", "until"}
    | {"withdrawals_stopped_until", "executed_at", "paid_at", "subscribed_at", "replace_at"}
)

_NAMES = {bytes(each["discriminator"]): str(each["name"]) for each in idl()["instructions"]}


@dataclass(frozen=True, slots=True)
class Line:
    """What came of an instruction: its event, or the error's name."""

    instruction: str
    error: str
    event: str
    units: int


class RecordedZone(FreshZone):
    """A zone that writes down what comes of everything it is told to do."""

    def __init__(self, chain: Chain, sender: Sender, *, name: str, keypair: Keypair) -> None:
        super().__init__(chain, sender, name=name, keypair=keypair)
        self.lines: list[Line] = []

    async def execute(self, event: type[EventT], intent: Intent) -> Receipt[EventT]:
        name = _NAMES[bytes(intent.instructions[-1].data[:8])]
        # A payroll is packed to the last byte for the payer that it names.
        payer = intent.fee_payer if name == "pay_many" else self.operator
        try:
            receipt = await super().execute(event, replace(intent, fee_payer=payer))
        except TransactionFailed as error:
            reason = error.name if isinstance(error, ProgramRefused) else error.error
            signature = Signature.from_string(error.signature)
            (record,) = await self.chain.transactions([signature])
            assert record is not None
            self.lines.append(Line(name, reason, "", record.compute_units))
            raise
        text = repr(comparable(receipt.event))
        self.lines.append(Line(name, "", text, receipt.compute_units))
        return receipt


def comparable(value: Any) -> dict[str, Any]:
    """A value's fields without what differs from chain to chain: times and salts."""
    # Not `asdict`, which would copy addresses, and they cannot be copied.
    fields = {each.name: getattr(value, each.name) for each in dataclass_fields(value)}
    for name in fields.keys() & TIMES:
        fields[name] = "never" if fields[name] == 0 else "some time"
    for name, each in fields.items():
        if isinstance(each, tuple):
            fields[name] = [comparable(one) if is_dataclass(one) else one for one in each]
    if "reference" in fields:
        fields["reference"] = len(fields["reference"])
    return fields


async def refuse(*attempts: Awaitable[object]) -> None:
    """Make attempts, all at once, that must fail; the record has how."""
    for result in await asyncio.gather(*attempts, return_exceptions=True):
        if isinstance(result, TransactionFailed):
            continue
        if isinstance(result, BaseException):
            raise result
        raise AssertionError(f"it was not refused: {result}")


async def until(chain: Chain, moment: int) -> None:
    """Let the time come: at once where the clock can be moved."""
    if isinstance(chain, TimeTravel):
        await chain.set_time(moment)
    while await chain.time() < moment:
        await asyncio.sleep(0.1)

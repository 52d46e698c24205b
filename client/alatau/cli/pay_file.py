"""``alatau pay --file``: many payments of one wallet, each exactly once."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from solders.keypair import Keypair
from solders.pubkey import Pubkey

from alatau.bulk import Done
from alatau.cli.connect import asset_of, zone_of
from alatau.cli.csv_file import read_rows
from alatau.cli.options import Settings
from alatau.cli.output import emit, explanation, printable, table
from alatau.cli.parse import parse_duration, parse_enum
from alatau.cli.payroll import amount_of, payee_of, progress
from alatau.cli.view import Plain, money
from alatau.errors import InputError, TransactionFailed
from alatau.pay import PaymentOrder
from alatau.program import Service
from alatau.sender import Outcome
from alatau.zone import Zone

NEEDS = ("payee", "amount")
MAY_HAVE = ("service", "hold", "lane", "invoice", "key")
_LANES = 256


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it was read: `service` None is a transfer, `hold` seconds, 0 is final."""

    payee: Pubkey
    amount: int
    service: Service | None
    hold: int
    lane: int
    invoice: str
    key: str


async def execute_file(
    settings: Settings, payer: Keypair, file: Path, mint: Pubkey, key: str | None
) -> bool:
    """Pay all lines and print what became of each; whether all were paid.

    A line's key is its own or its number, within `key` or else the file's content: the same
    file again pays nothing twice.  Raises `InputError` that names every wrong line.
    """
    async with zone_of(settings, payer) as zone:
        decimals = (await asset_of(zone, mint)).decimals
        lines = read_rows(
            file, lambda cells: _line(cells, decimals), needs=NEEDS, may_have=MAY_HAVE
        )
        orders = await _orders(zone, lines, mint, key or _digest(file))
        ended: list[Done[PaymentOrder, Outcome]] = []
        with progress("paying", shown=not settings.json) as tell:
            try:
                async for done in zone.pay_all(orders, progress=tell):
                    ended.append(done)  # noqa: PERF401 - kept where it is interrupted
            except (asyncio.CancelledError, KeyboardInterrupt):
                _say_interrupted(len(ended), len(orders))
                raise
    ended.sort(key=lambda done: done.index)
    paid = [done for done in ended if done.error is None]
    total = sum(done.row.amount for done in paid)
    failed = [_view(done, decimals) for done in ended if done.error is not None]
    sentence = f"paid {money(total, decimals)} in {len(paid)} of {len(ended)} payments"
    text = f"{sentence}\n{table(failed, '')}" if failed else sentence
    emit(settings, [_view(done, decimals) for done in ended], printable(text))
    return not failed


def _line(cells: Mapping[str, str], decimals: int) -> Line:
    service, hold, lane = (cells.get(name, "") for name in ("service", "hold", "lane"))
    if not service and (hold or lane):
        raise InputError("a transfer has no lane, and is not held")
    if lane and not (lane.isdecimal() and int(lane) < _LANES):
        raise InputError(f"{lane!r} is no lane: 0 to {_LANES - 1}")
    return Line(
        payee_of(cells["payee"]),
        amount_of(cells["amount"], decimals),
        parse_enum(Service, service, "service") if service else None,
        parse_duration(hold, "hold") if hold else 0,
        int(lane or 0),
        cells.get("invoice", ""),
        cells.get("key", ""),
    )


async def _orders(zone: Zone, lines: list[Line], mint: Pubkey, label: str) -> list[PaymentOrder]:
    now = await zone.chain.time() if any(line.hold for line in lines) else 0
    keys = [line.key or f"line {number}" for number, line in enumerate(lines, 1)]
    twice = sorted({key for key in keys if keys.count(key) > 1}) if len({*keys}) < len(keys) else []
    if twice:
        raise InputError(f"the key {twice[0]!r} stands in several lines", field="key")
    return [
        PaymentOrder(
            payee=line.payee,
            mint=mint,
            amount=line.amount,
            service=line.service,
            deliver_by=now + line.hold if line.hold else 0,
            payee_lane=line.lane,
            invoice=line.invoice.encode(),
            key=f"cli:pay-file:{label}:{key}",
        )
        for line, key in zip(lines, keys, strict=True)
    ]


def _digest(file: Path) -> str:
    return sha256(file.expanduser().read_bytes()).hexdigest()[:16]


def _view(done: Done[PaymentOrder, Outcome], decimals: int) -> Plain:
    shown: Plain = {
        "number": done.index + 1,
        "payee": str(done.row.payee),
        "amount": money(done.row.amount, decimals),
        "signature": done.value.signature if done.value else "",
    }
    if done.error is None:
        return {**shown, "error": None}
    signature = str(getattr(done.error, "signature", ""))
    more = {name: value for name, value in explanation(done.error).items() if value}
    if "recorded" in more and isinstance(done.error, TransactionFailed):
        # Under another --key all of the file would be paid, what was paid before too.
        done.error.remedy = "mend the cause, then pay these lines alone, from a file of their own"
    return {**shown, "signature": signature, "error": str(done.error), **more}


def _say_interrupted(ended: int, of: int) -> None:
    sys.stderr.write(
        f"\ninterrupted: {ended} of {of} payments have ended, what was signed of the others is in"
        " the journal.\nRun the same command again to go on: nothing is paid twice.\n"
    )

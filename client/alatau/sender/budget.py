"""What a transaction asks of the network: a limit of compute units, and a price for each.

A block is filled by what transactions ask for, not by what they use, so one that asks for
what it needs gets in sooner, and pays less where units have a price.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from solders.compute_budget import set_compute_unit_limit, set_compute_unit_price
from solders.instruction import Instruction
from solders.pubkey import Pubkey

from alatau.chain.base import Chain, Simulation
from alatau.errors import ChainError, ChainUnavailable
from alatau.program import PROGRAM_ID
from alatau.sender.answers import Answers
from alatau.sender.intent import Intent
from alatau.sender.signing import unsigned

MOST_UNITS: Final = 1_400_000
_OURS, _OTHERS = 8, 1
"""How many of the first bytes say what an instruction does: Anchor's, the system's or tokens'."""


@dataclass(frozen=True, slots=True)
class Fees:
    """How transactions bid for their place in a block.

    `margin_bps` and `margin_units` on top of what a simulation used become the limit; the
    price, micro-lamports a unit, is the `percentile` of what recent blocks asked of who
    writes the same accounts, at most `cap`, asked again after `lasts` seconds.  Signed again
    after an expiry, the price doubles, up to the cap.
    """

    margin_bps: int = 2_000
    margin_units: int = 10_000
    percentile: int = 75
    cap: int = 50_000
    lasts: float = 20.0


class Budget:
    """Limits by the shape of instructions, prices by the accounts that they write."""

    def __init__(self, chain: Chain, fees: Fees) -> None:
        self._chain = chain
        self._fees = fees
        self._limits = Answers[object, int](math.inf)
        self._prices = Answers[Pubkey, int](fees.lasts)

    async def instructions(self, intent: Intent, retry: int = 0) -> tuple[Instruction, ...]:
        """What comes first in the transaction; `retry`: how often it has expired before."""
        if intent.transaction is not None:
            return ()
        limit, price = await asyncio.gather(self._limit(intent), self._price(intent))
        asked = () if limit is None else (set_compute_unit_limit(limit),)
        price = min(price << retry, self._fees.cap)
        return (*asked, set_compute_unit_price(price)) if price else asked

    async def _limit(self, intent: Intent) -> int | None:
        shape = shape_of(intent.instructions)
        return await self._limits.get(shape, lambda: self._measure(intent))

    async def _measure(self, intent: Intent) -> int | None:
        tried = await try_out(self._chain, intent)
        if tried.error is not None:
            return None  # what fails when tried tells nothing of what it needs
        used, fees = tried.compute_units, self._fees
        return min(used + used * fees.margin_bps // 10_000 + fees.margin_units, MOST_UNITS)

    async def _price(self, intent: Intent) -> int:
        prices = (
            self._prices.get(address, partial(self._recent, address))
            for address in written_by(intent.instructions)
        )
        return max((price or 0 for price in await asyncio.gather(*prices)), default=0)

    async def _recent(self, address: Pubkey) -> int | None:
        try:
            asked = await self._chain.recent_fees([address])
        except ChainUnavailable:
            raise
        except ChainError:
            return None  # a node that does not tell prices is paid none
        return percentile(asked, self._fees.percentile)


async def try_out(chain: Chain, intent: Intent) -> Simulation:
    """Try an intent without effect."""
    return await chain.simulate(unsigned(intent, (await chain.blockhash()).hash))


def shape_of(instructions: Sequence[Instruction]) -> tuple[tuple[Pubkey, bytes, int, int], ...]:
    """What transactions that need about the same units have in common."""
    shape = []
    for each in instructions:
        data = bytes(each.data)
        kind = data[: _OURS if each.program_id == PROGRAM_ID else _OTHERS]
        shape.append((each.program_id, kind, len(data), len(each.accounts)))
    return tuple(shape)


def written_by(instructions: Iterable[Instruction]) -> list[Pubkey]:
    """The accounts that instructions may write, each once."""
    metas = (meta for each in instructions for meta in each.accounts if meta.is_writable)
    return list(dict.fromkeys(meta.pubkey for meta in metas))


def percentile(values: Sequence[int], percent: int) -> int:
    """The nearest-rank percentile: the least value that so many per cent do not exceed."""
    if not values:
        return 0
    return sorted(values)[max(0, math.ceil(len(values) * percent / 100) - 1)]

"""What the chain has behind a slot: every transaction of the program, each once."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from solders.signature import Signature

from alatau.chain.base import Chain, Commitment, OpenBlock, SignatureInfo
from alatau.errors import ChainUnavailable, HistoryGap
from alatau.indexer.decoded import Decoded, decode
from alatau.program import PROGRAM_ID

PAGE: Final = 1_000
_TRIES: Final = 5
_PAUSE_SECONDS: Final = 0.5


@dataclass(frozen=True, slots=True)
class Behind:
    """What there is behind a slot, oldest slot first: `settled` up to the slot `final`, and
    `open`, which may vanish yet.
    """

    final: int
    settled: tuple[SignatureInfo, ...]
    open: tuple[SignatureInfo, ...]


async def behind(chain: Chain, slot: int) -> Behind:
    """List what has landed behind `slot`, up to which all is known.

    Raises `HistoryGap` where the node no longer has that slot, if anything was there: what
    came right behind it may be gone too.
    """
    if isinstance(chain, OpenBlock):
        await chain.end_block()  # a slot is read once
    # First how far it is final: what is listed afterwards has all of that.
    final = (await chain.tip(Commitment.FINALIZED)).slot
    found: dict[Signature, SignatureInfo] = {}
    before: Signature | None = None
    reached = slot == 0
    while True:
        page = await chain.history(PROGRAM_ID, limit=PAGE, before=before)
        for info in page:
            reached = reached or info.slot <= slot
            if info.slot > slot:
                found.setdefault(info.signature, info)
        if len(page) < PAGE or page[-1].slot < slot:
            break
        before = page[-1].signature
    if not reached:
        raise HistoryGap(
            f"{chain.url} shows no transaction of slot {slot} or before, up to which the ledger"
            " has all",
            slot=slot,
            address=str(PROGRAM_ID),
        )
    ordered = sorted(found.values(), key=lambda info: (info.slot, bytes(info.signature)))
    settled = tuple(info for info in ordered if info.slot <= final)
    return Behind(final, settled, tuple(ordered[len(settled) :]))


def in_groups(infos: Sequence[SignatureInfo], size: int) -> Iterator[list[SignatureInfo]]:
    """Whole slots, at least `size` transactions at a time."""
    group: list[SignatureInfo] = []
    for _, slot in groupby(infos, key=lambda info: info.slot):
        group += slot
        if len(group) >= size:
            yield group
            group = []
    if group:
        yield group


async def fetch(chain: Chain, infos: Sequence[SignatureInfo]) -> list[Decoded]:
    """The transactions themselves.

    One that the node lists and does not show is asked for again, for it may not have written it
    down yet.  Raises `ChainUnavailable` where it does not come.
    """
    missing = [info.signature for info in infos]
    found: list[Decoded] = []
    for attempt in range(_TRIES):
        if attempt:
            await asyncio.sleep(_PAUSE_SECONDS)
        records = await chain.transactions(missing)
        found += [decode(record) for record in records if record is not None]
        missing = [each for each, record in zip(missing, records, strict=True) if record is None]
        if not missing:
            return found
    raise ChainUnavailable(
        f"{chain.url} lists {len(missing)} transactions that it does not show, {missing[0]} first",
        remedy="try again, or ask a node that keeps its whole history",
    )

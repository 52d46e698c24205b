"""Journals that tests damage: as many intents as fill several pages of every table."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from functools import partial
from hashlib import sha256, sha512
from pathlib import Path
from typing import Any

from solders.pubkey import Pubkey
from solders.signature import Signature

from alatau.sender import Attempt, Entry, Evidence, Journal, Record, State

GENESIS = "5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d"
ZONE = "Алатау"
INTENTS = 120
PAGE = 4096
FRAME = PAGE + 24
ACCOUNTS = [str(Pubkey(sha256(name.encode()).digest())) for name in ("Айгүл", "Ерлан", "Дана")]
LOGS = ("Program log: " + "ұзын журнал " * 700, "Program log: қате")


def signature(text: str) -> str:
    return str(Signature.from_bytes(sha512(text.encode()).digest()))


def attempt(key: str, number: int) -> Attempt:
    message = sha512(f"{key} {number}".encode()).digest() * 6
    return Attempt(signature(f"{key} {number}"), key, message, 150 + number, ACCOUNTS[0], number)


def key_of(number: int) -> str:
    return f"order:А-{number:04}:pay"


def open_at(path: Path) -> Journal:
    return Journal.open(path, genesis=GENESIS, zone=ZONE, now=lambda: 1_790_000_000.5)


async def live(journal: Journal, number: int) -> None:
    """One intent's life, as far as it depends on its number."""
    key, length = key_of(number), number % 7
    account = "" if number % 11 == 0 else ACCOUNTS[number % len(ACCOUNTS)]
    journal.prepare(Entry(key, account, number if account else 0, b"salt", State.PREPARED))
    if length == 0:
        return
    await journal.sign(attempt(key, 1))
    if length == 1:
        journal.move(key, State.EXPIRED, Evidence(400, 300, "150 блок өтті"))
        await journal.sign(attempt(key, 2))
    for state in (State.SENT, State.PROCESSED, State.CONFIRMED, State.FINALIZED)[: length - 1]:
        journal.move(key, state, Evidence(number, number), signature=signature(f"{key} 1"))
    if length == 6 and number % 2:
        journal.prepare(Entry(f"{key}:refund", ACCOUNTS[0], 5000 + number, b"", State.PREPARED))
        await journal.sign(attempt(f"{key}:refund", 1))
        journal.move(
            f"{key}:refund", State.FAILED, Evidence(7), signature=signature(f"{key}:refund 1"),
            slot=7, error='{"InstructionError":[0,{"Custom":6004}]}', logs=LOGS,
        )  # fmt: skip


class Made:
    """A sound journal, and whatever can be asked of it with the answers.

    No dataclass: Hypothesis shows their fields whatever `__repr__` says.
    """

    def __init__(self, content: bytes, answers: dict[str, Any]) -> None:
        self.content, self.answers = content, answers

    def __repr__(self) -> str:
        return "a sound journal"

    @property
    def records(self) -> list[Record]:
        records: list[Record] = self.answers["records"]
        return records


def questions(journal: Journal) -> Iterator[tuple[str, Callable[[], Any]]]:
    keys = [key_of(number) for number in range(1, INTENTS + 2)]
    yield from ((f"entry {key}", partial(journal.entry, key)) for key in keys)
    yield from ((f"attempts {key}", partial(journal.attempts, key)) for key in keys)
    yield from ((f"transitions {key}", partial(journal.transitions, key)) for key in keys)
    for key in keys:
        yield f"knows {key}", partial(journal.knows, signature(f"{key} 1"))
    for number in range(1, INTENTS + 2):
        account = ACCOUNTS[number % len(ACCOUNTS)]
        yield (
            f"entry_of {number}",
            partial(journal.entry_of, account, number),
        )
    for account in ACCOUNTS:
        yield f"highest {account}", partial(journal.highest_sequence, account)
    yield "entries", journal.entries
    yield "unknown", lambda: journal.entries(states=[State.SIGNED], account=ACCOUNTS[1])
    yield "unresolved", lambda: list(journal.unresolved())
    yield "counts", journal.counts
    yield "records", lambda: list(journal.records())


def make(path: Path) -> Made:
    """A sound journal at `path`."""

    async def write() -> None:
        with open_at(path) as journal:
            for number in range(1, INTENTS + 1):
                await live(journal, number)

    asyncio.run(write())
    with open_at(path) as journal:
        assert journal.verify() == []
        answers = {name: ask() for name, ask in questions(journal)}
    return Made(path.read_bytes(), answers)


def alone(path: Path, content: bytes, log: bytes | None = None) -> None:
    """Put a journal's bytes at `path`, and nothing else beside it but its log."""
    for stale in path.parent.iterdir():
        stale.unlink()
    path.write_bytes(content)
    if log is not None:
        path.with_name(f"{path.name}-wal").write_bytes(log)


def changed(content: bytes, flips: list[tuple[int, int]]) -> bytes:
    """Bytes of which some are others."""
    data = bytearray(content)
    for position, change in flips:
        data[position % len(data)] ^= change
    return bytes(data)

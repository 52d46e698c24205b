"""A node that misbehaves as real ones do: a real HTTP server that answers as a test says.

What a well-behaved one does is shown by the contract tests on a validator.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from solders.hash import Hash
from solders.keypair import Keypair
from solders.message import MessageV0
from solders.transaction import VersionedTransaction

Answer = Callable[[list[Any]], Any]
GENESIS, OTHER_GENESIS = str(Hash.default()), str(Hash(bytes([7] * 32)))
CONFIRMED = {"slot": 900, "confirmationStatus": "confirmed", "err": None}
BEHIND = (-32016, "Minimum context slot has not been reached")


class Refuse(Exception):
    """Makes the node answer a call with an error."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(code, message)
        self.error = {"code": code, "message": message}


@dataclass(slots=True)
class Node:
    """Answers each method as told; counts calls and remembers requests.

    `faults` meet the next requests, one each: a status line, with headers if need be, or
    "hang up".  A request for which `refuses` (its calls, its size) says something is answered
    with that status and text.
    """

    url: str = ""
    genesis: str = GENESIS
    answers: dict[str, Answer] = field(default_factory=dict)
    calls: list[tuple[str, list[Any]]] = field(default_factory=list)
    requests: list[tuple[int, int]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    refuses: Callable[[int, int], str] = lambda _count, _size: ""
    delay: float = 0.0
    busy: int = 0
    busiest: int = 0
    server: asyncio.Server | None = None
    connections: set[asyncio.StreamWriter] = field(default_factory=set)

    def count(self, method: str) -> int:
        return sum(name == method for name, _ in self.calls)

    async def start(self) -> None:
        port = int(self.url.rpartition(":")[2]) if self.url else 0
        self.server = await asyncio.start_server(self.serve, "127.0.0.1", port)
        self.url = f"http://127.0.0.1:{self.server.sockets[0].getsockname()[1]}"

    async def stop(self) -> None:
        assert self.server is not None
        self.server.close()
        for connection in list(self.connections):
            connection.close()
        await self.server.wait_closed()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections.add(writer)
        try:
            while await self.exchange(reader, writer):
                pass
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            self.connections.discard(writer)
            writer.close()

    async def exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        size = int(head.split("content-length:")[1].split("\r\n")[0])
        body = json.loads(await reader.readexactly(size))
        calls = body if isinstance(body, list) else [body]
        status, content = "200 OK", b""
        self.busy += 1
        self.busiest = max(self.busiest, self.busy)
        await asyncio.sleep(self.delay)
        self.busy -= 1
        if self.faults:
            status = self.faults.pop(0)
        elif refusal := self.refuses(len(calls), size):
            status, _, text = refusal.partition("|")
            content = text.encode()
        if status == "hang up":
            return False
        if status == "200 OK" and not content:
            self.requests.append((len(calls), size))
            answers = [self.answer(call) for call in reversed(calls)]  # any order is valid
            content = json.dumps(answers if isinstance(body, list) else answers[0]).encode()
        writer.write(f"HTTP/1.1 {status}\r\ncontent-length: {len(content)}\r\n\r\n".encode())
        writer.write(content)
        await writer.drain()
        return True

    def answer(self, call: dict[str, Any]) -> dict[str, Any]:
        method, params = call["method"], call["params"]
        self.calls.append((method, params))
        try:
            if method == "getGenesisHash":
                return {"id": call["id"], "result": self.genesis}
            return {"id": call["id"], "result": self.answers[method](params)}
        except Refuse as refusal:
            return {"id": call["id"], "error": refusal.error}


@asynccontextmanager
async def running(node: Node) -> AsyncIterator[Node]:
    await node.start()
    try:
        yield node
    finally:
        await node.stop()


def transaction(number: int = 0, payer: Keypair | None = None) -> VersionedTransaction:
    payer = payer or Keypair()
    blockhash = Hash(number.to_bytes(32, "big"))
    return VersionedTransaction(MessageV0.try_compile(payer.pubkey(), [], [], blockhash), [payer])


def statuses(value: Any, slot: int = 2_000) -> dict[str, Any]:
    """An answer of getSignatureStatuses of one signature."""
    return {"context": {"slot": slot}, "value": [value]}


def epoch(height: int, slot: int = 2_000) -> Answer:
    """Answers getEpochInfo."""
    return lambda _: {"blockHeight": height, "absoluteSlot": slot}


def all_are(params: list[Any], value: Any, slot: int = 2_000) -> Any:
    """An answer of getSignatureStatuses that says the same of each."""
    return {"context": {"slot": slot}, "value": [value for _ in params[0]]}


def refuse(code: int, message: str) -> Answer:
    def answer(_: list[Any]) -> Any:
        raise Refuse(code, message)

    return answer

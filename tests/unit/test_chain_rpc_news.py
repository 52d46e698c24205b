"""News over a websocket that is absent, refuses, falls silent or talks nonsense."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import pytest
from tests.unit.rpc_node import Node
from websockets import ConnectionClosed
from websockets.asyncio.server import ServerConnection, serve

from alatau.chain import rpc_news
from alatau.chain.rpc import RpcChain
from alatau.chain.rpc_news import websocket_url

SLOT = json.dumps({"method": "slotNotification", "params": {"result": {"slot": 9}}})
ASKED = ["slotSubscribe", "slotsUpdatesSubscribe"]


def update(what: str) -> str:
    told = {"result": {"slot": 9, "type": what}}
    return json.dumps({"method": "slotsUpdatesNotification", "params": told})


Behaviour = Callable[[ServerConnection], Awaitable[None]]


class Socket:
    """The node's websocket: each connection behaves as the next of `behaviours`, or the last."""

    def __init__(self, *behaviours: Behaviour) -> None:
        self.behaviours = list(behaviours)
        self.subscribed: list[str] = []

    async def handle(self, connection: ServerConnection) -> None:
        number = len(self.subscribed) // len(ASKED)
        self.subscribed += [json.loads(await connection.recv())["method"] for _ in ASKED]
        with suppress(ConnectionClosed):
            await self.behaviours[min(number, len(self.behaviours) - 1)](connection)


@asynccontextmanager
async def listening(node: Node, socket: Socket) -> AsyncIterator[None]:
    port = int(node.url.rpartition(":")[2]) + 1
    try:
        server = await serve(socket.handle, "127.0.0.1", port, close_timeout=0.1)
    except OSError:
        pytest.skip(f"port {port} is in use")
    async with server:
        yield


async def talks(connection: ServerConnection) -> None:
    await connection.send('{"jsonrpc":"2.0","result":0,"id":0}')
    while True:
        await connection.send(SLOT)
        await asyncio.sleep(0.05)


async def refuses_updates(connection: ServerConnection) -> None:
    await connection.send('{"jsonrpc":"2.0","error":{"code":-32601},"id":1}')
    await talks(connection)


async def keeps_silent(connection: ServerConnection) -> None:
    await connection.send('{"jsonrpc":"2.0","result":0,"id":0}')
    await connection.wait_closed()


async def refuses(connection: ServerConnection) -> None:
    await connection.send('{"jsonrpc":"2.0","error":{"code":-32601},"id":0}')
    await connection.wait_closed()


async def talks_nonsense(connection: ServerConnection) -> None:
    await connection.send("[не json")
    await connection.wait_closed()


async def hangs_up(connection: ServerConnection) -> None:
    await connection.close()


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rpc_news, "SILENCE_SECONDS", 1.0)
    monkeypatch.setattr(rpc_news, "_FIRST_PAUSE", 0.02)


async def waited(rpc: RpcChain, seconds: float) -> float:
    clock = asyncio.get_running_loop().time
    began = clock()
    await rpc.news(seconds)
    return clock() - began


async def first_news(rpc: RpcChain) -> None:
    """Wait until the websocket tells something: the first wait only starts it."""
    for _ in range(20):
        if await waited(rpc, 1.0) < 0.9:
            return
    pytest.fail("no news came")


async def test_news_is_told_at_once_and_to_all(node: Node, rpc: RpcChain) -> None:
    socket = Socket(talks)
    async with listening(node, socket):
        await first_news(rpc)
        times = await asyncio.gather(*(waited(rpc, 5.0) for _ in range(50)))
        assert max(times) < 4.0
        assert socket.subscribed == ASKED
        await rpc.close()


async def test_news_of_a_node_that_does_not_tell_confirmations_is_that_of_slots(
    node: Node, rpc: RpcChain
) -> None:
    async with listening(node, Socket(refuses_updates)):
        await first_news(rpc)
        await rpc.close()


async def test_news_is_the_confirmation_where_it_is_told(node: Node, rpc: RpcChain) -> None:
    """Once a slot: its beginning, and all else of it, is none any more."""
    go_on = asyncio.Event()

    async def confirms(connection: ServerConnection) -> None:
        await connection.send(SLOT)  # not known yet whether confirmations come
        await connection.send(update("optimisticConfirmation"))
        await go_on.wait()
        for other in (SLOT, update("createdBank"), update("frozen"), update("root"), SLOT):
            await connection.send(other)
        await asyncio.sleep(0.5)
        await connection.send(update("optimisticConfirmation"))
        await connection.wait_closed()

    async with listening(node, Socket(confirms)):
        await first_news(rpc)
        go_on.set()
        assert 0.4 < await waited(rpc, 30.0) < 25.0
        await rpc.close()


@pytest.mark.parametrize("behaviour", [keeps_silent, refuses, talks_nonsense, hangs_up])
async def test_news_after_a_bad_connection_comes_from_another(
    node: Node, rpc: RpcChain, behaviour: Behaviour
) -> None:
    socket = Socket(behaviour, behaviour, talks)
    async with listening(node, socket):
        await first_news(rpc)
        assert socket.subscribed == ASKED * 3
        await rpc.close()


async def test_news_without_a_websocket_returns_after_the_time_given(
    node: Node, rpc: RpcChain
) -> None:
    for _ in range(3):
        assert 0.1 <= await waited(rpc, 0.1) < 1.0


async def test_news_of_a_node_that_refuses_again_and_again_is_asked_for_less_and_less(
    node: Node, rpc: RpcChain
) -> None:
    socket = Socket(hangs_up)
    async with listening(node, socket):
        await waited(rpc, 1.5)
        # 0.02 s, 0.04 s, 0.08 s …: six or seven fit; without growing pauses it were dozens.
        assert 2 <= len(socket.subscribed) // len(ASKED) <= 8
        await rpc.close()


async def test_close_while_news_is_awaited_lets_go_and_leaves_nothing(
    node: Node, rpc: RpcChain
) -> None:
    before = asyncio.all_tasks()
    socket = Socket(talks)
    async with listening(node, socket):
        await first_news(rpc)
    waiting = asyncio.create_task(rpc.news(60.0))
    await asyncio.sleep(0.05)
    async with asyncio.timeout(5.0):
        await rpc.close()
        await waiting
    assert {task for task in asyncio.all_tasks() - before if "alatau" in str(task)} == set()


async def test_close_without_news_started_no_connection(node: Node, rpc: RpcChain) -> None:
    socket = Socket(talks)
    async with listening(node, socket):
        await rpc.close()
        await asyncio.sleep(0.05)
    assert socket.subscribed == []


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://127.0.0.1:8899", "ws://127.0.0.1:8900"),
        ("http://localhost:20000/", "ws://localhost:20001/"),
        ("http://[::1]:8899", "ws://[::1]:8900"),
        ("https://api.devnet.solana.com", "wss://api.devnet.solana.com"),
        ("https://rpc.example.kz:8443/v1?api-key=k", "wss://rpc.example.kz:8443/v1?api-key=k"),
        ("http://rpc.example.kz/", "ws://rpc.example.kz/"),
    ],
)
def test_websocket_url_is_beside_the_nodes_own(url: str, expected: str) -> None:
    assert websocket_url(url) == expected

"""Requests to a node that fails, throttles, refuses what is large, and is closed upon."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from solders.keypair import Keypair
from tests.unit.rpc_node import (
    Node,
    Refuse,
    epoch,
    transaction,
)

from alatau.chain.rpc import RpcChain
from alatau.chain.rpc_http import BATCH_BYTES, BATCH_CALLS, CONNECTIONS
from alatau.errors import ChainError, ChainUnavailable


def height_is(node: Node, height: int, slot: int = 2_000) -> None:
    node.answers["getEpochInfo"] = epoch(height, slot)


@pytest.mark.parametrize(
    "fault",
    [
        "429 Too Many Requests",
        "429 Too Many Requests\r\nretry-after: 0",
        "429 Too Many Requests\r\nretry-after: Wed, 21 Oct 2026 07:28:00 GMT",
        "502 Bad Gateway",
        "hang up",
    ],
    ids=["429", "429-now", "429-date", "502", "cut"],
)
async def test_call_passing_fault_is_repeated(node: Node, rpc: RpcChain, fault: str) -> None:
    height_is(node, 7)
    node.faults = [fault, fault]
    assert await rpc.block_height() == 7
    assert node.faults == []


async def test_call_told_when_to_return_waits_for_it(node: Node, rpc: RpcChain) -> None:
    height_is(node, 7)
    node.faults = ["429 Too Many Requests\r\nretry-after: 1"]
    clock = asyncio.get_running_loop().time
    began = clock()
    heights = await asyncio.gather(*(rpc.block_height() for _ in range(3 * BATCH_CALLS)))
    assert set(heights) == {7}
    assert clock() - began >= 1.0


async def test_call_thousands_on_a_busy_node_lose_none_and_stay_few_at_once(
    node: Node, rpc: RpcChain
) -> None:
    height_is(node, 7)
    node.delay = 0.01
    node.faults = ["429 Too Many Requests", "200 OK", "429 Too Many Requests"]
    heights = await asyncio.gather(*(rpc.block_height() for _ in range(20 * BATCH_CALLS)))
    assert len(heights) == 20 * BATCH_CALLS
    assert 1 < node.busiest <= CONNECTIONS + 1


async def test_call_node_behind_is_repeated_alone(node: Node, rpc: RpcChain) -> None:
    behind = iter([True, True])

    def answer(_: list[Any]) -> Any:
        if next(behind, False):
            raise Refuse(-32005, "Node is behind by 42 slots")
        return 7

    node.answers["getFirstAvailableBlock"] = answer
    height_is(node, 5)
    first, height = await asyncio.gather(rpc.first_slot(), rpc.block_height())
    assert (first, height) == (7, 5)
    assert (node.count("getEpochInfo"), node.count("getFirstAvailableBlock")) == (1, 3)


async def test_call_constant_fault_gives_up_with_a_remedy(node: Node, impatient: RpcChain) -> None:
    node.faults = ["429 Too Many Requests"] * 100
    with pytest.raises(ChainUnavailable, match=r"HTTP 429.*alatau localnet"):
        await impatient.slot()


async def test_call_hundreds_on_a_node_that_is_down_all_give_up(
    node: Node, impatient: RpcChain
) -> None:
    await node.stop()
    asked = (impatient.block_height() for _ in range(30 * BATCH_CALLS))
    async with asyncio.timeout(8.0):
        failed = await asyncio.gather(*asked, return_exceptions=True)
    assert {type(each) for each in failed} == {ChainUnavailable}


async def test_call_page_instead_of_json_is_a_chain_error(node: Node, rpc: RpcChain) -> None:
    node.faults = ["403 Forbidden"]
    with pytest.raises(ChainError, match="HTTP 403"):
        await rpc.slot()


async def test_call_hundreds_at_once_keep_the_nodes_limits(node: Node, rpc: RpcChain) -> None:
    node.answers["sendTransaction"] = lambda params: params[0]
    payer = Keypair()
    node.requests.clear()
    await asyncio.gather(*(rpc.send(transaction(i, payer)) for i in range(250)))
    assert node.count("sendTransaction") == 250
    assert max(count for count, _ in node.requests) <= BATCH_CALLS
    assert max(size for _, size in node.requests) <= BATCH_BYTES
    assert len(node.requests) < 20


@pytest.mark.parametrize(
    ("most_calls", "most_bytes", "words"),
    [
        (999, 6_000, "413 Payload Too Large"),
        (9, 60_000, '400 Bad Request|{"error":{"code":-32600,"message":"batch of too many"}}'),
        (1, 60_000, '200 OK|{"error":{"code":-32600,"message":"batch requests are not served"}}'),
    ],
    ids=["bytes", "calls", "single"],
)
async def test_send_all_too_large_for_the_node_is_split_in_order(
    node: Node, rpc: RpcChain, most_calls: int, most_bytes: int, words: str
) -> None:
    refused = []

    def refuses(count: int, size: int) -> str:
        if count <= most_calls and size <= most_bytes:
            return ""
        refused.append(count)
        return words

    node.refuses = refuses
    arrived = []
    node.answers["sendTransaction"] = lambda params: arrived.append(params[0])
    payer = Keypair()
    raws = [bytes(transaction(i, payer)) for i in range(40)]
    assert await rpc.send_all(raws) == [None] * 40
    assert len(set(arrived)) == len(arrived) == 40
    assert 1 <= len(refused) <= 6
    refused.clear()
    assert await rpc.send_all(raws) == [None] * 40
    assert refused == []


async def test_send_all_one_too_large_even_alone_is_refused(node: Node, rpc: RpcChain) -> None:
    node.answers["sendTransaction"] = lambda params: params[0]
    node.refuses = lambda _, size: "413 Payload Too Large" if size > 50_000 else ""
    first, large, last = await rpc.send_all([b"one", bytes(60_000), b"two"])
    assert (first, last) == (None, None)
    assert "413" in str(large)


async def test_close_with_calls_in_flight_ends_them(node: Node, rpc: RpcChain) -> None:
    node.faults = ["503 Service Unavailable"] * 100
    waiting = asyncio.create_task(rpc.slot())
    sending = asyncio.create_task(rpc.send_all([b"a", b"b"]))
    await asyncio.sleep(0.05)
    await rpc.close()
    for each in (waiting, sending):
        with pytest.raises(ChainError, match="closed"):
            await each
    with pytest.raises(ChainError, match="closed"):
        await rpc.news(1.0)


async def test_call_cancelled_leaves_the_others(node: Node, rpc: RpcChain) -> None:
    height_is(node, 7)
    node.delay = 0.05
    first, second = (asyncio.create_task(rpc.block_height()) for _ in range(2))
    await asyncio.sleep(0.01)
    first.cancel()
    assert await second == 7
    assert first.cancelled()

"""A node and a connection to it, for the tests of the RPC backend."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio
from tests.unit.rpc_node import Node, running

from alatau.chain.rpc import RpcChain


@pytest_asyncio.fixture
async def node() -> AsyncIterator[Node]:
    async with running(Node()) as node:
        yield node


@pytest_asyncio.fixture
async def second() -> AsyncIterator[Node]:
    async with running(Node()) as node:
        yield node


@pytest_asyncio.fixture
async def rpc(node: Node) -> AsyncIterator[RpcChain]:
    async with await RpcChain.open(node.url) as chain:
        yield chain


@pytest_asyncio.fixture
async def impatient(node: Node) -> AsyncIterator[RpcChain]:
    """A connection that gives up soon: what must not give up is given time on a slow machine."""
    async with await RpcChain.open(node.url, patience=0.5) as chain:
        yield chain

"""Both chains, and one validator for all tests of a session."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from alatau.chain.base import Chain
from alatau.chain.embedded import EmbeddedChain
from alatau.chain.rpc import RpcChain
from alatau.localnet import Localnet, find_validator

REQUIRE_VALIDATOR = "ALATAU_REQUIRE_VALIDATOR"


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def localnet() -> AsyncIterator[Localnet]:
    if find_validator() is None:
        reason = "solana-test-validator was not found: set SOLANA_TEST_VALIDATOR to its path"
        if os.environ.get(REQUIRE_VALIDATOR) == "1":
            pytest.fail(f"{reason} ({REQUIRE_VALIDATOR}=1)", pytrace=False)
        pytest.skip(reason)
    # Slots of about 100 ms: what expires or becomes final does so four times sooner.
    async with Localnet.start(port=0, ticks_per_slot=16) as net:
        yield net


@pytest_asyncio.fixture
async def embedded_chain() -> AsyncIterator[EmbeddedChain]:
    async with await EmbeddedChain.open(None, programs={}) as chain:
        yield chain


@pytest_asyncio.fixture
async def validator_chain(localnet: Localnet) -> AsyncIterator[RpcChain]:
    async with await RpcChain.open(localnet.url) as chain:
        yield chain


@pytest.fixture(params=["embedded", pytest.param("validator", marks=pytest.mark.validator)])
def chain(request: pytest.FixtureRequest) -> Chain:
    opened: Chain = request.getfixturevalue(f"{request.param}_chain")
    return opened

"""Several nodes of one cluster, and a node that comes back as another chain."""

from __future__ import annotations

import asyncio
import socket

import pytest
from solders.keypair import Keypair
from solders.pubkey import Pubkey
from tests.unit.rpc_node import (
    BEHIND,
    CONFIRMED,
    GENESIS,
    OTHER_GENESIS,
    Node,
    all_are,
    epoch,
    refuse,
    statuses,
    transaction,
)

from alatau.chain import cluster_url, rpc_endpoints
from alatau.chain.rpc import RpcChain
from alatau.errors import ChainError, ChainUnavailable, InputError, OutcomeUnknown, WrongChain


def nowhere() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"


async def both(node: Node, second: Node, patience: float = 10.0) -> RpcChain:
    node.answers["getEpochInfo"], second.answers["getEpochInfo"] = epoch(1), epoch(2)
    return await RpcChain.open(f"{node.url},{second.url}", patience=patience)


# -- several nodes ---------------------------------------------------------------------


async def test_open_several_uses_the_first_that_works(node: Node, second: Node) -> None:
    async with await both(node, second) as chain:
        assert await chain.block_height() == 1
        assert chain.url == f"{node.url},{second.url}"
    node.answers["getEpochInfo"] = epoch(1)
    async with await RpcChain.open(f"{nowhere()},{node.url}") as chain:
        assert await chain.block_height() == 1


async def test_open_several_of_two_chains_is_refused(node: Node, second: Node) -> None:
    second.genesis = OTHER_GENESIS
    with pytest.raises(WrongChain, match=OTHER_GENESIS):
        await both(node, second)


async def test_open_several_none_works_is_unavailable() -> None:
    with pytest.raises(ChainUnavailable, match="does not answer"):
        await RpcChain.open(f"{nowhere()},{nowhere()}", patience=0.2)


async def test_open_a_busy_node_waits_for_its_first_answer(
    node: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rpc_endpoints, "_NOBODY_SECONDS", 0.1)
    node.answers["getEpochInfo"] = epoch(1)
    node.delay = 0.5
    async with await RpcChain.open(f"{nowhere()},{node.url}") as chain:
        assert await chain.block_height() == 1


async def test_open_a_silent_node_is_unavailable_when_patience_is_spent(node: Node) -> None:
    node.delay = 30
    with pytest.raises(ChainUnavailable, match=r"no answer within 0\.\d+ s"):
        await RpcChain.open(node.url, patience=0.2)


async def test_open_beside_a_node_that_answers_a_silent_one_is_not_waited_for(
    node: Node, second: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rpc_endpoints, "_NOBODY_SECONDS", 0.2)
    node.delay = 30
    second.answers["getEpochInfo"] = epoch(2)
    async with asyncio.timeout(20), await RpcChain.open(f"{node.url},{second.url}") as chain:
        assert chain._rpc.url == second.url


async def test_open_one_node_twice_is_refused(node: Node) -> None:
    with pytest.raises(InputError, match="twice"):
        await RpcChain.open(f"{node.url},{node.url}")


def test_cluster_url_several_resolves_each() -> None:
    assert cluster_url("localnet, https://a.kz") == "http://127.0.0.1:8899,https://a.kz"


@pytest.mark.parametrize(
    "fault", ["429 Too Many Requests", "503 Service Unavailable", "403 Forbidden", "hang up"]
)
async def test_call_failing_node_is_left_for_another_at_once(
    node: Node, second: Node, fault: str
) -> None:
    async with await both(node, second) as chain:
        node.faults = [fault] * 50
        heights = await asyncio.gather(*(chain.block_height() for _ in range(300)))
        assert set(heights) == {2}
        node.faults = []
        assert await chain.block_height() == 2


async def test_call_node_that_died_is_left_and_found_again(node: Node, second: Node) -> None:
    async with await both(node, second) as chain:
        await node.stop()
        assert await chain.block_height() == 2
        await second.stop()
        await node.start()
        assert await chain.block_height() == 1


async def test_call_refused_by_all_for_its_page_is_a_chain_error(node: Node, second: Node) -> None:
    async with await both(node, second) as chain:
        node.faults, second.faults = ["403 Forbidden"] * 9, ["403 Forbidden"] * 9
        with pytest.raises(ChainError, match="HTTP 403"):
            await chain.block_height()


async def test_accounts_node_behind_is_left_for_another(node: Node, second: Node) -> None:
    node.answers["getMultipleAccounts"] = refuse(*BEHIND)
    second.answers["getMultipleAccounts"] = lambda _: {"context": {"slot": 950}, "value": [None]}
    async with await both(node, second) as chain:
        assert await chain.accounts([Pubkey.new_unique()], min_slot=950) == [None]


async def test_look_node_behind_what_another_showed_is_not_believed(
    node: Node, second: Node
) -> None:
    async with await both(node, second) as chain:
        node.answers["getSignatureStatuses"] = lambda _: statuses(CONFIRMED, 2_000)
        second.answers["getSignatureStatuses"] = lambda _: statuses(None, 1_999)
        signature = Keypair().sign_message(b"")
        await chain.look([signature])
        node.faults = ["503 Service Unavailable"] * 2
        seen = await chain.look([signature])
        assert seen.statuses[0] is not None
        assert second.count("getSignatureStatuses") > 0


async def test_send_all_goes_to_the_node_in_use(node: Node, second: Node) -> None:
    for each in (node, second):
        each.answers["sendTransaction"] = lambda params: params[0]
    raws = [bytes(transaction(i)) for i in range(3)]
    async with await both(node, second) as chain:
        await chain.send_all(raws)
        await node.stop()
        await chain.send_all(raws)
        await node.start()
    assert (node.count("sendTransaction"), second.count("sendTransaction")) == (3, 3)


async def test_first_slot_is_that_of_the_node_that_knew_least_of_those_looked_at(
    node: Node, second: Node
) -> None:
    node.answers["getFirstAvailableBlock"] = lambda _: 10
    second.answers["getFirstAvailableBlock"] = lambda _: 800
    for each in (node, second):
        each.answers["getSignatureStatuses"] = lambda params: all_are(params, None)
    signatures = [Keypair().sign_message(b"")]
    async with await both(node, second) as chain:
        await chain.look(signatures, history=True)
        assert await chain.first_slot() == 10
        node.faults = ["503 Service Unavailable"]
        await chain.look(signatures, history=True)  # by the second
        second.faults = ["503 Service Unavailable"]
        await asyncio.sleep(0.2)
        assert await chain.first_slot() == 800
        assert node.count("getFirstAvailableBlock") == 3


# -- another genesis -------------------------------------------------------------------


async def reset(node: Node) -> None:
    """Another validator is started in the place of this one."""
    await node.stop()
    node.genesis = OTHER_GENESIS
    node.answers["getEpochInfo"] = epoch(3)
    await node.start()


async def test_call_node_reset_is_the_wrong_chain_from_then_on(node: Node, rpc: RpcChain) -> None:
    node.answers["getEpochInfo"] = epoch(9_000)
    node.answers["sendTransaction"] = lambda params: params[0]
    node.answers["getSignatureStatuses"] = lambda params: all_are(params, None)
    signature = await rpc.send(transaction())
    confirming = asyncio.create_task(rpc.confirm(signature, 10_000))
    await asyncio.sleep(0.05)
    await reset(node)
    with pytest.raises(WrongChain, match=rf"{OTHER_GENESIS}.*{GENESIS}.*open it anew"):
        await confirming
    node.genesis = GENESIS
    asked = node.count("getEpochInfo")
    for call in (
        rpc.slot(),
        rpc.blockhash(),
        rpc.look([signature]),
        rpc.send_all([b"a", b"b"]),
        rpc.first_slot(),
    ):
        with pytest.raises(WrongChain):
            await call
    assert node.count("getEpochInfo") == asked


async def test_call_node_reset_while_nothing_was_asked_is_the_wrong_chain(
    node: Node, rpc: RpcChain
) -> None:
    node.answers["getEpochInfo"] = epoch(9_000)
    assert await rpc.block_height() == 9_000
    await reset(node)
    with pytest.raises(WrongChain):
        await rpc.block_height()


async def test_call_node_restarted_as_it_was_goes_on(node: Node, rpc: RpcChain) -> None:
    node.answers["getEpochInfo"] = epoch(9_000)
    await rpc.block_height()
    await node.stop()
    await node.start()
    asked = node.count("getGenesisHash")
    assert await rpc.block_height() == 9_000
    assert node.count("getGenesisHash") == asked + 1
    assert await rpc.block_height() == 9_000
    assert node.count("getGenesisHash") == asked + 1


async def test_call_proxy_whose_node_was_reset_is_the_wrong_chain(
    node: Node, rpc: RpcChain
) -> None:
    # The connection to what stands in front stays: only its failure tells.
    node.answers["getEpochInfo"] = epoch(9_000)
    await rpc.block_height()
    node.faults = ["502 Bad Gateway"]
    node.genesis = OTHER_GENESIS
    with pytest.raises(WrongChain):
        await rpc.block_height()


async def test_call_another_node_of_another_chain_is_not_believed(node: Node, second: Node) -> None:
    await second.stop()
    async with await both(node, second) as chain:
        second.genesis = OTHER_GENESIS
        await second.start()
        await node.stop()
        with pytest.raises(WrongChain, match=second.url):
            await chain.block_height()
        await node.start()


async def test_confirm_all_nodes_gone_is_an_unknown_outcome(node: Node, second: Node) -> None:
    node.answers["sendTransaction"] = lambda params: params[0]
    async with await both(node, second, patience=0.5) as chain:
        signature = await chain.send(transaction())
        await node.stop()
        await second.stop()
        with pytest.raises(OutcomeUnknown, match="does not answer"):
            await chain.confirm(signature, 1_000)


async def test_first_slot_after_a_search_by_a_node_that_does_not_say_is_its_own(
    node: Node, rpc: RpcChain
) -> None:
    node.answers["getFirstAvailableBlock"] = refuse(-32601, "Method not found")
    node.answers["getSignatureStatuses"] = lambda params: all_are(params, None, 2_000)
    assert (await rpc.look([Keypair().sign_message(b"")], history=True)).slot == 2_000
    node.answers["getFirstAvailableBlock"] = lambda _: 0
    assert await rpc.first_slot() == 2_000

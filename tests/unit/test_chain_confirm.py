"""Following a transaction on a node that drops, lags, forgets and goes away."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, cast

import pytest
from solders.keypair import Keypair
from solders.signature import Signature
from tests.unit.rpc_node import CONFIRMED, Node, Refuse, all_are, epoch, statuses, transaction

from alatau.chain import confirm
from alatau.chain.base import Chain, Commitment, Seen, Tip
from alatau.chain.rpc import RpcChain
from alatau.errors import OutcomeUnknown, TransactionExpired

LAST_VALID = 1_000
SEARCH = {"searchTransactionHistory": True}


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch, node: Node) -> None:
    monkeypatch.setattr(confirm, "_RESEND_SECONDS", 0.05)
    monkeypatch.setattr(confirm, "_EXPIRY_SECONDS", 0.05)
    monkeypatch.setattr(confirm, "_TICK_SECONDS", 0.02)
    node.answers |= {
        "sendTransaction": lambda params: params[0],
        "getEpochInfo": epoch(LAST_VALID),
        "getFirstAvailableBlock": lambda _: 0,
    }


async def test_confirm_dropped_transaction_sends_the_same_bytes_again(
    node: Node, rpc: RpcChain
) -> None:
    node.answers["getSignatureStatuses"] = lambda _: statuses(
        CONFIRMED if node.count("sendTransaction") >= 3 else None
    )
    status = await rpc.confirm(await rpc.send(transaction()), LAST_VALID)
    assert (status.slot, status.error) == (900, None)
    bytes_sent = {params[0] for method, params in node.calls if method == "sendTransaction"}
    assert len(bytes_sent) == 1


async def test_confirm_seen_transaction_is_not_sent_again(node: Node, rpc: RpcChain) -> None:
    processed = CONFIRMED | {"confirmationStatus": "processed"}
    node.answers["getSignatureStatuses"] = lambda _: statuses(
        CONFIRMED if node.count("getSignatureStatuses") >= 10 else processed
    )
    await rpc.confirm(await rpc.send(transaction()), LAST_VALID)
    assert node.count("sendTransaction") == 1


async def test_confirm_landed_in_last_valid_block_is_found_by_the_last_look(
    node: Node, rpc: RpcChain
) -> None:
    node.answers["getEpochInfo"] = epoch(LAST_VALID + 1)
    node.answers["getSignatureStatuses"] = lambda params: statuses(
        CONFIRMED | {"err": {"InstructionError": [0, {"Custom": 6004}]}}
        if params[1]["searchTransactionHistory"]
        else None
    )
    status = await rpc.confirm(await rpc.send(transaction()), LAST_VALID)
    assert status.error == '{"InstructionError":[0,{"Custom":6004}]}'


async def test_confirm_past_last_valid_height_expires_after_a_history_search(
    node: Node, rpc: RpcChain
) -> None:
    heights = iter([LAST_VALID - 1, LAST_VALID, LAST_VALID + 1])
    node.answers["getEpochInfo"] = lambda _: epoch(next(heights))([])
    node.answers["getSignatureStatuses"] = lambda _: statuses(None)
    with pytest.raises(TransactionExpired, match=str(LAST_VALID + 1)):
        await rpc.confirm(await rpc.send(transaction()), LAST_VALID)
    assert node.count("getEpochInfo") == 3
    searches = [p for m, p in node.calls if m == "getSignatureStatuses" and p[1] == SEARCH]
    assert len(searches) == 1


async def test_confirm_answer_of_a_lagging_node_proves_nothing(node: Node, rpc: RpcChain) -> None:
    node.answers["getEpochInfo"] = epoch(LAST_VALID + 1, slot=2_000)
    lagging = iter([1_999, 1_999, 1_999])

    def answer(params: list[Any]) -> Any:
        if params[1] != SEARCH:
            return statuses(None)
        slot = next(lagging, None)
        return statuses(None, slot) if slot is not None else statuses(CONFIRMED)

    node.answers["getSignatureStatuses"] = answer
    assert (await rpc.confirm(await rpc.send(transaction()), LAST_VALID)).error is None
    assert next(lagging, None) is None


async def test_confirm_node_without_history_is_an_unknown_outcome(
    node: Node, rpc: RpcChain
) -> None:
    node.answers["getEpochInfo"] = epoch(LAST_VALID + 1)

    def answer(params: list[Any]) -> Any:
        if params[1] == SEARCH:
            raise Refuse(-32011, "Transaction history is not available from this node")
        return statuses(None)

    node.answers["getSignatureStatuses"] = answer
    with pytest.raises(OutcomeUnknown, match="history is not available"):
        await rpc.confirm(await rpc.send(transaction()), LAST_VALID)


async def test_confirm_node_that_goes_away_is_an_unknown_outcome(
    node: Node, impatient: RpcChain
) -> None:
    signature = await impatient.send(transaction())
    node.faults = ["503 Service Unavailable"] * 50
    with pytest.raises(OutcomeUnknown, match="HTTP 503"):
        await impatient.confirm(signature, LAST_VALID)


async def test_confirm_processed_status_waits_for_the_commitment(node: Node, rpc: RpcChain) -> None:
    steps = iter(["processed", "processed", "confirmed", "finalized"])
    node.answers["getSignatureStatuses"] = lambda _: statuses(
        CONFIRMED | {"confirmationStatus": next(steps, "finalized")}
    )
    signature = Keypair().sign_message(b"")
    status = await rpc.confirm(signature, LAST_VALID, Commitment.FINALIZED)
    assert status.commitment is Commitment.FINALIZED
    assert node.count("getSignatureStatuses") == 4


async def test_confirm_many_begun_apart_share_requests(
    node: Node, rpc: RpcChain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confirm, "_TICK_SECONDS", 0.2)
    monkeypatch.setattr(confirm, "_EXPIRY_SECONDS", 60.0)
    landed = asyncio.Event()
    node.answers["getSignatureStatuses"] = lambda params: all_are(
        params, CONFIRMED if landed.is_set() else None
    )
    waiting = []
    for _ in range(40):
        signature = Keypair().sign_message(b"")
        waiting.append(asyncio.create_task(rpc.confirm(signature, LAST_VALID)))
        await asyncio.sleep(0.005)
    await asyncio.sleep(0.4)
    node.requests.clear()
    await asyncio.sleep(1.0)
    # Five ticks, of which each is a request for all; apart they were forty.
    assert 1 <= len(node.requests) <= 40
    assert max(count for count, _ in node.requests) == 40
    landed.set()
    await asyncio.gather(*waiting)


async def test_close_with_confirm_in_flight_is_an_unknown_outcome(
    node: Node, rpc: RpcChain
) -> None:
    node.answers["getSignatureStatuses"] = lambda params: all_are(params, None)
    confirming = asyncio.create_task(rpc.confirm(Keypair().sign_message(b""), LAST_VALID))
    await asyncio.sleep(0.05)
    await rpc.close()
    with pytest.raises(OutcomeUnknown, match="closed"):
        await confirming


class Lagging:
    """A chain whose history is behind what it calls final, until it is not."""

    def __init__(self) -> None:
        self.slots = [1_998, 1_999, 2_000]
        self.searches = 0

    async def tip(self) -> Tip:
        return Tip(2_000, LAST_VALID + 1)

    async def news(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    async def look(self, signatures: Sequence[Signature], *, history: bool = False) -> Seen:
        slot = self.slots[self.searches]
        self.searches += history
        return Seen(slot, (None,) * len(signatures))


async def test_confirm_on_a_chain_that_lags_expires_only_once_it_has_caught_up() -> None:
    chain = Lagging()
    signature = Keypair().sign_message(b"")
    with pytest.raises(TransactionExpired):
        await confirm.confirm(
            cast("Chain", chain), signature, LAST_VALID, Commitment.CONFIRMED, None
        )
    assert chain.searches == 3

"""The RPC backend against a node that misbehaves: what it asks, believes and repeats."""

from __future__ import annotations

import asyncio
import socket
from base64 import b64encode
from typing import Any

import pytest
from solders.hash import Hash
from solders.keypair import Keypair
from solders.message import MessageV0
from solders.pubkey import Pubkey
from solders.transaction import VersionedTransaction
from tests.unit.rpc_node import (
    BEHIND,
    CONFIRMED,
    Node,
    Refuse,
    all_are,
    epoch,
    refuse,
    statuses,
    transaction,
)

from alatau.chain import open_chain
from alatau.chain.base import Commitment, Tip
from alatau.chain.rpc import MAINNET_GENESIS, RpcChain
from alatau.errors import ChainError, ChainUnavailable, InputError, ProgramMissing


def height_is(node: Node, height: int, slot: int = 2_000) -> None:
    node.answers["getEpochInfo"] = epoch(height, slot)


# -- sending and looking ---------------------------------------------------------------


async def test_send_refused_by_the_node_says_why(node: Node, rpc: RpcChain) -> None:
    node.answers["sendTransaction"] = refuse(-32602, "too large")
    with pytest.raises(ChainError, match="too large"):
        await rpc.send(transaction())
    assert node.count("sendTransaction") == 1


async def test_send_all_refused_one_leaves_the_others(node: Node, rpc: RpcChain) -> None:
    def answer(params: list[Any]) -> Any:
        if params[0] == "YmFk":
            raise Refuse(-32602, "failed to deserialize")
        return params[0]

    node.answers["sendTransaction"] = answer
    first, bad, last = await rpc.send_all([b"one", b"bad", b"two"])
    assert (first, last) == (None, None)
    assert "failed to deserialize" in str(bad)
    options = {"encoding": "base64", "skipPreflight": True, "maxRetries": 0}
    assert [params[1] for method, params in node.calls if method == "sendTransaction"] == [
        options
    ] * 3
    assert await rpc.send_all([]) == []


async def test_send_all_refusal_that_may_pass_is_no_refusal_of_the_bytes(
    node: Node, rpc: RpcChain
) -> None:
    node.answers["sendTransaction"] = refuse(-32603, "Internal error")
    with pytest.raises(ChainUnavailable, match="Internal error"):
        await rpc.send_all([b"one", b"two"])


async def test_send_all_keeps_its_order_over_requests(node: Node, rpc: RpcChain) -> None:
    arrived: list[str] = []
    node.answers["sendTransaction"] = lambda params: arrived.append(params[0])
    payer = Keypair()
    raws = [bytes(transaction(i, payer)) for i in range(250)]
    node.requests.clear()
    node.faults = ["200 OK", "hang up", "200 OK", "200 OK", "429 Too Many Requests"]
    await rpc.send_all(raws)
    order = {_base64(raw): i for i, raw in enumerate(raws)}
    numbers = [order[each] for each in arrived]
    # Within a request the node of these tests answers the last first.
    sizes = [count for count, _ in node.requests if count > 1]
    assert (len(sizes), sum(sizes)) == (3, 250)
    assert [numbers[0], numbers[sizes[0]], numbers[sizes[0] + sizes[1]]] == [99, 199, 249]


def _base64(raw: bytes) -> str:
    from base64 import b64encode

    return b64encode(raw).decode()


async def test_look_many_says_the_oldest_slot_of_its_answers(node: Node, rpc: RpcChain) -> None:
    slots = iter([2_001, 1_999, 2_000])
    node.answers["getSignatureStatuses"] = lambda params: all_are(params, CONFIRMED, next(slots))
    seen = await rpc.look([Keypair().sign_message(b"") for _ in range(600)])
    assert seen.slot == 1_999
    assert len(seen.statuses) == 600
    sizes = [len(p[0]) for m, p in node.calls if m == "getSignatureStatuses"]
    assert sorted(sizes) == [88, 256, 256]


async def test_look_answer_from_before_what_was_seen_is_asked_again(
    node: Node, rpc: RpcChain
) -> None:
    slots = iter([2_000, 1_990, 1_999, 2_001])
    node.answers["getSignatureStatuses"] = lambda _: statuses(None, next(slots))
    signature = Keypair().sign_message(b"")
    assert (await rpc.look([signature])).slot == 2_000
    assert (await rpc.look([signature])).slot == 2_001


async def test_tip_from_before_what_was_seen_at_that_commitment_is_asked_again(
    node: Node, rpc: RpcChain
) -> None:
    slots = iter([2_000, 1_960, 1_950, 1_960, 2_000])
    node.answers["getEpochInfo"] = lambda _: epoch(5, next(slots))([])
    assert await rpc.tip(Commitment.CONFIRMED) == Tip(2_000, 5)
    assert await rpc.tip() == Tip(1_960, 5)
    assert await rpc.tip() == Tip(1_960, 5)
    assert await rpc.tip(Commitment.CONFIRMED) == Tip(2_000, 5)
    asked = [p[0].get("minContextSlot", 0) for m, p in node.calls if m == "getEpochInfo"]
    assert asked == [0, 0, 1_960, 1_960, 2_000]


async def test_tip_of_a_node_that_stays_behind_is_unavailable(
    node: Node, impatient: RpcChain
) -> None:
    height_is(node, 5, slot=2_000)
    await impatient.tip()
    height_is(node, 4, slot=1_999)
    with pytest.raises(ChainUnavailable, match=r"slot 1999, where 2000"):
        await impatient.tip()


# -- reading ---------------------------------------------------------------------------


async def test_blockhash_asked_many_times_is_fetched_once(node: Node, rpc: RpcChain) -> None:
    node.answers["getLatestBlockhash"] = lambda _: {
        "context": {"slot": 140},
        "value": {"blockhash": str(Hash.default()), "lastValidBlockHeight": 150},
    }
    found = await asyncio.gather(*(rpc.blockhash() for _ in range(50)))
    assert {(b.last_valid_block_height, b.slot) for b in found} == {(150, 140)}
    assert node.count("getLatestBlockhash") == 1


async def test_accounts_after_a_look_ask_for_the_slots_it_showed(node: Node, rpc: RpcChain) -> None:
    node.answers["getSignatureStatuses"] = lambda _: statuses(CONFIRMED)
    node.answers["getMultipleAccounts"] = lambda _: {"context": {"slot": 950}, "value": [None]}
    await rpc.look([Keypair().sign_message(b"")])
    address = Pubkey.new_unique()
    assert await rpc.account(address) is None
    assert await rpc.account(address, Commitment.FINALIZED) is None
    assert await rpc.accounts([address], Commitment.FINALIZED, min_slot=950) == [None]
    asked = [p[1].get("minContextSlot", 0) for m, p in node.calls if m == "getMultipleAccounts"]
    assert asked == [900, 0, 950]


async def test_accounts_node_not_at_the_slot_is_asked_until_it_is(
    node: Node, rpc: RpcChain
) -> None:
    behind = iter([True, True])

    def answer(_: list[Any]) -> Any:
        if next(behind, False):
            raise Refuse(*BEHIND)
        return {"context": {"slot": 950}, "value": [None]}

    node.answers["getMultipleAccounts"] = answer
    assert await rpc.accounts([Pubkey.new_unique()], min_slot=950) == [None]


async def test_accounts_node_that_never_gets_to_the_slot_are_unavailable(
    node: Node, impatient: RpcChain
) -> None:
    node.answers["getMultipleAccounts"] = refuse(*BEHIND)
    with pytest.raises(ChainUnavailable, match="Minimum context slot"):
        await impatient.accounts([Pubkey.new_unique()], min_slot=1_000)


async def test_accounts_of_a_node_that_ignores_the_slot_are_not_believed(
    node: Node, impatient: RpcChain
) -> None:
    node.answers["getMultipleAccounts"] = lambda _: {"context": {"slot": 949}, "value": [None]}
    with pytest.raises(ChainUnavailable, match=r"slot 949, where 950"):
        await impatient.accounts([Pubkey.new_unique()], min_slot=950)


async def test_recent_fees_of_many_addresses_are_the_highest_of_each_slot(
    node: Node, rpc: RpcChain
) -> None:
    answers = iter(
        [
            [{"slot": 12, "prioritizationFee": 5}, {"slot": 11, "prioritizationFee": 3}],
            [{"slot": 11, "prioritizationFee": 9}, {"slot": 12, "prioritizationFee": 0}],
        ]
    )
    node.answers["getRecentPrioritizationFees"] = lambda _: next(answers)
    assert await rpc.recent_fees([Pubkey.new_unique() for _ in range(130)]) == [9, 5]
    asked = [len(p[0]) for m, p in node.calls if m == "getRecentPrioritizationFees"]
    assert sorted(asked) == [2, 128]


async def test_recent_fees_of_no_address_ask_for_the_least_of_all(
    node: Node, rpc: RpcChain
) -> None:
    node.answers["getRecentPrioritizationFees"] = lambda _: [{"slot": 1, "prioritizationFee": 7}]
    assert await rpc.recent_fees([]) == [7]


async def test_transactions_known_but_not_recorded_yet_are_asked_again(
    node: Node, rpc: RpcChain
) -> None:
    record = {
        "slot": 900,
        "blockTime": None,
        "meta": {"err": None, "fee": 5_000, "logMessages": None, "computeUnitsConsumed": 150},
        "transaction": ["AQ==", "base64"],
    }
    answers = iter([None, record | {"meta": None}, record])
    node.answers["getTransaction"] = lambda _: next(answers)
    node.answers["getSignatureStatuses"] = lambda _: statuses(CONFIRMED)
    node.answers["getFirstAvailableBlock"] = lambda _: 0
    (found,) = await rpc.transactions([Keypair().sign_message(b"")])
    assert found is not None
    assert (found.fee, found.time, found.logs, found.message) == (5_000, 0, (), b"\x01")


async def test_transactions_lamports_follow_the_keys_and_then_what_tables_loaded(
    node: Node, rpc: RpcChain
) -> None:
    payer, written, read = Keypair(), Pubkey.new_unique(), Pubkey.new_unique()
    message = MessageV0.try_compile(payer.pubkey(), [], [], Hash.new_unique())
    raw = bytes(VersionedTransaction(message, [payer]))
    huge = 2**64 - 1
    meta = {
        "err": None,
        "fee": 5_000,
        "loadedAddresses": {"writable": [str(written)], "readonly": [str(read)]},
        "preBalances": [huge, 7, 3],
        "postBalances": [5_000, huge, 3],
    }
    node.answers["getTransaction"] = lambda _: {
        "slot": 900,
        "meta": meta,
        "transaction": [b64encode(raw).decode(), "base64"],
    }
    signature = payer.sign_message(b"")
    (found,) = await rpc.transactions([signature])
    assert found is not None
    assert found.lamports == ((payer.pubkey(), 5_000 - huge), (written, huge - 7))
    del meta["loadedAddresses"]  # then nobody knows whose they are
    (found,) = await rpc.transactions([signature])
    assert found is not None
    assert found.lamports == ()


# -- opening ---------------------------------------------------------------------------


async def test_open_nothing_there_says_how_to_start_it() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(ChainUnavailable, match="alatau localnet"):
        await RpcChain.open(url, patience=0.2)


@pytest.mark.parametrize("account", ["absent", "plain"])
async def test_open_without_the_program_is_refused(node: Node, account: str) -> None:
    plain = {"lamports": 1, "owner": str(Pubkey.default()), "data": ["", "base64"]}
    value = None if account == "absent" else plain | {"executable": False}
    node.answers["getMultipleAccounts"] = lambda _: {"value": [value]}
    program = Pubkey.new_unique()
    with pytest.raises(ProgramMissing, match=str(program)):
        await RpcChain.open(node.url, program=program)


async def test_airdrop_on_mainnet_is_refused(node: Node) -> None:
    node.genesis = MAINNET_GENESIS
    async with await RpcChain.open(node.url) as chain:
        with pytest.raises(ChainError, match="mainnet"):
            await chain.airdrop(Pubkey.new_unique(), 1)
    assert node.count("requestAirdrop") == 0


@pytest.mark.parametrize(
    "url",
    [
        "",
        "embeded",
        "ftp://127.0.0.1",
        "http://",
        "http://127.0.0.1:port",
        "127.0.0.1:8899",
        "http://127.0.0.1:8899,",
        "localnet,embedded",
    ],
)
async def test_open_chain_bad_url_names_it(url: str, tmp_path: Any) -> None:
    with pytest.raises(InputError, match="localnet"):
        await open_chain(
            url, program_id=Pubkey.new_unique(), program_bytes_path=tmp_path / "x.so", state=None
        )

"""The RPC backend against a node that misbehaves as real ones do.

The node is a real HTTP server on this machine that answers as each test says; what a
well-behaved one does is shown by the contract tests on a validator.
"""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
import pytest_asyncio
from solders.hash import Hash
from solders.keypair import Keypair
from solders.message import MessageV0
from solders.pubkey import Pubkey
from solders.transaction import VersionedTransaction

from alatau.chain import open_chain, rpc_confirm
from alatau.chain.base import Commitment
from alatau.chain.rpc import MAINNET_GENESIS, RpcChain
from alatau.chain.rpc_http import BATCH_BYTES, BATCH_CALLS
from alatau.errors import (
    ChainError,
    ChainUnavailable,
    InputError,
    OutcomeUnknown,
    ProgramMissing,
    TransactionExpired,
)

type_of_answer = Callable[[list[Any]], Any]
CONFIRMED = {"slot": 900, "confirmationStatus": "confirmed", "err": None}
LAST_VALID = 1_000


class Refuse(Exception):
    """Makes the node answer a call with an error."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(code, message)
        self.error = {"code": code, "message": message}


class Node:
    """Answers each method as told; counts calls and remembers request sizes."""

    def __init__(self) -> None:
        self.url = ""
        self.answers: dict[str, type_of_answer] = {"getGenesisHash": lambda _: str(Hash.default())}
        self.calls: list[tuple[str, list[Any]]] = []
        self.requests: list[tuple[int, int]] = []
        self.http_errors: list[str] = []

    def count(self, method: str) -> int:
        return sum(name == method for name, _ in self.calls)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
                size = int(head.split("content-length:")[1].split("\r\n")[0])
                body = json.loads(await reader.readexactly(size))
                status, content = "200 OK", b""
                if self.http_errors:
                    status = self.http_errors.pop(0)
                if status == "hang up":
                    break
                if status == "200 OK":
                    calls = body if isinstance(body, list) else [body]
                    self.requests.append((len(calls), size))
                    answers = [self.answer(call) for call in reversed(calls)]  # any order is valid
                    content = json.dumps(answers if isinstance(body, list) else answers[0]).encode()
                writer.write(
                    f"HTTP/1.1 {status}\r\ncontent-length: {len(content)}\r\n\r\n".encode()
                )
                writer.write(content)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    def answer(self, call: dict[str, Any]) -> dict[str, Any]:
        self.calls.append((call["method"], call["params"]))
        try:
            return {"id": call["id"], "result": self.answers[call["method"]](call["params"])}
        except Refuse as refusal:
            return {"id": call["id"], "error": refusal.error}


@pytest_asyncio.fixture
async def node() -> AsyncIterator[Node]:
    node = Node()
    server = await asyncio.start_server(node.serve, "127.0.0.1", 0)
    node.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    yield node
    server.close()


@pytest_asyncio.fixture
async def chain(node: Node) -> AsyncIterator[RpcChain]:
    async with await RpcChain.open(node.url, patience=1.0) as chain:
        yield chain


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rpc_confirm, "_RESEND_SECONDS", 0.05)
    monkeypatch.setattr(rpc_confirm, "_EXPIRY_SECONDS", 0.05)
    monkeypatch.setattr(rpc_confirm, "_TICK_SECONDS", 0.02)


def transaction() -> VersionedTransaction:
    payer = Keypair()
    return VersionedTransaction(
        MessageV0.try_compile(payer.pubkey(), [], [], Hash.default()), [payer]
    )


def statuses(value: Any, slot: int = 2_000) -> dict[str, Any]:
    return {"context": {"slot": slot}, "value": [value]}


def finalized(height: int, slot: int = 2_000) -> type_of_answer:
    return lambda _: {"blockHeight": height, "absoluteSlot": slot}


def accepts(node: Node, sent: VersionedTransaction) -> None:
    node.answers["sendTransaction"] = lambda _: str(sent.signatures[0])


# -- following a transaction -----------------------------------------------------------


@pytest.mark.usefixtures("impatient")
async def test_confirm_dropped_transaction_sends_the_same_bytes_again(
    node: Node, chain: RpcChain
) -> None:
    sent = transaction()
    accepts(node, sent)
    node.answers["getEpochInfo"] = finalized(LAST_VALID)
    node.answers["getSignatureStatuses"] = lambda _: statuses(
        CONFIRMED if node.count("sendTransaction") >= 3 else None
    )
    status = await chain.confirm(await chain.send(sent), LAST_VALID)
    assert (status.slot, status.error) == (900, None)
    bytes_sent = {params[0] for method, params in node.calls if method == "sendTransaction"}
    assert len(bytes_sent) == 1


@pytest.mark.usefixtures("impatient")
async def test_confirm_landed_in_last_valid_block_is_found_by_the_last_look(
    node: Node, chain: RpcChain
) -> None:
    sent = transaction()
    accepts(node, sent)
    node.answers["getEpochInfo"] = finalized(LAST_VALID + 1)
    node.answers["getSignatureStatuses"] = lambda params: statuses(
        CONFIRMED | {"err": {"InstructionError": [0, {"Custom": 6004}]}}
        if params[1]["searchTransactionHistory"]
        else None
    )
    status = await chain.confirm(await chain.send(sent), LAST_VALID)
    assert status.error == '{"InstructionError":[0,{"Custom":6004}]}'


@pytest.mark.usefixtures("impatient")
async def test_confirm_past_last_valid_height_expires_after_a_history_search(
    node: Node, chain: RpcChain
) -> None:
    sent = transaction()
    accepts(node, sent)
    heights = iter([LAST_VALID - 1, LAST_VALID, LAST_VALID + 1])
    node.answers["getEpochInfo"] = lambda _: finalized(next(heights))([])
    node.answers["getSignatureStatuses"] = lambda _: statuses(None)
    with pytest.raises(TransactionExpired, match=str(LAST_VALID + 1)):
        await chain.confirm(await chain.send(sent), LAST_VALID)
    assert node.count("getEpochInfo") == 3
    searches = [p for m, p in node.calls if m == "getSignatureStatuses" and p[1] == SEARCH]
    assert len(searches) == 1


SEARCH = {"searchTransactionHistory": True}


@pytest.mark.usefixtures("impatient")
async def test_confirm_answer_of_a_lagging_node_proves_nothing(node: Node, chain: RpcChain) -> None:
    sent = transaction()
    accepts(node, sent)
    node.answers["getEpochInfo"] = finalized(LAST_VALID + 1, slot=2_000)
    lagging = iter([1_999, 1_999, 1_999])

    def answer(params: list[Any]) -> Any:
        if params[1] != SEARCH:
            return statuses(None)
        slot = next(lagging, None)
        return statuses(None, slot) if slot is not None else statuses(CONFIRMED)

    node.answers["getSignatureStatuses"] = answer
    assert (await chain.confirm(await chain.send(sent), LAST_VALID)).error is None


@pytest.mark.usefixtures("impatient")
async def test_confirm_node_without_history_is_an_unknown_outcome(
    node: Node, chain: RpcChain
) -> None:
    sent = transaction()
    accepts(node, sent)
    node.answers["getEpochInfo"] = finalized(LAST_VALID + 1)

    def answer(params: list[Any]) -> Any:
        if params[1] == SEARCH:
            raise Refuse(-32011, "Transaction history is not available from this node")
        return statuses(None)

    node.answers["getSignatureStatuses"] = answer
    with pytest.raises(OutcomeUnknown, match="history is not available"):
        await chain.confirm(await chain.send(sent), LAST_VALID)


async def test_confirm_node_that_goes_away_is_an_unknown_outcome(
    node: Node, chain: RpcChain
) -> None:
    sent = transaction()
    accepts(node, sent)
    signature = await chain.send(sent)
    node.http_errors = ["503 Service Unavailable"] * 50
    with pytest.raises(OutcomeUnknown, match="HTTP 503"):
        await chain.confirm(signature, LAST_VALID)


@pytest.mark.usefixtures("impatient")
async def test_confirm_processed_status_waits_for_the_commitment(
    node: Node, chain: RpcChain
) -> None:
    steps = iter(["processed", "processed", "confirmed", "finalized"])
    node.answers["getSignatureStatuses"] = lambda _: statuses(
        CONFIRMED | {"confirmationStatus": next(steps, "finalized")}
    )
    signature = Keypair().sign_message(b"")
    status = await chain.confirm(signature, LAST_VALID, Commitment.FINALIZED)
    assert status.commitment is Commitment.FINALIZED
    assert node.count("getSignatureStatuses") == 4


async def test_confirm_hundreds_shares_one_poll(node: Node, chain: RpcChain) -> None:
    node.answers["getSignatureStatuses"] = lambda params: {
        "context": {"slot": 1},
        "value": [CONFIRMED for _ in params[0]],
    }
    signatures = [Keypair().sign_message(b"") for _ in range(300)]
    await asyncio.gather(*(chain.confirm(s, LAST_VALID) for s in signatures))
    sizes = [len(p[0]) for m, p in node.calls if m == "getSignatureStatuses"]
    assert sorted(sizes) == [44, 256]


async def test_send_refused_by_the_node_says_why(node: Node, chain: RpcChain) -> None:
    def refuse(_: list[Any]) -> Any:
        raise Refuse(-32602, "too large")

    node.answers["sendTransaction"] = refuse
    with pytest.raises(ChainError, match="too large"):
        await chain.send(transaction())
    assert node.count("sendTransaction") == 1


# -- the connection --------------------------------------------------------------------


@pytest.mark.parametrize(
    "fault", ["429 Too Many Requests", "502 Bad Gateway", "hang up"], ids=["429", "502", "cut"]
)
async def test_call_passing_fault_is_repeated(node: Node, chain: RpcChain, fault: str) -> None:
    node.answers["getSlot"] = lambda _: 7
    node.http_errors = [fault, fault]
    assert await chain.slot() == 7


async def test_call_node_behind_is_repeated_alone(node: Node, chain: RpcChain) -> None:
    behind = iter([True, True])

    def answer(_: list[Any]) -> Any:
        if next(behind, False):
            raise Refuse(-32005, "Node is behind by 42 slots")
        return 7

    node.answers["getSlot"] = answer
    node.answers["getBlockHeight"] = lambda _: 5
    slot, height = await asyncio.gather(chain.slot(), chain.block_height())
    assert (slot, height) == (7, 5)
    assert node.count("getBlockHeight") == 1


async def test_call_constant_fault_gives_up_with_a_remedy(node: Node, chain: RpcChain) -> None:
    node.http_errors = ["429 Too Many Requests"] * 100
    with pytest.raises(ChainUnavailable, match=r"HTTP 429.*alatau localnet"):
        await chain.slot()


async def test_call_page_instead_of_json_is_a_chain_error(node: Node, chain: RpcChain) -> None:
    node.http_errors = ["403 Forbidden"]
    with pytest.raises(ChainError, match="HTTP 403"):
        await chain.slot()


async def test_call_hundreds_at_once_keep_the_nodes_limits(node: Node, chain: RpcChain) -> None:
    node.answers["sendTransaction"] = lambda params: params[0]
    payer = Keypair()
    bulky = [transfer_of(payer, i) for i in range(250)]
    await asyncio.gather(*(chain.send(t) for t in bulky))
    assert sum(count for count, _ in node.requests[1:]) == 250
    assert max(count for count, _ in node.requests) <= BATCH_CALLS
    assert max(size for _, size in node.requests) <= BATCH_BYTES + 2
    assert len(node.requests) < 20


def transfer_of(payer: Keypair, number: int) -> VersionedTransaction:
    blockhash = Hash(number.to_bytes(32, "big"))
    message = MessageV0.try_compile(payer.pubkey(), [], [], blockhash)
    return VersionedTransaction(message, [payer])


async def test_blockhash_asked_many_times_is_fetched_once(node: Node, chain: RpcChain) -> None:
    node.answers["getLatestBlockhash"] = lambda _: {
        "value": {"blockhash": str(Hash.default()), "lastValidBlockHeight": 150}
    }
    found = await asyncio.gather(*(chain.blockhash() for _ in range(50)))
    assert {b.last_valid_block_height for b in found} == {150}
    assert node.count("getLatestBlockhash") == 1


async def test_accounts_after_confirm_ask_for_its_slot(node: Node, chain: RpcChain) -> None:
    node.answers["getSignatureStatuses"] = lambda _: statuses(CONFIRMED)
    node.answers["getMultipleAccounts"] = lambda _: {"value": [None]}
    await chain.confirm(Keypair().sign_message(b""), LAST_VALID)
    assert await chain.account(Pubkey.new_unique()) is None
    assert node.calls[-1][1][1]["minContextSlot"] == 900


async def test_transactions_known_but_not_recorded_yet_are_asked_again(
    node: Node, chain: RpcChain
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
    (found,) = await chain.transactions([Keypair().sign_message(b"")])
    assert found is not None
    assert (found.fee, found.time, found.logs, found.message) == (5_000, 0, (), b"\x01")


async def test_close_with_calls_in_flight_ends_them(node: Node, chain: RpcChain) -> None:
    node.http_errors = ["503 Service Unavailable"] * 100
    waiting = asyncio.create_task(chain.slot())
    confirming = asyncio.create_task(chain.confirm(Keypair().sign_message(b""), LAST_VALID))
    await asyncio.sleep(0.05)
    await chain.close()
    with pytest.raises(ChainError, match="closed"):
        await waiting
    with pytest.raises(OutcomeUnknown):
        await confirming


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
    node.answers["getGenesisHash"] = lambda _: MAINNET_GENESIS
    async with await RpcChain.open(node.url) as chain:
        with pytest.raises(ChainError, match="mainnet"):
            await chain.airdrop(Pubkey.new_unique(), 1)
    assert node.count("requestAirdrop") == 0


@pytest.mark.parametrize(
    "url", ["", "embeded", "ftp://127.0.0.1", "http://", "http://127.0.0.1:port", "127.0.0.1:8899"]
)
async def test_open_chain_bad_url_names_it(url: str, tmp_path: Any) -> None:
    with pytest.raises(InputError, match="localnet"):
        await open_chain(
            url, program_id=Pubkey.new_unique(), program_bytes_path=tmp_path / "x.so", state=None
        )

"""A cluster behind a JSON-RPC node: solana-test-validator, devnet, mainnet."""

from __future__ import annotations

import asyncio
from base64 import b64encode
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from solders.hash import Hash
from solders.pubkey import Pubkey
from solders.signature import Signature
from solders.sysvar import CLOCK
from solders.transaction import VersionedTransaction

from alatau.chain import rpc_decode
from alatau.chain.base import (
    AccountInfo,
    Blockhash,
    Commitment,
    Fields,
    Seen,
    SignatureInfo,
    Simulation,
    Status,
    Tip,
    TransactionRecord,
)
from alatau.chain.confirm import confirm
from alatau.chain.rpc_endpoints import Endpoints
from alatau.chain.rpc_http import call_text
from alatau.chain.rpc_news import News
from alatau.chain.rpc_transactions import SeenSlots, Transactions, parts
from alatau.errors import ChainError, ProgramMissing, TransactionFailed

MAINNET_GENESIS = "5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d"
ACCOUNTS_PER_CALL = 100
FEE_ADDRESSES_PER_CALL = 128
BLOCKHASH_LIFETIME = 150
SLOT_SECONDS = 0.4
_HISTORY_PER_CALL = 1_000
_BLOCKHASH_SECONDS = 2.0
_SENT_KEPT = 1_000


class RpcChain:
    """Implements `Chain`, and `Faucet` except on mainnet.  Open it with `open`."""

    kind = "rpc"

    def __init__(self, url: str, rpc: Endpoints, genesis: str, block_seconds: float) -> None:
        self.url = url
        self.block_seconds = block_seconds
        self._rpc = rpc
        self._genesis = genesis
        self._news = News(lambda: rpc.url)
        self._seen = SeenSlots()
        self._transactions = Transactions(rpc, self._seen)
        self._blockhash: Blockhash | None = None
        self._blockhash_at = 0.0
        self._blockhash_lock = asyncio.Lock()
        self._sent: dict[Signature, bytes] = {}
        self._airdrops: set[Signature] = set()

    @classmethod
    async def open(
        cls,
        url: str,
        *,
        program: Pubkey | None = None,
        patience: float = 15.0,
        block_seconds: float = SLOT_SECONDS,
    ) -> RpcChain:
        """Connect to the node at `url`, or to the first that works of several, comma-separated.

        `patience`: seconds for which nodes that do not answer, or no longer, are tried again.
        `block_seconds`: how long a slot of that cluster lasts; that of a `Localnet` with shorter
        slots is its `slot_seconds`.
        Raises `ChainUnavailable` if nothing answers, `WrongChain` if several nodes are not of
        one chain, `ProgramMissing` if `program` is given and the cluster does not run it,
        `InputError` for a bad URL.
        """
        rpc = Endpoints(url, patience=patience)
        try:
            chain = cls(url, rpc, await rpc.greet(), block_seconds)
            if program is not None:
                await chain._require(program)
        except BaseException:
            await rpc.close()
            raise
        return chain

    async def _require(self, program: Pubkey) -> None:
        account = await self.account(program)
        if account is None or not account.executable:
            raise ProgramMissing(
                f"{self.url} does not run the program {program}",
                remedy="start a cluster that does with: alatau localnet",
            )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connections.  Idempotent."""
        await self._news.close()
        await self._rpc.close()

    # -- the chain ---------------------------------------------------------------------

    async def genesis_hash(self) -> str:
        """See `Chain.genesis_hash`."""
        return self._genesis

    async def slot(self) -> int:
        """See `Chain.slot`."""
        return (await self.tip(Commitment.CONFIRMED)).slot

    async def block_height(self, commitment: Commitment = Commitment.FINALIZED) -> int:
        """See `Chain.block_height`."""
        return (await self.tip(commitment)).height

    async def tip(self, commitment: Commitment = Commitment.FINALIZED) -> Tip:
        """See `Chain.tip`."""
        options = self._seen.options(commitment)
        answer = await self._rpc.call(
            "getEpochInfo", options, min_slot=self._seen.since(commitment)
        )
        tip = Tip(int(answer["absoluteSlot"]), int(answer["blockHeight"]))
        self._seen.saw(commitment, tip.slot)
        return tip

    async def first_slot(self) -> int:
        """See `Chain.first_slot`.

        Ask after `look`: it is that of the node, of all that have searched their history for
        this connection, that knows least.
        """
        return await self._transactions.first_slot()

    async def news(self, seconds: float) -> None:
        """See `Chain.news`: a slot has begun, where the node has a websocket."""
        await self._news.wait(seconds)

    async def time(self) -> int:
        """See `Chain.time`."""
        clock = await self.account(CLOCK)
        if clock is None:
            raise ChainError(f"{self.url} has no clock")
        return rpc_decode.clock_time(clock.data)

    async def blockhash(self) -> Blockhash:
        """See `Chain.blockhash`."""
        self._rpc.check()
        async with self._blockhash_lock:
            now = asyncio.get_running_loop().time()
            if self._blockhash is None or now - self._blockhash_at >= _BLOCKHASH_SECONDS:
                answer = await self._rpc.call(
                    "getLatestBlockhash",
                    self._seen.options(Commitment.CONFIRMED),
                    min_slot=self._seen.since(Commitment.CONFIRMED),
                )
                value = answer["value"]
                self._blockhash = Blockhash(
                    Hash.from_string(value["blockhash"]),
                    int(value["lastValidBlockHeight"]),
                    int(answer["context"]["slot"]),
                )
                self._blockhash_at = now
            return self._blockhash

    # -- accounts ----------------------------------------------------------------------

    async def account(
        self, address: Pubkey, commitment: Commitment = Commitment.CONFIRMED
    ) -> AccountInfo | None:
        """See `Chain.account`."""
        return (await self.accounts([address], commitment))[0]

    async def accounts(
        self,
        addresses: Sequence[Pubkey],
        commitment: Commitment = Commitment.CONFIRMED,
        *,
        min_slot: int = 0,
    ) -> list[AccountInfo | None]:
        """See `Chain.accounts`."""
        options = self._seen.options(commitment, min_slot=min_slot, encoding="base64")
        asked = [
            call_text("getMultipleAccounts", list(map(str, part)), options)
            for part in parts(addresses, ACCOUNTS_PER_CALL)
        ]
        since = max(min_slot, self._seen.since(commitment))
        answers = await self._rpc.results(asked, min_slot=since)
        return [rpc_decode.account_info(value) for answer in answers for value in answer["value"]]

    async def program_accounts(
        self, program: Pubkey, prefix: bytes = b"", fields: Fields = ()
    ) -> list[tuple[Pubkey, AccountInfo]]:
        """See `Chain.program_accounts`."""
        options = self._seen.options(Commitment.CONFIRMED, encoding="base64")
        wanted = [*([(0, prefix)] if prefix else []), *fields]
        if wanted:
            options["filters"] = [_memcmp(at, part) for at, part in wanted]
        found = []
        for item in await self._rpc.call("getProgramAccounts", str(program), options):
            account = rpc_decode.account_info(item["account"])
            if account is not None:
                found.append((Pubkey.from_string(item["pubkey"]), account))
        return sorted(found, key=lambda pair: bytes(pair[0]))

    async def recent_fees(self, addresses: Sequence[Pubkey]) -> list[int]:
        """See `Chain.recent_fees`."""
        asked = [
            call_text("getRecentPrioritizationFees", list(map(str, part)))
            for part in parts(addresses, FEE_ADDRESSES_PER_CALL) or [()]
        ]
        fees: dict[int, int] = {}
        for answer in await self._rpc.results(asked):
            for entry in answer:
                slot, fee = int(entry["slot"]), int(entry["prioritizationFee"])
                fees[slot] = max(fees.get(slot, 0), fee)
        return [fees[slot] for slot in sorted(fees)]

    # -- transactions ------------------------------------------------------------------

    async def send(self, transaction: VersionedTransaction) -> Signature:
        """See `Chain.send`.  The bytes are kept for `confirm`, which sends them again."""
        signature, raw = transaction.signatures[0], bytes(transaction)
        (refused,) = await self.send_all([raw])
        if refused is not None:
            raise refused
        self._sent[signature] = raw
        if len(self._sent) > _SENT_KEPT:
            del self._sent[next(iter(self._sent))]
        return signature

    async def send_all(self, transactions: Sequence[bytes]) -> list[ChainError | None]:
        """See `Chain.send_all`."""
        return await self._transactions.send_all(transactions)

    async def look(self, signatures: Sequence[Signature], *, history: bool = False) -> Seen:
        """See `Chain.look`."""
        return await self._transactions.look(signatures, history=history)

    async def statuses(self, signatures: Sequence[Signature]) -> list[Status | None]:
        """See `Chain.statuses`."""
        return list((await self.look(signatures, history=True)).statuses)

    async def confirm(
        self,
        signature: Signature,
        last_valid_block_height: int,
        commitment: Commitment = Commitment.CONFIRMED,
    ) -> Status:
        """See `Chain.confirm`; raises `WrongChain` where the chain was reset meanwhile."""
        sent = self._sent.get(signature)
        status = await confirm(self, signature, last_valid_block_height, commitment, sent)
        self._sent.pop(signature, None)
        return status

    async def simulate(self, transaction: VersionedTransaction) -> Simulation:
        """See `Chain.simulate`."""
        options = self._seen.options(Commitment.PROCESSED, encoding="base64", sigVerify=False)
        encoded = b64encode(bytes(transaction)).decode()
        answer = await self._rpc.call("simulateTransaction", encoded, options)
        return rpc_decode.simulation(answer["value"])

    async def transactions(self, signatures: Sequence[Signature]) -> list[TransactionRecord | None]:
        """See `Chain.transactions`."""
        return await self._transactions.records(signatures)

    async def history(
        self, address: Pubkey, *, limit: int = 100, before: Signature | None = None
    ) -> list[SignatureInfo]:
        """See `Chain.history`."""
        found: list[SignatureInfo] = []
        while len(found) < limit:
            wanted = min(limit - len(found), _HISTORY_PER_CALL)
            options = self._seen.options(Commitment.CONFIRMED, limit=wanted)
            if before is not None:
                options["before"] = str(before)
            page = await self._rpc.call("getSignaturesForAddress", str(address), options)
            found += [rpc_decode.signature_info(value) for value in page]
            if len(page) < wanted:
                break
            before = found[-1].signature
        return found

    # -- faucet ------------------------------------------------------------------------

    async def airdrop(self, address: Pubkey, lamports: int) -> None:
        """See `Faucet`.  Raises `ChainError` on mainnet and where the faucet refuses."""
        if self._genesis == MAINNET_GENESIS:
            raise ChainError(f"{self.url} is mainnet, which gives no lamports away")
        while True:
            # The faucet takes a blockhash of its own, perhaps newer than the one kept here.
            last_valid = (await self.blockhash()).last_valid_block_height + BLOCKHASH_LIFETIME
            (reply,) = await self._rpc.ask([call_text("requestAirdrop", str(address), lamports)])
            if reply.code:
                raise ChainError(
                    f"{self.url} gives no lamports: {reply.message}",
                    remedy="fund the wallet in another way",
                )
            signature = Signature.from_string(reply.result)
            if signature not in self._airdrops:
                break
            # Asked twice within one block, the faucet signs the same transaction twice.
            await asyncio.sleep(0.2)
        self._airdrops.add(signature)
        status = await self.confirm(signature, last_valid)
        if status.error is not None:
            raise TransactionFailed(
                f"the faucet could not give {lamports} lamports to {address}: {status.error}",
                signature=str(signature),
                error=status.error,
            )


def _memcmp(at: int, part: bytes) -> dict[str, dict[str, int | str]]:
    """A node's filter for accounts that have this part there."""
    return {"memcmp": {"offset": at, "bytes": b64encode(part).decode(), "encoding": "base64"}}

"""A cluster behind a JSON-RPC node: solana-test-validator, devnet, mainnet."""

from __future__ import annotations

import asyncio
import base64
import time
from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self

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
    SignatureInfo,
    Simulation,
    Status,
    TransactionRecord,
)
from alatau.chain.rpc_confirm import Confirmer
from alatau.chain.rpc_http import JsonRpc
from alatau.errors import ChainError, ProgramMissing, TransactionFailed

MAINNET_GENESIS = "5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d"
ACCOUNTS_PER_CALL = 100
BLOCKHASH_LIFETIME = 150
_HISTORY_PER_CALL = 1_000
_BLOCKHASH_SECONDS = 2.0
_OPEN_PATIENCE = 3.0
_RECORD_LAG_SECONDS = 10.0


class RpcChain:
    """Implements `Chain`, and `Faucet` except on mainnet.  Open it with `open`."""

    kind = "rpc"

    def __init__(self, url: str, rpc: JsonRpc, genesis: str) -> None:
        self.url = url
        self._rpc = rpc
        self._genesis = genesis
        self._confirmer = Confirmer(rpc)
        self._seen_slot = 0
        self._blockhash: Blockhash | None = None
        self._blockhash_at = 0.0
        self._blockhash_lock = asyncio.Lock()
        self._airdrops: set[Signature] = set()

    @classmethod
    async def open(
        cls, url: str, *, program: Pubkey | None = None, patience: float = 15.0
    ) -> RpcChain:
        """Connect to the node at `url`.

        `patience`: seconds for which a node that stopped answering is tried again.
        Raises `ChainUnavailable` if nothing answers, `ProgramMissing` if `program` is
        given and the cluster does not run it, `InputError` for a bad URL.
        """
        rpc = JsonRpc(url, patience=patience)
        try:
            first = min(patience, _OPEN_PATIENCE)
            chain = cls(url, rpc, await rpc.call("getGenesisHash", patience=first))
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
        await self._confirmer.close()
        await self._rpc.close()

    # -- the chain ---------------------------------------------------------------------

    async def genesis_hash(self) -> str:
        """See `Chain.genesis_hash`."""
        return self._genesis

    async def slot(self) -> int:
        """See `Chain.slot`."""
        return int(await self._rpc.call("getSlot", {"commitment": "confirmed"}))

    async def block_height(self, commitment: Commitment = Commitment.FINALIZED) -> int:
        """See `Chain.block_height`."""
        return int(await self._rpc.call("getBlockHeight", {"commitment": commitment.value}))

    async def time(self) -> int:
        """See `Chain.time`."""
        clock = await self.account(CLOCK)
        if clock is None:
            raise ChainError(f"{self.url} has no clock")
        return rpc_decode.clock_time(clock.data)

    async def blockhash(self) -> Blockhash:
        """See `Chain.blockhash`."""
        async with self._blockhash_lock:
            now = time.monotonic()
            if self._blockhash is None or now - self._blockhash_at >= _BLOCKHASH_SECONDS:
                answer = await self._rpc.call("getLatestBlockhash", {"commitment": "confirmed"})
                value = answer["value"]
                self._blockhash = Blockhash(
                    Hash.from_string(value["blockhash"]), int(value["lastValidBlockHeight"])
                )
                self._blockhash_at = now
            return self._blockhash

    async def account(
        self, address: Pubkey, commitment: Commitment = Commitment.CONFIRMED
    ) -> AccountInfo | None:
        """See `Chain.account`."""
        return (await self.accounts([address], commitment))[0]

    async def accounts(
        self, addresses: Sequence[Pubkey], commitment: Commitment = Commitment.CONFIRMED
    ) -> list[AccountInfo | None]:
        """See `Chain.accounts`."""
        options = self._read_options(commitment)
        answers = await asyncio.gather(
            *(
                self._rpc.call(
                    "getMultipleAccounts",
                    [str(address) for address in addresses[i : i + ACCOUNTS_PER_CALL]],
                    options,
                )
                for i in range(0, len(addresses), ACCOUNTS_PER_CALL)
            )
        )
        return [rpc_decode.account_info(value) for answer in answers for value in answer["value"]]

    async def program_accounts(
        self, program: Pubkey, prefix: bytes = b""
    ) -> list[tuple[Pubkey, AccountInfo]]:
        """See `Chain.program_accounts`."""
        options = self._read_options(Commitment.CONFIRMED)
        if prefix:
            encoded = base64.b64encode(prefix).decode()
            memcmp = {"offset": 0, "bytes": encoded, "encoding": "base64"}
            options["filters"] = [{"memcmp": memcmp}]
        found = []
        for item in await self._rpc.call("getProgramAccounts", str(program), options):
            account = rpc_decode.account_info(item["account"])
            if account is not None:
                found.append((Pubkey.from_string(item["pubkey"]), account))
        return sorted(found, key=lambda pair: bytes(pair[0]))

    def _read_options(self, commitment: Commitment) -> dict[str, Any]:
        options: dict[str, Any] = {"encoding": "base64", "commitment": commitment.value}
        if self._seen_slot and commitment is not Commitment.FINALIZED:
            # Behind one URL may stand many nodes: none may answer from before what we saw.
            options["minContextSlot"] = self._seen_slot
        return options

    # -- transactions ------------------------------------------------------------------

    async def send(self, transaction: VersionedTransaction) -> Signature:
        """See `Chain.send`."""
        return await self._confirmer.send(transaction)

    async def statuses(self, signatures: Sequence[Signature]) -> list[Status | None]:
        """See `Chain.statuses`."""
        found, _ = await self._confirmer.statuses(signatures, search=True)
        return found

    async def confirm(
        self,
        signature: Signature,
        last_valid_block_height: int,
        commitment: Commitment = Commitment.CONFIRMED,
    ) -> Status:
        """See `Chain.confirm`."""
        status = await self._confirmer.confirm(signature, last_valid_block_height, commitment)
        if rpc_decode.reached(status, Commitment.CONFIRMED):
            self._seen_slot = max(self._seen_slot, status.slot)
        return status

    async def simulate(self, transaction: VersionedTransaction) -> Simulation:
        """See `Chain.simulate`."""
        encoded = base64.b64encode(bytes(transaction)).decode()
        options = {"encoding": "base64", "sigVerify": False, "commitment": "processed"}
        answer = await self._rpc.call("simulateTransaction", encoded, options)
        return rpc_decode.simulation(answer["value"])

    async def transactions(self, signatures: Sequence[Signature]) -> list[TransactionRecord | None]:
        """See `Chain.transactions`."""
        records = dict.fromkeys(signatures, None) | await self._records(signatures)
        # A node writes its history a moment after it confirms: what it knows to have
        # landed is asked for again, never reported as missing.
        deadline = time.monotonic() + _RECORD_LAG_SECONDS
        while missing := await self._landed([s for s, record in records.items() if record is None]):
            if time.monotonic() >= deadline:
                raise ChainError(
                    f"{self.url} knows that {missing[0]} landed but has no record of it",
                    remedy="ask a node that keeps its transaction history",
                )
            await asyncio.sleep(0.2)
            records |= await self._records(missing)
        return [records[signature] for signature in signatures]

    async def _records(
        self, signatures: Sequence[Signature]
    ) -> dict[Signature, TransactionRecord | None]:
        options = {
            "encoding": "base64",
            "commitment": "confirmed",
            "maxSupportedTransactionVersion": 0,
        }
        answers = await asyncio.gather(
            *(self._rpc.call("getTransaction", str(s), options) for s in signatures)
        )
        return {s: rpc_decode.record(s, a) for s, a in zip(signatures, answers, strict=True)}

    async def _landed(self, signatures: Sequence[Signature]) -> list[Signature]:
        if not signatures:
            return []
        found = await self.statuses(signatures)
        return [
            signature
            for signature, status in zip(signatures, found, strict=True)
            if status is not None and rpc_decode.reached(status, Commitment.CONFIRMED)
        ]

    async def history(
        self, address: Pubkey, *, limit: int = 100, before: Signature | None = None
    ) -> list[SignatureInfo]:
        """See `Chain.history`."""
        found: list[SignatureInfo] = []
        while len(found) < limit:
            wanted = min(limit - len(found), _HISTORY_PER_CALL)
            options: dict[str, Any] = {"limit": wanted, "commitment": "confirmed"}
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
            reply = await self._rpc.ask("requestAirdrop", str(address), lamports)
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

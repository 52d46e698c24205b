"""What the embedded chain is given: executed at once, refused, or waited for."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from solders.signature import Signature
from solders.transaction import VersionedTransaction

from alatau.chain.bank import Bank
from alatau.chain.bank_rules import MAX_TRANSACTION_BYTES
from alatau.chain.bank_state import Landed
from alatau.chain.commits import GroupCommit
from alatau.chain.runtime_errors import error_name
from alatau.errors import ChainError

_GRACE_SECONDS = 1.0  # how long `arrival` waits for a signature that was not sent yet
_REFUSALS_KEPT = 10_000
_REFUSED_AT_ONCE = frozenset({"DuplicateInstruction", "SanitizeFailure"})


class Intake:
    """Executes transactions, and remembers why it refused those that may be sent again."""

    def __init__(self, bank: Bank, commits: GroupCommit) -> None:
        self._bank = bank
        self._commits = commits
        self._refused: dict[Signature, str] = {}
        self._arrivals: dict[Signature, list[asyncio.Future[None]]] = {}

    async def take(self, transaction: VersionedTransaction) -> None:
        """Execute one; it is on disk then.  Raises `ChainError` for what can never land."""
        _require_size(len(bytes(transaction)))
        if self._execute(transaction):
            await self._commits.commit()

    async def take_all(self, transactions: Sequence[bytes]) -> list[ChainError | None]:
        """Execute many in one commit; an error for each that can never land."""
        refused, commit = self.execute(transactions)
        if commit:
            await self._commits.commit()
        return refused

    def execute(self, transactions: Sequence[bytes]) -> tuple[list[ChainError | None], bool]:
        """As `take_all`, before the commit; whether there has to be one."""
        refused: list[ChainError | None] = []
        commit = False
        for raw in transactions:
            try:
                _require_size(len(raw))
                commit |= self._execute(VersionedTransaction.from_bytes(raw))
                refused.append(None)
            except ChainError as error:
                refused.append(error)
        return refused, commit

    def has_refused(self, signature: Signature) -> bool:
        """Whether it came and did not land: it may come again."""
        return signature in self._refused

    def forget(self, signature: Signature) -> str:
        """Why one that will never land was refused the last time."""
        return self._refused.pop(signature, "it was not sent")

    async def arrival(self, signature: Signature) -> None:
        """Wait a moment for it to be sent."""
        waiter = asyncio.get_running_loop().create_future()
        waiters = self._arrivals.setdefault(signature, [])
        waiters.append(waiter)
        try:
            await asyncio.wait_for(waiter, _GRACE_SECONDS)
        except TimeoutError:
            return
        finally:
            if waiter in waiters:
                waiters.remove(waiter)
            if not waiters and self._arrivals.get(signature) is waiters:
                del self._arrivals[signature]

    def _execute(self, transaction: VersionedTransaction) -> bool:
        """Run it; whether the file has to say so before anyone is told."""
        signature = transaction.signatures[0]
        outcome = self._bank.execute(transaction)
        landed = isinstance(outcome, Landed)
        if isinstance(outcome, Landed):
            self._commits.batch.landed.append(outcome)
            self._commits.batch.accounts.update(outcome.changes)
            self._refused.pop(signature, None)
        elif signature in self._bank.state.signatures:
            landed = True
        elif error_name(outcome.error) in _REFUSED_AT_ONCE:
            raise ChainError(f"the transaction is malformed: {outcome.error}")
        else:
            self._refused[signature] = outcome.error
            if len(self._refused) > _REFUSALS_KEPT:
                del self._refused[next(iter(self._refused))]
        for waiter in self._arrivals.pop(signature, ()):
            if not waiter.done():
                waiter.set_result(None)
        return landed


def _require_size(size: int) -> None:
    if size > MAX_TRANSACTION_BYTES:
        raise ChainError(
            f"the transaction has {size} bytes where {MAX_TRANSACTION_BYTES} fit",
            remedy="put fewer instructions or accounts into it",
        )

"""LiteSVM under the rules of a bank: blockhashes, slots, clock, fees, and what landed.

Synchronous and in memory; `alatau.chain.embedded` adds the file and the event loop.
A bare LiteSVM starts every process with the same blockhash, forgets all of them when
one expires, and stands at time 0; none of that is visible here.
"""

from __future__ import annotations

import json
import math
import secrets
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice

from solders.account import Account
from solders.clock import Clock
from solders.hash import Hash
from solders.message import Message, MessageV0
from solders.pubkey import Pubkey
from solders.signature import Signature
from solders.transaction import VersionedTransaction
from solders.transaction_metadata import FailedTransactionMetadata, TransactionMetadata

from alatau.chain import bank_rules as rules
from alatau.chain.bank_state import BLOCKHASH_LIFETIME, BankState, Landed, Refused
from alatau.chain.base import Simulation, TransactionRecord
from alatau.chain.lamports import Lamports
from alatau.chain.machines import GONE, Machines, new_machine
from alatau.chain.runtime_errors import NOT_LANDING, canonical_error, error_name
from alatau.chain.undo import UndoLog
from alatau.errors import InputError

_SLOT_HASHES = 16  # recent slots that programs can ask for; a cluster has 512
BLOCK_SECONDS = 0.1


class Bank:
    """Executes transactions one after another."""

    def __init__(
        self,
        state: BankState,
        accounts: Iterable[tuple[Pubkey, Account]],
        programs: Mapping[Pubkey, bytes],
        *,
        entropy: Callable[[int], bytes] = secrets.token_bytes,
        now: Callable[[], float] = time.time,
        machines: Machines | None = None,
    ) -> None:
        self._machines = machines
        self._svm = new_machine(programs) if machines is None else machines.take(programs)
        self.state = state
        self.block_seconds = BLOCK_SECONDS
        """How long a block lasts; infinite: blocks pass by `advance` alone."""
        self._entropy = entropy
        self._now = now
        self._undo: UndoLog | None = None
        self._programs = programs
        self._as_it_was = True
        self._owners: dict[Pubkey, Pubkey] = {}
        self._owned: dict[Pubkey, dict[Pubkey, None]] = {}
        self._block_started = 0.0
        self._shown = False
        for address, account in accounts:
            if address not in programs:
                self.write(address, account)
        self.advance()

    # -- blocks and time ---------------------------------------------------------------

    @property
    def latest(self) -> Hash:
        """The newest blockhash."""
        return next(reversed(self.state.blockhashes))

    def advance(self, blocks: int = 1) -> None:
        """Produce empty blocks: a new blockhash each, the oldest forgotten."""
        state = self.state
        for _ in range(blocks):
            state.height += 1
            state.blockhashes[Hash(self._entropy(32))] = state.height
        oldest = state.height - BLOCKHASH_LIFETIME
        if self._undo is not None:
            # What expires with a block is accepted again when that block is undone.
            oldest -= self._undo.blocks
            self._undo.forget(state.height, oldest)
        state.forget(oldest, self.slot_of(oldest))
        self._block_started = self._now()
        state.clock = max(state.clock, self._running_time())
        self._shown = False

    def tick(self) -> None:
        """Begin a new block if the present one has lasted its time."""
        # A real clock may be set back, and no block lasts until it has caught up.
        if abs(self._now() - self._block_started) >= self.block_seconds:
            self.advance()

    def end_block(self) -> None:
        """Let the next transaction begin a new block."""
        self._block_started = -math.inf

    def slot_of(self, height: int) -> int:
        """The slot of a block: its height, except where slots were skipped."""
        return height if self._undo is None else self._undo.slot_of(height)

    def now(self) -> int:
        """The clock: it runs with the real time, or stands where it was set until that is past.

        Programs see it, and the newest blocks, once it was asked for: most blocks are empty.
        """
        state = self.state
        if (running := self._running_time()) > state.clock:
            state.clock = running
            self._shown = False
        if not self._shown:
            self._show()
        return state.clock

    def set_time(self, unix_seconds: int) -> None:
        """Move the clock forward; a time already past leaves it as it is."""
        if unix_seconds > self.now():
            self.state.clock = unix_seconds
            self._shown = False

    def _running_time(self) -> int:
        return int(self._now()) + self.state.offset

    def _show(self) -> None:
        state = self.state
        self._svm.set_clock(Clock(self.slot_of(state.height), 0, 0, 1, state.clock))
        # Newest first.  A cluster's has not the slot that is being filled, which here is the
        # one that is seen: a table of addresses is made with a slot that was seen.
        recent = islice(reversed(state.blockhashes.items()), _SLOT_HASHES)
        self._svm.set_slot_hashes([(self.slot_of(height), known) for known, height in recent])
        self._shown = True

    def keep(self, undo: UndoLog) -> None:
        """Note from now on what is needed to go back, and pass blocks by `advance` alone."""
        self._undo = undo
        self.block_seconds = math.inf

    def rewind(self, height: int) -> None:
        """Undo all blocks above `height`; the next one is made by `advance`."""
        if self._undo is None:
            raise InputError("nothing was kept to go back to")
        for address, account in self._undo.undo(self.state.height, height).items():
            self._svm.set_account(address, account or GONE)
            self._index(address, account)
        self.state.rewind(height, self.slot_of(height))

    # -- accounts ----------------------------------------------------------------------

    def read(self, address: Pubkey) -> Account | None:
        """The account as it stands; one without lamports does not exist."""
        account = self._svm.get_account(address)
        return account if account is not None and account.lamports else None

    def write(self, address: Pubkey, account: Account | None) -> None:
        """Overwrite or remove an account."""
        before = self.read(address)
        if self._undo is not None:
            self._undo.note(self.state.height, address, before)
        self._svm.set_account(address, account or GONE)
        self._note_written(address, before)
        self._index(address, account)

    def close(self) -> None:
        """Leave the machine to others, unless what it began with is not there any more.

        Nothing can be done here after that.
        """
        special = {rules.NATIVE_LOADER, rules.SYSVAR_OWNER, *rules.LOADERS}
        if self._machines is not None and self._as_it_was and not self._owned.keys() & special:
            self._machines.give(self._programs, self._svm, self._owners)

    def owned_by(self, program: Pubkey) -> list[Pubkey]:
        """Addresses of the accounts that `program` owns."""
        return list(self._owned.get(program, ()))

    def _note_written(self, address: Pubkey, before: Account | None) -> None:
        # What stood where nothing was put is a program or the runtime's own.
        if before is not None and address not in self._owners:
            self._as_it_was = False

    def _index(self, address: Pubkey, account: Account | None) -> None:
        owner = account.owner if account is not None else None
        known = self._owners.get(address)
        if known == owner:
            return
        if known is not None:
            del self._owned[known][address]
            del self._owners[address]
        if owner is not None:
            self._owners[address] = owner
            self._owned.setdefault(owner, {})[address] = None

    # -- transactions ------------------------------------------------------------------

    def execute(self, transaction: VersionedTransaction) -> Landed | Refused:
        """Run a transaction as a leader would: it lands, with or without error, or is dropped."""
        self.tick()
        self.now()
        # Each look at a part of a transaction copies it.
        message, signature = transaction.message, transaction.signatures[0]
        if (known := self._admit(message, signature)) is not None:
            return Refused(canonical_error(known) or "")  # at once: most are sent again and again
        locks = rules.locks(message, self.read)
        fee = rules.fee_of(message)
        before = {i: self.read(locks.keys[i]) for i in locks.writable}
        payer = before[0]
        error = self._payer_error(locks.keys[0], payer, fee)
        if error is None and not all(transaction.verify_with_results()):
            error = "SignatureFailure"
        if error is not None:
            return Refused(canonical_error(error) or "")
        if fee.priority and payer is not None:
            self._svm.set_account(locks.keys[0], _with(payer, payer.lamports - fee.priority))
        result = self._svm.send_transaction(transaction)
        after = {i: self.read(locks.keys[i]) for i in locks.writable}
        failure, meta = self._failure(result, transaction, locks, before, after)
        if failure is not None:
            if error_name(failure) in NOT_LANDING:
                self._restore(locks, before, 0)
                return Refused(failure)
            self._restore(locks, before, fee.total)
            after = {i: self.read(locks.keys[i]) for i in locks.writable}
        slot = self.slot_of(self.state.height)
        self.state.signatures[signature] = (slot, failure)
        changes = self._collect(locks, before, after)
        if self._undo is not None:
            for i, account in before.items():
                if locks.keys[i] in changes:
                    self._undo.note(self.state.height, locks.keys[i], account)
        return Landed(
            TransactionRecord(
                signature=signature,
                slot=slot,
                time=self.state.clock,
                error=failure,
                fee=fee.total,
                compute_units=meta.compute_units_consumed(),
                logs=tuple(meta.logs()),
                message=bytes(transaction),
                lamports=_lamports_changed(locks.keys, before, after),
            ),
            locks.keys,
            changes,
        )

    def expire(self, signature: Signature) -> None:
        """Promise never to let a signature land that has not."""
        self.state.expired.setdefault(signature, self.state.height)

    def simulate(self, transaction: VersionedTransaction) -> Simulation:
        """Try a transaction, signed or not, without effect."""
        self.tick()
        self.now()
        message = transaction.message
        locks = rules.locks(message, self.read)
        fee = rules.fee_of(message)
        payer = locks.keys[0]
        refused = self._admit(message, transaction.signatures[0]) or self._payer_error(
            payer, self.read(payer), fee
        )
        if refused is not None:
            return Simulation(canonical_error(refused), (), 0)
        result = self._svm.simulate_transaction(transaction)
        meta = result.meta()
        error: str | None
        if isinstance(result, FailedTransactionMetadata):
            error = self._runtime_error(result, transaction)
        else:
            after = dict(result.post_accounts())
            error = next(
                (
                    _rent_error(i)
                    for i in locks.writable
                    if (key := locks.keys[i]) in after
                    and not rules.rent_change_allowed(key, self.read(key), after[key])
                ),
                None,
            )
        return Simulation(error, tuple(meta.logs()), meta.compute_units_consumed())

    def _admit(self, message: Message | MessageV0, signature: Signature) -> str | None:
        if signature in self.state.signatures:
            return "AlreadyProcessed"
        if not self.state.accepts(message.recent_blockhash) or signature in self.state.expired:
            return "BlockhashNotFound"
        return None

    def _payer_error(
        self, payer: Pubkey, account: Account | None, fee: rules.Fee
    ) -> str | dict[str, object] | None:
        if account is None:
            return "AccountNotFound"
        if account.owner != rules.SYSTEM_PROGRAM:
            return "InvalidAccountForFee"
        if account.lamports < fee.total:
            return "InsufficientFundsForFee"
        left = _with(account, account.lamports - fee.total)
        if not rules.rent_change_allowed(payer, account, left):
            return {"InsufficientFundsForRent": {"account_index": 0}}
        return None

    def _failure(
        self,
        result: TransactionMetadata | FailedTransactionMetadata,
        transaction: VersionedTransaction,
        locks: rules.Locks,
        before: Mapping[int, Account | None],
        after: Mapping[int, Account | None],
    ) -> tuple[str | None, TransactionMetadata]:
        if isinstance(result, FailedTransactionMetadata):
            return self._runtime_error(result, transaction), result.meta()
        for i, earlier in before.items():
            key = locks.keys[i]
            if not rules.rent_change_allowed(key, earlier, after[i]):
                return _rent_error(i), result
        return None, result

    def _runtime_error(
        self, result: FailedTransactionMetadata, transaction: VersionedTransaction
    ) -> str:
        error = canonical_error(json.loads(result.to_json())["err"]) or ""
        if error == '"InvalidProgramForExecution"':
            # LiteSVM gives this one also for a program account that is not there at all.
            keys = transaction.message.account_keys
            called = {keys[i.program_id_index] for i in transaction.message.instructions}
            if any(self.read(key) is None for key in called):
                return '"ProgramAccountNotFound"'
        return error

    def _restore(self, locks: rules.Locks, before: Mapping[int, Account | None], fee: int) -> None:
        for i, account in before.items():
            paid = fee if i == 0 else 0
            earlier = _with(account, account.lamports - paid) if account is not None else GONE
            self._svm.set_account(locks.keys[i], earlier)

    def _collect(
        self,
        locks: rules.Locks,
        before: Mapping[int, Account | None],
        after: Mapping[int, Account | None],
    ) -> dict[Pubkey, Account | None]:
        changes: dict[Pubkey, Account | None] = {}
        for i, account in after.items():
            key = locks.keys[i]
            self._note_written(key, before[i])
            if key in self._programs or (
                account is not None and account.owner in (rules.NATIVE_LOADER, rules.SYSVAR_OWNER)
            ):
                continue
            changes[key] = account
            self._index(key, account)
        return changes


def _with(account: Account, lamports: int) -> Account:
    return Account(lamports, account.data, account.owner, account.executable, account.rent_epoch)


def _lamports_changed(
    keys: Sequence[Pubkey],
    before: Mapping[int, Account | None],
    after: Mapping[int, Account | None],
) -> Lamports:
    changed = []
    for i, earlier in before.items():  # a plain loop: every transaction waits for it
        later = after[i]
        had, has = earlier.lamports if earlier else 0, later.lamports if later else 0
        if has != had:
            changed.append((keys[i], has - had))
    return tuple(changed)


def _rent_error(index: int) -> str:
    return canonical_error({"InsufficientFundsForRent": {"account_index": index}}) or ""

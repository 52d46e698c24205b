"""What a chain is: one Protocol, and separate ones for what only some chains can do.

Two backends implement it, `alatau.chain.embedded` and `alatau.chain.rpc`, and pass
the same contract tests.  Addresses, signatures and hashes are solders' types; times
are unix seconds; amounts are lamports.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeAlias, runtime_checkable

from solders.hash import Hash
from solders.pubkey import Pubkey
from solders.signature import Signature
from solders.transaction import VersionedTransaction

from alatau.chain.lamports import Lamports
from alatau.errors import ChainError

Fields: TypeAlias = Sequence[tuple[int, bytes]]
"""What an account's data must have, by the byte at which it begins."""


class Commitment(StrEnum):
    """How settled a fact is.  An embedded chain's facts are finalized at once."""

    PROCESSED = "processed"
    CONFIRMED = "confirmed"
    FINALIZED = "finalized"

    @property
    def implied(self) -> tuple[Commitment, ...]:
        """All that is so when this is, itself included."""
        order = tuple(Commitment)
        return order[: order.index(self) + 1]


@dataclass(frozen=True, slots=True)
class Blockhash:
    """A recent blockhash and the last block height at which it is accepted.

    `slot` is when the chain said so: what is signed with it cannot have landed before.
    """

    hash: Hash
    last_valid_block_height: int
    slot: int = 0


@dataclass(frozen=True, slots=True)
class Tip:
    """How far the chain has got: its `slot`, and its `height`, in which validity is counted."""

    slot: int
    height: int


@dataclass(frozen=True, slots=True)
class AccountInfo:
    """An account as it stands: `lamports`, `owner`, `data`, `executable`."""

    lamports: int
    owner: Pubkey
    data: bytes
    executable: bool = False


def has(data: bytes, prefix: bytes, fields: Fields) -> bool:
    """Whether an account's data begins with `prefix` and has all of `fields`."""
    return data.startswith(prefix) and all(data.startswith(part, at) for at, part in fields)


@dataclass(frozen=True, slots=True)
class Status:
    """What is known of a signature.  `error` is None exactly when it succeeded.

    `error` is the runtime's error as canonical JSON, the same on every backend, e.g.
    ``{"InstructionError":[0,{"Custom":6004}]}`` or ``"BlockhashNotFound"``.
    """

    slot: int
    commitment: Commitment
    error: str | None

    def reached(self, commitment: Commitment) -> bool:
        """Whether it is at least as settled as `commitment`."""
        return commitment in self.commitment.implied


@dataclass(frozen=True, slots=True)
class Seen:
    """What a node knows of signatures, in the order asked, as of `slot`; None: not seen."""

    slot: int
    statuses: tuple[Status | None, ...]


@dataclass(frozen=True, slots=True)
class Simulation:
    """A transaction tried without effect."""

    error: str | None
    logs: tuple[str, ...]
    compute_units: int


@dataclass(frozen=True, slots=True)
class TransactionRecord:
    """A transaction that landed, with what it did.

    `fee` in lamports, `time` in unix seconds (0 where the chain does not know it),
    `message` is the serialized transaction as it was sent.  `lamports` is by how much those of
    each account changed that did, in the order of the transaction's keys, the payer's with the
    fee; empty where the chain does not know it.
    """

    signature: Signature
    slot: int
    time: int
    error: str | None
    fee: int
    compute_units: int
    logs: tuple[str, ...]
    message: bytes
    lamports: Lamports = ()


@dataclass(frozen=True, slots=True)
class SignatureInfo:
    """One line of an address's history, newest first."""

    signature: Signature
    slot: int
    time: int
    error: str | None


class Chain(Protocol):
    """Where transactions are sent and accounts are read."""

    @property
    def kind(self) -> str:
        """``"embedded"`` or ``"rpc"``."""
        ...

    @property
    def url(self) -> str:
        """What it was opened with: ``embedded``, or an HTTP URL."""
        ...

    @property
    def block_seconds(self) -> float:
        """About how long it takes until what was sent can be seen; 0: it is seen at once."""
        ...

    async def genesis_hash(self) -> str:
        """Names the chain: another one, or a reset one, has another."""
        ...

    async def slot(self) -> int:
        """The current slot."""
        ...

    async def block_height(self, commitment: Commitment = Commitment.FINALIZED) -> int:
        """Blocks so far: what a blockhash's validity is counted in."""
        ...

    async def tip(self, commitment: Commitment = Commitment.FINALIZED) -> Tip:
        """Slot and block height, of one moment."""
        ...

    async def first_slot(self) -> int:
        """The oldest slot whose transactions the node still knows: what is older proves nothing."""
        ...

    async def news(self, seconds: float) -> None:
        """Return when there may be something new to ask for, at the latest after `seconds`.

        A hint and no more: the truth is what `look`, `tip` and `accounts` answer.
        """
        ...

    async def time(self) -> int:
        """The chain's clock, unix seconds: what programs read."""
        ...

    async def blockhash(self) -> Blockhash:
        """A recent blockhash; may be shared by many transactions."""
        ...

    async def account(
        self, address: Pubkey, commitment: Commitment = Commitment.CONFIRMED
    ) -> AccountInfo | None:
        """The account at `address`, or None."""
        ...

    async def accounts(
        self,
        addresses: Sequence[Pubkey],
        commitment: Commitment = Commitment.CONFIRMED,
        *,
        min_slot: int = 0,
    ) -> list[AccountInfo | None]:
        """Many accounts, in the order asked, in as few requests as the backend allows.

        As they stood at `min_slot` or later; raises `ChainUnavailable` where no node gets there.
        """
        ...

    async def program_accounts(
        self, program: Pubkey, prefix: bytes = b"", fields: Fields = ()
    ) -> list[tuple[Pubkey, AccountInfo]]:
        """Accounts owned by `program` whose data starts with `prefix` (a discriminator).

        And that have all of `fields`, at most three: what is where.
        """
        ...

    async def send(self, transaction: VersionedTransaction) -> Signature:
        """Hand over a signed transaction.  Sending the same bytes again has no second effect.

        Says nothing of its outcome: ask `confirm`.  Raises `ChainUnavailable`.
        """
        ...

    async def send_all(self, transactions: Sequence[bytes]) -> list[ChainError | None]:
        """Hand over many serialized signed transactions, in this order.

        For each, None, or why these bytes are refused for good (too large, malformed).  Says
        nothing of outcomes.  Raises `ChainUnavailable`: then any of them may have arrived.
        """
        ...

    async def look(self, signatures: Sequence[Signature], *, history: bool = False) -> Seen:
        """What is known of each signature now, of recent ones, or with `history` of all."""
        ...

    async def statuses(self, signatures: Sequence[Signature]) -> list[Status | None]:
        """What is known of each signature now, history included; None: not seen."""
        ...

    async def confirm(
        self,
        signature: Signature,
        last_valid_block_height: int,
        commitment: Commitment = Commitment.CONFIRMED,
    ) -> Status:
        """Wait until the signature reaches `commitment`, with success or error.

        A failed transaction is returned with its error, never treated as a success.
        Raises `TransactionExpired` only after a last look past the finalized height of
        `last_valid_block_height`, and `OutcomeUnknown` if even then nothing is certain.
        """
        ...

    async def recent_fees(self, addresses: Sequence[Pubkey]) -> list[int]:
        """Micro-lamports per compute unit that recent blocks asked of who writes `addresses`.

        One number a block, oldest first: the least that a transaction locking them all paid.
        Empty where nothing is known, as on a chain without such fees.
        """
        ...

    async def simulate(self, transaction: VersionedTransaction) -> Simulation:
        """Try a transaction without effect."""
        ...

    async def transactions(self, signatures: Sequence[Signature]) -> list[TransactionRecord | None]:
        """Landed transactions with logs and compute units, in the order asked."""
        ...

    async def history(
        self, address: Pubkey, *, limit: int = 100, before: Signature | None = None
    ) -> list[SignatureInfo]:
        """Signatures of transactions that name `address`, newest first."""
        ...

    async def close(self) -> None:
        """Let go of connections and files.  Idempotent."""
        ...


@runtime_checkable
class Faucet(Protocol):
    """Chains that give lamports away: the embedded one and local validators."""

    async def airdrop(self, address: Pubkey, lamports: int) -> None:
        """Add lamports and return once they are there."""
        ...


@runtime_checkable
class Promises(Protocol):
    """Chains that can promise that something will never land: no need to wait for its expiry."""

    async def give_up(self, signatures: Sequence[Signature]) -> list[str | None]:
        """Make sure that what has not landed never will.

        For each, why it had not (the runtime's error as canonical JSON, or words); None: it
        has landed.
        """
        ...


@runtime_checkable
class OpenBlock(Protocol):
    """Chains that show as final what is in a block that is still being filled."""

    async def end_block(self) -> None:
        """Let nothing more land in the newest block: what is in it now is all of it."""
        ...


@runtime_checkable
class TimeTravel(Protocol):
    """Chains whose clock can be moved (forward only)."""

    async def set_time(self, unix_seconds: int) -> None:
        """Set the clock that programs read; never earlier than it is."""
        ...


@runtime_checkable
class AccountWriter(Protocol):
    """Chains on which a test may write an account as it likes."""

    async def set_account(self, address: Pubkey, account: AccountInfo) -> None:
        """Overwrite the account at `address`."""
        ...

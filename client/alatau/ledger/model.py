"""What the ledger holds: accounts, postings, transactions, and what can happen to them.

A debit is positive, a credit negative, and what a transaction posts in an asset adds up to
nothing.  Amounts are base units of the asset, times unix seconds, slots those of the chain
(0: none).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, TypeAlias

from alatau.amounts import U64_MAX
from alatau.errors import EntryInvalid, InputError, Unbalanced

MOST_POSTINGS: Final = 4096
LONGEST: Final = 512
"""Letters of an id or a name: indexes of PostgreSQL do not hold any length."""
_LATEST: Final = 2**62


class Purpose(StrEnum):
    """What the money of an account is there for."""

    AVAILABLE = "available"
    """A participant's to spend."""
    HELD = "held"
    """Paid to a merchant that has not delivered yet."""
    RESERVE = "reserve"
    """A merchant's, kept back for its chargebacks."""
    FEE = "fee"
    """The zone's fee, due from a merchant or collected."""
    TAX = "tax"
    """Tax, due from a merchant or collected."""
    FEE_CREDIT = "fee-credit"
    """Fee that was returned after its collection: the treasury owes it to a merchant."""
    TAX_CREDIT = "tax-credit"
    """Tax likewise."""
    VAULT = "vault"
    """Tokens that the zone's program holds."""
    BANK = "bank"
    """National currency at the bank."""
    SUSPENSE = "suspense"
    """Whose it is, is not known yet."""
    RENT = "rent"
    """Lamports that a participant has in accounts on the chain until they are closed."""
    NETWORK_FEES = "network-fees"
    """Lamports that the network took."""
    ISSUED = "issued"
    """An instrument's units, as their issuer owes them."""
    OUTSIDE = "outside"
    """Where money comes from and goes to beyond the zone."""


_ASSETS: Final = frozenset(
    {Purpose.VAULT, Purpose.BANK, Purpose.RENT, Purpose.NETWORK_FEES, Purpose.OUTSIDE}
)


@dataclass(frozen=True, slots=True, order=True)
class LedgerAccount:
    """An account: of a participant (empty: the zone's), in an asset, for a purpose.

    Its text is ``dana/KZTE/available``, or ``/KZTE/vault``.  Raises `InputError` for names that
    are empty or too long, have a slash, or characters that do not print.
    """

    participant: str
    asset: str
    purpose: Purpose
    text: str = field(init=False, repr=False, compare=False)
    """Made once: whoever posts asks for it, and for its hash, again and again."""

    def __post_init__(self) -> None:
        for name, field_ in ((self.participant, "participant"), (self.asset, "asset")):
            if "/" in name or not name.isprintable() or len(name) > LONGEST:
                raise InputError(f"{name!r} is no name of an account's {field_}", field=field_)
        if not self.asset:
            raise InputError("an account has an asset", field="asset")
        text = f"{self.participant}/{self.asset}/{self.purpose}"
        object.__setattr__(self, "text", text)

    def __hash__(self) -> int:
        return hash(self.text)

    @classmethod
    def parse(cls, text: str) -> LedgerAccount:
        """The account of a text.  Raises `InputError`."""
        parts = text.split("/")
        if len(parts) != 3 or parts[2] not in set(Purpose):
            raise InputError(
                f"{text!r} is no account",
                remedy="write PARTICIPANT/ASSET/PURPOSE, or /ASSET/PURPOSE for the zone's; "
                f"purposes are {', '.join(Purpose)}",
            )
        return cls(parts[0], parts[1], Purpose(parts[2]))

    @property
    def grows_by_debit(self) -> bool:
        """Whether the account is usually in debit: what the zone has, not what it owes."""
        return self.purpose in _ASSETS

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Posting:
    """A debit (positive) or credit (negative) of an account, in base units of its asset."""

    account: LedgerAccount
    amount: int


class Status(StrEnum):
    """How sure a transaction is."""

    PROVISIONAL = "provisional"
    """The chain may still take it back."""
    FINAL = "final"
    REVERSAL = "reversal"
    """It takes back another one."""


@dataclass(frozen=True, slots=True)
class LedgerTransaction:
    """Postings that stand or fall together.

    `id` is the source's idempotency key: ``chain:<signature>:<index>``, ``manual:<uuid>``.
    Posting the same again does nothing; provisional and final are the same transaction.
    `time` is when it took effect, `slot` the chain's (0: none), `references` are by name
    (``signature``, ``uetr``, ``end_to_end_id``, ``journal_key``).

    Raises `EntryInvalid` and `Unbalanced`.
    """

    id: str
    postings: tuple[Posting, ...]
    time: int
    status: Status = Status.FINAL
    slot: int = 0
    source: str = ""
    description: str = ""
    actor: str = ""
    reason: str = ""
    references: Mapping[str, str] = field(default_factory=dict)
    metadata: Mapping[str, str] = field(default_factory=dict)
    reverses: str = ""

    def __post_init__(self) -> None:
        _check_text(self)
        if not (0 <= self.time < _LATEST and 0 <= self.slot < _LATEST):
            raise EntryInvalid(self.id, f"is of no time ({self.time}) or no slot ({self.slot})")
        if (self.status is Status.REVERSAL) != bool(self.reverses):
            raise EntryInvalid(self.id, "is a reversal of nothing, or reverses and is none")
        _check_postings(self.id, self.postings)


def _check_text(one: LedgerTransaction) -> None:
    texts = [one.id, one.source, one.description, one.actor, one.reason, one.reverses]
    for named in (one.references, one.metadata):
        if named:
            texts += named.keys()
            texts += named.values()
    text = "".join(texts)
    if not one.id:
        raise EntryInvalid("", "has no id")
    if len(one.id) > LONGEST:
        raise EntryInvalid(f"{one.id[:20]}…", f"has an id that is too long: {len(one.id)}")
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError as error:
            raise EntryInvalid(one.id, "has text that is none") from error
    if "\0" in text:
        raise EntryInvalid(one.id, "has a zero byte in its text")


def _check_postings(id_: str, postings: Sequence[Posting]) -> None:
    if not 2 <= len(postings) <= MOST_POSTINGS:
        raise EntryInvalid(id_, f"has {len(postings)} postings; 2 to {MOST_POSTINGS} are possible")
    sums: dict[str, int] = {}
    for posting in postings:
        amount, asset = posting.amount, posting.account.asset
        if not amount or not -U64_MAX <= amount <= U64_MAX:
            raise EntryInvalid(id_, f"posts {amount} to {posting.account}")
        sums[asset] = sums.get(asset, 0) + amount
    if len({posting.account for posting in postings}) != len(postings):
        raise EntryInvalid(id_, "posts to an account twice")
    for asset, difference in sums.items():
        if difference:
            raise Unbalanced(id_, asset, difference)


@dataclass(frozen=True, slots=True)
class Finalize:
    """The provisional transaction `id` is final.  Doing it again does nothing."""

    id: str


@dataclass(frozen=True, slots=True)
class Reverse:
    """Take back the transaction `reverses`, under an idempotency key of its own.

    A provisional one never was: its reversal takes effect at the same time and slot, and its
    `id` can be posted anew (it landed in another slot).  A final one was: its reversal is of
    `time`, which must be given, and its id stays taken.
    """

    id: str
    reverses: str
    time: int | None = None
    source: str = ""
    description: str = ""
    actor: str = ""
    reason: str = ""
    references: Mapping[str, str] = field(default_factory=dict)
    metadata: Mapping[str, str] = field(default_factory=dict)


Change: TypeAlias = LedgerTransaction | Finalize | Reverse
"""What can be posted."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a source has been read, kept in the same commit as what was read.

    With `expected` (empty: no value yet), `CursorMoved` is raised where it is elsewhere.
    """

    name: str
    value: str
    expected: str | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """The newest entry: how many there are, and the hash over all of them.

    Written down elsewhere, ``1042:9f…`` proves later that nothing was changed or cut off.
    """

    sequence: int
    hash: bytes

    @classmethod
    def parse(cls, text: str) -> Head:
        """The head of a text.  Raises `InputError`."""
        number, _, digest = text.strip().partition(":")
        try:
            head = cls(int(number), bytes.fromhex(digest))
        except ValueError:
            head = cls(-1, b"")
        if head.sequence < 0 or len(head.hash) != 32:
            raise InputError(f"{text!r} is no head", remedy="give what alatau ledger head printed")
        return head

    def __str__(self) -> str:
        return f"{self.sequence}:{self.hash.hex()}"


@dataclass(frozen=True, slots=True)
class Point:
    """As of when: all of what is given holds.

    `sequence`: what the ledger knew after that entry.  `time`, `slot`: what had taken effect by
    then, the second and the slot included; what has no slot is in the balances of every slot.
    """

    sequence: int | None = None
    time: int | None = None
    slot: int | None = None


NOW: Final = Point()


@dataclass(frozen=True, slots=True)
class Stored:
    """A transaction as it stands in the ledger.

    `sequence` is its place, `recorded` when it was written, `status` as it was posted;
    `finalized` and `reversed_by` are the sequences of what came after (0: nothing).
    """

    sequence: int
    recorded: int
    hash: bytes
    transaction: LedgerTransaction
    finalized: int = 0
    reversed_by: int = 0

    @property
    def pending(self) -> bool:
        """Neither final nor reversed."""
        provisional = self.transaction.status is Status.PROVISIONAL
        return provisional and not self.finalized and not self.reversed_by

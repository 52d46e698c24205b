"""What reconciliation is given: plain values of the journal, the chain, the books, the bank.

Amounts are integers of base units, money that comes into the zone positive; times unix
seconds.  Nothing here reads anything: `gather` and the modules `from_…` make these.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from alatau.reconcile.model import DAY, Item
from alatau.sender import State
from alatau.statements import Statement

LAMPORTS: Final = "SOL"
"""The asset of the network's fees."""


@dataclass(frozen=True, slots=True)
class JournalFact:
    """An intent of the journal, and what became of it.

    `signatures` are those of all its attempts, `landed` the one that was seen to land, in
    `slot`; `error` is the runtime's where it failed.  `at` is when its state was last learnt.
    `least_fee` is what the network takes at least for one attempt, in lamports.  What is not
    `of_program` (a token account that was opened) is in no zone's books.
    """

    key: str
    state: State
    at: int
    signatures: tuple[str, ...] = ()
    landed: str = ""
    slot: int = 0
    error: str = ""
    least_fee: int = 0
    of_program: bool = True

    @property
    def id(self) -> str:
        """Its name among items."""
        return f"journal:{self.key}"


@dataclass(frozen=True, slots=True, order=True)
class Moved:
    """What a transaction moved over the zone's border: into the vault is positive."""

    asset: str
    participant: str
    amount: int


@dataclass(frozen=True, slots=True)
class ChainFact:
    """A transaction of the chain as the indexer posted it.

    `error` is the runtime's as JSON where it failed, and nothing but the `fee` (lamports, of
    `fee_payer`) has happened then; `final`: the chain cannot take it back.
    """

    signature: str
    time: int
    slot: int
    moved: tuple[Moved, ...] = ()
    fee_payer: str = ""
    fee: int = 0
    error: str = ""
    final: bool = True

    @property
    def id(self) -> str:
        """Its id in the ledger."""
        return f"chain:{self.signature}"


@dataclass(frozen=True, slots=True)
class Expected:
    """A deposit or withdrawal in the provider's books.

    `key` is the idempotency key under which it was sent, `amount` negative for a withdrawal,
    `bank_reference` the bank's name for the money, `party` the IBAN or name on the other side.
    """

    key: str
    asset: str
    amount: int
    time: int
    bank_reference: str = ""
    party: str = ""

    @property
    def id(self) -> str:
        """Its name among items: that of its intent."""
        return f"journal:{self.key}"


@dataclass(frozen=True, slots=True)
class AccountProof:
    """A payment account as the postings and as the chain have it.

    `known` and `found` count the changes that either has; the amounts are what it owes.
    """

    account: str
    asset: str
    known: int
    found: int
    known_amount: int
    found_amount: int


@dataclass(frozen=True, slots=True)
class VaultFact:
    """An asset's tokens in the vault, what the vault owes, and what the accounts add up to."""

    asset: str
    tokens: int
    liabilities: int
    accounts: int


@dataclass(frozen=True, slots=True)
class Gap:
    """A span of the chain's history, before `slot`, that no node showed."""

    account: str
    slot: int
    reason: str


@dataclass(frozen=True, slots=True)
class BankAsset:
    """Which asset of the zone a bank's currency backs; `decimals` are the asset's."""

    currency: str
    asset: str
    decimals: int


@dataclass(frozen=True, slots=True)
class Opening:
    """What a bank account (IBAN or its other id) held when the period before was closed.

    In minor units of the bank's currency.
    """

    account: str
    currency: str
    amount: int


@dataclass(frozen=True, slots=True)
class Terms:
    """How long what is not there yet is only late, in seconds."""

    bank: int = 2 * DAY
    """A movement of the bank's that we do not have, or the other way round."""
    chain: int = 900
    """A transaction that was signed and of which nothing is known."""
    late: int = 30 * DAY
    """How far apart two of one party and amount, and no others like them, are called late."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything that is reconciled, in any order, anything as often as it was told.

    `slot` is up to where the chain was read, `read_at` when its balances were; `signers` are
    the wallets that pay for transactions of ours, all of which the journal must have (none:
    that is not asked).

    Of a period before this one: `earlier` statements count for what they say of themselves, not
    for their entries; `carried` items were left open, those of `fees` are what the bank took;
    `settled` ones are there to be compared with and are no breaks, as is whatever else is of the
    transactions `before` (ids).
    """

    journal: tuple[JournalFact, ...] = ()
    chain: tuple[ChainFact, ...] = ()
    expected: tuple[Expected, ...] = ()
    accounts: tuple[AccountProof, ...] = ()
    vaults: tuple[VaultFact, ...] = ()
    gaps: tuple[Gap, ...] = ()
    statements: tuple[Statement, ...] = ()
    banks: tuple[BankAsset, ...] = ()
    openings: tuple[Opening, ...] = ()
    signers: frozenset[str] = frozenset()
    slot: int = 0
    read_at: int = 0
    terms: Terms = Terms()
    earlier: tuple[Statement, ...] = ()
    carried: tuple[Item, ...] = ()
    fees: frozenset[str] = frozenset()
    settled: tuple[Item, ...] = ()
    before: frozenset[str] = frozenset()

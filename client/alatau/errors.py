"""Every error that Alatau raises, in one tree.

    AlatauError                     exit code 1
    ├── InputError                  exit code 2: a file, a line, a field, an option
    │   ├── KeyFileError            a keypair file that is none
    │   ├── KeyReused               an idempotency key that stands for something else
    │   ├── SponsorAtRisk           an instruction could take more of the sponsor than the fee
    │   ├── QuoteInvalid            a quote that is not what was asked, or not what was signed
    │   ├── QuoteStale              a quote that has expired, or whose rate is too old
    │   └── StatementInvalid        a bank's statement: malformed, cut off, or contradicting itself
    ├── ChainError
    │   ├── ChainUnavailable        nothing answers at the URL
    │   ├── ChainBusy               another process holds the embedded chain's file
    │   ├── ChainFileError          the embedded chain's file is of another version, or broken
    │   ├── WrongChain              another cluster, a reset chain, another zone
    │   ├── ProgramMissing          the cluster does not run the sandbox program
    │   ├── AccountMissing          no account at an address
    │   ├── AccountInvalid          an account of another owner, kind or version
    │   ├── TransactionFailed       it landed (or was simulated), with an error
    │   │   └── ProgramRefused      ... which is one of the sandbox program's own
    │   │       └── RefusedWithFigures   ... with the figures that it depended on
    │   │           ├── LimitExceeded        limit, amount, spent, resets_at
    │   │           ├── InsufficientFunds    available, amount
    │   │           ├── Frozen               until, case, regulator
    │   │           ├── SequenceRefused      sequence, highest
    │   │           └── NotYet               opens_at
    │   ├── HistoryGap              a transaction before this one is missing in what a node shows
    │   ├── HistoryWrong            ... or what one says does not add up
    │   ├── TableCooling            a retired lookup table that cannot be closed yet
    │   ├── TransactionExpired      proven not to have landed, never to land
    │   ├── FeePayerShort           who pays the network has too few lamports
    │   ├── SequenceTaken           something else that signs for the account was first
    │   └── OutcomeUnknown          neither landed nor expired can be proven
    ├── JournalError                the journal's file is of another version, or in use
    │   └── JournalDamaged          ... or not as it was written: a checksum, a page, a file
    ├── LedgerError
    │   ├── EntryInvalid            empty, of nothing, the same account twice, bad text
    │   │   └── Unbalanced          what an asset's postings add up to is not nothing
    │   ├── EntryConflict           the id stands for something else, or is past this
    │   ├── EntryMissing            there is nothing of that id to finalize or reverse
    │   ├── CursorMoved             someone else has read on from the same place
    │   ├── DecisionInvalid         no id, no kind, content that is not canonical JSON
    │   ├── DecisionConflict        the decision's id stands for something else
    │   ├── DecisionsMoved          someone else has decided since it was read
    │   ├── LedgerBusy              someone else has been writing for too long
    │   ├── LedgerUnavailable       no database answers at the URL, or its driver is missing
    │   ├── LedgerSchema            no ledger, or one of a newer version
    │   └── LedgerDamaged           not as it was written
    ├── WorkflowError               a decision on reconciliation that cannot be taken
    │   ├── CaseMissing             no break, item, match or proposal of that id
    │   ├── ActorRefused            nobody is named, or someone who may not
    │   ├── OwnApproval             who proposed it cannot approve it
    │   ├── AlreadyDecided          the proposal was approved or rejected before
    │   ├── AlreadyResolved         the break, item or match was resolved or undone before
    │   ├── ProposalStale           what it is about has changed since
    │   ├── DayClosed               the day is closed, with something else
    │   └── ClosingDiffers          recomputed from its inputs, a closing is another
    └── StorageError                no space on the disk, a read-only folder

Errors of other libraries are translated once, where they enter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence


class AlatauError(Exception):
    """Base of all.  ``remedy`` says what to do about it, where there is something to do."""

    exit_code = 1

    def __init__(self, message: str, *, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} ({self.remedy})" if self.remedy else self.message


class InputError(AlatauError):
    """Bad input.  Names the file, the line (1-based) and the field, as far as known."""

    exit_code = 2

    def __init__(
        self,
        message: str,
        *,
        file: str = "",
        line: int = 0,
        field: str = "",
        remedy: str = "",
    ) -> None:
        self.file, self.line, self.field = file, line, field
        where = ":".join(part for part in (file, str(line) if line else "", field) if part)
        super().__init__(f"{where}: {message}" if where else message, remedy=remedy)


class KeyFileError(InputError):
    """A keypair file that is missing or is not 64 numbers in JSON."""


class KeyReused(InputError):
    """The idempotency key was used for something else: done once, it cannot mean this too."""


class SponsorAtRisk(InputError):
    """An instruction names the sponsor's account, which is to pay fees and nothing else."""


class QuoteInvalid(InputError):
    """The quote is not what was asked for, or its transaction is not the quote."""


class QuoteStale(InputError):
    """The quote has expired, or its rate is too old.  Nothing was paid: ask again."""


class StatementInvalid(InputError):
    """A statement of a bank that cannot be accepted as it is.

    ``element`` is where in the file (``Stmt[1]/Ntry[12]``), ``part`` the field of it,
    ``reason`` what is wrong without the place; ``field`` is element and part together.
    """

    def __init__(
        self,
        message: str,
        *,
        file: str = "",
        line: int = 0,
        element: str = "",
        field: str = "",
        remedy: str = "",
    ) -> None:
        self.reason, self.element, self.part = message, element, field
        place = "/".join(part for part in (element, field) if part)
        super().__init__(message, file=file, line=line, field=place, remedy=remedy)


class ChainError(AlatauError):
    """The chain refused, or could not be asked."""


class ChainUnavailable(ChainError):
    """Nothing answers at the URL, or it stopped answering."""


class ChainBusy(ChainError):
    """Another process holds the embedded chain's file."""


class ChainFileError(ChainError):
    """The embedded chain's file is of another version, or is not such a file."""


class WrongChain(ChainError):
    """The journal or configuration belongs to another chain, zone or genesis."""


class ProgramMissing(ChainError):
    """The cluster answers, but the sandbox program is not there."""


class AccountMissing(ChainError):
    """No account at the address."""


class AccountInvalid(ChainError):
    """The account has another owner, discriminator, size or version."""


class TransactionFailed(ChainError):
    """The transaction was executed and failed.

    ``error`` is the runtime's error as text, ``logs`` the program's log lines,
    ``signature`` the base58 signature (empty where it was only simulated).
    """

    def __init__(
        self,
        message: str,
        *,
        signature: str = "",
        error: str = "",
        logs: Sequence[str] = (),
        remedy: str = "",
    ) -> None:
        super().__init__(message, remedy=remedy)
        self.signature = signature
        self.error = error
        self.logs = tuple(logs)


class ProgramRefused(TransactionFailed):
    """The sandbox program refused: ``code`` (6000 and up) and ``name`` are the IDL's."""

    def __init__(
        self,
        message: str,
        *,
        code: int,
        name: str,
        signature: str = "",
        error: str = "",
        logs: Sequence[str] = (),
        remedy: str = "",
    ) -> None:
        super().__init__(message, signature=signature, error=error, logs=logs, remedy=remedy)
        self.code = code
        self.name = name


class RefusedWithFigures(ProgramRefused):
    """A refusal of which the figures could be read.

    They are read after it, best effort, so they are as the chain was then; where they
    cannot be read the plain `ProgramRefused` is raised.  `figures` has them by name:
    amounts in base units, times in unix seconds.
    """

    def __init__(self, refused: ProgramRefused, detail: str) -> None:
        super().__init__(
            f"{refused.message}: {detail}",
            code=refused.code,
            name=refused.name,
            signature=refused.signature,
            error=refused.error,
            logs=refused.logs,
            remedy=refused.remedy,
        )

    @property
    def figures(self) -> Mapping[str, int | str | None]:
        """The figures by name."""
        return {}


class LimitExceeded(RefusedWithFigures):
    """`amount` on top of `spent` is over `limit`; the sum starts anew at `resets_at`.

    `resets_at` is None where nothing resets: the cap of one payment, and of a vault.
    """

    def __init__(
        self,
        refused: ProgramRefused,
        detail: str,
        *,
        limit: int,
        amount: int,
        spent: int,
        resets_at: int | None,
    ) -> None:
        super().__init__(refused, detail)
        self.limit, self.amount, self.spent, self.resets_at = limit, amount, spent, resets_at

    @property
    def figures(self) -> Mapping[str, int | str | None]:
        """The figures by name."""
        return {
            "limit": self.limit,
            "amount": self.amount,
            "spent": self.spent,
            "resets_at": self.resets_at,
        }


class InsufficientFunds(RefusedWithFigures):
    """The account has `available`, which is less than `amount`."""

    def __init__(
        self, refused: ProgramRefused, detail: str, *, available: int, amount: int
    ) -> None:
        super().__init__(refused, detail)
        self.available, self.amount = available, amount

    @property
    def figures(self) -> Mapping[str, int | str | None]:
        """The figures by name."""
        return {"available": self.available, "amount": self.amount}


class Frozen(RefusedWithFigures):
    """Frozen by a regulator (0 or 1) of a `case` (hex) before `until`."""

    def __init__(
        self, refused: ProgramRefused, detail: str, *, until: int, case: str, regulator: int
    ) -> None:
        super().__init__(refused, detail)
        self.until, self.case, self.regulator = until, case, regulator

    @property
    def figures(self) -> Mapping[str, int | str | None]:
        """The figures by name."""
        return {"until": self.until, "case": self.case, "regulator": self.regulator}


class SequenceRefused(RefusedWithFigures):
    """The sequence was used, is too old or too far ahead; `highest` is the account's."""

    def __init__(
        self, refused: ProgramRefused, detail: str, *, sequence: int, highest: int
    ) -> None:
        super().__init__(refused, detail)
        self.sequence, self.highest = sequence, highest

    @property
    def figures(self) -> Mapping[str, int | str | None]:
        """The figures by name."""
        return {"sequence": self.sequence, "highest": self.highest}


class NotYet(RefusedWithFigures):
    """It will be possible from `opens_at` on."""

    def __init__(self, refused: ProgramRefused, detail: str, *, opens_at: int) -> None:
        super().__init__(refused, detail)
        self.opens_at = opens_at

    @property
    def figures(self) -> Mapping[str, int | str | None]:
        """The figures by name."""
        return {"opens_at": self.opens_at}


class HistoryGap(ChainError):
    """A transaction builds on a change of `address` that the history does not have."""

    def __init__(self, message: str, *, slot: int, address: str, remedy: str = "") -> None:
        super().__init__(message, remedy=remedy or "ask a node that keeps its whole history")
        self.slot = slot
        self.address = address


class HistoryWrong(ChainError):
    """What a transaction of the history says of itself does not add up."""


class TableCooling(ChainError):
    """A retired address lookup table cannot be closed before `blocks` more have been made."""

    def __init__(self, message: str, *, blocks: int, remedy: str = "") -> None:
        super().__init__(message, remedy=remedy)
        self.blocks = blocks


class TransactionExpired(ChainError):
    """The transaction has not landed and, its blockhash being too old, never will."""


class FeePayerShort(ChainError):
    """The fee payer has too few lamports, so that nothing that it is to pay for can land."""


class SequenceTaken(ChainError):
    """The sequence was used by something else that signs for the account: it was not done."""


class OutcomeUnknown(ChainError):
    """Whether the transaction landed cannot be proven now.  Never guessed: ask again later."""


class JournalError(AlatauError):
    """The journal's file is of another version, damaged, or in use by another process."""


class JournalDamaged(JournalError):
    """The journal's file is not as it was written.  Nothing that it says is believed.

    ``file`` is its path, ``what`` is wrong in it: a table and the number of a row, an index,
    a page.
    """

    def __init__(self, file: str, what: str) -> None:
        super().__init__(
            f"the journal {file} is damaged: {what}",
            remedy=f"alatau journal export --journal '{file}' --to DIR saves what can be read; "
            "docs/journal.md says how to start anew without paying twice",
        )
        self.file = file
        self.what = what


class LedgerError(AlatauError):
    """The ledger refused, or could not be read."""


class EntryInvalid(LedgerError):
    """A transaction that no books can hold.  ``id`` names it."""

    def __init__(self, id_: str, why: str) -> None:
        super().__init__(f"the transaction {id_!r} {why}")
        self.id = id_


class Unbalanced(EntryInvalid):
    """The postings of ``asset`` add up to ``difference`` base units, not to nothing."""

    def __init__(self, id_: str, asset: str, difference: int) -> None:
        super().__init__(id_, f"does not balance: its postings of {asset} add up to {difference}")
        self.asset = asset
        self.difference = difference


class EntryConflict(LedgerError):
    """What stands in the ledger under ``id`` is something else, or cannot become this."""

    def __init__(self, id_: str, why: str, *, remedy: str = "") -> None:
        super().__init__(f"{id_!r} {why}", remedy=remedy)
        self.id = id_


class EntryMissing(LedgerError):
    """The ledger has nothing under ``id``."""

    def __init__(self, id_: str) -> None:
        super().__init__(f"the ledger has no transaction {id_!r}")
        self.id = id_


class CursorMoved(LedgerError):
    """The cursor ``name`` is at ``found``: someone else has posted since it was read."""

    def __init__(self, name: str, expected: str, found: str) -> None:
        super().__init__(
            f"the cursor {name!r} is at {found!r}, not at {expected!r}",
            remedy="let one process read the chain into a ledger; read the cursor and go on",
        )
        self.name, self.expected, self.found = name, expected, found


class DecisionInvalid(LedgerError):
    """A decision that cannot be kept.  ``id`` names it."""

    def __init__(self, id_: str, why: str) -> None:
        super().__init__(f"the decision {id_!r} {why}")
        self.id = id_


class DecisionConflict(LedgerError):
    """The decision ``id`` stands in the ledger with another content."""

    def __init__(self, id_: str) -> None:
        super().__init__(
            f"the decision {id_!r} stands in the ledger with another content",
            remedy="a decision is not changed: decide anew, under another id",
        )
        self.id = id_


class DecisionsMoved(LedgerError):
    """The newest decision is number ``found``, not ``expected``: someone else has decided."""

    def __init__(self, expected: int, found: int) -> None:
        super().__init__(
            f"the newest decision is number {found}, not {expected}: someone else has decided",
            remedy="look at how things stand now, and decide again",
        )
        self.expected, self.found = expected, found


class LedgerBusy(LedgerError):
    """Another process has been writing to the ledger for too long."""


class LedgerUnavailable(LedgerError):
    """No database answers at the URL, it stopped answering, or its driver is not installed."""


class LedgerSchema(LedgerError):
    """A database of something else, or a ledger that a newer version has made."""


class LedgerDamaged(LedgerError):
    """The ledger is not as it was written.  ``what`` says where."""

    def __init__(self, ledger: str, what: str) -> None:
        super().__init__(
            f"the ledger {ledger} is damaged: {what}",
            remedy="alatau ledger verify finds what else is; restore it from a backup, or index "
            "the chain into a new one",
        )
        self.ledger = ledger
        self.what = what


class WorkflowError(AlatauError):
    """A decision on reconciliation that cannot be taken.  Nothing was kept or posted."""


class CaseMissing(WorkflowError):
    """There is no such break, item, match, resolution or proposal."""


class ActorRefused(WorkflowError):
    """Nobody is named, or someone whom the policy does not allow it."""


class OwnApproval(WorkflowError):
    """Who proposed a resolution tried to approve it: that takes another person."""


class AlreadyDecided(WorkflowError):
    """The proposal was approved or rejected before."""


class AlreadyResolved(WorkflowError):
    """The break or item was resolved before, has a proposal open, or was undone already."""


class ProposalStale(WorkflowError):
    """What a proposal is about has changed since it was made."""


class DayClosed(WorkflowError):
    """The day is closed: a closing is not changed, nor made before the one of the day before."""


class ClosingDiffers(WorkflowError):
    """A closing recomputed from its inputs is not what was kept.  ``where`` says in what."""

    def __init__(self, day: str, where: str) -> None:
        super().__init__(
            f"the closing of {day}, recomputed, differs: {where}",
            remedy="use the ledger, journal and rules that it was made of; "
            "alatau ledger verify tells whether the ledger is as it was written",
        )
        self.day, self.where = day, where


class StorageError(AlatauError):
    """The disk is full or the folder cannot be written."""

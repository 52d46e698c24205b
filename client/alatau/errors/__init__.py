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
    │   │           ├── TooFew               quantity, least, left
    │   │           ├── TooFewFree           quantity, units, offered, outside
    │   │           ├── HoldingMissing       wallet
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

from alatau.errors.base import (
    AlatauError,
    InputError,
    KeyFileError,
    KeyReused,
    QuoteInvalid,
    QuoteStale,
    SponsorAtRisk,
    StatementInvalid,
    StorageError,
)
from alatau.errors.books import (
    CursorMoved,
    DecisionConflict,
    DecisionInvalid,
    DecisionsMoved,
    EntryConflict,
    EntryInvalid,
    EntryMissing,
    JournalDamaged,
    JournalError,
    LedgerBusy,
    LedgerDamaged,
    LedgerError,
    LedgerSchema,
    LedgerUnavailable,
    Unbalanced,
)
from alatau.errors.chain import (
    AccountInvalid,
    AccountMissing,
    ChainBusy,
    ChainError,
    ChainFileError,
    ChainUnavailable,
    FeePayerShort,
    HistoryGap,
    HistoryWrong,
    OutcomeUnknown,
    ProgramMissing,
    SequenceTaken,
    TableCooling,
    TransactionExpired,
    TransactionFailed,
    WrongChain,
)
from alatau.errors.refused import (
    Frozen,
    HoldingMissing,
    InsufficientFunds,
    LimitExceeded,
    NotYet,
    ProgramRefused,
    RefusedWithFigures,
    SequenceRefused,
    TooFew,
    TooFewFree,
)
from alatau.errors.workflow import (
    ActorRefused,
    AlreadyDecided,
    AlreadyResolved,
    CaseMissing,
    ClosingDiffers,
    DayClosed,
    OwnApproval,
    ProposalStale,
    WorkflowError,
)

__all__ = [
    "AccountInvalid",
    "AccountMissing",
    "ActorRefused",
    "AlatauError",
    "AlreadyDecided",
    "AlreadyResolved",
    "CaseMissing",
    "ChainBusy",
    "ChainError",
    "ChainFileError",
    "ChainUnavailable",
    "ClosingDiffers",
    "CursorMoved",
    "DayClosed",
    "DecisionConflict",
    "DecisionInvalid",
    "DecisionsMoved",
    "EntryConflict",
    "EntryInvalid",
    "EntryMissing",
    "FeePayerShort",
    "Frozen",
    "HistoryGap",
    "HistoryWrong",
    "HoldingMissing",
    "InputError",
    "InsufficientFunds",
    "JournalDamaged",
    "JournalError",
    "KeyFileError",
    "KeyReused",
    "LedgerBusy",
    "LedgerDamaged",
    "LedgerError",
    "LedgerSchema",
    "LedgerUnavailable",
    "LimitExceeded",
    "NotYet",
    "OutcomeUnknown",
    "OwnApproval",
    "ProgramMissing",
    "ProgramRefused",
    "ProposalStale",
    "QuoteInvalid",
    "QuoteStale",
    "RefusedWithFigures",
    "SequenceRefused",
    "SequenceTaken",
    "SponsorAtRisk",
    "StatementInvalid",
    "StorageError",
    "TableCooling",
    "TooFew",
    "TooFewFree",
    "TransactionExpired",
    "TransactionFailed",
    "Unbalanced",
    "WorkflowError",
    "WrongChain",
]

"""The chain cannot be asked, refuses, or shows less than there was; what became of an intent."""

from __future__ import annotations

from collections.abc import Sequence

from alatau.errors.base import AlatauError


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
    ``signature`` the base58 signature (empty where it was only simulated).  ``recorded``: it is
    told again of an earlier call with the same key, nothing was tried in this one.
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
        self.recorded = False


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

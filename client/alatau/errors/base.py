"""What all errors have in common, and what is wrong with what was given."""

from __future__ import annotations


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


class StorageError(AlatauError):
    """The disk is full or the folder cannot be written."""

"""What is wrong with a file: raised at once, or collected to be told together."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from alatau.errors import InputError, StatementInvalid

MOST: Final = 1_000
"""So many problems of a file are kept: of more, only the number."""

MOST_TEXT: Final = 400
"""So many characters a message has."""


class Severity(StrEnum):
    """An error keeps a file from being accepted; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """Where and what: file, line (1-based, 0 where unknown), element and field."""

    severity: Severity
    message: str
    file: str = ""
    line: int = 0
    element: str = ""
    field: str = ""
    remedy: str = ""

    def to_error(self) -> StatementInvalid:
        """The same as an exception."""
        return StatementInvalid(
            self.message,
            file=self.file,
            line=self.line,
            element=self.element,
            field=self.field,
            remedy=self.remedy,
        )


@dataclass(slots=True)
class Problems:
    """The problems of one file.  `strict` raises the first error as `StatementInvalid`."""

    file: str = ""
    strict: bool = True
    found: list[Problem] = field(default_factory=list)
    errors: int = 0
    warnings: int = 0

    def error(
        self, message: str, *, line: int = 0, element: str = "", field: str = "", remedy: str = ""
    ) -> None:
        """Something for which the file is not accepted."""
        self.add(Problem(Severity.ERROR, message, self.file, line, element, field, remedy))

    def warn(
        self, message: str, *, line: int = 0, element: str = "", field: str = "", remedy: str = ""
    ) -> None:
        """Something to look at."""
        self.add(Problem(Severity.WARNING, message, self.file, line, element, field, remedy))

    def caught(self, error: InputError, *, line: int = 0, element: str = "") -> None:
        """An error that was raised, its place completed where it does not say it."""
        self.error(
            error.reason if isinstance(error, StatementInvalid) else error.message,
            line=error.line or line,
            element=getattr(error, "element", "") or element,
            field=error.part if isinstance(error, StatementInvalid) else error.field,
            remedy=error.remedy,
        )

    def add(self, problem: Problem) -> None:
        """Keeps it, or raises it.  A message does not repeat a megabyte of the file."""
        if len(problem.message) > MOST_TEXT:
            problem = replace(problem, message=f"{problem.message[:MOST_TEXT]}…")
        if problem.severity is Severity.ERROR:
            self.errors += 1
            if self.strict:
                raise problem.to_error()
        else:
            self.warnings += 1
        if len(self.found) < MOST:
            self.found.append(problem)

"""An MT940 file taken apart: messages, and in them fields with their lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NoReturn

from alatau.errors import StatementInvalid
from alatau.statements.problems import Problems

_FIELD: Final = re.compile(r":(?P<tag>\d\d[A-Z]?|NS):(?P<text>.*)", re.ASCII)


@dataclass(slots=True)
class Field:
    """A field: its tag, its text with line breaks, its line (1-based)."""

    tag: str
    text: str
    line: int

    def fail(self, message: str, *, remedy: str = "") -> NoReturn:
        """Raises `StatementInvalid` at this field."""
        raise StatementInvalid(message, line=self.line, field=f":{self.tag}:", remedy=remedy)


@dataclass(slots=True)
class Message:
    """One statement, or one page of it."""

    line: int
    fields: list[Field] = field(default_factory=list)

    def has(self, tag: str) -> bool:
        """Whether there is such a field."""
        return any(one.tag == tag for one in self.fields)

    def need(self, *tags: str) -> Field:
        """The one field with one of these tags.  Raises `StatementInvalid`."""
        found = [one for one in self.fields if one.tag in tags]
        if not found:
            raise StatementInvalid("is missing", line=self.line, field=f":{tags[0]}:")
        if len(found) > 1:
            found[1].fail(f"is there twice: first on line {found[0].line}")
        return found[0]


def split_messages(text: str, problems: Problems) -> Iterator[Message]:
    """Messages of a file, with or without the blocks in braces that SWIFT puts around them.

    A line between messages that belongs to none goes to `problems`.
    """
    message: Message | None = None
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number, line in enumerate(lines, 1):
        content = line.rpartition("{4:")[2] if line.startswith("{") else line
        match = _FIELD.fullmatch(content)
        if match is not None:
            if match["tag"] == "20" and message is not None:
                yield message
                message = None
            if message is None:
                message = Message(number)
            message.fields.append(Field(match["tag"], match["text"], number))
        elif message is not None and _ends(line):
            yield message
            message = None
        elif message is not None:
            message.fields[-1].text += f"\n{line}"
        elif line.strip() and not line.startswith("{") and line.strip() != "-":
            problems.error(f"{line[:40]!r} belongs to no statement", line=number)
    if message is not None:
        last = message.fields[-1]
        last.text = last.text.rstrip("\n")
        yield message


def _ends(line: str) -> bool:
    """A hyphen alone, or the brace that ends the text; other lines may begin with a hyphen."""
    return line.rstrip() == "-" or line.startswith("-}")

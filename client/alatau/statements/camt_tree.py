"""Elements to be written, as nested values: what is empty is left out."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from alatau.amounts import format_amount
from alatau.errors import StatementInvalid
from alatau.statements.currencies import decimals_of


@dataclass(frozen=True, slots=True)
class Money:
    """An amount as text, with the currency that stands in an attribute."""

    text: str
    currency: str


Tree = tuple[str, "str | Money | list[Tree]"]
"""A tag, and its text, its amount or what is in it."""

KEEP: Final = "\0keep"
"""A text that stands for an element that is there and empty."""

_MOST_DIGITS: Final = 18
_NOT_XML: Final = re.compile("[\x00-\x1f\ud800-\udfff\ufffe\uffff]")


def render(trees: Iterable[Tree]) -> Iterator[str]:
    """XML without blanks between elements."""
    for tag, content in trees:
        if isinstance(content, Money):
            yield f'<{tag} Ccy="{content.currency}">{content.text}</{tag}>'
        elif isinstance(content, list):
            if within := "".join(render(content)):
                yield f"<{tag}>{within}</{tag}>"
        elif content == KEEP:
            yield f"<{tag}/>"
        elif content:
            yield f"<{tag}>{html.escape(content, quote=False)}</{tag}>"


class Writing:
    """Values as the schema has them.  Raises `StatementInvalid` where it does not."""

    def __init__(self, decimals: Mapping[str, int]) -> None:
        self._decimals = decimals

    def text(self, field: str, text: str, most: int, *, needed: bool = False) -> str:
        """A text of at most so many characters."""
        if needed and not text:
            raise StatementInvalid("is missing", field=field)
        if len(text) > most:
            raise StatementInvalid(f"has {len(text)} characters where {most} fit", field=field)
        if _NOT_XML.search(text) or text != text.strip():
            raise StatementInvalid(f"{text!r} has blanks around it or controls in it", field=field)
        return text

    def number(self, field: str, number: int | None, digits: int) -> str:
        """A whole number."""
        if number is None:
            return ""
        if not 0 <= number < 10**digits:
            raise StatementInvalid(f"{number} has more than {digits} digits", field=field)
        return str(number)

    def plain(self, field: str, units: int, currency: str) -> str:
        """An amount without its sign and currency."""
        if len(str(abs(units))) > _MOST_DIGITS:
            raise StatementInvalid(f"has more than {_MOST_DIGITS} digits", field=field)
        return format_amount(abs(units), decimals_of(currency, self._decimals))

    def amount(self, field: str, units: int, currency: str) -> Money:
        """An amount without its sign."""
        return Money(self.plain(field, units, currency), currency)

    def account(self, iban: str, other: str) -> list[Tree]:
        """What is in an account's `Id`."""
        if iban:
            return [("IBAN", self.text("IBAN", iban, 34))]
        return [("Othr", [("Id", self.text("Othr/Id", other, 34))])]

    def proxy(self, text: str) -> list[Tree]:
        """What is in an account's `Prxy`."""
        return [("Id", self.text("Prxy/Id", text, 2048))]

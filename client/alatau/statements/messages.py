"""ISO 20022 messages of every version that is read, as a stream of parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from lxml import etree

from alatau.errors import StatementInvalid
from alatau.statements import camt, camt_entry, pacs
from alatau.statements.currencies import DECIMALS
from alatau.statements.model import Closed, Entry, Kind, Opened, Part, Statement
from alatau.statements.problems import Problems
from alatau.statements.source import Source
from alatau.statements.xml_tree import Node, elements, forget


@dataclass(frozen=True, slots=True)
class _Message:
    """Which element is a statement, which an entry, and up to which version they are known."""

    kind: Kind
    root: str
    block: str
    item: str
    newest: int


_MESSAGES: Final = {
    "camt.052": _Message(Kind.REPORT, "BkToCstmrAcctRpt", "Rpt", "Ntry", 12),
    "camt.053": _Message(Kind.STATEMENT, "BkToCstmrStmt", "Stmt", "Ntry", 12),
    "camt.054": _Message(Kind.NOTIFICATION, "BkToCstmrDbtCdtNtfctn", "Ntfctn", "Ntry", 12),
    "pacs.008": _Message(
        Kind.TRANSFERS, "FIToFICstmrCdtTrf", "FIToFICstmrCdtTrf", "CdtTrfTxInf", 13
    ),
}
_OLDEST: Final = 2
_NAMESPACE: Final = re.compile(
    r"urn:iso:std:iso:20022:tech:xsd:(?P<name>[a-z]{4}\.\d{3})\.001\.(?P<version>\d\d)", re.ASCII
)
_TAGS: Final = tuple(
    {"Document", "GrpHdr"}
    | {name for one in _MESSAGES.values() for name in (one.root, one.block, one.item)}
)


def read_messages(
    source: Source, problems: Problems, decimals: Mapping[str, int] = DECIMALS
) -> Iterator[Part]:
    """The parts of camt.052, 053, 054 (versions 02 to 12) and pacs.008 (02 to 13).

    Entries have no id yet.  What is wrong goes to `problems`; what is good is given all the
    same, except where `problems` is strict.
    """
    reader = _Reader(source, problems, decimals)
    for event, element in elements(source, _TAGS, problems):
        try:
            yield from reader.take(event, element)
        except StatementInvalid as error:
            problems.caught(error, element=reader.place)
            if reader.message is None:
                return
    if not reader.documents and not problems.errors:
        problems.error("has no Document of ISO 20022", field="Document")


class _Reader:
    """Where in the file one is."""

    def __init__(self, source: Source, problems: Problems, decimals: Mapping[str, int]) -> None:
        self._source, self._problems, self._decimals = source, problems, decimals
        self.message: _Message | None = None
        self.documents = 0
        self.place = ""
        self._prefix = ""
        self._group: Node | None = None
        self._blocks = self._items = 0
        self._block: etree._Element | None = None
        self._statement: Statement | None = None
        self._refused = False

    def take(self, event: str, element: etree._Element) -> Iterator[Part]:
        """What an element's beginning or end gives."""
        name = element.tag.rpartition("}")[2]
        if event == "start" and name == "Document" and self._block is None:
            self._begin(element)
            return
        message = self.message
        if message is None or element.tag != self._prefix + name:
            return
        if event == "start":
            if name == message.block:
                self._open(element)
        elif name == "GrpHdr" and self._group is None:
            self._group = Node(element, self._prefix)
        elif name == message.item and element.getparent() is self._block:
            self._items += 1
            try:
                yield from self._item(element)
            finally:
                forget(element)
        elif element is self._block:
            yield from self._close(element)
            if message.block != message.root:
                forget(element)
        elif name == "Document" and self._block is None:
            self._end_document(element)

    def _begin(self, element: etree._Element) -> None:
        self.message, self.place = None, ""
        namespace = element.tag[1:].partition("}")[0] if element.tag.startswith("{") else ""
        line = element.sourceline or 0
        found = _NAMESPACE.fullmatch(namespace)
        message = _MESSAGES.get(found["name"]) if found else None
        remedy = f"{', '.join(_MESSAGES)} are read"
        if found is None or message is None:
            said = f"the namespace {namespace!r} is not of a statement"
            raise StatementInvalid(said, line=line, field="Document", remedy=remedy)
        if not _OLDEST <= int(found["version"]) <= message.newest:
            said = f"version {found['version']} of {found['name']} is not known"
            remedy = f"versions {_OLDEST:02} to {message.newest} are read"
            raise StatementInvalid(said, line=line, field="Document", remedy=remedy)
        self.message, self._prefix = message, f"{{{namespace}}}"
        self.documents += 1
        self._group = None
        self._blocks = 0

    def _open(self, element: etree._Element) -> None:
        if self._block is not None:
            line, name = element.sourceline or 0, element.tag[len(self._prefix) :]
            raise StatementInvalid("stands within another one", line=line, field=name)
        self._blocks += 1
        self._items = 0
        self._block, self._statement, self._refused = element, None, False
        self.place = f"{element.tag[len(self._prefix) :]}[{self._blocks}]"

    def _head(self) -> Iterator[Part]:
        """The statement, once all that stands before its entries has been read."""
        if self._statement is not None or self._refused or self._block is None:
            return
        self._refused = True
        block = Node(self._block, self._prefix)
        message = self.message
        if message is None:
            return
        if message.kind is Kind.TRANSFERS:
            statement = pacs.read_head(block, self._decimals)
        else:
            statement = camt.read_head(block, self._group, message.kind, self._decimals)
        self._refused = False
        self._statement = replace(statement, file=self._source.name, where=self.place)
        yield Opened(self._statement)

    def _item(self, element: etree._Element) -> Iterator[Part]:
        block = self.place
        yield from self._head()
        if self._statement is None or self.message is None:
            return
        self.place = f"{block}/{self.message.item}[{self._items}]"
        try:
            node = Node(element, self._prefix)
            yield self._entry(node)
        except StatementInvalid as error:
            self._statement = replace(self._statement, complete=False)
            self._problems.caught(error, line=element.sourceline or 0, element=self.place)
        finally:
            self.place = block

    def _entry(self, node: Node) -> Entry:
        if self.message is not None and self.message.kind is Kind.TRANSFERS:
            return pacs.read_entry(node, self._group, self.place, self._decimals)
        return camt_entry.read_entry(node, self.place, self._decimals)

    def _close(self, element: etree._Element) -> Iterator[Part]:
        try:
            # With entries, what stood before them has been read and removed long ago.
            if self._items == 0:
                yield from self._head()
            elif element.find(f"{self._prefix}Bal") is not None:
                raise StatementInvalid("stands behind an entry", field="Bal")
            if self._statement is not None:
                yield Closed(self._statement)
        finally:
            self._block, self._statement = None, None

    def _end_document(self, element: etree._Element) -> None:
        if not self._blocks and self.message is not None:
            raise StatementInvalid(
                "has no statement", line=element.sourceline or 0, field=self.message.block
            )
        self.place = ""
        forget(element)

"""XML in pieces: an element at a time, in bounded memory, and nothing but elements and text.

A file with a DOCTYPE is refused before the parser sees it, so there are no entities, no
external references and nothing to expand.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from typing import Final

from lxml import etree

from alatau.errors import StatementInvalid
from alatau.statements.problems import Problems
from alatau.statements.source import Source

PIECE: Final = 65_536
MOST_ELEMENT: Final = 32 * 2**20
"""So many bytes may pass without an entry ending: what bounds the memory."""

_XINCLUDE: Final = "{http://www.w3.org/2001/XInclude}"
_ENCODINGS: Final = frozenset(
    {"utf-8", "us-ascii", "ascii", "utf-16", "iso-8859-1", "iso-8859-5", "windows-1251",
     "windows-1252", "cp1251", "koi8-r"}
)  # fmt: skip
_UNICODE: Final = frozenset({"utf-8", "us-ascii", "ascii", "utf-16"})
_BEFORE_ROOT: Final = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
_DECLARED: Final = re.compile(r"<\?xml\s[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")


class Node:
    """An element of the message, looked at only where it is asked for.

    What is of another namespace than `prefix` is not part of the message.
    """

    __slots__ = ("_children", "_element", "_prefix")

    def __init__(self, element: etree._Element, prefix: str) -> None:
        self._element = element
        self._prefix = prefix
        self._children: dict[str, list[Node]] | None = None

    @property
    def text(self) -> str:
        """Its text without blanks around it."""
        return (self._element.text or "").strip()

    @property
    def currency(self) -> str:
        """Of an amount."""
        return self._element.get("Ccy") or ""

    @property
    def line(self) -> int:
        """Where it begins, from 1."""
        return self._element.sourceline or 0

    def _index(self) -> dict[str, list[Node]]:
        found: dict[str, list[Node]] = {}
        prefix = self._prefix
        cut = len(prefix)
        for child in self._element:
            tag = child.tag
            if tag.startswith(prefix):
                name = tag[cut:]
                if name in found:
                    found[name].append(Node(child, prefix))
                else:
                    found[name] = [Node(child, prefix)]
        self._children = found
        return found

    def all(self, name: str) -> list[Node]:
        """The children of a name."""
        children = self._children
        return (self._index() if children is None else children).get(name, [])

    def get(self, path: str) -> Node | None:
        """The element at ``A/B/C``, the first where there are several."""
        node = self
        for name in path.split("/"):
            children = node._children
            found = (node._index() if children is None else children).get(name)
            if found is None:
                return None
            node = found[0]
        return node

    def value(self, *paths: str) -> str:
        """The text at the first path that has one; empty where none has."""
        for path in paths:
            node = self.get(path)
            if node is not None and (text := node.text):
                return text
        return ""


NOTHING: Final = Node(etree.Element("nothing"), "{}")
"""An element that is not there."""


def looks_like_xml(head: bytes) -> bool:
    """Whether a file with these first bytes is meant as XML."""
    text = _start(head).lstrip("\ufeff").lstrip()
    return text.startswith("<")


def elements(
    source: Source, tags: tuple[str, ...], problems: Problems
) -> Iterator[tuple[str, etree._Element]]:
    """("start" | "end", element) of elements by local name, in any namespace.

    Whoever reads removes what has been read (`forget`).  What is no XML, cut off, or holds
    what is refused is told to `problems`, after all that came before it.
    """
    try:
        declared = _check_prolog(source)
        parser = etree.XMLPullParser(
            events=("start", "end"),
            tag=[*(f"{{*}}{tag}" for tag in tags), f"{_XINCLUDE}*"],
            # There are none, as there is no DOCTYPE: this makes any reference an error.
            resolve_entities="internal",
            no_network=True,
            load_dtd=False,
            dtd_validation=False,
            attribute_defaults=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        yield from _feed(source, parser, _utf8_in_disguise(declared))
    except StatementInvalid as error:
        problems.caught(error)
    except etree.XMLSyntaxError as error:
        message, remedy = _said(error)
        problems.error(message, line=error.lineno or 0, remedy=remedy)


def forget(element: etree._Element) -> None:
    """Removes an element that was read, and all that stood before it, from the tree."""
    element.clear()
    parent = element.getparent()
    while parent is not None and (before := element.getprevious()) is not None:
        parent.remove(before)


def _feed(
    source: Source, parser: etree.XMLPullParser, watch: Callable[[bytes], None]
) -> Iterator[tuple[str, etree._Element]]:
    ended = 0
    piece = b"-"
    while piece:
        piece = source.read(PIECE)
        watch(piece)
        broken = _feed_piece(parser, piece)
        # What came before the break is given all the same.
        for event, element in parser.read_events():
            _refuse(element)
            ended = source.size if event == "end" else ended
            yield event, element
        if broken is not None:
            raise broken
        if source.size - ended > MOST_ELEMENT:
            raise StatementInvalid(
                f"nothing ends within {MOST_ELEMENT // 2**20} MB after byte {ended}",
                remedy="ask the bank for smaller batches",
            )


def _feed_piece(parser: etree.XMLPullParser, piece: bytes) -> etree.XMLSyntaxError | None:
    try:
        if piece:
            parser.feed(piece)
        else:
            parser.close()
    except etree.XMLSyntaxError as error:
        return error
    return None


def _refuse(element: etree._Element) -> None:
    line = element.sourceline or 0
    if element.tag.startswith(_XINCLUDE):
        said = "includes another file, which is refused"
        raise StatementInvalid(said, line=line, field="xi:include")
    if element.getparent() is None and element.getroottree().docinfo.internalDTD is not None:
        raise StatementInvalid("has a DOCTYPE, which is refused", line=line, field="DOCTYPE")


def _start(head: bytes) -> str:
    """The first bytes as text, as far as names and markup go."""
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if head.startswith(mark):
            return head.decode(encoding, errors="replace")
    return head.removeprefix(codecs.BOM_UTF8).decode("latin-1")


def _check_prolog(source: Source) -> str:
    """The encoding that is declared.  Raises `StatementInvalid` for a DOCTYPE before anything."""
    text = _start(source.head).lstrip("\ufeff")
    found = _DECLARED.match(text)
    declared = found[1].lower() if found else "utf-8"
    if declared not in _ENCODINGS:
        remedy = "UTF-8, UTF-16, windows-1251, windows-1252, ISO-8859-1 and KOI8-R are read"
        raise StatementInvalid(
            f"the encoding {declared!r} is not accepted", line=1, field="encoding", remedy=remedy
        )
    position = 0
    while match := _BEFORE_ROOT.match(text, position):
        position = match.end()
    if text.startswith("<!", position):
        line = text.count("\n", 0, position) + 1
        raise StatementInvalid(
            "has a DOCTYPE, which is refused: statements have none", line=line, field="DOCTYPE"
        )
    if not re.match(r"<[A-Za-z_]", text[position : position + 2]):
        line = text.count("\n", 0, position) + 1
        raise StatementInvalid(
            "no element begins" if position < len(text) else "ends before any element", line=line
        )
    return declared


def _utf8_in_disguise(declared: str) -> Callable[[bytes], None]:
    """Watches a file that says it has one byte for a letter, and raises if it is UTF-8.

    Its letters would all be wrong, and nothing else would tell.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    valid, other_letters = declared not in _UNICODE, False

    def watch(piece: bytes) -> None:
        nonlocal valid, other_letters
        if not valid:
            return
        other_letters = other_letters or not piece.isascii()
        try:
            decoder.decode(piece, final=not piece)
        except UnicodeDecodeError:
            valid = False
        if not piece and valid and other_letters:
            raise StatementInvalid(
                f"says that it is {declared}, and is UTF-8", line=1, field="encoding"
            )

    return watch


def _said(error: etree.XMLSyntaxError) -> tuple[str, str]:
    text = (error.msg or "").split(", line ")[0]
    cut_off = ("Premature end", "EndTag: '</' not found", "no element found", "Document is empty")
    if any(sign in text for sign in cut_off) or "Extra content" in text:
        remedy = "ask the bank for the whole file" if "Extra" not in text else ""
        return (f"is cut off: {text}" if remedy else f"goes on after its end: {text}"), remedy
    if "ncoding" in text or "not proper UTF-8" in text or "invalid byte" in text.lower():
        return f"is not in the encoding that it declares: {text}", ""
    return f"is no well-formed XML: {text}", ""

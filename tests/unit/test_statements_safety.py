"""What a file could do beside being read: entities, bombs, includes, encodings, damage."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.statement_files import MT940, camt, entry, read, said, statement

from alatau.errors import StatementInvalid
from alatau.statements import Status

FILE = camt(statement(entry()))
HEAD, _, BODY = FILE.partition(b"\n")
TEXT = FILE.decode()

BOMB = "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(12)
)  # a thousand billion
DOCTYPES = {
    "bomb": f"<!DOCTYPE d [{BOMB}]>",
    "external": '<!DOCTYPE d [<!ENTITY l11 SYSTEM "file:///etc/passwd">]>',
    "parameter": '<!DOCTYPE d [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p; ]>',
    "subset": '<!DOCTYPE d SYSTEM "http://127.0.0.1:9/x.dtd">',
    "public": '<!DOCTYPE d PUBLIC "-//x" "http://127.0.0.1:9/x.dtd">',
    "attributes": '<!DOCTYPE d [<!ATTLIST Amt Ccy CDATA "KZT">]>',
    "bare": "<!DOCTYPE d>",
    "commented": f"<!-- one --><?pi two?>\n<!DOCTYPE d [{BOMB}]>",
}


@pytest.mark.parametrize("doctype", DOCTYPES.values(), ids=DOCTYPES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_read_any_doctype_is_refused_at_once(doctype: str, encoding: str) -> None:
    text = doctype + BODY.decode().replace("INV-4711", "&l11;")
    began = time.process_time()
    (error,) = read(text.encode(encoding)).errors
    assert error.field == "DOCTYPE"
    assert time.process_time() - began < 1


@pytest.mark.parametrize("name", ["l11", "nbsp", "xxe"])
def test_read_entity_that_nobody_declared_is_refused(name: str) -> None:
    (error,) = read(TEXT.replace("INV-4711", f"&{name};")).errors
    assert "well-formed" in error.message
    assert error.line == 4


def test_read_predefined_entities_are_text() -> None:
    (one,) = read(TEXT.replace("INV-4711", "A&amp;B&lt;&#x41;&#1178;")).accepted()
    assert one.entries[0].details[0].end_to_end == "A&B<AҚ"


def test_read_comment_within_a_text_hides_nothing() -> None:
    (one,) = read(TEXT.replace("INV-4711", "INV-<!-- -->47<?x?>11")).accepted()
    assert one.entries[0].details[0].end_to_end == "INV-4711"


def test_read_include_is_refused() -> None:
    include = "<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='file:///etc/passwd'/>"
    (error,) = read(TEXT.replace("<Ntry>", f"{include}<Ntry>", 1)).errors
    assert error.field == "xi:include"


def test_read_elements_of_another_namespace_say_nothing() -> None:
    foreign = "<SplmtryData><Envlp xmlns='urn:x'><Amt Ccy='KZT'>9.00</Amt><Ntry/></Envlp>"
    (one,) = read(TEXT.replace("</Ntry>", f"{foreign}</SplmtryData></Ntry>")).accepted()
    assert [each.amount for each in one.entries] == [150050]


def test_read_deep_nesting_is_refused() -> None:
    (error,) = read(HEAD + b"<a>" * 100_000).errors
    assert "well-formed" in error.message or "cut off" in error.message


@pytest.mark.parametrize(
    ("declared", "used"),
    [
        ("UTF-8", "utf-8"),
        ("utf-8", "utf-8-sig"),
        ("UTF-16", "utf-16"),
        ("windows-1251", "cp1251"),
    ],
)
def test_read_declared_encoding_is_used(declared: str, used: str) -> None:
    text = TEXT.replace("UTF-8", declared).replace("Әлия Серікқызы", "Алия")
    (one,) = read(text.encode(used)).accepted()
    assert one.account.owner == "ТОО «Айдын»"
    assert one.entries[0].information == "Зачисление"


@pytest.mark.parametrize(
    ("declared", "used"),
    [
        ("UTF-8", "cp1251"),
        ("UTF-16", "utf-8"),
        ("windows-1251", "utf-8"),
        ("iso-8859-1", "utf-8"),
        ("us-ascii", "utf-8"),
        ("utf-7", "utf-8"),
        ("no-such", "utf-8"),
    ],
)
def test_read_wrongly_declared_encoding_is_refused(declared: str, used: str) -> None:
    text = TEXT.replace("UTF-8", declared).replace("Әлия Серікқызы", "Алия")
    reading = read(text.encode(used))
    assert reading.errors, reading.statements


def test_read_windows_line_ends_and_byte_order_mark_change_nothing() -> None:
    (plain,) = read(TEXT).accepted()
    (other,) = read(("\ufeff" + TEXT.replace("\n", "\r\n")).encode()).accepted()
    assert other == plain
    (plain,) = read(MT940).accepted()
    (other,) = read(("\ufeff" + MT940.replace("\n", "\r\n")).encode()).accepted()
    assert other == plain


def test_read_nothing_is_refused() -> None:
    assert said(read(b"")) == ["-:1: is empty"]
    assert said(read(b" \n ")) == ["-:1: is empty"]
    assert "neither XML nor MT940" in said(read(b"%PDF-1.7"))[0]
    assert "neither XML nor MT940" in said(read(b"\x1f\x8b\x08"))[0]
    assert "there is no such file" in said_of_missing()


def said_of_missing() -> str:
    from alatau.statements import read_statements

    return str(read_statements("/nowhere/statement.xml").errors[0].to_error())


def amounts(data: bytes) -> list[int] | None:
    """Amounts booked, if the file is accepted; anything but a clean refusal is a bug."""
    try:
        found = read(data).accepted()
    except StatementInvalid:
        return None
    return [each.amount for one in found for each in one.entries if each.status is Status.BOOKED]


WHOLE = camt(
    statement(
        *(entry(amount=f"{n + 1}.25", reference=f"B-{n}") for n in range(3)),
        closing="1006.75",
        totals="<TxsSummry><TtlNtries><NbOfNtries>3</NbOfNtries><Sum>6.75</Sum></TtlNtries>"
        "</TxsSummry>",
    )
)


@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
def test_read_a_flipped_byte_is_refused_or_changes_no_amount(position: int, flip: int) -> None:
    damaged = bytearray(WHOLE)
    damaged[position] ^= flip
    assert amounts(bytes(damaged)) in (None, [125, 225, 325])


@given(st.integers(0, len(WHOLE) - len("</Document>")))
def test_read_a_cut_off_file_is_refused(length: int) -> None:
    assert amounts(WHOLE[:length]) is None


@given(st.integers(0, len(MT940.encode()) - 1), st.integers(1, 255))
def test_read_a_flipped_byte_of_mt940_is_refused_or_changes_no_sum(
    position: int, flip: int
) -> None:
    damaged = bytearray(MT940.encode())
    damaged[position] ^= flip
    found = amounts(bytes(damaged))
    assert found is None or sum(found) == -20000


@given(st.integers(0, MT940.index(":62F:") + len(":62F:C270102KZT999800")))
def test_read_cut_off_mt940_is_refused(length: int) -> None:
    assert amounts(MT940[:length].encode()) is None


@given(st.binary(max_size=300))
def test_read_any_bytes_raise_nothing_else(data: bytes) -> None:
    for start in (b"", b"<?xml", FILE[:400], b":20:X\n:25:", b"{1:F01}{4:\n:20:A\n"):
        read(start + data)


def test_read_many_random_damages_raise_nothing_else() -> None:
    dice = random.Random(20261102)
    for _ in range(200):
        damaged = bytearray(WHOLE)
        for _ in range(dice.randrange(1, 8)):
            start = dice.randrange(len(damaged))
            piece = damaged[start : start + dice.randrange(40)]
            damaged[dice.randrange(len(damaged)) :][:0] = piece
            del damaged[start : start + dice.randrange(3)]
        amounts(bytes(damaged))

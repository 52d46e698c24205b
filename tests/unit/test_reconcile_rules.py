"""Rules and their file; how references and parties are written in one way."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alatau.errors import InputError
from alatau.reconcile.matching.normal import normal_party, normal_reference, prefixes
from alatau.reconcile.matching.rules import Band, Rules, Take
from alatau.reconcile.matching.rules_file import load_rules, read_rules

FILE = """
utc_offset = "+05:00"

[days]
reference = 5
reversal = 30

[limits]
candidates = 12

[suggestions]
score = 80
most = 1

[[bands]]
name = "Эквайер: округление"
asset = "KZTE"
party = "KZ86 125K ZT50 0410 0100"
absolute = 100
bps = 5
take = "greater"

[[bands]]
name = "rounding"
absolute = 1
"""


def test_load_rules_reads_all_that_a_file_can_say(tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(FILE, encoding="utf-8")
    assert load_rules(path) == Rules(
        reference_days=5,
        reversal_days=30,
        candidates=12,
        suggestion_score=80,
        suggestions=1,
        utc_offset=18_000,
        bands=(
            Band("Эквайер: округление", "KZTE", "KZ86 125K ZT50 0410 0100", 100, 5, Take.GREATER),
            Band("rounding", absolute=1),
        ),
    )
    path.write_text("", encoding="utf-8")
    assert load_rules(path) == Rules()


@pytest.mark.parametrize(
    ("text", "field", "message"),
    [
        ("days = 3", "days", "must be a table"),
        ("[days]\nrefrence = 3", "days.refrence", "no such key"),
        ("[days]\nparty = -1", "days.party", "-1 is not between 0 and 3660"),
        ("[days]\nparty = 1.5", "days.party", "1.5 is no whole number"),
        ("[limits]\ncandidates = true", "limits.candidates", "True is no whole number"),
        ("[limits]\ncandidates = 64", "limits.candidates", "64 is not between 2 and 30"),
        ("[suggestions]\nscore = 101", "suggestions.score", "101 is not between 0 and 100"),
        ("utc_offset = 'KZT'", "utc_offset", "'KZT' is no offset"),
        ("utc_offset = 90000", "utc_offset", "90000 is not between"),
        ("bands = 3", "bands", "must be an array of tables"),
        ("[[bands]]\nabsolute = 3", "bands[0].name", "is missing"),
        ("[[bands]]\nname = 'a'", "bands[0].absolute", "is missing"),
        ("[[bands]]\nname = ' '\nbps = 1", "bands[0].name", "is empty"),
        ("[[bands]]\nname = 'a'\nbps = 10001", "bands[0].bps", "10001 is not between"),
        ("[[bands]]\nname = 'a'\nabsolute = -1", "bands[0].absolute", "-1 is below zero"),
        ("[[bands]]\nname = 'a'\nabsolute = '1'", "bands[0].absolute", "'1' is no whole number"),
        ("[[bands]]\nname = 3\nabsolute = 1", "bands[0].name", "3 is no text in quotes"),
        ("[[bands]]\nname = 'a'\nbps = 1\ntake = 'both'", "bands[0].take", "'both' is not one of"),
        ("[[bands]]\nname = 'a'\nbps = 1\nparty = '?'", "bands[0].party", "'?' names nobody"),
        ("[[bands]]\nname = 'a'\nbps = 1\n" * 2, "bands", "'a' is there twice"),
        ("days", "", "is no TOML"),
    ],
)
def test_load_rules_that_are_wrong_names_file_and_field(
    tmp_path: Path, text: str, field: str, message: str
) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_rules(path)
    assert (caught.value.file, caught.value.field) == (str(path), field)
    assert message in str(caught.value)
    assert not field or f"{field}: {field}" not in str(caught.value)


def test_load_rules_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no such file"):
        load_rules(tmp_path / "rules.toml")
    with pytest.raises(InputError, match="cannot be read"):
        load_rules(tmp_path)
    (tmp_path / "rules.toml").write_bytes("# тенге".encode("cp1251"))
    with pytest.raises(InputError, match="is no TOML"):
        load_rules(tmp_path / "rules.toml")


@pytest.mark.parametrize(
    ("given", "offset"), [("+05:00", 18_000), ("-03:30", -12_600), (0, 0), (21_600, 21_600)]
)
def test_read_an_offset_as_text_or_seconds(given: object, offset: int) -> None:
    assert read_rules({"utc_offset": given}).utc_offset == offset


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        (" INV-7 /a ", "inv-7/a"),
        ("ＩＮＶ－７", "inv-7"),
        ("СЧЁТ №7", "счётno7"),
        ("Not Provided", ""),
        ("00-00", ""),
        ("", ""),
    ],
)
def test_write_a_reference_in_one_way(text: str, normal: str) -> None:
    assert normal_reference(text) == normal
    assert normal_reference(normal) == normal


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("KZ86 125K ZT50 0410 0100", "IBAN kz86125kzt5004100100"),
        ("Қасымова Әлия", "ҚАСЫМОВА  ӘЛИЯ"),
        ("Ёлкина О.", "ЕЛКИНА О"),
        ("ТОО «Алма»", 'тоо "алма"'),
        ("Йылмаз", "И\u0306ылмаз"),
        ("Straße & Co", "STRASSE CO"),
    ],
)
def test_write_a_party_in_one_way(one: str, other: str) -> None:
    assert normal_party(one) == normal_party(other) != ""


def test_write_a_party_keeps_different_ones_apart() -> None:
    assert len({normal_party(each) for each in ("Қасымов", "Касымов", "Касымова", "Ж", "Ш")}) == 5
    assert normal_party("NOTPROVIDED") == normal_party("—") == ""


@given(text=st.text(alphabet=st.characters(categories=("L", "N", "P", "Z", "S"))))
def test_write_anything_in_one_way_changes_nothing_more(text: str) -> None:
    once = normal_reference(text)
    assert normal_reference(once) == once
    assert not any(char.isspace() for char in once)


def test_begin_references_before_their_separators() -> None:
    assert prefixes("batch-7/12") == ("batch", "batch-7")
    assert prefixes("b-7") == prefixes("batch") == ()


def test_load_the_rules_of_the_documentation(tmp_path: Path) -> None:
    page = Path(__file__).parents[2] / "docs" / "reconciliation.md"
    _, _, rest = page.read_text(encoding="utf-8").partition("```toml\n")
    path = tmp_path / "rules.toml"
    path.write_text(rest.partition("```")[0], encoding="utf-8")
    found = load_rules(path)
    assert found == Rules(utc_offset=18_000, bands=found.bands)  # it shows the defaults
    assert found.bands[0].allowed(10**9) == 100

"""One with one: by what each stage matches, what it leaves, and how it explains itself."""

from __future__ import annotations

import pytest
from tests.unit.reconcile_items import item, left, matched, only, run

from alatau.errors import InputError
from alatau.reconcile.matching.match import match
from alatau.reconcile.matching.rules import Band, Rules, Take
from alatau.reconcile.model import Item, Match, Stage

BAND = Rules(bands=(Band("rounding", absolute=5),))


def test_match_by_reference_ignores_how_it_is_written() -> None:
    found = run([item("A", 100, "RF18 5390 0754")], [item("B", 100, "rf1853900754", day=2)])
    one = only(found, Stage.REFERENCE)
    assert (one.ours, one.theirs, one.asset, one.difference) == (("A",), ("B",), "KZTE", 0)
    assert one.explanation == (
        "the reference RF18 5390 0754 and the amount are the same, 2 days apart"
    )


@pytest.mark.parametrize("nothing", ["NOTPROVIDED", "not provided", "NONREF", "0000", " ", "-"])
def test_match_by_a_reference_that_names_nothing_does_not(nothing: str) -> None:
    found = run([item("A", 100, nothing)], [item("B", 100, nothing)])
    assert (matched(found), left(found)) == ([], ("A", "B"))


@pytest.mark.parametrize(
    "theirs",
    [
        item("B", 101, "R"),
        item("B", -100, "R"),
        item("B", 100, "R", asset="USDZ"),
        item("B", 100, "R", day=11),
        item("B", 100, "Q"),
    ],
    ids=["amount", "sign", "asset", "window", "reference"],
)
def test_match_by_reference_wants_all_of_it(theirs: Item) -> None:
    found = run([item("A", 100, "R", party="Дана")], [theirs])
    assert (matched(found), left(found)) == ([], ("A", "B"))


def test_match_by_reference_of_several_pairs_equal_amounts_and_guesses_no_others() -> None:
    ours = [item("A1", 100, "R"), item("A2", 50, "R")]
    theirs = [item("B1", 50, "R"), item("B2", 100, "R"), item("B3", 100, "R"), item("B4", 7, "R")]
    found = run(ours, theirs)
    assert matched(found) == [("reference", "A1", "B2"), ("reference", "A2", "B1")]
    assert left(found) == ("", "B3 B4")
    assert found.matches[0].explanation == (
        "the reference R and the amount are the same; 2 of ours and 4 of theirs have it: "
        "equal amounts paired by party, day and id"
    )


def test_match_by_reference_of_several_prefers_the_same_party_then_the_same_day() -> None:
    ours = [
        item("A1", 100, "R", party="Дана"),
        item("A2", 100, "R", day=1),
        item("A3", 100, "R", day=2),
    ]
    theirs = [
        item("B1", 100, "R", day=2),
        item("B2", 100, "R", day=1),
        item("B3", 100, "R", day=3, party="ДАНА"),
    ]
    assert matched(run(ours, theirs)) == [
        ("reference", "A1", "B3"),
        ("reference", "A2", "B2"),
        ("reference", "A3", "B1"),
    ]


def test_match_by_contradicting_references_takes_who_has_more_in_common() -> None:
    ours = [item("A1", 100, "U-1", "K-1", "E-1"), item("A2", 100, "E-2")]
    theirs = [item("B1", 100, "E-1"), item("B2", 100, "U-1", "K-1", "E-2")]
    found = run(ours, theirs)
    assert matched(found) == [("reference", "A1", "B2")]
    assert "their references name others too" in found.matches[0].explanation
    # E-1 is bound to A1 and E-2 to B2: nothing else may have them
    assert left(found) == ("A2", "B1")


def test_match_by_party_takes_the_same_amount_within_the_window() -> None:
    ours = [item("A", -100, "uetr-1", party='ТОО "Алма"')]
    found = run(ours, [item("B", -100, "FT-1", day=3, party="тоо «АЛМА»")])
    one = only(found, Stage.AMOUNT_DATE_PARTY)
    assert one.explanation == 'the amount and the party ТОО "Алма" are the same, 3 days apart'
    assert matched(run(ours, [item("B", -100, "FT-1", day=4, party="ТОО Алма")])) == []
    assert matched(run(ours, [item("B", -100, "FT-1", party="ТОО Алмагуль")])) == []
    assert matched(run([item("A", 100)], [item("B", 100)])) == []


def test_match_by_party_of_equals_pairs_the_same_day_first_and_says_so() -> None:
    ours = [item("A1", 9, party="Ж"), item("A2", 9, party="Ж", day=1)]
    theirs = [item("B1", 9, party="Ж", day=1), item("B2", 9, party="Ж", day=2)]
    found = run(ours, [*theirs, item("B3", 9, party="Ж", day=2)])
    assert matched(found) == [("amount-date-party", "A2", "B1"), ("amount-date-party", "A1", "B2")]
    assert found.matches[0].explanation.endswith(
        "; 2 of ours and 3 of theirs are equal in this: paired in order of day and id"
    )


def test_match_by_party_leaves_alone_what_a_reference_gives_to_another() -> None:
    """A1 and B have one reference and amounts that differ: A2 is not B, equal as it is."""
    ours = [item("A1", 100, "R", party="Дана"), item("A2", 99, "Q", party="Дана")]
    found = run(ours, [item("B", 99, "R", party="Дана")])
    assert (matched(found), left(found)) == ([], ("A1 A2", "B"))
    assert (found.suggestions[0].ours, found.suggestions[0].theirs) == ("A1", "B")


def test_match_a_line_that_comes_twice_leaves_the_second() -> None:
    theirs = [item("B1", 100, "R", party="Дана"), item("B2", 100, "R", party="Дана")]
    found = run([item("A1", 100, "R"), item("A2", 100, party="Дана")], theirs)
    assert (matched(found), left(found)) == ([("reference", "A1", "B1")], ("A2", "B2"))


def test_net_a_reversal_with_what_it_reverses_counts_as_nothing() -> None:
    theirs = [item("B1", 100, "R"), item("B2", -100, "R", day=2, reversal=True)]
    found = run([item("A1", 100, "R")], theirs)
    one = only(found, Stage.REVERSAL)
    assert (one.ours, one.theirs, one.difference) == ((), ("B1", "B2"), 0)
    assert one.explanation == (
        "B2 of theirs takes B1 back, with a reference in common, 2 days apart"
    )
    assert left(found) == ("A1", "")


def test_net_a_reversal_of_both_sides_and_a_new_attempt_leaves_nothing() -> None:
    def side(name: str) -> list[Item]:
        return [
            item(f"{name}1", 100, "R"),
            item(f"{name}2", -100, "R", day=1, reversal=True),
            item(f"{name}3", 100, "R", day=1),
        ]

    found = run(side("A"), side("B"))
    assert matched(found) == [
        ("reversal", "A1 A2", ""),
        ("reversal", "", "B1 B2"),
        ("reference", "A3", "B3"),
    ]
    assert "; 2 have it: most in common, then the earliest" in found.matches[0].explanation


def test_net_a_reversal_without_reference_wants_one_alone_to_be_meant() -> None:
    back = item("B9", -100, reversal=True, day=5, party="Ерлан")
    first, second = item("B1", 100, party="ЕРЛАН"), item("B2", 100, party="ерлан", day=1)
    found = run([], [first, back])
    assert matched(found) == [("reversal", "", "B1 B9")]
    assert "no other could be meant" in found.matches[0].explanation
    assert matched(run([], [first, second, back])) == []
    later = item("B1", 100, party="Ерлан", day=6)
    assert matched(run([], [later, back])) == []


def test_match_within_a_band_by_reference_names_the_rule() -> None:
    found = run([item("A", 100, "R")], [item("B", 97, "R", day=1)], BAND)
    one = only(found, Stage.TOLERANCE)
    assert one.difference == -3
    assert one.explanation == (
        "by the reference r, 1 day apart, and the rule 'rounding': the amounts differ by -3 base "
        "units of 5 allowed"
    )
    assert matched(run([item("A", 100, "R")], [item("B", 94, "R")], BAND)) == []
    assert matched(run([item("A", 100, "R")], [item("B", 97, "R")])) == []


def test_match_within_a_band_takes_the_least_difference_of_several() -> None:
    found = run([item("A", 100, "R")], [item("B1", 97, "R"), item("B2", 101, "R")], BAND)
    assert matched(found) == [("tolerance", "A", "B2")]
    assert "of several within it the least difference" in found.matches[0].explanation


def test_match_within_a_band_by_party_wants_no_other_within_it() -> None:
    ours = [item("A", 100, party="Ayşe")]
    near = [item("B1", 99, party="AYŞE", day=1)]
    found = run(ours, near, BAND)
    assert only(found, Stage.TOLERANCE).explanation.endswith("5 allowed; no other is within it")
    assert matched(run(ours, [*near, item("B2", 102, party="Ayşe")], BAND)) == []
    assert matched(run(ours, [item("B1", 99, party="Ayşe", day=4)], BAND)) == []


@pytest.mark.parametrize(
    ("band", "allowed"),
    [
        (Band("b", absolute=7), 7),
        (Band("b", bps=25), 2),
        (Band("b", absolute=7, bps=25), 2),
        (Band("b", absolute=7, bps=25, take=Take.GREATER), 7),
    ],
)
def test_allow_of_a_band_is_exact(band: Band, allowed: int) -> None:
    assert band.allowed(1_000) == band.allowed(-1_000) == allowed


def test_match_within_bands_uses_the_first_that_is_for_asset_and_party() -> None:
    rules = Rules(
        bands=(
            Band("acquirer", party="KZ86 125K ZT50 0410 0100", bps=100),
            Band("dollars", asset="USDZ", absolute=1),
            Band("others", absolute=2),
        )
    )

    def name(theirs: int, party: str = "", asset: str = "KZTE") -> str:
        found = run(
            [item("A", 10_000, "R", party=party, asset=asset)],
            [item("B", theirs, "R", asset=asset)],
            rules,
        )
        return found.matches[0].explanation.split("'")[1] if found.matches else ""

    assert name(9_901, party="KZ86125KZT5004100100") == "acquirer"
    assert name(9_999, asset="USDZ") == "dollars"
    assert name(9_998, asset="USDZ") == ""
    assert name(9_998) == "others"


def test_match_of_people_comes_first_and_stays_as_it_is() -> None:
    ours, theirs = [item("A1", 100, "R"), item("A2", 40)], [item("B1", 100, "R"), item("B2", 139)]
    manual = Match(Stage.MANUAL, "KZTE", ("A1", "A2"), ("B2",), -1, "Сәуле: the bank rounded")
    found = match(ours, theirs, Rules(), kept=[manual, manual])
    assert found.matches == (manual,)
    assert (left(found), found.stale) == (("", "B1"), ())


def test_match_of_people_that_no_longer_holds_is_given_back() -> None:
    manual = Match(Stage.MANUAL, "KZTE", ("A1",), ("B1",), 0, "Сәуле")
    gone = match([], [item("B1", 100)], Rules(), kept=[manual])
    changed = match([item("A1", 90)], [item("B1", 100)], Rules(), kept=[manual])
    assert gone.stale == changed.stale == (manual,)
    assert (left(gone), left(changed)) == (("", "B1"), ("A1", "B1"))


@pytest.mark.parametrize(
    ("kept", "message"),
    [
        ([("A1", "B1", "KZTE"), ("A1", "B2", "KZTE")], "'A1' of ours is in two matches"),
        ([("A1", "B1", "USDZ")], "'A1' is of KZTE, and the match that was kept of USDZ"),
    ],
)
def test_match_of_people_that_contradict_each_other_is_an_error(
    kept: list[tuple[str, str, str]], message: str
) -> None:
    manual = [Match(Stage.MANUAL, asset, (a,), (b,), 0, "Сәуле") for a, b, asset in kept]
    theirs = [item("B1", 100), item("B2", 100)]
    with pytest.raises(InputError, match=message):
        match([item("A1", 100)], theirs, Rules(), kept=manual)
    with pytest.raises(InputError, match="has no items"):
        match([], [], Rules(), kept=[Match(Stage.MANUAL, "KZTE", (), (), 0, "")])


def test_match_an_id_of_two_different_items_is_an_error() -> None:
    with pytest.raises(InputError, match="ours have two different items of the id 'A'") as caught:
        run([item("A", 100), item("A", 101)], [])
    assert caught.value.field == "id"
    assert left(run([item("A", 100), item("A", 100)], [])) == ("A", "")

"""The towers' life as a file: read whole, or its line and field are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from alatau.demo.story import FILE, Rent, Standing, Traded, load_story
from alatau.errors import InputError

TOWERS = Path(__file__).parents[2] / "examples" / "alatau-towers"


def test_the_example_is_read() -> None:
    story = load_story(TOWERS)
    assert (story.zone, story.terms.symbol, story.redemption) == ("Алатау", "ALTW", 110_000_00)
    assert len(story.investors) == 6
    assert [each.pro_rata for each in story.offerings] == [False, True]
    assert [type(each) for each in story.events] == [Rent, Traded, Standing, Rent]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('kind = "real_estate_share"', 'kind = "castle"', "'castle' is no kind of instrument"),
        ('allotment = "pro_rata"', 'allotment = "lottery"', "must be first_come or pro_rata"),
        ('seller = "Дина Қасымова"', 'seller = "Бейтаныс"', "Бейтаныс is none of the investors"),
        ("withdrawn = true", 'withdrawn = "иә"', "must be true or false"),
        ("quantity = 60\n", "quantity = 0\n", "0 is not between 1 and"),
        ('rent = "15000000.00"', 'rent = "15000000.001"', "15000000.001"),
        ("holder_cap = 20", "holders = 20", "no such key"),
        ('[redemption]\nprice = "110000.00"', "", "is missing"),
    ],
)
def test_what_is_wrong_names_the_file_its_line_and_its_field(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    text = (TOWERS / FILE).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / FILE).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_story(tmp_path)
    assert said in caught.value.message
    assert caught.value.file == FILE
    assert caught.value.field


def test_no_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=FILE):
        load_story(tmp_path)

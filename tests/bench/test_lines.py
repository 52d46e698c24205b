"""A bench's lines are JSON objects of the agreed members."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.bench.lines import Line, mean, table
from tests.bench.recording import record

PAGE = Path(__file__).parents[2] / "docs" / "bench-program.md"


def test_print_a_line_without_peer_has_four_members() -> None:
    line = Line("program", "final.compute_units", 2_374, "CU/purchase")
    assert json.loads(line.to_json()) == {
        "bench": "program",
        "metric": "final.compute_units",
        "value": 2_374,
        "unit": "CU/purchase",
    }


def test_print_a_line_with_peer_has_its_value_and_the_ratio() -> None:
    line = Line("program", "held.settle.compute_units", 1_351, "CU", "commerce clear", 28_919.6)
    members = json.loads(line.to_json())
    assert [*members] == ["bench", "metric", "value", "unit", "peer", "peer_value", "ratio"]
    assert members["peer_value"] == pytest.approx(28_919.6)
    assert members["ratio"] == pytest.approx(1_351 / 28_919.6, abs=1e-4)
    assert "\n" not in line.to_json()


def test_print_a_peer_of_nothing_has_no_ratio() -> None:
    line = Line("program", "final.rent_locked", 5, "lamports", "peer", 0)
    assert json.loads(line.to_json())["ratio"] is None


def test_divide_a_total_stays_whole_where_it_can() -> None:
    assert repr(mean(6_000, 3)) == "2000"
    assert mean(10, 3) == pytest.approx(3.3333)


def test_draw_the_table_has_a_row_for_each_line() -> None:
    drawn = table([Line("program", "a", 1_000, "CU"), Line("program", "b", 1.5, "B", "peer", 3)])
    head, first, second = drawn.splitlines()
    assert head.split() == ["metric", "value", "unit", "peer", "peer's", "ratio"]
    assert first.split() == ["a", "1,000", "CU"]
    assert second.split() == ["b", "1.5", "B", "peer", "3", "0.500"]


@pytest.mark.parametrize("bench", ["program", "program p-token"])
def test_record_figures_finds_their_place_in_the_page(tmp_path: Path, bench: str) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE.read_text(encoding="utf-8"))
    record(page, [Line(bench, "a", 1, "CU")])
    assert "| `a` | 1 | CU |" in page.read_text()


def test_record_figures_replaces_those_of_this_bench_alone(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    begin, end = "<!-- figures: program -->", "<!-- end: program -->"
    other = "<!-- figures: other -->\nkept\n<!-- end: other -->\n"
    page.write_text(f"before\n{begin}\nold\n{end}\nafter\n{other}")
    for _ in range(2):
        record(page, [Line("program", "a", 1_000, "CU", "peer", 3_000)])
        text = page.read_text()
        assert text.startswith(f"before\n{begin}\n")
        assert text.endswith(f"{end}\nafter\n{other}")
        assert text.count("| `a` | 1,000 | CU | peer | 3,000 | 0.333 |") == 1
        assert "old" not in text
    page.write_text("nothing")
    with pytest.raises(ValueError, match="has no lines"):
        record(page, [Line("program", "a", 1, "CU")])

"""The deliberate bugs still fit the program's sources.  `make mutants` runs them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.mutants.catalogue import SOURCES, Mutant, StaleMutant, read_mutants

ROOT = Path(__file__).parents[2]
MUTANTS = read_mutants()


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_apply_a_mutant_changes_its_file_in_one_place(mutant: Mutant) -> None:
    source = (ROOT / SOURCES / mutant.file).read_text(encoding="utf-8")
    assert mutant.apply(source) != source


def test_list_mutants_finds_enough_with_names_and_rules_of_their_own() -> None:
    bugs = [each for each in MUTANTS if not each.neutral]
    assert len(bugs) >= 25
    assert len(bugs) < len(MUTANTS)
    assert len({each.name for each in MUTANTS}) == len(MUTANTS)
    assert len({(each.file, each.old, each.new) for each in MUTANTS}) == len(MUTANTS)
    for each in MUTANTS:
        assert each.rule.endswith(".")


def test_apply_a_mutant_ignores_white_space() -> None:
    mutant = replace(MUTANTS[0], old="if a { b(); }", new="")
    assert mutant.apply("x; if a {\n    b();\n}\ny") == "x; \ny"


@pytest.mark.parametrize("source", ["", "if b {}", "if a {} if  a{}", "elif a {}"])
def test_apply_a_mutant_that_does_not_match_once_is_refused(source: str) -> None:
    with pytest.raises(StaleMutant, match="stale mutant"):
        replace(MUTANTS[0], old="if a {}").apply(source)

"""The deliberate bugs still fit the program's sources.  `make mutants` runs them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from threading import Barrier, Lock

import pytest
from tests.mutants import run
from tests.mutants.catalogue import SOURCES, Mutant, StaleMutant, read_mutants
from tests.mutants.run import Results, hand_out, judge, key_of
from tests.mutants.tree import SURVIVED, NotSound, Tree, Verdict

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


TREES = (Tree(Path("tree")), Tree(Path("tree-1")))
PATIENCE = 30.0  # seconds that two at a time wait for each other


def test_hand_out_gives_each_mutant_to_one_tree_and_both_trees_at_once() -> None:
    together, lock = Barrier(len(TREES)), Lock()
    busy: set[Tree] = set()

    def attempt(mutant: Mutant, tree: Tree) -> tuple[str, Tree]:
        with lock:
            assert tree not in busy
            busy.add(tree)
        together.wait(PATIENCE)  # raises unless the other tree has one too
        with lock:
            busy.remove(tree)
        together.wait(PATIENCE)
        return mutant.name, tree

    given = MUTANTS[:6]
    found = list(hand_out(given, TREES, attempt))
    assert sorted(each.name for each, _ in found) == sorted(each.name for each in given)
    assert all(mutant.name == name for mutant, (name, _) in found)
    assert {tree for _, (_, tree) in found} == {*TREES}


def test_hand_out_that_is_not_sound_begins_nothing_more() -> None:
    tried = []

    def attempt(mutant: Mutant, tree: Tree) -> None:
        tried.append(mutant)
        if len(tried) == 2:
            raise NotSound(f"{tree.path} is broken")

    with pytest.raises(NotSound, match="tree is broken"):
        list(hand_out(MUTANTS[:50], TREES[:1], attempt))
    assert len(tried) == 2


def test_judge_tells_a_line_for_each_and_runs_nothing_twice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    mutants = MUTANTS[:5]
    killed = Verdict(killed=True, by="test_life.py::test_a_life")
    tried: list[str] = []

    def attempt(_tree: Tree, mutant: Mutant, _original: Path) -> Verdict:
        tried.append(mutant.name)
        return SURVIVED if mutant is mutants[3] else killed

    monkeypatch.setattr(Tree, "try_mutant", attempt)
    monkeypatch.setattr(run, "prepare", lambda _tree: None)
    results = Results(tmp_path / "results.json")
    results.put(key_of(mutants[0], "digest"), killed)

    def lines(trees: Sequence[Tree]) -> list[str]:
        verdicts = judge(mutants, trees, results, "digest")
        assert [name for name, each in verdicts.items() if not each.killed] == [mutants[3].name]
        return capsys.readouterr().out.splitlines()

    first = lines(TREES)
    assert sorted(tried) == sorted(each.name for each in mutants[1:])
    assert [line[:7] for line in first] == [f"  {number}/5  " for number in range(1, 6)]
    assert first[0].endswith("killed by test_life.py::test_a_life  (known)")
    assert sum("SURVIVED" in line for line in first) == 1
    assert all(line.endswith("(known)") for line in lines(TREES))
    assert len(tried) == 4


@pytest.mark.parametrize("jobs", ["0", "-1", "many"])
def test_main_with_no_number_of_jobs_is_refused(
    jobs: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        run.main(["--jobs", jobs])
    assert "--jobs" in capsys.readouterr().err


def test_main_last_line_is_json_of_the_survivors(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    bugs = [each for each in MUTANTS if not each.neutral]
    verdict = {each.name: Verdict(killed=True, by="x") for each in bugs}
    verdict[bugs[7].name] = SURVIVED
    monkeypatch.setattr(run, "SCRATCH", tmp_path)
    monkeypatch.setattr(run, "require_tools", lambda: None)
    monkeypatch.setattr(Tree, "copy_sources", lambda _tree: "digest")
    monkeypatch.setattr(run, "control", lambda *_given: None)
    monkeypatch.setattr(run, "judge", lambda *_given: verdict)
    assert run.main(["--jobs", "2"]) == 1
    assert json.loads(capsys.readouterr().out.splitlines()[-1]) == {
        "mutants": len(bugs),
        "killed": len(bugs) - 1,
        "survivors": [bugs[7].name],
    }

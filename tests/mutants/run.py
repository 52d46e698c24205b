"""Do the tests notice bugs?  Builds the program with one bug at a time and runs them.

    python -m tests.mutants.run [--only PATTERN] [--list] [--again] [--jobs N]

Works on copies of the sources in `target/mutants`, one per job, whose builds stay warm.  First
the program as it is must pass, and must still pass after changes that break nothing: else a
failing test would prove nothing.  The test of compute units is left out, since any change trips
it.

What is known already is not run again: results are kept under a digest of the program, the
package, the tests and the mutant.  The last line is JSON; the exit code is 0 when every mutant
was killed, 1 when one was not, 2 when the check itself is not sound.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final, TypeVar

from tests.mutants.catalogue import Mutant, read_mutants
from tests.mutants.tree import ROOT, SURVIVED, NotSound, Tree, Verdict, require_tools

SCRATCH: Final = ROOT / "target" / "mutants"
ORIGINAL: Final = SCRATCH / "original.so"
T = TypeVar("T")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the mutants that are asked for; give the exit code."""
    parser = argparse.ArgumentParser(prog="mutants", description="Do the tests notice bugs?")
    parser.add_argument("--only", metavar="PATTERN", default="", help="in name or file")
    parser.add_argument("--list", action="store_true", help="names and rules; runs nothing")
    parser.add_argument("--again", action="store_true", help="forget what is known")
    parser.add_argument("--jobs", metavar="N", type=_jobs, default=1, help="so many at a time")
    options = parser.parse_args(arguments)
    every = read_mutants()
    controls = [each for each in every if each.neutral]
    chosen = [each for each in every if not each.neutral]
    chosen = [each for each in chosen if re.search(options.only, f"{each.file} {each.name}")]
    if options.list:
        for each in chosen:
            print(f"{each.name:44} {each.rule}")
        return 0
    results = Results(SCRATCH / "results.json")
    if options.again:
        results.path.unlink(missing_ok=True)
    trees = [Tree(SCRATCH / (f"tree-{job}" if job else "tree")) for job in range(options.jobs)]
    try:
        require_tools()
        digest = {tree.copy_sources() for tree in trees}.pop()
        control(trees[0], controls, results, digest)
        verdicts = judge(chosen, trees, results, digest)
    except NotSound as problem:
        print(f"\n{problem}", file=sys.stderr)
        return 2
    survivors = [each.name for each in chosen if not verdicts[each.name].killed]
    killed = len(verdicts) - len(survivors)
    print(f"\n{killed} of {len(verdicts)} killed")
    print(json.dumps({"mutants": len(verdicts), "killed": killed, "survivors": survivors}))
    return 1 if survivors else 0


def _jobs(text: str) -> int:
    if (jobs := int(text)) < 1:
        raise ValueError(text)
    return jobs


@dataclass(frozen=True, slots=True)
class Results:
    """What is known, in a file that only the main thread writes."""

    path: Path

    def get(self, key: str) -> Verdict | None:
        """The verdict under a key, where it is known."""
        return self._read().get(key)

    def put(self, key: str, result: Verdict) -> None:
        """Keep a verdict.  A run that is interrupted leaves the file whole."""
        known = {known: asdict(each) for known, each in {**self._read(), key: result}.items()}
        self.path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self.path.with_suffix(".new")
        fresh.write_text(json.dumps(known, indent=1), encoding="utf-8")
        fresh.replace(self.path)

    def _read(self) -> dict[str, Verdict]:
        if not self.path.exists():
            return {}
        known = json.loads(self.path.read_text(encoding="utf-8"))
        return {key: Verdict(**each) for key, each in known.items()}


def control(tree: Tree, neutral: Sequence[Mutant], results: Results, digest: str) -> None:
    """The tests must pass for the program as it is, and for changes that break nothing."""
    key = f"{digest} control"
    if results.get(key) is None or not ORIGINAL.exists():
        began = time.monotonic()
        print(f"         {'(the program as it is)':44} ", end="", flush=True)
        if (problem := tree.build()) is not None:
            raise NotSound(f"the program does not build:\n{problem}")
        shutil.copy(tree.loaded, ORIGINAL)
        tree.check_loaded()
        if (failed := tree.first_failure("")) is not None:
            raise NotSound(f"fails {failed}: make the tests pass first")
        results.put(key, SURVIVED)
        print(f"passes  {time.monotonic() - began:.0f} s")
    for each in neutral:
        print(f"         {each.name:44} ", end="", flush=True)
        began = time.monotonic()
        known = results.get(key_of(each, digest))
        verdict = known or tree.try_mutant(each, ORIGINAL)
        results.put(key_of(each, digest), verdict)
        print(told(verdict, None if known else began))
        if verdict != SURVIVED:
            raise NotSound(f"{each.name} breaks nothing and did not survive")


def judge(
    mutants: Sequence[Mutant], trees: Sequence[Tree], results: Results, digest: str
) -> dict[str, Verdict]:
    """What becomes of the mutants, by name; a line for each as soon as it is known."""
    found: dict[str, Verdict] = {}

    def tell(mutant: Mutant, verdict: Verdict, began: float | None) -> None:
        found[mutant.name] = verdict
        place = f"{len(found):3}/{len(mutants)}"
        print(f"{place}  {mutant.name:44} {told(verdict, began)}", flush=True)

    unknown = []
    for each in mutants:
        known = results.get(key_of(each, digest))
        if known is None:
            unknown.append(each)
        else:
            tell(each, known, None)

    def attempt(mutant: Mutant, tree: Tree) -> tuple[float, Verdict]:
        began = time.monotonic()
        return began, tree.try_mutant(mutant, ORIGINAL)

    if unknown:
        for tree in trees[1:]:
            prepare(tree)
    for each, (began, verdict) in hand_out(unknown, trees, attempt):
        results.put(key_of(each, digest), verdict)
        tell(each, verdict, began)
    return found


def prepare(tree: Tree) -> None:
    """Warm up a further copy, which must build the very same program.  Raises `NotSound`."""
    if (problem := tree.build()) is not None:
        raise NotSound(f"the program does not build in {tree.path}:\n{problem}")
    if tree.loaded.read_bytes() != ORIGINAL.read_bytes():
        raise NotSound(f"{tree.path} builds another program of the same sources")
    tree.check_loaded()


def hand_out(
    mutants: Sequence[Mutant], trees: Sequence[Tree], attempt: Callable[[Mutant, Tree], T]
) -> Iterator[tuple[Mutant, T]]:
    """Each mutant with what its attempt gave, as they end; a tree has one at a time.

    What an attempt raises is raised here, and nothing more is begun.
    """
    waiting = iter(mutants)
    with ThreadPoolExecutor(len(trees)) as pool:
        running = {
            pool.submit(attempt, mutant, tree): (mutant, tree)
            for tree, mutant in zip(trees, waiting, strict=False)
        }
        while running:
            for done in wait(running, return_when=FIRST_COMPLETED).done:
                mutant, tree = running.pop(done)
                result = done.result()
                if (after := next(waiting, None)) is not None:
                    running[pool.submit(attempt, after, tree)] = after, tree
                yield mutant, result


def key_of(mutant: Mutant, digest: str) -> str:
    """What a verdict is kept under."""
    return sha256(f"{digest} {mutant.file} {mutant.old} {mutant.new}".encode()).hexdigest()


def told(verdict: Verdict, began: float | None) -> str:
    """A verdict as the end of a line; None: it was known."""
    return f"{verdict}  " + ("(known)" if began is None else f"{time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    sys.exit(main())

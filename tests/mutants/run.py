"""Do the tests notice bugs?  Builds the program with one bug at a time and runs them.

    python -m tests.mutants.run [--only PATTERN] [--list] [--again]

Works on a copy of the sources in `target/mutants`, whose build stays warm.  First the program
as it is must pass, and must still pass after changes that break nothing: else a failing test
would prove nothing.  The test of compute units is left out, since any change trips it.

What is known already is not run again: results are kept under a digest of the program, the
package, the tests and the mutant.  The last line is JSON; the exit code is 0 when every mutant
was killed, 1 when one was not, 2 when the check itself is not sound.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from tests.mutants.catalogue import SOURCES, Mutant, StaleMutant, read_mutants

ROOT: Final = Path(__file__).parents[2]
SCRATCH: Final = ROOT / "target" / "mutants"
TREE: Final = SCRATCH / "tree"
ORIGINAL: Final = SCRATCH / "original.so"
RESULTS: Final = SCRATCH / "results.json"
LOADED: Final = TREE / "client/alatau/program/data/sandbox.so"
SBPF_HOME: Final = Path(os.environ.get("SBPF_HOME", "/opt/sbpf"))

PARTS: Final = (
    "Cargo.lock", "Cargo.toml", "client/alatau", "docs/checks.md", "docs/layouts.json",
    "programs", "pyproject.toml", "tests/conftest.py", "tests/program", "tools/sbpf",
)  # fmt: skip
"""What the program is built from and tested with."""

SETS_COSTS: Final = "test_compute_units.py"
EARLY: Final = ("test_checks.py", "test_refusals.py", "test_life.py", "test_refunds.py")
LATE: Final = ("test_invariants.py",)
CARGO: Final = "cargo"
LONGEST: Final = 1_800.0  # seconds, for one run of the tests on a busy machine


class NotSound(Exception):
    """The check would prove nothing."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a mutant: the test that noticed it, or why none did."""

    killed: bool
    by: str

    def __str__(self) -> str:
        return f"killed by {self.by}" if self.killed else self.by


SURVIVED: Final = Verdict(killed=False, by="SURVIVED")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the mutants that are asked for; give the exit code."""
    parser = argparse.ArgumentParser(prog="mutants", description="Do the tests notice bugs?")
    parser.add_argument("--only", metavar="PATTERN", default="", help="in name or file")
    parser.add_argument("--list", action="store_true", help="names and rules; runs nothing")
    parser.add_argument("--again", action="store_true", help="forget what is known")
    options = parser.parse_args(arguments)
    every = read_mutants()
    controls = [each for each in every if each.neutral]
    chosen = [each for each in every if not each.neutral]
    chosen = [each for each in chosen if re.search(options.only, f"{each.file} {each.name}")]
    if options.list:
        for each in chosen:
            print(f"{each.name:44} {each.rule}")
        return 0
    if options.again:
        RESULTS.unlink(missing_ok=True)
    try:
        require_tools()
        digest = copy_sources()
        control(controls, digest)
        verdicts = {each.name: verdict(each, digest) for each in counted(chosen)}
    except NotSound as problem:
        print(f"\n{problem}", file=sys.stderr)
        return 2
    survivors = [name for name, each in verdicts.items() if not each.killed]
    killed = len(verdicts) - len(survivors)
    print(f"\n{killed} of {len(verdicts)} killed")
    print(json.dumps({"mutants": len(verdicts), "killed": killed, "survivors": survivors}))
    return 1 if survivors else 0


def counted(mutants: Sequence[Mutant]) -> Iterator[Mutant]:
    """The mutants, each with its number on the line that its verdict ends."""
    for number, each in enumerate(mutants, 1):
        print(f"{number:3}/{len(mutants)}  {each.name:44} ", end="", flush=True)
        yield each


def require_tools() -> None:
    """Raises `NotSound` where the program cannot be built."""
    if not (SBPF_HOME / "bin/sbpf-linker").exists() or shutil.which("cargo") is None:
        raise NotSound(
            f"no compiler for the program in {SBPF_HOME}: tools/sbpf/install.sh installs it"
        )


def copy_sources() -> str:
    """Bring the copy up to date, touching only what differs; give the digest of it all."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *PARTS]
    names = subprocess.run(listing, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    digest = sha256(Path(__file__).read_bytes())
    wanted = set()
    for name in sorted(filter(None, names.split("\0"))):
        source, copy = ROOT / name, TREE / name
        if not source.is_file():
            continue
        content = source.read_bytes()
        if source.suffix != ".so":  # it is built from the rest
            digest.update(f"{name}\0{len(content)}\0".encode() + content)
        wanted.add(copy)
        if not copy.is_file() or copy.read_bytes() != content:
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, copy)
    for part in PARTS:
        for copy in (TREE / part).rglob("*"):
            if copy.is_file() and copy.suffix != ".pyc" and copy not in wanted:
                copy.unlink()
    return digest.hexdigest()


def control(neutral: Sequence[Mutant], digest: str) -> None:
    """The tests must pass for the program as it is, and for changes that break nothing."""
    known = remembered(f"{digest} control")
    if known is None or not ORIGINAL.exists():
        began = time.monotonic()
        print(f"         {'(the program as it is)':44} ", end="", flush=True)
        if (problem := build()) is not None:
            raise NotSound(f"the program does not build:\n{problem}")
        shutil.copy(LOADED, ORIGINAL)
        if (loaded := loaded_program()) != LOADED:
            raise NotSound(f"the tests would load {loaded}, not {LOADED}")
        if (failed := first_failure("")) is not None:
            raise NotSound(f"fails {failed}: make the tests pass first")
        remember(f"{digest} control", SURVIVED)
        print(f"passes  {time.monotonic() - began:.0f} s")
    for each in neutral:
        print(f"         {each.name:44} ", end="", flush=True)
        if verdict(each, digest) != SURVIVED:
            raise NotSound(f"{each.name} breaks nothing and did not survive")


def verdict(mutant: Mutant, digest: str) -> Verdict:
    """What becomes of a mutant, from memory where it is known; ends its line."""
    key = sha256(f"{digest} {mutant.file} {mutant.old} {mutant.new}".encode()).hexdigest()
    began = time.monotonic()
    result = remembered(key)
    if result is not None:
        print(f"{result}  (known)")
        return result
    try:
        with mutated(mutant):
            result = try_mutant(mutant)
    except StaleMutant as problem:
        result = Verdict(killed=False, by=f"{problem}")
    remember(key, result)
    print(f"{result}  {time.monotonic() - began:.0f} s", flush=True)
    return result


def try_mutant(mutant: Mutant) -> Verdict:
    if (problem := build()) is not None:
        return Verdict(killed=False, by=f"DOES NOT BUILD:\n{problem}")
    if LOADED.read_bytes() == ORIGINAL.read_bytes():
        return Verdict(killed=False, by="SAME PROGRAM, byte by byte")
    failed = first_failure(mutant.tests)
    return SURVIVED if failed is None else Verdict(killed=True, by=failed)


@contextmanager
def mutated(mutant: Mutant) -> Iterator[None]:
    """The copy with the bug, for as long as it lasts.  Raises `StaleMutant`."""
    path = TREE / SOURCES / mutant.file
    source = path.read_text(encoding="utf-8")
    path.write_text(mutant.apply(source), encoding="utf-8")
    try:
        yield
    finally:
        path.write_text(source, encoding="utf-8")


def build() -> str | None:
    """Build the copy and put it where its tests load it; give what the compiler says, if bad."""
    done = run([f"{TREE}/tools/sbpf/build.sh", "sandbox"])
    if done.returncode != 0:
        return done.stderr
    shutil.copy(TREE / "target/deploy/sandbox.so", LOADED)
    return None


def loaded_program() -> Path:
    """The program that tests of the copy load."""
    code = "from alatau.program.idl import program_path; print(program_path())"
    return Path(run([sys.executable, "-c", code]).stdout.strip())


def first_failure(likely: str) -> str | None:
    """The first test that fails, of all but those of costs; the likely ones are asked first."""
    files = {path.name for path in (TREE / "tests/program").glob("test_*.py")} - {SETS_COSTS}
    middle = sorted(files - {*EARLY, *LATE})
    suite = [f"tests/program/{name}" for name in (*EARLY, *middle, *LATE) if name in files]
    if likely == CARGO:
        return cargo_failure() or pytest_failure(suite)
    failed = pytest_failure([*suite, "-k", likely]) if likely else None
    return failed or pytest_failure(suite) or cargo_failure()


def pytest_failure(selection: Sequence[str]) -> str | None:
    shutil.rmtree(TREE / ".hypothesis", ignore_errors=True)  # no mutant learns from another
    options = ("-x", "-q", "--tb=no", "-p", "no:cacheprovider", "--hypothesis-seed=0")
    done = run([sys.executable, "-m", "pytest", *options, *selection])
    if done.returncode in {0, 5}:  # passed; nothing of that name
        return None
    failed = re.search(
        r"^(?:FAILED|ERROR) tests/program/(.+?)(?: - .*)?$", done.stdout, re.MULTILINE
    )
    if done.returncode != 1 or failed is None:
        raise NotSound(f"pytest gave {done.returncode}:\n{done.stdout}{done.stderr}")
    return failed[1]


def cargo_failure() -> str | None:
    """The first of the program's own unit tests that fails."""
    command = ["cargo", "test", "--quiet", "--locked", "--package", "sandbox", "--lib"]
    built = run([*command, "--no-run"])
    if built.returncode != 0:
        raise NotSound(f"the unit tests do not build:\n{built.stderr}")
    done = run(command)
    failed = re.search(r"^    (\S+::\S+)$", done.stdout, re.MULTILINE)
    if done.returncode != 0 and failed is None:
        raise NotSound(f"cargo test gave {done.returncode}:\n{done.stdout}{done.stderr}")
    return None if failed is None else failed[1]


def run(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Run something in the copy, with the copy's package and without shrinking examples."""
    environment = {
        **os.environ,
        "PYTHONPATH": f"{TREE}/client",
        "HYPOTHESIS_PROFILE": "mutants",
        "ALATAU_SEED": "0",
        "SBPF_HOME": f"{SBPF_HOME}",
    }
    return subprocess.run(
        command,
        cwd=TREE,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=LONGEST,
    )


def remembered(key: str) -> Verdict | None:
    return _results().get(key)


def remember(key: str, result: Verdict) -> None:
    known = {known: asdict(each) for known, each in {**_results(), key: result}.items()}
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    fresh = RESULTS.with_suffix(".new")
    fresh.write_text(json.dumps(known, indent=1), encoding="utf-8")
    fresh.replace(RESULTS)


def _results() -> dict[str, Verdict]:
    if not RESULTS.exists():
        return {}
    known = json.loads(RESULTS.read_text(encoding="utf-8"))
    return {key: Verdict(**each) for key, each in known.items()}


if __name__ == "__main__":
    sys.exit(main())

"""A copy of the sources to put a bug into: building its program, and running its tests.

How this is done is part of a result's digest; who does it, and when, is not (`run`).
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from tests.mutants.catalogue import SOURCES, Mutant, StaleMutant

ROOT: Final = Path(__file__).parents[2]
SBPF_HOME: Final = Path(os.environ.get("SBPF_HOME", "/opt/sbpf"))

PARTS: Final = (
    "Cargo.lock", "Cargo.toml", "client/alatau", "docs/checks.md", "docs/layouts.json",
    "programs", "pyproject.toml", "tests/conftest.py", "tests/postgres.py", "tests/program",
    "tools/sbpf",
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


def require_tools() -> None:
    """Raises `NotSound` where the program cannot be built."""
    if not (SBPF_HOME / "bin/sbpf-linker").exists() or shutil.which("cargo") is None:
        raise NotSound(
            f"no compiler for the program in {SBPF_HOME}: tools/sbpf/install.sh installs it"
        )


@dataclass(frozen=True, slots=True)
class Tree:
    """A copy of the sources at `path`, with a build folder of its own that stays warm."""

    path: Path

    @property
    def loaded(self) -> Path:
        """Where its tests load the program from."""
        return self.path / "client/alatau/program/data/sandbox.so"

    def copy_sources(self) -> str:
        """Bring the copy up to date, touching only what differs; give the digest of it all."""
        names = [name for name in _listed() if (ROOT / name).is_file()]
        digest = sha256(Path(__file__).read_bytes())
        wanted = set()
        for name in names:
            source, copy = ROOT / name, self.path / name
            content = source.read_bytes()
            if source.suffix != ".so":  # it is built from the rest
                digest.update(f"{name}\0{len(content)}\0".encode() + content)
            wanted.add(copy)
            if not copy.is_file() or copy.read_bytes() != content:
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(source, copy)
        for part in PARTS:
            for copy in (self.path / part).rglob("*"):
                if copy.is_file() and copy.suffix != ".pyc" and copy not in wanted:
                    copy.unlink()
        return digest.hexdigest()

    def try_mutant(self, mutant: Mutant, original: Path) -> Verdict:
        """What becomes of a mutant, whose program without it is `original`."""
        try:
            with self._mutated(mutant):
                if (problem := self.build()) is not None:
                    return Verdict(killed=False, by=f"DOES NOT BUILD:\n{problem}")
                if self.loaded.read_bytes() == original.read_bytes():
                    return Verdict(killed=False, by="SAME PROGRAM, byte by byte")
                failed = self.first_failure(mutant.tests)
        except StaleMutant as problem:
            return Verdict(killed=False, by=f"{problem}")
        return SURVIVED if failed is None else Verdict(killed=True, by=failed)

    @contextmanager
    def _mutated(self, mutant: Mutant) -> Iterator[None]:
        """The copy with the bug, for as long as it lasts.  Raises `StaleMutant`."""
        path = self.path / SOURCES / mutant.file
        source = path.read_text(encoding="utf-8")
        path.write_text(mutant.apply(source), encoding="utf-8")
        try:
            yield
        finally:
            path.write_text(source, encoding="utf-8")

    def build(self) -> str | None:
        """Build the program and put it where its tests load it; what the compiler says, if bad."""
        done = self._run([f"{self.path}/tools/sbpf/build.sh", "sandbox"])
        if done.returncode != 0:
            return done.stderr
        shutil.copy(self.path / "target/deploy/sandbox.so", self.loaded)
        return None

    def check_loaded(self) -> None:
        """Raises `NotSound` where its tests would load another program than its own."""
        code = "from alatau.program.idl import program_path; print(program_path())"
        loaded = Path(self._run([sys.executable, "-c", code]).stdout.strip())
        if loaded != self.loaded:
            raise NotSound(f"the tests would load {loaded}, not {self.loaded}")

    def first_failure(self, likely: str) -> str | None:
        """The first test that fails, of all but those of costs; the likely ones are asked first."""
        files = {path.name for path in (self.path / "tests/program").glob("test_*.py")}
        files -= {SETS_COSTS}
        middle = sorted(files - {*EARLY, *LATE})
        suite = [f"tests/program/{name}" for name in (*EARLY, *middle, *LATE) if name in files]
        if likely == CARGO:
            return self._cargo_failure() or self._pytest_failure(suite)
        failed = self._pytest_failure([*suite, "-k", likely]) if likely else None
        return failed or self._pytest_failure(suite) or self._cargo_failure()

    def _pytest_failure(self, selection: Sequence[str]) -> str | None:
        shutil.rmtree(self.path / ".hypothesis", ignore_errors=True)  # none learns from another
        options = ("-x", "-q", "--tb=no", "-p", "no:cacheprovider", "--hypothesis-seed=0")
        done = self._run([sys.executable, "-m", "pytest", *options, *selection])
        if done.returncode in {0, 5}:  # passed; nothing of that name
            return None
        failed = re.search(
            r"^(?:FAILED|ERROR) tests/program/(.+?)(?: - .*)?$", done.stdout, re.MULTILINE
        )
        if done.returncode != 1 or failed is None:
            raise NotSound(f"pytest gave {done.returncode}:\n{done.stdout}{done.stderr}")
        return failed[1]

    def _cargo_failure(self) -> str | None:
        """The first of the program's own unit tests that fails."""
        command = ["cargo", "test", "--quiet", "--locked", "--package", "sandbox", "--lib"]
        built = self._run([*command, "--no-run"])
        if built.returncode != 0:
            raise NotSound(f"the unit tests do not build:\n{built.stderr}")
        done = self._run(command)
        failed = re.search(r"^    (\S+::\S+)$", done.stdout, re.MULTILINE)
        if done.returncode != 0 and failed is None:
            raise NotSound(f"cargo test gave {done.returncode}:\n{done.stdout}{done.stderr}")
        return None if failed is None else failed[1]

    def _run(self, command: Sequence[str]) -> subprocess.CompletedProcess[str]:
        """Run something in the copy, with the copy's package and without shrinking examples."""
        environment = {
            **os.environ,
            "PYTHONPATH": f"{self.path}/client",
            "HYPOTHESIS_PROFILE": "mutants",
            "ALATAU_SEED": "0",
            "SBPF_HOME": f"{SBPF_HOME}",
        }
        return subprocess.run(
            command,
            cwd=self.path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=LONGEST,
        )


def _listed() -> list[str]:
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *PARTS]
    names = subprocess.run(listing, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return sorted(filter(None, names.split("\0")))

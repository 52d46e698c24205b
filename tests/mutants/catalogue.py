"""The deliberate bugs: read from the TOML files beside this one, and applied to sources."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent
SOURCES: Final = Path("programs/sandbox/src")


class StaleMutant(Exception):
    """What a mutant replaces is not in its file exactly once: it needs an update."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One bug: `old` becomes `new` in a file below `SOURCES`, which breaks `rule`.

    `tests` may name who is likely to notice, so that they are asked first: an expression for
    pytest's `-k`, or `cargo` for the program's own unit tests.  A `neutral` one breaks nothing:
    it changes the program's bytes and costs alone, so that no test may notice it.
    """

    name: str
    rule: str
    file: str
    old: str
    new: str
    tests: str = ""
    neutral: bool = False

    def apply(self, source: str) -> str:
        """The source with the bug; white space does not count.  Raises `StaleMutant`."""
        tokens = re.findall(r"\w+|[^\w\s]", self.old)
        words = [rf"\b{token}\b" if token.isidentifier() else re.escape(token) for token in tokens]
        found = list(re.finditer(r"\s*".join(words), source))
        if len(found) != 1:
            raise StaleMutant(f"{self.name}: stale mutant, {len(found)} matches in {self.file}")
        start, end = found[0].span()
        return source[:start] + self.new + source[end:]


def read_mutants(folder: Path = HERE) -> list[Mutant]:
    """All mutants, file by file, in the order in which they are written."""
    return [
        Mutant(**row)
        for path in sorted(folder.glob("*.toml"))
        for row in tomllib.loads(path.read_text(encoding="utf-8"))["mutant"]
    ]

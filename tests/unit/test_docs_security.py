"""`docs/security.md` names tests that exist, and links that lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "security.md"


def test_security_page_names_tests_that_exist() -> None:
    text = PAGE.read_text(encoding="utf-8")
    named = {*re.findall(r"`(test_\w+)`", text)}
    assert len(named) > 30
    sources = "\n".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py")
    )
    assert {name for name in named if f"def {name}(" not in sources} == set()


def test_security_page_links_to_files_that_exist() -> None:
    text = PAGE.read_text(encoding="utf-8")
    linked = [*re.findall(r"\]\(([\w./-]+)\)", text), *re.findall(r"`(tests/[\w/]+\.py)`", text)]
    assert linked
    for target in linked:
        assert (PAGE.parent / target).exists() or (ROOT / target).exists(), target

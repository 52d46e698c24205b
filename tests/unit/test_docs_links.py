"""The documents name files that are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import alatau

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
LINK = re.compile(r"\]\(([^)#\s]+)")
DOCUMENT = re.compile(r"docs/[a-z-]+\.md")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_of_a_page_lead_somewhere(page: Path) -> None:
    links = [link for link in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in link]
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_documents_that_the_package_names_are_there() -> None:
    package = Path(alatau.__file__).parent
    named = {
        document
        for path in package.rglob("*.py")
        for document in DOCUMENT.findall(path.read_text(encoding="utf-8"))
    }
    assert sorted(document for document in named if not (ROOT / document).exists()) == []

"""What the packages export: all that their `__init__` imports, in order, and nothing else."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import pytest

import alatau

ROOT = Path(alatau.__file__).parent
PACKAGES = sorted(path.parent for path in ROOT.rglob("__init__.py"))


def name_of(package: Path) -> str:
    return ".".join(package.relative_to(ROOT.parent).parts)


def body_of(package: Path) -> list[ast.stmt]:
    source = (package / "__init__.py").read_text(encoding="utf-8")
    return ast.parse(source).body


def is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def in_order(names: list[str]) -> list[str]:
    """As ruff sorts: constants, classes, functions; each by name."""

    def key(name: str) -> tuple[int, str]:
        kind = 0 if name.isupper() else 1 if name[0].isupper() else 2
        return kind, name

    return sorted(names, key=key)


@pytest.mark.parametrize("package", [p for p in PACKAGES if p != ROOT], ids=name_of)
def test_init_of_package_holds_imports_and_all(package: Path) -> None:
    docstring, *rest = body_of(package)
    assert is_docstring(docstring)
    if not rest:
        return  # it exports nothing: its modules are imported by name
    *imports, exported = rest
    assert all(isinstance(node, ast.ImportFrom) for node in imports)
    assert isinstance(exported, ast.Assign)
    assert ast.unparse(exported.targets[0]) == "__all__"


def test_init_of_root_loads_lazily() -> None:
    """`alatau --help` and the pytest plugin pay for this import: nothing is loaded by it."""
    kinds = [type(node) for node in body_of(ROOT)]
    # docstring, typing, names for type checkers, __all__, __version__, __getattr__
    assert kinds == [ast.Expr, ast.ImportFrom, ast.If, ast.Assign, ast.Assign, ast.FunctionDef]


@pytest.mark.parametrize("package", PACKAGES, ids=name_of)
def test_all_of_package_is_complete_and_sorted(package: Path) -> None:
    imported = [
        alias.asname or alias.name
        for node in ast.walk(ast.Module(body_of(package), []))
        if isinstance(node, ast.ImportFrom) and node.module != "typing"
        for alias in node.names
    ]
    module = importlib.import_module(name_of(package))
    exported = list(getattr(module, "__all__", []))
    assert exported == in_order(exported)
    assert set(exported) == set(imported) | ({"__version__"} if package == ROOT else set())
    assert len(exported) == len(set(exported))


@pytest.mark.parametrize("package", PACKAGES, ids=name_of)
def test_all_of_package_names_what_is_there(package: Path) -> None:
    module = importlib.import_module(name_of(package))
    for name in getattr(module, "__all__", []):
        assert getattr(module, name) is not None, name


def test_root_gives_its_names_when_asked() -> None:
    from alatau.models import Receipt
    from alatau.zone import Zone

    assert alatau.Zone is Zone
    assert alatau.Receipt is Receipt
    with pytest.raises(AttributeError, match="no attribute 'Bank'"):
        alatau.Bank  # noqa: B018 - the look-up is the test

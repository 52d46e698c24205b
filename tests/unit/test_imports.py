"""Imports point one way, and each foreign library has its place."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import alatau

ROOT = Path(alatau.__file__).parent

LAYERS = [
    {"errors"},
    {
        "amounts",
        "bulk",
        "canonical",
        "countersigning",
        "charts",
        "file_names",
        "keypairs",
        "models",
        "pages",
        "signers",
        "toml_file",
    },
    {"chain", "ledger", "program", "statements"},
    {"amounts", "models"},
    {"chain", "packing", "program"},
    {"localnet", "sender", "tokens", "tokens_instrument"},
    {"facts"},
    {"explanations"},
    {"refusals"},
    {"context"},
    {"listing"},
    {"authority", "disputes", "payments", "registry"},
    {"authority", "enforcement", "freezes", "payments", "registry"},
    {"allowances", "authority", "instruments", "mandates", "payments", "registry"},
    {"offerings"},
    {"offerings_settling"},
    {"authority", "payments", "registry", "taxes"},
    {"distributions"},
    {"localnet", "quotes", "replacement_terms", "sender", "tokens", "trade_terms"},
    {"context"},
    {"countersigned"},
    {"authority", "conversions", "disputes", "enforcement", "freezes", "payments", "registry"},
    {
        "authority",
        "batches",
        "disputes",
        "enforcement",
        "freezes",
        "lanes",
        "offers",
        "outside",
        "pay",
        "payments",
        "registry",
        "tables",
        "trades",
    },
    {"positions", "redemption", "replacements", "unit_orders"},
    {"zone"},
    {"indexer", "merchants"},
    {"reconcile"},
    {"day", "testing"},
    {"demo"},
    {"cli", "pytest_plugin"},
]
"""A part imports from layers above it only; those of one layer do not know each other."""

HOMES = {
    "aiosqlite": {"ledger"},
    "alembic": {"ledger"},
    "anchorpy": {"program"},
    "asyncpg": {"ledger"},
    "construct": {"program"},
    "httpx": {"chain/rpc"},
    "litesvm": {"chain/machines"},
    "lxml": {"statements/xml_tree", "statements/messages"},
    "mt940": set(),
    "pytest": {"pytest_plugin"},
    "rapidfuzz": {"reconcile/matching/suggest"},
    "rich": {"cli", "day/summary", "demo/summary"},
    "schwifty": {"statements/ibans"},
    "socket": {"localnet"},
    "spl": set(),
    "sqlalchemy": {"ledger"},
    "sqlite3": {"chain/store", "sender/journal", "statements/identity"},
    "transaction_metadata": {"chain/embedded", "chain/bank"},
    "typer": {"cli"},
    "websockets": {"chain/rpc"},
}
"""Which modules (beginnings of their paths) may import what."""

DOES_IO = {
    "asyncio", "http", "io", "os", "selectors", "shutil", "socket", "sqlite3", "ssl",
    "subprocess", "tempfile", "threading", "time", "urllib",
}  # fmt: skip

# Names for type checkers, and `Zone` on demand: see the module.
LAZY = {"__init__"}


@dataclass(frozen=True, slots=True)
class Import:
    """One import: in which module (its path without .py), of what, on which line."""

    module: str
    target: str
    line: int

    @property
    def part(self) -> str:
        return self.module.partition("/")[0]

    def __str__(self) -> str:
        return f"alatau/{self.module}.py:{self.line} imports {self.target}"


def modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(ROOT.rglob("*.py")):
        name = path.relative_to(ROOT).with_suffix("").as_posix()
        yield name, ast.parse(path.read_text(encoding="utf-8"))


def imports() -> list[Import]:
    found = []
    for module, tree in modules():
        for node in ast.walk(tree):
            match node:
                case ast.Import(names=names):
                    targets = [alias.name for alias in names]
                case ast.ImportFrom(module=str(origin), names=names, level=0):
                    targets = [f"{origin}.{alias.name}" for alias in names]
                case ast.ImportFrom(lineno=line):
                    raise AssertionError(f"{module}:{line}: a relative import")
                case _:
                    continue
            found += [Import(module, target, node.lineno) for target in targets]
    return found


def layer_of(part: str) -> int:
    return next(i for i, layer in enumerate(LAYERS) if part in layer)


def test_layers_name_every_part() -> None:
    parts = {path.stem for path in ROOT.glob("*.py")} - LAZY
    parts |= {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert parts == set().union(*LAYERS)


def test_imports_between_parts_point_to_lower_layers() -> None:
    wrong = []
    for each in imports():
        names = each.target.split(".")
        if names[0] != "alatau" or each.part in LAZY or names[1] in {each.part, "__version__"}:
            continue
        if layer_of(names[1]) >= layer_of(each.part):
            wrong.append(str(each))
    assert wrong == []


def test_imports_within_a_part_have_no_circle() -> None:
    known = {name.removesuffix("/__init__") for name, _ in modules()}
    edges: dict[str, set[str]] = {name: set() for name in known}
    for each in imports():
        if each.part in LAZY:
            continue
        path = each.target.split(".")[1:] if each.target.startswith("alatau.") else []
        # `from alatau.x import y`: y is a module of x, or a name in it.
        for target in ("/".join(path), "/".join(path[:-1])):
            if target in known:
                edges[each.module.removesuffix("/__init__")].add(target)
                break
    done: set[str] = set()
    while ready := {name for name in known - done if edges[name] - {name} <= done}:
        done |= ready
    assert sorted(known - done) == []


@pytest.mark.parametrize("library", HOMES)
def test_import_of_library_stays_in_its_place(library: str) -> None:
    homes = tuple(HOMES[library])
    wrong = [
        str(each)
        for each in imports()
        if library in each.target.split(".")[:2]
        and not each.target.startswith("alatau.")
        and not each.module.startswith(homes or ("nowhere",))
    ]
    assert wrong == []


def test_program_does_no_io() -> None:
    wrong = [
        str(each)
        for each in imports()
        if each.part == "program" and each.target.split(".")[0] in DOES_IO
    ]
    opens = [
        f"{module}:{node.lineno}"
        for module, tree in modules()
        if module.startswith("program/") and module != "program/idl"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and getattr(node.func, "attr", getattr(node.func, "id", ""))
        in {"open", "read_bytes", "read_text", "write_bytes", "write_text", "print"}
    ]
    assert (wrong, opens) == ([], [])


WATCH = """
import importlib, json, pkgutil, sys

seen = []

def watch(event, arguments):
    if event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+"):
        seen.append([event, str(arguments[0])])
    elif event == "open" and "program/data" in str(arguments[0]):
        seen.append([event, str(arguments[0])])
    elif event in {"socket.bind", "socket.connect", "subprocess.Popen", "os.mkdir",
                   "sqlite3.connect", "os.system", "os.fork"}:
        seen.append([event, str(arguments)])

sys.dont_write_bytecode = True
sys.addaudithook(watch)
import alatau
names = ["alatau"]
for module in pkgutil.walk_packages(alatau.__path__, "alatau."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
        names.append(module.name)
print(json.dumps({"names": names, "seen": seen}))
"""


def test_import_of_every_module_touches_nothing(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", WATCH],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    imported = {name.replace(".", "/") for name in found["names"]}
    wanted = {f"alatau/{name}".removesuffix("/__init__") for name, _ in modules()}
    assert imported == {name for name in wanted if not name.endswith("__main__")}
    assert found["seen"] == []
    assert list(tmp_path.iterdir()) == []

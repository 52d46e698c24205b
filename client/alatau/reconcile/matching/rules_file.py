"""Rules from a TOML file, every key known and of its type."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from alatau.errors import InputError
from alatau.reconcile.matching.rules import Band, Rules, Take
from alatau.toml_file import naming, read_toml

_TABLES: Final = {
    "days": {
        "reference": "reference_days",
        "party": "party_days",
        "group": "group_days",
        "tolerance": "tolerance_days",
        "reversal": "reversal_days",
    },
    "limits": {
        "group_items": "group_items",
        "candidates": "candidates",
        "day_candidates": "day_candidates",
    },
    "suggestions": {"score": "suggestion_score", "most": "suggestions"},
}
"""Tables of the file: their keys, and what they are in `Rules`."""
_BAND: Final = ("absolute", "asset", "bps", "name", "party", "take")
_OFFSET: Final = re.compile(r"([+-])(\d\d):([0-5]\d)", re.ASCII)


def load_rules(path: Path) -> Rules:
    """Rules from their file.  Raises `InputError` with file and field."""
    data = read_toml(path)
    with naming(path):
        return read_rules(data)


def read_rules(data: Mapping[str, Any]) -> Rules:
    """Rules from a file's content.  Raises `InputError` with the field as the file names it."""
    _known(data, (*_TABLES, "bands", "utc_offset"), "")
    values: dict[str, Any] = {}
    written: dict[str, str] = {"utc_offset": "utc_offset", "bands": "bands"}
    for table, names in _TABLES.items():
        given = data.get(table, {})
        if not isinstance(given, dict):
            raise InputError("must be a table", field=table)
        _known(given, tuple(names), f"{table}.")
        for key, value in given.items():
            values[names[key]] = _whole(value, f"{table}.{key}")
            written[names[key]] = f"{table}.{key}"
    if "utc_offset" in data:
        values["utc_offset"] = _offset(data["utc_offset"])
    values["bands"] = _bands(data.get("bands", []))
    try:
        return Rules(**values)
    except InputError as error:
        field = written.get(error.field, error.field)
        raise InputError(
            error.message.removeprefix(f"{error.field}: "), field=field, remedy=error.remedy
        ) from error


def _bands(given: object) -> tuple[Band, ...]:
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        raise InputError("must be an array of tables: [[bands]]", field="bands")
    return tuple(_band(one, f"bands[{at}].") for at, one in enumerate(given))


def _band(given: Mapping[str, object], place: str) -> Band:
    _known(given, _BAND, place)
    if "name" not in given:
        raise InputError("is missing", field=f"{place}name")
    values: dict[str, Any] = {}
    for key, value in given.items():
        if key in {"absolute", "bps"}:
            values[key] = _whole(value, f"{place}{key}")
        elif not isinstance(value, str):
            raise InputError(f"{value!r} is no text in quotes", field=f"{place}{key}")
        elif key == "take":
            values[key] = _take(value, f"{place}{key}")
        else:
            values[key] = value
    try:
        return Band(**values)
    except InputError as error:
        message = error.message.removeprefix(f"{error.field}: ")
        raise InputError(message, field=f"{place}{error.field}", remedy=error.remedy) from error


def _take(value: str, place: str) -> Take:
    try:
        return Take(value)
    except ValueError as error:
        raise InputError(f"{value!r} is not one of {', '.join(Take)}", field=place) from error


def _offset(value: object) -> int:
    if isinstance(value, str) and (found := _OFFSET.fullmatch(value)):
        seconds = int(found[2]) * 3600 + int(found[3]) * 60
        return -seconds if found[1] == "-" else seconds
    if isinstance(value, str):
        remedy = 'write it as "+05:00", or as seconds'
        raise InputError(f"{value!r} is no offset", field="utc_offset", remedy=remedy)
    return _whole(value, "utc_offset")


def _whole(value: object, place: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise InputError(f"{value!r} is no whole number", field=place)
    return value


def _known(given: Mapping[str, object], known: tuple[str, ...], place: str) -> None:
    for key in given:
        if key not in known:
            remedy = f"known are {', '.join(sorted(known))}"
            raise InputError("no such key", field=f"{place}{key}", remedy=remedy)

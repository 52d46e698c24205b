"""The policy from a TOML file, every key known and of its type."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final, NoReturn

from alatau.errors import InputError
from alatau.reconcile.model import DAY, BreakType
from alatau.reconcile.sources.facts import BankAsset, Terms
from alatau.reconcile.workflow.policy import HOUR, Policy, Sla
from alatau.statements import DECIMALS
from alatau.toml_file import read_toml

_MOST_HOURS: Final = 24 * 366
_MOST_UNITS: Final = 2**64 - 1


def load_policy(path: Path) -> Policy:
    """The policy of a TOML file.  Raises `InputError` with file and field."""
    data = read_toml(path)
    reader = _Reader(str(path))
    reader.known(data, ("actors", "approvers", "dual_control", "sla", "backs", "terms"), "")
    dual = reader.table(data.get("dual_control", {}), "dual_control")
    limits = {
        asset: reader.whole(value, f"dual_control.{asset}", _MOST_UNITS)
        for asset, value in dual.items()
    }
    otherwise = limits.pop("otherwise", 0)
    rules = data.get("sla", None)
    return Policy(
        actors=reader.texts(data.get("actors", []), "actors"),
        approvers=reader.texts(data.get("approvers", []), "approvers"),
        thresholds=limits,
        otherwise=otherwise,
        sla=Policy().sla if rules is None else reader.slas(rules),
        backs=reader.backs(data.get("backs", [])),
        terms=reader.terms(data.get("terms", {})),
    )


class _Reader:
    """Values of the file, each checked; errors name the file and the field."""

    def __init__(self, file: str) -> None:
        self._file = file

    def fail(self, message: str, field: str, remedy: str = "") -> NoReturn:
        raise InputError(message, file=self._file, field=field, remedy=remedy)

    def known(self, given: Mapping[str, object], names: tuple[str, ...], place: str) -> None:
        for key in given:
            if key not in names:
                self.fail("no such key", f"{place}{key}", f"known are {', '.join(names)}")

    def whole(self, value: object, field: str, most: int, least: int = 0) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            self.fail(f"{value!r} is no whole number from {least} to {most}", field)
        return value

    def text(self, value: object, field: str) -> str:
        if not isinstance(value, str):
            self.fail("must be a text in quotes", field)
        return value

    def texts(self, value: object, field: str) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
            self.fail("must be a list of texts in quotes", field)
        if len(set(value)) != len(value):
            self.fail("has a name twice", field)
        return tuple(value)

    def table(self, value: object, field: str) -> dict[str, object]:
        if not isinstance(value, dict):
            self.fail("must be a table", field)
        return value

    def tables(self, value: object, field: str) -> list[dict[str, object]]:
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            self.fail(f"must be an array of tables: [[{field}]]", field)
        return value

    def slas(self, value: object) -> tuple[Sla, ...]:
        found = []
        for at, one in enumerate(self.tables(value, "sla")):
            place = f"sla[{at}]."
            self.known(one, ("hours", "types", "asset", "at_risk"), place)
            found.append(
                Sla(
                    hours=self.whole(one.get("hours"), f"{place}hours", _MOST_HOURS, 1),
                    types=self._types(one.get("types", []), f"{place}types"),
                    asset=self.text(one.get("asset", ""), f"{place}asset"),
                    at_risk=self.whole(one.get("at_risk", 0), f"{place}at_risk", _MOST_UNITS),
                )
            )
        return tuple(found)

    def backs(self, value: object) -> tuple[BankAsset, ...]:
        found: list[BankAsset] = []
        for at, one in enumerate(self.tables(value, "backs")):
            place = f"backs[{at}]."
            self.known(one, ("currency", "asset", "decimals"), place)
            currency = self.text(one.get("currency"), f"{place}currency")
            if currency not in DECIMALS:
                self.fail(f"{currency!r} is no currency of ISO 4217", f"{place}currency")
            if currency in {each.currency for each in found}:
                self.fail(f"{currency} backs two assets", f"{place}currency")
            asset = self.text(one.get("asset"), f"{place}asset")
            if not asset or "/" in asset:
                self.fail(f"{asset!r} is no asset", f"{place}asset")
            decimals = self.whole(one.get("decimals"), f"{place}decimals", 18)
            found.append(BankAsset(currency, asset, decimals))
        return tuple(found)

    def terms(self, value: object) -> Terms:
        given = self.table(value, "terms")
        self.known(given, ("bank_hours", "chain_seconds", "late_days"), "terms.")
        usual = Terms()
        bank = self.whole(given.get("bank_hours", usual.bank // HOUR), "terms.bank_hours", 10_000)
        chain = given.get("chain_seconds", usual.chain)
        late = given.get("late_days", usual.late // DAY)
        return Terms(
            bank=bank * HOUR,
            chain=self.whole(chain, "terms.chain_seconds", DAY),
            late=self.whole(late, "terms.late_days", 3_660) * DAY,
        )

    def _types(self, value: object, field: str) -> tuple[BreakType, ...]:
        names = self.texts(value, field)
        for name in names:
            if name not in set(BreakType):
                self.fail(
                    f"{name!r} is no type of break", field, f"types are {', '.join(BreakType)}"
                )
        return tuple(BreakType(name) for name in names)

"""Who may resolve what, when two are needed, and how soon: the policy, from a TOML file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from alatau.errors import ActorRefused, InputError
from alatau.reconcile.model import Break, BreakType

HOUR: Final = 3600
_MOST_HOURS: Final = 24 * 366
_MOST_UNITS: Final = 2**64 - 1


@dataclass(frozen=True, slots=True)
class Sla:
    """Breaks are to be resolved within so many `hours` of being found.

    Of these `types` (none: of all), of this `asset` (empty: of any), and with so much `at_risk`
    or more, in base units.
    """

    hours: int
    types: tuple[BreakType, ...] = ()
    asset: str = ""
    at_risk: int = 0

    def applies(self, one: Break) -> bool:
        """Whether a break falls under it."""
        return (
            (not self.types or one.type in self.types)
            and self.asset in {"", one.asset}
            and one.at_risk >= self.at_risk
        )


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules of the workflow.  Without a file: anyone, always by two, in three days.

    `actors` may propose and resolve, `approvers` approve (none: any actor; no actors: anyone).
    `thresholds` are base units by asset: a resolution of more needs a second actor; `otherwise`
    is that of all other assets.
    """

    actors: tuple[str, ...] = ()
    approvers: tuple[str, ...] = ()
    thresholds: Mapping[str, int] | None = None
    otherwise: int = 0
    sla: tuple[Sla, ...] = (Sla(72),)

    def needs_two(self, asset: str, amount: int) -> bool:
        """Whether a resolution of so many base units takes two actors."""
        return amount > (self.thresholds or {}).get(asset, self.otherwise)

    def check_actor(self, actor: str) -> None:
        """Raises `ActorRefused` for someone who may not propose."""
        _check(actor, self.actors, "resolve breaks")

    def check_approver(self, actor: str) -> None:
        """Raises `ActorRefused` for someone who may not approve."""
        _check(actor, self.approvers or self.actors, "approve")

    def due(self, one: Break, found: int) -> int | None:
        """When a break that was found at a time is to be resolved; None: never."""
        hours = [rule.hours for rule in self.sla if rule.applies(one)]
        return found + min(hours) * HOUR if hours else None

    def plain(self) -> dict[str, Any]:
        """All of it as plain values, the same for the same policy."""
        return {
            "actors": list(self.actors),
            "approvers": list(self.approvers),
            "thresholds": dict(sorted((self.thresholds or {}).items())),
            "otherwise": self.otherwise,
            "sla": [
                {
                    "hours": rule.hours,
                    "types": [str(one) for one in rule.types],
                    "asset": rule.asset,
                    "at_risk": rule.at_risk,
                }
                for rule in self.sla
            ],
        }


def _check(actor: str, allowed: tuple[str, ...], what: str) -> None:
    if not actor.strip():
        raise ActorRefused("nobody is named", remedy="say who decides: --actor NAME")
    if not actor.isprintable():
        raise ActorRefused(f"{actor!r} is no name", remedy="leave out what does not print")
    if allowed and actor not in allowed:
        raise ActorRefused(
            f"{actor} may not {what}", remedy=f"the policy allows it to {', '.join(allowed)}"
        )


def load_policy(path: Path) -> Policy:
    """The policy of a TOML file.  Raises `InputError` with file and field."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise InputError("there is no such file", file=str(path)) from error
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", file=str(path)) from error
    except (ValueError, RecursionError) as error:  # no TOML, no UTF-8, a nesting without end
        raise InputError(f"is no TOML: {error}", file=str(path)) from error
    reader = _Reader(str(path))
    reader.known(data, ("actors", "approvers", "dual_control", "sla"), "")
    dual = data.get("dual_control", {})
    if not isinstance(dual, dict):
        reader.fail("must be a table", "dual_control")
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
    )


def policy_digest(policy: Policy) -> str:
    """SHA-256 of a policy, in hexadecimal."""
    return sha256(repr(policy.plain()).encode()).hexdigest()


class _Reader:
    """Values of the file, each checked; errors name the file and the field."""

    def __init__(self, file: str) -> None:
        self._file = file

    def fail(self, message: str, field: str, remedy: str = "") -> None:
        raise InputError(message, file=self._file, field=field, remedy=remedy)

    def known(self, given: Mapping[str, object], names: tuple[str, ...], place: str) -> None:
        for key in given:
            if key not in names:
                self.fail("no such key", f"{place}{key}", f"known are {', '.join(names)}")

    def whole(self, value: object, field: str, most: int, least: int = 0) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            self.fail(f"{value!r} is no whole number from {least} to {most}", field)
        return int(value)  # type: ignore[call-overload, no-any-return]  # checked above

    def texts(self, value: object, field: str) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
            self.fail("must be a list of texts in quotes", field)
        found = tuple(value)  # type: ignore[arg-type]  # checked above
        if len(set(found)) != len(found):
            self.fail("has a name twice", field)
        return found

    def slas(self, value: object) -> tuple[Sla, ...]:
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            self.fail("must be an array of tables: [[sla]]", "sla")
        found = []
        for at, one in enumerate(value):  # type: ignore[arg-type, var-annotated]  # checked above
            place = f"sla[{at}]."
            self.known(one, ("hours", "types", "asset", "at_risk"), place)
            asset = one.get("asset", "")
            if not isinstance(asset, str):
                self.fail("must be a text in quotes", f"{place}asset")
            found.append(
                Sla(
                    hours=self.whole(one.get("hours"), f"{place}hours", _MOST_HOURS, 1),
                    types=self._types(one.get("types", []), f"{place}types"),
                    asset=asset,
                    at_risk=self.whole(one.get("at_risk", 0), f"{place}at_risk", _MOST_UNITS),
                )
            )
        return tuple(found)

    def _types(self, value: object, field: str) -> tuple[BreakType, ...]:
        names = self.texts(value, field)
        for name in names:
            if name not in set(BreakType):
                self.fail(f"{name!r} is no type of break", field, f"types are {', '.join(BreakType)}")
        return tuple(BreakType(name) for name in names)

"""Who may resolve what, when two are needed, and how soon: the policy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any, Final

from alatau.errors import ActorRefused
from alatau.ledger import canonical_json
from alatau.reconcile.model import Break, BreakType
from alatau.reconcile.sources.facts import BankAsset, Terms

HOUR: Final = 3600
_USUAL: Final = Terms()


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
    is that of all other assets.  `backs` says which asset a currency at the bank backs, `terms`
    how long what is not there yet is only late.
    """

    actors: tuple[str, ...] = ()
    approvers: tuple[str, ...] = ()
    thresholds: Mapping[str, int] | None = None
    otherwise: int = 0
    sla: tuple[Sla, ...] = (Sla(72),)
    backs: tuple[BankAsset, ...] = ()
    terms: Terms = _USUAL

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
            "backs": [asdict(one) for one in sorted(self.backs, key=lambda one: one.currency)],
            "terms": asdict(self.terms),
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


def policy_digest(policy: Policy) -> str:
    """SHA-256 of a policy, in hexadecimal."""
    return sha256(canonical_json(policy.plain()).encode()).hexdigest()

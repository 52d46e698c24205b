"""What the commands of ``alatau reconcile`` have in common: who, by what rules, at which desk."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from alatau.cli.ledger_options import opened
from alatau.cli.options import Settings

if TYPE_CHECKING:
    from alatau.reconcile.matching.rules import Rules
    from alatau.reconcile.workflow.desk import Desk
    from alatau.reconcile.workflow.resolution_making import Step, Who

ACTOR_VARIABLE = "ALATAU_ACTOR"
POLICY_VARIABLE = "ALATAU_POLICY"
RULES_VARIABLE = "ALATAU_RULES"
OVERDUE = 3

RulesFile = Annotated[
    Path | None,
    typer.Option(
        "--rules", metavar="FILE", envvar=RULES_VARIABLE,
        help="A TOML file: windows, tolerances, offset from UTC.  [default: the usual ones]",
    ),
]  # fmt: skip
PolicyFile = Annotated[
    Path | None,
    typer.Option(
        "--policy", metavar="FILE", envvar=POLICY_VARIABLE,
        help="A TOML file: actors, thresholds, hours, what backs what.  "
        "[default: anyone, always two]",
    ),
]  # fmt: skip
Actor = Annotated[
    str,
    typer.Option("--actor", metavar="NAME", envvar=ACTOR_VARIABLE, help="Who decides: you."),
]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why: an auditor reads it.")]
Everything = Annotated[bool, typer.Option("--all", help="What is resolved or cleared too.")]
Moment = Annotated[
    str | None,
    typer.Option("--at", metavar="TIME", help="As of 2026-11-03T02:00:00+05:00.  [default: now]"),
]


def rules_of(path: Path | None) -> Rules:
    """The rules of --rules.  Raises `InputError`."""
    from alatau.reconcile.matching.rules import Rules
    from alatau.reconcile.matching.rules_file import load_rules

    return Rules() if path is None else load_rules(path)


@asynccontextmanager
async def desk_of(
    settings: Settings, ledger: str | None, rules: Path | None, policy: Path | None
) -> AsyncIterator[Desk]:
    """The desk of the ledger that is meant.  Raises `InputError`, `LedgerError`."""
    from alatau.reconcile.workflow.desk import Desk
    from alatau.reconcile.workflow.policy import Policy
    from alatau.reconcile.workflow.policy_file import load_policy

    by = Policy() if policy is None else load_policy(policy)
    going_by = rules_of(rules)
    async with opened(settings, ledger) as books:
        yield await Desk.open(books, by, going_by)


def moment_of(text: str | None) -> int:
    """Unix seconds of --at: now, where it is not given.  Raises `InputError`."""
    from alatau.cli.parse import parse_moment

    return int(time.time()) if text is None else parse_moment(text, 0, "--at")


def who_of(actor: str, reason: str, at: int) -> Who:
    """An actor with a reason, at a time."""
    from alatau.reconcile.workflow.resolution_making import Who

    return Who(actor, reason, at)


def told_step(settings: Settings, desk: Desk, step: Step, at: int) -> None:
    """Print what a decision came to."""
    from alatau.cli.output import emit, printable
    from alatau.reconcile.reports.as_json import resolution_view
    from alatau.reconcile.reports.report import report_of

    report = report_of(desk.book, desk.policy, desk.ledger.zone, at)
    one = step.decision
    data: dict[str, Any] = {
        "decision": one.id,
        "kind": str(one.kind),
        "actor": one.actor,
        "reason": one.reason,
    }
    data |= {"posted": [change.id for change in step.changes]}
    lines = [f"{one.id} by {one.actor}"]
    view = None
    if step.resolution is not None:
        view = resolution_view(report, step.resolution)
        lines += [
            f"  {share['asset']}: ours {share['ours_sum']}, theirs {share['theirs_sum']}, "
            f"difference {share['difference']}"
            for share in view["shares"]
        ]
    if step.proposed:
        lines.append(f"another person must approve it: alatau reconcile approve {one.id}")
    elif step.changes:
        lines.append(f"posted as {', '.join(change.id for change in step.changes)}")
    else:
        lines.append("no money of the books moves by it")
    emit(settings, {**data, "proposed": step.proposed, "resolution": view},
         printable("\n".join(lines)))  # fmt: skip

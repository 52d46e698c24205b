"""``alatau reconcile``: what people decide about breaks."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from alatau.cli.ledger_options import LOCAL, Where
from alatau.cli.options import Settings, command
from alatau.cli.reconcile_options import (
    Actor,
    Moment,
    PolicyFile,
    Reason,
    RulesFile,
    desk_of,
    moment_of,
    told_step,
    who_of,
)

if TYPE_CHECKING:
    from alatau.reconcile.workflow.desk import Desk
    from alatau.reconcile.workflow.resolution_making import Step, Who

app = typer.Typer()

Break = Annotated[str, typer.Argument(metavar="BREAK", help="A break's id.")]


@command(
    app,
    "match",
    uses=LOCAL,
    examples="alatau reconcile match 9bffe322ab3d94f9 cd8f14841dbc960f "
    "--actor Айгерім --reason 'тот же'\n"
    "alatau reconcile match chain:SIGNATURE statement:IBAN:ENTRY "
    "--actor Болат --reason 'one payment'",
)
def match(
    settings: Settings,
    ids: Annotated[
        list[str], typer.Argument(metavar="BREAK|ITEM...", help="Items, or breaks: all of theirs.")
    ],
    *,
    actor: Actor,
    reason: Reason,
    ledger: Where = None,
    policy: PolicyFile = None,
    rules: RulesFile = None,
    at: Moment = None,
) -> None:
    """Items of chain and bank are the same money.

    Their sums must be equal.
    Above the policy's threshold it is proposed, until another person approves.
    """

    async def work(desk: Desk, who: Who) -> Step:
        return await desk.match(_items(desk, ids), who)

    _decide(settings, (ledger, rules, policy), (actor, reason, at), work)


@command(
    app,
    "unmatch",
    uses=LOCAL,
    examples="alatau reconcile unmatch match:ID --actor Болат --reason 'другой плательщик'\n"
    "alatau reconcile unmatch resolution:12 --actor Болат --reason 'the bank has paid after all'",
)
def unmatch(
    settings: Settings,
    id_: Annotated[
        str, typer.Argument(metavar="ID", help="A match of a run, or a resolution of any kind.")
    ],
    *,
    actor: Actor,
    reason: Reason,
    ledger: Where = None,
    policy: PolicyFile = None,
    rules: RulesFile = None,
    at: Moment = None,
) -> None:
    """Take back a match or a write-off.

    Its postings are reversed, its breaks open again.
    What a run had matched is matched by hand only from then on.
    """

    async def work(desk: Desk, who: Who) -> Step:
        return await desk.undo(id_, who)

    _decide(settings, (ledger, rules, policy), (actor, reason, at), work)


@command(
    app,
    "write-off",
    uses=LOCAL,
    examples="alatau reconcile write-off 9bffe322ab3d94f9 --actor Айгерім "
    "--reason 'комиссия банка'\n"
    "alatau reconcile write-off 9bffe322ab3d94f9 --actor Болат --reason 'a gift' --json",
)
def write_off(
    settings: Settings,
    break_: Break,
    *,
    actor: Actor,
    reason: Reason,
    ledger: Where = None,
    policy: PolicyFile = None,
    rules: RulesFile = None,
    at: Moment = None,
) -> None:
    """Bear the difference of a break.

    What is left of it goes to the zone's outside.
    A break without money of the bank's is accepted as it is, until it changes.
    """

    async def work(desk: Desk, who: Who) -> Step:
        return await desk.write_off(break_, who)

    _decide(settings, (ledger, rules, policy), (actor, reason, at), work)


@command(
    app,
    "assign",
    uses=LOCAL,
    examples="alatau reconcile assign 9bffe322ab3d94f9 --to Дана --actor Айгерім\n"
    "alatau reconcile assign 9bffe322ab3d94f9 cd8f14841dbc960f --to Дана --actor Айгерім --json",
)
def assign(
    settings: Settings,
    breaks: Annotated[list[str], typer.Argument(metavar="BREAK...", help="Breaks' ids.")],
    *,
    to: Annotated[str, typer.Option("--to", metavar="NAME", help="Who looks into them.")],
    actor: Actor,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="What to look at.")] = "",
    ledger: Where = None,
    policy: PolicyFile = None,
    rules: RulesFile = None,
    at: Moment = None,
) -> None:
    """Somebody is to look into breaks."""

    async def work(desk: Desk, who: Who) -> Step:
        return await desk.assign(breaks, to, who)

    _decide(settings, (ledger, rules, policy), (actor, reason, at), work)


@command(
    app,
    "approve",
    uses=LOCAL,
    examples="alatau reconcile approve proposal:7 --actor Болат --reason 'проверено'\n"
    "alatau reconcile approve proposal:7 --reject --actor Болат --reason 'ask the bank first'",
)
def approve(
    settings: Settings,
    proposal: Annotated[str, typer.Argument(metavar="PROPOSAL", help="proposal:7")],
    *,
    actor: Actor,
    reason: Reason,
    reject: Annotated[
        bool, typer.Option("--reject", help="Reject it, or withdraw one's own.")
    ] = False,
    ledger: Where = None,
    policy: PolicyFile = None,
    rules: RulesFile = None,
    at: Moment = None,
) -> None:
    """Approve what another person proposed: it is posted.  Nobody approves their own."""

    async def work(desk: Desk, who: Who) -> Step:
        return await (desk.reject if reject else desk.approve)(proposal, who)

    _decide(settings, (ledger, rules, policy), (actor, reason, at), work)


def _decide(
    settings: Settings,
    where: tuple[str | None, Path | None, Path | None],
    who: tuple[str, str, str | None],
    work: Callable[[Desk, Who], Awaitable[Step]],
) -> None:
    at = moment_of(who[2])

    async def decide() -> None:
        async with desk_of(settings, *where) as desk:
            step = await work(desk, who_of(who[0], who[1], at))
            told_step(settings, desk, step, at)

    asyncio.run(decide())


def _items(desk: Desk, ids: Sequence[str]) -> list[str]:
    """Items by their ids; a break's id stands for those of its items that nothing has."""
    found: list[str] = []
    for id_ in ids:
        case = desk.book.cases.get(id_)
        found += [id_] if case is None else case.items
    return found

"""``alatau ledger``: what proves the books, and what is in them; no chain is asked."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated, Any

import typer

from alatau.cli.ledger_options import LOCAL, Decimals, Where, digits, opened, sides
from alatau.cli.options import Settings, command
from alatau.errors import InputError

if TYPE_CHECKING:
    from alatau.ledger import Stored

app = typer.Typer(name="ledger")


@command(
    app,
    "verify",
    uses=LOCAL,
    examples="alatau ledger verify\nalatau ledger verify --head 1042:9f2c… --json\n"
    "alatau ledger verify --ledger postgresql://alatau@localhost/ledger",
)
def verify(
    settings: Settings,
    *,
    ledger: Where = None,
    head: Annotated[
        str | None,
        typer.Option(metavar="HEAD", help="A head printed earlier: prove that it goes on from it."),
    ] = None,
    decisions: Annotated[
        str | None, typer.Option(metavar="HEAD", help="The same for a head of the decisions.")
    ] = None,
) -> None:
    """Read all of it: exit code 1 if it is damaged."""
    from alatau.cli.output import emit, printable, some
    from alatau.cli.payroll import progress
    from alatau.ledger import Head

    given = None if head is None else Head.parse(head)
    decided = None if decisions is None else Head.parse(decisions)

    async def work() -> tuple[str, Any]:
        async with opened(settings, ledger) as books:
            with progress("verifying", shown=not settings.json) as tell:
                return books.name, await books.verify(given, decisions=decided, progress=tell)

    name, found = asyncio.run(work())
    counted = f"{found.entries:,} entries, {found.postings:,} postings, {found.accounts:,} accounts"
    counted += f", {found.decisions:,} decisions" if found.decisions else ""
    data = {
        "ledger": name,
        "sound": found.sound,
        "entries": found.entries,
        "postings": found.postings,
        "accounts": found.accounts,
        "head": str(found.head),
        "decisions": found.decisions,
        "decisions_head": str(found.decision_head),
        "wrong": list(found.wrong),
    }
    lines = [f"{name} is sound: {counted}", f"head {found.head}"]
    if found.decisions:
        lines.append(f"decisions {found.decision_head}")
    if not found.sound:
        lines = [f"{name} is damaged: of {counted}", *some(found.wrong)]
    emit(settings, data, printable("\n".join(lines)))
    if not found.sound:
        raise typer.Exit(1)


@command(
    app,
    "head",
    uses=LOCAL,
    examples="alatau ledger head\nalatau ledger head --json",
)
def head(settings: Settings, *, ledger: Where = None) -> None:
    """The newest entry's number and hash.

    And the newest decision's, where there is one.  Kept elsewhere, they prove later what was there.
    """
    from alatau.cli.output import emit

    async def work() -> tuple[str, Any]:
        async with opened(settings, ledger) as books:
            return books.name, (await books.head(), await books.decision_head())

    name, (found, decided) = asyncio.run(work())
    data = {"ledger": name, "sequence": found.sequence, "hash": found.hash.hex()}
    data |= {"head": str(found), "decisions_head": str(decided)}
    emit(settings, data, f"{found}\ndecisions {decided}" if decided.sequence else str(found))


@command(
    app,
    "show",
    uses=LOCAL,
    examples="alatau ledger show chain:SIGNATURE:0\n"
    "alatau ledger show manual:6f1c2d5e-8a7b-4c3d-9e0f-112233445566 --json",
)
def show(
    settings: Settings,
    id_: Annotated[str, typer.Argument(metavar="ID", help="A transaction's id.")],
    *,
    ledger: Where = None,
    decimals: Decimals = None,
) -> None:
    """A transaction, its postings, and what became of it."""
    from alatau.cli.output import emit, pairs

    places = digits(decimals)

    async def work() -> list[Stored]:
        async with opened(settings, ledger) as books:
            return await books.find(id_)

    found = asyncio.run(work())
    if not found:
        raise InputError(
            f"no transaction has the id {id_!r}",
            field="ID",
            remedy="alatau ledger statement shows the ids of an account's",
        )
    data = [_plain(one) for one in found]
    shown = []
    for one, plain in zip(found, data, strict=True):
        lines = [{"account": str(posting.account),
                  **sides(posting.amount, posting.account.asset, places)}
                 for posting in one.transaction.postings]  # fmt: skip
        shown.append(pairs({name: value for name, value in plain.items() if value}
                           | {"postings": lines}))  # fmt: skip
    emit(settings, {"transactions": data}, "\n\n".join(shown))


def _plain(one: Stored) -> dict[str, Any]:
    from alatau.cli.view import moment

    made = one.transaction
    return {
        "id": made.id,
        "sequence": one.sequence,
        "status": str(made.status),
        "pending": one.pending,
        "finalized_by": one.finalized or None,
        "reversed_by": one.reversed_by or None,
        "reverses": made.reverses,
        "time": moment(made.time),
        "slot": made.slot,
        "recorded": moment(one.recorded),
        "source": made.source,
        "description": made.description,
        "actor": made.actor,
        "reason": made.reason,
        "references": dict(made.references),
        "metadata": dict(made.metadata),
        "hash": one.hash.hex(),
        "postings": [{"account": str(posting.account), "amount": str(posting.amount)}
                     for posting in made.postings],
    }  # fmt: skip

"""``alatau reconcile``: closing days, and reports."""

from __future__ import annotations

import asyncio
import json
import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from alatau.cli.ledger_options import LOCAL, Where
from alatau.cli.options import Settings, command
from alatau.cli.reconcile_given import Inputs_, inputs_folder
from alatau.cli.reconcile_options import (
    ACTOR_VARIABLE,
    Everything,
    Moment,
    PolicyFile,
    RulesFile,
    desk_of,
    moment_of,
    who_of,
)

app = typer.Typer()


@command(
    app,
    "close",
    uses=LOCAL,
    examples="alatau reconcile close 2026-11-02 --actor Айгерім --reason 'end of day'\n"
    "alatau reconcile close 2026-11-02 --reproduce --policy policy.toml --rules rules.toml\n"
    "alatau reconcile close 2026-11-02 --reproduce --inputs DIR --out closing.json",
)
def close(
    settings: Settings,
    day: Annotated[str, typer.Argument(metavar="DAY", help="2026-11-02, by the rules' clock.")],
    *,
    actor: Annotated[
        str,
        typer.Option("--actor", metavar="NAME", envvar=ACTOR_VARIABLE, help="Who closes: you."),
    ] = "",
    reason: Annotated[str, typer.Option(metavar="TEXT", help="What for.")] = "",
    reproduce: Annotated[
        bool,
        typer.Option("--reproduce", help="Make the closing again, and compare it byte for byte."),
    ] = False,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the closing's bytes there.")
    ] = None,
    ledger: Where = None,
    policy: PolicyFile = None,
    rules: RulesFile = None,
    inputs: Inputs_ = None,
    at: Moment = None,
) -> None:
    """Lock a day, or make its closing again.

    By the newest run; made again, a closing is compared byte for byte.
    A closed day does not change: what is resolved later is of the open day.  Exit code 1 where
    a closing cannot be made again as it was.
    """
    from alatau.cli.output import emit, printable
    from alatau.reconcile.workflow.closing import hash_of

    which = _day(day)
    moment = moment_of(at)

    async def work() -> str:
        from alatau.errors import InputError
        from alatau.reconcile.workflow.closing import find_closing
        from alatau.reconcile.workflow.given import read_given

        async with desk_of(settings, ledger, rules, policy) as desk:
            if not reproduce:
                return await desk.close(which, who_of(actor, reason, moment))
            known = find_closing(desk.book, which)
            if known is None:
                raise InputError(f"{which} is not closed", field="DAY")
            name = f"{known['inputs']['given']}.jsonl"
            given = read_given(inputs_folder(settings, inputs) / name)
            return await desk.reproduce(which, given)

    content = asyncio.run(work())
    if out is not None:
        _write(out, content)
    found: dict[str, Any] = json.loads(content)
    told = "is what its inputs give, byte for byte" if reproduce else "is closed"
    lines = [
        f"{which} {told}: {hash_of(content)}",
        f"ledger {found['inputs']['ledger']}",
        f"{len(found['breaks']):,} breaks open, {len(found['resolved']):,} resolutions",
    ]
    emit(settings, {"hash": hash_of(content), "reproduced": reproduce, "closing": found},
         printable("\n".join(lines)))  # fmt: skip


@command(
    app,
    "report",
    uses=LOCAL,
    examples="alatau reconcile report\nalatau reconcile report --format html --out report.html\n"
    "alatau reconcile report --format csv --all --out breaks.csv --policy policy.toml",
)
def report(
    settings: Settings,
    *,
    form: Annotated[
        str, typer.Option("--format", metavar="NAME", help="json, csv or html.")
    ] = "json",
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write it there.  [default: print it]")
    ] = None,
    everything: Everything = False,
    ledger: Where = None,
    policy: PolicyFile = None,
    at: Moment = None,
) -> None:
    """Breaks and resolutions: JSON, CSV or HTML.

    By type, age and risk; the page has charts.
    The same decisions at the same time give the same bytes.
    """
    from alatau.cli.output import emit
    from alatau.errors import InputError
    from alatau.reconcile.reports.as_csv import report_csv
    from alatau.reconcile.reports.as_html import report_html
    from alatau.reconcile.reports.as_json import report_json

    forms = {"json": report_json, "csv": report_csv, "html": report_html}
    if form not in forms:
        raise InputError(f"{form!r} is no format", field="--format", remedy="json, csv or html is")
    moment = moment_of(at)

    async def work() -> str:
        from alatau.reconcile.reports.report import report_of

        async with desk_of(settings, ledger, None, policy) as desk:
            made = report_of(
                desk.book, desk.policy, desk.ledger.zone, moment, everything=everything
            )
            return forms[form](made)

    text = asyncio.run(work())
    if out is None:
        sys.stdout.write(text)
        return
    _write(out, text)
    emit(settings, {"report": str(out), "format": form}, f"{out} is written")


def _day(text: str) -> date:
    from alatau.errors import InputError

    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InputError(f"{text!r} is no day", field="DAY", remedy="as 2026-11-02") from error


def _write(path: Path, text: str) -> None:
    from alatau.errors import StorageError

    try:
        # Line ends stay as they are: the bytes are compared.
        path.write_bytes(text.encode())
    except OSError as error:
        raise StorageError(f"{path} cannot be written: {error.strerror}") from error

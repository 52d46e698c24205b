"""``alatau clock``: what time it is on the chain, and moving an embedded one's on."""

from __future__ import annotations

from typing import Annotated

import typer

from alatau.cli.options import Settings, command
from alatau.errors import InputError

app = typer.Typer()


@command(
    app,
    "clock",
    uses=("url", "home", "json"),
    examples="alatau clock\nalatau clock --by 14d\nalatau clock --to 2031-12-31",
)
def clock(
    settings: Settings,
    by: Annotated[
        str | None, typer.Option(metavar="DURATION", help="Move it on, like 30m, 72h or 14d.")
    ] = None,
    to: Annotated[
        str | None,
        typer.Option(metavar="DATE|TIME", help="Move it to the end of this date in UTC, or there."),
    ] = None,
) -> None:
    """The chain's time; an embedded one's can be moved on.

    To see what lock-ups, maturities and deadlines do.  It never goes back, and stands where it
    was set until that time has come.
    """
    from alatau.chain.base import TimeTravel
    from alatau.cli.connect import chain_of, run
    from alatau.cli.output import emit
    from alatau.cli.parse import parse_duration, parse_moment
    from alatau.cli.view import moment

    if by is not None and to is not None:
        raise InputError("--by and --to are two ways to say the same: give one", field="--by")
    more = 0 if by is None else parse_duration(by, "--by")
    until = None if to is None else parse_moment(to, 0, "--to")

    async def work() -> None:
        async with chain_of(settings) as chain:
            now = await chain.time()
            wanted = now + more if until is None else until
            if more or until is not None:
                if not isinstance(chain, TimeTravel):
                    raise InputError(
                        f"the clock of {chain.url} cannot be moved",
                        field="--url",
                        remedy="only an embedded chain's can",
                    )
                if wanted <= now:
                    raise InputError(
                        f"it is {moment(now)} there already, and no clock goes back", field="--to"
                    )
                await chain.set_time(wanted)
            data = {"chain": chain.url, "time": moment(wanted), "unix_seconds": wanted}
        emit(settings, data, f"{data['time']}")

    run(work())

"""``alatau journal resume``: what earlier processes left open comes to its end."""

from __future__ import annotations

import typer

from alatau.cli.options import READS, Settings, command
from alatau.errors import InputError

app = typer.Typer()


@command(
    app,
    "resume",
    uses=READS,
    examples="alatau journal resume --zone Alatau\n"
    "alatau journal resume --zone Alatau --url localnet --json",
)
def resume(settings: Settings) -> None:
    """Follow what was signed and is not final yet to its end.

    The same bytes are handed over again until they are final or can land no more; nothing is
    signed.  What has not landed is paid by running its command again with the same key.
    """
    from solders.keypair import Keypair

    from alatau.cli.connect import chain_of, run
    from alatau.cli.output import emit, table
    from alatau.cli.payroll import progress
    from alatau.zone import Zone

    if settings.zone is None:
        raise InputError("no zone is named", field="--zone", remedy="give --zone NAME")
    name = settings.zone

    async def work() -> None:
        ended = 0
        async with (
            chain_of(settings) as chain,
            Zone.over(chain, name=name, keypair=Keypair(), home=settings.home) as zone,
        ):
            journal = zone.sender.journal
            keys = [entry.key for entry in journal.unresolved()]
            with progress("following", shown=not settings.json) as tell:
                async for _ in zone.sender.resume():
                    ended += 1
                    tell(ended, len(keys))
            found = [entry for key in keys if (entry := journal.entry(key)) is not None]
        rows = [
            {"key": one.key, "state": str(one.state), "signature": one.signature} for one in found
        ]
        emit(settings, rows, table(rows, "nothing is open"))

    run(work())

"""``alatau zone pause`` and ``alatau zone resume``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from alatau.cli.options import WRITES, Settings, Yes, command
from alatau.errors import InputError

app = typer.Typer()

Authority = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE", help="The operator's or a regulator's keypair file.  [default: --keypair]"
    ),
]


@command(
    app,
    "pause",
    uses=WRITES,
    examples="alatau zone pause payments transfers --authority bank.json --yes\n"
    "alatau zone pause all --yes",
)
def pause(
    settings: Settings,
    scopes: Annotated[
        list[str],
        typer.Argument(
            metavar="SCOPE…",
            help="payments, deposits, transfers, opening, conversions, or all of them: all.",
        ),
    ],
    authority: Authority = None,
    yes: Yes = False,
) -> None:
    """Pause scopes of the zone.

    What this authority holds paused already stays so.
    """
    from alatau.cli.connect import confirmed
    from alatau.cli.parse import parse_flags
    from alatau.program import Scope

    wanted = parse_flags(Scope, scopes, "SCOPE")
    if not wanted:
        raise InputError("no scope is named", field="SCOPE", remedy="all pauses everything")
    confirmed(yes=yes, what=f"nobody in the zone could use what is paused: {', '.join(scopes)}")
    _set_paused(settings, authority, wanted, Scope.NONE)


@command(
    app,
    "resume",
    uses=WRITES,
    examples="alatau zone resume --authority bank.json\nalatau zone resume payments",
)
def resume(
    settings: Settings,
    scopes: Annotated[
        list[str] | None, typer.Argument(metavar="[SCOPE…]", help="What to resume.  [default: all]")
    ] = None,
    authority: Authority = None,
) -> None:
    """Lift this authority's pause.

    What another authority holds stays paused.
    """
    from alatau.cli.parse import parse_flags
    from alatau.program import Scope

    lifted = parse_flags(Scope, scopes, "SCOPE") if scopes else Scope.ALL
    _set_paused(settings, authority, Scope.NONE, lifted)


def _set_paused(settings: Settings, given: Path | None, added: int, lifted: int) -> None:
    """Change what this authority holds: the program is told the whole of it."""
    from alatau.cli.connect import authority, run, zone_of
    from alatau.cli.output import emit_receipt
    from alatau.cli.view import flag_names
    from alatau.program import Scope

    payer, signer = authority(settings, given)

    async def work() -> None:
        async with zone_of(settings, payer) as zone:
            state = await zone.state()
            holders = (state.operator, *state.regulators)
            if signer.pubkey() not in holders:
                raise InputError(
                    f"{signer.pubkey()} is neither the operator nor a regulator of {zone.name!r}",
                    field="--authority",
                    remedy="give the keypair file of one of them",
                )
            held = state.paused[holders.index(signer.pubkey())]
            scopes = Scope((held | added) & ~lifted)
            receipt = await zone.pause(authority=signer, scopes=scopes)
            others = Scope(0)
            for holder, paused in zip(holders, state.paused, strict=True):
                others |= Scope(0) if holder == signer.pubkey() else paused
            names = ", ".join(flag_names(scopes)) or "nothing"
            sentence = f"this authority holds paused: {names}"
            if others:
                sentence += f"; others hold: {', '.join(flag_names(others))}"
            emit_receipt(settings, receipt, sentence)

    run(work())

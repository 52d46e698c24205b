"""``alatau localnet``: a validator of one's own that runs the program."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from alatau.cli.options import Settings, command

app = typer.Typer()

SOL_DECIMALS = 9


@command(
    app,
    "localnet",
    uses=("json",),
    examples="alatau localnet\n"
    "alatau localnet --port 8999 --ledger ledger --fund ~/.config/solana/id.json --sol 100\n"
    "alatau localnet --ticks-per-slot 16",
)
def localnet(
    settings: Settings,
    *,
    port: Annotated[int, typer.Option(min=0, max=65534, help="JSON-RPC; 0: a free one.")] = 8899,
    ledger: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Keeps the chain for the next time.  [default: none]"),
    ] = None,
    fund: Annotated[
        list[str] | None,
        typer.Option(
            metavar="WALLET",
            help="Address or keypair file to fund.  May be repeated.  "
            "[default: ~/.config/solana/id.json, if there is one]",
        ),
    ] = None,
    sol: Annotated[str, typer.Option(metavar="AMOUNT", help="How much each gets.")] = "100",
    ticks_per_slot: Annotated[
        int | None,
        typer.Option(
            min=8, max=64, help="Of 6.25 ms each: with 16 all is final sooner.  [default: 64]"
        ),
    ] = None,
) -> None:
    """Run a validator with the program, until Ctrl-C.

    It is solana-test-validator (SOLANA_TEST_VALIDATOR, PATH), on 127.0.0.1 only.
    """
    from alatau.cli.connect import default_keypair, run
    from alatau.cli.parse import parse_address, parse_money
    from alatau.cli.validator import serve

    if fund is None:
        fund = [str(default_keypair())] if default_keypair().is_file() else []
    wallets = [parse_address(text, "--fund") for text in fund]
    lamports = parse_money(sol, SOL_DECIMALS, "--sol")
    run(
        serve(
            settings,
            port=port,
            ledger=ledger,
            wallets=wallets,
            lamports=lamports,
            ticks_per_slot=ticks_per_slot,
        )
    )

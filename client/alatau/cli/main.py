"""The entry point: ``alatau``.

Exit codes: 0 done, 1 failed, 2 bad input, 3 breaks of a day or overdue, 130 interrupted.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from copy import copy
from typing import Annotated

import typer

from alatau.cli import (
    account,
    allowance,
    amend,
    authority,
    batch,
    clock,
    day,
    demo,
    enforce,
    freeze,
    history,
    index,
    journal,
    journal_resume,
    keys,
    lane,
    ledger,
    ledger_figures,
    ledger_statement,
    licence,
    localnet,
    mandate,
    participant,
    payment,
    payment_life,
    plan,
    quote,
    reconcile,
    reconcile_close,
    reconcile_decide,
    statement,
    tax,
    token,
    token_distributions,
    token_offerings,
    token_offers,
    token_outside,
    token_positions,
    token_redemption,
    token_register,
    token_replacements,
    token_settling,
    token_trades,
    token_units,
    unit_orders,
    zone,
)
from alatau.cli.garbage import collect_seldom
from alatau.cli.output import fail, print_error
from alatau.errors import AlatauError

FAILED = 1
INTERRUPTED = 130

# Typer brings its own click or a separate one, depending on its version.
_ClickException: type[Exception] = typer.BadParameter.__mro__[2]

app = typer.Typer(name="alatau", rich_markup_mode=None, pretty_exceptions_enable=False)
zone.app.add_typer(amend.zone_app)
participant.app.add_typer(amend.participant_app)
account.app.add_typer(amend.account_app)
account.app.add_typer(lane.app)
journal.app.add_typer(journal_resume.app)
ledger.app.add_typer(ledger_figures.app)
ledger.app.add_typer(ledger_statement.app)
reconcile.app.add_typer(reconcile_decide.app)
reconcile.app.add_typer(reconcile_close.app)
freeze.freeze.add_typer(unit_orders.freeze)
freeze.unfreeze.add_typer(unit_orders.unfreeze)
enforce.app.add_typer(unit_orders.enforce)
token.app.add_typer(token_units.app)
token.app.add_typer(token_register.app)
token.app.add_typer(token_positions.app)
token.app.add_typer(token_trades.app, help="Units for money between two.")
token.app.add_typer(token_offers.app)
token.app.add_typer(token_replacements.app, help="A lost wallet's holding goes to a new one.")
token.app.add_typer(token_distributions.app)
token.app.add_typer(token_redemption.app)
token.app.add_typer(token_outside.app)
token_offerings.app.add_typer(token_settling.app)
token.app.add_typer(token_offerings.app, help="Primary offerings: offer, subscribe, settle.")
# The order is that of the help: what a newcomer runs first, first.
app.add_typer(day.app)
app.add_typer(localnet.app)
app.add_typer(clock.app)
for group, text in (
    (zone.app, "The zone: its assets, regulators' consent, pauses."),
    (authority.app, "Who holds the zone's seats, and who follows."),
    (participant.app, "Who takes part in the zone."),
    (licence.app, "What the regulators allow a merchant."),
    (account.app, "Payment accounts: open, deposit, withdraw, look; lanes."),
    (payment_life.app, "A held payment: look, dispute, decide, close."),
    (freeze.freeze, "Stop what leaves an account, a participant or a holding."),
    (freeze.unfreeze, "A regulator ends a freeze before its date."),
    (enforce.app, "Both regulators take or move money or units, by a case."),
    (allowance.app, "Allowances: who may spend from whose account."),
    (plan.app, "Plans: what a merchant charges every period."),
    (mandate.app, "Mandates: consent to a plan, take it back, collect."),
    (token.app, "Instruments: admit, offer, hold, trade, distribute, redeem."),
    (demo.app, "Lives of what a zone has, to be looked at."),
    (tax.app, "Taxes by month: what is open, closing it, the records."),
    (journal.app, "What was signed and sent, and what came of it."),
    (ledger.app, "The ledger: balances, statements, what proves it."),
    (statement.app, "Banks' statements: check them, show them."),
    (reconcile.app, "Journal, chain, balances, bank: compare, resolve, close."),
    (keys.app, "Keypair files in Solana's format."),
):
    app.add_typer(group, help=text)
app.add_typer(payment.app)
app.add_typer(quote.app, help="Paying in one asset what is received in another.")
payment_life.app.add_typer(quote.paying)
app.add_typer(batch.app)
app.add_typer(history.app)
app.add_typer(index.app)


def _version(wanted: bool) -> None:
    if wanted:
        from alatau import __version__

        typer.echo(f"alatau {__version__}")
        raise typer.Exit


@app.callback(
    epilog="\b\nExamples:\n"
    "  alatau day examples/alatau-day\n"
    "  alatau localnet\n"
    "  alatau pay --help\n"
    "\b\nExit codes: 0 done, 1 failed, 2 bad input, 3 breaks of a day or overdue, 130 interrupted."
)
def alatau(
    _show: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Settlement for a regulated zone on Solana."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; its exit code."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    as_json = "--json" in given
    collect_seldom()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # Any terminal shows any name, if need be by its numbers.
            stream.reconfigure(errors="backslashreplace")
    try:
        code = _run(given or ["--help"], as_json=as_json)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read has gone.  Nothing may be flushed into the pipe at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    return code


def _run(arguments: list[str], *, as_json: bool) -> int:
    try:
        asked = _only(arguments[0])
        return int(asked(arguments, standalone_mode=False, prog_name="alatau") or 0)
    except AlatauError as error:
        print_error(error, as_json=as_json)
        return error.exit_code
    except _ClickException as error:
        return _usage(error, as_json=as_json)
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001 - a bug: said in both ways, then shown whole
        fail(type(error).__name__, str(error), "this is a bug: please report it", as_json=as_json)
        traceback.print_exc()
        return FAILED


def _only(name: str) -> typer.Typer:
    """The command line, of a group that is named that alone: all take longer than a command."""
    named = [(group, _name(group.typer_instance)) for group in app.registered_groups]
    if name not in [group_name for _, group_name in named]:
        return app
    one = copy(app)
    one.registered_groups = [group for group, of in named if of in {name, None}]
    return one


def _name(group: typer.Typer | None) -> str | None:
    """A group's name; None of one whose commands stand among the others."""
    name = None if group is None else group.info.name
    return name if isinstance(name, str) else None


def _usage(error: BaseException, *, as_json: bool) -> int:
    """Bad usage, which click found: in the words of click, in the form of all errors."""
    message = str(getattr(error, "format_message", error.__str__)()).rstrip(".")
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "alatau"
    fail(type(error).__name__, message, f"{path} --help", as_json=as_json)
    return int(getattr(error, "exit_code", FAILED))


if __name__ == "__main__":
    sys.exit(main())

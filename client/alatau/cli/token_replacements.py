"""``alatau token replace``: a holder that has lost its wallet, and its new one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from alatau.cli.advice import advised
from alatau.cli.message_files import read_message, write_message
from alatau.cli.options import READS, WRITES, OwnWallet, Settings, Wallet, command
from alatau.cli.token import Instrument

app = typer.Typer(name="replace", no_args_is_help=True)

_ASK_AGAIN = "have the issuer propose it again: alatau token replace propose"
_BETTER = {"QuoteInvalid": _ASK_AGAIN, "QuoteStale": _ASK_AGAIN}


@command(
    app,
    "propose",
    uses=WRITES,
    examples="alatau token replace propose MINT LOST --successor NEWER --out proposal.json \\\n"
    "    --keypair issuer.json",
)
def propose(
    settings: Settings,
    *,
    instrument: Instrument,
    wallet: Wallet,
    successor: Annotated[
        str, typer.Option(metavar="WALLET", help="The same owner's new one, with a holding.")
    ],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Where the message goes.")],
) -> None:
    """Say that a holder has lost its wallet, signed: write it to a file for the operator.

    As the issuer of --keypair.  Nothing is sent to the chain; the signature lasts about a minute.
    """
    from alatau.cli.connect import own_key, run, zone_of
    from alatau.cli.output import emit
    from alatau.cli.parse import parse_address
    from alatau.cli.token_view import instrument_of

    issuer, mint = own_key(settings), parse_address(instrument, "MINT")
    lost, newer = parse_address(wallet, "WALLET"), parse_address(successor, "--successor")

    async def work() -> None:
        async with zone_of(settings, issuer) as zone:
            await instrument_of(zone, mint)
            made = await zone.propose_replacement(mint=mint, holder=lost, successor=newer)
        write_message(out, made.to_json())
        emit(settings, {"file": str(out)}, f"wrote {out}: the operator approves it")

    run(work())


@command(
    app,
    "approve",
    uses=WRITES,
    examples="alatau token replace approve proposal.json --successor NEWER \\\n"
    "    --keypair operator.json",
)
def approve(
    settings: Settings,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The issuer's message.")],
    *,
    successor: Annotated[
        str, typer.Option(metavar="WALLET", help="Whom you have verified: must be the same.")
    ],
) -> None:
    """Sign an issuer's proposal too: a week's notice begins.

    As the operator of --keypair, who has verified both wallets' owner.
    """
    from alatau.cli.connect import own_key, run, zone_of
    from alatau.cli.output import emit_receipt
    from alatau.cli.parse import parse_address
    from alatau.cli.view import moment
    from alatau.errors import InputError
    from alatau.replacement_terms import ReplacementProposal

    operator = own_key(settings)
    with advised(**_BETTER):
        proposal = ReplacementProposal.from_json(read_message(file))
    if parse_address(successor, "--successor") != proposal.successor:
        raise InputError(f"the proposal names {proposal.successor}", field="--successor")

    async def work() -> None:
        async with zone_of(settings, operator) as zone:
            with advised(**_BETTER):
                receipt = await zone.approve_replacement(proposal)
            due = moment(receipt.event.replace_at)
            emit_receipt(settings, receipt, f"proposed: it can be done from {due} on")

    run(work())


@command(
    app,
    "veto",
    uses=WRITES,
    examples="alatau token replace veto MINT\n"
    "alatau token replace veto MINT --wallet LOST --keypair issuer.json",
)
def veto(
    settings: Settings,
    instrument: Instrument,
    *,
    wallet: OwnWallet = None,
) -> None:
    """End a replacement that is proposed, as the holder, the issuer or the operator."""
    from alatau.cli.connect import own_key, run, zone_of
    from alatau.cli.output import emit_receipt
    from alatau.cli.parse import parse_address

    signer, mint = own_key(settings), parse_address(instrument, "MINT")
    lost = signer.pubkey() if wallet is None else parse_address(wallet, "--wallet")

    async def work() -> None:
        async with zone_of(settings, signer) as zone:
            receipt = await zone.veto_replacement(mint=mint, holder=lost)
            emit_receipt(settings, receipt, f"{lost} keeps what it has")

    run(work())


@command(app, "execute", uses=WRITES, examples="alatau token replace execute MINT LOST")
def execute(settings: Settings, instrument: Instrument, wallet: Wallet) -> None:
    """Move all of a lost wallet's holding to its new one, once the notice is over.

    Anyone may.  Its standing offers are cancelled and its units outside brought back first.
    """
    from alatau.cli.connect import own_key, run, zone_of
    from alatau.cli.output import emit_receipt
    from alatau.cli.parse import parse_address
    from alatau.cli.token_view import instrument_of
    from alatau.cli.view import money

    payer, mint = own_key(settings), parse_address(instrument, "MINT")
    lost = parse_address(wallet, "WALLET")

    async def work() -> None:
        async with zone_of(settings, payer) as zone:
            decimals = (await instrument_of(zone, mint)).decimals
            receipt = await zone.replace_holder(mint=mint, holder=lost)
            moved = money(receipt.event.quantity, decimals)
            emit_receipt(settings, receipt, f"moved {moved} units of {lost}", decimals=decimals)

    run(work())


@command(app, "list", uses=READS, examples="alatau token replace list MINT")
def list_(settings: Settings, instrument: Instrument) -> None:
    """Replacements that are proposed, the first due first."""
    from alatau.cli.connect import run, zone_of
    from alatau.cli.output import emit, table
    from alatau.cli.parse import parse_address
    from alatau.cli.token_view import instrument_of
    from alatau.cli.view import moment, money

    mint = parse_address(instrument, "MINT")

    async def work() -> None:
        async with zone_of(settings) as zone:
            terms = await instrument_of(zone, mint)
            now = await zone.chain.time()
            rows = [
                {
                    "wallet": str(one.wallet),
                    "successor_holding": str(one.successor_holding),
                    "units": money(one.units, terms.decimals),
                    "open_offers": one.open_offers,
                    "replace_at": moment(one.replace_at),
                    "due": now >= one.replace_at,
                }
                for one in await zone.replacements(mint=mint)
            ]
        emit(settings, rows, table(rows, "no replacement is proposed"))

    run(work())

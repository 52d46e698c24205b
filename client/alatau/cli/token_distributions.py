"""``alatau token``: what an issuer pays in for holders, and what they claim."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from alatau.cli.options import READS, WRITES, Key, OwnWallet, Settings, command
from alatau.cli.token import Instrument

if TYPE_CHECKING:
    from solders.pubkey import Pubkey

    from alatau.zone import Zone

app = typer.Typer()


@command(
    app,
    "distribute",
    uses=WRITES,
    examples="alatau token distribute MINT --amount 1500000.00 --invoice 'аренда, III квартал' \\\n"
    "    --key rent-2026-3 --keypair issuer.json",
)
def distribute(
    settings: Settings,
    *,
    instrument: Instrument,
    amount: Annotated[
        str, typer.Option(metavar="AMOUNT", help="For all holders together, in the payout asset.")
    ],
    invoice: Annotated[
        str, typer.Option(metavar="TEXT", help="What the payment's reference commits to.")
    ] = "",
    key: Key = None,
) -> None:
    """Pay in for all who hold units now, as the issuer.

    The money stays on the issuer's payment account, held, until each holder claims.
    """
    from alatau.cli.connect import own_key, run, zone_of
    from alatau.cli.event_view import receipt_view
    from alatau.cli.output import emit, pairs, printable
    from alatau.cli.parse import parse_address, parse_money
    from alatau.cli.token_view import instrument_of
    from alatau.cli.view import money

    issuer, mint = own_key(settings), parse_address(instrument, "MINT")

    async def work() -> None:
        async with zone_of(settings, issuer) as zone:
            decimals = await _payout_decimals(zone, mint)
            receipt = await zone.distribute(
                mint=mint,
                amount=parse_money(amount, decimals, "--amount"),
                invoice=invoice.encode(errors="surrogateescape"),
                key=key,
            )
            issued = money(receipt.event.issued, (await instrument_of(zone, mint)).decimals)
            shown = receipt_view(receipt, decimals)
            shown["event"]["issued"] = issued
            sentence = f"distributed {amount} over {issued} units"
            emit(
                settings, shown, f"{printable(sentence)}\n{pairs({'signature': receipt.signature})}"
            )

    run(work())


@command(
    app,
    "claim",
    uses=WRITES,
    examples="alatau token claim MINT\nalatau token claim MINT --wallet WALLET\n"
    "alatau token claim MINT --all",
)
def claim(
    settings: Settings,
    *,
    instrument: Instrument,
    wallet: OwnWallet = None,
    everyone: Annotated[
        bool, typer.Option("--all", help="For every holder that is entitled to something.")
    ] = False,
) -> None:
    """Pay what a holder is entitled to out to it; anyone may.

    Tax is withheld by the holder's tax category.  --keypair pays the rent where a payment
    account has to be opened.
    """
    from alatau.cli.connect import own_key, run, zone_of
    from alatau.cli.output import emit_receipt
    from alatau.cli.parse import parse_address
    from alatau.cli.view import money
    from alatau.errors import InputError

    payer, mint = own_key(settings), parse_address(instrument, "MINT")
    if everyone and wallet is not None:
        raise InputError("--wallet is one, --all are all", field="--all", remedy="give one of them")
    owner = payer.pubkey() if wallet is None else parse_address(wallet, "--wallet")

    async def work() -> bool:
        async with zone_of(settings, payer) as zone:
            decimals = await _payout_decimals(zone, mint)
            if everyone:
                return await _claim_all(settings, zone, mint, decimals)
            receipt = await zone.claim(mint=mint, wallet=owner)
            event = receipt.event
            net, tax = money(event.gross - event.tax, decimals), money(event.tax, decimals)
            sentence = f"paid {net} to {owner}, withheld {tax}"
            emit_receipt(settings, receipt, sentence, decimals=decimals)
        return True

    if not run(work()):
        raise typer.Exit(1)


async def _claim_all(settings: Settings, zone: Zone, mint: Pubkey, decimals: int) -> bool:
    """Claim for all and print what became of each; whether all were paid."""
    from alatau.cli.output import emit, printable, table
    from alatau.cli.payroll import progress
    from alatau.cli.view import Plain, money

    rows: list[Plain] = []
    failed: list[Plain] = []
    net = tax = 0
    with progress("claiming", shown=not settings.json) as tell:
        async for done in zone.claim_all(mint=mint, progress=tell):
            row: Plain = {"wallet": str(done.row), "error": None}
            if done.error is None:
                receipt = done.result()
                paid = receipt.event.gross - receipt.event.tax
                net, tax = net + paid, tax + receipt.event.tax
                row |= {
                    "gross": money(receipt.event.gross, decimals),
                    "tax": money(receipt.event.tax, decimals),
                    "paid": money(paid, decimals),
                    "signature": receipt.signature,
                }
            else:
                row["error"] = str(done.error)
                failed.append(row)
            rows.append(row)
    sentence = (
        f"paid {money(net, decimals)} in {len(rows) - len(failed)} of {len(rows)} claims, "
        f"withheld {money(tax, decimals)}"
    )
    emit(settings, rows, printable(f"{sentence}\n{table(failed, '')}" if failed else sentence))
    return not failed


@command(
    app,
    "claims",
    uses=READS,
    examples="alatau token claims MINT\nalatau token claims MINT --json",
)
def claims(settings: Settings, instrument: Instrument) -> None:
    """What each holding is entitled to now, before tax, and what it has claimed."""
    from alatau.cli.connect import run, zone_of
    from alatau.cli.output import emit, table
    from alatau.cli.parse import parse_address
    from alatau.cli.token_view import instrument_of, payout_of
    from alatau.cli.view import money

    mint = parse_address(instrument, "MINT")

    async def work() -> None:
        async with zone_of(settings) as zone:
            terms = await instrument_of(zone, mint)
            decimals = (await payout_of(zone, terms)).decimals
            found = [(each, each.claimable(terms)) for each in await zone.holdings(mint=mint)]
        rows = [
            {
                "wallet": str(one.wallet),
                "units": money(one.units, terms.decimals),
                "entitled": money(entitled, decimals),
                "claimed": money(one.claimed, decimals),
            }
            for one, entitled in sorted(found, key=lambda row: (-row[1], bytes(row[0].wallet)))
        ]
        data = {
            "mint": str(mint),
            "distributed": money(terms.distributed, decimals),
            "claimed": money(terms.claimed, decimals),
            "entitled": money(sum(entitled for _, entitled in found), decimals),
            "holdings": rows,
        }
        emit(settings, data, table(rows, "no holdings"))

    run(work())


async def _payout_decimals(zone: Zone, mint: Pubkey) -> int:
    """Of the asset that the holders of an instrument are paid in."""
    from alatau.cli.token_view import instrument_of, payout_of

    return (await payout_of(zone, await instrument_of(zone, mint))).decimals

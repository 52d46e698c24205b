"""``alatau enforce``: seize, transfer, list; orders about units are in `unit_orders`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from alatau.cli.freeze import Basis, Case
from alatau.cli.options import (
    READS,
    WRITES,
    Amount,
    AnyLane,
    Key,
    Mint,
    Settings,
    Wallet,
    Yes,
    command,
)
from alatau.errors import InputError

if TYPE_CHECKING:
    from solders.keypair import Keypair
    from solders.pubkey import Pubkey

    from alatau.cli.lookup import AssetOf
    from alatau.program import Enforcement

app = typer.Typer(name="enforce")

_COLUMNS = (
    "executed_at",
    "kind",
    "case",
    "basis",
    "amount",
    "mint",
    "account",
    "recipient_account",
    "record",
)

Regulators = Annotated[
    list[Path],
    typer.Option(
        "--regulator",
        metavar="FILE",
        help="Given twice: the central bank's keypair file, then the financial authority's.",
    ),
]


@command(
    app,
    "seize",
    uses=WRITES,
    examples="alatau enforce seize WALLET --asset MINT --amount 900000.00 --case KI-2026/117 \\\n"
    "    --basis 74 --regulator bank.json --regulator afsa.json --yes\n"
    "alatau enforce seize SHOP --asset MINT --lane 3 --amount 15000.00 --case KI-2026/118 \\\n"
    "    --basis 74 --regulator bank.json --regulator afsa.json --yes",
)
def seize(
    settings: Settings,
    wallet: Wallet,
    *,
    asset: Mint,
    amount: Amount,
    case: Case,
    basis: Basis,
    regulator: Regulators,
    lane: AnyLane = 0,
    key: Key = None,
    yes: Yes = False,
) -> None:
    """Take money of an account to the treasury.

    Both regulators sign; --keypair pays for the record.  Only what is available can be taken,
    and once for a case on an account; a merchant's lanes are accounts of their own.
    """
    from alatau.cli.connect import account_of, asset_of, confirmed, own_key, run, zone_of
    from alatau.cli.output import emit_receipt
    from alatau.cli.parse import parse_address, parse_money
    from alatau.cli.view import money
    from alatau.program import case_id

    payer, signers = own_key(settings), both(regulator)
    address, mint = parse_address(wallet, "WALLET"), parse_address(asset, "--asset")
    case_id(case)
    confirmed(yes=yes, what=f"{amount} of {address} would go to the treasury")

    async def work() -> None:
        async with zone_of(settings, payer) as zone:
            info = await asset_of(zone, mint)
            await account_of(zone, address, mint, lane)
            receipt = await zone.seize(
                regulators=signers,
                wallet=address,
                mint=mint,
                lane=lane,
                case=case,
                basis=basis,
                amount=parse_money(amount, info.decimals, "--amount"),
                key=key,
            )
            event, decimals = receipt.event, info.decimals
            sentence = (
                f"seized {money(event.amount, decimals)} of {address}, "
                f"{money(event.available, decimals)} left available"
            )
            emit_receipt(settings, receipt, sentence, decimals=decimals, record=event.enforcement)

    run(work())


@command(
    app,
    "transfer",
    uses=WRITES,
    examples="alatau enforce transfer WALLET --to WALLET --asset MINT --amount 100.00 \\\n"
    "    --case KI-2026/118 --basis 12 --regulator bank.json --regulator afsa.json --yes",
)
def transfer(
    settings: Settings,
    wallet: Wallet,
    *,
    to: Annotated[str, typer.Option(metavar="WALLET", help="Whose account receives it.")],
    asset: Mint,
    amount: Amount,
    case: Case,
    basis: Basis,
    regulator: Regulators,
    lane: AnyLane = 0,
    key: Key = None,
    yes: Yes = False,
) -> None:
    """Move money of an account to another participant's.

    For a court's order, or a wallet that is lost.  Both regulators sign; --keypair pays for
    the record.  Only what is available can be moved, and once for a case on an account.
    """
    from alatau.cli.connect import account_of, asset_of, confirmed, own_key, run, zone_of
    from alatau.cli.output import emit_receipt
    from alatau.cli.parse import parse_address, parse_money
    from alatau.cli.view import money
    from alatau.program import case_id

    payer, signers = own_key(settings), both(regulator)
    address, mint = parse_address(wallet, "WALLET"), parse_address(asset, "--asset")
    recipient = parse_address(to, "--to")
    case_id(case)
    confirmed(yes=yes, what=f"{amount} of {address} would go to {recipient}")

    async def work() -> None:
        async with zone_of(settings, payer) as zone:
            info = await asset_of(zone, mint)
            await account_of(zone, address, mint, lane)
            await account_of(zone, recipient, mint, remedy="alatau account open opens one")
            receipt = await zone.forced_transfer(
                regulators=signers,
                wallet=address,
                recipient=recipient,
                mint=mint,
                lane=lane,
                case=case,
                basis=basis,
                amount=parse_money(amount, info.decimals, "--amount"),
                key=key,
            )
            event, decimals = receipt.event, info.decimals
            sentence = (
                f"moved {money(event.amount, decimals)} of {address} to {recipient}, "
                f"{money(event.available, decimals)} left available"
            )
            emit_receipt(settings, receipt, sentence, decimals=decimals, record=event.enforcement)

    run(work())


@command(
    app,
    "list",
    uses=READS,
    examples="alatau enforce list\nalatau enforce list --csv > enforcements.csv",
)
def list_enforcements(
    settings: Settings,
    csv: Annotated[bool, typer.Option("--csv", help="Print comma-separated values.")] = False,
) -> None:
    """Every executed order of the zone, the oldest first, to the second that records tell."""
    from alatau.cli.connect import run, zone_of
    from alatau.cli.lookup import assets_at
    from alatau.cli.output import csv_text, emit, table

    async def work() -> None:
        async with zone_of(settings) as zone:
            found = await zone.enforcements()
            assets = await assets_at(zone.chain, {record.asset for _, record in found})
        rows = [_row(address, record, assets[record.asset]) for address, record in found]
        text = (
            csv_text(rows, _COLUMNS)
            if csv
            else table(rows, f"no orders were executed in {settings.zone}")
        )
        emit(settings, rows, text)

    run(work())


def both(files: list[Path]) -> tuple[Keypair, Keypair]:
    """The keys of both regulators.  Raises `InputError` where not two are given."""
    from alatau.cli.connect import load_key

    if len(files) != 2:
        raise InputError(
            f"{len(files)} regulators are given where both must sign",
            field="--regulator",
            remedy="give --regulator FILE twice: the central bank first",
        )
    return load_key(files[0]), load_key(files[1])


def _row(address: Pubkey, record: Enforcement, asset: AssetOf) -> dict[str, Any]:
    from alatau.cli.view import view

    more = {"mint": str(asset.mint), "record": str(address)}
    shown = {**view(record, asset.decimals), **more}
    return {name: shown[name] for name in _COLUMNS}

"""``alatau account``: open, deposit, withdraw, show, list."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from alatau.cli import account_close
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

if TYPE_CHECKING:
    from solders.pubkey import Pubkey

    from alatau.cli.lookup import AssetOf
    from alatau.program import PaymentAccount

app = typer.Typer(name="account")


@command(
    app,
    "open",
    uses=WRITES,
    examples="alatau account open --asset MINT\nalatau account open --wallet WALLET --asset MINT\n"
    "alatau account open --wallet SHOP --asset MINT --lane 1 --keypair operator.json",
)
def open_account(
    settings: Settings,
    asset: Mint,
    wallet: Annotated[
        str | None,
        typer.Option(metavar="WALLET", help="The participant.  [default: that of --keypair]"),
    ] = None,
    lane: Annotated[
        int,
        typer.Option(metavar="NUMBER", min=0, max=255, help="A merchant's further lane, 1 to 255."),
    ] = 0,
) -> None:
    """Open a participant's account for an asset.

    --keypair pays its rent; for a lane above 0 it must be the operator's.
    """
    from alatau.cli.connect import asset_of, found, own_key, run, zone_of
    from alatau.cli.output import emit_receipt
    from alatau.cli.parse import parse_address
    from alatau.program import account_address

    payer = own_key(settings)
    mint = parse_address(asset, "--asset")
    owner = payer.pubkey() if wallet is None else parse_address(wallet, "--wallet")

    async def work() -> None:
        async with zone_of(settings, payer) as zone:
            await asset_of(zone, mint)
            await found(
                zone.participant(owner),
                f"{owner} is no participant of the zone {zone.name!r}",
                "alatau participant register makes it one",
            )
            receipt = await zone.open_account(mint=mint, wallet=owner, lane=lane)
            address = account_address(zone.address, owner, mint, lane)
            emit_receipt(settings, receipt, f"opened an account of {owner}", account=address)

    run(work())


@command(
    app,
    "deposit",
    uses=WRITES,
    examples="alatau account deposit --asset MINT --amount 5000.00\n"
    "alatau account deposit --asset MINT --amount 5000.00 --issue-with provider.json --key KZ1",
)
def deposit(
    settings: Settings,
    asset: Mint,
    amount: Amount,
    issue_with: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Issue the tokens first, with the mint's authority."),
    ] = None,
    key: Key = None,
) -> None:
    """Move tokens into --keypair's account."""
    from alatau.cli import tokens
    from alatau.cli.connect import asset_of, load_key, own_key, run, zone_of
    from alatau.cli.intents import IntentKey
    from alatau.cli.output import emit_receipt
    from alatau.cli.parse import parse_address, parse_money
    from alatau.cli.view import money
    from alatau.program import account_address

    owner = own_key(settings)
    mint = parse_address(asset, "--asset")
    provider = None if issue_with is None else load_key(issue_with)

    async def work() -> None:
        async with zone_of(settings, owner) as zone:
            info = await asset_of(zone, mint)
            value = parse_money(amount, info.decimals, "--amount")
            wallet = owner.pubkey()
            intent = IntentKey.of(zone, "deposit", key)
            with intent.told():
                receipt = await zone.deposit(
                    mint=mint,
                    amount=value,
                    before=()
                    if provider is None
                    else tokens.issue(info, wallet, provider.pubkey(), value),
                    also_signed_by=() if provider is None else (provider,),
                    key=intent.name,
                )
            event = receipt.event
            account = account_address(zone.address, wallet, mint)
            # A mint with a fee of its own may let less arrive.
            intent.check(same=event.account == account and event.amount <= value)
            emit_receipt(
                settings,
                receipt,
                f"deposited {money(event.amount, info.decimals)}, "
                f"{money(event.available, info.decimals)} available",
                decimals=info.decimals,
            )

    run(work())


@command(
    app,
    "withdraw",
    uses=WRITES,
    examples="alatau account withdraw --asset MINT --amount 100.00\n"
    "alatau account withdraw --asset MINT --amount 100.00 --burn --yes\n"
    "alatau account withdraw --asset MINT --amount 100.00 --lane 3",
)
def withdraw(
    settings: Settings,
    *,
    asset: Mint,
    amount: Amount,
    burn: Annotated[
        bool, typer.Option("--burn", help="Destroy the tokens, as the provider redeems them.")
    ] = False,
    yes: Yes = False,
    lane: AnyLane = 0,
    key: Key = None,
) -> None:
    """Move money out of --keypair's account, as tokens.

    Out of a lane above 0 once the zone has ended; until then, consolidate it.
    """
    from alatau.cli import tokens
    from alatau.cli.connect import asset_of, confirmed, own_key, run, zone_of
    from alatau.cli.intents import IntentKey
    from alatau.cli.output import emit_receipt
    from alatau.cli.parse import parse_address, parse_money
    from alatau.cli.view import money
    from alatau.program import account_address

    owner = own_key(settings)
    mint = parse_address(asset, "--asset")
    if burn:
        confirmed(yes=yes, what=f"{amount} tokens would be destroyed")

    async def work() -> None:
        async with zone_of(settings, owner) as zone:
            info = await asset_of(zone, mint)
            value = parse_money(amount, info.decimals, "--amount")
            wallet = owner.pubkey()
            intent = IntentKey.of(zone, "withdraw", key)
            with intent.told():
                receipt = await zone.withdraw(
                    mint=mint,
                    amount=value,
                    lane=lane,
                    after=(tokens.redeem(info, wallet, value),) if burn else (),
                    key=intent.name,
                )
            event = receipt.event
            account = account_address(zone.address, wallet, mint, lane)
            intent.check(same=(event.account, event.amount) == (account, value))
            emit_receipt(
                settings,
                receipt,
                f"withdrew {money(event.amount, info.decimals)}, "
                f"{money(event.available, info.decimals)} available",
                decimals=info.decimals,
            )

    run(work())


@command(
    app,
    "show",
    uses=READS,
    examples="alatau account show WALLET --asset MINT\n"
    "alatau account show shop.json --asset MINT --lane 3",
)
def show(settings: Settings, wallet: Wallet, asset: Mint, lane: AnyLane = 0) -> None:
    """One account: balances, what is due, what was spent."""
    from alatau.cli.connect import account_of, asset_of, run, zone_of
    from alatau.cli.output import emit, pairs
    from alatau.cli.parse import parse_address
    from alatau.cli.view import view
    from alatau.program import account_address

    owner, mint = parse_address(wallet, "WALLET"), parse_address(asset, "--asset")

    async def work() -> None:
        async with zone_of(settings) as zone:
            info = await asset_of(zone, mint)
            state = await account_of(
                zone, owner, mint, lane, remedy="alatau account open opens one"
            )
            address = account_address(zone.address, owner, mint, lane)
        data = {"account": str(address), "mint": str(mint), **view(state, info.decimals)}
        emit(settings, data, pairs(data))

    run(work())


@command(
    app,
    "list",
    uses=READS,
    examples="alatau account list --wallet WALLET\nalatau account list --asset MINT --json",
)
def list_accounts(
    settings: Settings,
    wallet: Annotated[
        str | None, typer.Option(metavar="WALLET", help="Only those of this participant.")
    ] = None,
    asset: Annotated[
        str | None, typer.Option(metavar="MINT", help="Only those of this asset.")
    ] = None,
) -> None:
    """Accounts with their balances."""
    from alatau.cli.connect import run, zone_of
    from alatau.cli.lookup import accounts_of
    from alatau.cli.output import emit, table
    from alatau.cli.parse import parse_address

    owner = None if wallet is None else parse_address(wallet, "--wallet")
    mint = None if asset is None else parse_address(asset, "--asset")

    async def work() -> None:
        async with zone_of(settings) as zone:
            found = await accounts_of(zone, owner, mint)
        in_order = sorted(
            found, key=lambda one: (str(one[2].mint), str(one[1].wallet), one[1].lane)
        )
        rows = [_row(*one) for one in in_order]
        emit(settings, rows, table(rows, f"no such accounts in {settings.zone}"))

    run(work())


def _row(address: Pubkey, account: PaymentAccount, asset: AssetOf) -> dict[str, str | int]:
    from alatau.cli.view import money

    sums = {
        "available": account.available,
        "held": account.held,
        "fee_due": account.fee_due,
        "tax_due": account.tax_due,
    }
    return {
        "wallet": str(account.wallet),
        "mint": str(asset.mint),
        "lane": account.lane,
        **{name: money(value, asset.decimals) for name, value in sums.items()},
        "account": str(address),
    }


app.add_typer(account_close.app)

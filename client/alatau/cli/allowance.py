"""``alatau allowance``: let a delegate spend from an account, and spend as one."""

from __future__ import annotations

from typing import Annotated

import typer

from alatau.cli.options import READS, WRITES, Amount, Key, Mint, Settings, command

app = typer.Typer(name="allowance")

Delegate = Annotated[
    str, typer.Argument(metavar="DELEGATE", help="Who may spend: an address, or a keypair file.")
]


@command(
    app,
    "grant",
    uses=WRITES,
    examples="alatau allowance grant CHILD --asset MINT --per-payment 2000 \\\n"
    "    --per-period 10000 --period 7d --service shops,transport --lasts 365d\n"
    "alatau allowance grant CARD --asset MINT --per-payment 50000 \\\n"
    "    --per-period 200000 --period 30d --service shops --lasts 90d --json",
)
def grant(
    settings: Settings,
    delegate: Delegate,
    *,
    asset: Mint,
    per_payment: Annotated[str, typer.Option(metavar="AMOUNT", help="The most at once.")],
    per_period: Annotated[str, typer.Option(metavar="AMOUNT", help="The most in a period.")],
    period: Annotated[str, typer.Option(metavar="TIME", help="How long one is: 1d, 7d, 30d.")],
    service: Annotated[
        list[str], typer.Option(metavar="SERVICES", help="What for: shops,transport.")
    ],
    lasts: Annotated[str, typer.Option(metavar="TIME", help="How long it holds: 365d.")],
    key: Key = None,
) -> None:
    """Let a delegate spend, or change what it may.

    From the account of --keypair's wallet.
    What was spent of the current period still counts, unless the period's length changes.
    """
    from alatau.cli.connect import asset_of, own_key, run, zone_of
    from alatau.cli.intents import IntentKey
    from alatau.cli.output import emit_receipt
    from alatau.cli.parse import parse_address, parse_bits, parse_duration, parse_money
    from alatau.cli.view import moment, money
    from alatau.program import Service

    owner, mint = own_key(settings), parse_address(asset, "--asset")
    who = parse_address(delegate, "DELEGATE")
    services = parse_bits(Service, service, "--service")
    seconds, time = parse_duration(period, "--period"), parse_duration(lasts, "--lasts")

    async def work() -> None:
        async with zone_of(settings, owner) as zone:
            decimals = (await asset_of(zone, mint)).decimals
            intent = IntentKey.of(zone, "allowance-grant", key)
            with intent.told():
                receipt = await zone.grant_allowance(
                    mint=mint,
                    delegate=who,
                    per_payment=parse_money(per_payment, decimals, "--per-payment"),
                    per_period=parse_money(per_period, decimals, "--per-period"),
                    period=seconds,
                    services=services,
                    expires_at=await zone.chain.time() + time,
                    key=intent.name,
                )
            event = receipt.event
            emit_receipt(
                settings,
                receipt,
                f"{who} may spend {money(event.per_period, decimals)} each {period}, "
                f"until {moment(event.expires_at)}",
                decimals=decimals,
            )

    run(work())


@command(app, "revoke", uses=WRITES, examples="alatau allowance revoke CHILD --asset MINT")
def revoke(settings: Settings, delegate: Delegate, asset: Mint) -> None:
    """End an allowance at once.

    On the account of --keypair's wallet.
    Nothing can stop that: no pause, no freeze, no end of the zone.
    """
    from alatau.cli.connect import own_key, run, zone_of
    from alatau.cli.output import emit_receipt
    from alatau.cli.parse import parse_address

    owner, mint = own_key(settings), parse_address(asset, "--asset")
    who = parse_address(delegate, "DELEGATE")

    async def work() -> None:
        async with zone_of(settings, owner) as zone:
            receipt = await zone.revoke_allowance(mint=mint, delegate=who)
            emit_receipt(settings, receipt, f"{who} may not spend any more")

    run(work())


@command(
    app,
    "close",
    uses=WRITES,
    examples="alatau allowance close CHILD --owner PARENT --asset MINT",
)
def close(
    settings: Settings,
    *,
    delegate: Delegate,
    owner: Annotated[str, typer.Option(metavar="WALLET", help="On whose account it is.")],
    asset: Mint,
) -> None:
    """Return an allowance's rent to who paid it.

    Once the zone has ended; anyone may.
    """
    from alatau.cli.connect import found, own_key, run, zone_of
    from alatau.cli.output import emit_receipt
    from alatau.cli.parse import parse_address
    from alatau.program import account_address, allowance_address

    payer, mint = own_key(settings), parse_address(asset, "--asset")
    wallet, who = parse_address(owner, "--owner"), parse_address(delegate, "DELEGATE")

    async def work() -> None:
        async with zone_of(settings, payer) as zone:
            await found(
                zone.allowance(owner=wallet, mint=mint, delegate=who),
                f"{wallet} has given {who} no allowance of the mint {mint}",
                "alatau allowance show tells what a wallet has given or has",
            )
            account = account_address(zone.address, wallet, mint)
            receipt = await zone.close_allowance(allowance=allowance_address(account, who))
            emit_receipt(settings, receipt, f"closed the allowance of {who}")

    run(work())


@command(
    app,
    "draw",
    uses=WRITES,
    examples="alatau allowance draw --owner PARENT --to SHOP --asset MINT --amount 12.50 \\\n"
    "    --service shops --keypair child.json",
)
def draw(
    settings: Settings,
    *,
    owner: Annotated[str, typer.Option(metavar="WALLET", help="Whose account pays.")],
    to: Annotated[str, typer.Option(metavar="WALLET", help="Whom to pay.")],
    asset: Mint,
    amount: Amount,
    service: Annotated[str, typer.Option(metavar="SERVICE", help="What it is for.")],
    invoice: Annotated[
        str, typer.Option(metavar="TEXT", help="What the payment's reference commits to.")
    ] = "",
    key: Key = None,
) -> None:
    """Pay a merchant from the account of --owner.

    Finally, as the delegate of --keypair.
    """
    from alatau.cli.connect import asset_of, own_key, run, zone_of
    from alatau.cli.intents import IntentKey
    from alatau.cli.output import emit_receipt
    from alatau.cli.parse import parse_address, parse_enum, parse_money
    from alatau.cli.view import money
    from alatau.program import Service

    delegate, mint = own_key(settings), parse_address(asset, "--asset")
    payer, payee = parse_address(owner, "--owner"), parse_address(to, "--to")
    kind = parse_enum(Service, service, "--service")

    async def work() -> None:
        async with zone_of(settings, delegate) as zone:
            decimals = (await asset_of(zone, mint)).decimals
            intent = IntentKey.of(zone, "allowance-draw", key)
            with intent.told():
                receipt = await zone.draw(
                    owner=payer,
                    payee=payee,
                    mint=mint,
                    amount=parse_money(amount, decimals, "--amount"),
                    service=kind,
                    invoice=invoice.encode(errors="surrogateescape"),
                    key=intent.name,
                )
            event = receipt.event
            emit_receipt(
                settings,
                receipt,
                f"paid {money(event.amount, decimals)} to {payee}, "
                f"{money(event.spent, decimals)} spent in this period",
                decimals=decimals,
            )

    run(work())


_COLUMNS = (
    "wallet",
    "delegate",
    "services",
    "per_payment",
    "per_period",
    "period",
    "left",
    "expires_at",
    "revoked",
)
"""What text shows; JSON has everything."""


@command(
    app,
    "show",
    uses=READS,
    examples="alatau allowance show PARENT\nalatau allowance show CHILD --json",
)
def show(
    settings: Settings,
    wallet: Annotated[
        str, typer.Argument(metavar="WALLET", help="Who gave them, or who was given them.")
    ],
) -> None:
    """Show what a wallet has allowed or may draw."""
    from alatau.cli.connect import run, zone_of
    from alatau.cli.lookup import assets_at
    from alatau.cli.output import emit, table
    from alatau.cli.parse import parse_address
    from alatau.cli.view import money, view
    from alatau.program import decode_payment_account

    who = parse_address(wallet, "WALLET")

    async def work() -> None:
        rows = []
        async with zone_of(settings) as zone:
            now = await zone.chain.time()
            for address, allowance in await zone.allowances_of(who):
                info = await zone.require(allowance.owner_account, "account")
                asset = decode_payment_account(info.data).asset
                decimals = (await assets_at(zone.chain, [asset]))[asset].decimals
                row = {"allowance": str(address), **view(allowance, decimals)}
                rows.append({**row, "left": money(allowance.left(now), decimals)})
        shown = [{name: row[name] for name in _COLUMNS} for row in rows]
        emit(settings, rows, table(shown, "there are none"))

    run(work())

"""``alatau pay`` and what becomes of payments: fulfil, settle, refund, expire, collect."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from alatau.cli.held import held
from alatau.cli.options import WRITES, Key, Mint, PaymentAddress, Settings, command
from alatau.errors import InputError

app = typer.Typer()


@command(
    app,
    "pay",
    uses=WRITES,
    examples="alatau pay --to SHOP --asset MINT --amount 12.50 --service shops\n"
    "alatau pay --to CLINIC --asset MINT --amount 9000 --service clinic --hold 24h --key visit-7\n"
    "alatau pay --to FRIEND --asset MINT --amount 100 --transfer\n"
    "alatau pay --file payments.csv --asset MINT --json",
)
def pay(
    settings: Settings,
    *,
    asset: Mint,
    to: Annotated[str | None, typer.Option(metavar="WALLET", help="Whom to pay.")] = None,
    amount: Annotated[
        str | None,
        typer.Option(metavar="AMOUNT", help="Decimal amount in the asset's decimals: 12.50."),
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option(
            metavar="CSV",
            help="Many payments: lines of payee,amount and, where they are wanted, "
            "service,hold,lane,invoice,key below that heading.",
        ),
    ] = None,
    service: Annotated[
        str | None,
        typer.Option(
            metavar="SERVICE",
            help="What a merchant is paid for: transport, clinic, documents, utilities, shops, "
            "housing.",
        ),
    ] = None,
    hold: Annotated[
        str | None,
        typer.Option(metavar="TIME", help="Hold it; it returns if not delivered within this."),
    ] = None,
    transfer: Annotated[
        bool, typer.Option("--transfer", help="To another resident: no fee, no tax, final.")
    ] = False,
    lane: Annotated[
        int, typer.Option(min=0, max=255, metavar="NUMBER", help="Which lane of the merchant.")
    ] = 0,
    invoice: Annotated[
        str, typer.Option(metavar="TEXT", help="What the payment's reference commits to.")
    ] = "",
    key: Key = None,
) -> None:
    """Pay a merchant, or with --transfer a resident.

    From the account of --keypair's wallet; final, or held with --hold.  With --file many, each
    once: the same file again pays only what was not paid.
    """
    from alatau.cli import pay_file, paying
    from alatau.cli.connect import own_key, run
    from alatau.cli.parse import parse_address, parse_duration, parse_enum
    from alatau.program import Service

    if file is not None:
        if any((to, amount, service, hold, transfer, lane, invoice)):
            raise InputError("the file says whom to pay, how much and for what", field="--file")
        work = pay_file.execute_file(
            settings, own_key(settings), file, parse_address(asset, "--asset"), key
        )
        raise typer.Exit(0 if run(work) else 1)
    if to is None or amount is None:
        raise InputError(
            "whom to pay, and how much, is missing",
            field="--to" if to is None else "--amount",
            remedy="give --to WALLET and --amount AMOUNT, or --file CSV",
        )
    if transfer and (service is not None or hold is not None or lane):
        raise InputError("a transfer has no service or lane, and is not held", field="--transfer")
    if not transfer and service is None:
        raise InputError(
            "what the payment is for is missing",
            field="--service",
            remedy="give --service NAME, or --transfer to pay a resident",
        )
    order = paying.Payment(
        payer=own_key(settings),
        payee=parse_address(to, "--to"),
        mint=parse_address(asset, "--asset"),
        amount=amount,
        service=None if service is None else parse_enum(Service, service, "--service"),
        hold=0 if hold is None else parse_duration(hold, "--hold"),
        lane=lane,
        invoice=invoice.encode(errors="surrogateescape"),
        key=key,
    )
    run(paying.execute(settings, order))


@command(
    app,
    "fulfil",
    uses=WRITES,
    examples="alatau fulfil PAYMENT --keypair clinic.json",
)
def fulfil(settings: Settings, payment: PaymentAddress) -> None:
    """Say that a held payment's service was delivered.

    As the merchant of --keypair.
    """
    from alatau.cli.connect import own_key, run, zone_of
    from alatau.cli.output import emit_receipt
    from alatau.cli.parse import parse_address
    from alatau.cli.view import moment

    key, address = own_key(settings), parse_address(payment, "PAYMENT")

    async def work() -> None:
        async with zone_of(settings, key) as zone:
            state, _ = await held(zone, address)
            receipt = await zone.fulfil(payment=address, payee_account=state.payee_account)
            settles = moment(receipt.event.settles_at)
            emit_receipt(settings, receipt, f"fulfilled; anyone may settle it from {settles} on")

    run(work())


@command(
    app,
    "settle",
    uses=WRITES,
    examples="alatau settle PAYMENT\nalatau settle PAYMENT --keypair payer.json --json",
)
def settle(settings: Settings, payment: PaymentAddress) -> None:
    """Release a held payment to its payee.

    Its payer may at any time, anyone once the settlement window has passed.
    """
    from alatau.cli.connect import own_key, run, zone_of
    from alatau.cli.output import emit_receipt
    from alatau.cli.parse import parse_address
    from alatau.cli.view import money

    key, address = own_key(settings), parse_address(payment, "PAYMENT")

    async def work() -> None:
        async with zone_of(settings, key) as zone:
            state, decimals = await held(zone, address)
            receipt = await zone.settle(
                payment=address,
                payer_account=state.payer_account,
                payee_account=state.payee_account,
            )
            event = receipt.event
            emit_receipt(
                settings,
                receipt,
                f"settled: {money(event.net, decimals)} to the payee, "
                f"fee {money(event.fee, decimals)}, tax {money(event.tax, decimals)}",
                decimals=decimals,
            )

    run(work())


@command(
    app,
    "refund",
    uses=WRITES,
    examples="alatau refund PAYMENT 1500.00 --keypair clinic.json --key return-7",
)
def refund(
    settings: Settings,
    payment: PaymentAddress,
    amount: Annotated[str, typer.Argument(metavar="AMOUNT", help="How much goes back.")],
    key: Key = None,
) -> None:
    """Return a held payment, in part or whole.

    As the merchant of --keypair.
    """
    from alatau.cli.connect import own_key, run, zone_of
    from alatau.cli.intents import IntentKey
    from alatau.cli.output import emit_receipt
    from alatau.cli.parse import parse_address, parse_money
    from alatau.cli.view import money

    merchant, address = own_key(settings), parse_address(payment, "PAYMENT")

    async def work() -> None:
        async with zone_of(settings, merchant) as zone:
            state, decimals = await held(zone, address)
            value = parse_money(amount, decimals, "AMOUNT")
            intent = IntentKey.of(zone, "refund", key)
            with intent.told():
                receipt = await zone.refund(
                    payment=address,
                    payer_account=state.payer_account,
                    payee_account=state.payee_account,
                    refunded_before=state.refunded,
                    amount=value,
                    key=intent.name,
                )
            event = receipt.event
            intent.check(same=(event.payment, event.amount) == (address, value))
            emit_receipt(
                settings,
                receipt,
                f"refunded {money(event.amount, decimals)}, "
                f"{money(event.refunded, decimals)} of {money(state.amount, decimals)} so far",
                decimals=decimals,
            )

    run(work())


@command(app, "expire", uses=WRITES, examples="alatau expire PAYMENT")
def expire(settings: Settings, payment: PaymentAddress) -> None:
    """Return a payment that was not delivered in time.

    Anyone may.
    """
    from alatau.cli.connect import own_key, run, zone_of
    from alatau.cli.output import emit_receipt
    from alatau.cli.parse import parse_address
    from alatau.cli.view import money

    key, address = own_key(settings), parse_address(payment, "PAYMENT")

    async def work() -> None:
        async with zone_of(settings, key) as zone:
            state, decimals = await held(zone, address)
            receipt = await zone.expire(
                payment=address,
                payer_account=state.payer_account,
                payee_account=state.payee_account,
            )
            amount = money(receipt.event.amount, decimals)
            emit_receipt(settings, receipt, f"expired: {amount} went back", decimals=decimals)

    run(work())


@command(
    app,
    "collect",
    uses=WRITES,
    examples="alatau collect --asset MINT\nalatau collect --asset MINT --wallet SHOP --json",
)
def collect(
    settings: Settings,
    asset: Mint,
    wallet: Annotated[
        str | None,
        typer.Option(metavar="WALLET", help="Only from this one.  [default: all that owe]"),
    ] = None,
) -> None:
    """Sweep fees and taxes due into the treasury.

    Anyone may.
    """
    from alatau.cli.connect import own_key, run, zone_of
    from alatau.cli.output import emit, table
    from alatau.cli.parse import parse_address
    from alatau.cli.paying import collect_due

    key, mint = own_key(settings), parse_address(asset, "--asset")
    owner = None if wallet is None else parse_address(wallet, "--wallet")

    async def work() -> None:
        async with zone_of(settings, key) as zone:
            rows = await collect_due(zone, mint, owner)
        emit(settings, rows, table(rows, "nothing is due"))

    run(work())

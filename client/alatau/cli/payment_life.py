"""``alatau payment``: show, dispute, respond, resolve, conclude, release, close."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
import typer.core

from alatau.cli.held import held
from alatau.cli.options import READS, WRITES, PaymentAddress, Settings, command

if TYPE_CHECKING:
    from alatau.models import Receipt
    from alatau.program import Resolved


class ShowsByDefault(typer.core.TyperGroup):
    """``alatau payment ADDRESS`` shows it: so it was before there was more to do with one."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The arguments, with ``show`` before what names no command."""
        if args and args[0] not in {*self.commands, "--help"}:
            args = ["show", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(name="payment", cls=ShowsByDefault)

Evidence = Annotated[
    Path,
    typer.Option(metavar="FILE", help="What proves it; only its SHA-256 goes on the chain."),
]


@command(
    app,
    "show",
    uses=READS,
    examples="alatau payment show PAYMENT --json\nalatau payment PAYMENT",
)
def show(settings: Settings, payment: PaymentAddress) -> None:
    """Show a held payment as it stands.

    With both wallets, and the lane of the merchant that it was paid to.
    """
    from alatau.cli.connect import run, zone_of
    from alatau.cli.held import parties
    from alatau.cli.output import emit, pairs
    from alatau.cli.parse import parse_address
    from alatau.cli.view import view

    address = parse_address(payment, "PAYMENT")

    async def work() -> None:
        async with zone_of(settings) as zone:
            state, decimals = await held(zone, address)
            between = await parties(zone, state)
        data = {"payment": str(address), **between, **view(state, decimals)}
        emit(settings, data, pairs(data))

    run(work())


@command(
    app,
    "dispute",
    uses=WRITES,
    examples="alatau payment dispute PAYMENT --reason not_received --evidence letter.pdf",
)
def dispute(
    settings: Settings,
    payment: PaymentAddress,
    *,
    reason: Annotated[
        str,
        typer.Option(
            metavar="REASON",
            help="not_as_described, not_received, duplicate, wrong_amount, unauthorised, other.",
        ),
    ],
    evidence: Evidence,
) -> None:
    """Dispute a payment that was delivered or has a reserve.

    As its payer, of --keypair; once.
    """
    from alatau.cli.connect import own_key, run, zone_of
    from alatau.cli.output import emit_receipt
    from alatau.cli.parse import parse_address, parse_enum, read_file
    from alatau.cli.view import moment
    from alatau.program import DisputeReason

    key, address = own_key(settings), parse_address(payment, "PAYMENT")
    why = parse_enum(DisputeReason, reason, "--reason")
    content = read_file(evidence, "--evidence")

    async def work() -> None:
        async with zone_of(settings, key) as zone:
            state, _ = await held(zone, address)
            receipt = await zone.dispute(
                payment=address, payer_account=state.payer_account, reason=why, evidence=content
            )
            until = moment(receipt.event.decide_by)
            sentence = f"disputed: the payee may answer before {until}; keep {evidence}"
            emit_receipt(settings, receipt, sentence)

    run(work())


@command(
    app,
    "respond",
    uses=WRITES,
    examples="alatau payment respond PAYMENT --evidence waybill.pdf --keypair shop.json",
)
def respond(settings: Settings, payment: PaymentAddress, *, evidence: Evidence) -> None:
    """Answer a dispute.

    As the merchant of --keypair; once.
    """
    from alatau.cli.connect import own_key, run, zone_of
    from alatau.cli.output import emit_receipt
    from alatau.cli.parse import parse_address, read_file
    from alatau.cli.view import moment

    key, address = own_key(settings), parse_address(payment, "PAYMENT")
    content = read_file(evidence, "--evidence")

    async def work() -> None:
        async with zone_of(settings, key) as zone:
            state, _ = await held(zone, address)
            receipt = await zone.respond(
                payment=address, payee_account=state.payee_account, evidence=content
            )
            until = moment(receipt.event.decide_by)
            sentence = f"answered: unless it is resolved before {until}, it is the payee's"
            emit_receipt(settings, receipt, f"{sentence}; keep {evidence}")

    run(work())


@command(
    app,
    "resolve",
    uses=WRITES,
    examples="alatau payment resolve PAYMENT 350.00 --keypair arbiter.json",
)
def resolve(
    settings: Settings,
    payment: PaymentAddress,
    to_payer: Annotated[
        str, typer.Argument(metavar="AMOUNT", help="What goes back to the payer; 0: nothing.")
    ],
) -> None:
    """Divide a disputed payment between payer and payee.

    As the operator or the zone's arbiter, of --keypair.
    """
    from alatau.cli.connect import own_key, run, zone_of
    from alatau.cli.output import emit_receipt
    from alatau.cli.parse import parse_address, parse_money

    key, address = own_key(settings), parse_address(payment, "PAYMENT")

    async def work() -> None:
        async with zone_of(settings, key) as zone:
            state, decimals = await held(zone, address)
            zero = not to_payer.strip("0.")
            part = 0 if zero and to_payer else parse_money(to_payer, decimals, "AMOUNT")
            receipt = await zone.resolve(
                payment=address,
                payer_account=state.payer_account,
                payee_account=state.payee_account,
                to_payer=part,
            )
            emit_receipt(settings, receipt, _ended(receipt, decimals), decimals=decimals)

    run(work())


@command(
    app,
    "conclude",
    uses=WRITES,
    examples="alatau payment conclude PAYMENT\n"
    "alatau payment conclude PAYMENT --drop --keypair payer.json",
)
def conclude(
    settings: Settings,
    payment: PaymentAddress,
    drop: Annotated[
        bool, typer.Option("--drop", help="As its payer: give the dispute up, at any time.")
    ] = False,
) -> None:
    """End a dispute whose time has passed, or drop it.

    Anyone may: it is the payee's if answered, else the payer's.
    """
    from alatau.cli.connect import own_key, run, zone_of
    from alatau.cli.output import emit_receipt
    from alatau.cli.parse import parse_address

    key, address = own_key(settings), parse_address(payment, "PAYMENT")

    async def work() -> None:
        async with zone_of(settings, key) as zone:
            state, decimals = await held(zone, address)
            receipt = await zone.conclude(
                payment=address,
                payer_account=state.payer_account,
                payee_account=state.payee_account,
                drop=drop,
            )
            emit_receipt(settings, receipt, _ended(receipt, decimals), decimals=decimals)

    run(work())


@command(app, "release", uses=WRITES, examples="alatau payment release PAYMENT")
def release(settings: Settings, payment: PaymentAddress) -> None:
    """Release a reserve that is due to its payee.

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
            receipt = await zone.release(payment=address, payee_account=state.payee_account)
            sentence = f"released: {money(receipt.event.released, decimals)} to the payee"
            emit_receipt(settings, receipt, sentence, decimals=decimals)

    run(work())


@command(app, "close", uses=WRITES, examples="alatau payment close PAYMENT --json")
def close(settings: Settings, payment: PaymentAddress) -> None:
    """Close the account of a payment that is over.

    Anyone may; its rent goes back to who paid it.
    """
    from alatau.cli.connect import own_key, run, zone_of
    from alatau.cli.output import emit_receipt
    from alatau.cli.parse import parse_address

    key, address = own_key(settings), parse_address(payment, "PAYMENT")

    async def work() -> None:
        async with zone_of(settings, key) as zone:
            state, decimals = await held(zone, address)
            receipt = await zone.close_payment(
                payment=address,
                payer_account=state.payer_account,
                rent_payer=state.rent_payer,
            )
            event = receipt.event
            sentence = f"closed: {event.lamports} lamports of rent went back to {event.rent_payer}"
            emit_receipt(settings, receipt, sentence, decimals=decimals)

    run(work())


def _ended(receipt: Receipt[Resolved], decimals: int) -> str:
    from alatau.cli.view import money
    from alatau.program import DisputeOutcome

    event = receipt.event
    how = DisputeOutcome(event.outcome).label
    back, rest = money(event.to_payer, decimals), money(event.to_payee, decimals)
    return f"{how}: {back} back to the payer, {rest} to the payee"

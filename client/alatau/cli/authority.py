"""``alatau authority``: who holds the zone's seats, and who is to follow."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from alatau.cli.options import READS, WRITES, Settings, Yes, command

if TYPE_CHECKING:
    from alatau.program import Seat

app = typer.Typer(name="authority")

SeatName = Annotated[
    str,
    typer.Argument(
        metavar="SEAT", help="operator, first-regulator, second-regulator, or treasury."
    ),
]
Successor = Annotated[
    str, typer.Argument(metavar="WALLET", help="Who is to follow: an address, or a keypair file.")
]
Signer = Annotated[
    Path | None,
    typer.Option("--authority", metavar="FILE", help="Who signs.  [default: --keypair]"),
]
Other = Annotated[
    list[Path],
    typer.Option(
        "--other", metavar="FILE", help="Keypair files of the two others, in the seats' order."
    ),
]


@command(app, "show", uses=READS, examples="alatau authority show --zone Алатау")
def show(settings: Settings) -> None:
    """Who holds each seat, and who is to follow from when."""
    from alatau.cli.connect import run, zone_of
    from alatau.cli.output import emit, table
    from alatau.cli.view import NOBODY, moment
    from alatau.program import Seat

    async def work() -> None:
        async with zone_of(settings) as zone:
            state = await zone.state()
        holders = (state.operator, *state.regulators, state.treasury)
        rows = []
        for seat, holder in zip(Seat, holders, strict=True):
            succession = state.successions[seat]
            pending = succession.successor != NOBODY
            rows.append(
                {
                    "seat": _name(seat),
                    "holder": str(holder),
                    "successor": str(succession.successor) if pending else None,
                    "ready_at": moment(succession.ready_at) if pending else None,
                }
            )
        emit(settings, rows, table(rows, "no seats"))

    run(work())


@command(
    app,
    "propose",
    uses=WRITES,
    examples="alatau authority propose operator new-operator.json --authority operator.json\n"
    "alatau authority propose treasury WALLET --authority operator.json",
)
def propose(
    settings: Settings, seat: SeatName, successor: Successor, authority: Signer = None
) -> None:
    """Name who is to follow in a seat.

    Its holder does; for the treasury, the operator.
    """
    from alatau.cli import connect
    from alatau.cli.output import emit_receipt
    from alatau.cli.parse import parse_address

    payer, signer = connect.authority(settings, authority)
    wanted, follower = _seat(seat), parse_address(successor, "WALLET")

    async def work() -> None:
        async with connect.zone_of(settings, payer) as zone:
            receipt = await zone.propose_authority(
                seat=wanted, successor=follower, incumbent=signer
            )
            emit_receipt(
                settings, receipt, f"{follower} takes the seat with: alatau authority accept {seat}"
            )

    connect.run(work())


@command(
    app,
    "replace",
    uses=WRITES,
    examples="alatau authority replace first-regulator WALLET \\\n"
    "    --other operator.json --other authority.json --yes",
)
def replace(
    settings: Settings,
    seat: SeatName,
    successor: Successor,
    other: Other,
    yes: Yes = False,
) -> None:
    """Name who follows in a seat whose key is lost.

    The two other authorities sign.  A regulator can veto for seven days, the operator cannot.
    """
    from alatau.cli import connect
    from alatau.cli.output import emit_receipt
    from alatau.cli.parse import parse_address
    from alatau.cli.view import moment
    from alatau.errors import InputError

    if len(other) != 2:
        raise InputError("the two other authorities sign", field="--other", remedy="give it twice")
    connect.confirmed(yes=yes, what=f"this takes the seat of the {seat} from its holder")
    first, second = (connect.load_key(path) for path in other)
    payer = first if settings.keypair is None else connect.own_key(settings)
    wanted, follower = _seat(seat), parse_address(successor, "WALLET")

    async def work() -> None:
        async with connect.zone_of(settings, payer) as zone:
            receipt = await zone.replace_authority(
                seat=wanted, successor=follower, others=(first, second)
            )
            ready = moment(receipt.event.ready_at)
            emit_receipt(settings, receipt, f"{follower} can take the seat from {ready} on")

    connect.run(work())


@command(
    app,
    "accept",
    uses=WRITES,
    examples="alatau authority accept operator --authority new-operator.json",
)
def accept(settings: Settings, seat: SeatName, authority: Signer = None) -> None:
    """Take a seat, as the successor.  Other pending successions end with it."""
    from alatau.cli import connect
    from alatau.cli.output import emit_receipt

    payer, signer = connect.authority(settings, authority)
    wanted = _seat(seat)

    async def work() -> None:
        async with connect.zone_of(settings, payer) as zone:
            receipt = await zone.accept_authority(seat=wanted, successor=signer)
            emit_receipt(settings, receipt, f"{signer.pubkey()} holds the seat of the {seat} now")

    connect.run(work())


@command(
    app,
    "cancel",
    uses=WRITES,
    examples="alatau authority cancel first-regulator --authority bank.json",
)
def cancel(settings: Settings, seat: SeatName, authority: Signer = None) -> None:
    """Take a proposal back, or veto it as the seat's holder."""
    from alatau.cli import connect
    from alatau.cli.output import emit_receipt

    payer, signer = connect.authority(settings, authority)
    wanted = _seat(seat)

    async def work() -> None:
        async with connect.zone_of(settings, payer) as zone:
            receipt = await zone.cancel_succession(seat=wanted, authority=signer)
            emit_receipt(settings, receipt, f"nobody is to follow as {seat} any more")

    connect.run(work())


def _name(seat: Seat) -> str:
    return seat.name.lower().replace("_", "-")


def _seat(text: str) -> Seat:
    from alatau.errors import InputError
    from alatau.program import Seat

    for seat in Seat:
        if _name(seat) == text.lower().replace("_", "-"):
            return seat
    names = ", ".join(map(_name, Seat))
    raise InputError(f"{text!r} is no seat", field="SEAT", remedy=f"name one of {names}")

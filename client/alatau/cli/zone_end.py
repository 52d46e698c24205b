"""``alatau zone wind-down``, ``extend``, ``stop-withdrawals`` and ``migrate``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from alatau.cli.options import WRITES, Operator, Settings, Yes, command

if TYPE_CHECKING:
    from solders.keypair import Keypair

app = typer.Typer()

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
    "wind-down",
    uses=WRITES,
    examples="alatau zone wind-down --regulator bank.json --regulator afsa.json --yes\n"
    "alatau zone wind-down --ends 2027-06-30 --regulator bank.json --regulator afsa.json --yes",
)
def wind_down(
    settings: Settings,
    regulator: Regulators,
    ends: Annotated[
        str | None, typer.Option(metavar="DATE", help="The last day.  [default: now]")
    ] = None,
    yes: Yes = False,
) -> None:
    """Bring the zone's end forward.

    Both regulators sign.  From then on nothing enters; all can be settled, refunded and withdrawn.
    """
    from alatau.cli import connect, parse
    from alatau.cli.output import emit_receipt
    from alatau.cli.view import moment

    connect.confirmed(yes=yes, what="no payment enters the zone any more from its end on")
    payer, both = _regulators(settings, regulator)

    async def work() -> None:
        async with connect.zone_of(settings, payer) as zone:
            offset = parse.signed_offset((await zone.state()).utc_offset)
            ends_at = 0 if ends is None else parse.parse_moment(ends, offset, "--ends")
            receipt = await zone.wind_down(ends_at=ends_at, regulators=both)
            when = moment(receipt.event.ends_at)
            emit_receipt(settings, receipt, f"the zone {zone.name} ends at {when}")

    connect.run(work())


@command(
    app,
    "extend",
    uses=WRITES,
    examples="alatau zone extend 2038-12-31 --operator op.json"
    " --regulator bank.json --regulator afsa.json",
)
def extend(
    settings: Settings,
    ends: Annotated[str, typer.Argument(metavar="DATE", help="The new last day.")],
    regulator: Regulators,
    operator: Operator = None,
) -> None:
    """Put the zone's end off.

    The operator and both regulators sign.
    """
    from alatau.cli import connect, parse
    from alatau.cli.output import emit_receipt
    from alatau.cli.view import moment

    payer, signer = connect.authority(settings, operator)
    _, both = _regulators(settings, regulator)

    async def work() -> None:
        async with connect.zone_of(settings, payer) as zone:
            offset = parse.signed_offset((await zone.state()).utc_offset)
            ends_at = parse.parse_moment(ends, offset, "DATE")
            receipt = await zone.extend_zone(ends_at=ends_at, operator=signer, regulators=both)
            when = moment(receipt.event.ends_at)
            emit_receipt(settings, receipt, f"the zone {zone.name} ends at {when}")

    connect.run(work())


@command(
    app,
    "stop-withdrawals",
    uses=WRITES,
    examples="alatau zone stop-withdrawals 24h --regulator bank.json --regulator afsa.json --yes\n"
    "alatau zone stop-withdrawals none --regulator bank.json --regulator afsa.json --yes",
)
def stop_withdrawals(
    settings: Settings,
    span: Annotated[
        str, typer.Argument(metavar="TIME", help="For how long, at most 14d; none allows them.")
    ],
    regulator: Regulators,
    yes: Yes = False,
) -> None:
    """Stop all withdrawals for some time.

    Both regulators sign.
    """
    from alatau.cli import connect, parse
    from alatau.cli.output import emit_receipt
    from alatau.cli.view import moment

    lifts = span == parse.NONE
    seconds = 0 if lifts else parse.parse_duration(span, "TIME")
    if not lifts:
        connect.confirmed(yes=yes, what="nobody could withdraw until then")
    payer, both = _regulators(settings, regulator)

    async def work() -> None:
        async with connect.zone_of(settings, payer) as zone:
            until = 0 if lifts else await zone.chain.time() + seconds
            receipt = await zone.stop_withdrawals(until=until, regulators=both)
            when = moment(receipt.event.until)
            said = f"withdrawals are stopped until {when}" if when else "withdrawals are allowed"
            emit_receipt(settings, receipt, said)

    connect.run(work())


@command(app, "migrate", uses=WRITES, examples="alatau zone migrate --keypair operator.json")
def migrate(settings: Settings) -> None:
    """Bring older accounts to this version's layout.

    --keypair pays the rent of what they grow by.  Run again, it goes on where it stopped.
    """
    from alatau.cli import connect
    from alatau.cli.output import emit

    payer = connect.own_key(settings)

    async def work() -> None:
        async with connect.zone_of(settings, payer) as zone:
            old = await zone.outdated()
            for address in old:
                await zone.migrate(account=address)
            emit(settings, {"migrated": len(old)}, f"migrated {len(old)} accounts")

    connect.run(work())


def _regulators(settings: Settings, given: list[Path]) -> tuple[Keypair, tuple[Keypair, Keypair]]:
    """Who pays, and both regulators."""
    from alatau.cli import connect
    from alatau.errors import InputError

    if len(given) != 2:
        raise InputError(
            f"{len(given)} regulators are given where two sign",
            field="--regulator",
            remedy="give --regulator FILE twice: the central bank first",
        )
    first, second = (connect.load_key(path) for path in given)
    return (first if settings.keypair is None else connect.own_key(settings)), (first, second)

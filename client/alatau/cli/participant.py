"""``alatau participant``: register and show."""

from __future__ import annotations

from typing import Annotated

import typer

from alatau.cli import zone_policy
from alatau.cli.options import READS, WRITES, Operator, Settings, Wallet, command
from alatau.errors import InputError

app = typer.Typer(name="participant")


@command(
    app,
    "register",
    uses=WRITES,
    examples="alatau participant register WALLET --role resident --operator op.json\n"
    "alatau participant register shop.json --role merchant --tier 1 --tax-category 3 \\\n"
    "    --verified-until 2031-06-30 --operator op.json",
)
def register(
    settings: Settings,
    *,
    wallet: Wallet,
    role: Annotated[
        list[str],
        typer.Option(
            metavar="ROLE",
            help="resident, merchant, provider, issuer, investor.  May be repeated.",
        ),
    ],
    operator: Operator = None,
    tier: Annotated[int, typer.Option(min=0, max=3, help="Whose caps hold.")] = 0,
    tax_category: Annotated[int, typer.Option(min=0, max=3, help="Of what it sells.")] = 0,
    country: Annotated[str, typer.Option(metavar="XX", help="ISO 3166-1, two letters.")] = "KZ",
    verified_until: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Last day of the verification.  [default: zone's end]"),
    ] = None,
) -> None:
    """Register a wallet whose holder the operator has verified."""
    from alatau.cli import parse
    from alatau.cli.connect import authority, run, zone_of
    from alatau.cli.output import emit_receipt
    from alatau.program import Role, participant_address

    payer, signer = authority(settings, operator)
    address = parse.parse_address(wallet, "WALLET")
    roles = parse.parse_flags(Role, role, "--role")
    if not roles:
        raise InputError(
            "no role is named", field="--role", remedy="name what it is: --role resident"
        )
    if not (len(country) == 2 and country.isascii() and country.isalpha() and country.isupper()):
        raise InputError(
            f"{country!r} is no country", field="--country", remedy="two capital letters, like KZ"
        )

    async def work() -> None:
        async with zone_of(settings, payer) as zone:
            state = await zone.state()
            offset = parse.signed_offset(state.utc_offset)
            until = (
                state.ends_at
                if verified_until is None
                else parse.parse_moment(verified_until, offset, "--verified-until")
            )
            receipt = await zone.register_participant(
                operator=signer,
                wallet=address,
                roles=roles,
                tier=tier,
                tax_category=tax_category,
                country=country,
                verified_until=until,
            )
            names = ", ".join(parse.parse_names(role))
            emit_receipt(
                settings,
                receipt,
                f"registered {address} as {names}",
                participant=participant_address(zone.address, address),
            )

    run(work())


@command(
    app,
    "show",
    uses=READS,
    examples="alatau participant show WALLET\nalatau participant show me.json --json",
)
def show(settings: Settings, wallet: Wallet) -> None:
    """A participant with its licences."""
    from alatau.cli.connect import found, run, zone_of
    from alatau.cli.output import emit, pairs
    from alatau.cli.parse import parse_address
    from alatau.cli.view import view
    from alatau.program import participant_address

    address = parse_address(wallet, "WALLET")

    async def work() -> None:
        async with zone_of(settings) as zone:
            state = await found(
                zone.participant(address),
                f"{address} is no participant of the zone {zone.name!r}",
                "alatau participant register makes it one",
            )
            place = participant_address(zone.address, address)
        data = {"participant": str(place), **view(state)}
        emit(settings, data, pairs(data))

    run(work())


@command(
    app,
    "list",
    uses=READS,
    examples="alatau participant list\nalatau participant list --role merchant",
)
def list_participants(
    settings: Settings,
    role: Annotated[
        str | None, typer.Option(metavar="ROLE", help="Only those with this role.")
    ] = None,
) -> None:
    """The participants of the zone."""
    from alatau.cli.connect import run, zone_of
    from alatau.cli.output import emit, table
    from alatau.cli.parse import parse_flags
    from alatau.cli.view import view
    from alatau.listing import accounts_of
    from alatau.program import Participant, Role

    wanted = parse_flags(Role, [role], "--role") if role else Role(0)

    async def work() -> None:
        async with zone_of(settings) as zone:
            members = await accounts_of(zone, Participant, zone=zone.address)
            found = [
                view(one)
                for _, one in sorted(members, key=lambda row: str(row[1].wallet))
                if one.roles & wanted == wanted
            ]
        shown = ("wallet", "roles", "tier", "country", "verified_until")
        rows = [{name: one[name] for name in shown} for one in found]
        emit(settings, found, table(rows, f"no such participants in {settings.zone}"))

    run(work())


app.add_typer(zone_policy.participant_app)

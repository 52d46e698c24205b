"""``alatau licence``: grant, suspend, show."""

from __future__ import annotations

from typing import Annotated

import typer

from alatau.cli.options import READS, WRITES, Regulator, Settings, Wallet, Yes, command

app = typer.Typer(name="licence")


@command(
    app,
    "grant",
    uses=WRITES,
    examples="alatau licence grant WALLET --activity clinic --activity shops --class national \\\n"
    "    --expires 2031-12-31 --credential 'НБ-2026/117' --regulator bank.json",
)
def grant(
    settings: Settings,
    *,
    wallet: Wallet,
    activity: Annotated[
        list[str],
        typer.Option(
            metavar="SERVICE",
            help="transport, clinic, documents, utilities, shops, housing.  May be repeated.",
        ),
    ],
    asset_class: Annotated[
        list[str],
        typer.Option(
            "--class", metavar="CLASS", help="national, crypto, instrument.  May be repeated."
        ),
    ],
    expires: Annotated[str, typer.Option(metavar="DATE", help="Its last day.")],
    credential: Annotated[
        str,
        typer.Option(metavar="TEXT", help="The document it rests on; its SHA-256 is on the chain."),
    ],
    regulator: Regulator = None,
) -> None:
    """Grant or renew a licence.

    In the slot of the regulator that signs.
    """
    from hashlib import sha256

    from alatau.cli import parse
    from alatau.cli.connect import authority, found, run, zone_of
    from alatau.cli.output import emit_receipt
    from alatau.program import AssetClass, Service

    payer, signer = authority(settings, regulator)
    address = parse.parse_address(wallet, "WALLET")
    activities = parse.parse_bits(Service, activity, "--activity")
    classes = parse.parse_bits(AssetClass, asset_class, "--class")

    async def work() -> None:
        async with zone_of(settings, payer) as zone:
            await found(zone.participant(address), *_no_participant(zone.name, str(address)))
            offset = parse.signed_offset((await zone.state()).utc_offset)
            receipt = await zone.grant_licence(
                regulator=signer,
                wallet=address,
                activities=activities,
                asset_classes=classes,
                expires_at=parse.parse_moment(expires, offset, "--expires"),
                # The same bytes as for a credential in a day's zone.toml.
                credential=sha256(b"alatau:credential:" + credential.encode()).digest(),
            )
            names = ", ".join(parse.parse_names(activity))
            emit_receipt(settings, receipt, f"licensed {address} for {names} until {expires}")

    run(work())


@command(
    app,
    "suspend",
    uses=WRITES,
    examples="alatau licence suspend WALLET --regulator afsa.json --yes",
)
def suspend(
    settings: Settings, wallet: Wallet, regulator: Regulator = None, yes: Yes = False
) -> None:
    """Suspend a licence, until it is granted again.

    The one in the slot of the regulator that signs.
    """
    from alatau.cli.connect import authority, confirmed, found, run, zone_of
    from alatau.cli.output import emit_receipt
    from alatau.cli.parse import parse_address

    payer, signer = authority(settings, regulator)
    address = parse_address(wallet, "WALLET")
    confirmed(yes=yes, what=f"nobody could pay {address} any more under this licence")

    async def work() -> None:
        async with zone_of(settings, payer) as zone:
            await found(zone.participant(address), *_no_participant(zone.name, str(address)))
            receipt = await zone.suspend_licence(regulator=signer, wallet=address)
            emit_receipt(settings, receipt, f"suspended the licence of {address}")

    run(work())


@command(app, "show", uses=READS, examples="alatau licence show WALLET --json")
def show(settings: Settings, wallet: Wallet) -> None:
    """The licences of a participant, and whether they hold now."""
    from alatau.cli.connect import found, run, zone_of
    from alatau.cli.output import emit, pairs
    from alatau.cli.parse import parse_address
    from alatau.cli.view import REGULATORS, view

    address = parse_address(wallet, "WALLET")

    async def work() -> None:
        async with zone_of(settings) as zone:
            state = await found(
                zone.participant(address), *_no_participant(zone.name, str(address))
            )
            now = await zone.chain.time()
        slots = view(state)["licences"]
        for who, licence in zip(REGULATORS, state.licences, strict=True):
            if who in slots:
                slots[who]["expired"] = now >= licence.expires_at
        data = {"wallet": str(address), "licences": slots}
        emit(settings, data, pairs(data) if slots else f"{address} has no licence")

    run(work())


def _no_participant(zone: str, wallet: str) -> tuple[str, str]:
    return (
        f"{wallet} is no participant of the zone {zone!r}",
        "alatau participant register makes it one",
    )

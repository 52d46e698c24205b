"""``alatau freeze`` and ``alatau unfreeze``: accounts, participants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from alatau.cli.options import WRITES, AnyLane, Mint, Regulator, Settings, Wallet, Yes, command

if TYPE_CHECKING:
    from solders.pubkey import Pubkey

    from alatau.zone import Zone

freeze = typer.Typer(name="freeze")
unfreeze = typer.Typer(name="unfreeze")

Case = Annotated[
    str, typer.Option(metavar="CASE", help="The case: a UUID, or up to 16 bytes of text.")
]
Basis = Annotated[
    int, typer.Option(metavar="NUMBER", min=1, max=65_535, help="The number of the legal basis.")
]
Until = Annotated[
    str, typer.Option(metavar="DATE", help="Its last day, or a time; a year ahead at most.")
]


@command(
    freeze,
    "account",
    uses=WRITES,
    examples="alatau freeze account WALLET --asset MINT --case KI-2026/117 --basis 74 \\\n"
    "    --until 2027-03-31 --regulator bank.json --yes\n"
    "alatau freeze account SHOP --asset MINT --lane 3 --case KI-2026/118 --basis 74 \\\n"
    "    --until 2027-03-31 --regulator bank.json --yes",
)
def freeze_account(
    settings: Settings,
    wallet: Wallet,
    *,
    asset: Mint,
    case: Case,
    basis: Basis,
    until: Until,
    lane: AnyLane = 0,
    regulator: Regulator = None,
    yes: Yes = False,
) -> None:
    """Stop what leaves an account, until a date.

    In the slot of the regulator that signs, which must answer for the asset's class; a freeze
    that it holds there is replaced.  What comes in still does.  A merchant's lanes are
    accounts of their own: alatau freeze participant stops all of them.
    """
    from alatau.cli.connect import account_of, asset_of, authority, confirmed, run, zone_of
    from alatau.cli.output import emit_receipt
    from alatau.cli.parse import parse_address
    from alatau.program import case_id

    payer, signer = authority(settings, regulator)
    address, mint = parse_address(wallet, "WALLET"), parse_address(asset, "--asset")
    case_id(case)
    confirmed(yes=yes, what=f"{address} could not spend or withdraw from this account")

    async def work() -> None:
        async with zone_of(settings, payer) as zone:
            await asset_of(zone, mint)
            await account_of(zone, address, mint, lane)
            receipt = await zone.freeze_account(
                regulator=signer,
                wallet=address,
                mint=mint,
                lane=lane,
                case=case,
                basis=basis,
                until=await moment_of(zone, until),
            )
            emit_receipt(settings, receipt, f"froze {_what(lane)} of {address} until {until}")

    run(work())


@command(
    freeze,
    "participant",
    uses=WRITES,
    examples="alatau freeze participant WALLET --case KI-2026/117 --basis 74 \\\n"
    "    --until 2027-03-31 --regulator afsa.json --yes",
)
def freeze_participant(
    settings: Settings,
    wallet: Wallet,
    *,
    case: Case,
    basis: Basis,
    until: Until,
    regulator: Regulator = None,
    yes: Yes = False,
) -> None:
    """Stop what leaves all accounts of a participant, until a date.

    Of the asset classes that the regulator which signs answers for; a freeze that it holds is
    replaced.
    """
    from alatau.cli.connect import authority, confirmed, run, zone_of
    from alatau.cli.output import emit_receipt
    from alatau.cli.parse import parse_address
    from alatau.program import case_id

    payer, signer = authority(settings, regulator)
    address = parse_address(wallet, "WALLET")
    case_id(case)
    confirmed(yes=yes, what=f"{address} could not spend or withdraw in these asset classes")

    async def work() -> None:
        async with zone_of(settings, payer) as zone:
            await _participant(zone, address)
            receipt = await zone.freeze_participant(
                regulator=signer,
                wallet=address,
                case=case,
                basis=basis,
                until=await moment_of(zone, until),
            )
            emit_receipt(settings, receipt, f"froze {address} until {until}")

    run(work())


@command(
    unfreeze,
    "account",
    uses=WRITES,
    examples="alatau unfreeze account WALLET --asset MINT --regulator bank.json\n"
    "alatau unfreeze account SHOP --asset MINT --lane 3 --regulator bank.json",
)
def unfreeze_account(
    settings: Settings,
    wallet: Wallet,
    *,
    asset: Mint,
    lane: AnyLane = 0,
    regulator: Regulator = None,
) -> None:
    """End the freeze of an account before its date.

    The one in the slot of the regulator that signs; another regulator's stays.
    """
    from alatau.cli.connect import account_of, authority, run, zone_of
    from alatau.cli.output import emit_receipt
    from alatau.cli.parse import parse_address

    payer, signer = authority(settings, regulator)
    address, mint = parse_address(wallet, "WALLET"), parse_address(asset, "--asset")

    async def work() -> None:
        async with zone_of(settings, payer) as zone:
            await account_of(zone, address, mint, lane)
            receipt = await zone.unfreeze_account(
                regulator=signer, wallet=address, mint=mint, lane=lane
            )
            emit_receipt(settings, receipt, f"unfroze {_what(lane)} of {address}")

    run(work())


@command(
    unfreeze,
    "participant",
    uses=WRITES,
    examples="alatau unfreeze participant WALLET --regulator afsa.json",
)
def unfreeze_participant(settings: Settings, wallet: Wallet, regulator: Regulator = None) -> None:
    """End the freeze of a participant before its date.

    The one in the slot of the regulator that signs; another regulator's stays.
    """
    from alatau.cli.connect import authority, run, zone_of
    from alatau.cli.output import emit_receipt
    from alatau.cli.parse import parse_address

    payer, signer = authority(settings, regulator)
    address = parse_address(wallet, "WALLET")

    async def work() -> None:
        async with zone_of(settings, payer) as zone:
            await _participant(zone, address)
            receipt = await zone.unfreeze_participant(regulator=signer, wallet=address)
            emit_receipt(settings, receipt, f"unfroze {address}")

    run(work())


async def moment_of(zone: Zone, until: str) -> int:
    """The end that a date or a time stands for in the zone, in unix seconds."""
    from alatau.cli.parse import parse_moment, signed_offset

    return parse_moment(until, signed_offset((await zone.state()).utc_offset), "--until")


def _what(lane: int) -> str:
    return f"lane {lane}" if lane else "an account"


async def _participant(zone: Zone, wallet: Pubkey) -> None:
    from alatau.cli.connect import found

    await found(
        zone.participant(wallet),
        f"{wallet} is no participant of the zone {zone.name!r}",
        "alatau participant list shows those there are",
    )

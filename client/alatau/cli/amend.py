"""``alatau zone amend-asset``, ``participant amend``, ``account limits``: changed terms."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from alatau.cli.options import WRITES, AnyLane, Mint, Operator, Settings, Wallet, command

NO_CAP = "none"
TIERS = 4

zone_app = typer.Typer()
participant_app = typer.Typer()
account_app = typer.Typer()

Given = Annotated[str | None, typer.Option(metavar="AMOUNT", help="[default: as it is]")]


@command(
    zone_app,
    "amend-asset",
    uses=WRITES,
    examples="""
alatau zone amend-asset MINT --fee-bps 40 --operator op.json --regulator bank.json \\
    --regulator afsa.json
alatau zone amend-asset MINT --tax-bps 0,300,800,1600 --cap 1:500000:2000000:none \\
    --operator op.json --regulator bank.json --regulator afsa.json""",
)
def amend_asset(
    settings: Settings,
    *,
    mint: Annotated[str, typer.Argument(metavar="MINT", help="Mint of the asset.")],
    regulator: Annotated[
        list[Path],
        typer.Option(metavar="FILE", help="Central bank's, then financial authority's keypair."),
    ],
    operator: Operator = None,
    fee_bps: Annotated[
        int | None, typer.Option(min=0, max=10_000, help="Fee, 1/100 of a percent.")
    ] = None,
    fee_min: Given = None,
    fee_max: Given = None,
    tax_bps: Annotated[
        str | None, typer.Option(metavar="A,B,C,D", help="Tax by the payee's category 0 to 3.")
    ] = None,
    cap: Annotated[
        list[str] | None,
        typer.Option(
            metavar="TIER:PAYMENT:DAY:MONTH",
            help="What a tier 0 to 3 may pay: amounts or none.  May be repeated.",
        ),
    ] = None,
    vault_cap: Given = None,
) -> None:
    """Change an asset's fees, taxes and caps.

    For later payments.  The operator and both regulators sign; what is not given
    stays as it is.
    """
    from alatau.cli import parse
    from alatau.cli.connect import asset_of, authority, load_key, run, zone_of
    from alatau.cli.output import emit_receipt
    from alatau.cli.tokens import amended_caps
    from alatau.errors import InputError
    from alatau.program import asset_address, decode_asset

    payer, signer = authority(settings, operator)
    address = parse.parse_address(mint, "MINT")
    if len(regulator) != 2:
        raise InputError("both regulators sign", field="--regulator", remedy="give it twice")
    bank, financial = map(load_key, regulator)
    taxes = None if tax_bps is None else parse.parse_basis_points(tax_bps, "--tax-bps", TIERS)

    async def work() -> None:
        async with zone_of(settings, payer) as zone:
            info = await asset_of(zone, address)

            def amount(text: str | None, field: str) -> int | None:
                if text is None:
                    return None
                return parse.parse_money(text, info.decimals, field, none=True)

            place = asset_address(zone.address, address)
            asset = decode_asset((await zone.require(place, "asset")).data)
            receipt = await zone.amend_asset(
                operator=signer,
                regulators=(bank, financial),
                mint=address,
                fee_bps=fee_bps,
                fee_min=amount(fee_min, "--fee-min"),
                fee_max=amount(fee_max, "--fee-max"),
                tax_bps=taxes,
                caps=amended_caps(asset.caps, cap or [], info.decimals),
                vault_cap=amount(vault_cap, "--vault-cap"),
            )
            text = f"amended the asset of the mint {address}"
            emit_receipt(settings, receipt, text, decimals=info.decimals)

    run(work())


@command(
    participant_app,
    "amend",
    uses=WRITES,
    examples="alatau participant amend WALLET --verified-until 2032-06-30 --operator op.json\n"
    "alatau participant amend WALLET --tier 2 --operator op.json\n"
    "alatau participant amend WALLET --unverify --operator op.json",
)
def amend_participant(
    settings: Settings,
    *,
    wallet: Wallet,
    operator: Operator = None,
    role: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ROLE",
            help="resident, merchant, provider, issuer, investor: all that it is.  "
            "May be repeated.  [default: as they are]",
        ),
    ] = None,
    tier: Annotated[int | None, typer.Option(min=0, max=3, help="Whose caps hold.")] = None,
    tax_category: Annotated[
        int | None, typer.Option(min=0, max=3, help="Of what it sells.")
    ] = None,
    verified_until: Annotated[
        str | None, typer.Option(metavar="DATE", help="Last day of the verification.")
    ] = None,
    unverify: Annotated[bool, typer.Option("--unverify", help="End the verification now.")] = False,
) -> None:
    """Verify a participant anew, or change what it is.

    What is not given stays as it is.
    """
    from alatau.cli import parse
    from alatau.cli.connect import authority, found, run, zone_of
    from alatau.cli.output import emit_receipt
    from alatau.errors import InputError
    from alatau.program import Role

    payer, signer = authority(settings, operator)
    address = parse.parse_address(wallet, "WALLET")
    roles = parse.parse_flags(Role, role, "--role") if role else None
    if unverify and verified_until is not None:
        raise InputError("a date is given too", field="--unverify", remedy="give one of both")

    async def work() -> None:
        async with zone_of(settings, payer) as zone:
            await found(
                zone.participant(address),
                f"{address} is no participant of the zone {zone.name!r}",
                "alatau participant register makes it one",
            )
            until = None if not unverify else await zone.chain.time()
            if verified_until is not None:
                offset = parse.signed_offset((await zone.state()).utc_offset)
                until = parse.parse_moment(verified_until, offset, "--verified-until")
            receipt = await zone.amend_participant(
                operator=signer,
                wallet=address,
                roles=roles,
                tier=tier,
                tax_category=tax_category,
                verified_until=until,
            )
            emit_receipt(settings, receipt, f"amended {address}")

    run(work())


@command(
    account_app,
    "limits",
    uses=WRITES,
    examples="alatau account limits WALLET --asset MINT --day 5000000.00 --month none "
    "--operator op.json",
)
def limits(
    settings: Settings,
    *,
    wallet: Wallet,
    asset: Mint,
    day: Annotated[
        str | None, typer.Option(metavar="AMOUNT", help="In a day.  [default: as in a month]")
    ] = None,
    month: Annotated[
        str, typer.Option(metavar="AMOUNT", help="In a month; none is no cap.")
    ] = NO_CAP,
    lane: AnyLane = 0,
    operator: Operator = None,
) -> None:
    """Set what a merchant's account may be paid.

    What it was paid so far in the day and month counts.  Each lane has limits of its own.
    """
    from alatau.cli import parse
    from alatau.cli.connect import account_of, asset_of, authority, run, zone_of
    from alatau.cli.output import emit_receipt
    from alatau.program import account_address

    payer, signer = authority(settings, operator)
    owner, mint = parse.parse_address(wallet, "WALLET"), parse.parse_address(asset, "--asset")

    async def work() -> None:
        async with zone_of(settings, payer) as zone:
            info = await asset_of(zone, mint)
            await account_of(zone, owner, mint, lane)
            receipt = await zone.set_limits(
                operator=signer,
                account=account_address(zone.address, owner, mint, lane),
                receive_per_day=parse.parse_money(
                    month if day is None else day, info.decimals, "--day", none=True
                ),
                receive_per_month=parse.parse_money(month, info.decimals, "--month", none=True),
            )
            emit_receipt(settings, receipt, f"set the limits of {owner}", decimals=info.decimals)

    run(work())

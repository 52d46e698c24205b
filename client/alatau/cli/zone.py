"""``alatau zone``: create it, list its assets, consent, pause, show."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from alatau.cli import zone_end, zone_pause, zone_policy, zone_screen
from alatau.cli.options import CHAIN, READS, WRITES, Operator, Regulator, Settings, Yes, command
from alatau.errors import ChainError, InputError

app = typer.Typer(name="zone")

NO_CAP = "none"
NO_TAXES = "0,0,0,0"
TIERS = 4

MintArgument = Annotated[
    str, typer.Argument(metavar="MINT", help="Address of the mint, or its keypair file.")
]


@command(
    app,
    "create",
    uses=WRITES,
    examples="""
alatau zone create --zone Alatau --operator op.json --regulator bank.json --regulator afsa.json \\
    --treasury treasury.json --utc-offset +05:00 --ends 2036-12-31""",
)
def create(
    settings: Settings,
    *,
    regulator: Annotated[
        list[Path],
        typer.Option(
            metavar="FILE",
            help="Given twice: the central bank's keypair file, then the financial authority's.",
        ),
    ],
    treasury: Annotated[str, typer.Option(metavar="WALLET", help="Whom fees and taxes go to.")],
    ends: Annotated[str, typer.Option(metavar="DATE", help="The last day that anything enters.")],
    operator: Operator = None,
    utc_offset: Annotated[str, typer.Option(metavar="+HH:MM", help="The zone's clock.")] = "+05:00",
    settle_window: Annotated[
        str, typer.Option(metavar="TIME", help="After fulfilment, when anyone may settle.")
    ] = "72h",
    deliver_within: Annotated[
        str, typer.Option(metavar="TIME", help="The longest that a payment is held undelivered.")
    ] = "14d",
) -> None:
    """Create the zone.

    The operator and both regulators sign.
    """
    from alatau.cli import parse
    from alatau.cli.connect import authority, load_key, run, zone_of
    from alatau.cli.output import emit_receipt

    if len(regulator) != 2:
        raise InputError(
            f"{len(regulator)} regulators are given where a zone has two",
            field="--regulator",
            remedy="give --regulator FILE twice: the central bank first",
        )
    offset = parse.parse_offset(utc_offset)
    payer, signer = authority(settings, operator)
    regulators = load_key(regulator[0]), load_key(regulator[1])
    receiver = parse.parse_address(treasury, "--treasury")
    ends_at = parse.parse_moment(ends, offset, "--ends")
    window = parse.parse_duration(settle_window, "--settle-window")
    deadline = parse.parse_duration(deliver_within, "--deliver-within")

    async def work() -> None:
        async with zone_of(settings, payer, creates=True) as zone:
            if await zone.exists():
                raise ChainError(
                    f"the zone {zone.name!r} is on {zone.chain.url} already",
                    remedy="alatau zone show shows it",
                )
            receipt = await zone.create(
                operator=signer,
                regulators=regulators,
                treasury=receiver,
                utc_offset=offset % parse.SECONDS_OF_DAY,
                ends_at=ends_at,
                settle_window=window,
                deliver_within=deadline,
            )
            emit_receipt(settings, receipt, f"created the zone {zone.name}", zone=zone.address)

    run(work())


@command(app, "list", uses=CHAIN, examples="alatau zone list --url localnet")
def list_zones(settings: Settings) -> None:
    """The zones on a chain."""
    from alatau.cli.connect import chain_of, run
    from alatau.cli.output import emit, table
    from alatau.cli.view import moment
    from alatau.program import DISCRIMINATORS, PROGRAM_ID, decode_zone

    async def work() -> None:
        async with chain_of(settings) as chain:
            infos = await chain.program_accounts(PROGRAM_ID, DISCRIMINATORS["Zone"])
        zones = [(address, decode_zone(info.data)) for address, info in infos]
        rows = [
            {"name": one.name, "zone": str(address), "ends_at": moment(one.ends_at)}
            for address, one in sorted(zones, key=lambda pair: pair[1].name)
        ]
        emit(settings, rows, table(rows, f"no zones on {settings.url}"))

    run(work())


@command(
    app,
    "show",
    uses=READS,
    examples="alatau zone show --zone Alatau\nALATAU_ZONE=Alatau alatau zone show --json",
)
def show(settings: Settings) -> None:
    """The zone, its pauses, its assets and their vaults."""
    from alatau.cli.connect import run, zone_of
    from alatau.cli.lookup import assets_of
    from alatau.cli.output import emit, pairs
    from alatau.cli.view import view

    async def work() -> None:
        async with zone_of(settings) as zone:
            data = {"zone": str(zone.address), **view(await zone.state())}
            data["assets"] = await assets_of(zone)
        emit(settings, data, pairs(data))

    run(work())


@command(
    app,
    "create-mint",
    uses=WRITES,
    examples="alatau zone create-mint mint-KZTE.json --decimals 2 --provider provider.json",
)
def create_mint(
    settings: Settings,
    mint: Annotated[Path, typer.Argument(metavar="FILE", help="Keypair file of the new mint.")],
    decimals: Annotated[int, typer.Option(min=0, max=19, help="Decimals of its amounts.")],
    provider: Annotated[str, typer.Option(metavar="WALLET", help="Who may issue its tokens.")],
    token_2022: Annotated[bool, typer.Option("--token-2022", help="Of Token-2022.")] = False,
) -> None:
    """Create a token mint that can be listed.

    What spl-token does on a cluster, and on the embedded chain too.
    """
    from alatau.cli.connect import chain_of, check_funds, load_key, own_key, run
    from alatau.cli.output import emit
    from alatau.cli.parse import parse_address
    from alatau.cli.tokens import create

    payer, key = own_key(settings), load_key(mint)
    issuer = parse_address(provider, "--provider")

    async def work() -> None:
        async with chain_of(settings, makes=True) as chain:
            await check_funds(chain, payer.pubkey())
            signature = await create(chain, payer, key, issuer, decimals, token_2022=token_2022)
        data = {"mint": str(key.pubkey()), "signature": signature}
        emit(settings, data, f"created the mint {key.pubkey()}\nsignature  {signature}")

    run(work())


@command(
    app,
    "list-asset",
    uses=WRITES,
    examples="""
alatau zone list-asset MINT --class national --operator op.json --fee-bps 50 --fee-min 1.00 \\
    --tax-bps 0,300,800,1200 --cap 0:20000:50000:300000""",
)
def list_asset(
    settings: Settings,
    *,
    mint: MintArgument,
    asset_class: Annotated[
        str, typer.Option("--class", metavar="CLASS", help="national, crypto or instrument.")
    ],
    operator: Operator = None,
    fee_bps: Annotated[int, typer.Option(min=0, max=10_000, help="Fee, 1/100 of a percent.")] = 0,
    fee_min: Annotated[str, typer.Option(metavar="AMOUNT", help="The smallest fee.")] = "0",
    fee_max: Annotated[str, typer.Option(metavar="AMOUNT", help="The largest fee.")] = NO_CAP,
    tax_bps: Annotated[
        str, typer.Option(metavar="A,B,C,D", help="Tax by the payee's category 0 to 3.")
    ] = NO_TAXES,
    cap: Annotated[
        list[str] | None,
        typer.Option(
            metavar="TIER:PAYMENT:DAY:MONTH",
            help="What a tier 0 to 3 may pay: amounts or none.  May be repeated.",
        ),
    ] = None,
    vault_cap: Annotated[
        str, typer.Option(metavar="AMOUNT", help="What all accounts together may hold.")
    ] = NO_CAP,
) -> None:
    """List an asset.

    It can be paid with once the regulators that its class needs consent.
    """
    from alatau.cli import parse
    from alatau.cli.connect import authority, run, zone_of
    from alatau.cli.output import emit_receipt
    from alatau.cli.tokens import caps_of, mint_terms
    from alatau.program import AssetClass, asset_address

    payer, signer = authority(settings, operator)
    address = parse.parse_address(mint, "MINT")
    kind = parse.parse_enum(AssetClass, asset_class, "--class")
    taxes = parse.parse_basis_points(tax_bps, "--tax-bps", TIERS)

    async def work() -> None:
        async with zone_of(settings, payer) as zone:
            terms = await mint_terms(zone.chain, address)
            receipt = await zone.list_asset(
                operator=signer,
                mint=address,
                token_program=terms.token_program,
                asset_class=kind,
                fee_bps=fee_bps,
                fee_min=parse.parse_money(fee_min, terms.decimals, "--fee-min"),
                fee_max=parse.parse_money(fee_max, terms.decimals, "--fee-max", none=True),
                tax_bps=taxes,
                caps=caps_of(cap or [], terms.decimals, TIERS),
                vault_cap=parse.parse_money(vault_cap, terms.decimals, "--vault-cap", none=True),
            )
            asset = asset_address(zone.address, address)
            emit_receipt(settings, receipt, f"listed the asset of the mint {address}", asset=asset)

    run(work())


@command(
    app,
    "consent",
    uses=WRITES,
    examples="alatau zone consent MINT --regulator bank.json\n"
    "alatau zone consent MINT --regulator afsa.json --withdraw --yes",
)
def consent(
    settings: Settings,
    mint: MintArgument,
    regulator: Regulator = None,
    withdraw: Annotated[bool, typer.Option("--withdraw", help="Take the consent back.")] = False,
    yes: Yes = False,
) -> None:
    """A regulator consents, or takes its consent back."""
    from alatau.cli.connect import asset_of, authority, confirmed, run, zone_of
    from alatau.cli.output import emit_receipt
    from alatau.cli.parse import parse_address

    payer, signer = authority(settings, regulator)
    address = parse_address(mint, "MINT")
    if withdraw:
        confirmed(yes=yes, what=f"without consent nobody can pay with {address} any more")

    async def work() -> None:
        async with zone_of(settings, payer) as zone:
            await asset_of(zone, address)
            receipt = await zone.consent_asset(regulator=signer, mint=address, consent=not withdraw)
            verb = "took back the consent to" if withdraw else "consented to"
            emit_receipt(settings, receipt, f"{verb} the asset of the mint {address}")

    run(work())


app.add_typer(zone_pause.app)
app.add_typer(zone_end.app)
app.add_typer(zone_policy.zone_app)
app.add_typer(zone_screen.app)

"""``alatau token``: an instrument from its proposal to its delisting."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from alatau.amounts import U64_MAX
from alatau.cli.options import READS, WRITES, Key, Regulator, Settings, Yes, command
from alatau.errors import InputError

app = typer.Typer(name="token")

ALL_TIERS = range(4)

Instrument = Annotated[str, typer.Argument(metavar="MINT", help="Mint of the instrument.")]


@command(
    app,
    "create",
    uses=WRITES,
    examples="alatau token create towers-mint.json --name 'Алатау мұнаралары' --symbol ALTW \\\n"
    "    --uri https://munara.kz/altw.pdf --document altw.pdf --isin KZX000000013 \\\n"
    "    --kind real_estate_share --payout MINT --face-value 1000.00 --authorised 150 \\\n"
    "    --tier 1 --tier 2 --country KZ --holder-cap 50 --locked-until 2027-06-30 \\\n"
    "    --keypair issuer.json",
)
def create(
    settings: Settings,
    *,
    mint: Annotated[Path, typer.Argument(metavar="MINT", help="The keypair file of its mint.")],
    name: Annotated[str, typer.Option(metavar="TEXT", help="Its name, in every wallet.")],
    symbol: Annotated[str, typer.Option(metavar="TEXT", help="Its symbol, in every wallet.")],
    uri: Annotated[str, typer.Option(metavar="URI", help="Where its document lies.")],
    document: Annotated[
        Path, typer.Option(metavar="FILE", help="The document itself; its SHA-256 is kept.")
    ],
    kind: Annotated[
        str,
        typer.Option(metavar="KIND", help="equity, bond, fund_unit, real_estate_share or ticket."),
    ],
    payout: Annotated[
        str, typer.Option(metavar="MINT", help="Mint of the asset that holders are paid in.")
    ],
    face_value: Annotated[
        str,
        typer.Option(metavar="AMOUNT", help="Of the smallest unit, in that asset."),
    ],
    authorised: Annotated[
        str, typer.Option(metavar="UNITS", help="The most units that there may ever be.")
    ],
    tier: Annotated[
        list[int] | None,
        typer.Option(min=0, max=3, help="Who may hold it; may be repeated.  [default: any]"),
    ] = None,
    country: Annotated[
        list[str] | None,
        typer.Option(metavar="XX", help="Of holders; up to 16.  [default: any]"),
    ] = None,
    isin: Annotated[str, typer.Option(metavar="ISIN", help="Its ISIN or FISN.")] = "",
    decimals: Annotated[int, typer.Option(min=0, max=9, help="Of its units.")] = 0,
    max_per_holder: Annotated[
        str, typer.Option(metavar="UNITS", help="The most that one may hold, the issuer apart.")
    ] = "none",
    holder_cap: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="The most holders.  [default: none]")
    ] = None,
    locked_until: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Until when only the issuer's units move."),
    ] = None,
    maturity: Annotated[str | None, typer.Option(metavar="DATE", help="When it ends.")] = None,
    tax_bps: Annotated[
        str,
        typer.Option(
            metavar="BPS,…", help="Withheld from claims, by the holder's tax category 0 to 3."
        ),
    ] = "0,0,0,0",
    key: Key = None,
) -> None:
    """Propose an instrument, as its issuer.

    Makes its mint, which the program alone controls and every wallet can read, unless it is
    there already; nothing can be issued before the financial authority admits it.
    """
    from hashlib import sha256

    from alatau.cli import parse
    from alatau.cli.connect import asset_of, load_key, own_key, run, zone_of
    from alatau.cli.output import emit_receipt
    from alatau.cli.token_view import whole_unit
    from alatau.program import InstrumentKind
    from alatau.program.countries import country_codes
    from alatau.tokens_instrument import TokenMetadata

    issuer, mint_key = own_key(settings), load_key(mint)
    payout_mint = parse.parse_address(payout, "--payout")
    content = parse.read_file(document, "--document")
    if not content:
        raise InputError(f"{document} is empty", field="--document")
    digest = sha256(content).digest()
    for text, field in ((name, "--name"), (symbol, "--symbol"), (uri, "--uri")):
        parse.require_text(text, field)
    more = (("isin", parse.parse_isin(isin, "--isin")),) if isin else ()
    metadata = TokenMetadata(name, symbol, uri, (*more, ("document_sha256", digest.hex())))
    named = parse.parse_enum(InstrumentKind, kind, "--kind")

    async def work() -> None:
        async with zone_of(settings, issuer) as zone:
            offset = parse.signed_offset((await zone.state()).utc_offset)
            paid_in = await asset_of(zone, payout_mint)

            def moment(text: str | None, field: str) -> int:
                return 0 if text is None else parse.parse_moment(text, offset, field)

            def units(text: str, field: str) -> int:
                return parse.parse_money(text, decimals, field, none=True)

            # Read before anything is made.
            homes = tuple(dict.fromkeys(parse.parse_names(country or ())))
            country_codes(homes)
            most = units(authorised, "--authorised")
            most_for_one = units(max_per_holder, "--max-per-holder")
            value = parse.parse_money(face_value, paid_in.decimals, "--face-value")
            taxes = parse.parse_basis_points(tax_bps, "--tax-bps", len(ALL_TIERS))
            locked, matures = moment(locked_until, "--locked-until"), moment(maturity, "--maturity")
            await zone.make_instrument_mint(mint=mint_key, metadata=metadata, decimals=decimals)
            receipt = await zone.create_instrument(
                mint=mint_key.pubkey(),
                payout_mint=payout_mint,
                kind=named,
                document=digest,
                authorised=most,
                face_value=value,
                max_per_holder=most_for_one,
                holder_cap=U64_MAX if holder_cap is None else holder_cap,
                holder_classes=sum(1 << each for each in set(tier or ALL_TIERS)),
                countries=homes,
                locked_until=locked,
                maturity=matures,
                tax_bps=taxes,
                key=key,
            )
            sentence = f"proposed {symbol}: the financial authority admits it at revision 1"
            sentence += whole_unit(value, decimals, paid_in.decimals)
            emit_receipt(settings, receipt, sentence, decimals=decimals, mint=mint_key.pubkey())

    run(work())


@command(
    app,
    "admit",
    uses=WRITES,
    examples="alatau token show MINT\nalatau token admit MINT --revision 1 --regulator afsa.json",
)
def admit(
    settings: Settings,
    *,
    instrument: Instrument,
    revision: Annotated[
        int, typer.Option(min=1, metavar="N", help="Of what was read: alatau token show has it.")
    ],
    regulator: Regulator = None,
) -> None:
    """Admit an instrument as it was read, as the financial authority."""
    from alatau.cli.connect import authority, run, zone_of
    from alatau.cli.output import emit_receipt
    from alatau.cli.parse import parse_address

    payer, signer = authority(settings, regulator)
    mint = parse_address(instrument, "MINT")

    async def work() -> None:
        async with zone_of(settings, payer) as zone:
            receipt = await zone.admit_instrument(mint=mint, revision=revision, regulator=signer)
            emit_receipt(settings, receipt, "admitted")

    run(work())


@command(
    app,
    "suspend",
    uses=WRITES,
    examples="alatau token suspend MINT --regulator afsa.json --yes",
)
def suspend(
    settings: Settings, instrument: Instrument, regulator: Regulator = None, yes: Yes = False
) -> None:
    """Stop issues and transfers for a while, as the financial authority."""
    from alatau.cli.connect import confirmed

    confirmed(yes=yes, what=f"no unit of {instrument} could be issued or transferred")
    _suspend(settings, instrument, regulator, suspended=True)


@command(app, "resume", uses=WRITES, examples="alatau token resume MINT --regulator afsa.json")
def resume(settings: Settings, instrument: Instrument, regulator: Regulator = None) -> None:
    """Let a suspended instrument go on, as the financial authority."""
    _suspend(settings, instrument, regulator, suspended=False)


def _suspend(
    settings: Settings, instrument: str, regulator: Path | None, *, suspended: bool
) -> None:
    from alatau.cli.connect import authority, run, zone_of
    from alatau.cli.output import emit_receipt
    from alatau.cli.parse import parse_address

    payer, signer = authority(settings, regulator)
    mint = parse_address(instrument, "MINT")

    async def work() -> None:
        async with zone_of(settings, payer) as zone:
            receipt = await zone.suspend_instrument(
                mint=mint, regulator=signer, suspended=suspended
            )
            emit_receipt(settings, receipt, "suspended" if suspended else "resumed")

    run(work())


@command(
    app,
    "delist",
    uses=WRITES,
    examples="alatau token delist MINT --regulator afsa.json --yes",
)
def delist(
    settings: Settings, instrument: Instrument, regulator: Regulator = None, yes: Yes = False
) -> None:
    """End an instrument's admission for good, as the financial authority."""
    from alatau.cli.connect import authority, confirmed, run, zone_of
    from alatau.cli.output import emit_receipt
    from alatau.cli.parse import parse_address

    payer, signer = authority(settings, regulator)
    mint = parse_address(instrument, "MINT")
    confirmed(yes=yes, what=f"{mint} would be delisted, which nobody can take back")

    async def work() -> None:
        async with zone_of(settings, payer) as zone:
            receipt = await zone.delist_instrument(mint=mint, regulator=signer)
            emit_receipt(settings, receipt, "delisted")

    run(work())


@command(app, "list", uses=READS, examples="alatau token list\nalatau token list --json")
def list_(settings: Settings) -> None:
    """The zone's instruments."""
    from alatau.cli.connect import run, zone_of
    from alatau.cli.output import emit, table
    from alatau.cli.token_view import instrument_view

    async def work() -> None:
        async with zone_of(settings) as zone:
            rows = [await instrument_view(zone, each) for _, each in await zone.instruments()]
        shown = ("mint", "symbol", "kind", "state", "issued", "authorised", "holders")
        brief = [{name: row[name] for name in shown} for row in rows]
        emit(settings, rows, table(brief, "no instruments"))

    run(work())


@command(app, "show", uses=READS, examples="alatau token show MINT --json")
def show(settings: Settings, instrument: Instrument) -> None:
    """An instrument: what its mint says of it, its terms, where it stands, how many units.

    The authority admits it as shown here, at this revision.  The mint's document_sha256 is to be
    the document that the program keeps, and both the digest of what lies at its URI.
    """
    from alatau.cli.connect import run, zone_of
    from alatau.cli.output import emit, pairs
    from alatau.cli.parse import parse_address
    from alatau.cli.token_view import instrument_of, instrument_view

    mint = parse_address(instrument, "MINT")

    async def work() -> None:
        async with zone_of(settings) as zone:
            data = await instrument_view(zone, await instrument_of(zone, mint))
        emit(settings, data, pairs(data))

    run(work())

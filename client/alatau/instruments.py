"""Instruments and holdings: shares, bonds, fund units and tickets, and who has them."""

from __future__ import annotations

from collections.abc import Sequence

from solders.keypair import Keypair
from solders.pubkey import Pubkey

from alatau.amounts import U64_MAX
from alatau.chain.bank_rules import rent_exempt_minimum
from alatau.context import ZoneContext, content_of, make_reference, new_key
from alatau.listing import accounts_of
from alatau.models import Receipt
from alatau.program import (
    TOKEN_2022_PROGRAM,
    accounts,
    addresses,
    events,
    instructions,
)
from alatau.program.enums import InstrumentKind
from alatau.sender import Intent
from alatau.tokens import create_token_account
from alatau.tokens_instrument import TokenMetadata, create_instrument_mint, instrument_mint_bytes


async def make_instrument_mint(
    zone: ZoneContext,
    *,
    mint: Keypair,
    metadata: TokenMetadata,
    decimals: int = 0,
    payer: Keypair | None = None,
) -> Pubkey:
    """Make the mint of an instrument that is to be proposed, and its vault's token account.

    The payer, the zone's key unless given, keeps no power over it.  Returns the address of the
    instrument.  What an interrupted call has made is left as it is: `create_instrument` looks the
    mint through, whoever made it.
    """
    payer = payer or zone.keypair
    instrument = addresses.instrument_address(zone.address, mint.pubkey())
    vault = addresses.token_account_address(instrument, mint.pubkey(), TOKEN_2022_PROGRAM)
    there, vault_there = await zone.chain.accounts([mint.pubkey(), vault])
    if there is None:
        rent = rent_exempt_minimum(instrument_mint_bytes(metadata))
        made = create_instrument_mint(
            payer.pubkey(), mint.pubkey(), instrument, decimals, metadata, rent
        )
        await zone.sender.submit(Intent(new_key(), tuple(made), payer, (mint,)))
    if vault_there is None:
        token = create_token_account(payer.pubkey(), instrument, mint.pubkey(), TOKEN_2022_PROGRAM)
        await zone.sender.submit(Intent(new_key(), (token,), payer))
    return instrument


async def create_instrument(
    zone: ZoneContext,
    *,
    mint: Pubkey,
    payout_mint: Pubkey,
    kind: InstrumentKind,
    authorised: int,
    face_value: int,
    holder_classes: int,
    document: bytes,
    max_per_holder: int = U64_MAX,
    holder_cap: int = U64_MAX,
    locked_until: int = 0,
    maturity: int = 0,
    countries: Sequence[str] = (),
    tax_bps: Sequence[int] = (0, 0, 0, 0),
    issuer: Keypair | None = None,
    rent_payer: Keypair | None = None,
    key: str | None = None,
) -> Receipt[events.InstrumentCreated]:
    """Propose an instrument with a mint that `make_instrument_mint` made.

    At most `authorised` units, each for `face_value` base units of the payout asset; at most
    `max_per_holder` for one, and `holder_cap` holders.  `holder_classes` has a bit per tier,
    `countries` up to 16 (none: any), `document` is a SHA-256; times are unix seconds.
    `tax_bps` is withheld from what holders claim, by their tax category.
    """
    issuer = issuer or zone.keypair
    rent_payer = rent_payer or issuer
    instruction = instructions.create_instrument(
        issuer=issuer.pubkey(),
        zone=zone.address,
        mint=mint,
        payout_mint=payout_mint,
        kind=kind,
        authorised=authorised,
        face_value=face_value,
        holder_classes=holder_classes,
        document=document,
        max_per_holder=max_per_holder,
        holder_cap=holder_cap,
        locked_until=locked_until,
        maturity=maturity,
        countries=countries,
        tax_bps=tax_bps,
        rent_payer=rent_payer.pubkey(),
    )
    signers = (issuer, rent_payer)
    return await zone.submit(events.InstrumentCreated, instruction, key=key, signers=signers)


async def admit_instrument(
    zone: ZoneContext, *, mint: Pubkey, revision: int, regulator: Keypair
) -> Receipt[events.InstrumentAdmitted]:
    """Admit an instrument, as the financial authority that has read it at this revision."""
    instruction = instructions.admit_instrument(
        regulator=regulator.pubkey(), zone=zone.address, mint=mint, revision=revision
    )
    return await zone.submit(
        events.InstrumentAdmitted, instruction, signers=(zone.keypair, regulator)
    )


async def suspend_instrument(
    zone: ZoneContext, *, mint: Pubkey, regulator: Keypair, suspended: bool = True
) -> Receipt[events.InstrumentSuspended]:
    """Suspend an instrument, as the financial authority, or let it go on."""
    instruction = instructions.suspend_instrument(
        regulator=regulator.pubkey(), zone=zone.address, mint=mint, suspended=suspended
    )
    return await zone.submit(
        events.InstrumentSuspended, instruction, signers=(zone.keypair, regulator)
    )


async def delist_instrument(
    zone: ZoneContext, *, mint: Pubkey, regulator: Keypair
) -> Receipt[events.InstrumentDelisted]:
    """Delist an instrument for good, as the financial authority."""
    instruction = instructions.delist_instrument(
        regulator=regulator.pubkey(), zone=zone.address, mint=mint
    )
    return await zone.submit(
        events.InstrumentDelisted, instruction, signers=(zone.keypair, regulator)
    )


async def open_holding(
    zone: ZoneContext, *, mint: Pubkey, wallet: Pubkey, payer: Keypair | None = None
) -> Receipt[events.HoldingOpened]:
    """Open a participant's holding; the payer, the zone's key unless given, pays its rent.

    Once the instrument is called or delisted, or the zone has ended, whatever is paused and
    whoever is verified: units still come in by order, or by their owner's new wallet.
    """
    payer = payer or zone.keypair
    instruction = instructions.open_holding(
        rent_payer=payer.pubkey(), zone=zone.address, mint=mint, wallet=wallet
    )
    return await zone.submit(events.HoldingOpened, instruction, signers=(payer,))


async def close_holding(
    zone: ZoneContext, *, mint: Pubkey, wallet: Pubkey
) -> Receipt[events.HoldingClosed]:
    """Return the rent of an empty holding to who paid it; anyone may.

    Once the instrument is delisted or the zone has ended.  Raises `AccountMissing`.
    """
    found = await holding(zone, mint=mint, wallet=wallet)
    instruction = instructions.close_holding(
        zone=zone.address, mint=mint, wallet=wallet, rent_payer=found.rent_payer
    )
    return await zone.submit(events.HoldingClosed, instruction)


async def issue_units(
    zone: ZoneContext,
    *,
    mint: Pubkey,
    recipient: Pubkey,
    quantity: int,
    issued_before: int | None = None,
    issuer: Keypair | None = None,
    key: str | None = None,
) -> Receipt[events.UnitsIssued]:
    """Make new units for a wallet's holding, as the issuer.

    `issued_before`, how many there were, redeemed ones too, is read from the chain unless given.
    Raises `ProgramRefused`: `IssuedChanged` where others were issued meanwhile.
    """
    issuer = issuer or zone.keypair
    if issued_before is None:
        issued_before = (await instrument(zone, mint=mint)).ever_issued
    instruction = instructions.issue_units(
        issuer=issuer.pubkey(),
        zone=zone.address,
        mint=mint,
        recipient=recipient,
        issued_before=issued_before,
        quantity=quantity,
    )
    # Without what varies from call to call: how many there are.
    content = content_of("issue_units", mint, recipient, quantity)
    return await zone.submit(
        events.UnitsIssued, instruction, key=key, signers=(issuer,), content=content
    )


async def transfer_units(
    zone: ZoneContext,
    *,
    mint: Pubkey,
    recipient: Pubkey,
    quantity: int,
    wallet: Keypair | None = None,
    invoice: bytes = b"",
    key: str | None = None,
) -> Receipt[events.UnitsTransferred]:
    """Give units to the holding of another wallet, which may hold them now.

    Raises `ProgramRefused` with the rule's name, `AccountMissing` without a holding.
    """
    wallet = wallet or zone.keypair
    own = holding_of(zone, mint, wallet.pubkey())
    entry = await zone.prepare(key, own, "transfer_units", recipient, quantity, invoice)
    instruction = instructions.transfer_units(
        wallet=wallet.pubkey(),
        recipient=recipient,
        zone=zone.address,
        mint=mint,
        sequence=entry.sequence,
        quantity=quantity,
        reference=make_reference(entry.salt, invoice),
    )
    return await zone.submit(
        events.UnitsTransferred, instruction, key=entry.key, signers=(wallet,),
        content=entry.content,
    )  # fmt: skip


async def instrument(zone: ZoneContext, *, mint: Pubkey) -> accounts.Instrument:
    """An instrument as it stands.  Raises `AccountMissing`."""
    address = addresses.instrument_address(zone.address, mint)
    return accounts.decode_instrument((await zone.require(address, "instrument")).data)


async def payout_mint(zone: ZoneContext, found: accounts.Instrument) -> Pubkey:
    """The mint of the asset that an instrument is paid in.  Raises `AccountMissing`."""
    info = await zone.require(found.payout_asset, "payout asset")
    return accounts.decode_asset(info.data).mint


async def holding(zone: ZoneContext, *, mint: Pubkey, wallet: Pubkey) -> accounts.Holding:
    """What a wallet has of an instrument.  Raises `AccountMissing`."""
    info = await zone.require(holding_of(zone, mint, wallet), "holding")
    return accounts.decode_holding(info.data)


async def instruments(zone: ZoneContext) -> list[tuple[Pubkey, accounts.Instrument]]:
    """The zone's instruments, by address."""
    return await accounts_of(zone, accounts.Instrument, zone=zone.address)


async def holdings(zone: ZoneContext, *, mint: Pubkey) -> list[accounts.Holding]:
    """All holdings of an instrument, by wallet."""
    address = addresses.instrument_address(zone.address, mint)
    found = await accounts_of(zone, accounts.Holding, instrument=address)
    return sorted((each for _, each in found), key=lambda each: bytes(each.wallet))


def holding_of(zone: ZoneContext, mint: Pubkey, wallet: Pubkey) -> Pubkey:
    """Where what a wallet has of an instrument is."""
    return addresses.holding_address(addresses.instrument_address(zone.address, mint), wallet)

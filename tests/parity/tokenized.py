"""Instruments: proposed, decided over by the authority, issued, changing hands, given up."""

from __future__ import annotations

from typing import Any

from solders.keypair import Keypair
from tests.parity.recording import RecordedZone, refuse

from alatau.context import new_key
from alatau.errors import AccountMissing
from alatau.program import (
    TOKEN_2022_PROGRAM,
    AccountOpened,
    Claimed,
    Distributed,
    HoldingClosed,
    HoldingOpened,
    InstrumentAdmitted,
    InstrumentCreated,
    InstrumentDelisted,
    InstrumentKind,
    InstrumentSuspended,
    Role,
    UnitsIssued,
    UnitsTransferred,
    account_address,
    instructions,
    instrument_address,
)
from alatau.sender import Intent
from alatau.testing.fixtures import Wallets
from alatau.tokens import create_token_account
from alatau.tokens_instrument import TokenMetadata, create_instrument_mint, instrument_mint_bytes

METADATA = TokenMetadata(
    "Алатау мұнаралары", "ALTW", "https://example.kz/altw.json", (("isin", "KZX000000017"),)
)
SYMBOLS = ("ALTW", "ALTX")


async def proposals(zone: RecordedZone, wallets: Wallets) -> tuple[Keypair, Keypair, Keypair]:
    """Two instruments of one issuer, the first admitted; the issuer and two investors."""
    issuer, buyer, friend = [
        await wallets(name) for name in ("«Мұнара» құрылыс", "Мадина Оспан", "Олжас Ибраев")
    ]
    for wallet, roles in (
        (issuer, Role.MERCHANT | Role.ISSUER), (buyer, Role.INVESTOR), (friend, Role.INVESTOR)
    ):  # fmt: skip
        await zone.register(wallet.pubkey(), roles)
    bank, authority = zone.regulators
    for symbol in SYMBOLS:
        await _make_mint(zone, symbol)
        proposed = _proposal(zone, issuer, symbol)
        await refuse(zone.submit(InstrumentCreated, _proposal(zone, issuer, symbol, authorised=0),
                                 signers=(issuer,)))  # fmt: skip
        await zone.submit(InstrumentCreated, proposed, signers=(issuer,))
    named = _named(zone)
    by_bank = named | {"regulator": bank.pubkey()}
    named["regulator"] = authority.pubkey()
    admit = instructions.admit_instrument(**named, revision=1)
    wrong = instructions.admit_instrument(**named, revision=2)
    stolen = instructions.admit_instrument(**by_bank, revision=1)
    await refuse(
        zone.submit(InstrumentAdmitted, wrong, signers=(authority,)),
        zone.submit(InstrumentAdmitted, stolen, signers=(bank,)),
    )
    await zone.submit(InstrumentAdmitted, admit, signers=(authority,))
    return issuer, buyer, friend


async def units(zone: RecordedZone, issuer: Keypair, buyer: Keypair, friend: Keypair) -> None:
    bank, authority = zone.regulators
    named = _named(zone)
    for wallet in (buyer, friend):
        opened = instructions.open_holding(
            rent_payer=zone.operator.pubkey(), wallet=wallet.pubkey(), **named
        )
        await zone.submit(HoldingOpened, opened)
        await refuse(zone.submit(HoldingOpened, opened))
    issued: dict[str, Any] = {"issuer": issuer.pubkey(), "recipient": buyer.pubkey(), **named}
    first = instructions.issue_units(**issued, issued_before=0, quantity=100)
    over = instructions.issue_units(**issued, issued_before=100, quantity=61)
    await zone.submit(UnitsIssued, first, signers=(issuer,))
    await refuse(
        zone.submit(UnitsIssued, first, signers=(issuer,)),
        zone.submit(UnitsIssued, over, signers=(issuer,)),
    )
    given: dict[str, Any] = {"wallet": buyer.pubkey(), "recipient": friend.pubkey(), **named}
    given["reference"] = bytes(range(32))
    moved = instructions.transfer_units(**given, sequence=1, quantity=100)
    much = instructions.transfer_units(**given, sequence=2, quantity=101)
    await refuse(zone.submit(UnitsTransferred, much, signers=(buyer,)))
    stop: dict[str, Any] = {"regulator": authority.pubkey(), **named}
    await zone.submit(
        InstrumentSuspended,
        instructions.suspend_instrument(**stop, suspended=True),
        signers=(authority,),
    )
    await refuse(zone.submit(UnitsTransferred, moved, signers=(buyer,)))
    resume = instructions.suspend_instrument(**stop, suspended=False)
    await zone.submit(InstrumentSuspended, resume, signers=(authority,))
    by_bank = instructions.suspend_instrument(**(stop | {"regulator": bank.pubkey()}),
                                              suspended=True)  # fmt: skip
    await refuse(zone.submit(InstrumentSuspended, by_bank, signers=(bank,)))
    await zone.submit(UnitsTransferred, moved, signers=(buyer,))


async def have_account(zone: RecordedZone, wallet: Keypair) -> None:
    """A payment account of what the instrument is paid in, where the wallet has none."""
    mint = zone.tenge.mint
    try:
        await zone.account(wallet=wallet.pubkey(), mint=mint)
    except AccountMissing:
        await zone.open_account(mint=mint, wallet=wallet.pubkey(), payer=zone.operator)


async def next_sequence(zone: RecordedZone, wallet: Keypair) -> int:
    """Of the wallet's payment account, so that the SDK gives it to nothing else."""
    account = account_address(zone.address, wallet.pubkey(), zone.tenge.mint)
    return await zone.next_sequence(account)


async def distributions(
    zone: RecordedZone, issuer: Keypair, buyer: Keypair, friend: Keypair
) -> None:
    """To the friend, who has all units and no account to be paid on."""
    await have_account(zone, issuer)
    await zone.issue(zone.tenge, issuer.pubkey(), 1_000_000)
    await zone.deposit(mint=zone.tenge.mint, amount=1_000_000, wallet=issuer)
    named = {**_named(zone), "payout_mint": zone.tenge.mint}
    sums: dict[str, Any] = {"issuer": issuer.pubkey(), "reference": bytes(32), **named}
    quotient, sums["sequence"] = (700_000 << 64) // 100, await next_sequence(zone, issuer)
    paid = instructions.distribute(**sums, amount=700_000, quotient=quotient)
    wrong = instructions.distribute(**sums, amount=700_000, quotient=quotient + 1)
    much = instructions.distribute(**sums, amount=1_000_001, quotient=0)
    payer = zone.operator.pubkey()
    opened = instructions.open_payout_account(payer=payer, wallet=friend.pubkey(), **named)
    claimed = instructions.claim(wallet=friend.pubkey(), issuer=issuer.pubkey(), **named)
    await refuse(
        zone.submit(Distributed, wrong, signers=(issuer,)),
        zone.submit(Distributed, much, signers=(issuer,)),
        zone.submit(AccountOpened, opened),
        zone.submit(Claimed, claimed),
    )
    await zone.submit(Distributed, paid, signers=(issuer,))
    other = instructions.open_payout_account(payer=payer, wallet=buyer.pubkey(), **named)
    await refuse(
        zone.submit(Distributed, paid, signers=(issuer,)), zone.submit(AccountOpened, other)
    )
    await zone.submit(AccountOpened, opened)
    await zone.submit(Claimed, claimed)
    await refuse(zone.submit(Claimed, claimed))


async def end(zone: RecordedZone, buyer: Keypair) -> None:
    """The first instrument is delisted: its empty holdings are closed."""
    authority, named = zone.regulators[1], _named(zone)
    closed = instructions.close_holding(
        wallet=buyer.pubkey(), rent_payer=zone.operator.pubkey(), **named
    )
    await refuse(zone.submit(HoldingClosed, closed))
    delist = instructions.delist_instrument(regulator=authority.pubkey(), **named)
    await zone.submit(InstrumentDelisted, delist, signers=(authority,))
    await refuse(zone.submit(InstrumentDelisted, delist, signers=(authority,)))
    await zone.submit(HoldingClosed, closed)


def _named(zone: RecordedZone, symbol: str = SYMBOLS[0]) -> dict[str, Any]:
    return {"zone": zone.address, "mint": zone.key(symbol).pubkey()}


def _proposal(zone: RecordedZone, issuer: Keypair, symbol: str, authorised: int = 150) -> Any:
    return instructions.create_instrument(
        **_named(zone, symbol),
        issuer=issuer.pubkey(),
        payout_mint=zone.tenge.mint,
        kind=InstrumentKind.REAL_ESTATE_SHARE,
        authorised=authorised,
        face_value=1_000_000,
        holder_classes=0b0001,
        holder_cap=1,
        countries=("KZ",),
        document=bytes(range(32)),
        tax_bps=(1_500, 0, 0, 0),
        rent_payer=zone.operator.pubkey(),
    )


async def _make_mint(zone: RecordedZone, symbol: str) -> None:
    key, payer = zone.key(symbol), zone.operator.pubkey()
    address = instrument_address(zone.address, key.pubkey())
    rent = (128 + instrument_mint_bytes(METADATA)) * 6_960
    made = create_instrument_mint(payer, key.pubkey(), address, 0, METADATA, rent)
    token = create_token_account(payer, address, key.pubkey(), TOKEN_2022_PROGRAM)
    for steps, signers in ((made, (key,)), ([token], ())):
        intent = Intent(new_key(), tuple(steps), zone.operator, signers)
        await zone.sender.submit(intent)

"""A mint that changes after it was listed: its issuer gives up its power to freeze."""

from __future__ import annotations

from solders.instruction import AccountMeta, Instruction
from solders.keypair import Keypair
from solders.pubkey import Pubkey
from tests.parity.recording import RecordedZone, refuse

from alatau.context import new_key
from alatau.program import TOKEN_2022_PROGRAM, AssetClass, asset_address
from alatau.sender import Intent
from alatau.testing.fixtures import NO_CAP, UNCAPPED
from alatau.tokens import MINT_BYTES, create_mint
from alatau.zone import Zone

_MINT_LAMPORTS = (128 + MINT_BYTES) * 6_960
_SET_AUTHORITY, _FREEZE_AUTHORITY = 6, 1


async def make_freezable(zone: Zone, mint: Keypair, issuer: Keypair, payer: Keypair) -> None:
    """A mint of Token-2022 with 2 decimals that its issuer can freeze."""
    address = mint.pubkey()
    created, initialize = create_mint(
        payer.pubkey(), address, issuer.pubkey(), 2, TOKEN_2022_PROGRAM, _MINT_LAMPORTS
    )
    data = initialize.data[:-1] + b"\1" + bytes(issuer.pubkey())
    freezable = Instruction(TOKEN_2022_PROGRAM, data, initialize.accounts)
    await zone.sender.submit(Intent(new_key(), (created, freezable), payer, (mint,)))


async def give_up(zone: Zone, mint: Pubkey, issuer: Keypair, payer: Keypair) -> None:
    """Nobody can freeze its tokens any more."""
    given_up = Instruction(
        TOKEN_2022_PROGRAM,
        bytes([_SET_AUTHORITY, _FREEZE_AUTHORITY, 0]),
        [AccountMeta(mint, False, True), AccountMeta(issuer.pubkey(), True, False)],
    )
    await zone.sender.submit(Intent(new_key(), (given_up,), payer, (issuer,)))


async def mint(zone: RecordedZone) -> None:
    """What was consented to is another mint then."""
    key, issuer, payer = zone.key("KZTF"), zone.issuer, zone.operator
    address = key.pubkey()
    await make_freezable(zone, key, issuer, payer)
    await zone.list_asset(
        operator=payer,
        mint=address,
        token_program=TOKEN_2022_PROGRAM,
        asset_class=AssetClass.NATIONAL,
        fee_bps=0,
        fee_min=0,
        fee_max=NO_CAP,
        tax_bps=(0,) * 4,
        caps=(UNCAPPED,) * 4,
        vault_cap=NO_CAP,
    )
    await zone.consent_asset(regulator=zone.regulators[0], mint=address)
    await refuse(
        zone.rescreen_asset(operator=zone.regulators[0], mint=address),
        zone.rescreen_asset(operator=payer, mint=address),
    )
    await give_up(zone, address, issuer, payer)
    receipt = await zone.rescreen_asset(operator=payer, mint=address)
    assert receipt.event.asset == asset_address(zone.address, address)
    assert (receipt.event.flags, receipt.event.consents) == (0, 0)

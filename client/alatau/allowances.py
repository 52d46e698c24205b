"""Spending allowances: what a delegate may pay from the account of another.

A child's card, a company's card: the delegate is any wallet, known to the zone or not.
"""

from __future__ import annotations

from solders.keypair import Keypair
from solders.pubkey import Pubkey

from alatau.context import ZoneContext, content_of, make_reference
from alatau.listing import accounts_of
from alatau.models import Receipt
from alatau.program import PROGRAM_ID, accounts, addresses, events, instructions
from alatau.program.enums import Service


async def grant_allowance(
    zone: ZoneContext,
    *,
    mint: Pubkey,
    delegate: Pubkey,
    per_payment: int,
    per_period: int,
    period: int,
    services: int,
    expires_at: int,
    wallet: Keypair | None = None,
    rent_payer: Keypair | None = None,
    grants_before: int | None = None,
    key: str | None = None,
) -> Receipt[events.AllowanceGranted]:
    """Let `delegate` spend from the wallet's account, or change what it may.

    At most `per_payment` base units at once and `per_period` in each `period` seconds, before
    `expires_at` (unix seconds), for `services` (a bit per `Service`).  Periods are counted
    from the grant on; changing a running allowance keeps what was spent of the current one,
    unless `period` changes.

    `grants_before`, how often it was granted and revoked, is read from the chain unless given.
    Raises `ProgramRefused`: `GrantsChanged` where it was granted or revoked meanwhile.
    """
    wallet = wallet or zone.keypair
    rent_payer = rent_payer or wallet
    owner = wallet.pubkey()
    if grants_before is None:
        address = _address(zone, owner, mint, delegate)
        info = await zone.chain.account(address)
        # Who sends lamports to an address makes no allowance of it.
        made = info is not None and info.owner == PROGRAM_ID
        grants_before = accounts.decode_allowance(info.data).grants if made and info else 0
    instruction = instructions.grant_allowance(
        wallet=owner,
        zone=zone.address,
        mint=mint,
        delegate=delegate,
        grants_before=grants_before,
        per_payment=per_payment,
        per_period=per_period,
        period=period,
        services=services,
        expires_at=expires_at,
        rent_payer=rent_payer.pubkey(),
    )
    # Without what varies from call to call: the number of grants, and an end counted from now.
    content = content_of(
        "grant_allowance", owner, mint, delegate, per_payment, per_period, period, services
    )
    return await zone.submit(
        events.AllowanceGranted, instruction, key=key, signers=(wallet, rent_payer), content=content
    )


async def revoke_allowance(
    zone: ZoneContext,
    *,
    mint: Pubkey,
    delegate: Pubkey,
    wallet: Keypair | None = None,
    key: str | None = None,
) -> Receipt[events.AllowanceRevoked]:
    """End an allowance at once.  Nothing of the zone can stop that; twice is no mistake.

    A new grant can follow; what was signed before it, grants and draws, does not count again.
    """
    wallet = wallet or zone.keypair
    address = _address(zone, wallet.pubkey(), mint, delegate)
    instruction = instructions.revoke_allowance(wallet=wallet.pubkey(), allowance=address)
    return await zone.submit(events.AllowanceRevoked, instruction, key=key, signers=(wallet,))


async def close_allowance(
    zone: ZoneContext, *, allowance: Pubkey, key: str | None = None
) -> Receipt[events.AllowanceClosed]:
    """Return an allowance's rent to who paid it, once the zone has ended; anyone may."""
    found = accounts.decode_allowance((await zone.require(allowance, "allowance")).data)
    instruction = instructions.close_allowance(
        zone=zone.address, allowance=allowance, rent_payer=found.rent_payer
    )
    return await zone.submit(events.AllowanceClosed, instruction, key=key)


async def draw(
    zone: ZoneContext,
    *,
    owner: Pubkey,
    payee: Pubkey,
    mint: Pubkey,
    amount: int,
    service: Service | int,
    delegate: Keypair | None = None,
    invoice: bytes = b"",
    key: str | None = None,
) -> Receipt[events.Drawn]:
    """Pay a merchant `amount` base units, finally, from the account of wallet `owner`.

    All rules of a payment hold, for the owner: its funds, caps and freezes; and those of the
    allowance.  Raises `ProgramRefused` with the rule's name, `AccountMissing` without one.
    """
    delegate = delegate or zone.keypair
    account = _address(zone, owner, mint, delegate.pubkey())
    entry = await zone.prepare(key, account, "draw", payee, amount, int(service), invoice)
    instruction = instructions.draw(
        delegate=delegate.pubkey(),
        owner=owner,
        payee=payee,
        zone=zone.address,
        mint=mint,
        sequence=entry.sequence,
        amount=amount,
        reference=make_reference(entry.salt, invoice),
        service=int(service),
    )
    return await zone.submit(
        events.Drawn, instruction, key=entry.key, signers=(delegate,), content=entry.content
    )


async def allowance(
    zone: ZoneContext, *, owner: Pubkey, mint: Pubkey, delegate: Pubkey
) -> accounts.Allowance:
    """An allowance as it stands.  Raises `AccountMissing`."""
    info = await zone.require(_address(zone, owner, mint, delegate), "allowance")
    return accounts.decode_allowance(info.data)


async def allowances_of(
    zone: ZoneContext, wallet: Pubkey
) -> list[tuple[Pubkey, accounts.Allowance]]:
    """The allowances that a wallet has given or been given, by address."""
    given = await accounts_of(zone, accounts.Allowance, zone=zone.address, wallet=wallet)
    got = await accounts_of(zone, accounts.Allowance, zone=zone.address, delegate=wallet)
    return sorted({**dict(given), **dict(got)}.items(), key=lambda row: bytes(row[0]))


def _address(zone: ZoneContext, owner: Pubkey, mint: Pubkey, delegate: Pubkey) -> Pubkey:
    account = addresses.account_address(zone.address, owner, mint)
    return addresses.allowance_address(account, delegate)

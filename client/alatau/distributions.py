"""Distributions: an issuer pays in for all holders, each of whom claims its share."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Final

from solders.instruction import Instruction
from solders.keypair import Keypair
from solders.pubkey import Pubkey

from alatau.bulk import IN_FLIGHT, Done, Progress, all_of
from alatau.context import ZoneContext, content_of, make_reference, new_key
from alatau.errors import ProgramRefused
from alatau.instruments import holdings, instrument, payout_mint
from alatau.models import Receipt
from alatau.program import accounts, addresses, events, instructions

_ATTEMPTS: Final = 8


async def distribute(
    zone: ZoneContext,
    *,
    mint: Pubkey,
    amount: int,
    issuer: Keypair | None = None,
    invoice: bytes = b"",
    key: str | None = None,
) -> Receipt[events.Distributed]:
    """Pay in `amount` base units of the payout asset for all who hold units now, as the issuer.

    The money stays on the issuer's payment account, held, until each holder claims.  Where units
    were issued or another sum was distributed meanwhile the program refuses what was reckoned
    (`WrongQuotient`): it is reckoned again, some times.  Raises `ProgramRefused`,
    `AccountMissing`.
    """
    issuer, key = issuer or zone.keypair, key or new_key()
    for attempt in range(_ATTEMPTS):
        # Each under a key of its own, and only once the one before was refused for good.
        own = f"{key}#{attempt}" if attempt else key
        try:
            return await _distribute(zone, mint, amount, issuer, invoice, own)
        except ProgramRefused as refused:
            if refused.name != "WrongQuotient" or attempt == _ATTEMPTS - 1:
                raise
    raise AssertionError  # the last attempt returns or raises


async def _distribute(  # noqa: PLR0917 - what a distribution names
    zone: ZoneContext, mint: Pubkey, amount: int, issuer: Keypair, invoice: bytes, key: str
) -> Receipt[events.Distributed]:
    found = await instrument(zone, mint=mint)
    paid_in = await payout_mint(zone, found)
    account = addresses.account_address(zone.address, issuer.pubkey(), paid_in)
    entry = await zone.prepare(key, account, "distribute", mint, amount, invoice)
    instruction = instructions.distribute(
        issuer=issuer.pubkey(),
        zone=zone.address,
        mint=mint,
        payout_mint=paid_in,
        sequence=entry.sequence,
        amount=amount,
        quotient=found.quotient(amount),
        reference=make_reference(entry.salt, invoice),
    )
    return await zone.submit(
        events.Distributed, instruction, key=entry.key, signers=(issuer,), content=entry.content
    )


async def claim(
    zone: ZoneContext, *, mint: Pubkey, wallet: Pubkey | None = None, key: str | None = None
) -> Receipt[events.Claimed]:
    """Pay what the holding of a wallet, the zone's key's unless given, is entitled to out to it.

    Anyone may, at any time.  Where the wallet has no payment account of the payout asset one is
    opened, and the zone's key pays its rent.  Raises `ProgramRefused`: `NothingToClaim` where
    less than a base unit is due, and where there is no holding.
    """
    owner = zone.keypair.pubkey() if wallet is None else wallet
    found = await instrument(zone, mint=mint)
    return await _claim(zone, found, await payout_mint(zone, found), owner, key)


async def claim_all(
    zone: ZoneContext,
    *,
    mint: Pubkey,
    in_flight: int = IN_FLIGHT,
    progress: Progress | None = None,
) -> AsyncIterator[Done[Pubkey, Receipt[events.Claimed]]]:
    """Claim for every holding that is entitled to a base unit or more, as each ends; anyone may.

    `in_flight` claims at a time; beside them only the wallets are kept.  One that is refused, as
    where somebody else was faster (`NothingToClaim`), does not stop the others: its `Done` has
    the error.  Called again, it takes up what is left.
    """
    found = await instrument(zone, mint=mint)
    paid_in = await payout_mint(zone, found)
    due = [wallet for wallet, _ in await claims(zone, mint=mint)]

    async def one(wallet: Pubkey) -> Receipt[events.Claimed]:
        return await _claim(zone, found, paid_in, wallet, None)

    async for done in all_of(due, one, in_flight=in_flight, progress=progress):
        yield done


async def claims(zone: ZoneContext, *, mint: Pubkey) -> list[tuple[Pubkey, int]]:
    """The wallets that can claim now, and how many base units of the payout asset, gross."""
    found = await instrument(zone, mint=mint)
    rows = ((each.wallet, each.claimable(found)) for each in await holdings(zone, mint=mint))
    return [row for row in rows if row[1]]


async def _claim(
    zone: ZoneContext,
    found: accounts.Instrument,
    paid_in: Pubkey,
    wallet: Pubkey,
    key: str | None,
) -> Receipt[events.Claimed]:
    named = {"zone": zone.address, "mint": found.mint, "payout_mint": paid_in, "wallet": wallet}
    account = addresses.account_address(zone.address, wallet, paid_in)
    opened: tuple[Instruction, ...] = ()
    if await zone.chain.account(account) is None:
        opened = (instructions.open_payout_account(payer=zone.keypair.pubkey(), **named),)
    claimed = instructions.claim(issuer=found.issuer, **named)
    content = content_of("claim", found.mint, wallet)
    return await zone.submit(events.Claimed, *opened, claimed, key=key, content=content)

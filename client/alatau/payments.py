"""Money: accounts, deposits, withdrawals, and what becomes of payments (`pay` makes them).

Every function that moves money takes an idempotency `key`: called again with it, the
same payment is meant, and its receipt (or refusal) is returned.
"""

from __future__ import annotations

from solders.instruction import Instruction
from solders.keypair import Keypair
from solders.pubkey import Pubkey

from alatau.context import ZoneContext, content_of, lane_content, make_reference
from alatau.models import Receipt
from alatau.program import accounts, addresses, events, instructions
from alatau.tokens import create_token_account


async def open_account(
    zone: ZoneContext,
    *,
    mint: Pubkey,
    wallet: Pubkey,
    lane: int = 0,
    payer: Keypair | None = None,
    key: str | None = None,
) -> Receipt[events.AccountOpened]:
    """Open the participant's payment account for an asset; `payer` pays its rent.

    A merchant's further lanes the zone's operator opens: it must be the payer.
    """
    payer = payer or zone.keypair
    instruction = instructions.open_account(
        payer=payer.pubkey(), zone=zone.address, mint=mint, wallet=wallet, lane=lane
    )
    return await zone.submit(events.AccountOpened, instruction, key=key, signers=(payer,))


async def deposit(
    zone: ZoneContext,
    *,
    mint: Pubkey,
    amount: int,
    wallet: Keypair | None = None,
    invoice: bytes = b"",
    before: tuple[Instruction, ...] = (),
    also_signed_by: tuple[Keypair, ...] = (),
    key: str | None = None,
) -> Receipt[events.Deposited]:
    """Move tokens of the wallet's associated token account into its payment account.

    `before` are instructions of the same transaction (issuing the tokens, for one) that
    `also_signed_by` sign.  The event's `amount` is what arrived.
    """
    wallet = wallet or zone.keypair
    owner = wallet.pubkey()
    asset = await zone.asset(mint)
    account = _account(zone, owner, mint)
    entry = await zone.prepare(key, account, "deposit", amount, invoice)
    instruction = instructions.deposit(
        wallet=owner,
        zone=zone.address,
        mint=mint,
        token_program=asset.token_program,
        sequence=entry.sequence,
        amount=amount,
        reference=make_reference(entry.salt, invoice),
    )
    return await zone.submit(
        events.Deposited,
        *before,
        instruction,
        key=entry.key,
        signers=(wallet, *also_signed_by),
        content=entry.content,
    )


async def withdraw(
    zone: ZoneContext,
    *,
    mint: Pubkey,
    amount: int,
    wallet: Keypair | None = None,
    lane: int = 0,
    invoice: bytes = b"",
    after: tuple[Instruction, ...] = (),
    key: str | None = None,
) -> Receipt[events.Withdrawn]:
    """Move available money out to the wallet's associated token account (made if missing).

    From a `lane` above 0 once the zone has ended; until then it is consolidated.  `after`
    are instructions of the same transaction (redeeming the tokens, for one).
    """
    wallet = wallet or zone.keypair
    owner = wallet.pubkey()
    asset = await zone.asset(mint)
    account = addresses.account_address(zone.address, owner, mint, lane)
    entry = await zone.prepare(key, account, "withdraw", amount, invoice, *lane_content(lane))
    token_account = create_token_account(owner, owner, mint, asset.token_program)
    instruction = instructions.withdraw(
        wallet=owner,
        zone=zone.address,
        mint=mint,
        token_program=asset.token_program,
        sequence=entry.sequence,
        amount=amount,
        reference=make_reference(entry.salt, invoice),
        lane=lane,
    )
    return await zone.submit(
        events.Withdrawn,
        token_account,
        instruction,
        *after,
        key=entry.key,
        signers=(wallet,),
        content=entry.content,
    )


async def fulfil(
    zone: ZoneContext,
    *,
    payment: Pubkey,
    payee_account: Pubkey,
    wallet: Keypair | None = None,
    key: str | None = None,
) -> Receipt[events.Fulfilled]:
    """The merchant says that it has delivered."""
    wallet = wallet or zone.keypair
    instruction = instructions.fulfil(
        wallet=wallet.pubkey(), payment=payment, payee_account=payee_account
    )
    return await zone.submit(events.Fulfilled, instruction, key=key, signers=(wallet,))


async def settle(
    zone: ZoneContext,
    *,
    payment: Pubkey,
    payer_account: Pubkey,
    payee_account: Pubkey,
    signer: Keypair | None = None,
    key: str | None = None,
) -> Receipt[events.Settled]:
    """Release a held payment: the payer at any time, anyone after the window."""
    signer = signer or zone.keypair
    instruction = instructions.settle(
        signer=signer.pubkey(),
        payment=payment,
        payer_account=payer_account,
        payee_account=payee_account,
    )
    return await zone.submit(events.Settled, instruction, key=key, signers=(signer,))


async def refund(
    zone: ZoneContext,
    *,
    payment: Pubkey,
    payer_account: Pubkey,
    payee_account: Pubkey,
    refunded_before: int,
    amount: int,
    wallet: Keypair | None = None,
    key: str | None = None,
) -> Receipt[events.Refunded]:
    """The merchant returns `amount` of a payment of which `refunded_before` was returned."""
    wallet = wallet or zone.keypair
    instruction = instructions.refund(
        wallet=wallet.pubkey(),
        zone=zone.address,
        payment=payment,
        payer_account=payer_account,
        payee_account=payee_account,
        refunded_before=refunded_before,
        amount=amount,
    )
    # Without `refunded_before`: asked again with its key, it has gone up by this refund.
    content = content_of("refund", payment, amount)
    return await zone.submit(
        events.Refunded, instruction, key=key, signers=(wallet,), content=content
    )


async def expire(
    zone: ZoneContext,
    *,
    payment: Pubkey,
    payer_account: Pubkey,
    payee_account: Pubkey,
    key: str | None = None,
) -> Receipt[events.Expired]:
    """Return a held payment that was not delivered in time; anyone may."""
    instruction = instructions.expire(
        payment=payment, payer_account=payer_account, payee_account=payee_account
    )
    return await zone.submit(events.Expired, instruction, key=key)


async def collect(
    zone: ZoneContext, *, account: Pubkey, treasury_account: Pubkey, key: str | None = None
) -> Receipt[events.Collected]:
    """Sweep fees and taxes due on an account into the treasury's; anyone may."""
    instruction = instructions.collect(
        zone=zone.address, account=account, treasury_account=treasury_account
    )
    return await zone.submit(events.Collected, instruction, key=key)


async def payment(zone: ZoneContext, address: Pubkey) -> accounts.Payment:
    """A held payment as it stands.  Raises `AccountMissing`."""
    return accounts.decode_payment((await zone.require(address, "payment")).data)


async def account(
    zone: ZoneContext, wallet: Pubkey, mint: Pubkey, lane: int = 0
) -> accounts.PaymentAccount:
    """A participant's payment account as it stands.  Raises `AccountMissing`."""
    address = addresses.account_address(zone.address, wallet, mint, lane)
    info = await zone.require(address, "payment account")
    return accounts.decode_payment_account(info.data)


def _account(zone: ZoneContext, wallet: Pubkey, mint: Pubkey) -> Pubkey:
    return addresses.account_address(zone.address, wallet, mint)

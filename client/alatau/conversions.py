"""Payments that are no plain ones: in one asset received in another, or from a wallet.

A conversion is asked for (`request_quote`), answered by the provider (`answer_quote`) and
executed (`convert`); see `quotes` for what the two exchange in between.
"""

from __future__ import annotations

import secrets

from solders.keypair import Keypair
from solders.pubkey import Pubkey

from alatau.context import SALT_BYTES, ZoneContext, content_of, make_reference, new_key
from alatau.countersigned import asked_entry, needs_fresh, submit_answer
from alatau.errors import InputError, QuoteInvalid
from alatau.models import Receipt
from alatau.program import addresses, events, instructions
from alatau.program.enums import Service
from alatau.quotes import Quote, QuoteRequest, accept_quote, sign_quote

LASTS = 30
"""Seconds for which a provider's quote is good unless it says otherwise."""


async def request_quote(
    zone: ZoneContext,
    *,
    provider: Pubkey,
    payee: Pubkey,
    mint_in: Pubkey,
    mint_out: Pubkey,
    service: Service | int,
    amount_in: int = 0,
    amount_out: int = 0,
    wallet: Pubkey | None = None,
    invoice: bytes = b"",
    key: str | None = None,
) -> QuoteRequest:
    """Ask a provider: what does it take for `amount_out`, or give for `amount_in`?

    Nothing is sent: the request is for the provider.  It takes a sequence of the wallet's
    account of `mint_in`; asked again with its `key`, it is the same request.  Raises
    `InputError` unless one amount (base units) is given, `KeyReused`, `AccountMissing`.
    """
    if bool(amount_in) == bool(amount_out):
        raise InputError("give one of both amounts: the other is asked for", field="amount_in")
    wallet = wallet or zone.keypair.pubkey()
    key = new_key() if key is None else key
    account = addresses.account_address(zone.address, wallet, mint_in)
    known = zone.sender.journal.entry(key)
    salt = secrets.token_bytes(SALT_BYTES) if known is None else known.salt

    def request(sequence: int) -> QuoteRequest:
        return QuoteRequest(
            zone=zone.address,
            payer=wallet,
            payee=payee,
            provider=provider,
            mint_in=mint_in,
            mint_out=mint_out,
            sequence=sequence,
            reference=make_reference(salt, invoice),
            service=int(service),
            amount_in=amount_in,
            amount_out=amount_out,
        )

    content = _content(request(0))
    entry = zone.sender.keys.known(key, content)
    if entry is None:
        sequence = await zone.next_sequence(account)
        entry = zone.sender.keys.prepare(key, account, sequence, salt, content)
    return request(entry.sequence)


async def answer_quote(
    zone: ZoneContext,
    request: QuoteRequest,
    *,
    amount: int,
    mid_out: int,
    lasts: int = LASTS,
    provider: Keypair | None = None,
) -> Quote:
    """A provider's answer, signed: `amount` is the one that was asked for, base units.

    `mid_out` is what the amount in buys at the mid rate, `lasts` seconds that the quote is
    good for (its blockhash lasts about a minute).  Raises `QuoteInvalid` for a request to
    another provider or of another zone, and for a quote over the mid rate.
    """
    provider = provider or zone.keypair
    if request.zone != zone.address:
        raise QuoteInvalid(f"the request is of the zone {request.zone}", field="zone")
    now = await zone.chain.time()
    quote = Quote(
        request,
        amount_in=request.amount_in or amount,
        amount_out=request.amount_out or amount,
        mid_out=mid_out,
        quoted_at=now,
        expires_at=now + lasts,
    )
    return sign_quote(quote, provider, (await zone.chain.blockhash()).hash)


async def convert(
    zone: ZoneContext,
    quote: Quote,
    *,
    wallet: Keypair | None = None,
    provider: Keypair | None = None,
    max_spread_bps: int | None = None,
    max_age: int | None = None,
    key: str | None = None,
) -> Receipt[events.Converted]:
    """Accept a quote: pay a merchant in one asset what it receives in another.

    Sends the transaction that the provider has signed; with the `provider`'s key at hand, one
    that both sign now.  `max_spread_bps` and `max_age` (of the rate, seconds) say what is
    acceptable.  Raises `QuoteInvalid` where the quote is not what was asked or its bytes are
    not the quote, `QuoteStale` where it has expired (nothing was paid: have the same request
    answered again), and `ProgramRefused` with the rule's name.
    """
    wallet = wallet or zone.keypair
    request = quote.request
    if request.zone != zone.address:
        raise QuoteInvalid(f"the quote is of the zone {request.zone}", field="zone")
    if request.payer != wallet.pubkey():
        raise QuoteInvalid(f"the quote is for {request.payer}", field="payer")
    quote.check(max_spread_bps=max_spread_bps)
    account, sequence = request.payer_account, request.sequence
    content = _content(request)
    entry = asked_entry(zone, account, sequence, content, key=key, field="sequence")
    transaction = None if provider is not None else accept_quote(quote, wallet)
    if needs_fresh(zone, entry, transaction):
        quote.check_fresh(await zone.chain.time(), max_age=max_age)
    return await submit_answer(
        zone,
        events.Converted,
        quote.instruction(),
        entry=entry,
        signers=(wallet,) if provider is None else (wallet, provider),
        transaction=transaction,
        stale="the quote's transaction can land no more: nothing was paid",
    )


async def deposit_and_pay(
    zone: ZoneContext,
    *,
    payee: Pubkey,
    mint: Pubkey,
    amount: int,
    service: Service | int,
    minimum: int | None = None,
    wallet: Keypair | None = None,
    invoice: bytes = b"",
    key: str | None = None,
) -> Receipt[events.PaidFromWallet]:
    """Pay a merchant with tokens of a wallet that has no payment account, finally.

    `amount` base units leave the wallet's associated token account; what arrives is paid, at
    least `minimum` (`amount` unless given; less where the mint keeps a fee of transfers).
    Raises `ProgramRefused`, `HasAccount` where the wallet has an account.
    """
    wallet = wallet or zone.keypair
    owner = wallet.pubkey()
    least = amount if minimum is None else minimum
    asset = await zone.asset(mint)
    participant = addresses.participant_address(zone.address, owner)
    what = (payee, mint, amount, least, int(service), invoice)
    entry = await zone.prepare(key, participant, "deposit_and_pay", *what)
    instruction = instructions.deposit_and_pay(
        wallet=owner,
        payee=payee,
        zone=zone.address,
        mint=mint,
        token_program=asset.token_program,
        sequence=entry.sequence,
        amount=amount,
        minimum=least,
        reference=make_reference(entry.salt, invoice),
        service=int(service),
    )
    return await zone.submit(
        events.PaidFromWallet,
        instruction,
        key=entry.key,
        signers=(wallet,),
        content=entry.content,
    )


def _content(request: QuoteRequest) -> bytes:
    """What a request's key stands for: all of it but the sequence, which is chosen last."""
    return content_of(
        request.payer_account,
        "convert",
        request.payee_account,
        request.provider,
        request.service,
        request.amount_in,
        request.amount_out,
        request.reference.hex(),
    )

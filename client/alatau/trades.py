"""Units for money between two; and splits.

A trade is asked for (`request_trade`), answered by the seller (`answer_trade`) and executed
(`trade`); see `trade_terms` for what the two exchange in between.  Its price is for all units,
in base units of the asset that the instrument is paid in.
"""

from __future__ import annotations

import secrets
from hashlib import sha256

from solders.keypair import Keypair
from solders.pubkey import Pubkey

from alatau.context import SALT_BYTES, ZoneContext, content_of, make_reference, new_key
from alatau.countersigned import asked_entry, needs_fresh, submit_answer
from alatau.errors import QuoteInvalid
from alatau.instruments import instrument, payout_mint
from alatau.models import Receipt
from alatau.program import addresses, events, instructions
from alatau.trade_terms import TradeAnswer, TradeRequest, accept_trade, sign_trade

LASTS = 30
"""Seconds for which a seller's answer is good unless it says otherwise."""


async def request_trade(
    zone: ZoneContext,
    *,
    seller: Pubkey,
    mint: Pubkey,
    quantity: int,
    price: int,
    wallet: Pubkey | None = None,
    invoice: bytes = b"",
    key: str | None = None,
) -> TradeRequest:
    """Ask a seller for `quantity` units at `price` for all of them, as their buyer.

    Nothing is sent: the request is for the seller.  It takes a sequence of the wallet's payment
    account; asked again with its `key`, it is the same request.  Raises `KeyReused`,
    `AccountMissing`.
    """
    wallet = wallet or zone.keypair.pubkey()
    key = new_key() if key is None else key
    paid_in = await payout_mint(zone, await instrument(zone, mint=mint))
    account = addresses.account_address(zone.address, wallet, paid_in)
    known = zone.sender.journal.entry(key)
    salt = secrets.token_bytes(SALT_BYTES) if known is None else known.salt

    def request(account_sequence: int) -> TradeRequest:
        return TradeRequest(
            zone=zone.address,
            seller=seller,
            buyer=wallet,
            mint=mint,
            payout_mint=paid_in,
            account_sequence=account_sequence,
            quantity=quantity,
            price=price,
            reference=make_reference(salt, invoice),
        )

    content = _content(request(0))
    entry = zone.sender.keys.known(key, content)
    if entry is None:
        sequence = await zone.next_sequence(account)
        entry = zone.sender.keys.prepare(key, account, sequence, salt, content)
    return request(entry.sequence)


async def answer_trade(
    zone: ZoneContext,
    request: TradeRequest,
    *,
    lasts: int = LASTS,
    wallet: Keypair | None = None,
) -> TradeAnswer:
    """A seller's consent to a request, signed; it is good for `lasts` seconds.

    Its blockhash lasts about a minute.  It takes a sequence of the wallet's holding, the same one
    when the same request is answered again.  Raises `QuoteInvalid` for a request to another
    seller or of another zone, or where the instrument is paid in another asset.
    """
    wallet = wallet or zone.keypair
    if request.zone != zone.address:
        raise QuoteInvalid(f"the request is of the zone {request.zone}", field="zone")
    if request.seller != wallet.pubkey():
        raise QuoteInvalid(f"the request is to {request.seller}", field="seller")
    if request.payout_mint != await payout_mint(zone, await instrument(zone, mint=request.mint)):
        raise QuoteInvalid("the instrument is paid in another asset", field="payout_mint")
    # By all of it: after a trade that failed, the buyer's next request has the same sequence.
    asked = request.to_json()
    key = f"trade:{request.buyer_account}:{sha256(asked.encode()).hexdigest()}"
    entry = await zone.prepare(key, request.seller_holding, "answer_trade", asked)
    now = await zone.chain.time()
    answer = TradeAnswer(request, entry.sequence, now + lasts)
    return sign_trade(answer, wallet, (await zone.chain.blockhash()).hash)


async def trade(
    zone: ZoneContext,
    answer: TradeAnswer,
    *,
    wallet: Keypair | None = None,
    seller: Keypair | None = None,
    key: str | None = None,
) -> Receipt[events.Traded]:
    """Accept a seller's answer: its units for the buyer's money, in one step.

    Sends the transaction that the seller has signed; with the `seller`'s key at hand, one that
    both sign now.  Raises `QuoteInvalid` where its bytes are not what was asked, `QuoteStale`
    where it has expired (nothing moved: have the same request answered again), and
    `ProgramRefused` with the rule's name.
    """
    wallet = wallet or zone.keypair
    request = answer.request
    if request.zone != zone.address:
        raise QuoteInvalid(f"the trade is of the zone {request.zone}", field="zone")
    if request.buyer != wallet.pubkey():
        raise QuoteInvalid(f"the trade is with {request.buyer}", field="buyer")
    account, sequence = request.buyer_account, request.account_sequence
    content = _content(request)
    entry = asked_entry(zone, account, sequence, content, key=key, field="account_sequence")
    transaction = None if seller is not None else accept_trade(answer, wallet)
    if needs_fresh(zone, entry, transaction):
        answer.check_fresh(await zone.chain.time())
    return await submit_answer(
        zone,
        events.Traded,
        answer.instruction(),
        entry=entry,
        signers=(wallet,) if seller is None else (wallet, seller),
        transaction=transaction,
        stale="the trade's transaction can land no more: nothing moved",
    )


async def split_instrument(
    zone: ZoneContext,
    *,
    mint: Pubkey,
    revision: int,
    shares: int,
    per_units: int,
    regulator: Keypair,
    issuer: Keypair | None = None,
) -> Receipt[events.InstrumentSplit]:
    """Say that `shares` shares are `per_units` units, as issuer and financial authority.

    No holding changes.  `revision` is the instrument's that both have read: it changes with every
    transfer, and not while the instrument is suspended.
    """
    issuer = issuer or zone.keypair
    instruction = instructions.split_instrument(
        issuer=issuer.pubkey(),
        regulator=regulator.pubkey(),
        zone=zone.address,
        mint=mint,
        revision=revision,
        shares=shares,
        per_units=per_units,
    )
    return await zone.submit(events.InstrumentSplit, instruction, signers=(issuer, regulator))


def _content(request: TradeRequest) -> bytes:
    """What a request's key stands for: all of it but the sequence, which is chosen last."""
    return content_of(
        request.buyer_account,
        "trade",
        request.seller_holding,
        request.quantity,
        request.price,
        request.reference.hex(),
    )

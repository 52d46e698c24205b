"""Paying: a merchant for a service, finally or held, or another resident; one, or a million."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Iterable, Sequence
from dataclasses import dataclass

from solders.keypair import Keypair
from solders.pubkey import Pubkey

from alatau.bulk import IN_FLIGHT, Done, Progress, all_of
from alatau.context import ZoneContext, lane_content, make_reference
from alatau.errors import ProgramRefused
from alatau.models import Receipt
from alatau.program import addresses, events, instructions
from alatau.program.enums import Service
from alatau.refusals import with_figures
from alatau.sender import Intent, Outcome
from alatau.signers import address_of


@dataclass(frozen=True, slots=True)
class PaymentOrder:
    """A payment to be made: `amount` base units of `mint` to the wallet `payee`.

    For a `service` of a merchant, or (None) to another resident without fee and tax.  Held
    until `deliver_by` (unix seconds; 0: final).  `wallet` pays (None: the zone's key);
    `invoice` is what the payment's reference commits to; `key` makes it idempotent.
    """

    payee: Pubkey
    mint: Pubkey
    amount: int
    service: Service | int | None = None
    deliver_by: int = 0
    payee_lane: int = 0
    wallet: Keypair | None = None
    invoice: bytes = b""
    key: str | None = None


async def pay(
    zone: ZoneContext,
    *,
    payee: Pubkey,
    mint: Pubkey,
    amount: int,
    service: Service | int,
    deliver_by: int = 0,
    payee_lane: int = 0,
    wallet: Keypair | None = None,
    invoice: bytes = b"",
    key: str | None = None,
) -> Receipt[events.Paid]:
    """Pay a merchant `amount` base units for a service.

    Final unless `deliver_by` (unix seconds) is given: then held until it is settled,
    refunded, or expires undelivered.  Raises `ProgramRefused` with the rule's name.
    """
    order = PaymentOrder(payee, mint, amount, service, deliver_by, payee_lane, wallet, invoice, key)
    return await zone.execute(events.Paid, await payment_intent(zone, order))


async def pay_held(
    zone: ZoneContext,
    *,
    payee: Pubkey,
    mint: Pubkey,
    amount: int,
    service: Service | int,
    deliver_by: int,
    payee_lane: int = 0,
    wallet: Keypair | None = None,
    invoice: bytes = b"",
    key: str | None = None,
) -> Receipt[events.Paid]:
    """Pay a merchant; the money is held until it is settled, refunded, or expires.

    The wallet pays the rent of the payment's account.
    """
    order = PaymentOrder(payee, mint, amount, service, deliver_by, payee_lane, wallet, invoice, key)
    return await zone.execute(events.Paid, await _held(zone, order))


async def transfer(
    zone: ZoneContext,
    *,
    payee: Pubkey,
    mint: Pubkey,
    amount: int,
    wallet: Keypair | None = None,
    invoice: bytes = b"",
    key: str | None = None,
) -> Receipt[events.Transferred]:
    """Pay another resident: no fee, no tax, final."""
    order = PaymentOrder(payee, mint, amount, wallet=wallet, invoice=invoice, key=key)
    return await zone.execute(events.Transferred, await payment_intent(zone, order))


async def pay_all(
    zone: ZoneContext,
    orders: Iterable[PaymentOrder] | AsyncIterable[PaymentOrder],
    *,
    in_flight: int = IN_FLIGHT,
    progress: Progress | None = None,
) -> AsyncIterator[Done[PaymentOrder, Outcome]]:
    """Make many payments, each exactly once, and give each as it ends.

    Bounded in memory for any number of orders.  They are handed over in their order: across
    payers at once, within one payer at most 128 that are not final.  A payment that is
    refused does not stop the others: its `Done` has the error (`ProgramRefused`, with figures
    where there are some).  An `Outcome` has the signature; ``zone.chain.transactions`` has the
    rest.  Give each order a `key`: interrupted and called again, what is paid is not paid again.
    """

    async def one(order: PaymentOrder) -> Outcome:
        return await send(zone, await payment_intent(zone, order))

    async def ahead(some: Sequence[PaymentOrder]) -> None:
        await zone.look_ahead(_payer(zone, order)[2] for order in some)

    results = all_of(orders, one, in_flight=in_flight, progress=progress, ahead=ahead)
    async for done in results:
        yield done


async def send(zone: ZoneContext, intent: Intent) -> Outcome:
    """Make an intent happen, once, without reading its transaction.  Raises as `submit` does."""
    outcome = await zone.sender.send(intent)
    try:
        zone.sender.require_success(outcome)
    except ProgramRefused as plain:
        raise await with_figures(zone.chain, plain, intent.instructions) from None
    return outcome


async def payment_intent(zone: ZoneContext, order: PaymentOrder) -> Intent:
    """What an order asks for, with its sequence and its reference, ready to be sent."""
    if order.service is None:
        return await _transfer(zone, order)
    return await (_held(zone, order) if order.deliver_by else _final(zone, order, order.service))


async def _final(zone: ZoneContext, order: PaymentOrder, service: Service | int) -> Intent:
    wallet, owner, account = _payer(zone, order)
    what = (order.payee, order.amount, int(service), order.invoice, *lane_content(order.payee_lane))
    entry = await zone.prepare(order.key, account, "pay", *what)
    instruction = instructions.pay(
        wallet=owner,
        payee=order.payee,
        zone=zone.address,
        mint=order.mint,
        sequence=entry.sequence,
        amount=order.amount,
        reference=make_reference(entry.salt, order.invoice),
        service=int(service),
        payee_lane=order.payee_lane,
    )
    return zone.intent(instruction, key=entry.key, signers=(wallet,), content=entry.content)


async def _held(zone: ZoneContext, order: PaymentOrder) -> Intent:
    wallet, owner, account = _payer(zone, order)
    service = int(order.service or 0)
    what = (order.payee, order.amount, service, order.invoice, *lane_content(order.payee_lane))
    entry = await zone.prepare(order.key, account, "pay_held", *what)
    instruction = instructions.pay_held(
        wallet=owner,
        payee=order.payee,
        zone=zone.address,
        mint=order.mint,
        sequence=entry.sequence,
        amount=order.amount,
        reference=make_reference(entry.salt, order.invoice),
        service=service,
        deliver_by=order.deliver_by,
        payee_lane=order.payee_lane,
    )
    return zone.intent(instruction, key=entry.key, signers=(wallet,), content=entry.content)


async def _transfer(zone: ZoneContext, order: PaymentOrder) -> Intent:
    wallet, owner, account = _payer(zone, order)
    what = (order.payee, order.amount, order.invoice)
    entry = await zone.prepare(order.key, account, "transfer", *what)
    instruction = instructions.transfer(
        wallet=owner,
        payee=order.payee,
        zone=zone.address,
        mint=order.mint,
        sequence=entry.sequence,
        amount=order.amount,
        reference=make_reference(entry.salt, order.invoice),
    )
    return zone.intent(instruction, key=entry.key, signers=(wallet,), content=entry.content)


def _payer(zone: ZoneContext, order: PaymentOrder) -> tuple[Keypair, Pubkey, Pubkey]:
    """Who pays, and from which account."""
    wallet = order.wallet or zone.keypair
    owner = address_of(wallet)
    return wallet, owner, addresses.account_address(zone.address, owner, order.mint)

"""Executing a day: transfers and orders in the order of their times, concurrent across payers.

Each item waits for the one before it of the same participant; a withdrawal waits for
everything before it, as it may take out what others still pay in.  An embedded chain's
clock follows the items.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

from solders.keypair import Keypair
from solders.pubkey import Pubkey

from alatau.bulk import Progress
from alatau.chain.base import TimeTravel
from alatau.day.inputs import Day
from alatau.day.orders import Mode, Order
from alatau.day.report import Refusal
from alatau.day.setup import mint_wallet
from alatau.day.transfers import Transfer, TransferKind
from alatau.errors import KeyReused, ProgramRefused
from alatau.models import Receipt
from alatau.program import addresses, events
from alatau.tokens import burn, create_token_account, mint_to
from alatau.zone import Zone

IN_FLIGHT = 64
DUPLICATE_ORDER = "DuplicateOrder"
REUSED_ORDER = "OrderIdReused"  # another order of this id was executed before
REUSED_TRANSFER = "TransferIdReused"


@dataclass(slots=True)
class Outcomes:
    """What came of a day, filled while it is executed."""

    paid: dict[int, Receipt[events.Paid] | Receipt[events.Transferred]] = field(
        default_factory=dict
    )
    """Receipts of payments by line of `orders.csv`."""
    refusals: list[Refusal] = field(default_factory=list)
    refused_transfers: dict[str, str] = field(default_factory=dict)
    transactions: int = 0
    compute_units: int = 0
    """Of the orders' transactions; those of transfers are mostly the token programs'."""
    network_fees: int = 0

    def count(self, receipt: Receipt[object]) -> None:
        """Add a transaction to the sums."""
        self.transactions += 1
        self.network_fees += receipt.fee

    def count_order(self, receipt: Receipt[object]) -> None:
        """Add a transaction of an order, and its compute units."""
        self.count(receipt)
        self.compute_units += receipt.compute_units


class Executor:
    """Executes one day on one zone.  ``await Executor(...).run()``."""

    def __init__(
        self,
        day: Day,
        zone: Zone,
        keys: Mapping[str, Keypair],
        provider: str,
        progress: Progress,
    ) -> None:
        self._config = day.config
        self._zone = zone
        self._keys = keys
        self._addresses = {name: key.pubkey() for name, key in keys.items()}
        self._provider = keys[provider]
        self._progress = progress
        self._items: list[Order | Transfer] = sorted(
            [*day.transfers, *day.orders], key=lambda item: item.time
        )
        self._outcomes = Outcomes()
        self._done = 0
        self._deliver_by = 0

    async def run(self) -> Outcomes:
        """Execute everything.  Refusals are outcomes; any other error ends the run."""
        last: dict[str, asyncio.Task[None]] = {}
        gate = asyncio.Semaphore(IN_FLIGHT)
        seen: set[str] = set()
        tasks: list[asyncio.Task[None]] = []
        self._deliver_by = await self._deadline()
        async with asyncio.TaskGroup() as group:
            for item in self._items:
                if isinstance(item, Order) and item.id in seen:
                    self._refuse(item, "pay", DUPLICATE_ORDER)
                    self._step()
                    continue
                if isinstance(item, Order):
                    seen.add(item.id)
                await gate.acquire()
                owner = item.payer if isinstance(item, Order) else item.participant
                leaving = isinstance(item, Transfer) and item.kind is TransferKind.WITHDRAWAL
                waits = list(tasks) if leaving else [last[owner]] if owner in last else []
                task = group.create_task(self._run(item, waits, gate))
                last[owner] = task
                tasks = [one for one in tasks if not one.done()] + [task]
        return self._outcomes

    async def _run(
        self, item: Order | Transfer, waits: list[asyncio.Task[None]], gate: asyncio.Semaphore
    ) -> None:
        try:
            for task in waits:
                await asyncio.shield(task)
            if isinstance(self._zone.chain, TimeTravel):
                await self._zone.chain.set_time(item.time)
            if isinstance(item, Order):
                await self._order(item)
            else:
                await self._transfer(item)
            self._step()
        finally:
            gate.release()

    async def _transfer(self, item: Transfer) -> None:
        config = self._config.asset(item.asset)
        mint = self._addresses[mint_wallet(item.asset)]
        wallet = self._keys[item.participant]
        program = (await self._zone.asset(mint)).token_program
        tokens = addresses.token_account_address(wallet.pubkey(), mint, program)
        invoice = f"transfer:{item.id}:{item.participant}:{item.asset}:{item.amount}".encode()
        key = item.key
        try:
            if item.kind is TransferKind.DEPOSIT:
                issue = (
                    create_token_account(wallet.pubkey(), wallet.pubkey(), mint, program),
                    mint_to(
                        authority=self._provider.pubkey(),
                        mint=mint,
                        account=tokens,
                        amount=item.amount,
                        decimals=config.decimals,
                        token_program=program,
                    ),
                )
                self._outcomes.count(
                    await self._zone.deposit(
                        mint=mint,
                        amount=item.amount,
                        wallet=wallet,
                        invoice=invoice,
                        before=issue,
                        also_signed_by=(self._provider,),
                        key=key,
                    )
                )
            else:
                redeem = burn(
                    owner=wallet.pubkey(),
                    mint=mint,
                    account=tokens,
                    amount=item.amount,
                    decimals=config.decimals,
                    token_program=program,
                )
                self._outcomes.count(
                    await self._zone.withdraw(
                        mint=mint,
                        amount=item.amount,
                        wallet=wallet,
                        invoice=invoice,
                        after=(redeem,),
                        key=key,
                    )
                )
        except ProgramRefused as refused:
            self._outcomes.refused_transfers[item.id] = refused.name
        except KeyReused:
            self._outcomes.refused_transfers[item.id] = REUSED_TRANSFER

    async def _order(self, order: Order) -> None:
        try:
            await self._pay(order)
        except ProgramRefused as refused:
            self._refuse(order, "pay", refused.name)
            return
        except KeyReused:
            self._refuse(order, "pay", REUSED_ORDER)
            return
        if order.mode is not Mode.HELD:
            return
        payment = HeldPayment.of(self._zone, self._addresses, order, self._sequence(order))
        await self._fulfil(order, payment)
        if order.refund:
            try:
                await self._refund(order, payment)
            except ProgramRefused as refused:
                # It stays held: what the order asks for after the payment contradicts it.
                self._refuse(order, "refund", refused.name)
                return
        if order.refund < order.amount:
            await self._settle(order, payment)

    async def _pay(self, order: Order) -> None:
        mint = self._addresses[mint_wallet(order.asset)]
        payee = self._addresses[order.payee]
        wallet = self._keys[order.payer]
        receipt: Receipt[events.Paid] | Receipt[events.Transferred]
        if order.service is None:
            receipt = await self._zone.transfer(
                payee=payee,
                mint=mint,
                amount=order.amount,
                wallet=wallet,
                invoice=invoice_of(order),
                key=order_key(order, "pay"),
            )
        else:
            receipt = await self._zone.pay(
                payee=payee,
                mint=mint,
                amount=order.amount,
                service=order.service,
                deliver_by=self._deliver_by_of(order),
                wallet=wallet,
                invoice=invoice_of(order),
                key=order_key(order, "pay"),
            )
        self._outcomes.count_order(receipt)
        self._outcomes.paid[order.line] = receipt

    async def _fulfil(self, order: Order, payment: HeldPayment) -> None:
        receipt = await self._zone.fulfil(
            payment=payment.address,
            payee_account=payment.payee_account,
            wallet=self._keys[order.payee],
            key=order_key(order, "fulfil"),
        )
        self._outcomes.count_order(receipt)

    async def _refund(self, order: Order, payment: HeldPayment) -> None:
        receipt = await self._zone.refund(
            payment=payment.address,
            payer_account=payment.payer_account,
            payee_account=payment.payee_account,
            refunded_before=0,
            amount=order.refund,
            wallet=self._keys[order.payee],
            key=order_key(order, "refund"),
        )
        self._outcomes.count_order(receipt)

    async def _settle(self, order: Order, payment: HeldPayment) -> None:
        receipt = await self._zone.settle(
            payment=payment.address,
            payer_account=payment.payer_account,
            payee_account=payment.payee_account,
            signer=self._keys[order.payer],
            key=order_key(order, "settle"),
        )
        self._outcomes.count_order(receipt)

    def _sequence(self, order: Order) -> int:
        return self._outcomes.paid[order.line].event.sequence

    def _deliver_by_of(self, order: Order) -> int:
        if order.mode is not Mode.HELD:
            return 0
        if isinstance(self._zone.chain, TimeTravel):
            return max(self._deliver_by, order.time + self._span())
        return self._deliver_by

    async def _deadline(self) -> int:
        return await self._zone.chain.time() + self._span()

    def _span(self) -> int:
        return self._config.deliver_within_hours * 3600

    def _refuse(self, order: Order, step: str, reason: str) -> None:
        self._outcomes.refusals.append(Refusal(order.id, step, reason, order.line))

    def _step(self) -> None:
        self._done += 1
        self._progress(self._done, len(self._items))


@dataclass(frozen=True, slots=True)
class HeldPayment:
    """The addresses of an order's held payment."""

    address: Pubkey
    payer_account: Pubkey
    payee_account: Pubkey

    @classmethod
    def of(
        cls, zone: Zone, wallets: Mapping[str, Pubkey], order: Order, sequence: int
    ) -> HeldPayment:
        """The addresses follow from the parties, the asset and the payer's sequence."""
        mint = wallets[mint_wallet(order.asset)]
        payer = addresses.account_address(zone.address, wallets[order.payer], mint)
        payee = addresses.account_address(zone.address, wallets[order.payee], mint)
        return cls(addresses.payment_address(payer, sequence), payer, payee)


def order_key(order: Order, step: str) -> str:
    """The idempotency key of a step of an order: an order id is paid once in a zone."""
    return f"order:{order.id}:{step}"


def invoice_of(order: Order) -> bytes:
    """The canonical invoice that the payment's reference commits to."""
    service = "" if order.service is None else order.service.name.lower()
    amount = str(order.amount)
    parts = (order.id, order.payer, order.payee, service, order.asset, amount, order.mode)
    return "\x1f".join(parts).encode()

"""What the chain says of a day's orders, against what their file says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from solders.keypair import Keypair
from solders.pubkey import Pubkey

from alatau.context import make_reference
from alatau.day.config import AssetConfig
from alatau.day.execute import HeldPayment, Outcomes, invoice_of, order_key
from alatau.day.inputs import Day
from alatau.day.orders import Mode, Order
from alatau.day.report import AssetReport, Solvency
from alatau.day.setup import mint_wallet
from alatau.errors import AccountMissing
from alatau.program import PROGRAM_ID, accounts, addresses, events
from alatau.reconcile import (
    Break,
    ExpectedPayment,
    PaymentFact,
    PaymentState,
    in_order,
    reconcile_orders,
)
from alatau.tokens import token_amount
from alatau.zone import Zone

_STATES = {
    accounts.PaymentState.OPEN: PaymentState.OPEN,
    accounts.PaymentState.FULFILLED: PaymentState.FULFILLED,
    accounts.PaymentState.SETTLED: PaymentState.SETTLED,
    accounts.PaymentState.REFUNDED: PaymentState.REFUNDED,
}
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Checked:
    """The breaks of a day's orders, and the sums of its assets."""

    breaks: tuple[Break, ...]
    assets: tuple[AssetReport, ...]


async def check_day(
    day: Day, zone: Zone, keys: Mapping[str, Keypair], outcomes: Outcomes
) -> Checked:
    """Orders against payments, and what accounts and vaults hold."""
    facts = await _facts(day, zone, keys, outcomes)
    breaks = reconcile_orders(_expected(day, outcomes), facts)
    owed = await _liabilities(zone)
    assets = [await _asset(zone, keys, asset, facts, owed) for asset in day.config.assets]
    return Checked(in_order(breaks), tuple(assets))


def _expected(day: Day, outcomes: Outcomes) -> list[ExpectedPayment]:
    refused = {(refusal.line, refusal.step) for refusal in outcomes.refusals}
    expected: list[ExpectedPayment] = []
    for order in day.orders:
        if (order.line, "pay") in refused:
            continue
        refund_refused = (order.line, "refund") in refused
        if refund_refused:
            state = PaymentState.FULFILLED
        elif order.refund == order.amount:
            state = PaymentState.REFUNDED
        else:
            state = PaymentState.SETTLED
        refunded = 0 if refund_refused else order.refund
        expected.append(
            ExpectedPayment(
                order.id,
                order.payer,
                order.payee,
                order.asset,
                order.amount,
                refunded,
                state,
                order.time,
            )
        )
    return expected


async def _facts(
    day: Day, zone: Zone, keys: Mapping[str, Keypair], outcomes: Outcomes
) -> list[PaymentFact]:
    owners = _owners(day, zone, keys)
    wallets = {name: key.pubkey() for name, key in keys.items()}
    held = {
        order.line: HeldPayment.of(zone, wallets, order, outcomes.paid[order.line].event.sequence)
        for order in day.orders
        if order.line in outcomes.paid and order.mode is Mode.HELD
    }
    found = await zone.chain.accounts([payment.address for payment in held.values()])
    payments = {
        line: None if info is None else accounts.decode_payment(info.data)
        for line, info in zip(held, found, strict=True)
    }
    facts: list[PaymentFact] = []
    for order in day.orders:
        receipt = outcomes.paid.get(order.line)
        if receipt is None:
            continue
        name = order.id if _is_for(zone, order, receipt.event.reference) else UNKNOWN
        if order.mode is not Mode.HELD:
            facts.append(_final(name, receipt.event, owners))
        elif (payment := payments[order.line]) is not None:
            facts.append(_held(name, payment, owners))
    return facts


def _owners(day: Day, zone: Zone, keys: Mapping[str, Keypair]) -> dict[Pubkey, tuple[str, str]]:
    """The participant and asset of each payment account."""
    return {
        addresses.account_address(
            zone.address, keys[member.id].pubkey(), keys[mint_wallet(asset.symbol)].pubkey()
        ): (member.id, asset.symbol)
        for member in day.config.participants
        for asset in day.config.assets
    }


def _is_for(zone: Zone, order: Order, reference: bytes) -> bool:
    """Whether the payment commits to this order: not to another one of the same id."""
    entry = zone.sender.journal.entry(order_key(order, "pay"))
    return entry is not None and make_reference(entry.salt, invoice_of(order)) == reference


def _final(
    name: str,
    event: events.Paid | events.Transferred,
    owners: Mapping[Pubkey, tuple[str, str]],
) -> PaymentFact:
    payer, asset = owners.get(event.payer_account, (UNKNOWN, UNKNOWN))
    payee, _ = owners.get(event.payee_account, (UNKNOWN, UNKNOWN))
    fee, tax = (event.fee, event.tax) if isinstance(event, events.Paid) else (0, 0)
    return PaymentFact(
        order=name,
        payer=payer,
        payee=payee,
        asset=asset,
        amount=event.amount,
        fee=fee,
        tax=tax,
        refunded=0,
        settled=event.amount - fee - tax,
        held=0,
        state=PaymentState.SETTLED,
    )


def _held(
    name: str, payment: accounts.Payment, owners: Mapping[Pubkey, tuple[str, str]]
) -> PaymentFact:
    payer, asset = owners.get(payment.payer_account, (UNKNOWN, UNKNOWN))
    payee, _ = owners.get(payment.payee_account, (UNKNOWN, UNKNOWN))
    return PaymentFact(
        order=name,
        payer=payer,
        payee=payee,
        asset=asset,
        amount=payment.amount,
        fee=payment.fee,
        tax=payment.tax,
        refunded=payment.refunded,
        settled=payment.settled,
        held=payment.held,
        state=_STATES[payment.state],
    )


async def _liabilities(zone: Zone) -> Counter[Pubkey]:
    """What the payment accounts of each asset add up to, from one scan of them."""
    owed: Counter[Pubkey] = Counter()
    prefix = accounts.DISCRIMINATORS["PaymentAccount"]
    for _, info in await zone.chain.program_accounts(PROGRAM_ID, prefix):
        account = accounts.decode_payment_account(info.data)
        owed[account.asset] += account.liability
    return owed


async def _asset(
    zone: Zone,
    keys: Mapping[str, Keypair],
    asset: AssetConfig,
    facts: list[PaymentFact],
    owed: Counter[Pubkey],
) -> AssetReport:
    mint = keys[mint_wallet(asset.symbol)].pubkey()
    address = addresses.asset_address(zone.address, mint)
    vault_info = await zone.require(addresses.vault_address(address), "vault")
    vault = accounts.decode_vault(vault_info.data)
    tokens = await zone.chain.account(vault.token_account)
    if tokens is None:
        raise AccountMissing(f"the vault of {asset.symbol} has no token account")
    mine = [fact for fact in facts if fact.asset == asset.symbol]
    return AssetReport(
        symbol=asset.symbol,
        decimals=asset.decimals,
        solvency=Solvency(token_amount(tokens.data), vault.liabilities, owed[address]),
        paid=sum(fact.amount for fact in mine),
        refunds=sum(fact.refunded for fact in mine),
        fees=sum(fact.fee for fact in mine),
        taxes=sum(fact.tax for fact in mine),
    )

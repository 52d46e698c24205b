"""How ``alatau pay`` pays and ``alatau collect`` collects."""

from __future__ import annotations

from dataclasses import dataclass

from solders.keypair import Keypair
from solders.pubkey import Pubkey

from alatau.cli.connect import account_of, asset_of, found, zone_of
from alatau.cli.intents import IntentKey
from alatau.cli.lookup import accounts_of
from alatau.cli.options import Settings
from alatau.cli.output import emit_receipt
from alatau.cli.parse import parse_money
from alatau.cli.view import Plain, moment, money
from alatau.models import Receipt
from alatau.program import Paid, Service, Transferred, account_address, payment_address
from alatau.zone import Zone

_PAID = "only a participant with an account for the asset can be paid"
_LANES = "the zone's operator opens lanes: alatau account open --lane"

Paying = Receipt[Paid] | Receipt[Transferred]


@dataclass(frozen=True, slots=True)
class Payment:
    """What to pay: `service` None is a transfer; `hold` in seconds, 0 is final."""

    payer: Keypair
    payee: Pubkey
    mint: Pubkey
    amount: str
    service: Service | None
    hold: int
    lane: int
    invoice: bytes
    key: str | None


async def execute(settings: Settings, order: Payment) -> None:
    """Pay and print the receipt.  Raises what the zone raises, `InputError` for a used key."""
    async with zone_of(settings, order.payer) as zone:
        asset = await asset_of(zone, order.mint)
        amount = parse_money(order.amount, asset.decimals, "--amount")
        for wallet, lane, remedy in (
            (order.payer.pubkey(), 0, "alatau account open opens one"),
            (order.payee, order.lane, _LANES if order.lane else _PAID),
        ):
            await account_of(zone, wallet, order.mint, lane, remedy=remedy)
        intent = IntentKey.of(zone, "pay", order.key)
        with intent.told():
            receipt = await _pay(zone, order, amount, intent.name)
        event = receipt.event
        payee = account_address(zone.address, order.payee, order.mint, order.lane)
        payer = account_address(zone.address, order.payer.pubkey(), order.mint)
        done = (event.payer_account, event.payee_account, event.amount, *_kind(event))
        held = order.service is not None and order.hold > 0
        intent.check(same=done == (payer, payee, amount, order.service, held))
        more: dict[str, object] = {}
        if isinstance(event, Paid) and event.deliver_by:
            more["payment"] = payment_address(event.payer_account, event.sequence)
        sentence = _sentence(event, order, asset.decimals)
        emit_receipt(settings, receipt, sentence, decimals=asset.decimals, **more)


async def _pay(zone: Zone, order: Payment, amount: int, key: str | None) -> Paying:
    if order.service is None:
        return await zone.transfer(
            payee=order.payee, mint=order.mint, amount=amount, invoice=order.invoice, key=key
        )
    return await zone.pay(
        payee=order.payee,
        mint=order.mint,
        amount=amount,
        service=order.service,
        payee_lane=order.lane,
        deliver_by=await zone.chain.time() + order.hold if order.hold else 0,
        invoice=order.invoice,
        key=key,
    )


def _kind(event: Paid | Transferred) -> tuple[int | None, bool]:
    """The service (None: a transfer) and whether it is held."""
    if isinstance(event, Transferred):
        return None, False
    return event.service, bool(event.deliver_by)


def _sentence(event: Paid | Transferred, order: Payment, decimals: int) -> str:
    amount = money(event.amount, decimals)
    left = f"{money(event.payer_available, decimals)} left"
    if isinstance(event, Transferred):
        return f"transferred {amount} to {order.payee}, {left}"
    legs = f"fee {money(event.fee, decimals)}, tax {money(event.tax, decimals)}"
    if event.deliver_by:
        until = moment(event.deliver_by)
        return f"holding {amount} for {order.payee} until {until} ({legs}), {left}"
    return f"paid {amount} to {order.payee} ({legs}), {left}"


async def collect_due(zone: Zone, mint: Pubkey, wallet: Pubkey | None) -> list[Plain]:
    """Sweep what is due on the accounts of an asset; a row for each."""
    asset = await asset_of(zone, mint)
    treasury = (await zone.state()).treasury
    target = account_address(zone.address, treasury, mint)
    await found(
        zone.account(treasury, mint),
        f"the treasury {treasury} has no account for the mint {mint}",
        f"open one: alatau account open --wallet {treasury} --asset {mint}",
    )
    rows: list[Plain] = []
    for address, account, _ in await accounts_of(zone, wallet, mint):
        if not (account.fee_due or account.tax_due):
            continue
        receipt = await zone.collect(account=address, treasury_account=target)
        rows.append(
            {
                "wallet": str(account.wallet),
                "lane": account.lane,
                "fee": money(receipt.event.fee, asset.decimals),
                "tax": money(receipt.event.tax, asset.decimals),
                "signature": receipt.signature,
            }
        )
    return rows

"""One life of a zone, every instruction done and refused, with a record of what came of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from dataclasses import fields as dataclass_fields
from typing import Any, TypeVar

from solders.address_lookup_table_account import AddressLookupTableAccount
from solders.instruction import Instruction
from solders.keypair import Keypair
from solders.signature import Signature
from solders.transaction import VersionedTransaction

from alatau.chain.base import Chain, TimeTravel
from alatau.errors import ProgramRefused, TransactionFailed
from alatau.models import Receipt
from alatau.program import AssetClass, Role, Scope, Service, account_address, idl, payment_address
from alatau.sender import Sender
from alatau.testing.fixtures import DAY, UNCAPPED, FreshZone, Wallets, ZonePolicy

EventT = TypeVar("EventT")

SETTLE_WINDOW = 1
DELIVER_WITHIN = 5  # seconds that a slow machine has for one payment
POLICY = ZonePolicy(settle_window=SETTLE_WINDOW, deliver_within=DAY)
TIMES = frozenset({"ends_at", "expires_at", "verified_until", "deliver_by", "settles_at"})

_NAMES = {bytes(each["discriminator"]): str(each["name"]) for each in idl()["instructions"]}


@dataclass(frozen=True, slots=True)
class Line:
    """What came of an instruction: its event, or the error's name."""

    instruction: str
    error: str
    event: str
    units: int


class RecordedZone(FreshZone):
    """A zone that writes down what comes of everything it is told to do."""

    def __init__(self, chain: Chain, sender: Sender, *, name: str, keypair: Keypair) -> None:
        super().__init__(chain, sender, name=name, keypair=keypair)
        self.lines: list[Line] = []

    async def submit(
        self,
        event: type[EventT],
        *instructions: Instruction,
        key: str | None = None,
        signers: tuple[Keypair, ...] = (),
        fee_payer: Keypair | None = None,
        content: bytes = b"",
        transaction: VersionedTransaction | None = None,
        tables: Sequence[AddressLookupTableAccount] = (),
    ) -> Receipt[EventT]:
        name = _NAMES[instructions[-1].data[:8]]
        try:
            receipt = await super().submit(
                event,
                *instructions,
                key=key,
                signers=signers,
                fee_payer=self.operator,
                content=content,
                transaction=transaction,
                tables=tables,
            )
        except TransactionFailed as error:
            reason = error.name if isinstance(error, ProgramRefused) else error.error
            signature = Signature.from_string(error.signature)
            (record,) = await self.chain.transactions([signature])
            assert record is not None
            self.lines.append(Line(name, reason, "", record.compute_units))
            raise
        text = repr(comparable(receipt.event))
        self.lines.append(Line(name, "", text, receipt.compute_units))
        return receipt


def comparable(value: Any) -> dict[str, Any]:
    """A value's fields without what differs from chain to chain: times and salts."""
    # Not `asdict`, which would copy addresses, and they cannot be copied.
    fields = {each.name: getattr(value, each.name) for each in dataclass_fields(value)}
    for name in fields.keys() & TIMES:
        fields[name] = "never" if fields[name] == 0 else "some time"
    if "licences" in fields:
        fields["licences"] = [comparable(licence) for licence in fields["licences"]]
    if "reference" in fields:
        fields["reference"] = len(fields["reference"])
    return fields


async def refuse(attempt: Awaitable[object]) -> None:
    """Make an attempt that must fail; the record has how."""
    try:
        await attempt
    except TransactionFailed:
        return
    raise AssertionError("it was not refused")


async def until(chain: Chain, moment: int) -> None:
    """Let the time come: at once where the clock can be moved."""
    if isinstance(chain, TimeTravel):
        await chain.set_time(moment)
    while await chain.time() < moment:
        await asyncio.sleep(0.1)


async def live(zone: RecordedZone) -> None:
    """The whole life: setting up, money, held payments, pauses, and the refusals between."""
    wallets = Wallets(zone)
    payer = await wallets.resident("Айгүл Сәрсенова", tenge=900_000_00, dollar=5_000_000)
    friend = await wallets.resident("Ерлан Қасымов", tier=1)
    shop = await wallets.merchant("«Береке» дүкені", tax_category=3)
    await _registry(zone, wallets, shop)
    await _money(zone, payer, friend, shop)
    await _held(zone, payer, shop)
    await _exchange(zone, wallets, payer, shop)
    await _pauses(zone, payer, shop)


async def _registry(zone: RecordedZone, wallets: Wallets, shop: Keypair) -> None:
    nobody = await wallets("никто")
    terms: dict[str, Any] = {
        "utc_offset": 0,
        "ends_at": await zone.chain.time() + DAY,
        "settle_window": 1,
        "deliver_within": 1,
    }
    authorities: dict[str, Any] = {"operator": zone.operator, "regulators": zone.regulators}
    await refuse(zone.create(**authorities, treasury=nobody.pubkey(), **terms))
    await refuse(zone.open_account(mint=zone.tenge.mint, wallet=shop.pubkey()))
    await refuse(zone.consent_asset(regulator=nobody, mint=zone.tenge.mint))
    asset: dict[str, Any] = {"mint": zone.tenge.mint, "token_program": zone.tenge.token_program}
    asset |= {"asset_class": AssetClass.NATIONAL, "caps": (UNCAPPED,) * 4, "tax_bps": (0,) * 4}
    asset |= {"fee_bps": 0, "fee_min": 0, "fee_max": 0, "vault_cap": 1}
    await refuse(zone.list_asset(operator=zone.operator, **asset))
    person: dict[str, Any] = {"wallet": nobody.pubkey(), "country": "KZ", "tax_category": 0}
    person |= {"roles": Role.RESIDENT, "verified_until": await zone.chain.time() + DAY}
    await refuse(zone.register_participant(operator=nobody, tier=0, **person))
    await refuse(zone.register_participant(operator=zone.operator, tier=4, **person))
    licence: dict[str, Any] = {"wallet": shop.pubkey(), "credential": bytes(32), "activities": 1}
    licence |= {"asset_classes": 1, "expires_at": 1}
    await refuse(zone.grant_licence(regulator=nobody, **licence))
    bank = zone.regulators[0]
    await refuse(zone.grant_licence(regulator=bank, **(licence | {"asset_classes": 8})))
    await refuse(zone.suspend_licence(regulator=bank, wallet=zone.treasury.pubkey()))
    await refuse(zone.pause(authority=nobody, scopes=Scope.ALL))


async def _money(zone: RecordedZone, payer: Keypair, friend: Keypair, shop: Keypair) -> None:
    tenge, dollar = zone.tenge.mint, zone.dollar.mint
    await refuse(zone.deposit(wallet=payer, mint=tenge, amount=0))
    await refuse(zone.deposit(wallet=payer, mint=tenge, amount=1))  # nothing is left outside
    order: dict[str, Any] = {"wallet": payer, "payee": shop.pubkey(), "service": Service.SHOPS}
    await zone.pay(**order, mint=tenge, amount=99_999_99)
    await zone.pay(**order, mint=dollar, amount=1_234_567)
    await refuse(zone.pay(**order, mint=tenge, amount=0))
    await refuse(zone.pay(**order, mint=tenge, amount=100_000_01))
    await refuse(zone.pay(**order, mint=dollar, amount=5_000_000))
    await refuse(zone.pay(**(order | {"payee": friend.pubkey()}), mint=tenge, amount=1))
    await refuse(zone.pay(**(order | {"payee": payer.pubkey()}), mint=tenge, amount=1))
    await refuse(zone.pay(**(order | {"service": 32}), mint=tenge, amount=1))
    await zone.transfer(wallet=payer, payee=friend.pubkey(), mint=tenge, amount=100_000_00)
    await refuse(zone.transfer(wallet=payer, payee=shop.pubkey(), mint=tenge, amount=1))
    await refuse(zone.transfer(wallet=payer, payee=friend.pubkey(), mint=tenge, amount=99_999_99))
    await zone.withdraw(wallet=friend, mint=tenge, amount=1_00)
    await zone.withdraw(wallet=payer, mint=dollar, amount=7)
    await refuse(zone.withdraw(wallet=friend, mint=tenge, amount=10**12))
    dues: dict[str, Any] = {
        "account": account_address(zone.address, shop.pubkey(), tenge),
        "treasury_account": account_address(zone.address, zone.treasury.pubkey(), tenge),
    }
    await zone.collect(**dues)
    await refuse(zone.collect(**dues))
    await refuse(zone.collect(**(dues | {"treasury_account": dues["account"]})))


async def _exchange(zone: RecordedZone, wallets: Wallets, payer: Keypair, shop: Keypair) -> None:
    """A conversion at a quote, and a payment from a wallet without an account."""
    provider = await wallets("«Алмас» айырбас")
    await zone.register(provider.pubkey(), Role.PROVIDER, tier=3)
    await zone.open_accounts(provider.pubkey())
    asked: dict[str, Any] = {"provider": provider.pubkey(), "payee": shop.pubkey()}
    asked |= {"mint_in": zone.tenge.mint, "mint_out": zone.dollar.mint, "service": Service.SHOPS}
    asked |= {"wallet": payer.pubkey(), "amount_in": 100}
    for refused in (True, False):
        request = await zone.request_quote(**asked)
        quote = await zone.answer_quote(
            request, amount=1_000, mid_out=1_010, lasts=600, provider=provider
        )
        if refused:
            await refuse(zone.convert(quote, wallet=payer, provider=provider))
            await wallets.license(provider.pubkey(), [Service.EXCHANGE])
            await zone.issue(zone.dollar, provider.pubkey(), 5_000)
            await zone.deposit(mint=zone.dollar.mint, amount=5_000, wallet=provider)
        else:
            await zone.convert(quote, wallet=payer, provider=provider)
    walker = await wallets("Ержан Төлеген")
    await zone.register(walker.pubkey(), Role.RESIDENT)
    await zone.issue(zone.tenge, walker.pubkey(), 500_00)
    order: dict[str, Any] = {"payee": shop.pubkey(), "mint": zone.tenge.mint}
    order |= {"service": Service.SHOPS, "wallet": walker}
    await zone.deposit_and_pay(**order, amount=300_00)
    await refuse(zone.deposit_and_pay(**order, amount=300_00))
    await refuse(zone.deposit_and_pay(**(order | {"wallet": payer}), amount=1))


async def _held(zone: RecordedZone, payer: Keypair, shop: Keypair) -> None:
    mint = zone.tenge.mint
    parties: dict[str, Any] = {
        "payer_account": account_address(zone.address, payer.pubkey(), mint),
        "payee_account": account_address(zone.address, shop.pubkey(), mint),
    }
    far = await zone.chain.time() + DAY // 2
    order: dict[str, Any] = {"wallet": payer, "payee": shop.pubkey(), "mint": mint}
    order |= {"service": Service.CLINIC, "amount": 1_000_01}
    await refuse(zone.pay_held(**order, deliver_by=1))
    await refuse(zone.pay_held(**order, deliver_by=far + DAY))
    sequences = [(await zone.pay_held(**order, deliver_by=by)).event.sequence for by in (far, far)]
    deadline = await zone.chain.time() + DELIVER_WITHIN
    sequences.append((await zone.pay_held(**order, deliver_by=deadline)).event.sequence)
    first, second, third = (payment_address(parties["payer_account"], n) for n in sequences)
    await zone.settle(payment=first, signer=payer, **parties)
    back: dict[str, Any] = {"payment": first, "wallet": shop, **parties}
    await zone.refund(**back, refunded_before=0, amount=333_33)
    await refuse(zone.refund(**back, refunded_before=0, amount=333_33))
    await refuse(zone.refund(**back, refunded_before=333_33, amount=1_000_00))
    await refuse(zone.refund(**(back | {"wallet": payer}), refunded_before=333_33, amount=1))
    await zone.refund(**back, refunded_before=333_33, amount=666_68)
    await refuse(zone.settle(payment=first, signer=payer, **parties))

    await refuse(zone.settle(payment=second, signer=zone.operator, **parties))
    payee_account = parties["payee_account"]
    await refuse(zone.fulfil(payment=second, payee_account=payee_account, wallet=payer))
    done = await zone.fulfil(payment=second, payee_account=payee_account, wallet=shop)
    await refuse(zone.fulfil(payment=second, payee_account=payee_account, wallet=shop))
    await zone.refund(payment=second, wallet=shop, **parties, refunded_before=0, amount=1_000_00)
    await refuse(zone.expire(payment=second, **parties))
    await until(zone.chain, done.event.settles_at)
    await zone.settle(payment=second, signer=zone.operator, **parties)

    await until(zone.chain, deadline)
    await refuse(zone.fulfil(payment=third, payee_account=payee_account, wallet=shop))
    await zone.expire(payment=third, **parties)
    await refuse(zone.expire(payment=third, **parties))
    await refuse(
        zone.refund(payment=third, wallet=shop, **parties, refunded_before=1_000_01, amount=1)
    )


async def _pauses(zone: RecordedZone, payer: Keypair, shop: Keypair) -> None:
    bank, authority = zone.regulators
    order: dict[str, Any] = {"wallet": payer, "payee": shop.pubkey(), "amount": 1}
    order["service"] = Service.SHOPS
    await zone.pause(authority=authority, scopes=Scope.PAYMENTS | Scope.DEPOSITS)
    await refuse(zone.pay(**order, mint=zone.dollar.mint))
    await refuse(zone.deposit(wallet=payer, mint=zone.tenge.mint, amount=1))
    await zone.withdraw(wallet=payer, mint=zone.tenge.mint, amount=1)
    await zone.pause(authority=authority, scopes=Scope.NONE)
    await zone.suspend_licence(regulator=bank, wallet=shop.pubkey())
    await refuse(zone.pay(**order, mint=zone.dollar.mint))
    await zone.grant_licence(
        regulator=bank,
        wallet=shop.pubkey(),
        activities=1 << Service.CLINIC,
        asset_classes=1,
        expires_at=await zone.chain.time() + DAY,
        credential=bytes(range(32)),
    )
    await refuse(zone.pay(**order, mint=zone.tenge.mint))
    await zone.consent_asset(regulator=authority, mint=zone.dollar.mint, consent=False)
    await refuse(zone.pay(**order, mint=zone.dollar.mint))

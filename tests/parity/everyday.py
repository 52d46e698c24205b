"""Everyday life: registry, money, held payments, conversions, pauses."""

from __future__ import annotations

from typing import Any

from solders.keypair import Keypair
from tests.parity.recording import RecordedZone, refuse, until

from alatau.program import AssetClass, Role, Scope, Service, account_address, payment_address
from alatau.testing.fixtures import DAY, UNCAPPED, Wallets

DELIVER_WITHIN = 5  # seconds that a slow machine has for one payment


async def registry(zone: RecordedZone, wallets: Wallets, shop: Keypair) -> None:
    nobody = await wallets("никто")
    terms: dict[str, Any] = {
        "utc_offset": 0,
        "ends_at": await zone.chain.time() + DAY,
        "settle_window": 1,
        "deliver_within": 1,
    }
    authorities: dict[str, Any] = {"operator": zone.operator, "regulators": zone.regulators}
    await refuse(
        zone.create(**authorities, treasury=nobody.pubkey(), **terms),
        zone.open_account(mint=zone.tenge.mint, wallet=shop.pubkey()),
        zone.consent_asset(regulator=nobody, mint=zone.tenge.mint),
    )
    asset: dict[str, Any] = {"mint": zone.tenge.mint, "token_program": zone.tenge.token_program}
    asset |= {"asset_class": AssetClass.NATIONAL, "caps": (UNCAPPED,) * 4, "tax_bps": (0,) * 4}
    asset |= {"fee_bps": 0, "fee_min": 0, "fee_max": 0, "vault_cap": 1}
    await refuse(zone.list_asset(operator=zone.operator, **asset))
    person: dict[str, Any] = {"wallet": nobody.pubkey(), "country": "KZ", "tax_category": 0}
    person |= {"roles": Role.RESIDENT, "verified_until": await zone.chain.time() + DAY}
    await refuse(
        zone.register_participant(operator=nobody, tier=0, **person),
        zone.register_participant(operator=zone.operator, tier=4, **person),
    )
    licence: dict[str, Any] = {"wallet": shop.pubkey(), "credential": bytes(32), "activities": 1}
    licence |= {"asset_classes": 1, "expires_at": 1}
    await refuse(zone.grant_licence(regulator=nobody, **licence))
    bank = zone.regulators[0]
    await refuse(
        zone.grant_licence(regulator=bank, **(licence | {"asset_classes": 8})),
        zone.suspend_licence(regulator=bank, wallet=zone.treasury.pubkey()),
        zone.pause(authority=nobody, scopes=Scope.ALL),
    )


async def money(zone: RecordedZone, payer: Keypair, friend: Keypair, shop: Keypair) -> None:
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
    await refuse(
        zone.collect(**dues),
        zone.collect(**(dues | {"treasury_account": dues["account"]})),
    )


async def exchange(zone: RecordedZone, wallets: Wallets, payer: Keypair, shop: Keypair) -> None:
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


async def held(zone: RecordedZone, payer: Keypair, shop: Keypair) -> None:
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
    await refuse(
        zone.refund(**back, refunded_before=0, amount=333_33),
        zone.refund(**back, refunded_before=333_33, amount=1_000_00),
        zone.refund(**(back | {"wallet": payer}), refunded_before=333_33, amount=1),
    )
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


async def pauses(zone: RecordedZone, payer: Keypair, shop: Keypair) -> None:
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

"""What operator and regulators order: terms, limits, freezes, enforcement, seats, stops."""

from __future__ import annotations

from typing import Any

from solders.keypair import Keypair
from tests.parity.recording import RecordedZone, refuse

from alatau.program import Scope, Seat, Service, account_address
from alatau.testing.fixtures import DAY, NO_CAP, Wallets

CASE, OTHER_CASE, BASIS = "АЛМ-2026/17", "АЛМ-2026/18", 7


async def terms(zone: RecordedZone, wallets: Wallets, payer: Keypair, shop: Keypair) -> None:
    mint, nobody = zone.tenge.mint, await wallets("ешкім")
    account = account_address(zone.address, shop.pubkey(), mint)
    order: dict[str, Any] = {"wallet": payer, "payee": shop.pubkey(), "mint": mint}
    order |= {"service": Service.CLINIC, "amount": 3_000_01}
    limits: dict[str, Any] = {"operator": zone.operator, "account": account}
    await refuse(
        zone.set_limits(**(limits | {"operator": nobody}), receive_per_month=1),
        zone.set_limits(**limits, receive_per_day=2, receive_per_month=1),
    )
    await zone.set_limits(**limits, receive_per_day=1, receive_per_month=NO_CAP)
    await refuse(zone.pay(**order))
    await zone.set_limits(**limits, receive_per_month=NO_CAP)
    signed: dict[str, Any] = {"operator": zone.operator, "regulators": zone.regulators}
    bank, authority = zone.regulators
    await refuse(
        zone.amend_asset(**(signed | {"regulators": (authority, bank)}), mint=mint),
        zone.amend_asset(**signed, mint=mint, fee_bps=10_001),
    )
    await zone.amend_asset(**signed, mint=mint, fee_bps=25, tax_bps=(0, 300, 900, 1_200))
    await zone.pay(**order)
    person: dict[str, Any] = {"operator": zone.operator, "wallet": payer.pubkey()}
    await refuse(
        zone.amend_participant(**(person | {"operator": nobody}), tier=2),
        zone.amend_participant(**person, tier=4),
    )
    await zone.amend_participant(**person, verified_until=1)
    await refuse(zone.pay(**order))
    await zone.amend_participant(**person, verified_until=await zone.chain.time() + DAY, tier=2)
    await zone.pay(**order)
    dues: dict[str, Any] = {"account": account}
    dues["treasury_account"] = account_address(zone.address, zone.treasury.pubkey(), mint)
    # The month of now is never over: the other side is in the coverage exception.
    (period, *_) = (each for each in (await zone.account(shop.pubkey(), mint)).tax_periods)
    await refuse(zone.close_tax_period(**dues, period=period.key))
    await zone.collect(**dues)


async def freezes(zone: RecordedZone, payer: Keypair, shop: Keypair) -> None:
    mint, wallet = zone.tenge.mint, payer.pubkey()
    bank, authority = zone.regulators
    order: dict[str, Any] = {"wallet": payer, "payee": shop.pubkey(), "mint": mint}
    order |= {"service": Service.CLINIC, "amount": 1_00}
    case: dict[str, Any] = {"case": CASE, "basis": BASIS}
    case["until"] = await zone.chain.time() + DAY
    account: dict[str, Any] = {"wallet": wallet, "mint": mint}
    await refuse(
        zone.freeze_account(**account, **case, regulator=authority),
        zone.freeze_account(**account, **(case | {"until": 1}), regulator=bank),
    )
    await zone.freeze_account(**account, **case, regulator=bank)
    await refuse(zone.pay(**order))
    await refuse(zone.withdraw(wallet=payer, mint=mint, amount=1))
    await refuse(zone.unfreeze_account(**account, regulator=authority))
    await zone.unfreeze_account(**account, regulator=bank)
    await refuse(
        zone.unfreeze_account(**account, regulator=bank),
        zone.freeze_participant(wallet=wallet, **case, regulator=zone.operator),
    )
    await zone.freeze_participant(wallet=wallet, **case, regulator=bank)
    await refuse(zone.pay(**order))
    await zone.unfreeze_participant(wallet=wallet, regulator=bank)
    await refuse(zone.unfreeze_participant(wallet=wallet, regulator=bank))
    # One that stays, for what the accounts say of it.
    await zone.freeze_participant(wallet=shop.pubkey(), **case, regulator=authority)
    await zone.pay(**order)


async def enforcement(zone: RecordedZone, owner: Keypair, heir: Keypair) -> None:
    bank, authority = zone.regulators
    ordered: dict[str, Any] = {"regulators": zone.regulators, "wallet": owner.pubkey()}
    ordered |= {"mint": zone.tenge.mint, "case": CASE, "basis": BASIS, "amount": 40_000_00}
    await refuse(
        zone.seize(**(ordered | {"regulators": (authority, bank)})),
        zone.seize(**(ordered | {"amount": 10**13})),
    )
    await zone.seize(**ordered)
    await refuse(zone.seize(**ordered))
    moved = ordered | {"recipient": heir.pubkey(), "amount": 12_345_67}
    await refuse(zone.forced_transfer(**moved))
    moved["case"] = OTHER_CASE
    await refuse(zone.forced_transfer(**(moved | {"recipient": owner.pubkey()})))
    await zone.forced_transfer(**moved)


async def seats(zone: RecordedZone, wallets: Wallets) -> None:
    bank, authority = zone.regulators
    follower, nobody = await wallets("Жанар Тілеуова"), await wallets("бөгде")
    seat = Seat.FIRST_REGULATOR
    named: dict[str, Any] = {"seat": seat, "successor": follower.pubkey()}
    await refuse(
        zone.propose_authority(**named, incumbent=authority),
        zone.accept_authority(seat=seat, successor=follower),
    )
    await zone.propose_authority(**named, incumbent=bank)
    await refuse(
        zone.accept_authority(seat=seat, successor=nobody),
        zone.cancel_succession(seat=seat, authority=nobody),
    )
    await zone.cancel_succession(seat=seat, authority=bank)
    await zone.propose_authority(**named, incumbent=bank)
    await zone.accept_authority(seat=seat, successor=follower)
    await refuse(zone.pause(authority=bank, scopes=Scope.NONE))
    back: dict[str, Any] = {"seat": seat, "successor": bank.pubkey()}
    await zone.propose_authority(**back, incumbent=follower)
    await zone.accept_authority(seat=seat, successor=bank)
    # The others replace who has lost its key, which it may veto for seven days.
    await refuse(zone.replace_authority(**named, others=(authority, zone.operator)))
    await zone.replace_authority(**named, others=(zone.operator, authority))
    await refuse(zone.accept_authority(seat=seat, successor=follower))

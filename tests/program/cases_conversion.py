"""Refusals of conversions, of payments from wallets, and of mints that are not accepted."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from tests.program import world_conversion as valid
from tests.program import world_valid
from tests.program.cases import (
    Cases,
    Change,
    Step,
    account,
    after,
    args,
    both,
    deadline,
    forged,
    signer,
)
from tests.program.cases_changes import (
    a_day_on,
    add_doors,
    add_sequences,
    find_account,
    find_participant,
    licensed,
    paused,
    suspended,
    to_party,
    unconsented,
    unverified,
)
from tests.program.cases_pay import NO_LICENCE
from tests.program.cases_zone import again, in_other_zone
from tests.program.world_attempts import Attempt, read, write
from tests.program.world_conversion import MID, OUT
from tests.program.world_forks import NOW
from tests.program.world_mints import SOMEONE, extended, instead, listed_with, make_freezable
from tests.program.world_payments import perform
from tests.program.world_tokens import asset_with_fee
from tests.program.world_valid import AMOUNT

from alatau.program import Role, Scope, Service, account_address
from alatau.testing.exchange import give_tokens
from alatau.testing.world import DAY, FUNDS, World

FROZEN = (2**63, bytes(16), 1, bytes(6))
NOT_FROZEN = (0, bytes(16), 0, bytes(6))
CLASSES = 0b111


def frozen(name: str, slot: int = 0) -> Change:
    """A regulator has frozen an account or a participant."""
    slots = [NOT_FROZEN, NOT_FROZEN]
    slots[slot] = FROZEN
    return forged(name, freezes=tuple(slots))


# -- convert ---------------------------------------------------------------------------

convert = Cases("convert", valid.convert)
convert.add("the assets are another zone's", in_other_zone())


async def foreign(world: World, tried: Attempt, name: str) -> Attempt:
    """An asset that says that it is of another zone."""
    return await forged(name, zone=world.aigul.pubkey())(world, tried)


convert.add("the asset of the payee is another zone's", lambda w, t: foreign(w, t, "asset_out"))
convert.add("the payer's account is another's", signer("wallet", lambda world: world.ilya))
convert.add("another than the provider signs", signer("provider_wallet", lambda w: w.ilya))
convert.add(
    "the payer's account is of another asset",
    account("payer_account", lambda world: find_account(world, "aigul", "USDZ")),
)
convert.add(
    "the payee's account is of another asset",
    account("payee_account", lambda world: find_account(world, "bereke")),
)
convert.add(
    "the provider's account to pay into is another's",
    account("provider_in_account", lambda world: find_account(world, "ilya")),
)
convert.add(
    "the provider's account to pay from is another's",
    account("provider_out_account", lambda world: find_account(world, "ilya", "USDZ")),
)


async def crossed(world: World, tried: Attempt) -> Attempt:
    """The provider's accounts the other way round."""
    first, second = tried.address("provider_in_account"), tried.address("provider_out_account")
    return tried.with_account("provider_in_account", second).with_account(
        "provider_out_account", first
    )


convert.add("the provider's accounts are the other way round", crossed)
for name, other in (("payer", "ilya"), ("payee", "shipa"), ("provider", "ilya")):
    convert.add(
        f"the {name} is another than the account's",
        account(name, partial(find_participant, who=other)),
    )


async def one_asset(world: World, tried: Attempt) -> Attempt:
    return tried.with_account("asset_out", tried.address("asset_in"))


async def to_payer(world: World, tried: Attempt) -> Attempt:
    """The payer's own account of the other asset is paid."""
    payee = find_account(world, "aigul", "USDZ")
    return tried.with_account("payee_account", payee).with_account("payee", tried.address("payer"))


async def by_payee(world: World, tried: Attempt) -> Attempt:
    """The payee sells to the payer, for itself: from a second account of its own."""
    bereke = world.bereke
    changed = tried.signed_by("provider_wallet", bereke)
    changed = changed.with_account("provider", find_participant(world, "bereke"))
    changed = changed.with_account("provider_in_account", find_account(world, "bereke"))
    return await forged("provider_out_account", wallet=bereke.pubkey())(
        world,
        await forged("provider_out_account", participant=changed.address("provider"))(
            world, changed
        ),
    )


async def by_payer(world: World, tried: Attempt) -> Attempt:
    """The payer sells to itself: from its dollars, into a second account of its own."""
    changed = tried.signed_by("provider_wallet", world.aigul)
    changed = changed.with_account("provider", tried.address("payer"))
    changed = changed.with_account("provider_out_account", find_account(world, "aigul", "USDZ"))
    return await forged("provider_in_account", wallet=world.aigul.pubkey())(world, changed)


convert.add("both assets are one", one_asset)
convert.add("payer and payee are one wallet", to_payer)
convert.add("provider and payee are one wallet", by_payee)
convert.add("provider and payer are one wallet", by_payer)
convert.add(
    "payer's and provider's account are one",
    account("provider_in_account", lambda world: find_account(world, "aigul")),
)
add_sequences(convert, "payer_account")
convert.add("the amount in is zero", args(amount_in=0))
convert.add("the amount out is zero", args(amount_out=0))
convert.add("the quote gives one more than the mid rate", args(amount_out=MID + 1))
convert.add("the quote has expired", deadline(lambda _world, tried: tried.args["expires_at"]))
late = Cases("convert", valid.convert_late)
add_doors(late, Scope.CONVERSIONS)
convert.add("the operator pauses payments", paused(Scope.PAYMENTS, 0))
convert.add("a regulator of the payee's asset has taken its consent back", unconsented(1, "USDZ"))
for name in ("payer", "payee", "provider"):
    convert.add(
        f"the {name}'s verification has expired", unverified(name), valid=valid.convert_late
    )
convert.add("the payer's account is frozen", frozen("payer_account"))
convert.add("the payer is frozen", frozen("payer"))
convert.add("the provider's account is frozen", frozen("provider_out_account", 1))
convert.add("the provider is frozen by the second regulator, for crypto", frozen("provider", 1))
convert.add("the payer's account is a lane", forged("payer_account", lane=1))
convert.add("the provider's account is a lane", forged("provider_out_account", lane=1))
convert.add("the provider has not the role", forged("provider", roles=Role.MERCHANT))
convert.add("the payee is no merchant", forged("payee", roles=Role.RESIDENT))


def exchange_licence(
    slot: int,
    *,
    activities: int = 1 << Service.EXCHANGE,
    classes: int = CLASSES,
    status: int = 1,
    expires_at: int = NOW + 2 * DAY,
) -> Change:
    """One of the provider's licences is otherwise."""
    good = (1 << Service.EXCHANGE, CLASSES, 1, bytes(2), NOW + 2 * DAY, bytes(32))
    slots = [good, good]
    slots[slot] = (activities, classes, status, bytes(2), expires_at, bytes(32))
    return forged("provider", licences=tuple(slots))


for slot, which in enumerate(("first", "second")):
    convert.add(
        f"the provider has no licence of the {which} regulator", exchange_licence(slot, status=0)
    )
    convert.add(f"the provider's {which} licence is suspended", exchange_licence(slot, status=2))
    convert.add(
        f"the provider's {which} licence has expired",
        both(exchange_licence(slot, expires_at=NOW + 30), deadline(lambda _w, _t: NOW + 30)),
    )
    convert.add(
        f"the provider's {which} licence is for another service",
        exchange_licence(slot, activities=1),
    )
convert.add("the provider's licence lacks the class paid in", exchange_licence(0, classes=0b110))
convert.add("the provider's licence lacks the class paid out", exchange_licence(0, classes=0b101))
convert.add(
    "the provider's second licence lacks the class paid out", exchange_licence(1, classes=0b001)
)
convert.add("the payee has no licence", forged("payee", licences=(NO_LICENCE, NO_LICENCE)))
convert.add("the payee's licence of the second regulator is suspended", suspended(1))
convert.add("the payee's licence lacks the service", licensed(activities=1 << Service.SHOPS))
convert.add("the payee's licence lacks the asset class", licensed(1, asset_classes=0b101))
convert.add("the service is unknown", args(service=32))
convert.add(
    "the amount in is over the payer's balance", args(amount_in=FUNDS + 1), valid=valid.convert_back
)
convert.add(
    "the amount out is over the provider's balance", args(amount_out=FUNDS + 1, mid_out=FUNDS + 1)
)
convert.add("the amount in is over the cap of one payment", args(amount_in=2_000_001))


def converted_before(*amounts: int) -> Change:
    """The payer converts before, with sequences of its own."""

    def earlier(number: int, amount: int) -> Step:
        def step(_world: World, tried: Attempt) -> Attempt:
            sequence = tried.args["sequence"] + number
            return tried.with_args(sequence=sequence, amount_in=amount)

        return step

    return after(*(earlier(number, amount) for number, amount in enumerate(amounts, 1)))


convert.add("the day's sum is over the daily cap", converted_before(2_000_000, 2_000_000, 800_001))
convert.add(
    "the month's sum is over the monthly cap",
    both(converted_before(1), forged("payer_account", spent_month=30_000_000 - AMOUNT + 1)),
)
convert.add(
    "the day's sum is over the payee's daily cap", forged("payee_account", receive_per_day=OUT - 1)
)
convert.add(
    "the month's sum is over the payee's monthly cap",
    forged("payee_account", receive_per_month=OUT - 1),
)
convert.add("the payee's tax category is unknown", forged("payee", tax_category=4))


# -- deposit_and_pay -------------------------------------------------------------------

wallet = Cases("deposit_and_pay", valid.deposit_and_pay)
wallet.add("the asset is another zone's", in_other_zone())
wallet.add("the mint is another", account("mint", lambda world: world.dollar.mint))
wallet.add("the vault is another's", account("vault", lambda world: world.dollar.vault))
wallet.add(
    "the vault's token account is another",
    account("vault_token", lambda w: w.tenge.token_account(w.ilya.pubkey())),
)
wallet.add(
    "the token program is another", account("token_program", lambda w: w.dollar.token_program)
)
wallet.add(
    "the source is another's",
    account("source", lambda world: world.tenge.token_account(world.ilya.pubkey())),
)
wallet.add(
    "the source is the vault's token account",
    account("source", lambda world: world.tenge.vault_token),
)
wallet.add("the payer is another", account("payer", lambda world: find_participant(world, "ilya")))
wallet.add("the payer is another zone's", lambda w, t: foreign(w, t, "payer"))
wallet.add(
    "the payee's account is of another asset",
    account("payee_account", lambda world: find_account(world, "bereke", "USDZ")),
)
wallet.add(
    "the payee is another than the account's",
    account("payee", lambda world: find_participant(world, "shipa")),
)


async def with_account(world: World, tried: Attempt) -> Attempt:
    """The wallet opens a payment account before."""
    walker = valid.walker_of(world)
    await perform(world, world_valid.opening(world, walker, world.tenge))
    return tried


async def with_account_of_other_asset(world: World, tried: Attempt) -> Attempt:
    """The address where the account of another asset would be."""
    there = account_address(world.zone, valid.walker_of(world).pubkey(), world.dollar.mint)
    return tried.with_account("payer_account", there)


async def to_itself(world: World, tried: Attempt) -> Attempt:
    """The payee's account says that it is the payer's."""
    return await forged("payee_account", wallet=tried.address("wallet"))(world, tried)


wallet.add("the wallet has a payment account", with_account)
wallet.add("the address is that of another asset's account", with_account_of_other_asset)
wallet.add(
    "the address is that of a lane",
    account(
        "payer_account",
        lambda w: account_address(w.zone, valid.walker_of(w).pubkey(), w.tenge.mint, 1),
    ),
)
wallet.add("payer and payee are one wallet", to_itself)
wallet.add("the sequence is used", forged("payer", wallet_sequence=1, wallet_window=(1, 0)))
wallet.add("the sequence is zero", args(sequence=0))
wallet.add("the sequence has left the window", forged("payer", wallet_sequence=129))
wallet.add("the sequence is 1,025 ahead", args(sequence=1_025))
wallet.add("the amount is zero", args(amount=0))
add_doors(wallet, Scope.PAYMENTS)
wallet.add("the operator pauses deposits", paused(Scope.DEPOSITS, 0))
wallet.add("the payer's verification has expired", unverified("payer"))
wallet.add("the payee's verification has expired", unverified("payee"))
wallet.add("the payer is frozen", frozen("payer"))
wallet.add(
    "the payer is frozen by the second regulator, for crypto",
    frozen("payer", 1),
    valid=valid.deposit_and_pay_crypto,
)
wallet.add("the payee is no merchant", to_party("ilya"))
wallet.add("the payee has no licence", forged("payee", licences=(NO_LICENCE, NO_LICENCE)))
wallet.add("the payee's licence is suspended", suspended(0))
wallet.add(
    "the payee's licence has expired", both(licensed(expires_at=NOW + DAY), deadline(a_day_on))
)
wallet.add("the licence lacks the service", licensed(activities=1 << Service.SHOPS))
wallet.add("the licence lacks the asset class", licensed(asset_classes=0b110))
wallet.add("the service is unknown", args(service=32))
wallet.add("the amount is over the cap of one payment", args(amount=2_000_001, minimum=0))
wallet.add(
    "the day's share is used up",
    forged("payer", wallet_day=10**6, wallet_day_share=960_000_001),
)
wallet.add(
    "the month's share is used up",
    forged("payer", wallet_day=10**6, wallet_month_share=993_333_334),
)
wallet.add(
    "the amount is over the source's tokens",
    args(amount=FUNDS + 1),
    valid=valid.deposit_and_pay_crypto,
)
wallet.add("less than the minimum arrives", args(minimum=AMOUNT + 1))


async def with_fee(world: World) -> Attempt:
    """A mint that keeps 1 %: of 200,000 arrive 198,000."""
    asset = await asset_with_fee(world)
    await perform(world, world_valid.opening(world, world.bereke, asset))
    walker = (await valid.deposit_and_pay(world)).signers[0]
    await give_tokens(world, walker, asset, FUNDS)
    return await valid.paying_from_wallet(world, walker, asset, minimum=AMOUNT - 2_000)


wallet.add("less than the minimum arrives, for a fee", args(minimum=AMOUNT - 1_999), valid=with_fee)
wallet.add("the vault's cap is exceeded by one", forged("vault", cap=2 * FUNDS + AMOUNT - 1))
wallet.add(
    "the day's sum is over the payee's daily cap",
    forged("payee_account", receive_per_day=AMOUNT - 1),
)
wallet.add(
    "the month's sum is over the payee's monthly cap",
    forged("payee_account", receive_per_month=AMOUNT - 1),
)
wallet.add("the mint can be frozen now", make_freezable)
wallet.add("the mint has a hook now", extended(14, SOMEONE + bytes(32)))
wallet.add("the payee's tax category is unknown", forged("payee", tax_category=4))


# -- mints -----------------------------------------------------------------------------

listing = Cases("list_asset", world_valid.list_asset)
listing.add("the mint calls a program", instead("hook"))
listing.add("the mint calls a program that nobody can change", instead("hook without an authority"))
listing.add("the mint can be made to call a program", instead("hook without a program"))
listing.add("the mint is not transferable", instead("non-transferable"))
listing.add("the mint hides amounts", instead("confidential transfer"))
listing.add("the mint can be closed", instead("close authority"))
listing.add("the mint has an unknown extension", extended(28, bytes(32)))
listing.add("the mint is paused for ever", extended(26, bytes(32) + b"\1"))
listing.add("new accounts of the mint are frozen for ever", extended(6, b"\2"))


async def cut(world: World, tried: Attempt) -> Attempt:
    """A byte less than the last extension says."""
    info = await read(world, tried.address("mint"))
    await write(world, tried.address("mint"), replace(info, data=info.data[:-1]))
    return tried


listing.add("an extension of the mint is cut off", both(extended(19, b"name"), cut))


async def deposit_flagged(world: World) -> Attempt:
    """A mint that is listed with a permanent delegate."""
    asset = await listed_with(world, "permanent delegate")
    return await world_valid.depositing(world, world.aigul, asset)


deposit = Cases("deposit", world_valid.deposit)
deposit.add("the mint can be frozen now", make_freezable)
deposit.add("the mint has a permanent delegate now", extended(12, SOMEONE))
deposit.add("the mint can be paused now", extended(26, SOMEONE + b"\0"), valid=deposit_flagged)
deposit.add("the mint keeps a fee now", extended(1, bytes(108)))
deposit.add("the mint has a hook now", extended(14, SOMEONE + bytes(32)))
deposit.add("the mint can be closed now", extended(3, SOMEONE))
deposit.add("the mint has an unknown extension now", extended(60_000, b""))


rescreen = Cases("rescreen_asset", valid.rescreen_asset)
rescreen.add("a regulator signs", signer("operator", lambda world: world.regulators[0]))
rescreen.add("the asset is another zone's", in_other_zone())
rescreen.add("the mint is another", account("mint", lambda world: world.dollar.mint))
rescreen.add("the mint has been screened since", after(again))
rescreen.add("the mint has a hook now", extended(14, SOMEONE + bytes(32)))
rescreen.add("the mint can be closed now", extended(3, SOMEONE))
rescreen.add("the mint is not transferable now", extended(9, b""))
rescreen.add("the mint hides amounts now", extended(4, bytes(65)))
rescreen.add("the mint is paused for ever", extended(26, bytes(32) + b"\1"))
rescreen.add("the mint has an unknown extension now", extended(60_000, b""))


ALL = [*convert.all, *late.all, *wallet.all, *listing.all, *deposit.all, *rescreen.all]

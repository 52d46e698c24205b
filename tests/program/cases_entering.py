"""Refusals of what lets money enter and move: accounts, deposits, payments, transfers."""

from __future__ import annotations

from dataclasses import replace

from solders.pubkey import Pubkey

from alatau.program import (
    LicenceStatus,
    PaymentState,
    Role,
    Scope,
    Service,
    account_address,
    participant_address,
    payment_address,
)
from alatau.program import instructions as build
from alatau.testing.world import DAY, DELIVER_WITHIN, FUNDS, NO_CAP, World
from tests.program import world_payments as life
from tests.program import world_valid as valid
from tests.program.cases import (
    Cases,
    Change,
    account,
    after,
    args,
    both,
    deadline,
    forged,
    signer,
)
from tests.program.cases_zone import again, in_other_zone
from tests.program.world_attempts import Attempt, read, write
from tests.program.world_forks import NOW
from tests.program.world_tokens import deposit_with_fee

TOO_FAR = 1_025
WINDOW = 128


def paused(scope: Scope, holder: int) -> Change:
    """The operator (0) or a regulator (1, 2) pauses a scope."""

    def step(world: World, tried: Attempt) -> Attempt:
        authority = (world.operator, *world.regulators)[holder]
        made = build.pause(authority=authority.pubkey(), zone=world.zone, scopes=scope)
        return Attempt.of(made, authority)

    return after(step)


def unconsented(regulator: int, symbol: str = "KZTE") -> Change:
    """A regulator takes its consent back."""

    def step(world: World, tried: Attempt) -> Attempt:
        asset = world.tenge if symbol == "KZTE" else world.dollar
        return valid.consent(world, world.regulators[regulator], asset, given=False)

    return after(step)


def ends(world: World, tried: Attempt) -> int:
    return world.ends_at


def a_day_on(world: World, tried: Attempt) -> int:
    return NOW + DAY


def unverified(name: str) -> Change:
    """A verification that ends in a day, which has come."""
    return both(forged(name, verified_until=NOW + DAY), deadline(a_day_on))


def add_sequences(cases: Cases, payer_account: str) -> None:
    """What every instruction with a sequence refuses."""
    cases.add("the sequence is used", args(sequence=1))
    cases.add("the sequence is zero", args(sequence=0))
    cases.add("the sequence has left the window", forged(payer_account, sequence=2 + WINDOW))
    cases.add("the sequence is 1,025 ahead", args(sequence=1 + TOO_FAR))


def add_doors(cases: Cases, scope: Scope) -> None:
    """What every entering instruction refuses."""
    for holder, who in enumerate(("the operator", "the first regulator", "the second regulator")):
        cases.add(f"{who} pauses it", paused(scope, holder))
    cases.add("the zone has ended", deadline(ends))
    cases.add("a regulator has taken its consent back", unconsented(0))


def account_of(who: str, symbol: str = "KZTE") -> Change:
    """In the place of `account`, someone's."""
    return account("account", lambda world: find_account(world, who, symbol))


def find_account(world: World, who: str, symbol: str = "KZTE") -> Pubkey:
    asset = world.tenge if symbol == "KZTE" else world.dollar
    return world.address(getattr(world, who), asset)


def find_participant(world: World, who: str) -> Pubkey:
    return participant_address(world.zone, getattr(world, who).pubkey())


# -- open_account ----------------------------------------------------------------------

open_account = Cases("open_account", valid.open_account)
open_account.add("asset and participant are another zone's", in_other_zone())


async def foreign_participant(world: World, tried: Attempt) -> Attempt:
    """The same wallet, registered in another zone."""
    other = await valid.create_zone(world)
    zone = other.address("zone")
    wallet = valid.newcomer(world).pubkey()
    registered = valid.register(world, valid.newcomer(world)).with_account("zone", zone)
    registered = registered.with_account("participant", participant_address(zone, wallet))
    for step in (other, registered):
        await life.perform(world, step)
    return tried.with_account("participant", participant_address(zone, wallet))


async def lane_one(world: World, tried: Attempt) -> Attempt:
    wallet = valid.newcomer(world).pubkey()
    address = account_address(world.zone, wallet, world.tenge.mint, 1)
    return tried.with_args(lane=1).with_account("account", address)


open_account.add("the participant is another zone's", foreign_participant)
open_account.add("the lane is not 0", lane_one)
add_doors(open_account, Scope.OPENING)
open_account.add("the verification has expired", unverified("participant"))
open_account.add("the account is open", after(again))
open_account.add(
    "`account` is not the address of zone, wallet, mint and lane", account_of("aigul", "USDZ")
)


# -- deposit ---------------------------------------------------------------------------

deposit = Cases("deposit", valid.deposit)
deposit.add("the asset is another zone's", in_other_zone())
deposit.add("the mint is another", account("mint", lambda world: world.dollar.mint))
deposit.add("the vault is another's", account("vault", lambda world: world.dollar.vault))
deposit.add(
    "the vault's token account is another",
    account("vault_token", lambda w: w.tenge.token_account(w.ilya.pubkey())),
)
deposit.add(
    "the token program is another", account("token_program", lambda w: w.dollar.token_program)
)
deposit.add(
    "the source is another's",
    account("source", lambda world: world.tenge.token_account(world.ilya.pubkey())),
)
deposit.add(
    "the source is of another token program",
    account("source", lambda world: world.dollar.token_account(world.aigul.pubkey())),
)
deposit.add(
    "the source is the vault's token account",
    account("source", lambda world: world.tenge.vault_token),
)
deposit.add("the account is another's", account_of("ilya"))
deposit.add("the account is of another asset", account_of("aigul", "USDZ"))
deposit.add(
    "the participant is another's",
    account("participant", lambda world: find_participant(world, "ilya")),
)
deposit.add("the amount is zero", args(amount=0))
deposit.add("the amount is over the source's tokens", args(amount=FUNDS + 1))
deposit.add("nothing of it arrives", args(amount=1), valid=deposit_with_fee)
deposit.add(
    "the vault's cap is exceeded by one", forged("vault", cap=2 * FUNDS + valid.AMOUNT - 1)
)
deposit.add("all that was ever deposited overflows", forged("vault", deposited=NO_CAP))
add_sequences(deposit, "account")
add_doors(deposit, Scope.DEPOSITS)
deposit.add("the verification has expired", unverified("participant"))


# -- pay -------------------------------------------------------------------------------

pay = Cases("pay", valid.pay_final)
pay.add("the asset is another zone's", in_other_zone())
pay.add("the payer's account is another's", signer("wallet", lambda world: world.ilya))
pay.add(
    "the payer's account is of another asset",
    account("payer_account", lambda world: find_account(world, "aigul", "USDZ")),
)
pay.add(
    "the payee's account is of another asset",
    account("payee_account", lambda world: find_account(world, "bereke", "USDZ")),
)
pay.add(
    "the payer is another than the account's",
    account("payer", lambda world: find_participant(world, "ilya")),
)
pay.add(
    "the payee is another than the account's",
    account("payee", lambda world: find_participant(world, "shipa")),
)


async def to_oneself(world: World, tried: Attempt) -> Attempt:
    return tried.with_account("payee_account", tried.address("payer_account")).with_account(
        "payee", tried.address("payer")
    )


async def to_own_lane(world: World, tried: Attempt) -> Attempt:
    """A second account of the payer, as lanes will allow."""
    second = account_address(world.zone, world.aigul.pubkey(), world.tenge.mint, 1)
    info = await read(world, tried.address("payer_account"))
    await write(world, second, replace(info, data=info.data))
    return tried.with_account("payee_account", second).with_account(
        "payee", tried.address("payer")
    )


def to_party(who: str) -> Change:
    """Someone else is paid."""

    async def change(world: World, tried: Attempt) -> Attempt:
        return tried.with_account("payee_account", find_account(world, who)).with_account(
            "payee", find_participant(world, who)
        )

    return change


pay.add("payer's and payee's account are one", to_oneself)
pay.add("payer and payee are one wallet", to_own_lane)
add_sequences(pay, "payer_account")
pay.add("the amount is zero", args(amount=0))
add_doors(pay, Scope.PAYMENTS)
for each, who in enumerate(("the first", "the second")):
    pay.add(
        f"{who} regulator has taken its consent to a crypto asset back",
        unconsented(each, "USDZ"),
        valid=valid.pay_crypto,
    )
pay.add("the payer's verification has expired", unverified("payer"))
pay.add("the payee's verification has expired", unverified("payee"))
pay.add("the payee is no merchant", to_party("ilya"))
pay.add("the payee has no licence", forged("payee", roles=Role.MERCHANT, licences=((0, 0, 0, bytes(2), 0, bytes(32)),) * 2))


def suspended(regulator: int) -> Change:
    return after(
        lambda world, tried: valid.suspend(world, world.regulators[regulator], world.bereke)
    )


def licensed(regulator: int = 0, **terms: int) -> Change:
    """The merchant's licence is granted anew, for less."""
    return after(
        lambda world, tried: valid.grant(
            world, world.regulators[regulator], world.bereke, **terms
        )
    )


pay.add("the payee's licence is suspended", suspended(0))
pay.add(
    "the payee's licence from the second regulator is suspended, for crypto",
    suspended(1),
    valid=valid.pay_crypto,
)
pay.add(
    "the payee's licence has expired", both(licensed(expires_at=NOW + DAY), deadline(a_day_on))
)
pay.add("the licence lacks the service", licensed(activities=1 << Service.SHOPS))
pay.add("the licence lacks the asset class", licensed(asset_classes=0b110))
pay.add(
    "the second regulator's licence lacks the asset class",
    licensed(1, asset_classes=0b101),
    valid=valid.pay_crypto,
)
pay.add("the service is unknown", args(service=32))
pay.add("the amount is over the payer's balance", args(amount=FUNDS + 1), valid=valid.pay_crypto)
pay.add("the amount is over the cap of one payment", args(amount=2_000_001))


def spend(*amounts: int) -> Change:
    """The payer pays before, with sequences of its own."""
    return after(
        *(
            lambda world, tried, number=number, amount=amount: tried.with_args(
                sequence=tried.args["sequence"] + number, amount=amount
            )
            for number, amount in enumerate(amounts, 1)
        )
    )


def spent_this_month(world: World) -> int:
    return 30_000_000


pay.add("the day's sum is over the daily cap", spend(2_000_000, 2_000_000, 800_001))
pay.add(
    "the month's sum is over the monthly cap",
    both(spend(1), forged("payer_account", spent_month=30_000_000 - valid.AMOUNT + 1)),
)
pay.add(
    "the day's sum overflows",
    both(spend(1), forged("payer_account", spent_day=NO_CAP)),
)
pay.add(
    "a final payment names a payment account",
    account("payment", lambda world: payment_address(find_account(world, "aigul"), 2)),
)
pay.add("a held payment lacks its payment account", None_ := None) if False else None

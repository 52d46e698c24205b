"""What audits of payment programs have found elsewhere, tried on every instruction.

`docs/security.md` says which finding each of these is.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from solders.pubkey import Pubkey
from tests.program import world_payments as life
from tests.program import world_valid as valid
from tests.program.cases import require_valid
from tests.program.test_refusals import RETURNING
from tests.program.world_attempts import (
    Attempt,
    attempt,
    forge,
    next_block,
    read,
    set_time,
    simulate,
    write,
)
from tests.program.world_forks import Accounts, all_accounts, forked_world
from tests.program.world_mutations import VALID
from tests.program.world_payments import perform
from tests.program.world_valid import AMOUNT

from alatau.chain.base import AccountInfo
from alatau.program import (
    PROGRAM_ID,
    SYSTEM_PROGRAM,
    TOKEN_PROGRAM,
    Scope,
    idl,
    read_events,
)
from alatau.program import instructions as build
from alatau.program.codec import type_layout
from alatau.testing.world import DAY, World
from alatau.tokens import create_token_account, mint_to

RENT_OF_NOTHING = 890_880


# -- addresses that were funded before ---------------------------------------------------


async def made_by(instruction: str) -> list[str]:
    """The accounts that an instruction makes, by their names."""
    async with forked_world() as (world, chain):
        tried = await VALID[instruction](world)
        before = await all_accounts(chain)
        await perform(world, tried)
        new = {*await all_accounts(chain)} - {*before}
        return [name for name, meta in tried.metas.items() if meta.pubkey in new]


@pytest.mark.parametrize("instruction", VALID)
@pytest.mark.parametrize("lamports", [1, RENT_OF_NOTHING, 100_000_000])
async def test_make_an_account_at_a_funded_address_succeeds(
    instruction: str, lamports: int
) -> None:
    names = await made_by(instruction)
    async with forked_world() as (world, _):
        tried = await VALID[instruction](world)
        for name in names:
            await write(world, tried.address(name), AccountInfo(lamports, SYSTEM_PROGRAM, b""))
        assert (await attempt(world, tried))[0] is None
        for name in names:
            assert (await read(world, tried.address(name))).owner == PROGRAM_ID


async def test_make_accounts_is_done_by_the_known_instructions() -> None:
    """Else the test above would pass where it tries nothing."""
    makers = {name for name in VALID if await made_by(name)}
    assert makers >= {
        "create_zone",
        "list_asset",
        "register_participant",
        "open_account",
        "pay_held",
        "seize",
        "forced_transfer",
    }


# -- bytes that are no account -----------------------------------------------------------


@pytest.mark.parametrize("instruction", VALID)
async def test_name_an_account_whose_discriminator_is_zero_is_refused(instruction: str) -> None:
    """An account of this program's that was never written, or was emptied."""
    async with forked_world() as (world, chain):
        tried = await VALID[instruction](world)
        await require_valid(world, tried)
        ours = await _ours(world, tried)
        for name, info in ours.items():
            for emptied in (bytes(len(info.data)), bytes(8) + info.data[8:], bytes(8), b""):
                await write(world, tried.address(name), replace(info, data=emptied))
                before = await all_accounts(chain)
                refused, _record = await attempt(world, tried)
                assert refused is not None, (name, len(emptied))
                assert _but_fees(world, await all_accounts(chain)) == _but_fees(world, before)
            await write(world, tried.address(name), info)
        await next_block(world)
        await require_valid(world, tried)


@pytest.mark.parametrize("instruction", VALID)
async def test_name_an_account_that_is_cut_off_is_refused(instruction: str) -> None:
    async with forked_world() as (world, _):
        tried = await VALID[instruction](world)
        for name, info in (await _ours(world, tried)).items():
            if instruction == "migrate" and name == "account":
                continue  # it makes shorter ones, of an earlier version, whole
            await write(world, tried.address(name), replace(info, data=info.data[:-1]))
            assert await simulate(world, tried) is not None, name
            await write(world, tried.address(name), info)
        await require_valid(world, tried)


async def _ours(world: World, tried: Attempt) -> dict[str, AccountInfo]:
    """The accounts of an instruction that hold data of this program."""
    found = {}
    for name, meta in tried.metas.items():
        info = await world.chain.account(meta.pubkey)
        if info is not None and info.owner == PROGRAM_ID and info.data:
            found[name] = info
    return found


def _but_fees(world: World, accounts: Accounts) -> Accounts:
    return {address: info for address, info in accounts.items() if address != world.payer.pubkey()}


# -- one account twice -------------------------------------------------------------------


@pytest.mark.parametrize("instruction", VALID)
async def test_name_one_account_twice_that_is_written_is_refused(instruction: str) -> None:
    """Every pair: the second in the place of the first, whatever they are.

    Batches load their many accounts themselves, `claim` the issuer's.
    """
    async with forked_world() as (world, _):
        tried = await VALID[instruction](world)
        written = [
            name for name, meta in tried.metas.items() if meta.is_writable and not meta.is_signer
        ]
        for name, other in permutations(written, 2):
            same = tried.with_account(name, tried.address(other))
            refused = await simulate(world, same)
            if instruction in {"claim", "pay_many", "settle_many"}:
                assert refused is not None, (name, other)
            else:
                assert refused == "AccountNamedTwice", (name, other)


# -- mints and assets of somebody else ---------------------------------------------------


async def test_list_another_zones_mint_gives_no_power_over_it() -> None:
    """Anyone may found a zone and list any mint there: it is another asset and vault."""
    async with forked_world() as (world, _):
        created = await valid.create_zone(world)
        await perform(world, created)
        other = replace(world, zone=created.address("zone"))
        same = replace(world.tenge, vault=Pubkey.default())
        listed = valid.list_mint(other, same)
        made = create_token_account(
            world.payer.pubkey(), listed.address("vault"), same.mint, same.token_program
        )
        await world.run(made, listed.instruction(), signers=listed.signers)
        assert listed.address("asset") != world.tenge.address
        assert listed.address("vault") != world.tenge.vault
        for name in ("deposit", "withdraw"):
            tried = await VALID[name](world)
            for account in ("asset", "vault", "vault_token"):
                mixed = tried.with_account(account, listed.address(account))
                assert await simulate(world, mixed) is not None, (name, account)


@pytest.mark.parametrize("what", ["deposit", "withdraw"])
async def test_move_tokens_of_a_mint_of_ones_own_is_refused(what: str) -> None:
    """A mint that the caller brings, with all token accounts of it in place."""
    async with forked_world() as (world, _):
        tried = await VALID[what](world)
        own = await valid.new_mint(world, "FAKE", decimals=world.dollar.decimals)
        wallet = world.aigul.pubkey()
        end = "source" if what == "deposit" else "destination"
        tokens = own.token_account(wallet)
        await world.run(
            create_token_account(world.payer.pubkey(), wallet, own.mint, TOKEN_PROGRAM),
            mint_to(world.issuer.pubkey(), own.mint, tokens, AMOUNT, own.decimals, TOKEN_PROGRAM),
            signers=(world.issuer,),
        )
        fake = tried.with_account("mint", own.mint).with_account(end, tokens)
        assert await simulate(world, fake) == "WrongMint"
        fake = fake.with_account("vault_token", own.vault_token)
        assert await simulate(world, fake) == "WrongMint"


# -- rules that change afterwards --------------------------------------------------------


async def test_settle_after_all_terms_have_changed_keeps_those_of_the_payment() -> None:
    async with forked_world() as (world, _):
        address = await life.hold(world)
        before = await life.payment(world, address)
        asset, merchant = world.tenge.address, valid.register(world, world.bereke)
        await forge(world, asset, fee_bps=10_000, fee_max=2**64 - 1, tax_bps=(10_000,) * 4)
        await forge(
            world,
            merchant.address("participant"),
            tax_category=1,
            reserve_bps=10_000,
            reserve_window=DAY,
        )
        await forge(world, world.zone, settle_window=1, deliver_within=1, retention=1)
        await perform(world, life.fulfilling(world, address))
        fulfilled = await life.payment(world, address)
        assert fulfilled.settles_at == await world.chain.time() + before.settle_window
        await set_time(world, fulfilled.settles_at - 1)
        by_anyone = life.settling(world, address, by_anyone=True)
        assert (await attempt(world, by_anyone))[0] == "WindowOpen"
        await set_time(world, fulfilled.settles_at)
        assert (await attempt(world, by_anyone))[0] is None
        settled = await life.payment(world, address)
        assert (settled.fee, settled.tax) == (before.fee_total, before.tax_total)
        assert settled.settled == AMOUNT - before.fee_total - before.tax_total
        assert settled.reserve == 0


# -- events ------------------------------------------------------------------------------


@pytest.mark.parametrize("what", RETURNING)
async def test_return_money_where_no_event_fits_into_the_log_succeeds(what: str) -> None:
    """Logs end after 10,000 bytes: what an event says may be lost, its act may not."""
    async with forked_world() as (world, _):
        tried = await RETURNING[what](world)
        pause = build.pause(
            authority=world.operator.pubkey(), zone=world.zone, scopes=Scope.PAYMENTS
        )
        await next_block(world)
        record = await world.try_(
            *[pause] * 36, tried.instruction(), signers=(world.operator, *tried.signers)
        )
        assert record.error is None, record.logs
        log = read_events(record.logs)
        assert log.truncated
        assert {type(event).__name__ for event in log.events} == {"Paused"}


@pytest.mark.parametrize("entry", idl()["events"], ids=lambda entry: entry["name"])
def test_event_that_names_a_balance_names_its_account_and_revision(
    entry: dict[str, object],
) -> None:
    names = type_layout(str(entry["name"])).names
    for name in names:
        if not name.endswith("available"):
            continue
        party = name.removesuffix("available")
        accounts = {"account"} if party in {"", "account_"} else {f"{party}account"}
        accounts |= set() if party else {f"{party}account"}
        assert accounts & {*names}, name
        assert f"{party}revision" in names, name


# -- who receives ------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["refund", "refund settled", "expire"])
async def test_return_money_to_a_wallet_that_does_nothing_succeeds(what: str) -> None:
    """The payer's wallet is gone, its token account too: it is credited all the same."""
    async with forked_world() as (world, _):
        tried = await RETURNING[what](world)
        nothing = AccountInfo(0, SYSTEM_PROGRAM, b"")
        for address in (
            world.aigul.pubkey(),
            world.tenge.token_account(world.aigul.pubkey()),
        ):
            await write(world, address, nothing)
        before = (await world.account(world.aigul, world.tenge)).available
        assert (await attempt(world, tried))[0] is None
        assert (await world.account(world.aigul, world.tenge)).available > before


async def test_withdraw_to_a_frozen_token_account_keeps_the_money_in_the_account() -> None:
    async with forked_world() as (world, _):
        tried = await valid.withdraw(world)
        address = tried.address("destination")
        info = await read(world, address)
        frozen = bytearray(info.data)
        frozen[108] = 2  # the token account's state
        await write(world, address, replace(info, data=bytes(frozen)))
        before = await world.account(world.aigul, world.tenge)
        assert (await attempt(world, tried))[0] is not None
        assert await world.account(world.aigul, world.tenge) == before
        await write(world, address, info)
        assert (await attempt(world, tried))[0] is None

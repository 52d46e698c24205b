"""What wallets, and whoever made the mint, can do with token accounts that hold units: nothing."""

from __future__ import annotations

import pytest
from solders.instruction import AccountMeta, Instruction
from solders.keypair import Keypair
from solders.pubkey import Pubkey
from solders.system_program import CreateAccountParams, create_account
from spl.token import instructions as spl
from spl.token._layouts import ACCOUNT_LAYOUT
from tests.program import world_instruments as held
from tests.program import world_outside as outside
from tests.program.test_instrument_tokens import plain
from tests.program.world_attempts import Attempt, attempt, read
from tests.program.world_forks import forked_world
from tests.program.world_instruments import UNITS
from tests.program.world_outside import OUTSIDE, have_outside, recalling, returning, withdrawing
from tests.program.world_payments import perform

from alatau.program import SYSTEM_PROGRAM, TOKEN_2022_PROGRAM
from alatau.testing.invariants import check_state
from alatau.testing.snapshot import take_snapshot
from alatau.testing.world import World, world_key
from alatau.tokens import is_cpi_guarded, token_amount

MOVES, STOPPED = 1, 2
REALLOCATE, MEMO_TRANSFER, CPI_GUARD = 29, 30, 34
REQUIRED_MEMO, GUARD = 8, 11
INITIALIZE_MINT2 = 20


async def refusal(world: World, tried: Attempt) -> str | None:
    return (await attempt(world, tried))[0]


async def test_read_units_outside_as_a_wallet_does_finds_them_frozen() -> None:
    async with forked_world() as (world, _):
        await have_outside(world)
        own = spl.get_associated_token_address(
            world.aigul.pubkey(), held.mint(world), TOKEN_2022_PROGRAM
        )
        found = ACCOUNT_LAYOUT.parse((await read(world, own)).data[:165])
        assert (found.amount, found.state) == (OUTSIDE, STOPPED)
        assert Pubkey.from_bytes(found.owner) == world.aigul.pubkey()


def doings(world: World, own: Pubkey, to: Pubkey, owner: Pubkey) -> dict[str, Instruction]:
    """All that the owner of a token account can ask of the token program."""
    program, mint, other = TOKEN_2022_PROGRAM, held.mint(world), world.ilya.pubkey()
    kinds = spl.AuthorityType
    return {
        "transfer": spl.transfer(spl.TransferParams(program, own, to, owner, 1)),
        "transfer checked": spl.transfer_checked(
            spl.TransferCheckedParams(program, own, mint, to, owner, 1, 0)
        ),
        "burn": spl.burn(spl.BurnParams(program, own, mint, owner, 1)),
        "burn checked": spl.burn_checked(spl.BurnCheckedParams(program, mint, own, owner, 1, 0)),
        "approve": spl.approve(spl.ApproveParams(program, own, other, owner, 1)),
        "close": spl.close_account(spl.CloseAccountParams(program, own, owner, owner)),
        "give away": spl.set_authority(
            spl.SetAuthorityParams(program, own, kinds.ACCOUNT_OWNER, owner, [], other)
        ),
        "let close": spl.set_authority(
            spl.SetAuthorityParams(program, own, kinds.CLOSE_ACCOUNT, owner, [], other)
        ),
        "thaw": spl.thaw_account(spl.ThawAccountParams(program, own, mint, owner)),
    }


async def test_do_anything_with_units_outside_by_the_token_program_is_refused() -> None:
    async with forked_world() as (world, _):
        await have_outside(world)
        own, to = outside.token_of(world, world.aigul), outside.token_of(world, world.ilya)
        before = await read(world, own)
        for what, made in doings(world, own, to, world.aigul.pubkey()).items():
            assert await plain(world, made, world.aigul) is not None, what
        for key in (world.bereke, world.payer):  # the issuer, and who made the mint
            for what, made in doings(world, own, to, key.pubkey()).items():
                assert await plain(world, made, key) is not None, what
        assert await read(world, own) == before
        assert token_amount((await read(world, to)).data) == 0


# -- who made the mint prepares token accounts -------------------------------------------


async def have_prepared(world: World, other: Keypair) -> None:
    """A mint whose maker froze and thawed what it liked before it gave that up.

    Айгүл's associated token account and another of hers can move; Илья is the first one's
    delegate, and may close it.
    """
    await held.have_parties(world)
    payer, mint, key = world.payer.pubkey(), held.mint(world), held.mint_key(world)
    *made, vault_token = held.making_mint(world)
    freezing = [own_freezing(each, payer) for each in made]
    await world.run(*freezing, signers=(key,))
    await world.run(vault_token)
    await outside.have_token(world, world.aigul)
    rent = (128 + 165) * 6_960
    program, owner = TOKEN_2022_PROGRAM, world.aigul.pubkey()
    await world.run(
        create_account(
            CreateAccountParams(
                from_pubkey=payer, to_pubkey=other.pubkey(), lamports=rent, space=165, owner=program
            )
        ),
        spl.initialize_account(
            spl.InitializeAccountParams(
                program_id=program, account=other.pubkey(), mint=mint, owner=owner
            )
        ),
        signers=(other,),
    )  # fmt: skip
    own, ilya = outside.token_of(world, world.aigul), world.ilya.pubkey()
    kinds = spl.AuthorityType
    await world.run(
        spl.thaw_account(spl.ThawAccountParams(program, own, mint, payer)),
        spl.thaw_account(spl.ThawAccountParams(program, other.pubkey(), mint, payer)),
        spl.approve(spl.ApproveParams(program, own, ilya, owner, 2**64 - 1)),
        spl.set_authority(
            spl.SetAuthorityParams(program, own, kinds.CLOSE_ACCOUNT, owner, [], ilya)
        ),
        spl.set_authority(
            spl.SetAuthorityParams(
                program, mint, kinds.FREEZE_ACCOUNT, payer, [], held.instrument_of(world)
            )
        ),
        signers=(world.aigul,),
    )
    await perform(world, await held.proposing(world))
    await perform(world, held.admitting(world))
    for wallet in (world.aigul, world.ilya):
        await perform(world, held.opening(world, wallet))
        await perform(world, await held.issuing(world, wallet))


def own_freezing(made: Instruction, payer: Pubkey) -> Instruction:
    """The payer keeps the freeze authority for now."""
    data = bytes(made.data)
    if made.program_id != TOKEN_2022_PROGRAM or data[0] != INITIALIZE_MINT2:
        return made
    return Instruction(made.program_id, data[:35] + bytes(payer), made.accounts)


async def test_create_with_a_vault_that_demands_memos_is_refused() -> None:
    """Who had it before could set that; nobody could end it, and no unit would ever come back."""
    async with forked_world() as (world, _):
        await held.have_parties(world)
        payer, mint, key = world.payer.pubkey(), held.mint(world), held.mint_key(world)
        instrument, token = held.instrument_of(world), world_key(world.seed, "жат қойма")
        *made, _ = held.making_mint(world)
        await world.run(*[own_freezing(each, payer) for each in made], signers=(key,))
        at, kinds = token.pubkey(), spl.AuthorityType
        memos = Instruction(
            TOKEN_2022_PROGRAM,
            bytes([MEMO_TRANSFER, 0]),
            [AccountMeta(at, False, True), AccountMeta(payer, True, False)],
        )
        created = CreateAccountParams(
            from_pubkey=payer, to_pubkey=at, lamports=2_100_000, space=171, owner=TOKEN_2022_PROGRAM
        )
        await world.run(
            create_account(created),
            spl.initialize_account(
                spl.InitializeAccountParams(TOKEN_2022_PROGRAM, at, mint, payer)
            ),
            spl.thaw_account(spl.ThawAccountParams(TOKEN_2022_PROGRAM, at, mint, payer)),
            memos,
            *(
                spl.set_authority(
                    spl.SetAuthorityParams(TOKEN_2022_PROGRAM, of, kind, payer, [], instrument)
                )
                for of, kind in ((at, kinds.ACCOUNT_OWNER), (mint, kinds.FREEZE_ACCOUNT))
            ),
            signers=(token,),
        )
        tried = (await held.proposing(world)).with_account("vault_token", at)
        assert await refusal(world, tried) == "VaultTokenNotAssociated"


async def test_withdraw_to_token_accounts_thawed_before_ends_frozen_or_is_refused() -> None:
    async with forked_world() as (world, chain):
        other = world_key(world.seed, "қосымша шот")
        await have_prepared(world, other)
        assert await outside.tokens(world, world.aigul) == (0, MOVES)
        tried = await withdrawing(world, world.aigul)
        elsewhere = tried.with_account("wallet_token", other.pubkey())
        assert await refusal(world, elsewhere) == "WrongWalletToken"
        await perform(world, tried)
        assert await outside.tokens(world, world.aigul) == (OUTSIDE, STOPPED)
        own, owner = outside.token_of(world, world.aigul), world.aigul.pubkey()
        for what, made in doings(world, own, other.pubkey(), owner).items():
            assert await plain(world, made, world.aigul) is not None, what
        for what, made in doings(world, own, other.pubkey(), world.ilya.pubkey()).items():
            assert await plain(world, made, world.ilya) is not None, what
        back = await returning(world, world.aigul, OUTSIDE)
        elsewhere = back.with_account("wallet_token", other.pubkey())
        assert await refusal(world, elsewhere) == "WrongWalletToken"
        await perform(world, back)
        assert await outside.tokens(world, world.aigul) == (0, STOPPED)
        assert token_amount((await read(world, other.pubkey())).data) == 0
        check_state(await take_snapshot(chain, world.zone))


# -- what a wallet sets on its own token account -----------------------------------------


def extending(world: World, wallet: Keypair, kind: int) -> Instruction:
    """Room for an extension."""
    metas = [
        AccountMeta(outside.token_of(world, wallet), False, True),
        AccountMeta(world.payer.pubkey(), True, True),
        AccountMeta(SYSTEM_PROGRAM, False, False),
        AccountMeta(wallet.pubkey(), True, False),
    ]
    return Instruction(TOKEN_2022_PROGRAM, bytes([REALLOCATE, kind, 0]), metas)


def switching(world: World, wallet: Keypair, what: int, *, on: bool) -> Instruction:
    """An extension is switched on or off."""
    metas = [
        AccountMeta(outside.token_of(world, wallet), False, True),
        AccountMeta(wallet.pubkey(), True, False),
    ]
    return Instruction(TOKEN_2022_PROGRAM, bytes([what, 0 if on else 1]), metas)


async def test_withdraw_where_a_memo_is_required_is_refused_until_it_is_not() -> None:
    async with forked_world() as (world, chain):
        await have_outside(world)
        required = switching(world, world.aigul, MEMO_TRANSFER, on=True)
        assert await plain(world, extending(world, world.aigul, REQUIRED_MEMO), world.aigul) is None
        assert await plain(world, required, world.aigul) is None
        assert await refusal(world, await withdrawing(world, world.aigul)) == "TokenNoMemo"
        # What comes back comes to the vault, which requires none.
        await perform(world, await returning(world, world.aigul, 1))
        not_required = switching(world, world.aigul, MEMO_TRANSFER, on=False)
        assert await plain(world, not_required, world.aigul) is None
        await perform(world, await withdrawing(world, world.aigul, 2))
        assert await outside.tokens(world, world.aigul) == (OUTSIDE + 1, STOPPED)
        await plain(world, required, world.aigul)
        await perform(world, held.delisting(world))
        await perform(world, recalling(world, world.aigul))
        check_state(await take_snapshot(chain, world.zone))


async def test_return_what_is_cpi_guarded_is_refused_until_it_is_not_and_recalled_anyway() -> None:
    async with forked_world() as (world, chain):
        await have_outside(world)
        guarded = switching(world, world.aigul, CPI_GUARD, on=True)
        assert await plain(world, extending(world, world.aigul, GUARD), world.aigul) is None
        assert await plain(world, guarded, world.aigul) is None
        assert is_cpi_guarded((await read(world, outside.token_of(world, world.aigul))).data)
        await perform(world, await withdrawing(world, world.aigul, 1))
        assert await refusal(world, await returning(world, world.aigul)) == "TokenCpiGuarded"
        unguarded = switching(world, world.aigul, CPI_GUARD, on=False)
        assert await plain(world, unguarded, world.aigul) is None
        assert not is_cpi_guarded((await read(world, outside.token_of(world, world.aigul))).data)
        await perform(world, await returning(world, world.aigul, 1))
        await plain(world, guarded, world.aigul)
        await perform(world, held.delisting(world))
        await perform(world, recalling(world, world.aigul))
        assert await outside.tokens(world, world.aigul) == (0, STOPPED)
        check_state(await take_snapshot(chain, world.zone))


async def test_withdraw_to_a_closed_token_account_waits_for_a_new_one() -> None:
    async with forked_world() as (world, chain):
        await have_outside(world)
        own, owner = outside.token_of(world, world.aigul), world.aigul.pubkey()
        closed = spl.close_account(spl.CloseAccountParams(TOKEN_2022_PROGRAM, own, owner, owner))
        assert await plain(world, closed, world.aigul) is not None
        await perform(world, await returning(world, world.aigul, OUTSIDE))
        assert await plain(world, closed, world.aigul) is None
        tried = await withdrawing(world, world.aigul, UNITS)
        assert await refusal(world, tried) == "TokenAccountNotOwned"
        await outside.have_token(world, world.aigul)
        assert await refusal(world, tried) is None
        assert await outside.tokens(world, world.aigul) == (UNITS, STOPPED)
        check_state(await take_snapshot(chain, world.zone))


@pytest.mark.parametrize("wallet", ["aigul", "bereke"])
async def test_withdraw_to_the_token_account_of_another_mint_is_refused(wallet: str) -> None:
    async with forked_world() as (world, _):
        await have_outside(world)
        tried = await withdrawing(world, world.aigul)
        owner = getattr(world, wallet).pubkey()
        for token in (world.dollar.token_account(owner), world.tenge.token_account(owner)):
            elsewhere = tried.with_account("wallet_token", token)
            assert await refusal(world, elsewhere) == "WrongWalletToken"

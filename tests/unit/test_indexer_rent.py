"""Whose the lamports are that a transaction puts into accounts, and takes out of them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from solders.keypair import Keypair
from solders.pubkey import Pubkey
from solders.signature import Signature

from alatau.indexer.change import Change
from alatau.indexer.decoded import Decoded
from alatau.indexer.marks import marks, restore
from alatau.indexer.rebuilt import Asset, Owner, Rebuilt
from alatau.indexer.rent import keep_rent, rent_of
from alatau.program import MandateCancelled, asset_address, vault_address, zone_address

ZONE = zone_address("Алатау")
AIGUL, YERLAN, OLGA = (Keypair.from_seed(bytes([number]) * 32).pubkey() for number in (1, 2, 3))
ACCOUNT, OTHER, TOKENS = (vault_address(Pubkey(bytes([number]) * 32)) for number in (1, 2, 3))
MULTISIG = zone_address("Қазына")
RENT = 2_074_080


def transaction(*lamports: tuple[Pubkey, int]) -> Decoded:
    """One that changed so many lamports beside its fee."""
    return Decoded(
        signature=Signature.default(),
        slot=7,
        time=0,
        fee=5_000,
        fee_payer=AIGUL,
        named=frozenset({AIGUL, ZONE}),
        error="",
        events=(),
        changes=(),
        truncated=False,
        lamports=lamports,
    )


def holding(rent: dict[Pubkey, int]) -> Rebuilt:
    accounts = Rebuilt()
    accounts.rent = dict(rent)
    return accounts


def cancelled(rent_payer: Pubkey) -> MandateCancelled:
    return MandateCancelled(
        mandate=ACCOUNT,
        plan=OTHER,
        payer_account=OTHER,
        rent_payer=rent_payer,
        lamports=RENT,
        count=0,
        pulled=0,
        revision=2,
    )


def test_nothing_but_the_fee_is_no_rent() -> None:
    found = rent_of(ZONE, Rebuilt(), transaction())
    assert (found.accounts, found.wallets) == ({}, {})


def test_who_pays_for_an_account_has_its_rent_until_it_is_closed() -> None:
    accounts = Rebuilt()
    opened = transaction((AIGUL, -RENT), (ACCOUNT, RENT))
    assert rent_of(ZONE, accounts, opened).wallets == {AIGUL: RENT}
    keep_rent(ZONE, accounts, opened)
    assert accounts.rent == {ACCOUNT: RENT}
    closed = transaction((AIGUL, RENT), (ACCOUNT, -RENT))
    assert rent_of(ZONE, accounts, closed).wallets == {AIGUL: -RENT}
    keep_rent(ZONE, accounts, closed)
    assert accounts.rent == {ACCOUNT: 0}


def test_what_comes_back_to_another_than_who_paid_is_less_of_that_one() -> None:
    closed = transaction((YERLAN, RENT), (ACCOUNT, -RENT))
    assert rent_of(ZONE, holding({ACCOUNT: RENT}), closed).wallets == {YERLAN: -RENT}


def test_what_goes_from_wallet_to_wallet_is_nobodys_rent() -> None:
    gift = transaction((AIGUL, -5), (YERLAN, 5))
    assert not rent_of(ZONE, Rebuilt(), gift).wallets
    paid = transaction((AIGUL, -RENT - 5), (YERLAN, 5), (ACCOUNT, RENT))
    assert rent_of(ZONE, Rebuilt(), paid).wallets == {AIGUL: RENT}


def test_several_who_gave_share_it_by_what_each_gave_to_the_last_lamport() -> None:
    paid = transaction((AIGUL, -2), (YERLAN, -2), (OLGA, -3), (ACCOUNT, 5), (OTHER, 2))
    assert rent_of(ZONE, Rebuilt(), paid).wallets == {AIGUL: 2, YERLAN: 2, OLGA: 3}
    # Of ten, one goes on to a wallet that gave nothing.
    paid = transaction((AIGUL, -5), (YERLAN, -5), (OLGA, 1), (ACCOUNT, 9))
    assert rent_of(ZONE, Rebuilt(), paid).wallets == {AIGUL: 4, YERLAN: 5}


def test_one_closes_and_another_opens_in_one_transaction() -> None:
    both = transaction((AIGUL, -RENT), (YERLAN, RENT), (ACCOUNT, RENT), (OTHER, -RENT))
    found = rent_of(ZONE, holding({OTHER: RENT}), both)
    assert found.wallets == {AIGUL: RENT, YERLAN: -RENT}
    assert found.accounts == {ACCOUNT: RENT, OTHER: -RENT}


def test_who_closes_and_opens_has_the_difference() -> None:
    both = transaction((AIGUL, RENT - 3), (ACCOUNT, 3), (OTHER, -RENT))
    assert rent_of(ZONE, holding({OTHER: RENT}), both).wallets == {AIGUL: 3 - RENT}


def test_an_account_gives_no_more_rent_back_than_was_paid_for_it() -> None:
    # Somebody had put seven more there, in a transaction that was not the zone's.
    closed = transaction((AIGUL, RENT + 7), (ACCOUNT, -RENT - 7))
    found = rent_of(ZONE, holding({ACCOUNT: RENT}), closed)
    assert (found.accounts, found.wallets) == ({ACCOUNT: -RENT}, {AIGUL: -RENT})
    unknown = rent_of(ZONE, Rebuilt(), closed)
    assert (unknown.accounts, unknown.wallets) == ({}, {})


def test_a_wallet_off_the_curve_is_one_where_the_event_or_the_zone_says_so() -> None:
    assert not MULTISIG.is_on_curve()
    closed = transaction((MULTISIG, RENT), (ACCOUNT, -RENT))
    told = replace(closed, events=(cancelled(MULTISIG),))
    assert rent_of(ZONE, holding({ACCOUNT: RENT}), told).wallets == {MULTISIG: -RENT}
    opened = transaction((MULTISIG, -RENT), (ACCOUNT, RENT))
    accounts = Rebuilt()
    accounts.assets[OTHER] = Asset(ZONE, OLGA)
    accounts.learn_owner(ACCOUNT, Owner(MULTISIG, OTHER, 0))
    assert rent_of(ZONE, accounts, opened).wallets == {MULTISIG: RENT}


def test_what_nobody_known_paid_is_the_zones() -> None:
    opened = transaction((MULTISIG, -RENT), (ACCOUNT, RENT))
    found = rent_of(ZONE, Rebuilt(), opened)
    assert (found.accounts, found.wallets) == ({ACCOUNT: RENT}, {None: RENT})


def test_wrapped_sol_in_token_accounts_is_money_and_no_rent() -> None:
    mint = Pubkey.from_string("So11111111111111111111111111111111111111112")
    asset = asset_address(ZONE, mint)
    accounts = holding({ACCOUNT: RENT})
    accounts.vaults[vault_address(asset)] = asset
    accounts.assets[asset] = Asset(ZONE, mint)
    moved = Change(vault_address(asset), 3, cancelled(AIGUL), {}, -RENT)
    closing = Change(ACCOUNT, 2, cancelled(AIGUL))
    out = replace(
        transaction((AIGUL, 2 * RENT - 9), (TOKENS, 9), (OTHER, -RENT), (ACCOUNT, -RENT)),
        changes=(moved, closing),
    )
    found = rent_of(ZONE, accounts, out)
    assert (found.accounts, found.wallets) == ({ACCOUNT: -RENT}, {AIGUL: -RENT})


ADDRESSES = (AIGUL, YERLAN, OLGA, ACCOUNT, OTHER, TOKENS, MULTISIG)


@given(
    st.lists(
        st.lists(st.integers(-(10**12), 10**12), min_size=7, max_size=7), min_size=1, max_size=8
    )
)
def test_wallets_have_what_is_in_accounts_after_anything(life: list[list[int]]) -> None:
    accounts, wallets = Rebuilt(), 0
    for amounts in life:
        one = transaction(
            *((each, amount) for each, amount in zip(ADDRESSES, amounts, strict=True) if amount)
        )
        found = rent_of(ZONE, accounts, one)
        assert sum(found.wallets.values()) == sum(found.accounts.values())
        wallets += sum(found.wallets.values())
        keep_rent(ZONE, accounts, one)
        assert min(accounts.rent.values(), default=0) >= 0
    assert wallets == sum(accounts.rent.values())


def test_transactions_that_do_not_tell_are_remembered() -> None:
    accounts = Rebuilt()
    keep_rent(ZONE, accounts, replace(transaction(), lamports=None))
    keep_rent(ZONE, accounts, replace(transaction((AIGUL, -9), (ACCOUNT, 9)), slot=9))
    assert accounts.rent_unknown == 7
    kept = {each.name: each.value for each in marks(accounts, [], [AIGUL, ACCOUNT])}
    assert kept == {"chain:rent": "7", f"chain:rent:{ACCOUNT}": "9"}
    _, again = restore({"chain:slot": "9", **kept})
    assert (again.rent, again.rent_unknown) == ({ACCOUNT: 9}, 7)


@pytest.mark.parametrize(("slot", "unknown"), [({}, 0), ({"chain:slot": "33"}, 33)])
def test_a_ledger_from_before_rent_was_posted_lacks_it_so_far(
    slot: dict[str, str], unknown: int
) -> None:
    _, accounts = restore(slot)
    assert accounts.rent_unknown == unknown

"""Address lookup tables, retired and closed, on each kind of chain."""

from __future__ import annotations

import pytest
from solders.address_lookup_table_account import AddressLookupTableAccount
from solders.pubkey import Pubkey
from solders.signature import Signature
from solders.system_program import TransferParams, transfer
from solders.transaction import VersionedTransaction

from alatau.chain.embedded import EmbeddedChain
from alatau.errors import AccountMissing, InputError, TableCooling, TransactionFailed
from alatau.tables import table_costs
from alatau.testing.fixtures import SOL, FreshZone, Wallets

COOL_DOWN = 513  # blocks of a cluster, that of the retirement among them
EMBEDDED = 16  # an embedded chain forgets the slot so much sooner
PAYEES = 3


@pytest.fixture
async def table(zone: FreshZone) -> AddressLookupTableAccount:
    """What a payroll of three needs."""
    addresses = [Pubkey.new_unique() for _ in range(4 + 2 * PAYEES)]
    (made,) = await zone.create_tables(addresses)
    return made


async def test_close_table_that_cools_down_tells_the_blocks_left(
    zone: FreshZone, table: AddressLookupTableAccount
) -> None:
    with pytest.raises(InputError, match=r"in use \(retire it first: retire_table\)"):
        await zone.close_table(table.key)
    slot = await zone.retire_table(table.key)
    with pytest.raises(TableCooling, match="blocks more") as caught:
        await zone.close_table(table.key)
    assert COOL_DOWN - 100 < caught.value.blocks <= COOL_DOWN
    assert await zone.retire_table(table.key) == slot
    # Nobody who still uses it is hurt.
    assert await zone.lookup_table(table.key) == table


async def test_close_table_that_has_cooled_down_returns_its_rent(
    embedded_chain: EmbeddedChain,
) -> None:
    # Half a thousand blocks take a validator a minute and more, an embedded chain has a sixteenth.
    async with FreshZone.found(embedded_chain) as zone:
        recipient = Pubkey.new_unique()
        owner = await Wallets(zone)("Зарина Қасымова")
        addresses = [Pubkey.new_unique() for _ in range(4 + 2 * PAYEES)]
        (made,) = await zone.create_tables(addresses, authority=owner)
        await zone.retire_table(made.key, authority=owner)
        await embedded_chain.advance(EMBEDDED - 1)
        with pytest.raises(TableCooling):
            await zone.close_table(made.key, authority=owner)
        await embedded_chain.advance(1)
        with pytest.raises(TransactionFailed, match="IncorrectAuthority"):
            await zone.close_table(made.key)  # as the operator
        rent = await zone.close_table(made.key, authority=owner, recipient=recipient)
        assert rent == table_costs(PAYEES).rent
        received = await embedded_chain.account(recipient)
        assert received is not None
        assert received.lamports == rent
        with pytest.raises(AccountMissing, match="no address lookup table"):
            await zone.close_table(made.key, authority=owner)


async def test_close_table_with_patience_waits_for_its_cool_down(
    embedded_chain: EmbeddedChain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("alatau.tables._COOLING_SECONDS", 0.01)
    async with FreshZone.found(embedded_chain) as zone:
        (made,) = await zone.create_tables([Pubkey.new_unique()])
        await zone.retire_table(made.key)
        await zone.close_table(made.key, patience=60)
        assert await embedded_chain.account(made.key) is None


async def test_transactions_tell_whose_lamports_changed_of_a_table_too(
    zone: FreshZone, table: AddressLookupTableAccount
) -> None:
    first, second, payer = table.addresses[2], table.addresses[5], zone.operator.pubkey()
    gifts = [
        transfer(TransferParams(from_pubkey=payer, to_pubkey=to, lamports=SOL))
        for to in (second, first)
    ]
    outcome = await zone.sender.send(zone.intent(*gifts, tables=(table,)))
    (record,) = await zone.chain.transactions([Signature.from_string(outcome.signature)])
    assert record is not None
    assert first not in VersionedTransaction.from_bytes(record.message).message.account_keys
    changed = dict(record.lamports)
    assert next(iter(changed)) == payer
    assert changed == {payer: -(2 * SOL + record.fee), first: SOL, second: SOL}

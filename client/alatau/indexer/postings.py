"""What a transaction of the chain becomes in the ledger.

The zone has tokens in its vaults (a debit) and owes them to participants (credits): so a deposit
debits the vault and credits the account, and a payment debits its payer.  A credit of fee or tax
is what the treasury owes a merchant, both sides in the zone.  The network's fee is an expense of
who paid it, in lamports, of failed transactions too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import Final

from solders.pubkey import Pubkey

from alatau.indexer.decoded import Decoded
from alatau.indexer.rebuilt import LIABILITIES, Balance, Movement, Owner, Rebuilt
from alatau.ledger import LedgerAccount, LedgerTransaction, Posting, Purpose, Status

SOURCE: Final = "chain"
LAMPORTS: Final = "SOL"
"""The asset of network fees: amounts are lamports."""

_PURPOSES: Final = {
    Balance.AVAILABLE: Purpose.AVAILABLE,
    Balance.HELD: Purpose.HELD,
    Balance.RESERVE: Purpose.RESERVE,
    Balance.FEE_DUE: Purpose.FEE,
    Balance.TAX_DUE: Purpose.TAX,
    Balance.FEE_CREDIT: Purpose.FEE_CREDIT,
    Balance.TAX_CREDIT: Purpose.TAX_CREDIT,
}
_CREDITS: Final = frozenset({Purpose.FEE_CREDIT, Purpose.TAX_CREDIT})


def transaction_id(transaction: Decoded) -> str:
    """Under which the ledger knows it."""
    return f"{SOURCE}:{transaction.signature}"


def ledger_transaction(
    zone: Pubkey,
    accounts: Rebuilt,
    transaction: Decoded,
    movements: Iterable[Movement],
    status: Status,
) -> LedgerTransaction | None:
    """What a transaction posts in the books of a zone; None: nothing.

    `movements` is what applying it to the `accounts` gave.  A transaction of another zone posts
    nothing, one of this zone that failed or moved nothing its fee.
    """
    moved = [one for one in movements if accounts.zone_of(one.account) == zone]
    if not moved and not _concerns(zone, accounts, transaction):
        return None
    sums: dict[LedgerAccount, int] = {}
    for account, amount in (*_money(accounts, moved), *_network_fee(transaction)):
        sums[account] = sums.get(account, 0) + amount
    postings = [Posting(account, amount) for account, amount in sums.items() if amount]
    if not postings:
        return None
    return LedgerTransaction(
        id=transaction_id(transaction),
        postings=tuple(sorted(postings, key=lambda one: one.account)),
        time=transaction.time,
        slot=transaction.slot,
        status=status,
        source=SOURCE,
        description=", ".join(type(event).__name__ for event in transaction.events)
        or transaction.error,
        references=_references(transaction),
    )


def _money(accounts: Rebuilt, moved: Iterable[Movement]) -> Iterator[tuple[LedgerAccount, int]]:
    for one in moved:
        if one.balance == LIABILITIES:
            mint = accounts.assets[accounts.vaults[one.account]].mint
            yield LedgerAccount("", str(mint), Purpose.VAULT), one.amount
            continue
        owner = accounts.owners[one.account]
        asset, purpose = str(accounts.assets[owner.asset].mint), _PURPOSES[Balance(one.balance)]
        yield LedgerAccount(participant(owner), asset, purpose), -one.amount
        if purpose in _CREDITS:
            yield LedgerAccount("", asset, purpose), one.amount


def _network_fee(transaction: Decoded) -> Iterator[tuple[LedgerAccount, int]]:
    payer = str(transaction.fee_payer)
    yield LedgerAccount(payer, LAMPORTS, Purpose.NETWORK_FEES), transaction.fee
    yield LedgerAccount(payer, LAMPORTS, Purpose.OUTSIDE), -transaction.fee


def participant(owner: Owner) -> str:
    """Whose an account is in the ledger: the wallet, and its lane where that is not 0."""
    return f"{owner.wallet}#{owner.lane}" if owner.lane else str(owner.wallet)


def _concerns(zone: Pubkey, accounts: Rebuilt, transaction: Decoded) -> bool:
    """Whether a transaction that moved no money is one of the zone.

    It names the zone or an account of it; where it names all by lookup tables, it is known
    whose wallet pays for it.
    """
    if zone in transaction.named or (zone, transaction.fee_payer) in accounts.members:
        return True
    changed = {change.address for change in transaction.changes}
    return any(accounts.zone_of(each) == zone for each in transaction.named | changed)


def _references(transaction: Decoded) -> dict[str, str]:
    found = {"signature": str(transaction.signature)}
    for event in transaction.events:
        for each in fields(event):
            if each.name == "reference":
                found.setdefault("reference", event.reference.hex())  # type: ignore[union-attr]
    return found

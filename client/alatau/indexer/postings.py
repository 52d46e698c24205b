"""What a transaction of the chain becomes in the ledger.

The zone has tokens in its vaults (a debit) and owes them to participants (credits): so a deposit
debits the vault and credits the account, and a payment debits its payer.  A credit of fee or tax
is what the treasury owes a merchant, both sides in the zone.  The network's fee is an expense of
who paid it, in lamports, of failed transactions too.  Rent is what a wallet has in accounts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final

from solders.pubkey import Pubkey

from alatau.indexer.decoded import Decoded
from alatau.indexer.rebuilt import Balance, Movement, Rebuilt
from alatau.indexer.rent import rent_of
from alatau.ledger import LedgerAccount, LedgerTransaction, Posting, Purpose, Status
from alatau.program.events import Event

SOURCE: Final = "chain"
LAMPORTS: Final = "SOL"
"""The asset of network fees and rent: amounts are lamports."""

_PURPOSES: Final = {
    Balance.AVAILABLE.value: Purpose.AVAILABLE,
    Balance.HELD.value: Purpose.HELD,
    Balance.RESERVE.value: Purpose.RESERVE,
    Balance.FEE_DUE.value: Purpose.FEE,
    Balance.TAX_DUE.value: Purpose.TAX,
    Balance.FEE_CREDIT.value: Purpose.FEE_CREDIT,
    Balance.TAX_CREDIT.value: Purpose.TAX_CREDIT,
}
"""By the names that events have for balances: words are looked up faster than their enum."""
_REMEMBERED: Final = 100_000  # names: making one takes longer than all else of a posting
_TELLING: Final = ("zone", "payer_account", "payee_account", "owner_account", "buyer_account")
"""Fields of events that tell which zone they are of."""
_CREDITS: Final = frozenset({Balance.FEE_CREDIT.value, Balance.TAX_CREDIT.value})


def ledger_transaction(
    zone: Pubkey,
    accounts: Rebuilt,
    transaction: Decoded,
    movements: Iterable[Movement],
    status: Status,
) -> LedgerTransaction | None:
    """What a transaction posts in the books of a zone; None: nothing.

    `movements` is what applying it to the `accounts` gave.  A transaction of another zone posts
    nothing, one of this zone that failed or moved nothing its fee.  Its id is
    ``chain:SIGNATURE``, that of a part that several have together ``chain:SIGNATURE:PART``.
    """
    moved = [one for one in movements if accounts.zone_of(one.account) == zone]
    if not moved and not _concerns(zone, accounts, transaction):
        return None
    sums: dict[LedgerAccount, int] = {}
    for account, amount in (
        *_money(accounts, moved),
        *_network_fee(transaction),
        *_rent(zone, accounts, transaction),
    ):
        sums[account] = sums.get(account, 0) + amount
    if transaction.truncated:
        sums |= _unexplained(sums)
    postings = [Posting(account, amount) for account, amount in sums.items() if amount]
    if not postings:
        return None
    signature = str(transaction.signature)
    part = f":{transaction.part}" if transaction.part else ""
    return LedgerTransaction(
        id=f"{SOURCE}:{signature}{part}",
        postings=tuple(sorted(postings, key=_place)),
        time=transaction.time,
        slot=transaction.slot,
        status=status,
        source=SOURCE,
        description=_description(transaction),
        references=_references(signature, transaction.events),
    )


def _money(accounts: Rebuilt, moved: Iterable[Movement]) -> Iterator[tuple[LedgerAccount, int]]:
    for account, amounts in moved:
        owner = accounts.owners.get(account)
        if owner is None:
            mint = accounts.assets[accounts.vaults[account]].mint
            for _, amount in amounts:
                yield _of_zone(mint, Purpose.VAULT), amount
            continue
        mint = accounts.assets[owner.asset].mint
        for balance, amount in amounts:
            yield _of_participant(owner.wallet, owner.lane, mint, balance), -amount
            if balance in _CREDITS:
                yield _of_zone(mint, _PURPOSES[balance]), amount


def _unexplained(sums: Mapping[LedgerAccount, int]) -> dict[LedgerAccount, int]:
    """What a transaction with cut off logs lacks to balance, as others like it have it."""
    lacking: dict[str, int] = {}
    for account, amount in sums.items():
        lacking[account.asset] = lacking.get(account.asset, 0) - amount
    return {LedgerAccount("", asset, Purpose.SUSPENSE): amount for asset, amount in lacking.items()}


def _network_fee(transaction: Decoded) -> Iterator[tuple[LedgerAccount, int]]:
    payer = transaction.fee_payer
    yield _of_lamports(payer, Purpose.NETWORK_FEES), transaction.fee
    yield _of_lamports(payer, Purpose.OUTSIDE), -transaction.fee


def _rent(
    zone: Pubkey, accounts: Rebuilt, transaction: Decoded
) -> Iterator[tuple[LedgerAccount, int]]:
    for wallet, amount in rent_of(zone, accounts, transaction).wallets.items():
        yield _of_lamports(wallet, Purpose.RENT), amount
        yield _of_lamports(wallet, Purpose.OUTSIDE), -amount


def _place(posting: Posting) -> tuple[str, str, str]:
    account = posting.account
    return account.participant, account.asset, account.purpose


@lru_cache(_REMEMBERED)
def _of_participant(wallet: Pubkey, lane: int, mint: Pubkey, balance: str) -> LedgerAccount:
    """The account of a wallet, and its lane where that is not 0."""
    name = f"{wallet}#{lane}" if lane else str(wallet)
    return LedgerAccount(name, str(mint), _PURPOSES[balance])


@lru_cache(_REMEMBERED)
def _of_zone(mint: Pubkey, purpose: Purpose) -> LedgerAccount:
    return LedgerAccount("", str(mint), purpose)


@lru_cache(_REMEMBERED)
def _of_lamports(wallet: Pubkey | None, purpose: Purpose) -> LedgerAccount:
    return LedgerAccount("" if wallet is None else str(wallet), LAMPORTS, purpose)


def _concerns(zone: Pubkey, accounts: Rebuilt, transaction: Decoded) -> bool:
    """Whether a transaction that moved no money is one of the zone.

    It names the zone or an account of it; where it names all by lookup tables, it is known
    whose wallet pays for it, or what its events say.  What names, or closes, an account that holds
    rent of the zone, as a holding does, need not name anything else of it.  Where no event says
    anything, as it failed or its logs are cut off, a wallet of the zone that it names tells: an
    owner's who ends a consent, which a sponsor pays for.
    """
    if zone in transaction.named or (zone, transaction.fee_payer) in accounts.members:
        return True
    changed = {change.address for change in transaction.changes}
    told = {
        getattr(event, name)
        for event in transaction.events
        for name in _TELLING
        if hasattr(event, name)
    }
    return (
        zone in told
        or any(address in accounts.rent for address in transaction.named)
        or any(address in accounts.rent for address, _ in transaction.lamports or ())
        or any(accounts.zone_of(each) == zone for each in transaction.named | changed | told)
        or (
            not transaction.events
            and any((zone, each) in accounts.members for each in transaction.named)
        )
    )


def _description(transaction: Decoded) -> str:
    names = [type(event).__name__ for event in transaction.events]
    return ", ".join([*names, *["logs cut off"] * transaction.truncated]) or transaction.error


def _references(signature: str, events: Iterable[Event]) -> dict[str, str]:
    found = {"signature": signature}
    for event in events:
        reference = getattr(event, "reference", None)
        if reference is not None:
            found.setdefault("reference", reference.hex())
    return found

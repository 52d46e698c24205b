"""Every account's balances, rebuilt change by change, and what each transaction moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple

from solders.pubkey import Pubkey

from alatau.errors import HistoryGap, HistoryWrong
from alatau.indexer.change import AnyChange, Change
from alatau.indexer.decoded import Decoded
from alatau.program.event_types import AccountOpened, AssetListed

LIABILITIES: Final = "liabilities"
"""What the balance of a vault is called in a `Change`."""


class Balance(StrEnum):
    """The balances of a payment account, as the program names them."""

    AVAILABLE = "available"
    HELD = "held"
    RESERVE = "reserve"
    FEE_DUE = "fee_due"
    TAX_DUE = "tax_due"
    FEE_CREDIT = "fee_credit"
    TAX_CREDIT = "tax_credit"


OWED: Final = (
    Balance.AVAILABLE,
    Balance.HELD,
    Balance.RESERVE,
    Balance.FEE_DUE,
    Balance.TAX_DUE,
)
"""What of them the vault owes; a credit is owed by the treasury."""
IN_VAULT: Final = frozenset({LIABILITIES, *(balance.value for balance in OWED)})
"""Names of balances, of an account or of the vault itself, as events have them."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose a payment account is: the `wallet`, in one `asset` (its account), of one lane."""

    wallet: Pubkey
    asset: Pubkey
    lane: int


@dataclass(frozen=True, slots=True)
class Asset:
    """What an asset's account stands for: a `mint`, in a `zone`."""

    zone: Pubkey
    mint: Pubkey


class Movement(NamedTuple):
    """What a transaction changed of an account.

    `amounts` are its balances and by how much each changed, in base units, signed; of a vault the
    balance is `LIABILITIES`.
    """

    account: Pubkey
    amounts: tuple[tuple[str, int], ...]


class Standing(NamedTuple):
    """An account after its change number `revision`."""

    revision: int = 0
    balances: Mapping[str, int] = MappingProxyType({})

    def moved(self, later: Standing) -> tuple[tuple[str, int], ...]:
        """Each balance that differs later, and by how much, in the order of their names."""
        before, after = self.balances, later.balances
        moved = [(name, balance - before.get(name, 0)) for name, balance in after.items()]
        if not before.keys() <= after.keys():  # the account is no more
            moved += [(name, -before[name]) for name in before.keys() - after.keys()]
        return tuple(sorted([one for one in moved if one[1]]))


_NEW: Final = Standing()


class Rebuilt:
    """The accounts of a zone as of the transactions applied so far.

    Only what is applied in the order of every account's revisions is accepted, so that what
    is in the accounts is complete: a transaction that was left out cannot be passed over.
    """

    def __init__(self) -> None:
        self.standings: dict[Pubkey, Standing] = {}
        self.owners: dict[Pubkey, Owner] = {}
        self.assets: dict[Pubkey, Asset] = {}
        self.vaults: dict[Pubkey, Pubkey] = {}
        """The asset of each vault."""
        self.members: set[tuple[Pubkey, Pubkey]] = set()
        """Zone and wallet of each account."""
        self.rent: dict[Pubkey, int] = {}
        """Lamports of rent that the books of the zone have in accounts: see `rent`."""
        self.rent_unknown = 0
        """The slot up to which rent may be missing in the books; 0: they have all of it."""

    def copy(self) -> Rebuilt:
        """The same, to be gone on with on trial."""
        other = Rebuilt()
        other.standings, other.owners = dict(self.standings), dict(self.owners)
        other.assets, other.vaults = dict(self.assets), dict(self.vaults)
        other.members = set(self.members)
        other.rent, other.rent_unknown = dict(self.rent), self.rent_unknown
        return other

    def revision(self, address: Pubkey) -> int:
        """The number of an account's last change; 0: none yet."""
        standing = self.standings.get(address)
        return 0 if standing is None else standing.revision

    def apply(self, transaction: Decoded) -> list[Movement]:
        """Take a transaction in; what it moved, each account once, in a fixed order.

        Raises `HistoryGap` where changes before it are missing, and `HistoryWrong` where what
        it says does not add up; then nothing of it is taken in.
        """
        after: dict[Pubkey, Standing] = {}
        for change in transaction.changes:
            before = after.get(change.address) or self.standings.get(change.address, _NEW)
            after[change.address] = _followed(transaction, before, change)
        movements = [
            Movement(address, moved)
            for address in sorted(after, key=bytes)
            if (moved := self.standings.get(address, _NEW).moved(after[address]))
        ]
        self._learn(transaction)
        if not transaction.truncated:
            self._require_balanced(transaction, movements)
        self.standings |= after
        return movements

    def learn_owner(self, account: Pubkey, owner: Owner) -> None:
        """Whose an account is."""
        self.owners[account] = owner
        if owner.asset in self.assets:
            self.members.add((self.assets[owner.asset].zone, owner.wallet))

    def zone_of(self, address: Pubkey) -> Pubkey | None:
        """The zone of a payment account or a vault; None: it is neither."""
        owner = self.owners.get(address)
        asset = self.vaults.get(address) if owner is None else owner.asset
        known = None if asset is None else self.assets.get(asset)
        return None if known is None else known.zone

    def _learn(self, transaction: Decoded) -> None:
        for event in transaction.events:
            match event:
                case AccountOpened():
                    self.learn_owner(event.account, Owner(event.wallet, event.asset, event.lane))
                case AssetListed():
                    self.vaults[event.vault] = event.asset
                    self.assets[event.asset] = Asset(event.zone, event.mint)
                case _:
                    pass

    def _require_balanced(self, transaction: Decoded, movements: list[Movement]) -> None:
        """What the vault owes more is what its accounts have more, asset by asset."""
        sums: dict[Pubkey, int] = {}
        for account, moved in movements:
            asset, sign = self.vaults.get(account), -1
            if asset is None:
                asset, sign = self._owner(transaction, account).asset, 1
            amount = sum([amount for name, amount in moved if name in IN_VAULT])
            sums[asset] = sums.get(asset, 0) + sign * amount
        for asset, total in sums.items():
            if total:
                raise HistoryWrong(
                    f"{transaction.signature} in slot {transaction.slot} moves {total} base units"
                    f" of the asset {asset} from nowhere",
                    remedy="read it from another node: this one shows it incompletely",
                )

    def _owner(self, transaction: Decoded, account: Pubkey) -> Owner:
        owner = self.owners.get(account)
        if owner is None:
            raise HistoryGap(
                f"{transaction.signature} in slot {transaction.slot} moves money of the account"
                f" {account}, whose opening is not in the history",
                slot=transaction.slot,
                address=str(account),
            )
        return owner


def _followed(transaction: Decoded, before: Standing, change: AnyChange) -> Standing:
    if change.revision != before.revision + 1:
        raise HistoryGap(
            f"{transaction.signature} in slot {transaction.slot} is change {change.revision} of"
            f" {change.address}, of which {before.revision} are known",
            slot=transaction.slot,
            address=str(change.address),
        )
    if change.closes:
        return _NEW
    balances, moved = dict(before.balances), 0
    for name, balance in change.after.items():
        if name in IN_VAULT:
            moved += balance - balances.get(name, 0)
        balances[name] = balance
    if change.after and moved != change.flow:
        raise HistoryWrong(
            f"{_name(change)} in {transaction.signature} moves {change.flow} base"
            f" units of {change.address}, whose balances changed by {moved}",
            remedy="the program on the chain is of another version than this package",
        )
    return Standing(change.revision, balances)


def _name(change: AnyChange) -> str:
    return type(change.event if isinstance(change, Change) else change).__name__

"""All that a zone holds on a chain at one moment."""

from __future__ import annotations

from dataclasses import dataclass, field

from solders.pubkey import Pubkey

from alatau.chain.base import Chain
from alatau.errors import AccountMissing
from alatau.program import (
    DISCRIMINATORS,
    PROGRAM_ID,
    TOKEN_2022_PROGRAM,
    Account,
    Allowance,
    Asset,
    Enforcement,
    Holding,
    Instrument,
    Mandate,
    Offer,
    Offering,
    Participant,
    Payment,
    PaymentAccount,
    Plan,
    Subscription,
    TaxRecord,
    Vault,
    Zone,
    decode_account,
    vault_address,
    wallet_token_address,
)
from alatau.tokens import mint_supply, token_amount


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A zone's accounts by address.

    `vaults` and `tokens` (base units) go by asset; `supplies` of mints and `unit_tokens` in
    vaults (units) by instrument; `wallet_tokens`, the data of the token accounts that units are
    outside in, by holding, where its wallet has one.
    """

    address: Pubkey
    zone: Zone
    assets: dict[Pubkey, Asset] = field(default_factory=dict)
    vaults: dict[Pubkey, Vault] = field(default_factory=dict)
    tokens: dict[Pubkey, int] = field(default_factory=dict)
    participants: dict[Pubkey, Participant] = field(default_factory=dict)
    accounts: dict[Pubkey, PaymentAccount] = field(default_factory=dict)
    payments: dict[Pubkey, Payment] = field(default_factory=dict)
    enforcements: dict[Pubkey, Enforcement] = field(default_factory=dict)
    allowances: dict[Pubkey, Allowance] = field(default_factory=dict)
    plans: dict[Pubkey, Plan] = field(default_factory=dict)
    mandates: dict[Pubkey, Mandate] = field(default_factory=dict)
    tax_records: dict[Pubkey, TaxRecord] = field(default_factory=dict)
    instruments: dict[Pubkey, Instrument] = field(default_factory=dict)
    holdings: dict[Pubkey, Holding] = field(default_factory=dict)
    offers: dict[Pubkey, Offer] = field(default_factory=dict)
    offerings: dict[Pubkey, Offering] = field(default_factory=dict)
    subscriptions: dict[Pubkey, Subscription] = field(default_factory=dict)
    supplies: dict[Pubkey, int] = field(default_factory=dict)
    unit_tokens: dict[Pubkey, int] = field(default_factory=dict)
    wallet_tokens: dict[Pubkey, bytes] = field(default_factory=dict)

    def revisions(self) -> dict[Pubkey, int]:
        """The revision of every account that has one, vaults included.

        Not of mandates and subscriptions: at the address of one that was cancelled, or
        withdrawn, another can come to be.
        """
        found: dict[Pubkey, int] = {self.address: self.zone.revision}
        groups = (self.assets, self.participants, self.accounts, self.payments)
        for group in (*groups, self.allowances, self.plans, self.tax_records):
            found |= {address: each.revision for address, each in group.items()}
        found |= {address: each.revision for address, each in self.instruments.items()}
        found |= {address: each.revision for address, each in self.holdings.items()}
        found |= {address: each.revision for address, each in self.offers.items()}
        found |= {address: each.revision for address, each in self.offerings.items()}
        found |= {address: each.revision for address, each in self.enforcements.items()}
        found |= {vault_address(asset): vault.revision for asset, vault in self.vaults.items()}
        return found

    def accounts_of(self, asset: Pubkey) -> list[PaymentAccount]:
        """The payment accounts of an asset."""
        return [account for account in self.accounts.values() if account.asset == asset]


async def take_snapshot(chain: Chain, zone: Pubkey) -> Snapshot:
    """Read a zone's accounts.  Raises `AccountMissing` where there is no such zone.

    Nothing may be under way in the zone: a cluster answers several questions at several
    moments.
    """
    found: dict[Pubkey, Account] = {
        address: decode_account(info.data)
        for address, info in await chain.program_accounts(PROGRAM_ID)
        if info.data[:8] in _KINDS
    }
    own = found.get(zone)
    if not isinstance(own, Zone):
        raise AccountMissing(f"no zone at {zone} on {chain.url}")
    snapshot = Snapshot(zone, own)
    _sort(snapshot, found)
    _attach(snapshot, found)
    vaults = [*snapshot.vaults.items()]
    tokens = await chain.accounts([vault.token_account for _, vault in vaults])
    for (asset, vault), info in zip(vaults, tokens, strict=True):
        if info is None:
            raise AccountMissing(f"no token account {vault.token_account} of a vault")
        snapshot.tokens[asset] = token_amount(info.data)
    await _count_units(chain, snapshot)
    return snapshot


async def _count_units(chain: Chain, snapshot: Snapshot) -> None:
    found = [*snapshot.instruments.items()]
    mints = await chain.accounts([each.mint for _, each in found])
    tokens = await chain.accounts([each.vault_token for _, each in found])
    for (address, instrument), mint, token in zip(found, mints, tokens, strict=True):
        if mint is None or token is None:
            raise AccountMissing(f"no mint or no vault of instrument {instrument.mint}")
        snapshot.supplies[address] = mint_supply(mint.data)
        snapshot.unit_tokens[address] = token_amount(token.data)
    holdings = [*snapshot.holdings]
    addresses = [
        wallet_token_address(each.wallet, snapshot.instruments[each.instrument].mint)
        for each in snapshot.holdings.values()
    ]
    for holding, token in zip(holdings, await chain.accounts(addresses), strict=True):
        if token is not None and token.owner == TOKEN_2022_PROGRAM:
            snapshot.wallet_tokens[holding] = token.data


_KINDS = frozenset(DISCRIMINATORS.values())


def _sort(snapshot: Snapshot, found: dict[Pubkey, Account]) -> None:
    zone = snapshot.address
    for address, account in found.items():
        match account:
            case Asset(zone=owner) if owner == zone:
                snapshot.assets[address] = account
            case Participant(zone=owner) if owner == zone:
                snapshot.participants[address] = account
            case PaymentAccount(zone=owner) if owner == zone:
                snapshot.accounts[address] = account
            case Enforcement(zone=owner) if owner == zone:
                snapshot.enforcements[address] = account
            case Allowance(zone=owner) if owner == zone:
                snapshot.allowances[address] = account
            case Plan(zone=owner) if owner == zone:
                snapshot.plans[address] = account
            case Instrument(zone=owner) if owner == zone:
                snapshot.instruments[address] = account
            case Holding(zone=owner) if owner == zone:
                snapshot.holdings[address] = account
            case _:
                pass


def _attach(snapshot: Snapshot, found: dict[Pubkey, Account]) -> None:
    """What belongs to the zone's assets and accounts."""
    for address, account in found.items():
        match account:
            case Vault(asset=asset) if asset in snapshot.assets:
                snapshot.vaults[asset] = account
            case Payment(payer_account=payer, payee_account=payee) if (
                payer in snapshot.accounts or payee in snapshot.accounts
            ):
                snapshot.payments[address] = account
            case Mandate(payer_account=payer) if payer in snapshot.accounts:
                snapshot.mandates[address] = account
            case TaxRecord(account=owner) if owner in snapshot.accounts:
                snapshot.tax_records[address] = account
            case Offer(zone=owner) if owner == snapshot.address:
                snapshot.offers[address] = account
            case Offering(instrument=instrument) if instrument in snapshot.instruments:
                snapshot.offerings[address] = account
            case Subscription(zone=owner) if owner == snapshot.address:
                snapshot.subscriptions[address] = account
            case _:
                pass

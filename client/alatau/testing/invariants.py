"""The invariants of docs/invariants.md, checked from chain data alone.

``await check(chain, zone)`` checks a zone once; an `Audit` checks it again and again and
reads of its history only what is new.  Both raise `AssertionError` that names the broken
invariant.  Nothing may be under way in the zone meanwhile.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from itertools import chain as chain_together
from itertools import pairwise
from typing import Final

from solders.pubkey import Pubkey
from solders.signature import Signature

from alatau.chain.base import Chain
from alatau.indexer.changes import Change, by_account, used_sequences
from alatau.indexer.rebuilt import OWED, Balance
from alatau.program import (
    Allowance,
    Event,
    Expired,
    Holding,
    Participant,
    Payment,
    PaymentAccount,
    PaymentState,
    Refunded,
    Resolved,
    Settled,
    SettledMany,
    read_events,
    vault_address,
)
from alatau.program.account_types import WINDOW
from alatau.program.tax_accounts import TaxPeriod, TaxRecord
from alatau.testing import closings, enforced
from alatau.testing.doors import blocked, doors
from alatau.testing.invariants_allowances import check_consents
from alatau.testing.invariants_distributions import (
    check_claims,
    held_for_holders,
    opened_again,
    without,
)
from alatau.testing.invariants_instruments import check_register, check_units
from alatau.testing.invariants_offerings import check_offerings, subscribed_on
from alatau.testing.invariants_outside import check_moves, check_outside
from alatau.testing.invariants_redemption import set_aside
from alatau.testing.invariants_trades import check_offers, check_sales
from alatau.testing.snapshot import Snapshot, take_snapshot

SOLVENCY: Final = "Solvency"
HELD: Final = "Held is backed"
ADDS_UP: Final = "A payment adds up"
DOORS: Final = "Only doors change totals"
SEQUENCES: Final = "A sequence is used once"
REFUNDS: Final = "Refunds in parts are a refund"
REVISIONS: Final = "Revisions have no gap"
LEAVING: Final = "What is available can leave"
ENFORCED: Final = "What is taken has a case"
TAXES: Final = "Taxes add up by month"

_PAGE = 100
_LAG_SECONDS = 10.0  # a node lists a transaction a moment after it confirms it
_BALANCES = tuple(map(str, Balance))
_LIABILITY = tuple(map(str, OWED))


async def check(chain: Chain, zone: Pubkey, *, payer: Pubkey | None = None) -> None:
    """Check every invariant of the zone at this address.

    `payer` pays, only in simulations, for the network: the zone's operator unless given.
    Raises `AssertionError`, and `AccountMissing` where there is no such zone.
    """
    await Audit(chain, zone, payer=payer).check()


class Audit:
    """Checks a zone as often as wanted, remembering the events that it has read."""

    def __init__(self, chain: Chain, zone: Pubkey, *, payer: Pubkey | None = None) -> None:
        self._chain = chain
        self._zone = zone
        self._payer = payer
        self._events: dict[Signature, tuple[Event, ...]] = {}
        self._read_up_to: dict[Pubkey, Signature] = {}
        self._seen: dict[Pubkey, int] = {}
        self._closed: set[Pubkey] = set()

    async def check(self, *, leaving: bool = True) -> None:
        """Check every invariant.  Raises as the function `check` does.

        `LEAVING` takes a simulation for every account: it is left out without `leaving`.
        """
        snapshot = await take_snapshot(self._chain, self._zone)
        await self._catch_up(snapshot)
        events = [event for found in self._events.values() for event in found]
        again = opened_again(snapshot, by_account(events))
        check_state(snapshot, again)
        check_history(snapshot, events, again)
        if leaving:
            await self._check_doors(snapshot)

    async def _catch_up(self, snapshot: Snapshot) -> None:
        deadline = time.monotonic() + (_LAG_SECONDS if self._chain.kind == "rpc" else 0.0)
        behind = self._behind(snapshot)
        while behind:
            for address in behind:
                await self._read(address)
            changed = by_account(event for found in self._events.values() for event in found)
            self._seen = {address: each[-1].revision for address, each in changed.items()}
            self._closed = {
                address for address, each in changed.items() if any(one.closes for one in each)
            }
            behind = self._behind(snapshot)
            if behind and time.monotonic() >= deadline:
                return  # check_history says what is missing
            if behind:
                await asyncio.sleep(0.1)

    def _behind(self, snapshot: Snapshot) -> list[Pubkey]:
        """Whose events are to be read: one with fewer than were seen was opened again."""
        return [
            address
            for address, revision in snapshot.revisions().items()
            if self._seen.get(address, 0) < revision
            or (self._seen[address] > revision and address not in self._closed)
        ]

    async def _read(self, address: Pubkey) -> None:
        """Read what is new in the history of an address."""
        last, newest, before = self._read_up_to.get(address), None, None
        fresh: list[Signature] = []
        while True:
            page = await self._chain.history(address, limit=_PAGE, before=before)
            for info in page:
                newest = newest or info.signature
                if info.signature == last:
                    break
                if info.error is None and info.signature not in self._events:
                    fresh.append(info.signature)
            else:
                if len(page) == _PAGE:
                    before = page[-1].signature
                    continue
            break
        for record in await self._chain.transactions(fresh):
            if record is not None:
                self._events[record.signature] = read_events(record.logs).events
        if newest is not None:
            self._read_up_to[address] = newest

    async def _check_doors(self, snapshot: Snapshot) -> None:
        payer = self._payer or snapshot.zone.operator
        for door in doors(snapshot, await self._chain.time(), payer):
            why = await blocked(self._chain, door, payer)
            if why != door.shut_by:
                raise _broken(LEAVING, f"cannot {door.what}: {why}")


def check_state(snapshot: Snapshot, again: frozenset[Pubkey] = frozenset()) -> None:
    """Check what must hold at any one moment.  Raises `AssertionError`.

    Of accounts that were opened `again` there are tax records that they know nothing of.
    """
    for asset, vault in snapshot.vaults.items():
        owed = sum(account.liability for account in snapshot.accounts_of(asset))
        _same(SOLVENCY, f"liabilities of asset {asset}", vault.liabilities, owed)
        booked = (vault.deposited - vault.withdrawn) % 2**64
        _same(SOLVENCY, f"deposited - withdrawn of asset {asset}", booked, owed)
        tokens = snapshot.tokens[asset]
        if tokens < owed:
            raise _broken(SOLVENCY, f"asset {asset} holds {tokens} and owes {owed}")
    for address, account in snapshot.accounts.items():
        held = sum(
            each.held for each in snapshot.payments.values() if each.payee_account == address
        )
        held += held_for_holders(snapshot, account)
        held += set_aside(snapshot, account)
        held += subscribed_on(snapshot, address)
        _same(HELD, f"held of {address}", account.held, held)
        reserve = sum(
            each.reserve for each in snapshot.payments.values() if each.payee_account == address
        )
        _same(HELD, f"reserve of {address}", account.reserve, reserve)
        if address not in again:
            _check_taxes(snapshot, address, account)
    for address, payment in snapshot.payments.items():
        legs = payment.fee + payment.tax
        kept = payment.held + payment.settled + payment.reserve
        parts = payment.refunded + kept + legs
        _same(ADDS_UP, f"parts of payment {address}", parts, payment.amount)
        _check_payment_state(address, payment)
    for what, found, wanted in closings.parties(snapshot):
        _same(HELD, what, found, wanted)
    check_units(snapshot)
    check_offers(snapshot)
    check_outside(snapshot)
    check_offerings(snapshot)


def _check_payment_state(address: Pubkey, payment: Payment) -> None:
    accrued = payment.settled + payment.reserve + payment.fee + payment.tax
    match payment.state:
        case PaymentState.OPEN | PaymentState.FULFILLED | PaymentState.DISPUTED:
            _same(ADDS_UP, f"accrued of the held payment {address}", accrued, 0)
        case PaymentState.SETTLED | PaymentState.CHARGEBACK:
            _same(ADDS_UP, f"held of the settled payment {address}", payment.held, 0)
        case PaymentState.REFUNDED:
            _same(REFUNDS, f"refunded of payment {address}", payment.refunded, payment.amount)
            _same(REFUNDS, f"kept of the refunded payment {address}", accrued + payment.held, 0)


def _check_taxes(snapshot: Snapshot, address: Pubkey, account: PaymentAccount) -> None:
    """What was taxed by month and rate, closed or not, is with the treasury, due or owed."""
    periods: list[TaxPeriod | TaxRecord] = [*account.tax_periods]
    periods += [each for each in snapshot.tax_records.values() if each.account == address]
    taxed = sum(each.tax - each.returned_tax for each in periods)
    with_treasury = account.tax_collected - account.tax_repaid
    known = with_treasury + account.tax_due - account.tax_credit
    _same(TAXES, f"taxes of {address}", taxed % 2**64, known % 2**64)
    keys = sorted(each.key for each in periods)
    _same(TAXES, f"periods of {address}", keys, sorted({*keys}))


def check_history(
    whole: Snapshot, events: Sequence[Event], again: frozenset[Pubkey] = frozenset()
) -> None:
    """Check a zone's accounts against all events of it.  Raises `AssertionError`.

    Those that were opened `again` have events of lives that they know nothing of.
    """
    changed, snapshot = by_account(events), without(whole, again)
    for address, revision in snapshot.revisions().items():
        revisions_of = [change.revision for change in changed.get(address, ())]
        _same(REVISIONS, f"revisions of {address}", revisions_of, list(range(1, revision + 1)))
    for address, account in snapshot.accounts.items():
        _check_account(address, account, changed[address])
    for asset, vault in snapshot.vaults.items():
        _check_vault(changed, asset, vault.liabilities)
    for address, payment in snapshot.payments.items():
        _check_refunds(address, payment, [change.event for change in changed[address]])
    for what, found, wanted in closings.closed_payments(changed):
        _same(ADDS_UP, what, found, wanted)
    check_consents(snapshot, events, changed)
    check_register(snapshot, changed)
    check_sales(snapshot, changed)
    check_moves(snapshot, changed)
    check_claims(whole, changed, again)
    _check_sequences(snapshot, events)
    for what, found, wanted in enforced.freezes(snapshot, changed):
        _same(REVISIONS, what, found, wanted)
    for what, found, wanted in enforced.records(snapshot, changed):
        _same(ENFORCED, what, found, wanted)


def _check_account(address: Pubkey, account: PaymentAccount, changed: Sequence[Change]) -> None:
    """Rebuild the account from its events, each of which must move what it says."""
    balances = dict.fromkeys(_BALANCES, 0)
    for change in changed:
        before = dict(balances)
        balances |= change.after
        moved = sum(balances[name] - before[name] for name in _LIABILITY)
        what = f"{type(change.event).__name__} at revision {change.revision} of {address}"
        _same(DOORS, f"what moved by {what}", moved, change.flow)
    stated = {name: getattr(account, name) for name in _BALANCES}
    _same(REVISIONS, f"balances of {address} against its events", stated, balances)


def _check_vault(changed: dict[Pubkey, list[Change]], asset: Pubkey, liabilities: int) -> None:
    # What changed its cap alone names no liabilities.
    history = [each for each in changed[vault_address(asset)] if "liabilities" in each.after]
    for earlier, later in pairwise(history):
        moved = later.after["liabilities"] - earlier.after["liabilities"]
        _same(DOORS, f"what the vault of {asset} booked", moved, later.flow)
    _same(DOORS, f"liabilities of {asset}", liabilities, history[-1].after["liabilities"])


def _check_refunds(address: Pubkey, payment: Payment, events: Sequence[Event]) -> None:
    returned = fee = tax = 0
    for event in events:
        match event:
            case Settled():
                fee, tax = event.fee, event.tax
            case SettledMany():
                fee, tax = next((row.fee, row.tax) for row in event.rows if row.payment == address)
            case Refunded():
                returned += event.amount
                fee, tax = fee - event.fee, tax - event.tax
                _same(REFUNDS, f"refunded of {address} in its event", event.refunded, returned)
            case Expired():
                returned += event.amount
            case Resolved():
                returned += event.to_payer
                fee, tax = event.fee, event.tax
                _same(REFUNDS, f"refunded of {address} in its event", event.refunded, returned)
            case _:
                pass
    _same(REFUNDS, f"refunded of payment {address}", payment.refunded, returned)
    _same(REFUNDS, f"fee and tax of payment {address}", (payment.fee, payment.tax), (fee, tax))


def _check_sequences(snapshot: Snapshot, events: Sequence[Event]) -> None:
    owners: dict[Pubkey, PaymentAccount | Participant | Allowance | Holding] = {
        **snapshot.accounts,
        **snapshot.participants,
        **snapshot.allowances,
        **snapshot.holdings,
    }
    used: dict[Pubkey, list[int]] = {address: [0] for address in owners}
    for who, sequence in chain_together.from_iterable(map(used_sequences, events)):
        if who in used:
            used[who].append(sequence)
    for address, sequences in used.items():
        owner = owners[address]
        highest = owner.wallet_sequence if isinstance(owner, Participant) else owner.sequence
        twice = sorted({each for each in sequences if sequences.count(each) > 1})
        _same(SEQUENCES, f"sequences of {address} used twice", twice, [])
        _same(SEQUENCES, f"highest sequence of {address}", highest, max(sequences))
        oldest = max(0, highest - WINDOW + 1)
        known = [n for n in range(oldest, highest + 1) if owner.is_used(n)]
        recent = sorted(each for each in sequences if each >= oldest)
        _same(SEQUENCES, f"window of {address}", known, recent)


def _same(invariant: str, what: str, found: object, wanted: object) -> None:
    if found != wanted:
        raise _broken(invariant, f"{what}: {found} where {wanted} must be")


def _broken(invariant: str, detail: str) -> AssertionError:
    return AssertionError(f"{invariant}: {detail}")

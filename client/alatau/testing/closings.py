"""What is closed, and what must not be: the accounts that a payment's money can still go to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from solders.pubkey import Pubkey

from alatau.indexer.change import Change
from alatau.program import PaymentClosed, PaymentFlag
from alatau.testing.snapshot import Snapshot

Statement = tuple[str, object, object]
"""What it is of, how it is, how it must be."""


def parties(snapshot: Snapshot) -> Iterator[Statement]:
    """The accounts of payments, and of what is offered and subscribed, are there and count them."""
    payments = snapshot.payments
    for address, account in snapshot.accounts.items():
        counted = sum(
            each.payer_account == address and PaymentFlag.COUNTED in each.flags
            for each in payments.values()
        )
        counted += sum(each.issuer_account == address for each in snapshot.offerings.values())
        yield f"open payments of {address}", account.open_payments, counted
    for address, payment in payments.items():
        wanted = {payment.payee_account} if payment.held or payment.reserve else set()
        if payment.held or PaymentFlag.COUNTED in payment.flags:
            wanted.add(payment.payer_account)
        yield f"closed parties of {address}", wanted - snapshot.accounts.keys(), set()
    for address, offering in snapshot.offerings.items():
        wanted = {offering.issuer_account} - snapshot.accounts.keys()
        yield f"closed parties of {address}", wanted, set()
    for address, each in snapshot.subscriptions.items():
        wanted = {each.account} - snapshot.accounts.keys() | {
            each.holding
        } - snapshot.holdings.keys()
        yield f"closed parties of {address}", wanted, set()


def closed_payments(changed: Mapping[Pubkey, Sequence[Change]]) -> Iterator[Statement]:
    """What is known of a payment that was closed: nothing was left, and nothing came after."""
    for address, changes in changed.items():
        for event in (change.event for change in changes):
            if not isinstance(event, PaymentClosed) or event.payment != address:
                continue
            parts = event.refunded + event.settled + event.fee + event.tax
            yield f"parts of the closed payment {address}", parts, event.amount
            revisions = [change.revision for change in changes]
            yield f"revisions of {address}", revisions, list(range(1, event.revision + 1))

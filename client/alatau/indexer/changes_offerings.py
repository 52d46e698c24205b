"""What the events of offerings and subscriptions say of the accounts that they changed.

What is subscribed stays with its investor, held; only what is allotted moves, to the issuer.
"""

from __future__ import annotations

from collections.abc import Callable

from alatau.indexer.change import Change
from alatau.program import (
    Allotted,
    Event,
    OfferingCancelled,
    OfferingClosed,
    OfferingConcluded,
    OfferingCreated,
    Subscribed,
    SubscriptionConfirmed,
    SubscriptionWithdrawn,
)


def _investor(e: Subscribed | SubscriptionWithdrawn | Allotted, flow: int = 0) -> Change:
    after = {"available": e.available, "held": e.held}
    return Change(e.account, e.account_revision, e, after, flow)


def _decided(e: OfferingConcluded | OfferingCancelled) -> tuple[Change, ...]:
    return (
        Change(e.instrument, e.instrument_revision, e),
        Change(e.offering, e.revision, e),
    )


def _allotted(e: Allotted) -> tuple[Change, ...]:
    always: tuple[Change, ...] = (
        _investor(e, -e.amount),
        Change(e.offering, e.offering_revision, e),
        Change(e.subscription, e.revision, e),
    )
    if e.instrument_revision:
        always += (Change(e.instrument, e.instrument_revision, e),)
    if not e.units:
        return always
    issuer = {"available": e.issuer_available}
    return (
        *always,
        Change(e.issuer_account, e.issuer_revision, e, issuer, e.amount),
        Change(e.holding, e.holding_revision, e),
    )


def _confirmed(e: SubscriptionConfirmed) -> tuple[Change, ...]:
    always = (
        Change(e.offering, e.offering_revision, e),
        Change(e.subscription, e.revision, e),
    )
    if not e.instrument_revision:
        return always
    return (*always, Change(e.instrument, e.instrument_revision, e))


def _closed(e: OfferingClosed) -> tuple[Change, ...]:
    always = (
        Change(e.instrument, e.instrument_revision, e),
        Change(e.issuer_account, e.issuer_account_revision, e),
        Change(e.offering, e.revision, e),
    )
    return (*always, Change(e.holding, e.holding_revision, e)) if e.units else always


OFFERINGS: dict[type[Event], Callable[..., tuple[Change, ...]]] = {
    OfferingCreated: lambda e: (
        Change(e.instrument, e.instrument_revision, e),
        Change(e.issuer_account, e.issuer_account_revision, e),
        Change(e.offering, e.revision, e),
    ),
    Subscribed: lambda e: (
        _investor(e),
        Change(e.offering, e.offering_revision, e),
        Change(e.subscription, e.revision, e),
    ),
    SubscriptionWithdrawn: lambda e: (
        _investor(e),
        Change(e.offering, e.offering_revision, e),
        Change(e.subscription, e.revision, e),
    ),
    SubscriptionConfirmed: _confirmed,
    OfferingConcluded: _decided,
    OfferingCancelled: _decided,
    Allotted: _allotted,
    OfferingClosed: _closed,
}

"""What the events of distributions say of the accounts that they changed.

The money of a distribution stays on the issuer's account until it is claimed: held.
"""

from __future__ import annotations

from collections.abc import Callable

from alatau.indexer.change import Change
from alatau.program import Claimed, Distributed, Event


def _distributed(e: Distributed) -> tuple[Change, ...]:
    after = {"available": e.issuer_available, "held": e.issuer_held}
    return (
        Change(e.instrument, e.revision, e),
        Change(e.issuer_account, e.issuer_revision, e, after),
    )


def _claimed(e: Claimed) -> tuple[Change, ...]:
    units = (Change(e.instrument, e.revision, e), Change(e.holding, e.holding_revision, e))
    after = {"available": e.holder_available, "tax_due": e.holder_tax_due}
    if e.holder_account == e.issuer_account:
        after |= {"held": e.issuer_held}
        return (*units, Change(e.holder_account, e.holder_revision, e, after))
    return (
        *units,
        Change(e.holder_account, e.holder_revision, e, after, e.gross),
        Change(e.issuer_account, e.issuer_revision, e, {"held": e.issuer_held}, -e.gross),
    )


DISTRIBUTIONS: dict[type[Event], Callable[..., tuple[Change, ...]]] = {
    Distributed: _distributed,
    Claimed: _claimed,
}

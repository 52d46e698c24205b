"""Making breaks: an id that every run gives the same difference, and the items it names."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Final

from alatau.errors import InputError
from alatau.reconcile.model import Break, BreakType, Item, Source

_DIGITS: Final = 16


class Drafts:
    """Breaks as they are found, with the items that they are about."""

    def __init__(self) -> None:
        self._breaks: dict[str, Break] = {}
        self._items: dict[str, Item] = {}

    def add(
        self,
        kind: BreakType,
        between: tuple[Source, Source],
        ours: Iterable[Item],
        theirs: Iterable[Item],
        *,
        cause: str,
        amount: int,
        at_risk: int | None = None,
        asset: str = "",
    ) -> None:
        """A break about items, of which there is one at least.

        `at_risk` is the amount without its sign, and `asset` that of the first item, where
        they are not given.
        """
        items = [*_in_order(ours), *_in_order(theirs)]
        made = make_break(
            kind,
            between,
            tuple(item.id for item in items),
            asset=asset or items[0].asset,
            amount=amount,
            at_risk=at_risk,
            since=min(item.time for item in items),
            cause=cause,
        )
        if made.id in self._breaks:
            raise InputError(f"two breaks are about {', '.join(made.items)}", field="items")
        self._breaks[made.id] = made
        self._items.update((item.id, item) for item in items)

    @property
    def breaks(self) -> tuple[Break, ...]:
        """All of them, in their order."""
        return in_order(self._breaks.values())

    @property
    def items(self) -> tuple[Item, ...]:
        """What they are about, in the order of ids."""
        return tuple(self._items[id_] for id_ in sorted(self._items))


def make_break(
    kind: BreakType,
    between: tuple[Source, Source],
    items: tuple[str, ...],
    *,
    asset: str,
    amount: int,
    since: int,
    cause: str,
    at_risk: int | None = None,
) -> Break:
    """A break about items; `at_risk` is the amount without its sign, where it is not given."""
    return Break(
        id=_id(between, asset, items),
        type=kind,
        between=between,
        asset=asset,
        amount=amount,
        at_risk=abs(amount) if at_risk is None else at_risk,
        since=since,
        items=items,
        cause=cause,
    )


def in_order(breaks: Iterable[Break]) -> tuple[Break, ...]:
    """The order in which breaks are always told: by type, asset and age."""
    types = list(BreakType)
    return tuple(
        sorted(breaks, key=lambda one: (types.index(one.type), one.asset, one.since, one.id))
    )


def _in_order(items: Iterable[Item]) -> list[Item]:
    return sorted(items, key=lambda item: (item.time, item.id))


def _id(between: tuple[Source, Source], asset: str, items: Sequence[str]) -> str:
    # Without its type and amounts: what is late today and missing tomorrow is one case.
    said = json.dumps([*between, asset, *items])
    return sha256(said.encode()).hexdigest()[:_DIGITS]

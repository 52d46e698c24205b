"""Intents, rows of the provider's books and transactions as items, to be named by breaks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, TypeVar

from alatau.errors import InputError
from alatau.reconcile.model import Item, Source
from alatau.reconcile.sources.facts import LAMPORTS, ChainFact, Expected, JournalFact
from alatau.sender import State

DEAD: Final = frozenset({State.PREPARED, State.EXPIRED})
"""Of these nothing can land."""
_Keyed = TypeVar("_Keyed", JournalFact, Expected)


def is_settled(fact: JournalFact) -> bool:
    """Whether its outcome is known, be it that nothing can come of it any more."""
    return fact.state in {State.FINALIZED, State.FAILED} | DEAD


def booked_item(booked: Expected) -> Item:
    """A row of the provider's books, under the name of its intent."""
    return Item(
        id=booked.id,
        source=Source.JOURNAL,
        asset=booked.asset,
        amount=booked.amount,
        time=booked.time,
        references=tuple(name for name in (booked.key, booked.bank_reference) if name),
        party=booked.party,
    )


def chain_item(one: ChainFact) -> Item:
    """A transaction, with what it moved of its first asset."""
    return Item(
        id=one.id,
        source=Source.CHAIN,
        asset=asset_of(one),
        amount=amount_of(one),
        time=one.time,
        references=(one.signature,),
        party=one.moved[0].participant if one.moved else one.fee_payer,
        text=one.error,
        pending=not one.final,
    )


def asset_of(one: ChainFact) -> str:
    """The first asset that it moved over the border; lamports where it moved none."""
    return one.moved[0].asset if one.moved else LAMPORTS


def amount_of(one: ChainFact) -> int:
    """What it moved of that asset."""
    return sum(each.amount for each in one.moved if each.asset == asset_of(one))


def by_key(facts: Iterable[_Keyed]) -> dict[str, _Keyed]:
    """Facts by their keys, in order.  Raises `InputError` where two say different things."""
    found: dict[str, _Keyed] = {}
    for fact in facts:
        known = found.setdefault(fact.key, fact)
        if known != fact:
            raise InputError(
                f"the key {fact.key} is told in two ways",
                field="key",
                remedy="a key stands for one thing: see where both come from",
            )
    return dict(sorted(found.items()))

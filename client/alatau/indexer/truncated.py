"""What transactions changed whose logs the runtime cut off: what is known around them says it.

Logs end after 10,000 bytes, and anyone can fill them before paying.  The revisions of an account
tell how many changes are missing between two that are known, and what the account held before
the second of them, or what it holds now, is what they came to.  So no rule of the program is
guessed at, and each account is exact again behind the gap.

Where several such transactions may have changed an account one after the other, only what they
came to together is known: it is posted on its own, against suspense, where the parts of all
accounts come to nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count, groupby
from operator import itemgetter

from solders.pubkey import Pubkey

from alatau.indexer.before import before
from alatau.indexer.change import AnyChange, Recovered
from alatau.indexer.decoded import Decoded
from alatau.indexer.rebuilt import IN_VAULT, Rebuilt, Standing


@dataclass(frozen=True, slots=True)
class Found:
    """An account as the chain has it."""

    revision: int
    balances: Mapping[str, int] = field(default_factory=dict)


def suspects(transactions: Iterable[Decoded]) -> set[Pubkey] | None:
    """Accounts that transactions with cut off logs may have changed; None: any."""
    cut = [each for each in transactions if each.truncated]
    if any(each.looks_up for each in cut):
        return None
    return {address for each in cut for address in each.writable}


def recover(
    accounts: Rebuilt, transactions: Sequence[Decoded], found: Mapping[Pubkey, Found]
) -> list[Decoded]:
    """The transactions, with the changes that their logs do not tell.

    `transactions` are all behind the `accounts`, up to a slot in which the chain had of the
    suspects what is `found`, or beyond.  What stays unexplained is a gap to whoever applies them.
    """
    cut = sorted(
        (each for each in transactions if each.truncated),
        key=lambda each: (each.slot, bytes(each.signature)),
    )
    known = _told(transactions)
    its: dict[bytes, list[Recovered]] = {}
    joint: list[Decoded] = []
    wanted = suspects(cut)
    for address in sorted(known.keys() | found.keys() if wanted is None else wanted, key=bytes):
        standing = accounts.standings.get(address, Standing())
        lives = _lives(known.get(address, ()), standing.revision)
        for slots, changes in _missing(address, standing, lives, found.get(address)):
            among = [each for each in cut if slots[0] <= each.slot <= slots[1]]
            able = [each for each in among if address in each.writable or each.looks_up]
            if len(able) == 1:
                its.setdefault(bytes(able[0].signature), []).extend(changes)
            elif able:
                joint.append(_joint(able[-1], changes))
    return [_with(each, its.get(bytes(each.signature), ())) for each in transactions] + joint


def _with(one: Decoded, more: Iterable[Recovered]) -> Decoded:
    """With what is missing behind what it tells, or before it: left by one that is posted."""
    if not one.truncated:
        return one
    first: dict[Pubkey, int] = {}
    for change in one.changes:
        first.setdefault(change.address, change.revision)
    ahead: list[Recovered] = []
    behind: list[Recovered] = []
    for each in more:
        (ahead if each.revision < first.get(each.address, 0) else behind).append(each)
    return replace(one, changes=(*ahead, *one.changes, *behind))


def _joint(last: Decoded, changes: Sequence[Recovered]) -> Decoded:
    """What one account got from several, in the slot of the last that it may be of."""
    part = f"{changes[-1].address}:{changes[-1].revision}"
    return replace(last, fee=0, lamports=(), events=(), changes=tuple(changes), part=part)


_Known = dict[int, tuple[int, AnyChange]]
"""An account's changes that are told, by revision, with their slots."""


_Missing = tuple[tuple[int, float], list[Recovered]]
"""Between which slots changes are missing, and changes that make up for them."""


def _told(transactions: Iterable[Decoded]) -> dict[Pubkey, list[tuple[int, AnyChange]]]:
    """Each account's changes with their slots."""
    told: dict[Pubkey, list[tuple[int, AnyChange]]] = {}
    for each in transactions:
        for change in each.changes:
            told.setdefault(change.address, []).append((each.slot, change))
    return told


def _lives(told: Iterable[tuple[int, AnyChange]], revision: int) -> list[_Known]:
    """An account's lives, one after the other: closed and opened again, it counts anew.

    `revision` is that of the first of them before all that is told.
    """
    lives: list[_Known] = [{}]
    last, closed = revision, False
    slots = groupby(sorted(told, key=lambda one: (one[0], one[1].revision)), key=itemgetter(0))
    for slot, group in slots:
        left = [change for _, change in group]
        while left:
            again = []
            for change in left:
                if closed or change.revision <= last:
                    again.append(change)
                else:
                    lives[-1][change.revision] = slot, change
                    last, closed = change.revision, change.closes
            left = again
            if left:
                lives.append({})
                last, closed = 0, False
    return lives


def _missing(
    address: Pubkey, standing: Standing, lives: list[_Known], found: Found | None
) -> Iterable[_Missing]:
    if found is not None and any(change.closes for _, change in lives[-1].values()):
        lives = [*lives, {}]  # opened again, and nothing is told of it
    since = 0
    for place, known in enumerate(lives):
        final = place == len(lives) - 1
        until = float("inf") if final else min((slot for slot, _ in lives[place + 1].values()),
                                               default=float("inf"))  # fmt: skip
        account = _Account(address, standing, known, found if final else None, (since, until))
        yield from account.missing()
        standing = Standing()
        since = max((slot for slot, _ in known.values()), default=since)


class _Account:
    """One life of an account: where its told changes leave gaps, and what the gaps came to."""

    def __init__(
        self,
        address: Pubkey,
        before_all: Standing,
        known: _Known,
        found: Found | None,
        slots: tuple[int, float],
    ) -> None:
        self._address = address
        self._known = known
        self._found = found
        self._since, self._until = slots
        self._balances = dict(before_all.balances)
        self._revision = before_all.revision

    def missing(self) -> Iterable[_Missing]:
        """What is missing between the changes that are told, and behind them."""
        slot, last = self._since, self._last()
        while self._revision < last:
            if told := self._known.get(self._revision + 1):
                slot, change = told
                self._revision += 1
                self._balances = {**self._balances, **change.after}
                if change.closes:
                    return  # what comes after it is another account
                continue
            first = self._revision + 1
            end = next(at for at in count(first) if at == last or at + 1 in self._known)
            until = self._known[end + 1][0] if end + 1 in self._known else self._until
            yield (slot, until), self._gap(first, end)
        if self._found is None and self._revision:
            # It is no more, and nobody has told who closed it.
            yield (slot, self._until), [Recovered(self._address, self._revision + 1, closes=True)]

    def _last(self) -> int:
        there = 0 if self._found is None else self._found.revision
        return max(self._revision, there, *self._known, 0)

    def _gap(self, first: int, last: int) -> list[Recovered]:
        found = self._balances | self._afterwards(last)
        after = {name: each for name, each in found.items() if each or name in self._balances}
        flow = sum(
            amount - self._balances.get(name, 0)
            for name, amount in after.items()
            if name in IN_VAULT
        )
        self._balances, self._revision = after, last
        silent = [Recovered(self._address, revision) for revision in range(first, last)]
        return [*silent, Recovered(self._address, last, after, flow)]

    def _afterwards(self, revision: int) -> dict[str, int]:
        """What it held after a change: what the next ones say that they found, or it has now."""
        balances: dict[str, int] = {}
        for at in count(revision):
            if self._found is not None and at == self._found.revision:
                return dict(self._found.balances) | balances
            if at + 1 not in self._known:
                return balances
            change = self._known[at + 1][1]
            if change.closes:
                return dict.fromkeys(self._balances, 0) | balances
            balances = before(change, self._balances) | balances
        raise AssertionError  # `count` has no end

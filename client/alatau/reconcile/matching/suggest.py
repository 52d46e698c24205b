"""What people may want to match: by likeness of amount, party, text and day.

Only what shares something is compared (a reference, a party, an amount, a rare word), so that
the work grows with the number of items, not with its square.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from rapidfuzz import fuzz

from alatau.reconcile.matching.normal import normal_text
from alatau.reconcile.matching.sides import Left, Work, apart
from alatau.reconcile.model import Suggestion

_NEAREST: Final = 8
"""Of those that share a thing so many are compared, the nearest by day."""
_SHORTEST_WORD: Final = 4
_COMMON: Final = 50
"""A word that more of them have says nothing."""
# what each likeness counts, of 100
_AMOUNT: Final = 45
_PARTY: Final = 25
_TEXT: Final = 15
_DAY: Final = 15
_RUSSIAN: Final = str.maketrans("әғқңөұүһі", "агкноуухи")
"""Kazakh letters as Russian keyboards write them; alike, but not the same."""

_Block: TypeAlias = tuple[object, str, str | int]


@dataclass(frozen=True, slots=True)
class _Likeness:
    """Parts of 100 each; None where one of them says nothing."""

    amount: int
    party: int | None
    text: int | None
    day: int
    reference: bool
    elsewhere: bool

    @property
    def score(self) -> int:
        """The weighted mean of what is known.

        A reference in common says most; a reference in common with another speaks against it.
        """
        parts = ((self.amount, _AMOUNT), (self.party, _PARTY), (self.text, _TEXT), (self.day, _DAY))
        known = [(likeness, weight) for likeness, weight in parts if likeness is not None]
        mean = sum(likeness * weight for likeness, weight in known)
        score = mean // sum(weight for _, weight in known)
        if self.reference:
            return (score + 200) // 3
        return score * 3 // 4 if self.elsewhere else score


def suggest(work: Work, ours: Iterable[Left], theirs: Iterable[Left]) -> None:
    """Adds the likeliest pairs of what is left, of one asset and direction."""
    blocks: dict[_Block, list[Left]] = defaultdict(list)
    for other in theirs:
        for block in _blocks(other):
            blocks[block].append(other)
    for others in blocks.values():
        others.sort(key=lambda one: one.order)
    for mine in ours:
        found = []
        for other in _near(mine, blocks).values():
            likeness = _likeness(work, mine, other)
            difference, days = abs(mine.size - other.size), abs(mine.day - other.day)
            order = -likeness.score, difference, days, other.at
            found.append((order, other, likeness))
        found.sort(key=lambda each: each[0])
        for _, other, likeness in found[: work.rules.suggestions]:
            work.suggest(mine.item, other.item, likeness.score, _explain(mine, other, likeness))


def best(work: Work) -> tuple[Suggestion, ...]:
    """Each pair that is still free once, with all that speaks for it; the likeliest first."""
    ours = {item.id for item in work.ours.free()}
    theirs = {item.id for item in work.theirs.free()}
    pairs: dict[tuple[str, str], list[Suggestion]] = defaultdict(list)
    for one in sorted(set(work.suggestions), key=_order):
        if one.ours in ours and one.theirs in theirs:
            pairs[one.ours, one.theirs].append(one)
    found = [
        replace(same[0], explanation="; ".join(one.explanation for one in same))
        for same in pairs.values()
    ]
    return tuple(sorted(found, key=_order))


def _order(one: Suggestion) -> tuple[int, str, str, str]:
    return -one.score, one.ours, one.theirs, one.explanation


def _blocks(one: Left) -> Iterator[_Block]:
    """What two must share to be compared."""
    for reference in one.references:
        yield one.kind, "reference", reference
    if one.party:
        yield one.kind, "party", one.party
    for size in dict.fromkeys((one.size, _before_fee(one))):
        yield one.kind, "amount", size
    for word in _words(one):
        yield one.kind, "word", word


def _words(one: Left) -> Iterable[str]:
    words = f"{one.party} {normal_text(one.item.text)}".split()
    return dict.fromkeys(word for word in words if len(word) >= _SHORTEST_WORD)


def _before_fee(one: Left) -> int:
    """What it was before a fee was taken out of it; a fee is 0 or less."""
    return abs(one.item.amount - one.item.fee)


def _near(mine: Left, blocks: dict[_Block, list[Left]]) -> dict[int, Left]:
    near: dict[int, Left] = {}
    for block in _blocks(mine):
        others = blocks.get(block, [])
        if block[1] == "word" and len(others) > _COMMON:
            continue
        middle = bisect_left(others, mine.day, key=lambda one: one.day)
        first = max(0, middle - _NEAREST // 2)
        for other in others[first : first + _NEAREST]:
            near[other.at] = other
    return near


def _likeness(work: Work, mine: Left, other: Left) -> _Likeness:
    days = abs(mine.day - other.day)
    window = work.rules.reference_days + 1
    return _Likeness(
        _amounts(mine, other),
        _ratio(mine.party, other.party),
        _ratio(normal_text(mine.item.text), normal_text(other.item.text)),
        max(0, window - days) * 100 // window,
        not set(mine.references).isdisjoint(other.references),
        mine.bound or other.bound,
    )


def _amounts(mine: Left, other: Left) -> int:
    """100 for equal ones, with or without the fees, and less by each hundredth between them."""
    sizes = {mine.size, _before_fee(mine)}, {other.size, _before_fee(other)}
    if sizes[0] & sizes[1]:
        return 100
    larger = max(mine.size, other.size)
    return 100 - -(-abs(mine.size - other.size) * 100 // larger)


def _ratio(mine: str, other: str) -> int | None:
    if not mine or not other:
        return None
    return int(fuzz.token_sort_ratio(mine.translate(_RUSSIAN), other.translate(_RUSSIAN)))


def _explain(mine: Left, other: Left, likeness: _Likeness) -> str:
    difference = other.item.amount - mine.item.amount
    words = [
        "a reference in common" if likeness.reference else "",
        "a reference names another" if likeness.elsewhere and not likeness.reference else "",
        f"amounts that differ by {difference}" if difference else "the same amount",
        "which is a fee" if difference and likeness.amount == 100 else "",
        f"parties alike by {likeness.party} of 100" if likeness.party is not None else "",
        f"texts alike by {likeness.text} of 100" if likeness.text is not None else "",
        apart(other.day - mine.day),
    ]
    return ", ".join(word for word in words if word)

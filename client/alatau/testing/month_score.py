"""Found breaks against planted ones: recall, precision, and what is wrong, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from alatau.reconcile.model import Break, BreakType
from alatau.statements import Statement
from alatau.testing.month_values import Planted


@dataclass(frozen=True, slots=True)
class Score:
    """How many breaks were planted, found, and both; and a line for each that was not both."""

    planted: int
    found: int
    right: int
    by_type: tuple[tuple[BreakType, int, int], ...]
    """Of each type, how many were planted and how many of them found."""
    wrong: tuple[str, ...]

    @property
    def perfect(self) -> bool:
        """Recall and precision are both 100 %."""
        return self.planted == self.found == self.right


def score_of(
    planted: Iterable[Planted], breaks: Iterable[Break], statements: Sequence[Statement]
) -> Score:
    """A break is right when type, sides, items, amount and amount at risk are those planted."""
    labels = {entry.id: entry.reference for statement in statements for entry in statement.entries}
    wanted = {_of_planted(one): one for one in planted}
    found = {_of_break(one, labels): one for one in breaks}
    counts = Counter(one.type for one in wanted.values())
    right = Counter(one.type for key, one in wanted.items() if key in found)
    wrong = [f"not found: {one}" for key, one in wanted.items() if key not in found]
    wrong += [f"not planted: {one}" for key, one in found.items() if key not in wanted]
    return Score(
        planted=len(wanted),
        found=len(found),
        right=sum(right.values()),
        by_type=tuple((kind, counts[kind], right[kind]) for kind in BreakType),
        wrong=tuple(sorted(wrong)),
    )


def _of_planted(one: Planted) -> tuple[object, ...]:
    return one.type, one.between, one.items, one.amount, one.at_risk


def _of_break(one: Break, labels: dict[str, str]) -> tuple[object, ...]:
    items = frozenset(_label(item, labels) for item in one.items)
    return one.type, one.between, items, one.amount, one.at_risk


def _label(item: str, labels: dict[str, str]) -> str:
    """What the plan calls an item: a line by the number that the statement gives it."""
    kind, _, rest = item.partition(":")
    if kind != "statement":
        return item
    account, _, entry = rest.partition(":")
    if not entry:
        return f"statement:{account.partition('/')[2]}"
    for end in ("/charges", ""):
        name, _, number = entry.removesuffix(end).partition("#")
        if name in labels and entry.endswith(end):
            return f"bank:{labels[name]}{f'#{number}' if number else ''}{end}"
    return item

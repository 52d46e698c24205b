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
    planted, breaks = tuple(planted), tuple(breaks)
    wanted = Counter(map(_of_planted, planted))
    found = Counter(_of_break(one, labels) for one in breaks)
    both = wanted & found
    counts = Counter(one.type for one in planted)
    right = Counter(one.type for one in planted if _of_planted(one) in both)
    wrong = [f"not found: {one}" for one in planted if _of_planted(one) not in both]
    wrong += [f"not planted: {one}" for one in breaks if _of_break(one, labels) not in both]
    return Score(
        planted=len(planted),
        found=len(breaks),
        right=both.total(),
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

"""What a bench says: JSON objects, one a line, for programs; a table for people."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

Number: TypeAlias = int | float

_DIGITS: Final = 4


@dataclass(frozen=True, slots=True)
class Line:
    """One figure; `peer` and `peer_value` where another system did the same in this run."""

    bench: str
    metric: str
    value: Number
    unit: str
    peer: str | None = None
    peer_value: Number | None = None

    @property
    def ratio(self) -> float | None:
        """Our figure over the peer's: below 1 ours is the lesser.  None without one."""
        if self.peer_value is None or not self.peer_value:
            return None
        return round(self.value / self.peer_value, _DIGITS)

    def to_json(self) -> str:
        """The line; the last three members only where there is a peer."""
        members: dict[str, object] = {
            "bench": self.bench,
            "metric": self.metric,
            "value": self.value,
            "unit": self.unit,
        }
        if self.peer is not None:
            members |= {"peer": self.peer, "peer_value": self.peer_value, "ratio": self.ratio}
        return json.dumps(members)


def mean(total: int, count: int) -> Number:
    """A total over a count: an int where it is whole, else to four digits."""
    whole, rest = divmod(total, count)
    return round(total / count, _DIGITS) if rest else whole


def table(lines: Iterable[Line]) -> str:
    """The lines as columns."""
    rows = [("metric", "value", "unit", "peer", "peer's", "ratio")]
    for line in lines:
        peer_value = "" if line.peer_value is None else shown(line.peer_value)
        ratio = "" if line.ratio is None else f"{line.ratio:.3f}"
        rows.append((line.metric, shown(line.value), line.unit, line.peer or "", peer_value, ratio))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "".join(_row(row, widths) for row in rows)


def _row(row: Sequence[str], widths: Sequence[int]) -> str:
    numbers = {1, 4, 5}
    cells = [
        cell.rjust(width) if column in numbers else cell.ljust(width)
        for column, (cell, width) in enumerate(zip(row, widths, strict=True))
    ]
    return "  ".join(cells).rstrip() + "\n"


def shown(value: Number) -> str:
    """A number for people."""
    return f"{value:,}" if isinstance(value, int) else f"{value:,.1f}"

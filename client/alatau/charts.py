"""Bar charts as inline SVG, in integers only; colours come from the page's style."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_LABEL, _BAR, _VALUE, _ROW = 84, 300, 130, 24
_COLUMN, _HEIGHT, _TOP, _BOTTOM = 30, 120, 18, 18


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: its label, its length in any unit, and what it says."""

    label: str
    value: int
    text: str


def bar_chart(title: str, bars: Sequence[Bar], *, label: int = _LABEL) -> str:
    """Horizontal bars, one below another; `label` is how wide labels are, in pixels."""
    longest = max((bar.value for bar in bars), default=0) or 1
    width, height = label + _BAR + _VALUE, _ROW * len(bars)
    parts = [_open(title, bars, width, height)]
    for index, bar in enumerate(bars):
        top, length = index * _ROW, bar.value * _BAR // longest
        baseline = top + _ROW * 2 // 3
        parts.append(
            f'<text class="label" x="{label - 8}" y="{baseline}" text-anchor="end">'
            f"{escape(bar.label)}</text>"
            f'<rect x="{label}" y="{top + 4}" width="{max(length, 1)}" height="{_ROW - 8}" '
            f'rx="2"><title>{escape(bar.label)}: {escape(bar.text)}</title></rect>'
            f'<text class="value" x="{label + length + 6}" y="{baseline}">'
            f"{escape(bar.text)}</text>"
        )
    return "".join((*parts, "</svg>"))


def column_chart(title: str, bars: Sequence[Bar]) -> str:
    """Vertical bars, one beside another; the highest says its value."""
    highest = max((bar.value for bar in bars), default=0) or 1
    width, height = _COLUMN * len(bars), _TOP + _HEIGHT + _BOTTOM
    parts = [_open(title, bars, width, height)]
    base = _TOP + _HEIGHT
    parts.append(f'<line x1="0" y1="{base}" x2="{width}" y2="{base}"/>')
    for index, bar in enumerate(bars):
        length = bar.value * _HEIGHT // highest
        left, middle = index * _COLUMN + 4, index * _COLUMN + _COLUMN // 2
        parts.append(
            f'<rect x="{left}" y="{base - length}" width="{_COLUMN - 8}" height="{length}" '
            f'rx="2"><title>{escape(bar.label)}: {escape(bar.text)}</title></rect>'
            f'<text class="label" x="{middle}" y="{height - 4}" text-anchor="middle">'
            f"{escape(bar.label)}</text>"
        )
        if bar.value == highest:
            # A long number on the first or last column stays inside the picture.
            anchor = "start" if index < 3 else "end" if index >= len(bars) - 3 else "middle"
            parts.append(
                f'<text class="value" x="{middle}" y="{base - length - 5}" '
                f'text-anchor="{anchor}">{escape(bar.text)}</text>'
            )
    return "".join((*parts, "</svg>"))


def _open(title: str, bars: Sequence[Bar], width: int, height: int) -> str:
    spoken = "; ".join(f"{bar.label} {bar.text}" for bar in bars)
    return (
        f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
        f'aria-label="{escape(f"{title}: {spoken}")}">'
    )

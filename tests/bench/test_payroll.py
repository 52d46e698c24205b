"""The bench of a payroll pays what it says, in fewer bytes with a table than without."""

from __future__ import annotations

from tests.bench.payroll import measure


async def test_measure_a_payroll_prints_each_way_against_another() -> None:
    found = {line.metric: line for line in await measure(14)}
    for way in ("packed", "packed_with_table"):
        for part in ("wire_bytes", "transactions", "fees"):
            line = found[f"{way}.{part}"]
            assert line.ratio is not None
            assert line.ratio < 1, line
    assert found["packed.transactions"].value == round(2 / 14, 4)
    assert found["packed_with_table.transactions"].value == round(1 / 14, 4)
    assert found["table.rent_locked"].value > 0

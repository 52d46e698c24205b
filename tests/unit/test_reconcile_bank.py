"""Bank lines against transfers."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from alatau.reconcile import (
    BankLine,
    BankLineType,
    Break,
    BreakType,
    TransferKind,
    reconcile_bank,
    reconcile_transfers,
)


@dataclass(frozen=True, slots=True)
class Booked:
    id: str
    kind: TransferKind
    asset: str
    amount: int
    bank_reference: str
    time: int = 0


def deposit(name: str, amount: int, reference: str, asset: str = "KZTE") -> Booked:
    return Booked(name, TransferKind.DEPOSIT, asset, amount, reference)


def withdrawal(name: str, amount: int, reference: str) -> Booked:
    return Booked(name, TransferKind.WITHDRAWAL, "KZTE", amount, reference)


def line(
    name: str, amount: int, reference: str, kind: BankLineType = BankLineType.PAYMENT
) -> BankLine:
    return BankLine(name, 0, kind, "KZTE", amount, reference, "")


def by_type(fact: tuple[str, str, int]) -> tuple[int, str]:
    return list(BreakType).index(BreakType(fact[0])), fact[1]


def facts(breaks: tuple[Break, ...]) -> list[tuple[str, str, int]]:
    return [(item.type.value, " ".join(item.items), item.amount) for item in breaks]


def check(transfers: list[Booked], lines: list[BankLine]) -> list[tuple[str, str, int]]:
    return facts(reconcile_bank(transfers, lines, ["KZTE"]))


def test_reconcile_bank_of_equal_sides_finds_nothing() -> None:
    transfers = [deposit("T-1", 100, "a"), withdrawal("T-2", 40, "b")]
    assert check(transfers, [line("B-1", -40, "b"), line("B-2", 100, "a")]) == []


def test_reconcile_bank_of_an_asset_without_a_bank_ignores_it() -> None:
    assert check([deposit("T-1", 100, "a", asset="USDZ")], []) == []


def test_reconcile_bank_of_each_difference_names_it_with_its_sign() -> None:
    transfers = [
        deposit("T-1", 100, "a"),
        deposit("T-2", 50, "b"),
        withdrawal("T-3", 30, "c"),
        withdrawal("T-4", 20, "d"),
    ]
    lines = [
        line("B-1", 99, "a"),
        line("B-2", 7, "x"),
        line("B-3", -31, "c"),
        line("B-4", -5, "", BankLineType.FEE),
    ]
    assert sorted(check(transfers, lines), key=by_type) == [
        ("missing-there", "T-2", -50),
        ("missing-there", "T-4", 20),
        ("amount", "T-1 B-1", -1),
        ("amount", "T-3 B-3", -1),
        ("fee", "B-4", -5),
        ("unknown-deposit", "B-2", 7),
    ]


def test_reconcile_bank_of_a_line_in_the_other_direction_matches_nothing() -> None:
    assert check([deposit("T-1", 100, "a")], [line("B-1", -100, "a")]) == [
        ("missing-here", "B-1", -100),
        ("missing-there", "T-1", -100),
    ]


def test_reconcile_bank_of_a_repeated_reference_pairs_one_to_one() -> None:
    transfers = [deposit("T-1", 100, "a"), deposit("T-2", 50, "a")]
    lines = [line("B-1", 50, "a"), line("B-2", 100, "a"), line("B-3", 100, "a")]
    breaks = reconcile_bank(transfers, lines, ["KZTE"])
    assert facts(breaks) == [("duplicate", "B-3", 100)]
    assert "B-3 (a) repeats a reference" in breaks[0].cause


def test_reconcile_bank_of_a_transfer_booked_twice_names_the_second() -> None:
    transfers = [deposit("T-1", 100, "a"), deposit("T-2", 100, "a")]
    breaks = reconcile_bank(transfers, [line("B-1", 100, "a")], ["KZTE"])
    assert facts(breaks) == [("duplicate", "T-2", -100)]
    assert "T-2 (a) repeats a reference" in breaks[0].cause


def test_reconcile_bank_without_references_pairs_nothing() -> None:
    assert check([deposit("T-1", 100, "")], [line("B-1", 100, "")]) == [
        ("missing-there", "T-1", -100),
        ("unknown-deposit", "B-1", 100),
    ]


references = st.sampled_from(["", "a", "b", "c"])
amounts = st.integers(1, 5)
transfer_lists = st.lists(
    st.builds(
        Booked,
        st.uuids().map(str),
        st.sampled_from(TransferKind),
        st.just("KZTE"),
        amounts,
        references,
    ),
    max_size=8,
)
line_lists = st.lists(
    st.builds(
        BankLine,
        st.uuids().map(str),
        st.just(0),
        st.sampled_from(BankLineType),
        st.just("KZTE"),
        amounts | amounts.map(lambda amount: -amount),
        references,
        st.just(""),
    ),
    max_size=8,
)


@given(transfers=transfer_lists, lines=line_lists)
def test_reconcile_bank_of_any_sides_explains_the_whole_difference(
    transfers: list[Booked], lines: list[BankLine]
) -> None:
    breaks = reconcile_bank(transfers, lines, ["KZTE"])
    signs = {TransferKind.DEPOSIT: 1, TransferKind.WITHDRAWAL: -1}
    books = sum(signs[item.kind] * item.amount for item in transfers)
    assert sum(item.amount for item in breaks) == sum(item.amount for item in lines) - books
    assert breaks == reconcile_bank(transfers, lines, ["KZTE"])


def test_reconcile_transfers_of_a_refused_one_says_why() -> None:
    transfers = [deposit("T-1", 100, "a"), withdrawal("T-2", 40, "b")]
    breaks = reconcile_transfers(transfers, {"T-2": "InsufficientFunds"})
    assert facts(breaks) == [(BreakType.MISSING_THERE.value, "T-2", 40)]
    assert "InsufficientFunds" in breaks[0].cause

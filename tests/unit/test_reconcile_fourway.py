"""The edges of the four-way reconciliation, by example."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from alatau.errors import InputError
from alatau.reconcile import (
    BankAsset,
    BreakType,
    Expected,
    Inputs,
    Match,
    Reconciliation,
    Rules,
    Source,
    Stage,
    reconcile,
)
from alatau.reconcile.sources.facts import ChainFact, JournalFact, Moved
from alatau.sender import State
from alatau.statements import Account, Balance, Detail, Entry, Kind, Party, Statement, Status

U64 = 2**64 - 1
ASSET, IBAN, OWN = "KZTE", "KZ84722C000012345678", "KZ86125KZT5004100100"
DAY = date(2026, 11, 10)
AT = 1_794_300_000
"""10 November 2026, 10:40 in Greenwich."""
NOW = AT + 10 * 86_400
BANKS = (BankAsset("KZT", ASSET, 2),)


def line(name: str, amount: int, reference: str, **more: object) -> Entry:
    party = Party("Гүлжан Оспанова", IBAN)
    detail = Detail(amount, "KZT", reference, debtor=party, creditor=party)
    values = {"booked": DAY, "details": (detail,), **more}
    return Entry(name, Status.BOOKED, amount, "KZT", **values)  # type: ignore[arg-type]  # a case's


def statement(*entries: Entry, currency: str = "KZT", last: date = date(2026, 11, 20)) -> Statement:
    total = sum(one.amount for one in entries)
    balances = (Balance("OPBD", 0, currency, DAY), Balance("CLBD", total, currency, last))
    account = Account(OWN, currency=currency)
    return Statement("S-1", Kind.STATEMENT, account, balances=balances, entries=entries)


def deposit(name: str, amount: int, reference: str) -> tuple[ChainFact, JournalFact, Expected]:
    key = f"transfer:{name}"
    return (
        ChainFact(name, AT, 100, (Moved(ASSET, "wallet", amount),), "payer", 5_000),
        JournalFact(key, State.FINALIZED, AT, (name,), name, 100),
        Expected(key, ASSET, amount, AT, reference, IBAN),
    )


def inputs(*deposits: tuple[ChainFact, JournalFact, Expected], told: Statement) -> Inputs:
    chain, journal, expected = zip(*deposits, strict=True) if deposits else ((), (), ())
    return Inputs(
        journal=journal, chain=chain, expected=expected, statements=(told,), banks=BANKS, slot=200
    )


def done(given: Inputs, **more: object) -> Reconciliation:
    return reconcile(given, Rules(), now=NOW, **more)  # type: ignore[arg-type]  # `kept` alone


def test_nothing_against_nothing_is_nothing() -> None:
    found = done(Inputs())
    assert (found.matches, found.breaks, found.sums, found.items) == ((), (), (), ())


@pytest.mark.parametrize("amount", [1, 10**9, U64])
def test_any_amount_is_matched_exactly(amount: int) -> None:
    found = done(inputs(deposit("s1", amount, "R-1"), told=statement(line("a", amount, "R-1"))))
    assert [(one.stage, one.difference) for one in found.matches] == [(Stage.REFERENCE, 0)]
    assert found.breaks == ()


def test_one_unit_of_the_largest_amount_is_a_break() -> None:
    told = statement(line("a", U64 - 1, "R-1"))
    (found,) = done(inputs(deposit("s1", U64, "R-1"), told=told)).breaks
    assert (found.type, found.amount, found.at_risk) == (BreakType.AMOUNT, -1, 1)


def test_asset_of_eighteen_decimals_is_exact() -> None:
    given = inputs(deposit("s1", 123 * 10**16, "R-1"), told=statement(line("a", 123, "R-1")))
    found = done(replace(given, banks=(BankAsset("KZT", ASSET, 18),)))
    assert len(found.matches) == 1
    assert found.sums[0].closing == 123 * 10**16


def test_amount_that_the_asset_cannot_hold_names_file_line_and_field() -> None:
    told = replace(statement(line("a", 123, "R-1", line=812)), file="kaspi.xml")
    given = replace(inputs(told=told), banks=(BankAsset("KZT", ASSET, 0),))
    with pytest.raises(InputError, match="has 0 decimals") as caught:
        done(given)
    assert (caught.value.file, caught.value.line, caught.value.field) == ("kaspi.xml", 812, "Amt")


def test_currency_that_backs_two_assets_is_refused() -> None:
    with pytest.raises(InputError, match="backs two assets"):
        done(Inputs(banks=(*BANKS, BankAsset("KZT", "another", 2))))


def test_kept_match_of_a_person_counts_first() -> None:
    given = inputs(
        deposit("s1", 500, "R-1"), deposit("s2", 500, "R-2"), told=statement(line("a", 500, "R-1"))
    )
    kept = Match(Stage.MANUAL, ASSET, ("chain:s2",), (f"statement:{OWN}:a",), 0, "Ерлан says so")
    found = done(given, kept=[kept])
    assert found.matches == (kept,)
    (other,) = found.breaks
    assert (other.type, other.items) == (BreakType.MISSING_THERE, ("chain:s1",))
    gone = replace(kept, ours=("chain:s9",))
    assert done(given, kept=[gone]).stale == (gone,)


def test_statement_of_a_currency_that_backs_nothing_is_not_lost() -> None:
    told = statement(replace(line("a", 500, "R-9"), currency="EUR"), currency="EUR")
    (found,) = done(inputs(told=told)).breaks
    assert (found.type, found.asset, found.amount) == (BreakType.UNKNOWN_DEPOSIT, "EUR", 500)


def test_break_says_its_age_and_since_when() -> None:
    (found,) = done(inputs(deposit("s1", 500, "R-1"), told=statement())).breaks
    assert found.since == AT
    assert found.age(NOW) == 10 * 86_400
    assert found.between == (Source.CHAIN, Source.STATEMENT)


def test_incomplete_statement_beside_the_whole_one_is_not_missed() -> None:
    whole = statement(line("a", 500, "R-1"))
    cut = replace(whole, entries=(), complete=False, fingerprint="")
    given = inputs(deposit("s1", 500, "R-1"), told=whole)
    for statements in ((cut, whole), (whole, cut)):
        assert done(replace(given, statements=statements)).breaks == ()
    (here, there) = done(replace(given, statements=(cut,))).breaks
    assert {here.type, there.type} == {BreakType.UNPROVEN}

"""The policy's file, and reports."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alatau.errors import InputError
from alatau.reconcile.model import BreakType
from alatau.reconcile.reports.as_csv import escape_formula
from alatau.reconcile.reports.report import age_text
from alatau.reconcile.sources.facts import BankAsset, Terms
from alatau.reconcile.workflow.policy import Policy, Sla, policy_digest
from alatau.reconcile.workflow.policy_file import load_policy

WHOLE = """
actors = ["Айгерім", "Болат"]
approvers = ["Болат"]

[dual_control]
KZTE = 10_000_000
otherwise = 5

[[sla]]
hours = 72

[[sla]]
types = ["unknown-deposit", "unproven"]
asset = "KZTE"
at_risk = 100
hours = 4

[[backs]]
currency = "KZT"
asset = "KZTE"
decimals = 2

[terms]
bank_hours = 24
chain_seconds = 60
late_days = 7
"""


def load(tmp_path: Path, text: str) -> Policy:
    path = tmp_path / "policy.toml"
    path.write_text(text, encoding="utf-8")
    return load_policy(path)


def test_policy_is_what_its_file_says(tmp_path: Path) -> None:
    made = load(tmp_path, WHOLE)
    assert made == Policy(
        actors=("Айгерім", "Болат"),
        approvers=("Болат",),
        thresholds={"KZTE": 10_000_000},
        otherwise=5,
        sla=(Sla(72), Sla(4, (BreakType.UNKNOWN_DEPOSIT, BreakType.UNPROVEN), "KZTE", 100)),
        backs=(BankAsset("KZT", "KZTE", 2),),
        terms=Terms(bank=86_400, chain=60, late=7 * 86_400),
    )
    assert made.needs_two("KZTE", 10_000_001)
    assert not made.needs_two("KZTE", 10_000_000)
    assert made.needs_two("SOL", 6)
    assert load(tmp_path, "") == Policy(thresholds={})
    assert policy_digest(made) == policy_digest(load(tmp_path, WHOLE))
    assert policy_digest(made) != policy_digest(load(tmp_path, WHOLE.replace("72", "73")))


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("actor = []", "actor"),
        ("actors = 'a'", "actors"),
        ("actors = ['']", "actors"),
        ("actors = ['a', 'a']", "actors"),
        ("dual_control = 1", "dual_control"),
        ("[dual_control]\nKZTE = 1.5", "dual_control.KZTE"),
        ("[dual_control]\nKZTE = -1", "dual_control.KZTE"),
        ("[sla]\nhours = 1", "sla"),
        ("[[sla]]\nhours = 0", "sla[0].hours"),
        ("[[sla]]\nasset = 'x'", "sla[0].hours"),
        ("[[sla]]\nhours = true", "sla[0].hours"),
        ("[[sla]]\nhours = 1\n[[sla]]\nhours = 1\ntypes = ['odd']", "sla[1].types"),
        ("[[sla]]\nhours = 1\nrisk = 1", "sla[0].risk"),
        ("[[backs]]\ncurrency = 'KZX'\nasset = 'a'\ndecimals = 2", "backs[0].currency"),
        ("[[backs]]\ncurrency = 'KZT'\nasset = 'a/b'\ndecimals = 2", "backs[0].asset"),
        ("[[backs]]\ncurrency = 'KZT'\nasset = 'a'\ndecimals = 19", "backs[0].decimals"),
        ("[terms]\nbank_days = 1", "terms.bank_days"),
        ("[terms]\nlate_days = -1", "terms.late_days"),
        ("= 1", "TOML"),
    ],
)
def test_bad_policy_names_file_and_field(tmp_path: Path, text: str, field: str) -> None:
    with pytest.raises(InputError) as caught:
        load(tmp_path, text)
    assert caught.value.file.endswith("policy.toml")
    assert field in {caught.value.field, "TOML"}
    assert field in caught.value.message


@given(st.text())
def test_no_cell_begins_as_a_formula(text: str) -> None:
    shown = escape_formula(text)
    assert not shown.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert shown.removeprefix("'") == text or shown == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0 min"), (59 * 60, "59 min"), (3600, "1 h"), (86_400 * 3 + 7200, "3 d 2 h")],
)
def test_age_is_told_shortly(seconds: int, text: str) -> None:
    assert age_text(seconds) == text

"""Items of a period before beside those of this one, without a ledger."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from typing import Any

from tests.unit.desks import IBAN, KZTE, RULES

from alatau.reconcile.fourway import reconcile
from alatau.reconcile.model import DAY as A_DAY
from alatau.reconcile.model import BreakType, Item, Match, Source, Stage
from alatau.reconcile.sources.facts import BankAsset, Inputs
from alatau.reconcile.workflow.closing import ends_of
from alatau.statements import Account, Balance, Statement
from alatau.statements import Kind as StatementKind

JANUARY = date(2026, 1, 31)
MIDNIGHT = ends_of(JANUARY, 0)


def test_order_and_repetition_of_what_is_carried_change_nothing() -> None:
    def item(source: Source, name: str, amount: int) -> Item:
        side = "chain" if source is Source.CHAIN else f"statement:{IBAN}"
        return Item(f"{side}:{name}", source, KZTE, amount, MIDNIGHT, (name,))

    ours = [item(Source.CHAIN, name, 500) for name in "abc"]
    theirs = [item(Source.STATEMENT, name, 500) for name in "bcd"]
    settled = (ours[1], theirs[0])
    match = Match(Stage.REFERENCE, KZTE, (ours[1].id,), (theirs[0].id,), 0, "known")
    balance = Balance("CLBD", 100, "KZT", JANUARY)
    account = Account(IBAN, currency="KZT")
    earlier = tuple(
        Statement(f"S-{n}", StatementKind.STATEMENT, account, sequence=n, balances=(balance,))
        for n in (1, 2)
    )
    carried = (ours[0], ours[2], theirs[1], theirs[2], replace(theirs[0], id=f"{IBAN}:again"))
    inputs = Inputs(
        earlier=earlier, carried=carried, settled=settled, banks=(BankAsset("KZT", KZTE, 2),)
    )
    now = MIDNIGHT + 9 * A_DAY
    found = reconcile(inputs, RULES, now=now, kept=[match])
    assert [one.ours for one in found.matches] == [(ours[2].id,)]
    assert BreakType.DUPLICATE in {one.type for one in found.breaks}
    lists: dict[str, Any] = {"earlier": earlier, "carried": carried, "settled": settled}
    for seed in range(20):
        chance = random.Random(seed)
        mixed: dict[str, Any] = {
            name: tuple(chance.choices(values, k=3) + chance.sample(values, len(values)))
            for name, values in lists.items()
        }
        assert reconcile(replace(inputs, **mixed), RULES, now=now, kept=[match]) == found

"""The towers' life: what the demonstration tells adds up, and is what its terms say."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest
import pytest_asyncio

from alatau.cli.main import main
from alatau.demo.acts import live
from alatau.demo.story import load_story
from alatau.demo.told import Told

TOWERS = Path(__file__).parents[2] / "examples" / "alatau-towers"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def told() -> Told:
    return await live(load_story(TOWERS))


def test_every_stage_adds_up(told: Told) -> None:
    assert told.broken == ()
    assert told.sound
    for stage in told.stages:
        assert sum(units for _, units in stage.holders) == stage.issued, stage.title


def test_an_offering_below_its_minimum_gives_all_money_back(told: Told) -> None:
    failed, _ = told.offerings
    assert (failed.sold, failed.raised) == (0, 0)
    asked = sum(one.units for one in failed.offered.subscriptions)
    assert failed.confirmed == asked < failed.offered.minimum
    assert failed.returned == asked * failed.offered.price
    assert {units for _, units in failed.allotted} == {0}


def test_an_oversubscribed_one_is_allotted_to_the_last_unit(told: Told) -> None:
    _, sold = told.offerings
    asked = {one.investor: one.units for one in sold.offered.subscriptions if not one.withdrawn}
    got = dict(sold.allotted)
    assert got.keys() == asked.keys()
    assert sold.confirmed == sum(asked.values()) > sold.offered.quantity
    assert sum(got.values()) == sold.sold == sold.offered.quantity
    for name, units in asked.items():
        assert abs(got[name] - Fraction(units * sold.sold, sold.confirmed)) < 1
    assert sold.raised == sold.sold * sold.offered.price
    assert sold.raised + sold.returned == sold.confirmed * sold.offered.price


def test_each_holder_gets_its_share_of_each_rent(told: Told) -> None:
    left = 0
    for one in told.distributions:
        issued = sum(share.units for share in one.shares)
        assert issued == 1_000
        for share in one.shares:
            assert abs(share.gross - Fraction(share.units * one.amount, issued)) < 1
        assert sum(share.gross for share in one.shares) + one.left == one.amount + left
        left = one.left
        assert 0 <= left <= len(one.shares)
    assert any(share.tax for one in told.distributions for share in one.shares)


def test_everybody_has_what_it_paid_and_got(told: Told) -> None:
    _, sold = told.offerings
    for purse in told.purses:
        paid = dict(sold.allotted).get(purse.name, 0) * sold.offered.price
        bought = sum(one.price for one in told.exchanges if one.buyer == purse.name)
        got = sum(
            one.price - one.fee - one.tax for one in told.exchanges if one.seller == purse.name
        )
        rents = sum(
            share.gross - share.tax
            for one in told.distributions
            for share in one.shares
            if share.name == purse.name
        )
        redeemed = sum(one.gross for one in told.redeemed if one.name == purse.name)
        assert purse.gain == got + rents + redeemed - paid - bought, purse.name


def test_redemption_pays_every_unit_and_ends_it(told: Told) -> None:
    assert sum(one.units for one in told.redeemed) == 1_000
    assert all(one.gross == one.units * told.story.redemption for one in told.redeemed)
    assert (told.stages[-1].issued, told.stages[-1].holders) == (0, ())


def test_demo_tokenization_prints_it_and_writes_the_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "towers.html"
    assert main(["demo", "tokenization", str(TOWERS), "--report", str(page)]) == 0
    shown = capsys.readouterr().out
    assert "every stage adds up" in shown
    assert "Екінші ұсыныс" in shown
    assert "<svg" in page.read_text(encoding="utf-8")
    assert main(["demo", "tokenization", str(TOWERS), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["sound"] is True
    assert main(["demo", "tokenization", str(TOWERS), "--report", str(tmp_path)]) == 2

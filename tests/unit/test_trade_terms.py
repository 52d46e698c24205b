"""Requests and answers of trades: one way to write them, and nothing else is read or signed."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from solders.hash import Hash
from solders.keypair import Keypair

from alatau.errors import QuoteInvalid, QuoteStale
from alatau.trade_terms import TradeAnswer, TradeRequest, accept_trade, sign_trade

BUYER, SELLER = (Keypair.from_seed(bytes([n]) * 32) for n in (1, 2))
KEYS = [Keypair.from_seed(bytes([n]) * 32).pubkey() for n in range(3, 6)]
U64 = st.integers(0, 2**64 - 1)


def answer(quantity: int = 40, price: int = 500_00) -> TradeAnswer:
    request = TradeRequest(
        zone=KEYS[0],
        seller=SELLER.pubkey(),
        buyer=BUYER.pubkey(),
        mint=KEYS[1],
        payout_mint=KEYS[2],
        account_sequence=7,
        quantity=quantity,
        price=price,
        reference=bytes(range(32)),
    )
    return TradeAnswer(request, 5, 1_030)


@given(quantity=U64, price=U64)
def test_write_and_read_a_message_gives_the_same(quantity: int, price: int) -> None:
    made = answer(quantity, price)
    assert TradeRequest.from_json(made.request.to_json()) == made.request
    assert TradeAnswer.from_json(made.to_json()) == made
    assert json.loads(made.to_json())["price"] == str(price)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"buyer": "Алматы"}, "buyer"),
        ({"quantity": "-1"}, "quantity"),
        ({"price": "01"}, "price"),
        ({"account_sequence": str(2**64)}, "account_sequence"),
        ({"reference": "00"}, "reference"),
        ({"type": "alatau:quote-request:v1"}, "type"),
        ({"fee": "0"}, "fee"),
        ({"mint": None}, "mint"),
    ],
)
def test_read_a_message_that_is_none_names_the_field(
    change: dict[str, str | None], field: str
) -> None:
    fields = json.loads(answer().request.to_json()) | change
    kept = {name: value for name, value in fields.items() if value is not None}
    with pytest.raises(QuoteInvalid) as caught:
        TradeRequest.from_json(json.dumps(kept, sort_keys=True, separators=(",", ":")))
    assert caught.value.field == field


def test_change_any_byte_of_a_signed_transaction_refuses_it() -> None:
    signed = sign_trade(answer(), SELLER, Hash.default())
    assert accept_trade(signed, BUYER).verify_with_results() == [True, True]
    # The first signature, of the buyer, is still to be made: its bytes do not matter.
    for at in [*range(1), *range(65, len(signed.transaction))]:
        raw = bytearray(signed.transaction)
        raw[at] ^= 1
        with pytest.raises(QuoteInvalid):
            accept_trade(replace(signed, transaction=bytes(raw)), BUYER)


def test_sign_or_accept_as_another_party_is_refused() -> None:
    with pytest.raises(QuoteInvalid, match="the request is to"):
        sign_trade(answer(), BUYER, Hash.default())
    signed = sign_trade(answer(), SELLER, Hash.default())
    with pytest.raises(QuoteInvalid, match="the trade is with"):
        accept_trade(signed, SELLER)
    with pytest.raises(QuoteInvalid, match="not the trade's"):
        accept_trade(replace(signed, expires_at=1_031), BUYER)


def test_check_an_answer_against_its_expiry_is_exact() -> None:
    answer().check_fresh(1_029)
    with pytest.raises(QuoteStale, match="expired 0 s ago"):
        answer().check_fresh(1_030)

"""Quotes as messages: one way to write them, and nothing else is read."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from solders.hash import Hash
from solders.keypair import Keypair

from alatau.errors import QuoteInvalid, QuoteStale
from alatau.quotes import Quote, QuoteRequest, accept_quote, sign_quote

PAYER, PROVIDER = (Keypair.from_seed(bytes([n]) * 32) for n in (1, 2))
KEYS = [Keypair.from_seed(bytes([n]) * 32).pubkey() for n in range(3, 7)]
U64 = st.integers(1, 2**64 - 1)


def quote(amount_in: int = 50_000, amount_out: int = 99, mid_out: int = 100) -> Quote:
    request = QuoteRequest(
        zone=KEYS[0],
        payer=PAYER.pubkey(),
        payee=KEYS[1],
        provider=PROVIDER.pubkey(),
        mint_in=KEYS[2],
        mint_out=KEYS[3],
        sequence=7,
        reference=bytes(range(32)),
        service=4,
        amount_in=amount_in,
        amount_out=0,
    )
    return Quote(request, amount_in, amount_out, mid_out, 1_000, 1_030)


@given(amount_in=U64, amount_out=U64, mid_out=U64)
def test_write_and_read_a_message_gives_the_same(
    amount_in: int, amount_out: int, mid_out: int
) -> None:
    made = quote(amount_in, amount_out, mid_out)
    assert QuoteRequest.from_json(made.request.to_json()) == made.request
    assert Quote.from_json(made.to_json()) == made
    assert json.loads(made.to_json())["mid_out"] == str(mid_out)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"zone": "Алматы"}, "zone"),
        ({"amount_in": "-1"}, "amount_in"),
        ({"amount_in": "01"}, "amount_in"),
        ({"sequence": str(2**64)}, "sequence"),
        ({"reference": "00"}, "reference"),
        ({"type": "alatau:quote:v2"}, "type"),
        ({"amount_out": "1"}, "amount_in"),
        ({"amount_in": "0"}, "amount_in"),
        ({"tip": "1"}, "tip"),
        ({"payee": None}, "payee"),
    ],
)
def test_read_a_message_that_is_none_names_the_field(
    change: dict[str, str | None], field: str
) -> None:
    fields = json.loads(quote().request.to_json()) | change
    kept = {name: value for name, value in fields.items() if value is not None}
    text = json.dumps(kept, sort_keys=True, separators=(",", ":"))
    with pytest.raises(QuoteInvalid) as caught:
        QuoteRequest.from_json(text)
    assert caught.value.field == field


@pytest.mark.parametrize("text", ["", "[]", "7", '{"type":7}', "{", '{"b":"1","a":"2"}'])
def test_read_what_is_no_canonical_object_is_refused(text: str) -> None:
    with pytest.raises(QuoteInvalid):
        Quote.from_json(text)


def test_change_any_byte_of_a_signed_transaction_refuses_it() -> None:
    signed = sign_quote(quote(), PROVIDER, Hash.default())
    assert accept_quote(signed, PAYER).verify_with_results() == [True, True]
    # The first signature, of the payer, is still to be made: its bytes do not matter.
    for at in [*range(1), *range(65, len(signed.transaction))]:
        raw = bytearray(signed.transaction)
        raw[at] ^= 1
        with pytest.raises(QuoteInvalid):
            accept_quote(replace(signed, transaction=bytes(raw)), PAYER)


def test_check_a_quote_against_spread_age_and_expiry_is_exact() -> None:
    made = quote(amount_out=990, mid_out=1_000)
    made.check(max_spread_bps=100)
    with pytest.raises(QuoteInvalid, match="over 99 bps"):
        made.check(max_spread_bps=99)
    with pytest.raises(QuoteInvalid, match="more than the 989"):
        replace(made, mid_out=989).check()
    made.check_fresh(1_029, max_age=29)
    with pytest.raises(QuoteStale, match="29 s old"):
        made.check_fresh(1_029, max_age=28)
    with pytest.raises(QuoteStale, match="expired 0 s ago"):
        made.check_fresh(1_030)

"""Proposals to replace a lost wallet: one way to write them, and nothing else is signed."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from solders.hash import Hash
from solders.keypair import Keypair

from alatau.errors import QuoteInvalid
from alatau.replacement_terms import ReplacementProposal, accept_replacement, sign_replacement

ISSUER, OPERATOR = (Keypair.from_seed(bytes([n]) * 32) for n in (1, 2))
KEYS = [Keypair.from_seed(bytes([n]) * 32).pubkey() for n in range(3, 7)]
PROPOSAL = ReplacementProposal(
    zone=KEYS[0],
    mint=KEYS[1],
    holder=KEYS[2],
    successor=KEYS[3],
    issuer=ISSUER.pubkey(),
    operator=OPERATOR.pubkey(),
    revision=7,
)


def test_write_and_read_a_proposal_gives_the_same() -> None:
    signed = sign_replacement(PROPOSAL, ISSUER, Hash.default())
    assert ReplacementProposal.from_json(signed.to_json()) == signed
    assert json.loads(signed.to_json())["revision"] == "7"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"holder": "Шымкент"}, "holder"),
        ({"revision": "-1"}, "revision"),
        ({"type": "alatau:trade-answer:v1"}, "type"),
        ({"units": "5"}, "units"),
        ({"successor": None}, "successor"),
    ],
)
def test_read_a_message_that_is_none_names_the_field(
    change: dict[str, str | None], field: str
) -> None:
    fields = json.loads(PROPOSAL.to_json()) | change
    kept = {name: value for name, value in fields.items() if value is not None}
    with pytest.raises(QuoteInvalid) as caught:
        ReplacementProposal.from_json(json.dumps(kept, sort_keys=True, separators=(",", ":")))
    assert caught.value.field == field


def test_change_any_byte_of_a_signed_transaction_refuses_it() -> None:
    signed = sign_replacement(PROPOSAL, ISSUER, Hash.default())
    assert accept_replacement(signed, OPERATOR).verify_with_results() == [True, True]
    # The first signature, of the operator, is still to be made: its bytes do not matter.
    for at in [*range(1), *range(65, len(signed.transaction))]:
        raw = bytearray(signed.transaction)
        raw[at] ^= 1
        with pytest.raises(QuoteInvalid):
            accept_replacement(replace(signed, transaction=bytes(raw)), OPERATOR)


def test_sign_or_accept_as_another_is_refused() -> None:
    with pytest.raises(QuoteInvalid, match="the proposal is of"):
        sign_replacement(PROPOSAL, OPERATOR, Hash.default())
    signed = sign_replacement(PROPOSAL, ISSUER, Hash.default())
    with pytest.raises(QuoteInvalid, match="the proposal is to"):
        accept_replacement(signed, ISSUER)
    with pytest.raises(QuoteInvalid, match="not the proposal's"):
        accept_replacement(replace(signed, successor=KEYS[0]), OPERATOR)

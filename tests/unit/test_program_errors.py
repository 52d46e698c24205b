"""Refusals: whose error it is, and what it is called."""

from __future__ import annotations

import json
from typing import Any

import pytest
from solders.pubkey import Pubkey

from alatau import program as p
from alatau.program.errors import ERRORS

OURS, OTHER = p.PROGRAM_ID, Pubkey.new_unique()
PAUSED = ERRORS.named("ZonePaused")


def error(inner: Any, index: int = 0) -> str:
    return json.dumps({"InstructionError": [index, inner]}, separators=(",", ":"))


def failing(*programs: Pubkey) -> list[str]:
    """Logs of programs each called by the one before, the last of which fails."""
    entered = [f"Program {key} invoke [{depth}]" for depth, key in enumerate(programs, 1)]
    left = [f"Program {key} failed: custom program error: 0x1" for key in reversed(programs)]
    return entered + left


def test_errors_are_those_of_the_idl_by_code_and_name() -> None:
    known = {entry["code"]: (entry["name"], entry["msg"]) for entry in p.idl()["errors"]}
    assert {code: (each.name, each.message) for code, each in ERRORS.items()} == known
    assert len(ERRORS) == len(known)
    assert ERRORS[PAUSED.code] is PAUSED
    with pytest.raises(KeyError):
        ERRORS.named("NoSuchError")


def test_refusal_of_our_own_code_is_the_idl_s() -> None:
    assert p.refusal(error({"Custom": PAUSED.code}), failing(OURS)) == PAUSED
    assert p.refusal(error({"Custom": PAUSED.code}), program=OURS) == PAUSED


def test_refusal_of_another_program_s_instruction_is_none() -> None:
    same = error({"Custom": PAUSED.code}, 1)
    assert p.refusal(same, failing(OTHER)) is None
    assert p.refusal(same, program=OTHER) is None
    landed = [f"Program {OURS} invoke [1]", f"Program {OURS} success"]
    assert p.refusal(same, landed + failing(OTHER)) is None
    assert p.refusal(same, failing(OTHER), program=OURS) is not None


def test_refusal_without_any_evidence_is_none() -> None:
    assert p.refusal(error({"Custom": PAUSED.code})) is None
    assert p.refusal(None) is None
    assert p.refusal('"BlockhashNotFound"', program=OURS) is None
    assert p.refusal('{"InsufficientFundsForRent":{"account_index":0}}', program=OURS) is None


@pytest.mark.parametrize(
    ("origin", "code", "name", "source"),
    [
        (p.TOKEN_PROGRAM, 1, "TokenInsufficientFunds", p.Source.TOKENS),
        (p.TOKEN_2022_PROGRAM, 17, "TokenAccountFrozen", p.Source.TOKENS),
        (p.TOKEN_PROGRAM, 6_004, "Custom6004", p.Source.TOKENS),
        (p.SYSTEM_PROGRAM, 1, "ResultWithNegativeLamports", p.Source.SYSTEM),
        (OTHER, 6_004, "Custom6004", p.Source.UNKNOWN),
    ],
)
def test_refusal_passed_on_from_a_called_program_is_that_program_s(
    origin: Pubkey, code: int, name: str, source: p.Source
) -> None:
    refused = p.refusal(error({"Custom": code}), failing(OURS, origin))
    assert refused is not None
    assert (refused.code, refused.name, refused.source) == (code, name, source)


def test_refusal_in_truncated_logs_does_not_guess_the_origin() -> None:
    logs = [f"Program {OURS} invoke [1]", "Log truncated", f"Program {OURS} failed: x"]
    refused = p.refusal(error({"Custom": 1}), logs)
    assert refused is not None
    assert refused.source is p.Source.UNKNOWN
    assert p.refusal(error({"Custom": PAUSED.code}), logs) == PAUSED


def test_refusal_by_anchor_has_its_name() -> None:
    refused = p.refusal(error({"Custom": 2_012}), failing(OURS))
    assert refused is not None
    assert refused.name == "ConstraintAddress"
    assert refused.source is p.Source.ANCHOR


@pytest.mark.parametrize(
    ("inner", "name", "message"),
    [
        ("MissingRequiredSignature", "MissingRequiredSignature", "signature"),
        ("IllegalOwner", "IllegalOwner", "another program"),
        ({"BorshIoError": "x"}, "BorshIoError", "Borsh io error"),
        ("ExecutableAccountNotRentExempt", "ExecutableAccountNotRentExempt", "not rent exempt"),
    ],
)
def test_refusal_by_the_runtime_has_its_name(inner: Any, name: str, message: str) -> None:
    refused = p.refusal(error(inner), failing(OURS))
    assert refused is not None
    assert (refused.code, refused.name, refused.source) == (0, name, p.Source.RUNTIME)
    assert message in refused.message

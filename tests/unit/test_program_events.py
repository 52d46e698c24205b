"""Events from logs: only this program's own, and nothing of what did not happen."""

from __future__ import annotations

import timeit
from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from solders.pubkey import Pubkey

from alatau import program as p
from alatau.program.codec import type_layout
from alatau.program.coding import discriminator

OURS = str(p.PROGRAM_ID)
OTHER = str(Pubkey.new_unique())
TOKEN = str(p.TOKEN_PROGRAM)
KEYS = [Pubkey.new_unique() for _ in range(2)]
PAUSED = p.Paused(zone=KEYS[0], authority=KEYS[1], scopes=3, revision=4)


def raw(event: p.Paused = PAUSED) -> bytes:
    values = [event.zone, event.authority, event.scopes, event.revision]
    return discriminator("events", "Paused") + type_layout("Paused").write(values)


def logged(data: bytes) -> str:
    return "Program data: " + b64encode(data).decode()


def enter(program: str = OURS, depth: int = 1) -> str:
    return f"Program {program} invoke [{depth}]"


def leave(program: str = OURS) -> list[str]:
    return [f"Program {program} consumed 900 of 200000 compute units", f"Program {program} success"]


def test_read_events_of_this_program_gives_them_in_order() -> None:
    second = p.Paused(KEYS[1], KEYS[0], 0, 5)
    logs = [enter(), logged(raw()), *leave(), enter(), logged(raw(second)), *leave()]
    assert p.read_events(logs) == p.EventLog((PAUSED, second), truncated=False)


def test_read_events_forged_by_another_program_gives_none() -> None:
    logs = [enter(OTHER), logged(raw()), *leave(OTHER), logged(raw())]
    assert p.read_events(logs).events == ()


def test_read_events_forged_in_a_program_that_this_one_calls_gives_only_its_own() -> None:
    logs = [enter(), enter(TOKEN, 2), logged(raw()), *leave(TOKEN), logged(raw()), *leave()]
    assert p.read_events(logs).events == (PAUSED,)


def test_read_events_of_this_program_called_by_another_gives_them() -> None:
    logs = [enter(OTHER), logged(raw()), enter(OURS, 2), logged(raw()), *leave(), *leave(OTHER)]
    assert p.read_events(logs).events == (PAUSED,)


@pytest.mark.parametrize(
    "line",
    [
        f"Program log: Program {OURS} invoke [1]",
        f"Program log: x\nProgram {OURS} invoke [1]",
        f"Program {OURS} invoke [1] ",
        f"Program {OURS} invoke [1]\nx",
        f"Program return: {OURS} AAAA",
    ],
)
def test_read_events_after_a_line_that_imitates_the_runtime_gives_none(line: str) -> None:
    assert p.read_events([enter(OTHER), line, logged(raw()), *leave(OTHER)]).events == ()


@pytest.mark.parametrize(
    "leaving", [f"Program log: Program {OURS} success", f"Program {OTHER} success"]
)
def test_read_events_after_another_s_end_keeps_reading_ours(leaving: str) -> None:
    assert p.read_events([enter(), leaving, logged(raw()), *leave()]).events == (PAUSED,)


def test_read_events_of_a_failed_transaction_gives_none() -> None:
    logs = [enter(), logged(raw()), *leave(), enter(), f"Program {OURS} failed: custom error"]
    assert p.read_events(logs) == p.EventLog((), truncated=False)


def test_read_events_of_truncated_logs_says_so_and_stops() -> None:
    logs = [enter(), logged(raw()), "Log truncated", logged(raw())]
    assert p.read_events(logs) == p.EventLog((PAUSED,), truncated=True)
    said = [enter(), "Program log: Log truncated", logged(raw()), *leave()]
    assert p.read_events(said) == p.EventLog((PAUSED,), truncated=False)


@pytest.mark.parametrize(
    "line",
    [
        logged(b"\0" * 8 + raw()[8:]),
        logged(raw()[:-1]),
        logged(raw() + b"\0"),
        "Program data: ",
        "Program data: " + b64encode(raw()).decode() + " AAAA",
        "Program data: *" + b64encode(raw()).decode(),
        "Program data: " + b64encode(raw()).decode().rstrip("=")[:-1],
        "Program data: Ж",
    ],
)
def test_read_events_of_data_that_is_no_event_counts_it(line: str) -> None:
    assert p.read_events([enter(), line, *leave()]) == p.EventLog((), truncated=False, unknown=1)


@given(logs=st.lists(st.one_of(st.text(), st.sampled_from([enter(), *leave(), logged(raw())]))))
def test_read_events_of_any_lines_raises_nothing(logs: list[str]) -> None:
    log = p.read_events(logs)
    assert set(log.events) <= {PAUSED}


def test_every_event_of_the_idl_has_a_type_with_its_fields() -> None:
    for entry in p.idl()["events"]:
        kind = getattr(p, entry["name"])
        names = ["asset_class" if n == "class" else n for n in type_layout(entry["name"]).names]
        assert list(kind.__slots__) == names
        data = bytes(entry["discriminator"]) + bytes(type_layout(entry["name"]).size)
        assert isinstance(p.decode_event(data), kind)


def test_decode_an_event_takes_less_than_15_microseconds() -> None:
    data = discriminator("events", "Paid") + bytes(type_layout("Paid").size)
    p.decode_event(data)
    assert min(timeit.repeat(lambda: p.decode_event(data), number=500, repeat=5)) / 500 < 15e-6

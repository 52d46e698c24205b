"""How values of the chain are shown."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, get_args

import pytest
from solders.pubkey import Pubkey

from alatau.amounts import U64_MAX
from alatau.cli.event_view import event_view
from alatau.cli.output import pairs, printable, table
from alatau.cli.view import moment, view
from alatau.program import (
    Account,
    Caps,
    Event,
    Freeze,
    Licence,
    LicenceStatus,
    Paid,
    Participant,
    Role,
    Scope,
    Succession,
    Zone,
)

KEY = Pubkey.new_unique()
NO_LICENCE = Licence(0, 0, LicenceStatus.NONE, 0, bytes(32))


def test_view_paid_event_shows_amounts_as_decimals_and_times_as_iso() -> None:
    event = Paid(KEY, KEY, bytes(32), 7, 12_50, 6, 38, 1, 1_798_743_600, *[0] * 7)
    shown = event_view(event, 2)
    assert shown["name"] == "Paid"
    assert (shown["amount"], shown["fee"], shown["tax"]) == ("12.50", "0.06", "0.38")
    assert shown["service"] == "clinic"
    assert shown["deliver_by"] == "2026-12-31T19:00:00Z"
    assert shown["reference"] == "00" * 32
    assert shown["sequence"] == 7
    assert shown["payer_account"] == str(KEY)


def test_view_participant_names_roles_and_leaves_empty_licence_slots_out() -> None:
    licence = Licence(0b10010, 0b1, LicenceStatus.SUSPENDED, 1_798_743_600, b"\1" * 32)
    role = Role.MERCHANT | Role.INVESTOR
    frozen = Freeze(1_798_743_600, b"A-17".ljust(16, b"\0"), 3)
    slots = (NO_LICENCE, licence), (frozen, Freeze(0, bytes(16), 0))
    terms = 2, 255, 2, 3, role, 4, KEY, KEY, KEY, 0, "KZ", 500, 86_400
    who = Participant(*terms, *slots, 0, (1, 0), 0, 0, 250_000_000, 0)
    shown = view(who)
    assert shown["roles"] == ["merchant", "investor"]
    assert shown["verified_until"] is None
    assert shown["reserve_window"] == "24h"
    assert shown["wallet_day_share"] == "25.000 %"
    assert shown["freezes"] == {
        "central_bank": {"until": "2026-12-31T19:00:00Z", "case": "A-17", "basis": 3}
    }
    assert shown["licences"] == {
        "financial_authority": {
            "activities": ["clinic", "shops"],
            "asset_classes": ["national"],
            "status": "suspended",
            "expires_at": "2026-12-31T19:00:00Z",
            "credential": "01" * 32,
        }
    }


def test_view_zone_shows_who_holds_what_paused_and_its_clock() -> None:
    paused = (Scope.NONE, Scope.PAYMENTS | Scope.OPENING, Scope.NONE)
    nobody = Succession(Pubkey.default(), 0)
    seats = (nobody, Succession(KEY, 1_798_743_600), nobody, nobody)
    spans = (604_800, 1_209_600, 7_776_000)
    keys = KEY, (KEY, KEY), KEY
    clock = 68_400, 1, 259_200, 5400
    zone = Zone(2, 255, paused, 3, "Алатау", *keys, *clock, Pubkey.default(), seats, 0, *spans)
    shown = view(zone)
    assert shown["paused"] == {"central_bank": ["payments", "opening"]}
    assert shown["utc_offset"] == "-05:00"
    assert (shown["settle_window"], shown["deliver_within"]) == ("72h", "5400s")
    assert shown["arbiter"] is None
    assert shown["successions"] == {
        "first_regulator": {"successor": str(KEY), "ready_at": "2026-12-31T19:00:00Z"}
    }


def test_view_caps_shows_no_limit_as_none() -> None:
    assert view(Caps(100, U64_MAX, 0), 2) == {
        "per_payment": "1.00",
        "per_day": "none",
        "per_month": "0.00",
    }


@pytest.mark.parametrize("kind", [*get_args(Event), *get_args(Account)])
def test_view_every_kind_shows_no_bare_time_or_amount(kind: type) -> None:
    """A field that a new version of the program brings has to be told here what it is."""
    plain = {"basis", "sequence", "revision", "decimals", "tier", "tax_category", "lane", "reason"}
    plain |= {"rate_bps", "fee_bps_before", "tier_before", "tax_category_before"}
    plain |= {"lamports", "open_payments", "fee_bps", "reserve_bps", "tax_bps"}
    plain |= {"holders", "reserved", "suspended", "shares", "per_units"}
    plain |= {"offerings", "open_offerings", "open_offers"}
    plain |= {"subscriptions", "unconfirmed"}
    plain |= {"grants", "index", "count", "next", "number", "wallet_sequence"}
    plain |= {"account_sequence"}
    hidden = {"version", "bump", "window", "day", "month", "wallet_day", "wallet_month"}
    hidden |= {"index_low", "index_high", "entitled_low", "entitled_high"}
    integers = [field.name for field in fields(kind) if field.type in {"int", int}]
    # 2**31: as a time it is in 2038, as an amount it has decimals, as bits it has names.
    shown = view_of(dict.fromkeys(integers, 2**31))
    for name in integers:
        if name.endswith("revision") or name in plain | hidden:
            continue
        assert not isinstance(shown[name], int), f"{kind.__name__}.{name}"


def view_of(values: dict[str, int]) -> dict[str, object]:
    from dataclasses import make_dataclass

    made = make_dataclass("Made", list(values))
    return view(made(**values), 2)


def test_moment_beyond_the_calendar_is_none() -> None:
    assert moment(0) is None
    assert moment(U64_MAX) == "none"


def test_pairs_align_names_and_indent_tables() -> None:
    data = {"name": "Алатау", "utc_offset": "+05:00", "paused": {}, "assets": [{"mint": "M"}]}
    assert pairs(data).splitlines() == [
        "name        Алатау",
        "utc offset  +05:00",
        "paused      -",
        "assets",
        "  mint  M",
    ]


def test_table_never_cuts_and_says_when_it_is_empty() -> None:
    rows: list[dict[str, Any]] = [
        {"wallet": "W" * 44, "held": "0.00"},
        {"wallet": "V", "held": None},
    ]
    assert table(rows, "none").splitlines() == [
        "wallet" + " " * 38 + "  held",
        "W" * 44 + "  0.00",
        "V" + " " * 43 + "  -",
    ]
    assert table([], "no accounts") == "no accounts"


def test_printable_of_terminal_commands_shows_them_harmless() -> None:
    assert printable("Алатау\x1b[2J\u202e") == "Алатау\\x1b[2J\\u202e"
    assert "\x1b" not in pairs({"name": "\x1b]0;"})

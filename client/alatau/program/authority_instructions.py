"""Builders of what changes a zone's authorities and its end, and of migration."""

from __future__ import annotations

from solders.instruction import Instruction
from solders.pubkey import Pubkey

from alatau.program.addresses import participant_address
from alatau.program.building import build

NOBODY = Pubkey.default()


def propose_authority(
    *, incumbent: Pubkey, zone: Pubkey, seat: int, successor: Pubkey
) -> Instruction:
    """The holder of a `Seat` (of the treasury's: the operator) names who follows; it signs."""
    return build(
        "propose_authority",
        {"incumbent": incumbent, "zone": zone},
        {"seat": seat, "successor": successor},
    )


def replace_authority(
    *, first: Pubkey, second: Pubkey, zone: Pubkey, seat: int, successor: Pubkey
) -> Instruction:
    """The two other authorities name who follows in a `Seat`; both sign.

    In the order of the seats: the operator, or the first regulator, is `first`.
    """
    return build(
        "replace_authority",
        {"first": first, "second": second, "zone": zone},
        {"seat": seat, "successor": successor},
    )


def accept_authority(*, successor: Pubkey, zone: Pubkey, seat: int) -> Instruction:
    """The successor takes the `Seat`; it signs."""
    return build(
        "accept_authority",
        {
            "successor": successor,
            "zone": zone,
            "participant": participant_address(zone, successor),
        },
        {"seat": seat},
    )


def cancel_succession(*, authority: Pubkey, zone: Pubkey, seat: int) -> Instruction:
    """Takes a proposal back, or vetoes it; the authority signs."""
    return build("cancel_succession", {"authority": authority, "zone": zone}, {"seat": seat})


def stop_withdrawals(
    *, first_regulator: Pubkey, second_regulator: Pubkey, zone: Pubkey, until: int
) -> Instruction:
    """Both regulators, who sign, stop withdrawals until a time; 0 allows them again."""
    return build(
        "stop_withdrawals",
        {"first_regulator": first_regulator, "second_regulator": second_regulator, "zone": zone},
        {"until": until},
    )


def wind_down(
    *, first_regulator: Pubkey, second_regulator: Pubkey, zone: Pubkey, ends_at: int
) -> Instruction:
    """Both regulators, who sign, bring the zone's end forward; a past time means now."""
    return build(
        "wind_down",
        {"first_regulator": first_regulator, "second_regulator": second_regulator, "zone": zone},
        {"ends_at": ends_at},
    )


def extend_zone(
    *,
    operator: Pubkey,
    first_regulator: Pubkey,
    second_regulator: Pubkey,
    zone: Pubkey,
    ends_at: int,
) -> Instruction:
    """Operator and both regulators, who sign, put off the end of a zone that has not ended."""
    return build(
        "extend_zone",
        {
            "operator": operator,
            "first_regulator": first_regulator,
            "second_regulator": second_regulator,
            "zone": zone,
        },
        {"ends_at": ends_at},
    )


def close_account(*, zone: Pubkey, account: Pubkey, rent_payer: Pubkey) -> Instruction:
    """Closes an empty payment account after the zone's end.  Nobody need sign."""
    return build("close_account", {"zone": zone, "rent_payer": rent_payer, "account": account})


def migrate(
    *, payer: Pubkey, account: Pubkey, zone: Pubkey = NOBODY, asset: Pubkey = NOBODY
) -> Instruction:
    """Brings an account of an earlier version to this one's layout; `payer`, of rent, signs.

    A payment account needs its zone and its asset, migrated before it; others neither.
    """
    return build("migrate", {"payer": payer, "zone": zone, "asset": asset, "account": account})

"""What comparable instructions of two public programs cost: figures on record.

Nothing here is measured when the page is written; docs/bench-program.md says how the bench
measures them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

COMMERCE: Final = "commerce"
ESCROW: Final = "escrow"


@dataclass(frozen=True, slots=True)
class PeerUnits:
    """An instruction of a peer, the one of ours that does its work, and its compute units.

    `published` is its authors' own figure (commerce: mean of program/profiling_report.md;
    escrow: average of docs/CU_BENCHMARKS.md); `median` and `median_p_token` were measured
    on LiteSVM with the old and the new token program, keys as they came; `least` is the
    mean of a thousand purchases where no fixed address misses a bump.
    """

    ours: str
    program: str
    instruction: str
    published: int
    median: int | None = None
    median_p_token: int | None = None
    least: int | None = None


PEER_UNITS: Final = (
    PeerUnits("pay_held", COMMERCE, "make", 28_766, 29_389, 24_653, 24_755),
    PeerUnits("pay_held", ESCROW, "deposit", 26_670, least=22_132),
    PeerUnits("settle", COMMERCE, "clear", 40_851, 35_738, 26_438, 28_920),
    PeerUnits("settle", ESCROW, "withdraw", 23_462, least=17_306),
    PeerUnits("refund", COMMERCE, "refund", 29_157, 25_506, 20_829, 20_556),
    PeerUnits("refund", ESCROW, "withdraw", 23_462, least=17_306),
    PeerUnits("close_payment", COMMERCE, "close", 18_384, 13_925, 13_925, 10_872),
    PeerUnits("register_participant", COMMERCE, "initialize merchant", 6_865),
    PeerUnits("list_asset", COMMERCE, "initialize config", 8_562),
    PeerUnits("create_zone", ESCROW, "create", 5_914),
)


def beside_peers(typical: Mapping[str, int]) -> list[str]:
    """The section of the page, by our instructions' typical compute units."""
    lines = [
        "## Beside programs of the same purpose",
        "",
        "The commerce program of `solana-foundation/commerce-kit` and the escrow program of",
        "`solana-program/escrow`, whole transactions with the token transfers in them.",
        "*Published* is their authors' own mean; *median* and *p-token* were measured on",
        "LiteSVM with the old and the new token program; *least* is the mean of a thousand",
        "purchases whose fixed addresses miss no bump, on the embedded chain.  These figures",
        "are on record; [the bench](bench-program.md) measures both sides in one run, with",
        "what moves tokens into and out of the zone's ledger.",
        "",
        "| here | typical | there | published | median | p-token | least |",
        "|---|---:|---|---:|---:|---:|---:|",
    ]
    for peer in PEER_UNITS:
        units = typical.get(peer.ours)
        if units is not None:
            found = (peer.published, peer.median, peer.median_p_token, peer.least)
            cells = " | ".join("" if each is None else f"{each:,}" for each in found)
            there = f"{peer.program} `{peer.instruction}`"
            lines.append(f"| `{peer.ours}` | {units:,} | {there} | {cells} |")
    return [*lines, ""]

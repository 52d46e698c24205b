"""From what the user writes after ``--url`` to an open chain."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from solders.pubkey import Pubkey

from alatau.chain.base import Chain
from alatau.errors import InputError

CLUSTERS = {
    "localnet": "http://127.0.0.1:8899",
    "devnet": "https://api.devnet.solana.com",
    "testnet": "https://api.testnet.solana.com",
    "mainnet": "https://api.mainnet-beta.solana.com",
}


async def open_chain(
    url: str,
    *,
    program_id: Pubkey,
    program_bytes_path: Path,
    state: Path | None,
    start_time: int | None = None,
) -> Chain:
    """Open ``embedded``, a cluster by name (`CLUSTERS`), or one at an http(s) URL.

    Several nodes of one cluster are separated by commas: when one fails another is asked.
    The embedded chain runs the program in `program_bytes_path` and is kept in `state`
    (None: in memory), a new one beginning at `start_time`; a cluster must already run it.
    Raises `InputError` for anything else, and what `EmbeddedChain.open` and `RpcChain.open` raise.
    """
    # Imported here: each backend brings a library that the other does not need.
    if url == "embedded":
        from alatau.chain.embedded import EmbeddedChain  # noqa: PLC0415

        programs = {program_id: program_bytes_path}
        return await EmbeddedChain.open(state, programs=programs, start_time=start_time)
    from alatau.chain.rpc import RpcChain  # noqa: PLC0415

    return await RpcChain.open(cluster_url(url), program=program_id)


def cluster_url(url: str) -> str:
    """The http(s) URL of a cluster's name or URL; of several, separated by commas, theirs.

    Raises `InputError`.
    """
    return ",".join(_node_url(each.strip(), url) for each in url.split(","))


def _node_url(url: str, given: str) -> str:
    if url in CLUSTERS:
        return CLUSTERS[url]
    try:
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname)
        _ = parts.port  # a port that is no number is found only here
    except ValueError:
        usable = False
    if not usable:
        names = ", ".join(["embedded", *CLUSTERS])
        raise InputError(
            f"{given!r} is no chain", field="--url", remedy=f"one of {names}, http://…"
        )
    return url

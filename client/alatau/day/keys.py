"""The wallets' keys of a day: derived from a seed, or read from keypair files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from solders.keypair import Keypair

from alatau.keypairs import read_keypair


def derive_keypair(seed: str, name: str) -> Keypair:
    """A wallet's key from a day's seed: whoever has the seed has the key.

    For sandboxes only: the caller refuses it on any chain but its own.
    """
    digest = hashlib.sha256(b"alatau:key:" + seed.encode() + b":" + name.encode()).digest()
    return Keypair.from_seed(digest)


def derive_keypairs(seed: str, names: Iterable[str]) -> Mapping[str, Keypair]:
    """The key of each wallet from a day's seed."""
    return {name: derive_keypair(seed, name) for name in names}


def load_keypairs(folder: Path | str, names: Iterable[str]) -> Mapping[str, Keypair]:
    """The key of each wallet from `folder/NAME.json`, in Solana's keypair format.

    Raises `KeyFileError` that names the first file that is missing or is none.
    """
    return {name: read_keypair(Path(folder) / f"{name}.json") for name in names}

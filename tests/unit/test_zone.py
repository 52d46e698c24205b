"""Opening a zone as a developer does."""

from __future__ import annotations

from pathlib import Path

import pytest
from solders.keypair import Keypair

from alatau import Zone
from alatau.chain.embedded import EmbeddedChain
from alatau.errors import InputError, WrongChain
from alatau.program import PROGRAM_ID, program_path
from alatau.sender import Journal
from alatau.testing import FreshZone
from alatau.zone import journal_path


async def found_zone(home: Path) -> tuple[str, str, int]:
    """Found a zone on the embedded chain in `home`: its name, the genesis, its end."""
    programs = {PROGRAM_ID: program_path()}
    async with (
        await EmbeddedChain.open(home / "embedded.sqlite", programs=programs) as chain,
        FreshZone.found(chain) as zone,
    ):
        return zone.name, await chain.genesis_hash(), (await zone.state()).ends_at


async def test_open_without_a_name_finds_the_only_zone(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no zone is on embedded"):
        async with Zone.open("embedded", keypair=Keypair(), home=tmp_path):
            pass
    name, _, ends_at = await found_zone(tmp_path)
    async with Zone.open("embedded", keypair=Keypair(), home=tmp_path) as zone:
        assert zone.name == name
        assert (await zone.state()).ends_at == ends_at


async def test_open_without_a_name_among_several_names_them(tmp_path: Path) -> None:
    names = [(await found_zone(tmp_path))[0] for _ in range(2)]
    with pytest.raises(InputError, match="2 zones are on embedded") as caught:
        async with Zone.open("embedded", keypair=Keypair(), home=tmp_path):
            pass
    assert all(name in caught.value.remedy for name in names)
    async with Zone.open("embedded", name=names[1], keypair=Keypair(), home=tmp_path) as zone:
        assert zone.name == names[1]


async def test_open_with_the_journal_of_another_chain_is_refused(tmp_path: Path) -> None:
    name, genesis, _ = await found_zone(tmp_path)
    path = journal_path(tmp_path, genesis, name)
    Journal.open(path, genesis="another", zone=name).close()
    with pytest.raises(WrongChain, match="journal of another genesis"):
        async with Zone.open("embedded", keypair=Keypair(), home=tmp_path):
            pass

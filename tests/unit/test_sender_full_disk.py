"""Paying while the disk with the journal is full, and going on once there is room again."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

PAYING = """
import asyncio, json, resource, sys
from pathlib import Path
from alatau.chain.embedded import EmbeddedChain
from alatau.errors import AlatauError
from alatau.pay import PaymentOrder
from alatau.program import PROGRAM_ID, Service, account_address, program_path
from alatau.testing import FaultPlan, FaultyChain, FreshZone, Wallets
from alatau.zone import Zone

HOME = Path(sys.argv[1])

def room(size):
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

async def main():
    async with (
        await EmbeddedChain.open(None, programs={PROGRAM_ID: program_path()}) as chain,
        FreshZone.found(chain) as zone,
    ):
        wallets = Wallets(zone)
        payer = await wallets.resident("Айгүл Сәрсенова", tenge=50_000_00)
        payee = (await wallets.merchant("«Нан» наубайханасы")).pubkey()
        mint = zone.tenge.mint
        account = account_address(zone.address, payer.pubkey(), mint)
        orders = [
            PaymentOrder(payee, mint, 1_00 + number, Service.SHOPS, key=f"нан:{number}")
            for number in range(40)
        ]
        # Whatever takes time falls between what is prepared and what is signed.
        line = FaultyChain(chain, seed=7, plan=FaultPlan(latency_seconds=0.001))
        before = len(await chain.history(account, limit=1_000))
        told = {"errors": [], "paid": 0}
        for enough in (False, True):
            async with Zone.over(line, name=zone.name, keypair=payer, home=HOME) as paying:
                await paying.sender.journal.settled()
                size = max(each.stat().st_size for each in HOME.iterdir())
                room(resource.RLIM_INFINITY if enough else size + 60_000)
                for order in orders:
                    try:
                        await paying.pay(
                            payee=order.payee, mint=mint, amount=order.amount,
                            service=order.service, key=order.key,
                        )
                    except AlatauError as error:
                        told["errors"].append((enough, type(error).__name__, str(error)))
                told["file"] = str(paying.sender.journal.path)
            room(resource.RLIM_INFINITY)
            async with Zone.over(chain, name=zone.name, keypair=payer, home=HOME) as reading:
                journal = reading.sender.journal
                signed = {a.signature for o in orders for a in journal.attempts(o.key)}
                assert journal.verify() == []
            landed = (await chain.history(account, limit=1_000))[:-before or None]
            told.setdefault("landed", []).append(len(landed))
            told.setdefault("unjournalled", []).extend(
                str(each.signature) for each in landed if str(each.signature) not in signed
            )
        told["paid"] = (await zone.account(payer.pubkey(), mint)).paid
    print(json.dumps(told))

asyncio.run(main())
"""


def test_pay_on_a_full_disk_sends_nothing_unjournalled_and_goes_on_later(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PAYING, str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["errors"]
    for enough, kind, message in told["errors"]:
        assert (enough, kind) == (False, "StorageError"), message
        assert f"the journal {told['file']} cannot be written" in message
        assert "make room on the disk" in message
    assert 0 < told["landed"][0] < 40
    assert told["landed"][1] == 40
    assert told["unjournalled"] == []
    assert told["paid"] == sum(1_00 + number for number in range(40))

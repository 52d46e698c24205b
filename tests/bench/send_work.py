"""What every contestant of `make bench-send` does: whose payments, and how they are timed."""

from __future__ import annotations

import random
import resource
import secrets
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol

from solders.hash import Hash
from solders.message import MessageV0, to_bytes_versioned
from solders.pubkey import Pubkey
from solders.transaction import VersionedTransaction

from alatau.program import Service, account_address, zone_address
from alatau.program import instructions as build
from alatau.testing.living import world_key

SEED: Final = 20_261_102
LEAST, MOST = 1_00, 500_00
"""Base units of a payment."""


@dataclass(frozen=True, slots=True)
class Market:
    """A zone by its name, the mint of its tenge, and how many pay and sell there.

    All keys follow from these, so that another process need not be told them.
    """

    name: str
    mint: str
    payers: int
    merchants: int


@dataclass(frozen=True, slots=True)
class Payment:
    """A payment of a run: who (places among the people), how much, and which sequence it uses."""

    number: int
    payer: int
    merchant: int
    sequence: int
    amount: int


class People:
    """A market's keys and addresses."""

    def __init__(self, market: Market) -> None:
        self.zone = zone_address(market.name)
        self.mint = Pubkey.from_string(market.mint)
        self.payers = [world_key(market.name, f"төлеуші {n}") for n in range(market.payers)]
        self.wallets = [key.pubkey() for key in self.payers]
        self.merchants = [
            world_key(market.name, f"дүкен {n}").pubkey() for n in range(market.merchants)
        ]

    def accounts(self) -> list[Pubkey]:
        """The payers' payment accounts."""
        return [account_address(self.zone, wallet, self.mint) for wallet in self.wallets]


def payments(market: Market, count: int, run: int) -> list[Payment]:
    """So many payments, the payers in turn.  The same ones for the same run.

    Their sequences are those that are free after the runs before, of as many.  Raises
    `ValueError` where not all payers would pay equally often.
    """
    each, rest = divmod(count, market.payers)
    if rest:
        raise ValueError(f"{count} payments are not the same number for {market.payers} payers")
    dice = random.Random(SEED + run)
    return [
        Payment(
            number=number,
            payer=number % market.payers,
            merchant=dice.randrange(market.merchants),
            sequence=run * each + number // market.payers + 1,
            amount=dice.randrange(LEAST, MOST),
        )
        for number in range(count)
    ]


def signed(people: People, payment: Payment, recent: Hash) -> VersionedTransaction:
    """The payment's transaction, with a random reference as a salted one is.

    `VersionedTransaction(message, [key])` does the same in more than twice the time: it
    derives the key's address and verifies what it has signed.
    """
    payer, wallet = people.payers[payment.payer], people.wallets[payment.payer]
    pay = build.pay(
        wallet=wallet,
        payee=people.merchants[payment.merchant],
        zone=people.zone,
        mint=people.mint,
        sequence=payment.sequence,
        amount=payment.amount,
        reference=secrets.token_bytes(32),
        service=Service.SHOPS,
    )
    message = MessageV0.try_compile(wallet, [pay], [], recent)
    signature = payer.sign_message(to_bytes_versioned(message))
    return VersionedTransaction.populate(message, [signature])


@dataclass(slots=True)
class Stopwatch:
    """Times one run: the whole from `running`, and each payment from `sent` to `landed`."""

    began: float = 0.0
    ended: float = 0.0
    cpu_seconds: float = 0.0
    _sent: dict[int, float] = field(default_factory=dict)
    _took: dict[int, float] = field(default_factory=dict)

    @contextmanager
    def running(self) -> Iterator[None]:
        """What is measured."""
        cpu, self.began = cpu_seconds(), time.monotonic()
        yield
        self.cpu_seconds = cpu_seconds() - cpu

    def sent(self, number: int) -> None:
        """Work on this payment begins."""
        self._sent[number] = time.monotonic()

    def landed(self, number: int) -> None:
        """This payment is confirmed.  Raises `RuntimeError` for one that was before."""
        if number in self._took:
            raise RuntimeError(f"payment {number} was confirmed twice")
        self.ended = time.monotonic()
        self._took[number] = self.ended - self._sent[number]

    @property
    def sending_seconds(self) -> float:
        """From the beginning until work on the last payment began."""
        return max(self._sent.values(), default=self.began) - self.began

    def result(self) -> Result:
        """What was measured so far."""
        took = sorted(self._took.values())
        return Result(self.ended - self.began, self.cpu_seconds, peak_bytes(), tuple(took))


@dataclass(frozen=True, slots=True)
class Result:
    """A run: wall and CPU seconds, the process's peak memory, each payment's seconds (sorted)."""

    seconds: float
    cpu_seconds: float
    peak_bytes: int
    took: tuple[float, ...]

    def quantile(self, part: float) -> float:
        """The seconds within which this part of the payments was confirmed."""
        return self.took[min(int(len(self.took) * part), len(self.took) - 1)]


class Contestant(Protocol):
    """A way to make payments: gets ready, and does all within `stopwatch.running()`."""

    async def __call__(
        self, url: str, market: Market, work: Sequence[Payment], stopwatch: Stopwatch
    ) -> None:
        """Return once every payment is confirmed, each timed."""
        ...


def cpu_seconds() -> float:
    """What this process has computed, in itself and in the kernel."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def peak_bytes() -> int:
    """The most memory that this process has had."""
    status = Path("/proc/self/status")
    if status.exists():  # getrusage's begins with that of the process that started this one
        for line in status.read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1_024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

"""Virtual machines that were used before: to make one takes longer than most tests.

LiteSVM takes some 30 ms to begin, and a large program as long again to be verified; to wipe
what a chain in memory has left takes a millisecond.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from solders.account import Account
from solders.litesvm import LiteSVM
from solders.pubkey import Pubkey
from solders.rent import Rent

from alatau.chain import bank_rules as rules

Programs = Mapping[Pubkey, bytes]

GONE = Account(0, b"", rules.SYSTEM_PROGRAM)
"""What stands where no account is."""


def new_machine(programs: Programs) -> LiteSVM:
    """A machine with these programs, which leaves signatures and blockhashes to the bank."""
    svm = LiteSVM().with_blockhash_check(check=False).with_sigverify(sigverify=False)
    svm = svm.with_transaction_history(0)
    svm.set_rent(Rent(rules.LAMPORTS_PER_BYTE, 1.0, 50))
    for address, elf in programs.items():
        svm.add_program(address, elf)
    return svm


class Machines:
    """Keeps what chains are done with for the next ones that run the same programs.

    For `EmbeddedChain.open`, as often as one likes, within one thread.  No machine is given to
    two chains at a time, and none that had another program, or a changed one, is given again.
    """

    def __init__(self) -> None:
        self._idle: dict[frozenset[tuple[Pubkey, bytes]], list[LiteSVM]] = {}

    def take(self, programs: Programs) -> LiteSVM:
        """A machine with these programs and no account but theirs and the runtime's own."""
        idle = self._idle.get(frozenset(programs.items()))
        return idle.pop() if idle else new_machine(programs)

    def give(self, programs: Programs, machine: LiteSVM, accounts: Iterable[Pubkey]) -> None:
        """Take back a machine on which nothing but these accounts is left."""
        for address in accounts:
            machine.set_account(address, GONE)
        self._idle.setdefault(frozenset(programs.items()), []).append(machine)

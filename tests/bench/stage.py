"""Where a system works: an embedded chain, a token with its holders, and what all of it costs.

A transaction that fails ends the bench: nothing that was refused is ever counted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Final

from solders.instruction import Instruction
from solders.keypair import Keypair
from solders.message import Message
from solders.pubkey import Pubkey
from solders.transaction import VersionedTransaction
from tests.bench.work import Purchase, Sums

from alatau.chain.embedded import EmbeddedChain
from alatau.program import TOKEN_PROGRAM, token_account_address
from alatau.testing.living import world_key
from alatau.tokens import MINT_BYTES, create_mint, create_token_account, mint_to, token_amount

START: Final = 1_793_599_200
"""2026-11-02 11:00 in the zone, unix seconds; the clock stands except where it is set."""
DECIMALS: Final = 2

LAMPORTS: Final = 100 * 10**9
"""What every wallet of the crowd begins with."""
_MINT_LAMPORTS = (128 + MINT_BYTES) * 6_960
_HOUR = 3_600
_SEED = "bench"


@dataclass(slots=True)
class Tally:
    """What the transactions of one kind cost together."""

    transactions: int = 0
    compute_units: int = 0
    wire_bytes: int = 0
    signatures: int = 0
    fee_lamports: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.transactions + other.transactions,
            self.compute_units + other.compute_units,
            self.wire_bytes + other.wire_bytes,
            self.signatures + other.signatures,
            self.fee_lamports + other.fee_lamports,
        )


@dataclass(frozen=True, slots=True)
class Rent:
    """Lamports of the accounts that the purchases made: put in, and come back since."""

    locked: int
    returned: int


@dataclass(frozen=True, slots=True)
class Crowd:
    """Who takes part, the same people on every stage."""

    operator: Keypair
    issuer: Keypair
    mint: Keypair
    buyers: tuple[Keypair, ...]
    merchants: tuple[Keypair, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where the tokens are and where they should be; `vaults` held them for the system."""

    found: Sums
    wanted: Sums
    vaults: tuple[Pubkey, ...]


@dataclass(slots=True)
class Stage:
    """One chain for one system, with the bench's crowd on it, funded."""

    chain: EmbeddedChain
    crowd: Crowd
    work: dict[str, Tally] = field(default_factory=dict)
    doors: dict[str, Tally] = field(default_factory=dict)
    _locked: dict[Pubkey, int] = field(default_factory=dict)

    @classmethod
    async def build(cls, chain: EmbeddedChain, crowd: Crowd) -> Stage:
        """The crowd with lamports, and an SPL Token mint."""
        # A clock that was set ahead stands still: what it costs does not depend on the hour.
        await chain.set_time(START + _HOUR)
        stage = cls(chain, crowd)
        for wallet in (crowd.operator, *crowd.buyers, *crowd.merchants):
            await chain.airdrop(wallet.pubkey(), LAMPORTS)
        made = create_mint(
            crowd.operator.pubkey(),
            crowd.mint.pubkey(),
            crowd.issuer.pubkey(),
            DECIMALS,
            TOKEN_PROGRAM,
            _MINT_LAMPORTS,
        )
        await stage.set_up(*made, signers=(crowd.operator, crowd.mint))
        return stage

    @property
    def operator(self) -> Keypair:
        return self.crowd.operator

    @property
    def mint(self) -> Pubkey:
        return self.crowd.mint.pubkey()

    def buyer(self, purchase: Purchase) -> Keypair:
        """Who buys."""
        return self.crowd.buyers[purchase.buyer]

    def merchant(self, purchase: Purchase) -> Keypair:
        """Who sells."""
        return self.crowd.merchants[purchase.merchant]

    # -- transactions ------------------------------------------------------------------

    async def set_up(self, *instructions: Instruction, signers: Sequence[Keypair]) -> None:
        """Execute what is done once, uncounted.  The first signer pays."""
        await self._execute(instructions, signers)

    async def step(self, name: str, *instructions: Instruction, signers: Sequence[Keypair]) -> None:
        """Execute a transaction of the work, and count it under `name`."""
        tally = await self._execute(instructions, signers)
        self.work[name] = self.work.get(name, Tally()) + tally

    async def door(self, name: str, *instructions: Instruction, signers: Sequence[Keypair]) -> None:
        """Execute what brings tokens in or out, and count it apart from the work."""
        tally = await self._execute(instructions, signers)
        self.doors[name] = self.doors.get(name, Tally()) + tally

    async def _execute(
        self, instructions: Sequence[Instruction], signers: Sequence[Keypair]
    ) -> Tally:
        recent = await self.chain.blockhash()
        message = Message.new_with_blockhash(list(instructions), signers[0].pubkey(), recent.hash)
        keys = {each.pubkey(): each for each in signers}
        needed = message.account_keys[: message.header.num_required_signatures]
        transaction = VersionedTransaction(message, [keys[address] for address in needed])
        signature = await self.chain.send(transaction)
        (record,) = await self.chain.transactions([signature])
        if record is None or record.error is not None:
            logs = "\n".join(record.logs) if record else "it did not land"
            raise RuntimeError(f"a transaction of the bench failed:\n{logs}")
        return Tally(
            transactions=1,
            compute_units=record.compute_units,
            wire_bytes=len(bytes(transaction)),
            signatures=len(needed),
            fee_lamports=record.fee,
        )

    # -- rent --------------------------------------------------------------------------

    async def opened(self, address: Pubkey) -> None:
        """Note the lamports of an account that the work has just made."""
        info = await self.chain.account(address)
        if info is None:
            raise RuntimeError(f"the work made no account at {address}")
        self._locked[address] = info.lamports

    async def rent(self) -> Rent:
        """What the accounts that were opened hold, and what of it has come back."""
        still = await self.chain.accounts([*self._locked])
        locked = sum(self._locked.values())
        return Rent(locked, locked - sum(info.lamports for info in still if info is not None))

    # -- tokens ------------------------------------------------------------------------

    def tokens(self, owner: Pubkey) -> Pubkey:
        """The owner's token account."""
        return token_account_address(owner, self.mint, TOKEN_PROGRAM)

    async def open_tokens(self, *owners: Pubkey) -> None:
        """Make token accounts, uncounted: every system's holders have them."""
        for owner in owners:
            made = create_token_account(self.operator.pubkey(), owner, self.mint, TOKEN_PROGRAM)
            await self.set_up(made, signers=(self.operator,))

    async def fund(self, work: Sequence[Purchase]) -> dict[Keypair, int]:
        """Issue to each buyer what all its purchases cost, and nothing more."""
        needs: dict[Keypair, int] = {}
        for each in work:
            buyer = self.buyer(each)
            needs[buyer] = needs.get(buyer, 0) + each.amount
        for buyer, amount in needs.items():
            minted = mint_to(
                self.crowd.issuer.pubkey(),
                self.mint,
                self.tokens(buyer.pubkey()),
                amount,
                DECIMALS,
                TOKEN_PROGRAM,
            )
            await self.set_up(minted, signers=(self.operator, self.crowd.issuer))
        return needs

    async def outcome(
        self,
        work: Sequence[Purchase],
        wanted: Sums,
        *,
        operator: Pubkey,
        custodians: Sequence[Pubkey],
    ) -> Outcome:
        """Where the issued tokens are now; `custodians` own the token accounts that held them."""
        left = await self.held(*(wallet.pubkey() for wallet in self.crowd.buyers))
        found = Sums(
            spent=sum(each.amount for each in work) - left,
            merchants=await self.held(*(wallet.pubkey() for wallet in self.crowd.merchants)),
            operator=await self.held(operator),
            custody=await self.held(*custodians),
        )
        return Outcome(found, wanted, tuple(self.tokens(owner) for owner in custodians))

    async def held(self, *owners: Pubkey) -> int:
        """What these owners' token accounts hold together, base units."""
        infos = await self.chain.accounts([self.tokens(owner) for owner in owners])
        return sum(token_amount(info.data) for info in infos if info is not None)


def key(who: str) -> Keypair:
    """The same key in every run."""
    return world_key(_SEED, who)


def lucky(who: str, misses: Callable[[Pubkey], int]) -> Keypair:
    """The first key of someone with which no derived address misses a bump.

    A miss costs 1,500 compute units each time that an address is derived anew: by the
    luck of one key every purchase would be dearer.
    """
    return next(
        found for number in count() if not misses((found := key(f"{who} {number}")).pubkey())
    )


def missed(*bumps: int) -> int:
    """How many bumps were tried in vain."""
    return sum(255 - bump for bump in bumps)

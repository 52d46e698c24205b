"""What every use case works with: a chain, a sender, a zone, a key."""

from __future__ import annotations

import asyncio
import secrets
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeVar, cast

from solders.address_lookup_table_account import AddressLookupTableAccount
from solders.instruction import Instruction
from solders.keypair import Keypair
from solders.pubkey import Pubkey
from solders.transaction import VersionedTransaction

from alatau.chain.base import AccountInfo, Chain
from alatau.errors import (
    AccountInvalid,
    AccountMissing,
    AlatauError,
    ProgramRefused,
    TransactionFailed,
)
from alatau.models import Receipt
from alatau.program import PROGRAM_ID, accounts, addresses, events, refusal
from alatau.program.account_types import WINDOW
from alatau.refusals import with_figures
from alatau.sender import Entry, Intent, Landed, Sender
from alatau.sender.answers import Together
from alatau.signers import address_of

EventT = TypeVar("EventT")

REFERENCE_TAG = b"alatau:reference:v1"
SALT_BYTES = 16
_FAR = 512  # half of what an account's sequence may jump
_REACH = 1_024 - WINDOW  # and nearly all of it: a block that vanishes takes sequences along
_PAUSE_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class AssetInfo:
    """An asset as the instructions need it."""

    address: Pubkey
    mint: Pubkey
    token_program: Pubkey
    decimals: int


class ZoneContext:
    """A zone on a chain, and the key that acts unless another is given.

    A `sponsor` pays the network's fees for everyone, so that residents need no lamports; it
    pays nothing else (`SponsorAtRisk`).  `entropy` gives the salts of references.
    """

    def __init__(
        self,
        chain: Chain,
        sender: Sender,
        *,
        name: str,
        keypair: Keypair,
        entropy: Callable[[int], bytes] = secrets.token_bytes,
    ) -> None:
        self.chain = chain
        self.sender = sender
        self.name = name
        self.keypair = keypair
        self.sponsor: Keypair | None = None
        self._entropy = entropy
        self.address = addresses.zone_address(name)
        self._accounts = Together[Pubkey, AccountInfo | None](chain.accounts)
        self._assets: dict[Pubkey, AssetInfo] = {}
        self._highest: dict[Pubkey, asyncio.Task[int]] = {}
        self._numbering: defaultdict[Pubkey, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def asset(self, mint: Pubkey) -> AssetInfo:
        """What the chain says of the zone's asset of this mint.  Raises `AccountMissing`."""
        if mint not in self._assets:
            address = addresses.asset_address(self.address, mint)
            asset = accounts.decode_asset((await self.require(address, "asset")).data)
            self._assets[mint] = AssetInfo(address, mint, asset.token_program, asset.decimals)
        return self._assets[mint]

    async def require(self, address: Pubkey, what: str) -> AccountInfo:
        """The account at `address`, of this program.  Raises `AccountMissing`, `AccountInvalid`."""
        info = await self._accounts.get(address)
        if info is None:
            raise AccountMissing(f"no {what} at {address} on {self.chain.url}")
        if info.owner != PROGRAM_ID:
            raise AccountInvalid(f"{address} is no {what}: it belongs to {info.owner}")
        return info

    async def prepare(self, key: str | None, account: Pubkey, *what: object) -> Entry:
        """The journal's entry of an intent that uses a sequence of `account`.

        Without a key, a new one is made: the call then happens as often as it is made.
        `what` is what the key stands for; raises `KeyReused` if it was something else.
        """
        key = new_key() if key is None else key
        content = content_of(account, *what)
        known = self.sender.keys.known(key, content)
        if known is not None:
            return await self._renumbered(known, account)
        sequence = await self.next_sequence(account)
        salt = self._entropy(SALT_BYTES)
        return self.sender.keys.prepare(key, account, sequence, salt, content)

    async def _renumbered(self, entry: Entry, account: Pubkey) -> Entry:
        """What can never land as it is gets another sequence where its own is out of date."""
        if not entry.sequence or not self.sender.keys.may_renumber(entry.key):
            return entry
        newest = await self.next_sequence(account)
        # Somebody else may have taken it up meanwhile.
        entry = self.sender.keys.known(entry.key, entry.content) or entry
        if not self.sender.keys.may_renumber(entry.key):
            return entry
        if 0 <= newest - entry.sequence < WINDOW // 2 and not self.sender.journal.is_shared(
            entry.account, entry.sequence
        ):
            return entry
        return self.sender.keys.renumber(entry, newest)

    async def next_sequence(self, account: Pubkey) -> int:
        """The next free sequence of a payment account, an allowance, or a participant's wallet.

        Raises `AccountMissing`, `AccountInvalid`.
        """
        highest = await self._highest_used(account)
        # One at a time, in the order that they came in; after the last await, whoever has a
        # sequence hands it over before anyone else is given one.
        async with self._numbering[account]:
            sequence = self.sender.keys.next_sequence(account, highest)
            if sequence - highest < _FAR:
                return sequence
            # Far above what is known of the chain: by now it has come closer, or nothing used
            # a sequence, as what fails or expires does.
            while True:
                self._highest.pop(account, None)
                highest = await self._highest_used(account)
                self.sender.keys.forget_sequences(account)
                sequence = self.sender.keys.next_sequence(account, highest)
                if sequence - highest <= _REACH or not self.sender.keys.holds_sequences(account):
                    return sequence
                await asyncio.sleep(_PAUSE_SECONDS)

    async def look_ahead(self, owners: Iterable[Pubkey]) -> None:
        """Ask the chain at once for what intents that use sequences of these accounts need.

        Raises what keeps all intents from being sent; that one account is wrong, its own
        intents find out.
        """
        new = [each for each in dict.fromkeys(owners) if each not in self._highest]
        asked = (self.sender.blockhash(), *map(self._highest_used, new))
        for answer in await asyncio.gather(*asked, return_exceptions=True):
            of_one = isinstance(answer, AccountMissing | AccountInvalid)
            if isinstance(answer, BaseException) and not of_one:
                raise answer

    async def _highest_used(self, account: Pubkey) -> int:
        """The highest sequence that the chain had seen when it was first asked."""
        if account not in self._highest:
            # Asked at once by many, who go on in the order that they came in.
            asked = asyncio.create_task(self._read_highest(account))
            asked.add_done_callback(_seen)
            self._highest[account] = asked
        try:
            return await asyncio.shield(self._highest[account])
        except AlatauError:
            self._highest.pop(account, None)  # it may be opened yet
            raise

    async def _read_highest(self, account: Pubkey) -> int:
        what = "payment account, allowance, holding or participant"
        info = await self.sender.patiently(lambda: self.require(account, what))
        match accounts.decode_account(info.data):
            case accounts.PaymentAccount(sequence=highest) | accounts.Allowance(sequence=highest):
                return highest
            case accounts.Holding(sequence=highest):
                return highest
            case accounts.Participant(wallet_sequence=highest):
                return highest
        raise AccountInvalid(f"{account} has no sequences")

    async def submit(
        self,
        event: type[EventT],
        *instructions: Instruction,
        key: str | None = None,
        signers: tuple[Keypair, ...] = (),
        fee_payer: Keypair | None = None,
        content: bytes = b"",
        transaction: VersionedTransaction | None = None,
        tables: Sequence[AddressLookupTableAccount] = (),
    ) -> Receipt[EventT]:
        """Send instructions, and read the program's event.

        The first signer pays the network's fee unless there is a sponsor or another key is given.

        `content` is what the key stands for, where that is not all of the instructions, and
        `transaction` is what they are sent as where others have signed it: it is not signed
        again, and `TransactionExpired` raised once it can land no more.  `tables` are address
        lookup tables that shorten the transaction.  Raises `ProgramRefused`, or one of its
        subclasses with the figures: see `refusals`.
        """
        intent = self.intent(
            *instructions,
            key=key,
            signers=signers,
            fee_payer=fee_payer,
            content=content,
            transaction=transaction,
            tables=tables,
        )
        return await self.execute(event, intent)

    def intent(
        self,
        *instructions: Instruction,
        key: str | None = None,
        signers: tuple[Keypair, ...] = (),
        fee_payer: Keypair | None = None,
        content: bytes = b"",
        transaction: VersionedTransaction | None = None,
        tables: Sequence[AddressLookupTableAccount] = (),
    ) -> Intent:
        """What `submit` would send: the sponsor pays the fee, or else the first signer."""
        signer = signers[0] if signers else self.keypair
        sponsor = None if fee_payer is not None or transaction is not None else self.sponsor
        if sponsor is not None and address_of(sponsor) in map(address_of, (signer, *signers)):
            sponsor = None  # it pays for itself
        return Intent(
            new_key() if key is None else key,
            instructions,
            sponsor or fee_payer or signer,
            signers or (signer,),
            content,
            transaction=transaction,
            tables=tuple(tables),
            sponsored=sponsor is not None,
        )

    async def execute(self, event: type[EventT], intent: Intent) -> Receipt[EventT]:
        """Make an intent happen, once, and read the program's event: see `submit`."""
        try:
            landed = await self.sender.submit(intent)
        except ProgramRefused as plain:
            raise await with_figures(self.chain, plain, intent.instructions) from None
        return receipt(event, landed)


def _seen(task: asyncio.Task[int]) -> None:
    """Nobody may be left to look at its error."""
    if not task.cancelled():
        task.exception()


def receipt(event: type[EventT], landed: Landed) -> Receipt[EventT]:
    """The receipt of a landed transaction, whose last event of the program is `event`."""
    record = landed.record
    found = [one for one in events.read_events(record.logs).events if isinstance(one, event)]
    if not found:
        raise AccountInvalid(
            f"{record.signature} logged no {event.__name__}",
            remedy="the program on the chain is of another version than this package",
        )
    return Receipt(
        str(record.signature),
        record.slot,
        record.time,
        record.fee,
        record.compute_units,
        cast("EventT", found[-1]),
    )


def refused(error: str, logs: tuple[str, ...], signature: str) -> TransactionFailed:
    """The error of a failed transaction: the program's own where it is one."""
    reason = refusal(error, logs)
    if reason is None:
        return TransactionFailed(
            f"the transaction failed: {error}", signature=signature, error=error, logs=logs
        )
    return ProgramRefused(
        f"{reason.name}: {reason.message}",
        code=reason.code,
        name=reason.name,
        signature=signature,
        error=error,
        logs=logs,
    )


def make_reference(salt: bytes, invoice: bytes) -> bytes:
    """The reference of a payment: SHA-256 of a domain tag, 16 random bytes and the invoice.

    Who knows salt and invoice can prove that a payment was for it; nobody else learns
    anything.  The salt stays in the journal.
    """
    return sha256(REFERENCE_TAG + salt + invoice).digest()


def content_of(*what: object) -> bytes:
    """A digest of what a key stands for."""
    return sha256(repr([str(part) for part in what]).encode()).digest()


def lane_content(lane: int) -> tuple[str, ...]:
    """What a key stands for, where it is not lane 0: that went without saying before."""
    return (f"lane {lane}",) if lane else ()


def new_key() -> str:
    """An idempotency key for a call that has none."""
    return f"call:{secrets.token_hex(16)}"

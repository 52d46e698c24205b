"""Trades between two: what buyer and seller say to each other off the chain.

The buyer asks (`TradeRequest`), the seller answers with its signature of the one transaction that
exchanges units and money (`TradeAnswer`, `sign_trade`), the buyer checks that the bytes are what
it asked for and nothing else, signs too (`accept_trade`), and sends.  The request names a sequence
of the buyer's account, which the program accepts once: of any number of answers to one request,
one can be executed, once.

Messages are canonical JSON as those of `quotes`.  Amounts are base units, times unix seconds.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, field, fields, replace

from solders.hash import Hash
from solders.instruction import Instruction
from solders.keypair import Keypair
from solders.message import MessageV0
from solders.pubkey import Pubkey
from solders.transaction import VersionedTransaction

from alatau.canonical import Fields, write_canonical
from alatau.countersigning import HalfSigned, half_signed
from alatau.errors import QuoteInvalid, QuoteStale
from alatau.program import account_address, holding_address, instructions, instrument_address

_REQUEST, _ANSWER = "alatau:trade-request:v1", "alatau:trade-answer:v1"


@dataclass(frozen=True, slots=True)
class TradeRequest:
    """What a buyer asks a seller for: `quantity` units for `price` in all.

    `account_sequence` is one of the buyer's payment account of `payout_mint`, which the
    instrument of `mint` is paid in.  Addresses are wallets, mints and the zone's.
    """

    zone: Pubkey
    seller: Pubkey
    buyer: Pubkey
    mint: Pubkey
    payout_mint: Pubkey
    account_sequence: int
    quantity: int
    price: int
    reference: bytes

    @property
    def buyer_account(self) -> Pubkey:
        """The buyer's account, which is debited."""
        return account_address(self.zone, self.buyer, self.payout_mint)

    @property
    def seller_holding(self) -> Pubkey:
        """The seller's holding, of which the units are."""
        return holding_address(instrument_address(self.zone, self.mint), self.seller)

    def to_json(self) -> str:
        """As canonical JSON."""
        return write_canonical({"type": _REQUEST, **_plain(self)})

    @classmethod
    def from_json(cls, text: str) -> TradeRequest:
        """What `to_json` wrote.  Raises `QuoteInvalid`, naming the field, for anything else."""
        given = Fields.read(text, _REQUEST)
        request = _request(given)
        given.end()
        return request


@dataclass(frozen=True, slots=True)
class TradeAnswer:
    """A seller's consent to a request, good until `expires_at`.

    `sequence` is one of its holding.  `transaction` is the transaction with its signature, or
    empty where its key is at hand.
    """

    request: TradeRequest
    sequence: int
    expires_at: int
    transaction: bytes = field(default=b"", repr=False)

    def instruction(self) -> Instruction:
        """The instruction that exchanges both."""
        asked = self.request
        return instructions.trade(
            seller=asked.seller,
            buyer=asked.buyer,
            zone=asked.zone,
            mint=asked.mint,
            payout_mint=asked.payout_mint,
            sequence=self.sequence,
            account_sequence=asked.account_sequence,
            quantity=asked.quantity,
            price=asked.price,
            reference=asked.reference,
            expires_at=self.expires_at,
        )

    def message(self, recent: Hash) -> MessageV0:
        """The transaction's message, whose network fee the buyer pays."""
        return MessageV0.try_compile(self.request.buyer, [self.instruction()], [], recent)

    def check_fresh(self, now: int) -> None:
        """Raises `QuoteStale` once it has expired."""
        if now >= self.expires_at:
            raise QuoteStale(f"the trade expired {now - self.expires_at} s ago")

    def to_json(self) -> str:
        """As canonical JSON."""
        own = {
            "sequence": self.sequence,
            "expires_at": self.expires_at,
            "transaction": b64encode(self.transaction).decode(),
        }
        return write_canonical({"type": _ANSWER, **_plain(self.request), **own})

    @classmethod
    def from_json(cls, text: str) -> TradeAnswer:
        """What `to_json` wrote.  Raises `QuoteInvalid`, naming the field, for anything else."""
        given = Fields.read(text, _ANSWER)
        answer = cls(
            request=_request(given),
            sequence=given.number("sequence"),
            expires_at=given.number("expires_at"),
            transaction=given.base64("transaction"),
        )
        given.end()
        return answer


def sign_trade(answer: TradeAnswer, seller: Keypair, recent: Hash) -> TradeAnswer:
    """The answer with its transaction, which the seller has signed and the buyer has not.

    Raises `QuoteInvalid` for a request to another seller.
    """
    if seller.pubkey() != answer.request.seller:
        raise QuoteInvalid(f"the request is to {answer.request.seller}", field="seller")
    return replace(answer, transaction=half_signed(answer.message(recent), seller))


def accept_trade(answer: TradeAnswer, buyer: Keypair) -> VersionedTransaction:
    """The transaction with both signatures.

    Raises `QuoteInvalid` unless the seller signed exactly this trade: one instruction, these
    accounts and amounts, nothing besides.
    """
    half = HalfSigned.read(
        answer.transaction, answer.message, what="trade", role="seller", first=answer.request.seller
    )
    if buyer.pubkey() != answer.request.buyer:
        raise QuoteInvalid(f"the trade is with {answer.request.buyer}", field="buyer")
    return half.completed(buyer)


def _plain(request: TradeRequest) -> dict[str, object]:
    return {each.name: getattr(request, each.name) for each in fields(request)}


def _request(given: Fields) -> TradeRequest:
    return TradeRequest(
        zone=given.address("zone"),
        seller=given.address("seller"),
        buyer=given.address("buyer"),
        mint=given.address("mint"),
        payout_mint=given.address("payout_mint"),
        account_sequence=given.number("account_sequence"),
        quantity=given.number("quantity"),
        price=given.number("price"),
        reference=given.digest("reference"),
    )

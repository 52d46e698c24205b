"""Quotes of exchange providers: what payer and provider say to each other off the chain.

The payer asks (`QuoteRequest`), the provider answers with the exact amounts and with its
signature of the one transaction that executes them (`Quote`, `sign_quote`), the payer checks
that the bytes are the quote and nothing else, signs too (`accept_quote`), and sends.  The
quote names the payer's sequence, which the program accepts once: of any number of answers to
one request, one can be executed, once.

Messages are canonical JSON: keys in order, no spaces, u64 numbers as decimal strings.
Amounts are base units, times unix seconds.
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
from alatau.program import account_address, instructions

_REQUEST, _QUOTE = "alatau:quote-request:v1", "alatau:quote:v1"
_BPS = 10_000


@dataclass(frozen=True, slots=True)
class QuoteRequest:
    """What a payer asks a provider for.

    One of `amount_in` and `amount_out` is given, the other 0: it is asked for.  `sequence` is
    one of the payer's account of `mint_in`.  Addresses are wallets, mints and the zone's.
    """

    zone: Pubkey
    payer: Pubkey
    payee: Pubkey
    provider: Pubkey
    mint_in: Pubkey
    mint_out: Pubkey
    sequence: int
    reference: bytes
    service: int
    amount_in: int
    amount_out: int

    @property
    def payer_account(self) -> Pubkey:
        """The payer's account, which is debited."""
        return account_address(self.zone, self.payer, self.mint_in)

    @property
    def payee_account(self) -> Pubkey:
        """The payee's account, which is credited."""
        return account_address(self.zone, self.payee, self.mint_out)

    def to_json(self) -> str:
        """As canonical JSON."""
        return write_canonical({"type": _REQUEST, **_plain(self)})

    @classmethod
    def from_json(cls, text: str) -> QuoteRequest:
        """What `to_json` wrote.  Raises `QuoteInvalid`, naming the field, for anything else."""
        given = Fields.read(text, _REQUEST)
        request = _request(given)
        given.end()
        return request


@dataclass(frozen=True, slots=True)
class Quote:
    """A provider's answer: `amount_in` against `amount_out`, good until `expires_at`.

    `mid_out` is what `amount_in` would buy at the mid rate of `quoted_at`.  `transaction` is
    the transaction with the provider's signature, or empty where its key is at hand.
    """

    request: QuoteRequest
    amount_in: int
    amount_out: int
    mid_out: int
    quoted_at: int
    expires_at: int
    transaction: bytes = field(default=b"", repr=False)

    @property
    def spread(self) -> int:
        """What the provider keeps, base units of the payee's asset."""
        return self.mid_out - self.amount_out

    def instruction(self) -> Instruction:
        """The instruction that executes the quote."""
        request = self.request
        return instructions.convert(
            wallet=request.payer,
            provider=request.provider,
            payee=request.payee,
            zone=request.zone,
            mint_in=request.mint_in,
            mint_out=request.mint_out,
            sequence=request.sequence,
            amount_in=self.amount_in,
            amount_out=self.amount_out,
            mid_out=self.mid_out,
            reference=request.reference,
            service=request.service,
            expires_at=self.expires_at,
        )

    def message(self, recent: Hash) -> MessageV0:
        """The transaction's message, whose network fee the payer pays."""
        return MessageV0.try_compile(self.request.payer, [self.instruction()], [], recent)

    def check(self, *, max_spread_bps: int | None = None) -> None:
        """Raises `QuoteInvalid` unless it answers its request, within the spread allowed."""
        request = self.request
        for name in ("amount_in", "amount_out"):
            asked, found = getattr(request, name), getattr(self, name)
            if found <= 0 or (asked and asked != found):
                raise QuoteInvalid(f"{found} where {asked or 'an amount'} was asked", field=name)
        if self.spread < 0:
            raise QuoteInvalid(
                f"{self.amount_out} is more than the {self.mid_out} of the mid rate",
                field="amount_out",
            )
        if max_spread_bps is not None and self.spread * _BPS > self.mid_out * max_spread_bps:
            raise QuoteInvalid(
                f"a spread of {self.spread} of {self.mid_out} is over {max_spread_bps} bps",
                field="mid_out",
                remedy="ask another provider, or allow a larger spread",
            )

    def check_fresh(self, now: int, *, max_age: int | None = None) -> None:
        """Raises `QuoteStale` once it has expired, or its rate is older than `max_age` seconds."""
        if now >= self.expires_at:
            raise QuoteStale(f"the quote expired {now - self.expires_at} s ago")
        if max_age is not None and now - self.quoted_at > max_age:
            raise QuoteStale(f"the quote's rate is {now - self.quoted_at} s old")

    def to_json(self) -> str:
        """As canonical JSON."""
        own = {name.name: getattr(self, name.name) for name in fields(self)[1:]}
        own["transaction"] = b64encode(self.transaction).decode()
        return write_canonical({"type": _QUOTE, **_plain(self.request, "asked_"), **own})

    @classmethod
    def from_json(cls, text: str) -> Quote:
        """What `to_json` wrote.  Raises `QuoteInvalid`, naming the field, for anything else."""
        given = Fields.read(text, _QUOTE)
        quote = cls(
            request=_request(given, "asked_"),
            amount_in=given.number("amount_in"),
            amount_out=given.number("amount_out"),
            mid_out=given.number("mid_out"),
            quoted_at=given.number("quoted_at"),
            expires_at=given.number("expires_at"),
            transaction=given.base64("transaction"),
        )
        given.end()
        return quote


def sign_quote(quote: Quote, provider: Keypair, recent: Hash) -> Quote:
    """The quote with its transaction, which the provider has signed and the payer has not.

    Raises `QuoteInvalid` for a quote of another provider.
    """
    if provider.pubkey() != quote.request.provider:
        raise QuoteInvalid(f"the request is to {quote.request.provider}", field="provider")
    quote.check()
    return replace(quote, transaction=half_signed(quote.message(recent), provider))


def accept_quote(quote: Quote, payer: Keypair) -> VersionedTransaction:
    """The transaction with both signatures.

    Raises `QuoteInvalid` unless the provider signed exactly this quote: one instruction, these
    accounts and amounts, nothing besides.
    """
    half = HalfSigned.read(
        quote.transaction,
        quote.message,
        what="quote",
        role="provider",
        first=quote.request.provider,
    )
    if payer.pubkey() != quote.request.payer:
        raise QuoteInvalid(f"the quote is for {quote.request.payer}", field="payer")
    return half.completed(payer)


def _plain(request: QuoteRequest, prefix: str = "") -> dict[str, object]:
    """A request's fields; in a quote, the amounts that it asked for have another name."""
    plain: dict[str, object] = {}
    for each in fields(request):
        name = prefix + each.name if each.name.startswith("amount") else each.name
        plain[name] = getattr(request, each.name)
    return plain


def _request(given: Fields, prefix: str = "") -> QuoteRequest:
    request = QuoteRequest(
        zone=given.address("zone"),
        payer=given.address("payer"),
        payee=given.address("payee"),
        provider=given.address("provider"),
        mint_in=given.address("mint_in"),
        mint_out=given.address("mint_out"),
        sequence=given.number("sequence"),
        reference=given.digest("reference"),
        service=given.number("service"),
        amount_in=given.number(f"{prefix}amount_in"),
        amount_out=given.number(f"{prefix}amount_out"),
    )
    if bool(request.amount_in) == bool(request.amount_out):
        raise QuoteInvalid("one of both amounts is asked for", field="amount_in")
    return request

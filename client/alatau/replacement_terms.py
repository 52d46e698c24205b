"""The replacement of a lost wallet: what the issuer gives the operator to sign too.

The issuer signs the one transaction that proposes it (`sign_replacement`), and the operator, who
knows both wallets' owner, checks that its bytes are what the proposal says and nothing else, signs
and sends (`accept_replacement`).  It names the revision of the lost wallet's holding, so that it
lands once.

Messages are canonical JSON as those of `quotes`.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, field, fields, replace
from typing import Any

from solders.hash import Hash
from solders.instruction import Instruction
from solders.keypair import Keypair
from solders.message import MessageV0
from solders.pubkey import Pubkey
from solders.transaction import VersionedTransaction

from alatau.canonical import Fields, write_canonical
from alatau.countersigning import HalfSigned, half_signed
from alatau.errors import QuoteInvalid
from alatau.program import holding_address, instructions, instrument_address

_TYPE = "alatau:replacement-proposal:v1"


@dataclass(frozen=True, slots=True)
class ReplacementProposal:
    """An issuer's word that who had the wallet `holder` has `successor` now.

    `revision` is that of the lost wallet's holding.  `transaction` is the transaction with the
    issuer's signature, or empty where its key is at hand.  Addresses are wallets, the mint and
    the zone's.
    """

    zone: Pubkey
    mint: Pubkey
    holder: Pubkey
    successor: Pubkey
    issuer: Pubkey
    operator: Pubkey
    revision: int
    transaction: bytes = field(default=b"", repr=False)

    @property
    def holding(self) -> Pubkey:
        """The lost wallet's holding."""
        return holding_address(instrument_address(self.zone, self.mint), self.holder)

    def instruction(self) -> Instruction:
        """The instruction that both sign."""
        return instructions.propose_replacement(**self._terms())

    def message(self, recent: Hash) -> MessageV0:
        """The transaction's message, whose network fee the operator pays."""
        return MessageV0.try_compile(self.operator, [self.instruction()], [], recent)

    def to_json(self) -> str:
        """As canonical JSON."""
        own = {"transaction": b64encode(self.transaction).decode()}
        return write_canonical({"type": _TYPE, **self._terms(), **own})

    @classmethod
    def from_json(cls, text: str) -> ReplacementProposal:
        """What `to_json` wrote.  Raises `QuoteInvalid`, naming the field, for anything else."""
        given = Fields.read(text, _TYPE)
        proposal = cls(
            zone=given.address("zone"),
            mint=given.address("mint"),
            holder=given.address("holder"),
            successor=given.address("successor"),
            issuer=given.address("issuer"),
            operator=given.address("operator"),
            revision=given.number("revision"),
            transaction=given.base64("transaction"),
        )
        given.end()
        return proposal

    def _terms(self) -> dict[str, Any]:
        return {
            each.name: getattr(self, each.name)
            for each in fields(self)
            if each.name != "transaction"
        }


def sign_replacement(
    proposal: ReplacementProposal, issuer: Keypair, recent: Hash
) -> ReplacementProposal:
    """The proposal with its transaction, which the issuer has signed and the operator has not.

    Raises `QuoteInvalid` for another issuer's.
    """
    if issuer.pubkey() != proposal.issuer:
        raise QuoteInvalid(f"the proposal is of {proposal.issuer}", field="issuer")
    return replace(proposal, transaction=half_signed(proposal.message(recent), issuer))


def accept_replacement(proposal: ReplacementProposal, operator: Keypair) -> VersionedTransaction:
    """The transaction with both signatures.

    Raises `QuoteInvalid` unless the issuer signed exactly this proposal: one instruction, these
    wallets, nothing besides.
    """
    half = HalfSigned.read(
        proposal.transaction,
        proposal.message,
        what="proposal",
        role="issuer",
        first=proposal.issuer,
    )
    if operator.pubkey() != proposal.operator:
        raise QuoteInvalid(f"the proposal is to {proposal.operator}", field="operator")
    return half.completed(operator)

"""What is known of a refused instruction, by the IDL's names: what explanations are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from alatau.amounts import format_amount
from alatau.program import (
    Asset,
    Caps,
    Holding,
    Instrument,
    Mandate,
    Offer,
    Participant,
    PaymentAccount,
)
from alatau.program.accounts import Account

_SPENDERS: Final = ("payer_account", "account")
_SPENDER_OF: Final = {"refund": "payee_account"}
_ASSETS: Final = ("asset", "asset_in")
_OF_BUYER: Final = {
    "buyer_account": "payer_account",
    "seller_account": "payee_account",
    "buyer": "payer",
    "seller": "payee",
}
"""What a payment calls the accounts of a trade."""


@dataclass(frozen=True, slots=True)
class Facts:
    """A refused instruction: its arguments and accounts by the IDL's names, and the time."""

    name: str
    args: Mapping[str, Any]
    accounts: Mapping[str, Account]
    now: int

    def one(self, kind: type[Any], *names: str) -> Any:
        """The first of these accounts.  Raises `LookupError` where none is of this kind."""
        for name in names:
            if isinstance(found := self.accounts.get(name), kind):
                return found
        raise LookupError(names)

    @property
    def spender(self) -> PaymentAccount:
        """The account whose money was to move."""
        first = _SPENDER_OF.get(self.name, _SPENDERS[0])
        account: PaymentAccount = self.one(PaymentAccount, first, *_SPENDERS)
        return account

    @property
    def amount(self) -> int:
        """What was to leave the spender's account.  Raises `LookupError`."""
        match self.name:
            case "pay_many":
                return sum(self.args["amounts"])
            case "convert":
                return int(self.args["amount_in"])
            case "pull":
                return int(self.one(Mandate, "mandate").amount)
            case "open_tender":
                return int(self.args["quantity"] * self.args["price"])
            case "call_redemption":
                own = self.accounts.get("holding")
                others = self.one(Instrument, "instrument").issued
                others -= own.units if isinstance(own, Holding) else 0
                return int(others * self.args["price"])
        return int(self.args["amount"])

    @property
    def caps(self) -> Caps:
        """Those of the payer's tier, for the asset that it pays in."""
        payer = self.one(Participant, "payer", "participant")
        caps: Caps = self.one(Asset, *_ASSETS).caps[payer.tier]
        return caps

    @property
    def decimals(self) -> int:
        """Of the asset; 0, for base units, where it is not known."""
        found = [self.accounts[name] for name in _ASSETS if name in self.accounts]
        return found[0].decimals if found and isinstance(found[0], Asset) else 0

    def received(self) -> Facts:
        """As the payee sees it, who may receive another asset than the payer pays in."""
        if self.name != "convert":
            return self
        args = {"amount": self.args["amount_out"]}
        accounts = {**self.accounts, "asset": self.accounts["asset_out"]}
        return replace(self, name="pay", args=args, accounts=accounts)

    def as_payment(self) -> Facts:
        """A trade as the payment that its buyer makes; anything else as it is."""
        match self.name:
            case "trade":
                args = {**self.args, "amount": self.args["price"]}
            case "take_offer":
                price = self.one(Offer, "offer").price
                args = {**self.args, "amount": price * self.args["quantity"]}
            case _:
                return self
        accounts = {_OF_BUYER.get(name, name): each for name, each in self.accounts.items()}
        return replace(self, name="pay", args=args, accounts=accounts)

    def money(self, amount: int) -> str:
        """An amount as text."""
        return format_amount(amount, self.decimals)

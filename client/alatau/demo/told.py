"""What an instrument's life came to: the report's figures; amounts in base units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from alatau.amounts import format_amount
from alatau.demo.story import DECIMALS, Offered, Story


@dataclass(frozen=True, slots=True)
class Sold:
    """What became of an offering: what was confirmed, sold, paid for, and given back."""

    offered: Offered
    confirmed: int
    sold: int
    raised: int
    returned: int
    allotted: tuple[tuple[str, int], ...]
    """Names and units, in the order of subscriptions."""

    @property
    def succeeded(self) -> bool:
        """Whether anything was sold."""
        return self.sold > 0


@dataclass(frozen=True, slots=True)
class Exchanged:
    """Units against money: `price` for all of them, of which the seller owes `fee` and `tax`."""

    seller: str
    buyer: str
    quantity: int
    price: int
    fee: int
    tax: int
    offered: bool
    """Whether it was taken of a standing offer."""


@dataclass(frozen=True, slots=True)
class Share:
    """What a holder got of a distribution, or for its units: `gross`, of it `tax` withheld."""

    name: str
    units: int
    gross: int
    tax: int


@dataclass(frozen=True, slots=True)
class Distributed:
    """A sum paid in for all holders, and what each claimed; `left` is what nobody can claim yet."""

    amount: int
    note: str
    shares: tuple[Share, ...]
    left: int


@dataclass(frozen=True, slots=True)
class Stage:
    """Who held how many units after something had happened, in the slot of it."""

    title: str
    slot: int
    holders: tuple[tuple[str, int], ...]
    issued: int
    proven: bool
    """The register, rebuilt from the chain, adds up to the supply, and is what the chain has."""


@dataclass(frozen=True, slots=True)
class Purse:
    """An investor's money at the beginning and at the end."""

    name: str
    before: int
    after: int

    @property
    def gain(self) -> int:
        """By how much it is more."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Told:
    """All of it; `sound` are the zone's invariants, asked after every stage."""

    story: Story
    mint: str
    offerings: tuple[Sold, ...]
    exchanges: tuple[Exchanged, ...]
    distributions: tuple[Distributed, ...]
    redeemed: tuple[Share, ...]
    stages: tuple[Stage, ...]
    purses: tuple[Purse, ...]
    broken: tuple[str, ...]
    """What does not add up: nothing."""
    transactions: int
    compute_units: int

    @property
    def sound(self) -> bool:
        """Whether all of it adds up."""
        return not self.broken and all(stage.proven for stage in self.stages)

    def to_json(self) -> dict[str, Any]:
        """Plain values, money as decimal strings."""
        return {
            "zone": self.story.zone,
            "instrument": self.story.terms.symbol,
            "mint": self.mint,
            "sound": self.sound,
            "broken": list(self.broken),
            "offerings": [
                {
                    "name": one.offered.name,
                    "confirmed": one.confirmed,
                    "sold": one.sold,
                    "raised": _money(one.raised),
                    "returned": _money(one.returned),
                    "allotted": dict(one.allotted),
                }
                for one in self.offerings
            ],
            "exchanges": [
                {
                    "seller": one.seller,
                    "buyer": one.buyer,
                    "quantity": one.quantity,
                    "price": _money(one.price),
                    "fee": _money(one.fee),
                    "tax": _money(one.tax),
                    "standing_offer": one.offered,
                }
                for one in self.exchanges
            ],
            "distributions": [
                {
                    "note": one.note,
                    "amount": _money(one.amount),
                    "left": _money(one.left),
                    "shares": [_share(each) for each in one.shares],
                }
                for one in self.distributions
            ],
            "redeemed": [_share(one) for one in self.redeemed],
            "register": [
                {
                    "after": stage.title,
                    "slot": stage.slot,
                    "supply": stage.issued,
                    "proven": stage.proven,
                    "holders": dict(stage.holders),
                }
                for stage in self.stages
            ],
            "money": [
                {"name": one.name, "before": _money(one.before), "after": _money(one.after)}
                for one in self.purses
            ],
            "transactions": self.transactions,
            "compute_units": self.compute_units,
        }


def _share(one: Share) -> dict[str, Any]:
    return {
        "name": one.name,
        "units": one.units,
        "gross": _money(one.gross),
        "tax": _money(one.tax),
    }


def _money(amount: int) -> str:
    return format_amount(amount, DECIMALS)

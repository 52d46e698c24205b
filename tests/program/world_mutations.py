"""Mutations that any instruction can suffer, made from the IDL alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from solders.pubkey import Pubkey
from tests.program import world_allowances as allowed
from tests.program import world_authority as authority
from tests.program import world_batches as batches
from tests.program import world_conversion as conversion
from tests.program import world_disputes as disputes
from tests.program import world_distributions as paid
from tests.program import world_enforcement as orders
from tests.program import world_instruments as held
from tests.program import world_offerings as offered
from tests.program import world_outside as outside
from tests.program import world_payments as life
from tests.program import world_redemption as redeemed
from tests.program import world_replacement as replaced
from tests.program import world_taxes as taxes
from tests.program import world_trades as traded
from tests.program import world_unit_orders as unit_orders
from tests.program import world_valid as valid
from tests.program.world_attempts import Attempt, read, write
from tests.program.world_valid import Valid

from alatau.program import (
    DISCRIMINATORS,
    SYSTEM_PROGRAM,
    TOKEN_2022_PROGRAM,
    TOKEN_PROGRAM,
    idl,
)
from alatau.testing.world import World, reference_of
from alatau.tokens import MINT_BYTES

VALID: Mapping[str, Valid] = {
    "create_zone": valid.create_zone,
    "list_asset": valid.list_asset,
    "consent_asset": valid.consent_asset,
    "register_participant": valid.register_participant,
    "grant_licence": valid.grant_licence,
    "suspend_licence": valid.suspend_licence,
    "open_account": valid.open_account,
    "deposit": valid.deposit,
    "withdraw": valid.withdraw,
    "pay": valid.pay,
    "pay_held": valid.pay_held,
    "transfer": valid.transfer,
    "fulfil": life.fulfil,
    "settle": life.settle,
    "refund": life.refund,
    "expire": life.expire,
    "collect": life.collect,
    "pause": life.pause,
    "rescreen_asset": conversion.rescreen_asset,
    "convert": conversion.convert,
    "deposit_and_pay": conversion.deposit_and_pay,
    "pay_many": batches.pay_many,
    "settle_many": batches.settle_many,
    "consolidate": batches.consolidate,
    "fund_lane": batches.fund_lane,
    "propose_authority": authority.propose_authority,
    "replace_authority": authority.replace_authority,
    "accept_authority": authority.accept_authority,
    "cancel_succession": authority.cancel_succession,
    "stop_withdrawals": authority.stop_withdrawals,
    "wind_down": authority.wind_down,
    "extend_zone": authority.extend_zone,
    "close_account": authority.close_account,
    "migrate": authority.migrate,
    "dispute": disputes.dispute,
    "respond": disputes.respond,
    "resolve": disputes.resolve,
    "conclude": disputes.conclude,
    "release": disputes.release,
    "close_payment": disputes.close_payment,
    "set_policy": disputes.set_policy,
    "set_reserve": disputes.set_reserve,
    "freeze_account": orders.freeze_account,
    "unfreeze_account": orders.unfreeze_account,
    "freeze_participant": orders.freeze_participant,
    "unfreeze_participant": orders.unfreeze_participant,
    "seize": orders.seize,
    "forced_transfer": orders.forced_transfer,
    "freeze_holding": unit_orders.freeze_holding,
    "unfreeze_holding": unit_orders.unfreeze_holding,
    "seize_units": unit_orders.seize_units,
    "forced_transfer_units": unit_orders.forced_transfer_units,
    "grant_allowance": allowed.grant_allowance,
    "revoke_allowance": allowed.revoke_allowance,
    "close_allowance": allowed.close_allowance,
    "draw": allowed.draw,
    "create_plan": allowed.create_plan,
    "close_plan": allowed.close_plan,
    "delete_plan": allowed.delete_plan,
    "grant_mandate": allowed.grant_mandate,
    "cancel_mandate": allowed.cancel_mandate,
    "pull": allowed.pull,
    "close_tax_period": taxes.close_tax_period,
    "set_limits": taxes.set_limits,
    "amend_asset": taxes.amend_asset,
    "amend_participant": taxes.amend_participant,
    "create_instrument": held.create_instrument,
    "admit_instrument": held.admit_instrument,
    "suspend_instrument": held.suspend_instrument,
    "delist_instrument": held.delist_instrument,
    "open_holding": held.open_holding,
    "close_holding": held.close_holding,
    "issue_units": held.issue_units,
    "transfer_units": held.transfer_units,
    "trade": traded.trade,
    "offer_units": traded.offer_units,
    "take_offer": traded.take_offer,
    "cancel_offer": traded.cancel_offer,
    "split_instrument": traded.split_instrument,
    "distribute": paid.distribute,
    "claim": paid.claim,
    "open_payout_account": paid.open_payout_account,
    "call_redemption": redeemed.call_redemption,
    "redeem": redeemed.redeem,
    "open_tender": redeemed.open_tender,
    "tender_units": redeemed.tender_units,
    "close_tender": redeemed.close_tender,
    "propose_replacement": replaced.propose_replacement,
    "veto_replacement": replaced.veto_replacement,
    "replace_holder": replaced.replace_holder,
    "withdraw_units": outside.withdraw_units,
    "return_units": outside.return_units,
    "recall_units": outside.recall_units,
    "create_offering": offered.create_offering,
    "subscribe": offered.subscribe,
    "withdraw_subscription": offered.withdraw_subscription,
    "confirm_subscription": offered.confirm_subscription,
    "conclude_offering": offered.conclude_offering,
    "cancel_offering": offered.cancel_offering,
    "allot_subscription": offered.allot_subscription,
    "close_offering": offered.close_offering,
}
"""One valid instruction of each of the program's."""

MUTATIONS = ("not signed", "read-only", "of another program", "of another kind", "not there")
"""The columns of the table of accounts."""

ACCEPTED, NONE = "accepted", "—"
"""Outcomes other than an error: it makes no difference; it cannot be done."""

_STRANGER = Pubkey.from_bytes(reference_of("a program of someone else"))
_NOWHERE = Pubkey.from_bytes(reference_of("an address that nobody has used"))
_PROGRAMS = ("system_program", "token_program")


@dataclass(frozen=True, slots=True)
class Mutated:
    """An instruction of which one account is not as it must be."""

    account: str
    mutation: str
    attempt: Attempt


async def mutations(world: World, tried: Attempt) -> list[Mutated]:
    """Every mutation that can be done to every account of an instruction."""
    made = []
    for entry in _accounts(tried.name):
        name = entry["name"]
        if entry.get("signer"):
            made.append(Mutated(name, "not signed", tried.unsigned(name)))
        if entry.get("writable"):
            made.append(Mutated(name, "read-only", tried.readonly(name)))
        if entry.get("signer"):
            continue  # whose data does not matter; another signer is a case of its own
        made.append(Mutated(name, "of another program", await _counterfeited(world, tried, name)))
        kind = await _other_kind(world, tried.address(name))
        if kind is not None:
            made.append(Mutated(name, "of another kind", tried.with_account(name, kind)))
        made.append(Mutated(name, "not there", tried.with_account(name, _NOWHERE)))
    return made


async def _counterfeited(world: World, tried: Attempt, name: str) -> Attempt:
    """The same bytes at another address, written by another program."""
    info = await world.chain.account(tried.address(name))
    address = Pubkey.from_bytes(reference_of(f"a counterfeit {name}"))
    if name in _PROGRAMS:
        return tried.with_account(name, _STRANGER)
    if info is None or info.owner == SYSTEM_PROGRAM:
        return tried.with_account(name, address)
    await write(world, address, replace(info, owner=_STRANGER))
    return tried.with_account(name, address)


async def _other_kind(world: World, address: Pubkey) -> Pubkey | None:
    """An account of the same program, and as long, that is something else."""
    info = await world.chain.account(address)
    if info is None:
        return None
    other = Pubkey.from_bytes(reference_of(f"not what {address} is"))
    if info.owner in {TOKEN_PROGRAM, TOKEN_2022_PROGRAM}:
        mint, tokens = world.dollar.mint, world.dollar.token_account(world.ilya.pubkey())
        # Behind an account's length, extensions begin with what it is: 1 is a mint.
        is_mint = len(info.data) == MINT_BYTES or info.data[165:166] == b"\1"
        await write(world, other, await read(world, tokens if is_mint else mint))
        return other
    if info.data[:8] not in DISCRIMINATORS.values():
        return None
    kind = next(each for each in DISCRIMINATORS.values() if each != info.data[:8])
    await write(world, other, replace(info, data=kind + info.data[8:]))
    return other


def _accounts(instruction: str) -> list[dict[str, Any]]:
    entries = {entry["name"]: entry["accounts"] for entry in idl()["instructions"]}
    return list(entries[instruction])


def account_names() -> Iterator[tuple[str, str]]:
    """Every instruction with every account of it."""
    for entry in idl()["instructions"]:
        for account in entry["accounts"]:
            yield entry["name"], account["name"]

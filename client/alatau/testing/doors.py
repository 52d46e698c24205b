"""Trying, without effect, whether money can leave, payments end and consents be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from solders.compute_budget import set_compute_unit_limit
from solders.instruction import Instruction
from solders.message import MessageV0
from solders.pubkey import Pubkey
from solders.signature import Signature
from solders.transaction import VersionedTransaction

from alatau.chain.base import Chain
from alatau.program import (
    Participant,
    Payment,
    PaymentAccount,
    PaymentState,
    account_address,
    instructions,
    refusal,
)
from alatau.testing.doors_offerings import offering_doors
from alatau.testing.invariants_outside import ways_back
from alatau.testing.invariants_redemption import ways_out
from alatau.testing.snapshot import Snapshot
from alatau.tokens import create_token_account

_REFERENCE = bytes(32)

# Nobody sends it: what was sent, and failed, with the same blockhash is not tried again.
_OWN_LIMIT = set_compute_unit_limit(1_399_999)


@dataclass(frozen=True, slots=True)
class Door:
    """A way out that must be open now, or shut by nothing but a freeze."""

    what: str
    instructions: tuple[Instruction, ...]
    shut_by: str | None = None


def doors(snapshot: Snapshot, now: int, payer: Pubkey) -> Iterator[Door]:
    """Every way out that must be open at `now` (unix seconds); `payer` pays the network.

    Those that a freeze shuts too: they must be shut by it, and from its end on by nothing.
    """
    funded = {address for address, each in snapshot.accounts.items() if each.available}
    for address, account in snapshot.accounts.items():
        if account.available and now >= snapshot.zone.withdrawals_stopped_until:
            yield Door(
                f"withdraw {account.available} of {address}",
                _withdraw(snapshot, account, payer),
                _withdrawing_frozen(snapshot, account, now),
            )
        treasury = _treasury(snapshot, account)
        if treasury is None and now >= snapshot.zone.ends_at:
            # None can be opened any more: what is due to it is trapped, which is to be seen.
            mint = snapshot.assets[account.asset].mint
            treasury = account_address(snapshot.address, snapshot.zone.treasury, mint)
        if treasury in {None, address}:
            continue
        credit = account.fee_credit or account.tax_credit
        owed_back = credit and now >= snapshot.zone.ends_at
        if account.fee_due or account.tax_due or (owed_back and treasury in funded):
            collect = instructions.collect(
                zone=snapshot.address, account=address, treasury_account=treasury
            )
            yield Door(f"collect what is due on {address}", (collect,))
    yield from _consents(snapshot, now)
    yield from _offers(snapshot)
    yield from _claims(snapshot, payer)
    for what, made, shut_by in ways_out(snapshot, now, payer):
        yield Door(what, (made,), shut_by)
    for what, made in ways_back(snapshot, now):
        yield Door(what, (made,))
    for what, way in offering_doors(snapshot, now, payer):
        yield Door(what, (way,))
    for address, payment in snapshot.payments.items():
        yield from _payment_doors(address, payment, now, payer)


def _payment_doors(address: Pubkey, payment: Payment, now: int, payer: Pubkey) -> Iterator[Door]:
    """What anyone can do at `now` so that a payment's money, and its rent, goes on."""
    payee_account = payment.payee_account
    parties = {"payer_account": payment.payer_account, "payee_account": payee_account}
    is_over = payment.state in {PaymentState.SETTLED, PaymentState.REFUNDED}
    if payment.state is PaymentState.FULFILLED and now >= payment.settles_at:
        settle = instructions.settle(signer=payer, payment=address, **parties)
        yield Door(f"settle {address} as anyone", (settle,))
    if payment.state is PaymentState.OPEN and now >= payment.deliver_by:
        yield Door(f"expire {address}", (instructions.expire(payment=address, **parties),))
    if payment.is_disputed and now >= payment.decide_by:
        conclude = instructions.conclude(signer=payer, payment=address, drop=False, **parties)
        yield Door(f"conclude the dispute of {address} as anyone", (conclude,))
    if is_over and payment.reserve and now >= payment.reserve_until:
        release = instructions.release(payment=address, payee_account=payee_account)
        yield Door(f"release the reserve of {address}", (release,))
    if is_over and not payment.reserve and now >= payment.closes_at:
        close = instructions.close_payment(
            payment=address, payer_account=payment.payer_account, rent_payer=payment.rent_payer
        )
        yield Door(f"close {address}", (close,))


def frozen(account: PaymentAccount, participant: Participant, now: int) -> str | None:
    """The refusal of every debit of an account at `now` (unix seconds) by a freeze, or None."""
    if any(freeze.is_active(now) for freeze in account.freezes):
        return "AccountFrozen"
    slots = account.asset_class.regulators
    if any(participant.freezes[slot].is_active(now) for slot in slots):
        return "ParticipantFrozen"
    return None


def _consents(snapshot: Snapshot, now: int) -> Iterator[Door]:
    """Who has consented to be charged can take it back, and rent goes back after the end."""
    for address, allowance in snapshot.allowances.items():
        revoke = instructions.revoke_allowance(wallet=allowance.wallet, allowance=address)
        yield Door(f"revoke {address}", (revoke,))
        if now >= snapshot.zone.ends_at:
            close = instructions.close_allowance(
                zone=snapshot.address, allowance=address, rent_payer=allowance.rent_payer
            )
            yield Door(f"close {address}", (close,))
    for address, mandate in snapshot.mandates.items():
        cancel = instructions.cancel_mandate(
            wallet=mandate.wallet, mandate=address, rent_payer=mandate.rent_payer
        )
        yield Door(f"cancel {address}", (cancel,))
    for address, plan in snapshot.plans.items():
        if now >= snapshot.zone.ends_at:
            delete = instructions.delete_plan(
                zone=snapshot.address, plan=address, rent_payer=plan.rent_payer
            )
            yield Door(f"delete {address}", (delete,))


def _offers(snapshot: Snapshot) -> Iterator[Door]:
    """Who has offered units can have them back."""
    for address, offer in snapshot.offers.items():
        wallet = snapshot.holdings[offer.holding].wallet
        cancel = instructions.cancel_offer(
            wallet=wallet,
            seller=wallet,
            zone=snapshot.address,
            mint=snapshot.instruments[offer.instrument].mint,
            number=offer.number,
            rent_payer=offer.rent_payer,
        )
        yield Door(f"cancel the offer {address}", (cancel,))


def _claims(snapshot: Snapshot, payer: Pubkey) -> Iterator[Door]:
    """Who is entitled to a base unit can be paid, whatever has happened to its account."""
    for holding in snapshot.holdings.values():
        instrument = snapshot.instruments[holding.instrument]
        if not holding.claimable(instrument):
            continue
        named = {
            "zone": snapshot.address,
            "mint": instrument.mint,
            "payout_mint": snapshot.assets[instrument.payout_asset].mint,
            "wallet": holding.wallet,
        }
        account = account_address(snapshot.address, holding.wallet, named["payout_mint"])
        opened = (instructions.open_payout_account(payer=payer, **named),)
        yield Door(
            f"claim {holding.claimable(instrument)} for {holding.wallet}",
            (
                *(() if account in snapshot.accounts else opened),
                instructions.claim(issuer=instrument.issuer, **named),
            ),
        )


async def blocked(chain: Chain, door: Door, payer: Pubkey) -> str | None:
    """Why a door is shut, or None: the refusal's name, or the error of the transaction."""
    recent = await chain.blockhash()
    tried = [_OWN_LIMIT, *door.instructions]
    message = MessageV0.try_compile(payer, tried, [], recent.hash)
    # Nobody's key is needed to find out whether its holder could.
    unsigned = [Signature.default()] * message.header.num_required_signatures
    simulation = await chain.simulate(VersionedTransaction.populate(message, unsigned))
    if simulation.error is None:
        return None
    refused = refusal(simulation.error, simulation.logs)
    return refused.name if refused else simulation.error


def _withdraw(
    snapshot: Snapshot, account: PaymentAccount, payer: Pubkey
) -> tuple[Instruction, ...]:
    """Straight from lane 0; from another one by way of it while it is there."""
    asset = snapshot.assets[account.asset]
    moved: tuple[Instruction, ...] = ()
    sequence, lane = account.sequence + 1, account.lane
    main = account_address(snapshot.address, account.wallet, asset.mint)
    if lane and main in snapshot.accounts:
        moved = (
            instructions.consolidate(
                zone=snapshot.address, wallet=account.wallet, mint=asset.mint, lane=account.lane
            ),
        )
        sequence, lane = snapshot.accounts[main].sequence + 1, 0
    return (
        *moved,
        create_token_account(payer, account.wallet, asset.mint, asset.token_program),
        instructions.withdraw(
            wallet=account.wallet,
            zone=snapshot.address,
            mint=asset.mint,
            token_program=asset.token_program,
            sequence=sequence,
            amount=account.available + (snapshot.accounts[main].available if moved else 0),
            lane=lane,
            reference=_REFERENCE,
        ),
    )


def _withdrawing_frozen(snapshot: Snapshot, account: PaymentAccount, now: int) -> str | None:
    """By what a freeze shuts the way: a lane's goes through lane 0, which may be frozen too."""
    participant = snapshot.participants[account.participant]
    mint = snapshot.assets[account.asset].mint
    main = snapshot.accounts.get(account_address(snapshot.address, account.wallet, mint))
    why = frozen(account, participant, now)
    return why if why or main is None else frozen(main, participant, now)


def _treasury(snapshot: Snapshot, account: PaymentAccount) -> Pubkey | None:
    return next(
        (
            address
            for address, each in snapshot.accounts.items()
            if each.wallet == snapshot.zone.treasury and each.asset == account.asset
        ),
        None,
    )

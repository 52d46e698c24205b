"""Disputes of held payments, reserves, the end of a payment's account, and their policy.

Every function takes an idempotency `key`: called again with it, the same act is meant, and its
receipt (or refusal) is returned.  Evidence stays with whoever has it: the chain has its SHA-256.
"""

from __future__ import annotations

from hashlib import sha256

from solders.keypair import Keypair
from solders.pubkey import Pubkey

from alatau.context import ZoneContext
from alatau.models import Receipt
from alatau.program import events, instructions
from alatau.program.enums import DisputeReason

NOBODY = Pubkey.default()
"""As arbiter: the operator alone resolves disputes."""


def evidence_of(payer: bytes, payee: bytes | None = None) -> bytes:
    """The digest that a payment carries of its dispute's evidence.

    Of the payer's alone until the payee has answered.  Who has both can prove what was put
    forward; neither can be exchanged.
    """
    digest = sha256(payer).digest()
    return digest if payee is None else sha256(digest + sha256(payee).digest()).digest()


async def dispute(
    zone: ZoneContext,
    *,
    payment: Pubkey,
    payer_account: Pubkey,
    reason: DisputeReason | int,
    evidence: bytes,
    wallet: Keypair | None = None,
    key: str | None = None,
) -> Receipt[events.Disputed]:
    """The payer disputes a payment, once: what is held or in reserve then waits.

    A fulfilled one before its settlement window has passed, a settled one as long as its
    reserve is kept.  `evidence` is what the payer puts forward; its SHA-256 goes on the chain.
    Raises `ProgramRefused`: `NotDisputable`, `DisputeOverdue`, `AlreadyDisputed`.
    """
    wallet = wallet or zone.keypair
    instruction = instructions.dispute(
        wallet=wallet.pubkey(),
        payment=payment,
        payer_account=payer_account,
        reason=int(reason),
        evidence=sha256(evidence).digest(),
    )
    return await zone.submit(events.Disputed, instruction, key=key, signers=(wallet,))


async def respond(
    zone: ZoneContext,
    *,
    payment: Pubkey,
    payee_account: Pubkey,
    evidence: bytes,
    wallet: Keypair | None = None,
    key: str | None = None,
) -> Receipt[events.Responded]:
    """The payee answers a dispute, once and before its `decide_by`.

    Raises `ProgramRefused`: `NotDisputed`, `AlreadyAnswered`, `AnswerOverdue`.
    """
    wallet = wallet or zone.keypair
    instruction = instructions.respond(
        wallet=wallet.pubkey(),
        payment=payment,
        payee_account=payee_account,
        evidence=sha256(evidence).digest(),
    )
    return await zone.submit(events.Responded, instruction, key=key, signers=(wallet,))


async def resolve(
    zone: ZoneContext,
    *,
    payment: Pubkey,
    payer_account: Pubkey,
    payee_account: Pubkey,
    to_payer: int,
    authority: Keypair | None = None,
    key: str | None = None,
) -> Receipt[events.Resolved]:
    """The operator or the arbiter divides a disputed payment: `to_payer` base units go back.

    Of a held payment anything up to what is held; of a settled one what fee, tax and reserve
    give.  Where the payee has returned so much since that less is left, all of it.  The rest is
    the payee's.  Raises `ProgramRefused`: `NotArbiter`, `ArbiterIsParty`,
    `DecisionOverdue`, `RefundExceedsPayment`, `ReserveShort`.
    """
    authority = authority or zone.keypair
    instruction = instructions.resolve(
        authority=authority.pubkey(),
        zone=zone.address,
        payment=payment,
        payer_account=payer_account,
        payee_account=payee_account,
        to_payer=to_payer,
    )
    return await zone.submit(events.Resolved, instruction, key=key, signers=(authority,))


async def conclude(
    zone: ZoneContext,
    *,
    payment: Pubkey,
    payer_account: Pubkey,
    payee_account: Pubkey,
    drop: bool = False,
    signer: Keypair | None = None,
    key: str | None = None,
) -> Receipt[events.Resolved]:
    """End a dispute that nobody has resolved.

    With `drop` the payer gives it up, at any time.  Without, anyone ends it from `decide_by`
    on: for the payee if it has answered, for the payer if not (of a settled payment, as much as
    the reserve suffices for).  Raises `ProgramRefused`: `NotDisputer`, `DecisionNotDue`.
    """
    signer = signer or zone.keypair
    instruction = instructions.conclude(
        signer=signer.pubkey(),
        payment=payment,
        payer_account=payer_account,
        payee_account=payee_account,
        drop=drop,
    )
    return await zone.submit(events.Resolved, instruction, key=key, signers=(signer,))


async def release(
    zone: ZoneContext, *, payment: Pubkey, payee_account: Pubkey, key: str | None = None
) -> Receipt[events.Released]:
    """Make a payment's reserve available to its payee once it is due; anyone may.

    Raises `ProgramRefused`: `NothingReserved`, `ReserveNotDue`, `NotSettled` while disputed.
    """
    instruction = instructions.release(payment=payment, payee_account=payee_account)
    return await zone.submit(events.Released, instruction, key=key)


async def close_payment(
    zone: ZoneContext,
    *,
    payment: Pubkey,
    payer_account: Pubkey,
    rent_payer: Pubkey,
    key: str | None = None,
) -> Receipt[events.PaymentClosed]:
    """Close the account of a payment that is over and was kept long enough; anyone may.

    Its rent goes back to `rent_payer`, which paid it.  Raises `ProgramRefused`: `NotOver`,
    `RetentionNotOver`.
    """
    instruction = instructions.close_payment(
        payment=payment, payer_account=payer_account, rent_payer=rent_payer
    )
    return await zone.submit(events.PaymentClosed, instruction, key=key)


async def set_policy(
    zone: ZoneContext,
    *,
    settle_window: int,
    deliver_within: int,
    respond_window: int,
    resolve_window: int,
    retention: int,
    arbiter: Pubkey = NOBODY,
    operator: Keypair | None = None,
    key: str | None = None,
) -> Receipt[events.PolicySet]:
    """Set the zone's policy for payments made from now on; those that exist keep theirs.

    Spans are seconds, up to 366 days.  Who resolves disputes changes at once, for all.
    Raises `ProgramRefused`: `NotOperator`, `BadWindow`, `ArbiterIsRegulator`.
    """
    operator = operator or zone.keypair
    instruction = instructions.set_policy(
        operator=operator.pubkey(),
        zone=zone.address,
        settle_window=settle_window,
        deliver_within=deliver_within,
        respond_window=respond_window,
        resolve_window=resolve_window,
        retention=retention,
        arbiter=arbiter,
    )
    return await zone.submit(
        events.PolicySet, instruction, key=key, signers=(zone.keypair, operator)
    )


async def set_reserve(
    zone: ZoneContext,
    *,
    wallet: Pubkey,
    reserve_bps: int,
    reserve_window: int,
    operator: Keypair | None = None,
    key: str | None = None,
) -> Receipt[events.ReserveSet]:
    """Set what of held payments to a merchant is kept in reserve when they settle.

    `reserve_bps` of what the merchant gets, for `reserve_window` seconds (up to 366 days), of
    payments made from now on; 0 and 0 end it.  Raises `ProgramRefused`: `NotOperator`,
    `NotMerchant`, `BadRate`, `BadWindow`.
    """
    operator = operator or zone.keypair
    instruction = instructions.set_reserve(
        operator=operator.pubkey(),
        zone=zone.address,
        wallet=wallet,
        reserve_bps=reserve_bps,
        reserve_window=reserve_window,
    )
    return await zone.submit(
        events.ReserveSet, instruction, key=key, signers=(zone.keypair, operator)
    )

"""The replacement of a lost wallet: all of a holding goes to its owner's new one.

The issuer proposes it (`propose_replacement`), the operator, who has verified both wallets, signs
too and sends (`approve_replacement`).  For a week the old wallet, or either of the two, can end it
(`veto_replacement`), and whatever the old wallet signs with its holding ends it too.  Then anyone
does it (`replace_holder`).
"""

from __future__ import annotations

from hashlib import sha256

from solders.keypair import Keypair
from solders.message import to_bytes_versioned
from solders.pubkey import Pubkey

from alatau.context import ZoneContext, content_of
from alatau.countersigned import retried_by
from alatau.errors import AccountMissing, QuoteInvalid, QuoteStale, TransactionExpired
from alatau.instruments import holding, holdings
from alatau.models import Receipt
from alatau.offers import cancel_offers
from alatau.outside import recall_units
from alatau.program import accounts, events, instructions
from alatau.replacement_terms import ReplacementProposal, accept_replacement, sign_replacement


async def propose_replacement(
    zone: ZoneContext,
    *,
    mint: Pubkey,
    holder: Pubkey,
    successor: Pubkey,
    issuer: Keypair | None = None,
) -> ReplacementProposal:
    """Say that who had the wallet `holder` has `successor` now, as the issuer, signed.

    Nothing is sent: the proposal is for the operator, and its blockhash lasts about a minute.
    Raises `AccountMissing` where one of the two has no holding.
    """
    issuer = issuer or zone.keypair
    found = await holding(zone, mint=mint, wallet=holder)
    await holding(zone, mint=mint, wallet=successor)
    state = accounts.decode_zone((await zone.require(zone.address, "zone")).data)
    proposal = ReplacementProposal(
        zone=zone.address,
        mint=mint,
        holder=holder,
        successor=successor,
        issuer=issuer.pubkey(),
        operator=state.operator,
        revision=found.revision,
    )
    return sign_replacement(proposal, issuer, (await zone.chain.blockhash()).hash)


async def approve_replacement(
    zone: ZoneContext,
    proposal: ReplacementProposal,
    *,
    operator: Keypair | None = None,
    issuer: Keypair | None = None,
) -> Receipt[events.ReplacementProposed]:
    """Sign an issuer's proposal too, as the operator: the notice of a week begins.

    Sends the transaction that the issuer has signed; with the `issuer`'s key at hand, one that
    both sign now, which the revision lets land once.  What the issuer has signed, approved again,
    is told again and not done again, also where it failed; another proposal is another intent.
    Raises `QuoteInvalid`
    where its bytes are not what it says, `QuoteStale` where it can land no more, and
    `ProgramRefused` with the rule's name.
    """
    operator = operator or zone.keypair
    if proposal.zone != zone.address:
        raise QuoteInvalid(f"the proposal is of the zone {proposal.zone}", field="zone")
    transaction, key = None, None
    if issuer is None:
        transaction = accept_replacement(proposal, operator)
        message = to_bytes_versioned(transaction.message)
        key = f"replacement:{proposal.holding}:{sha256(message).hexdigest()}"
    content = content_of("propose_replacement", proposal.holding, proposal.successor)
    try:
        with retried_by("mend the cause, then have the issuer propose it again"):
            return await zone.submit(
                events.ReplacementProposed,
                proposal.instruction(),
                key=key,
                signers=(operator,) if issuer is None else (operator, issuer),
                content=content,
                transaction=transaction,
            )
    except TransactionExpired as error:
        raise QuoteStale(
            "the proposal's transaction can land no more: nothing is proposed",
            remedy="have the issuer propose it again",
        ) from error


async def veto_replacement(
    zone: ZoneContext, *, mint: Pubkey, holder: Pubkey | None = None, wallet: Keypair | None = None
) -> Receipt[events.ReplacementVetoed]:
    """End the replacement of a `holder`, by default of the wallet that signs.

    That one signs, the issuer or the operator.  Raises `ProgramRefused`:
    `NoReplacement` where none is proposed.
    """
    wallet = wallet or zone.keypair
    instruction = instructions.veto_replacement(
        wallet=wallet.pubkey(),
        zone=zone.address,
        mint=mint,
        holder=holder or wallet.pubkey(),
    )
    return await zone.submit(events.ReplacementVetoed, instruction, signers=(wallet,))


async def replace_holder(
    zone: ZoneContext, *, mint: Pubkey, holder: Pubkey, wallet: Keypair | None = None
) -> Receipt[events.HolderReplaced]:
    """Move all of a lost wallet's holding to its successor's, a week after the proposal.

    Anyone may.  Its standing offers are cancelled first, by the `wallet` that signs, and its units
    outside brought back.  Raises `ProgramRefused`, `AccountMissing` where no replacement is
    proposed.
    """
    wallet = wallet or zone.keypair
    found = await holding(zone, mint=mint, wallet=holder)
    if not found.replace_at:
        raise AccountMissing(f"no replacement of {holder} is proposed")
    newer = await zone.require(found.successor_holding, "holding of the successor")
    successor = accounts.decode_holding(newer.data).wallet
    if found.open_offers:
        await cancel_offers(zone, mint=mint, seller=holder, wallet=wallet)
    if found.outside:
        await recall_units(zone, mint=mint, wallet=holder)
    instruction = instructions.replace_holder(
        zone=zone.address, mint=mint, holder=holder, successor=successor
    )
    return await zone.submit(events.HolderReplaced, instruction, signers=(wallet,))


async def replacements(zone: ZoneContext, *, mint: Pubkey) -> list[accounts.Holding]:
    """The holdings of an instrument whose replacement is proposed, the first due first."""
    found = [each for each in await holdings(zone, mint=mint) if each.replace_at]
    return sorted(found, key=lambda one: (one.replace_at, bytes(one.wallet)))

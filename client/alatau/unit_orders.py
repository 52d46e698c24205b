"""What both regulators order about units: a holding is frozen; units move, once for a case."""

from __future__ import annotations

from solders.keypair import Keypair
from solders.pubkey import Pubkey

from alatau.context import ZoneContext
from alatau.errors import AccountMissing, InputError
from alatau.instruments import holding, holding_of, open_holding
from alatau.models import Receipt
from alatau.offers import cancel_offers
from alatau.outside import recall_units
from alatau.program import accounts, addresses, case_id, events, instructions


async def freeze_holding(
    zone: ZoneContext,
    *,
    regulators: tuple[Keypair, Keypair],
    wallet: Pubkey,
    mint: Pubkey,
    case: str,
    basis: int,
    until: int,
    key: str | None = None,
) -> Receipt[events.HoldingFreezeSet]:
    """Stop units from leaving a holding, before `until` (unix seconds, 366 days at most).

    A freeze that is there is replaced.  Units still come in, and what can be claimed is paid.
    `case` is a UUID or up to 16 bytes of text, `basis` the number of the legal basis.  Raises
    `ProgramRefused`: NotBothRegulators, BadCase, BadBasis, BadFreeze.
    """
    first, second = regulators
    instruction = instructions.freeze_holding(
        first_regulator=first.pubkey(),
        second_regulator=second.pubkey(),
        zone=zone.address,
        wallet=wallet,
        mint=mint,
        case=case_id(case),
        basis=basis,
        until=until,
    )
    signers = (zone.keypair, *regulators)
    return await zone.submit(events.HoldingFreezeSet, instruction, key=key, signers=signers)


async def unfreeze_holding(
    zone: ZoneContext, *, regulator: Keypair, wallet: Pubkey, mint: Pubkey, key: str | None = None
) -> Receipt[events.HoldingFreezeLifted]:
    """End the freeze of a holding, as either regulator.

    Raises `ProgramRefused`: NotRegulator, NotFrozen (also where it has ended by itself).
    """
    instruction = instructions.unfreeze_holding(
        regulator=regulator.pubkey(), zone=zone.address, wallet=wallet, mint=mint
    )
    signers = (zone.keypair, regulator)
    return await zone.submit(events.HoldingFreezeLifted, instruction, key=key, signers=signers)


async def seize_units(
    zone: ZoneContext,
    *,
    regulators: tuple[Keypair, Keypair],
    wallet: Pubkey,
    mint: Pubkey,
    case: str,
    basis: int,
    quantity: int,
    key: str | None = None,
) -> Receipt[events.UnitsSeized]:
    """Take `quantity` of a wallet's free units to the zone's treasury.

    Whatever the instrument's state, frozen or not, paused or ended.  Where fewer are free, offers
    of a frozen holding are cancelled first, and its units outside brought back; one that is not
    frozen raises `InputError`.  The treasury's holding is opened where it has none.  `case` can be
    executed once on a holding.  The zone's key pays rents.  Raises `ProgramRefused`:
    NotBothRegulators, CaseExecuted, InsufficientUnits, IssuerNotRedeemed, BadCase, BadBasis,
    ZeroAmount.
    """
    state = accounts.decode_zone((await zone.require(zone.address, "zone")).data)
    await _make_ready(zone, mint, wallet, state.treasury, case=case_id(case), quantity=quantity)
    first, second = regulators
    instruction = instructions.seize_units(
        payer=zone.keypair.pubkey(),
        first_regulator=first.pubkey(),
        second_regulator=second.pubkey(),
        zone=zone.address,
        wallet=wallet,
        mint=mint,
        treasury=state.treasury,
        case=case_id(case),
        basis=basis,
        quantity=quantity,
    )
    signers = (zone.keypair, *regulators)
    return await zone.submit(events.UnitsSeized, instruction, key=key, signers=signers)


async def forced_transfer_units(
    zone: ZoneContext,
    *,
    regulators: tuple[Keypair, Keypair],
    wallet: Pubkey,
    recipient: Pubkey,
    mint: Pubkey,
    case: str,
    basis: int,
    quantity: int,
    key: str | None = None,
) -> Receipt[events.UnitsForcedTransferred]:
    """Move `quantity` of a wallet's free units to another participant's holding.

    For a court's order; whether the recipient may hold them is not asked, and its holding is
    opened where it has none.  Else as `seize_units`.
    """
    await _make_ready(zone, mint, wallet, recipient, case=case_id(case), quantity=quantity)
    first, second = regulators
    instruction = instructions.forced_transfer_units(
        payer=zone.keypair.pubkey(),
        first_regulator=first.pubkey(),
        second_regulator=second.pubkey(),
        zone=zone.address,
        wallet=wallet,
        recipient=recipient,
        mint=mint,
        case=case_id(case),
        basis=basis,
        quantity=quantity,
    )
    signers = (zone.keypair, *regulators)
    return await zone.submit(events.UnitsForcedTransferred, instruction, key=key, signers=signers)


async def _make_ready(
    zone: ZoneContext,
    mint: Pubkey,
    wallet: Pubkey,
    recipient: Pubkey,
    *,
    case: bytes,
    quantity: int,
) -> None:
    """What an order needs first, unless it is known that it would be refused all the same."""
    if recipient == wallet:
        raise InputError(
            f"{wallet} would give units to itself", field="recipient", remedy="name another wallet"
        )
    found = await holding(zone, mint=mint, wallet=wallet)
    if quantity > found.units or await _executed(zone, mint, wallet, case):
        return  # the program says why not; asked again, it has its receipt
    await _make_free(zone, found, mint, quantity)
    await _have_holding(zone, mint, recipient)


async def _have_holding(zone: ZoneContext, mint: Pubkey, wallet: Pubkey) -> None:
    try:
        await holding(zone, mint=mint, wallet=wallet)
    except AccountMissing:
        await open_holding(zone, mint=mint, wallet=wallet)


async def _make_free(
    zone: ZoneContext, found: accounts.Holding, mint: Pubkey, quantity: int
) -> None:
    """Free units of a frozen holding, in offers and outside, as far as the order needs them."""
    wallet = found.wallet
    if quantity <= found.free:
        return
    if not found.freeze.is_active(await zone.chain.time()):
        raise InputError(
            f"of {found.units} units of {wallet} {found.free} are free, {quantity} are to move",
            field="quantity",
            remedy="freeze the holding first: then the others are freed, and stay so",
        )
    if found.open_offers:
        await cancel_offers(zone, mint=mint, seller=wallet, needed=quantity)
        found = await holding(zone, mint=mint, wallet=wallet)
    if quantity > found.free:
        await recall_units(zone, mint=mint, wallet=wallet)


async def _executed(zone: ZoneContext, mint: Pubkey, wallet: Pubkey, case: bytes) -> bool:
    """Whether an order of this case was executed: what is asked again has its receipt."""
    own = holding_of(zone, mint, wallet)
    (record,) = await zone.chain.accounts([addresses.enforcement_address(own, case)])
    return record is not None

"""Finding a held payment of the zone, for the commands about one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.errors import AlatauError, InputError

if TYPE_CHECKING:
    from solders.pubkey import Pubkey

    from alatau.program import Payment
    from alatau.zone import Zone


async def held(zone: Zone, address: Pubkey) -> tuple[Payment, int]:
    """A held payment of the zone and the decimals of its asset."""
    from alatau.cli.connect import found
    from alatau.cli.lookup import assets_at
    from alatau.program import decode_payment_account

    state = await found(
        zone.payment(address),
        f"there is no held payment {address} on {zone.chain.url}",
        "alatau pay --hold and alatau history print the addresses of held payments",
    )
    payer = decode_payment_account((await zone.require(state.payer_account, "account")).data)
    if payer.zone != zone.address:
        raise InputError(
            f"{address} is a payment of another zone", field="PAYMENT", remedy="give its --zone"
        )
    asset = (await assets_at(zone.chain, [payer.asset])).get(payer.asset)
    if asset is None:
        raise AlatauError(f"the asset of the payment {address} is not on {zone.chain.url}")
    return state, asset.decimals


async def parties(zone: Zone, payment: Payment) -> dict[str, str | int]:
    """The wallets of a payment and the lane that it was paid to, of accounts that still are."""
    from alatau.program import decode_payment_account

    payer, payee = await zone.chain.accounts([payment.payer_account, payment.payee_account])
    found: dict[str, str | int] = {}
    if payer is not None:
        found["payer"] = str(decode_payment_account(payer.data).wallet)
    if payee is not None:
        account = decode_payment_account(payee.data)
        found |= {"payee": str(account.wallet), "payee_lane": account.lane}
    return found

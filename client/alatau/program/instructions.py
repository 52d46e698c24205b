"""One builder per instruction, with its name.

What can be derived is derived: of a wallet, a zone and a mint come the participant, the
asset and the payment account.  Amounts are base units, times unix seconds, references
and credentials 32 bytes.  All raise `InputError`, naming the field, for a value that
does not fit the program's type; the program's own rules are the program's to check.
"""

from alatau.program.authority_instructions import (
    accept_authority,
    cancel_succession,
    close_account,
    extend_zone,
    migrate,
    propose_authority,
    replace_authority,
    stop_withdrawals,
    wind_down,
)
from alatau.program.batch_instructions import (
    consolidate,
    fund_lane,
    pay_many,
    settle_many,
)
from alatau.program.disputes_instructions import (
    close_payment,
    conclude,
    dispute,
    release,
    resolve,
    respond,
    set_policy,
    set_reserve,
)
from alatau.program.enforcement_instructions import (
    forced_transfer,
    freeze_account,
    freeze_participant,
    seize,
    unfreeze_account,
    unfreeze_participant,
)
from alatau.program.payment_instructions import (
    collect,
    deposit,
    expire,
    fulfil,
    pay,
    pay_held,
    refund,
    settle,
    transfer,
    withdraw,
)
from alatau.program.zone_instructions import (
    consent_asset,
    create_zone,
    grant_licence,
    list_asset,
    open_account,
    pause,
    register_participant,
    suspend_licence,
    vault_token_account,
)

__all__ = [
    "accept_authority",
    "cancel_succession",
    "close_account",
    "close_payment",
    "collect",
    "conclude",
    "consent_asset",
    "consolidate",
    "create_zone",
    "deposit",
    "dispute",
    "expire",
    "extend_zone",
    "forced_transfer",
    "freeze_account",
    "freeze_participant",
    "fulfil",
    "fund_lane",
    "grant_licence",
    "list_asset",
    "migrate",
    "open_account",
    "pause",
    "pay",
    "pay_held",
    "pay_many",
    "propose_authority",
    "refund",
    "register_participant",
    "release",
    "replace_authority",
    "resolve",
    "respond",
    "seize",
    "set_policy",
    "set_reserve",
    "settle",
    "settle_many",
    "stop_withdrawals",
    "suspend_licence",
    "transfer",
    "unfreeze_account",
    "unfreeze_participant",
    "vault_token_account",
    "wind_down",
    "withdraw",
]

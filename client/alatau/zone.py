"""The facade: ``async with Zone.open(url, name=…, keypair=…) as zone: await zone.pay(…)``."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

from solders.keypair import Keypair
from solders.pubkey import Pubkey

from alatau import (
    allowances,
    authority,
    batches,
    conversions,
    disputes,
    distributions,
    enforcement,
    freezes,
    instruments,
    lanes,
    mandates,
    offerings,
    offerings_settling,
    offers,
    outside,
    payments,
    positions,
    redemption,
    registry,
    replacements,
    tables,
    taxes,
    trades,
    unit_orders,
)
from alatau import pay as paying
from alatau.chain import open_chain
from alatau.chain.base import Chain, Commitment
from alatau.context import ZoneContext, refused
from alatau.errors import InputError
from alatau.file_names import file_name
from alatau.program import PROGRAM_ID, accounts, addresses, program_path
from alatau.sender import Fees, Journal, Sender

HOME_VARIABLE = "ALATAU_HOME"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
EMBEDDED_FILE = "embedded.sqlite"
"""The embedded chain's file in the home folder."""


def default_home() -> Path:
    """Where the embedded chain and the journals live: $ALATAU_HOME, or ``.alatau`` here."""
    return Path(os.environ.get(HOME_VARIABLE) or ".alatau")


class Zone(ZoneContext):
    """A zone, with a method for every instruction of its program.

    Each returns a `Receipt` (signature, slot, fee, compute units, event) or raises
    `ProgramRefused` with the name of the rule.  Amounts are base units.
    """

    create = registry.create_zone
    list_asset = registry.list_asset
    consent_asset = registry.consent_asset
    rescreen_asset = registry.rescreen_asset
    register_participant = registry.register_participant
    grant_licence = registry.grant_licence
    suspend_licence = registry.suspend_licence
    pause = registry.pause

    propose_authority = authority.propose_authority
    replace_authority = authority.replace_authority
    accept_authority = authority.accept_authority
    cancel_succession = authority.cancel_succession
    stop_withdrawals = authority.stop_withdrawals
    wind_down = authority.wind_down
    extend_zone = authority.extend_zone
    close_account = authority.close_account
    migrate = authority.migrate
    outdated = authority.outdated
    freeze_account = freezes.freeze_account
    unfreeze_account = freezes.unfreeze_account
    freeze_participant = freezes.freeze_participant
    unfreeze_participant = freezes.unfreeze_participant
    seize = enforcement.seize
    forced_transfer = enforcement.forced_transfer
    enforcements = enforcement.enforcements

    open_account = payments.open_account
    deposit = payments.deposit
    withdraw = payments.withdraw
    pay = paying.pay
    pay_held = paying.pay_held
    pay_all = paying.pay_all
    transfer = paying.transfer
    fulfil = payments.fulfil
    settle = payments.settle
    refund = payments.refund
    expire = payments.expire
    collect = payments.collect
    request_quote = conversions.request_quote
    answer_quote = conversions.answer_quote
    convert = conversions.convert
    deposit_and_pay = conversions.deposit_and_pay
    pay_many = batches.pay_many
    pay_many_in_turn = batches.pay_many_in_turn
    settle_many = batches.settle_many
    settle_due = batches.settle_due
    due_payments = batches.due_payments
    consolidate = lanes.consolidate
    fund_lane = lanes.fund_lane
    create_tables = tables.create_tables
    extend_table = tables.extend_table
    lookup_table = tables.lookup_table
    retire_table = tables.retire_table
    close_table = tables.close_table
    payment = payments.payment
    account = payments.account

    dispute = disputes.dispute
    respond = disputes.respond
    resolve = disputes.resolve
    conclude = disputes.conclude
    release = disputes.release
    close_payment = disputes.close_payment
    set_policy = disputes.set_policy
    set_reserve = disputes.set_reserve
    grant_allowance = allowances.grant_allowance
    revoke_allowance = allowances.revoke_allowance
    close_allowance = allowances.close_allowance
    draw = allowances.draw
    allowance = allowances.allowance
    allowances_of = allowances.allowances_of

    create_plan = mandates.create_plan
    close_plan = mandates.close_plan
    delete_plan = mandates.delete_plan
    grant_mandate = mandates.grant_mandate
    cancel_mandate = mandates.cancel_mandate
    pull = mandates.pull
    pull_due = mandates.pull_due
    plan = mandates.plan
    mandate = mandates.mandate
    mandates_of = mandates.mandates_of
    make_instrument_mint = instruments.make_instrument_mint
    create_instrument = instruments.create_instrument
    admit_instrument = instruments.admit_instrument
    suspend_instrument = instruments.suspend_instrument
    delist_instrument = instruments.delist_instrument
    open_holding = instruments.open_holding
    close_holding = instruments.close_holding
    issue_units = instruments.issue_units
    transfer_units = instruments.transfer_units
    withdraw_units = outside.withdraw_units
    return_units = outside.return_units
    recall_units = outside.recall_units
    call_redemption = redemption.call_redemption
    redeem = redemption.redeem
    redeem_all = redemption.redeem_all
    open_tender = redemption.open_tender
    tender_units = redemption.tender_units
    close_tender = redemption.close_tender

    freeze_holding = unit_orders.freeze_holding
    unfreeze_holding = unit_orders.unfreeze_holding
    seize_units = unit_orders.seize_units
    forced_transfer_units = unit_orders.forced_transfer_units
    instrument = instruments.instrument
    holding = instruments.holding
    holdings = instruments.holdings
    positions = positions.positions
    instruments = instruments.instruments
    request_trade = trades.request_trade
    answer_trade = trades.answer_trade
    trade = trades.trade
    offer_units = offers.offer_units
    take_offer = offers.take_offer
    cancel_offer = offers.cancel_offer
    split_instrument = trades.split_instrument
    distribute = distributions.distribute
    claim = distributions.claim
    claim_all = distributions.claim_all
    claims = distributions.claims
    propose_replacement = replacements.propose_replacement
    approve_replacement = replacements.approve_replacement
    veto_replacement = replacements.veto_replacement
    replace_holder = replacements.replace_holder
    replacements = replacements.replacements
    offer = offers.offer
    offers = offers.offers
    create_offering = offerings.create_offering
    subscribe = offerings.subscribe
    withdraw_subscription = offerings.withdraw_subscription
    confirm_subscription = offerings.confirm_subscription
    conclude_offering = offerings.conclude_offering
    cancel_offering = offerings.cancel_offering
    allot_subscription = offerings.allot_subscription
    close_offering = offerings.close_offering
    settle_offering = offerings_settling.settle_offering
    offering = offerings.offering
    subscription = offerings.subscription
    subscriptions = offerings.subscriptions
    offerings = offerings.offerings

    amend_asset = taxes.amend_asset
    amend_participant = taxes.amend_participant
    set_limits = taxes.set_limits
    close_tax_period = taxes.close_tax_period
    tax_records = taxes.tax_records

    @classmethod
    @asynccontextmanager
    async def open(
        cls,
        url: str = "embedded",
        *,
        keypair: Keypair,
        name: str | None = None,
        home: Path | None = None,
        sponsor: Keypair | None = None,
        fees: Fees | None = None,
        preflight: bool = False,
        commitment: Commitment = Commitment.CONFIRMED,
    ) -> AsyncIterator[Zone]:
        """Open a zone on ``embedded``, ``localnet`` or an HTTP URL.

        Without a `name`, the only zone of the chain; with one, the zone need not exist
        yet: see `create`.  `keypair` signs and pays the network where no other key is
        given; a `sponsor` pays it for everyone.  `home` holds the embedded chain's file and
        the journals.  `fees` say how transactions bid for their place (None: not at all where
        nobody does, on the embedded chain and on this machine), `preflight` that each is tried
        before a fee is paid for it, `commitment` what a call waits for.
        """
        home = default_home() if home is None else home
        chain = await open_chain(
            url,
            program_id=PROGRAM_ID,
            program_bytes_path=program_path(),
            state=home / EMBEDDED_FILE,
        )
        try:
            name = await only_zone(chain) if name is None else name
            async with cls.over(
                chain,
                name=name,
                keypair=keypair,
                home=home,
                sponsor=sponsor,
                fees=None if fees is None and is_own(chain.url) else fees or Fees(),
                preflight=preflight,
                commitment=commitment,
            ) as zone:
                yield zone
        finally:
            await chain.close()

    @classmethod
    @asynccontextmanager
    async def over(
        cls,
        chain: Chain,
        *,
        name: str,
        keypair: Keypair,
        home: Path | None,
        sponsor: Keypair | None = None,
        fees: Fees | None = None,
        preflight: bool = False,
        commitment: Commitment = Commitment.CONFIRMED,
    ) -> AsyncIterator[Zone]:
        """A zone over a chain that is open already; `home` None keeps the journal in memory.

        Without `fees` transactions ask the network for nothing beyond its defaults.
        """
        genesis = await chain.genesis_hash()
        path = None if home is None else journal_path(home, genesis, name)
        with Journal.open(path, genesis=genesis, zone=name) as journal:
            sender = Sender(
                chain, journal, refused, fees=fees, preflight=preflight, commitment=commitment
            )
            try:
                zone = cls(chain, sender, name=name, keypair=keypair)
                zone.sponsor = sponsor
                yield zone
            finally:
                await sender.close()

    async def exists(self) -> bool:
        """Whether the zone is on the chain."""
        return await self.chain.account(self.address) is not None

    async def state(self) -> accounts.Zone:
        """The zone as it stands.  Raises `AccountMissing`."""
        return accounts.decode_zone((await self.require(self.address, "zone")).data)

    async def participant(self, wallet: Pubkey) -> accounts.Participant:
        """A participant as it stands.  Raises `AccountMissing`."""
        address = addresses.participant_address(self.address, wallet)
        return accounts.decode_participant((await self.require(address, "participant")).data)


async def only_zone(chain: Chain) -> str:
    """The name of the only zone on a chain.  Raises `InputError` for none or several."""
    prefix = accounts.DISCRIMINATORS["Zone"]
    found = await chain.program_accounts(PROGRAM_ID, prefix)
    names = sorted(accounts.decode_zone(info.data).name for _, info in found)
    if len(names) == 1:
        return names[0]
    raise InputError(
        f"{len(names)} zones are on {chain.url}" if names else f"no zone is on {chain.url}",
        field="name",
        remedy=f"name one of {', '.join(names)}" if names else "name the zone that you create",
    )


def is_own(url: str) -> bool:
    """Whether a chain is this process' or this machine's: nobody else bids for its blocks."""
    return url == "embedded" or urlsplit(url).hostname in LOOPBACK


def journal_path(home: Path, genesis: str, name: str) -> Path:
    """One journal per chain and zone: a reset chain starts a new one."""
    return home / file_name("journal", genesis, name)

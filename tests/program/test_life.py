"""A zone's life on the embedded virtual machine: every instruction, event and account."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256

import pytest
from solders.clock import Clock
from solders.instruction import Instruction
from solders.keypair import Keypair
from solders.litesvm import LiteSVM
from solders.message import Message
from solders.pubkey import Pubkey
from solders.rent import Rent
from solders.system_program import CreateAccountParams, create_account
from solders.transaction import Transaction
from solders.transaction_metadata import FailedTransactionMetadata
from spl.token.instructions import (
    InitializeMintParams,
    MintToParams,
    create_associated_token_account,
    initialize_mint,
    mint_to,
)

from alatau import program as p
from alatau.program import instructions as build

NOW = 1_767_225_600  # 2026-01-01
DAY = 86_400
NO_CAP = 2**64 - 1
MINT_BYTES = 82
BALANCE_AT = 64  # of a token account
LAMPORTS = 10_000_000_000
HELD = 1_000_001
FIRST = {
    *("create_zone", "list_asset", "consent_asset", "register_participant", "grant_licence"),
    *("suspend_licence", "open_account", "deposit", "withdraw", "pay", "pay_held", "transfer"),
    *("fulfil", "settle", "refund", "expire", "collect", "pause"),
}
"""What this life is made of."""
LEGS = (15_000, 120_000)  # its fee of 1.5 % and its tax of 12 %


def reference(text: str) -> bytes:
    return sha256(text.encode()).digest()


def returned_legs(refunded: int) -> tuple[int, int]:
    """What of fee and tax belongs to the payer: both together rounded down, then divided."""
    both = sum(LEGS) * refunded // HELD
    fee = LEGS[0] * both // sum(LEGS)
    return fee, both - fee


@dataclass
class Ledger:
    """The virtual machine with the program, and the compute units that were used."""

    token_program: Pubkey
    svm: LiteSVM = field(default_factory=LiteSVM)
    payer: Keypair = field(default_factory=Keypair)
    units: list[tuple[str, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        # The program reads rent as SIMD-0194 defines it, this machine's default is older.
        self.svm.set_rent(Rent(6_960, 1.0, 50))
        self.svm.add_program_from_file(p.PROGRAM_ID, p.program_path())
        self.svm.airdrop(self.payer.pubkey(), LAMPORTS)
        self.at(NOW)

    def at(self, seconds: int) -> None:
        self.svm.set_clock(Clock(1, 0, 0, 1, seconds))

    def try_(
        self, instructions: Sequence[Instruction], *signers: Keypair
    ) -> tuple[str | None, list[str], int]:
        self.svm.expire_blockhash()
        keys = list({key.pubkey(): key for key in (self.payer, *signers)}.values())
        message = Message(list(instructions), self.payer.pubkey())
        result = self.svm.send_transaction(Transaction(keys, message, self.svm.latest_blockhash()))
        if isinstance(result, FailedTransactionMetadata):
            error = json.dumps(json.loads(result.to_json())["err"])
            return error, result.meta().logs(), result.meta().compute_units_consumed()
        return None, result.logs(), result.compute_units_consumed()

    def run(self, name: str, instruction: Instruction, *signers: Keypair) -> p.Event:
        """The one event of an instruction that must succeed."""
        error, logs, units = self.try_([instruction], *signers)
        assert error is None, (name, error, logs)
        self.units.append((name, units))
        log = p.read_events(logs)
        assert not log.truncated
        assert not log.unknown
        (event,) = log.events
        return event

    def refuse(self, instruction: Instruction, *signers: Keypair) -> str:
        """The name of the reason for which an instruction must fail."""
        error, logs, _ = self.try_([instruction], *signers)
        assert error is not None
        assert p.read_events(logs).events == ()
        refused = p.refusal(error, logs)
        assert refused is not None, (error, logs)
        return refused.name

    def setup(self, instructions: Sequence[Instruction], *signers: Keypair) -> None:
        error, logs, _ = self.try_(instructions, *signers)
        assert error is None, (error, logs)

    def data(self, address: Pubkey) -> bytes:
        account = self.svm.get_account(address)
        assert account is not None
        return bytes(account.data)

    def tokens(self, address: Pubkey) -> int:
        return int.from_bytes(self.data(address)[BALANCE_AT : BALANCE_AT + 8], "little")

    def wallet(self) -> Keypair:
        key = Keypair()
        self.svm.airdrop(key.pubkey(), LAMPORTS)
        return key

    def mint(self, authority: Keypair, decimals: int) -> Pubkey:
        key = Keypair()
        lamports = self.svm.minimum_balance_for_rent_exemption(MINT_BYTES)
        made = create_account(
            CreateAccountParams(
                from_pubkey=self.payer.pubkey(),
                to_pubkey=key.pubkey(),
                lamports=lamports,
                space=MINT_BYTES,
                owner=self.token_program,
            )
        )
        begun = initialize_mint(
            InitializeMintParams(
                decimals=decimals,
                program_id=self.token_program,
                mint=key.pubkey(),
                mint_authority=authority.pubkey(),
            )
        )
        self.setup([made, begun], key)
        return key.pubkey()

    def token_account(self, owner: Pubkey, mint: Pubkey) -> Pubkey:
        self.setup(
            [
                create_associated_token_account(
                    self.payer.pubkey(), owner, mint, token_program_id=self.token_program
                )
            ]
        )
        return p.token_account_address(owner, mint, self.token_program)

    def issue(self, mint: Pubkey, to: Pubkey, authority: Keypair, amount: int) -> None:
        params = MintToParams(self.token_program, mint, to, authority.pubkey(), amount)
        self.setup([mint_to(params)], authority)


@pytest.fixture(params=[p.TOKEN_PROGRAM, p.TOKEN_2022_PROGRAM], ids=["token", "token-2022"])
def ledger(request: pytest.FixtureRequest) -> Ledger:
    return Ledger(request.param)


def test_run_a_zone_from_its_creation_to_a_pause_decodes_every_event_and_account(  # noqa: C901, PLR0915 - a life
    ledger: Ledger,
) -> None:
    run, refuse = ledger.run, ledger.refuse
    payer = ledger.payer.pubkey()
    operator, bank, afsa, treasury, issuer = (ledger.wallet() for _ in range(5))
    aigul, arman, clinic = (ledger.wallet() for _ in range(3))  # Айгүл, Арман, клиника
    name = "Алатау сити"
    zone = p.zone_address(name)

    # -- the zone and its asset --------------------------------------------------------
    created = run(
        "create_zone",
        build.create_zone(
            payer=payer,
            operator=operator.pubkey(),
            first_regulator=bank.pubkey(),
            second_regulator=afsa.pubkey(),
            treasury=treasury.pubkey(),
            name=name,
            utc_offset=5 * 3_600,
            ends_at=NOW + 700 * DAY,
            settle_window=3 * DAY,
            deliver_within=30 * DAY,
        ),
        operator,
        bank,
        afsa,
    )
    assert created == p.ZoneCreated(
        zone=zone,
        operator=operator.pubkey(),
        regulators=(bank.pubkey(), afsa.pubkey()),
        treasury=treasury.pubkey(),
        ends_at=NOW + 700 * DAY,
        revision=1,
    )
    stored = p.decode_zone(ledger.data(zone))
    assert stored.name == name
    assert stored.regulators == (bank.pubkey(), afsa.pubkey())
    assert (stored.utc_offset, stored.settle_window) == (18_000, 3 * DAY)
    assert stored.paused_scopes == p.Scope.NONE

    mint = ledger.mint(issuer, 2)
    asset = p.asset_address(zone, mint)
    vault = p.vault_address(asset)
    vault_token = ledger.token_account(vault, mint)
    assert vault_token == p.vault_token_account(zone, mint, ledger.token_program)
    listed = run(
        "list_asset",
        build.list_asset(
            payer=payer,
            operator=operator.pubkey(),
            zone=zone,
            mint=mint,
            token_program=ledger.token_program,
            asset_class=p.AssetClass.NATIONAL,
            fee_bps=150,
            fee_min=100,
            fee_max=100_000,
            tax_bps=[0, 400, 800, 1_200],
            caps=[p.Caps(5_000_000, 6_000_000, NO_CAP), *[(NO_CAP, NO_CAP, NO_CAP)] * 3],
            vault_cap=1_000_000_000,
        ),
        operator,
    )
    assert listed == p.AssetListed(
        asset=asset,
        zone=zone,
        mint=mint,
        vault=vault,
        asset_class=p.AssetClass.NATIONAL,
        decimals=2,
        flags=0,
        revision=1,
    )

    def consent(regulator: Keypair) -> Instruction:
        return build.consent_asset(regulator=regulator.pubkey(), zone=zone, mint=mint, consent=True)

    assert refuse(consent(operator), operator) == "NotRegulator"
    assert run("consent_asset", consent(bank), bank) == p.AssetConsented(
        asset=asset, regulator=bank.pubkey(), consents=1, revision=2
    )
    terms = p.decode_asset(ledger.data(asset))
    assert terms.asset_class is p.AssetClass.NATIONAL
    assert terms.token_program == ledger.token_program
    assert (terms.fee_bps, terms.tax_bps) == (150, (0, 400, 800, 1_200))
    assert terms.caps[0] == p.Caps(5_000_000, 6_000_000, NO_CAP)
    assert terms.caps[3] == p.Caps(NO_CAP, NO_CAP, NO_CAP)

    # -- participants, licences, accounts ----------------------------------------------
    people = [
        (aigul, p.Role.RESIDENT, 0),
        (arman, p.Role.RESIDENT | p.Role.INVESTOR, 0),
        (clinic, p.Role.MERCHANT, 3),
        (treasury, p.Role.RESIDENT, 0),
    ]
    for wallet, roles, tax_category in people:
        registered = run(
            "register_participant",
            build.register_participant(
                payer=payer,
                operator=operator.pubkey(),
                zone=zone,
                wallet=wallet.pubkey(),
                roles=roles,
                tier=0,
                tax_category=tax_category,
                country="KZ",
                verified_until=NOW + 365 * DAY,
            ),
            operator,
        )
        assert isinstance(registered, p.ParticipantRegistered)
        assert registered.wallet == wallet.pubkey()
        opened = run(
            "open_account",
            build.open_account(payer=payer, zone=zone, mint=mint, wallet=wallet.pubkey()),
        )
        assert isinstance(opened, p.AccountOpened)
        assert opened.account == p.account_address(zone, wallet.pubkey(), mint)

    def licence(regulator: Keypair) -> Instruction:
        return build.grant_licence(
            regulator=regulator.pubkey(),
            zone=zone,
            wallet=clinic.pubkey(),
            activities=1 << p.Service.CLINIC,
            asset_classes=1 << p.AssetClass.NATIONAL,
            expires_at=NOW + 100 * DAY,
            credential=reference("лицензия № 1"),
        )

    clinic_participant = p.participant_address(zone, clinic.pubkey())
    granted = run("grant_licence", licence(bank), bank)
    assert isinstance(granted, p.LicenceGranted)
    assert granted.credential == reference("лицензия № 1")
    run("grant_licence", licence(afsa), afsa)
    assert run(
        "suspend_licence",
        build.suspend_licence(regulator=afsa.pubkey(), zone=zone, wallet=clinic.pubkey()),
        afsa,
    ) == p.LicenceSuspended(participant=clinic_participant, regulator=afsa.pubkey(), revision=4)
    merchant = p.decode_participant(ledger.data(clinic_participant))
    assert merchant.roles is p.Role.MERCHANT
    assert merchant.country == "KZ"
    assert [slot.status for slot in merchant.licences] == [
        p.LicenceStatus.ACTIVE,
        p.LicenceStatus.SUSPENDED,
    ]
    assert merchant.licences[0].activities == 1 << p.Service.CLINIC

    # -- money enters ------------------------------------------------------------------
    aigul_account, arman_account, clinic_account, treasury_account = (
        p.account_address(zone, wallet.pubkey(), mint) for wallet, _, _ in people
    )
    aigul_token = ledger.token_account(aigul.pubkey(), mint)
    ledger.issue(mint, aigul_token, issuer, 10_000_000)

    def deposit(sequence: int, amount: int) -> Instruction:
        return build.deposit(
            wallet=aigul.pubkey(),
            zone=zone,
            mint=mint,
            token_program=ledger.token_program,
            sequence=sequence,
            amount=amount,
            reference=reference("ввод 1"),
        )

    assert run("deposit", deposit(1, 8_000_000), aigul) == p.Deposited(
        account=aigul_account,
        asset=asset,
        reference=reference("ввод 1"),
        sequence=1,
        amount=8_000_000,
        available=8_000_000,
        revision=2,
        liabilities=8_000_000,
        vault_revision=2,
    )
    assert refuse(deposit(1, 1), aigul) == "SequenceUsed"
    assert refuse(deposit(2, 3_000_000), aigul) == "TokenInsufficientFunds"

    # -- payments ----------------------------------------------------------------------
    def pay(sequence: int, amount: int, deliver_by: int = 0) -> Instruction:
        common = {
            "wallet": aigul.pubkey(),
            "payee": clinic.pubkey(),
            "zone": zone,
            "mint": mint,
            "sequence": sequence,
            "amount": amount,
            "reference": reference(f"приём {sequence}"),
            "service": p.Service.CLINIC,
        }
        if deliver_by:
            return build.pay_held(**common, deliver_by=deliver_by)  # type: ignore[arg-type]  # mixed values
        return build.pay(**common)  # type: ignore[arg-type]  # mixed values

    assert run("pay_final", pay(2, 1_000_000), aigul) == p.Paid(
        payer_account=aigul_account,
        payee_account=clinic_account,
        reference=reference("приём 2"),
        sequence=2,
        amount=1_000_000,
        fee=15_000,
        tax=120_000,
        service=p.Service.CLINIC,
        deliver_by=0,
        payer_available=7_000_000,
        payer_revision=3,
        payee_available=865_000,
        payee_held=0,
        payee_fee_due=15_000,
        payee_tax_due=120_000,
        payee_revision=2,
    )
    assert refuse(pay(2, 1_000_000), aigul) == "SequenceUsed"
    assert refuse(pay(3, 5_000_001), aigul) == "PaymentLimitExceeded"
    assert refuse(pay(3, 0), aigul) == "ZeroAmount"
    assert refuse(pay(3 + 2_000, 1), aigul) == "SequenceTooFar"

    held = {n: p.payment_address(aigul_account, n) for n in (3, 4, 5)}
    for sequence, payment in held.items():
        paid = run("pay_held", pay(sequence, HELD, NOW + DAY), aigul)
        assert isinstance(paid, p.Paid)
        assert paid.payee_held == HELD * (sequence - 2)
        assert p.decode_payment(ledger.data(payment)).rent_payer == aigul.pubkey()
    first = p.decode_account(ledger.data(held[3]))
    assert isinstance(first, p.Payment)
    assert first.state is p.PaymentState.OPEN
    assert (first.amount, first.held, first.fee_total, first.tax_total) == (
        HELD,
        HELD,
        *LEGS,
    )
    payers = {"payer_account": aigul_account, "payee_account": clinic_account}

    # -- fulfilled, refunded in part, settled by the payer; refunded in part again -----
    def fulfil(payment: Pubkey) -> Instruction:
        return build.fulfil(wallet=clinic.pubkey(), payment=payment, payee_account=clinic_account)

    def refund(payment: Pubkey, before: int, amount: int) -> Instruction:
        return build.refund(
            wallet=clinic.pubkey(),
            zone=zone,
            payment=payment,
            refunded_before=before,
            amount=amount,
            **payers,
        )

    def settle(signer: Keypair, payment: Pubkey) -> Instruction:
        return build.settle(signer=signer.pubkey(), payment=payment, **payers)

    assert run("fulfil", fulfil(held[3]), clinic) == p.Fulfilled(
        payment=held[3],
        payee_account=clinic_account,
        settles_at=NOW + 3 * DAY,
        revision=2,
    )
    assert refuse(fulfil(held[3]), clinic) == "NotOpen"
    refunded = run("refund_held", refund(held[3], 0, 333_333), clinic)
    assert isinstance(refunded, p.Refunded)
    assert (refunded.fee, refunded.tax, refunded.refunded) == (0, 0, 333_333)
    assert refuse(refund(held[3], 0, 333_333), clinic) == "RefundedChanged"
    assert refuse(refund(held[3], 333_333, 666_669), clinic) == "RefundExceedsPayment"
    fee, tax = (whole - part for whole, part in zip(LEGS, returned_legs(333_333), strict=True))
    settled = run("settle_payer", settle(aigul, held[3]), aigul)
    assert isinstance(settled, p.Settled)
    assert (settled.net, settled.fee, settled.tax) == (666_668 - fee - tax, fee, tax)
    assert refuse(settle(aigul, held[3]), aigul) == "NotHeld"
    again = run("refund_settled", refund(held[3], 333_333, 100_000), clinic)
    assert isinstance(again, p.Refunded)
    assert again.refunded == 433_333
    after = returned_legs(433_333)
    assert (again.fee, again.tax) == (after[0] - (LEGS[0] - fee), after[1] - (LEGS[1] - tax))
    legs = p.decode_payment(ledger.data(held[3]))
    assert legs.state is p.PaymentState.SETTLED
    assert legs.refunded + legs.held + legs.settled + legs.fee + legs.tax == legs.amount

    # -- settled by anyone after the window; expired by anyone after the deadline ------
    run("fulfil", fulfil(held[4]), clinic)
    assert refuse(settle(arman, held[4]), arman) == "WindowOpen"
    expire = build.expire(payment=held[5], **payers)
    assert refuse(expire) == "DeliveryNotDue"
    ledger.at(NOW + 3 * DAY)
    assert isinstance(run("settle_anyone", settle(arman, held[4]), arman), p.Settled)
    expired = run("expire", expire)
    assert isinstance(expired, p.Expired)
    assert (expired.amount, expired.payee_held) == (HELD, 0)
    assert p.decode_payment(ledger.data(held[5])).state is p.PaymentState.REFUNDED

    # -- collected, transferred, withdrawn ---------------------------------------------
    before = p.decode_payment_account(ledger.data(clinic_account))
    collect = build.collect(zone=zone, account=clinic_account, treasury_account=treasury_account)
    collected = run("collect", collect)
    assert isinstance(collected, p.Collected)
    assert (collected.fee, collected.tax) == (before.fee_due, before.tax_due)
    assert collected.treasury_available == before.fee_due + before.tax_due
    assert refuse(collect) == "NothingDue"

    transfer = build.transfer(
        wallet=aigul.pubkey(),
        payee=arman.pubkey(),
        zone=zone,
        mint=mint,
        sequence=130,
        amount=250_000,
        reference=reference("долг"),
    )
    transferred = run("transfer", transfer, aigul)
    assert isinstance(transferred, p.Transferred)
    assert transferred.payee_available == 250_000
    stored_account = p.decode_payment_account(ledger.data(aigul_account))
    assert stored_account.sequence == 130
    used = [stored_account.is_used(n) for n in (2, 3, 5, 6, 129, 130, 131)]
    assert used == [None, True, True, False, False, True, False]

    withdrawn = run(
        "withdraw",
        build.withdraw(
            wallet=aigul.pubkey(),
            zone=zone,
            mint=mint,
            token_program=ledger.token_program,
            sequence=6,
            amount=1_500_000,
            reference=reference("вывод 1"),
        ),
        aigul,
    )
    assert isinstance(withdrawn, p.Withdrawn)
    assert withdrawn.destination == aigul_token
    assert ledger.tokens(aigul_token) == 2_000_000 + 1_500_000

    # -- the vault covers all accounts -------------------------------------------------
    holdings = p.decode_vault(ledger.data(vault))
    accounts = [
        p.decode_payment_account(ledger.data(address))
        for address in (aigul_account, arman_account, clinic_account, treasury_account)
    ]
    assert sum(account.liability for account in accounts) == holdings.liabilities
    assert holdings.liabilities == holdings.deposited - holdings.withdrawn
    assert ledger.tokens(vault_token) == holdings.liabilities == 6_500_000

    # -- paused: nothing enters, what is there can leave -------------------------------
    pause = build.pause(authority=bank.pubkey(), zone=zone, scopes=p.Scope.PAYMENTS)
    assert run("pause", pause, bank) == p.Paused(
        zone=zone, authority=bank.pubkey(), scopes=p.Scope.PAYMENTS, revision=2
    )
    assert p.decode_zone(ledger.data(zone)).paused == (
        p.Scope.NONE,
        p.Scope.PAYMENTS,
        p.Scope.NONE,
    )
    assert refuse(pay(131, 1), aigul) == "ZonePaused"

    variants = {"pay_final", "refund_held", "refund_settled"}
    variants |= {"settle_payer", "settle_anyone"}
    names = {name for name, _ in ledger.units}
    assert variants <= names
    lived = {name.split("_")[0] if name in variants else name for name in names}
    # The others live in tests of their own; what every event says is in `test_events`.
    assert lived == FIRST

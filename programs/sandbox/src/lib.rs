//! The sandbox program: a zone's rules and the payment accounts that live by them.
//!
//! Money enters by `deposit` into one vault per asset and leaves by `withdraw`; in
//! between a payment is two integers that move between two accounts of this program.
//! Rules, invariants and the table of checks are in `docs/`.
#![cfg_attr(not(feature = "idl-build"), no_std)]

use anchor_lang::prelude::*;

pub mod checks;
pub mod ending;
pub mod enforcement;
#[cfg(target_os = "solana")]
mod entrypoint;
pub mod errors;
pub mod events;
pub mod instructions;
pub mod instrument_mint;
pub mod math;
pub mod mint_screen;
pub mod new_account;
pub mod outside;
pub mod redemption;
pub mod replacement;
pub mod seeds;
pub mod settlement;
pub mod state;
pub mod tokens;
pub mod trading;
pub mod unit_orders;

pub use errors::SandboxError;
use instructions::PodU64; // not the prelude's, which instruction data cannot hold
use instructions::*;
use state::Case;

declare_id!("ZowsvnL3WdRKkRkHE2YdfcFYxh2xNbUTdEVTRUHFcE1");

#[program]
pub mod sandbox {
    use super::*;

    // The frequent ones come first: the dispatcher looks from the top.

    /// Pays a merchant, finally.
    pub fn pay(
        ctx: &mut Context<Pay>,
        sequence: u64,
        amount: u64,
        reference: [u8; 32],
        service: u8,
    ) -> Result<()> {
        let order = Order {
            sequence,
            amount,
            reference,
            service,
            deliver_by: 0,
        };
        ctx.accounts.pay(&order)
    }

    /// Pays a merchant; the money is held until it is settled, refunded, or expires
    /// because nothing was delivered by `deliver_by`.
    pub fn pay_held(
        ctx: &mut Context<PayHeld>,
        sequence: u64,
        amount: u64,
        reference: [u8; 32],
        service: u8,
        deliver_by: u64,
    ) -> Result<()> {
        let order = Order {
            sequence,
            amount,
            reference,
            service,
            deliver_by,
        };
        ctx.accounts.pay_held(&order)
    }

    /// Pays another resident: no fee, no tax, final.
    pub fn transfer(
        ctx: &mut Context<Transfer>,
        sequence: u64,
        amount: u64,
        reference: [u8; 32],
    ) -> Result<()> {
        ctx.accounts.transfer(sequence, amount, reference)
    }

    /// The merchant says that it has delivered.
    pub fn fulfil(ctx: &mut Context<Fulfil>) -> Result<()> {
        ctx.accounts.fulfil()
    }

    /// Releases a held payment to the merchant: the payer any time, anyone after the window.
    pub fn settle(ctx: &mut Context<Settle>) -> Result<()> {
        ctx.accounts.settle()
    }

    /// The merchant returns some or all of a payment.
    pub fn refund(ctx: &mut Context<Refund>, refunded_before: u64, amount: u64) -> Result<()> {
        ctx.accounts.refund(refunded_before, amount)
    }

    /// Subscribes units of an offering; their price is held.
    pub fn subscribe(ctx: &mut Context<Subscribe>, sequence: u64, units: u64) -> Result<()> {
        ctx.accounts.subscribe(sequence, units)
    }

    // One argument each: that is how they read in the IDL.
    #[allow(clippy::too_many_arguments)]
    /// Creates a zone; its operator and both regulators sign.
    pub fn create_zone(
        ctx: &mut Context<CreateZone>,
        name: [u8; 32],
        utc_offset: u64,
        ends_at: u64,
        settle_window: u64,
        deliver_within: u64,
        respond_window: u64,
        resolve_window: u64,
        retention: u64,
    ) -> Result<()> {
        let terms = ZoneTerms {
            name,
            utc_offset,
            ends_at,
            settle_window,
            deliver_within,
            respond_window,
            resolve_window,
            retention,
        };
        ctx.accounts.create_zone(terms, ctx.bumps.zone)
    }

    // One argument each: that is how they read in the IDL.
    #[allow(clippy::too_many_arguments)]
    /// Lists an asset with its fees, taxes and caps; it is usable once consented.
    pub fn list_asset(
        ctx: &mut Context<ListAsset>,
        class: u8,
        fee_bps: u16,
        fee_min: u64,
        fee_max: u64,
        tax_bps: [u16; 4],
        caps: [[u64; 3]; 4],
        vault_cap: u64,
    ) -> Result<()> {
        let terms = AssetTerms {
            class,
            charges: Charges {
                fee_bps,
                fee_min,
                fee_max,
                tax_bps,
                caps,
                vault_cap,
            },
        };
        ctx.accounts
            .list_asset(&terms, ctx.bumps.asset, ctx.bumps.vault)
    }

    /// A regulator consents to an asset, or takes the consent back.
    pub fn consent_asset(ctx: &mut Context<ConsentAsset>, consent: bool) -> Result<()> {
        ctx.accounts.consent_asset(consent)
    }

    /// Registers a wallet whose holder the operator has verified.
    pub fn register_participant(
        ctx: &mut Context<RegisterParticipant>,
        roles: u32,
        tier: u8,
        tax_category: u8,
        country: [u8; 2],
        verified_until: u64,
    ) -> Result<()> {
        let terms = ParticipantTerms {
            country,
            standing: Standing {
                roles,
                tier,
                tax_category,
                verified_until,
            },
        };
        ctx.accounts
            .register_participant(terms, ctx.bumps.participant)
    }

    /// A regulator grants (or renews) the licence in its slot.
    pub fn grant_licence(
        ctx: &mut Context<GrantLicence>,
        activities: u32,
        asset_classes: u8,
        expires_at: u64,
        credential: [u8; 32],
    ) -> Result<()> {
        let terms = LicenceTerms {
            activities,
            asset_classes,
            expires_at,
            credential,
        };
        ctx.accounts.grant_licence(terms)
    }

    /// A regulator suspends the licence in its slot; granting it again ends that.
    pub fn suspend_licence(ctx: &mut Context<SuspendLicence>) -> Result<()> {
        ctx.accounts.suspend_licence()
    }

    /// Opens a participant's payment account for one asset.  For a lane above 0, lane 0
    /// comes after the declared accounts.
    pub fn open_account(ctx: &mut Context<OpenAccount>, lane: u8) -> Result<()> {
        let main = ctx.remaining_accounts()?;
        ctx.accounts
            .open_account(lane, main.first(), ctx.bumps.account)
    }

    /// Moves the owner's tokens into the vault and credits what arrived.
    pub fn deposit(
        ctx: &mut Context<Deposit>,
        sequence: u64,
        amount: u64,
        reference: [u8; 32],
    ) -> Result<()> {
        ctx.accounts.deposit(sequence, amount, reference)
    }

    /// Moves tokens from the vault to a token account of the owner.
    pub fn withdraw(
        ctx: &mut Context<Withdraw>,
        sequence: u64,
        amount: u64,
        reference: [u8; 32],
    ) -> Result<()> {
        ctx.accounts.withdraw(sequence, amount, reference)
    }

    /// Returns a held payment that was not delivered in time; anyone may.
    pub fn expire(ctx: &mut Context<Expire>) -> Result<()> {
        ctx.accounts.expire()
    }

    /// Sweeps an account's fees and taxes due into the treasury's account; anyone may.
    pub fn collect(ctx: &mut Context<Collect>) -> Result<()> {
        ctx.accounts.collect()
    }

    /// The operator or a regulator sets which scopes it holds paused (0: none).
    pub fn pause(ctx: &mut Context<Pause>, scopes: u8) -> Result<()> {
        ctx.accounts.pause(scopes)
    }
    // --- disputes, reserves, closing

    /// The payer disputes a payment: a fulfilled one until it settles by itself, a settled
    /// one as long as its reserve is kept.  Once.
    pub fn dispute(ctx: &mut Context<Dispute>, reason: u8, evidence: [u8; 32]) -> Result<()> {
        ctx.accounts.dispute(reason, evidence)
    }

    /// The payee answers a dispute.
    pub fn respond(ctx: &mut Context<Respond>, evidence: [u8; 32]) -> Result<()> {
        ctx.accounts.respond(evidence)
    }

    /// The operator or the zone's arbiter divides a disputed payment: `to_payer` of it goes
    /// back, the rest is the payee's.
    pub fn resolve(ctx: &mut Context<Resolve>, to_payer: u64) -> Result<()> {
        ctx.accounts.resolve(to_payer)
    }

    /// Ends a dispute that nobody has resolved: the payer at any time by dropping it; else
    /// anyone once its time has passed, for the payee if it has answered, for the payer if not.
    pub fn conclude(ctx: &mut Context<Conclude>, drop: bool) -> Result<()> {
        ctx.accounts.conclude(drop)
    }

    /// Makes a payment's reserve available to the payee, once it is due; anyone may.
    pub fn release(ctx: &mut Context<Release>) -> Result<()> {
        ctx.accounts.release()
    }

    /// Closes the account of a payment that is over, and returns its rent; anyone may.
    pub fn close_payment(ctx: &mut Context<ClosePayment>) -> Result<()> {
        ctx.accounts.close_payment()
    }

    /// The operator sets the policy of payments made from now on.
    pub fn set_policy(
        ctx: &mut Context<SetPolicy>,
        settle_window: u64,
        deliver_within: u64,
        respond_window: u64,
        resolve_window: u64,
        retention: u64,
        arbiter: Address,
    ) -> Result<()> {
        let policy = Policy {
            settle_window,
            deliver_within,
            respond_window,
            resolve_window,
            retention,
            arbiter,
        };
        ctx.accounts.set_policy(&policy)
    }

    /// The operator sets what of payments to a merchant, made from now on, is kept in
    /// reserve when they settle, and for how long.
    pub fn set_reserve(
        ctx: &mut Context<SetReserve>,
        reserve_bps: u16,
        reserve_window: u32,
    ) -> Result<()> {
        ctx.accounts.set_reserve(reserve_bps, reserve_window)
    }

    // --- batches and lanes

    /// Pays many residents from one account, all or none: under one sequence and one
    /// reference, without fee and tax.  After the declared accounts come, for each amount,
    /// the payee's participant and its payment account (writable).
    pub fn pay_many(
        ctx: &mut Context<PayMany>,
        sequence: u64,
        reference: [u8; 32],
        amounts: &[PodU64],
    ) -> Result<()> {
        let payees = ctx.remaining_accounts()?;
        let payroll = Payroll {
            sequence,
            reference,
            amounts,
            payees: &payees,
        };
        ctx.accounts.pay_many(&payroll)
    }

    /// Releases many held payments to one payee, all or none, each after its window;
    /// anyone may.  After the declared account come the payments (writable).
    pub fn settle_many(ctx: &mut Context<SettleMany>) -> Result<()> {
        let payments = ctx.remaining_accounts()?;
        ctx.accounts.settle_many(&payments)
    }

    /// Moves all that a lane has available to its owner's lane 0; anyone may.
    pub fn consolidate(ctx: &mut Context<Consolidate>) -> Result<()> {
        ctx.accounts.consolidate()
    }

    /// Moves the owner's money from lane 0 to a lane, from which it can be refunded.
    pub fn fund_lane(ctx: &mut Context<FundLane>, sequence: u64, amount: u64) -> Result<()> {
        ctx.accounts.fund_lane(sequence, amount)
    }

    // --- allowances and mandates

    /// A delegate pays a merchant, finally, from the account of who gave it an allowance.
    pub fn draw(
        ctx: &mut Context<Draw>,
        sequence: u64,
        amount: u64,
        reference: [u8; 32],
        service: u8,
    ) -> Result<()> {
        let order = Order {
            sequence,
            amount,
            reference,
            service,
            deliver_by: 0,
        };
        ctx.accounts.draw(&order)
    }

    /// Collects the current period's payment of a mandate; anyone may.
    pub fn pull(ctx: &mut Context<Pull>, index: u64) -> Result<()> {
        ctx.accounts.pull(index)
    }

    // One argument each: that is how they read in the IDL.
    #[allow(clippy::too_many_arguments)]
    /// An account's owner lets a delegate spend up to so much a period, or changes that.
    pub fn grant_allowance(
        ctx: &mut Context<GrantAllowance>,
        grants_before: u64,
        per_payment: u64,
        per_period: u64,
        period: u64,
        services: u32,
        expires_at: u64,
    ) -> Result<()> {
        let terms = AllowanceTerms {
            grants_before,
            per_payment,
            per_period,
            period,
            services,
            expires_at,
        };
        ctx.accounts.grant_allowance(&terms, ctx.bumps.allowance)
    }

    /// An account's owner ends an allowance at once; nothing can stop that.
    pub fn revoke_allowance(ctx: &mut Context<RevokeAllowance>) -> Result<()> {
        ctx.accounts.revoke_allowance()
    }

    /// Returns the rent of an allowance once the zone has ended; anyone may.
    pub fn close_allowance(ctx: &mut Context<CloseAllowance>) -> Result<()> {
        ctx.accounts.close_allowance()
    }

    /// A merchant offers to be paid the same amount every period.
    pub fn create_plan(
        ctx: &mut Context<CreatePlan>,
        number: u64,
        amount: u64,
        period: u64,
        service: u8,
        terms: [u8; 32],
    ) -> Result<()> {
        let terms = PlanTerms {
            number,
            amount,
            period,
            service,
            terms,
        };
        ctx.accounts.create_plan(&terms, ctx.bumps.plan)
    }

    /// The merchant ends a plan: no mandates and no pulls any more.
    pub fn close_plan(ctx: &mut Context<ClosePlan>) -> Result<()> {
        ctx.accounts.close_plan()
    }

    /// Returns the rent of a plan once the zone has ended; anyone may.
    pub fn delete_plan(ctx: &mut Context<DeletePlan>) -> Result<()> {
        ctx.accounts.delete_plan()
    }

    /// A payer consents to be charged by a plan, whose amount and period it repeats.
    pub fn grant_mandate(
        ctx: &mut Context<GrantMandate>,
        sequence: u64,
        amount: u64,
        period: u64,
        starts_at: u64,
        ends_at: u64,
    ) -> Result<()> {
        let terms = MandateTerms {
            sequence,
            amount,
            period,
            starts_at,
            ends_at,
        };
        ctx.accounts.grant_mandate(&terms, ctx.bumps.mandate)
    }

    /// A payer ends its mandate at once; nothing can stop that.
    pub fn cancel_mandate(ctx: &mut Context<CancelMandate>) -> Result<()> {
        ctx.accounts.cancel_mandate()
    }

    // --- conversion and payments from wallets

    // One argument each: that is how they read in the IDL.
    #[allow(clippy::too_many_arguments)]
    /// Pays a merchant in one asset what is paid for in another, at the quote of an exchange
    /// provider, which signs too.
    pub fn convert(
        ctx: &mut Context<Convert>,
        sequence: u64,
        amount_in: u64,
        amount_out: u64,
        mid_out: u64,
        reference: [u8; 32],
        service: u8,
        expires_at: u64,
    ) -> Result<()> {
        let quote = Quote {
            sequence,
            amount_in,
            amount_out,
            mid_out,
            reference,
            service,
            expires_at,
        };
        ctx.accounts.convert(&quote)
    }

    /// Pays a merchant, finally, with the tokens of a participant that has no payment account.
    pub fn deposit_and_pay(
        ctx: &mut Context<DepositAndPay>,
        sequence: u64,
        amount: u64,
        minimum: u64,
        reference: [u8; 32],
        service: u8,
    ) -> Result<()> {
        let order = WalletOrder {
            sequence,
            amount,
            minimum,
            reference,
            service,
        };
        ctx.accounts.deposit_and_pay(&order)
    }

    /// Screens an asset's mint again; where others can do other things to its tokens than when it
    /// was listed, that is recorded and every consent is cleared.  The operator signs.
    pub fn rescreen_asset(ctx: &mut Context<RescreenAsset>) -> Result<()> {
        ctx.accounts.rescreen_asset()
    }

    // --- taxes, limits, terms

    /// Sweeps as `collect` does, and closes the tax period of this key, whose month is over,
    /// into a record of its own; anyone may.
    pub fn close_tax_period(ctx: &mut Context<CloseTaxPeriod>, period: u64) -> Result<()> {
        ctx.accounts.close_tax_period(period, ctx.bumps.tax_record)
    }

    /// The operator sets what an account may be paid in a day and in a month.
    pub fn set_limits(
        ctx: &mut Context<SetLimits>,
        receive_per_day: u64,
        receive_per_month: u64,
    ) -> Result<()> {
        ctx.accounts.set_limits(receive_per_day, receive_per_month)
    }

    // One argument each: that is how they read in the IDL.
    #[allow(clippy::too_many_arguments)]
    /// Changes an asset's fees, taxes and caps for later payments; the operator and both
    /// regulators sign.
    pub fn amend_asset(
        ctx: &mut Context<AmendAsset>,
        fee_bps: u16,
        fee_min: u64,
        fee_max: u64,
        tax_bps: [u16; 4],
        caps: [[u64; 3]; 4],
        vault_cap: u64,
    ) -> Result<()> {
        let terms = Charges {
            fee_bps,
            fee_min,
            fee_max,
            tax_bps,
            caps,
            vault_cap,
        };
        ctx.accounts.amend_asset(&terms)
    }

    /// The operator verifies a participant anew, changes what it is, or ends its verification.
    pub fn amend_participant(
        ctx: &mut Context<AmendParticipant>,
        roles: u32,
        tier: u8,
        tax_category: u8,
        verified_until: u64,
    ) -> Result<()> {
        let terms = Standing {
            roles,
            tier,
            tax_category,
            verified_until,
        };
        ctx.accounts.amend_participant(terms)
    }

    // --- freezes and enforcement

    /// A regulator stops what leaves an account, in its slot, until a date.
    pub fn freeze_account(
        ctx: &mut Context<FreezeAccount>,
        case: [u8; 16],
        basis: u16,
        until: u64,
    ) -> Result<()> {
        ctx.accounts
            .freeze_account(&Case { id: case, basis }, until)
    }

    /// The regulator that froze an account ends that.
    pub fn unfreeze_account(ctx: &mut Context<UnfreezeAccount>) -> Result<()> {
        ctx.accounts.unfreeze_account()
    }

    /// A regulator stops what leaves a participant's accounts of the asset classes that it
    /// answers for, in its slot, until a date.
    pub fn freeze_participant(
        ctx: &mut Context<FreezeParticipant>,
        case: [u8; 16],
        basis: u16,
        until: u64,
    ) -> Result<()> {
        ctx.accounts
            .freeze_participant(&Case { id: case, basis }, until)
    }

    /// The regulator that froze a participant ends that.
    pub fn unfreeze_participant(ctx: &mut Context<UnfreezeParticipant>) -> Result<()> {
        ctx.accounts.unfreeze_participant()
    }

    /// Both regulators take available money to the treasury, once for a case.
    pub fn seize(ctx: &mut Context<Seize>, case: [u8; 16], basis: u16, amount: u64) -> Result<()> {
        let bump = ctx.bumps.enforcement;
        ctx.accounts.seize(&Case { id: case, basis }, amount, bump)
    }

    /// Both regulators move available money to another account, once for a case.
    pub fn forced_transfer(
        ctx: &mut Context<ForcedTransfer>,
        case: [u8; 16],
        basis: u16,
        amount: u64,
    ) -> Result<()> {
        let bump = ctx.bumps.enforcement;
        ctx.accounts
            .forced_transfer(&Case { id: case, basis }, amount, bump)
    }

    // --- orders about units

    /// Both regulators stop units from leaving a holding until a date; called again, they change
    /// case and date.
    pub fn freeze_holding(
        ctx: &mut Context<FreezeHolding>,
        case: [u8; 16],
        basis: u16,
        until: u64,
    ) -> Result<()> {
        ctx.accounts
            .freeze_holding(&Case { id: case, basis }, until)
    }

    /// Either regulator ends the freeze of a holding.
    pub fn unfreeze_holding(ctx: &mut Context<UnfreezeHolding>) -> Result<()> {
        ctx.accounts.unfreeze_holding()
    }

    /// Both regulators take free units to the treasury's holding, once for a case.
    pub fn seize_units(
        ctx: &mut Context<SeizeUnits>,
        case: [u8; 16],
        basis: u16,
        quantity: u64,
    ) -> Result<()> {
        let bump = ctx.bumps.enforcement;
        ctx.accounts
            .seize_units(&Case { id: case, basis }, quantity, bump)
    }

    /// Both regulators move free units to another holding, once for a case.
    pub fn forced_transfer_units(
        ctx: &mut Context<ForcedTransferUnits>,
        case: [u8; 16],
        basis: u16,
        quantity: u64,
    ) -> Result<()> {
        let bump = ctx.bumps.enforcement;
        ctx.accounts
            .forced_transfer_units(&Case { id: case, basis }, quantity, bump)
    }

    // --- authorities, end, migration

    /// The holder of a seat (of the treasury's: the operator) names who is to follow.
    pub fn propose_authority(
        ctx: &mut Context<ProposeAuthority>,
        seat: u8,
        successor: Address,
    ) -> Result<()> {
        ctx.accounts.propose_authority(seat, successor)
    }

    /// The two other authorities name who is to follow in a seat whose key is lost.
    pub fn replace_authority(
        ctx: &mut Context<ReplaceAuthority>,
        seat: u8,
        successor: Address,
    ) -> Result<()> {
        ctx.accounts.replace_authority(seat, successor)
    }

    /// The successor takes the seat.
    pub fn accept_authority(ctx: &mut Context<AcceptAuthority>, seat: u8) -> Result<()> {
        ctx.accounts.accept_authority(seat)
    }

    /// Takes a proposal back, or vetoes it.
    pub fn cancel_succession(ctx: &mut Context<CancelSuccession>, seat: u8) -> Result<()> {
        ctx.accounts.cancel_succession(seat)
    }

    /// Both regulators stop withdrawals for some days, or allow them again (0).
    pub fn stop_withdrawals(ctx: &mut Context<StopWithdrawals>, until: u64) -> Result<()> {
        ctx.accounts.stop_withdrawals(until)
    }

    /// Both regulators bring the zone's end forward.
    pub fn wind_down(ctx: &mut Context<WindDown>, ends_at: u64) -> Result<()> {
        ctx.accounts.wind_down(ends_at)
    }

    /// Operator and both regulators put the zone's end off.
    pub fn extend_zone(ctx: &mut Context<ExtendZone>, ends_at: u64) -> Result<()> {
        ctx.accounts.extend_zone(ends_at)
    }

    /// Closes an empty payment account after the zone's end; anyone may.
    pub fn close_account(ctx: &mut Context<CloseAccount>) -> Result<()> {
        ctx.accounts.close_account()
    }

    /// Brings an account of an earlier version to this one's layout; anyone may.
    pub fn migrate(ctx: &mut Context<Migrate>) -> Result<()> {
        ctx.accounts.migrate()
    }

    // --- instruments and holdings

    /// Moves units to a holder that may hold them.
    pub fn transfer_units(
        ctx: &mut Context<TransferUnits>,
        sequence: u64,
        quantity: u64,
        reference: [u8; 32],
    ) -> Result<()> {
        ctx.accounts.transfer_units(sequence, quantity, reference)
    }

    // One argument each: that is how they read in the IDL.
    #[allow(clippy::too_many_arguments)]
    /// An issuer proposes an instrument: a mint that is the program's, and terms.
    pub fn create_instrument(
        ctx: &mut Context<CreateInstrument>,
        kind: u8,
        authorised: u64,
        face_value: u64,
        max_per_holder: u64,
        holder_cap: u64,
        locked_until: u64,
        maturity: u64,
        holder_classes: u8,
        countries: [[u8; 2]; 16],
        document: [u8; 32],
        tax_bps: [u16; 4],
    ) -> Result<()> {
        let terms = InstrumentTerms {
            kind,
            authorised,
            face_value,
            max_per_holder,
            holder_cap,
            locked_until,
            maturity,
            holder_classes,
            countries,
            document,
            tax_bps,
        };
        ctx.accounts.create_instrument(&terms, ctx.bumps.instrument)
    }

    /// The authority admits an instrument, as it stands at this revision.
    pub fn admit_instrument(ctx: &mut Context<AdmitInstrument>, revision: u64) -> Result<()> {
        ctx.accounts.admit_instrument(revision)
    }

    /// The authority suspends an instrument, or lets it go on.
    pub fn suspend_instrument(ctx: &mut Context<SuspendInstrument>, suspended: bool) -> Result<()> {
        ctx.accounts.suspend_instrument(suspended)
    }

    /// The authority delists an instrument for good.
    pub fn delist_instrument(ctx: &mut Context<DelistInstrument>) -> Result<()> {
        ctx.accounts.delist_instrument()
    }

    /// Opens a participant's holding of an instrument; anyone may.
    pub fn open_holding(ctx: &mut Context<OpenHolding>) -> Result<()> {
        ctx.accounts.open_holding(ctx.bumps.holding)
    }

    /// Closes an empty holding without claims once none can be opened any more; anyone may.
    pub fn close_holding(ctx: &mut Context<CloseHolding>) -> Result<()> {
        ctx.accounts.close_holding()
    }

    /// The issuer makes new units and gives them to a holder.
    pub fn issue_units(
        ctx: &mut Context<IssueUnits>,
        issued_before: u64,
        quantity: u64,
    ) -> Result<()> {
        ctx.accounts.issue_units(issued_before, quantity)
    }

    // --- trades, offers and splits

    /// Units for money between two who both sign: `price` is for all of them.
    pub fn trade(
        ctx: &mut Context<Trade>,
        sequence: u64,
        account_sequence: u64,
        quantity: u64,
        price: u64,
        reference: [u8; 32],
        expires_at: u64,
    ) -> Result<()> {
        let terms = TradeTerms {
            sequence,
            account_sequence,
            quantity,
            price,
            reference,
            expires_at,
        };
        ctx.accounts.trade(&terms)
    }

    /// A holder offers units for money, to anyone who may hold them: `price` is for one.
    pub fn offer_units(
        ctx: &mut Context<OfferUnits>,
        sequence: u64,
        quantity: u64,
        price: u64,
        expires_at: u64,
        least: u64,
    ) -> Result<()> {
        let terms = OfferTerms {
            sequence,
            quantity,
            price,
            expires_at,
            least,
        };
        ctx.accounts.offer_units(&terms, ctx.bumps.offer)
    }

    /// Buys units of a standing offer: all that are left, or its least or more of them.
    pub fn take_offer(ctx: &mut Context<TakeOffer>, sequence: u64, quantity: u64) -> Result<()> {
        ctx.accounts.take_offer(sequence, quantity)
    }

    /// Ends an offer: its holder at any time, anyone once it cannot be taken any more.
    pub fn cancel_offer(ctx: &mut Context<CancelOffer>) -> Result<()> {
        ctx.accounts.cancel_offer()
    }

    /// Issuer and authority say how many units how many shares are.
    pub fn split_instrument(
        ctx: &mut Context<SplitInstrument>,
        revision: u64,
        shares: u64,
        per_units: u64,
    ) -> Result<()> {
        ctx.accounts.split_instrument(revision, shares, per_units)
    }

    // --- distributions

    /// Pays what a holding is entitled to out to its owner; anyone may.
    pub fn claim(ctx: &mut Context<Claim>) -> Result<()> {
        ctx.accounts.claim()
    }

    /// The issuer pays in for all who hold units now; `quotient` is what a unit gets, as the
    /// index has it, low word first.
    pub fn distribute(
        ctx: &mut Context<Distribute>,
        sequence: u64,
        amount: u64,
        quotient: [u64; 2],
        reference: [u8; 32],
    ) -> Result<()> {
        ctx.accounts
            .distribute(sequence, amount, quotient, reference)
    }

    /// Opens the payment account of a holder that has something to claim; anyone may.
    pub fn open_payout_account(ctx: &mut Context<OpenPayoutAccount>) -> Result<()> {
        ctx.accounts.open_payout_account(ctx.bumps.account)
    }

    // --- redemption

    /// The issuer calls all units: it sets their price aside, and each is redeemed for it.
    pub fn call_redemption(
        ctx: &mut Context<CallRedemption>,
        sequence: u64,
        price: u64,
    ) -> Result<()> {
        ctx.accounts.call_redemption(sequence, price)
    }

    /// Redeems what a holding of a called instrument has; anyone may.
    pub fn redeem(ctx: &mut Context<Redeem>) -> Result<()> {
        ctx.accounts.redeem()
    }

    /// The issuer offers to take units back, and sets their price aside.
    pub fn open_tender(
        ctx: &mut Context<OpenTender>,
        sequence: u64,
        price: u64,
        quantity: u64,
    ) -> Result<()> {
        ctx.accounts.open_tender(sequence, price, quantity)
    }

    /// A holder gives units back for the price that it names, the open tender's.
    pub fn tender_units(
        ctx: &mut Context<TenderUnits>,
        sequence: u64,
        quantity: u64,
        price: u64,
    ) -> Result<()> {
        ctx.accounts.tender_units(sequence, quantity, price)
    }

    /// The issuer ends a tender; anyone may once the instrument is not admitted any more.
    pub fn close_tender(ctx: &mut Context<CloseTender>) -> Result<()> {
        ctx.accounts.close_tender()
    }

    // --- replacement of a lost wallet

    /// Issuer and operator name a holder's new wallet, which is to have all of the old one.
    pub fn propose_replacement(ctx: &mut Context<ProposeReplacement>, revision: u64) -> Result<()> {
        ctx.accounts.propose_replacement(revision)
    }

    /// The old wallet, the issuer or the operator ends a replacement that is proposed.
    pub fn veto_replacement(ctx: &mut Context<VetoReplacement>) -> Result<()> {
        ctx.accounts.veto_replacement()
    }

    /// Moves all of a holding to the new wallet's a week after the proposal; anyone may.
    pub fn replace_holder(ctx: &mut Context<ReplaceHolder>) -> Result<()> {
        ctx.accounts.replace_holder()
    }

    // --- units outside

    /// Puts units into the token account of the holder's own wallet, frozen: seen, not moved.
    pub fn withdraw_units(
        ctx: &mut Context<WithdrawUnits>,
        sequence: u64,
        quantity: u64,
    ) -> Result<()> {
        ctx.accounts.withdraw_units(sequence, quantity)
    }

    /// Brings units back from the token account of the holder's wallet, which signs.
    pub fn return_units(
        ctx: &mut Context<ReturnUnits>,
        sequence: u64,
        quantity: u64,
    ) -> Result<()> {
        ctx.accounts.return_units(sequence, quantity)
    }

    /// Brings all of a holding's units back once they are to end or to go to another; anyone may.
    pub fn recall_units(ctx: &mut Context<RecallUnits>) -> Result<()> {
        ctx.accounts.recall_units()
    }

    // --- offerings and subscriptions

    // One argument each: that is how they read in the IDL.
    #[allow(clippy::too_many_arguments)]
    /// The issuer offers new units to investors.
    pub fn create_offering(
        ctx: &mut Context<CreateOffering>,
        number: u64,
        price: u64,
        quantity: u64,
        minimum: u64,
        least: u64,
        most: u64,
        opens_at: u64,
        closes_at: u64,
        cooling_off: u64,
        allotment: u8,
    ) -> Result<()> {
        let terms = OfferingTerms {
            number,
            price,
            quantity,
            minimum,
            least,
            most,
            opens_at,
            closes_at,
            cooling_off,
            allotment,
        };
        ctx.accounts.create_offering(&terms, ctx.bumps.offering)
    }

    /// The investor takes a subscription back while it cools off.
    pub fn withdraw_subscription(ctx: &mut Context<WithdrawSubscription>) -> Result<()> {
        ctx.accounts.withdraw_subscription()
    }

    /// Gives a subscription its place once it has cooled off; anyone may.
    pub fn confirm_subscription(ctx: &mut Context<ConfirmSubscription>) -> Result<()> {
        ctx.accounts.confirm_subscription()
    }

    /// Sells what was confirmed, or nothing where it is below the minimum; anyone may.
    pub fn conclude_offering(ctx: &mut Context<ConcludeOffering>) -> Result<()> {
        ctx.accounts.conclude_offering()
    }

    /// The issuer gives an offering up; where it cannot succeed any more, anyone may.
    pub fn cancel_offering(ctx: &mut Context<CancelOffering>) -> Result<()> {
        ctx.accounts.cancel_offering()
    }

    /// Gives an investor its part of what was sold, and the other money back; anyone may.
    pub fn allot_subscription(ctx: &mut Context<AllotSubscription>) -> Result<()> {
        ctx.accounts.allot_subscription()
    }

    /// Closes an offering without subscriptions; anyone may.
    pub fn close_offering(ctx: &mut Context<CloseOffering>) -> Result<()> {
        ctx.accounts.close_offering()
    }
}

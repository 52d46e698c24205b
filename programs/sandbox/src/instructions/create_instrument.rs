use anchor_lang::address_eq;
use anchor_lang::pinocchio::cpi::{Seed, Signer};
use anchor_lang::prelude::{Signer as SignerAccount, *};
use anchor_lang::programs::Token2022;
use anchor_spl::token_interface::{Mint, TokenAccount};

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, InstrumentCreated};
use crate::instrument_mint::Screen;
use crate::math;
use crate::seeds;
use crate::state::{
    instrument_kind, instrument_state, role, scope, Asset, Instrument, Participant, Zone,
    ALL_CLASSES, COUNTRIES, TAX_CATEGORIES, VERSION,
};
use crate::tokens::{is_associated, OwnMint};

/// An issuer proposes an instrument; nothing can be issued before it is admitted.
#[derive(Accounts)]
pub struct CreateInstrument {
    /// Pays rent; may be the issuer too, as neither holds data of ours.
    #[account(mut, unsafe(dup))]
    pub rent_payer: SignerAccount,
    pub issuer: SignerAccount,
    pub zone: Account<Zone>,
    #[account(
        constraint = address_eq(&participant.zone, zone.address()) @ SandboxError::WrongZone,
        constraint = address_eq(&participant.wallet, issuer.address()) @ SandboxError::WrongParticipant
    )]
    pub participant: Account<Participant>,
    #[account(constraint = address_eq(&payout_asset.zone, zone.address()) @ SandboxError::WrongZone)]
    pub payout_asset: Account<Asset>,
    pub mint: InterfaceAccount<Mint>,
    #[account(
        init,
        payer = rent_payer,
        seeds = [seeds::INSTRUMENT, zone.address().as_ref(), mint.address().as_ref()],
        bump
    )]
    pub instrument: Account<Instrument>,
    #[account(mut)]
    pub vault_token: InterfaceAccount<TokenAccount>,
    pub token_program: Program<Token2022>,
    pub system_program: Program<System>,
}

pub struct InstrumentTerms {
    pub kind: u8,
    pub authorised: u64,
    pub face_value: u64,
    pub max_per_holder: u64,
    pub holder_cap: u64,
    pub locked_until: u64,
    pub maturity: u64,
    pub holder_classes: u8,
    pub countries: [[u8; 2]; COUNTRIES],
    pub document: [u8; 32],
    /// Withheld from what holders claim, by their tax category.
    pub tax_bps: [u16; TAX_CATEGORIES],
}

impl InstrumentTerms {
    fn check(&self, now: u64) -> Result<()> {
        require!(self.kind < instrument_kind::COUNT, SandboxError::BadKind);
        require!(
            self.authorised > 0 && self.max_per_holder > 0 && self.holder_cap > 0,
            SandboxError::BadUnits
        );
        require!(
            self.maturity == 0 || self.maturity > now && self.maturity > self.locked_until,
            SandboxError::BadMaturity
        );
        require!(
            self.holder_classes != 0 && self.holder_classes & !ALL_CLASSES == 0,
            SandboxError::BadHolderClasses
        );
        let named = |country: &&[u8; 2]| **country != [0; 2];
        let count = self.countries.iter().take_while(named).count();
        require!(
            self.countries
                .iter()
                .skip(count)
                .all(|each| *each == [0; 2]),
            SandboxError::BadCountries
        );
        require!(self.document != [0; 32], SandboxError::BadDocument);
        require!(
            self.tax_bps.iter().all(|rate| *rate as u64 <= math::BPS),
            SandboxError::BadRate
        );
        Ok(())
    }
}

impl CreateInstrument {
    pub fn create_instrument(&mut self, terms: &InstrumentTerms, bump: u8) -> Result<()> {
        let now = checks::now()?;
        self.check(now)?;
        terms.check(now)?;
        self.screen()?;
        self.check_vault()?;
        self.apply(terms, bump);
        self.thaw();
        self.record();
        Ok(())
    }

    fn check(&self, now: u64) -> Result<()> {
        checks::entering(&self.zone, scope::OPENING, now)?;
        checks::verified(&self.participant, now)?;
        require!(
            self.participant.has_role(role::ISSUER),
            SandboxError::IssuerRoleMissing
        );
        checks::consented(&self.payout_asset)
    }

    /// The mint is this program's alone from now on: nobody else can make, move or stop units.
    fn screen(&self) -> Result<()> {
        let (mint, instrument) = (&self.mint, self.instrument.address());
        require!(mint.supply() == 0, SandboxError::MintHasSupply);
        require!(
            mint.mint_authority() == Some(instrument)
                && mint.freeze_authority() == Some(instrument),
            SandboxError::MintNotControlled
        );
        let screen = Screen {
            mint: mint.address(),
            instrument,
        };
        // SAFETY: nothing of this program borrows a mint mutably.
        screen.check(unsafe { mint.account().borrow_unchecked() })
    }

    fn check_vault(&self) -> Result<()> {
        let (token, owner) = (&self.vault_token, self.instrument.address());
        let program = self.token_program.address();
        require!(token.mint() == self.mint.address(), SandboxError::WrongMint);
        require!(token.owner() == owner, SandboxError::WrongVaultToken);
        require!(
            !token.has_delegate() && !token.has_close_authority(),
            SandboxError::VaultTokenNotExclusive
        );
        // Who made another could have asked for a memo of each transfer, for ever.
        require!(
            is_associated(token.address(), owner, program, self.mint.address()),
            SandboxError::VaultTokenNotAssociated
        );
        Ok(())
    }

    fn apply(&mut self, terms: &InstrumentTerms, bump: u8) {
        let instrument = &mut self.instrument;
        instrument.version = VERSION;
        instrument.bump = bump;
        instrument.kind = terms.kind;
        instrument.state = instrument_state::PROPOSED;
        instrument.decimals = self.mint.decimals();
        instrument.holder_classes = terms.holder_classes;
        instrument.revision = 1;
        instrument.zone = *self.zone.address();
        instrument.mint = *self.mint.address();
        instrument.issuer = *self.issuer.address();
        instrument.payout_asset = *self.payout_asset.address();
        instrument.vault_token = *self.vault_token.address();
        instrument.rent_payer = *self.rent_payer.address();
        instrument.authorised = terms.authorised;
        instrument.face_value = terms.face_value;
        instrument.max_per_holder = terms.max_per_holder;
        instrument.holder_cap = terms.holder_cap;
        instrument.locked_until = terms.locked_until;
        instrument.maturity = terms.maturity;
        instrument.countries = terms.countries;
        instrument.document = terms.document;
        instrument.shares = 1;
        instrument.per_units = 1;
        instrument.tax_bps = terms.tax_bps;
    }

    /// Lets the vault's token account, frozen as all new ones, take the units.
    fn thaw(&self) {
        let bump = [self.instrument.bump];
        let (zone, mint) = (self.zone.address(), self.mint.address());
        let instrument_seeds =
            [seeds::INSTRUMENT, zone.as_ref(), mint.as_ref(), &bump].map(Seed::from);
        OwnMint {
            program: self.token_program.address(),
            mint: self.mint.account(),
            token: self.vault_token.account(),
            authority: self.instrument.account(),
        }
        .thaw(&[Signer::from(&instrument_seeds)]);
    }

    fn record(&self) {
        let instrument = &self.instrument;
        record(InstrumentCreated {
            instrument: *instrument.address(),
            zone: instrument.zone,
            mint: instrument.mint,
            issuer: instrument.issuer,
            payout_asset: instrument.payout_asset,
            vault_token: instrument.vault_token,
            document: instrument.document,
            countries: instrument.countries,
            kind: instrument.kind as u64,
            decimals: instrument.decimals as u64,
            holder_classes: instrument.holder_classes as u64,
            authorised: instrument.authorised,
            face_value: instrument.face_value,
            max_per_holder: instrument.max_per_holder,
            holder_cap: instrument.holder_cap,
            locked_until: instrument.locked_until,
            maturity: instrument.maturity,
            tax_bps: instrument.tax_bps.map(u64::from),
            revision: instrument.revision,
        });
    }
}

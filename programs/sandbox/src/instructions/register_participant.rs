use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, ParticipantRegistered};
use crate::seeds;
use crate::state::{role, Participant, Zone, TAX_CATEGORIES, TIERS, VERSION};

#[derive(Accounts)]
pub struct RegisterParticipant {
    /// Pays rent; may be the operator too, as neither holds data of ours.
    #[account(mut, unsafe(dup))]
    pub payer: Signer,
    pub operator: Signer,
    #[account(constraint = address_eq(&zone.operator, operator.address()) @ SandboxError::NotOperator)]
    pub zone: Account<Zone>,
    /// The participant's wallet; it need not exist yet.
    pub wallet: UncheckedAccount,
    #[account(
        init,
        payer = payer,
        seeds = [seeds::PARTICIPANT, zone.address().as_ref(), wallet.address().as_ref()],
        bump
    )]
    pub participant: Account<Participant>,
    pub system_program: Program<System>,
}

pub struct ParticipantTerms {
    pub country: [u8; 2],
    pub standing: Standing,
}

/// What the operator says that a participant is: what can be amended.
pub struct Standing {
    pub roles: u32,
    pub tier: u8,
    pub tax_category: u8,
    pub verified_until: u64,
}

impl Standing {
    pub fn of(participant: &Participant) -> Self {
        Standing {
            roles: participant.roles,
            tier: participant.tier,
            tax_category: participant.tax_category,
            verified_until: participant.verified_until,
        }
    }

    pub fn check(&self, zone: &Zone, wallet: &Address) -> Result<()> {
        require!(
            self.roles != 0 && self.roles & !role::ALL == 0,
            SandboxError::BadRoles
        );
        require!(
            self.roles & role::MERCHANT == 0 || !address_eq(&zone.treasury, wallet),
            SandboxError::TreasuryIsMerchant
        );
        require!((self.tier as usize) < TIERS, SandboxError::BadTier);
        require!(
            (self.tax_category as usize) < TAX_CATEGORIES,
            SandboxError::BadTaxCategory
        );
        Ok(())
    }

    pub fn apply(&self, participant: &mut Participant, operator: Address) {
        participant.roles = self.roles;
        participant.tier = self.tier;
        participant.tax_category = self.tax_category;
        participant.verified_until = self.verified_until;
        participant.verified_by = operator;
    }
}

impl RegisterParticipant {
    pub fn register_participant(&mut self, terms: ParticipantTerms, bump: u8) -> Result<()> {
        self.check(&terms)?;
        self.apply(terms, bump);
        Ok(())
    }

    fn check(&self, terms: &ParticipantTerms) -> Result<()> {
        terms.standing.check(&self.zone, self.wallet.address())?;
        let now = checks::now()?;
        require!(
            terms.standing.verified_until > now,
            SandboxError::AlreadyExpired
        );
        require!(now < self.zone.ends_at, SandboxError::ZoneEnded);
        Ok(())
    }

    fn apply(&mut self, terms: ParticipantTerms, bump: u8) {
        let participant = &mut self.participant;
        participant.version = VERSION;
        participant.bump = bump;
        participant.revision = 1;
        participant.zone = *self.zone.address();
        participant.wallet = *self.wallet.address();
        participant.country = terms.country;
        terms.standing.apply(participant, *self.operator.address());
        participant.wallet_window = [1, 0]; // sequence 0 is used: the first is 1
        record(ParticipantRegistered {
            participant: *participant.address(),
            zone: participant.zone,
            wallet: participant.wallet,
            verified_by: participant.verified_by,
            roles: participant.roles as u64,
            tier: participant.tier as u64,
            tax_category: participant.tax_category as u64,
            verified_until: participant.verified_until,
            revision: participant.revision,
        });
    }
}

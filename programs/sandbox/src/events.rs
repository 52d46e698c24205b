//! What happened: one fixed-size event per change, in Anchor's format, with the new
//! balances and revisions of the accounts that it changed.

use anchor_lang::prelude::*;

/// Logs an event with one system call and no allocation.
#[inline(always)]
pub fn record<E: Event + Copy>(event: E) {
    #[repr(C)]
    struct Record<E> {
        discriminator: [u8; 8],
        event: E,
    }
    let mut discriminator = [0; 8];
    discriminator.copy_from_slice(E::DISCRIMINATOR);
    let record = Record {
        discriminator,
        event,
    };
    // SAFETY: `#[event(bytemuck)]` asserts that the event has no padding; 8 bytes before
    // it, whose alignment is at most 8, add none.
    let bytes = unsafe {
        core::slice::from_raw_parts(
            (&record as *const Record<E>).cast::<u8>(),
            core::mem::size_of::<Record<E>>(),
        )
    };
    sol_log_data(&[bytes]);
}

#[event(bytemuck)]
pub struct ZoneCreated {
    pub zone: Address,
    pub operator: Address,
    pub regulators: [Address; 2],
    pub treasury: Address,
    pub ends_at: u64,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct AssetListed {
    pub asset: Address,
    pub zone: Address,
    pub mint: Address,
    pub vault: Address,
    pub class: u64,
    pub decimals: u64,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct AssetConsented {
    pub asset: Address,
    pub regulator: Address,
    /// Bits of the regulators that consent now.
    pub consents: u64,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct ParticipantRegistered {
    pub participant: Address,
    pub zone: Address,
    pub wallet: Address,
    pub verified_by: Address,
    pub roles: u64,
    pub tier: u64,
    pub tax_category: u64,
    pub verified_until: u64,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct LicenceGranted {
    pub participant: Address,
    pub regulator: Address,
    pub credential: [u8; 32],
    pub activities: u64,
    pub asset_classes: u64,
    pub expires_at: u64,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct LicenceSuspended {
    pub participant: Address,
    pub regulator: Address,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct AccountOpened {
    pub account: Address,
    pub asset: Address,
    pub wallet: Address,
    pub lane: u64,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct Deposited {
    pub account: Address,
    pub asset: Address,
    pub reference: [u8; 32],
    pub sequence: u64,
    /// What arrived in the vault.
    pub amount: u64,
    pub available: u64,
    pub revision: u64,
    pub liabilities: u64,
    pub vault_revision: u64,
}

#[event(bytemuck)]
pub struct Withdrawn {
    pub account: Address,
    pub asset: Address,
    pub destination: Address,
    pub reference: [u8; 32],
    pub sequence: u64,
    /// What left the vault.
    pub amount: u64,
    pub available: u64,
    pub revision: u64,
    pub liabilities: u64,
    pub vault_revision: u64,
}

#[event(bytemuck)]
pub struct Paid {
    pub payer_account: Address,
    pub payee_account: Address,
    pub reference: [u8; 32],
    pub sequence: u64,
    pub amount: u64,
    pub fee: u64,
    pub tax: u64,
    pub service: u64,
    /// 0: final.
    pub deliver_by: u64,
    pub payer_available: u64,
    pub payer_revision: u64,
    pub payee_available: u64,
    pub payee_held: u64,
    pub payee_fee_due: u64,
    pub payee_tax_due: u64,
    pub payee_revision: u64,
}

#[event(bytemuck)]
pub struct Transferred {
    pub payer_account: Address,
    pub payee_account: Address,
    pub reference: [u8; 32],
    pub sequence: u64,
    pub amount: u64,
    pub payer_available: u64,
    pub payer_revision: u64,
    pub payee_available: u64,
    pub payee_revision: u64,
}

#[event(bytemuck)]
pub struct Fulfilled {
    pub payment: Address,
    pub payee_account: Address,
    pub settles_at: u64,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct Settled {
    pub payment: Address,
    pub payee_account: Address,
    pub signer: Address,
    /// What the payee received; with fee and tax, what was held.
    pub net: u64,
    pub fee: u64,
    pub tax: u64,
    pub payee_available: u64,
    pub payee_held: u64,
    pub payee_fee_due: u64,
    pub payee_tax_due: u64,
    pub payee_revision: u64,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct Refunded {
    pub payment: Address,
    pub payer_account: Address,
    pub payee_account: Address,
    pub amount: u64,
    /// What of the amount came out of accrued fee and tax.
    pub fee: u64,
    pub tax: u64,
    /// The sum of this payment's refunds so far.
    pub refunded: u64,
    pub payer_available: u64,
    pub payer_revision: u64,
    pub payee_available: u64,
    pub payee_held: u64,
    pub payee_fee_due: u64,
    pub payee_tax_due: u64,
    pub payee_fee_credit: u64,
    pub payee_tax_credit: u64,
    pub payee_revision: u64,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct Expired {
    pub payment: Address,
    pub payer_account: Address,
    pub payee_account: Address,
    pub amount: u64,
    pub payer_available: u64,
    pub payer_revision: u64,
    pub payee_held: u64,
    pub payee_revision: u64,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct Collected {
    pub account: Address,
    pub treasury_account: Address,
    /// What the treasury received.
    pub fee: u64,
    pub tax: u64,
    /// What was set off against earlier returns and stays on the account.
    pub credit: u64,
    pub available: u64,
    pub revision: u64,
    pub treasury_available: u64,
    pub treasury_revision: u64,
}

#[event(bytemuck)]
pub struct Paused {
    pub zone: Address,
    pub authority: Address,
    /// The scopes that this authority holds paused now.
    pub scopes: u64,
    pub revision: u64,
}

use anchor_lang::address_eq;
use anchor_lang::bytemuck::{from_bytes_mut, Pod};
use anchor_lang::prelude::*;

use crate::errors::SandboxError;
use crate::events::{record, Migrated};
use crate::state::{add, Asset, Participant, Payment, PaymentAccount, Vault, Zone, VERSION};

const DISCRIMINATOR: usize = 8;
const DAY: u64 = 86_400;

/// What version 1 did not know, for what was made then.
const RESPOND_WINDOW: u64 = 7 * DAY;
const RESOLVE_WINDOW: u64 = 14 * DAY;
const RETENTION: u64 = 90 * DAY;

/// Brings an account to the layout of this program; anyone may, and pays the rent of what
/// it grows by.  A version only appends, so that what was there stays where it was.
#[derive(Accounts)]
pub struct Migrate {
    #[account(mut)]
    pub payer: Signer,
    /// The zone and the asset of a payment account; of others, anything.
    pub zone: UncheckedAccount,
    pub asset: UncheckedAccount,
    #[account(mut)]
    pub account: UncheckedAccount,
    pub system_program: Program<System>,
}

impl Migrate {
    pub fn migrate(&mut self) -> Result<()> {
        let revision = self.grow()?;
        record(Migrated {
            account: *self.account.address(),
            version: VERSION as u64,
            revision,
        });
        Ok(())
    }

    fn grow(&mut self) -> Result<u64> {
        let account = self.account.account();
        require!(account.owned_by(&crate::ID), SandboxError::NotMigratable);
        let mut discriminator = [0; DISCRIMINATOR];
        {
            let data = account.try_borrow()?;
            require!(data.len() > DISCRIMINATOR, SandboxError::NotMigratable);
            discriminator.copy_from_slice(&data[..DISCRIMINATOR]);
            require!(data[DISCRIMINATOR] < VERSION, SandboxError::AlreadyMigrated);
        }
        match &discriminator[..] {
            d if d == Zone::DISCRIMINATOR => self.write(|zone: &mut Zone| {
                zone.version = VERSION;
                zone.respond_window = RESPOND_WINDOW;
                zone.resolve_window = RESOLVE_WINDOW;
                zone.retention = RETENTION;
                zone.revision += 1;
                Ok(zone.revision)
            }),
            d if d == Asset::DISCRIMINATOR => self.write(|asset: &mut Asset| {
                asset.version = VERSION;
                asset.revision += 1;
                Ok(asset.revision)
            }),
            d if d == Vault::DISCRIMINATOR => self.write(|vault: &mut Vault| {
                vault.version = VERSION;
                vault.revision += 1;
                Ok(vault.revision)
            }),
            d if d == Participant::DISCRIMINATOR => self.write(|participant: &mut Participant| {
                participant.version = VERSION;
                participant.revision += 1;
                Ok(participant.revision)
            }),
            d if d == PaymentAccount::DISCRIMINATOR => {
                let zone = Account::<Zone>::load(*self.zone.account())?;
                let asset = Account::<Asset>::load(*self.asset.account())?;
                self.write(|account: &mut PaymentAccount| {
                    require!(
                        address_eq(&account.zone, zone.address()),
                        SandboxError::WrongZone
                    );
                    require!(
                        address_eq(&account.asset, asset.address()),
                        SandboxError::WrongAsset
                    );
                    account.version = VERSION;
                    account.class = asset.class;
                    account.utc_offset = zone.utc_offset as u32; // below a day: it fits
                    account.receive_per_day = u64::MAX;
                    account.receive_per_month = u64::MAX;
                    account.rent_payer = account.wallet;
                    account.revision += 1;
                    Ok(account.revision)
                })
            }
            d if d == Payment::DISCRIMINATOR => self.write(|payment: &mut Payment| {
                payment.version = VERSION;
                payment.closes_at = add(payment.deliver_by, RETENTION)?;
                payment.respond_window = RESPOND_WINDOW as u32;
                payment.resolve_window = RESOLVE_WINDOW as u32;
                payment.revision += 1;
                Ok(payment.revision)
            }),
            _ => Err(SandboxError::NotMigratable.into()),
        }
    }

    /// Grows the account to the size of `T` and fills in what is new.
    fn write<T: Pod>(&mut self, fill: impl FnOnce(&mut T) -> Result<u64>) -> Result<u64> {
        let size = DISCRIMINATOR + core::mem::size_of::<T>();
        let mut account = *self.account.account();
        require!(account.data_len() <= size, SandboxError::NotMigratable);
        anchor_lang::realloc_account(&mut account, size, self.payer.account(), true)?;
        let mut data = account.try_borrow_mut()?;
        fill(from_bytes_mut(&mut data[DISCRIMINATOR..size]))
    }
}

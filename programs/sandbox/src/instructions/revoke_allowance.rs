use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::errors::SandboxError;
use crate::events::{record, AllowanceRevoked};
use crate::state::{add, Allowance};

/// A returning instruction: it names nothing that could stop it, and doing it twice is no
/// mistake.  The account stays, with its sequences used.
#[derive(Accounts)]
pub struct RevokeAllowance {
    pub wallet: Signer,
    #[account(mut, constraint = address_eq(&allowance.wallet, wallet.address()) @ SandboxError::WrongOwner)]
    pub allowance: Account<Allowance>,
}

impl RevokeAllowance {
    pub fn revoke_allowance(&mut self) -> Result<()> {
        let allowance = &mut self.allowance;
        allowance.revoked = 1;
        // A grant that was signed before must not undo this one.
        allowance.grants = add(allowance.grants, 1)?;
        allowance.revision += 1;
        record(AllowanceRevoked {
            allowance: *allowance.address(),
            owner_account: allowance.owner_account,
            delegate: allowance.delegate,
            grants: allowance.grants,
            revision: allowance.revision,
        });
        Ok(())
    }
}

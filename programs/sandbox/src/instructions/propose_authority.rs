use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, AuthorityProposed};
use crate::state::{seat, Succession, Zone};

/// First of two steps: the holder of a seat names who is to follow.
#[derive(Accounts)]
pub struct ProposeAuthority {
    pub incumbent: Signer,
    #[account(mut)]
    pub zone: Account<Zone>,
}

impl ProposeAuthority {
    pub fn propose_authority(&mut self, seat: u8, successor: Address) -> Result<()> {
        self.check(seat, &successor)?;
        let zone = &mut self.zone;
        let ready_at = checks::now()?;
        zone.successions[seat as usize] = Succession {
            successor,
            ready_at,
        };
        zone.replacements &= !(1 << seat);
        zone.revision += 1;
        record(AuthorityProposed {
            zone: *zone.address(),
            successor,
            first: *self.incumbent.address(),
            second: Address::default(),
            seat: seat as u64,
            ready_at,
            revision: zone.revision,
        });
        Ok(())
    }

    fn check(&self, seat: u8, successor: &Address) -> Result<()> {
        require!(seat < seat::COUNT, SandboxError::BadSeat);
        require!(
            self.zone.holds(seat, self.incumbent.address()),
            SandboxError::NotIncumbent
        );
        // An operator whom the regulators are replacing cannot put another in the way.
        require!(
            seat != seat::OPERATOR || !self.zone.is_replaced(seat),
            SandboxError::ReplacementPending
        );
        self.zone.check_unreplaced(seat)?;
        self.zone.check_successor(seat, successor)
    }
}

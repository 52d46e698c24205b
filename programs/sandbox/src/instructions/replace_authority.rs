use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, AuthorityProposed};
use crate::state::{add, seat, Succession, Zone, VETO_WINDOW};

/// First of two steps where a key is lost or not to be trusted: the two other authorities
/// name who is to follow.  A regulator has seven days to veto; the operator, whom the
/// regulators supervise, has none.
#[derive(Accounts)]
pub struct ReplaceAuthority {
    pub first: Signer,
    pub second: Signer,
    #[account(mut)]
    pub zone: Account<Zone>,
}

impl ReplaceAuthority {
    pub fn replace_authority(&mut self, seat: u8, successor: Address) -> Result<()> {
        self.check(seat, &successor)?;
        let wait = if seat == seat::OPERATOR {
            0
        } else {
            VETO_WINDOW
        };
        let ready_at = add(checks::now()?, wait)?;
        let zone = &mut self.zone;
        zone.successions[seat as usize] = Succession {
            successor,
            ready_at,
        };
        zone.replacements |= 1 << seat;
        zone.revision += 1;
        record(AuthorityProposed {
            zone: *zone.address(),
            successor,
            first: *self.first.address(),
            second: *self.second.address(),
            seat: seat as u64,
            ready_at,
            revision: zone.revision,
        });
        Ok(())
    }

    fn check(&self, seat: u8, successor: &Address) -> Result<()> {
        let zone = &self.zone;
        let (one, other) = match seat {
            seat::OPERATOR => (&zone.regulators[0], &zone.regulators[1]),
            seat::FIRST_REGULATOR => (&zone.operator, &zone.regulators[1]),
            seat::SECOND_REGULATOR => (&zone.operator, &zone.regulators[0]),
            _ => return Err(SandboxError::BadSeat.into()),
        };
        require!(
            address_eq(self.first.address(), one) && address_eq(self.second.address(), other),
            SandboxError::NotOtherAuthorities
        );
        zone.check_successor(seat, successor)
    }
}

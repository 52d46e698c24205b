use anchor_lang::address_eq;
use anchor_lang::find_and_verify_program_address;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, AuthorityAccepted};
use crate::seeds;
use crate::state::{role, seat, Participant, Succession, Zone};

/// Second of two steps: the successor shows that it holds its key, and takes the seat.
#[derive(Accounts)]
pub struct AcceptAuthority {
    pub successor: Signer,
    #[account(mut)]
    pub zone: Account<Zone>,
    /// The successor as a participant, whether registered or not.
    pub participant: UncheckedAccount,
}

impl AcceptAuthority {
    pub fn accept_authority(&mut self, seat: u8) -> Result<()> {
        self.check(seat)?;
        let zone = &mut self.zone;
        let previous = *zone.authority_of(seat);
        let successor = *self.successor.address();
        match seat {
            seat::OPERATOR => zone.operator = successor,
            seat::FIRST_REGULATOR => zone.regulators[0] = successor,
            seat::SECOND_REGULATOR => zone.regulators[1] = successor,
            _ => zone.treasury = successor,
        }
        if seat == seat::TREASURY {
            // It signs nothing for others: what they have asked for stands.
            zone.successions[seat::TREASURY as usize] = Succession::NOBODY;
        } else {
            // What the previous holder may have signed for other seats ends with it.
            zone.successions = [Succession::NOBODY; 4];
            zone.replacements = 0;
        }
        zone.revision += 1;
        record(AuthorityAccepted {
            zone: *zone.address(),
            successor,
            previous,
            seat: seat as u64,
            revision: zone.revision,
        });
        Ok(())
    }

    fn check(&self, seat: u8) -> Result<()> {
        require!(seat < seat::COUNT, SandboxError::BadSeat);
        let succession = &self.zone.successions[seat as usize];
        require!(succession.is_pending(), SandboxError::NoSuccession);
        require!(
            address_eq(&succession.successor, self.successor.address()),
            SandboxError::NotSuccessor
        );
        require!(
            checks::now()? >= succession.ready_at,
            SandboxError::SuccessionNotReady
        );
        self.zone.check_unreplaced(seat)?;
        self.zone.check_successor(seat, &succession.successor)?;
        if seat == seat::TREASURY {
            self.check_treasury()?;
        }
        Ok(())
    }

    /// A treasury that is a merchant would owe its fees to itself.
    fn check_treasury(&self) -> Result<()> {
        let zone = *self.zone.address();
        find_and_verify_program_address(
            &[
                seeds::PARTICIPANT,
                zone.as_ref(),
                self.successor.address().as_ref(),
            ],
            &crate::ID,
            self.participant.address(),
        )
        .map_err(|_| SandboxError::WrongParticipant)?;
        if self.participant.account().owned_by(&crate::ID) {
            let participant = Account::<Participant>::load(*self.participant.account())?;
            require!(
                !participant.has_role(role::MERCHANT),
                SandboxError::TreasuryIsMerchant
            );
        }
        Ok(())
    }
}

//! The zone: its authorities, its end, what is paused, its windows.

use anchor_lang::prelude::*;

use crate::errors::SandboxError;

/// What can be paused.
pub mod scope {
    pub const PAYMENTS: u8 = 1;
    pub const DEPOSITS: u8 = 2;
    pub const TRANSFERS: u8 = 4;
    pub const OPENING: u8 = 8;
    pub const CONVERSIONS: u8 = 16;
    pub const ALL: u8 = 31;
}

/// Regulators of a zone, and licence slots of a participant.
pub const REGULATORS: usize = 2;

/// Seats of a zone's authorities.
pub mod seat {
    pub const OPERATOR: u8 = 0;
    pub const FIRST_REGULATOR: u8 = 1;
    pub const SECOND_REGULATOR: u8 = 2;
    pub const TREASURY: u8 = 3;
    pub const COUNT: u8 = 4;
}

/// Who is to take a seat, and from when.
#[derive(Clone, Copy, IdlType)]
#[repr(C)]
pub struct Succession {
    /// Zeros: nobody.
    pub successor: Address,
    /// Unix seconds from which the successor may accept.
    pub ready_at: u64,
}

// SAFETY: an address and a u64 in C order have no padding and any bits are valid.
unsafe impl anchor_lang::bytemuck::Zeroable for Succession {}
unsafe impl anchor_lang::bytemuck::Pod for Succession {}

/// Seconds for which a regulator may veto its replacement by the two others.
pub const VETO_WINDOW: u64 = 7 * 86_400;

impl Succession {
    pub const NOBODY: Self = Self {
        successor: Address::new_from_array([0; 32]),
        ready_at: 0,
    };

    pub fn is_pending(&self) -> bool {
        self.successor != Self::NOBODY.successor
    }
}

#[account]
pub struct Zone {
    pub version: u8,
    pub bump: u8,
    /// Scopes held paused by the operator and by each regulator: each lifts only its own.
    pub paused: [u8; 3],
    /// Bits of seats whose succession the two other authorities asked for.
    pub replacements: u8,
    pub spare_bytes: [u8; 2],
    pub revision: u64,
    pub name: [u8; 32],
    pub operator: Address,
    pub regulators: [Address; 2],
    /// The wallet whose payment accounts receive fees and taxes.
    pub treasury: Address,
    /// Seconds east of UTC at which the zone's days begin, below 86,400.
    pub utc_offset: u64,
    /// Unix seconds from which nothing enters any more.
    pub ends_at: u64,
    /// Seconds after fulfilment for which only the payer may settle.
    pub settle_window: u64,
    /// Seconds that a payment's delivery deadline may lie ahead at most.
    pub deliver_within: u64,
    /// May resolve disputes, as the operator may; zeros: the operator alone.
    pub arbiter: Address,
    /// Who is to follow in each seat.
    pub successions: [Succession; 4],
    /// Unix seconds until which both regulators have stopped withdrawals.
    pub withdrawals_stopped_until: u64,
    /// Seconds that a payee has to answer a dispute.
    pub respond_window: u64,
    /// Seconds that the arbiter has to resolve an answered dispute.
    pub resolve_window: u64,
    /// Seconds after its delivery deadline for which a payment's account is kept.
    pub retention: u64,
    pub spare: [u64; 8],
}

impl Zone {
    /// Who holds a seat.
    pub fn authority_of(&self, seat: u8) -> &Address {
        match seat {
            seat::OPERATOR => &self.operator,
            seat::FIRST_REGULATOR => &self.regulators[0],
            seat::SECOND_REGULATOR => &self.regulators[1],
            _ => &self.treasury,
        }
    }

    /// Whether this key decides who follows in a seat: its holder's; of the treasury's,
    /// which only receives, the operator's.
    pub fn holds(&self, seat: u8, key: &Address) -> bool {
        let holder = if seat == seat::TREASURY {
            &self.operator
        } else {
            self.authority_of(seat)
        };
        holder == key
    }

    /// Whether this is the key of one of the authorities beside this seat's.
    pub fn is_other_authority(&self, seat: u8, key: &Address) -> bool {
        (seat::OPERATOR..seat::TREASURY)
            .any(|other| other != seat && self.authority_of(other) == key)
    }

    /// Whether the two other authorities asked for this seat's succession.
    pub fn is_replaced(&self, seat: u8) -> bool {
        self.replacements & (1 << seat) != 0
    }

    /// The treasury's seat is the operator's to fill, and waits where the regulators replace it.
    pub fn check_unreplaced(&self, seat: u8) -> Result<()> {
        require!(
            seat != seat::TREASURY || !self.is_replaced(seat::OPERATOR),
            SandboxError::ReplacementPending
        );
        Ok(())
    }

    /// Operator and regulators stay three different keys, and no seat empty.
    pub fn check_successor(&self, seat: u8, successor: &Address) -> Result<()> {
        require!(
            *successor != Succession::NOBODY.successor && self.authority_of(seat) != successor,
            SandboxError::BadSuccessor
        );
        require!(
            seat == seat::TREASURY || !self.is_other_authority(seat, successor),
            SandboxError::AuthoritiesNotDistinct
        );
        Ok(())
    }

    /// Which regulator this is, 0 or 1.
    pub fn regulator(&self, signer: &Address) -> Result<usize> {
        self.regulators
            .iter()
            .position(|regulator| regulator == signer)
            .ok_or_else(|| SandboxError::NotRegulator.into())
    }

    /// Whether this may resolve disputes.  An arbiter that has become a regulator may not.
    pub fn is_arbiter(&self, signer: &Address) -> bool {
        self.operator == *signer
            || self.arbiter == *signer
                && *signer != Address::default()
                && !self.regulators.contains(signer)
    }

    /// Which holder of pauses this is: 0 the operator, 1 and 2 the regulators.
    pub fn authority(&self, signer: &Address) -> Result<usize> {
        if self.operator == *signer {
            return Ok(0);
        }
        match self.regulator(signer) {
            Ok(index) => Ok(index + 1),
            Err(_) => Err(SandboxError::NotAuthority.into()),
        }
    }
}

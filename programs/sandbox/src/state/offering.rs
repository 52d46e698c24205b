//! A primary offering of an instrument's units, and what an investor has subscribed of it.

use anchor_lang::prelude::*;

use crate::errors::SandboxError;
use crate::math::mul_div;

/// Where an offering stands.
pub mod offering_state {
    pub const OPEN: u8 = 1;
    /// Concluded at the minimum or above: units are allotted.
    pub const SUCCEEDED: u8 = 2;
    /// Concluded below it, or cancelled: all money goes back.
    pub const FAILED: u8 = 3;
}

/// Who gets the units where more are subscribed than offered.
pub mod allotment {
    /// In the order of confirmations.
    pub const FIRST_COME: u8 = 0;
    /// Each its part of what is sold, to the last unit.
    pub const PRO_RATA: u8 = 1;
    pub const COUNT: u8 = 2;
}

/// Seconds that a suspension may keep an offering from its conclusion: a week.
const PATIENCE: u64 = 7 * 86_400;

/// Where a subscription stands; once allotted or withdrawn it is no more.
pub mod subscription_state {
    pub const SUBSCRIBED: u8 = 1;
    pub const CONFIRMED: u8 = 2;
}

#[account]
pub struct Offering {
    pub version: u8,
    pub bump: u8,
    /// See `offering_state`.
    pub state: u8,
    /// See `allotment`.
    pub allotment: u8,
    pub spare_bytes: [u8; 4],
    pub revision: u64,
    pub zone: Address,
    pub instrument: Address,
    /// The issuer's payment account, which the price goes to.
    pub issuer_account: Address,
    /// Who paid the rent.
    pub rent_payer: Address,
    /// From 1: the instrument's offerings are counted.
    pub number: u64,
    /// Base units of the payout asset for a unit.
    pub price: u64,
    /// The most units that are sold, and the fewest: below them all money goes back.
    pub quantity: u64,
    pub minimum: u64,
    /// Units of one subscription.
    pub least: u64,
    pub most: u64,
    /// Unix seconds: subscribed from the first on and before the second.
    pub opens_at: u64,
    pub closes_at: u64,
    /// Seconds in which a subscription can be withdrawn.
    pub cooling_off: u64,
    /// Subscriptions that there are, their units, and how many are not confirmed.
    pub subscriptions: u64,
    pub subscribed: u64,
    pub unconfirmed: u64,
    /// Units that were confirmed.
    pub confirmed: u64,
    /// Units that were sold, and of them those that are in no holding yet.
    pub sold: u64,
    pub unallotted: u64,
    /// The instrument's index when it was concluded: from then on its units are entitled.
    pub counted_at: [u64; 2],
    pub spare: [u64; 16],
}

#[account]
pub struct Subscription {
    pub version: u8,
    pub bump: u8,
    /// See `subscription_state`.
    pub state: u8,
    /// 1: it keeps a place among the instrument's holders.
    pub reserves: u8,
    pub spare_bytes: [u8; 4],
    pub revision: u64,
    pub zone: Address,
    pub offering: Address,
    pub wallet: Address,
    pub participant: Address,
    /// The payment account that holds the money, and the holding that the units go to.
    pub account: Address,
    pub holding: Address,
    /// Who paid the rent, and gets it back.
    pub rent_payer: Address,
    pub units: u64,
    /// Their price, base units of the payout asset, held on the account.
    pub held: u64,
    /// Units that were confirmed before it.
    pub offset: u64,
    /// Unix seconds.
    pub subscribed_at: u64,
    pub spare: [u64; 4],
}

impl Offering {
    pub fn check_open(&self) -> Result<()> {
        require!(
            self.state == offering_state::OPEN,
            SandboxError::OfferingOver
        );
        Ok(())
    }

    pub fn check_over(&self) -> Result<()> {
        require!(
            self.state != offering_state::OPEN,
            SandboxError::OfferingNotOver
        );
        Ok(())
    }

    /// From when on it can be concluded: the last cooling-off is over.
    pub fn concludes_at(&self) -> u64 {
        // At most two years after it was made: the sum cannot overflow.
        self.closes_at + self.cooling_off
    }

    /// From when on a suspension traps nobody's money in it: anyone may cancel it then.
    pub fn abandoned_at(&self) -> u64 {
        self.concludes_at().saturating_add(PATIENCE)
    }

    /// Units of what is sold that fall to those subscribed at an offset.  Pro rata each end is
    /// rounded alike, so that the parts of all add up to what is sold.
    pub fn share(&self, offset: u64, units: u64) -> u64 {
        if self.sold == 0 {
            return 0;
        }
        if self.allotment == allotment::PRO_RATA {
            // Both ends are at most what was confirmed, and at least what is sold was.
            let end = mul_div(self.sold, offset.saturating_add(units), self.confirmed);
            end.saturating_sub(mul_div(self.sold, offset, self.confirmed))
        } else {
            units.min(self.sold.saturating_sub(offset))
        }
    }

    /// Forgets a subscription that is no more.
    pub fn forget(&mut self, subscription: &Subscription) -> Result<()> {
        let less = |from: u64, by: u64| from.checked_sub(by).ok_or(SandboxError::Overflow);
        self.subscriptions = less(self.subscriptions, 1)?;
        self.subscribed = less(self.subscribed, subscription.units)?;
        if subscription.state != subscription_state::CONFIRMED {
            self.unconfirmed = less(self.unconfirmed, 1)?;
        }
        self.revision += 1;
        Ok(())
    }
}

impl Subscription {
    /// Whether its investor may still withdraw it, by time.
    #[inline(always)]
    pub fn is_cooling(&self, cooling_off: u64, now: u64) -> bool {
        now.saturating_sub(self.subscribed_at) < cooling_off
    }

    pub fn check_unconfirmed(&self) -> Result<()> {
        require!(
            self.state == subscription_state::SUBSCRIBED,
            SandboxError::SubscriptionConfirmed
        );
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shares(allotment: u8, quantity: u64, units: &[u64]) -> (u64, u64) {
        let mut found: Offering = anchor_lang::bytemuck::Zeroable::zeroed();
        found.allotment = allotment;
        found.confirmed = units.iter().sum();
        found.sold = quantity.min(found.confirmed);
        let (mut offset, mut sum) = (0, 0);
        for each in units {
            let share = found.share(offset, *each);
            assert!(share <= *each);
            (offset, sum) = (offset + each, sum + share);
        }
        (sum, found.sold)
    }

    #[test]
    fn shares_add_up_to_what_is_sold() {
        let near = u64::MAX / 4;
        let all: [&[u64]; 5] = [
            &[1],
            &[3, 3, 3],
            &[1, 999, 7, 7, 7],
            &[near, 1, near, near - 5],
            &[5; 17],
        ];
        for units in all {
            for quantity in [1, 2, 3, 10, 84, 1_000, near, u64::MAX] {
                for way in [allotment::FIRST_COME, allotment::PRO_RATA] {
                    let (sum, sold) = shares(way, quantity, units);
                    assert_eq!(sum, sold, "{units:?} of {quantity}");
                }
            }
        }
    }

    #[test]
    fn nothing_falls_to_anybody_where_nothing_is_sold() {
        let found: Offering = anchor_lang::bytemuck::Zeroable::zeroed();
        assert_eq!(found.share(0, 5), 0);
    }

    #[test]
    fn it_is_abandoned_a_week_after_it_could_have_been_concluded() {
        let mut found: Offering = anchor_lang::bytemuck::Zeroable::zeroed();
        (found.closes_at, found.cooling_off) = (100, 10);
        assert_eq!(found.concludes_at(), 110);
        assert_eq!(found.abandoned_at(), 110 + 7 * 86_400);
    }

    #[test]
    fn it_cools_off_for_so_many_seconds() {
        let mut found: Subscription = anchor_lang::bytemuck::Zeroable::zeroed();
        found.subscribed_at = 100;
        assert!(found.is_cooling(10, 109) && !found.is_cooling(10, 110));
        assert!(!found.is_cooling(0, 100));
        assert!(found.is_cooling(10, 90)); // a clock that steps back
    }
}

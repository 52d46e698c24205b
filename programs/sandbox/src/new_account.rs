//! Makes accounts of ours at the address that seeds give, for less than Anchor's `init`.

use anchor_lang::accounts::AccountInitialize as _;
use anchor_lang::address_eq;
use anchor_lang::bytemuck::{cast_ref, Pod};
use anchor_lang::pinocchio::account::AccountView;
use anchor_lang::prelude::*;
use anchor_lang::solana_program::hash::hashv;
use anchor_lang::{Discriminator, Owner};
use core::slice::from_ref;

use crate::errors::SandboxError;

const PDA_MARKER: &[u8] = b"ProgramDerivedAddress";
/// Each bump at its own place, so that a part can be any of them.
static BUMPS: [u8; 256] = {
    let mut bumps = [0; 256];
    let mut bump = 0;
    while bump < bumps.len() {
        bumps[bump] = bump as u8;
        bump += 1;
    }
    bumps
};

/// An account that is to be, who pays its rent, and what gives its address.
pub struct NewAccount<'a> {
    pub rent_payer: &'a AccountView,
    pub account: &'a AccountView,
    pub seeds: [&'a [u8]; 3],
}

impl NewAccount<'_> {
    /// Makes it, with nothing in it, and says its bump.  Where the seeds give another address
    /// it is refused as `wrong`.
    #[inline(always)]
    pub fn create<T: Pod + Owner + Discriminator>(
        &self,
        wrong: SandboxError,
    ) -> Result<(Account<T>, u8)> {
        let bump = find_bump(&self.seeds, self.account.address()).ok_or(wrong)?;
        let [kind, of, which] = self.seeds;
        let made = Account::<T>::create_and_initialize(
            self.rent_payer,
            self.account,
            Account::<T>::INIT_SPACE,
            &crate::ID,
            &(),
            Some(&[kind, of, which, &[bump]]),
            None,
        )?;
        Ok((made, bump))
    }
}

/// The bump with which seeds give an address, if it is the one that `find_program_address`
/// finds: none above it gives an address at all, so that what is kept there is kept once.
///
/// Whether the address itself is off the curve is not asked here.  The runtime asks, when the
/// seeds sign for the account that is made.
#[inline(always)]
fn find_bump([kind, of, which]: &[&[u8]; 3], address: &Address) -> Option<u8> {
    // Laid out once: with each bump one of them is another.
    let mut parts: [&[u8]; 6] = [kind, of, which, &[], crate::ID.as_ref(), PDA_MARKER];
    let mut bump = u8::MAX;
    loop {
        parts[3] = from_ref(&BUMPS[bump as usize]);
        let hash = hashv(&parts);
        let derived: &Address = cast_ref(hash.as_bytes());
        if address_eq(derived, address) {
            return Some(bump);
        }
        if bump == 0 || !derived.is_on_curve() {
            return None;
        }
        bump -= 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_first_bump_that_gives_an_address_is_found() {
        for number in 0u64..64 {
            let key = number.to_le_bytes();
            let seeds: [&[u8]; 3] = [b"payment", &[7; 32], &key];
            let (first, bump) = Address::find_program_address(&seeds, &crate::ID);
            assert_eq!(find_bump(&seeds, &first), Some(bump));
            let others = (0..bump).filter_map(|each| {
                let bump = [each];
                let seeds = [seeds[0], seeds[1], seeds[2], &bump];
                Address::create_program_address(&seeds, &crate::ID).ok()
            });
            for other in others {
                assert_eq!(find_bump(&seeds, &other), None);
            }
            assert_eq!(find_bump(&seeds, &Address::default()), None);
        }
    }
}

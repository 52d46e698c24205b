//! What a mint must be so that it is an instrument's: the program's alone, and readable by every
//! wallet.  Exactly four extensions; see `docs/tokenization.md`.

use anchor_lang::prelude::*;

use crate::errors::SandboxError;
use crate::mint_screen::{extension, extensions};

const KEY: usize = 32;
/// The default state of new token accounts that cannot move.
const FROZEN: u8 = 2;

const NEW_ACCOUNTS: u8 = 1;
const DELEGATE: u8 = 2;
const POINTER: u8 = 4;
const METADATA: u8 = 8;
const ALL: u8 = 15;

/// Whose mint this is to be.
pub struct Screen<'a> {
    pub mint: &'a Address,
    pub instrument: &'a Address,
}

impl Screen<'_> {
    /// Refused where the extensions in the mint's data are not the four, set up as they must be.
    pub fn check(&self, data: &[u8]) -> Result<()> {
        let mut found = 0;
        for each in extensions(data) {
            let (kind, value) = each?;
            found |= self.judge(kind, value)?;
        }
        require!(found == ALL, SandboxError::MintExtensionMissing);
        Ok(())
    }

    /// Which of the four an extension is.
    fn judge(&self, kind: u16, value: &[u8]) -> Result<u8> {
        match kind {
            extension::DEFAULT_ACCOUNT_STATE => {
                require!(value.first() == Some(&FROZEN), SandboxError::MintNotFrozen);
                Ok(NEW_ACCOUNTS)
            }
            extension::PERMANENT_DELEGATE => {
                require!(
                    key(value, 0) == Some(self.instrument),
                    SandboxError::MintNotControlled
                );
                Ok(DELEGATE)
            }
            extension::METADATA_POINTER => {
                self.check_unchangeable(value)?;
                require!(
                    key(value, KEY) == Some(self.mint),
                    SandboxError::MintMetadataElsewhere
                );
                Ok(POINTER)
            }
            // The token program writes no other mint's metadata into a mint.
            extension::TOKEN_METADATA => {
                self.check_unchangeable(value)?;
                Ok(METADATA)
            }
            _ => Err(SandboxError::MintExtensionForbidden.into()),
        }
    }

    /// The authority that an extension begins with is nobody, or the instrument, which never
    /// uses it.
    fn check_unchangeable(&self, value: &[u8]) -> Result<()> {
        let authority = key(value, 0);
        require!(
            authority == Some(&Address::default()) || authority == Some(self.instrument),
            SandboxError::MintMetadataChangeable
        );
        Ok(())
    }
}

/// The key at this place; none where it is cut off.
fn key(value: &[u8], at: usize) -> Option<&Address> {
    let bytes: &[u8; KEY] = value.get(at..at + KEY)?.try_into().ok()?;
    // SAFETY: an address is 32 bytes of alignment 1, and they are there.
    Some(unsafe { &*bytes.as_ptr().cast::<Address>() })
}

#[cfg(test)]
mod tests {
    extern crate std;
    use super::*;
    use std::vec::Vec;

    const MINT: [u8; 32] = [3; 32];
    const OWN: [u8; 32] = [7; 32];
    const OTHER: [u8; 32] = [8; 32];
    const NOBODY: [u8; 32] = [0; 32];

    fn four() -> Vec<(u16, Vec<u8>)> {
        std::vec![
            (6, std::vec![FROZEN]),
            (12, OWN.to_vec()),
            (18, [NOBODY, MINT].concat()),
            (19, [&OWN[..], &MINT, &[0; 16]].concat()),
        ]
    }

    fn check(extensions: &[(u16, Vec<u8>)]) -> Result<()> {
        let mut data = std::vec![0; 165];
        data.push(1);
        for (kind, value) in extensions {
            data.extend_from_slice(&kind.to_le_bytes());
            data.extend_from_slice(&(value.len() as u16).to_le_bytes());
            data.extend_from_slice(value);
        }
        let (mint, instrument) = (Address::new_from_array(MINT), Address::new_from_array(OWN));
        Screen {
            mint: &mint,
            instrument: &instrument,
        }
        .check(&data)
    }

    #[test]
    fn the_four_in_any_order_are_accepted() {
        assert_eq!(check(&four()), Ok(()));
        let reversed: Vec<_> = four().into_iter().rev().collect();
        assert_eq!(check(&reversed), Ok(()));
    }

    #[test]
    fn each_of_the_four_is_needed() {
        for left_out in 0..4 {
            let mut some = four();
            some.remove(left_out);
            let missing = Err(SandboxError::MintExtensionMissing.into());
            assert_eq!(check(&some), missing, "{left_out}");
        }
    }

    #[test]
    fn any_fifth_is_refused() {
        for kind in [1, 3, 9, 10, 14, 26, 28, 65_535] {
            let mut five = four();
            five.insert(0, (kind, std::vec![0; 64]));
            let forbidden = Err(SandboxError::MintExtensionForbidden.into());
            assert_eq!(check(&five), forbidden, "{kind}");
        }
    }

    #[test]
    fn each_must_be_set_up_for_the_instrument() {
        for (index, value, error) in [
            (0, std::vec![1], SandboxError::MintNotFrozen),
            (0, std::vec![], SandboxError::MintNotFrozen),
            (1, OTHER.to_vec(), SandboxError::MintNotControlled),
            (1, NOBODY.to_vec(), SandboxError::MintNotControlled),
            (1, OWN[..31].to_vec(), SandboxError::MintNotControlled),
            (
                2,
                [OTHER, MINT].concat(),
                SandboxError::MintMetadataChangeable,
            ),
            (
                2,
                [NOBODY, OTHER].concat(),
                SandboxError::MintMetadataElsewhere,
            ),
            (2, OWN.to_vec(), SandboxError::MintMetadataElsewhere),
            (
                3,
                [OTHER, MINT].concat(),
                SandboxError::MintMetadataChangeable,
            ),
            (3, std::vec![], SandboxError::MintMetadataChangeable),
        ] {
            let mut some = four();
            some[index].1 = value;
            assert_eq!(check(&some), Err(error.into()), "{index}");
        }
    }
}

//! What a mint's extensions let others do to its tokens, and which of that is not accepted.
//! The list with its reasons is `docs/extensions.md`.

use anchor_lang::prelude::*;

use crate::errors::SandboxError;
use crate::state::mint_flag;

/// A mint without extensions, of either token program.
const PLAIN: usize = 82;
/// The tag of the freeze authority's option: 1 where there is one.
const FREEZE_AUTHORITY: usize = 46;
/// Extensions follow an account's length and one byte that tells mint from account.
const EXTENSIONS: usize = 166;
/// A type and a length, two bytes each, before every extension.
const HEAD: usize = 4;
const KEY: usize = 32;
/// The default state of new token accounts that cannot move.
const FROZEN: u8 = 2;

/// Token-2022's numbers of the extensions that a mint can have.
pub mod extension {
    pub const END: u16 = 0;
    pub const TRANSFER_FEE_CONFIG: u16 = 1;
    pub const MINT_CLOSE_AUTHORITY: u16 = 3;
    pub const CONFIDENTIAL_TRANSFER: u16 = 4;
    pub const DEFAULT_ACCOUNT_STATE: u16 = 6;
    pub const NON_TRANSFERABLE: u16 = 9;
    pub const INTEREST_BEARING: u16 = 10;
    pub const PERMANENT_DELEGATE: u16 = 12;
    pub const TRANSFER_HOOK: u16 = 14;
    pub const CONFIDENTIAL_TRANSFER_FEE: u16 = 16;
    pub const METADATA_POINTER: u16 = 18;
    pub const TOKEN_METADATA: u16 = 19;
    pub const GROUP_POINTER: u16 = 20;
    pub const TOKEN_GROUP: u16 = 21;
    pub const GROUP_MEMBER_POINTER: u16 = 22;
    pub const TOKEN_GROUP_MEMBER: u16 = 23;
    pub const CONFIDENTIAL_MINT_BURN: u16 = 24;
    pub const SCALED_UI_AMOUNT: u16 = 25;
    pub const PAUSABLE: u16 = 26;
}

/// The flags of a mint (bits of `mint_flag`); refused where an extension is not accepted.
#[inline(always)]
pub fn screen(mint: &[u8]) -> Result<u8> {
    let freezable = mint.get(FREEZE_AUTHORITY).is_none_or(|tag| *tag != 0);
    let flags = if freezable {
        mint_flag::FREEZE_AUTHORITY
    } else {
        0
    };
    if mint.len() == PLAIN {
        return Ok(flags);
    }
    screen_extensions(mint, flags)
}

/// Refused where a mint is not what was listed any more; less than was listed is accepted.
#[inline(always)]
pub fn unchanged(mint: &[u8], listed: u8) -> Result<()> {
    let flags = screen(mint)?;
    require!(flags & !listed == 0, SandboxError::MintChanged);
    Ok(())
}

#[inline(never)]
fn screen_extensions(mint: &[u8], mut flags: u8) -> Result<u8> {
    let freezable = flags & mint_flag::FREEZE_AUTHORITY != 0;
    for each in extensions(mint) {
        let (kind, value) = each?;
        flags |= judge(kind, value, freezable)?;
    }
    Ok(flags)
}

/// A mint's extensions, their numbers and values; an error in the place of one that is cut off.
#[inline(always)]
pub fn extensions(mint: &[u8]) -> impl Iterator<Item = Result<(u16, &[u8])>> {
    let mut rest = mint.get(EXTENSIONS..).unwrap_or(&[]);
    core::iter::from_fn(move || {
        // What is too short for another head is filled with zeros.
        if rest.len() < HEAD {
            return None;
        }
        let kind = u16::from_le_bytes([rest[0], rest[1]]);
        let length = u16::from_le_bytes([rest[2], rest[3]]) as usize;
        if kind == extension::END {
            return None;
        }
        let Some(value) = rest.get(HEAD..HEAD + length) else {
            rest = &[];
            return Some(Err(SandboxError::MintExtensionUnknown.into()));
        };
        rest = &rest[HEAD + length..];
        Some(Ok((kind, value)))
    })
}

/// What one extension adds to the flags.
fn judge(kind: u16, value: &[u8], freezable: bool) -> Result<u8> {
    match kind {
        extension::TRANSFER_FEE_CONFIG => Ok(mint_flag::TRANSFER_FEE),
        extension::PERMANENT_DELEGATE if is_set(value, 0) => Ok(mint_flag::PERMANENT_DELEGATE),
        extension::PERMANENT_DELEGATE => Ok(0),
        extension::PAUSABLE if is_set(value, 0) => Ok(mint_flag::PAUSABLE),
        extension::PAUSABLE if value.get(KEY) == Some(&0) => Ok(0),
        extension::DEFAULT_ACCOUNT_STATE if freezable => Ok(mint_flag::DEFAULT_FROZEN),
        extension::DEFAULT_ACCOUNT_STATE if value.first() != Some(&FROZEN) => Ok(0),
        // Paused or frozen, and nobody is left who could end it.
        extension::PAUSABLE | extension::DEFAULT_ACCOUNT_STATE => {
            Err(SandboxError::MintStopped.into())
        }
        extension::INTEREST_BEARING | extension::SCALED_UI_AMOUNT => Ok(mint_flag::SCALED_DISPLAY),
        extension::METADATA_POINTER
        | extension::TOKEN_METADATA
        | extension::GROUP_POINTER
        | extension::TOKEN_GROUP
        | extension::GROUP_MEMBER_POINTER
        | extension::TOKEN_GROUP_MEMBER => Ok(0),
        extension::TRANSFER_HOOK if is_set(value, 0) || is_set(value, KEY) => {
            Err(SandboxError::MintHasHook.into())
        }
        extension::TRANSFER_HOOK => Ok(0),
        extension::MINT_CLOSE_AUTHORITY if is_set(value, 0) => {
            Err(SandboxError::MintCloseable.into())
        }
        extension::MINT_CLOSE_AUTHORITY => Ok(0),
        extension::NON_TRANSFERABLE => Err(SandboxError::MintNotTransferable.into()),
        extension::CONFIDENTIAL_TRANSFER
        | extension::CONFIDENTIAL_TRANSFER_FEE
        | extension::CONFIDENTIAL_MINT_BURN => Err(SandboxError::MintConfidential.into()),
        _ => Err(SandboxError::MintExtensionUnknown.into()),
    }
}

/// Whether there is a key at this place: zeros are none.  What is cut off counts as one.
fn is_set(value: &[u8], at: usize) -> bool {
    match value.get(at..at + KEY) {
        Some(key) => key.iter().any(|byte| *byte != 0),
        None => true,
    }
}

#[cfg(test)]
mod tests {
    extern crate std;
    use super::*;
    use std::vec::Vec;

    const SET: [u8; 32] = [7; 32];
    const UNSET: [u8; 32] = [0; 32];

    fn plain(freeze_authority: bool) -> Vec<u8> {
        let mut mint = std::vec![0; PLAIN];
        mint[FREEZE_AUTHORITY] = freeze_authority as u8;
        mint
    }

    fn with(freeze_authority: bool, extensions: &[(u16, &[u8])]) -> Vec<u8> {
        let mut mint = plain(freeze_authority);
        mint.resize(EXTENSIONS - 1, 0);
        mint.push(1);
        for (kind, value) in extensions {
            mint.extend_from_slice(&kind.to_le_bytes());
            mint.extend_from_slice(&(value.len() as u16).to_le_bytes());
            mint.extend_from_slice(value);
        }
        mint
    }

    fn one(kind: u16, value: &[u8]) -> Result<u8> {
        screen(&with(false, &[(kind, value)]))
    }

    #[test]
    fn a_plain_mint_shows_its_freeze_authority_only() {
        assert_eq!(screen(&plain(false)), Ok(0));
        assert_eq!(screen(&plain(true)), Ok(mint_flag::FREEZE_AUTHORITY));
        assert_eq!(screen(&with(false, &[])), Ok(0));
    }

    #[test]
    fn accepted_extensions_add_up_to_their_flags() {
        let pausable = [&SET[..], &[0]].concat();
        let mint = with(
            true,
            &[
                (18, &[1; 64]),
                (1, &[0; 108]),
                (12, &SET),
                (26, &pausable),
                (6, &[2]),
                (10, &[0; 52]),
                (19, &[9; 77]),
            ],
        );
        let all = mint_flag::FREEZE_AUTHORITY
            | mint_flag::TRANSFER_FEE
            | mint_flag::PERMANENT_DELEGATE
            | mint_flag::PAUSABLE
            | mint_flag::DEFAULT_FROZEN
            | mint_flag::SCALED_DISPLAY;
        assert_eq!(screen(&mint), Ok(all));
        assert_eq!(unchanged(&mint, all), Ok(()));
        for bit in 0..6 {
            let changed = Err(SandboxError::MintChanged.into());
            assert_eq!(unchanged(&mint, all & !(1 << bit)), changed);
        }
        assert_eq!(unchanged(&plain(false), all), Ok(()));
    }

    #[test]
    fn a_power_that_nobody_holds_any_more_is_no_power() {
        let nobody_paused = [&UNSET[..], &[1]].concat();
        let nobody_pauses = [&UNSET[..], &[0]].concat();
        assert_eq!(one(12, &UNSET), Ok(0));
        assert_eq!(one(26, &nobody_pauses), Ok(0));
        assert_eq!(
            one(26, &nobody_paused),
            Err(SandboxError::MintStopped.into())
        );
        assert_eq!(one(6, &[1]), Ok(0));
        assert_eq!(one(6, &[2]), Err(SandboxError::MintStopped.into()));
        assert_eq!(one(3, &UNSET), Ok(0));
        assert_eq!(one(14, &[0; 64]), Ok(0));
    }

    #[test]
    fn what_is_not_accepted_is_refused_wherever_it_stands() {
        let hook = |authority: [u8; 32], program: [u8; 32]| [authority, program].concat();
        for (kind, value, error) in [
            (3, SET.to_vec(), SandboxError::MintCloseable),
            (4, std::vec![0; 65], SandboxError::MintConfidential),
            (9, std::vec![], SandboxError::MintNotTransferable),
            (14, hook(SET, UNSET), SandboxError::MintHasHook),
            (14, hook(UNSET, SET), SandboxError::MintHasHook),
            (16, std::vec![0; 129], SandboxError::MintConfidential),
            (24, std::vec![0; 196], SandboxError::MintConfidential),
            (2, std::vec![0; 8], SandboxError::MintExtensionUnknown),
            (28, std::vec![0; 32], SandboxError::MintExtensionUnknown),
            (65_535, std::vec![], SandboxError::MintExtensionUnknown),
        ] {
            let error = Err(error.into());
            assert_eq!(one(kind, &value), error, "{kind}");
            assert_eq!(
                screen(&with(false, &[(18, &[1; 64]), (kind, &value)])),
                error
            );
        }
    }

    #[test]
    fn what_is_cut_off_is_refused() {
        let whole = with(false, &[(12, &SET)]);
        for length in EXTENSIONS + HEAD..whole.len() {
            assert_eq!(
                screen(&whole[..length]),
                Err(SandboxError::MintExtensionUnknown.into())
            );
        }
        assert_eq!(one(12, &[0; 31]), Ok(mint_flag::PERMANENT_DELEGATE));
        assert_eq!(one(3, &[]), Err(SandboxError::MintCloseable.into()));
        assert_eq!(one(26, &UNSET), Err(SandboxError::MintStopped.into()));
    }

    #[test]
    fn reading_ends_with_the_zeros_after_the_last_extension() {
        let mut mint = with(false, &[(12, &SET)]);
        mint.extend_from_slice(&[0; 40]);
        assert_eq!(screen(&mint), Ok(mint_flag::PERMANENT_DELEGATE));
        mint.truncate(mint.len() - 37);
        assert_eq!(screen(&mint), Ok(mint_flag::PERMANENT_DELEGATE));
    }
}

//! Numbers that may be used once each, in any order within a window.

use anchor_lang::prelude::*;

use crate::errors::SandboxError;

/// How many sequences, from the highest down, are remembered.
pub const WINDOW: u64 = 128;
/// How far ahead of the highest a sequence may jump, so that no account gets stuck.
pub const MAX_JUMP: u64 = 1_024;

/// Uses a sequence up, as an IPsec receiver does (RFC 4303, 3.4.3): any order within the
/// window, none twice.  Bit n of the window is that of `highest - n`.
#[inline(always)]
pub fn use_sequence(highest: &mut u64, window: &mut [u64; 2], sequence: u64) -> Result<()> {
    if sequence > *highest {
        let jump = sequence - *highest;
        require!(jump <= MAX_JUMP, SandboxError::SequenceTooFar);
        *window = shift(*window, jump);
        window[0] |= 1;
        *highest = sequence;
        return Ok(());
    }
    let age = *highest - sequence;
    require!(age < WINDOW, SandboxError::SequenceTooOld);
    let (word, bit) = ((age / 64) as usize, 1u64 << (age % 64));
    require!(window[word] & bit == 0, SandboxError::SequenceUsed);
    window[word] |= bit;
    Ok(())
}

/// A 128-bit window moved up by `by` places; what leaves it is forgotten.
#[inline(always)]
fn shift(window: [u64; 2], by: u64) -> [u64; 2] {
    match by {
        0 => window,
        1..=63 => [window[0] << by, window[1] << by | window[0] >> (64 - by)],
        64..=127 => [0, window[0] << (by - 64)],
        _ => [0, 0],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shift_moves_as_a_128_bit_number_does() {
        let window = [0xdead_beef_0123_4567, 0x89ab_cdef_5555_aaaa];
        let wide = (window[1] as u128) << 64 | window[0] as u128;
        for by in 0..200u64 {
            let moved = if by < 128 { wide << by } else { 0 };
            assert_eq!(
                shift(window, by),
                [moved as u64, (moved >> 64) as u64],
                "{by}"
            );
        }
    }

    #[test]
    fn sequence_zero_is_used_from_the_start() {
        assert_eq!(
            use_sequence(&mut 0, &mut [1, 0], 0),
            Err(SandboxError::SequenceUsed.into())
        );
    }

    #[test]
    fn sequences_are_used_once_in_any_order_within_the_window() {
        let (mut highest, mut window) = (0, [1, 0]);
        let mut used = |sequence| use_sequence(&mut highest, &mut window, sequence);
        for sequence in [5, 1, 132, 100, 131, 6] {
            assert_eq!(used(sequence), Ok(()), "{sequence}");
            assert_eq!(used(sequence), Err(SandboxError::SequenceUsed.into()));
        }
        assert_eq!(used(4), Err(SandboxError::SequenceTooOld.into()));
        assert_eq!(used(5), Err(SandboxError::SequenceUsed.into()));
    }

    #[test]
    fn a_jump_of_more_than_1024_is_refused() {
        let (mut highest, mut window) = (0, [1, 0]);
        let mut used = |sequence| use_sequence(&mut highest, &mut window, sequence);
        assert_eq!(used(MAX_JUMP + 1), Err(SandboxError::SequenceTooFar.into()));
        assert_eq!(used(MAX_JUMP), Ok(()));
    }
}

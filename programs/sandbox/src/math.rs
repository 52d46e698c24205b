//! Integer arithmetic that a payment needs, without the 128-bit division of a libcall.

/// Basis points of a whole.
pub const BPS: u64 = 10_000;
const LOW: u64 = 0xffff_ffff;
const SECONDS_OF_DAY: u64 = 86_400;

/// `floor(amount * bps / 10_000)` for `bps <= 10_000`, without overflow: each product is at
/// most the amount, so that no check of it (a 128-bit multiplication here) is needed.
#[inline(always)]
pub fn bps(amount: u64, bps: u16) -> u64 {
    debug_assert!(bps as u64 <= BPS);
    let bps = bps as u64;
    let whole = (amount / BPS).wrapping_mul(bps);
    let rest = (amount % BPS).wrapping_mul(bps) / BPS;
    whole.wrapping_add(rest)
}

/// The checked product, without its 128-bit multiplication where the factors are small.
#[inline(always)]
pub fn product(a: u64, b: u64) -> Option<u64> {
    if (a | b) >> 32 == 0 {
        return Some(a.wrapping_mul(b));
    }
    product_large(a, b)
}

#[cold]
#[inline(never)]
fn product_large(a: u64, b: u64) -> Option<u64> {
    a.checked_mul(b)
}

/// `floor(a * b / d)` for `b <= d` and `d > 0`, exact for all of u64.
///
/// A 128-bit division costs about 7,000 compute units here.  Where the product fits
/// into 64 bits one instruction does; else Knuth's algorithm D (TAOCP 4.3.1) with two
/// digits of 32 bits, of which every step is a 64-bit instruction.
#[inline(always)]
pub fn mul_div(a: u64, b: u64, d: u64) -> u64 {
    // The ordinary: counting zeros would cost more than the division.
    if (a | b) >> 32 == 0 {
        return a.wrapping_mul(b) / d;
    }
    mul_div_large(a, b, d)
}

#[inline(never)]
fn mul_div_large(a: u64, b: u64, d: u64) -> u64 {
    if a.leading_zeros() + b.leading_zeros() >= 64 {
        return a.wrapping_mul(b) / d;
    }
    let (high, low) = mul_wide(a, b);
    div_wide(high, low, d)
}

/// The greatest common divisor, of a number and one that is not zero.
pub fn gcd(a: u64, b: u64) -> u64 {
    let (mut a, mut b) = (a, b);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// The 128 bits of a product: high and low halves.
fn mul_wide(a: u64, b: u64) -> (u64, u64) {
    let (a1, a0, b1, b0) = (a >> 32, a & LOW, b >> 32, b & LOW);
    let low = a0 * b0;
    let middle = a1 * b0 + (low >> 32);
    let cross = a0 * b1 + (middle & LOW);
    (
        a1 * b1 + (middle >> 32) + (cross >> 32),
        cross << 32 | low & LOW,
    )
}

/// `floor((high * 2^64 + low) / d)` for `high < d`.
fn div_wide(high: u64, low: u64, d: u64) -> u64 {
    let shift = d.leading_zeros();
    let d = d << shift;
    let (d1, d0) = (d >> 32, d & LOW);
    let top = if shift == 0 {
        high
    } else {
        high << shift | low >> (64 - shift)
    };
    let low = low << shift;

    let first = digit(top, low >> 32, d1, d0);
    let rest = (top << 32 | low >> 32).wrapping_sub(first.wrapping_mul(d));
    let second = digit(rest, low & LOW, d1, d0);
    first << 32 | second
}

/// One 32-bit digit of a quotient: estimated from the divisor's upper digit, which is
/// at most two too large, then corrected with the lower one.
fn digit(top: u64, next: u64, d1: u64, d0: u64) -> u64 {
    let mut digit = top / d1;
    let mut rest = top % d1;
    while digit > LOW || digit * d0 > (rest << 32 | next) {
        digit -= 1;
        rest += d1;
        if rest > LOW {
            break;
        }
    }
    digit
}

/// Which period of so many seconds since `start` a time is in, from 0; its first second
/// belongs to it, not to the one before.
#[inline(always)]
pub fn period(start: u64, seconds: u64, now: u64) -> u64 {
    now.saturating_sub(start) / seconds.max(1)
}

/// The number of the zone's day: days since 1970-01-01 by its own clock.
#[inline(always)]
pub fn day(now: u64, utc_offset: u64) -> u64 {
    (now + utc_offset) / SECONDS_OF_DAY
}

/// Months since year 0 (March-based, so only their equality means something) of a day,
/// after Howard Hinnant's `civil_from_days`.
pub fn month(day: u64) -> u64 {
    let shifted = day + 719_468;
    let era = shifted / 146_097;
    let of_era = shifted % 146_097;
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    (era * 400 + year) * 12 + (5 * of_year + 2) / 153
}

#[cfg(test)]
mod tests {
    extern crate std;
    use super::*;
    use std::vec::Vec;

    fn edges() -> Vec<u64> {
        let mut edges = Vec::new();
        for power in 0..64 {
            let value = 1u64 << power;
            edges.extend([value - 1, value, value + 1]);
        }
        edges.extend([u64::MAX, u64::MAX - 1, 10_000, 0x8000_0000_ffff_ffff]);
        edges
    }

    #[test]
    fn product_is_the_checked_one() {
        let edges = [
            0,
            1,
            2,
            LOW - 1,
            LOW,
            LOW + 1,
            LOW + 2,
            u64::MAX / 2,
            u64::MAX,
        ];
        for a in edges {
            for b in edges {
                assert_eq!(product(a, b), a.checked_mul(b), "{a} * {b}");
            }
        }
    }

    #[test]
    fn mul_div_is_the_128_bit_quotient() {
        for a in edges() {
            for d in edges().into_iter().filter(|d| *d > 0) {
                for b in edges().into_iter().filter(|b| *b <= d) {
                    let exact = a as u128 * b as u128 / d as u128;
                    assert_eq!(mul_div(a, b, d) as u128, exact, "{a} * {b} / {d}");
                }
            }
        }
    }

    #[test]
    fn mul_div_is_the_128_bit_quotient_of_scattered_numbers() {
        let mut state = 0x9e37_79b9_7f4a_7c15u64;
        let mut next = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state >> (state & 31)
        };
        for _ in 0..2_000_000 {
            let (a, x, y) = (next(), next(), next());
            let (b, d) = (x.min(y), x.max(y).max(1));
            assert_eq!(mul_div(a, b, d) as u128, a as u128 * b as u128 / d as u128);
        }
    }

    #[test]
    fn gcd_divides_both_and_leaves_nothing_in_common() {
        for a in edges().into_iter().filter(|a| *a > 0) {
            for b in edges().into_iter().filter(|b| *b > 0) {
                let common = gcd(a, b);
                assert_eq!((a % common, b % common), (0, 0), "{a}, {b}");
                assert_eq!(gcd(a / common, b / common), 1, "{a}, {b}");
            }
        }
    }

    #[test]
    fn bps_is_the_128_bit_share() {
        for amount in edges() {
            for rate in [0, 1, 7, 150, 1_200, 9_999, 10_000] {
                let exact = amount as u128 * rate as u128 / 10_000;
                assert_eq!(bps(amount, rate) as u128, exact);
            }
        }
    }

    #[test]
    fn month_changes_exactly_on_the_first() {
        // 2024-01-31, 02-01, 02-29, 03-01, 12-31, 2025-01-01 as days since 1970
        let days = [19_753, 19_754, 19_782, 19_783, 20_088, 20_089];
        let months: Vec<u64> = days.iter().map(|day| month(*day)).collect();
        assert_eq!(months[0] + 1, months[1]);
        assert_eq!(months[1], months[2]);
        assert_eq!(months[2] + 1, months[3]);
        assert_eq!(months[4] + 1, months[5]);
        assert_eq!(months[0] + 12, months[5]);
    }

    #[test]
    fn month_changes_with_the_calendar_for_400_years() {
        let (mut first, mut last) = (0, month(0));
        for year in 1970..2370 {
            let leap = year % 4 == 0 && year % 100 != 0 || year % 400 == 0;
            let february = if leap { 29 } else { 28 };
            for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
                assert!((first..first + length).all(|day| month(day) == last));
                (first, last) = (first + length, last + 1);
                assert_eq!(month(first), last, "day {first} of {year}");
            }
        }
    }
}

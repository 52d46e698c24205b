//! What happened to many at once: one event of packed rows.

extern crate alloc;

use alloc::vec::Vec;
use core::marker::PhantomData;
use core::mem::size_of;

use anchor_lang::bytemuck::{Pod, Zeroable};
use anchor_lang::prelude::*;
use anchor_lang::{sol_log_data, AnchorSerialize};

use crate::errors::SandboxError;

/// Rows of one event at most: as many accounts as a transaction names, and well below the
/// 10,000 bytes of log that the runtime keeps of one.
pub const MAX_ROWS: usize = 64;

/// One payer has paid many.  Written as `PaidManyHead` and rows, by `Batch`.
#[event]
pub struct PaidMany {
    pub payer_account: Address,
    pub reference: [u8; 32],
    pub sequence: u64,
    /// What the rows add up to.
    pub total: u64,
    pub payer_available: u64,
    pub payer_revision: u64,
    pub rows: Vec<PaidRow>,
}

#[derive(Clone, Copy, AnchorSerialize, IdlType)]
#[repr(C)]
pub struct PaidRow {
    pub payee_account: Address,
    pub amount: u64,
    pub payee_available: u64,
    pub payee_revision: u64,
}

/// Many held payments to one payee were released.  Written as `SettledManyHead` and rows.
#[event]
pub struct SettledMany {
    pub payee_account: Address,
    pub payee_available: u64,
    pub payee_held: u64,
    pub payee_reserve: u64,
    pub payee_fee_due: u64,
    pub payee_tax_due: u64,
    /// After the last row: each has raised it by one.
    pub payee_revision: u64,
    pub rows: Vec<SettledRow>,
}

#[derive(Clone, Copy, AnchorSerialize, IdlType)]
#[repr(C)]
pub struct SettledRow {
    pub payment: Address,
    /// What the payee received; with reserve, fee and tax, what was held.
    pub net: u64,
    pub reserve: u64,
    pub fee: u64,
    pub tax: u64,
    /// The payment's.
    pub revision: u64,
}

/// `PaidMany` up to its rows.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct PaidManyHead {
    pub payer_account: Address,
    pub reference: [u8; 32],
    pub sequence: u64,
    pub total: u64,
    pub payer_available: u64,
    pub payer_revision: u64,
}

/// `SettledMany` up to its rows.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct SettledManyHead {
    pub payee_account: Address,
    pub payee_available: u64,
    pub payee_held: u64,
    pub payee_reserve: u64,
    pub payee_fee_due: u64,
    pub payee_tax_due: u64,
    pub payee_revision: u64,
}

// SAFETY: addresses, bytes and u64 in C order have no padding and any bits are valid.
unsafe impl Zeroable for PaidRow {}
unsafe impl Pod for PaidRow {}
unsafe impl Zeroable for SettledRow {}
unsafe impl Pod for SettledRow {}
unsafe impl Zeroable for PaidManyHead {}
unsafe impl Pod for PaidManyHead {}
unsafe impl Zeroable for SettledManyHead {}
unsafe impl Pod for SettledManyHead {}

/// The head and the row that an event of many rows is written as.
pub trait Packed: Event {
    type Head: Pod;
    type Row: Pod;
}

impl Packed for PaidMany {
    type Head = PaidManyHead;
    type Row = PaidRow;
}

impl Packed for SettledMany {
    type Head = SettledManyHead;
    type Row = SettledRow;
}

const DISCRIMINATOR: usize = 8;
const COUNT: usize = 4;

/// An event of rows as its bytes, `[4 unused][discriminator][head][u32 count][rows]`,
/// which are what Anchor's coder makes of the event.  Starting four bytes late puts the
/// rows on multiples of eight, so that they are written by whole words; a buffer of its
/// own, as the largest would fill a stack frame.
pub struct Batch<E: Packed> {
    words: Vec<u64>,
    /// Bytes that are written, or left for what comes before the rows.
    end: usize,
    rows: u32,
    event: PhantomData<E>,
}

impl<E: Packed> Batch<E> {
    const HEAD: usize = COUNT + DISCRIMINATOR;
    const ROWS: usize = Self::HEAD + size_of::<E::Head>() + COUNT;
    const FITS: () = assert!(Self::ROWS % 8 == 0 && size_of::<E::Row>() % 8 == 0);

    /// Room for so many rows.  Refused for none and for more than `MAX_ROWS`.
    #[inline(always)]
    pub fn begin(rows: usize) -> Result<Self> {
        let () = Self::FITS;
        require!(rows > 0, SandboxError::BatchEmpty);
        require!(rows <= MAX_ROWS, SandboxError::BatchTooLarge);
        Ok(Self {
            words: Vec::with_capacity((Self::ROWS + rows * size_of::<E::Row>()) / 8),
            end: Self::ROWS,
            rows: 0,
            event: PhantomData,
        })
    }

    /// Adds a row; those past what was begun are dropped, of which there are none.
    #[inline(always)]
    pub fn push(&mut self, row: E::Row) {
        let end = self.end + size_of::<E::Row>();
        if end <= self.words.capacity() << 3 {
            // SAFETY: within the buffer's capacity, at a multiple of eight.
            unsafe { self.start().add(self.end).cast::<E::Row>().write(row) };
            self.end = end;
            self.rows += 1;
        }
    }

    /// Logs the event with one system call.
    #[inline(always)]
    pub fn record(mut self, head: E::Head) {
        sol_log_data(&[self.finish(head)]);
    }

    #[inline(always)]
    fn finish(&mut self, head: E::Head) -> &[u8] {
        let start = self.start();
        let length = self.end;
        // SAFETY: `begin` made room for discriminator, head and count, and `push` wrote the
        // rows after them: all of `COUNT..length` is written.
        unsafe {
            core::ptr::copy_nonoverlapping(
                E::DISCRIMINATOR.as_ptr(),
                start.add(COUNT),
                DISCRIMINATOR,
            );
            start
                .add(Self::HEAD)
                .cast::<E::Head>()
                .write_unaligned(head);
            let count = start.add(Self::ROWS - COUNT).cast::<u32>();
            count.write_unaligned(self.rows);
            core::slice::from_raw_parts(start.add(COUNT), length - COUNT)
        }
    }

    #[inline(always)]
    fn start(&mut self) -> *mut u8 {
        self.words.as_mut_ptr().cast::<u8>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;

    fn address(byte: u8) -> Address {
        Address::new_from_array([byte; 32])
    }

    #[test]
    fn batch_of_payments_is_what_anchor_writes() {
        let rows: Vec<PaidRow> = (1..=9)
            .map(|number| PaidRow {
                payee_account: address(number),
                amount: u64::from(number) * 1_000,
                payee_available: u64::MAX - u64::from(number),
                payee_revision: 7,
            })
            .collect();
        let mut batch = Batch::<PaidMany>::begin(rows.len()).unwrap();
        rows.iter().for_each(|row| batch.push(*row));
        let head = PaidManyHead {
            payer_account: address(0xaa),
            reference: [0xbb; 32],
            sequence: 3,
            total: 45_000,
            payer_available: 1,
            payer_revision: 2,
        };
        let event = PaidMany {
            payer_account: head.payer_account,
            reference: head.reference,
            sequence: head.sequence,
            total: head.total,
            payer_available: head.payer_available,
            payer_revision: head.payer_revision,
            rows,
        };
        assert_eq!(batch.finish(head), event.data());
    }

    #[test]
    fn batch_of_settlements_is_what_anchor_writes() {
        let row = SettledRow {
            payment: address(1),
            net: 90,
            reserve: 5,
            fee: 2,
            tax: 3,
            revision: 4,
        };
        let mut batch = Batch::<SettledMany>::begin(MAX_ROWS).unwrap();
        (0..MAX_ROWS).for_each(|_| batch.push(row));
        let head = SettledManyHead {
            payee_account: address(0xcc),
            payee_available: 11,
            payee_held: 12,
            payee_reserve: 13,
            payee_fee_due: 14,
            payee_tax_due: 15,
            payee_revision: 16,
        };
        let event = SettledMany {
            payee_account: head.payee_account,
            payee_available: head.payee_available,
            payee_held: head.payee_held,
            payee_reserve: head.payee_reserve,
            payee_fee_due: head.payee_fee_due,
            payee_tax_due: head.payee_tax_due,
            payee_revision: head.payee_revision,
            rows: vec![row; MAX_ROWS],
        };
        assert_eq!(batch.finish(head), event.data());
    }

    #[test]
    fn batch_of_none_or_too_many_is_refused() {
        assert_eq!(
            Batch::<PaidMany>::begin(0).err(),
            Some(SandboxError::BatchEmpty.into())
        );
        assert_eq!(
            Batch::<PaidMany>::begin(MAX_ROWS + 1).err(),
            Some(SandboxError::BatchTooLarge.into())
        );
    }

    #[test]
    fn batch_takes_no_more_rows_than_it_began_with() {
        let mut batch = Batch::<SettledMany>::begin(1).unwrap();
        let room = batch.words.capacity();
        (0..50).for_each(|_| batch.push(SettledRow::zeroed()));
        assert_eq!(batch.words.capacity(), room);
        assert!(batch.finish(SettledManyHead::zeroed()).len() <= room * 8);
    }
}

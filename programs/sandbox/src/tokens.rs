//! The one instruction of the token programs that this program needs.

use anchor_lang::cpi::InstructionAccount;
use anchor_lang::prelude::*;
use anchor_lang::unchecked_invoke_signed_fixed;

/// `TransferChecked` in both token programs: tag, amount, decimals.
const TRANSFER_CHECKED: u8 = 12;

pub struct TransferChecked<'a> {
    pub program: &'a Address,
    pub from: CpiHandleMut<'a>,
    pub mint: CpiHandle<'a>,
    pub to: CpiHandleMut<'a>,
    pub authority: CpiHandle<'a>,
    pub amount: u64,
    pub decimals: u8,
}

impl TransferChecked<'_> {
    /// Invokes it without the allocations of the general path.  A failure ends the
    /// transaction; seeds sign for the authority where it is an address of ours.
    pub fn invoke(self, seeds: &[&[&[u8]]]) {
        let mut data = [TRANSFER_CHECKED, 0, 0, 0, 0, 0, 0, 0, 0, self.decimals];
        data[1..9].copy_from_slice(&self.amount.to_le_bytes());
        let handles: [CpiHandle; 4] = [self.from.into(), self.mint, self.to.into(), self.authority];
        let accounts = [
            InstructionAccount::writable(handles[0].address()),
            InstructionAccount::readonly(handles[1].address()),
            InstructionAccount::writable(handles[2].address()),
            InstructionAccount::readonly_signer(handles[3].address()),
        ];
        unchecked_invoke_signed_fixed(self.program, &data, &accounts, &handles, seeds);
    }
}

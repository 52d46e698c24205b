//! What this program needs of the token programs: three fields of a token account, and five
//! instructions.

use anchor_lang::address_eq;
use anchor_lang::cpi::InstructionAccount;
use anchor_lang::find_and_verify_program_address;
use anchor_lang::pinocchio::account::AccountView;
use anchor_lang::pinocchio::cpi::{invoke_signed_unchecked, CpiAccount, Signer};
use anchor_lang::pinocchio::instruction::InstructionView;
use anchor_lang::prelude::{Signer as SignerAccount, *};
use anchor_lang::programs::AssociatedToken;

use crate::checks;
use crate::errors::SandboxError;
use crate::mint_screen;
use crate::state::{Asset, Vault};

/// `TransferChecked` in both token programs: tag, amount, decimals.
const TRANSFER_CHECKED: u8 = 12;
/// `MintToChecked` and `BurnChecked`, as `TransferChecked`; `FreezeAccount` and `ThawAccount` are
/// their tags alone.
const MINT_TO_CHECKED: u8 = 14;
const FREEZE_ACCOUNT: u8 = 10;
const THAW_ACCOUNT: u8 = 11;
const BURN_CHECKED: u8 = 15;
/// A token account without extensions, of either program: mint, owner, amount come first.
const TOKEN_ACCOUNT: usize = 165;
const OWNER: usize = 32;
const AMOUNT: usize = 64;
const STATE: usize = 108;
/// The state of a token account that cannot move.
const FROZEN: u8 = 2;

/// Whether it is the associated token account of a wallet, or of an address of ours.  Nobody else
/// ever had it, so nobody has set it up otherwise, and who owns it can never change.
#[inline(always)]
pub fn is_associated(token: &Address, wallet: &Address, program: &Address, mint: &Address) -> bool {
    let seeds = [wallet.as_ref(), program.as_ref(), mint.as_ref()];
    find_and_verify_program_address(&seeds, &AssociatedToken::id(), token).is_ok()
}

pub struct TransferChecked<'a> {
    pub program: &'a Address,
    pub from: &'a UncheckedAccount,
    pub mint: &'a UncheckedAccount,
    pub to: &'a UncheckedAccount,
    pub authority: &'a AccountView,
    pub amount: u64,
    pub decimals: u8,
}

impl TransferChecked<'_> {
    /// Invokes it without the allocations of Anchor's path.  A failure ends the transaction;
    /// seeds sign for the authority where it is an address of ours.
    #[inline(always)]
    pub fn invoke(&self, signers: &[Signer]) {
        let mut data = [TRANSFER_CHECKED, 0, 0, 0, 0, 0, 0, 0, 0, self.decimals];
        data[1..9].copy_from_slice(&self.amount.to_le_bytes());
        let [from, mint, to] = [self.from, self.mint, self.to].map(|each| each.account());
        let instruction = InstructionView {
            program_id: self.program,
            data: &data,
            accounts: &[
                InstructionAccount::writable(from.address()),
                InstructionAccount::readonly(mint.address()),
                InstructionAccount::writable(to.address()),
                InstructionAccount::readonly_signer(self.authority.address()),
            ],
        };
        let accounts = [from, mint, to, self.authority].map(CpiAccount::from);
        // SAFETY: this program holds no reference into what the token program writes, the
        // data of `from` and `to`; the authority's, which it may hold, is passed read-only.
        unsafe { invoke_signed_unchecked(&instruction, &accounts, signers) };
    }
}

/// A mint and one of its token accounts, with who has authority over both: an address of ours.
pub struct OwnMint<'a> {
    pub program: &'a Address,
    pub mint: &'a AccountView,
    pub token: &'a AccountView,
    pub authority: &'a AccountView,
}

impl OwnMint<'_> {
    /// Makes new tokens.  A failure ends the transaction.
    #[inline(always)]
    pub fn mint_to(&self, amount: u64, decimals: u8, signers: &[Signer]) {
        let mut data = [MINT_TO_CHECKED, 0, 0, 0, 0, 0, 0, 0, 0, decimals];
        data[1..9].copy_from_slice(&amount.to_le_bytes());
        let instruction = InstructionView {
            program_id: self.program,
            data: &data,
            accounts: &[
                InstructionAccount::writable(self.mint.address()),
                InstructionAccount::writable(self.token.address()),
                InstructionAccount::readonly_signer(self.authority.address()),
            ],
        };
        let accounts = [self.mint, self.token, self.authority].map(CpiAccount::from);
        // SAFETY: as for `TransferChecked`; only `mint` and `token` are written.
        unsafe { invoke_signed_unchecked(&instruction, &accounts, signers) };
    }

    /// Ends tokens of the token account, which is the authority's.  A failure ends the transaction.
    #[inline(always)]
    pub fn burn(&self, amount: u64, decimals: u8, signers: &[Signer]) {
        let mut data = [BURN_CHECKED, 0, 0, 0, 0, 0, 0, 0, 0, decimals];
        data[1..9].copy_from_slice(&amount.to_le_bytes());
        let instruction = InstructionView {
            program_id: self.program,
            data: &data,
            accounts: &[
                InstructionAccount::writable(self.token.address()),
                InstructionAccount::writable(self.mint.address()),
                InstructionAccount::readonly_signer(self.authority.address()),
            ],
        };
        let accounts = [self.token, self.mint, self.authority].map(CpiAccount::from);
        // SAFETY: as for `TransferChecked`; only `token` and `mint` are written.
        unsafe { invoke_signed_unchecked(&instruction, &accounts, signers) };
    }

    /// Lets the token account move.  A failure ends the transaction.
    #[inline(always)]
    pub fn thaw(&self, signers: &[Signer]) {
        self.set_state(THAW_ACCOUNT, signers);
    }

    /// Stops the token account.  A failure ends the transaction.
    #[inline(always)]
    pub fn freeze(&self, signers: &[Signer]) {
        self.set_state(FREEZE_ACCOUNT, signers);
    }

    #[inline(always)]
    fn set_state(&self, tag: u8, signers: &[Signer]) {
        let instruction = InstructionView {
            program_id: self.program,
            data: &[tag],
            accounts: &[
                InstructionAccount::writable(self.token.address()),
                InstructionAccount::readonly(self.mint.address()),
                InstructionAccount::readonly_signer(self.authority.address()),
            ],
        };
        let accounts = [self.token, self.mint, self.authority].map(CpiAccount::from);
        // SAFETY: as for `TransferChecked`; only `token` is written.
        unsafe { invoke_signed_unchecked(&instruction, &accounts, signers) };
    }
}

/// An account that is about to be given to the token program, which checks that it is a
/// token account of its own and of the mint: here it is only read.
pub struct TokenAccount<'a>(pub &'a UncheckedAccount);

impl TokenAccount<'_> {
    /// Refused where the account is no token account, or another's than this owner's.
    #[inline(always)]
    pub fn check_owner(&self, owner: &Address) -> Result<()> {
        let data = self.data();
        require!(
            data.len() >= TOKEN_ACCOUNT,
            SandboxError::TokenAccountNotOwned
        );
        // SAFETY: an address is 32 bytes of alignment 1, and they are there.
        let found = unsafe { &*data.as_ptr().add(OWNER).cast::<Address>() };
        require!(address_eq(found, owner), SandboxError::TokenAccountNotOwned);
        Ok(())
    }

    /// How many tokens are on it now, base units.
    #[inline(always)]
    pub fn amount(&self) -> u64 {
        match self.data().get(AMOUNT..AMOUNT + 8) {
            Some(bytes) => {
                let mut amount = [0; 8];
                amount.copy_from_slice(bytes);
                u64::from_le_bytes(amount)
            }
            None => 0,
        }
    }

    /// Whether it cannot move.
    #[inline(always)]
    pub fn is_frozen(&self) -> bool {
        self.data().get(STATE) == Some(&FROZEN)
    }

    #[inline(always)]
    fn data(&self) -> &[u8] {
        // SAFETY: nothing of this program borrows these accounts mutably, and the slice does
        // not outlive the call that reads it, so no transfer changes it meanwhile.
        unsafe { self.0.account().borrow_unchecked() }
    }
}

/// Tokens of a wallet on their way into a vault.
pub struct Entering<'a> {
    pub wallet: &'a SignerAccount,
    pub asset: &'a Account<Asset>,
    pub vault: &'a Account<Vault>,
    pub vault_token: &'a UncheckedAccount,
    pub source: &'a UncheckedAccount,
    pub mint: &'a UncheckedAccount,
    pub token_program: &'a UncheckedAccount,
}

impl Entering<'_> {
    /// Checks the accounts and the mint, moves the tokens and says what arrived, which can be
    /// less than what was sent (transfer fees).
    #[inline(always)]
    pub fn enter(self, amount: u64) -> Result<u64> {
        self.check()?;
        let before = TokenAccount(self.vault_token).amount();
        TransferChecked {
            program: self.token_program.address(),
            from: self.source,
            mint: self.mint,
            to: self.vault_token,
            authority: self.wallet.account(),
            amount,
            decimals: self.asset.decimals,
        }
        .invoke(&[]);
        let arrived = TokenAccount(self.vault_token)
            .amount()
            .checked_sub(before)
            .ok_or(SandboxError::Overflow)?;
        checks::positive(arrived)?;
        Ok(arrived)
    }

    #[inline(always)]
    fn check(&self) -> Result<()> {
        require!(
            address_eq(&self.vault.token_account, self.vault_token.address()),
            SandboxError::WrongVaultToken
        );
        require!(
            address_eq(&self.asset.token_program, self.token_program.address()),
            SandboxError::WrongTokenProgram
        );
        TokenAccount(self.source).check_owner(self.wallet.address())?;
        // SAFETY: as for token accounts; the mint is only read, and by nobody else here.
        let mint = unsafe { self.mint.account().borrow_unchecked() };
        mint_screen::unchanged(mint, self.asset.flags)
    }
}

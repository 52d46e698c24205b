use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::errors::SandboxError;
use crate::events::{record, PlanClosed};
use crate::state::{plan_state, Plan};

/// A returning instruction: no mandates and no pulls from then on, which none can undo.
/// The account stays: at its address no other plan may come to be that mandates name.
#[derive(Accounts)]
pub struct ClosePlan {
    pub wallet: Signer,
    #[account(mut, constraint = address_eq(&plan.wallet, wallet.address()) @ SandboxError::NotPayee)]
    pub plan: Account<Plan>,
}

impl ClosePlan {
    pub fn close_plan(&mut self) -> Result<()> {
        let plan = &mut self.plan;
        plan.check_open()?;
        plan.state = plan_state::CLOSED;
        plan.revision += 1;
        record(PlanClosed {
            plan: *plan.address(),
            payee_account: plan.payee_account,
            revision: plan.revision,
        });
        Ok(())
    }
}

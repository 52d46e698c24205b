//! What is asked of old and new owner when a replacement is proposed, and again when it is done.

use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::state::{class, Holding, Instrument, Participant};

/// There is something to be replaced, no order keeps it where it is, and the new wallet may hold it now.
/// Neither lock-up nor state of the instrument matter: its owner stays the same.
pub fn check(
    instrument: &Instrument,
    (holder, holding): (&Participant, &Holding),
    successor: &Participant,
    now: u64,
) -> Result<()> {
    require!(
        holding.units > 0 || instrument.entitled(holding)? > 0,
        SandboxError::NothingToReplace
    );
    holding.check_unfrozen(now)?;
    checks::participant_unfrozen(holder, class::INSTRUMENT, now)?;
    checks::verified(successor, now)?;
    instrument.check_holder(successor)
}

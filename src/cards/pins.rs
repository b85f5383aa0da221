//! How many tries a PIN has left, asked by the empty VERIFY (ISO 7816-4 §11.6.6).

use super::files::{Files, settle};
use crate::facts::{CardFacts, Difference, PinTries, ProbeError};
use crate::iso7816::apdu::Command;
use crate::iso7816::status::StatusWord;

/// The step that asks for a PIN's counter, as errors name it.
pub(super) const EMPTY_VERIFY: &str = "VERIFY (empty)";

/// Asks for one counter; once more when the answer says nothing of tries, or of one or none. Both answers count when they differ.
///
/// # Errors
/// The line failed; the inner error is the card's refusal.
pub(super) fn tries_left(
    files: &mut Files<'_, '_>,
    card: &mut CardFacts,
    reference: u8,
) -> Result<Result<PinTries, ProbeError>, ProbeError> {
    let mut ask = || {
        let answer = settle(files.send(&Command::verify_status(reference)))?;
        Ok(answer.and_then(|answer| tries(answer.status)))
    };
    let first = ask()?;
    // One damaged byte makes a blocked PIN of a sound one, and the question is free.
    if matches!(first, Ok(PinTries::Left(2..))) {
        return Ok(first);
    }
    let second = ask()?;
    if second != first {
        let told = |answer: &Result<PinTries, ProbeError>| {
            answer.as_ref().map_or_else(ToString::to_string, |tries| format!("{tries:?}"))
        };
        card.differences.push(Difference {
            place: format!("PIN {reference:02X}"),
            first: told(&first),
            second: told(&second),
        });
    }
    Ok(second)
}

/// What the answer to an empty VERIFY says.
fn tries(status: StatusWord) -> Result<PinTries, ProbeError> {
    match status {
        StatusWord::OK => Ok(PinTries::NotNeeded),
        StatusWord::BLOCKED => Ok(PinTries::Blocked),
        StatusWord::UNUSABLE => Ok(PinTries::Unusable),
        status => match status.tries_left() {
            Some(0) => Ok(PinTries::Blocked),
            Some(left) => Ok(PinTries::Left(left)),
            None if refuses_to_tell(status) => {
                Err(ProbeError::status(EMPTY_VERIFY, status.0, status.meaning()))
            }
            None => {
                Err(ProbeError::malformed(EMPTY_VERIFY, format!("{status} is no answer to that question")))
            }
        },
    }
}

/// What a sound card says that does not answer an empty VERIFY: wrong length, not allowed, conditions, not supported,
/// wrong parameters, no such PIN, unknown instruction or class.
fn refuses_to_tell(status: StatusWord) -> bool {
    matches!(status.0, 0x6700 | 0x6982 | 0x6985 | 0x6A81 | 0x6A86 | 0x6A88 | 0x6B00 | 0x6D00 | 0x6E00)
}

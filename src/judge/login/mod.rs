//! A test login, judged: what ended it, who logged in, and what the report says of it.

mod person;
mod report;
mod trouble;

pub use person::{Comparison, compare};
pub(super) use report::{report, verdict};
pub use trouble::{Trouble, answer, cause, clock_excess_ms, codes, words_beside_the_code};

use crate::facts::{ClockReading, IdentityFacts, LoginFacts};
use crate::policy::LoginPolicy;

/// What ended a login; `None` where it came to its end.
pub fn trouble(login: &LoginFacts, policy: &LoginPolicy) -> Option<Trouble> {
    let fault = login.fault.as_ref()?;
    let trouble = Trouble::of(fault, is_off(login.clock, policy));
    Some(match trouble {
        Trouble::NobodyCame if login.asked.loopback_proxy.is_some() => Trouble::LoopbackProxy,
        trouble => trouble,
    })
}

/// Whether the clocks differ by so much that nothing that is signed here is believed there.
pub fn is_off(clock: Option<ClockReading>, policy: &LoginPolicy) -> bool {
    clock.is_some_and(|clock| clock_excess_ms(clock) > policy.clock_fail_ms)
}

/// What the claim that tells of the e-ID says; empty where it is not there.
pub fn eid_told<'l>(identity: &'l IdentityFacts, policy: &LoginPolicy) -> Vec<&'l str> {
    match policy.claims.eid.as_str() {
        "amr" => identity.amr.iter().map(String::as_str).collect(),
        "idp" => identity.idp.as_deref().into_iter().collect(),
        _ => Vec::new(),
    }
}

//! Certification paths (RFC 5280 §6): whether a certificate would be accepted, by which path, and every reason why not.
//!
//! Three steps, one file each: `search` walks from the certificate to the anchors over all issuers there are,
//! `validate` weighs one path, `revocation` asks what the answers at hand say about each certificate on it.
//!
//! The work is bounded (`budget`): a hostile set of certificates makes the search give up, and say so.

mod budget;
mod library;
mod names;
mod policies;
mod reason;
mod revocation;
mod rules;
mod search;
mod soundness;
mod validate;

pub use library::{Anchor, Library};
pub use reason::{Code, Reason};
pub use revocation::{Method, Revocation, Status};
pub use rules::{Purpose, RevocationRule, Rules};

use super::Certificate;
use std::sync::Arc;

/// The answer about one certificate.
#[derive(Debug, Clone)]
pub struct Judgement {
    /// The certificates of the best path, that one first; without the anchor.
    pub chain: Vec<Arc<Certificate>>,
    /// Where the path ends; `None` where it reaches no anchor.
    pub anchor: Option<Arc<Anchor>>,
    /// Why the path is not accepted, what concerns the certificate itself first; empty for a valid path.
    pub reasons: Vec<Reason>,
    /// What is known of the revocation of each certificate of `chain`; empty where nobody looked.
    pub revocations: Vec<Revocation>,
    /// How many paths to an anchor were weighed.
    pub paths: usize,
}

/// The short answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// There is a path that holds.
    Valid,
    /// No path holds.
    Invalid,
    /// Nothing speaks against a path but what could not be found out.
    Undetermined,
}

impl Judgement {
    /// Whether the path is but the anchor itself.
    pub fn is_the_anchor(&self) -> bool {
        self.anchor.as_ref().is_some_and(|anchor| anchor.is_all_of(&self.chain))
    }

    /// The short answer.
    pub fn verdict(&self) -> Verdict {
        match &self.reasons {
            reasons if reasons.is_empty() => Verdict::Valid,
            reasons if reasons.iter().all(|reason| reason.code.is_open()) => Verdict::Undetermined,
            _ => Verdict::Invalid,
        }
    }
}

/// Judges `certificate` by `rules`, with what `library` holds.
pub fn judge(certificate: &Arc<Certificate>, library: &Library, rules: &Rules) -> Judgement {
    let budget = budget::Budget::new();
    let asking = search::Asking::new(library, rules, &budget);
    search::Search::new(&asking).judge(certificate)
}

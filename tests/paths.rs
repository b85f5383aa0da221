//! Paths that public suites and attackers think of: each with every reason that it must show, and beside OpenSSL's
//! opinion.

#[cfg(target_os = "linux")]
mod algorithms;
mod cases;
mod hostile;
pub mod maker;

use eid_ready::pki::Certificate;
use eid_ready::pki::path::{Anchor, Judgement, Library, Rules, Verdict, judge};
use std::sync::Arc;

/// When the certificates of these tests are judged.
const AT: &str = "2026-06-01T00:00:00Z";

/// Certificates that belong together, DER.
#[derive(Default)]
pub struct Set {
    pub anchors: Vec<Vec<u8>>,
    pub issuers: Vec<Vec<u8>>,
    pub leaf: Vec<u8>,
}

impl Set {
    pub fn library(&self) -> Library {
        let mut library = Library::new();
        self.anchors.iter().for_each(|der| library.add_anchor(Anchor::from_certificate(parse(der))));
        self.issuers.iter().for_each(|der| library.add_certificate(parse(der)));
        library
    }

    pub fn judge(&self, rules: &Rules) -> Judgement {
        judge(&parse(&self.leaf), &self.library(), rules)
    }
}

pub fn parse(der: &[u8]) -> Arc<Certificate> {
    Arc::new(Certificate::parse(der).unwrap())
}

pub fn rules() -> Rules {
    Rules::at(AT.parse().unwrap())
}

/// `0:expired 1:key-usage`; `valid` where there is no reason.
pub fn said(judgement: &Judgement) -> String {
    let reasons: Vec<String> =
        judgement.reasons.iter().map(|reason| format!("{}:{}", reason.place, reason.code.as_str())).collect();
    assert_eq!(judgement.verdict() == Verdict::Valid, reasons.is_empty());
    if reasons.is_empty() { "valid".to_owned() } else { reasons.join(" ") }
}

//! Any certificates, lists and answers, judged together.
//!
//! The input is a row of things: one byte for what it is, two for its length, and so many bytes. The first certificate is
//! the one that is asked about.

use eid_ready::pki::ocsp::Response;
use eid_ready::pki::path::{Anchor, Library, RevocationRule, Rules, Verdict, judge};
use eid_ready::pki::{Certificate, Crl};
use std::sync::Arc;

/// Holds for any bytes; panics where it does not.
pub fn holds(bytes: &[u8]) {
    let mut library = Library::new();
    let mut asked = None;
    let mut any_anchor = false;
    let mut rest = bytes;
    while let [kind, high, low, tail @ ..] = rest {
        let length = usize::from(u16::from_be_bytes([*high, *low])).min(tail.len());
        let (der, after) = tail.split_at(length);
        rest = after;
        match kind % 4 {
            0 => {
                if let Ok(list) = Crl::parse(der) {
                    library.add_list(list);
                }
            }
            1 => {
                if let Ok(response) = Response::parse(der) {
                    library.add_response(response, None);
                }
            }
            kind => {
                let Ok(certificate) = Certificate::parse(der).map(Arc::new) else { continue };
                if kind == 2 {
                    any_anchor = true;
                    library.add_anchor(Anchor::from_certificate(certificate));
                } else {
                    asked.get_or_insert_with(|| certificate.clone());
                    library.add_certificate(certificate);
                }
            }
        }
    }
    let Some(asked) = asked else { return };
    let rules = Rules { revocation: RevocationRule::WhereKnown, ..Rules::at(jiff::Timestamp::UNIX_EPOCH) };
    let judgement = judge(&asked, &library, &rules);
    assert!(judgement.paths <= 64 && judgement.chain.len() <= 16);
    assert!(any_anchor || judgement.verdict() != Verdict::Valid);
}

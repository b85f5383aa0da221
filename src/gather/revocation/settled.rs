//! When asking can end: an answer that can be relied on says good or revoked. What the answers mean for the card is the
//! judge's to say, from the exchanges; here the same rules only save questions.

use crate::facts::{Exchange, HttpAnswer, Purpose};
use crate::pki::Certificate;
use crate::pki::path::{Anchor, Library, RevocationRule, Rules, Status, judge};
use crate::policy::Policy;
use jiff::Timestamp;
use std::sync::Arc;

/// What came back so far, read once.
pub(super) struct Answers(Library);

impl Answers {
    /// None yet; the issuers of the policy may give some.
    pub(super) fn none(policy: &Policy) -> Self {
        let mut library = Library::new();
        for issuer in &policy.issuers {
            let (name, spki) = (&issuer.subject.0, &issuer.spki.0);
            if let Ok(anchor) = Anchor::new(name, spki, issuer.not_before, issuer.not_after) {
                library.add_anchor(anchor);
            }
        }
        Answers(library)
    }

    /// Lets an authority give answers about what it issued. Whether it is trusted does not matter here.
    pub(super) fn expect_of(&mut self, authority: &Certificate) {
        let authority = Arc::new(authority.clone());
        self.0.add_anchor(Anchor::from_certificate(authority.clone()));
        self.0.add_certificate(authority);
    }

    /// Takes over an answer; one that cannot be read settles nothing.
    pub(super) fn take(&mut self, exchange: &Exchange, answer: &HttpAnswer) {
        let body = &answer.body.0;
        let request = exchange.request.as_ref().map(|request| request.0.as_slice());
        match exchange.purpose {
            Purpose::Ocsp => _ = self.0.read_response(body, request),
            Purpose::Crl => _ = self.0.read_list(body),
            Purpose::Issuer => {}
        }
    }

    /// Whether an answer says of the certificate, at `now`, that it is good or that it is revoked.
    pub(super) fn settle(&self, certificate: &Arc<Certificate>, now: Timestamp) -> bool {
        let rules = Rules { revocation: RevocationRule::Required, ..Rules::at(now) };
        let judged = judge(certificate, &self.0, &rules);
        let own = judged.revocations.first().map(|revocation| revocation.status);
        matches!(own, Some(Status::Good | Status::Revoked { .. }))
    }
}

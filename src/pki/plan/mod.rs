//! What to ask next: a pure function from what is wanted and what has been asked to the questions of one round. Whoever
//! asks calls it again with the answers until it wants nothing more.

mod address;

use super::Certificate;
use super::ocsp::{self, CertHash, CertId};

/// A certificate, and how far it has come.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// The certificate.
    pub certificate: &'a Certificate,
    /// The issuer's key (SubjectPublicKeyInfo, DER); `None` while the issuer is not known.
    pub issuer_key: Option<&'a [u8]>,
    /// Whether an answer that can be relied on says good or revoked.
    pub settled: bool,
}

/// One question to a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// What is hoped for.
    pub kind: QuestionKind,
    /// Where, as the certificate names it.
    pub url: String,
    /// The certificate that OCSP is asked about. By SHA-1: RFC 5019 §2.1.1 asks for it, and responders that sign in
    /// advance know no other.
    pub about: Option<CertId>,
}

/// What a question hopes for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuestionKind {
    /// The state of one certificate.
    Ocsp,
    /// A list of what is revoked.
    Crl,
    /// The issuer's own certificate.
    Issuer,
}

/// How much is asked at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Addresses of each kind for one certificate.
    pub addresses: usize,
    /// Questions in all rounds.
    pub questions: usize,
}

/// The questions of the next round, each once, in the order of the certificates; none when nothing more can be learnt.
///
/// For a certificate that is not settled it is the first address not asked yet: where the issuer is known, responders
/// before lists (an answer about one certificate is newer and smaller than a list of all); where it is not, the
/// addresses of the issuer's own certificate.
pub fn plan(wanted: &[Wanted<'_>], asked: &[Question], limits: &Limits) -> Vec<Question> {
    let mut round: Vec<Question> = Vec::new();
    for one in wanted.iter().filter(|one| !one.settled) {
        let next = one.questions(limits).into_iter().find(|question| !asked.contains(question));
        round.extend(next.filter(|question| !round.contains(question)));
    }
    round.truncate(limits.questions.saturating_sub(asked.len()));
    round
}

impl Question {
    /// The body of the POST, an OCSPRequest, DER, with that nonce if any; `None` for what is asked by GET.
    pub fn body(&self, nonce: Option<&[u8]>) -> Option<Vec<u8>> {
        self.about.as_ref().map(|about| ocsp::request(about, nonce))
    }
}

impl Wanted<'_> {
    /// All that could be asked for this certificate, the best first.
    fn questions(&self, limits: &Limits) -> Vec<Question> {
        let extensions = &self.certificate.extensions;
        let most = limits.addresses;
        let issuers = || address::first(extensions.access.issuers.iter().map(String::as_str), most);
        let Some(issuer_key) = self.issuer_key else {
            return ask(QuestionKind::Issuer, issuers(), None).collect();
        };
        let about = self.about(issuer_key);
        let responders = match &about {
            Some(_) => address::first(extensions.access.ocsp.iter().map(String::as_str), most),
            None => Vec::new(),
        };
        let lists = address::first(address::of_lists(&extensions.crl_distribution_points), most);
        let changes = address::first(address::of_lists(&extensions.freshest_crl), most);
        ask(QuestionKind::Ocsp, responders, about.as_ref())
            .chain(ask(QuestionKind::Crl, lists, None))
            .chain(ask(QuestionKind::Crl, changes, None))
            .collect()
    }

    fn about(&self, issuer_key: &[u8]) -> Option<CertId> {
        let issuer = ocsp::Issuer { name: &self.certificate.issuer, spki: issuer_key };
        let serial = self.certificate.serial_contents();
        Some(CertId::new(CertHash::Sha1, &issuer.name.der, issuer.key()?, &serial))
    }
}

fn ask(kind: QuestionKind, urls: Vec<String>, about: Option<&CertId>) -> impl Iterator<Item = Question> {
    urls.into_iter().map(move |url| Question { kind, url, about: about.cloned() })
}

#[cfg(test)]
mod tests;

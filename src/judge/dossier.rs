//! Derived state: what the facts mean, before anybody judges it. Built once per judging; checks only read it.

use super::issued::{self, IssuedBy};
use super::library::{Parsed, Shelf, Unreadable};
use super::{exchanges, parallel, rules};
use crate::capture::Capture;
use crate::facts::{
    CardFacts, CardInterest, CertificateRole, Exchange, Facts, KeyFacts, ObjectFacts, PinFacts, ReaderFacts,
    VerifyPurpose,
};
use crate::identity::CardName;
use crate::pki::Certificate;
use crate::pki::path::{self, Judgement, Library};
use crate::policy::{CertificateProfile, Company, Environment, Issuer, IssuerKind, Policy};
use jiff::Timestamp;
use std::sync::Arc;

/// What a check looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subject {
    /// The workstation.
    Station,
    /// The reader of that index in the facts.
    Reader(usize),
    /// The card of that index in the facts.
    Card(usize),
    /// The certificate of that index among the end-entity certificates of that card.
    Certificate(usize, usize),
    /// The PKCS#11 module of that index in the facts.
    Module(usize),
    /// The HelseID client.
    Client,
    /// The test login.
    Login,
}

/// Everything derived from one capture.
pub struct Dossier<'a> {
    /// What was seen.
    pub facts: &'a Facts,
    /// What "ready" means.
    pub policy: &'a Policy,
    /// The moment that validity is judged at.
    pub at: Timestamp,
    /// The cards, in the order of the facts.
    pub cards: Vec<CardDossier<'a>>,
    shelf: Arc<Shelf>,
}

/// What one card means.
pub struct CardDossier<'a> {
    /// What it said.
    pub facts: &'a CardFacts,
    /// Its certificates that are not an authority's, in its order; those that cannot be read among them.
    pub certificates: Vec<CertificateDossier<'a>>,
    /// The certificates of authorities that it carries.
    pub authorities: Vec<(&'a ObjectFacts, Arc<Certificate>)>,
}

/// What one certificate means.
pub struct CertificateDossier<'a> {
    /// What the card's directory said of it.
    pub object: &'a ObjectFacts,
    /// The certificate; `None` when the card did not give its bytes.
    pub parsed: Parsed,
    /// Its roles, by key usage alone.
    pub roles: Vec<CertificateRole>,
    /// Its path, and what speaks against it; `None` where there is no certificate.
    pub judgement: Option<Judgement>,
    /// Who issued it.
    pub issuer: IssuedBy<'a>,
    /// Whether a person asked about this very certificate: then everything about it matters.
    pub asked: bool,
}

impl<'a> Dossier<'a> {
    /// Derives everything from `capture`, judged at `at`.
    pub fn new(capture: &'a Capture, at: Timestamp) -> Self {
        Dossier::with(capture, Arc::new(Shelf::of(capture)), at)
    }

    /// The same capture, judged at another moment; nothing is read a second time.
    pub fn at(&self, capture: &'a Capture, at: Timestamp) -> Self {
        Dossier::with(capture, self.shelf.clone(), at)
    }

    fn with(capture: &'a Capture, shelf: Arc<Shelf>, at: Timestamp) -> Self {
        let facts = &capture.facts;
        let judgements =
            parallel::map(&shelf.objects, |parsed| judgement(parsed, &shelf.library, capture, at));
        let mut each = shelf.objects.iter().cloned().zip(judgements);
        let cards = facts.cards.iter().map(|card| {
            let mine: Vec<_> = each.by_ref().take(card.objects.len()).collect();
            CardDossier::new(card, mine, capture)
        });
        let cards = cards.collect();
        Dossier { facts, policy: &capture.policy, at, cards, shelf }
    }

    /// Ends it without waiting until thousands of certificates are taken apart.
    pub(super) fn discard(self) {
        let Dossier { cards, shelf, .. } = self;
        // The certificates are shared; whoever lets go of them last does the work.
        drop(cards);
        parallel::discard(shelf);
    }

    /// What was handed over in files and is not what it was handed over as.
    pub fn unreadable(&self) -> &[Unreadable] {
        &self.shelf.unreadable
    }

    /// Whether the run is about cards: it asked for them, or met one that will do.
    pub fn is_about_cards(&self) -> bool {
        match self.facts.expected.cards {
            CardInterest::Required => !self.is_about_files(),
            CardInterest::Optional => !self.cards.is_empty(),
            CardInterest::None => false,
        }
    }

    /// Whether certificates in files are asked about rather than cards.
    pub fn is_about_files(&self) -> bool {
        self.facts.expected.verify.is_some()
    }

    /// Why addresses that `certificate` names gave no answer about its revocation: stable words, and the addresses.
    pub fn failures(&self, certificate: &Certificate) -> Vec<(&'static str, String)> {
        exchanges::failures(self.exchanges(), certificate)
    }

    /// The exchanges, each with whether its answer is what was asked for.
    pub(super) fn exchanges(&self) -> impl Iterator<Item = (&'a Exchange, bool)> {
        self.facts.exchanges.iter().zip(self.shelf.answered.iter().copied())
    }

    /// Whether it matters that an issuer has not said whether a certificate is revoked.
    pub fn needs_revocation(&self) -> bool {
        match &self.facts.expected.verify {
            Some(rules) => rules.revocation != Some(false),
            None => self.policy.revocation.required,
        }
    }

    /// Whether what is particular to Norwegian e-ID was not asked.
    pub fn is_for_any_purpose(&self) -> bool {
        let verify = self.facts.expected.verify.as_ref();
        verify.is_some_and(|rules| rules.purpose == Some(VerifyPurpose::Any))
    }

    /// The reader of that index.
    pub fn reader(&self, index: usize) -> &'a ReaderFacts {
        &self.facts.readers[index]
    }

    /// The index of the reader that a card sits in.
    pub fn reader_of(&self, card: usize) -> Option<usize> {
        let name = &self.facts.cards[card].reader;
        self.facts.readers.iter().position(|reader| reader.name == *name)
    }

    /// The certificate behind a subject, with its card.
    pub fn certificate(&self, subject: Subject) -> Option<(&CardDossier<'a>, &CertificateDossier<'a>)> {
        match subject {
            Subject::Certificate(card, certificate) => {
                let card = self.cards.get(card)?;
                Some((card, card.certificates.get(certificate)?))
            }
            _ => None,
        }
    }

    /// The card behind a subject.
    pub fn card(&self, subject: Subject) -> Option<&CardDossier<'a>> {
        match subject {
            Subject::Card(card) | Subject::Certificate(card, _) => self.cards.get(card),
            _ => None,
        }
    }

    /// Whether another card than `card` was judged as an e-ID card: beside it, what is no e-ID is information.
    pub fn beside_an_eid(&self, card: Option<usize>) -> bool {
        self.cards.iter().enumerate().any(|(index, other)| Some(index) != card && other.is_eid())
    }

    /// What the issuer of an e-ID certificate makes its certificates look like.
    pub fn profile_of(&self, one: &CertificateDossier<'_>) -> Option<&'a CertificateProfile> {
        let company = one.company().filter(|_| one.is_eid())?;
        self.policy.certificate_profile(company, one.known_issuer())
    }

    /// The company of that id.
    pub fn company(&self, id: &str) -> Option<&'a Company> {
        self.policy.companies.iter().find(|company| company.id == id)
    }
}

impl<'a> CardDossier<'a> {
    fn new(facts: &'a CardFacts, parsed: Vec<(Parsed, Option<Judgement>)>, capture: &'a Capture) -> Self {
        let asked = capture.facts.expected.verify.is_some();
        let mut certificates = Vec::new();
        let mut authorities = Vec::new();
        for (object, (parsed, judgement)) in facts.objects.iter().zip(parsed) {
            match parsed {
                Some(Ok(certificate)) if !asked && (object.authority || certificate.is_ca()) => {
                    authorities.push((object, certificate));
                }
                parsed => {
                    let one = CertificateDossier::new(object, parsed, judgement, &capture.policy);
                    certificates.push(CertificateDossier { asked, ..one });
                }
            }
        }
        CardDossier { facts, certificates, authorities }
    }

    /// Whether it carries a certificate of an issuer that is known, or that claims to be.
    pub fn is_eid(&self) -> bool {
        self.certificates.iter().any(CertificateDossier::is_eid)
    }

    /// Whether every certificate on it could be read, and none is of an e-ID.
    pub fn is_no_eid(&self) -> bool {
        let another = |one: &CertificateDossier| one.certificate().is_some() && !one.is_eid();
        !self.certificates.is_empty() && self.certificates.iter().all(another)
    }

    /// The company whose card it is, by its certificates.
    pub fn company(&self) -> Option<&'a str> {
        self.certificates.iter().find_map(CertificateDossier::company)
    }

    /// Who issued its e-ID certificates, if that authority is known.
    pub fn known_issuer(&self) -> Option<&'a Issuer> {
        self.certificates.iter().filter(|one| one.is_eid()).find_map(CertificateDossier::known_issuer)
    }

    /// The roles that its e-ID certificates have between them.
    pub fn roles(&self) -> Vec<CertificateRole> {
        let mut roles: Vec<_> =
            self.certificates.iter().filter(|one| one.is_eid()).flat_map(|one| one.roles.clone()).collect();
        roles.sort();
        roles.dedup();
        roles
    }

    /// The certificates that could be read.
    pub fn readable(&self) -> impl Iterator<Item = (&CertificateDossier<'a>, &Certificate)> {
        self.certificates.iter().filter_map(|one| one.certificate().map(|certificate| (one, certificate)))
    }

    /// Whether one of its certificates was given and could not be understood.
    pub fn has_unreadable(&self) -> bool {
        self.certificates.iter().any(|one| matches!(one.parsed, Some(Err(_))))
    }

    /// The certificates that say whose card it is: those of the e-ID, or all when there is none.
    pub fn of_the_holder(&self) -> impl Iterator<Item = (&CertificateDossier<'a>, &Certificate)> {
        let eid = self.is_eid();
        self.readable().filter(move |(one, _)| one.is_eid() || !eid)
    }

    /// Whether other certificates of the e-ID do all that `one` is needed for, are valid at `at`, and stay so for
    /// longer: a renewed card may still hold the certificates of last time.
    pub fn replaces(&self, one: &CertificateDossier<'_>, at: Timestamp) -> bool {
        let Some(own) = one.certificate().filter(|_| !one.asked) else { return false };
        let fresh = |other: &Certificate| {
            other.is_valid_at(at) && (other.not_after > own.not_after || own.not_before > at)
        };
        let mut needed = one.roles.iter().filter(|role| **role != CertificateRole::Encryption);
        needed.all(|role| {
            self.readable().any(|(other, certificate)| {
                matches!(other.issuer, IssuedBy::Known(_) | IssuedBy::Below(_))
                    && other.is_eid()
                    && other.roles.contains(role)
                    && certificate.sha256 != own.sha256
                    && fresh(certificate)
            })
        })
    }

    /// Whether a login asks for that PIN: it guards the key of a certificate for login, or the card does not say what
    /// it guards.
    pub fn guards_login(&self, pin: &PinFacts) -> bool {
        let login =
            self.certificates.iter().filter(|one| one.roles.contains(&CertificateRole::Authentication));
        let guards: Vec<&String> =
            login.filter_map(|one| self.key_of(one)).filter_map(|key| key.auth_id.as_ref()).collect();
        guards.is_empty() || pin.auth_id.as_ref().is_none_or(|id| guards.contains(&id))
    }

    /// The private key that pairs with a certificate.
    pub fn key_of(&self, certificate: &CertificateDossier<'_>) -> Option<&'a KeyFacts> {
        let id = certificate.object.id.as_ref()?;
        self.facts.keys.iter().find(|key| key.id.as_ref() == Some(id))
    }
}

impl<'a> CertificateDossier<'a> {
    fn new(
        object: &'a ObjectFacts,
        parsed: Parsed,
        judgement: Option<Judgement>,
        policy: &'a Policy,
    ) -> Self {
        let readable = parsed.as_ref().and_then(|parsed| parsed.as_ref().ok());
        let roles = readable.map(|certificate| roles(certificate)).unwrap_or_default();
        let issuer = match (readable, &judgement) {
            (Some(certificate), Some(judgement)) => issued::by(certificate, judgement, policy),
            _ => IssuedBy::Other,
        };
        CertificateDossier { object, parsed, roles, judgement, issuer, asked: false }
    }

    /// The certificate, if it could be read.
    pub fn certificate(&self) -> Option<&Certificate> {
        self.parsed.as_ref()?.as_ref().ok().map(|certificate| &**certificate)
    }

    /// A reason's particulars, with the name of the authority that it concerns.
    pub fn particulars(&self, reason: &path::Reason) -> String {
        let chain = self.judgement.as_ref().map_or(&[][..], |judgement| &judgement.chain);
        match chain.get(reason.place).filter(|_| reason.place > 0) {
            Some(authority) => format!("{} ({})", reason.detail, authority.subject),
            None => reason.detail.clone(),
        }
    }

    /// The company that issued it, or that it claims to be issued by.
    pub fn company(&self) -> Option<&'a str> {
        match self.issuer {
            IssuedBy::Known(issuer) | IssuedBy::Below(issuer) => Some(issuer.company.as_str()),
            IssuedBy::Claimed(company) => Some(company.id.as_str()),
            _ => None,
        }
    }

    /// The authority that issued it, where that one itself is known.
    pub fn known_issuer(&self) -> Option<&'a Issuer> {
        match self.issuer {
            IssuedBy::Known(issuer) => Some(issuer),
            _ => None,
        }
    }

    /// Whether it is, or claims to be, a certificate of an e-ID.
    pub fn is_eid(&self) -> bool {
        match self.issuer {
            IssuedBy::Known(issuer) | IssuedBy::NameOnly(issuer) => issuer.kind == IssuerKind::Person,
            IssuedBy::Below(_) => self.certificate().is_some_and(issued::is_a_persons),
            IssuedBy::Claimed(_) => true,
            IssuedBy::Other => false,
        }
    }

    /// Whether a login stands or falls with it: an e-ID certificate that does more than encrypt. What a person asked about
    /// always matters.
    pub fn matters(&self) -> bool {
        self.asked || self.is_eid() && self.roles.as_slice() != [CertificateRole::Encryption]
    }

    /// Where its issuer belongs.
    pub fn environment(&self) -> Environment {
        match self.issuer {
            IssuedBy::Known(issuer) | IssuedBy::Below(issuer) => issuer.environment,
            _ => Environment::Unknown,
        }
    }

    /// The name of its holder.
    pub fn name(&self) -> Option<CardName> {
        let subject = &self.certificate()?.subject;
        let get = |kind| subject.get(kind).map(str::to_owned);
        Some(CardName { common_name: get("CN"), given_name: get("GN"), surname: get("SN") })
    }
}

fn judgement(parsed: &Parsed, library: &Library, capture: &Capture, at: Timestamp) -> Option<Judgement> {
    let certificate = parsed.as_ref()?.as_ref().ok()?;
    let rules = rules::of(capture, at, &roles(certificate), library);
    Some(path::judge(certificate, library, &rules))
}

/// Roles by key usage alone: Norwegian certificates have no or every extended key usage (domain facts, H). A
/// certificate without the extension may do everything (RFC 5280 §4.2.1.3).
fn roles(certificate: &Certificate) -> Vec<CertificateRole> {
    use CertificateRole::{Authentication, Encryption, Signature};
    let Some(usage) = certificate.extensions.key_usage else {
        return vec![Authentication, Signature, Encryption];
    };
    let mut roles = Vec::new();
    if usage.has("digitalSignature") {
        roles.push(Authentication);
    }
    if usage.has("nonRepudiation") {
        roles.push(Signature);
    }
    if ["keyEncipherment", "dataEncipherment", "keyAgreement"].iter().any(|bit| usage.has(bit)) {
        roles.push(Encryption);
    }
    roles
}

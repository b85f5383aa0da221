//! What a search may use: anchors, certificates of issuers, revocation lists and responses; and what was found out about
//! them, so that nothing is verified twice.

use crate::pki::crl::serial;
use crate::pki::ocsp::{Asked, Response};
use crate::pki::{Certificate, CertificateError, Crl, Name, SignatureError, pem, sha256_hex};
use jiff::Timestamp;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// A trust anchor (RFC 5280 §6.1.1(d)): a name and a key.
#[derive(Debug, Clone)]
pub struct Anchor {
    /// Its name.
    pub name: Name,
    /// Its SubjectPublicKeyInfo, DER.
    pub spki: Vec<u8>,
    /// SHA-256 over `spki`, lower-case hex.
    pub spki_sha256: String,
    /// Start of its validity.
    pub not_before: Timestamp,
    /// End of its validity.
    pub not_after: Timestamp,
    /// The certificate, where the anchor came as one: its constraints hold for the path (RFC 5937 §3.2).
    pub certificate: Option<Arc<Certificate>>,
}

impl Anchor {
    /// An anchor from its parts: name and key, both DER.
    ///
    /// # Errors
    /// The name is none.
    pub fn new(
        name: &[u8],
        spki: &[u8],
        not_before: Timestamp,
        not_after: Timestamp,
    ) -> Result<Self, CertificateError> {
        let name = Name::parse(name)?;
        let spki_sha256 = sha256_hex(spki);
        Ok(Anchor { name, spki: spki.to_vec(), spki_sha256, not_before, not_after, certificate: None })
    }

    /// An anchor from a certificate, which need not be self-signed.
    pub fn from_certificate(certificate: Arc<Certificate>) -> Self {
        Anchor {
            name: certificate.subject.clone(),
            spki: certificate.key.spki.clone(),
            spki_sha256: certificate.key.sha256.clone(),
            not_before: certificate.not_before,
            not_after: certificate.not_after,
            certificate: Some(certificate),
        }
    }

    /// Whether `at` lies within its validity.
    pub fn is_valid_at(&self, at: Timestamp) -> bool {
        self.not_before <= at && at <= self.not_after
    }

    /// Whether a path consists of nothing but the anchor's own certificate: then it issued nothing, is trusted as it is,
    /// and nobody is asked about it.
    pub fn is_all_of(&self, chain: &[Arc<Certificate>]) -> bool {
        let own = self.certificate.as_ref().map(|own| &own.sha256);
        matches!(chain, [only] if Some(&only.sha256) == own)
    }

    /// SHA-256 of its certificate, else of its key, lower-case hex.
    pub fn sha256(&self) -> &str {
        self.certificate.as_ref().map_or(&self.spki_sha256, |certificate| &certificate.sha256)
    }
}

/// A revocation list.
#[derive(Debug)]
pub struct List {
    /// The list.
    pub crl: Crl,
    /// The keys it was tried with, by the SHA-256 of each, and whether that one signed it.
    signed_by: Mutex<HashMap<String, Result<(), SignatureError>>>,
}

/// An OCSP response.
#[derive(Debug)]
pub struct Saved {
    /// The response.
    pub response: Response,
    /// The nonce of the request that it answers.
    pub nonce: Option<Vec<u8>>,
}

/// What a search may use.
#[derive(Default)]
pub struct Library {
    anchors: HashMap<Vec<u8>, Vec<Arc<Anchor>>>,
    certificates: HashMap<Vec<u8>, Vec<Arc<Certificate>>>,
    lists: HashMap<Vec<u8>, Vec<Arc<List>>>,
    /// By the serial numbers that they are about, and those that say nothing about any.
    responses: HashMap<Vec<u8>, Vec<Arc<Saved>>>,
    empty_responses: Vec<Arc<Saved>>,
    signatures: Mutex<HashMap<(String, String), Result<(), SignatureError>>>,
    list_signers: Mutex<HashMap<(String, String), bool>>,
    /// How many steps lead from a name to an anchor, by names alone.
    distances: OnceLock<HashMap<Vec<u8>, usize>>,
}

impl Library {
    /// One that holds nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an anchor; a second of that name and key is left out.
    pub fn add_anchor(&mut self, anchor: Anchor) {
        self.distances = OnceLock::new();
        let named = self.anchors.entry(anchor.name.key().to_vec()).or_default();
        let known = |one: &Arc<Anchor>| {
            one.spki == anchor.spki
                && one.certificate == anchor.certificate
                && one.not_after == anchor.not_after
        };
        if !named.iter().any(known) {
            named.push(Arc::new(anchor));
        }
    }

    /// Adds a certificate that may be an issuer's; one that is there is left out.
    pub fn add_certificate(&mut self, certificate: Arc<Certificate>) {
        self.distances = OnceLock::new();
        let named = self.certificates.entry(certificate.subject.key().to_vec()).or_default();
        if !named.iter().any(|one| one.sha256 == certificate.sha256) {
            named.push(certificate);
        }
    }

    /// Adds a revocation list.
    pub fn add_list(&mut self, crl: Crl) {
        let issuer = crl.issuer.key().to_vec();
        self.lists.entry(issuer).or_default().push(Arc::new(List { crl, signed_by: Mutex::default() }));
    }

    /// Adds an OCSP response, with the request that it answers where that is known.
    pub fn add_response(&mut self, response: Response, request: Option<&Asked>) {
        let mut serials: Vec<Vec<u8>> = match &response.basic {
            Some(basic) => {
                basic.responses.iter().map(|single| serial::value(&single.cert_id.serial).to_vec()).collect()
            }
            None => Vec::new(),
        };
        serials.extend(request.map(|request| serial::value(&request.serial).to_vec()));
        serials.sort_unstable();
        serials.dedup();
        let saved = Arc::new(Saved { response, nonce: request.and_then(|request| request.nonce.clone()) });
        if serials.is_empty() {
            self.empty_responses.push(saved.clone());
        }
        for serial in serials {
            self.responses.entry(serial).or_default().push(saved.clone());
        }
    }

    /// Reads what a responder sent to `request`, both DER, and adds it; `false` where it is no response.
    pub fn read_response(&mut self, body: &[u8], request: Option<&[u8]>) -> bool {
        let asked = request.and_then(|request| Asked::parse(request).ok());
        let response = Response::parse(body);
        response.map(|response| self.add_response(response, asked.as_ref())).is_ok()
    }

    /// Reads a revocation list as it is published, DER or, though nobody allows it, PEM, and adds it; `false` where it is
    /// none. A broken block costs none of the others.
    pub fn read_list(&mut self, body: &[u8]) -> bool {
        let lists: Vec<Crl> = match pem::is_pem(body) {
            true => {
                let blocks = pem::armoured(body).filter_map(|block| block.decode().ok());
                blocks.filter_map(|block| Crl::parse(block.der).ok()).collect()
            }
            false => Crl::parse(body).into_iter().collect(),
        };
        let some = !lists.is_empty();
        lists.into_iter().for_each(|list| self.add_list(list));
        some
    }

    /// The OCSP responses that may be about the certificate with that serial number, contents of the INTEGER.
    pub fn responses(&self, serial: &[u8]) -> impl Iterator<Item = &Saved> {
        let about = self.responses.get(serial::value(serial)).map_or(&[][..], Vec::as_slice);
        about.iter().chain(&self.empty_responses).map(|saved| &**saved)
    }

    /// Whether there is any answer about revocation.
    pub fn has_answers(&self) -> bool {
        !(self.lists.is_empty() && self.responses.is_empty() && self.empty_responses.is_empty())
    }

    /// The revocation lists by that issuer.
    pub fn lists(&self, issuer: &Name) -> &[Arc<List>] {
        self.lists.get(issuer.key()).map_or(&[], Vec::as_slice)
    }

    /// The anchors of that name.
    pub fn anchors(&self, name: &Name) -> &[Arc<Anchor>] {
        self.anchors.get(name.key()).map_or(&[], Vec::as_slice)
    }

    /// The anchor that is this very certificate.
    pub fn anchor_of(&self, certificate: &Certificate) -> Option<&Arc<Anchor>> {
        let is_it = |anchor: &&Arc<Anchor>| {
            anchor.certificate.as_ref().is_some_and(|one| one.sha256 == certificate.sha256)
        };
        self.anchors(&certificate.subject).iter().find(is_it)
    }

    /// The certificates of that subject.
    pub fn certificates(&self, subject: &Name) -> &[Arc<Certificate>] {
        self.certificates.get(subject.key()).map_or(&[], Vec::as_slice)
    }

    /// How many steps lead from that name to an anchor at best, as far as names tell; the longest number where none do.
    pub(super) fn distance(&self, name: &Name) -> usize {
        let distances = self.distances.get_or_init(|| self.measure());
        distances.get(name.key()).copied().unwrap_or(usize::MAX)
    }

    /// From the anchors down, level by level.
    fn measure(&self) -> HashMap<Vec<u8>, usize> {
        let mut below: HashMap<&[u8], Vec<&[u8]>> = HashMap::new();
        for (subject, certificates) in &self.certificates {
            for certificate in certificates {
                below.entry(certificate.issuer.key()).or_default().push(subject);
            }
        }
        let mut distances: HashMap<Vec<u8>, usize> =
            self.anchors.keys().map(|name| (name.clone(), 0)).collect();
        let mut level: Vec<&[u8]> = self.anchors.keys().map(Vec::as_slice).collect();
        for distance in 1.. {
            let mut next = Vec::new();
            for name in level.iter().flat_map(|name| below.get(name).into_iter().flatten()) {
                if !distances.contains_key(*name) {
                    distances.insert(name.to_vec(), distance);
                    next.push(*name);
                }
            }
            if next.is_empty() {
                break;
            }
            level = next;
        }
        distances
    }

    /// Whether `certificate` was signed with the key in `spki`. Found out once for each authority; a leaf is asked about
    /// once or twice and is not remembered.
    pub(super) fn signed_by(
        &self,
        certificate: &Certificate,
        spki: &[u8],
        spki_sha256: &str,
    ) -> Result<(), SignatureError> {
        if !certificate.is_ca() {
            return certificate.verify_signed_by(spki);
        }
        let pair = (certificate.sha256.clone(), spki_sha256.to_owned());
        let remembered = || self.signatures.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = remembered().get(&pair) {
            return known.clone();
        }
        let verdict = certificate.verify_signed_by(spki);
        remembered().insert(pair, verdict.clone());
        verdict
    }

    /// Whether the key in `spki` signed `list`. Found out once: the signature is over megabytes.
    pub(super) fn list_signed_by(
        &self,
        list: &List,
        spki: &[u8],
        spki_sha256: &str,
    ) -> Result<(), SignatureError> {
        let mut tried = list.signed_by.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = tried.get(spki_sha256) {
            return known.clone();
        }
        let verdict = list.crl.verify_signed_by(spki);
        tried.insert(spki_sha256.to_owned(), verdict.clone());
        verdict
    }

    /// Whether `signer` may sign lists under `anchor`, if that has been found out.
    pub(super) fn list_signer(&self, signer: &Certificate, anchor: &Anchor) -> Option<bool> {
        let pair = (signer.sha256.clone(), anchor.spki_sha256.clone());
        self.list_signers.lock().unwrap_or_else(PoisonError::into_inner).get(&pair).copied()
    }

    /// Keeps whether `signer` may sign lists under `anchor`.
    pub(super) fn keep_list_signer(&self, signer: &Certificate, anchor: &Anchor, accepted: bool) {
        let pair = (signer.sha256.clone(), anchor.spki_sha256.clone());
        self.list_signers.lock().unwrap_or_else(PoisonError::into_inner).insert(pair, accepted);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pki::crl::sample::Sample;
    use base64::Engine;

    #[test]
    fn a_broken_block_of_a_list_in_pem_costs_none_of_the_others() {
        let der = Sample::empty().sign();
        let body = base64::engine::general_purpose::STANDARD.encode(&der);
        let good = format!("-----BEGIN X509 CRL-----\n{body}\n-----END X509 CRL-----\n");
        let broken = "-----BEGIN X509 CRL-----\n*\n-----END X509 CRL-----\n";
        for (text, read) in [(format!("{broken}{good}"), true), (broken.to_owned(), false)] {
            let mut library = Library::new();
            assert_eq!(library.read_list(text.as_bytes()), read);
            assert_eq!(library.has_answers(), read);
        }
    }
}

//! What a capture holds to judge certificates with: anchors, issuers, revocation answers.

use super::{parallel, stores};
use crate::capture::Capture;
use crate::facts::{Blob, Exchange, Facts, ObjectFacts, Purpose, SuppliedFile};
use crate::pki::ocsp::Response;
use crate::pki::path::{Anchor, Library};
use crate::pki::{Certificate, CertificateError, Crl, certificates_in};
use crate::policy::Issuer;
use std::sync::Arc;

/// Something in a file that is not what it was handed over as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// The file as it was named.
    pub path: String,
    /// Where in the file, bytes.
    pub offset: usize,
    /// What was found there, in a few words.
    pub what: String,
}

impl Unreadable {
    /// An error within something that begins at `start` of a file.
    pub(super) fn new(path: &str, start: usize, error: &CertificateError) -> Self {
        Unreadable { path: path.to_owned(), offset: start + error.offset, what: error.what.clone() }
    }
}

/// What came of reading an object; `None` when the card did not give its bytes.
pub type Parsed = Option<Result<Arc<Certificate>, CertificateError>>;

/// Everything in a capture that certificates are judged with, read once.
pub(super) struct Shelf {
    /// What can be used.
    pub library: Library,
    /// The certificates of the cards, in their order.
    pub objects: Vec<Parsed>,
    /// The certificates of the stores, in their order; `None` for what is none.
    pub stored: Vec<Option<Arc<Certificate>>>,
    /// Files that are not what they were handed over as.
    pub unreadable: Vec<Unreadable>,
    /// For each exchange, whether its answer is what was asked for.
    pub answered: Vec<bool>,
}

impl Shelf {
    /// Reads a capture.
    pub fn of(capture: &Capture) -> Self {
        let mut shelf = Shelf {
            library: Library::new(),
            objects: Vec::new(),
            stored: stores::parse(&capture.facts),
            unreadable: Vec::new(),
            answered: Vec::new(),
        };
        let (facts, supplied) = (&capture.facts, &capture.facts.supplied);
        match &supplied.anchors {
            Some(anchors) => shelf.anchors(anchors),
            None => {
                let carried = capture.policy.issuers.iter().filter_map(carried);
                carried.for_each(|anchor| shelf.library.add_anchor(anchor));
                shelf.trusted(&facts.trusted);
            }
        }
        shelf.issuers(&supplied.intermediates);
        for file in &supplied.lists {
            if let Some(list) = shelf.read(file, |der| Crl::parse(der)) {
                shelf.library.add_list(list);
            }
        }
        for file in &supplied.responses {
            if let Some(response) = shelf.read(file, Response::parse) {
                shelf.library.add_response(response, None);
            }
        }
        for exchange in &facts.exchanges {
            let answered = shelf.answer(exchange);
            shelf.answered.push(answered);
        }
        shelf.objects(facts);
        shelf
    }

    /// The certificates of the cards; authorities among them may be issuers of the others.
    fn objects(&mut self, facts: &Facts) {
        let objects: Vec<&ObjectFacts> = facts.cards.iter().flat_map(|card| &card.objects).collect();
        let asked = facts.expected.verify.is_some();
        self.objects = parallel::map(&objects, |object| parse(object, asked));
        for (object, parsed) in objects.iter().zip(&self.objects) {
            match parsed {
                Some(Ok(certificate)) if certificate.is_ca() => {
                    self.library.add_certificate(certificate.clone());
                }
                Some(Err(error)) if asked => {
                    self.unreadable.push(Unreadable::new(&object.path, 0, error));
                }
                _ => {}
            }
        }
    }

    fn anchors(&mut self, files: &[SuppliedFile]) {
        for file in files {
            if let Some(certificate) = self.read(file, sole_certificate) {
                self.library.add_anchor(Anchor::from_certificate(Arc::new(certificate)));
            }
        }
    }

    fn issuers(&mut self, files: &[SuppliedFile]) {
        for file in files {
            if let Some(certificate) = self.read(file, sole_certificate) {
                self.library.add_certificate(Arc::new(certificate));
            }
        }
    }

    /// Takes what a service answered; `false` where it is not what was asked for. A guest network answers everything with
    /// its own log-in page, and with 200.
    fn answer(&mut self, exchange: &Exchange) -> bool {
        let Some(answer) = exchange.answer.value().filter(|answer| answer.status == 200) else {
            return false;
        };
        let body = &answer.body.0;
        let request = exchange.request.as_ref().map(|request| request.0.as_slice());
        match exchange.purpose {
            Purpose::Ocsp => self.library.read_response(body, request),
            Purpose::Crl => self.library.read_list(body),
            Purpose::Issuer => {
                let issuers = certificates_in(body);
                let some = !issuers.is_empty();
                issuers.into_iter().for_each(|issuer| self.library.add_certificate(Arc::new(issuer)));
                some
            }
        }
    }

    /// The operating system's own anchors.
    fn trusted(&mut self, roots: &[Blob]) {
        for root in roots.iter().filter_map(|root| Certificate::parse(&root.0).ok()) {
            self.library.add_anchor(Anchor::from_certificate(Arc::new(root)));
        }
    }

    fn read<T>(
        &mut self,
        file: &SuppliedFile,
        parse: impl FnOnce(&[u8]) -> Result<T, CertificateError>,
    ) -> Option<T> {
        match parse(&file.bytes.0) {
            Ok(read) => Some(read),
            Err(error) => {
                self.unreadable.push(Unreadable::new(&file.path, file.offset, &error));
                None
            }
        }
    }
}

fn parse(object: &ObjectFacts, asked: bool) -> Parsed {
    let bytes = object.bytes.value()?;
    // Cards pad their files; a file that a person hands over is a certificate or it is not.
    let parsed = if asked { sole_certificate(&bytes.0) } else { Certificate::parse(&bytes.0) };
    Some(parsed.map(Arc::new))
}

/// An issuer that the tool carries, as an anchor.
fn carried(issuer: &Issuer) -> Option<Anchor> {
    Anchor::new(&issuer.subject.0, &issuer.spki.0, issuer.not_before, issuer.not_after).ok()
}

/// A certificate and nothing after it.
fn sole_certificate(der: &[u8]) -> Result<Certificate, CertificateError> {
    let certificate = Certificate::parse(der)?;
    match der.len() - certificate.der.len() {
        0 => Ok(certificate),
        count => Err(CertificateError {
            offset: certificate.der.len(),
            what: format!("{count} bytes after the certificate"),
        }),
    }
}

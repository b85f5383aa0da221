//! What a capture holds to judge certificates with: anchors, issuers, revocation answers.

use crate::capture::Capture;
use crate::facts::{Blob, Exchange, Purpose, SuppliedFile};
use crate::pki::ocsp::{Asked, Response};
use crate::pki::path::{Anchor, Library};
use crate::pki::{Certificate, CertificateError, Crl, certificates_in, pem};
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

/// The library of a capture, and what of it could not be read.
pub(super) struct Shelf {
    /// What can be used.
    pub library: Library,
    /// Files that are not what they were handed over as.
    pub unreadable: Vec<Unreadable>,
    /// For each exchange, whether its answer is what was asked for.
    pub answered: Vec<bool>,
}

/// Reads everything in `capture` that certificates are judged with, each thing once.
pub(super) fn of(capture: &Capture) -> Shelf {
    let mut shelf = Shelf { library: Library::new(), unreadable: Vec::new(), answered: Vec::new() };
    let supplied = &capture.facts.supplied;
    match &supplied.anchors {
        Some(anchors) => shelf.anchors(anchors),
        None => {
            capture.policy.issuers.iter().filter_map(carried).for_each(|one| shelf.library.add_anchor(one))
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
    for exchange in &capture.facts.exchanges {
        let answered = shelf.answer(exchange);
        shelf.answered.push(answered);
    }
    if supplied.anchors.is_none() {
        shelf.trusted(&capture.facts.trusted);
    }
    shelf
}

/// An issuer that the tool carries, as an anchor.
fn carried(issuer: &Issuer) -> Option<Anchor> {
    Anchor::new(&issuer.subject.0, &issuer.spki.0, issuer.not_before, issuer.not_after).ok()
}

impl Shelf {
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
        match exchange.purpose {
            Purpose::Ocsp => {
                let request = exchange.request.as_ref().and_then(|request| Asked::parse(&request.0).ok());
                let response = Response::parse(body);
                response.map(|response| self.library.add_response(response, request.as_ref())).is_ok()
            }
            Purpose::Crl => {
                let blocks = if pem::is_pem(body) { pem::blocks(body).ok() } else { None };
                let der = blocks.as_ref().and_then(|blocks| blocks.first()).map_or(body, |block| &block.der);
                Crl::parse(der.as_slice()).map(|list| self.library.add_list(list)).is_ok()
            }
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

/// A certificate and nothing after it.
pub(super) fn sole_certificate(der: &[u8]) -> Result<Certificate, CertificateError> {
    let certificate = Certificate::parse(der)?;
    match der.len() - certificate.der.len() {
        0 => Ok(certificate),
        count => Err(CertificateError {
            offset: certificate.der.len(),
            what: format!("{count} bytes after the certificate"),
        }),
    }
}

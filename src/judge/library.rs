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
pub(super) fn of(capture: &Capture) -> (Library, Vec<Unreadable>) {
    let mut shelf = Shelf { library: Library::new(), unreadable: Vec::new() };
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
        shelf.answer(exchange);
    }
    if supplied.anchors.is_none() {
        shelf.trusted(&capture.facts.trusted);
    }
    (shelf.library, shelf.unreadable)
}

/// An issuer that the tool carries, as an anchor.
fn carried(issuer: &Issuer) -> Option<Anchor> {
    Anchor::new(&issuer.subject.0, &issuer.spki.0, issuer.not_before, issuer.not_after).ok()
}

struct Shelf {
    library: Library,
    unreadable: Vec<Unreadable>,
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

    /// What a service answered. What cannot be read was no answer: the exchange stands in the report.
    fn answer(&mut self, exchange: &Exchange) {
        let Some(answer) = exchange.answer.value().filter(|answer| answer.status == 200) else { return };
        let body = &answer.body.0;
        match exchange.purpose {
            Purpose::Ocsp => {
                let request = exchange.request.as_ref().and_then(|request| Asked::parse(&request.0).ok());
                if let Ok(response) = Response::parse(body) {
                    self.library.add_response(response, request.as_ref());
                }
            }
            Purpose::Crl => {
                let blocks = if pem::is_pem(body) { pem::blocks(body).ok() } else { None };
                let der = blocks.as_ref().and_then(|blocks| blocks.first()).map_or(body, |block| &block.der);
                if let Ok(list) = Crl::parse(der.as_slice()) {
                    self.library.add_list(list);
                }
            }
            Purpose::Issuer => {
                for certificate in certificates_in(body) {
                    self.library.add_certificate(Arc::new(certificate));
                }
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

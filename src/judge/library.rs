//! What a capture holds to judge certificates with: anchors, issuers, revocation answers.

use crate::capture::Capture;
use crate::facts::SuppliedFile;
use crate::pki::ocsp::Response;
use crate::pki::path::{Anchor, Library};
use crate::pki::{Certificate, CertificateError, Crl};
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

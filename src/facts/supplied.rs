//! What a person handed over in files, to be judged or to judge with.

use super::Blob;
use serde::{Deserialize, Serialize};

/// Files beside the certificates that are asked about.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Supplied {
    /// Exactly these are trusted, where any were named.
    pub anchors: Option<Vec<SuppliedFile>>,
    /// Certificates that may be issuers'.
    pub intermediates: Vec<SuppliedFile>,
    /// Revocation lists.
    pub lists: Vec<SuppliedFile>,
    /// OCSP responses.
    pub responses: Vec<SuppliedFile>,
    /// How many things that were named could not be used at all, certificates among them.
    #[serde(default)]
    pub unusable: usize,
}

/// One thing out of a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SuppliedFile {
    /// The file as it was named.
    pub path: String,
    /// Where in the file it begins, bytes.
    pub offset: usize,
    /// Its bytes, DER.
    pub bytes: Blob,
}

impl Supplied {
    /// Whether nothing was handed over.
    pub fn is_empty(&self) -> bool {
        *self == Supplied::default()
    }
}

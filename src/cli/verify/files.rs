//! DER, PEM, or a folder of them.

use super::super::problem::Problem;
use crate::facts::{Blob, SuppliedFile};
use crate::pki::pem;
use std::path::{Path, PathBuf};

/// What a file was named as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Certificates.
    Certificate,
    /// Revocation lists.
    RevocationList,
    /// OCSP responses.
    Response,
}

/// No file is longer, bytes: the longest revocation lists have some tens of megabytes.
const LONGEST: u64 = 256 << 20;

/// What a file holds, or the files of a folder, by name.
pub(super) fn read(path: &Path, kind: Kind) -> Vec<Result<SuppliedFile, Problem>> {
    match std::fs::metadata(path) {
        Err(error) => vec![Err(Problem::unreadable(path, &error))],
        Ok(found) if found.is_dir() => match listed(path) {
            Err(error) => vec![Err(Problem::unreadable(path, &error))],
            Ok(files) => files.iter().flat_map(|file| read_file(file, kind)).collect(),
        },
        Ok(_) => read_file(path, kind),
    }
}

/// The files of a folder, hidden ones left out, by name.
fn listed(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        if !hidden && entry.path().is_file() {
            files.push(entry.path());
        }
    }
    files.sort();
    Ok(files)
}

fn read_file(path: &Path, kind: Kind) -> Vec<Result<SuppliedFile, Problem>> {
    let too_long = std::fs::metadata(path).is_ok_and(|found| found.len() > LONGEST);
    if too_long {
        return vec![Err(odd(path, 0, "too many bytes"))];
    }
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => return vec![Err(Problem::unreadable(path, &error))],
    };
    if !pem::is_pem(&bytes) {
        let bytes = Blob(bytes);
        return vec![Ok(SuppliedFile { path: path.display().to_string(), offset: 0, bytes })];
    }
    let blocks = match pem::blocks(&bytes) {
        Ok(blocks) => blocks,
        Err(error) => return vec![Err(odd(path, error.offset, &error.what))],
    };
    let (mine, others): (Vec<_>, Vec<_>) = blocks.into_iter().partition(|block| kind.has(&block.label));
    if let (true, Some(other)) = (mine.is_empty(), others.first()) {
        return vec![Err(odd(path, other.offset, &format!("a block of {}", other.label)))];
    }
    let file = |block: pem::Block| SuppliedFile {
        path: path.display().to_string(),
        offset: block.offset,
        bytes: Blob(block.der),
    };
    mine.into_iter().map(|block| Ok(file(block))).collect()
}

fn odd(path: &Path, offset: usize, what: &str) -> Problem {
    let holes =
        [("path", path.display().to_string()), ("offset", offset.to_string()), ("what", what.to_owned())];
    Problem::new("problem-not-what-it-claims", &holes.each_ref().map(|(name, text)| (*name, text.as_str())))
}

impl Kind {
    fn has(self, label: &str) -> bool {
        match self {
            Kind::Certificate => matches!(label, "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE"),
            Kind::RevocationList => label == "X509 CRL",
            Kind::Response => label == "OCSP RESPONSE",
        }
    }
}

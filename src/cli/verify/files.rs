//! DER, PEM, or a folder of them.

use super::super::problem::Problem;
use crate::facts::{Blob, SuppliedFile};
use crate::pki::{Certificate, pem};
use std::fs::Metadata;
use std::io::{self, Read};
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

/// What `openssl x509 -trustout` writes: a certificate, then what its owner trusts it for, which is not asked for here.
const TRUSTED: &str = "TRUSTED CERTIFICATE";

/// What a file holds, or the files of a folder, by name.
pub(super) fn read(path: &Path, kind: Kind) -> Vec<Result<SuppliedFile, Problem>> {
    match std::fs::metadata(path) {
        Ok(found) if found.is_dir() => match listed(path) {
            Err(error) => vec![Err(Problem::unreadable(path, &error))],
            Ok(files) if files.is_empty() => vec![Err(about("problem-empty-folder", path))],
            Ok(files) => files.iter().flat_map(|file| read_file(file, file.metadata(), kind)).collect(),
        },
        found => read_file(path, found, kind),
    }
}

/// What stands in a folder, by name; what is hidden and the folders in it are left out.
fn listed(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        if !hidden && !entry.path().is_dir() {
            files.push(entry.path());
        }
    }
    files.sort();
    Ok(files)
}

/// The bytes of a file; a device or a pipe could go on for ever, or never begin.
fn contents(path: &Path, found: io::Result<Metadata>) -> Result<Vec<u8>, Problem> {
    let unreadable = |error: io::Error| Problem::unreadable(path, &error);
    let found = found.map_err(unreadable)?;
    if !found.is_file() {
        return Err(about("problem-no-file", path));
    }
    let file = std::fs::File::open(path).map_err(unreadable)?;
    let bytes =
        if found.len() > LONGEST { None } else { bounded(file, found.len(), LONGEST).map_err(unreadable)? };
    bytes.ok_or_else(|| odd(path, 0, "too many bytes"))
}

/// What is to be read, presumably `expected` bytes; nothing where that is more than `longest`.
fn bounded(from: impl Read, expected: u64, longest: u64) -> io::Result<Option<Vec<u8>>> {
    // With less to spare, the standard library asks in small portions whether the file has ended.
    let mut bytes = Vec::with_capacity(expected as usize + 32);
    let count = from.take(longest + 1).read_to_end(&mut bytes)?;
    Ok((count as u64 <= longest).then_some(bytes))
}

fn read_file(path: &Path, found: io::Result<Metadata>, kind: Kind) -> Vec<Result<SuppliedFile, Problem>> {
    let bytes = match contents(path, found) {
        Ok(bytes) => bytes,
        Err(problem) => return vec![Err(problem)],
    };
    if !pem::is_pem(&bytes) {
        let bytes = Blob(bytes);
        return vec![Ok(SuppliedFile { path: path.display().to_string(), offset: 0, bytes })];
    }
    let mut mine = Vec::new();
    let mut other = None;
    for block in pem::armoured(&bytes) {
        // Where the label is lost nobody knows whether the block was wanted.
        match block.label.is_empty() || kind.has(block.label) {
            true => mine.push(taken(path, &block)),
            false => other = other.or(Some(block)),
        }
    }
    match other {
        Some(other) if mine.is_empty() => {
            vec![Err(odd(path, other.offset, &format!("a block of {}", other.label)))]
        }
        _ => mine,
    }
}

fn taken(path: &Path, block: &pem::Armoured<'_>) -> Result<SuppliedFile, Problem> {
    let mut block = block.decode().map_err(|error| odd(path, error.offset, &error.what))?;
    if block.label == TRUSTED
        && let Ok(certificate) = Certificate::parse(&block.der)
    {
        block.der.truncate(certificate.der.len());
    }
    Ok(SuppliedFile { path: path.display().to_string(), offset: block.offset, bytes: Blob(block.der) })
}

fn about(key: &'static str, path: &Path) -> Problem {
    Problem::new(key, &[("path", &path.display().to_string())])
}

fn odd(path: &Path, offset: usize, what: &str) -> Problem {
    let holes =
        [("path", path.display().to_string()), ("offset", offset.to_string()), ("what", what.to_owned())];
    Problem::new("problem-not-what-it-claims", &holes.each_ref().map(|(name, text)| (*name, text.as_str())))
}

impl Kind {
    fn has(self, label: &str) -> bool {
        match self {
            Kind::Certificate => matches!(label, "CERTIFICATE" | "X509 CERTIFICATE" | TRUSTED),
            Kind::RevocationList => label == "X509 CRL",
            Kind::Response => label == "OCSP RESPONSE",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reading_has_an_end() {
        assert_eq!(bounded(io::repeat(0), 0, 9).unwrap(), None);
        assert_eq!(bounded(&[1, 2][..], 2, 2).unwrap(), Some(vec![1, 2]));
    }
}

//! One database. Its columns are PKCS#11 attributes, `a` and the number in hex; numbers are stored big-endian in four
//! bytes. Certificates stand in the clear in `nssPublic`; of the keys in `nssPrivate` only the identifier is read.

use super::os_error;
use crate::facts::{KeyLink, ProbeError};
use rusqlite::{Connection, OpenFlags, Row};
use std::path::Path;
use url::Url;

const CERTIFICATES: &str =
    "SELECT a11, a3, a102 FROM nssPublic WHERE a0 = x'00000001' ORDER BY id LIMIT 10000";
const KEYS: &str = "SELECT a102 FROM nssPrivate WHERE a0 = x'00000003' LIMIT 10000";
/// How NSS writes a value that is there and empty.
const EMPTY: [u8; 3] = [0xA5, 0x00, 0x5A];
/// More than a browser's database ever has.
const BYTES_MAX: u64 = 256 << 20;

/// What a database holds.
pub(super) struct Found {
    pub certificates: Vec<Stored>,
    keys: Vec<Vec<u8>>,
}

/// A certificate: its bytes, its nickname (CKA_LABEL), and what pairs it with its key (CKA_ID).
pub(super) struct Stored {
    pub der: Vec<u8>,
    pub name: Option<String>,
    id: Vec<u8>,
}

/// The database could not be read, or not now.
pub(super) struct Torn(pub ProbeError);

impl Found {
    /// Whether the database has the key, too.
    pub(super) fn key_of(&self, certificate: &Stored) -> KeyLink {
        let has = !certificate.id.is_empty() && self.keys.contains(&certificate.id);
        if has { KeyLink::Here } else { KeyLink::Missing }
    }
}

/// Reads the database in `folder`.
pub(super) fn read(folder: &Path) -> Result<Found, Torn> {
    let certificates = rows(&folder.join("cert9.db"), CERTIFICATES, |row| {
        let name = value(row, 1)?;
        let name = Some(String::from_utf8_lossy(&name).into_owned()).filter(|name| !name.is_empty());
        Ok(Stored { der: value(row, 0)?, name, id: value(row, 2)? })
    })?;
    let keys = folder.join("key4.db");
    // A database without keys has no such file.
    let keys = if keys.exists() { rows(&keys, KEYS, |row| value(row, 0))? } else { Vec::new() };
    Ok(Found { certificates, keys })
}

fn rows<T>(file: &Path, query: &str, take: impl Fn(&Row<'_>) -> rusqlite::Result<T>) -> Result<Vec<T>, Torn> {
    let call = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let known = std::fs::metadata(file).map_err(|error| Torn(os_error(&call, &error)))?;
    if !known.is_file() || known.len() > BYTES_MAX {
        return Err(Torn(ProbeError::malformed(call, "no file, or too large to be a database of NSS")));
    }
    // SQLite says of a file that it may not open, and of one that is none of its own, the same.
    std::fs::File::open(file).map_err(|error| Torn(os_error(&call, &error)))?;
    all(file, query, take).map_err(|error| Torn(ProbeError::malformed(call, error.to_string())))
}

fn all<T>(
    file: &Path,
    query: &str,
    take: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<Vec<T>> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let unfit = || rusqlite::Error::InvalidPath(file.to_owned());
    let mut address = Url::from_file_path(file).map_err(|()| unfit())?;
    address.set_query(Some("mode=ro&immutable=1"));
    let database = Connection::open_with_flags(address.as_str(), flags)?;
    let mut statement = database.prepare(query)?;
    statement.query_map([], |row| take(row))?.collect()
}

fn value(row: &Row<'_>, column: usize) -> rusqlite::Result<Vec<u8>> {
    let value: Option<Vec<u8>> = row.get(column)?;
    Ok(value.filter(|value| *value != EMPTY).unwrap_or_default())
}

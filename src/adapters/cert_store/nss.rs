//! NSS databases: Firefox has one in each profile, Chromium one in the person's folder.
//!
//! `cert9.db` and `key4.db` are SQLite files. They are opened as immutable: nothing is locked, nothing written, no
//! journal played back, whoever else has them open. A database that changes meanwhile can look torn, and is read again.

mod database;
mod places;

use super::Sifting;
use crate::facts::{Observed, ProbeError, ProbePlace, StoreFacts, StoreKind};
use crate::ports::Sieve;
use database::Torn;
use places::Home;
use std::path::Path;
use std::time::{Duration, Instant};

/// A browser's write is over within milliseconds.
const TRIES: u32 = 4;
const PAUSE: Duration = Duration::from_millis(40);

/// Every NSS database of the person.
pub(super) fn stores(sieve: &Sieve) -> Vec<StoreFacts> {
    let Some(home) = Home::of_the_person() else { return Vec::new() };
    home.databases().iter().map(|folder| store(folder, &home, sieve)).collect()
}

fn store(folder: &Path, home: &Home, sieve: &Sieve) -> StoreFacts {
    let content = match folder.join("cert9.db").exists() {
        false => Observed::not_tried("old-database"),
        true => {
            let begun = Instant::now();
            match read(folder, home, sieve) {
                Ok(value) => {
                    let took_ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
                    Observed::Seen { value, took_ms }
                }
                Err(error) => Observed::Failed(error),
            }
        }
    };
    StoreFacts { kind: StoreKind::Nss, place: home.shorten(folder), content, propagation: None }
}

fn read(folder: &Path, home: &Home, sieve: &Sieve) -> Result<crate::facts::StoreContent, ProbeError> {
    let mut tries = 1;
    let found = loop {
        match database::read(folder) {
            Ok(found) => break found,
            Err(Torn(error)) if tries >= TRIES => return Err(error),
            Err(_) => std::thread::sleep(PAUSE),
        }
        tries += 1;
    };
    let mut sifting = Sifting::new(sieve);
    for one in &found.certificates {
        sifting.put(&one.der, || (one.name.clone(), found.key_of(one)));
    }
    let mut content = sifting.content;
    content.modules = modules(folder).into_iter().map(|file| home.shorten(Path::new(&file))).collect();
    Ok(content)
}

/// The modules that `pkcs11.txt` has the database's programs load; NSS's own have no file.
fn modules(folder: &Path) -> Vec<String> {
    let text = std::fs::read(folder.join("pkcs11.txt")).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let files = text.lines().filter_map(|line| line.trim().strip_prefix("library="));
    files.map(|file| file.trim_matches('"').to_owned()).filter(|file| !file.is_empty()).collect()
}

fn os_error(call: &str, error: &std::io::Error) -> ProbeError {
    ProbeError::new(call, ProbePlace::Os { code: error.raw_os_error() }, error.to_string())
}

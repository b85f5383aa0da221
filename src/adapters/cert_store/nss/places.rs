//! Where NSS databases lie.

use std::path::{Path, PathBuf};

/// Chromium's, and what `certutil` takes for the person's own.
const SHARED: &[&str] = &[".pki/nssdb", ".local/share/pki/nssdb"];
/// Where Firefox keeps its profiles: as installed by a distribution, from version 147, as a snap, as a flatpak.
const PROFILES: &[&str] = &[
    ".mozilla/firefox",
    ".config/mozilla/firefox",
    "snap/firefox/common/.mozilla/firefox",
    ".var/app/org.mozilla.firefox/.mozilla/firefox",
];
/// More profiles than a person has.
const PROFILES_MAX: usize = 32;

/// The person's own folder.
pub(super) struct Home(PathBuf);

impl Home {
    pub(super) fn of_the_person() -> Option<Self> {
        std::env::home_dir().filter(|home| home.is_absolute()).map(Home)
    }

    /// The folders with a database in them, of either format.
    pub(super) fn databases(&self) -> Vec<PathBuf> {
        let shared = SHARED.iter().map(|place| self.0.join(place));
        let profiles = PROFILES.iter().flat_map(|place| folders_in(&self.0.join(place)));
        let holds = |folder: &PathBuf| ["cert9.db", "cert8.db"].iter().any(|file| folder.join(file).exists());
        shared.chain(profiles).filter(holds).collect()
    }

    /// The path as facts have it: the folder's name is often the person's.
    pub(super) fn shorten(&self, path: &Path) -> String {
        match path.strip_prefix(&self.0) {
            Ok(below) => format!("~/{}", below.display()),
            Err(_) => path.display().to_string(),
        }
    }
}

fn folders_in(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut folders: Vec<PathBuf> = entries.filter(|path| path.is_dir()).take(PROFILES_MAX).collect();
    folders.sort();
    folders
}

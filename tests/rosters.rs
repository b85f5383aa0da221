//! Staff lists through the built program: what is wrong in them, what cannot be used, and cards looked up in them.

mod cards;
mod lists;
mod unusable;

use std::path::PathBuf;

/// A committed list.
fn list(name: &str) -> PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/rosters").join(name)
}

/// A list of the test's own.
fn written(name: &str, content: impl AsRef<[u8]>) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, content).unwrap();
    (folder, path)
}

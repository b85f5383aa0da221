//! `cargo run --example forge`: writes the synthetic test data anew.
#![allow(clippy::print_stdout, missing_docs)]

#[path = "mod.rs"]
/// The parts.
mod forge;

#[path = "../support/captures.rs"]
#[allow(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    reason = "the tests use the rest; a card that cannot be read is a failed test"
)]
/// Runs of the built-in cards.
mod captures;
/// Runs of today's version, kept for those of tomorrow.
mod keepsakes;

use std::path::Path;

fn main() -> std::io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (path, content) in forge::artifacts() {
        let whole = root.join(&path);
        if std::fs::read(&whole).is_ok_and(|known| known == content) {
            continue;
        }
        whole.parent().map_or(Ok(()), std::fs::create_dir_all)?;
        std::fs::write(&whole, content)?;
        println!("{path}");
    }
    for path in keepsakes::add_missing(root)? {
        println!("{}", path.display());
    }
    Ok(())
}

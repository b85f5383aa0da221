//! The registry of remedies: few and shared, one TOML file each.

use super::text::Remedy;
use std::sync::OnceLock;

/// Every remedy, id and TOML.
const SOURCES: &[(&str, &str)] = &[];

/// Every remedy.
pub fn all() -> &'static [Remedy] {
    static ALL: OnceLock<Vec<Remedy>> = OnceLock::new();
    ALL.get_or_init(|| {
        SOURCES
            .iter()
            .filter_map(|(id, text)| {
                toml::from_str::<Remedy>(text).ok().map(|remedy| Remedy { id, ..remedy })
            })
            .collect()
    })
}

/// The remedy of that id.
pub fn find(id: &str) -> Option<&'static Remedy> {
    all().iter().find(|remedy| remedy.id == id)
}

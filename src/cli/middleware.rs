//! `explain` of middleware: what belongs to it.

use super::words::say;
use crate::adapters::pkcs11::{BySystem, Middleware, known};
use crate::judge::text::Lang;

/// The middleware of that id.
pub(super) fn find(id: &str) -> Option<&'static Middleware> {
    known().iter().find(|middleware| middleware.id == id)
}

/// The ids of all.
pub(super) fn ids() -> impl Iterator<Item = &'static str> {
    known().iter().map(|middleware| middleware.id.as_str())
}

/// One line for each.
pub(super) fn list(lang: Lang) -> String {
    let width = ids().map(str::len).max().unwrap_or(0);
    let heading = say(lang, "explain-middleware", &[]);
    let lines = known().iter().map(|one| format!("{:width$}  {} ({})", one.id, one.name, one.maker));
    std::iter::once(heading).chain(lines).collect::<Vec<_>>().join("\n")
}

/// Its versions, modules, files and services.
pub(super) fn one(middleware: &Middleware, lang: Lang) -> String {
    let Middleware { id, name, maker, confidence, source, modules, files, services, versions } = middleware;
    let versions = match lang {
        Lang::Nb => &versions.nb,
        Lang::En => &versions.en,
    };
    let mut lines = vec![format!("{id}  {name} ({maker})"), String::new(), versions.clone()];
    for (key, parts) in
        [("explain-modules", modules), ("explain-files", files), ("explain-services", services)]
    {
        lines.extend(by_system(parts, &say(lang, key, &[])));
    }
    let confidence = say(lang, &format!("explain-confidence-{confidence}"), &[]);
    lines.extend([String::new(), confidence, source.clone()]);
    lines.join("\n")
}

fn by_system(parts: &BySystem, heading: &str) -> Vec<String> {
    let BySystem { windows, linux, macos } = parts;
    let systems = [("Windows", windows), ("Linux", linux), ("macOS", macos)];
    if systems.iter().all(|(_, parts)| parts.is_empty()) {
        return Vec::new();
    }
    let mut lines = vec![String::new(), heading.to_owned()];
    for (system, parts) in systems {
        lines.extend(parts.iter().map(|part| format!("  {system}: {part}")));
    }
    lines
}

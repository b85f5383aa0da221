//! Where modules are known to lie: `middleware.toml`, read.

use super::binary;
use crate::facts::{ModuleOrigin, ModuleProduct};
use crate::ports::FoundModule;
use serde::Deserialize;
use std::path::Path;
use std::sync::OnceLock;

/// A middleware, and what belongs to it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Middleware {
    /// Stable id.
    pub id: String,
    /// The name that people use.
    pub name: String,
    /// Who makes it.
    pub maker: String,
    /// How sure that is: `high`, `medium`, `low`.
    pub confidence: String,
    /// Where it is told.
    pub source: String,
    /// Where its PKCS#11 modules lie.
    #[serde(default)]
    pub modules: BySystem,
    /// Its other files.
    #[serde(default)]
    pub files: BySystem,
    /// Services that it needs or brings.
    #[serde(default)]
    pub services: BySystem,
    /// What is known of its versions, in both languages.
    pub versions: Versions,
}

/// Something that differs from one operating system to the other.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct BySystem {
    /// Windows.
    pub windows: Vec<String>,
    /// Linux.
    pub linux: Vec<String>,
    /// macOS.
    pub macos: Vec<String>,
}

/// What is known of versions.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Versions {
    /// Norwegian (bokmål).
    pub nb: String,
    /// English.
    pub en: String,
}

#[derive(Deserialize)]
struct Table {
    middleware: Vec<Middleware>,
}

/// All middleware that is known here.
pub fn known() -> &'static [Middleware] {
    static KNOWN: OnceLock<Vec<Middleware>> = OnceLock::new();
    // A test holds that the table can be read.
    KNOWN.get_or_init(|| {
        toml::from_str::<Table>(include_str!("middleware.toml")).map_or(Vec::new(), |table| table.middleware)
    })
}

impl BySystem {
    fn here(&self) -> &[String] {
        match std::env::consts::OS {
            "windows" => &self.windows,
            "macos" => &self.macos,
            _ => &self.linux,
        }
    }
}

impl Middleware {
    fn product(&self) -> ModuleProduct {
        ModuleProduct { id: self.id.clone(), name: self.name.clone() }
    }
}

/// The known modules that are there. Of one for programs of 32 bits and one for those of 64, only that which fits.
pub(super) fn installed() -> Vec<FoundModule> {
    let mut found = Vec::new();
    for middleware in known() {
        let there: Vec<String> = middleware
            .modules
            .here()
            .iter()
            .flat_map(|place| expanded(place))
            .filter(|path| Path::new(path).is_file())
            .collect();
        let fits = |path: &&String| !binary::is_foreign(Path::new(path));
        let fitting: Vec<String> = there.iter().filter(fits).cloned().collect();
        let module = |path: String| FoundModule {
            path,
            origin: ModuleOrigin::KnownPlace,
            product: Some(middleware.product()),
        };
        found.extend(if fitting.is_empty() { there } else { fitting }.into_iter().map(module));
    }
    found
}

/// The middleware that has a module of that file name.
pub(super) fn product_of(path: &str) -> Option<ModuleProduct> {
    let file = |path: &str| path.rsplit(['/', '\\']).next().unwrap_or(path).to_lowercase();
    let own = file(path);
    let has = |middleware: &&Middleware| {
        let BySystem { windows, linux, macos } = &middleware.modules;
        [windows, linux, macos].into_iter().flatten().any(|place| file(place) == own)
    };
    known().iter().find(has).map(Middleware::product)
}

/// The folders that Linux keeps libraries in, this machine's own first.
pub(super) fn library_folders() -> Vec<String> {
    let own = format!("/usr/lib/{}-linux-gnu", std::env::consts::ARCH);
    vec![own, "/usr/lib64".to_owned(), "/usr/lib".to_owned()]
}

/// A place with its holes filled; none where one cannot be.
fn expanded(place: &str) -> Vec<String> {
    if let Some(rest) = place.strip_prefix("{lib}") {
        return library_folders().iter().map(|folder| format!("{folder}{rest}")).collect();
    }
    let variable = place.strip_prefix('%').and_then(|rest| rest.split_once('%'));
    match variable {
        None => vec![place.to_owned()],
        Some((name, rest)) => {
            std::env::var(name).map(|folder| format!("{folder}{rest}")).into_iter().collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_can_be_read_and_says_how_sure_it_is() {
        assert!(known().len() >= 5);
        for middleware in known() {
            assert!(["high", "medium", "low"].contains(&middleware.confidence.as_str()), "{}", middleware.id);
            assert!(middleware.source.starts_with("https://"), "{}", middleware.id);
            let BySystem { windows, linux, macos } = &middleware.modules;
            assert!(
                windows.iter().all(|place| place.starts_with('%') && place.ends_with(".dll")),
                "{}",
                middleware.id
            );
            assert!(linux.iter().all(|place| place.ends_with(".so")), "{}", middleware.id);
            assert!(macos.iter().all(|place| place.starts_with('/')), "{}", middleware.id);
        }
    }

    #[test]
    fn a_file_tells_its_middleware() {
        let id = |path: &str| product_of(path).map(|product| product.id);
        assert_eq!(id(r"D:\tools\IIDP11.DLL").as_deref(), Some("net-id"));
        assert_eq!(id("/opt/x/libeTPkcs11.so").as_deref(), Some("safenet"));
        assert_eq!(id("/tmp/another.so"), None);
    }

    #[test]
    fn holes_are_filled() {
        assert!(expanded("{lib}/a.so").contains(&"/usr/lib/a.so".to_owned()));
        assert_eq!(expanded("/a/b.so"), ["/a/b.so"]);
        assert_eq!(expanded(r"%NO_SUCH_VARIABLE%\a.dll"), Vec::<String>::new());
    }
}

//! Who may import whom: design.md's table as data, held against the real paths of every source file.

mod paths;

use paths::{Place, paths};
use std::collections::BTreeSet;
use std::path::Path;

/// One top-level module: what of ours it may name, and what of the world.
struct Layer {
    name: &'static str,
    /// Our modules that it may name; all stand above it in the table.
    imports: &'static [&'static str],
    /// Paths into the world that it may name; each is one of [`WORLD`].
    world: &'static [&'static str],
}

/// Everything, in layer order; lib.rs lists its modules in the same order.
const LAYERS: &[Layer] = &[
    Layer { name: "facts", imports: &[], world: &[] },
    Layer { name: "policy", imports: &["facts"], world: &[] },
    Layer { name: "capture", imports: &["facts", "policy"], world: &[] },
    // A workbook is bytes that are already here; a cursor over them touches nothing.
    Layer { name: "identity", imports: &[], world: &["std::io::Cursor"] },
    Layer { name: "iso7816", imports: &[], world: &[] },
    // An address as a type, for name constraints; nothing is asked over it.
    Layer { name: "pki", imports: &[], world: &["std::net::IpAddr"] },
    Layer { name: "openid", imports: &[], world: &[] },
    // A login is asked for in the words of the policy, with a key.
    Layer { name: "ports", imports: &["iso7816", "facts", "policy", "openid"], world: &[] },
    // A card counts the time it is waited for: `Traffic::ms`, and its own bound.
    Layer { name: "cards", imports: &["ports", "iso7816", "facts"], world: &["Instant"] },
    // A thousand certificates are judged on all processors; the threads share nothing that changes the answer, and
    // end with it.
    Layer {
        name: "judge",
        imports: &["capture", "facts", "policy", "pki", "identity", "iso7816"],
        world: &["std::thread"],
    },
    // `std::env::consts` is not the environment: two constants of the compiler, the system and the processor that
    // this program was built for. PC/SC blocks, so gather gives each reader its thread.
    Layer {
        name: "gather",
        imports: &["facts", "policy", "pki", "identity", "openid", "cards", "ports", "iso7816"],
        world: &["std::env::consts", "std::thread", "Instant", "tokio"],
    },
    Layer {
        name: "adapters",
        imports: &["ports", "policy", "openid", "iso7816", "facts"],
        world: &[
            "std::fs",
            "std::io",
            "std::env",
            // Two programs of the operating system that know its proxy settings.
            "std::process",
            "std::thread",
            "std::os",
            "std::net",
            "Instant",
            "SystemTime",
            "Timestamp::now",
            "calamine::open_workbook",
            "calamine::open_workbook_auto",
            "pcsc",
            "cryptoki",
            "libloading",
            "libc",
            "rusqlite",
            "windows_sys",
            "tempfile",
            "anstyle_query",
            "tokio",
            "reqwest",
            "openidconnect",
            "webbrowser",
            "hyper_util",
            "rustls",
            "rustls_native_certs",
        ],
    },
    Layer { name: "report", imports: &["judge", "facts"], world: &[] },
    Layer {
        name: "cli",
        imports: &[
            "facts", "policy", "capture", "identity", "iso7816", "pki", "openid", "ports", "cards", "judge",
            "gather", "adapters", "report",
        ],
        world: &[
            "std::fs",
            "std::io",
            "std::env",
            "std::thread",
            "Instant",
            "tokio",
            "clap",
            "clap_complete",
            "clap_mangen",
            "comfy_table",
            "sys_locale",
            "stdout",
            "stderr",
        ],
    },
    // The binary and the list of modules.
    Layer { name: "", imports: &["cli"], world: &["std::process", "std::env"] },
];

/// What reaches out of the program, however it is reached. A word with `::` stands at the start or the end of a path,
/// the others anywhere in it.
const WORLD: &[&str] = &[
    "std::fs",
    "std::io",
    "std::io::Cursor",
    "std::net",
    "std::net::IpAddr",
    "std::env",
    "std::env::consts",
    "std::process",
    "std::thread",
    "std::os",
    "Instant",
    "SystemTime",
    "Timestamp::now",
    "Zoned::now",
    "TimeZone::system",
    "stdout",
    "stderr",
    "calamine::open_workbook",
    "calamine::open_workbook_auto",
    "pcsc",
    "libloading",
    "libc",
    "rusqlite",
    "windows_sys",
    "tempfile",
    "tokio",
    "reqwest",
    "hyper_util",
    "rustls",
    "rustls_native_certs",
    "cryptoki",
    "openidconnect",
    "webbrowser",
    "sqlx",
    "rusqlite",
    "anstyle_query",
    "clap",
    "clap_complete",
    "clap_mangen",
    "comfy_table",
    "sys_locale",
];

/// Crates of Cargo.toml that compute and do nothing else: every layer may use them.
const HARMLESS: &[&str] = &[
    "base64",
    "calamine",
    "csv",
    "flate2",
    "jiff",
    "minijinja",
    "num_bigint",
    "p521",
    "quick_junit",
    "quick_xml",
    "ring",
    "serde",
    "serde_json",
    "thiserror",
    "toml",
    "unicode_normalization",
    "url",
    // Threads that compute, and how tables are hashed.
    "foldhash",
    "rayon",
    // Memory, and nothing else.
    "libmimalloc_sys",
    "mimalloc",
    "wildmatch",
    "x509_parser",
    "zeroize",
];

/// Macros that write for people.
const PRINTING: &[&str] = &["print", "println", "eprint", "eprintln", "dbg"];

/// Everything that `source`, standing at `file` below `src/`, does and its layer may not.
fn violations(file: &str, source: &str) -> Vec<String> {
    let place = Place::of(file);
    let Some(layer) = LAYERS.iter().find(|layer| layer.name == place.top()) else {
        return vec![format!("{file}: no layer is called {}", place.top())];
    };
    let mut wrong = Vec::new();
    for path in paths(&place, source) {
        let said = format!("{file}: {}", path.segments.join("::"));
        match path.segments.first().map(String::as_str) {
            Some("crate") => {
                let module = path.segments.get(1).map(String::as_str).unwrap_or_default();
                let ours = LAYERS.iter().any(|layer| layer.name == module);
                if ours && module != layer.name && !layer.imports.contains(&module) {
                    wrong.push(format!("{said}: {} may not name {module}", layer.name));
                }
            }
            _ => {
                let reached = WORLD.iter().filter(|word| reaches(&path.segments, word));
                let allowed = |word: &&str| {
                    layer.world.iter().any(|have| have == word || word.starts_with(&format!("{have}::")))
                };
                // `std::env::consts` reaches `std::env` too: the longest word that fits is the one that counts.
                if let Some(word) = reached.max_by_key(|word| word.len()).filter(|word| !allowed(word)) {
                    wrong.push(format!("{said}: {} may not name {word}", layer.name));
                }
            }
        }
        if path.is_macro && PRINTING.contains(&path.last()) {
            wrong.push(format!("{said}!: only report and cli write for people, and they write bytes"));
        }
    }
    wrong
}

fn reaches(path: &[String], word: &str) -> bool {
    let word: Vec<&str> = word.split("::").collect();
    match word.as_slice() {
        [one]
            if one.chars().all(|letter| letter.is_lowercase() || letter == '_')
                && !["stdout", "stderr"].contains(one) =>
        {
            path.first().is_some_and(|first| first == one)
        }
        [one] => path.iter().any(|segment| segment == one),
        several => path.starts_with_words(several) || path.ends_with_words(several),
    }
}

trait Words {
    fn starts_with_words(&self, words: &[&str]) -> bool;
    fn ends_with_words(&self, words: &[&str]) -> bool;
}

impl Words for [String] {
    fn starts_with_words(&self, words: &[&str]) -> bool {
        self.len() >= words.len() && self.iter().zip(words).all(|(segment, word)| segment == word)
    }

    fn ends_with_words(&self, words: &[&str]) -> bool {
        self.len() >= words.len() && self[self.len() - words.len()..].starts_with_words(words)
    }
}

/// Every source file, by its path below `src/` with `/`, with its text.
fn sources() -> Vec<(String, String)> {
    fn walk(folder: &Path, below: &str, into: &mut Vec<(String, String)>) {
        let mut entries: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap()).collect();
        entries.sort_by_key(|entry| entry.file_name());
        for entry in entries {
            let name = format!("{below}{}", entry.file_name().to_str().unwrap());
            if entry.file_type().unwrap().is_dir() {
                walk(&entry.path(), &format!("{name}/"), into);
            } else if name.ends_with(".rs") {
                into.push((name, std::fs::read_to_string(entry.path()).unwrap()));
            }
        }
    }
    let mut all = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), "", &mut all);
    assert!(all.len() > 100);
    all
}

#[test]
fn every_module_names_only_what_its_layer_may() {
    let sources = sources();
    let tests: BTreeSet<Vec<String>> =
        sources.iter().flat_map(|(file, source)| paths::test_modules(&Place::of(file), source)).collect();
    let product = sources.iter().filter(|(file, _)| {
        let place = Place::of(file);
        !tests.iter().any(|test| place.modules.starts_with(test))
    });
    let wrong: Vec<String> = product.flat_map(|(file, source)| violations(file, source)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_source_file_is_a_declared_module() {
    let sources = sources();
    let declared: BTreeSet<Vec<String>> =
        sources.iter().flat_map(|(file, source)| paths::declared(&Place::of(file), source)).collect();
    for (file, _) in &sources {
        let place = Place::of(file);
        assert!(place.modules.is_empty() || declared.contains(&place.modules), "{file} is in no module tree");
    }
}

#[test]
fn the_table_and_lib_rs_stand_in_layer_order() {
    for (at, layer) in LAYERS.iter().enumerate() {
        for import in layer.imports {
            assert!(LAYERS[..at].iter().any(|above| above.name == *import), "{} above {import}", layer.name);
        }
        for word in layer.world {
            assert!(WORLD.contains(word), "{word} is not watched at all");
        }
    }
    let (_, lib) = sources().into_iter().find(|(file, _)| file == "lib.rs").unwrap();
    let listed: Vec<String> =
        paths::declared(&Place::of("lib.rs"), &lib).into_iter().map(|path| path[0].clone()).collect();
    let table: Vec<&str> = LAYERS.iter().map(|layer| layer.name).filter(|name| !name.is_empty()).collect();
    assert_eq!(listed, table);
}

#[test]
fn every_dependency_is_harmless_or_watched() {
    let manifest = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).unwrap();
    let manifest: toml::Table = toml::from_str(&manifest).unwrap();
    let mut tables = vec![&manifest["dependencies"]];
    tables.extend(manifest["target"].as_table().unwrap().values().map(|target| &target["dependencies"]));
    for name in tables.into_iter().flat_map(|table| table.as_table().unwrap().keys()) {
        let name = name.replace('-', "_");
        assert!(
            HARMLESS.contains(&name.as_str()) || WORLD.contains(&name.as_str()),
            "where may {name} be named?"
        );
    }
}

#[test]
fn the_checker_finds_planted_violations() {
    for (file, source) in [
        ("facts/planted.rs", "use crate::policy::Policy;"),
        ("judge/planted.rs", "use crate::ports::World;"),
        ("judge/planted.rs", "use crate::{facts::Facts, gather::{self, Request}};"),
        ("judge/checks/card/planted.rs", "use super::super::super::super::adapters::clock;"),
        ("judge/mod.rs", "use super::cards as layouts;"),
        ("judge/planted.rs", "fn f() { crate::adapters::files::write_whole(p, b).unwrap() }"),
        ("judge/planted.rs", "fn f() -> String { format!(\"{:?}\", crate::cards::hint(&[])) }"),
        ("judge/planted.rs", "mod inner { use super::super::super::report::render; }"),
        ("judge/planted.rs", "impl crate::ports::Clock for X {}"),
        ("gather/planted.rs", "use crate::judge::judge;"),
        ("cards/planted.rs", "use crate::policy::Policy;"),
        ("report/planted.rs", "pub use crate::capture::Capture;"),
        ("adapters/planted.rs", "use crate::cards::FAMILIES;"),
        ("pki/planted.rs", "use std::fs;"),
        ("pki/planted.rs", "use std::{collections::HashMap, net::TcpStream};"),
        ("pki/planted.rs", "use ::std::env::var;"),
        ("pki/planted.rs", "use std::{self as s, io::Write};"),
        ("identity/planted.rs", "fn f() { std::process::exit(1) }"),
        ("identity/planted.rs", "use calamine::{Reader, open_workbook};"),
        ("identity/planted.rs", "fn f() { assert!(std::env::args().count() > 1) }"),
        ("judge/planted.rs", "fn now() -> Timestamp { Timestamp::now() }"),
        ("judge/planted.rs", "fn now() -> u64 { std::time::Instant::now().elapsed().as_secs() }"),
        ("judge/planted.rs", "use std::time::{Duration, SystemTime};"),
        ("gather/planted.rs", "fn f() { std::env::var(\"HOME\"); }"),
        ("gather/planted.rs", "use pcsc::Context;"),
        ("cli/planted.rs", "extern crate libloading;"),
        ("iso7816/planted.rs", "async fn f() { tokio::time::sleep(d).await }"),
        ("judge/planted.rs", "fn f() { println!(\"found\") }"),
        ("gather/planted.rs", "fn f() { std::eprintln!(\"reading\") }"),
        ("gather/planted.rs", "fn f() { vec![dbg!(1)]; }"),
        ("report/planted.rs", "fn f() { std::io::stdout().lock(); }"),
        ("elsewhere.rs", ""),
    ] {
        assert_eq!(violations(file, source).len().min(1), 1, "{file}: {source}");
    }
}

#[test]
fn the_checker_lets_the_allowed_pass() {
    for (file, source) in [
        (
            "judge/planted.rs",
            "use crate::{facts::Facts, judge::checks, policy::Policy};\nuse std::time::Duration;",
        ),
        ("judge/planted.rs", "/// See [`crate::gather`].\nconst SAID: &str = \"crate::adapters\";"),
        ("judge/planted.rs", "#[cfg(test)]\nmod tests { use crate::gather::gather; fn f() { println!(); } }"),
        ("judge/planted.rs", "#[cfg(test)]\nuse crate::gather::gather;"),
        ("adapters/pcsc/mod.rs", "mod names;\nuse super::files;\nuse self::names::name;\nuse pcsc::Context;"),
        ("cli/planted.rs", "use crate::adapters::pcsc::PcscService;"),
        ("gather/station.rs", "const OS: &str = std::env::consts::OS;"),
        ("report/mod.rs", "mod csv;\nfn f() { csv::render() }"),
        ("main.rs", "fn main() { eid_ready::cli::run(std::env::args_os()); }"),
    ] {
        assert_eq!(violations(file, source), Vec::<String>::new(), "{file}: {source}");
    }
    // A module for tests only is not exempt because of its name.
    assert_eq!(violations("judge/planted.rs", "mod tests { use crate::gather::gather; }").len(), 1);
    assert_eq!(violations("judge/planted.rs", "#[cfg(not(test))]\nuse crate::gather::gather;").len(), 1);
}

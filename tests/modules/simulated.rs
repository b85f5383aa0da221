//! Simulated modules, and what is known of real ones.

use super::bench::{finding, found};
use crate::support::run::{arg, run, words};
use eid_ready::adapters::pkcs11::known;
use eid_ready::adapters::simulator;
use serde_json::Value;

/// A check of a built-in card with these `[[module]]` tables, through all its modules.
fn check(name: &str, modules: &str) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("card.toml");
    let card = simulator::builtin().iter().find(|card| card.name == name).unwrap();
    std::fs::write(&path, format!("{}\n{modules}", card.toml)).unwrap();
    let ran = run(["check", "--simulate", arg(&path), "--module", "auto", "--format", "json"]);
    assert_eq!(ran.stderr, "");
    ran.json()
}

fn shown(certificates: &str) -> String {
    format!("[[module]]\npath = \"/usr/lib/libiidp11.so\"\ncertificates = [{certificates}]\n")
}

/// The paths of the card's certificates.
fn paths(report: &Value) -> Vec<String> {
    let all = report["cards"][0]["certificates"].as_array().unwrap().iter();
    all.map(|one| one["source"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_card_file_says_what_modules_see() {
    let paths = paths(&words("check --simulate commfides-ready --format json").json());
    let all: Vec<String> = paths.iter().map(|path| format!("{path:?}")).collect();
    let seen = check("commfides-ready", &shown(&all.join(",")));
    assert_eq!((found(&seen), &seen["verdict"]), (vec![], &"ready".into()));
    for (certificate, path) in seen["cards"][0]["certificates"].as_array().unwrap().iter().zip(&paths) {
        let sources = serde_json::json!([
            {"route": "simulated", "place": path},
            {"route": "pkcs11", "place": "/usr/lib/libiidp11.so"},
        ]);
        assert_eq!(certificate["sources"], sources);
    }
    let blind = check("commfides-ready", &shown(""));
    assert_eq!(found(&blind), ["module.card_unseen"]);
    let crashed = check("commfides-ready", "[[module]]\npath = \"/a.so\"\nfault = \"crashed\"\n");
    assert_eq!(
        (found(&crashed), &crashed["verdict"]),
        (vec!["module.crashed".into()], &"ready-with-warnings".into())
    );
    let hanging = check("commfides-ready", "[[module]]\npath = \"/a.so\"\nhangs = true\n");
    finding(&hanging, "module.hangs");
}

#[test]
fn no_module_at_all_is_told_when_one_was_looked_for() {
    let without = words("check --simulate commfides-ready --module auto --format json").json();
    assert_eq!(found(&without), ["module.none_found"]);
    let not_asked = words("check --simulate commfides-ready --format json").json();
    assert_eq!(found(&not_asked), Vec::<String>::new());
    assert_eq!(not_asked["modules"], serde_json::json!([]));
}

#[test]
fn explain_tells_what_belongs_to_a_middleware() {
    for lang in ["nb", "en"] {
        let list = words(&format!("explain --lang {lang}")).ended(0).stdout;
        for middleware in known() {
            assert!(
                list.contains(&format!("{} ({})", middleware.name, middleware.maker)),
                "{}",
                middleware.id
            );
            let one = words(&format!("explain {} --lang {lang}", middleware.id)).ended(0).stdout;
            let versions = if lang == "nb" { &middleware.versions.nb } else { &middleware.versions.en };
            let systems = [&middleware.modules, &middleware.files, &middleware.services];
            let parts = systems.iter().flat_map(|all| [&all.windows, &all.linux, &all.macos]).flatten();
            for part in parts.chain([versions, &middleware.source]) {
                assert!(one.contains(part.as_str()), "{}: {part}", middleware.id);
            }
        }
    }
    let slip = words("explain safenett --lang en");
    assert!(slip.code == 2 && slip.stderr.contains("safenet"), "{slip:?}");
}

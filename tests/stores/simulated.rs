//! Stores of simulated workstations, as card files have them.

use crate::support::run::run;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use eid_ready::adapters::simulator;
use std::path::PathBuf;
use tempfile::TempDir;

/// The file of a card that is ready, in a Windows workstation where a colleague was before.
fn file(folder: &TempDir) -> PathBuf {
    let card = simulator::builtin().iter().find(|card| card.name == "buypass-ready").unwrap();
    let colleague = include_bytes!("../../testdata/pki/certificates/commfides-g3-authentication.der");
    let private = include_bytes!("../../testdata/pki/authorities/demo-buypass-root.der");
    let store = format!(
        "\n[[store]]\nkind = \"windows-user\"\nplace = 'CurrentUser\\My'\n\
         propagation = {{ start = \"disabled\", running = false }}\n\
         [[store.certificate]]\nder = \"{}\"\nname = \"Kari Prøvenes sitt\"\nprovider = \"Net iD - CSP\"\n\
         provider_kind = \"csp\"\ncontainer = \"nid-KariProvenes-77\"\nreader = 'ACS ACR39U 0'\n\
         [[store.certificate]]\nder = \"{}\"\n",
        STANDARD.encode(colleague),
        STANDARD.encode(private),
    );
    let path = folder.path().join("card.toml");
    std::fs::write(&path, format!("{}{store}", card.toml)).unwrap();
    path
}

fn check(more: &[&str]) -> crate::support::run::Ran {
    run([&["check"], more].concat())
}

#[test]
fn a_store_beside_a_simulated_card_is_judged_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let file = file(&folder);
    let report = check(&["--simulate", file.to_str().unwrap(), "--format", "json", "--show-identifiers"])
        .ended(0)
        .json();
    let store = &report["stores"][0];
    assert_eq!((&store["propagation"], &store["others"]), (&"disabled".into(), &0.into()));
    let stored = &store["certificates"][0];
    assert_eq!(stored["key"]["product"], "Net iD");
    assert_eq!((&stored["on_card"], &stored["offered"]), (&false.into(), &true.into()));
    let found = report["checks"].as_array().unwrap().iter().filter(|one| one["found"] == true);
    let found: Vec<&str> = found.map(|one| one["id"].as_str().unwrap()).collect();
    for id in ["store.not_propagated", "store.other_holder", "store.browser_choice"] {
        assert!(found.contains(&id), "{found:?}");
    }
    assert_eq!(report["verdict"], "ready-with-warnings");
    assert_eq!(report["first_action"]["remedy"], "start-certificate-propagation");
    assert_eq!(report["cards"][0]["certificates"][0]["sources"][0]["route"], "simulated");
}

#[test]
fn persons_in_stores_are_taken_out() {
    let folder = tempfile::tempdir().unwrap();
    let file = file(&folder);
    for format in ["json", "html", "csv", "junit"] {
        let text = check(&["--simulate", file.to_str().unwrap(), "--format", format]).ended(0).stdout;
        for word in ["Prøvenes", "Provenes", "Kari", "Demo009"] {
            assert!(!text.contains(word), "{format}: {word}");
        }
        assert!(text.contains("person-"), "{format}");
    }
    let shown =
        check(&["--simulate", file.to_str().unwrap(), "--lang", "nb", "--show-identifiers"]).ended(0).stdout;
    assert!(shown.contains("SERTIFIKATLAGRE") && shown.contains("Kari Prøvenes · innlogging"), "{shown}");
}

#[test]
fn a_trace_of_a_run_with_a_store_plays_back_to_the_same_report() {
    let folder = tempfile::tempdir().unwrap();
    let file = file(&folder);
    let trace = folder.path().join("run.trace");
    let trace = trace.to_str().unwrap();
    let first = check(&["--simulate", file.to_str().unwrap(), "--trace", trace, "--format", "json"]).ended(0);
    let second = check(&["--replay-trace", trace, "--format", "json"]).ended(0);
    assert_eq!(first.stdout, second.stdout);
    assert!(!first.json()["stores"].as_array().unwrap().is_empty());
    let without = check(&["--replay-trace", trace, "--no-stores", "--format", "json"]).ended(0);
    assert_eq!(without.json()["stores"], serde_json::json!([]));
}

#[test]
fn what_no_store_has_is_refused_in_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(&folder);
    let text = std::fs::read_to_string(&path).unwrap().replace("windows-user", "cupboard");
    std::fs::write(&path, text).unwrap();
    let ran = check(&["--simulate", path.to_str().unwrap()]).ended(2);
    assert!(ran.stderr.contains("cupboard") && ran.stderr.trim_end().lines().count() == 1, "{}", ran.stderr);
}

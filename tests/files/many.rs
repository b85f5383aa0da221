//! Many files at once: what is in order is told together, what is found for each.

use crate::support::run::{arg, run};
use serde_json::Value;

const AUTHORITY: &str = "testdata/pki/authorities/demo-buypass-ht-person.der";
const CERTIFICATE: &str = "testdata/pki/certificates/buypass-seid2-authentication.der";

/// The outcomes of one check over that many files, judged at that moment.
fn outcomes(count: usize, at: &str, id: &str, exit: i32) -> Vec<Value> {
    let folder = tempfile::tempdir().unwrap();
    for number in 0..count {
        std::fs::copy(CERTIFICATE, folder.path().join(format!("{number:02}.der"))).unwrap();
    }
    let start = ["verify", arg(folder.path()), "--anchor", AUTHORITY, "--no-revocation"];
    let report = run(start.into_iter().chain(["--at", at, "--format", "json"])).ended(exit).json();
    assert_eq!(report["cards"][0]["certificates"].as_array().unwrap().len(), count);
    let checks = report["checks"].as_array().unwrap();
    checks.iter().filter(|check| check["id"] == id).cloned().collect()
}

#[test]
fn what_many_files_pass_is_told_once_and_what_is_found_for_each() {
    let passed = |count| outcomes(count, "2026-11-22T08:00:00Z", "cert.expired", 0);
    assert_eq!(passed(32).len(), 32);
    let together = passed(33);
    assert_eq!((together.len(), &together[0]["status"]), (1, &Value::from("pass")));
    assert!(together[0]["subject"].is_null());
    let found = outcomes(33, "2030-01-01T00:00:00Z", "cert.expired", 1);
    assert_eq!(found.len(), 33);
    assert!(found.iter().all(|one| one["status"] == "fail" && one["subject"].is_string()));
}

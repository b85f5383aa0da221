//! The built binary and simulated cards that lie: `--simulate FILE`.

use super::{CDF, FIRST_CERTIFICATE, ODF, card_of, catalogued, change, put};
use crate::forge::der;
use crate::forge::image::CardImage;
use crate::forge::pkcs15::Layout;
use serde_json::Value;
use std::process::{Command, Stdio};

/// `check --simulate` of that card: exit code and report.
fn check(image: &CardImage) -> (Option<i32>, Value) {
    let file = tempfile::Builder::new().suffix(".toml").tempfile().unwrap();
    std::fs::write(file.path(), image.to_toml()).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_eid-ready"));
    command.args(["check", "--format", "json", "--simulate"]).arg(file.path()).stdin(Stdio::null());
    let output = command.output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    (output.status.code(), serde_json::from_slice(&output.stdout).unwrap())
}

fn found(report: &Value, id: &str) -> bool {
    let checks = report["checks"].as_array().unwrap();
    checks.iter().any(|check| check["id"] == id && (check["status"] == "fail" || check["status"] == "error"))
}

#[test]
fn a_file_taken_from_the_card_changes_the_report() {
    let whole = catalogued("commfides-ready");
    let (code, report) = check(&whole);
    assert_eq!((code, &report["verdict"]), (Some(0), &"ready".into()));
    assert_eq!(report["cards"][0]["access"], "simulated");

    let without = |path: &str| {
        let mut image = whole.clone();
        image.files.retain(|file| file.path != path);
        check(&image)
    };
    let (code, report) = without(FIRST_CERTIFICATE);
    assert!(code == Some(3) && found(&report, "card.certificate_unreadable"));
    assert_eq!(report["cards"][0]["certificates"].as_array().map(Vec::len), Some(2));
    let (code, report) = without(CDF);
    assert!(code == Some(3) && found(&report, "card.directory_unreadable"));
    let (code, report) = without(ODF);
    assert!(code == Some(3) && found(&report, "card.unknown"));
}

#[test]
fn hostile_cards_end_in_three() {
    let own = der::sequence(&[der::octets(&[0x3F, 0x00, 0x50, 0x15, 0x50, 0x31])]);
    let mut circle = card_of(Layout::default());
    put(&mut circle, ODF, [0, 4, 8].map(|kind| der::explicit(kind, std::slice::from_ref(&own))).concat());
    let mut huge = card_of(Layout::default());
    change(&mut huge, FIRST_CERTIFICATE, |bytes| {
        bytes[..6].copy_from_slice(&[0x30, 0x84, 0x00, 0x98, 0x96, 0x80]);
    });
    let mut endless = card_of(Layout::default());
    put(&mut endless, CDF, [0x30, 0x80].repeat(16_000));
    let mut cut = card_of(Layout::default());
    change(&mut cut, FIRST_CERTIFICATE, |bytes| bytes.truncate(700));
    for (what, image) in [("circle", circle), ("huge", huge), ("endless", endless), ("cut", cut)] {
        let (code, report) = check(&image);
        assert_eq!((code, &report["verdict"]), (Some(3), &"undetermined".into()), "{what}");
        assert!(report["first_action"]["text"].as_str().is_some_and(|text| !text.is_empty()), "{what}");
    }
}

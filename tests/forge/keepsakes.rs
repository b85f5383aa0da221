//! Captures and traces of the built-in cards in the present formats, and what is said of them. They are written once: that
//! a later version still reads what this one wrote is what they are for.

use super::captures;
use eid_ready::adapters::simulator;
use eid_ready::capture::FORMAT;
use eid_ready::judge::{Question, judge};
use serde_json::json;
use std::io;
use std::path::{Path, PathBuf};

/// Writes what is not there yet, and nothing else.
pub fn add_missing(root: &Path) -> io::Result<Vec<PathBuf>> {
    let folder = root.join(format!("testdata/captures/v{FORMAT}"));
    std::fs::create_dir_all(&folder)?;
    let mut written = Vec::new();
    for card in simulator::builtin() {
        let place = |kind: &str| folder.join(format!("{}.{kind}", card.name));
        let [capture, trace, verdict] = ["capture.json", "trace", "verdict.json"].map(place);
        if [&capture, &trace, &verdict].iter().any(|path| path.exists()) {
            continue;
        }
        let made = captures::traced(card.name, &trace);
        std::fs::write(&capture, serde_json::to_vec(&made)?)?;
        let report = judge(&made, &Question::default());
        let found = report.checks.iter().filter(|check| check.found);
        let found: Vec<&str> = found.map(|check| check.id.as_str()).collect();
        let said = json!({ "verdict": report.verdict, "findings": found });
        std::fs::write(&verdict, serde_json::to_string_pretty(&said)? + "\n")?;
        written.extend([capture, trace, verdict]);
    }
    Ok(written)
}

//! Any text as a capture.

use eid_ready::capture::Capture;
use eid_ready::judge::{Question, judge};

/// Holds for any bytes; panics where it does not.
pub fn holds(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(capture) = Capture::from_json(text) {
        let report = judge(&capture, &Question::default());
        assert!(!report.checks.iter().any(|check| check.blocked_by.as_deref() == Some("crashed")));
        assert!(report == judge(&capture, &Question::default()), "judged differently the second time");
    }
}

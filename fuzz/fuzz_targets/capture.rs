//! Any text as a capture.
#![no_main]

use eid_ready::capture::Capture;
use eid_ready::judge::{Question, judge};

libfuzzer_sys::fuzz_target!(|text: &str| {
    if let Ok(capture) = Capture::from_json(text) {
        let report = judge(&capture, &Question::default());
        assert!(!report.checks.iter().any(|check| check.blocked_by.as_deref() == Some("crashed")));
        assert!(report == judge(&capture, &Question::default()), "judged differently the second time");
    }
});

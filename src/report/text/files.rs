//! The certificates of files, one after another.

use super::layout::{Page, Tone};
use crate::judge::report::{PathVerdict, Report};
use crate::report::files::certificates;
use crate::report::voice::Voice;

/// Writes each file with what became of it.
pub(super) fn write(page: &mut Page, report: &Report, voice: Voice) {
    for told in certificates(report, voice) {
        page.marked(2, mark(told.verdict), &format!("{}: {}", told.name, told.word));
        for line in &told.lines {
            page.hanging(4, "", line);
        }
        for reason in &told.reasons {
            page.hanging(4, "· ", reason);
        }
    }
}

fn mark(verdict: PathVerdict) -> (&'static str, Tone) {
    match verdict {
        PathVerdict::Valid => ("✓", Tone::Good),
        PathVerdict::Invalid => ("✗", Tone::Bad),
        PathVerdict::Undetermined => ("?", Tone::Unknown),
    }
}

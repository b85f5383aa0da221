//! Facts and policy in, report out: pure. No clock, no file, no network, no card.
//!
//! Architecture Invariant: judging the same capture twice, anywhere, gives the same report.

mod assemble;
mod client;
mod engine;
mod exchanges;
pub mod issued;
mod library;
pub(crate) mod parallel;
mod rules;

pub mod calendar;
pub mod check;
pub mod checks;
pub mod dossier;
pub mod login;
pub mod modules;
pub mod naming;
pub mod profile;
pub mod remedies;
pub mod report;
pub mod text;
pub mod value;
pub mod verdict;

pub use library::Unreadable;
pub use report::Report;

use crate::capture::Capture;
use jiff::Timestamp;
use jiff::civil::Date;

/// How to judge.
#[derive(Debug, Clone, Default)]
pub struct Question {
    /// The moment that validity is judged at; the moment of capture when absent.
    pub at: Option<Timestamp>,
    /// A day for which a second verdict is wanted.
    pub go_live: Option<Date>,
    /// Which checks take part.
    pub selection: Selection,
}

/// Which checks take part, by id, `*` standing for any text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// At least one must fit, unless there is none.
    pub include: Vec<String>,
    /// None may fit.
    pub exclude: Vec<String>,
}

impl Selection {
    /// Whether the check of that id takes part.
    pub fn takes(&self, id: &str) -> bool {
        let fits = |pattern: &String| wildmatch::WildMatch::new(pattern).matches(id);
        (self.include.is_empty() || self.include.iter().any(fits)) && !self.exclude.iter().any(fits)
    }
}

/// Judges a capture.
pub fn judge(capture: &Capture, question: &Question) -> Report {
    judge_files(capture, question).0
}

/// Judges a capture, and names what was handed over in files and is not what it was handed over as.
pub fn judge_files(capture: &Capture, question: &Question) -> (Report, Vec<Unreadable>) {
    let at = question.at.unwrap_or(capture.facts.captured_at);
    assemble::report(capture, question, whole_seconds(at))
}

/// Certificates know whole seconds: one that is valid until a second is valid all through it.
fn whole_seconds(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second() - i64::from(at.subsec_nanosecond() < 0)).unwrap_or(at)
}

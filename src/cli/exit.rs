//! Exit codes, the same in every format.

use crate::judge::report::Verdict;

/// How the program ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// 0: ready, or the command did what was asked.
    Ready,
    /// 1: not ready.
    NotReady,
    /// 2: used wrongly.
    Misused,
    /// 3: could not determine.
    Undetermined,
    /// 4: warnings only, with `--fail-on warn`.
    Warned,
    /// 130: cancelled by the person.
    Cancelled,
}

impl Exit {
    /// The number.
    pub fn code(self) -> u8 {
        match self {
            Exit::Ready => 0,
            Exit::NotReady => 1,
            Exit::Misused => 2,
            Exit::Undetermined => 3,
            Exit::Warned => 4,
            Exit::Cancelled => 130,
        }
    }

    /// The code of a verdict; `fail_on_warn` as the person asked.
    pub fn of(verdict: Verdict, fail_on_warn: bool) -> Self {
        match verdict {
            Verdict::Ready => Exit::Ready,
            Verdict::ReadyWithWarnings if fail_on_warn => Exit::Warned,
            Verdict::ReadyWithWarnings => Exit::Ready,
            Verdict::NotReady => Exit::NotReady,
            Verdict::Undetermined => Exit::Undetermined,
        }
    }
}

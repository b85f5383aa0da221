//! Exit codes, the same in every format but `nagios`, whose readers expect those of a monitoring plugin.

use super::args::{FailOn, OutputArgs};
use crate::judge::report::Verdict;
use crate::report::{Format, nagios_state};

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
    /// 0 to 3: OK, warning, critical, unknown, as monitoring plugins end.
    Plugin(u8),
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
            Exit::Plugin(code) => code,
        }
    }

    /// The code of a verdict, shown as `args` ask.
    pub(super) fn of(verdict: Verdict, args: &OutputArgs) -> Self {
        let fail_on_warn = args.fail_on == Some(FailOn::Warn);
        match verdict {
            verdict if args.format == Format::Nagios => Exit::Plugin(nagios_state(verdict).0),
            Verdict::Ready => Exit::Ready,
            Verdict::ReadyWithWarnings if fail_on_warn => Exit::Warned,
            Verdict::ReadyWithWarnings => Exit::Ready,
            Verdict::NotReady => Exit::NotReady,
            Verdict::Undetermined => Exit::Undetermined,
        }
    }
}

//! Progress on stderr while a slow card is read or a service waited for: only for a person at a terminal, or when it takes long.

use super::output;
use super::words::say;
use crate::judge::text::Lang;
use crate::ports::{Observer, Progress};
use std::io::IsTerminal;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// A sound card over a fast reader is done before anybody wonders.
const QUIET_FOR: Duration = Duration::from_millis(1_500);
/// A person watches; a terminal can take more, an eye cannot.
const EVERY: Duration = Duration::from_millis(500);

/// The observer of a run whose report is text; a machine format wants silence.
pub(super) struct OnStderr {
    lang: Lang,
    quiet: bool,
    state: Mutex<(Instant, Instant)>,
}

impl OnStderr {
    /// Silent when `quiet`.
    pub(super) fn new(lang: Lang, quiet: bool) -> Self {
        let now = Instant::now();
        OnStderr { lang, quiet, state: Mutex::new((now, now)) }
    }
}

impl Observer for OnStderr {
    fn notice(&self, progress: Progress) {
        let (key, mut holes) = match progress {
            Progress::Card { reader, commands, bytes } => (
                "progress",
                vec![("reader", reader), ("commands", commands.to_string()), ("bytes", bytes.to_string())],
            ),
            Progress::Waiting { hosts } => ("progress-waiting", vec![("hosts", hosts.join(", "))]),
            Progress::Connecting { .. } | Progress::Done { .. } => return,
        };
        if self.quiet {
            return;
        }
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let pace = if std::io::stderr().is_terminal() { EVERY } else { EVERY * 4 };
        if state.0.elapsed() < QUIET_FOR || state.1.elapsed() < pace {
            return;
        }
        state.1 = Instant::now();
        holes.push(("seconds", state.0.elapsed().as_secs().to_string()));
        output::aside(&say(self.lang, key, &holes));
    }
}

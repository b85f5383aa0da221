//! The file that a trace is written to, line by line.

use super::line::{Ending, Entry, Header, Told};
use crate::adapters::files;
use crate::facts::ProbeError;
use crate::ports::Cancel;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// A trace being written. Clones write to the same file.
#[derive(Clone)]
pub struct Tape(Arc<Mutex<State>>);

struct State {
    path: PathBuf,
    /// `None` when nothing is to be written any more.
    file: Option<File>,
    /// Why a line could not be written.
    failed: Option<io::Error>,
    lines: u64,
    questions: u64,
    /// Questions that have no answer yet, and the line that each becomes if none comes.
    open: BTreeMap<u64, (Instant, Silent)>,
    cancel: Cancel,
}

/// The line of a question that was waited for so long, in vain.
type Silent = Box<dyn FnOnce(Duration) -> Entry + Send>;

impl Tape {
    /// Begins a trace in a new file that is its owner's alone; `cancel` tells in the end whether the run was stopped.
    ///
    /// # Errors
    /// As [`files::create_private`]; or the first line cannot be written.
    pub fn create(path: &Path, header: &Header, cancel: Cancel) -> io::Result<Self> {
        let mut file = files::create_private(path)?;
        file.write_all(&line(header)?)?;
        Ok(Tape(Arc::new(Mutex::new(State {
            path: path.to_owned(),
            file: Some(file),
            failed: None,
            lines: 0,
            questions: 0,
            open: BTreeMap::new(),
            cancel,
        }))))
    }

    /// Writes what needs no asking.
    pub(super) fn note(&self, entry: &Entry) {
        self.state().write(entry);
    }

    /// Asks, and writes down what came of it: `entry` makes the line. Also says how long it took.
    pub(super) fn hear<T: Clone>(
        &self,
        entry: impl Fn(Told<T>, Duration) -> Entry + Clone + Send + 'static,
        ask: impl FnOnce() -> Result<T, ProbeError>,
    ) -> (Result<T, ProbeError>, Duration) {
        let in_vain = entry.clone();
        let silent =
            Box::new(move |waited: Duration| in_vain(Told::Unanswered { ms: millis(waited) }, waited));
        let question = self.state().begin(silent);
        let begun = Instant::now();
        let answer = ask();
        let took = begun.elapsed();
        let line = entry(answer.clone().into(), took);
        let mut state = self.state();
        state.open.remove(&question);
        state.write(&line);
        (answer, took)
    }

    /// Ends the trace: what has no answer yet never gets one. A file in which nothing stands is taken away again.
    ///
    /// # Errors
    /// A line could not be written, now or before.
    pub fn end(&self) -> io::Result<()> {
        let mut state = self.state();
        let state = &mut *state;
        for (begun, silent) in std::mem::take(&mut state.open).into_values() {
            state.write(&silent(begun.elapsed()));
        }
        if state.file.is_some() && state.lines == 0 && state.path.is_file() {
            std::fs::remove_file(&state.path)?;
        } else {
            let stopped = state.cancel.requested();
            state.write(&Entry::End(if stopped { Ending::Stopped } else { Ending::Whole }));
        }
        state.file = None;
        state.failed.take().map_or(Ok(()), Err)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn begin(&mut self, silent: Silent) -> u64 {
        self.questions += 1;
        self.open.insert(self.questions, (Instant::now(), silent));
        self.questions
    }

    /// Writes a line in one piece, so that whoever ends the program leaves whole lines behind.
    fn write(&mut self, entry: &Entry) {
        let Some(file) = &mut self.file else { return };
        match line(entry).and_then(|line| file.write_all(&line)) {
            Ok(()) => self.lines += 1,
            Err(error) => {
                self.failed = Some(error);
                self.file = None;
            }
        }
    }
}

fn line(value: &impl serde::Serialize) -> io::Result<Vec<u8>> {
    let mut line = serde_json::to_vec(value)?;
    line.push(b'\n');
    Ok(line)
}

/// Whole milliseconds.
pub(super) fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// Whole microseconds.
pub(super) fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}

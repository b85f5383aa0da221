//! Starts the child that a module is loaded into, listens to it, and ends it.

use super::{ARGUMENT, Line, binary, loading, places, processes, registry};
use crate::facts::{
    ModuleFacts, ModuleFault, ModuleOrigin, ModuleSeen, Observed, Printed, ProbeError, ProbePlace,
};
use crate::ports::{Cancel, FoundModule, TokenModules};
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

/// The modules of this machine.
pub struct LiveModules;

/// How often to look whether the person wants to stop.
const GLANCE: Duration = Duration::from_millis(50);
/// How long a child that has said everything, or whose line broke off, may take to end.
const FAREWELL: Duration = Duration::from_millis(500);
/// The most of what a module prints that is kept.
const MOST_PRINTED: usize = 300;
/// The longest line of a child: a slot with some hundred certificates. Longer ones are no answer.
const LONGEST_LINE: u64 = 16 << 20;

impl TokenModules for LiveModules {
    fn installed(&self) -> Vec<FoundModule> {
        let mut found = places::installed();
        found.extend(registry::listed());
        // The same file under two names is one module.
        let real = |module: &FoundModule| {
            std::fs::canonicalize(&module.path).unwrap_or_else(|_| module.path.clone().into())
        };
        let mut seen = Vec::new();
        found.retain(|module| {
            let path = real(module);
            let first = !seen.contains(&path);
            seen.push(path);
            first
        });
        found
    }

    fn named(&self, path: &str) -> FoundModule {
        FoundModule { path: path.to_owned(), origin: ModuleOrigin::Named, product: places::product_of(path) }
    }

    fn look(&self, module: &FoundModule, patience: Duration, cancel: &Cancel) -> ModuleFacts {
        let made_for = binary::architectures(Path::new(&module.path));
        if binary::is_foreign(Path::new(&module.path)) {
            let detail =
                format!("made for {}, this program for {}", made_for.join(", "), std::env::consts::ARCH);
            let error = ProbeError::module(loading::LOAD, ModuleFault::OtherArchitecture, detail);
            return module.facts(Observed::Failed(error));
        }
        match Running::start(&module.path, patience) {
            Ok(running) => running.follow(module, patience, cancel),
            Err(error) => {
                let place = ProbePlace::Os { code: error.raw_os_error() };
                module.facts(Observed::Failed(ProbeError::new("spawn", place, error.to_string())))
            }
        }
    }
}

/// A child at work.
struct Running {
    child: Child,
    heard: Receiver<Heard>,
    printed: Receiver<Printed>,
    begun: Instant,
    /// How it ended, once that has been noticed.
    ended: Option<ExitStatus>,
}

/// What comes from a child.
enum Heard {
    Said(Line),
    /// Something that is no line of ours.
    Nonsense,
}

impl Running {
    fn start(module: &str, patience: Duration) -> io::Result<Running> {
        let (from, to) = io::pipe()?;
        let mut command = Command::new(std::env::current_exe()?);
        command.arg(ARGUMENT).arg(module).arg(patience.as_millis().to_string());
        command.stdin(Stdio::from(to)).stdout(Stdio::piped()).stderr(Stdio::piped());
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut child = command.spawn()?;
        // The command holds the pipe's other end; the child's is to be the only one.
        drop(command);
        let (say, heard) = channel();
        thread::spawn(move || listen(from, &say));
        let (print, printed) = channel();
        for stream in [child.stdout.take().map(boxed), child.stderr.take().map(boxed)].into_iter().flatten() {
            let print = print.clone();
            thread::spawn(move || print.send(drain(stream)));
        }
        Ok(Running { child, heard, printed, begun: Instant::now(), ended: None })
    }

    fn follow(mut self, module: &FoundModule, patience: Duration, cancel: &Cancel) -> ModuleFacts {
        let (mut seen, mut trouble) = (None::<ModuleSeen>, None);
        let mut done = false;
        while !done && trouble.is_none() {
            match self.heard.recv_timeout(GLANCE) {
                Ok(Heard::Said(Line::Info(info))) => {
                    seen = Some(ModuleSeen { info, slots: Vec::new(), interrupted: None });
                }
                Ok(Heard::Said(Line::Slot(slot))) => {
                    seen.get_or_insert_with(nothing).slots.push(*slot);
                }
                Ok(Heard::Said(Line::Failed(error))) => trouble = Some(error),
                Ok(Heard::Said(Line::Done)) => done = true,
                Ok(Heard::Nonsense) => trouble = Some(ProbeError::malformed(CALL, "no answer of ours")),
                Err(RecvTimeoutError::Disconnected) => trouble = Some(self.why_it_ended()),
                Err(RecvTimeoutError::Timeout) => trouble = self.why_give_up(patience, cancel),
            }
        }
        self.end();
        let left_processes = processes::end_group(&self.child);
        let seen = match (seen, trouble) {
            (Some(seen), interrupted) => {
                let took_ms = u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX);
                Observed::Seen { value: ModuleSeen { interrupted, ..seen }, took_ms }
            }
            (None, Some(error)) => Observed::Failed(error),
            (None, None) => Observed::Failed(ProbeError::malformed(CALL, "ended without a word")),
        };
        ModuleFacts { printed: self.printed(), left_processes, ..module.facts(seen) }
    }

    /// The line broke off: the process is ending, or has ended. One whose forked copies hold the line open is told by its
    /// own end, too.
    fn why_it_ended(&mut self) -> ProbeError {
        match self.ended_within(FAREWELL) {
            Some(status) => ended(status),
            None => ProbeError::module(CALL, ModuleFault::Ended, "closed the line"),
        }
    }

    fn why_give_up(&mut self, patience: Duration, cancel: &Cancel) -> Option<ProbeError> {
        if cancel.requested() {
            return Some(ProbeError::new(CALL, ProbePlace::Cancelled, "stopped"));
        }
        // What it said last may still be on its way: it is given up one glance later.
        match self.ended {
            Some(status) => return Some(ended(status)),
            None => self.ended = self.child.try_wait().ok().flatten(),
        }
        let ms = u64::try_from(patience.as_millis()).unwrap_or(u64::MAX);
        let late = self.begun.elapsed() >= patience;
        late.then(|| ProbeError::new(CALL, ProbePlace::Timeout { ms }, "no answer within the bound"))
    }

    fn ended_within(&mut self, patience: Duration) -> Option<ExitStatus> {
        let begun = Instant::now();
        loop {
            match self.child.try_wait() {
                Ok(Some(status)) => return Some(status),
                _ if begun.elapsed() >= patience => return None,
                _ => thread::sleep(Duration::from_millis(2)),
            }
        }
    }

    /// Waits for a child that has said everything, and ends one that stays.
    fn end(&mut self) {
        if self.ended_within(FAREWELL).is_none() {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }

    fn printed(&self) -> Option<Printed> {
        let mut all = Printed { bytes: 0, begins: String::new() };
        // Two streams. One that a process outside the group keeps open is not waited for.
        for printed in (0..2).map_while(|_| self.printed.recv_timeout(FAREWELL).ok()) {
            all.bytes += printed.bytes;
            all.begins.push_str(&printed.begins);
        }
        (all.bytes > 0).then_some(all)
    }
}

/// The call by which a module as a whole is named, where no function of it is known to be at fault.
const CALL: &str = "module";

fn nothing() -> ModuleSeen {
    ModuleSeen { info: Default::default(), slots: Vec::new(), interrupted: None }
}

fn boxed(stream: impl Read + Send + 'static) -> Box<dyn Read + Send> {
    Box::new(stream)
}

fn listen(from: impl Read, to: &Sender<Heard>) {
    let mut from = BufReader::new(from);
    loop {
        let mut line = Vec::new();
        match from.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line) {
            Ok(0) | Err(_) => return,
            Ok(_) => {}
        }
        let heard = serde_json::from_slice(&line).map_or(Heard::Nonsense, Heard::Said);
        // A line that was cut is no nonsense: its writer has died.
        if !line.ends_with(b"\n") || to.send(heard).is_err() {
            return;
        }
    }
}

/// Reads what a module prints to its end, so that it is never held up, and keeps the beginning.
fn drain(mut stream: Box<dyn Read + Send>) -> Printed {
    let (mut bytes, mut begins, mut buffer) = (0, Vec::new(), [0; 4096]);
    while let Ok(count @ 1..) = stream.read(&mut buffer) {
        bytes += count as u64;
        let room = MOST_PRINTED.saturating_sub(begins.len()).min(count);
        begins.extend_from_slice(&buffer[..room]);
    }
    Printed { bytes, begins: String::from_utf8_lossy(&begins).into_owned() }
}

#[cfg(unix)]
fn ended(status: ExitStatus) -> ProbeError {
    use std::os::unix::process::ExitStatusExt;
    match status.signal() {
        Some(signal) => ProbeError::module(CALL, ModuleFault::Crashed, format!("signal {signal}")),
        None => ProbeError::module(CALL, ModuleFault::Ended, status.to_string()),
    }
}

/// An exception ends a process with its own number, an error of severity (winnt.h).
#[cfg(not(unix))]
fn ended(status: ExitStatus) -> ProbeError {
    let crashed = status.code().is_some_and(|code| code as u32 >= 0xC000_0000);
    let fault = if crashed { ModuleFault::Crashed } else { ModuleFault::Ended };
    ProbeError::module(CALL, fault, status.to_string())
}

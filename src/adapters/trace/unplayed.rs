//! A trace, sorted by whom it was asked of.

use super::conversation::Conversation;
use super::line::{Entry, Exchanged, Told};
use crate::facts::{Blob, ModuleFacts, ReaderFacts, StationFacts};
use crate::ports::FoundModule;
use jiff::Timestamp;
use std::collections::VecDeque;
use std::time::Duration;

/// What has not been asked for yet.
#[derive(Default)]
pub(super) struct Unplayed {
    pub(super) clock: Again<Timestamp>,
    pub(super) station: Again<Told<Box<StationFacts>>>,
    pub(super) readers: Again<Told<Vec<ReaderFacts>>>,
    pub(super) roots: Again<Told<Vec<Blob>>>,
    pub(super) entropy: VecDeque<Told<Blob>>,
    pub(super) exchanges: VecDeque<Exchanged>,
    pub(super) conversations: VecDeque<Conversation>,
    pub(super) installed: Again<Told<Vec<FoundModule>>>,
    pub(super) modules: VecDeque<(FoundModule, Told<Box<ModuleFacts>>)>,
}

/// What costs nothing to ask and changes slowly: asked oftener than it was recorded, it says the last thing again.
pub(super) struct Again<T>(VecDeque<T>);

impl<T> Default for Again<T> {
    fn default() -> Self {
        Again(VecDeque::new())
    }
}

impl<T: Clone> Again<T> {
    /// The next answer, or the last one again.
    pub(super) fn next(&mut self) -> Option<T> {
        if self.0.len() > 1 { self.0.pop_front() } else { self.0.front().cloned() }
    }
}

impl Unplayed {
    /// The entries, each where it is looked for.
    pub(super) fn of(entries: Vec<(u64, Entry)>) -> Self {
        let (mut rest, mut numbers) = (Unplayed::default(), Vec::new());
        entries.into_iter().for_each(|(line, entry)| rest.sort(line, entry, &mut numbers));
        rest.conversations.iter_mut().for_each(Conversation::follow);
        rest
    }

    /// Puts an entry where it is looked for. `numbers` are those of the conversations so far.
    fn sort(&mut self, line: u64, entry: Entry, numbers: &mut Vec<u64>) {
        let find = |number: u64| numbers.iter().rposition(|known| *known == number);
        match entry {
            Entry::Clock(now) => self.clock.0.push_back(now),
            Entry::Station(told) => self.station.0.push_back(told),
            Entry::Readers(told) => self.readers.0.push_back(told),
            Entry::Roots(told) => self.roots.0.push_back(told),
            Entry::Entropy(told) => self.entropy.push_back(told),
            Entry::Modules(told) => self.installed.0.push_back(told),
            Entry::Module { module, told } => self.modules.push_back((module, told)),
            Entry::Http(exchanged) => self.exchanges.push_back(exchanged),
            Entry::Connect { conversation, reader, us, told } => {
                numbers.push(conversation);
                let took = Duration::from_micros(us);
                self.conversations.push_back(Conversation::new(line, &reader, took, told));
            }
            Entry::Command { conversation, sent, us, told } => {
                if let Some(begun) = find(conversation).and_then(|at| self.conversations.get_mut(at)) {
                    begun.add(line, sent, Duration::from_micros(us), told);
                }
            }
            Entry::Close { conversation, told } => {
                if let Some(begun) = find(conversation).and_then(|at| self.conversations.get_mut(at)) {
                    begun.closed = Some(told);
                }
            }
            Entry::End(_) => {}
        }
    }
}

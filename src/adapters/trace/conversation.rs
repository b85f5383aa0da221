//! One card's part of a trace: commands and answers, found again.

use super::line::{Opened, Told};
use super::place::{DependsOn, Place, depends_on};
use super::spoken::{HexBytes, Spoken};
use crate::iso7816::apdu::{Command, Response};
use crate::iso7816::status::StatusWord;
use std::time::Duration;

/// A line to a card as it was recorded.
#[derive(Debug, Clone)]
pub(super) struct Conversation {
    /// The reader's name.
    pub reader: String,
    /// The line of the trace on which it begins.
    pub line: u64,
    /// How long opening it took.
    pub took: Duration,
    /// Whether it came about.
    pub opened: Told<Opened>,
    /// How closing it went; `None` where the trace does not say.
    pub closed: Option<Told<()>>,
    turns: Vec<Turn>,
    /// Which turn is expected next.
    cursor: usize,
    /// Where the card would stand now.
    place: Place,
}

/// A command and its answer.
#[derive(Debug, Clone)]
struct Turn {
    line: u64,
    sent: Spoken,
    told: Told<HexBytes>,
    took: Duration,
    used: bool,
    depends_on: DependsOn,
    before: Place,
    after: Place,
}

/// A command's recorded answer.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Heard {
    /// The line of the trace that it stands on.
    pub line: u64,
    /// The answer.
    pub told: Told<HexBytes>,
    /// How long it took.
    pub took: Duration,
}

impl Conversation {
    /// One that begins on `line`.
    pub(super) fn new(line: u64, reader: &str, took: Duration, opened: Told<Opened>) -> Self {
        Conversation {
            reader: reader.to_owned(),
            line,
            took,
            opened,
            closed: None,
            turns: Vec::new(),
            cursor: 0,
            place: Place::default(),
        }
    }

    /// Adds a command and its answer, in the order of the trace.
    pub(super) fn add(&mut self, line: u64, sent: Spoken, took: Duration, told: Told<HexBytes>) {
        let (before, after) = (Place::default(), Place::default());
        self.turns.push(Turn {
            line,
            sent,
            told,
            took,
            used: false,
            depends_on: DependsOn::Previous,
            before,
            after,
        });
    }

    /// Follows the card from place to place, once all is there.
    pub(super) fn follow(&mut self) {
        let commands: Vec<Option<Command>> = self.turns.iter().map(|turn| turn.sent.command()).collect();
        let mut place = Place::default();
        let mut next = None;
        let nexts: Vec<Option<&Command>> = (commands.iter().rev())
            .map(|command| {
                let after = next;
                // GET RESPONSE belongs to the command before it.
                if let Some(command) = command.as_ref().filter(|command| command.ins != 0xC0) {
                    next = Some(command);
                }
                after
            })
            .collect();
        for ((turn, command), next) in self.turns.iter_mut().zip(&commands).zip(nexts.into_iter().rev()) {
            turn.depends_on = depends_on(command.as_ref());
            turn.before = place.clone();
            if let (Some(command), Some(status)) = (command, status(&turn.told)) {
                place = place.after(command, status, next);
            }
            turn.after = place.clone();
        }
    }

    /// The recorded answer to a command: the next one's, where that is the command that was recorded next; else that of an
    /// equal command which was not asked for yet, later or earlier, provided that it was sent where the card stands now.
    pub(super) fn answer(&mut self, command: &Command) -> Option<Heard> {
        let sent = Spoken::of(command);
        let fits = |(index, turn): &(usize, &Turn)| {
            let in_order = *index == self.cursor && self.place == turn.before;
            !turn.used && turn.sent == sent && (in_order || self.place.is_as(&turn.before, turn.depends_on))
        };
        let turns = || self.turns.iter().enumerate();
        let later = turns().skip(self.cursor).find(fits);
        let (index, _) = later.or_else(|| turns().take(self.cursor).find(fits))?;
        let turn = &mut self.turns[index];
        turn.used = true;
        self.cursor = index + 1;
        self.place = turn.after.clone();
        Some(Heard { line: turn.line, told: turn.told.clone(), took: turn.took })
    }
}

fn status(told: &Told<HexBytes>) -> Option<StatusWord> {
    match told {
        Told::Answer(answer) => Response::parse(&answer.0).map(|response| response.status),
        Told::Error(_) | Told::Unanswered { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{ProbeError, ProbePlace};

    fn spoken(turns: &[(Command, &[u8])]) -> Conversation {
        let none = Told::Error(ProbeError::new("SCardConnect", ProbePlace::Library, "none"));
        let mut conversation = Conversation::new(2, "reader", Duration::ZERO, none);
        for (line, (command, answer)) in (3..).zip(turns) {
            let told = Told::Answer(HexBytes(answer.to_vec()));
            conversation.add(line, Spoken::of(command), Duration::ZERO, told);
        }
        conversation.follow();
        conversation
    }

    fn select(file: u8) -> Command {
        Command::select(8, 0, &[0x50, 0x15, 0x44, file])
    }

    fn relative(file: u8) -> Command {
        Command::select(0, 0, &[0x44, file])
    }

    fn read() -> Command {
        Command::read_binary(0, 256)
    }

    fn line(conversation: &mut Conversation, command: &Command) -> Option<u64> {
        conversation.answer(command).map(|heard| heard.line)
    }

    const DONE: &[u8] = &[0x90, 0x00];

    #[test]
    fn commands_are_answered_in_order_and_each_once() {
        let turns = [(select(1), DONE), (read(), &[1, 0x90, 0]), (read(), &[2, 0x90, 0])];
        let mut conversation = spoken(&turns);
        let lines = [&turns[0].0, &turns[1].0, &turns[2].0].map(|one| line(&mut conversation, one));
        assert_eq!(lines, [Some(3), Some(4), Some(5)]);
        assert_eq!(line(&mut conversation, &read()), None);
    }

    #[test]
    fn another_order_finds_the_same_files() {
        let mut conversation = spoken(&[
            (select(1), DONE),
            (read(), &[1, 0x90, 0]),
            (relative(2), DONE),
            (read(), &[2, 0x90, 0]),
            (relative(3), DONE),
            (read(), &[3, 0x90, 0]),
        ]);
        let order = [select(1), read(), relative(3), read(), relative(2), read()];
        let lines = order.each_ref().map(|one| line(&mut conversation, one));
        assert_eq!(lines, [Some(3), Some(4), Some(7), Some(8), Some(5), Some(6)]);
    }

    #[test]
    fn no_file_is_answered_for_another() {
        let turns =
            [(select(1), DONE), (Command::read_binary(0, 4), DONE), (select(2), DONE), (read(), DONE)];
        let mut conversation = spoken(&turns);
        assert_eq!(line(&mut conversation, &select(1)), Some(3));
        // That much was read of the other file only.
        assert_eq!(line(&mut conversation, &read()), None);
        assert_eq!(line(&mut conversation, &relative(2)), None, "it was selected by path");
    }

    #[test]
    fn no_directory_is_answered_for_another() {
        let [master, one, other] =
            [[0x3F, 0x00], [0x50, 0x15], [0x60, 0x00]].map(|id| Command::select(0, 0, &id));
        let mut conversation = spoken(&[
            (master.clone(), DONE),
            (one, DONE),
            (relative(1), DONE),
            (read(), DONE),
            (master.clone(), DONE),
            (other.clone(), DONE),
        ]);
        assert_eq!(line(&mut conversation, &master), Some(3));
        assert_eq!(line(&mut conversation, &other), Some(8));
        assert_eq!(line(&mut conversation, &relative(1)), None);
    }

    #[test]
    fn an_answer_that_waits_is_fetched_after_its_command_only() {
        let fetch = Command::get_response(0, 0x1B);
        let mut conversation =
            spoken(&[(select(1), &[0x61, 0x1B]), (fetch.clone(), DONE), (select(2), DONE)]);
        assert_eq!(line(&mut conversation, &select(2)), Some(5));
        assert_eq!(line(&mut conversation, &fetch), None);
        assert_eq!(line(&mut conversation, &select(1)), Some(3));
        assert_eq!(line(&mut conversation, &fetch), Some(4));
    }
}

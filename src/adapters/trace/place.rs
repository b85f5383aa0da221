//! Where on a card a recorded command was at work: what a relative command answers is true there only.

use crate::iso7816::apdu::Command;
use crate::iso7816::path::MF;
use crate::iso7816::status::StatusWord;

/// The current directory and the current file of a card (ISO 7816-4 §8.2), as far as a conversation shows them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// The path from the master file, or the application's name; empty where nobody has selected one yet.
    directory: Vec<u8>,
    /// The identifier of the file in it.
    file: Option<Vec<u8>>,
}

/// What must be the same for a recorded answer to be the answer to an equal command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DependsOn {
    /// Nothing.
    Nothing,
    /// The current directory.
    Directory,
    /// The current file, too.
    File,
    /// The command before: GET RESPONSE.
    Previous,
}

/// What a command's answer depends on.
pub(super) fn depends_on(command: Option<&Command>) -> DependsOn {
    let Some(command) = command else { return DependsOn::Previous };
    match command.ins {
        0xA4 if is_absolute(command) => DependsOn::Nothing,
        0xB0 | 0xB1 if command.p1 & 0x80 != 0 => DependsOn::Directory,
        0xB2 | 0xB3 if command.p2 >> 3 != 0 => DependsOn::Directory,
        0xB0..=0xB3 => DependsOn::File,
        0xC0 => DependsOn::Previous,
        _ => DependsOn::Directory,
    }
}

impl Place {
    /// Where the card stands after `command` was answered with `status`; `next` is what it was asked next.
    pub(super) fn after(&self, command: &Command, status: StatusWord, next: Option<&Command>) -> Self {
        if !status.has_data() && status.waiting().is_none() {
            return self.clone();
        }
        match depends_on(Some(command)) {
            _ if command.ins == 0xA4 => self.selected(command, next),
            DependsOn::Directory if matches!(command.ins, 0xB0..=0xB3) => {
                let short = if command.ins < 0xB2 { command.p1 & 0x1F } else { command.p2 >> 3 };
                Place { file: Some(vec![short]), ..self.clone() }
            }
            _ => self.clone(),
        }
    }

    fn selected(&self, command: &Command, next: Option<&Command>) -> Self {
        let below = |start: &[u8]| [start, &command.data].concat();
        let target = match command.p1 {
            // An application's name is no path, and has more bytes than one step of it.
            0x04 => return Place { directory: below(&[]), file: None },
            0x03 => {
                let above = self.directory.len().saturating_sub(2);
                return Place { directory: self.directory[..above].to_vec(), file: None };
            }
            0x08 => below(&MF.to_be_bytes()),
            0x00 if is_absolute(command) => MF.to_be_bytes().to_vec(),
            _ => below(&self.directory),
        };
        let is_file = command.p1 == 0x02 || command.p1 != 0x01 && next.is_some_and(reads_on);
        match target.split_last_chunk::<2>() {
            Some((directory, identifier)) if is_file => {
                Place { directory: directory.to_vec(), file: Some(identifier.to_vec()) }
            }
            _ => Place { directory: target, file: None },
        }
    }

    /// Whether what was answered at `recorded` is answered here, too.
    pub(super) fn is_as(&self, recorded: &Place, depends_on: DependsOn) -> bool {
        match depends_on {
            DependsOn::Nothing => true,
            DependsOn::Directory => self.directory == recorded.directory,
            DependsOn::File => self == recorded,
            DependsOn::Previous => false,
        }
    }
}

/// SELECT by name, by path from the master file, or of the master file itself (ISO 7816-4 §11.2.2).
fn is_absolute(command: &Command) -> bool {
    let master = command.data.is_empty() || command.data == MF.to_be_bytes();
    matches!(command.p1, 0x04 | 0x08) || command.p1 == 0x00 && master
}

/// Whether a command reads the file that was just selected.
fn reads_on(command: &Command) -> bool {
    matches!(command.ins, 0xB0..=0xB3) && depends_on(Some(command)) == DependsOn::File
}

#[cfg(test)]
mod tests {
    use super::*;

    const DONE: StatusWord = StatusWord(0x9000);

    fn walk(commands: &[(&Command, u16)]) -> Place {
        let mut place = Place::default();
        for (index, (command, status)) in commands.iter().enumerate() {
            let next = commands.get(index + 1).map(|(command, _)| *command);
            place = place.after(command, StatusWord(*status), next);
        }
        place
    }

    #[test]
    fn the_same_file_is_the_same_place_by_either_way() {
        let read = Command::read_binary(0, 256);
        let by_path = Command::select(8, 0, &[0x50, 0x15, 0x44, 0x01]);
        let [master, directory, file] =
            [[0x3F, 0x00], [0x50, 0x15], [0x44, 0x01]].map(|id| Command::select(0, 0, &id));
        let one = walk(&[(&by_path, 0x9000), (&read, 0x9000)]);
        let other = walk(&[(&master, 0x9000), (&directory, 0x9000), (&file, 0x611B), (&read, 0x9000)]);
        assert_eq!(one, other);
        assert_eq!(one.directory, [0x3F, 0x00, 0x50, 0x15]);
        assert_eq!(one.file.as_deref(), Some([0x44, 0x01].as_slice()));
    }

    #[test]
    fn a_refusal_moves_nothing() {
        let here = walk(&[(&Command::select(8, 0, &[0x50, 0x15]), 0x9000)]);
        assert_eq!(here.after(&Command::select(4, 0, &[0xA0; 5]), StatusWord(0x6A82), None), here);
        let inside = here.after(&Command::read_short_identifier(5, 256), DONE, None);
        assert!(inside.is_as(&here, DependsOn::Directory) && !inside.is_as(&here, DependsOn::File));
    }

    #[test]
    fn what_depends_on_what() {
        assert_eq!(depends_on(Some(&Command::select(0, 0, &[0x3F, 0x00]))), DependsOn::Nothing);
        assert_eq!(depends_on(Some(&Command::select(0, 0, &[0x2F, 0x00]))), DependsOn::Directory);
        assert_eq!(depends_on(Some(&Command::read_binary(0, 1))), DependsOn::File);
        assert_eq!(depends_on(Some(&Command::read_record(1))), DependsOn::File);
        assert_eq!(depends_on(Some(&Command::read_short_identifier(30, 1))), DependsOn::Directory);
        assert_eq!(depends_on(Some(&Command::get_response(0, 1))), DependsOn::Previous);
        assert_eq!(depends_on(Some(&Command::verify_status(1))), DependsOn::Directory);
        assert_eq!(depends_on(None), DependsOn::Previous);
    }
}

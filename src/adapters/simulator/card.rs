//! The engine of a simulated card: bytes of a command in, bytes of the answer out, as ISO 7816-4 has it.

use super::card_file::{Behaviour, CardFile, CardFileError, DataObject};
use super::fault::{Fault, FaultKind, Happening};
use super::fci::{self, Template};
use super::pin::PinState;
use super::tree::{Content, Place, ROOT, Tree};
use crate::facts::Protocol;
use crate::iso7816::apdu::{Command, EXTENDED_MAX, Response, SHORT_MAX};
use std::time::Duration;

/// A card that exists only here.
///
/// It remembers the selected file and the PIN tries from command to command, as a card does.
#[derive(Debug, Clone)]
pub struct SimulatedCard {
    atr: Vec<u8>,
    protocol: Protocol,
    behaviour: Behaviour,
    tree: Tree,
    pins: Vec<PinState>,
    objects: Vec<DataObject>,
    directory: Place,
    file: Option<Place>,
    /// What waits for GET RESPONSE.
    waiting: Vec<u8>,
    attempts: u32,
    faults: Vec<Fault>,
    /// Commands since it was put in; a reset does not begin anew.
    commands: u64,
}

impl SimulatedCard {
    /// The card that `file` describes, just powered up.
    pub fn new(file: &CardFile) -> Self {
        SimulatedCard {
            atr: file.atr.0.clone(),
            protocol: file.protocol,
            behaviour: file.behaviour.clone(),
            tree: Tree::of(file),
            pins: file.pins.iter().cloned().map(PinState::new).collect(),
            objects: file.objects.clone(),
            directory: ROOT,
            file: None,
            waiting: Vec::new(),
            attempts: 0,
            faults: file.faults.iter().map(|fault| fault.get_ref().clone()).collect(),
            commands: 0,
        }
    }

    /// The card that the text of a card file describes; `origin` names it in errors.
    ///
    /// # Errors
    /// As [`CardFile::parse`].
    pub fn parse(text: &str, origin: &str) -> Result<Self, CardFileError> {
        CardFile::parse(text, origin).map(|file| SimulatedCard::new(&file))
    }

    /// The answer to reset.
    pub fn atr(&self) -> &[u8] {
        &self.atr
    }

    /// The transmission protocol.
    pub fn protocol(&self) -> Protocol {
        self.protocol
    }

    /// Power off and on: the master file is selected, no PIN is given. PIN tries stay as they are.
    pub fn reset(&mut self) {
        self.directory = ROOT;
        self.file = None;
        self.waiting.clear();
        self.pins.iter_mut().for_each(PinState::forget);
    }

    /// How many VERIFY commands carried a PIN, or cost a try without one.
    pub fn verify_attempts(&self) -> u32 {
        self.attempts
    }

    /// How many tries the PIN of that reference has left.
    pub fn tries_left(&self, reference: u8) -> Option<u8> {
        self.pins.iter().find(|state| state.pin.reference == reference).map(PinState::tries)
    }

    /// Carries out one command, and lets happen what the card's faults make of it.
    pub fn exchange(&mut self, command: &[u8]) -> Happening {
        self.commands += 1;
        let truth = self.answer(command);
        match self.faults.iter().find(|fault| fault.strikes(self.commands)) {
            Some(fault) => fault.happening(self.commands, truth),
            None => Happening::Answer(truth),
        }
    }

    /// How long another program holds it from the beginning on; `None` when nobody does, and no time is without end.
    pub fn held_at_first(&self) -> Option<Option<Duration>> {
        let from_the_first = |fault: &&Fault| fault.at == 0 && fault.kind == FaultKind::Sharing;
        self.faults.iter().find(from_the_first).map(Fault::time)
    }

    /// Carries out one command as it stands and returns the whole answer, status word included.
    pub fn answer(&mut self, command: &[u8]) -> Vec<u8> {
        self.respond(command).to_bytes()
    }

    fn respond(&mut self, bytes: &[u8]) -> Response {
        // Only a command of extended length has 00 as its fifth byte and more behind it (ISO 7816-4 §5.2).
        let extended = bytes.len() > 5 && bytes[4] == 0;
        let command = match Command::parse(bytes) {
            Some(command) if !extended || self.behaviour.extended => command,
            _ => return Response::of(0x6700),
        };
        if !self.behaviour.classes.0.contains(&command.cla) {
            return Response::of(0x6E00);
        }
        if command.ins != 0xC0 {
            self.waiting.clear();
        }
        match command.ins {
            0xA4 => self.select(&command),
            0xB0 => self.read_binary(command),
            0xB2 => self.read_record(&command),
            0xCB => self.get_data(&command),
            0x20 => self.verify(&command),
            0xC0 => self.get_response(&command),
            _ => Response::of(0x6D00),
        }
    }

    fn select(&mut self, command: &Command) -> Response {
        let template = match command.p2 & 0x0C {
            0x00 => Some(Template::Fci),
            0x04 => Some(Template::Fcp),
            0x0C if self.behaviour.select_p2_0c => None,
            _ => return Response::of(0x6A86),
        };
        let found = match self.find(command) {
            Ok(Some(place)) => place,
            Ok(None) => return Response::of(0x6A82),
            Err(status) => return Response::of(status),
        };
        if self.tree.is_directory(found) {
            (self.directory, self.file) = (found, None);
        } else {
            self.directory = self.tree.parent(found).unwrap_or(ROOT);
            self.file = Some(found);
        }
        let information = match (template, self.tree.node(found)) {
            (Some(template), Some(node)) if self.behaviour.fci => fci::describe(node, template),
            _ => Vec::new(),
        };
        self.hand_over(information, command.expected)
    }

    /// What SELECT points at: `Ok(None)` when it is not there, `Err` with a status word when it cannot be asked so.
    fn find(&self, command: &Command) -> Result<Option<Place>, u16> {
        let data = command.data.as_slice();
        let identifier = || match *data {
            [high, low] => Ok(u16::from_be_bytes([high, low])),
            _ => Err(0x6A87_u16),
        };
        let by_path = matches!(command.p1, 0x08 | 0x09);
        if command.p2 & 0x03 != 0 && command.p1 != 0x04 || by_path && !self.behaviour.select_by_path {
            return Err(0x6A86);
        }
        let tree = &self.tree;
        Ok(match command.p1 {
            0x00 if data.is_empty() => tree.root(),
            0x00 => tree.near(self.directory, identifier()?),
            0x01 => tree.child(self.directory, identifier()?).filter(|place| tree.is_directory(*place)),
            0x02 => tree.child(self.directory, identifier()?).filter(|place| !tree.is_directory(*place)),
            0x03 if data.is_empty() => tree.parent(self.directory),
            0x03 => return Err(0x6A87),
            0x04 => self.application(data, command.p2 & 0x03)?,
            0x08 => tree.descend(ROOT, data),
            0x09 => tree.descend(self.directory, data),
            _ => return Err(0x6A86),
        })
    }

    /// The first application of that (partial) name, or with occurrence 2 the one after the current directory.
    fn application(&self, name: &[u8], occurrence: u8) -> Result<Option<Place>, u16> {
        if !(1..=16).contains(&name.len()) {
            return Err(0x6A87);
        }
        let matching = self.tree.applications(name);
        match occurrence {
            0x00 => Ok(matching.first().copied()),
            0x02 => {
                let next = matching.iter().position(|place| *place == self.directory).map_or(0, |at| at + 1);
                Ok(matching.get(next).copied())
            }
            _ => Err(0x6A86),
        }
    }

    /// Returns `data`. A T=0 card cannot answer a command that brought data with data of its own: it says how much
    /// waits (61xx) and is asked for it (ISO 7816-3 §12.2.5).
    fn hand_over(&mut self, data: Vec<u8>, expected: Option<usize>) -> Response {
        if data.is_empty() {
            return Response::of(0x9000);
        }
        if self.protocol == Protocol::T0 {
            self.waiting = data;
            return Response::of(0x6100 | count_byte(self.waiting.len()));
        }
        match expected {
            None => Response::of(0x9000),
            Some(count) if count < data.len() => Response::of(0x6C00 | count_byte(data.len())),
            Some(_) => Response { data, ..Response::of(0x9000) },
        }
    }

    /// GET DATA with a tag list of one tag (ISO 7816-4 §11.5.3). What one answer cannot hold waits for GET RESPONSE.
    fn get_data(&mut self, command: &Command) -> Response {
        let [0x5C, length, tag @ ..] = command.data.as_slice() else {
            return Response::of(0x6A80);
        };
        if usize::from(*length) != tag.len() {
            return Response::of(0x6A80);
        }
        let here = |object: &&DataObject| {
            object.tag.0 == tag
                && object.file.0 == [command.p1, command.p2]
                && self.tree.is_within(self.directory, &object.directory)
        };
        let Some(data) = self.objects.iter().find(here).map(|object| object.hex.0.clone()) else {
            return Response::of(0x6A82);
        };
        if self.protocol == Protocol::T0 {
            return self.hand_over(data, command.expected);
        }
        self.waiting = data;
        let count = command.expected.unwrap_or(0).min(self.waiting.len());
        self.give(count)
    }

    fn get_response(&mut self, command: &Command) -> Response {
        let count = command.expected.unwrap_or(SHORT_MAX);
        if self.waiting.is_empty() {
            return Response::of(0x6985);
        }
        if count > self.waiting.len() {
            return Response::of(0x6C00 | count_byte(self.waiting.len()));
        }
        self.give(count)
    }

    /// The first `count` bytes of what waits, and how much waits then.
    fn give(&mut self, count: usize) -> Response {
        let rest = self.waiting.split_off(count);
        let data = std::mem::replace(&mut self.waiting, rest);
        let status = if self.waiting.is_empty() { 0x9000 } else { 0x6100 | count_byte(self.waiting.len()) };
        Response { data, ..Response::of(status) }
    }

    fn read_binary(&mut self, mut command: Command) -> Response {
        let Some(count) = command.expected.filter(|_| command.data.is_empty()) else {
            return Response::of(0x6700);
        };
        if command.p1 & 0x80 != 0 {
            match self.by_short_identifier(command.p1 & 0x1F) {
                Some(file) => self.file = Some(file),
                None => return Response::of(0x6A82),
            }
            command.p1 = 0;
        }
        let bytes = match self.content() {
            Some(Content::Transparent { bytes, .. }) => bytes,
            Some(_) => return Response::of(0x6981),
            None => return Response::of(0x6986),
        };
        match bytes.get(usize::from(u16::from_be_bytes([command.p1, command.p2]))..) {
            Some([]) if bytes.is_empty() => Response::of(0x6282),
            None | Some([]) => Response::of(0x6B00),
            Some(rest) => self.return_of(rest, count),
        }
    }

    /// The file in the current directory with that short identifier; 30 is EF.DIR, wherever the card stands.
    fn by_short_identifier(&self, short: u8) -> Option<Place> {
        /// ISO 7816-4 §12.2.1.
        const EF_DIR: (u8, u16) = (30, 0x2F00);
        if !self.behaviour.short_identifiers {
            return None;
        }
        if short == EF_DIR.0 {
            return self.tree.child(ROOT, EF_DIR.1);
        }
        self.tree.by_short_identifier(self.directory, short)
    }

    fn read_record(&self, command: &Command) -> Response {
        let Some(count) = command.expected.filter(|_| command.data.is_empty()) else {
            return Response::of(0x6700);
        };
        // Bits 8 to 4 of P2 hold a short identifier, which no file here has; 100 is "the record of that number".
        if command.p2 != 0x04 {
            return Response::of(if command.p2 & 0x07 == 0x04 { 0x6A82 } else { 0x6A86 });
        }
        let records = match self.content() {
            Some(Content::Records(records)) => records,
            Some(_) => return Response::of(0x6981),
            None => return Response::of(0x6986),
        };
        match usize::from(command.p1).checked_sub(1).and_then(|index| records.get(index)) {
            Some(record) if record.is_empty() => Response::of(0x9000),
            Some(record) if count < record.len() => Response::of(0x6C00 | count_byte(record.len())),
            Some(record) => self.return_of(record, count),
            None => Response::of(0x6A83),
        }
    }

    /// `count` bytes of `rest`, which is not empty, or what a card says when there are not so many.
    fn return_of(&self, rest: &[u8], count: usize) -> Response {
        let limit =
            self.behaviour.max_le.unwrap_or(if self.behaviour.extended { EXTENDED_MAX } else { SHORT_MAX });
        let most = rest.len().min(limit.max(1));
        let data = rest[..most.min(count)].to_vec();
        if count <= most {
            return Response { data, ..Response::of(0x9000) };
        }
        if self.protocol == Protocol::T0 {
            return Response::of(0x6C00 | count_byte(most));
        }
        // Le = 00 asks for all there is, so that less is no surprise (ISO 7816-4 §11.3.3).
        let all = count == SHORT_MAX || count == EXTENDED_MAX;
        let status = if all || most < rest.len() { 0x9000 } else { 0x6282 };
        Response { data, ..Response::of(status) }
    }

    fn content(&self) -> Option<&Content> {
        self.file.and_then(|place| self.tree.node(place)).map(|node| &node.content)
    }

    fn verify(&mut self, command: &Command) -> Response {
        if command.p1 != 0 {
            return Response::of(0x6A86);
        }
        let (tree, directory) = (&self.tree, self.directory);
        let here = |state: &&mut PinState| {
            state.pin.reference == command.p2
                && state.pin.class == command.cla
                && state.pin.directory.as_ref().is_none_or(|path| tree.is_within(directory, path))
        };
        let Some(state) = self.pins.iter_mut().find(here) else {
            return Response::of(0x6A88);
        };
        let verdict = state.verify(command);
        self.attempts += u32::from(verdict.attempt);
        verdict.response
    }
}

/// The low byte of 61xx and 6Cxx: 00 stands for 256, and for more.
fn count_byte(count: usize) -> u16 {
    if count < SHORT_MAX { count as u16 } else { 0 }
}

#[cfg(test)]
pub(super) mod tests;

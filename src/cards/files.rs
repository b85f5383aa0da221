//! A card's files: selecting and reading them with as few commands as the card allows.
//!
//! Card time is commands × bytes. Three habits keep commands near the least possible: a file in the current
//! directory is selected by its identifier alone; sizes come from the SELECT answer where that answer is free; and
//! reading stops as soon as the content itself says that it is complete.

use super::content::{Extent, Shape, complete, finish};
use super::{Channel, answers_cost_a_command};
use crate::facts::{Blob, CardFile, FilePurpose, Observed, ProbeError, ProbePlace};
use crate::iso7816::apdu::{Command, EXTENDED_MAX, Response, SHORT_MAX};
use crate::iso7816::atr::Atr;
use crate::iso7816::path::{MF, Path};
use crate::iso7816::status::StatusWord;
use crate::iso7816::tlv::Tlv;
use std::collections::HashSet;

/// READ BINARY addresses 15 bits (ISO 7816-4 §11.3.3); no directory or certificate on a card comes near.
const LARGEST: usize = 0x8000;

/// EF.DIR has a record for each application; a card with more than this is not telling the truth.
const MOST_RECORDS: u8 = 32;

/// A selected file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Selected {
    /// Its size in bytes, if the card told.
    size: Option<usize>,
    /// It is made of records.
    records: bool,
}

/// What has come of a file so far.
#[derive(Debug, Default)]
struct Begun {
    content: Vec<u8>,
    /// The last answer was shorter than what was asked for.
    short: bool,
}

/// Where the card's pointer stands.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Place {
    /// Not known.
    Unknown,
    /// In this directory.
    Directory(Path),
    /// In the application that was selected by name.
    Application(Vec<u8>),
}

/// The files of one card.
pub(super) struct Files<'c, 'k> {
    channel: &'c mut Channel<'k>,
    /// Every file that was asked for.
    pub(super) seen: Vec<CardFile>,
    place: Place,
    /// P2 of SELECT: 00 asks for file control information, 0C for nothing.
    quiet: bool,
    /// Whether the card takes paths (P1 = 08); learnt by trying.
    takes_paths: bool,
    /// Whether files can be read by short identifier.
    short_identifiers: bool,
    /// How much one command may return.
    chunk: usize,
    /// The application that was selected by name, and the path that it stands for.
    application: Option<(Vec<u8>, Path)>,
    /// Names that the card refused, not to be asked for twice.
    pub(super) refused: HashSet<Vec<u8>>,
}

impl<'c, 'k> Files<'c, 'k> {
    /// The files behind `channel`, read in the ways that the answer to reset promises.
    pub(super) fn new(channel: &'c mut Channel<'k>, atr: Option<&Atr>) -> Self {
        let extended = atr.is_some_and(Atr::says_extended_length);
        let quiet = answers_cost_a_command(channel.protocol());
        // T=0 has no extended form; its ENVELOPE would cost more commands than it saves.
        let chunk = if extended && !quiet { EXTENDED_MAX } else { SHORT_MAX };
        Files {
            channel,
            seen: Vec::new(),
            place: Place::Unknown,
            quiet,
            takes_paths: true,
            short_identifiers: atr.is_some_and(Atr::says_short_identifiers),
            chunk,
            application: None,
            refused: HashSet::new(),
        }
    }

    /// Sends a command that concerns no file.
    pub(super) fn send(&mut self, command: &Command) -> Result<Response, ProbeError> {
        self.channel.send(command)
    }

    /// GET DATA (ISO 7816-4 §11.5.3): the object of that tag in `file`, in one answer or in as many as it takes.
    ///
    /// # Errors
    /// The line failed, or the card gives no end; a refusal is an answer.
    pub(super) fn get_data(&mut self, file: u16, tag: &[u8]) -> Result<Response, ProbeError> {
        let answer = self.channel.send_for(&Command::get_data(file, tag, self.chunk), LARGEST);
        if Self::refuses_extended(self.chunk, &answer) {
            self.chunk = SHORT_MAX;
            return self.channel.send_for(&Command::get_data(file, tag, SHORT_MAX), LARGEST);
        }
        answer
    }

    /// Notes what became of a file.
    pub(super) fn note(&mut self, path: String, purpose: FilePurpose, read: &Result<Vec<u8>, ProbeError>) {
        let keep = !matches!(purpose, FilePurpose::Certificate);
        let length = match read {
            Ok(bytes) => Observed::seen(bytes.len() as u64),
            Err(error) => Observed::Failed(error.clone()),
        };
        let content = read.as_ref().ok().filter(|_| keep).map(|bytes| Blob(bytes.clone()));
        self.seen.push(CardFile { path, purpose, length, content });
    }

    /// Selects an application by its identifier; from now on relative paths are under `path`.
    ///
    /// # Errors
    /// The card refuses, or the line failed.
    pub(super) fn select_application(&mut self, aid: &[u8], path: Path) -> Result<(), ProbeError> {
        let what = format!("SELECT {}", Blob(aid.to_vec()).hex());
        self.select_raw(0x04, aid, &what)?;
        self.place = Place::Application(aid.to_vec());
        self.application = Some((aid.to_vec(), path));
        Ok(())
    }

    /// Selects an applet that has a file system of its own; from now on paths are in there.
    ///
    /// # Errors
    /// The card refuses, or the line failed.
    pub(super) fn select_applet(&mut self, aid: &[u8]) -> Result<(), ProbeError> {
        self.select_raw(0x04, aid, &format!("SELECT {}", Blob(aid.to_vec()).hex()))?;
        self.place = Place::Unknown;
        self.application = None;
        self.refused.clear();
        Ok(())
    }

    /// Selects the application of a family that has a layout of its own.
    ///
    /// # Errors
    /// The card refuses, or the line failed.
    pub(super) fn select_by_name(&mut self, aid: &[u8]) -> Result<(), ProbeError> {
        self.select_raw(0x04, aid, &format!("SELECT {}", Blob(aid.to_vec()).hex()))?;
        self.place = Place::Unknown;
        self.application = None;
        Ok(())
    }

    /// Works without an application's name from now on, in `path` where the card must stand there.
    ///
    /// # Errors
    /// The card refuses, or the line failed.
    pub(super) fn use_path(&mut self, path: &Path) -> Result<(), ProbeError> {
        self.application = None;
        // Short identifiers are those of the current directory; everything else is reached by its own path.
        if self.short_identifiers { self.enter(path) } else { Ok(()) }
    }

    /// Makes `path` the current directory without an application's name.
    ///
    /// # Errors
    /// The card refuses, or the line failed.
    pub(super) fn enter(&mut self, path: &Path) -> Result<(), ProbeError> {
        if self.place == Place::Directory(path.clone()) || self.is_application(path) {
            return Ok(());
        }
        if let Some((aid, root)) = self.application.clone()
            && *path == root
        {
            return self.select_application(&aid, root);
        }
        self.walk(path, path)?;
        self.place = Place::Directory(path.clone());
        Ok(())
    }

    /// Selects the file at `path`, absolute or relative to the application.
    ///
    /// # Errors
    /// The card refuses every way there is, or the line failed.
    pub(super) fn select(&mut self, path: &Path) -> Result<Selected, ProbeError> {
        let path = match &self.application {
            Some((_, root)) => path.under(root),
            None => path.under(&Path::new(&[MF])),
        };
        let what = format!("SELECT {path}");
        let Some((parent, file)) = path.split() else {
            return Err(ProbeError::malformed(what, "an empty path"));
        };
        let mut refusal = None;
        if self.place == Place::Directory(parent.clone()) || self.is_application(&parent) {
            match self.select_raw(0x00, &file.to_be_bytes(), &what) {
                Ok(selected) => return Ok(selected),
                Err(error) if refused(&error) => refusal = Some(error),
                Err(error) => return Err(error),
            }
        }
        if self.takes_paths && path.is_absolute() && path.ids.len() > 1 {
            match self.select_raw(0x08, &path.to_bytes()[2..], &what) {
                Ok(selected) => {
                    self.place = Place::Directory(parent);
                    return Ok(selected);
                }
                Err(error) if refused(&error) => {
                    // Not found is an answer of a card that takes paths; the rest are those of one that does not.
                    self.takes_paths = error_status(&error) == Some(StatusWord::NOT_FOUND);
                    refusal.get_or_insert(error);
                }
                Err(error) => return Err(error),
            }
        }
        // The same file, reached anew from where it must hang: the application's name, else the master file.
        if let Some((aid, root)) = self.application.clone()
            && root == parent
        {
            if !self.is_application(&parent) {
                self.select_application(&aid, root)?;
                return self.select_raw(0x00, &file.to_be_bytes(), &what);
            }
            return Err(refusal.unwrap_or_else(|| ProbeError::malformed(what, "no way leads to the file")));
        }
        let selected = self.walk(&path, &parent).map_err(|error| match refused(&error) {
            true => refusal.unwrap_or(error),
            false => error,
        })?;
        self.place = Place::Directory(parent);
        Ok(selected)
    }

    /// Reads the content of the file at `path`.
    ///
    /// # Errors
    /// The file cannot be selected or read, is longer than a card can address, or does not hold what `shape` says.
    pub(super) fn read(&mut self, path: &Path, shape: Shape) -> Result<Vec<u8>, ProbeError> {
        let selected = self.select(path)?;
        match self.read_selected(selected, shape, &path.to_string()) {
            // A T=0 card may refuse a length beyond the end with 6700 instead of telling the right one (6Cxx); then
            // the size must come from the SELECT answer, at the price of a GET RESPONSE.
            Err(error) if error_status(&error) == Some(StatusWord(0x6700)) && self.quiet => {
                self.quiet = false;
                let selected = self.select(path)?;
                self.read_selected(selected, shape, &path.to_string())
            }
            read => read,
        }
    }

    /// Reads EF.DIR: a row of data objects, transparent or by record. `by_record` is what the answer to reset says.
    ///
    /// # Errors
    /// As [`Files::read`].
    pub(super) fn read_dir(&mut self, by_record: Option<bool>) -> Result<Vec<u8>, ProbeError> {
        /// ISO 7816-4 §12.2.
        const EF_DIR: u16 = 0x2F00;
        /// ISO 7816-4 §12.2.1.
        const EF_DIR_SHORT: u8 = 30;
        const APPLICATION_TEMPLATE: u8 = 0x61;
        if by_record != Some(true)
            && let Some(content) = self.read_short(EF_DIR_SHORT, Shape::Objects, "2F00")?
            // Below the master file, where another program may have left the card, 30 is some other file.
            && content.first() == Some(&APPLICATION_TEMPLATE)
        {
            return Ok(content);
        }
        let what = "SELECT 2F00";
        // In a directory it is reached by path; a card just powered up stands in the master file.
        let by_path = self.takes_paths && self.place != Place::Unknown;
        let selected = match self.select_raw(if by_path { 0x08 } else { 0x00 }, &EF_DIR.to_be_bytes(), what) {
            // Another program may have left the card in a directory of its own. Any other refusal is that of a card
            // that has no files here at all, such as the card manager of a Java Card.
            Err(error)
                if by_path && refused(&error) || error_status(&error) == Some(StatusWord::NOT_FOUND) =>
            {
                self.select_raw(0x00, &MF.to_be_bytes(), "SELECT 3F00")?;
                self.select_raw(0x00, &EF_DIR.to_be_bytes(), what)?
            }
            other => other?,
        };
        self.place = Place::Directory(Path::new(&[MF]));
        if selected.records || (selected.size.is_none() && by_record == Some(true)) {
            return self.read_records();
        }
        match self.read_selected(selected, Shape::Objects, "2F00") {
            // 6981, and on some cards 6986 or 6A81: the file is made of records.
            Err(error) if matches!(error_status(&error), Some(StatusWord(0x6981 | 0x6986 | 0x6A81))) => {
                self.read_records()
            }
            other => other,
        }
    }

    /// Reads the file of that short identifier in the current directory without selecting it first, where the answer
    /// to reset says that the card knows short identifiers; `None` when it does not, or refuses.
    ///
    /// # Errors
    /// The line failed, or the content is malformed.
    pub(super) fn read_short(
        &mut self,
        short: u8,
        shape: Shape,
        path: &str,
    ) -> Result<Option<Vec<u8>>, ProbeError> {
        if !self.short_identifiers {
            return Ok(None);
        }
        let answer = self.channel.send(&Command::read_short_identifier(short, SHORT_MAX))?;
        if answer.data.is_empty() || !answer.status.has_data() {
            self.short_identifiers = false;
            return Ok(None);
        }
        let begun = Begun { short: answer.data.len() < SHORT_MAX, content: answer.data };
        self.read_on(begun, Selected::default(), shape, path).map(Some)
    }

    fn read_records(&mut self) -> Result<Vec<u8>, ProbeError> {
        let mut all = Vec::new();
        for record in 1..=MOST_RECORDS {
            let answer = self.channel.send(&Command::read_record(record))?;
            if !answer.status.has_data() {
                // Past the last record a card says 6A83; a few say 6A82 or 6B00.
                let past = matches!(answer.status.0, 0x6A83 | 0x6A82 | 0x6B00);
                return if past && record > 1 {
                    Ok(all)
                } else {
                    Err(refusal("READ RECORD 2F00", answer.status))
                };
            }
            all.extend_from_slice(&answer.data);
        }
        Ok(all)
    }

    fn read_selected(&mut self, selected: Selected, shape: Shape, path: &str) -> Result<Vec<u8>, ProbeError> {
        self.read_on(Begun::default(), selected, shape, path)
    }

    fn read_on(
        &mut self,
        begun: Begun,
        selected: Selected,
        shape: Shape,
        path: &str,
    ) -> Result<Vec<u8>, ProbeError> {
        let what = format!("READ BINARY {path}");
        let (start, mut end) = match shape {
            Shape::Part { offset, .. } => (offset, None),
            _ => (0, selected.size),
        };
        let Begun { mut content, mut short } = begun;
        loop {
            match complete(&content, shape) {
                Extent::Complete(length) => {
                    content.truncate(length);
                    return Ok(content);
                }
                Extent::Impossible(error) => return Err(ProbeError::malformed(what, error.to_string())),
                Extent::Needs(length) if start.saturating_add(length) > LARGEST => {
                    let claimed = start.saturating_add(length);
                    return Err(ProbeError::malformed(
                        what,
                        format!("{claimed} bytes; a card can address {LARGEST}"),
                    ));
                }
                Extent::Needs(length) => end = Some(start + length),
                Extent::Whole if short => return Ok(content),
                Extent::Whole | Extent::Open => {}
            }
            let at = start + content.len();
            let left = end.map(|end| end.saturating_sub(at));
            if left == Some(0) {
                return finish(content, shape, &what);
            }
            if at >= LARGEST {
                return Err(ProbeError::malformed(what, format!("no end after {LARGEST} bytes")));
            }
            let wanted = left.unwrap_or(self.chunk).min(self.chunk).min(LARGEST - at);
            let answer = self.read_chunk(at as u16, wanted)?;
            if answer.data.is_empty() && answer.status.is_ok() && content.is_empty() {
                // A card that has nothing to give says 6282 or 6B00.
                return Err(ProbeError::malformed(what, "the card says done (9000) and gives no data"));
            }
            if answer.data.is_empty() || !answer.status.has_data() {
                // 6B00 is the end of a file whose size nobody told; anything else is a refusal.
                let ended = answer.status.has_data() || (answer.status.0 == 0x6B00 && !content.is_empty());
                return if ended { finish(content, shape, &what) } else { Err(refusal(what, answer.status)) };
            }
            short = answer.data.len() < wanted.min(SHORT_MAX);
            content.extend_from_slice(&answer.data);
            if answer.status == StatusWord::END_OF_FILE {
                end = Some(start + content.len());
            }
        }
    }

    /// One READ BINARY; falls back to short lengths for good when the extended form is refused.
    fn read_chunk(&mut self, at: u16, wanted: usize) -> Result<Response, ProbeError> {
        let answer = self.channel.send(&Command::read_binary(at, wanted));
        if Self::refuses_extended(wanted, &answer) {
            self.chunk = SHORT_MAX;
            return self.channel.send(&Command::read_binary(at, SHORT_MAX));
        }
        answer
    }

    /// Whether `answer` refuses the extended form in which `wanted` bytes were asked for.
    fn refuses_extended(wanted: usize, answer: &Result<Response, ProbeError>) -> bool {
        wanted > SHORT_MAX
            && match answer {
                // Readers that know only short APDUs make the service refuse before the card sees anything.
                Err(error) => error.pcsc().is_some_and(crate::cards::is_length_refusal),
                Ok(answer) => matches!(answer.status.0, 0x6700 | 0x6A86 | 0x6D00),
            }
    }

    /// Selects each identifier of `path` in turn, from the master file.
    fn walk(&mut self, path: &Path, whole: &Path) -> Result<Selected, ProbeError> {
        let mut selected = Selected::default();
        for id in &path.ids {
            selected = self.select_raw(0x00, &id.to_be_bytes(), &format!("SELECT {whole}/{id:04X}"))?;
        }
        Ok(selected)
    }

    /// One SELECT; learns once whether this card wants P2 = 00 or 0C.
    fn select_raw(&mut self, p1: u8, data: &[u8], what: &str) -> Result<Selected, ProbeError> {
        let mut answer = self.select_once(p1, data)?;
        if matches!(answer.status.0, 0x6A86 | 0x6700 | 0x6A81) {
            self.quiet = !self.quiet;
            let other = self.select_once(p1, data)?;
            if selects(other.status) {
                answer = other;
            } else {
                self.quiet = !self.quiet;
            }
        }
        if !selects(answer.status) {
            return Err(refusal(what, answer.status));
        }
        Ok(control_information(&answer.data))
    }

    fn select_once(&mut self, p1: u8, data: &[u8]) -> Result<Response, ProbeError> {
        let command = if self.quiet {
            Command::select(p1, 0x0C, data)
        } else {
            Command::select(p1, 0x00, data).expecting(SHORT_MAX)
        };
        self.channel.send(&command)
    }

    fn is_application(&self, path: &Path) -> bool {
        match (&self.place, &self.application) {
            (Place::Application(here), Some((aid, root))) => here == aid && root == path,
            _ => false,
        }
    }
}

/// 9000, and 62xx: selected, with a remark such as "deactivated".
fn selects(status: StatusWord) -> bool {
    status.is_ok() || status.sw1() == 0x62
}

/// The card refused, as opposed to: the line failed.
fn refused(error: &ProbeError) -> bool {
    error_status(error).is_some()
}

/// Parts the card's refusals, after which the next step still makes sense, from failures of the line.
pub(super) fn settle<T>(outcome: Result<T, ProbeError>) -> Result<Result<T, ProbeError>, ProbeError> {
    match outcome {
        Err(error) if !refused(&error) && error.place != ProbePlace::Malformed => Err(error),
        other => Ok(other),
    }
}

fn error_status(error: &ProbeError) -> Option<StatusWord> {
    match error.place {
        ProbePlace::StatusWord { sw } => Some(StatusWord(sw)),
        _ => None,
    }
}

fn refusal(what: impl Into<String>, status: StatusWord) -> ProbeError {
    ProbeError::status(what, status.0, status.meaning())
}

/// Size and structure from file control information (ISO 7816-4 §7.4.3): 80 bytes of content, 81 with overhead,
/// 82 file descriptor.
fn control_information(answer: &[u8]) -> Selected {
    let Ok(template) = Tlv::first(answer) else { return Selected::default() };
    let number = |tag| {
        template
            .child(tag)
            .filter(|field| field.value.len() <= 4)
            .map(|field| field.value.iter().fold(0usize, |value, byte| value << 8 | usize::from(*byte)))
    };
    let descriptor = template.child(0x82).and_then(|field| field.value.first().copied()).unwrap_or(0x01);
    Selected {
        size: number(0x80).or_else(|| number(0x81)).filter(|size| *size > 0),
        // Low bits 010 to 110 are the record structures (Table 12).
        records: descriptor & 0x38 != 0x38 && (2..=6).contains(&(descriptor & 0x07)),
    }
}

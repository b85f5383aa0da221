//! The PKCS#15 layout (ISO 7816-15:2016, PKCS#15 v1.1): EF.DIR → applications → EF(TokenInfo), EF(ODF) →
//! directories of keys, certificates and PINs → certificates → PIN counters.

mod asn1;
mod dir;
mod directory;

use super::content::Shape;
use super::family::{Family, PinQuery};
use super::files::{Files, settle};
use super::pins;
use crate::facts::{Blob, CardFacts, FilePurpose, ObjectFacts, Observed, ProbeError};
use crate::iso7816::aid;
use crate::iso7816::atr::Atr;
use crate::iso7816::path::{MF, Path};
use dir::Application;
use directory::{CertificateEntry, Content, DirectoryKind, Pin, Place};
use std::collections::{HashMap, HashSet};

/// Applets of Java Cards that hold a whole PKCS#15 file system: IsoApplet (open source, API 0).
const APPLETS: &[&[u8]] = &[&[0xF2, 0x76, 0xA2, 0x88, 0xBC, 0xFB, 0xA6, 0x9D, 0x34, 0xF3, 0x10, 0x01]];
/// DF(CIA), unless EF.DIR says otherwise (PKCS#15 v1.1 §5.2).
const DF_CIA: u16 = 0x5015;
/// EF(ODF) and EF(TokenInfo) have fixed identifiers, long and short (ISO 7816-15 §7.4).
const EF_ODF: (u16, u8) = (0x5031, 0x11);
const EF_TOKEN_INFO: (u16, u8) = (0x5032, 0x12);
/// A card with more directories or objects than this is not telling the truth; four certificates are many.
const MOST_DIRECTORIES: usize = 32;
const MOST_OBJECTS: usize = 64;

/// The search for PKCS#15 applications on one card, in steps; other families are looked for in between.
pub(super) struct Search<'a> {
    family: &'a Family,
    atr: Option<&'a Atr>,
    /// What has been read, by place: nothing is read twice.
    fetched: HashMap<Place, Result<Vec<u8>, ProbeError>>,
    /// Applications that were found and read.
    opened: Vec<Application>,
}

impl<'a> Search<'a> {
    /// A search that has not begun, on a card that is to be treated as one of `family`.
    pub(super) fn new(family: &'a Family, atr: Option<&'a Atr>) -> Self {
        Search { family, atr, fetched: HashMap::new(), opened: Vec::new() }
    }

    /// Whether the answer to reset announces EF.DIR, which is asked first then. A Java Card has none before an applet is
    /// selected, so names are tried first on other cards.
    pub(super) fn begins_with_dir(&self) -> bool {
        self.atr.and_then(Atr::says_dir) == Some(true)
    }

    /// Reads the applications that EF.DIR lists into `card`. `Ok(false)`: there is none.
    ///
    /// # Errors
    /// The line failed, or a bound was reached; what was learnt until then stands in `card`.
    pub(super) fn listed(
        &mut self,
        files: &mut Files<'_, '_>,
        card: &mut CardFacts,
    ) -> Result<bool, ProbeError> {
        Reading { files, card, search: self }.listed_applications()
    }

    /// The same for an application of the standard's name, and, where EF.DIR was not asked yet, for all that it lists
    /// beside.
    ///
    /// # Errors
    /// As [`Search::listed`].
    pub(super) fn named(
        &mut self,
        files: &mut Files<'_, '_>,
        card: &mut CardFacts,
    ) -> Result<bool, ProbeError> {
        let asked = self.begins_with_dir();
        let mut reading = Reading { files, card, search: self };
        let found = reading.application(&Application::named(aid::PKCS15))? || reading.applet()?;
        if found && !asked {
            reading.listed_applications()?;
        }
        Ok(found)
    }

    /// The same by every other way there is.
    ///
    /// # Errors
    /// As [`Search::listed`].
    pub(super) fn elsewhere(
        &mut self,
        files: &mut Files<'_, '_>,
        card: &mut CardFacts,
    ) -> Result<bool, ProbeError> {
        let asked = self.begins_with_dir();
        let mut reading = Reading { files, card, search: self };
        Ok(!asked && reading.listed_applications()?
            || reading.application(&Application::named(aid::ISO7816_15))?
            || reading.application(&Application::at(Path::new(&[MF, DF_CIA])))?)
    }
}

struct Reading<'r, 'a, 'c, 'k> {
    files: &'r mut Files<'c, 'k>,
    card: &'r mut CardFacts,
    search: &'r mut Search<'a>,
}

impl Reading<'_, '_, '_, '_> {
    /// The applications that EF.DIR lists and that were not read yet.
    fn listed_applications(&mut self) -> Result<bool, ProbeError> {
        let mut found = false;
        for application in self.directory_of_applications()? {
            if application.may_be_pkcs15() && !self.search.opened.iter().any(|known| known.is(&application)) {
                found |= self.application(&application)?;
            }
        }
        Ok(found)
    }

    /// Looks for PKCS#15 inside the applets that have a file system of their own.
    fn applet(&mut self) -> Result<bool, ProbeError> {
        for aid in APPLETS {
            if settle(self.files.select_applet(aid))?.is_ok() {
                return self.application(&Application::named(aid::PKCS15));
            }
        }
        Ok(false)
    }

    /// EF.DIR; a card without one lists nothing.
    fn directory_of_applications(&mut self) -> Result<Vec<Application>, ProbeError> {
        let by_record = self.search.atr.and_then(Atr::dir_by_read_record);
        let read = settle(self.files.read_dir(by_record))?;
        self.files.note("3F00/2F00".into(), FilePurpose::Dir, &read);
        let listed = read.map(|bytes| dir::parse(&bytes)).unwrap_or_default();
        self.card.applications = listed.iter().map(|application| Blob(application.aid.clone())).collect();
        Ok(listed)
    }

    /// One application: `Ok(false)` when it is not there or is not PKCS#15.
    fn application(&mut self, application: &Application) -> Result<bool, ProbeError> {
        let root = application.path.clone().unwrap_or_else(|| Path::new(&[MF, DF_CIA]));
        let name = Blob(application.aid.clone()).hex();
        let mut entered = Err(ProbeError::malformed("SELECT", "no name and no path"));
        if !application.aid.is_empty() && !self.files.refused.contains(&application.aid) {
            entered = settle(self.files.select_application(&application.aid, root.clone()))?;
            self.files.note(name, FilePurpose::Application, &entered.clone().map(|()| Vec::new()));
            if entered.is_err() {
                self.files.refused.insert(application.aid.clone());
            }
        }
        if entered.is_err() && application.path.is_some() {
            entered = settle(self.files.use_path(&root))?;
        }
        if entered.is_err() {
            return Ok(false);
        }
        let object_directory =
            self.fixed(application.object_directory.as_ref(), EF_ODF, FilePurpose::ObjectDirectory, &root)?;
        let Ok(listing) = self.fetch(&object_directory, FilePurpose::ObjectDirectory)? else {
            return Ok(false);
        };
        let token_info =
            self.fixed(application.token_info.as_ref(), EF_TOKEN_INFO, FilePurpose::TokenInfo, &root)?;
        self.token_info(&token_info)?;
        self.search.opened.push(application.clone());
        let pins_before = self.card.pins.len();
        let mut places = Vec::new();
        let mut directories = directory::object_directory(&listing);
        self.keep_within(&mut directories, MOST_DIRECTORIES, &object_directory, FilePurpose::ObjectDirectory);
        let mut entered = HashSet::new();
        for (kind, place) in directories {
            let content = match place {
                Content::Direct(bytes) => Ok(bytes),
                Content::At(place) if !entered.insert(place.under(&root)) => continue,
                Content::At(place) => self.fetch_place(&place.under(&root), kind.purpose())?,
            };
            if let Ok(content) = content {
                places.extend(self.directory(kind, &content, &root)?);
            }
        }
        self.pin_counters(pins_before, &places, &root)?;
        Ok(true)
    }

    /// The path of a file whose identifier the standard fixes, unless the card told another. Where the card knows short
    /// identifiers the file is read at once, which saves its SELECT.
    fn fixed(
        &mut self,
        told: Option<&Path>,
        (long, short): (u16, u8),
        purpose: FilePurpose,
        root: &Path,
    ) -> Result<Path, ProbeError> {
        if let Some(told) = told {
            return Ok(told.under(root));
        }
        let path = Path::new(&[long]).under(root);
        let read = settle(self.files.read_short(short, shape(purpose), &path.to_string()))?;
        // A short identifier may belong to another file; what it holds tells.
        if let Ok(Some(content)) = read
            && directory::begins(purpose, &content)
        {
            let read = Ok(content);
            self.files.note(path.to_string(), purpose, &read);
            self.search.fetched.insert(Place { path: path.clone(), part: None }, read);
        }
        Ok(path)
    }

    fn token_info(&mut self, path: &Path) -> Result<(), ProbeError> {
        let read = self.fetch(path, FilePurpose::TokenInfo)?;
        if self.card.token.value().is_none() {
            self.card.token = match read {
                Ok(bytes) => directory::token_info(&bytes).map_or_else(
                    || Observed::Failed(ProbeError::malformed("EF(TokenInfo)", "no TokenInfo")),
                    Observed::seen,
                ),
                Err(error) => Observed::Failed(error),
            };
        }
        Ok(())
    }

    /// Takes in one directory, and returns the places of the PINs it names.
    fn directory(
        &mut self,
        kind: DirectoryKind,
        content: &[u8],
        root: &Path,
    ) -> Result<Vec<Option<Path>>, ProbeError> {
        match kind {
            DirectoryKind::PrivateKeys => {
                let mut keys = directory::private_keys(content);
                self.keep_within(&mut keys, MOST_OBJECTS - self.card.keys.len(), root, kind.purpose());
                self.card.keys.extend(keys);
                Ok(Vec::new())
            }
            DirectoryKind::Certificates => {
                let mut entries = directory::certificates(content);
                self.keep_within(&mut entries, MOST_OBJECTS - self.card.objects.len(), root, kind.purpose());
                self.certificates(entries.into_iter(), root)?;
                Ok(Vec::new())
            }
            DirectoryKind::Pins => {
                let mut pins: Vec<Pin> = directory::pins(content);
                self.keep_within(&mut pins, MOST_OBJECTS - self.card.pins.len(), root, kind.purpose());
                let places = pins.iter().map(|pin| pin.path.clone()).collect();
                self.card.pins.extend(pins.into_iter().map(|pin| pin.facts));
                Ok(places)
            }
        }
    }

    /// Drops what is beyond `room`, and notes that there was more than a card can mean.
    fn keep_within<T>(&mut self, entries: &mut Vec<T>, room: usize, place: &Path, purpose: FilePurpose) {
        if entries.len() > room {
            let detail = format!("{} entries, where {room} are the most that is believed", entries.len());
            entries.truncate(room);
            self.files.note(
                place.to_string(),
                purpose,
                &Err(ProbeError::malformed(place.to_string(), detail)),
            );
        }
    }

    /// Fetches certificates. When the line fails, those that were not reached are noted as not tried.
    fn certificates(
        &mut self,
        entries: impl Iterator<Item = CertificateEntry>,
        root: &Path,
    ) -> Result<(), ProbeError> {
        let mut broken: Option<ProbeError> = None;
        for entry in entries {
            let (path, bytes) = match entry.content {
                Ok(Content::Direct(bytes)) => ("direct".to_owned(), Observed::seen(Blob(bytes))),
                Ok(Content::At(place)) => {
                    let place = place.under(root);
                    let bytes = match broken {
                        Some(_) => Observed::not_tried("line-failed"),
                        None => match self.fetch_place(&place, FilePurpose::Certificate) {
                            Ok(read) => read.map(Blob).into(),
                            Err(error) => {
                                broken = Some(error.clone());
                                Observed::Failed(error)
                            }
                        },
                    };
                    (place.to_string(), bytes)
                }
                Err(error) => ("?".to_owned(), Observed::Failed(error)),
            };
            let CertificateEntry { label, id, authority, hash, .. } = entry;
            self.card.objects.push(ObjectFacts { label, id, authority, path, hash, bytes });
        }
        broken.map_or(Ok(()), Err)
    }

    /// Asks for the counters of the PINs from `first` on, where the family says that asking is free.
    fn pin_counters(&mut self, first: usize, places: &[Option<Path>], root: &Path) -> Result<(), ProbeError> {
        if self.search.family.pin_query != PinQuery::EmptyVerify {
            return Ok(());
        }
        for (pin, place) in (first..self.card.pins.len()).zip(places) {
            let facts = &self.card.pins[pin];
            // A PUK's counter is not the holder's to know, and asking for it is not covered by the standard.
            if !facts.is_the_holders() {
                continue;
            }
            let (Some(reference), local) = (facts.reference, facts.has("local")) else { continue };
            // A local reference means something only in its own directory (ISO 7816-4 §9.3.3).
            if let (true, Some(place)) = (local, place)
                && let Err(error) = settle(self.files.enter(&place.under(root)))?
            {
                self.card.pins[pin].tries = Observed::Failed(error);
                continue;
            }
            self.card.pins[pin].tries = pins::tries_left(self.files, self.card, reference)?.into();
        }
        Ok(())
    }

    fn fetch(
        &mut self,
        path: &Path,
        purpose: FilePurpose,
    ) -> Result<Result<Vec<u8>, ProbeError>, ProbeError> {
        self.fetch_place(&Place { path: path.clone(), part: None }, purpose)
    }

    /// Reads what is at `place`, once. The outer error is the line's; the inner one is the card's refusal.
    fn fetch_place(
        &mut self,
        place: &Place,
        purpose: FilePurpose,
    ) -> Result<Result<Vec<u8>, ProbeError>, ProbeError> {
        if let Some(read) = self.search.fetched.get(place) {
            return Ok(read.clone());
        }
        let shape = match place.part {
            Some((offset, length)) => Shape::Part { offset, length },
            None => shape(purpose),
        };
        let read = settle(self.files.read(&place.path, shape))?;
        self.files.note(place.to_string(), purpose, &read);
        self.search.fetched.insert(place.clone(), read.clone());
        Ok(read)
    }
}

fn shape(purpose: FilePurpose) -> Shape {
    match purpose {
        FilePurpose::Certificate | FilePurpose::TokenInfo => Shape::OneObject,
        _ => Shape::Objects,
    }
}

//! PIV cards (NIST SP 800-73-4): employers' cards, and USB tokens such as YubiKeys.
//!
//! There are no files. The application is selected by name, and gives each certificate by GET DATA under a tag that stands
//! for the slot of its key. Nothing lists what is there, so the four slots are asked for; retired keys' certificates only
//! where the key history object says that there are such.

mod container;

use super::family::{AtrPattern, Family, Layout, PinQuery};
use super::files::Files;
use super::objects::{self, CURRENT, Object};
use super::pins;
use crate::facts::{Blob, CardFacts, FilePurpose, ObjectFacts, Observed, PinFacts, ProbeError, hex};

/// The family. Its name goes without the two bytes of its version, which every PIV card takes (part 2 §3.1.1). Part 2
/// §3.2.1 says that a VERIFY without data returns the counter and changes nothing. The answer to reset is that of YubiKey 5,
/// which saves asking it for PKCS#15.
pub(super) static FAMILY: Family = Family {
    id: "piv",
    name: "PIV",
    atrs: &[AtrPattern("3BFD1300008131FE158073C021C057597562694B657940")],
    application: &[0xA0, 0x00, 0x00, 0x03, 0x08, 0x00, 0x00, 0x10, 0x00],
    layout: Layout::Piv,
    pin_query: PinQuery::EmptyVerify,
    hypothesis: false,
};

/// An object that holds a certificate, and the slot of its key (part 1 §4.3).
#[derive(Clone, Copy)]
struct Slot {
    key: u8,
    object: [u8; 3],
}

/// PIV authentication, digital signature, key management, card authentication.
const SLOTS: [Slot; 4] = [
    Slot { key: 0x9A, object: [0x5F, 0xC1, 0x05] },
    Slot { key: 0x9C, object: [0x5F, 0xC1, 0x0A] },
    Slot { key: 0x9D, object: [0x5F, 0xC1, 0x0B] },
    Slot { key: 0x9E, object: [0x5F, 0xC1, 0x01] },
];
const DISCOVERY: [u8; 1] = [0x7E];
const KEY_HISTORY: [u8; 3] = [0x5F, 0xC1, 0x0C];

/// Retired keys have slots 82 to 95, and objects in the same order.
const MOST_RETIRED: usize = 20;

fn retired(number: usize) -> Slot {
    let number = number as u8;
    Slot { key: 0x82 + number, object: [0x5F, 0xC1, 0x0D + number] }
}

/// The PINs of the application and of the whole card, by the reference that VERIFY uses (part 2 §3.2.1).
const APPLICATION_PIN: (u8, &str) = (0x80, "PIV PIN");
const GLOBAL_PIN: (u8, &str) = (0x00, "Global PIN");
/// Characters of a PIN (part 1 §2.4.3).
const PIN_LENGTH: (u32, u32) = (6, 8);

/// Reads the application, which is selected, into `card`.
///
/// # Errors
/// The line failed, or a bound was reached; what was learnt until then stands in `card`.
pub(super) fn read(
    files: &mut Files<'_, '_>,
    card: &mut CardFacts,
    family: &Family,
) -> Result<(), ProbeError> {
    Reading { files, card, family }.read()
}

struct Reading<'r, 'c, 'k> {
    files: &'r mut Files<'c, 'k>,
    card: &'r mut CardFacts,
    family: &'r Family,
}

impl Reading<'_, '_, '_> {
    fn read(&mut self) -> Result<(), ProbeError> {
        let global_pin = self.told(&DISCOVERY, container::takes_global_pin)?;
        for slot in SLOTS {
            self.certificate(slot)?;
        }
        self.retired_certificates()?;
        self.pin(APPLICATION_PIN)?;
        if global_pin == Some(true) {
            self.pin(GLOBAL_PIN)?;
        }
        Ok(())
    }

    /// Where there is a key history, the certificates it counts, and on to the first slot beyond that is empty: tools that
    /// put certificates there do not all keep count.
    fn retired_certificates(&mut self) -> Result<(), ProbeError> {
        let Some(count) = self.told(&KEY_HISTORY, container::retired_certificates)? else { return Ok(()) };
        for number in 0..MOST_RETIRED {
            let there = self.certificate(retired(number))?;
            if !there && number >= count {
                break;
            }
        }
        Ok(())
    }

    /// Fetches the certificate of one slot; `false` when the slot is empty.
    fn certificate(&mut self, slot: Slot) -> Result<bool, ProbeError> {
        let path = hex(&slot.object);
        let bytes = match self.object(&slot.object)? {
            Object::Absent(_) => return Ok(false),
            Object::Refused(error) => {
                self.files.note(path.clone(), FilePurpose::Certificate, &Err(error.clone()));
                Observed::Failed(error)
            }
            Object::Here(answer) => {
                let certificate = container::certificate(&answer);
                self.files.note(path.clone(), FilePurpose::Certificate, &Ok(answer));
                match certificate {
                    Ok(None) => return Ok(false),
                    Ok(Some(certificate)) => Observed::seen(Blob(certificate)),
                    Err(detail) => {
                        Observed::Failed(ProbeError::malformed(format!("GET DATA {path}"), detail))
                    }
                }
            }
        };
        let key = format!("{:02X}", slot.key);
        let label = Some(format!("PIV {key}"));
        self.card.objects.push(ObjectFacts {
            label,
            id: Some(key),
            authority: false,
            path,
            hash: None,
            bytes,
        });
        Ok(true)
    }

    /// What an object says of what else there is; `None` when it is not there, or says nothing that makes sense.
    fn told<T>(
        &mut self,
        tag: &[u8],
        read: impl FnOnce(&[u8]) -> Result<T, String>,
    ) -> Result<Option<T>, ProbeError> {
        let path = hex(tag);
        let (noted, told) = match self.object(tag)? {
            Object::Absent(error) | Object::Refused(error) => (Err(error), None),
            Object::Here(answer) => match read(&answer) {
                Ok(told) => (Ok(answer), Some(told)),
                Err(detail) => (Err(ProbeError::malformed(format!("GET DATA {path}"), detail)), None),
            },
        };
        self.files.note(path, FilePurpose::DataObject, &noted);
        Ok(told)
    }

    fn object(&mut self, tag: &[u8]) -> Result<Object, ProbeError> {
        objects::get(self.files, self.card, CURRENT, tag)
    }

    fn pin(&mut self, (reference, label): (u8, &str)) -> Result<(), ProbeError> {
        let tries = match self.family.pin_query {
            PinQuery::EmptyVerify => pins::tries_left(self.files, self.card, reference)?.into(),
            PinQuery::Never => Observed::not_tried("not-free"),
        };
        self.card.pins.push(PinFacts {
            label: Some(label.to_owned()),
            auth_id: Some(format!("{reference:02X}")),
            reference: Some(reference),
            // A PIV card is not handed over without a PIN, and has no word for one that was not set.
            flags: vec!["initialized".to_owned()],
            length: Some(PIN_LENGTH),
            tries,
        });
        Ok(())
    }
}

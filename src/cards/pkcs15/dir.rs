//! EF.DIR: which applications a card carries (ISO 7816-4 §12.2, ISO 7816-15 §7.3).

use crate::iso7816::aid;
use crate::iso7816::path::Path;
use crate::iso7816::tlv::{Objects, Tlv};

/// One application as EF.DIR lists it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Application {
    /// Its identifier; empty when only its place is known.
    pub(super) aid: Vec<u8>,
    /// Its directory.
    pub(super) path: Option<Path>,
    /// EF(ODF), when not at its usual place.
    pub(super) object_directory: Option<Path>,
    /// EF(TokenInfo), when not at its usual place.
    pub(super) token_info: Option<Path>,
}

impl Application {
    /// An application known by its name alone.
    pub(super) fn named(aid: &[u8]) -> Self {
        Application { aid: aid.to_vec(), ..Application::default() }
    }

    /// An application known by its place alone.
    pub(super) fn at(path: Path) -> Self {
        Application { path: Some(path), ..Application::default() }
    }

    /// Whether both are the same application: by name, else by place.
    pub(super) fn is(&self, other: &Application) -> bool {
        if self.aid.is_empty() { self.path == other.path } else { self.aid == other.aid }
    }

    /// Whether it is worth looking for PKCS#15 in it; selecting what is certainly something else wastes commands.
    pub(super) fn may_be_pkcs15(&self) -> bool {
        aid::find(&self.aid).is_none_or(|known| known.pkcs15)
    }
}

/// The applications in EF.DIR, in its order. Entries that cannot be read are passed over.
pub(super) fn parse(bytes: &[u8]) -> Vec<Application> {
    Objects::new(bytes).flatten().filter(|entry| entry.tag == 0x61).map(|entry| application(&entry)).collect()
}

fn application(template: &Tlv<'_>) -> Application {
    let path_in = |field: Option<Tlv<'_>>| field.and_then(|field| Path::from_bytes(field.value));
    let discretionary = template.child(0x73);
    // CIODDO ::= SEQUENCE { providerId OID, odfPath Path OPTIONAL, cioInfoPath [0] Path OPTIONAL, … }
    let inside =
        |tag| path_in(discretionary.and_then(|ddo| ddo.child(tag)).and_then(|path| path.child(0x04)));
    Application {
        aid: template.child(0x4F).map(|aid| aid.value.to_vec()).unwrap_or_default(),
        path: path_in(template.child(0x51)),
        object_directory: inside(0x30),
        token_info: inside(0xA0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_name_path_and_object_directory() {
        let bytes = [
            0x61, 0x1B, 0x4F, 0x05, 0xA0, 0, 0, 0, 0x63, 0x51, 0x04, 0x3F, 0, 0x50, 0x15, 0x73, 0x0C, 0x06,
            0x02, 0x2A, 0x03, 0x30, 0x06, 0x04, 0x04, 0x50, 0x15, 0x50, 0x31, 0, 0, 0x61, 0x07, 0x4F, 0x05,
            0xA0, 0, 0, 0x03, 0x08,
        ];
        let found = parse(&bytes);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].path.as_ref().unwrap().to_string(), "3F00/5015");
        assert_eq!(found[0].object_directory.as_ref().unwrap().to_string(), "5015/5031");
        assert!(found[0].may_be_pkcs15() && !found[1].may_be_pkcs15());
    }
}

//! Any bytes as a directory of ISO 7816-15: the first byte chooses which. What is read of it lies inside it, and a directory
//! without a defect is a row of whole objects.

use eid_ready::iso7816::directory::{Directory, defect, has_unlisted_entry};
use eid_ready::iso7816::tlv::Objects;

/// Holds for any bytes; panics where it does not.
pub fn holds(bytes: &[u8]) {
    let Some((which, content)) = bytes.split_first() else { return };
    let kind = match which % 5 {
        0 => Directory::Objects,
        1 => Directory::PrivateKeys,
        2 => Directory::Certificates,
        3 => Directory::Pins,
        _ => Directory::Other,
    };
    let _ = has_unlisted_entry(kind, content);
    let found = defect(kind, content);
    let whole = Objects::new(content).all(|object| object.is_ok());
    assert!(whole || found.is_some(), "a row that breaks off is no directory");
    assert_eq!(found, defect(kind, content));
}

//! Any bytes as data objects.

use eid_ready::iso7816::tlv::{Objects, Tlv};

fn walk(object: &Tlv<'_>, depth: usize) {
    assert!(object.raw.len() >= object.value.len());
    if depth < 16 {
        object.children().flatten().for_each(|child| walk(&child, depth + 1));
    }
}

/// Holds for any bytes; panics where it does not.
pub fn holds(bytes: &[u8]) {
    Objects::new(bytes).flatten().for_each(|object| walk(&object, 0));
}

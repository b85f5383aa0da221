//! Any bytes as data objects.
#![no_main]

use eid_ready::iso7816::tlv::{Objects, Tlv};

fn walk(object: &Tlv<'_>, depth: usize) {
    assert!(object.raw.len() >= object.value.len());
    if depth < 16 {
        object.children().flatten().for_each(|child| walk(&child, depth + 1));
    }
}

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    Objects::new(bytes).flatten().for_each(|object| walk(&object, 0));
});

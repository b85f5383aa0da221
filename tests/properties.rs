//! What holds for any bytes whatever, tried with what stands in `testdata/` and with the same changes of it every time;
//! `fuzz/` tries the very same properties with others.

mod atr;
mod capture;
mod certificate;
mod client_file;
mod conversation;
mod crl;
mod directory;
mod jwk;
mod ocsp;
mod path;
mod roster;
mod tlv;
mod trace;

use crate::support::memory::most_during;
use proptest::prelude::Rng;
use proptest::test_runner::{RngAlgorithm, TestRng};
use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};
use std::sync::mpsc::channel;
use std::time::Duration;

/// Reached only by a property that does not end: all inputs of one take seconds.
const AT_MOST: Duration = Duration::from_secs(300);

/// No input takes more memory at once, bytes: the largest of them is a capture of 40 kB, which is judged twice.
const MOST_MEMORY: usize = 64 << 20;

/// A property: what begins `testdata/` it is tried with beside `testdata/fuzz/<name>`, and how often each is changed.
#[derive(Clone, Copy)]
struct Property {
    name: &'static str,
    holds: fn(&[u8]),
    also: &'static [&'static str],
    changes: usize,
}

const fn property(
    name: &'static str,
    holds: fn(&[u8]),
    also: &'static [&'static str],
    changes: usize,
) -> Property {
    Property { name, holds, also, changes }
}

const PROPERTIES: [Property; 13] = [
    property("atr", atr::holds, &[], 2_000),
    property("capture", capture::holds, &["captures/v1/buypass-ready.capture.json"], 200),
    property("certificate", certificate::holds, &["pki/certificates", "pki/authorities"], 200),
    property("client_file", client_file::holds, &[], 200),
    property("conversation", conversation::holds, &[], 400),
    property("crl", crl::holds, &["pki/answers"], 400),
    property("directory", directory::holds, &[], 200),
    property(
        "jwk",
        jwk::holds,
        &["openid/synthetic-rsa-2048.jwk.json", "openid/synthetic-ec-p256.jwk.json"],
        100,
    ),
    property("ocsp", ocsp::holds, &["pki/answers"], 400),
    property("path", path::holds, &[], 200),
    property("roster", roster::holds, &["rosters"], 60),
    property("tlv", tlv::holds, &[], 400),
    property("trace", trace::holds, &["captures/v1/commfides-ready.trace"], 150),
];

#[test]
fn every_target_of_the_fuzzer_is_a_property_here() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/fuzz_targets");
    let mut targets: Vec<String> =
        files(&folder).iter().map(|path| path.file_stem().unwrap().to_string_lossy().into_owned()).collect();
    targets.sort();
    assert_eq!(targets, PROPERTIES.map(|property| property.name));
}

#[test]
fn properties_hold_for_what_is_kept_and_for_changes_of_it() {
    for property in PROPERTIES {
        let seeds = seeds(&property);
        assert!(!seeds.is_empty(), "{} is tried with nothing", property.name);
        let (done, ended) = channel();
        let trying = std::thread::Builder::new().name(property.name.to_owned()).stack_size(4 << 20);
        let trying = trying.spawn(move || {
            let mut dice = TestRng::from_seed(RngAlgorithm::ChaCha, &[property.name.len() as u8; 32]);
            for (from, seed) in &seeds {
                hold(&property, from, 0, seed);
                (1..=property.changes).for_each(|time| hold(&property, from, time, &bent(seed, &mut dice)));
            }
            let _ = done.send(());
        });
        let trying = trying.unwrap();
        if let Err(std::sync::mpsc::RecvTimeoutError::Timeout) = ended.recv_timeout(AT_MOST) {
            panic!("{} does not end", property.name);
        }
        assert!(trying.join().is_ok(), "{} does not hold: the input is above", property.name);
    }
}

fn hold(property: &Property, from: &Path, time: usize, input: &[u8]) {
    let what = || format!("{} of {}, change {time}", property.name, from.display());
    let held = std::panic::catch_unwind(AssertUnwindSafe(|| most_during(|| (property.holds)(input))));
    match held {
        Ok(most) => assert!(most <= MOST_MEMORY, "{}: {most} bytes of memory", what()),
        Err(_) => {
            panic!("{}: {}", what(), input.iter().map(|byte| format!("{byte:02X}")).collect::<String>())
        }
    }
}

/// What a property begins with, in the same order everywhere.
fn seeds(property: &Property) -> Vec<(PathBuf, Vec<u8>)> {
    let testdata = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata");
    let own = testdata.join("fuzz").join(property.name);
    let places = property.also.iter().map(|place| testdata.join(place)).chain([own]);
    let mut paths: Vec<PathBuf> = places.flat_map(|place| files(&place)).collect();
    paths.sort();
    paths.dedup();
    paths.into_iter().map(|path| (path.clone(), std::fs::read(path).unwrap())).collect()
}

/// The files of a folder, or the file itself; nothing where there is neither.
fn files(place: &Path) -> Vec<PathBuf> {
    match std::fs::read_dir(place) {
        Ok(entries) => entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_file()).collect(),
        Err(_) => place.is_file().then(|| place.to_owned()).into_iter().collect(),
    }
}

/// The bytes with a few of them set, flipped, taken out, put in, said twice, or cut off.
fn bent(seed: &[u8], dice: &mut TestRng) -> Vec<u8> {
    let mut below = |bound: usize| dice.next_u64() as usize % bound.max(1);
    let mut bytes = seed.to_vec();
    for _ in 0..=below(4) {
        let (at, how, byte) = (below(bytes.len()), below(8), below(256) as u8);
        let end = bytes.len().min(at + 1 + below(24));
        match how {
            _ if bytes.is_empty() => bytes.push(byte),
            0 | 1 => bytes[at] = [0x00, 0x01, 0x30, 0x7F, 0x80, 0xFF, b'"', byte][below(8)],
            2 | 3 => bytes[at] ^= 1 << below(8),
            4 => drop(bytes.drain(at..end)),
            5 => bytes.insert(at, byte),
            6 => {
                let part = bytes[at..end].to_vec();
                drop(bytes.splice(at..at, part));
            }
            _ => bytes.truncate(at + 1),
        }
    }
    bytes
}

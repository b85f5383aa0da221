//! Seeded damage to lists and answers, for tests only.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// Runs `test` on that many damaged copies of `samples`, the same ones each time.
pub fn damage(cases: u32, samples: &[Vec<u8>], test: impl Fn(usize, &[u8]) -> Result<(), String>) {
    // Bytes that mean something as a tag or a length, and any.
    let byte =
        prop_oneof![prop::sample::select(vec![0x00u8, 0x05, 0x30, 0x80, 0x84, 0xa0, 0xff]), any::<u8>(),];
    let edits = vec((any::<prop::sample::Index>(), 0..6, byte), 1..5);
    let damaged = (0..samples.len(), edits).prop_map(|(which, edits)| {
        let mut der = samples[which].clone();
        for (at, kind, byte) in edits {
            edit(&mut der, at.index(samples[which].len()), kind, byte);
        }
        (which, der)
    });
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let random = TestRng::from_seed(RngAlgorithm::ChaCha, &[0x5e; 32]);
    let mut runner = TestRunner::new_with_rng(config, random);
    let outcome = runner.run(&damaged, |(which, der)| test(which, &der).map_err(TestCaseError::fail));
    assert_eq!(outcome.map_err(|failure| failure.to_string()), Ok(()));
}

fn edit(der: &mut Vec<u8>, at: usize, kind: i32, byte: u8) {
    let at = at.min(der.len());
    match (kind, der.get_mut(at)) {
        (0, _) => der.insert(at, byte),
        (1, Some(_)) => drop(der.remove(at)),
        (2, Some(_)) => der.truncate(at),
        (3, Some(old)) => *old ^= 1 << (byte & 7),
        (_, Some(old)) => *old = byte,
        (_, None) => der.push(byte),
    }
}

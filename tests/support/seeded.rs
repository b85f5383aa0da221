//! Properties tried with the same cases every time; `fuzz/` looks for others.

use proptest::prelude::ProptestConfig;
use proptest::test_runner::RngSeed;

/// That many cases.
pub fn seeded(cases: u32) -> ProptestConfig {
    let rng_seed = RngSeed::Fixed(0x5eed);
    ProptestConfig { cases, rng_seed, failure_persistence: None, ..ProptestConfig::default() }
}

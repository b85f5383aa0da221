//! Unpredictable bytes.

use crate::facts::{ProbeError, ProbePlace};
use crate::ports::Entropy;
use ring::rand::{SecureRandom, SystemRandom};

/// The operating system's own.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), ProbeError> {
        let none = |_| ProbeError::new("random bytes", ProbePlace::Os { code: None }, "there are none");
        SystemRandom::new().fill(bytes).map_err(none)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_draws_are_the_same() {
        let (mut one, mut other) = ([0; 16], [0; 16]);
        SystemEntropy.fill(&mut one).unwrap();
        SystemEntropy.fill(&mut other).unwrap();
        assert_ne!(one, other);
    }
}

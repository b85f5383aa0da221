//! The certificate stores of the workstation.

use crate::facts::StoreFacts;
use std::sync::Arc;

/// The certificate stores of the person who runs the tool.
///
/// Looking changes nothing, asks for no PIN, and touches no private key.
pub trait CertStore: Send + Sync {
    /// Every store there is, with what `sieve` lets through: what it holds back is counted and goes no further, neither
    /// into facts nor into a trace. Blocks.
    fn stores(&self, sieve: &Sieve) -> Vec<StoreFacts>;

    /// Whether there is anything to look for; simulated workstations mostly have no stores.
    fn is_there(&self) -> bool {
        true
    }
}

/// Decides what of a store is looked at, by the certificate's DER.
pub type Sieve = Arc<dyn Fn(&[u8]) -> Sifted + Send + Sync>;

/// What becomes of a certificate in a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sifted {
    /// It is about an e-ID or a card here.
    Kept,
    /// It is somebody's own affair: counted.
    Other,
    /// It is an authority's, or none: left out.
    Nobodys,
}

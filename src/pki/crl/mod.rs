//! Certificate revocation lists (RFC 5280 §5), pure: parsed once, kept as they came, asked by serial number.
//!
//! Unlike certificates, lists are read strictly: nobody is helped by a list that may lack the entry that was asked for.
//! Which list counts for which certificate (RFC 5280 §6.3.3) is not decided here.

mod entry;
pub(super) mod extension;
mod extensions;
mod index;
mod list;
#[cfg(test)]
pub(super) mod mutation;
mod outline;
mod point;
mod reason;
#[cfg(test)]
pub(super) mod sample;
pub(super) mod serial;
pub(super) mod strict;

pub use list::{Crl, Revoked};
pub use point::IssuingDistributionPoint;
pub use reason::Reason;

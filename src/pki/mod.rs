//! Certificates (RFC 5280), pure: parsing that names what is wrong instead of giving up, and signatures.
//!
//! A walk of our own finds the parts of a certificate (`outline`), so that one bad byte in a name or an extension does
//! not cost the rest; x509-parser and `ring` read what is inside the parts where they are sound.

mod cert;
mod crl;
mod der;
mod digest;
mod extensions;
mod key;
mod name;
pub mod ocsp;
mod oddity;
mod outline;
mod qc;
mod rsa;
#[cfg(test)]
mod sample;
mod signature;
mod text;
mod time;
mod usage;

pub use cert::{Certificate, CertificateError};
pub use crl::{Crl, DistributionPointName, IssuingDistributionPoint, Reason, Revoked};
pub use digest::sha256 as sha256_hex;
pub use key::PublicKey;
pub use name::{Attribute, Name};
pub use oddity::Oddity;
pub use qc::QcStatements;
pub use signature::{SignatureError, verify_signature};
pub use usage::KeyUsage;

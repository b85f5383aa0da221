//! Certificates (RFC 5280), pure: parsing that names what is wrong instead of giving up, and signatures.
//!
//! A walk of our own finds the parts of a certificate (`outline`), so that one bad byte in a name or an extension does
//! not cost the rest; x509-parser and `ring` read what is inside the parts where they are sound.

mod bundle;
mod cert;
mod comparable;
mod constraints;
mod crl;
mod der;
mod digest;
mod distribution;
mod extensions;
mod general_name;
mod key;
mod name;
pub mod ocsp;
mod oddity;
mod outline;
pub mod path;
pub mod pem;
mod plan;
mod qc;
mod rsa;
#[cfg(test)]
mod sample;
mod signature;
mod text;
mod time;
mod usage;

pub use bundle::certificates as certificates_in;
pub use cert::{Certificate, CertificateError};
pub use constraints::{ANY_POLICY, BasicConstraints, NameConstraints, PolicyConstraints, PolicyMapping};
pub use crl::{Crl, IssuingDistributionPoint, Reason as RevocationReason, Revoked};
pub use digest::{hashes_to, sha256 as sha256_hex};
pub use distribution::{Access, DistributionPoint, DistributionPointName};
pub use extensions::Extensions;
pub use general_name::GeneralName;
pub use key::PublicKey;
pub use name::{Attribute, Name};
pub use oddity::Oddity;
pub use plan::{Limits, Question, QuestionKind, Wanted, plan};
pub use qc::QcStatements;
pub use signature::{SignatureError, verify_signature};
pub use usage::KeyUsage;

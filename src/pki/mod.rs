//! Certificates (RFC 5280), pure: parsing that names what is wrong instead of giving up, and signatures.

mod cert;
mod name;
mod qc;
mod signature;
mod usage;

pub use cert::{Certificate, CertificateError, Oddity, PublicKey};
pub use name::{Attribute, Name};
pub use qc::QcStatements;
pub use signature::SignatureError;
pub use usage::KeyUsage;

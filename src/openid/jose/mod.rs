//! JSON Object Signing: keys (RFC 7517), their thumbprints (RFC 7638), algorithms (RFC 7518) and signatures in compact
//! form (RFC 7515).
//!
//! A private key goes in and never comes out: [`SigningKey`] signs and tells its public half. No fault has key
//! material in its words.

mod algorithm;
mod base64;
mod ec;
mod fault;
pub mod jws;
mod members;
mod public;
mod rsa;
mod rsa_key_value;
mod signing;

pub use algorithm::Algorithm;
pub(in crate::openid) use base64::encode_url;
pub use fault::{KeyFault, SignFault};
pub use public::{Curve, KeyType, PublicKey};
pub use signing::SigningKey;

//! What a client says to an OpenID provider, and what it reads, pure: keys and signatures (JOSE), client assertions
//! (RFC 7523), DPoP proofs (RFC 9449), request objects (RFC 9101), the configuration file that HelseID Selvbetjening
//! hands out, and the redirect back to the loopback interface (RFC 8252).
//!
//! No clock, network or file: whoever calls says what time it is and what is unique. `ring` draws the random numbers
//! that PSS and ECDSA need from the operating system.

pub mod assertion;
pub mod authority;
pub mod client_file;
pub mod dpop;
pub mod jose;
mod json;
pub mod organisation;
mod percent;
pub mod redirect;
pub mod request_object;
#[cfg(test)]
mod robustness;
#[cfg(test)]
mod sample;
pub mod scrub;

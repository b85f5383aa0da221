//! Online certificate status (RFC 6960, RFC 5019, nonces as RFC 9654), pure: the bytes of a question, and what an answer
//! is worth. Sending is done elsewhere.
//!
//! ```text
//! CertId::new ─▶ request ─▶ (the world) ─▶ Response::parse ─▶ Response::judge(&Question) ─▶ Answer or Refusal
//! ```

mod answer;
mod basic;
mod cert_id;
mod refusal;
mod request;
mod responder;
mod response;
#[cfg(test)]
mod sample;
mod single;
mod write;

pub use answer::{Answer, Delegate, Issuer, NonceEcho, Question};
pub use basic::{Basic, ResponderId};
pub use cert_id::{CertHash, CertId, matches};
pub use refusal::Refusal;
pub use request::{Asked, request};
pub use response::{Response, ResponseStatus};
pub use single::{SingleResponse, Status};

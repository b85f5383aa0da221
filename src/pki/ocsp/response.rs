//! What a responder sends (OCSPResponse, RFC 6960 §4.2.1).

use super::super::CertificateError;
use super::super::crl::strict::{end, only};
use super::super::der::{Malformed, OBJECT_IDENTIFIER, OCTET_STRING, Reader, SEQUENCE};
use super::{Answer, Basic, Question, Refusal, answer};

/// No answer is longer, bytes. One has some 500 and the certificate of the responder some 1500.
const LONGEST: usize = 1 << 18;

const ENUMERATED: u8 = 0x0a;
const ID_PKIX_OCSP_BASIC: &str = "1.3.6.1.5.5.7.48.1.1";

/// What a responder sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Response {
    /// Whether there is an answer, and why not.
    pub status: ResponseStatus,
    /// The answer, there exactly when the status is [`Successful`](ResponseStatus::Successful).
    pub basic: Option<Basic>,
}

/// Whether there is an answer (OCSPResponseStatus, RFC 6960 §4.2.1). Only an answer is signed: anybody on the way can
/// make up the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResponseStatus {
    /// There is one.
    Successful,
    /// The responder does not understand the question.
    MalformedRequest,
    /// The responder has a fault.
    InternalError,
    /// The responder is busy.
    TryLater,
    /// The responder wants to know who asks.
    SigRequired,
    /// The responder does not answer this to the one who asks, or does not know the issuer (RFC 5019 §2.2.3).
    Unauthorized,
    /// A number that RFC 6960 gives no meaning.
    Other(u8),
}

impl Response {
    /// Reads what a responder sent, DER.
    ///
    /// # Errors
    /// The bytes are not exactly one response, any part of it is broken, or its kind is none that is known.
    pub fn parse(bytes: &[u8]) -> Result<Self, CertificateError> {
        Ok(Self::read(bytes)?)
    }

    /// What the response is worth to the one who asked: the status of the certificate, signed by somebody who may
    /// (RFC 6960 §3.2, §4.2.2.2), and of now.
    ///
    /// # Errors
    /// Why nothing follows from it.
    pub fn judge(&self, question: &Question<'_>) -> Result<Answer, Refusal> {
        let basic = match (self.status, &self.basic) {
            (ResponseStatus::Successful, Some(basic)) => basic,
            (ResponseStatus::MalformedRequest, _) => return Err(Refusal::MalformedRequest),
            (ResponseStatus::InternalError, _) => return Err(Refusal::InternalError),
            (ResponseStatus::TryLater, _) => return Err(Refusal::TryLater),
            (ResponseStatus::SigRequired, _) => return Err(Refusal::SignatureRequired),
            (ResponseStatus::Unauthorized, _) => return Err(Refusal::Unauthorized),
            (ResponseStatus::Other(number), _) => return Err(Refusal::UnknownStatus(number)),
            (ResponseStatus::Successful, None) => return Err(Refusal::NoAnswer),
        };
        answer::judge(basic, question)
    }

    fn read(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut outer = Reader::new(bytes);
        let response = outer.expect(SEQUENCE, "a response")?;
        if response.whole.len() > LONGEST {
            let what = format!("{} bytes are too many for a response", response.whole.len());
            return Err(response.malformed(what));
        }
        if !outer.rest().is_empty() {
            let what = "bytes after the response".to_owned();
            return Err(Malformed { offset: response.whole.len(), what });
        }
        let mut parts = response.inside();
        let status = parts.expect(ENUMERATED, "the status of a response")?;
        let status = match status.body {
            [0] => ResponseStatus::Successful,
            [1] => ResponseStatus::MalformedRequest,
            [2] => ResponseStatus::InternalError,
            [3] => ResponseStatus::TryLater,
            [5] => ResponseStatus::SigRequired,
            [6] => ResponseStatus::Unauthorized,
            [other] => ResponseStatus::Other(*other),
            _ => return Err(status.malformed("a status that is not one byte")),
        };
        let answer = parts.optional(0xa0)?;
        end(parts, "a response")?;
        let basic = match (status, answer) {
            (ResponseStatus::Successful, None) => {
                return Err(response.malformed("a successful response without an answer"));
            }
            (ResponseStatus::Successful, Some(explicit)) => {
                let mut parts = only(&explicit, SEQUENCE, "an answer")?.inside();
                let kind = parts.expect(OBJECT_IDENTIFIER, "the kind of an answer")?;
                let oid = kind.oid()?;
                if oid != ID_PKIX_OCSP_BASIC {
                    return Err(kind.malformed(format!("an answer of the unknown kind {oid}")));
                }
                let octets = parts.expect(OCTET_STRING, "an answer")?;
                end(parts, "an answer")?;
                Some(Basic::read(&only(&octets, SEQUENCE, "an answer")?)?)
            }
            // RFC 6960 §4.2.1: there is none, and what is there instead is signed by nobody.
            _ => None,
        };
        Ok(Self { status, basic })
    }
}

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

#[cfg(test)]
mod tests {
    use super::super::super::sample::{integer, oid, sequence, tlv};
    use super::super::sample::{Sample, Single, successful};
    use super::*;

    fn refuse(der: &[u8]) -> (usize, String) {
        let error = Response::parse(der).unwrap_err();
        (error.offset, error.what)
    }

    #[test]
    fn every_status_is_read() {
        for (number, status) in [
            (1, ResponseStatus::MalformedRequest),
            (2, ResponseStatus::InternalError),
            (3, ResponseStatus::TryLater),
            (4, ResponseStatus::Other(4)),
            (5, ResponseStatus::SigRequired),
            (6, ResponseStatus::Unauthorized),
            (7, ResponseStatus::Other(7)),
        ] {
            let plain = sequence(&[tlv(0x0a, &[number])]);
            let expected = Response { status, basic: None };
            assert_eq!(Response::parse(&plain), Ok(expected.clone()));
            let with_rubbish = sequence(&[tlv(0x0a, &[number]), tlv(0xa0, b"rubbish")]);
            assert_eq!(Response::parse(&with_rubbish), Ok(expected));
        }
        let good = Response::parse(&Sample::good().der()).unwrap();
        assert_eq!((good.status, good.basic.is_some()), (ResponseStatus::Successful, true));
    }

    #[test]
    fn a_successful_response_has_an_answer_of_the_one_kind() {
        let basic = "1.3.6.1.5.5.7.48.1.1";
        for (der, offset, what) in [
            (sequence(&[tlv(0x0a, &[0])]), 0, "a successful response without an answer"),
            (successful(&[oid("1.2.3"), tlv(4, &[])]), 9, "an answer of the unknown kind 1.2.3"),
            (successful(&[oid(basic)]), 20, "ends where an answer should be"),
            (successful(&[oid(basic), tlv(4, &[])]), 22, "ends where an answer should be"),
            (successful(&[oid(basic), tlv(4, &integer(1))]), 22, "expected an answer, found INTEGER"),
            (successful(&[oid(basic), tlv(4, &[]), tlv(5, &[])]), 22, "more than an answer"),
        ] {
            assert_eq!(refuse(&der), (offset, what.to_owned()));
        }
        let two = [Sample::good().basic(), tlv(5, &[])].concat();
        assert_eq!(refuse(&successful(&[oid(basic), tlv(4, &two)])).1, "more than an answer");
    }

    #[test]
    fn what_is_no_response_is_refused_with_its_place() {
        let good = Sample::good().der();
        let after = [&good[..], &[0]].concat();
        for (der, offset, what) in [
            (vec![], 0, "ends where a response should be"),
            (after, good.len(), "bytes after the response"),
            (sequence(&[integer(0)]), 2, "expected the status of a response, found INTEGER"),
            (sequence(&[tlv(0x0a, &[0, 0])]), 2, "a status that is not one byte"),
            (sequence(&[tlv(0x0a, &[3]), tlv(5, &[])]), 5, "more than a response"),
            (tlv(0x30, &vec![0; 1 << 18]), 0, "262149 bytes are too many for a response"),
        ] {
            assert_eq!(refuse(&der), (offset, what.to_owned()));
        }
    }

    #[test]
    fn the_place_of_a_fault_counts_from_the_start() {
        let mut sample = Sample::good();
        let single = Single { more: tlv(0x1b, b"here"), ..Single::good() };
        sample.statuses = vec![single.der()];
        let der = sample.der();
        let at = der.windows(6).position(|window| window == tlv(0x1b, b"here")).unwrap();
        assert_eq!(refuse(&der), (at, "more than the status of a certificate".to_owned()));
    }

    #[test]
    fn every_truncation_is_refused() {
        let der = Sample::good().der();
        for end in 0..der.len() {
            assert!(Response::parse(&der[..end]).is_err(), "{end} bytes");
        }
    }
}

//! When asking can end: an answer that can be relied on says good or revoked. What the answers mean for the card is the
//! judge's to say, from the exchanges.

use crate::facts::{Exchange, HttpAnswer, Purpose};
use crate::pki::ocsp::{Issuer, Question, Response, Status, sent_nonce};
use crate::pki::{Certificate, Crl};
use jiff::Timestamp;

/// How far clocks of services may be ahead of this one's.
const SKEW_SECONDS: u32 = 300;

/// What came back so far, read once.
#[derive(Default)]
pub(super) struct Answers {
    responses: Vec<(Response, Option<Vec<u8>>)>,
    lists: Vec<Crl>,
}

impl Answers {
    /// Takes over an answer; one that cannot be read settles nothing.
    pub(super) fn take(&mut self, exchange: &Exchange, answer: &HttpAnswer) {
        match exchange.purpose {
            Purpose::Ocsp => {
                let nonce = exchange.request.as_ref().and_then(|request| sent_nonce(&request.0));
                let response = Response::parse(&answer.body.0).ok();
                self.responses.extend(response.map(|response| (response, nonce.map(<[u8]>::to_vec))));
            }
            Purpose::Crl => self.lists.extend(Crl::parse(answer.body.0.as_slice()).ok()),
            Purpose::Issuer => {}
        }
    }

    /// Whether an answer says of the certificate, at `now`, that it is good or that it is revoked.
    pub(super) fn settle(&self, certificate: &Certificate, issuer_key: &[u8], now: Timestamp) -> bool {
        let issuer = Issuer { name: &certificate.issuer, spki: issuer_key };
        let serial = certificate.serial_contents();
        let by_response = |(response, nonce): &(Response, Option<Vec<u8>>)| {
            let nonce = nonce.as_deref();
            let question = Question { issuer, serial: &serial, nonce, at: now, skew_seconds: SKEW_SECONDS };
            response.judge(&question).is_ok_and(|answer| answer.status != Status::Unknown)
        };
        let by_list = |list: &Crl| {
            list.issuer.matches(&certificate.issuer)
                && list.delta_base.is_none()
                && list.next_update.is_none_or(|end| now <= end)
                && list.verify_signed_by(issuer_key).is_ok()
        };
        self.responses.iter().any(by_response) || self.lists.iter().any(by_list)
    }
}

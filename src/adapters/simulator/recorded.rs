//! The network of a simulated world: what card files say that services answer, and nothing else.

use super::card_file::{CardFile, Network};
use super::hex::{Base64, Hex};
use crate::adapters::http::LiveHttp;
use crate::facts::{Blob, HttpAnswer, NetworkStage, Observed, ProbeError, ProbePlace};
use crate::ports::{Entropy, Http, HttpRequest, TrustStore};
use serde::Deserialize;

/// What a service answers, as a card file has it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordedAnswer {
    /// The address, exactly as it is asked.
    pub url: String,
    /// What it answers; a note for readers.
    pub about: Option<String>,
    /// Only questions whose body holds these bytes: the serial number of one certificate, whatever the nonce.
    pub request_holds: Option<Hex>,
    /// The status code.
    #[serde(default = "ok")]
    pub status: u16,
    /// The `Content-Type`.
    pub content_type: Option<String>,
    /// The body.
    #[serde(default)]
    pub body: Base64,
    /// No answer comes, and this is why.
    pub fails: Option<NetworkStage>,
}

fn ok() -> u16 {
    200
}

/// The services that card files know.
pub struct RecordedHttp {
    answers: Vec<RecordedAnswer>,
    /// For cards whose file says `network = "live"`.
    beyond: Option<LiveHttp>,
}

impl RecordedHttp {
    /// The answers of all these cards; `live` is used for what is not recorded, where a card's file asks for it.
    pub fn new<'a>(cards: impl IntoIterator<Item = &'a CardFile>, live: impl FnOnce() -> LiveHttp) -> Self {
        let (mut answers, mut wants_live) = (Vec::new(), false);
        for card in cards {
            answers.extend(card.answers.iter().cloned());
            wants_live |= card.network == Network::Live;
        }
        RecordedHttp { answers, beyond: wants_live.then(live) }
    }

    /// Services of which nothing is known.
    pub fn empty() -> Self {
        RecordedHttp { answers: Vec::new(), beyond: None }
    }

    fn find(&self, request: &HttpRequest) -> Option<&RecordedAnswer> {
        let body = request.post.as_ref().map(|(_, body)| body.as_slice()).unwrap_or_default();
        let holds = |part: &Hex| !part.0.is_empty() && body.windows(part.0.len()).any(|here| here == part.0);
        self.answers
            .iter()
            .find(|answer| answer.url == request.url && answer.request_holds.as_ref().is_none_or(holds))
    }
}

impl Http for RecordedHttp {
    fn exchange(&self, request: &HttpRequest) -> Observed<HttpAnswer> {
        match (self.find(request), &self.beyond) {
            (Some(answer), _) => answer.play(request).into(),
            (None, Some(live)) => live.exchange(request),
            (None, None) => Observed::Failed(ProbeError::new(
                request.call(),
                ProbePlace::NotRecorded,
                "the simulated network has no answer to this",
            )),
        }
    }

    fn proxy(&self, url: &str) -> Option<String> {
        let recorded = self.answers.iter().any(|answer| answer.url == url);
        self.beyond.as_ref().filter(|_| !recorded)?.proxy(url)
    }
}

impl RecordedAnswer {
    /// The answer as it came, in no time, so that two runs are alike.
    fn play(&self, request: &HttpRequest) -> Result<HttpAnswer, ProbeError> {
        if let Some(stage) = self.fails {
            return Err(ProbeError::network(request.call(), stage, "simulated"));
        }
        if self.body.0.len() as u64 > request.most_bytes {
            let detail = format!("more than {} bytes", request.most_bytes);
            return Err(ProbeError::network(request.call(), NetworkStage::TooLarge, detail));
        }
        Ok(HttpAnswer {
            status: self.status,
            content_type: self.content_type.clone(),
            landed: None,
            body: Blob(self.body.0.clone()),
        })
    }
}

/// Bytes that are always the same, so that a run can be repeated.
#[derive(Debug, Clone, Copy, Default)]
pub struct FixedEntropy;

impl Entropy for FixedEntropy {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), ProbeError> {
        for (at, byte) in bytes.iter_mut().enumerate() {
            *byte = at as u8;
        }
        Ok(())
    }
}

/// An operating system that trusts nobody: what a simulated card leads to does not hang on the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoTrust;

impl TrustStore for NoTrust {
    fn roots(&self) -> Result<Vec<Vec<u8>>, ProbeError> {
        Ok(Vec::new())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    const CARD: &str = r#"
        name = "x"
        about = { nb = "x", en = "x" }
        atr = "3B 80"
        protocol = "T=1"
        [[answer]]
        url = "http://ocsp.example"
        request_holds = "02 01 07"
        content_type = "application/ocsp-response"
        body = "AAE="
        [[answer]]
        url = "http://ocsp.example"
        request_holds = "02 01 08"
        status = 503
        [[answer]]
        url = "http://crl.example/a.crl"
        fails = "connect"
    "#;

    fn services() -> RecordedHttp {
        let card = CardFile::parse(CARD, "x").unwrap();
        RecordedHttp::new([&card], || unreachable!("nobody asked for the network"))
    }

    fn request(url: &str, body: Option<&[u8]>) -> HttpRequest {
        HttpRequest {
            url: url.to_owned(),
            post: body.map(|body| ("application/ocsp-request", body.to_vec())),
            accept: "*/*",
            whole: Duration::from_secs(1),
            most_bytes: 1_000,
        }
    }

    #[track_caller]
    fn place(asked: Observed<HttpAnswer>) -> ProbePlace {
        asked.error().unwrap().place.clone()
    }

    #[test]
    fn a_responder_answers_by_the_serial_number() {
        let services = services();
        let ask = |body: &[u8]| services.exchange(&request("http://ocsp.example", Some(body)));
        let Observed::Seen { value, took_ms } = ask(&[0x30, 0x02, 0x01, 0x07, 0xFF]) else { panic!() };
        assert_eq!((value.status, value.body.0.as_slice(), took_ms), (200, [0, 1].as_slice(), 0));
        assert_eq!(value.content_type.as_deref(), Some("application/ocsp-response"));
        assert_eq!(ask(&[0x02, 0x01, 0x08]).value().unwrap().status, 503);
        assert_eq!(place(ask(&[0x02, 0x01, 0x09])), ProbePlace::NotRecorded);
    }

    #[test]
    fn what_is_not_recorded_is_not_asked_elsewhere() {
        let asked = services().exchange(&request("http://another.example", None));
        assert_eq!(place(asked), ProbePlace::NotRecorded);
        let asked = services().exchange(&request("http://crl.example/a.crl", None));
        assert_eq!(place(asked), ProbePlace::Network { stage: NetworkStage::Connect });
        assert_eq!(services().proxy("http://another.example"), None);
    }

    #[test]
    fn the_bound_of_an_answer_holds_here_too() {
        let small =
            HttpRequest { most_bytes: 1, ..request("http://ocsp.example", Some(&[0x02, 0x01, 0x07])) };
        let asked = services().exchange(&small);
        assert_eq!(place(asked), ProbePlace::Network { stage: NetworkStage::TooLarge });
    }
}

//! What became of each address that was asked.

use super::report::NetworkReport;
use crate::facts::{Exchange, NetworkStage, Observed, ProbePlace, Purpose};
use crate::pki::Certificate;

/// An exchange, and whether its answer is what was asked for.
pub(super) type Judged<'a> = (&'a Exchange, bool);

/// The exchanges in words, in the order of asking.
pub(super) fn report<'a>(exchanges: impl Iterator<Item = Judged<'a>>) -> Vec<NetworkReport> {
    exchanges.map(one).collect()
}

/// Why the addresses that `certificate` names gave nothing: stable words, each with its address.
pub(super) fn failures<'a>(
    exchanges: impl Iterator<Item = Judged<'a>>,
    certificate: &Certificate,
) -> Vec<(&'static str, String)> {
    let mut urls: Vec<&str> = certificate.extensions.access.ocsp.iter().map(String::as_str).collect();
    let points = &certificate.extensions.crl_distribution_points;
    urls.extend(points.iter().flat_map(|point| point.http_urls()));
    let mine = exchanges.filter(|(exchange, _)| urls.contains(&exchange.url.as_str()));
    mine.filter_map(|judged| Some((failure(judged)?, judged.0.url.clone()))).collect()
}

/// Why an exchange brought nothing that can be read, as a stable word; `None` when it did.
fn failure((exchange, is_usable): Judged<'_>) -> Option<&'static str> {
    match &exchange.answer {
        Observed::Seen { value, .. } if value.status != 200 => Some("refused"),
        Observed::Seen { .. } => (!is_usable).then_some("no-such-answer"),
        Observed::NotTried { .. } => Some("not-asked"),
        Observed::Failed(error) => Some(match &error.place {
            ProbePlace::Network { stage } => stage.as_str(),
            ProbePlace::Timeout { .. } => "timeout",
            ProbePlace::NotRecorded => "not-recorded",
            ProbePlace::NotInTrace { .. } => "not-in-trace",
            ProbePlace::Cancelled => "cancelled",
            _ => "failed",
        }),
    }
}

fn one(judged: Judged<'_>) -> NetworkReport {
    let (exchange, _) = judged;
    let failed = failure(judged);
    let stage = match &exchange.answer {
        Observed::Failed(error) => match error.place {
            ProbePlace::Network { stage } => Some(stage),
            _ => None,
        },
        _ => None,
    };
    let answered = exchange.answer.value();
    let through = |own: NetworkStage| match (answered, stage) {
        (Some(_), _) => Some("ok".to_owned()),
        (None, Some(lost)) if lost == own => Some("failed".to_owned()),
        (None, Some(lost)) if rank(lost) > rank(own) => Some("ok".to_owned()),
        _ => None,
    };
    let encrypted = exchange.url.to_ascii_lowercase().starts_with("https:");
    NetworkReport {
        purpose: match exchange.purpose {
            Purpose::Ocsp => "ocsp",
            Purpose::Crl => "crl",
            Purpose::Issuer => "issuer",
        }
        .to_owned(),
        url: exchange.url.clone(),
        dns: through(NetworkStage::Dns),
        tcp: through(NetworkStage::Connect),
        tls: through(NetworkStage::Tls).filter(|_| encrypted),
        http: answered.map(|answer| answer.status.to_string()).or_else(|| failed.map(str::to_owned)),
        outcome: failed.unwrap_or("answered").to_owned(),
        ms: match exchange.answer {
            Observed::Seen { took_ms, .. } => Some(took_ms),
            _ => None,
        },
    }
}

/// How far along the way a stage lies.
fn rank(stage: NetworkStage) -> u8 {
    match stage {
        NetworkStage::Address => 0,
        NetworkStage::Dns => 1,
        NetworkStage::Connect => 2,
        NetworkStage::Tls => 3,
        NetworkStage::Http | NetworkStage::Redirect | NetworkStage::TooLarge => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{Blob, HttpAnswer, ProbeError};
    use jiff::Timestamp;

    fn exchange(purpose: Purpose, url: &str, answer: Observed<HttpAnswer>) -> Exchange {
        Exchange {
            purpose,
            url: url.to_owned(),
            request: None,
            asked_at: Timestamp::UNIX_EPOCH,
            proxy: None,
            answer,
        }
    }

    fn answer(status: u16, body: &[u8]) -> Observed<HttpAnswer> {
        let body = Blob(body.to_vec());
        Observed::Seen { value: HttpAnswer { status, content_type: None, landed: None, body }, took_ms: 7 }
    }

    fn lost(place: ProbePlace) -> Observed<HttpAnswer> {
        Observed::Failed(ProbeError { call: "GET".to_owned(), place, detail: String::new() })
    }

    #[test]
    fn each_stage_is_told_apart() {
        let told = |stage| {
            let told =
                one((&exchange(Purpose::Crl, "https://a/", lost(ProbePlace::Network { stage })), false));
            (told.dns, told.tcp, told.tls, told.outcome)
        };
        let word = |word: &str| Some(word.to_owned());
        assert_eq!(told(NetworkStage::Dns), (word("failed"), None, None, "dns".to_owned()));
        assert_eq!(told(NetworkStage::Connect), (word("ok"), word("failed"), None, "connect".to_owned()));
        assert_eq!(told(NetworkStage::Tls), (word("ok"), word("ok"), word("failed"), "tls".to_owned()));
        assert_eq!(told(NetworkStage::Http), (word("ok"), word("ok"), word("ok"), "http".to_owned()));
        let late = one((&exchange(Purpose::Ocsp, "http://a/", lost(ProbePlace::Timeout { ms: 1 })), false));
        assert_eq!((late.dns, late.http, late.outcome), (None, word("timeout"), "timeout".to_owned()));
    }

    #[test]
    fn a_page_is_no_list() {
        let told = |status, usable| one((&exchange(Purpose::Crl, "http://a/", answer(status, b"")), usable));
        let page = told(200, false);
        assert_eq!((page.outcome.as_str(), page.tls, page.ms), ("no-such-answer", None, Some(7)));
        assert_eq!(told(200, true).outcome, "answered");
        assert_eq!(told(404, false).outcome, "refused");
    }
}

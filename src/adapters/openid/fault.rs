//! Why an exchange with a provider came to nothing, in the words of the facts.

use super::wire::bare;
use crate::facts::{LoginFault, LoginFaultKind, LoginStage, Refusal};
use crate::openid::scrub::scrub;
use openidconnect::HttpResponse;
use openidconnect::http::header::{CONTENT_TYPE, LOCATION};
use serde::Deserialize;

/// An error answer (RFC 6749 §5.2).
#[derive(Deserialize)]
struct ErrorBody {
    error: String,
    error_description: Option<String>,
}

/// What came is not what was asked for.
pub(super) fn not_understood(stage: LoginStage, detail: &str) -> LoginFault {
    LoginFault::new(stage, LoginFaultKind::NotUnderstood, scrub(detail))
}

/// An answer that is no success: a refusal with a code, a service out of order, or somebody else's page.
pub(super) fn refused(stage: LoginStage, answer: &HttpResponse) -> LoginFault {
    let status = answer.status();
    match serde_json::from_slice::<ErrorBody>(answer.body()) {
        Ok(body) => refusal(stage, Some(status.as_u16()), &body.error, body.error_description.as_deref()),
        Err(_) if status.is_server_error() => {
            LoginFault::new(stage, LoginFaultKind::ServiceDown, shape(answer))
        }
        Err(_) => not_understood(stage, &shape(answer)),
    }
}

/// A refusal with a code. `access_denied` that the browser brings is the person's, or their identity provider's for them.
pub(super) fn refusal(
    stage: LoginStage,
    status: Option<u16>,
    error: &str,
    description: Option<&str>,
) -> LoginFault {
    let kind = match (error, stage) {
        ("access_denied", LoginStage::Callback) => LoginFaultKind::Denied,
        _ => LoginFaultKind::Refused,
    };
    let error = if is_code(error) { error.to_owned() } else { scrub(error) };
    let refusal = Refusal { status, error, description: description.map(scrub) };
    let detail = match &refusal.description {
        Some(description) => format!("{}: {description}", refusal.error),
        None => refusal.error.clone(),
    };
    LoginFault { refusal: Some(Box::new(refusal)), ..LoginFault::new(stage, kind, detail) }
}

/// Whether a text is an error code of the standards: lower-case words.
fn is_code(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte == b'_';
    (1..=64).contains(&text.len()) && text.bytes().all(plain)
}

/// The error code of an answer, if it has one.
pub(super) fn code(answer: &HttpResponse) -> Option<String> {
    serde_json::from_slice::<ErrorBody>(answer.body()).ok().map(|body| body.error)
}

/// What an answer looks like from outside: `HTTP 302 to https://login.example`, `HTTP 200, text/html, 512 bytes`.
pub(super) fn shape(answer: &HttpResponse) -> String {
    let header = |name| answer.headers().get(name).and_then(|value| value.to_str().ok());
    let status = answer.status().as_u16();
    match header(LOCATION).filter(|_| answer.status().is_redirection()) {
        Some(place) => {
            format!("HTTP {status} to {}", bare(place))
        }
        None => {
            let kind = header(CONTENT_TYPE).unwrap_or("no content type");
            format!("HTTP {status}, {kind}, {} bytes", answer.body().len())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_stay_whole_and_other_texts_are_scrubbed() {
        let told =
            |error: &str| refusal(LoginStage::Token, Some(400), error, None).refusal.map(|one| one.error);
        let long = "unmet_authentication_requirements";
        assert_eq!(told(long).as_deref(), Some(long));
        assert_eq!(told("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA").as_deref(), Some("[token]"));
        assert_eq!(told("bruker 12838530093").as_deref(), Some("bruker [number]"));
    }

    #[test]
    fn only_the_browser_brings_a_persons_no() {
        let kind = |stage| refusal(stage, None, "access_denied", None).kind;
        assert_eq!(kind(LoginStage::Callback), LoginFaultKind::Denied);
        assert_eq!(kind(LoginStage::Token), LoginFaultKind::Refused);
        assert_eq!(kind(LoginStage::PushedRequest), LoginFaultKind::Refused);
    }
}

//! What a client says to its provider: forms with a client assertion, questions with a token, each bound to a key of ours.
//!
//! Every attempt has an assertion and a proof of its own: HelseID takes each once, also where it only asks for a nonce.

use super::fault;
use super::wire::Wire;
use crate::facts::{LoginFault, LoginFaultKind, LoginStage};
use crate::openid::assertion::{CLIENT_ASSERTION_TYPE, ClientAssertion};
use crate::openid::dpop::DpopProof;
use crate::openid::jose::{Algorithm, SigningKey};
use crate::openid::request_object::RequestObject;
use crate::ports::RelyingParty;
use openidconnect::http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderName, WWW_AUTHENTICATE};
use openidconnect::http::{Method, Request, request};
use openidconnect::{CsrfToken, HttpRequest, HttpResponse};
use serde_json::{Map, Value};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use url::Url;

/// RFC 9449 §4.1.
const DPOP: HeaderName = HeaderName::from_static("dpop");
/// RFC 9449 §8.
const DPOP_NONCE: HeaderName = HeaderName::from_static("dpop-nonce");

/// A client that speaks to one provider.
pub(super) struct Speaker<'a> {
    wire: &'a Wire,
    client: &'a RelyingParty,
    issuer: &'a str,
    algorithm: Algorithm,
    binding: Option<Binding>,
    nonces: Mutex<HashMap<String, String>>,
}

/// The key that tokens are bound to.
pub(super) enum Binding {
    /// One made for this run.
    Own(SigningKey),
    /// The client's, where the provider takes no other algorithm.
    Clients,
}

impl<'a> Speaker<'a> {
    /// `algorithms` are those that the provider takes for assertions; empty where it does not say.
    pub fn new(
        wire: &'a Wire,
        client: &'a RelyingParty,
        issuer: &'a str,
        algorithms: &[String],
        binding: Option<Binding>,
    ) -> Self {
        let taken =
            |one: &Algorithm| algorithms.is_empty() || algorithms.iter().any(|name| name == one.name());
        let own = client.key.algorithm();
        let others = client.key.algorithms().iter().copied();
        let algorithm = std::iter::once(own).chain(others).find(taken).unwrap_or(own);
        Speaker { wire, client, issuer, algorithm, binding, nonces: Mutex::default() }
    }

    /// Whether tokens are bound to a key of ours.
    pub fn binds(&self) -> bool {
        self.binding.is_some()
    }

    /// The client's identifier.
    pub fn client_id(&self) -> &'a str {
        &self.client.client_id
    }

    /// Sends a form as this client; `bound` where the answer may be a token.
    ///
    /// # Errors
    /// No whole answer came, the key cannot sign, or the provider asks for nonce after nonce.
    pub async fn post(
        &self,
        stage: LoginStage,
        url: &Url,
        form: &[(String, String)],
        details: Option<&Value>,
        bound: bool,
    ) -> Result<HttpResponse, LoginFault> {
        self.twice(stage, url, |again| {
            let mut body = url::form_urlencoded::Serializer::new(String::new());
            body.extend_pairs(form);
            body.append_pair("client_id", self.client_id());
            body.append_pair("client_assertion_type", CLIENT_ASSERTION_TYPE);
            body.append_pair("client_assertion", &self.assertion(stage, details)?);
            let mut request = asked(Method::POST, url);
            request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
            // Who asks for a nonce wants a proof, also where none is due: some demand one of pushed requests.
            if (bound || again) && self.binds() {
                request = request.header(DPOP, self.proof(stage, "POST", url, None)?);
            }
            whole(stage, request, body.finish().into_bytes())
        })
        .await
    }

    /// Asks for something with a token.
    ///
    /// # Errors
    /// As [`Speaker::post`].
    pub async fn get(&self, stage: LoginStage, url: &Url, token: &str) -> Result<HttpResponse, LoginFault> {
        self.twice(stage, url, |_| {
            let scheme = if self.binds() { "DPoP" } else { "Bearer" };
            let mut request = asked(Method::GET, url).header(AUTHORIZATION, format!("{scheme} {token}"));
            if self.binds() {
                request = request.header(DPOP, self.proof(stage, "GET", url, Some(token))?);
            }
            whole(stage, request, Vec::new())
        })
        .await
    }

    /// The parameters of an authorization request, signed.
    ///
    /// # Errors
    /// The key cannot sign.
    pub fn request_object(&self, parameters: Map<String, Value>) -> Result<String, LoginFault> {
        let object = RequestObject {
            client_id: self.client_id(),
            issuer: self.issuer,
            jwt_id: &unique(),
            now: self.wire.now(),
            parameters,
        };
        object
            .sign(&self.client.key, self.algorithm)
            .map_err(|error| unsigned(LoginStage::PushedRequest, &error))
    }

    /// Asks, and once more where the answer only asks for a nonce (RFC 9449 §8 and §9).
    async fn twice(
        &self,
        stage: LoginStage,
        url: &Url,
        request: impl Fn(bool) -> Result<HttpRequest, LoginFault>,
    ) -> Result<HttpResponse, LoginFault> {
        for again in [false, true] {
            let answer = self
                .wire
                .send(stage, request(again)?)
                .await
                .map_err(|error| LoginFault::lost(stage, error))?;
            let fresh = self.remember(url, &answer);
            if !wants_nonce(&answer) {
                return Ok(answer);
            }
            if !again && !fresh {
                let detail = "use_dpop_nonce without a nonce";
                return Err(LoginFault::new(stage, LoginFaultKind::NonceForEver, detail));
            }
        }
        Err(LoginFault::new(stage, LoginFaultKind::NonceForEver, "use_dpop_nonce, also with the nonce"))
    }

    fn assertion(&self, stage: LoginStage, details: Option<&Value>) -> Result<String, LoginFault> {
        let assertion = ClientAssertion {
            client_id: self.client_id(),
            issuer: self.issuer,
            jwt_id: &unique(),
            now: self.wire.now(),
            assertion_details: details,
        };
        assertion.sign(&self.client.key, self.algorithm).map_err(|error| unsigned(stage, &error))
    }

    fn proof(
        &self,
        stage: LoginStage,
        method: &str,
        url: &Url,
        token: Option<&str>,
    ) -> Result<String, LoginFault> {
        let (key, algorithm) = match &self.binding {
            Some(Binding::Own(key)) => (key, key.algorithm()),
            _ => (&self.client.key, self.algorithm),
        };
        let nonce = self.nonces.lock().unwrap_or_else(PoisonError::into_inner).get(&origin(url)).cloned();
        let proof = DpopProof {
            method,
            url: url.as_str(),
            jwt_id: &unique(),
            now: self.wire.now(),
            nonce: nonce.as_deref(),
            access_token: token,
        };
        proof.sign(key, algorithm).map_err(|error| unsigned(stage, &error))
    }

    /// Keeps the nonce that any answer brings; whether it is another than the last.
    fn remember(&self, url: &Url, answer: &HttpResponse) -> bool {
        let Some(nonce) = answer.headers().get(DPOP_NONCE).and_then(|nonce| nonce.to_str().ok()) else {
            return false;
        };
        let mut nonces = self.nonces.lock().unwrap_or_else(PoisonError::into_inner);
        nonces.insert(origin(url), nonce.to_owned()).as_deref() != Some(nonce)
    }
}

/// What nobody has used before: 128 random bits.
pub(super) fn unique() -> String {
    CsrfToken::new_random().into_secret()
}

fn asked(method: Method, url: &Url) -> request::Builder {
    Request::builder().method(method).uri(url.as_str()).header(ACCEPT, "application/json")
}

fn whole(stage: LoginStage, request: request::Builder, body: Vec<u8>) -> Result<HttpRequest, LoginFault> {
    request.body(body).map_err(|error| fault::not_understood(stage, &error.to_string()))
}

fn unsigned(stage: LoginStage, error: &dyn std::fmt::Display) -> LoginFault {
    LoginFault::new(stage, LoginFaultKind::Unsupported, error.to_string())
}

/// An authorization server says so in the body, a resource server in a header.
fn wants_nonce(answer: &HttpResponse) -> bool {
    const WORD: &str = "use_dpop_nonce";
    let challenges = answer.headers().get_all(WWW_AUTHENTICATE).iter();
    match answer.status().as_u16() {
        400 => fault::code(answer).as_deref() == Some(WORD),
        401 => {
            fault::code(answer).as_deref() == Some(WORD)
                || challenges.filter_map(|value| value.to_str().ok()).any(|value| value.contains(WORD))
        }
        _ => false,
    }
}

fn origin(url: &Url) -> String {
    url.origin().ascii_serialization()
}

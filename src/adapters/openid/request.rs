//! The authorization request: what is asked, and how it reaches the provider.

use super::fault;
use super::provider::Provider;
use super::speaker::{Speaker, unique};
use crate::facts::{LoginAsked, LoginFault, LoginFaultKind, LoginStage};
use crate::openid::redirect::{AuthorizationResponse, ResponseFault};
use crate::ports::LoginOrder;
use openidconnect::{CsrfToken, Nonce, PkceCodeChallenge, PkceCodeVerifier};
use serde::Deserialize;
use serde_json::{Map, Value};
use url::Url;

/// One authorization request, with what its answer is held against.
pub(super) struct AuthorizationRequest {
    parameters: Vec<(String, String)>,
    /// Comes back with the browser.
    state: CsrfToken,
    /// Comes back in the ID token.
    pub nonce: Nonce,
    /// Proves at the token endpoint that it was us (RFC 7636).
    pub verifier: PkceCodeVerifier,
}

/// RFC 9126 §2.2.
#[derive(Deserialize)]
struct Pushed {
    request_uri: String,
}

impl AuthorizationRequest {
    /// What `order` asks, with `asked` as the provider's own list left it.
    pub fn new(order: &LoginOrder, asked: &LoginAsked) -> Self {
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let (state, nonce) = (CsrfToken::new_random(), Nonce::new(unique()));
        let mut parameters: Vec<(String, String)> = Vec::new();
        let mut add = |name: &str, value: &str| parameters.push((name.to_owned(), value.to_owned()));
        add("response_type", "code");
        add("redirect_uri", &asked.redirect_uri);
        add("scope", &asked.scopes.join(" "));
        add("state", state.secret());
        add("nonce", nonce.secret());
        add("code_challenge", challenge.as_str());
        add("code_challenge_method", challenge.method().as_str());
        // Whoever is logged in already must show the card again, or the test shows nothing.
        add("prompt", "login");
        add("acr_values", &asked.acr_values.join(" "));
        if let Some(resource) = &asked.resource {
            add("resource", resource);
        }
        order.policy.protocol.parameters.iter().for_each(|(name, value)| add(name, value));
        order.parameters.iter().for_each(|(name, value)| add(name, value));
        AuthorizationRequest { parameters, state, nonce, verifier }
    }

    /// Whether a browser that came back was sent out with this request (RFC 6749 §10.12).
    pub fn began(&self, response: &Result<AuthorizationResponse, ResponseFault>) -> bool {
        response.as_ref().is_ok_and(|response| response.get("state") == Some(self.state.secret()))
    }

    /// The address that the browser is sent to.
    ///
    /// # Errors
    /// The provider refuses what is asked, or no whole answer came.
    pub async fn address(
        &self,
        speaker: &Speaker<'_>,
        provider: &Provider,
        details: Option<&Value>,
    ) -> Result<Url, LoginFault> {
        let parameters = match details {
            Some(details) => self.signed(speaker, details)?,
            None => self.parameters.clone(),
        };
        let mut address = provider.metadata.authorization_endpoint().url().clone();
        let shown = match &provider.pushed {
            Some(pushed) => vec![("request_uri".to_owned(), push(speaker, pushed, &parameters).await?)],
            None => parameters,
        };
        address.query_pairs_mut().append_pair("client_id", speaker.client_id()).extend_pairs(shown);
        Ok(address)
    }

    /// The same in a request object beside it: HelseID takes `authorization_details` in no other way (HID-1009).
    fn signed(&self, speaker: &Speaker<'_>, details: &Value) -> Result<Vec<(String, String)>, LoginFault> {
        let text = |(name, value): &(String, String)| (name.clone(), Value::from(value.as_str()));
        let mut claims: Map<String, Value> = self.parameters.iter().map(text).collect();
        claims.insert("authorization_details".to_owned(), details.clone());
        let object = speaker.request_object(claims)?;
        Ok(self.parameters.iter().cloned().chain([("request".to_owned(), object)]).collect())
    }
}

async fn push(
    speaker: &Speaker<'_>,
    url: &Url,
    parameters: &[(String, String)],
) -> Result<String, LoginFault> {
    let stage = LoginStage::PushedRequest;
    let answer = speaker.post(stage, url, parameters, None, false).await?;
    if !answer.status().is_success() {
        return Err(fault::refused(stage, &answer));
    }
    match serde_json::from_slice::<Pushed>(answer.body()) {
        Ok(pushed) if !pushed.request_uri.is_empty() => Ok(pushed.request_uri),
        _ => Err(LoginFault::new(stage, LoginFaultKind::NotUnderstood, fault::shape(&answer))),
    }
}

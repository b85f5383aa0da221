//! What a provider says of itself: metadata, keys, identity providers.

use super::fault;
use super::wire::{Wire, bare};
use crate::facts::{LoginFault, LoginFaultKind, LoginStage, Observed, ProbeError};
use crate::openid::authority::is_safe;
use crate::policy::{Demand, LoginProtocol};
use openidconnect::core::{
    CoreAuthDisplay, CoreClaimName, CoreClaimType, CoreClientAuthMethod, CoreGrantType, CoreJsonWebKey,
    CoreJsonWebKeySet, CoreJweContentEncryptionAlgorithm, CoreJweKeyManagementAlgorithm, CoreResponseMode,
    CoreResponseType, CoreSubjectIdentifierType,
};
use openidconnect::http::header::ACCEPT;
use openidconnect::http::{Request, StatusCode};
use openidconnect::{
    AdditionalProviderMetadata, AsyncHttpClient, DiscoveryError, HttpRequest, HttpResponse, IssuerUrl,
    ProviderMetadata,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::pin::Pin;
use url::Url;

/// The end of every address of metadata (OpenID Connect Discovery §4).
const METADATA: &str = "/.well-known/openid-configuration";

/// The members of an element of HelseID's list that name an identity provider; its form is not documented.
const NAMES: &[&str] = &["name", "id", "idp", "scheme", "authenticationScheme", "identityProvider", "value"];

/// How deep names stand in that list.
const DEEPEST: usize = 4;

/// A provider that has told about itself.
pub(super) struct Provider {
    /// Everything that `openidconnect` reads, its keys included.
    pub metadata: Metadata,
    /// Where authorization requests are pushed to (RFC 9126); `None` where they are not.
    pub pushed: Option<Url>,
    /// Where tokens are.
    pub token: Url,
}

/// Metadata with what this login needs beside the standard's.
pub(super) type Metadata = ProviderMetadata<
    Extension,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;

/// Metadata that `openidconnect` does not know.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
pub(super) struct Extension {
    /// RFC 9126 §5.
    #[serde(default)]
    pub pushed_authorization_request_endpoint: Option<String>,
    /// RFC 9449 §5.1.
    #[serde(default)]
    pub dpop_signing_alg_values_supported: Option<Vec<String>>,
    /// RFC 9207 §3.
    #[serde(default)]
    pub authorization_response_iss_parameter_supported: Option<bool>,
    /// RFC 7009, in RFC 8414 §2.
    #[serde(default)]
    pub revocation_endpoint: Option<String>,
    /// OpenID Connect RP-Initiated Logout §2.1.
    #[serde(default)]
    pub end_session_endpoint: Option<String>,
    /// HelseID's own: the list of identity providers.
    #[serde(default)]
    pub available_idps: Option<String>,
}

impl AdditionalProviderMetadata for Extension {}

impl Provider {
    /// Asks `issuer` for its metadata and its keys.
    ///
    /// # Errors
    /// No whole answer came, it is no provider's or another's, or lacks what the login needs.
    pub async fn discover(wire: &Wire, issuer: &str, protocol: &LoginProtocol) -> Result<Self, LoginFault> {
        let metadata = match metadata(wire, issuer).await {
            // People write an issuer without the slash that it may end in.
            Err(fault) if is_the_same_but_for_a_slash(&fault, issuer) => {
                metadata(wire, &format!("{issuer}/")).await?
            }
            metadata => metadata?,
        };
        let extension = metadata.additional_metadata();
        let pushed = extension.pushed_authorization_request_endpoint.as_deref();
        let pushed = pushed.map(|url| endpoint("pushed_authorization_request_endpoint", url)).transpose()?;
        if pushed.is_none() && protocol.pushed_request == Demand::Required {
            return Err(lacks("pushed_authorization_request_endpoint"));
        }
        let token = metadata.token_endpoint().ok_or_else(|| lacks("token_endpoint"))?;
        let token = endpoint("token_endpoint", token.as_str())?;
        endpoint("authorization_endpoint", metadata.authorization_endpoint().as_str())?;
        Ok(Provider { metadata, pushed, token })
    }

    /// Its keys, asked for again: they may have been changed since.
    ///
    /// # Errors
    /// No whole answer came, or it has no keys.
    pub async fn keys_again(&self, wire: &Wire) -> Result<CoreJsonWebKeySet, LoginFault> {
        let keys = CoreJsonWebKeySet::fetch_async(self.metadata.jwks_uri(), &Reader(wire)).await;
        keys.map_err(|error| sorted(wire, error))
    }

    /// The identity providers that it offers.
    pub async fn offered(&self, wire: &Wire) -> Observed<Vec<String>> {
        let Some(url) = &self.metadata.additional_metadata().available_idps else {
            return Observed::not_tried("not-announced");
        };
        match list(wire, url).await {
            Ok(names) => Observed::seen(names),
            Err(error) => Observed::Failed(error),
        }
    }

    /// The addresses where a session is ended: tokens revoked, and the browser's session.
    pub fn ends(&self) -> (Option<Url>, Option<Url>) {
        let extension = self.metadata.additional_metadata();
        let read = |url: &Option<String>| url.as_deref().and_then(|url| endpoint("", url).ok());
        (read(&extension.revocation_endpoint), read(&extension.end_session_endpoint))
    }

    /// The algorithms that it takes for client assertions; empty where it does not say.
    pub fn assertion_algorithms(&self) -> Vec<String> {
        let named = self.metadata.token_endpoint_auth_signing_alg_values_supported();
        let name = |algorithm| serde_json::to_value(algorithm).ok()?.as_str().map(str::to_owned);
        named.into_iter().flatten().filter_map(name).collect()
    }
}

/// The metadata of `issuer`, to the letter, with its keys.
async fn metadata(wire: &Wire, issuer: &str) -> Result<Metadata, LoginFault> {
    let url = IssuerUrl::new(issuer.to_owned())
        .map_err(|error| fault::not_understood(LoginStage::Metadata, &error.to_string()))?;
    Metadata::discover_async(url, &Reader(wire)).await.map_err(|error| sorted(wire, error))
}

/// Whether the metadata name the issuer that was meant, with a slash at its end.
fn is_the_same_but_for_a_slash(fault: &LoginFault, issuer: &str) -> bool {
    fault.kind == LoginFaultKind::IssuerDiffers && fault.detail.contains(&format!("`{issuer}/`"))
}

/// An endpoint that a form with an assertion may be sent to: over TLS, or on this machine.
fn endpoint(name: &str, url: &str) -> Result<Url, LoginFault> {
    let parsed = Url::parse(url).ok().filter(is_safe);
    parsed.ok_or_else(|| {
        let detail = format!("{name} is neither https nor on this machine");
        LoginFault::new(LoginStage::Metadata, LoginFaultKind::Unsupported, detail)
    })
}

fn lacks(name: &str) -> LoginFault {
    LoginFault::new(LoginStage::Metadata, LoginFaultKind::Unsupported, format!("the metadata has no {name}"))
}

async fn list(wire: &Wire, url: &str) -> Result<Vec<String>, ProbeError> {
    let call = || format!("GET {}", bare(url));
    let malformed = |detail: &str| ProbeError::malformed(call(), detail);
    let url = endpoint("available_idps", url).map_err(|fault| malformed(&fault.detail))?;
    let request = Request::get(url.as_str()).header(ACCEPT, "application/json").body(Vec::new());
    let request = request.map_err(|error| malformed(&error.to_string()))?;
    let answer = wire.send(LoginStage::Offered, request).await?;
    match serde_json::from_slice::<Value>(answer.body()) {
        Ok(list) if answer.status() == StatusCode::OK => {
            let mut found = Vec::new();
            names(&list, DEEPEST, &mut found);
            Ok(found)
        }
        _ => Err(malformed(&fault::shape(&answer))),
    }
}

/// Every name in a list: texts, or what members of objects say that name something.
fn names(list: &Value, depth: usize, found: &mut Vec<String>) {
    match list {
        _ if depth == 0 => {}
        Value::String(name) if !found.contains(name) => found.push(name.clone()),
        Value::Array(elements) => elements.iter().for_each(|element| names(element, depth - 1, found)),
        Value::Object(members) => {
            let naming = |(name, value): &(&String, &Value)| {
                NAMES.contains(&name.as_str()) || value.is_array() || value.is_object()
            };
            members.iter().filter(naming).for_each(|(_, value)| names(value, depth - 1, found));
        }
        _ => {}
    }
}

/// `openidconnect`'s way to the network for what needs no client: metadata and keys.
struct Reader<'a>(&'a Wire);

/// Nothing was asked, or no whole answer came.
#[derive(Debug, thiserror::Error)]
#[error("{}", .0.detail)]
struct Lost(LoginFault);

impl<'c> AsyncHttpClient<'c> for Reader<'_> {
    type Error = Lost;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, Lost>> + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        let stage = match request.uri().path().ends_with(METADATA) {
            true => LoginStage::Metadata,
            false => LoginStage::Keys,
        };
        Box::pin(async move {
            // Keys that somebody on the way can exchange prove nothing.
            endpoint(stage.as_str(), &request.uri().to_string()).map_err(Lost)?;
            self.0.send(stage, request).await.map_err(|error| Lost(LoginFault::lost(stage, error)))
        })
    }
}

/// The stage is that of the last question: metadata come first, then keys.
fn sorted(wire: &Wire, error: DiscoveryError<Lost>) -> LoginFault {
    let stage = wire.told().0.last().map_or(LoginStage::Metadata, |step| step.stage);
    match error {
        DiscoveryError::Request(Lost(fault)) => fault,
        DiscoveryError::Response(status, body, _) if status != StatusCode::OK => {
            let mut answer = HttpResponse::new(body);
            *answer.status_mut() = status;
            fault::refused(stage, &answer)
        }
        DiscoveryError::Validation(detail) => {
            LoginFault::new(stage, LoginFaultKind::IssuerDiffers, crate::openid::scrub::scrub(&detail))
        }
        // The words have no content of the answer, but may quote its type.
        error => fault::not_understood(stage, &error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn found(list: Value) -> Vec<String> {
        let mut found = Vec::new();
        names(&list, DEEPEST, &mut found);
        found
    }

    #[test]
    fn identity_providers_are_found_in_whatever_form_the_list_has() {
        let expected = ["buypass-oidc", "bankid-oidc"];
        assert_eq!(found(json!(["buypass-oidc", "bankid-oidc"])), expected);
        assert_eq!(found(json!([{"name": "buypass-oidc", "url": "x"}, {"id": "bankid-oidc"}])), expected);
        assert_eq!(found(json!({"idps": [{"scheme": "buypass-oidc"}, {"scheme": "bankid-oidc"}]})), expected);
        assert!(found(json!({"count": 3, "more": null})).is_empty());
    }
}

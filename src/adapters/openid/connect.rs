//! The client on its own: a token by its key, and what the self-service API says of it.

use super::fault;
use super::provider::Provider;
use super::session::revoke;
use super::speaker::Speaker;
use super::token::Tokens;
use super::wire::Wire;
use crate::facts::{Approval, ConnectionFacts, LoginFault, LoginStage, Observed, RegisteredKey};
use crate::openid::authority::is_safe;
use crate::openid::jose::{PublicKey, SigningKey};
use crate::openid::scrub::scrub;
use crate::ports::ConnectOrder;
use jiff::Timestamp;
use serde::Deserialize;
use url::Url;

/// Who the client is, by the self-service API: `GET /v1/client`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Registration {
    api_scopes: Vec<ApiScope>,
    #[serde(default)]
    audience_specific_client_claims: Vec<ClientClaim>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ApiScope {
    scope: String,
    status: String,
    status_reason: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ClientClaim {
    claim_type: String,
    status: String,
    status_reason: Option<String>,
}

/// One of its keys: `GET /v1/client-secret`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Secret {
    expiration: Option<String>,
    kid: Option<String>,
    jwk_thumbprint: Option<String>,
    public_jwk: Option<serde_json::Value>,
}

/// Shows the client's key, and asks what is known of it.
pub(super) async fn connect(order: &ConnectOrder, wire: &Wire, facts: &mut ConnectionFacts) {
    if let Err(fault) = ask(order, wire, facts).await {
        facts.fault = Some(fault);
    }
}

async fn ask(order: &ConnectOrder, wire: &Wire, facts: &mut ConnectionFacts) -> Result<(), LoginFault> {
    let provider = Provider::discover(wire, &order.issuer, &order.policy.protocol).await?;
    let issuer = provider.metadata.issuer().clone();
    let algorithms = provider.assertion_algorithms();
    let binding = super::login::binding(&provider, order.policy.protocol.dpop)?;
    let speaker = Speaker::new(wire, &order.client, issuer.as_str(), &algorithms, binding);
    let form = [
        ("grant_type".to_owned(), "client_credentials".to_owned()),
        ("scope".to_owned(), order.scopes.join(" ")),
    ];
    let tokens = Tokens::ask(&speaker, &provider, &form, order.details.as_ref()).await?;
    facts.token = Some(tokens.answer.clone());
    if let Some(base) = &order.self_service {
        let desk = SelfService { speaker: &speaker, base, token: tokens.access.secret() };
        match desk.registration().await {
            Ok(approvals) => facts.approvals = Observed::seen(approvals),
            Err(fault) => facts.approvals_fault = Some(fault),
        }
        match desk.secrets(&order.client.key).await {
            Ok(keys) => facts.secrets = Observed::seen(keys),
            Err(fault) => facts.secrets_fault = Some(fault),
        }
    }
    if let (Some(url), _) = provider.ends() {
        // The token lasts ten minutes; where it cannot be revoked, nothing is lost.
        let _ = revoke(&speaker, &url, &tokens).await;
    }
    Ok(())
}

/// The self-service API, with a token for it.
struct SelfService<'a> {
    speaker: &'a Speaker<'a>,
    base: &'a str,
    token: &'a str,
}

impl SelfService<'_> {
    async fn registration(&self) -> Result<Vec<Approval>, LoginFault> {
        let registration: Registration = self.get(LoginStage::Client, "/v1/client").await?;
        let approval = |of: &str, status: &str, reason: Option<&str>| Approval {
            of: scrub(of),
            status: scrub(status),
            reason: reason.filter(|reason| !reason.is_empty()).map(scrub),
        };
        let scopes = registration.api_scopes.iter();
        let scopes = scopes.map(|one| approval(&one.scope, &one.status, one.status_reason.as_deref()));
        let claims = registration.audience_specific_client_claims.iter();
        let claims = claims.map(|one| approval(&one.claim_type, &one.status, one.status_reason.as_deref()));
        Ok(scopes.chain(claims).collect())
    }

    async fn secrets(&self, key: &SigningKey) -> Result<Vec<RegisteredKey>, LoginFault> {
        let secrets: Vec<Secret> = self.get(LoginStage::Secrets, "/v1/client-secret").await?;
        Ok(secrets.iter().map(|secret| registered(secret, key)).collect())
    }

    async fn get<T: serde::de::DeserializeOwned>(
        &self,
        stage: LoginStage,
        path: &str,
    ) -> Result<T, LoginFault> {
        let url = Url::parse(&format!("{}{path}", self.base.trim_end_matches('/'))).ok().filter(is_safe);
        let url = url.ok_or_else(|| fault::not_understood(stage, "the address is neither https nor here"))?;
        let answer = self.speaker.get(stage, &url, self.token).await?;
        if !answer.status().is_success() {
            return Err(fault::refused(stage, &answer));
        }
        serde_json::from_slice(answer.body())
            .map_err(|_| fault::not_understood(stage, &fault::shape(&answer)))
    }
}

/// What is told of a key. It is ours by any of its marks: a thumbprint may be of another digest, a name be missing.
fn registered(secret: &Secret, key: &SigningKey) -> RegisteredKey {
    let own = key.public().thumbprint();
    let by_jwk = secret.public_jwk.as_ref().and_then(thumbprint);
    let marks = [
        by_jwk.as_ref().map(|theirs| *theirs == own),
        secret.jwk_thumbprint.as_ref().map(|theirs| *theirs == own),
        key.key_id().zip(secret.kid.as_deref()).map(|(own, theirs)| own == theirs),
    ];
    let told = marks.iter().flatten();
    RegisteredKey {
        expires: secret.expiration.as_deref().and_then(moment),
        kid: secret.kid.as_deref().map(scrub),
        is_ours: told.clone().next().map(|_| marks.contains(&Some(true))),
        thumbprint: by_jwk.or_else(|| secret.jwk_thumbprint.clone()),
    }
}

/// The thumbprint of a key that stands there as an object, or as the text of one.
fn thumbprint(jwk: &serde_json::Value) -> Option<String> {
    let text = jwk.as_str().map_or_else(|| jwk.to_string(), str::to_owned);
    Some(PublicKey::from_jwk(&text).ok()?.thumbprint())
}

/// A moment, with or without an offset: .NET leaves it out of times in UTC.
fn moment(text: &str) -> Option<Timestamp> {
    text.parse().ok().or_else(|| format!("{text}Z").parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn told(secret: serde_json::Value) -> RegisteredKey {
        let key = SigningKey::from_jwk(include_str!("../../../testdata/openid/synthetic-ec-p256.jwk.json"))
            .unwrap();
        registered(&serde_json::from_value(secret).unwrap(), &key)
    }

    #[test]
    fn a_key_is_ours_by_any_of_its_marks() {
        let own = SigningKey::from_jwk(include_str!("../../../testdata/openid/synthetic-ec-p256.jwk.json"))
            .unwrap();
        let (jwk, thumbprint) = (own.public().jwk(), own.public().thumbprint());
        let text = serde_json::Value::Object(jwk.clone()).to_string();
        for (secret, ours) in [
            (json!({"publicJwk": jwk, "jwkThumbprint": "0a1b2c"}), Some(true)),
            (json!({"publicJwk": text}), Some(true)),
            (json!({"jwkThumbprint": thumbprint}), Some(true)),
            (json!({"jwkThumbprint": "0a1b2c"}), Some(false)),
            (json!({"expiration": "2027-01-01T00:00:00"}), None),
        ] {
            assert_eq!(told(secret.clone()).is_ours, ours, "{secret}");
        }
    }

    #[test]
    fn a_moment_without_an_offset_is_utc() {
        let moment = told(json!({"expiration": "2027-01-01T00:00:00"})).expires.unwrap();
        assert_eq!(moment.to_string(), "2027-01-01T00:00:00Z");
    }
}

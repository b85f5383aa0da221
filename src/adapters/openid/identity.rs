//! The ID token: whether it may be believed (OpenID Connect Core §3.1.3.7), and what it says.

use super::provider::Provider;
use super::token::Tokens;
use super::wire::Wire;
use crate::facts::{IdentityFacts, LoginFault, LoginFaultKind, LoginStage, TokenName, TokenOrganisation};
use crate::openid::scrub::scrub;
use crate::policy::{ClaimNames, LoginPolicy};
use crate::ports::ExpectedNumber;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use openidconnect::core::{
    CoreIdToken, CoreIdTokenClaims, CoreIdTokenVerifier, CoreJsonWebKeySet, CoreJwsSigningAlgorithm,
};
use openidconnect::{
    AccessTokenHash, ClaimsVerificationError, ClientId, Nonce, SignatureVerificationError, SigningError,
};
use serde_json::{Map, Value};
use std::time::{Duration, SystemTime};

/// What an ID token must say.
pub(super) struct Expected<'a> {
    /// As it was sent.
    pub nonce: &'a Nonce,
    /// How it is read.
    pub policy: &'a LoginPolicy,
    /// Whose number it must have.
    pub number: Option<&'a ExpectedNumber>,
}

/// Verifies the ID token of `tokens`, with the provider's keys as they are now where its own is not among those of before.
///
/// # Errors
/// It may not be believed.
pub(super) async fn verify(
    wire: &Wire,
    provider: &Provider,
    client_id: &str,
    tokens: &Tokens,
    expected: &Expected<'_>,
) -> Result<IdentityFacts, LoginFault> {
    let Expected { nonce, policy, number } = *expected;
    let token = tokens.id_token()?;
    let trial = Trial { provider, client_id, nonce, policy, now: wire.now_there() };
    let known = provider.metadata.jwks();
    let at_hash = match trial.weigh(&token, known, tokens) {
        Err(fault) if fault.kind == LoginFaultKind::TokenKey => {
            let fresh = provider.keys_again(wire).await?;
            trial.weigh(&token, &fresh, tokens)?
        }
        weighed => weighed?,
    };
    let claims = payload(tokens).ok_or_else(|| malformed("the payload is no JSON object"))?;
    Ok(told(&claims, &policy.claims, &token, at_hash, wire.now(), number))
}

/// More than this is no difference between clocks.
const MOST_TOLERANT: Duration = Duration::from_secs(3600);

/// What an ID token is held against.
struct Trial<'a> {
    provider: &'a Provider,
    client_id: &'a str,
    nonce: &'a Nonce,
    policy: &'a LoginPolicy,
    /// By the provider's clock, which dated the token.
    now: Timestamp,
}

impl Trial<'_> {
    /// Whether `at_hash` was there; an error where the token may not be believed.
    fn weigh(
        &self,
        token: &CoreIdToken,
        keys: &CoreJsonWebKeySet,
        tokens: &Tokens,
    ) -> Result<bool, LoginFault> {
        let issuer = self.provider.metadata.issuer().clone();
        let client = ClientId::new(self.client_id.to_owned());
        let tolerance = Duration::from_millis(self.policy.clock_fail_ms.unsigned_abs()).min(MOST_TOLERANT);
        let now = SystemTime::from(self.now);
        // What ended a moment ago by the provider's clock, as far as it is known, has not ended yet.
        let (earlier, later) = (now - tolerance, now + tolerance);
        let verifier = CoreIdTokenVerifier::new_public_client(client, issuer, keys.clone())
            .set_allowed_algs(self.algorithms())
            .set_time_fn(move || earlier.into())
            .set_issue_time_verifier_fn(move |issued| match SystemTime::from(issued) > later {
                true => Err("issued in the future".to_owned()),
                false => Ok(()),
            });
        let claims = token.claims(&verifier, self.nonce).map_err(|error| sorted(&error))?;
        self.weigh_party(claims)?;
        let Some(hash) = claims.access_token_hash() else { return Ok(false) };
        let algorithm = token.signing_alg().map_err(|_| malformed("no algorithm"))?;
        let key = token.signing_key(&verifier).map_err(|_| malformed("no key"))?;
        match AccessTokenHash::from_token(&tokens.access, algorithm, key) {
            Ok(own) if own == *hash => Ok(true),
            Ok(_) => Err(fault(LoginFaultKind::TokenHash, "at_hash is another token's")),
            Err(SigningError::UnsupportedAlg(name)) => Err(fault(LoginFaultKind::TokenAlgorithm, &name)),
            Err(error) => Err(fault(LoginFaultKind::TokenHash, &error.to_string())),
        }
    }

    /// `azp`, where it is there, is this client (§3.1.3.7, 5).
    fn weigh_party(&self, claims: &CoreIdTokenClaims) -> Result<(), LoginFault> {
        match claims.authorized_party() {
            Some(party) if party.as_str() != self.client_id => {
                Err(fault(LoginFaultKind::TokenAudience, "azp is another client"))
            }
            _ => Ok(()),
        }
    }

    fn algorithms(&self) -> Vec<CoreJwsSigningAlgorithm> {
        let read = |name: &String| serde_json::from_value(Value::String(name.clone())).ok();
        self.policy.protocol.id_token_algorithms.iter().filter_map(read).collect()
    }
}

/// The library's verdict, by what a person can do about it. Its words quote audiences and issuers, no more.
fn sorted(error: &ClaimsVerificationError) -> LoginFault {
    use SignatureVerificationError as Signature;
    let kind = match error {
        ClaimsVerificationError::Expired(_) => LoginFaultKind::TokenTime,
        ClaimsVerificationError::InvalidAudience(_) => LoginFaultKind::TokenAudience,
        ClaimsVerificationError::InvalidIssuer(_) => LoginFaultKind::TokenIssuer,
        ClaimsVerificationError::InvalidNonce(_) => LoginFaultKind::TokenNonce,
        ClaimsVerificationError::SignatureVerification(Signature::NoMatchingKey) => LoginFaultKind::TokenKey,
        ClaimsVerificationError::SignatureVerification(
            Signature::DisallowedAlg(_) | Signature::UnsupportedAlg(_) | Signature::NoSignature,
        ) => LoginFaultKind::TokenAlgorithm,
        ClaimsVerificationError::SignatureVerification(_) => LoginFaultKind::TokenSignature,
        _ => LoginFaultKind::TokenMalformed,
    };
    fault(kind, &error.to_string())
}

fn fault(kind: LoginFaultKind, detail: &str) -> LoginFault {
    LoginFault::new(LoginStage::IdToken, kind, scrub(detail))
}

fn malformed(detail: &str) -> LoginFault {
    fault(LoginFaultKind::TokenMalformed, detail)
}

/// The claims of a token whose signature has been verified.
fn payload(tokens: &Tokens) -> Option<Map<String, Value>> {
    let part = tokens.id_token_text()?.split('.').nth(1)?;
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok()
}

/// What the facts keep of the claims.
fn told(
    claims: &Map<String, Value>,
    names: &ClaimNames,
    token: &CoreIdToken,
    at_hash: bool,
    now: Timestamp,
    number: Option<&ExpectedNumber>,
) -> IdentityFacts {
    let text = |name: &str| claims.get(name).and_then(as_text);
    // Words of a provider are not to be trusted to be words: a number that is somebody's could stand there, too.
    let word = |name: &str| text(name).as_deref().map(scrub);
    let moment =
        |name: &str| claims.get(name).and_then(Value::as_i64).and_then(|at| Timestamp::from_second(at).ok());
    let whose = text(&names.national_number);
    let name = TokenName {
        full: text("name"),
        given: text("given_name"),
        middle: text("middle_name").filter(|name| !name.is_empty()),
        family: text("family_name"),
    };
    IdentityFacts {
        issuer: word("iss").unwrap_or_default(),
        algorithm: token.signing_alg().ok().and_then(registered_name).unwrap_or_default(),
        at_hash,
        idp: word("idp"),
        level: word(&names.level),
        acr: word("acr"),
        amr: claims.get("amr").map(texts).unwrap_or_default().iter().map(|one| scrub(one)).collect(),
        auth_time: moment("auth_time"),
        issued_at: moment("iat").unwrap_or(now),
        received_at: now,
        network: word(&names.network),
        hpr_number: text(&names.hpr_number).is_some_and(|number| !number.is_empty()),
        national_number: whose.is_some(),
        number_matches: number.zip(whose.as_deref()).map(|(expected, got)| expected.is(got)),
        name: (name != TokenName::default()).then_some(name),
        organisation: TokenOrganisation {
            parent: word(&names.organisation_parent),
            child: word(&names.organisation_child),
            supplier: word(&names.organisation_supplier),
            tenancy: word(&names.tenancy),
        },
    }
}

/// The registered name of an algorithm.
fn registered_name(algorithm: &CoreJwsSigningAlgorithm) -> Option<String> {
    serde_json::to_value(algorithm).ok()?.as_str().map(str::to_owned)
}

/// A claim as a text; a number counts as one, because some providers write levels so.
fn as_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Array(elements) => elements.iter().filter_map(as_text).collect(),
        other => as_text(other).into_iter().collect(),
    }
}

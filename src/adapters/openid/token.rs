//! The token request, and what comes with its answer.

use super::fault;
use super::provider::Provider;
use super::speaker::Speaker;
use crate::facts::{LoginFault, LoginFaultKind, LoginStage, TokenAnswer};
use crate::openid::scrub::scrub;
use openidconnect::core::CoreIdToken;
use openidconnect::{AccessToken, HttpResponse};
use serde::Deserialize;
use serde_json::Value;
use std::str::FromStr;

/// Tokens of one answer. None of them leaves this module's neighbours.
pub(super) struct Tokens {
    /// What the facts may keep.
    pub answer: TokenAnswer,
    /// The access token: to the client it is a text without a meaning.
    pub access: AccessToken,
    /// The refresh token, where one came unasked.
    pub refresh: Option<AccessToken>,
    id_token: Option<String>,
}

/// RFC 6749 §5.1, OpenID Connect Core §3.1.3.3, and HelseID's own.
#[derive(Deserialize)]
struct Body {
    access_token: String,
    token_type: String,
    expires_in: Option<u64>,
    scope: Option<Value>,
    refresh_token: Option<String>,
    id_token: Option<String>,
    rejected_scope: Option<Value>,
}

impl Tokens {
    /// Exchanges a grant for tokens, bound to our key where the speaker binds.
    ///
    /// # Errors
    /// The provider refuses, no whole answer came, or the token is not bound.
    pub async fn ask(
        speaker: &Speaker<'_>,
        provider: &Provider,
        form: &[(String, String)],
        details: Option<&Value>,
    ) -> Result<Self, LoginFault> {
        let answer = speaker.post(LoginStage::Token, &provider.token, form, details, true).await?;
        if !answer.status().is_success() {
            return Err(fault::refused(LoginStage::Token, &answer));
        }
        let tokens = Tokens::read(&answer)?;
        // Without this a provider, or somebody in between, could hand out tokens that anybody can use.
        match tokens.answer.token_type == "dpop" || !speaker.binds() {
            true => Ok(tokens),
            false => {
                let detail = format!("token_type is {}", tokens.answer.token_type);
                Err(LoginFault::new(LoginStage::Token, LoginFaultKind::NotBound, detail))
            }
        }
    }

    fn read(answer: &HttpResponse) -> Result<Self, LoginFault> {
        // serde's words could quote the token.
        let body: Body = serde_json::from_slice(answer.body())
            .map_err(|_| fault::not_understood(LoginStage::Token, &fault::shape(answer)))?;
        let told = TokenAnswer {
            token_type: scrub(&body.token_type.to_lowercase()),
            expires_in: body.expires_in,
            scopes: body.scope.as_ref().map(words),
            rejected_scopes: body.rejected_scope.as_ref().map(words).unwrap_or_default(),
        };
        Ok(Tokens {
            answer: told,
            access: AccessToken::new(body.access_token),
            refresh: body.refresh_token.map(AccessToken::new),
            id_token: body.id_token,
        })
    }

    /// The ID token, unverified.
    ///
    /// # Errors
    /// There is none, or it is no signed JWT.
    pub fn id_token(&self) -> Result<CoreIdToken, LoginFault> {
        let stage = LoginStage::IdToken;
        let Some(text) = &self.id_token else {
            return Err(LoginFault::new(stage, LoginFaultKind::NoIdToken, "the answer has no id_token"));
        };
        // The library's words could quote the token.
        CoreIdToken::from_str(text).map_err(|_| {
            LoginFault::new(
                stage,
                LoginFaultKind::TokenMalformed,
                "id_token is no signed JWT with OpenID's claims",
            )
        })
    }

    /// The ID token as it came, to end its session with.
    pub fn id_token_text(&self) -> Option<&str> {
        self.id_token.as_deref()
    }
}

/// Scopes: words in a text (RFC 6749 §3.3), or a list.
fn words(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => text.split_whitespace().map(scrub).collect(),
        Value::Array(elements) => elements.iter().filter_map(Value::as_str).map(scrub).collect(),
        _ => Vec::new(),
    }
}

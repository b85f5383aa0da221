//! The end of a login: the tokens are revoked, and the browser ends its session with the provider.

use super::loopback::reply;
use super::page::{Form, answer};
use super::provider::Provider;
use super::speaker::Speaker;
use super::token::Tokens;
use super::wire::Wire;
use crate::adapters::http::lost::too_late;
use crate::facts::{LoginFault, LoginStage, ProbeError, ProbePlace};
use crate::ports::{Farewell, RelyingParty, Session};
use openidconnect::AccessToken;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::runtime::Runtime;
use url::Url;

/// How long taking the tokens back may hold up the person, who has the verdict already. They last ten minutes.
const LEAVE: Duration = Duration::from_secs(5);

/// What is still open when the verdict is known.
pub(super) struct Open {
    /// The browser, where it waits for a page.
    pub browser: Option<TcpStream>,
    /// The tokens; `None` where none came.
    pub tokens: Option<Tokens>,
    /// The provider that gave them.
    pub provider: Provider,
}

/// The same with what is needed to end it.
pub(super) struct OpenSession {
    /// The event queue that the browser's connection belongs to.
    pub runtime: Runtime,
    /// What is open.
    pub open: Open,
    /// The way to the provider.
    pub wire: Wire,
    /// Who asked.
    pub client: Arc<RelyingParty>,
}

impl Session for OpenSession {
    fn end(self: Box<Self>, farewell: &Farewell) -> Result<(), ProbeError> {
        let OpenSession { runtime, open, wire, client } = *self;
        let (revocation, end_session) = open.provider.ends();
        let mut browser = open.browser;
        runtime.block_on(async {
            let page = page(farewell, end_session.as_ref(), open.tokens.as_ref(), &client.client_id);
            let shown = async {
                if let Some(browser) = &mut browser {
                    reply(browser, &page).await;
                }
            };
            let revoked = async {
                match (revocation, &open.tokens) {
                    (Some(url), Some(tokens)) => {
                        let algorithms = open.provider.assertion_algorithms();
                        let issuer = open.provider.metadata.issuer().as_str();
                        let speaker = Speaker::new(&wire, &client, issuer, &algorithms, None);
                        revoke(&speaker, &url, tokens).await
                    }
                    _ => Ok(()),
                }
            };
            let revoked = async {
                let told = tokio::time::timeout(LEAVE, revoked).await;
                told.unwrap_or_else(|_| Err(too_late("POST revocation".to_owned(), LEAVE, "no answer")))
            };
            tokio::join!(shown, revoked).1
        })
    }
}

/// Revokes what was given (RFC 7009). The access token is revoked also where the refresh token was: not every provider
/// takes the one with the other.
///
/// # Errors
/// The provider did not take it.
pub(super) async fn revoke(speaker: &Speaker<'_>, url: &Url, tokens: &Tokens) -> Result<(), ProbeError> {
    let kinds = [("refresh_token", tokens.refresh.as_ref()), ("access_token", Some(&tokens.access))];
    let mut taken = Ok(());
    for (kind, token) in kinds {
        let Some(token) = token else { continue };
        taken = revoke_one(speaker, url, kind, token).await.and(taken);
    }
    taken
}

async fn revoke_one(
    speaker: &Speaker<'_>,
    url: &Url,
    kind: &str,
    token: &AccessToken,
) -> Result<(), ProbeError> {
    let answer = speaker.post(LoginStage::Revocation, url, &form(kind, token), None, false).await;
    let answer = answer.map_err(|fault| told(url, fault))?;
    match answer.status().is_success() {
        true => Ok(()),
        false => Err(told(url, super::fault::refused(LoginStage::Revocation, &answer))),
    }
}

fn form(kind: &str, token: &AccessToken) -> [(String, String); 2] {
    [("token".to_owned(), token.secret().clone()), ("token_type_hint".to_owned(), kind.to_owned())]
}

fn told(url: &Url, fault: LoginFault) -> ProbeError {
    let place = ProbePlace::Malformed;
    fault
        .lost
        .map(|lost| *lost)
        .unwrap_or_else(|| ProbeError::new(format!("POST {url}"), place, fault.detail))
}

/// The page, which ends the browser's session by a form: the ID token that says which session is meant has a national
/// number in it, and an address would stay in the browser's history and in the list of processes.
fn page(farewell: &Farewell, end_session: Option<&Url>, tokens: Option<&Tokens>, client_id: &str) -> Vec<u8> {
    let token = tokens.and_then(Tokens::id_token_text);
    let (Some(action), Some(token)) = (end_session, token) else { return answer("200 OK", farewell, None) };
    let fields = [("id_token_hint", token), ("client_id", client_id)];
    answer("200 OK", farewell, Some(&Form { action, fields: &fields }))
}

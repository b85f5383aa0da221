//! One login, from the listener to the ID token.

use super::browser;
use super::fault;
use super::identity::{self, Expected};
use super::loopback::{Arrival, Listener, reply};
use super::page;
use super::provider::Provider;
use super::request::AuthorizationRequest;
use super::session::Open;
use super::speaker::{Binding, Speaker};
use super::token::Tokens;
use super::wire::Wire;
use crate::facts::{LoginAsked, LoginFacts, LoginFault, LoginFaultKind, LoginStage};
use crate::openid::jose::{Algorithm, SigningKey};
use crate::openid::redirect::{AuthorizationResponse, ResponseFault};
use crate::policy::Demand;
use crate::ports::{LoginDesk, LoginOrder};
use std::time::Instant;
use tokio::net::TcpStream;
use tokio::sync::mpsc;

/// A login under way.
pub(super) struct Login<'a> {
    /// What was ordered.
    pub order: &'a LoginOrder,
    /// The way to the provider.
    pub wire: &'a Wire,
    /// What is seen, as it is seen.
    pub facts: &'a mut LoginFacts,
    /// What must be ended afterwards, as soon as the browser came back.
    pub open: &'a mut Option<Open>,
}

impl Login<'_> {
    /// Logs in. Metadata and keys are there before the browser is: from its way back to the answer there are two requests
    /// at most.
    ///
    /// # Errors
    /// Why it went no further.
    pub async fn run(&mut self, desk: &dyn LoginDesk) -> Result<(), LoginFault> {
        let order = self.order;
        let listener = Listener::bind(&order.redirect).await?;
        let provider = Provider::discover(self.wire, &order.asked.issuer, &order.policy.protocol).await?;
        self.facts.offered = provider.offered(self.wire).await;
        self.facts.asked.acr_values = settled(order, self.facts.offered.value());
        let algorithms = provider.assertion_algorithms();
        let binding = binding(&provider, order.policy.protocol.dpop)?;
        let issuer = provider.metadata.issuer().clone();
        let speaker = Speaker::new(self.wire, &order.client, issuer.as_str(), &algorithms, binding);
        let request = AuthorizationRequest::new(order, &self.facts.asked);
        let address = request.address(&speaker, &provider, order.details.as_ref()).await?;
        let arrival = self.send_out(listener, address.as_str(), &request, desk).await?;
        let Back { response, stream } = arrival;
        let tokens = match code(&response, &request, &provider, order) {
            Err(fault) => Err(fault),
            Ok(code) => {
                let form = grant(code, order, &request, &self.facts.asked);
                Tokens::ask(&speaker, &provider, &form, None).await
            }
        };
        // From here on there is a browser that waits, and tokens to take back, whatever comes of it.
        let (tokens, given) = match tokens {
            Ok(tokens) => (Some(tokens), Ok(())),
            Err(fault) => (None, Err(fault)),
        };
        let open = self.open.insert(Open { browser: stream, tokens, provider });
        let Some(tokens) = &open.tokens else { return given };
        self.facts.token = Some(tokens.answer.clone());
        let begun = Instant::now();
        let expected =
            Expected { nonce: &request.nonce, policy: &order.policy, number: order.number.as_ref() };
        let verified =
            identity::verify(self.wire, &open.provider, speaker.client_id(), tokens, &expected).await;
        self.wire.note(LoginStage::IdToken, "", begun.elapsed());
        self.facts.identity = Some(verified?);
        Ok(())
    }

    /// Sends the person to the provider, and waits until they come back.
    async fn send_out(
        &mut self,
        listener: Listener,
        address: &str,
        request: &AuthorizationRequest,
        desk: &dyn LoginDesk,
    ) -> Result<Back, LoginFault> {
        let begun = Instant::now();
        let mut arrivals = listener.arrivals();
        desk.go_to(address);
        let opened = match self.order.asked.no_browser {
            true => None,
            false => Some(browser::open(address)?),
        };
        let no_browser = async {
            match opened {
                Some(opened) => match opened.await {
                    Ok(fault) => fault,
                    // One was opened.
                    Err(_) => std::future::pending().await,
                },
                None => std::future::pending().await,
            }
        };
        let mut stranger = None;
        let arrived = tokio::select! {
            arrived = ours(&mut arrivals, request, &mut stranger) => arrived,
            fault = no_browser => return Err(fault),
            () = tokio::time::sleep(self.order.patience) => None,
        };
        let arrived = arrived.or(stranger);
        self.wire.note(LoginStage::Callback, &self.order.asked.redirect_uri, begun.elapsed());
        // The receiver goes: whoever comes later is told that it is over.
        arrived.ok_or_else(|| {
            let detail = format!("nobody came back within {} s", self.order.patience.as_secs());
            LoginFault::new(LoginStage::Callback, LoginFaultKind::NobodyCame, detail)
        })
    }
}

/// Who comes back from this login. Anybody on this machine can knock at the port, and a browser that restores its tabs
/// asks again for the answer of an earlier login: a stranger shuts nobody out. Where only strangers come, the first of
/// them is the answer.
async fn ours(
    arrivals: &mut mpsc::Receiver<Arrival>,
    request: &AuthorizationRequest,
    stranger: &mut Option<Back>,
) -> Option<Back> {
    while let Some(Arrival { response, mut stream }) = arrivals.recv().await {
        if request.began(&response) {
            return Some(Back { response, stream: Some(stream) });
        }
        // Some never hang up; nobody waits behind them.
        tokio::spawn(async move { reply(&mut stream, &page::short("400 Bad Request")).await });
        stranger.get_or_insert(Back { response, stream: None });
    }
    None
}

/// What came back, and the browser that waits for a page; a stranger's has been sent away.
struct Back {
    response: Result<AuthorizationResponse, ResponseFault>,
    stream: Option<TcpStream>,
}

/// `acr_values` by the provider's own list: where it has no identity provider of the first name, but one of another name
/// of the same e-ID, that one is asked for.
fn settled(order: &LoginOrder, offered: Option<&Vec<String>>) -> Vec<String> {
    let asked = &order.asked;
    let eid = asked.eid.as_ref().and_then(|word| order.policy.eids.get(word));
    let (Some(eid), Some(offered)) = (eid, offered) else { return asked.acr_values.clone() };
    let value = |value: &String| match value.strip_prefix("idp:") {
        Some(name) if !offered.iter().any(|one| one == name) => {
            let other = eid.recognised_by.iter().find(|other| offered.contains(other));
            other.map_or_else(|| value.clone(), |other| format!("idp:{other}"))
        }
        _ => value.clone(),
    };
    asked.acr_values.iter().map(value).collect()
}

/// The key that tokens are to be bound to; `None` where the provider binds none and need not.
pub(super) fn binding(provider: &Provider, demand: Demand) -> Result<Option<Binding>, LoginFault> {
    let offered = &provider.metadata.additional_metadata().dpop_signing_alg_values_supported;
    if offered.is_none() && demand == Demand::WhereOffered {
        return Ok(None);
    }
    let own = Algorithm::Es256.name();
    if offered.as_ref().is_some_and(|names| !names.iter().any(|name| name == own)) {
        return Ok(Some(Binding::Clients));
    }
    let key = SigningKey::ephemeral().map_err(|error| {
        LoginFault::new(LoginStage::Token, LoginFaultKind::Unsupported, error.to_string())
    })?;
    Ok(Some(Binding::Own(key)))
}

/// The code that the browser brought, if it is from this login and this provider (RFC 6749 §10.12, RFC 9207).
fn code<'r>(
    response: &'r Result<AuthorizationResponse, ResponseFault>,
    request: &AuthorizationRequest,
    provider: &Provider,
    order: &LoginOrder,
) -> Result<&'r str, LoginFault> {
    let fault = |kind, detail: &str| LoginFault::new(LoginStage::Callback, kind, detail);
    let began = request.began(response);
    let malformed = |error: &ResponseFault| fault(LoginFaultKind::MalformedCallback, &error.to_string());
    let response = response.as_ref().map_err(malformed)?;
    if !began {
        return Err(fault(LoginFaultKind::ForeignCallback, "state is not the one that was sent"));
    }
    let extension = provider.metadata.additional_metadata();
    let named = extension.authorization_response_iss_parameter_supported == Some(true);
    match response.get("iss") {
        Some(issuer) if issuer != provider.metadata.issuer().as_str() => {
            return Err(fault(LoginFaultKind::ForeignCallback, "iss is another issuer"));
        }
        None if named || order.policy.protocol.response_issuer == Demand::Required => {
            return Err(fault(LoginFaultKind::ForeignCallback, "iss is missing"));
        }
        _ => {}
    }
    if let Some(error) = response.get("error") {
        return Err(fault::refusal(LoginStage::Callback, None, error, response.get("error_description")));
    }
    let code = response.get("code").filter(|code| !code.is_empty());
    code.ok_or_else(|| fault(LoginFaultKind::MalformedCallback, "neither code nor error"))
}

/// The token request (RFC 6749 §4.1.3, RFC 7636 §4.5, RFC 8707 §2.2).
fn grant(
    code: &str,
    order: &LoginOrder,
    request: &AuthorizationRequest,
    asked: &LoginAsked,
) -> Vec<(String, String)> {
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let mut form = vec![
        pair("grant_type", "authorization_code"),
        pair("code", code),
        pair("redirect_uri", &order.asked.redirect_uri),
        pair("code_verifier", request.verifier.secret()),
    ];
    form.extend(asked.resource.as_ref().map(|resource| pair("resource", resource)));
    form
}

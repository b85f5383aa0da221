//! What a login asks, by the policy, the client and the person.

use crate::facts::LoginAsked;
use crate::openid::client_file::ClientFile;
use crate::openid::organisation::{Organisation, details};
use crate::openid::redirect::LoopbackRedirect;
use crate::policy::{LoginPolicy, OrganisationPolicy, Tenancy};
use crate::ports::{ConnectOrder, ExpectedNumber, LoginOrder, RelyingParty};
use serde_json::Value;
use std::sync::Arc;
use std::time::Duration;

/// What the person wants of a login.
#[derive(Default)]
pub struct LoginWish {
    /// The e-ID, by its word; any when absent.
    pub eid: Option<String>,
    /// How long the person has, seconds; the policy's when absent.
    pub seconds: Option<u64>,
    /// Nobody opens a browser.
    pub no_browser: bool,
    /// The national number that the person must have.
    pub number: Option<ExpectedNumber>,
}

/// Why nothing can be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoOrder {
    /// The policy has no e-ID of that word; those that it has.
    UnknownEid(Vec<String>),
    /// None of the client's redirect addresses is on this machine.
    NoLoopbackRedirect,
}

/// A client, with what its configuration file says of it.
#[derive(Clone)]
pub struct Client {
    /// Who it is, and its key.
    pub party: Arc<RelyingParty>,
    /// The provider.
    pub issuer: String,
    /// The scopes that it was registered with; empty where the file does not say.
    pub scopes: Vec<String>,
    /// Where a browser may come back to.
    pub redirect_uris: Vec<String>,
}

impl Client {
    /// The client of a configuration file.
    pub fn of(file: ClientFile) -> Self {
        Client {
            party: Arc::new(RelyingParty { client_id: file.client_id, key: file.key }),
            issuer: file.authority,
            scopes: file.scopes,
            redirect_uris: file.redirect_uris,
        }
    }
}

/// The login that `wish` means.
///
/// # Errors
/// There is no such e-ID, or nowhere to come back to.
pub fn login(
    client: &Client,
    policy: &LoginPolicy,
    exchange: Duration,
    wish: LoginWish,
) -> Result<LoginOrder, NoOrder> {
    let eid = match &wish.eid {
        None => None,
        Some(word) => match policy.eids.get(word) {
            Some(eid) => Some(eid),
            None => return Err(NoOrder::UnknownEid(policy.eids.keys().cloned().collect())),
        },
    };
    let redirect = client.redirect_uris.iter().find_map(|uri| LoopbackRedirect::parse(uri).ok());
    let redirect = redirect.ok_or(NoOrder::NoLoopbackRedirect)?;
    let (scopes, resource) = scopes(client, policy);
    let organisation = policy.organisation.as_ref();
    let asked = LoginAsked {
        issuer: client.issuer.clone(),
        eid: wish.eid,
        acr_values: eid.map_or(&policy.acr_values, |eid| &eid.acr_values).clone(),
        scopes,
        resource,
        redirect_uri: redirect.uri.clone(),
        organisation: organisation.and_then(|organisation| organisation.child.clone()),
        number_expected: wish.number.is_some(),
        proxy: None,
        loopback_proxy: None,
        no_browser: wish.no_browser,
    };
    Ok(LoginOrder {
        client: client.party.clone(),
        asked,
        redirect,
        parameters: eid.map(|eid| eid.parameters.clone()).unwrap_or_default(),
        details: organisation.and_then(authorization),
        number: wish.number,
        patience: Duration::from_secs(wish.seconds.unwrap_or(policy.seconds)),
        exchange,
        policy: policy.clone(),
    })
}

/// The test of the client itself.
pub fn connect(client: &Client, policy: &LoginPolicy, exchange: Duration) -> ConnectOrder {
    let scopes = client_scopes(client, policy);
    let asks = scopes.contains(&policy.self_service_scope);
    ConnectOrder {
        client: client.party.clone(),
        issuer: client.issuer.clone(),
        scopes,
        self_service: policy.self_service.clone().filter(|_| asks),
        details: policy.organisation.as_ref().and_then(authorization),
        exchange,
        policy: policy.clone(),
    }
}

/// Those scopes about the person that the client has, and those of the one API that the token is for: a token for
/// kjernejournal has exactly one audience.
fn scopes(client: &Client, policy: &LoginPolicy) -> (Vec<String>, Option<String>) {
    let has = |scope: &&String| client.scopes.is_empty() || client.scopes.contains(scope);
    let mut scopes: Vec<String> = vec!["openid".to_owned()];
    scopes.extend(policy.identity_scopes.iter().filter(has).filter(|scope| *scope != "openid").cloned());
    let mut resource = None;
    if let Some(api) = policy.resource.as_ref().filter(|api| !api.indicator.is_empty()) {
        let prefix = format!("{}/", api.indicator);
        let own: Vec<String> =
            client.scopes.iter().filter(|scope| scope.starts_with(&prefix)).cloned().collect();
        resource = (!own.is_empty()).then(|| api.indicator.clone());
        scopes.extend(own);
    }
    (scopes, resource)
}

/// The scopes of a token for the client itself: the self-service API's where the client has it, else one API's. What is
/// about a person is refused there (`invalid_scope`).
fn client_scopes(client: &Client, policy: &LoginPolicy) -> Vec<String> {
    if client.scopes.contains(&policy.self_service_scope) {
        return vec![policy.self_service_scope.clone()];
    }
    let personal = |scope: &str| {
        matches!(scope, "openid" | "profile" | "offline_access") || scope.starts_with("helseid://scopes/")
    };
    let mut apis = client.scopes.iter().filter(|scope| !personal(scope));
    let indicator = policy.resource.as_ref().map(|api| format!("{}/", api.indicator));
    let preferred = apis.clone().find(|scope| indicator.as_ref().is_some_and(|own| scope.starts_with(own)));
    preferred.or_else(|| apis.next()).into_iter().cloned().collect()
}

/// For which organisation, as HelseID takes it.
fn authorization(organisation: &OrganisationPolicy) -> Option<Value> {
    let child = organisation.child.as_deref();
    let meant = match (organisation.tenancy, organisation.parent.as_deref()) {
        (Tenancy::Single, _) => Organisation::SingleTenant { child: child? },
        (Tenancy::Multi, Some(parent)) => Organisation::MultiTenant { parent, child },
        (Tenancy::Multi, None) => return None,
    };
    details(vec![meant.authorization()])
}

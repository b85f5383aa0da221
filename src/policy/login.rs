//! The test login: where, for what, by which e-ID, and what counts as level high.

use super::Environment;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// What a test login asks for and what it must give. A profile says what differs from HelseID's production.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LoginPolicy {
    /// The client's configuration file, where the command line names none.
    #[serde(default)]
    pub config: Option<String>,
    /// The provider, where no client's configuration file names another.
    pub issuer: String,
    /// Base address of the self-service API that tells of a client's approvals and keys; `None` where there is none.
    #[serde(default)]
    pub self_service: Option<String>,
    /// The providers that are known, so that a file of one environment is not taken for the other's.
    pub providers: Vec<KnownProvider>,
    /// How the login is asked for.
    pub protocol: LoginProtocol,
    /// The claims that the answer is read from.
    pub claims: ClaimNames,
    /// The values of the level's claim that are level high.
    pub high: Vec<String>,
    /// Scopes that are about the person: asked for where the client has them, all where no file says what it has.
    pub identity_scopes: Vec<String>,
    /// The scope that reads the client's own registration.
    pub self_service_scope: String,
    /// The one audience that the access token is for (RFC 8707), asked for where the client has one of its scopes.
    #[serde(default)]
    pub resource: Option<Resource>,
    /// `acr_values` where the person names no e-ID.
    pub acr_values: Vec<String>,
    /// The e-IDs, by the words of `--eid`.
    pub eids: BTreeMap<String, EidPolicy>,
    /// The organisation that the client acts for, where its tokens must name one.
    #[serde(default)]
    pub organisation: Option<OrganisationPolicy>,
    /// How long the person has, seconds; `--login-timeout` replaces it.
    pub seconds: u64,
    /// From here on a clock is worth a warning, milliseconds off.
    pub clock_warn_ms: i64,
    /// From here on nothing that is signed here is believed there, milliseconds off.
    pub clock_fail_ms: i64,
}

/// A provider that is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnownProvider {
    /// Its issuer identifier.
    pub issuer: String,
    /// Where it belongs.
    pub environment: Environment,
    /// The profile for it.
    pub profile: String,
}

/// How a login is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LoginProtocol {
    /// Pushed authorization requests (RFC 9126).
    pub pushed_request: Demand,
    /// Tokens bound to a key of ours (RFC 9449).
    pub dpop: Demand,
    /// The answer at the redirect must name its issuer (RFC 9207).
    pub response_issuer: Demand,
    /// The algorithms that an ID token may be signed by.
    pub id_token_algorithms: Vec<String>,
    /// Parameters beside the standard's, by name.
    #[serde(default)]
    pub parameters: BTreeMap<String, String>,
}

/// Whether a part of the protocol is insisted on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Demand {
    /// Without it there is no login.
    #[default]
    Required,
    /// Where the provider's metadata offers it.
    WhereOffered,
}

/// The claims that the answer is read from. An empty name is a claim that the provider does not have.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClaimNames {
    /// The level that was reached.
    pub level: String,
    /// The e-ID that was used.
    pub eid: String,
    /// The national number.
    pub national_number: String,
    /// The number in the register of health personnel.
    pub hpr_number: String,
    /// The network that the browser was seen on.
    pub network: String,
    /// The organisation that the client acts for.
    pub organisation_parent: String,
    /// Its unit.
    pub organisation_child: String,
    /// The supplier that acts for it.
    pub organisation_supplier: String,
    /// Whether the client serves one organisation or several.
    pub tenancy: String,
}

/// An API.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resource {
    /// Its resource indicator; empty where the provider knows none.
    pub indicator: String,
    /// Its scopes; the first must be there for a client that is meant for it.
    pub scopes: Vec<String>,
}

/// One e-ID.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EidPolicy {
    /// The name that people use.
    pub name: String,
    /// `acr_values`, in order.
    pub acr_values: Vec<String>,
    /// Values of [`ClaimNames::eid`] that are this e-ID.
    pub recognised_by: Vec<String>,
    /// Parameters of its own, by name.
    #[serde(default)]
    pub parameters: BTreeMap<String, String>,
    /// The person needs a card for it.
    #[serde(default)]
    pub card: bool,
}

/// The organisation that a client acts for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrganisationPolicy {
    /// Whether the client serves one organisation, whose own number its registration has, or several.
    pub tenancy: Tenancy,
    /// The organisation's number (hovedenhet); needed for a client of several.
    #[serde(default)]
    pub parent: Option<String>,
    /// The unit's number (underenhet).
    #[serde(default)]
    pub child: Option<String>,
}

/// Whom a client serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tenancy {
    /// One organisation.
    Single,
    /// Several.
    Multi,
}

/// HelseID, production.
pub(super) fn carried() -> LoginPolicy {
    serde_json::from_value(carried_value()).unwrap_or_default()
}

/// Reads what a profile says over what the tool carries.
///
/// # Errors
/// The result is no [`LoginPolicy`].
pub(super) fn over_carried<'de, D: Deserializer<'de>>(from: D) -> Result<LoginPolicy, D::Error> {
    let mut whole = carried_value();
    lay_over(&mut whole, Value::deserialize(from)?);
    serde_json::from_value(whole).map_err(D::Error::custom)
}

/// The tool's own file, as data without a type; a test reads it as a policy.
fn carried_value() -> Value {
    toml::from_str(include_str!("login.toml")).unwrap_or_default()
}

/// Puts `upper` in place of what `lower` has, table by table.
fn lay_over(lower: &mut Value, upper: Value) {
    match (lower, upper) {
        (Value::Object(lower), Value::Object(upper)) => {
            for (name, value) in upper {
                lay_over(lower.entry(name).or_insert(Value::Null), value);
            }
        }
        (lower, upper) => *lower = upper,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{PRESETS, Policy};
    use super::*;

    #[test]
    fn the_carried_login_is_helseid_in_production() {
        let login = carried();
        assert_eq!(login.issuer, "https://helseid-sts.nhn.no");
        assert_eq!(login.high, ["4"]);
        assert_eq!(login.protocol.pushed_request, Demand::Required);
        for word in ["buypass", "commfides", "bankid", "idporten", "test"] {
            assert!(!login.eids[word].recognised_by.is_empty(), "{word}");
        }
    }

    #[test]
    fn a_profile_says_only_what_differs() {
        let text = "name = \"mine\"\nenvironment = \"test\"\n[login]\nissuer = \"https://sts.example\"\n\
                    [login.eids.buypass]\nacr_values = [\"idp:mine\"]\n";
        let policy = Policy::from_toml(text, "mine").unwrap();
        assert_eq!(policy.login.issuer, "https://sts.example");
        assert_eq!(policy.login.eids["buypass"].acr_values, ["idp:mine"]);
        assert_eq!(policy.login.eids["buypass"].recognised_by, carried().eids["buypass"].recognised_by);
        assert_eq!(policy.login.high, ["4"]);
        let slip = text.replace("issuer", "isuer");
        assert!(Policy::from_toml(&slip, "mine").unwrap_err().to_string().contains("isuer"));
    }

    #[test]
    fn every_preset_has_a_whole_login_and_all_e_ids() {
        for (name, _) in PRESETS {
            let login = Policy::preset(name).unwrap().login;
            let known: Vec<&str> = login.eids.keys().map(String::as_str).collect();
            assert_eq!(known, ["bankid", "buypass", "commfides", "idporten", "test"], "{name}");
            assert!(login.seconds >= 60 && !login.high.is_empty() && !login.acr_values.is_empty(), "{name}");
        }
        assert_eq!(Policy::preset("idporten-test").unwrap().login.high, ["idporten-loa-high"]);
    }

    #[test]
    fn a_capture_of_before_has_the_carried_login() {
        let mut json = serde_json::to_value(Policy::preset("helseid-test").unwrap()).unwrap();
        json.as_object_mut().unwrap().remove("login");
        let policy: Policy = serde_json::from_value(json).unwrap();
        assert_eq!(policy.login, carried());
    }
}

//! The test login: where, for what, by which e-ID, and what counts as level high.

use super::Environment;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

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

impl LoginPolicy {
    /// The first value that no login can be made with: its name and what is wrong with it.
    pub(super) fn fault(&self) -> Option<(&'static str, String)> {
        let out_of = |range: &RangeInclusive<i64>| format!("must be {} to {}", range.start(), range.end());
        let wrong = |name, range: &RangeInclusive<i64>, value: i64| {
            (!range.contains(&value)).then(|| (name, out_of(range)))
        };
        let seconds = i64::try_from(self.seconds).unwrap_or(i64::MAX);
        wrong("seconds", &LOGIN_SECONDS, seconds)
            .or_else(|| wrong("clock_warn_ms", &CLOCK_MS, self.clock_warn_ms))
            .or_else(|| wrong("clock_fail_ms", &CLOCK_MS, self.clock_fail_ms))
            .or_else(|| {
                let is_read = EID_CLAIMS.contains(&self.claims.eid.as_str());
                (!is_read)
                    .then(|| ("eid", format!("no claim but {} tells the e-ID", EID_CLAIMS[..2].join(" or "))))
            })
            .or_else(|| self.organisation.as_ref().and_then(OrganisationPolicy::fault))
    }
}

impl OrganisationPolicy {
    fn fault(&self) -> Option<(&'static str, String)> {
        let is_number = |text: &str| text.len() == 9 && text.bytes().all(|byte| byte.is_ascii_digit());
        let bad = |name, number: &Option<String>| {
            let number = number.as_deref().filter(|number| !is_number(number))?;
            Some((name, format!("an organisation number has nine digits, unlike {number}")))
        };
        let lacks_parent = self.tenancy == Tenancy::Multi && self.parent.is_none();
        let lack = || ("tenancy", "multi needs parent, the organisation that the client acts for".to_owned());
        lacks_parent.then(lack).or_else(|| bad("parent", &self.parent)).or_else(|| bad("child", &self.child))
    }
}

/// The claims that may tell the e-ID; none where the provider has no such claim.
const EID_CLAIMS: [&str; 3] = ["idp", "amr", ""];
/// Shorter, nobody finds the card; longer, the provider has long forgotten the login.
const LOGIN_SECONDS: RangeInclusive<i64> = 10..=3600;
/// Up to an hour: a clock that is off by more is set to another time zone.
const CLOCK_MS: RangeInclusive<i64> = 0..=3_600_000;

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
    fn what_no_login_can_be_made_with_is_refused_where_it_stands() {
        let read = |lines: &str| {
            let text = format!("name = \"mine\"\nenvironment = \"test\"\n[login]\n{lines}\n");
            Policy::from_toml(&text, "mine")
        };
        for (lines, word) in [
            ("seconds = 9", "10 to 3600"),
            ("seconds = 3601", "10 to 3600"),
            ("clock_warn_ms = -1", "0 to 3600000"),
            ("clock_fail_ms = 3600001", "0 to 3600000"),
            ("clock_fail_ms = 9223372036854775807", "0 to 3600000"),
            ("claims.eid = \"acr\"", "idp or amr"),
            ("organisation.tenancy = \"multi\"", "parent"),
            ("organisation = { tenancy = \"multi\", parent = \"12345678\" }", "nine digits"),
            ("organisation = { tenancy = \"single\", child = \"12345678x\" }", "nine digits"),
        ] {
            let told = read(lines).unwrap_err().to_string();
            assert!(told.starts_with("mine, line 4, column ") && told.contains(word), "{lines}: {told}");
        }
        for lines in [
            "seconds = 10\nclock_warn_ms = 0\nclock_fail_ms = 3600000",
            "claims.eid = \"amr\"",
            "claims.eid = \"\"",
            "organisation = { tenancy = \"multi\", parent = \"994598759\", child = \"123456785\" }",
            "organisation = { tenancy = \"single\" }",
        ] {
            assert!(read(lines).is_ok(), "{lines}");
        }
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

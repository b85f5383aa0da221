//! What "ready" means: thresholds, bounds, issuers. Data, read from a preset or a TOML file, and copied whole into
//! every capture so that a report can be judged again anywhere.

mod bounds;
mod certificate_profiles;
mod companies;
mod issuers;
mod login;
mod names;
mod severity;

pub use bounds::Bounds;
pub use certificate_profiles::{
    Basis, CertificateLayout, CertificateProfile, IdentifierScheme, OtherCarrier,
};
pub use companies::Company;
pub use issuers::{Environment, Issuer, IssuerKind};
pub use login::{
    ClaimNames, Demand, EidPolicy, KnownProvider, LoginPolicy, LoginProtocol, OrganisationPolicy, Resource,
    Tenancy,
};
pub use names::{NameRules, NameWeight, RosterColumn, RosterPolicy};
pub use severity::Severity;

use crate::facts::CertificateRole;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The profiles that ship with the tool: name and TOML.
pub const PRESETS: &[(&str, &str)] = &[
    ("helseid-prod", include_str!("presets/helseid-prod.toml")),
    ("helseid-test", include_str!("presets/helseid-test.toml")),
    ("idporten-test", include_str!("presets/idporten-test.toml")),
    ("demo", include_str!("presets/demo.toml")),
];

/// The name of the synthetic profile that is refused with live readers.
pub const DEMO: &str = "demo";

/// One policy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// Its name, as reports show it.
    pub name: String,
    /// The environment that certificates must belong to.
    pub environment: Environment,
    /// A fixed time of day, for synthetic cards only.
    #[serde(default)]
    pub clock: Option<Timestamp>,
    /// When to speak of the end of validity.
    #[serde(default)]
    pub expiry: ExpiryThresholds,
    /// What is asked of revocation.
    #[serde(default)]
    pub revocation: RevocationPolicy,
    /// How long things may take.
    #[serde(default)]
    pub bounds: Bounds,
    /// Severities that differ from the checks' own, by check id.
    #[serde(default)]
    pub severities: BTreeMap<String, Severity>,
    /// The issuers of e-ID cards that are known. A profile file that names none gets those the tool carries.
    #[serde(default)]
    pub issuers: Vec<Issuer>,
    /// The companies whose cards count as e-ID. A profile file that names none gets those the tool carries.
    #[serde(default)]
    pub companies: Vec<Company>,
    /// What differences between names mean. A profile file says what differs from the issuers' own rule.
    #[serde(default)]
    pub names: NameRules,
    /// How staff lists are read.
    #[serde(default)]
    pub roster: RosterPolicy,
    /// What the certificates on those cards look like. A profile file that names none gets those the tool carries.
    #[serde(default)]
    pub certificate_profiles: Vec<CertificateProfile>,
    /// The test login. A profile file says what differs from HelseID's production.
    #[serde(default = "login::carried", deserialize_with = "login::over_carried")]
    pub login: LoginPolicy,
}

/// Days before the end of validity at which to speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ExpiryThresholds {
    /// From here on a new card is urgent: warning.
    pub warn_days: i64,
    /// From here on a new card should be ordered: information.
    pub plan_days: i64,
    /// From here on it is mentioned: information.
    pub notice_days: i64,
}

/// The nearest of the thresholds that a number of days lies within.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExpiryThreshold {
    /// Over already.
    Expired,
    /// [`ExpiryThresholds::warn_days`].
    Warn,
    /// [`ExpiryThresholds::plan_days`].
    Plan,
    /// [`ExpiryThresholds::notice_days`].
    Notice,
}

impl Default for ExpiryThresholds {
    /// 30 days is what a card by post plus an identity check takes; twice that leaves room for a holiday; 90 days is a
    /// planning quarter.
    fn default() -> Self {
        ExpiryThresholds { warn_days: 30, plan_days: 60, notice_days: 90 }
    }
}

impl ExpiryThresholds {
    /// The threshold that makes no sense, if there is one, and why: certificates of persons last three years, those of
    /// authorities thirty at the most.
    fn fault(&self) -> Option<(&'static str, &'static str)> {
        let named =
            [("warn_days", self.warn_days), ("plan_days", self.plan_days), ("notice_days", self.notice_days)];
        let odd = named.into_iter().find(|(_, days)| !(0..=10_950).contains(days));
        odd.map(|(name, _)| (name, "days from 0 to 10950"))
    }

    /// The threshold that something with so many days left lies within; `None` when there is time.
    pub fn within(&self, days: i64) -> Option<ExpiryThreshold> {
        match days {
            _ if days <= self.warn_days => Some(ExpiryThreshold::Warn),
            _ if days <= self.plan_days => Some(ExpiryThreshold::Plan),
            _ if days <= self.notice_days => Some(ExpiryThreshold::Notice),
            _ => None,
        }
    }
}

/// What is asked of revocation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RevocationPolicy {
    /// Whether a certificate counts as good only after its issuer has said so.
    pub required: bool,
    /// Whether issuers' services are asked at all.
    pub ask: bool,
    /// Whether an OCSP request carries a nonce (RFC 9654), so that an old answer cannot be played back. A responder
    /// that signs in advance (RFC 5019) leaves it out of the answer, and that is no fault.
    pub nonce: bool,
    /// Addresses of each kind (responder, list, issuer) that are tried for one certificate. Norwegian issuers name one,
    /// seldom two.
    pub addresses: usize,
    /// Questions in one run. Four certificates in each of two readers, all their responders down, need sixteen; a card
    /// that names hundreds of addresses is up to something.
    pub requests: usize,
    /// Rounds of asking, each waiting for the slowest answer. An issuer's certificate, three responders and three lists
    /// one after another are seven.
    pub rounds: usize,
}

impl Default for RevocationPolicy {
    fn default() -> Self {
        RevocationPolicy { required: true, ask: true, nonce: true, addresses: 3, requests: 24, rounds: 8 }
    }
}

/// Why a profile could not be used.
#[derive(Debug, thiserror::Error)]
pub enum PolicyError {
    /// There is no preset of that name.
    #[error("unknown profile {name}; known are {}", known.join(", "))]
    Unknown {
        /// The name asked for.
        name: String,
        /// The names there are.
        known: Vec<String>,
    },
    /// The TOML is not a policy.
    #[error("{origin}, line {line}, column {column}: {message}")]
    Malformed {
        /// The preset or file.
        origin: String,
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
        /// What is wrong.
        message: String,
    },
}

impl PolicyError {
    fn malformed(text: &str, origin: &str, at: usize, message: String) -> Self {
        let before = text.get(..at).unwrap_or_default();
        PolicyError::Malformed {
            origin: origin.to_owned(),
            line: before.matches('\n').count() + 1,
            column: before.chars().rev().take_while(|c| *c != '\n').count() + 1,
            message,
        }
    }
}

impl Policy {
    /// A preset by name.
    ///
    /// # Errors
    /// There is none of that name.
    pub fn preset(name: &str) -> Result<Self, PolicyError> {
        let (_, text) =
            PRESETS.iter().find(|(known, _)| *known == name).ok_or_else(|| PolicyError::Unknown {
                name: name.to_owned(),
                known: PRESETS.iter().map(|(known, _)| (*known).to_owned()).collect(),
            })?;
        Policy::from_toml(text, name)
    }

    /// A policy from TOML; `origin` names it in errors.
    ///
    /// # Errors
    /// The TOML is malformed or names something a policy does not have.
    pub fn from_toml(text: &str, origin: &str) -> Result<Self, PolicyError> {
        let mut policy: Policy = toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start.min(text.len()));
            PolicyError::malformed(text, origin, at, error.message().to_owned())
        })?;
        if let Some((name, message)) = policy.login.fault() {
            let at = text.find("login").unwrap_or_default();
            let below = text.get(at..).and_then(|login| login.find(name)).unwrap_or_default();
            return Err(PolicyError::malformed(text, origin, at + below, format!("{name}: {message}")));
        }
        if let Some((name, message)) = policy.expiry.fault() {
            let at = text.find(name).unwrap_or_default();
            return Err(PolicyError::malformed(text, origin, at, format!("{name}: {message}")));
        }
        if policy.issuers.is_empty() {
            policy.issuers = issuers::carried();
        }
        if policy.companies.is_empty() {
            policy.companies = companies::carried();
        }
        policy.names = policy.names.completed();
        if policy.certificate_profiles.is_empty() {
            policy.certificate_profiles = certificate_profiles::carried();
        }
        Ok(policy)
    }

    /// The layout of certificates by that issuer of that company; an issuer that is not known has the newest.
    pub fn certificate_profile(&self, company: &str, issuer: Option<&Issuer>) -> Option<&CertificateProfile> {
        certificate_profiles::find(&self.certificate_profiles, company, issuer)
    }

    /// The roles on a complete card of that company and issuer.
    pub fn roles_on_a_card<'a>(
        &'a self,
        company: &'a Company,
        issuer: Option<&Issuer>,
    ) -> &'a [CertificateRole] {
        certificate_profiles::roles(self.certificate_profile(&company.id, issuer), company)
    }

    /// The severity of a check under this policy.
    pub fn severity(&self, id: &str, own: Severity) -> Severity {
        self.severities.get(id).copied().unwrap_or(own)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_lie_within_the_nearest_threshold() {
        let thresholds = ExpiryThresholds::default();
        for (days, within) in [
            (-1, Some(ExpiryThreshold::Warn)),
            (30, Some(ExpiryThreshold::Warn)),
            (31, Some(ExpiryThreshold::Plan)),
            (60, Some(ExpiryThreshold::Plan)),
            (61, Some(ExpiryThreshold::Notice)),
            (90, Some(ExpiryThreshold::Notice)),
            (91, None),
        ] {
            assert_eq!(thresholds.within(days), within, "{days}");
        }
    }

    #[test]
    fn a_policy_of_before_has_the_new_threshold_and_its_own_roles() {
        let mut json = serde_json::to_value(Policy::preset("helseid-prod").unwrap()).unwrap();
        json["expiry"] = serde_json::json!({"warn_days": 30, "notice_days": 90});
        json["companies"][0]["roles"] = serde_json::json!(["authentication"]);
        json.as_object_mut().unwrap().remove("certificate_profiles");
        let policy: Policy = serde_json::from_value(json).unwrap();
        assert_eq!(policy.expiry, ExpiryThresholds::default());
        let roles = policy.roles_on_a_card(&policy.companies[0], None);
        assert_eq!(roles, [CertificateRole::Authentication]);
    }
}

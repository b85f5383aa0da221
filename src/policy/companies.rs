//! The companies that issue e-ID cards.

use crate::facts::CertificateRole;
use serde::{Deserialize, Serialize};

/// One company.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Company {
    /// As [`super::Issuer::company`] names it.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The roles on a complete card, where no certificate profile says it: captures from before there were any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<CertificateRole>,
    /// Words by which an issuer's name claims to be this company, lower case.
    pub claims: Vec<String>,
}

/// The companies whose cards HelseID and ID-porten take.
pub(super) fn carried() -> Vec<Company> {
    let company = |id: &str, name: &str, claims: &[&str]| Company {
        id: id.to_owned(),
        name: name.to_owned(),
        roles: Vec::new(),
        claims: claims.iter().map(|word| (*word).to_owned()).collect(),
    };
    vec![
        company("buypass", "Buypass", &["buypass", "983163327"]),
        company("commfides", "Commfides", &["commfides", "988312495"]),
    ]
}

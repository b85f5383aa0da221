//! The companies that issue e-ID cards, and what a complete card of theirs carries.

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
    /// The roles on a complete card.
    pub roles: Vec<CertificateRole>,
    /// Words by which an issuer's name claims to be this company, lower case.
    pub claims: Vec<String>,
}

/// The companies whose cards HelseID and ID-porten take. Buypass puts login and encryption in one certificate and
/// signature in another; Commfides has three.
pub(super) fn carried() -> Vec<Company> {
    use CertificateRole::{Authentication, Encryption, Signature};
    let company = |id: &str, name: &str, roles: &[CertificateRole], claims: &[&str]| Company {
        id: id.to_owned(),
        name: name.to_owned(),
        roles: roles.to_vec(),
        claims: claims.iter().map(|word| (*word).to_owned()).collect(),
    };
    vec![
        company("buypass", "Buypass", &[Authentication, Signature], &["buypass", "983163327"]),
        company(
            "commfides",
            "Commfides",
            &[Authentication, Signature, Encryption],
            &["commfides", "988312495"],
        ),
    ]
}

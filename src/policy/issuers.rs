//! The known issuers of Norwegian e-ID cards: names, public keys and dates as data, no certificate files.
//!
//! An issuer is recognised by its key, never by its name alone (RFC 5280 §6.1.1(d) calls exactly this triple trust
//! anchor information).

use crate::facts::Blob;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One certification authority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Issuer {
    /// Stable id, for example `buypass-g2-ht-person`.
    pub id: String,
    /// The company, lower case: `buypass`, `commfides`, `zebsign`.
    pub company: String,
    /// Where it belongs.
    pub environment: Environment,
    /// What it issues.
    pub kind: IssuerKind,
    /// Its name, readable, in encoded order.
    pub name: String,
    /// Its subject name, DER, base64.
    pub subject: Blob,
    /// Its SubjectPublicKeyInfo, DER, base64.
    pub spki: Blob,
    /// Start of its validity.
    pub not_before: Timestamp,
    /// End of its validity.
    pub not_after: Timestamp,
}

/// What an authority issues.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum IssuerKind {
    /// Certificates of other authorities.
    Root,
    /// Certificates of natural persons.
    Person,
    /// Certificates of organisations.
    Enterprise,
    /// Something else, such as web sites.
    Other,
}

/// Where an authority belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Environment {
    /// Real persons.
    Production,
    /// Invented persons.
    Test,
    /// Not known.
    Unknown,
}

/// The file behind [`carried`].
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct IssuerFile {
    issuer: Vec<Issuer>,
}

/// The issuers that the tool carries.
pub(super) fn carried() -> Vec<Issuer> {
    toml::from_str::<IssuerFile>(include_str!("issuers.toml")).map(|file| file.issuer).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_carried_issuers_are_there() {
        assert_eq!(super::carried().len(), 39);
    }
}

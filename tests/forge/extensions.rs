//! The extensions that Norwegian certificates carry (RFC 5280 §4.2.1, ETSI EN 319 412-5).

use super::der;
use super::x509::Extension;

pub const DIGITAL_SIGNATURE: u8 = 0;
pub const NON_REPUDIATION: u8 = 1;
pub const KEY_ENCIPHERMENT: u8 = 2;
pub const DATA_ENCIPHERMENT: u8 = 3;
pub const KEY_AGREEMENT: u8 = 4;
pub const KEY_CERT_SIGN: u8 = 5;
pub const CRL_SIGN: u8 = 6;

pub const CLIENT_AUTH: &str = "1.3.6.1.5.5.7.3.2";
pub const EMAIL_PROTECTION: &str = "1.3.6.1.5.5.7.3.4";
pub const SMART_CARD_LOGON: &str = "1.3.6.1.4.1.311.20.2.2";

pub fn key_usage(bits: &[u8]) -> Extension {
    Extension::critical("2.5.29.15", der::named_bits(bits))
}

pub fn extended_key_usage(purposes: &[&str]) -> Extension {
    let purposes: Vec<_> = purposes.iter().map(|purpose| der::oid(purpose)).collect();
    Extension::plain("2.5.29.37", der::sequence(&purposes))
}

pub fn basic_constraints(authority: bool, critical: bool) -> Extension {
    let value = der::sequence(&if authority { vec![der::boolean(true)] } else { vec![] });
    Extension { oid: "2.5.29.19", critical, value }
}

pub fn authority_key_identifier(identifier: &[u8]) -> Extension {
    Extension::plain("2.5.29.35", der::sequence(&[der::implicit(0, identifier)]))
}

pub fn subject_key_identifier(identifier: &[u8]) -> Extension {
    Extension::plain("2.5.29.14", der::octets(identifier))
}

/// Policies, the first with the address of its practice statement if there is one.
pub fn policies(oids: &[&str], practice_statement: Option<&str>) -> Extension {
    let information = |(index, oid): (usize, &&str)| {
        let qualifiers = practice_statement.filter(|_| index == 0).map(|address| {
            der::sequence(&[der::sequence(&[der::oid("1.3.6.1.5.5.7.2.1"), der::ia5(address)])])
        });
        der::sequence(&[der::oid(oid), qualifiers.unwrap_or_default()])
    };
    let value = der::sequence(&oids.iter().enumerate().map(information).collect::<Vec<_>>());
    Extension::plain("2.5.29.32", value)
}

/// Where the list of revoked certificates is.
pub fn crl_distribution_points(addresses: &[String]) -> Extension {
    let point = |address: &String| {
        let full_name = der::explicit(0, &[der::implicit(6, address.as_bytes())]);
        der::sequence(&[der::explicit(0, &[full_name])])
    };
    Extension::plain("2.5.29.31", der::sequence(&addresses.iter().map(point).collect::<Vec<_>>()))
}

/// Where the responder and the issuer's certificate are.
pub fn authority_information_access(ocsp: Option<&str>, issuer: &str) -> Extension {
    let access = |method: &str, address: &str| {
        der::sequence(&[der::oid(method), der::implicit(6, address.as_bytes())])
    };
    let ocsp = ocsp.map(|address| access("1.3.6.1.5.5.7.48.1", address)).unwrap_or_default();
    let issuer = access("1.3.6.1.5.5.7.48.2", issuer);
    Extension::plain("1.3.6.1.5.5.7.1.1", der::sequence(&[ocsp, issuer]))
}

pub fn email_alternative_name(address: &str) -> Extension {
    Extension::plain("2.5.29.17", der::sequence(&[der::implicit(1, address.as_bytes())]))
}

/// `qcStatements`, RFC 3739 §3.2.6.
pub fn qc_statements(statements: &[Vec<u8>]) -> Extension {
    Extension::plain("1.3.6.1.5.5.7.1.3", der::sequence(statements))
}

/// semanticsId-Natural with the address of the name registration authority (ETSI EN 319 412-1 §5.1.1).
pub fn qc_semantics_natural() -> Vec<u8> {
    let authority = der::implicit(6, b"https://nra.example/nameRegistrationAuthority");
    let information = der::sequence(&[der::oid("0.4.0.194121.1.1"), der::sequence(&[authority])]);
    der::sequence(&[der::oid("1.3.6.1.5.5.7.11.2"), information])
}

pub fn qc_compliance() -> Vec<u8> {
    der::sequence(&[der::oid("0.4.0.1862.1.1")])
}

pub fn qc_sscd() -> Vec<u8> {
    der::sequence(&[der::oid("0.4.0.1862.1.4")])
}

/// QcType: electronic signature.
pub fn qc_type_signature() -> Vec<u8> {
    der::sequence(&[der::oid("0.4.0.1862.1.6"), der::sequence(&[der::oid("0.4.0.1862.1.6.1")])])
}

/// Where the disclosure statement is, in English.
pub fn qc_disclosure(address: &str) -> Vec<u8> {
    let location = der::sequence(&[der::ia5(address), der::printable(b"en")]);
    der::sequence(&[der::oid("0.4.0.1862.1.5"), der::sequence(&[location])])
}

/// The value up to which the issuer answers.
pub fn qc_limit(kroner: u64) -> Vec<u8> {
    let value = der::sequence(&[der::printable(b"NOK"), der::integer(kroner), der::integer(0)]);
    der::sequence(&[der::oid("0.4.0.1862.1.2"), value])
}

/// The second limit statement of Commfides SEID1 signature certificates: a string where a MonetaryValue belongs.
pub fn qc_limit_malformed() -> Vec<u8> {
    der::sequence(&[der::oid("0.4.0.1862.1.2"), der::utf8("NOK 100000")])
}

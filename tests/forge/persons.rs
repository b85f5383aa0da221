//! Certificates of invented persons in the layouts of the Norwegian issuers.

use super::authorities::{Authorities, Authority};
use super::extensions as ext;
use super::keys::Key;
use super::x509::{self, Attribute, Certificate, Extension, latin1_in_printable, printable, utf8};

/// A person who does not exist.
#[derive(Clone, Copy)]
pub struct Person {
    pub given: &'static str,
    pub family: &'static str,
    /// The common name; it need not be given and family name put together.
    pub common: &'static str,
    /// What follows the scheme in the serial number: nine digits at Buypass, eleven characters at Commfides.
    pub number: &'static str,
}

/// What a certificate is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Login; at Buypass also encryption.
    Authentication,
    Signature,
    /// Commfides only.
    Encryption,
}

impl Role {
    pub fn word(self) -> &'static str {
        match self {
            Role::Authentication => "authentication",
            Role::Signature => "signature",
            Role::Encryption => "encryption",
        }
    }
}

/// The layouts, as seen in real certificates.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// Until about 2021: no given name and surname, bare serial number scheme, 2032-bit keys.
    BuypassSeid1,
    /// Since 2020.
    BuypassSeid2,
    /// Until 2024: common name first, another serial number in each certificate.
    CommfidesSeid1,
    /// Since 2021.
    CommfidesG3,
}

/// What an issuer got wrong.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Defect {
    /// Given name and surname as PrintableString with Latin-1 bytes (May 2022).
    Latin1InPrintable,
    /// The serial number without its scheme (2024).
    BareSerialNumber,
    /// A second QcLimitValue statement that is a string.
    SecondLimitIsText,
}

/// A certificate to be made.
pub struct Plan<'a> {
    /// The file of its key in `testdata/pki/keys`, and the seed of its serial number.
    pub key: &'a str,
    pub layout: Layout,
    pub role: Role,
    pub person: Person,
    pub valid: (&'a str, &'a str),
    pub defects: &'a [Defect],
}

impl Plan<'_> {
    /// The certificate, DER.
    pub fn make(&self, authorities: &Authorities) -> Vec<u8> {
        let issuer = if self.is_buypass() { &authorities.buypass } else { &authorities.commfides };
        let key = Key::named(self.key);
        let (not_before, not_after) = self.valid;
        let seed = format!("{} {not_before} {}", self.key, self.layout as u8);
        let certificate = Certificate {
            seed: &seed,
            issuer: &issuer.name,
            subject: &x509::name(&self.subject()),
            not_before,
            not_after,
            spki: &key.spki,
            extensions: self.extensions(issuer, &key),
        };
        certificate.sign(&issuer.key)
    }

    fn is_buypass(&self) -> bool {
        matches!(self.layout, Layout::BuypassSeid1 | Layout::BuypassSeid2)
    }

    fn has(&self, defect: Defect) -> bool {
        self.defects.contains(&defect)
    }

    fn subject(&self) -> Vec<Attribute> {
        let Person { given, family, common, .. } = self.person;
        let country = printable(x509::COUNTRY, "NO");
        let serial = printable(x509::SERIAL_NUMBER, &self.serial_number());
        let part = if self.has(Defect::Latin1InPrintable) { latin1_in_printable } else { utf8 };
        let common_name = utf8(x509::COMMON_NAME, common);
        let (given, family) = (part(x509::GIVEN_NAME, given), part(x509::SURNAME, family));
        match self.layout {
            Layout::BuypassSeid1 => vec![country, common_name, serial],
            Layout::BuypassSeid2 => vec![country, family, given, common_name, serial],
            Layout::CommfidesSeid1 if common.is_ascii() => {
                vec![printable(x509::COMMON_NAME, common), serial, country]
            }
            Layout::CommfidesSeid1 => vec![common_name, serial, country],
            Layout::CommfidesG3 => vec![serial, common_name, given, family, country],
        }
    }

    /// 9578 is Norway; 4050 is Buypass, 4510 Commfides.
    fn serial_number(&self) -> String {
        let number = self.person.number;
        match self.layout {
            _ if self.has(Defect::BareSerialNumber) => number.to_owned(),
            Layout::BuypassSeid1 => format!("9578-4050-{number}"),
            Layout::BuypassSeid2 => format!("UN:NO-9578-4050-{number}"),
            Layout::CommfidesSeid1 => {
                let role = self.role.word()[..1].to_uppercase();
                format!("9578-4510-{}{role}", &number[..number.len() - 1])
            }
            Layout::CommfidesG3 => format!("UN:NO-9578-4510-{number}"),
        }
    }

    fn extensions(&self, issuer: &Authority, key: &Key) -> Vec<Extension> {
        let host = issuer.host;
        let mut extensions = vec![
            ext::basic_constraints(false, !self.is_buypass()),
            ext::authority_key_identifier(&issuer.key.identifier()),
            ext::subject_key_identifier(&key.identifier()),
            ext::key_usage(self.key_usage()),
            ext::policies(self.policies(), self.practice_statement()),
            ext::crl_distribution_points(&[format!("http://crl.{host}/person.crl")]),
            ext::authority_information_access(
                Some(&format!("http://ocsp.{host}")),
                &format!("http://crt.{host}/person.cer"),
            ),
        ];
        let purposes = self.extended_key_usage();
        if !purposes.is_empty() {
            extensions.push(ext::extended_key_usage(purposes));
        }
        let statements = self.qc_statements(host);
        if !statements.is_empty() {
            extensions.push(ext::qc_statements(&statements));
        }
        if self.layout == Layout::BuypassSeid1 {
            extensions.push(ext::email_alternative_name("person@buypass-lik.example"));
        }
        extensions
    }

    fn key_usage(&self) -> &'static [u8] {
        match (self.layout, self.role) {
            (_, Role::Signature) => &[ext::NON_REPUDIATION],
            (Layout::BuypassSeid1, _) => {
                &[ext::DIGITAL_SIGNATURE, ext::KEY_ENCIPHERMENT, ext::DATA_ENCIPHERMENT, ext::KEY_AGREEMENT]
            }
            (Layout::BuypassSeid2, _) => &[ext::DIGITAL_SIGNATURE, ext::KEY_ENCIPHERMENT],
            (_, Role::Authentication) => &[ext::DIGITAL_SIGNATURE],
            (_, Role::Encryption) => &[ext::KEY_ENCIPHERMENT, ext::DATA_ENCIPHERMENT, ext::KEY_AGREEMENT],
        }
    }

    fn extended_key_usage(&self) -> &'static [&'static str] {
        match (self.layout, self.role) {
            (Layout::BuypassSeid2, _) => &[],
            (Layout::CommfidesSeid1 | Layout::CommfidesG3, Role::Authentication) => {
                &[ext::CLIENT_AUTH, ext::EMAIL_PROTECTION, ext::SMART_CARD_LOGON]
            }
            _ => &[ext::CLIENT_AUTH, ext::EMAIL_PROTECTION],
        }
    }

    /// The issuers' own identifiers, since it is them that the layouts imitate.
    fn policies(&self) -> &'static [&'static str] {
        const BUYPASS_PERSON: &str = "2.16.578.1.26.1.3.1";
        match (self.layout, self.role) {
            (Layout::BuypassSeid1, _) => &[BUYPASS_PERSON],
            (Layout::BuypassSeid2, Role::Signature) => &[BUYPASS_PERSON, "0.4.0.194112.1.0"],
            (Layout::BuypassSeid2, _) => &[BUYPASS_PERSON, "0.4.0.2042.1.2"],
            (Layout::CommfidesSeid1, Role::Signature) => &["2.16.578.1.29.12.1.1.0", "0.4.0.1862.1.1"],
            (Layout::CommfidesSeid1, _) => &["2.16.578.1.29.12.1.1.0"],
            (Layout::CommfidesG3, Role::Signature) => &["2.16.578.1.29.12.300.1.0"],
            (Layout::CommfidesG3, Role::Authentication) => &["2.16.578.1.29.12.310.1.0"],
            (Layout::CommfidesG3, Role::Encryption) => &["2.16.578.1.29.12.320.1.0"],
        }
    }

    fn practice_statement(&self) -> Option<&'static str> {
        (self.layout == Layout::CommfidesG3).then_some("https://pds.commfides-lik.example/G3/")
    }

    fn qc_statements(&self, host: &str) -> Vec<Vec<u8>> {
        let mut statements = match (self.layout, self.role) {
            (Layout::BuypassSeid1, _) => vec![ext::qc_compliance()],
            (Layout::BuypassSeid2, Role::Signature) => vec![
                ext::qc_semantics_natural(),
                ext::qc_compliance(),
                ext::qc_type_signature(),
                ext::qc_disclosure(&format!("https://pds.{host}/person.pdf")),
            ],
            (Layout::BuypassSeid2, _) => vec![ext::qc_semantics_natural()],
            (_, Role::Signature) => vec![ext::qc_compliance(), ext::qc_limit(100_000), ext::qc_sscd()],
            _ => Vec::new(),
        };
        if self.has(Defect::SecondLimitIsText) {
            statements.push(ext::qc_limit_malformed());
        }
        statements
    }
}

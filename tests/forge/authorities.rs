//! The synthetic certification authorities. No real company carries these names; the numbers
//! 999999998 and 999999997 have wrong check digits, so that they are nobody's, and `.example` leads nowhere (RFC 2606).

use super::extensions as ext;
use super::keys::Key;
use super::x509::{self, Attribute, Certificate, printable, utf8};

/// A certification authority.
pub struct Authority {
    pub id: &'static str,
    pub company: &'static str,
    /// Its name as people read it, in encoded order.
    pub readable: String,
    /// Its name, DER.
    pub name: Vec<u8>,
    pub key: Key,
    pub not_before: &'static str,
    pub not_after: &'static str,
    /// Its certificate, DER.
    pub certificate: Vec<u8>,
    /// The part of its addresses between `http://crl.` and the file.
    pub host: &'static str,
}

/// All of them: two roots and the two that issue to persons.
pub struct Authorities {
    pub buypass_root: Authority,
    pub buypass: Authority,
    pub commfides_root: Authority,
    pub commfides: Authority,
}

const BUYPASS: (&str, &str) = ("Demo Buypass-lik AS", "NTRNO-999999998");
const COMMFIDES: (&str, &str) = ("Demo Commfides-lik AS", "NTRNO-999999997");
const VALID: (&str, &str) = ("2020-11-10T12:00:00Z", "2045-11-10T12:00:00Z");

impl Authorities {
    pub fn make() -> Self {
        let buypass_root =
            authority("demo-buypass-root", "buypass-root", "Demo Buypass-like Class 3 Root CA", None);
        let commfides_root =
            authority("demo-commfides-root", "commfides-root", "Demo Commfides-like Root CA", None);
        Authorities {
            buypass: authority(
                "demo-buypass-ht-person",
                "buypass-person",
                "Demo Buypass-like Class 3 CA HT Person",
                Some(&buypass_root),
            ),
            commfides: authority(
                "demo-commfides-natural-person",
                "commfides-natural-person",
                "Demo Commfides-like Natural Person",
                Some(&commfides_root),
            ),
            buypass_root,
            commfides_root,
        }
    }

    pub fn all(&self) -> [&Authority; 4] {
        [&self.buypass_root, &self.buypass, &self.commfides_root, &self.commfides]
    }
}

fn authority(id: &'static str, key: &str, common: &str, issuer: Option<&Authority>) -> Authority {
    let key = Key::named(key);
    let is_buypass = id.contains("buypass");
    let (company, host) =
        if is_buypass { ("buypass", "buypass-lik.example") } else { ("commfides", "commfides-lik.example") };
    let (attributes, readable) = distinguished_name(is_buypass, common);
    let name = x509::name(&attributes);
    let (issuer_name, issuer_key) = issuer.map_or((&name, &key), |issuer| (&issuer.name, &issuer.key));

    let mut extensions = vec![
        ext::basic_constraints(true, true),
        ext::authority_key_identifier(&issuer_key.identifier()),
        ext::subject_key_identifier(&key.identifier()),
        ext::key_usage(&[ext::KEY_CERT_SIGN, ext::CRL_SIGN]),
    ];
    if issuer.is_some() {
        extensions.push(ext::policies(&["2.5.29.32.0"], None));
        extensions.push(ext::crl_distribution_points(&[format!("http://crl.{host}/root.crl")]));
    }
    let (not_before, not_after) = VALID;
    let certificate = Certificate {
        seed: id,
        issuer: issuer_name,
        subject: &name,
        not_before,
        not_after,
        spki: &key.spki,
        extensions,
    }
    .sign(issuer_key);
    Authority { id, company, readable, name, key, not_before, not_after, certificate, host }
}

/// Buypass puts the organisation identifier before the organisation, Commfides after it.
fn distinguished_name(is_buypass: bool, common: &str) -> (Vec<Attribute>, String) {
    let (organization, identifier) = if is_buypass { BUYPASS } else { COMMFIDES };
    let organization = (utf8(x509::ORGANIZATION, organization), format!("O={organization}"));
    let identifier =
        (utf8(x509::ORGANIZATION_IDENTIFIER, identifier), format!("organizationIdentifier={identifier}"));
    let middle = if is_buypass { [identifier, organization] } else { [organization, identifier] };
    let country = (printable(x509::COUNTRY, "NO"), "C=NO".to_owned());
    let common = (utf8(x509::COMMON_NAME, common), format!("CN={common}"));
    let (attributes, words): (Vec<_>, Vec<_>) =
        std::iter::once(country).chain(middle).chain(std::iter::once(common)).unzip();
    (attributes, words.join(", "))
}

//! RSA keys as .NET writes them in XML: the RSAKeyValue of XML Signature (RFC 3275 §4.4.2.2) with private parts beside
//! the public ones (`RSA.ToXmlString`).

use super::KeyFault;
use super::base64::decode_standard;
use super::members::{Octets, octets};
use super::rsa::{RsaPrivate, RsaPublic};
use quick_xml::Reader;
use quick_xml::events::Event;
use zeroize::Zeroizing;

/// The elements of a private key.
const ELEMENTS: [&str; 8] = ["Modulus", "Exponent", "D", "P", "Q", "DP", "DQ", "InverseQ"];

/// Reads a private key.
pub(super) fn read(xml: &str) -> Result<(RsaPublic, RsaPrivate), KeyFault> {
    let texts = texts(xml)?;
    let number = |member: &'static str| -> Result<Octets, KeyFault> {
        let text = texts.iter().find(|(name, _)| *name == member).map(|(_, text)| text);
        octets(member, text.ok_or(KeyFault::MemberMissing { member })?, decode_standard)
    };
    let public = RsaPublic::of(&number("Modulus")?, &number("Exponent")?);
    if !texts.iter().any(|(name, _)| *name == "D") {
        return Err(KeyFault::PublicOnly { member: "D" });
    }
    let private = RsaPrivate {
        d: number("D")?,
        p: number("P")?,
        q: number("Q")?,
        dp: number("DP")?,
        dq: number("DQ")?,
        qi: number("InverseQ")?,
    };
    Ok((public, private))
}

/// The text of each element: one level below the root, nothing but text inside, nothing twice. Declarations, comments
/// and space are read past; a document type or an entity is not what .NET writes.
fn texts(xml: &str) -> Result<Vec<(&'static str, Zeroizing<String>)>, KeyFault> {
    let mut reader = Reader::from_str(xml);
    let mut place = Place::Before;
    let mut texts: Vec<(&'static str, Zeroizing<String>)> = Vec::new();
    loop {
        let event = reader.read_event().map_err(|_| KeyFault::NotRsaKeyValue)?;
        place = match (place, event) {
            (Place::Before, Event::Decl(_)) => Place::Before,
            (place, Event::Comment(_)) => place,
            (Place::Before, Event::Start(root)) if root.local_name().as_ref() == "RSAKeyValue" => Place::Root,
            (Place::Root, Event::Start(element)) => {
                let member = *ELEMENTS
                    .iter()
                    .find(|name| **name == element.local_name().as_ref())
                    .ok_or(KeyFault::NotRsaKeyValue)?;
                if texts.iter().any(|(name, _)| *name == member) {
                    return Err(KeyFault::MemberTwice { member });
                }
                texts.push((member, Zeroizing::default()));
                Place::Element
            }
            (Place::Element, Event::Text(text)) => {
                if let Some((_, whole)) = texts.last_mut() {
                    whole.push_str(&text);
                }
                Place::Element
            }
            (Place::Element, Event::End(_)) => Place::Root,
            (Place::Root, Event::End(_)) => Place::After,
            (Place::After, Event::Eof) => return Ok(texts),
            (place, Event::Text(text)) if text.trim().is_empty() => place,
            _ => return Err(KeyFault::NotRsaKeyValue),
        };
    }
}

enum Place {
    Before,
    Root,
    Element,
    After,
}

#[cfg(test)]
mod tests {
    use crate::openid::jose::SigningKey;
    use crate::openid::sample::{key, rsa, with, xml};
    use serde_json::json;

    #[test]
    fn the_key_is_the_one_of_the_jwk() {
        let xml = xml(&rsa());
        let spaced = xml.replace("><", ">\n  <").replace("<Modulus>", "<Modulus>\n   ");
        let signed =
            xml.replace("<RSAKeyValue>", "<RSAKeyValue xmlns=\"http://www.w3.org/2000/09/xmldsig#\">");
        for form in [
            xml.clone(),
            spaced,
            signed,
            format!("<?xml version=\"1.0\"?>\n<!-- a -->\n{xml}\n"),
            xml.replace('=', ""),
        ] {
            let read = SigningKey::from_rsa_key_value(&form).unwrap();
            assert_eq!(read.public(), key().public(), "{form}");
        }
    }

    #[test]
    fn every_fault_has_its_code() {
        let good = xml(&rsa());
        for (form, code) in [
            (String::new(), "key-not-rsa-key-value"),
            ("{}".to_owned(), "key-not-rsa-key-value"),
            (good.replace("RSAKeyValue", "DSAKeyValue"), "key-not-rsa-key-value"),
            (good.replace("</RSAKeyValue>", ""), "key-not-rsa-key-value"),
            (good.replace("</D>", "</E>"), "key-not-rsa-key-value"),
            (good.replace("<D>", "<D><D>"), "key-not-rsa-key-value"),
            (good.replace("<D>", "<D>&amp;"), "key-not-rsa-key-value"),
            (format!("<!DOCTYPE a>{good}"), "key-not-rsa-key-value"),
            (format!("{good}{good}"), "key-not-rsa-key-value"),
            (good.replace("<P>", "<Modulus></Modulus><P>"), "key-member-twice"),
            (good.replace("<D>", "<D>*"), "key-not-base64"),
            (xml(&with(rsa(), "d", json!(null))), "key-public-only"),
            (xml(&with(rsa(), "qi", json!(null))), "key-member-missing"),
            (xml(&with(rsa(), "qi", json!("AQAB"))), "key-crt-value"),
        ] {
            assert_eq!(SigningKey::from_rsa_key_value(&form).unwrap_err().code(), code, "{form}");
        }
    }
}

//! The configuration file that HelseID Selvbetjening hands out: which client this is, where it logs in, and its private
//! key.

mod encoding;
mod fault;
mod format;
mod members;
mod oddity;
mod review;

pub use fault::ClientFileFault;
pub use format::{OtherFormat, ZipEncryption};
pub use oddity::{KeyMember, Oddity, WantedScope};

use super::authority::Authority;
use super::jose::{KeyFault, SigningKey};
use super::json::{Json, Object};
use super::percent;
use members::Members;

/// No file of this kind is larger, in bytes.
const LARGEST: usize = 1024 * 1024;

/// What the file says. Its key signs and cannot be shown.
#[derive(Debug)]
pub struct ClientFile {
    /// The client's name, where it has one.
    pub client_name: Option<String>,
    /// The issuer: the authority without what hand edits left behind it.
    pub authority: String,
    /// The client's identifier.
    pub client_id: String,
    /// The grant types that are registered.
    pub grant_types: Vec<String>,
    /// The scopes that are registered.
    pub scopes: Vec<String>,
    /// Where the browser may be sent after login.
    pub redirect_uris: Vec<String>,
    /// Where the browser may be sent after logout.
    pub post_logout_redirect_uris: Vec<String>,
    /// How the client proves who it is, by Selvbetjening's name for it.
    pub secret_type: Option<String>,
    /// The private key.
    pub key: SigningKey,
    /// The length of the key that the file declares, in bits.
    pub declared_bits: Option<u32>,
    /// Whether login goes by PKCE (RFC 7636).
    pub pkce_required: Option<bool>,
    /// What is unusual, in the order in which it was found.
    pub oddities: Vec<Oddity>,
}

/// Reads a configuration file.
///
/// # Errors
/// It is not one, it lacks what a login needs, or its key is broken.
pub fn parse(bytes: &[u8]) -> Result<ClientFile, ClientFileFault> {
    if bytes.len() > LARGEST {
        return Err(ClientFileFault::TooLarge { bytes: bytes.len() });
    }
    let mut oddities = Vec::new();
    let text = encoding::text(bytes, &mut oddities)?;
    let object = match Json::parse(&text) {
        Ok(Json::Object(object)) => object,
        Ok(other) => return Err(ClientFileFault::NotAnObject { kind: other.kind() }),
        Err(broken) if broken.truncated => {
            return Err(ClientFileFault::Truncated { line: broken.line, column: broken.column });
        }
        Err(broken) => return Err(ClientFileFault::NotJson { line: broken.line, column: broken.column }),
    };
    let members = Members::of(&object);
    if members.are_a_jwk() {
        return Err(ClientFileFault::Other(OtherFormat::Jwk));
    }
    let mut file = ClientFile {
        client_id: members.required("clientId")?,
        authority: authority(&members.required("authority")?, &mut oddities)?,
        key: key(members, &mut oddities)?,
        client_name: members.text("clientName")?.map(str::to_owned),
        grant_types: members.texts("grantTypes")?,
        scopes: members.texts("scopes")?,
        redirect_uris: members.texts("redirectUris")?,
        post_logout_redirect_uris: members.texts("postLogoutRedirectUris")?,
        secret_type: members.text("secretType")?.map(str::to_owned),
        declared_bits: members.number("rsaKeySizeBits")?,
        pkce_required: members.truth("pkceRequired")?,
        oddities,
    };
    let found = review::of(&file);
    file.oddities.extend(found);
    Ok(file)
}

/// The issuer that an authority means.
fn authority(text: &str, oddities: &mut Vec<Oddity>) -> Result<String, ClientFileFault> {
    let authority = Authority::parse(text).map_err(|_| ClientFileFault::Authority)?;
    oddities.extend(authority.surplus.map(Oddity::AuthoritySurplus));
    oddities.extend(authority.insecure.then_some(Oddity::InsecureAuthority));
    oddities.extend(authority.retired_host.then_some(Oddity::RetiredHost));
    Ok(authority.issuer)
}

/// The key, from one or both of its forms. The JWK is the one to use: it may have a name and an algorithm.
fn key(members: Members<'_>, oddities: &mut Vec<Oddity>) -> Result<SigningKey, ClientFileFault> {
    let broken =
        |member: KeyMember| move |fault: KeyFault| ClientFileFault::Key { member: member.name(), fault };
    let jwk = members
        .jwk()?
        .map(|form| read_jwk(form, oddities))
        .transpose()
        .map_err(broken(KeyMember::PrivateJwk))?;
    let xml = members.text(KeyMember::RsaPrivateKey.name())?;
    let xml =
        xml.map(SigningKey::from_rsa_key_value).transpose().map_err(broken(KeyMember::RsaPrivateKey))?;
    match (jwk, xml) {
        (None, None) => Err(ClientFileFault::NoKey),
        (Some(jwk), Some(xml)) if jwk.public() != xml.public() => Err(ClientFileFault::KeysDiffer),
        (Some(jwk), Some(_)) => Ok(jwk),
        (Some(key), None) => {
            oddities.push(Oddity::OneKeyMember { present: KeyMember::PrivateJwk });
            Ok(key)
        }
        (None, Some(key)) => {
            oddities.push(Oddity::OneKeyMember { present: KeyMember::RsaPrivateKey });
            Ok(key)
        }
    }
}

/// How `privateJwk` stands in the file.
enum JwkForm<'a> {
    /// As the text of a JSON object, as Selvbetjening writes it.
    Text(&'a str),
    /// As a JSON object.
    Object(&'a Object),
}

fn read_jwk(form: JwkForm<'_>, oddities: &mut Vec<Oddity>) -> Result<SigningKey, KeyFault> {
    match form {
        JwkForm::Object(object) => {
            oddities.push(Oddity::JwkAsObject);
            SigningKey::from_object(object)
        }
        // An object that is percent-encoded begins with %7B.
        JwkForm::Text(text) if text.starts_with('%') => {
            oddities.push(Oddity::JwkPercentEncoded);
            let text = percent::decode(text).ok_or(KeyFault::NotJson { line: 1, column: 0 })?;
            SigningKey::from_jwk(&text)
        }
        JwkForm::Text(text) => SigningKey::from_jwk(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::openid::jose::Curve;
    use crate::openid::sample::{client_file, ec, rsa, text, with, xml};
    use serde_json::{Map, Value, json};

    fn read(file: Map<String, Value>) -> Result<ClientFile, ClientFileFault> {
        parse(text(file).as_bytes())
    }

    /// The codes of what is unusual.
    fn oddities(bytes: &[u8]) -> Vec<&'static str> {
        parse(bytes).unwrap().oddities.iter().map(|oddity| oddity.code()).collect()
    }

    /// What reading the file says with one member changed.
    fn fault(member: &str, value: Value) -> &'static str {
        read(with(client_file(), member, value)).unwrap_err().code()
    }

    #[test]
    fn a_file_as_selvbetjening_writes_it_has_nothing_unusual() {
        let file = read(client_file()).unwrap();
        assert_eq!(file.oddities, []);
        assert_eq!(file.client_name.as_deref(), Some("FIKTIV KOMMUNE - Eksempel EPJ"));
        assert_eq!(file.authority, "https://helseid-sts.test.nhn.no");
        assert_eq!(file.client_id, "00000000-0000-4000-8000-000000000000");
        assert_eq!((file.grant_types.len(), file.scopes.len(), file.redirect_uris.len()), (3, 8, 1));
        assert_eq!((file.declared_bits, file.pkce_required), (Some(2048), Some(true)));
        assert_eq!(file.key.key_id(), Some("synthetic"));
    }

    #[test]
    fn names_with_a_capital_are_the_same() {
        let capital = client_file().into_iter().map(|(name, value)| {
            let (first, rest) = name.split_at(1);
            (first.to_uppercase() + rest, value)
        });
        assert_eq!(read(capital.collect()).unwrap().oddities, []);
        assert_eq!(read(with(client_file(), "ClientId", json!("other"))).unwrap_err().code(), "member-twice");
    }

    #[test]
    fn every_oddity_is_read_past_and_told() {
        let key = |name: &str, value: Value| text(with(rsa(), name, value));
        let encoded = |text: String| text.replace('{', "%7B").replace('"', "%22").replace('}', "%7D");
        for (member, value, codes) in [
            ("authority", json!("https://helseid-sts.test.nhn.no/"), vec!["authority-slash"]),
            (
                "authority",
                json!("http://helseid-sts.helseid.no/connect/token"),
                vec!["authority-token-endpoint", "authority-insecure", "authority-retired-host"],
            ),
            ("clientId", json!("epj"), vec!["client-id-not-guid"]),
            ("grantTypes", json!(["client_credentials"]), vec!["no-authorization-code"]),
            (
                "scopes",
                json!(["profile"]),
                vec![
                    "scope-openid-missing",
                    "scope-security-level-missing",
                    "scope-pid-missing",
                    "scope-kjernejournal-missing",
                    "scope-selvbetjening-missing",
                ],
            ),
            (
                "scopes",
                json!(["openid", "helseid://scopes/identity/all", "nhn:kjernejournal/innlogging"]),
                vec!["scope-selvbetjening-missing"],
            ),
            ("redirectUris", json!(null), vec!["no-loopback-redirect"]),
            (
                "redirectUris",
                json!(["https://epj.example/callback"]),
                vec!["redirect-not-loopback", "no-loopback-redirect"],
            ),
            (
                "redirectUris",
                json!(["http://localhost:8089/", "https://localhost:8089/", "http://localhost/"]),
                vec!["redirect-not-http", "redirect-no-port"],
            ),
            ("secretType", json!("client_secret"), vec!["secret-type-unknown"]),
            ("secretType", json!(null), vec![]),
            ("rsaKeySizeBits", json!(4096), vec!["key-size-differs"]),
            ("rsaPrivateKey", json!(null), vec!["one-key-member"]),
            ("privateJwk", json!(null), vec!["one-key-member", "no-key-id"]),
            ("privateJwk", json!(""), vec!["one-key-member", "no-key-id"]),
            ("privateJwk", json!(text(rsa())), vec!["no-key-id"]),
            ("privateJwk", json!(encoded(key("kid", json!("k")))), vec!["jwk-percent-encoded"]),
            ("privateJwk", json!(with(rsa(), "kid", json!("k"))), vec!["jwk-as-object"]),
            ("pkceRequired", json!(false), vec!["pkce-not-required"]),
            ("pkceRequired", json!(null), vec![]),
            ("somethingNew", json!({"a": [1, 2]}), vec![]),
        ] {
            let file = with(client_file(), member, value.clone());
            assert_eq!(oddities(text(file).as_bytes()), codes, "{member} {value}");
        }
    }

    #[test]
    fn a_key_on_a_curve_is_a_key() {
        let file = with(client_file(), "privateJwk", json!(text(ec(Curve::P521))));
        assert_eq!(read(file.clone()).unwrap_err(), ClientFileFault::KeysDiffer);
        let file = with(with(file, "rsaPrivateKey", json!(null)), "rsaKeySizeBits", json!(null));
        assert_eq!(oddities(text(file).as_bytes()), ["one-key-member", "no-key-id"]);
    }

    #[test]
    fn the_editors_of_windows_are_read_past() {
        let good = text(client_file());
        assert_eq!(oddities(format!("\u{feff}{good}").as_bytes()), ["byte-order-mark"]);
        let units = || format!("\u{feff}{good}").encode_utf16().collect::<Vec<u16>>();
        let little: Vec<u8> = units().iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let big: Vec<u8> = units().iter().flat_map(|unit| unit.to_be_bytes()).collect();
        assert_eq!(oddities(&little), ["utf-16"]);
        assert_eq!(oddities(&big), ["utf-16"]);
        assert_eq!(parse(&little[..little.len() - 1]).unwrap_err(), ClientFileFault::NotText);
    }

    #[test]
    fn a_member_that_is_missing_or_of_another_type_is_named() {
        for (member, value, code) in [
            ("clientId", json!(null), "member-missing"),
            ("clientId", json!("  "), "member-missing"),
            ("clientId", json!(17), "member-type"),
            ("authority", json!(null), "member-missing"),
            ("authority", json!("helseid"), "authority"),
            ("scopes", json!("openid"), "member-type"),
            ("scopes", json!([1]), "member-type"),
            ("rsaKeySizeBits", json!("4096"), "member-type"),
            ("rsaKeySizeBits", json!(-1), "member-type"),
            ("rsaKeySizeBits", json!(u64::MAX), "member-type"),
            ("pkceRequired", json!("true"), "member-type"),
            ("privateJwk", json!(1), "member-type"),
            ("privateJwk", json!("%7"), "key-not-json"),
            ("privateJwk", json!("{"), "key-not-json"),
            ("rsaPrivateKey", json!("<RSAKeyValue>"), "key-not-rsa-key-value"),
            ("rsaPrivateKey", json!(xml(&with(rsa(), "qi", json!("AQAB")))), "key-crt-value"),
        ] {
            assert_eq!(fault(member, value.clone()), code, "{member} {value}");
        }
        let none = with(with(client_file(), "privateJwk", json!(null)), "rsaPrivateKey", json!(null));
        assert_eq!(read(none).unwrap_err(), ClientFileFault::NoKey);
    }

    #[test]
    fn a_broken_file_is_named_by_its_place() {
        let good = serde_json::to_string_pretty(&client_file()).unwrap();
        let cut = parse(&good.as_bytes()[..40]).unwrap_err();
        assert_eq!((cut.code(), cut.place().map(|(line, _)| line)), ("truncated", Some(2)));
        let comma = parse(good.replacen(",\n", "\n", 1).as_bytes()).unwrap_err();
        assert_eq!((comma.code(), comma.place()), ("not-json", Some((3, 3))));
        assert_eq!(parse(b"[]").unwrap_err(), ClientFileFault::NotAnObject { kind: "array" });
        assert_eq!(parse(b" \n\t").unwrap_err(), ClientFileFault::Empty);
        assert_eq!(parse(b"\xef\xbb\xbf").unwrap_err(), ClientFileFault::Empty);
        assert_eq!(parse(b"{\"a\": \"\xe5\"}").unwrap_err(), ClientFileFault::NotText);
        assert_eq!(parse(&vec![b' '; LARGEST + 1]).unwrap_err().code(), "too-large");
    }

    #[test]
    fn what_people_take_for_the_file_is_recognised() {
        let jwk = text(rsa());
        let files: [(&[u8], &str); 12] = [
            (b"PK\x03\x04\x14\x00\x00\x00\x08\x00rest", "is-zip"),
            (b"PK\x03\x04\x14\x00\x01\x00\x08\x00rest", "is-encrypted-zip"),
            (b"PK\x03\x04\x33\x00\x01\x00\x63\x00rest", "is-encrypted-zip"),
            (b"7z\xbc\xaf\x27\x1c\x00\x04", "is-7z"),
            (b"Rar!\x1a\x07\x01\x00", "is-rar"),
            (b"\x1f\x8b\x08", "is-gzip"),
            (b"-----BEGIN PRIVATE KEY-----\nAAAA", "is-pem"),
            (b"\x30\x82\x09\xa1\x02\x01\x03", "is-der"),
            (b"\xef\xbb\xbf\r\n<!DOCTYPE HTML><html>", "is-html"),
            (b"<RSAKeyValue/>", "is-xml"),
            (b"\xff\xfe<\x00h\x00t\x00m\x00l\x00", "is-html"),
            (jwk.as_bytes(), "is-jwk"),
        ];
        for (bytes, code) in files {
            assert_eq!(parse(bytes).unwrap_err().code(), code);
        }
        let aes = parse(files[2].0).unwrap_err();
        assert_eq!(aes, ClientFileFault::Other(OtherFormat::Zip(ZipEncryption::Aes)));
    }
}

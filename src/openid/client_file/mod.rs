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
pub use oddity::{Grade, KeyMember, Oddity, WantedScope};

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
        JwkForm::Text(text) if text.trim_start().starts_with('%') => {
            oddities.push(Oddity::JwkPercentEncoded);
            let text = percent::decode(text.trim()).ok_or(KeyFault::NotJson { line: 1, column: 0 })?;
            SigningKey::from_jwk(&text)
        }
        JwkForm::Text(text) => SigningKey::from_jwk(text),
    }
}

//! The members of a JWK (RFC 7517 §4), each at most once.

use super::KeyFault;
use super::base64::decode_url;
use crate::openid::json::{Json, Object};
use std::collections::BTreeSet;
use zeroize::Zeroizing;

/// An octet string of a key. It is wiped when it is dropped.
pub(super) type Octets = Zeroizing<Vec<u8>>;

/// No number of a key is longer: 16384 bits in base64.
const LONGEST: usize = 16384 / 6 + 8;

/// The members that are read; a fault names no others, for a broken key may have anything for a name.
const READ: &[&str] = &[
    "kty", "use", "key_ops", "alg", "kid", "n", "e", "d", "p", "q", "dp", "dq", "qi", "oth", "crv", "x", "y",
    "k",
];

/// A JWK as an object, whose members have different names.
#[derive(Clone, Copy)]
pub(super) struct Members<'a> {
    object: &'a Object,
}

impl<'a> Members<'a> {
    pub(super) fn of(object: &'a Object) -> Result<Self, KeyFault> {
        let mut earlier = BTreeSet::new();
        match object.members.iter().find(|(name, _)| !earlier.insert(name.as_str())) {
            None => Ok(Members { object }),
            Some((name, _)) => {
                let member = READ.iter().find(|read| **read == name.as_str()).copied().unwrap_or("?");
                Err(KeyFault::MemberTwice { member })
            }
        }
    }

    /// A member, where there is one.
    pub(super) fn get(self, name: &str) -> Option<&'a Json> {
        self.object.members.iter().find(|(have, _)| have.as_str() == name).map(|(_, value)| value)
    }

    /// A member that is a text, where there is one.
    pub(super) fn text(self, member: &'static str) -> Result<Option<&'a str>, KeyFault> {
        match self.get(member) {
            None => Ok(None),
            Some(Json::Text(text)) => Ok(Some(text)),
            Some(_) => Err(KeyFault::MemberType { member, expected: "string" }),
        }
    }

    /// A member that must be there and be base64url.
    pub(super) fn octets(self, member: &'static str) -> Result<Octets, KeyFault> {
        let text = self.text(member)?.ok_or(KeyFault::MemberMissing { member })?;
        octets(member, text, decode_url)
    }
}

/// The octets behind a member's text, in bounds.
pub(super) fn octets(
    member: &'static str,
    text: &str,
    decode: impl Fn(&str) -> Option<Octets>,
) -> Result<Octets, KeyFault> {
    match text.len() {
        characters if characters > LONGEST => Err(KeyFault::MemberTooLong { member, characters }),
        0 => Err(KeyFault::MemberMissing { member }),
        _ => decode(text).ok_or(KeyFault::NotBase64 { member }),
    }
}

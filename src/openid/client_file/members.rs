//! The members of the file by their documented names; a capital first letter, as .NET's own names have, is the same.

use super::oddity::KeyMember;
use super::{ClientFileFault, JwkForm};
use crate::openid::json::{Json, Object};

#[derive(Clone, Copy)]
pub(super) struct Members<'a> {
    object: &'a Object,
}

impl<'a> Members<'a> {
    pub(super) fn of(object: &'a Object) -> Self {
        Members { object }
    }

    /// The key alone has a type and no client.
    pub(super) fn are_a_jwk(self) -> bool {
        let has = |member: &str| self.object.members.iter().any(|(name, _)| is(name, member));
        has("kty") && !has("clientId")
    }

    /// A member, where there is one; `null` is none.
    fn get(self, member: &'static str) -> Result<Option<&'a Json>, ClientFileFault> {
        let mut found =
            self.object.members.iter().filter(|(name, _)| is(name, member)).map(|(_, value)| value);
        match (found.next(), found.next()) {
            (_, Some(_)) => Err(ClientFileFault::MemberTwice { member }),
            (None | Some(Json::Null), None) => Ok(None),
            (value, None) => Ok(value),
        }
    }

    /// A text that must be there.
    pub(super) fn required(self, member: &'static str) -> Result<String, ClientFileFault> {
        self.text(member)?.map(str::to_owned).ok_or(ClientFileFault::MemberMissing { member })
    }

    /// A text, where there is one; an empty one is none, and space around it does not count.
    pub(super) fn text(self, member: &'static str) -> Result<Option<&'a str>, ClientFileFault> {
        match self.get(member)? {
            None => Ok(None),
            Some(Json::Text(text)) => Ok(Some(text.trim()).filter(|text| !text.is_empty())),
            Some(_) => Err(ClientFileFault::MemberType { member, expected: "a string" }),
        }
    }

    /// Texts; none where the member is not there.
    pub(super) fn texts(self, member: &'static str) -> Result<Vec<String>, ClientFileFault> {
        let wrong = || ClientFileFault::MemberType { member, expected: "an array of strings" };
        match self.get(member)? {
            None => Ok(Vec::new()),
            Some(Json::Array(elements)) => elements
                .iter()
                .map(|element| match element {
                    Json::Text(text) => Ok(text.to_string()),
                    _ => Err(wrong()),
                })
                .collect(),
            Some(_) => Err(wrong()),
        }
    }

    /// A whole number, where there is one.
    pub(super) fn number(self, member: &'static str) -> Result<Option<u32>, ClientFileFault> {
        let wrong = ClientFileFault::MemberType { member, expected: "a whole number" };
        match self.get(member)? {
            None => Ok(None),
            Some(Json::Number(number)) => u32::try_from(*number).map(Some).map_err(|_| wrong),
            Some(_) => Err(wrong),
        }
    }

    /// A boolean, where there is one.
    pub(super) fn truth(self, member: &'static str) -> Result<Option<bool>, ClientFileFault> {
        match self.get(member)? {
            None => Ok(None),
            Some(Json::Bool(truth)) => Ok(Some(*truth)),
            Some(_) => Err(ClientFileFault::MemberType { member, expected: "true or false" }),
        }
    }

    /// `privateJwk`, in either form.
    pub(super) fn jwk(self) -> Result<Option<JwkForm<'a>>, ClientFileFault> {
        let member = KeyMember::PrivateJwk.name();
        match self.get(member)? {
            Some(Json::Object(object)) => Ok(Some(JwkForm::Object(object))),
            _ => Ok(self.text(member)?.map(JwkForm::Text)),
        }
    }
}

/// Whether a name is a member's, whatever the case of its first letter.
fn is(name: &str, member: &str) -> bool {
    match (name.split_at_checked(1), member.split_at_checked(1)) {
        (Some((first, rest)), Some((expected, more))) => first.eq_ignore_ascii_case(expected) && rest == more,
        _ => false,
    }
}

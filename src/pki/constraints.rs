//! What an authority may issue: name constraints and policy constraints (RFC 5280 §4.2.1.10 and .11), policies and their
//! mappings (§4.2.1.4 and .5).

use super::GeneralName;
use super::der::{Element, INTEGER, Malformed, OBJECT_IDENTIFIER, Reader, SEQUENCE};
use super::distribution::whole;

/// `anyPolicy`.
pub const ANY_POLICY: &str = "2.5.29.32.0";

/// The names that certificates below an authority may and may not have.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NameConstraints {
    /// Of each form that is here, a name must lie in one of these.
    pub permitted: Vec<GeneralName>,
    /// No name may lie in one of these.
    pub excluded: Vec<GeneralName>,
}

/// Basic constraints (RFC 5280 §4.2.1.9).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BasicConstraints {
    /// Whether the key signs certificates.
    pub ca: bool,
    /// How many authorities may follow below, those issued to itself not counted.
    pub path_len: Option<u32>,
}

/// When policies must be there, and when mappings end: certificates to skip before it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PolicyConstraints {
    /// `requireExplicitPolicy`.
    pub require_explicit: Option<u32>,
    /// `inhibitPolicyMapping`.
    pub inhibit_mapping: Option<u32>,
}

/// One policy equals another: the issuer's, and the subject's.
pub type PolicyMapping = (String, String);

impl NameConstraints {
    /// Reads the value of the extension.
    pub(super) fn read(value: &[u8]) -> Result<Self, Malformed> {
        let mut parts = whole(value, "the name constraints")?;
        let mut constraints = Self::default();
        for (tag, list) in [(0xa0, &mut constraints.permitted), (0xa1, &mut constraints.excluded)] {
            if let Some(subtrees) = parts.optional(tag)? {
                for subtree in subtrees.inside().elements() {
                    list.push(subtree_base(&subtree?)?);
                }
                if list.is_empty() {
                    return Err(subtrees.malformed("no subtree where one must be"));
                }
            }
        }
        if constraints == Self::default() || !parts.rest().is_empty() {
            return Err(parts.malformed("name constraints that constrain nothing"));
        }
        Ok(constraints)
    }
}

/// RFC 5280 §4.2.1.10: minimum is zero and maximum absent; nobody has ever said what others would mean.
fn subtree_base(subtree: &Element<'_>) -> Result<GeneralName, Malformed> {
    let mut parts = subtree.of(SEQUENCE, "a subtree")?.inside();
    let base = parts.next()?.ok_or_else(|| subtree.malformed("a subtree without a base"))?;
    let minimum = parts.optional(0x80)?;
    if minimum.is_some_and(|minimum| minimum.body != [0]) || !parts.rest().is_empty() {
        return Err(subtree.malformed("a subtree with a minimum or a maximum"));
    }
    let base_name = GeneralName::read(&base)?;
    match is_sound_constraint(&base_name) {
        true => Ok(base_name),
        false => Err(base.malformed("a constraint that is not written as its form wants it")),
    }
}

fn is_sound_constraint(base: &GeneralName) -> bool {
    match base {
        // An address and a mask of one length, the mask's ones first (RFC 4632).
        GeneralName::Ip(bytes) => {
            let (_, mask) = bytes.split_at(bytes.len() / 2);
            let bits: Vec<bool> =
                mask.iter().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1 == 1)).collect();
            matches!(bytes.len(), 8 | 32) && bits.is_sorted_by(|one, next| one >= next)
        }
        // Labels to the left are always free to be added, so neither a dot nor a star stands in front.
        GeneralName::Dns(host) => !host.starts_with('.') && !host.contains('*'),
        _ => true,
    }
}

impl BasicConstraints {
    /// Reads the value of the extension.
    pub(super) fn read(value: &[u8]) -> Result<Self, Malformed> {
        let mut parts = whole(value, "the basic constraints")?;
        let ca = match parts.optional(0x01)? {
            Some(flag) if flag.body.len() == 1 => flag.body != [0],
            Some(flag) => return Err(flag.malformed("a broken BOOLEAN")),
            None => false,
        };
        let path_len = parts.optional(INTEGER)?.map(|length| count(&length)).transpose()?;
        match parts.rest().is_empty() {
            true => Ok(Self { ca, path_len }),
            false => Err(parts.malformed("bytes after the basic constraints")),
        }
    }
}

impl PolicyConstraints {
    /// Reads the value of the extension.
    pub(super) fn read(value: &[u8]) -> Result<Self, Malformed> {
        let mut parts = whole(value, "the policy constraints")?;
        let mut constraint = |tag| parts.optional(tag)?.map(|found| count(&found)).transpose();
        let constraints = Self { require_explicit: constraint(0x80)?, inhibit_mapping: constraint(0x81)? };
        if constraints == Self::default() || !parts.rest().is_empty() {
            return Err(parts.malformed("policy constraints that constrain nothing"));
        }
        Ok(constraints)
    }
}

/// Reads the value of `certificatePolicies`: object identifiers, each once.
pub(super) fn policies(value: &[u8]) -> Result<Vec<String>, Malformed> {
    let list = whole(value, "the policies")?;
    let mut policies: Vec<String> = Vec::new();
    for policy in list.elements() {
        let policy = policy?;
        let oid = policy.of(SEQUENCE, "a policy")?.inside().expect(OBJECT_IDENTIFIER, "a policy")?.oid()?;
        if policies.contains(&oid) {
            return Err(policy.malformed("a policy that comes twice"));
        }
        policies.push(oid);
    }
    match policies.is_empty() {
        true => Err(list.malformed("no policy where one must be")),
        false => Ok(policies),
    }
}

/// Reads the value of `policyMappings`.
pub(super) fn policy_mappings(value: &[u8]) -> Result<Vec<PolicyMapping>, Malformed> {
    let list = whole(value, "the policy mappings")?;
    let mapping = |pair: Element<'_>| {
        let mut parts = pair.of(SEQUENCE, "a policy mapping")?.inside();
        let mut policy = || parts.expect(OBJECT_IDENTIFIER, "a policy")?.oid();
        Ok((policy()?, policy()?))
    };
    let mappings: Vec<PolicyMapping> =
        list.elements().map(|pair| mapping(pair?)).collect::<Result<_, Malformed>>()?;
    match mappings.is_empty() {
        true => Err(list.malformed("no mapping where one must be")),
        false => Ok(mappings),
    }
}

/// Reads the value of `inhibitAnyPolicy`.
pub(super) fn inhibit_any_policy(value: &[u8]) -> Result<u32, Malformed> {
    let mut reader = Reader::new(value);
    let skip = count(&reader.expect(INTEGER, "a number of certificates")?)?;
    match reader.rest().is_empty() {
        true => Ok(skip),
        false => Err(reader.malformed("bytes after the value")),
    }
}

/// A number that is not negative; what is above 2³² − 1 counts as that.
fn count(element: &Element<'_>) -> Result<u32, Malformed> {
    match element.body {
        [] => Err(element.malformed("an INTEGER without a value")),
        [first, ..] if first & 0x80 != 0 => Err(element.malformed("a number below zero")),
        bytes => Ok(bytes.iter().fold(0u32, |sum, byte| {
            sum.checked_mul(256).map_or(u32::MAX, |sum| sum.saturating_add(u32::from(*byte)))
        })),
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{integer, oid, sequence, tlv};
    use super::*;

    fn constraints(permitted: &[Vec<u8>], excluded: &[Vec<u8>]) -> Result<NameConstraints, Malformed> {
        let list = |tag, names: &[Vec<u8>]| {
            let subtrees: Vec<Vec<u8>> =
                names.iter().map(|name| sequence(std::slice::from_ref(name))).collect();
            if names.is_empty() { vec![] } else { tlv(tag, &subtrees.concat()) }
        };
        NameConstraints::read(&sequence(&[list(0xa0, permitted), list(0xa1, excluded)]))
    }

    #[test]
    fn name_constraints_are_two_lists() {
        let read = constraints(&[tlv(0x82, b"hf.example")], &[tlv(0x81, b"a@b.example")]).unwrap();
        assert_eq!(read.permitted, [GeneralName::Dns("hf.example".to_owned())]);
        assert_eq!(read.excluded, [GeneralName::Mail("a@b.example".to_owned())]);
    }

    #[test]
    fn constraints_that_nobody_can_follow_are_refused() {
        assert!(constraints(&[], &[]).is_err());
        for name in [
            tlv(0x82, b".hf.example"),
            tlv(0x82, b"*.hf.example"),
            tlv(0x87, &[10, 0, 0, 0]),
            tlv(0x87, &[10, 0, 0, 0, 255, 0, 255, 0]),
        ] {
            assert!(constraints(std::slice::from_ref(&name), &[]).is_err(), "{name:02x?}");
        }
        assert!(constraints(&[tlv(0x87, &[10, 0, 0, 0, 255, 128, 0, 0])], &[]).is_ok());
        let with = |tag, number| sequence(&[tlv(0xa0, &sequence(&[tlv(0x82, b"a"), tlv(tag, &[number])]))]);
        assert!(NameConstraints::read(&with(0x80, 0)).is_ok());
        assert!(NameConstraints::read(&with(0x80, 1)).is_err());
        assert!(NameConstraints::read(&with(0x81, 1)).is_err());
    }

    #[test]
    fn basic_constraints_have_a_flag_and_a_length() {
        let read = |parts: &[Vec<u8>]| BasicConstraints::read(&sequence(parts));
        let constraints = |ca, path_len| Ok(BasicConstraints { ca, path_len });
        assert_eq!(read(&[]), constraints(false, None));
        assert_eq!(read(&[tlv(0x01, &[0xff]), integer(2)]), constraints(true, Some(2)));
        assert_eq!(read(&[tlv(0x01, &[0xff]), tlv(0x02, &[1; 9])]), constraints(true, Some(u32::MAX)));
        assert!(read(&[tlv(0x01, &[0xff]), tlv(0x02, &[0xff])]).is_err());
        assert!(read(&[tlv(0x01, &[])]).is_err());
        assert!(read(&[tlv(0x04, &[])]).is_err());
    }

    #[test]
    fn policy_constraints_count_certificates() {
        let read = PolicyConstraints::read(&sequence(&[tlv(0x80, &[0]), tlv(0x81, &[3])])).unwrap();
        assert_eq!((read.require_explicit, read.inhibit_mapping), (Some(0), Some(3)));
        assert!(PolicyConstraints::read(&sequence(&[])).is_err());
        assert_eq!(inhibit_any_policy(&integer(7)), Ok(7));
        assert!(inhibit_any_policy(&[integer(7), vec![0]].concat()).is_err());
    }

    #[test]
    fn a_policy_stands_once() {
        let policy = |id| sequence(&[oid(id), sequence(&[])]);
        assert_eq!(policies(&sequence(&[policy("1.2.3"), policy("1.2.4")])).unwrap(), ["1.2.3", "1.2.4"]);
        assert!(policies(&sequence(&[policy("1.2.3"), policy("1.2.3")])).is_err());
        assert!(policies(&sequence(&[])).is_err());
        let mapping = policy_mappings(&sequence(&[sequence(&[oid("1.2.3"), oid("1.2.4")])])).unwrap();
        assert_eq!(mapping, [("1.2.3".to_owned(), "1.2.4".to_owned())]);
        assert!(policy_mappings(&sequence(&[])).is_err());
    }
}

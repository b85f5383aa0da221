//! For which organisation a person logs in: HelseID's structure `helseid_authorization`, sent as `assertion_details` or
//! `authorization_details` (RFC 9396).

use serde_json::{Value, json};

/// Organisation numbers of the Norwegian register of units, in NHN's list of identifier types.
const ORGANISATION_NUMBER: &str = "urn:oid:2.16.578.1.12.4.1.4.101";
/// Organisation identifiers of any country, ISO 6523.
const ISO_6523: &str = "urn:oid:1.0.6523";

/// A client's organisation, as numbers of nine digits. Nobody looks at the digits here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Organisation<'a> {
    /// The client belongs to one organisation, which HelseID knows; only the sub-unit is sent.
    SingleTenant {
        /// The sub-unit.
        child: &'a str,
    },
    /// The client logs in persons of several organisations.
    MultiTenant {
        /// The organisation.
        parent: &'a str,
        /// Its sub-unit, where one is meant.
        child: Option<&'a str>,
    },
}

impl Organisation<'_> {
    /// The structure.
    pub fn authorization(self) -> Value {
        let (system, value) = match self {
            Organisation::SingleTenant { child } => (ORGANISATION_NUMBER, child.to_owned()),
            // The colon stays where no sub-unit follows, as in NHN's own library.
            Organisation::MultiTenant { parent, child } => {
                (ISO_6523, format!("NO:ORGNR:{parent}:{}", child.unwrap_or_default()))
            }
        };
        json!({
            "type": "helseid_authorization",
            "practitioner_role": {
                "organization": { "identifier": { "system": system, "type": "ENH", "value": value } }
            }
        })
    }
}

/// Structures as HelseID takes them: one as it is, several as an array; `None` for none.
pub fn details(mut structures: Vec<Value>) -> Option<Value> {
    match structures.len() {
        0 | 1 => structures.pop(),
        _ => Some(Value::Array(structures)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_structures_are_those_of_the_documentation() {
        let identifier = |organisation: Organisation<'_>| {
            let structure = organisation.authorization();
            assert_eq!(structure["type"], "helseid_authorization");
            structure["practitioner_role"]["organization"]["identifier"].clone()
        };
        for (organisation, system, value) in [
            (
                Organisation::SingleTenant { child: "999999997" },
                "urn:oid:2.16.578.1.12.4.1.4.101",
                "999999997",
            ),
            (
                Organisation::MultiTenant { parent: "999999998", child: Some("999999997") },
                "urn:oid:1.0.6523",
                "NO:ORGNR:999999998:999999997",
            ),
            (
                Organisation::MultiTenant { parent: "999999998", child: None },
                "urn:oid:1.0.6523",
                "NO:ORGNR:999999998:",
            ),
        ] {
            assert_eq!(identifier(organisation), json!({"system": system, "type": "ENH", "value": value}));
        }
    }

    #[test]
    fn one_structure_is_an_object_and_several_are_an_array() {
        let one = || json!({"type": "a"});
        assert_eq!(details(vec![]), None);
        assert_eq!(details(vec![one()]), Some(one()));
        assert_eq!(details(vec![one(), one()]), Some(json!([{"type": "a"}, {"type": "a"}])));
    }
}

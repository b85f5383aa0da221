//! Certificates that are on no card: one of each layout and role, and the defects.

use super::authorities::Authorities;
use super::persons::{Defect, Layout, Person, Plan, Role};

const VALID: (&str, &str) = ("2025-02-11T09:12:44Z", "2028-02-11T22:59:00Z");
/// Of the set of the card `commfides-ready`, and earlier than the others.
const ENDS_ALONE: (&str, &str) = ("2024-12-10T09:12:44Z", "2026-12-10T22:59:00Z");

/// Name and DER of each.
pub fn certificates(authorities: &Authorities) -> Vec<(String, Vec<u8>)> {
    let buypass =
        Person { given: "PER ÅGE", family: "EKSEMPELVIK", common: "PER EKSEMPELVIK", number: "900000009" };
    let commfides =
        Person { given: "Kari", family: "Prøvenes", common: "Kari Prøvenes", number: "0000Demo009" };
    let seid1_keys = ["buypass-misencoded-authentication", "buypass-misencoded-signature"];
    let keys = ["pkcs15-1", "pkcs15-2", "pkcs15-3"];
    let both = [Role::Authentication, Role::Signature];
    let three = [Role::Authentication, Role::Signature, Role::Encryption];
    let layouts = [
        ("buypass-seid1", Layout::BuypassSeid1, buypass, both.as_slice(), seid1_keys.as_slice()),
        ("buypass-seid2", Layout::BuypassSeid2, buypass, &both, &keys),
        ("commfides-seid1", Layout::CommfidesSeid1, commfides, &three, &keys),
        ("commfides-g3", Layout::CommfidesG3, commfides, &three, &keys),
    ];
    let mut certificates = Vec::new();
    let mut add = |name: String, key, layout, role, person, defects: &[Defect]| {
        let plan = Plan { key, layout, role, person, valid: VALID, defects };
        certificates.push((name, plan.make(authorities)));
    };
    for (name, layout, person, roles, keys) in layouts {
        for (role, key) in roles.iter().zip(keys) {
            add(format!("{name}-{}", role.word()), key, layout, *role, person, &[]);
        }
    }
    let defects = [
        ("latin1-in-printable", Layout::BuypassSeid2, buypass, Defect::Latin1InPrintable),
        ("bare-serial-number", Layout::BuypassSeid2, buypass, Defect::BareSerialNumber),
        ("second-limit-is-text", Layout::CommfidesSeid1, commfides, Defect::SecondLimitIsText),
    ];
    for (name, layout, person, defect) in defects {
        add(format!("defect-{name}"), "pkcs15-2", layout, Role::Signature, person, &[defect]);
    }
    let person = Person { given: "Ola", family: "Demostad", common: "Ola Demostad", number: "0000Demo001" };
    let early = Plan {
        key: "commfides-ready-encryption",
        layout: Layout::CommfidesG3,
        role: Role::Encryption,
        person,
        valid: ENDS_ALONE,
        defects: &[],
    };
    certificates.push(("commfides-g3-encryption-ends-alone".to_owned(), early.make(authorities)));
    certificates
}

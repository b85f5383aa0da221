//! Buypass smart cards (MULTOS).
//!
//! The application on them is not public. What is: T=0 only, EF.DIR by READ RECORD, one four-digit PIN that the
//! card's own programs verify as `A0 20 00 82`. Nothing shows that asking for its counter is free, so the counter is
//! never asked for, and class A0 is never sent. Net iD, which reads these cards, knows only the PKCS#15 and
//! ISO 7816-15 layouts; that they follow it is therefore likely, and marked as a hypothesis.

use super::family::{AtrPattern, Family, Layout, PinQuery};

/// The family. The pre-issuing data `6B 04 xx 05 02` says MULTOS by Infineon, which Audkenni (Iceland) and others
/// share: the certificate's issuer decides whose card it is, the answer to reset only hints.
pub static FAMILY: Family = Family {
    id: "buypass",
    name: "Buypass (MULTOS)",
    atrs: &[AtrPattern("3B6F00008031E06B04..0502*"), AtrPattern("3B9F96400A8031E06B04..0502*")],
    application: &[],
    layout: Layout::Pkcs15,
    pin_query: PinQuery::Never,
    hypothesis: true,
};

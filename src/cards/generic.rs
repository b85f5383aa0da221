//! Any card that speaks PKCS#15 or ISO 7816-15, whoever made it and whatever its answer to reset.

use super::family::{Family, Layout, PinQuery};

/// The family. The empty VERIFY is the standard's own way to ask for the counter (ISO 7816-4 §11.6.6) and is sent
/// in class 00 only, once for each PIN that the card's own directory names as the holder's.
pub static FAMILY: Family = Family {
    id: "pkcs15",
    name: "PKCS#15 / ISO 7816-15",
    atrs: &[],
    application: &[],
    layout: Layout::Pkcs15,
    pin_query: PinQuery::EmptyVerify,
    hypothesis: false,
};

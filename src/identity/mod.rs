//! Who a card belongs to, and whether that is who it should be. Pure; leans on nothing of ours.

mod comparison;
mod pairing;
mod person;

pub use comparison::{CardName, Difference, NameComparison, NameVerdict, compare, same_person};
pub use person::PersonName;

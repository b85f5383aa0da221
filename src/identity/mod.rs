//! Who a card belongs to, and whether that is who it should be. Pure; leans on nothing of ours.

mod person;

pub use person::{CardName, Difference, NameComparison, NameVerdict, PersonName, compare, same_person};

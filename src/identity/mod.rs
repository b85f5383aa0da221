//! Who a card belongs to, and whether that is who it should be: names of persons, the numbers beside them, and lists of
//! them. Pure; leans on nothing of ours.

mod card_name;
mod codepage;
mod comparison;
mod damage;
mod diagnosis;
mod difference;
mod expected;
mod letters;
mod matching;
mod national_number;
mod organisation_number;
mod pairing;
pub mod pairs;
mod person;
pub mod problem;
pub mod roster;
pub mod table;

pub use card_name::CardName;
pub use comparison::{NameComparison, NameVerdict, compare, same_person};
pub use difference::{Difference, Kind, Rules, Weight};
pub use expected::ExpectedName;
pub use letters::slips;
pub use matching::{Candidate, Found, RosterIndex, RowMatch, match_rows};
pub use national_number::{NationalNumber, NationalNumberFault, NationalNumberKind};
pub use organisation_number::{OrganisationNumber, OrganisationNumberFault};
pub use person::PersonName;

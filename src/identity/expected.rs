//! Who should hold the card, as a roster or a person says it.

use super::person::{Part, PersonName};

/// A name as it is expected.
///
/// Folkeregisteret and most staff lists keep given name, middle name and surname apart; a person at a keyboard writes
/// one line, and some lists write `Nordmann, Kari`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExpectedName {
    /// One line, given names first, or the surname first and a comma behind it.
    Whole(String),
    /// In parts; the middle name may be empty.
    Parts {
        /// Given names.
        given: String,
        /// Middle names.
        middle: String,
        /// Surnames.
        family: String,
    },
}

impl ExpectedName {
    /// In parts where both given name and surname are there, else as one line.
    pub fn of_parts(given: &str, middle: &str, family: &str) -> Self {
        let said = |text: &str| !PersonName::parse(text).is_empty();
        match said(given) && said(family) {
            true => ExpectedName::Parts {
                given: given.to_owned(),
                middle: middle.to_owned(),
                family: family.to_owned(),
            },
            false => ExpectedName::Whole(joined(&[given, middle, family])),
        }
    }

    /// As one line.
    pub fn full(&self) -> String {
        match self {
            ExpectedName::Whole(text) => text.clone(),
            ExpectedName::Parts { given, middle, family } => joined(&[given, middle, family]),
        }
    }

    /// The tokens in the order in which they were written.
    pub(super) fn tokens(&self) -> PersonName {
        match self {
            ExpectedName::Whole(text) => match text.split_once(',') {
                Some((family, given)) if !PersonName::parse(given).is_empty() => {
                    let family = PersonName::parse(family).all(Part::Family);
                    PersonName::join([family, PersonName::parse(given).all(Part::Given)])
                }
                _ => PersonName::parse(text).by_position(),
            },
            ExpectedName::Parts { given, middle, family } => PersonName::join([
                PersonName::parse(given).all(Part::Given),
                PersonName::parse(middle).all(Part::Middle),
                PersonName::parse(family).all(Part::Family),
            ]),
        }
    }

    /// The same name with every text of it changed.
    pub(super) fn map(&self, change: impl Fn(&str) -> String) -> Self {
        match self {
            ExpectedName::Whole(text) => ExpectedName::Whole(change(text)),
            ExpectedName::Parts { given, middle, family } => {
                ExpectedName::Parts { given: change(given), middle: change(middle), family: change(family) }
            }
        }
    }
}

fn joined(parts: &[&str]) -> String {
    parts.iter().copied().filter(|part| !part.trim().is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_surname_it_is_one_line() {
        assert_eq!(ExpectedName::of_parts("Kari Dal", "", " "), ExpectedName::Whole("Kari Dal".to_owned()));
        assert_eq!(ExpectedName::of_parts("Kari", "Berg", "Dal").full(), "Kari Berg Dal");
    }

    #[test]
    fn a_comma_parts_surname_from_given_names() {
        let name = ExpectedName::Whole("Dal, Kari Anne".to_owned()).tokens();
        let parts: Vec<Part> = name.tokens.iter().map(|token| token.part).collect();
        assert_eq!(parts, [Part::Family, Part::Given, Part::Given]);
    }
}

//! The name that a certificate bears.

use super::person::{Part, PersonName};

/// The parts of a certificate's subject that name a person.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CardName {
    /// `CN`.
    pub common_name: Option<String>,
    /// `GN`, middle names included.
    pub given_name: Option<String>,
    /// `SN`.
    pub surname: Option<String>,
}

impl CardName {
    /// Given name and surname where both are there, else the common name, else whichever there is.
    pub(super) fn tokens(&self) -> PersonName {
        let given = parsed(&self.given_name).all(Part::Given);
        let surname = parsed(&self.surname).all(Part::Family);
        let common = parsed(&self.common_name);
        match !common.is_empty() && (given.is_empty() || surname.is_empty()) {
            true => common,
            false => PersonName::join([given, surname]),
        }
    }

    /// The tokens of the common name, where it stands beside given name and surname.
    pub(super) fn beside(&self) -> PersonName {
        match parsed(&self.given_name).is_empty() || parsed(&self.surname).is_empty() {
            true => PersonName::default(),
            false => parsed(&self.common_name),
        }
    }

    /// Every text of it.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        [&self.given_name, &self.surname, &self.common_name].into_iter().filter_map(|text| text.as_deref())
    }

    /// The same name with every text of it changed.
    pub(super) fn map(&self, change: impl Fn(&str) -> String) -> Self {
        let change = |text: &Option<String>| text.as_deref().map(&change);
        CardName {
            common_name: change(&self.common_name),
            given_name: change(&self.given_name),
            surname: change(&self.surname),
        }
    }

    /// A name as people write it: given names and surname where the certificate parts them, else the common name.
    pub fn shown(&self) -> String {
        match (&self.given_name, &self.surname, &self.common_name) {
            (Some(given), Some(surname), _) => format!("{given} {surname}"),
            (_, _, Some(common)) => common.clone(),
            (given, surname, None) => given.clone().or_else(|| surname.clone()).unwrap_or_default(),
        }
    }
}

fn parsed(part: &Option<String>) -> PersonName {
    PersonName::parse(part.as_deref().unwrap_or_default())
}

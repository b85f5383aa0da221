//! The ways in which a name on a card can differ from the expected one, and what each of them means.

use std::collections::BTreeMap;

/// One way in which two names differ. The words for it stand with the reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// No word of the one is a word of the other.
    AnotherPerson,
    /// The card has another surname, and the given name is the same: a marriage, or another person.
    SurnameDiffers,
    /// The card has another given name, and the surname is the same: a relative, or another person.
    GivenNameDiffers,
    /// Another spelling of a word: Ane and Anne.
    Spelling,
    /// æ, ø or å (ä, ö) became another letter: Håkon and Hakon are two names.
    Letter,
    /// A Sami letter became another: Máret and Maret.
    SamiLetter,
    /// An accent is there on one side only: André and Andre.
    Accent,
    /// Two words on one side are one on the other: Anne Marie and Annemarie.
    Joined,
    /// The card has a word that nobody expected.
    OnlyOnCard,
    /// None of the given names is on the card.
    NoGivenName,
    /// None of the surnames is on the card.
    NoSurname,
    /// Letters were damaged when one program's text was read as another's: Ã…se.
    Misencoded,
    /// The name is cut off where a certificate's common name ends, after 64 characters.
    Truncated,
    /// æ, ø, å as ae, oe, aa.
    Transliteration,
    /// A letter stands for a name.
    Initial,
    /// Surname before given name, or given names in another order.
    Order,
    /// One side has a given name as a middle name or a part of the surname, or the other way round.
    MiddleNameMoved,
    /// A hyphen on one side, a space on the other.
    Hyphen,
    /// An apostrophe on one side only, or of another kind.
    Apostrophe,
    /// Some of the given names are not on the card.
    GivenNameMissing,
    /// A middle name is not on the card.
    MiddleNameMissing,
    /// A part of the surname is not on the card.
    SurnamePartMissing,
    /// The card has the middle name among the given names, where cards have it.
    MiddleNameWithGiven,
    /// Capital and small letters.
    Case,
    /// The same letters, composed of different characters (NFD and NFC).
    Composition,
    /// Spaces too many, or of another kind.
    Spacing,
}

/// What a difference means for the verdict, the mildest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// The same name, written as it always is.
    Same,
    /// Shown, never blocking by itself.
    Difference,
    /// The card bears another name.
    Mismatch,
}

/// One difference between an expected name and a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// In what.
    pub kind: Kind,
    /// The expected words that it is about, as they stand; may be empty.
    pub expected: String,
    /// The words of the card that it is about, as they stand; may be empty.
    pub card: String,
}

/// What each kind of difference means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    weights: BTreeMap<&'static str, Weight>,
}

impl Rules {
    /// Rules out of codes and weights, both as a policy writes them; codes that are no difference are passed over.
    pub fn new<'c, 'w>(weights: impl IntoIterator<Item = (&'c str, &'w str)>) -> Self {
        let known = weights
            .into_iter()
            .filter_map(|(code, weight)| Some((Kind::of_code(code)?.code(), Weight::of_word(weight)?)));
        Rules { weights: known.collect() }
    }

    /// What a difference means; one that no rule speaks of blocks.
    pub fn weight(&self, kind: Kind) -> Weight {
        self.weights.get(kind.code()).copied().unwrap_or(Weight::Mismatch)
    }
}

impl Weight {
    /// The weight of that word in a policy.
    pub fn of_word(word: &str) -> Option<Self> {
        match word {
            "same" => Some(Weight::Same),
            "difference" => Some(Weight::Difference),
            "mismatch" => Some(Weight::Mismatch),
            _ => None,
        }
    }
}

impl Difference {
    /// A difference between these words.
    pub(super) fn new(kind: Kind, expected: impl Into<String>, card: impl Into<String>) -> Self {
        Difference { kind, expected: expected.into(), card: card.into() }
    }
}

impl Kind {
    /// Every kind with its code, the gravest first.
    pub const ALL: &'static [(Kind, &'static str)] = &[
        (Kind::AnotherPerson, "another-person"),
        (Kind::SurnameDiffers, "surname-differs"),
        (Kind::GivenNameDiffers, "given-name-differs"),
        (Kind::Spelling, "spelling"),
        (Kind::Letter, "letter"),
        (Kind::SamiLetter, "sami-letter"),
        (Kind::Accent, "accent"),
        (Kind::Joined, "joined"),
        (Kind::OnlyOnCard, "only-on-card"),
        (Kind::NoGivenName, "no-given-name"),
        (Kind::NoSurname, "no-surname"),
        (Kind::Misencoded, "misencoded"),
        (Kind::Truncated, "truncated"),
        (Kind::Transliteration, "transliteration"),
        (Kind::Initial, "initial"),
        (Kind::Order, "order"),
        (Kind::MiddleNameMoved, "middle-name-moved"),
        (Kind::Hyphen, "hyphen"),
        (Kind::Apostrophe, "apostrophe"),
        (Kind::GivenNameMissing, "given-name-missing"),
        (Kind::MiddleNameMissing, "middle-name-missing"),
        (Kind::SurnamePartMissing, "surname-part-missing"),
        (Kind::MiddleNameWithGiven, "middle-name-with-given"),
        (Kind::Case, "case"),
        (Kind::Composition, "composition"),
        (Kind::Spacing, "spacing"),
    ];

    /// The stable word for it.
    pub fn code(self) -> &'static str {
        Kind::ALL.iter().find(|(kind, _)| *kind == self).map_or("only-on-card", |(_, code)| code)
    }

    /// The kind of that code.
    pub fn of_code(code: &str) -> Option<Self> {
        Kind::ALL.iter().find(|(_, known)| *known == code).map(|(kind, _)| *kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_lead_back() {
        for (kind, code) in Kind::ALL {
            assert_eq!(kind.code(), *code);
            assert_eq!(Kind::of_code(code), Some(*kind));
        }
    }

    #[test]
    fn what_no_rule_speaks_of_blocks() {
        let rules = Rules::new([("order", "difference"), ("moon", "same"), ("case", "sideways")]);
        assert_eq!(rules.weight(Kind::Order), Weight::Difference);
        assert_eq!(rules.weight(Kind::Case), Weight::Mismatch);
    }
}

//! What is wrong with a table of persons, and where. Never with a person's data in it.

/// A place in a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Place {
    /// The line in the file, from 1.
    pub line: u32,
    /// The column, from 1; 0 where it is about the whole line.
    pub column: u32,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub place: Place,
    /// What.
    pub fault: Fault,
    /// The header of its column, another line, a number of characters: whatever the words need. Nobody's data.
    pub detail: String,
}

/// How much a fault matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gravity {
    /// Worth a look before cards are ordered.
    Hint,
    /// Something in the list is wrong, the rest of it can be used.
    Wrong,
    /// The list cannot be used as it is.
    Unusable,
}

/// What can be wrong with a table of persons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fault {
    /// The file is larger than any staff list.
    TooLarge,
    /// It has more rows than any staff list.
    TooManyRows,
    /// A workbook that is encrypted.
    Password,
    /// A workbook of Excel before 2007.
    OldWorkbook,
    /// No table at all.
    NotATable,
    /// A header and nothing below it, or nothing.
    Empty,
    /// Some lines in one character set and some in another.
    MixedEncodings,
    /// A quotation mark that never closes.
    UnclosedQuote,
    /// A row with more cells than the header has columns.
    TooManyCells,
    /// A column that nobody knows.
    UnknownColumn,
    /// A column that is almost one that is known.
    MisspeltColumn,
    /// The same column twice.
    ColumnTwice,
    /// No column for the name.
    NoNameColumn,
    /// A cell with a formula.
    Formula,
    /// A cell that is merged with its neighbours.
    Merged,
    /// A date where a name or a number belongs.
    Date,
    /// A cell with an error value.
    ErrorValue,
    /// A row without a name.
    NoName,
    /// A row with half a name.
    HalfName,
    /// Letters that were damaged.
    DoubtfulLetters,
    /// The same person, again.
    PersonTwice,
    /// The same number for two persons.
    NumberTwice,
    /// An organisation number that cannot be one.
    OrganisationNumber,
    /// A national identity number that cannot be one.
    NationalNumber,
    /// A number whose first zero is gone.
    ZeroGone,
    /// An issuer of cards that nobody knows.
    UnknownIssuer,
    /// Two persons of one name.
    SameName,
    /// A double name, which registers and cards part in different ways.
    DoubleName,
    /// A name in one cell, of which nobody can tell where the surname begins.
    NameInOneCell,
    /// An initial, where cards have the name.
    InitialInName,
    /// A name longer than a certificate has room for.
    LongName,
    /// A synthetic national identity number: nobody has it.
    SyntheticNumber,
    /// A D-number or an auxiliary number, which a card is not issued on for ever.
    TemporaryNumber,
    /// An organisation number as no real one begins.
    UnusualOrganisation,
    /// A unit by name, not by number.
    UnitByName,
    /// The text was in an older character set, and was read as that.
    OlderEncoding,
    /// There are more sheets than the one that is read.
    OtherSheets,
}

impl Fault {
    /// Every fault with its code and how much it matters.
    pub const ALL: &'static [(Fault, &'static str, Gravity)] = &[
        (Fault::TooLarge, "too-large", Gravity::Unusable),
        (Fault::TooManyRows, "too-many-rows", Gravity::Unusable),
        (Fault::Password, "password", Gravity::Unusable),
        (Fault::OldWorkbook, "old-workbook", Gravity::Unusable),
        (Fault::NotATable, "not-a-table", Gravity::Unusable),
        (Fault::Empty, "empty", Gravity::Unusable),
        (Fault::MixedEncodings, "mixed-encodings", Gravity::Unusable),
        (Fault::UnclosedQuote, "unclosed-quote", Gravity::Unusable),
        (Fault::TooManyCells, "too-many-cells", Gravity::Unusable),
        (Fault::UnknownColumn, "unknown-column", Gravity::Unusable),
        (Fault::MisspeltColumn, "misspelt-column", Gravity::Unusable),
        (Fault::ColumnTwice, "column-twice", Gravity::Unusable),
        (Fault::NoNameColumn, "no-name-column", Gravity::Unusable),
        (Fault::Formula, "formula", Gravity::Unusable),
        (Fault::Merged, "merged", Gravity::Unusable),
        (Fault::Date, "date", Gravity::Unusable),
        (Fault::ErrorValue, "error-value", Gravity::Unusable),
        (Fault::NoName, "no-name", Gravity::Wrong),
        (Fault::HalfName, "half-name", Gravity::Wrong),
        (Fault::DoubtfulLetters, "doubtful-letters", Gravity::Wrong),
        (Fault::PersonTwice, "person-twice", Gravity::Wrong),
        (Fault::NumberTwice, "number-twice", Gravity::Wrong),
        (Fault::OrganisationNumber, "organisation-number", Gravity::Wrong),
        (Fault::NationalNumber, "national-number", Gravity::Wrong),
        (Fault::ZeroGone, "zero-gone", Gravity::Wrong),
        (Fault::UnknownIssuer, "unknown-issuer", Gravity::Wrong),
        (Fault::SameName, "same-name", Gravity::Hint),
        (Fault::DoubleName, "double-name", Gravity::Hint),
        (Fault::NameInOneCell, "name-in-one-cell", Gravity::Hint),
        (Fault::InitialInName, "initial-in-name", Gravity::Hint),
        (Fault::LongName, "long-name", Gravity::Hint),
        (Fault::SyntheticNumber, "synthetic-number", Gravity::Hint),
        (Fault::TemporaryNumber, "temporary-number", Gravity::Hint),
        (Fault::UnusualOrganisation, "unusual-organisation", Gravity::Hint),
        (Fault::UnitByName, "unit-by-name", Gravity::Hint),
        (Fault::OlderEncoding, "older-encoding", Gravity::Hint),
        (Fault::OtherSheets, "other-sheets", Gravity::Hint),
    ];

    /// The stable word for it.
    pub fn code(self) -> &'static str {
        self.entry().1
    }

    /// How much it matters.
    pub fn gravity(self) -> Gravity {
        self.entry().2
    }

    fn entry(self) -> (Fault, &'static str, Gravity) {
        let entry = Fault::ALL.iter().find(|(fault, _, _)| *fault == self);
        entry.copied().unwrap_or((self, "not-a-table", Gravity::Unusable))
    }
}

impl Problem {
    /// A problem at a place.
    pub fn at(line: u32, column: u32, fault: Fault) -> Self {
        Problem { place: Place { line, column }, fault, detail: String::new() }
    }

    /// A problem of the whole file.
    pub fn of_file(fault: Fault) -> Self {
        Problem::at(1, 1, fault)
    }

    /// The same with what its words need.
    pub fn with(self, detail: impl Into<String>) -> Self {
        Problem { detail: detail.into(), ..self }
    }

    /// How much it matters.
    pub fn gravity(&self) -> Gravity {
        self.fault.gravity()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_fault_has_a_code_of_its_own() {
        let codes: BTreeSet<&str> = Fault::ALL.iter().map(|(_, code, _)| *code).collect();
        assert_eq!(codes.len(), Fault::ALL.len());
        assert_eq!(Fault::OtherSheets.code(), "other-sheets");
    }
}

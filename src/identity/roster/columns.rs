//! What the columns of a list are called, in Norwegian and in English.

use crate::identity::letters::{plain, slips};
use crate::identity::problem::{Fault, Problem};
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// Given names.
    Given,
    /// Middle names.
    Middle,
    /// Surnames.
    Family,
    /// The whole name.
    Name,
    /// The employee's number.
    Employee,
    /// The organisation number of the unit.
    Unit,
    /// Role or profession.
    Role,
    /// The company that issues the person's card.
    Issuer,
    /// The national identity number.
    NationalNumber,
    /// Something that does not concern this tool.
    Ignored,
}

/// Which headers mean what, and which issuers there are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Columns {
    own: BTreeMap<String, Field>,
    issuers: Vec<String>,
}

impl Columns {
    /// The headers that everybody knows, and an organisation's own: header and word as a profile writes them. `issuers`
    /// are the words by which issuers are known, lower case.
    pub fn new<'c>(own: impl IntoIterator<Item = (&'c str, &'c str)>, issuers: Vec<String>) -> Self {
        let own = own.into_iter().filter_map(|(header, word)| Some((folded(header), Field::of_word(word)?)));
        Columns { own: own.collect(), issuers }
    }

    /// What a header means.
    pub fn field(&self, header: &str) -> Option<Field> {
        let header = folded(header);
        let known = HEADERS.iter().find(|(_, names)| names.contains(&header.as_str()));
        self.own.get(&header).copied().or_else(|| known.map(|(field, _)| *field))
    }

    /// Whether a list's word for an issuer names one that is known; all are, where none is.
    pub(super) fn knows_issuer(&self, word: &str) -> bool {
        let word = word.to_lowercase();
        self.issuers.is_empty() || self.issuers.iter().any(|known| word.contains(known.as_str()))
    }

    /// The fields of a header row, and what is wrong with it. An empty header over an empty column is nothing.
    pub(super) fn of_header(
        &self,
        line: u32,
        headers: &[String],
        used: &[bool],
        problems: &mut Vec<Problem>,
    ) -> Vec<Field> {
        let mut fields: Vec<Field> = Vec::new();
        for (at, header) in headers.iter().enumerate() {
            let column = u32::try_from(at + 1).unwrap_or(u32::MAX);
            let field = match self.field(header) {
                Some(field) => field,
                None if header.is_empty() && !used.get(at).copied().unwrap_or_default() => Field::Ignored,
                None => {
                    problems.push(self.unknown(line, column, header));
                    Field::Ignored
                }
            };
            if field != Field::Ignored && fields.contains(&field) {
                problems.push(Problem::at(line, column, Fault::ColumnTwice).with(header));
            }
            fields.push(field);
        }
        let named = fields.contains(&Field::Name) || fields.contains(&Field::Family);
        if !named && !problems.iter().any(|problem| problem.place.line == line) {
            problems.push(Problem::at(line, 1, Fault::NoNameColumn));
        }
        fields
    }

    fn unknown(&self, line: u32, column: u32, header: &str) -> Problem {
        // Text in the place of a header may be somebody's name: as much of it as a header is.
        let shown: String = header.chars().take(40).collect();
        let problem = Problem::at(line, column, Fault::UnknownColumn);
        problem.with(if shown.is_empty() { "?".to_owned() } else { shown })
    }
}

impl Field {
    /// Every field but the ignored, with its word in a profile.
    pub const ALL: &'static [(Field, &'static str)] = &[
        (Field::Given, "given-name"),
        (Field::Middle, "middle-name"),
        (Field::Family, "surname"),
        (Field::Name, "name"),
        (Field::Employee, "employee"),
        (Field::Unit, "unit"),
        (Field::Role, "role"),
        (Field::Issuer, "issuer"),
        (Field::NationalNumber, "national-number"),
        (Field::Ignored, "ignore"),
    ];

    fn of_word(word: &str) -> Option<Self> {
        Field::ALL.iter().find(|(_, known)| *known == word).map(|(field, _)| *field)
    }
}

/// A header as it is compared: small letters and digits, without marks: `Fødsels-nr.` is `fodselsnr`.
pub(in crate::identity) fn folded(header: &str) -> String {
    let letters = header.nfc().flat_map(char::to_lowercase).filter(|letter| letter.is_alphanumeric());
    letters.map(plain).collect()
}

/// The one of `known` that a header is almost.
pub(in crate::identity) fn near<'k>(header: &str, known: &[&'k str]) -> Option<&'k str> {
    let header = folded(header);
    known
        .iter()
        .copied()
        .find(|name| header.chars().count() > 4 && (1..=2).contains(&slips(&header, &folded(name))))
}

/// Headers as Norwegian HR and record systems, Folkeregisteret and people write them.
const HEADERS: &[(Field, &[&str])] = &[
    (
        Field::Given,
        &[
            "fornavn",
            "fornamn",
            "fornavnogmellomnavn",
            "fornavnmellomnavn",
            "givenname",
            "givennames",
            "given",
            "firstname",
            "firstnames",
            "forename",
            "forenames",
            "gn",
        ],
    ),
    (Field::Middle, &["mellomnavn", "mellomnamn", "middlename", "middlenames", "middle"]),
    (
        Field::Family,
        &["etternavn", "etternamn", "slektsnavn", "surname", "lastname", "familyname", "family", "sn"],
    ),
    (
        Field::Name,
        &[
            "navn",
            "namn",
            "fulltnavn",
            "fultnavn",
            "heltnavn",
            "ansatt",
            "ansattnavn",
            "ansattesnavn",
            "personnavn",
            "visningsnavn",
            "name",
            "fullname",
            "displayname",
            "employeename",
            "cn",
        ],
    ),
    (
        Field::Employee,
        &[
            "ansattnummer",
            "ansattnr",
            "ansattid",
            "ansattnummeret",
            "lonnsnummer",
            "lonnsnr",
            "ressursnummer",
            "ressursnr",
            "id",
            "personid",
            "employee",
            "employeenumber",
            "employeeno",
            "employeeid",
            "staffnumber",
            "staffid",
        ],
    ),
    (
        Field::Unit,
        &[
            "enhet",
            "enhetsnummer",
            "organisasjonsnummer",
            "organisasjonsnr",
            "orgnummer",
            "orgnr",
            "virksomhet",
            "virksomhetsnummer",
            "underenhet",
            "arbeidssted",
            "tjenestested",
            "unit",
            "organisationnumber",
            "organizationnumber",
            "orgno",
            "orgnumber",
        ],
    ),
    (
        Field::Role,
        &[
            "rolle",
            "stilling",
            "stillingstittel",
            "stillingsbetegnelse",
            "tittel",
            "yrke",
            "profesjon",
            "helsepersonellkategori",
            "autorisasjon",
            "role",
            "position",
            "title",
            "jobtitle",
            "profession",
        ],
    ),
    (
        Field::Issuer,
        &["utsteder", "kortutsteder", "eidutsteder", "eid", "eidleverandor", "issuer", "cardissuer"],
    ),
    (
        Field::NationalNumber,
        &[
            "fodselsnummer",
            "foedselsnummer",
            "fodselsnr",
            "foedselsnr",
            "fodselsogpersonnummer",
            "fodselsnummerdnummer",
            "fodselsnummerellerdnummer",
            "personnummer",
            "personnr",
            "fnr",
            "dnummer",
            "dnr",
            "nationalidentitynumber",
            "nationalid",
            "nationalnumber",
            "nationalidnumber",
            "pid",
            "nin",
            "ssn",
        ],
    ),
    (
        Field::Ignored,
        &[
            "epost",
            "epostadresse",
            "email",
            "mail",
            "mobil",
            "mobilnummer",
            "mobiltelefon",
            "telefon",
            "telefonnummer",
            "tlf",
            "phone",
            "mobile",
            "avdeling",
            "avdelingsnavn",
            "enhetsnavn",
            "department",
            "unitname",
            "kommentar",
            "merknad",
            "notat",
            "comment",
            "comments",
            "note",
            "notes",
            "stillingsprosent",
            "fodselsdato",
            "foedselsdato",
            "birthdate",
            "dateofbirth",
            "kjonn",
            "gender",
            "sex",
            "startdato",
            "sluttdato",
            "ansattdato",
            "startdate",
            "enddate",
            "leder",
            "narmesteleder",
            "naermesteleder",
            "manager",
            "brukernavn",
            "bruker",
            "username",
            "hprnummer",
            "hprnr",
            "hpr",
            "adresse",
            "postnummer",
            "postnr",
            "poststed",
            "address",
            "nr",
            "lopenummer",
            "linje",
        ],
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_known_however_they_are_written() {
        let columns = Columns::default();
        for (header, field) in [
            ("Fornavn", Field::Given),
            ("ETTERNAVN:", Field::Family),
            ("Fødsels-nr.", Field::NationalNumber),
            ("Foedselsnummer", Field::NationalNumber),
            ("Org. nr", Field::Unit),
            ("First_name", Field::Given),
            ("Nærmeste leder", Field::Ignored),
        ] {
            assert_eq!(columns.field(header), Some(field), "{header}");
        }
        assert_eq!(columns.field("Favorittfarge"), None);
    }

    #[test]
    fn an_organisation_may_have_its_own() {
        let columns =
            Columns::new([("Ansatt kode", "employee"), ("Navn", "ignore"), ("x", "moon")], Vec::new());
        assert_eq!(columns.field("ANSATT-KODE"), Some(Field::Employee));
        assert_eq!(columns.field("navn"), Some(Field::Ignored));
        assert_eq!(columns.field("x"), None);
    }

    #[test]
    fn no_header_means_two_things() {
        let mut all: Vec<&str> = HEADERS.iter().flat_map(|(_, names)| names.iter().copied()).collect();
        all.sort_unstable();
        let count = all.len();
        all.dedup();
        assert_eq!(all.len(), count);
        assert!(all.iter().all(|name| folded(name) == *name));
    }

    #[test]
    fn slips_of_the_pen_have_neighbours() {
        assert_eq!(near("expected-midle", &["expected", "expected-middle"]), Some("expected-middle"));
        assert_eq!(near("cm", &["cn"]), None);
        assert_eq!(near("phenomenon", &["expected", "cn"]), None);
    }
}

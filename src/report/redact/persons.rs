//! Who is who: the same person under several spellings is one token.

use super::needles::{folded, words};
use crate::judge::report::SubjectReport;
use std::collections::{BTreeMap, BTreeSet};

/// Words that card and certificate texts are full of and that name nobody. Test persons are often called "Test".
const COMMON: &[&str] = &[
    "advanced",
    "and",
    "aut",
    "auth",
    "autentisering",
    "authentication",
    "autentiseringssertifikat",
    "buypass",
    "ca",
    "card",
    "cert",
    "certificate",
    "chip",
    "class",
    "commfides",
    "content",
    "cpn",
    "decipherment",
    "dekryptering",
    "digital",
    "e",
    "eid",
    "encipherment",
    "encrypt",
    "encryption",
    "enc",
    "for",
    "health",
    "helse",
    "helsekort",
    "high",
    "id",
    "idp",
    "identification",
    "identitet",
    "innlogging",
    "key",
    "kort",
    "kryptering",
    "legitimasjon",
    "login",
    "no",
    "non",
    "norge",
    "norway",
    "of",
    "og",
    "person",
    "personal",
    "pin",
    "pkcs",
    "pki",
    "qualified",
    "repudiation",
    "sertifikat",
    "sign",
    "signature",
    "signatur",
    "signering",
    "signing",
    "smart",
    "smartcard",
    "smartkort",
    "strong",
    "test",
    "token",
    "user",
    "virksomhet",
];

/// Whether a word names nobody.
pub(super) fn is_common(word: &str) -> bool {
    COMMON.contains(&word) || (word.len() <= 3 && word.bytes().all(|b| b.is_ascii_digit()))
}

/// The persons of a report, in order of meeting.
#[derive(Default)]
pub(super) struct Persons {
    known: Vec<Person>,
}

#[derive(Default)]
struct Person {
    /// Each whole name, as its words in any order.
    names: BTreeSet<BTreeSet<String>>,
    /// Every word of a name or of a part of one.
    words: BTreeSet<String>,
    /// Each spelling as it stood.
    spellings: BTreeSet<String>,
    /// The issuer's numbers for the person.
    numbers: BTreeSet<String>,
}

impl Persons {
    /// Learns a certificate's subject.
    pub(super) fn meet_subject(&mut self, subject: &SubjectReport) {
        let parts = [subject.given_name.as_deref(), subject.surname.as_deref()];
        let parts: Vec<&str> = parts.into_iter().flatten().collect();
        let mut names: Vec<String> = subject.common_name.iter().cloned().collect();
        if !parts.is_empty() {
            names.push(parts.join(" "));
        }
        if names.is_empty() {
            names.extend(names_in(&subject.dn).map(str::to_owned));
        }
        let number = subject.serial_number.as_deref();
        let at = self.place(&names, number);
        let Some(person) = self.known.get_mut(at) else { return };
        person.numbers.extend(number.map(folded));
        names.iter().for_each(|name| person.learn_name(name));
        parts.iter().for_each(|part| person.learn_part(part));
        names_in(&subject.dn).for_each(|name| person.learn_part(name));
        for (_, kind, value) in personal_parts(&subject.dn) {
            match kind {
                "serialNumber" => person.numbers.extend([folded(value)]),
                _ => person.spellings.extend([folded(value)]),
            }
        }
    }

    /// Learns a name, if there is one.
    pub(super) fn meet_all(&mut self, name: Option<&str>) {
        let Some(name) = name else { return };
        let at = self.place(&[name.to_owned()], None);
        if let Some(person) = self.known.get_mut(at) {
            person.learn_name(name);
        }
    }

    /// Learns a personal value, which may be a part of a name already known.
    pub(super) fn meet_value(&mut self, value: &str) {
        if self.find(value).is_none() {
            self.meet_all(Some(value));
        }
    }

    /// The token for a personal value.
    pub(super) fn token_of(&self, value: &str) -> String {
        token(self.find(value).unwrap_or(self.known.len()))
    }

    /// The token for a subject.
    pub(super) fn token_of_subject(&self, subject: &SubjectReport) -> String {
        let parts = [&subject.serial_number, &subject.common_name, &subject.surname, &subject.given_name];
        let mut parts = parts.into_iter().flatten().map(String::as_str).chain(names_in(&subject.dn));
        let found = parts.find_map(|part| self.find(part));
        token(found.unwrap_or(self.known.len()))
    }

    /// Every string that stands for a person, with the person's token.
    pub(super) fn strings(&self) -> BTreeMap<String, String> {
        let mut strings = BTreeMap::new();
        for (at, person) in self.known.iter().enumerate() {
            for string in person.strings() {
                strings.entry(string).or_insert_with(|| token(at));
            }
        }
        strings
    }

    /// The person that a value belongs to: by number, by name, or by a part of the name.
    fn find(&self, value: &str) -> Option<usize> {
        let words = words(value);
        let number = folded(value);
        let by = |test: &dyn Fn(&Person) -> bool| self.known.iter().position(test);
        by(&|person| person.numbers.contains(&number) || person.spellings.contains(&number))
            .or_else(|| by(&|person| person.names.contains(&words)))
            .or_else(|| by(&|person| !words.is_empty() && words.is_subset(&person.words)))
    }

    /// The place of the person with one of these names or that number; a new one when there is none.
    fn place(&mut self, names: &[String], number: Option<&str>) -> usize {
        let names: Vec<BTreeSet<String>> = names.iter().map(|name| words(name)).collect();
        let number = number.map(folded);
        let same = |person: &Person| {
            number.as_ref().is_some_and(|number| person.numbers.contains(number))
                || names.iter().any(|name| person.is_called(name))
        };
        self.known.iter().position(same).unwrap_or_else(|| {
            self.known.push(Person::default());
            self.known.len() - 1
        })
    }
}

impl Person {
    fn learn_name(&mut self, name: &str) {
        self.learn_part(name);
        self.names.extend(Some(words(name)).filter(|words| !words.is_empty()));
    }

    fn learn_part(&mut self, part: &str) {
        self.words.extend(words(part));
        self.spellings.insert(folded(part));
    }

    /// The same words, or two or more words of which one spelling leaves out some: a middle name on one certificate
    /// only is the same person.
    fn is_called(&self, name: &BTreeSet<String>) -> bool {
        self.names.iter().any(|known| {
            known == name
                || (known.len() > 1 && known.is_subset(name))
                || (name.len() > 1 && name.is_subset(known))
        })
    }

    fn strings(&self) -> BTreeSet<String> {
        let whole = self.spellings.iter().chain(&self.numbers).cloned();
        let joined = self.spellings.iter().map(|name| name.split_whitespace().collect::<String>());
        let words = self.words.iter().filter(|word| word.chars().count() > 1 && !is_common(word)).cloned();
        // `UN:NO-9578-4050-127091783`: the last part alone is the person's number at the issuer.
        let numbers = self.numbers.iter().flat_map(|number| {
            number.split(|c: char| !c.is_alphanumeric()).filter(|part| part.len() > 4).map(str::to_owned)
        });
        let strings = whole.chain(joined.filter(|name| name.chars().count() > 4)).chain(words).chain(numbers);
        strings.filter(|string| !is_common(string)).collect()
    }
}

/// The name without what is personal in it: country and organisation stay.
pub(super) fn without_personal_parts(dn: &str, token: &str) -> String {
    let mut out = dn.to_owned();
    for (at, _, value) in personal_parts(dn).into_iter().rev() {
        out.replace_range(at..at + value.len(), token);
    }
    out
}

/// The values in a distinguished name that may belong to a person: place, attribute, value. The rest of a value that
/// holds a comma has no attribute.
fn personal_parts(dn: &str) -> Vec<(usize, &str, &str)> {
    const IMPERSONAL: &[&str] = &["C", "O", "OU", "L", "ST", "DC", "organizationIdentifier"];
    let mut parts = Vec::new();
    let mut at = 0;
    for part in dn.split(", ") {
        let (kind, value) = part.split_once('=').unwrap_or(("", part));
        if !value.is_empty() && !IMPERSONAL.contains(&kind) {
            parts.push((at + part.len() - value.len(), kind, value));
        }
        at += part.len() + 2;
    }
    parts
}

/// The values in a distinguished name that are a name or a part of one.
fn names_in(dn: &str) -> impl Iterator<Item = &str> {
    const NAMES: &[&str] = &["CN", "GN", "SN", "givenName", "surname", "pseudonym", ""];
    let parts = personal_parts(dn).into_iter().filter(|(_, kind, _)| NAMES.contains(kind));
    parts.map(|(_, _, value)| value)
}

fn token(at: usize) -> String {
    format!("person-{}", at + 1)
}

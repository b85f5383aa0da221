//! Who is who: the same person under several spellings is one token.

use super::needles::{folded, words};
use crate::judge::parallel;
use crate::judge::report::SubjectReport;
use foldhash::HashMap;
use std::collections::BTreeSet;

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
    places: Places,
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
    /// Learns the subjects of certificates.
    pub(super) fn meet_subjects(&mut self, subjects: &[&SubjectReport]) {
        let met = parallel::map(subjects, |subject| Met::as_subject(subject));
        met.into_iter().for_each(|met| self.meet(met));
    }

    /// Learns a name, if there is one.
    pub(super) fn meet_all(&mut self, name: Option<&str>) {
        name.into_iter().for_each(|name| self.meet(Met::by_name(name)));
    }

    /// Learns another way of writing the name of the person that a certificate names.
    pub(super) fn meet_also(&mut self, name: &str, holder: &SubjectReport) {
        let own = [&holder.serial_number, &holder.common_name, &holder.surname];
        let Some(at) = own.into_iter().flatten().find_map(|part| self.find(part)) else {
            return self.meet_all(Some(name));
        };
        if let Some(person) = self.known.get_mut(at) {
            person.learn_name(name);
            self.places.learn(at, person);
        }
    }

    /// Learns a personal value, which may be a part of a name already known.
    pub(super) fn meet_value(&mut self, value: &str) {
        if self.find(value).is_none() {
            self.meet_all(Some(value));
        }
    }

    fn meet(&mut self, met: Met) {
        let at = self.place(&met);
        self.places.learn(at, &met.person);
        match self.known.get_mut(at) {
            Some(known) => known.learn(met.person),
            None => self.known.push(met.person),
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

    /// Every string that stands for a person, with the person's token; in order.
    pub(super) fn strings(&self) -> Vec<(String, String)> {
        let strings = parallel::map(&self.known, Person::strings);
        let each = strings.into_iter().enumerate();
        let mut each: Vec<(String, usize)> =
            each.flat_map(|(at, strings)| strings.into_iter().map(move |string| (string, at))).collect();
        each.sort_unstable();
        // Of several persons with the same string the first.
        each.dedup_by(|next, first| next.0 == first.0);
        each.into_iter().map(|(string, at)| (string, token(at))).collect()
    }

    /// The person that a value belongs to: by number, by name, or by a part of the name.
    fn find(&self, value: &str) -> Option<usize> {
        if let Some(at) = self.places.by_string.get(&folded(value)) {
            return Some(*at);
        }
        let words = words(value);
        let has = |at: usize| self.known.get(at).is_some_and(|person| words.is_subset(&person.words));
        let by_name = self.places.by_name.get(&joined(&words)).copied();
        by_name.or_else(|| self.places.with_any_of(&words).find(|at| has(*at)))
    }

    /// The place of the person with one of these names or that number; a new one when there is none.
    fn place(&self, met: &Met) -> usize {
        let by_number = met.number.iter().filter_map(|number| self.places.by_number.get(number).copied());
        // A middle name on one certificate only is the same person.
        let shorter = met.called.iter().filter_map(|name| self.places.by_name.get(name).copied());
        let longer = met.person.names.iter().filter_map(|name| self.called_longer(name));
        by_number.chain(shorter).chain(longer).min().unwrap_or(self.known.len())
    }

    /// The first person who is called these words, two or more, and perhaps others.
    fn called_longer(&self, name: &BTreeSet<String>) -> Option<usize> {
        let has = |at: &usize| {
            let person = self.known.get(*at);
            person.is_some_and(|person| person.names.iter().any(|known| name.is_subset(known)))
        };
        (name.len() > 1).then(|| self.places.with_any_of(name).find(has)).flatten()
    }
}

/// Somebody as one subject or name shows them, before it is known who that is.
#[derive(Default)]
struct Met {
    person: Person,
    /// The issuer's number for the person.
    number: Option<String>,
    /// Each name, and every shorter form of it, as its words in order.
    called: Vec<String>,
}

impl Met {
    fn as_subject(subject: &SubjectReport) -> Self {
        let parts = [subject.given_name.as_deref(), subject.surname.as_deref()];
        let parts: Vec<&str> = parts.into_iter().flatten().collect();
        let mut names: Vec<String> = subject.common_name.iter().cloned().collect();
        if !parts.is_empty() {
            names.push(parts.join(" "));
        }
        if names.is_empty() {
            names.extend(names_in(&subject.dn).map(str::to_owned));
        }
        let mut person = Person::default();
        names.iter().for_each(|name| person.learn_name(name));
        parts.iter().for_each(|part| person.learn_part(part));
        names_in(&subject.dn).for_each(|name| person.learn_part(name));
        for (_, kind, value) in personal_parts(&subject.dn) {
            match kind {
                "serialNumber" => person.numbers.extend([folded(value)]),
                _ => person.spellings.extend([folded(value)]),
            }
        }
        let number = subject.serial_number.as_deref().map(folded);
        person.numbers.extend(number.clone());
        Met { number, ..Met::of(person) }
    }

    fn by_name(name: &str) -> Self {
        let mut person = Person::default();
        person.learn_name(name);
        Met::of(person)
    }

    fn of(person: Person) -> Self {
        let called = person.names.iter().flat_map(|name| parts_of(name).chain([joined(name)])).collect();
        Met { person, number: None, called }
    }
}

/// Where in the list somebody stands, by what is known of them; of several the first.
#[derive(Default)]
struct Places {
    by_number: HashMap<String, usize>,
    /// By number or spelling.
    by_string: HashMap<String, usize>,
    /// By the words of a whole name.
    by_name: HashMap<String, usize>,
    by_word: HashMap<String, BTreeSet<usize>>,
}

impl Places {
    fn learn(&mut self, at: usize, person: &Person) {
        let put = |map: &mut HashMap<String, usize>, key: String| {
            let first = map.entry(key).or_insert(at);
            *first = at.min(*first);
        };
        person.numbers.iter().for_each(|number| put(&mut self.by_number, number.clone()));
        let strings = person.numbers.iter().chain(&person.spellings);
        strings.for_each(|string| put(&mut self.by_string, string.clone()));
        person.names.iter().for_each(|name| put(&mut self.by_name, joined(name)));
        for word in &person.words {
            self.by_word.entry(word.clone()).or_default().insert(at);
        }
    }

    /// Everybody who can have all these words, by the rarest of them.
    fn with_any_of(&self, words: &BTreeSet<String>) -> impl Iterator<Item = usize> {
        static NOBODY: BTreeSet<usize> = BTreeSet::new();
        let each = words.iter().map(|word| self.by_word.get(word).unwrap_or(&NOBODY));
        each.min_by_key(|places| places.len()).unwrap_or(&NOBODY).iter().copied()
    }
}

/// The words of a name as one string.
fn joined(words: &BTreeSet<String>) -> String {
    words.iter().map(String::as_str).collect::<Vec<_>>().join(" ")
}

/// Nobody has more names than this; of a longer list of words only the first are tried in every combination.
const MOST_NAMES: usize = 8;

/// Every choice of two or more of the words, joined.
fn parts_of(words: &BTreeSet<String>) -> impl Iterator<Item = String> {
    let words: Vec<&str> = words.iter().take(MOST_NAMES).map(String::as_str).collect();
    let choices = (1u32..1 << words.len()).filter(|choice| choice.count_ones() > 1);
    choices.map(move |choice| {
        let chosen = words.iter().enumerate().filter(|(at, _)| choice >> at & 1 == 1);
        chosen.map(|(_, word)| *word).collect::<Vec<_>>().join(" ")
    })
}

impl Person {
    fn learn_name(&mut self, name: &str) {
        let words = words(name);
        self.spellings.insert(folded(name));
        self.words.extend(words.iter().cloned());
        self.names.extend(Some(words).filter(|words| !words.is_empty()));
    }

    fn learn_part(&mut self, part: &str) {
        if self.spellings.insert(folded(part)) {
            self.words.extend(words(part));
        }
    }

    fn learn(&mut self, more: Person) {
        self.names.extend(more.names);
        self.words.extend(more.words);
        self.spellings.extend(more.spellings);
        self.numbers.extend(more.numbers);
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

//! What is wrong with the persons of a list, before anybody queues up for a card.

use super::columns::{Columns, Field};
use super::rows::Row;
use crate::identity::damage::is_suspicious;
use crate::identity::national_number::{NationalNumber, NationalNumberFault, NationalNumberKind};
use crate::identity::organisation_number::OrganisationNumber;
use crate::identity::problem::{Fault, Problem};
use crate::identity::{ExpectedName, PersonName};
use std::collections::HashMap;

/// A certificate's common name has room for that many characters (RFC 5280, appendix A).
const LONGEST: usize = 64;

/// Adds every problem of every person.
pub(super) fn find(rows: &[Row], columns: &Columns, problems: &mut Vec<Problem>) {
    for row in rows {
        name(row, problems);
        organisation(row, problems);
        national(row, problems);
        let issuer = row.issuer.as_deref().filter(|issuer| !columns.knows_issuer(issuer));
        problems.extend(issuer.map(|_| at(row, Field::Issuer, Fault::UnknownIssuer)));
    }
    doubles(rows, problems);
}

fn at(row: &Row, field: Field, fault: Fault) -> Problem {
    Problem::at(row.line, row.column(field), fault)
}

fn name(row: &Row, problems: &mut Vec<Problem>) {
    let mut add = |column: u32, fault: Fault| problems.push(Problem::at(row.line, column, fault));
    let full = row.name.full();
    let tokens = PersonName::parse(&full).tokens.len();
    let column = row.name_column();
    match tokens {
        0 => add(column, Fault::NoName),
        // One column, and one word in it.
        1 if row.half.is_none() => add(column, Fault::HalfName),
        _ => {}
    }
    if let Some(half) = row.half {
        add(row.column(half).max(1), Fault::HalfName);
    }
    traps(row, problems);
    if full.chars().count() > LONGEST {
        problems.push(Problem::at(row.line, column, Fault::LongName));
    }
    match &row.name {
        ExpectedName::Whole(text) => suspicious(row, text, column, problems),
        ExpectedName::Parts { given, middle, family } => {
            let parts = [(Field::Given, given), (Field::Middle, middle), (Field::Family, family)];
            for (field, text) in parts {
                suspicious(row, text, row.column(field), problems);
            }
        }
    }
}

fn suspicious(row: &Row, text: &str, column: u32, problems: &mut Vec<Problem>) {
    if is_suspicious(text) {
        problems.push(Problem::at(row.line, column, Fault::DoubtfulLetters));
    }
}

/// Names that registers, identity documents and cards part in different ways.
fn traps(row: &Row, problems: &mut Vec<Problem>) {
    let mut add = |column: u32, fault: Fault| problems.push(Problem::at(row.line, column, fault));
    let initial = |name: &PersonName| name.tokens().any(|token| token.chars().count() == 1);
    let hyphen = |name: &PersonName| name.tokens.iter().any(|token| token.hyphen_before);
    match &row.name {
        ExpectedName::Whole(text) => {
            let (name, column) = (PersonName::parse(text), row.name_column());
            match name.tokens.len() {
                _ if hyphen(&name) => add(column, Fault::DoubleName),
                3.. if !text.contains(',') => add(column, Fault::NameInOneCell),
                _ => {}
            }
            if initial(&name) {
                add(column, Fault::InitialInName);
            }
        }
        ExpectedName::Parts { given, middle, family } => {
            for (field, text) in [(Field::Given, given), (Field::Middle, middle), (Field::Family, family)] {
                let name = PersonName::parse(text);
                let double_surname = field == Field::Family && name.tokens.len() > 1;
                if hyphen(&name) || double_surname {
                    add(row.column(field), Fault::DoubleName);
                }
                if initial(&name) {
                    add(row.column(field), Fault::InitialInName);
                }
            }
        }
    }
}

fn organisation(row: &Row, problems: &mut Vec<Problem>) {
    let Some(unit) = &row.unit else { return };
    let fault = match OrganisationNumber::parse(unit) {
        Ok(number) if number.usual => return,
        Ok(_) => Fault::UnusualOrganisation,
        Err(_) if !unit.contains(|c: char| c.is_ascii_digit()) => Fault::UnitByName,
        Err(_) => Fault::OrganisationNumber,
    };
    problems.push(at(row, Field::Unit, fault));
}

fn national(row: &Row, problems: &mut Vec<Problem>) {
    let Some(number) = &row.national else { return };
    let problem = |fault| at(row, Field::NationalNumber, fault);
    let found = match NationalNumber::parse(number) {
        _ if row.zero_gone => Some(problem(Fault::ZeroGone)),
        Ok(number) if number.synthetic => Some(problem(Fault::SyntheticNumber)),
        Ok(number) if number.kind != NationalNumberKind::Birth => {
            let kind = match number.kind {
                NationalNumberKind::D => "d-number",
                _ => "auxiliary-number",
            };
            Some(problem(Fault::TemporaryNumber).with(kind))
        }
        Ok(_) => None,
        Err(fault) => Some(problem(Fault::NationalNumber).with(match fault {
            NationalNumberFault::Length => "length",
            NationalNumberFault::Digits => "digits",
            NationalNumberFault::Date => "date",
            NationalNumberFault::Check => "check",
        })),
    };
    problems.extend(found);
}

/// Persons who stand there twice, numbers of two persons, and persons of one name.
fn doubles(rows: &[Row], problems: &mut Vec<Problem>) {
    let names: Vec<String> = rows.iter().map(Row::name_key).collect();
    let mut told = vec![false; rows.len()];
    for field in [Field::Employee, Field::NationalNumber] {
        let mut first: HashMap<String, usize> = HashMap::new();
        for (place, row) in rows.iter().enumerate() {
            let Some(number) = row.number(field) else { continue };
            let Some(earlier) = first.get(&number).copied() else {
                first.insert(number, place);
                continue;
            };
            if told[place] {
                continue;
            }
            told[place] = true;
            let fault = if names[earlier] == names[place] { Fault::PersonTwice } else { Fault::NumberTwice };
            problems.push(at(row, field, fault).with(rows[earlier].line.to_string()));
        }
    }
    let mut first: HashMap<&str, usize> = HashMap::new();
    for (place, row) in rows.iter().enumerate().filter(|(place, _)| !names[*place].is_empty()) {
        let Some(earlier) = first.get(names[place].as_str()).copied() else {
            first.insert(&names[place], place);
            continue;
        };
        if told[place] {
            continue;
        }
        let fault = if row.is_again(&rows[earlier]) { Fault::PersonTwice } else { Fault::SameName };
        problems.push(Problem::at(row.line, row.name_column(), fault).with(rows[earlier].line.to_string()));
    }
}

impl Row {
    /// The name as it is compared.
    pub(in crate::identity) fn name_key(&self) -> String {
        self.name.tokens().tokens().collect::<Vec<_>>().join(" ")
    }

    /// A number that one person has, as it is compared.
    pub(in crate::identity) fn number(&self, field: Field) -> Option<String> {
        let text = match field {
            Field::Employee => self.employee.as_ref(),
            Field::NationalNumber => self.national.as_ref(),
            _ => None,
        };
        text.map(|text| text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect())
    }

    /// Whether two rows of one name are one person, as far as the list tells: a number that both have decides; without
    /// one they are, when nothing else differs either.
    pub(in crate::identity) fn is_again(&self, other: &Row) -> bool {
        let by = |field| Some((self.number(field)?, other.number(field)?));
        let decided = [Field::NationalNumber, Field::Employee].into_iter().find_map(by);
        match decided {
            Some((own, theirs)) => own == theirs,
            None => (&self.unit, &self.role, &self.issuer) == (&other.unit, &other.role, &other.issuer),
        }
    }
}

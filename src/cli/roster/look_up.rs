//! The row of a card: by the person that was named, or by the name on the card. Only that row comes with the facts.

use super::super::args::RosterArgs;
use super::super::cards::Ended;
use super::super::problem::{Problem, read_bytes};
use super::{columns, refuse};
use crate::capture::Capture;
use crate::facts::{ExpectedName, NameParts, RosterCandidate, RosterFound, RosterLookUp, RosterRow};
use crate::identity::roster::{Roster, Row};
use crate::identity::{self, CardName, Found, NameVerdict, RosterIndex, RowMatch, match_rows};
use crate::judge::dossier::Dossier;
use crate::judge::naming;
use crate::judge::text::Lang;
use crate::policy::Policy;
use crate::ports::ExpectedNumber;

/// A staff list in use.
pub(in crate::cli) struct List {
    roster: Roster,
    /// The place of the row of the person that was named.
    asked: Option<usize>,
}

impl List {
    /// The list that was named, if one was.
    ///
    /// # Errors
    /// It cannot be used, or the person is not in it.
    pub fn open(args: &RosterArgs, policy: &Policy, lang: Lang) -> Result<Option<Self>, Ended> {
        let Some(path) = &args.roster else { return Ok(None) };
        let roster = Roster::read(&read_bytes(path)?, &columns(policy));
        if let Some(exit) = refuse(path, &roster.problems, lang) {
            return Err(Ended::Exit(exit));
        }
        let asked = args.person.as_deref().map(|id| person(&roster, id)).transpose()?;
        Ok(Some(List { roster, asked }))
    }

    /// Looks up the holder of every card of a capture, and puts what the list says with its facts.
    pub fn attach(&self, capture: &mut Capture) {
        let dossier = Dossier::new(capture, capture.facts.captured_at);
        let index = RosterIndex::new(&self.roster);
        let rules = naming::rules(&capture.policy);
        let look_ups = dossier.cards.iter().map(|card| {
            let names: Vec<CardName> = card.of_the_holder().filter_map(|(one, _)| one.name()).collect();
            self.look_up(&card.facts.reader, match_rows(&index, &names, &rules))
        });
        let look_ups = look_ups.collect();
        capture.facts.expected.roster = look_ups;
    }

    /// The name of the person that was named.
    pub fn name(&self) -> Option<ExpectedName> {
        self.asked.map(|at| row(&self.roster.rows[at]).name)
    }

    /// The national number that the list has for the person that was named, else for the holder of the one card that was
    /// found in it.
    pub fn number(&self, capture: &Capture) -> Option<ExpectedNumber> {
        let rows = &self.roster.rows;
        let found = match &capture.facts.expected.roster[..] {
            [one] => one.row.as_ref().and_then(|row| rows.iter().position(|own| own.line == row.line)),
            _ => None,
        };
        rows[self.asked.or(found)?].national_number().map(ExpectedNumber::new)
    }

    fn look_up(&self, reader: &str, matched: RowMatch) -> RosterLookUp {
        let rows = &self.roster.rows;
        let line = |at: &usize| RosterCandidate { line: rows[*at].line, fits: true, reasons: Vec::new() };
        let (found, own, same) = match &matched.found {
            Found::One(row) => (RosterFound::ByName, Some(*row), Vec::new()),
            Found::Several(rows) => (RosterFound::Several, None, rows.clone()),
            Found::Twice(rows) => (RosterFound::Twice, rows.first().copied(), rows.clone()),
            Found::Nobody => (RosterFound::Nobody, None, Vec::new()),
            Found::NoName => (RosterFound::NoName, None, Vec::new()),
        };
        let near = matched.candidates.iter().map(|one| RosterCandidate {
            line: rows[one.row].line,
            fits: one.verdict != NameVerdict::Mismatch,
            reasons: one
                .swapped_with
                .map(|_| "surnames-swapped".to_owned())
                .into_iter()
                .chain(one.reasons.iter().map(|kind| kind.code().to_owned()))
                .collect(),
        });
        match self.asked {
            None => RosterLookUp {
                reader: reader.to_owned(),
                found,
                row: own.map(|at| row(&rows[at])),
                others: same.iter().map(line).chain(near).collect(),
            },
            Some(asked) => {
                let bearers = own.iter().chain(&same).filter(|at| **at != asked).map(line);
                let near = near.filter(|one| one.line != rows[asked].line);
                let mut others: Vec<RosterCandidate> = bearers.chain(near).collect();
                others.dedup_by_key(|one| one.line);
                let row = Some(row(&rows[asked]));
                RosterLookUp { reader: reader.to_owned(), found: RosterFound::Asked, row, others }
            }
        }
    }
}

/// The place of the one row of that employee number.
fn person(roster: &Roster, id: &str) -> Result<usize, Problem> {
    let lines: Vec<String> = roster.persons(id).map(|row| row.line.to_string()).collect();
    let place = roster.rows.iter().position(|row| roster.persons(id).any(|found| found.line == row.line));
    match (place, lines.len()) {
        (Some(place), 1) => Ok(place),
        (Some(_), _) => {
            Err(Problem::new("problem-person-twice", &[("id", id), ("lines", &lines.join(", "))]))
        }
        (None, _) if roster.rows.iter().all(|row| row.employee.is_none()) => {
            Err(Problem::new("problem-no-numbers", &[("id", id)]))
        }
        (None, _) => Err(Problem::new("problem-person", &[("id", id)])),
    }
}

fn row(row: &Row) -> RosterRow {
    let parts = match &row.name {
        identity::ExpectedName::Whole(_) => None,
        identity::ExpectedName::Parts { given, middle, family } => {
            Some(NameParts { given: given.clone(), middle: middle.clone(), family: family.clone() })
        }
    };
    let name = ExpectedName { full: row.name.full(), parts };
    RosterRow { line: row.line, name, issuer: row.issuer.clone() }
}

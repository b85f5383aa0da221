//! Staff lists: who should hold a card, as HR systems, record systems and people with a spreadsheet write it down.

mod columns;
mod faults;
mod rows;

pub use columns::{Columns, Field};
pub(super) use columns::{folded, near};
pub use rows::Row;

use super::problem::{Fault, Gravity, Problem};
use super::table::{self, Written};

/// A staff list, as far as it could be read.
#[derive(Debug, Clone, Default)]
pub struct Roster {
    /// The persons, in the order of the file.
    pub rows: Vec<Row>,
    /// What is wrong, in the order of the file; empty is perfect.
    pub problems: Vec<Problem>,
    /// How the file was written.
    pub written: Written,
}

impl Roster {
    /// Reads a file's content. It never fails: what cannot be read is a list with a problem.
    pub fn read(bytes: &[u8], columns: &Columns) -> Self {
        let mut table = table::read(bytes);
        let mut problems = std::mem::take(&mut table.problems);
        let broken = problems.iter().any(|problem| problem.gravity() == Gravity::Unusable);
        let endless = problems.iter().any(|problem| problem.fault == Fault::TooManyRows);
        let rows = match endless || broken && table.rows.is_empty() {
            true => Vec::new(),
            false => rows::rows(&table, columns, &mut problems),
        };
        faults::find(&rows, columns, &mut problems);
        problems.sort_by_key(|problem| problem.place);
        Roster { rows, problems, written: table.written }
    }

    /// The gravest of its problems.
    pub fn gravity(&self) -> Option<Gravity> {
        self.problems.iter().map(Problem::gravity).max()
    }

    /// The persons of that employee number.
    pub fn persons<'r>(&'r self, id: &'r str) -> impl Iterator<Item = &'r Row> {
        let id = id.trim().to_lowercase();
        self.rows
            .iter()
            .filter(move |row| row.employee.as_deref().is_some_and(|own| own.to_lowercase() == id))
    }
}

#[cfg(test)]
mod tests;

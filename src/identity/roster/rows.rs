//! The rows of a list: one person each.

use super::columns::{Columns, Field};
use crate::identity::ExpectedName;
use crate::identity::problem::{Fault, Gravity, Place, Problem};
use crate::identity::table::{Odd, Table, TableRow};
use std::collections::BTreeMap;
use std::sync::Arc;

/// One person in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The line in the file, from 1.
    pub line: u32,
    /// The person's name.
    pub name: ExpectedName,
    /// The employee's number.
    pub employee: Option<String>,
    /// The organisation number of the unit.
    pub unit: Option<String>,
    /// Role or profession.
    pub role: Option<String>,
    /// The company that should issue the card.
    pub issuer: Option<String>,
    /// The national identity number. It serves to tell two persons apart, and is never shown.
    pub(super) national: Option<String>,
    /// The columns of the list's fields.
    pub(super) columns: Arc<[(Field, u32)]>,
    /// The part of the name that is empty, where the list has it in parts.
    pub(super) half: Option<Field>,
    /// The national identity number is a number in a workbook, so that a zero at its beginning is gone.
    pub(super) zero_gone: bool,
}

impl Row {
    /// The national identity number as it stands there, for whoever compares it; it is never shown.
    pub fn national_number(&self) -> Option<&str> {
        self.national.as_deref()
    }
}

/// The persons of a table.
pub(super) fn rows(table: &Table, columns: &Columns, problems: &mut Vec<Problem>) -> Vec<Row> {
    let Some((header, body)) = table.rows.split_first() else {
        problems.push(Problem::of_file(Fault::Empty));
        return Vec::new();
    };
    if body.is_empty() && problems.iter().all(|problem| problem.gravity() != Gravity::Unusable) {
        problems.push(Problem::at(header.line + 1, 1, Fault::Empty));
    }
    let width = body.iter().map(|row| row.cells.len()).max().unwrap_or_default().max(header.cells.len());
    let mut used = vec![false; width];
    for (at, cell) in body.iter().flat_map(|row| row.cells.iter().enumerate()) {
        used[at] |= !cell.is_empty();
    }
    let fields = columns.of_header(header.line, &header.cells, &used, problems);
    let odd = odd_cells(table, &header.cells, &fields, problems);
    if !fields.contains(&Field::Name) && !fields.contains(&Field::Family) {
        return Vec::new();
    }
    let numbered = (1..).zip(&fields).map(|(column, field)| (*field, column));
    let sheet = Sheet { width: header.cells.len(), columns: numbered.collect(), odd };
    body.iter().filter_map(|row| sheet.person(row, problems)).collect()
}

/// Cells that hold what they should not, in columns that matter; all odd cells by place.
fn odd_cells(
    table: &Table,
    headers: &[String],
    fields: &[Field],
    problems: &mut Vec<Problem>,
) -> BTreeMap<Place, Odd> {
    for (place, odd) in &table.odd {
        let at = usize::try_from(place.column).unwrap_or_default().saturating_sub(1);
        let matters = fields.get(at).is_none_or(|field| *field != Field::Ignored);
        let Some(fault) = odd.fault() else { continue };
        if matters {
            let header = headers.get(at).cloned().unwrap_or_default();
            problems.push(Problem { place: *place, fault, detail: header });
        }
    }
    // A number matters only where it may have lost a zero; a workbook can have millions of them.
    let matters = |(place, odd): &&(Place, Odd)| {
        let at = usize::try_from(place.column).unwrap_or_default().saturating_sub(1);
        *odd != Odd::Number || fields.get(at) == Some(&Field::NationalNumber)
    };
    table.odd.iter().filter(matters).copied().collect()
}

/// What is known of a whole list while its rows are read.
struct Sheet {
    width: usize,
    columns: Arc<[(Field, u32)]>,
    odd: BTreeMap<Place, Odd>,
}

impl Sheet {
    fn person(&self, row: &TableRow, problems: &mut Vec<Problem>) -> Option<Row> {
        let surplus = row.cells.iter().skip(self.width).position(|cell| !cell.is_empty());
        if let Some(at) = surplus {
            let column = u32::try_from(self.width + at + 1).unwrap_or(u32::MAX);
            problems.push(Problem::at(row.line, column, Fault::TooManyCells).with(self.width.to_string()));
            // Nobody knows which cell is which, so nothing more is said of the row.
            return None;
        }
        // A formula or an error in the place of a name has been told already; the empty name would be told twice.
        let is_name =
            |field: Field| matches!(field, Field::Given | Field::Middle | Field::Family | Field::Name);
        let told = |(field, column): &(Field, u32)| {
            is_name(*field) && self.odd_at(row, *column).is_some_and(|odd| odd != Odd::Number)
        };
        if self.columns.iter().any(told) {
            return None;
        }
        let text = |field| self.cell(row, field).unwrap_or_default();
        let (given, middle, family) = (text(Field::Given), text(Field::Middle), text(Field::Family));
        let name = match given.is_empty() && family.is_empty() {
            true => ExpectedName::Whole(text(Field::Name)),
            false => ExpectedName::of_parts(&given, &middle, &family),
        };
        let national = self.cell(row, Field::NationalNumber);
        let is_number = self.column(Field::NationalNumber).and_then(|column| self.odd_at(row, column));
        Some(Row {
            line: row.line,
            name,
            employee: self.cell(row, Field::Employee),
            unit: self.cell(row, Field::Unit),
            role: self.cell(row, Field::Role),
            issuer: self.cell(row, Field::Issuer),
            zero_gone: is_number == Some(Odd::Number) && national.as_ref().is_some_and(|n| n.len() == 10),
            national,
            half: match (given.is_empty(), family.is_empty()) {
                (false, true) => Some(Field::Family),
                (true, false) => Some(Field::Given),
                _ => None,
            },
            columns: Arc::clone(&self.columns),
        })
    }

    fn column(&self, wanted: Field) -> Option<u32> {
        self.columns.iter().find(|(field, _)| *field == wanted).map(|(_, column)| *column)
    }

    fn cell(&self, row: &TableRow, wanted: Field) -> Option<String> {
        let at = usize::try_from(self.column(wanted)?).ok()?.checked_sub(1)?;
        row.cells.get(at).filter(|cell| !cell.is_empty()).cloned()
    }

    fn odd_at(&self, row: &TableRow, column: u32) -> Option<Odd> {
        self.odd.get(&Place { line: row.line, column }).copied()
    }
}

impl Row {
    /// The column of a field; 0, the whole line, where the list does not have it.
    pub(super) fn column(&self, wanted: Field) -> u32 {
        self.columns.iter().find(|(field, _)| *field == wanted).map_or(0, |(_, column)| *column)
    }

    /// The first column with a part of the name.
    pub(super) fn name_column(&self) -> u32 {
        let part = |(field, _): &&(Field, u32)| {
            matches!(field, Field::Given | Field::Middle | Field::Family | Field::Name)
        };
        self.columns.iter().find(part).map_or(0, |(_, column)| *column)
    }
}

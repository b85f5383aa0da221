//! Workbooks of Excel since 2007 (ECMA-376).

use super::{MOST_ROWS, Odd, Table, TableRow, Written};
use crate::identity::problem::{Fault, Place, Problem};
use calamine::{DataRef, Reader, Xlsx, XlsxError};
use std::io::Cursor;

/// As much as a workbook may unpack to. Two hundred thousand rows of staff data take about a tenth of it.
const MOST_UNPACKED: u64 = 1 << 30;

/// Reads the first sheet of a workbook.
pub(super) fn read(bytes: &[u8]) -> Table {
    if unpacked(bytes) > MOST_UNPACKED {
        return Table::unreadable(Problem::of_file(Fault::TooLarge));
    }
    match sheet(bytes) {
        Ok(table) => table,
        Err(XlsxError::Password) => Table::unreadable(Problem::of_file(Fault::Password)),
        Err(_) => Table::unreadable(Problem::of_file(Fault::NotATable)),
    }
}

fn sheet(bytes: &[u8]) -> Result<Table, XlsxError> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes))?;
    let names = workbook.sheet_names();
    let Some(name) = names.first() else { return Ok(Table::unreadable(Problem::of_file(Fault::NotATable))) };
    let written = Written { format: "xlsx", encoding: "", separator: None, sheet: Some(name.clone()) };
    let mut table = Table { written, ..Table::default() };
    if names.len() > 1 {
        table.problems.push(Problem::of_file(Fault::OtherSheets).with(name));
    }
    for merged in workbook.merge_cells_by_sheet_name(name)? {
        table.odd.push((place(merged.start), Odd::Merged));
    }
    let mut cells = workbook.worksheet_cells_reader(name)?;
    while let Some(cell) = cells.next_cell_with_formula_metadata()? {
        let place = place(cell.pos);
        let (text, odd) = content(&cell.value);
        let odd = cell.formula.map(|_| Odd::Formula).or(odd);
        if text.is_empty() && odd.is_none() {
            continue;
        }
        table.odd.extend(odd.map(|odd| (place, odd)));
        if table.rows.last().is_none_or(|row| row.line != place.line) {
            if table.rows.len() > MOST_ROWS {
                let problem = Problem::at(place.line, 1, Fault::TooManyRows).with(MOST_ROWS.to_string());
                table.problems.push(problem);
                return Ok(table);
            }
            table.rows.push(TableRow { line: place.line, cells: Vec::new() });
        }
        // Excel has 16,384 columns; calamine refuses what lies beyond.
        let at = usize::try_from(place.column).unwrap_or_default().saturating_sub(1);
        if let Some(row) = table.rows.last_mut() {
            row.cells.resize(row.cells.len().max(at + 1), String::new());
            row.cells[at] = text;
        }
    }
    Ok(table)
}

fn place((row, column): (u32, u32)) -> Place {
    Place { line: row.saturating_add(1), column: column.saturating_add(1) }
}

/// What a cell shows, and what it is if that is neither text nor nothing.
fn content(value: &DataRef) -> (String, Option<Odd>) {
    match value {
        DataRef::Empty => (String::new(), None),
        DataRef::String(text) => (text.trim().to_owned(), None),
        DataRef::SharedString(text) => (text.trim().to_owned(), None),
        DataRef::Int(number) => (number.to_string(), Some(Odd::Number)),
        DataRef::Float(number) => (number.to_string(), Some(Odd::Number)),
        DataRef::Bool(truth) => (truth.to_string(), None),
        DataRef::DateTime(_) | DataRef::DateTimeIso(_) | DataRef::DurationIso(_) => {
            (String::new(), Some(Odd::Date))
        }
        DataRef::Error(_) => (String::new(), Some(Odd::Error)),
    }
}

/// What the archive's own directory says that its files unpack to (APPNOTE.TXT §4.3.12: signature, and the size at
/// offset 24). A few bytes can be packed so that they unpack to more than there is room for.
fn unpacked(bytes: &[u8]) -> u64 {
    const SIGNATURE: &[u8] = b"PK\x01\x02";
    let sizes = bytes
        .windows(28)
        .filter(|window| window.starts_with(SIGNATURE))
        .map(|window| u64::from(u32::from_le_bytes([window[24], window[25], window[26], window[27]])));
    sizes.sum()
}

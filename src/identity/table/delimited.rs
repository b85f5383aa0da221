//! Text with separators (RFC 4180, and what Excel makes of it in Norway).

use super::decode::Decoded;
use super::{MOST_ROWS, Odd, Table, TableRow, Written};
use crate::identity::problem::{Fault, Place, Problem};

/// Takes a text apart.
pub(super) fn read(decoded: Decoded) -> Table {
    let text = decoded.text.as_ref();
    let (separator, skipped) = separator(text);
    let written =
        Written { format: "csv", encoding: decoded.encoding, separator: Some(separator), sheet: None };
    let mut reader = Reader { separator, table: Table { written, ..Table::default() }, line: 1 };
    if !matches!(decoded.encoding, "utf-8" | "utf-16") {
        let problem = Problem::of_file(Fault::OlderEncoding).with(decoded.encoding);
        reader.table.problems.push(problem);
    }
    reader.line += u32::from(skipped > 0);
    reader.read(text.get(skipped..).unwrap_or_default());
    reader.table
}

/// What stands between cells: as Excel's own first line says (`sep=;`), else whatever the header has most of. Also how
/// many bytes that first line has.
fn separator(text: &str) -> (char, usize) {
    let first = text.lines().next().unwrap_or_default();
    let said = first.strip_prefix("sep=").and_then(|rest| rest.chars().next());
    if let Some(separator) = said.filter(|_| first.chars().count() == 5) {
        let end = text.find('\n').map_or(text.len(), |at| at + 1);
        return (separator, end);
    }
    let header = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let mut quoted = false;
    let mut counts = [(';', 0), ('\t', 0), (',', 0), ('|', 0)];
    for letter in header.chars() {
        quoted ^= letter == '"';
        for (separator, count) in &mut counts {
            *count += usize::from(!quoted && letter == *separator);
        }
    }
    let most = counts.iter().rev().max_by_key(|(_, count)| *count);
    (most.filter(|(_, count)| *count > 0).map_or(';', |(separator, _)| *separator), 0)
}

struct Reader {
    separator: char,
    table: Table,
    line: u32,
}

impl Reader {
    fn read(&mut self, text: &str) {
        let mut rest = text;
        while !rest.is_empty() {
            let Some((row, after, ended)) = self.row(rest) else { return };
            if row.cells.iter().any(|cell| !cell.is_empty()) {
                if self.table.rows.len() > MOST_ROWS {
                    let problem = Problem::at(row.line, 1, Fault::TooManyRows).with(MOST_ROWS.to_string());
                    self.table.problems.push(problem);
                    return;
                }
                self.table.rows.push(row);
            }
            self.line += u32::from(ended);
            rest = after;
        }
    }

    /// One row, the rest of the text, and whether the row's line ended; `None` where a quotation mark never closes.
    fn row<'t>(&mut self, text: &'t str) -> Option<(TableRow, &'t str, bool)> {
        let mut row = TableRow { line: self.line, cells: Vec::new() };
        let mut rest = text;
        loop {
            let column = u32::try_from(row.cells.len() + 1).unwrap_or(u32::MAX);
            let (cell, after) = match rest.strip_prefix('"') {
                Some(quoted) => match self.quoted(quoted) {
                    Some((cell, after)) => (cell, after),
                    None => {
                        self.table.problems.push(Problem::at(row.line, column, Fault::UnclosedQuote));
                        return None;
                    }
                },
                None => {
                    let end = self.end_of_cell(rest);
                    (rest[..end].to_owned(), &rest[end..])
                }
            };
            let cell = self.plain(cell, Place { line: row.line, column });
            row.cells.push(cell);
            rest = match after.strip_prefix(self.separator) {
                Some(rest) => rest,
                None => {
                    let after = after.strip_prefix('\r').unwrap_or(after);
                    let ended = after.starts_with('\n');
                    return Some((row, after.strip_prefix('\n').unwrap_or(after), ended));
                }
            };
        }
    }

    /// The text up to the closing quotation mark, two of which stand for one, and whatever follows it in the cell.
    fn quoted<'t>(&mut self, text: &'t str) -> Option<(String, &'t str)> {
        let mut cell = String::new();
        let mut rest = text;
        loop {
            let (inside, after) = rest.split_once('"')?;
            cell.push_str(inside);
            match after.strip_prefix('"') {
                Some(after) => {
                    cell.push('"');
                    rest = after;
                }
                None => {
                    let end = self.end_of_cell(after);
                    cell.push_str(&after[..end]);
                    self.line += u32::try_from(cell.matches('\n').count()).unwrap_or_default();
                    return Some((cell, &after[end..]));
                }
            }
        }
    }

    fn end_of_cell(&self, text: &str) -> usize {
        let separator = self.separator;
        text.find([separator, '\n', '\r']).unwrap_or(text.len())
    }

    /// The cell without the spaces around it. `="0123"` is how systems keep Excel from taking a text for a number; any
    /// other cell that begins with `=` is a formula.
    fn plain(&mut self, cell: String, place: Place) -> String {
        let trimmed = cell.trim();
        if let Some(formula) = trimmed.strip_prefix('=') {
            let text = formula.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
            match text.filter(|text| !text.contains('"')) {
                Some(text) => return text.trim().to_owned(),
                None => self.table.odd.push((place, Odd::Formula)),
            }
        }
        if trimmed.len() == cell.len() { cell } else { trimmed.to_owned() }
    }
}

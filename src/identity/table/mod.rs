//! Tables as people keep them: text with separators, or a workbook. Bytes in, rows and problems out; a table that cannot
//! be read is a table with a problem.

mod decode;
mod delimited;
mod workbook;

use super::problem::{Fault, Place, Problem};

/// As many rows as are read. The largest employers in Norwegian health care have some 60,000 people.
pub const MOST_ROWS: usize = 200_000;

/// As many bytes as a file may have; [`MOST_ROWS`] rows of staff data are about half of it.
pub const MOST_BYTES: usize = 64 << 20;

/// A table, as far as it could be read.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// Its rows that have something in them; the first is the header.
    pub rows: Vec<TableRow>,
    /// Cells that hold something else than text or a number, in the order of the file.
    pub odd: Vec<(Place, Odd)>,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
    /// How it was written.
    pub written: Written,
}

/// One row.
#[derive(Debug, Clone, Default)]
pub struct TableRow {
    /// The line in the file, from 1.
    pub line: u32,
    /// Its cells, without the spaces around them.
    pub cells: Vec<String>,
}

/// What else than text or a number a cell can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Odd {
    /// A formula: what it shows is not what is stored.
    Formula,
    /// A date, or a number that the program took for one.
    Date,
    /// An error value, such as `#N/A`.
    Error,
    /// It is merged with its neighbours.
    Merged,
    /// A number, so that zeros at its beginning are gone.
    Number,
}

impl Odd {
    /// What is wrong with such a cell in a column that matters; a number is only weighed by what belongs there.
    pub fn fault(self) -> Option<Fault> {
        match self {
            Odd::Formula => Some(Fault::Formula),
            Odd::Merged => Some(Fault::Merged),
            Odd::Date => Some(Fault::Date),
            Odd::Error => Some(Fault::ErrorValue),
            Odd::Number => None,
        }
    }
}

/// How a table was written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// `csv` or `xlsx`.
    pub format: &'static str,
    /// `utf-8`, `utf-16`, `windows-1252`, `cp865`; empty for a workbook.
    pub encoding: &'static str,
    /// What stands between cells.
    pub separator: Option<char>,
    /// The name of the sheet.
    pub sheet: Option<String>,
}

/// Reads a table.
pub fn read(bytes: &[u8]) -> Table {
    if bytes.len() > MOST_BYTES {
        return Table::unreadable(Problem::of_file(Fault::TooLarge));
    }
    match bytes {
        // A zip archive: a workbook of Excel since 2007.
        [b'P', b'K', 3, 4, ..] => workbook::read(bytes),
        // A compound file: a workbook that Excel has encrypted, or one of Excel before 2007.
        [0xD0, 0xCF, 0x11, 0xE0, ..] => Table::unreadable(Problem::of_file(compound_fault(bytes))),
        _ => match decode::decode(bytes) {
            Ok(decoded) => delimited::read(decoded),
            Err(problems) => Table { problems, ..Table::default() },
        },
    }
}

impl Table {
    fn unreadable(problem: Problem) -> Self {
        Table { problems: vec![problem], ..Table::default() }
    }
}

/// [MS-OFFCRYPTO] §2.3.4.4: an encrypted workbook is a stream of that name.
fn compound_fault(bytes: &[u8]) -> Fault {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let encrypted = bytes.windows(name.len()).any(|window| window == name);
    if encrypted { Fault::Password } else { Fault::OldWorkbook }
}

#[cfg(test)]
mod tests;

//! Pairs of names to compare, out of a table: who is expected, and what the card says.

use super::card_name::CardName;
use super::expected::ExpectedName;
use super::problem::{Fault, Gravity, Problem};
use super::roster::{folded, near};
use super::table;

/// One pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// The line in the file, from 1.
    pub line: u32,
    /// Who is expected.
    pub expected: ExpectedName,
    /// What the card says.
    pub card: CardName,
}

/// The columns, as the flags of `name compare` are called.
const COLUMNS: &[&str] =
    &["expected", "expected-given", "expected-middle", "expected-family", "cn", "gn", "sn"];

/// The pairs of a table, and what is wrong with it. Columns of other names are somebody's notes; one that is almost
/// called as one of these is a slip of the pen.
pub fn read(bytes: &[u8]) -> (Vec<Pair>, Vec<Problem>) {
    let table = table::read(bytes);
    let mut problems = table.problems;
    let Some((header, rows)) = table.rows.split_first() else {
        if problems.is_empty() {
            problems.push(Problem::of_file(Fault::Empty));
        }
        return (Vec::new(), problems);
    };
    if rows.is_empty() && problems.iter().all(|problem| problem.gravity() != Gravity::Unusable) {
        problems.push(Problem::at(header.line + 1, 1, Fault::Empty));
    }
    let mut columns: Vec<Option<&str>> = Vec::new();
    for (column, text) in (1..).zip(&header.cells) {
        let known = COLUMNS.iter().copied().find(|name| folded(name) == folded(text));
        match known {
            Some(_) if columns.contains(&known) => {
                problems.push(Problem::at(header.line, column, Fault::ColumnTwice).with(text));
            }
            None if near(text, COLUMNS).is_some() => {
                problems.push(Problem::at(header.line, column, Fault::MisspeltColumn).with(text));
            }
            _ => {}
        }
        columns.push(known);
    }
    let has = |names: &[&str]| columns.iter().flatten().any(|column| names.contains(column));
    if !has(&COLUMNS[..4]) || !has(&COLUMNS[4..]) {
        let missing = if has(&COLUMNS[..4]) { "cn" } else { "expected" };
        problems.push(Problem::at(header.line, 1, Fault::NoNameColumn).with(missing));
    }
    for (place, odd) in &table.odd {
        let at = usize::try_from(place.column).unwrap_or_default().saturating_sub(1);
        let Some(fault) = odd.fault() else { continue };
        if columns.get(at).copied().flatten().is_some() {
            problems.push(Problem { place: *place, fault, detail: header.cells[at].clone() });
        }
    }
    if problems.iter().any(|problem| problem.gravity() == Gravity::Unusable) {
        return (Vec::new(), problems);
    }
    let pair = |row: &table::TableRow| {
        let cell = |name: &str| {
            let at = columns.iter().position(|column| *column == Some(name))?;
            row.cells.get(at).filter(|cell| !cell.is_empty()).cloned()
        };
        let text = |name| cell(name).unwrap_or_default();
        let parts = ExpectedName::of_parts(
            &text("expected-given"),
            &text("expected-middle"),
            &text("expected-family"),
        );
        let expected = match cell("expected") {
            Some(whole) => ExpectedName::Whole(whole),
            None => parts,
        };
        let card = CardName { common_name: cell("cn"), given_name: cell("gn"), surname: cell("sn") };
        Pair { line: row.line, expected, card }
    };
    (rows.iter().map(pair).collect(), problems)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_called_as_the_flags() {
        let (pairs, problems) = read(
            "expected;Expected_Given;expected-family;CN;note\nKari Dal;;;KARI DAL;x\n;Ola;Vik;OLA VIK;\n"
                .as_bytes(),
        );
        assert_eq!(problems, []);
        assert_eq!(pairs[0].expected, ExpectedName::Whole("Kari Dal".to_owned()));
        assert_eq!(pairs[1].expected, ExpectedName::of_parts("Ola", "", "Vik"));
        assert_eq!((pairs[1].line, pairs[1].card.common_name.as_deref()), (3, Some("OLA VIK")));
    }

    #[test]
    fn slips_and_gaps_are_told() {
        let faults = |text: &str| {
            let problems = read(text.as_bytes()).1;
            problems.into_iter().map(|one| (one.place.line, one.place.column, one.fault)).collect::<Vec<_>>()
        };
        assert_eq!(faults("expected;expected-midle;cn\na;b;c\n"), [(1, 2, Fault::MisspeltColumn)]);
        assert_eq!(faults("expected;cn;cn\na;b;c\n"), [(1, 3, Fault::ColumnTwice)]);
        assert_eq!(faults("expected;note\na;b\n"), [(1, 1, Fault::NoNameColumn)]);
        assert_eq!(faults("expected;cn\n"), [(2, 1, Fault::Empty)]);
        assert_eq!(faults(""), [(1, 1, Fault::Empty)]);
        assert_eq!(faults("expected;cn\n=A1;KARI\n"), [(2, 1, Fault::Formula)]);
    }
}

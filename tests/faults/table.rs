//! The table of faults, families and outcomes in `testdata/cards/faults.md`.

use super::matrix::{KINDS, MATRIX, lasts_of};
use super::program::FAMILIES;
use std::fmt::Write;
use std::path::Path;

const HEAD: &str = "# What each fault comes to

Made by `EID_READY_WRITE_RESULTS=1 cargo test --locked --test all faults::table`, and held against what the built program
does. Each fault strikes each command of a reading, once or at every command from there on; a cell says how many of these
positions end in which finding. A reading of `buypass-ready` has as many positions as commands, and so on.

Every finding is an error or a failure for that reader, and the exit code of a run with that card alone is 1 or 3.
*Same reading* are positions where the fault says nothing that a sound card could not say too, or was got over by reading
everything from the beginning: the very same certificates and PIN tries came, and the exit code is that of a sound card.
`pin.unknown` is a card that was read whole and will not tell how many tries are left, as some sound cards do.
`card.unknown` and the like are what a card is that says so twice.

";

fn table() -> String {
    let mut table = HEAD.to_owned();
    let _ = write!(table, "| fault | lasts |");
    FAMILIES.iter().for_each(|family| {
        let commands = MATRIX.iter().find(|row| row.family == *family).map_or(0, |row| row.outcomes.len());
        let _ = write!(table, " `{family}`, {commands} commands |");
    });
    let _ = writeln!(table, "\n|---|---|{}", "---|".repeat(FAMILIES.len()));
    for kind in KINDS {
        for lasts in lasts_of(*kind) {
            let _ = write!(table, "| {} | {} |", kind.0, lasts.0);
            for family in FAMILIES {
                let row = MATRIX
                    .iter()
                    .find(|row| row.family == *family && row.kind == *kind && row.lasts == *lasts)
                    .expect("a row for each");
                let cell: Vec<String> =
                    row.counts().into_iter().map(|(outcome, count)| format!("{outcome} ×{count}")).collect();
                let _ = write!(table, " {} |", cell.join(", "));
            }
            table.push('\n');
        }
    }
    table
}

#[test]
fn the_table_is_what_the_program_does() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/cards/faults.md");
    let table = table();
    if std::env::var_os("EID_READY_WRITE_RESULTS").is_some() {
        std::fs::write(&path, &table).expect("the table");
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    let differs = committed.lines().zip(table.lines()).find(|(committed, now)| committed != now);
    assert!(committed == table, "{} is not what the program does: {differs:?}", path.display());
}

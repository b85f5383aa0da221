//! Any bytes as a staff list, and any names in it looked up: no panic, and no list without rows is without a problem.

use eid_ready::identity::roster::{Columns, Roster};
use eid_ready::identity::{CardName, ExpectedName, RosterIndex, Rules, match_rows, pairs};

/// Holds for any bytes; panics where it does not.
pub fn holds(bytes: &[u8]) {
    let roster = Roster::read(bytes, &Columns::default());
    assert!(!roster.rows.is_empty() || !roster.problems.is_empty());
    assert!(roster.problems.iter().all(|problem| problem.place.line > 0));
    let index = RosterIndex::new(&roster);
    let rules = Rules::new([("order", "difference"), ("case", "same")]);
    for row in roster.rows.iter().take(3) {
        let full = match &row.name {
            ExpectedName::Whole(text) => text.clone(),
            ExpectedName::Parts { given, family, .. } => format!("{given} {family}"),
        };
        let card = CardName { common_name: Some(full), ..CardName::default() };
        let _ = match_rows(&index, &[card], &rules);
    }
    let _ = pairs::read(bytes);
}

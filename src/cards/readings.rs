//! Two readings of one card, and what is to be made of them.

use crate::facts::{Blob, CardFacts, CardFile, Difference, FilePurpose, Observed};

/// As many differences are told; a line that changes every byte would fill pages.
const MOST_DIFFERENCES: usize = 16;
const NOT_NAMED: &str = "not named";

/// One card from two readings: what came twice is what is on it. Of two that differ, the one that nothing speaks against
/// is shown, and the differences say that neither is to be believed. `whole`: no bound cut the second short.
pub(super) fn settled(
    first: CardFacts,
    second: CardFacts,
    whole: bool,
    doubtful: impl Fn(&CardFacts) -> bool,
) -> CardFacts {
    let mut differences = [first.differences.as_slice(), second.differences.as_slice()].concat();
    let whole = whole && second.interrupted.is_none();
    if whole {
        differences.extend(between(&first, &second));
    }
    differences.truncate(MOST_DIFFERENCES);
    let (interrupted, traffic, disturbances) =
        (second.interrupted.clone(), second.traffic, second.disturbances.clone());
    // The second carries the disturbances of both; they are no reason to doubt what it says itself.
    let itself = CardFacts { disturbances: Vec::new(), ..second };
    let shown = if whole && !doubtful(&itself) { itself } else { first };
    CardFacts { interrupted, traffic, disturbances, differences, ..shown }
}

fn between(first: &CardFacts, second: &CardFacts) -> Vec<Difference> {
    let mut found = Vec::new();
    let mut compare = |place: &str, first: String, second: String| {
        if first != second {
            found.push(Difference { place: place.to_owned(), first, second });
        }
    };
    let family =
        |card: &CardFacts| card.family.as_ref().map_or("none".to_owned(), |family| family.id.clone());
    compare("application", family(first), family(second));
    for one in first.files.iter().filter(|file| file.purpose != FilePurpose::Certificate) {
        // A file that only one reading asked for differs where its name comes from.
        let same = |other: &&CardFile| other.path == one.path && other.purpose == one.purpose;
        let Some(other) = second.files.iter().find(same) else { continue };
        match (&one.content, &other.content) {
            (Some(a), Some(b)) => compare(&one.path, length(a), length_beside(b, a)),
            _ => compare(
                &one.path,
                outcome(&one.length, u64::to_string),
                outcome(&other.length, u64::to_string),
            ),
        }
    }
    for one in &first.objects {
        let other = second.objects.iter().find(|other| other.path == one.path);
        match (one.bytes.value(), other.and_then(|other| other.bytes.value())) {
            (Some(a), Some(b)) => compare(&one.path, length(a), length_beside(b, a)),
            _ => {
                let told = other.map_or(NOT_NAMED.to_owned(), |other| outcome(&other.bytes, length));
                compare(&one.path, outcome(&one.bytes, length), told);
            }
        }
    }
    for one in &first.pins {
        let other = second.pins.iter().find(|other| other.reference == one.reference);
        let tries = |tries: &Observed<_>| format!("{tries:?}");
        let place = format!("PIN {:02X}", one.reference.unwrap_or_default());
        compare(&place, tries(&one.tries), other.map_or(NOT_NAMED.to_owned(), |other| tries(&other.tries)));
    }
    let counts = |card: &CardFacts| {
        format!("{} certificates, {} keys, {} PINs", card.objects.len(), card.keys.len(), card.pins.len())
    };
    compare("application", counts(first), counts(second));
    found
}

/// What came, or why nothing did.
fn outcome<T>(read: &Observed<T>, tell: impl Fn(&T) -> String) -> String {
    match read {
        Observed::Seen { value, .. } => tell(value),
        Observed::Failed(error) => error.to_string(),
        Observed::NotTried { why } => why.clone(),
    }
}

fn length(bytes: &Blob) -> String {
    format!("{} bytes", bytes.0.len())
}

/// The length of `bytes`, and where they part from `first`; the bytes themselves may be a name's.
fn length_beside(bytes: &Blob, first: &Blob) -> String {
    match bytes.0.iter().zip(&first.0).position(|(one, other)| one != other) {
        Some(at) => format!("{}, others from byte {at} on", length(bytes)),
        None => length(bytes),
    }
}

//! What a staff list costs: `cargo bench --bench roster` reads and indexes one of 50,000 rows and looks cards up in it.
//! The bounds it is meant to keep are 1 s of processor time for loading and 5 ms for a look-up; it prints, and asserts
//! nothing.
#![allow(missing_docs, clippy::print_stdout, clippy::unwrap_used)]

use eid_ready::identity::roster::{Columns, Roster};
use eid_ready::identity::{CardName, Found, RosterIndex, Rules, match_rows};
use eid_ready::policy::NameRules;
use std::time::Duration;

const ROWS: usize = 50_000;

/// Common names, as many as make a list of a large employer: hundreds of people share each of them.
const GIVEN: &[&str] = &[
    "Anne",
    "Kari",
    "Åse",
    "Ingrid",
    "Liv",
    "Marit",
    "Siri",
    "Berit",
    "Astrid",
    "Bjørg",
    "Jan",
    "Per",
    "Bjørn",
    "Ole",
    "Lars",
    "Kjell",
    "Knut",
    "Arne",
    "Svein",
    "Øystein",
    "Máret",
    "Áilu",
    "Anne-Marie",
    "Jan Erik",
    "Kari Anne",
];
const FAMILY: &[&str] = &[
    "Hansen",
    "Johansen",
    "Olsen",
    "Larsen",
    "Andersen",
    "Pedersen",
    "Nilsen",
    "Kristiansen",
    "Jensen",
    "Karlsen",
    "Berg",
    "Haugen",
    "Hagen",
    "Moen",
    "Bakken",
    "Lie",
    "Dahl",
    "Lund",
    "Strand",
    "Ødegård",
    "Sæther",
    "Šohkkiid",
];

fn main() {
    let text = list();
    println!("{ROWS} rows, {} kB; processor time", text.len() / 1024);
    let columns = Columns::default();
    let (roster, reading) = timed(|| Roster::read(text.as_bytes(), &columns));
    let (index, indexing) = timed(|| RosterIndex::new(&roster));
    println!(
        "  read and checked   {:>8.1} ms ({} persons, {} problems)",
        ms(reading),
        roster.rows.len(),
        roster.problems.len()
    );
    println!("  indexed            {:>8.1} ms", ms(indexing));
    println!("  both               {:>8.1} ms (meant: below 1000)", ms(reading + indexing));
    let rules = Rules::new(NameRules::default().pairs());
    let cards: Vec<[CardName; 3]> = (0..1000).map(card).collect();
    let mut costs: Vec<Duration> = Vec::new();
    let mut found = 0;
    for names in &cards {
        let (matched, cost) = timed(|| match_rows(&index, names, &rules));
        found += usize::from(!matches!(matched.found, Found::Nobody | Found::NoName));
        costs.push(cost);
    }
    costs.sort_unstable();
    let at = |share: usize| ms(costs[(costs.len() - 1) * share / 100]);
    println!(
        "  a card looked up   {:>8.2} ms median, {:.2} ms 99 of 100, {:.2} ms the slowest (meant: below 5)",
        at(50),
        at(99),
        at(100)
    );
    println!("  {found} of {} cards found", cards.len());
}

/// The list: names of many people, numbers, units and roles.
fn list() -> String {
    let mut text =
        String::from("Ansattnummer;Fornavn;Mellomnavn;Etternavn;Organisasjonsnummer;Rolle;Utsteder\n");
    for at in 0..ROWS {
        let (given, middle, family) = name(at);
        text.push_str(&format!("{};{given};{middle};{family};983163327;sykepleier;Buypass\n", 100_000 + at));
    }
    text
}

fn name(at: usize) -> (&'static str, &'static str, String) {
    let given = GIVEN[at % GIVEN.len()];
    let middle = if at.is_multiple_of(3) { FAMILY[at / 7 % FAMILY.len()] } else { "" };
    let family = FAMILY[at / GIVEN.len() % FAMILY.len()];
    // Half of them have a surname that few share.
    let family = if at.is_multiple_of(2) { family.to_owned() } else { format!("{family}{}", suffix(at)) };
    (given, middle, family)
}

fn suffix(at: usize) -> &'static str {
    ["stad", "vik", "rud", "dal", "nes", "moen", "li", "heim", "berget", "haug"][at / 550 % 10]
}

/// The three certificates of a card: of somebody in the list, in capitals; one in ten is of nobody there.
fn card(at: usize) -> [CardName; 3] {
    let (given, _, family) = name(at * 47 % ROWS);
    let family = if at.is_multiple_of(10) { format!("{family}ing") } else { family };
    let (given, family) = (given.to_uppercase(), family.to_uppercase());
    let one = CardName {
        common_name: Some(format!("{given} {family}")),
        given_name: Some(given),
        surname: Some(family),
    };
    [one.clone(), one.clone(), one]
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let began = spent();
    let done = work();
    (done, spent().saturating_sub(began))
}

/// Processor time of this process.
#[cfg(unix)]
fn spent() -> Duration {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the clock is one that every Unix has, and `time` is ours to write.
    let done = unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &mut time) };
    assert_eq!(done, 0);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

/// Time on the wall, where there is no such clock.
#[cfg(not(unix))]
fn spent() -> Duration {
    use std::sync::OnceLock;
    use std::time::Instant;
    static BEGAN: OnceLock<Instant> = OnceLock::new();
    BEGAN.get_or_init(Instant::now).elapsed()
}

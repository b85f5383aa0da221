//! What reading a card costs, in commands and bytes, beside the least possible and beside OpenSC: `cargo bench`.
//!
//! Every tool reads the same virtual card over the same pcscd; the card counts. Card time is commands × bytes: at
//! 9600 bit/s a byte takes a millisecond, and every command a few more, whatever the computer. Needs root, pcscd,
//! vsmartcard-vpcd and opensc. The last table is processor time of `readers` with no card in any reader.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]
#![allow(dead_code, reason = "the support of the tests is shared, and each uses a part")]

#[path = "../tests/support/mod.rs"]
mod support;

use eid_ready::adapters::simulator::{SimulatedCard, load_builtin};
use eid_ready::capture::Capture;
use eid_ready::facts::{CardFacts, FilePurpose};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use support::pcscd::Pcscd;
use support::vpcd::{InsertedCard, VirtualCard};

const PROGRAM: &str = env!("CARGO_BIN_EXE_eid-ready");
/// What one short command can return.
const SHORT: u64 = 256;
const CARDS: &[&str] = &[
    "pkcs15-four-certificates",
    "pkcs15-with-authorities",
    "commfides-ready",
    "buypass-ready",
    "piv-four-certificates",
];
const PEERS: &[(&str, &[&str])] = &[
    ("pkcs15-tool -c", &["pkcs15-tool", "-c"]),
    ("pkcs15-tool -D", &["pkcs15-tool", "-D"]),
    ("pkcs11-tool -O", &["pkcs11-tool", "--module", "opensc-pkcs11.so", "-O"]),
];

fn main() {
    let daemon = Pcscd::start(2);
    let folder = tempfile::tempdir().expect("a folder");
    let conf = folder.path().join("opensc.conf");
    std::fs::write(&conf, opensc_conf()).expect("opensc.conf");
    let no_conf = folder.path().join("empty.conf");
    std::fs::write(&no_conf, "").expect("opensc.conf");
    // A card of issuers that nobody knows is doubtful, and read twice.
    let profile = folder.path().join("profile.toml");
    let demo = include_str!("../src/policy/presets/demo.toml");
    let lines: Vec<&str> = demo.lines().filter(|line| !line.starts_with("clock")).collect();
    std::fs::write(&profile, lines.join("\n")).expect("a profile");
    println!(
        "| card | who | commands | bytes sent | bytes received | ms, whole program | to the least possible |"
    );
    println!("|---|---|---|---|---|---|---|");
    for name in CARDS {
        let card = SimulatedCard::new(&load_builtin(name).expect("built in").expect("well formed"));
        let extended = name.starts_with("commfides");
        let inserted = VirtualCard::new(card).insert(daemon.readers()[0].port).expect("a reader");
        std::thread::sleep(Duration::from_millis(1_500));
        let capture = folder.path().join("capture.json");
        let ours = ["check", "--offline", "--format", "json", "--profile"].map(str::to_owned);
        let files = [&profile, &capture].map(|path| path.display().to_string());
        let ours = [&ours[..], &[files[0].clone(), "--capture".to_owned(), files[1].clone()]].concat();
        let (counts, ms) = measure(&inserted, || {
            let mut command = Command::new(PROGRAM);
            daemon.serve(command.args(&ours));
            command
        });
        let text = std::fs::read_to_string(&capture).expect("a capture");
        let facts = Capture::from_json(&text).expect("a capture").facts;
        let least = least(&facts.cards[0], extended);
        row(name, "eid-ready check", counts, ms, least);
        let own_driver = name.starts_with("piv");
        println!("| {name} | least possible | {least} | | | | 1.00 |");
        for (label, command) in PEERS {
            let (counts, ms) = measure(&inserted, || {
                let mut peer = Command::new(command[0]);
                let conf = if own_driver { &no_conf } else { &conf };
                daemon.serve(peer.args(&command[1..]).env("OPENSC_CONF", conf));
                peer
            });
            row(name, label, counts, ms, least);
        }
        inserted.eject();
        std::thread::sleep(Duration::from_millis(1_500));
    }
    processor_time(&daemon);
}

/// One SELECT for every file or application that was needed, and as many READs or parts of GET DATA as its bytes ask for; the
/// questions for PIN counters come on top for everybody who answers them.
fn least(card: &CardFacts, extended: bool) -> u64 {
    let chunk = if extended { 65_536 } else { SHORT };
    let has_files = card.family.as_ref().is_none_or(|family| !matches!(family.id.as_str(), "piv" | "gids"));
    let read = card.files.iter().filter_map(|file| Some((file.purpose, *file.length.value()?)));
    read.map(|(purpose, length)| {
        let is_selected = has_files || purpose == FilePurpose::Application;
        u64::from(is_selected) + length.div_ceil(chunk)
    })
    .sum()
}

/// Runs a command twice, so that nobody's caches are cold, and counts the second time.
fn measure(card: &InsertedCard, command: impl Fn() -> Command) -> (support::vpcd::Counts, f64) {
    let run = || command().stdin(Stdio::null()).output().expect("the program runs (Debian: opensc)");
    run();
    card.reset_counts();
    let begun = Instant::now();
    run();
    (card.counts(), begun.elapsed().as_secs_f64() * 1e3)
}

fn row(card: &str, who: &str, counts: support::vpcd::Counts, ms: f64, least: u64) {
    let ratio = counts.commands as f64 / least as f64;
    let (commands, sent, received) = (counts.commands, counts.bytes_sent, counts.bytes_received);
    println!("| {card} | {who} | {commands} | {sent} | {received} | {ms:.0} | {ratio:.2} |");
}

/// OpenSC refuses answers to reset that nobody registered; its plainest ISO driver reads these cards.
fn opensc_conf() -> String {
    let atrs = CARDS.iter().map(|name| {
        let card = SimulatedCard::new(&load_builtin(name).expect("built in").expect("well formed"));
        let hex: Vec<String> = card.atr().iter().map(|byte| format!("{byte:02x}")).collect();
        format!("card_atr {} {{ driver = \"tcos\"; }}", hex.join(":"))
    });
    let mut lines: Vec<String> = atrs.collect();
    lines.sort();
    lines.dedup();
    format!("app default {{ card_drivers = tcos;\n use_file_caching = no;\n {}\n}}\n", lines.join("\n"))
}

/// `readers` with no card: own processor time, user and system, of 20 runs.
fn processor_time(daemon: &Pcscd) {
    let mut runs: Vec<f64> = (0..20)
        .map(|_| {
            let before = children_ms();
            let mut command = Command::new(PROGRAM);
            daemon.serve(command.arg("readers").stdout(Stdio::null()));
            assert!(command.status().expect("the program runs").success());
            children_ms() - before
        })
        .collect();
    runs.sort_by(f64::total_cmp);
    println!(
        "\n`readers`, no card, 20 runs, own processor time in ms: median {:.1}, most {:.1}",
        runs[10], runs[19]
    );
}

/// Processor time of all children that have ended, in milliseconds: fields 16 and 17 of /proc/self/stat, in ticks, are
/// too coarse, so `getrusage` is asked.
fn children_ms() -> f64 {
    // SAFETY: an all-zero rusage is a valid one, and getrusage writes only into it.
    let usage = unsafe {
        let mut usage: libc::rusage = std::mem::zeroed();
        assert_eq!(libc::getrusage(libc::RUSAGE_CHILDREN, &raw mut usage), 0);
        usage
    };
    let ms = |time: libc::timeval| time.tv_sec as f64 * 1e3 + time.tv_usec as f64 / 1e3;
    ms(usage.ru_utime) + ms(usage.ru_stime)
}

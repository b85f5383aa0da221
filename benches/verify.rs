//! What judging a thousand certificates costs, beside `openssl verify` on the same files: `cargo bench --bench verify`.
//!
//! One authority, 1000 certificates of persons with RSA keys of 2048 bits, and a revocation list of 100,000 entries are
//! made once, in `target/bench-verify/`. Both programs run as whole commands, in turn, on the same two processors, if there
//! are two: `openssl`, which uses but one, also split over two processes. Each figure is the median of the runs.
//! Peak memory is what the system counted for the process (`ru_maxrss`).
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]
#![allow(dead_code, reason = "the forge of the tests is shared, and each uses a part")]

#[path = "../tests/forge/mod.rs"]
mod forge;

use forge::extensions::{self, CRL_SIGN, DIGITAL_SIGNATURE, KEY_CERT_SIGN};
use forge::keys::Key;
use forge::x509::{COMMON_NAME, COUNTRY, Certificate, GIVEN_NAME, ORGANIZATION, SERIAL_NUMBER, SURNAME};
use forge::{der, x509};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Instant;

const PROGRAM: &str = env!("CARGO_BIN_EXE_eid-ready");
const LEAVES: usize = 1000;
const ENTRIES: u32 = 100_000;
/// Runs of each command; the first, for the caches, is not counted.
const RUNS: usize = 7;
const AT: &str = "2026-11-22T12:00:00Z";
/// The same moment, as `openssl` wants it.
const AT_SECONDS: &str = "1795348800";

fn main() {
    let data = Data::made();
    let size = std::fs::metadata(data.at("list.der")).expect("the list").len();
    println!(
        "{LEAVES} certificates, RSA 2048; a list of {ENTRIES} entries, {size} bytes; {RUNS} runs each\n"
    );
    println!("| what | who | ms, median (least to most) | certificates/s | peak, MiB | ours times as fast |");
    println!("|---|---|---|---|---|---|");
    let without = compare(&data, false);
    let with = compare(&data, true);
    let surplus = with.saturating_sub(without) as f64 / size as f64;
    println!("\npeak memory above a run without the list: {surplus:.2} times its size");
}

/// Both programs in turn; returns the peak memory of ours in bytes.
fn compare(data: &Data, with_list: bool) -> u64 {
    let who = ["eid-ready verify", "openssl verify", "openssl verify, twice"];
    let mut runs = who.map(|_| Vec::new());
    for run in 0..=RUNS {
        let commands = [vec![data.ours(with_list)], data.theirs(with_list, 1), data.theirs(with_list, 2)];
        for (runs, commands) in runs.iter_mut().zip(commands) {
            let measured = measure(commands);
            if run > 0 {
                runs.push(measured);
            }
        }
    }
    let what = if with_list { "with the list" } else { "without a list" };
    let middle = RUNS / 2;
    runs.iter_mut().for_each(|runs| runs.sort_by(|one, other| one.ms.total_cmp(&other.ms)));
    let ours = &runs[0][middle];
    for (who, runs) in who.into_iter().zip(&runs) {
        let (median, least, most) = (runs[middle].ms, runs[0].ms, runs[RUNS - 1].ms);
        let rate = LEAVES as f64 / median * 1e3;
        let peak = peak(runs) as f64 / 1048576.0;
        let times = median / ours.ms;
        println!(
            "| {what} | {who} | {median:.0} ({least:.0} to {most:.0}) | {rate:.0} | {peak:.1} | {times:.1} |"
        );
    }
    peak(&runs[0])
}

/// The median: where threads meet, one run in some takes a few megabytes more.
fn peak(runs: &[Measured]) -> u64 {
    let mut peaks: Vec<u64> = runs.iter().map(|run| run.peak).collect();
    peaks.sort_unstable();
    peaks[peaks.len() / 2]
}

struct Measured {
    ms: f64,
    /// Of the largest process, bytes.
    peak: u64,
}

/// Commands started at once, until the last has ended.
fn measure(commands: Vec<Command>) -> Measured {
    let begun = Instant::now();
    let children: Vec<Child> =
        commands.into_iter().map(|mut command| command.spawn().expect("runs")).collect();
    let peaks = children.into_iter().map(|child| {
        let (status, peak) = wait(&child);
        assert!(status.success(), "{status}");
        peak
    });
    let peak = peaks.max().unwrap_or_default();
    Measured { ms: begun.elapsed().as_secs_f64() * 1e3, peak }
}

/// The end of a process, and the peak of its memory in bytes.
fn wait(child: &Child) -> (ExitStatus, u64) {
    let pid = libc::pid_t::try_from(child.id()).expect("a process");
    let mut status = 0;
    // SAFETY: an all-zero rusage is a valid one; wait4 writes only into what it is given.
    let usage = unsafe {
        let mut usage: libc::rusage = std::mem::zeroed();
        assert_eq!(libc::wait4(pid, &raw mut status, 0, &raw mut usage), pid);
        usage
    };
    (ExitStatus::from_raw(status), u64::try_from(usage.ru_maxrss).unwrap_or_default() * 1024)
}

/// The files that both programs are given.
struct Data {
    folder: PathBuf,
}

impl Data {
    fn made() -> Self {
        let data = Data { folder: Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench-verify") };
        if !data.at("list.pem").exists() {
            std::fs::create_dir_all(&data.folder).expect("a folder");
            data.make();
        }
        data
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn leaves(&self) -> Vec<PathBuf> {
        (0..LEAVES).map(|number| self.at(&format!("{number:04}.pem"))).collect()
    }

    fn ours(&self, with_list: bool) -> Command {
        let mut command = on_two_processors(PROGRAM);
        command.arg("verify").args(self.leaves()).arg("--anchor").arg(self.at("ca.pem"));
        command.args(["--at", AT, "--format", "json", "--purpose", "any"]);
        match with_list {
            true => command.arg("--crl").arg(self.at("list.pem")),
            false => command.arg("--no-revocation"),
        };
        quiet(command)
    }

    /// Split over so many processes.
    fn theirs(&self, with_list: bool, processes: usize) -> Vec<Command> {
        let leaves = self.leaves();
        let one = |leaves: &[PathBuf]| {
            let mut command = on_two_processors("openssl");
            command.args(["verify", "-attime", AT_SECONDS, "-CAfile"]).arg(self.at("ca.pem"));
            if with_list {
                command.arg("-CRLfile").arg(self.at("list.pem")).arg("-crl_check");
            }
            command.args(leaves);
            quiet(command)
        };
        leaves.chunks(LEAVES / processes).map(one).collect()
    }

    fn make(&self) {
        let ca = Key::named("buypass-root");
        let issuer = x509::name(&[
            x509::printable(COUNTRY, "NO"),
            x509::utf8(ORGANIZATION, "Prøve AS"),
            x509::utf8(COMMON_NAME, "Prøve CA"),
        ]);
        let certificate = Certificate {
            seed: "ca",
            issuer: &issuer,
            subject: &issuer,
            not_before: "2025-01-01T00:00:00Z",
            not_after: "2035-01-01T00:00:00Z",
            spki: &ca.spki,
            extensions: vec![
                extensions::basic_constraints(true, true),
                extensions::key_usage(&[KEY_CERT_SIGN, CRL_SIGN]),
                extensions::subject_key_identifier(&ca.identifier()),
            ],
        };
        std::fs::write(self.at("ca.pem"), pem("CERTIFICATE", &certificate.sign(&ca))).expect("written");
        // A few keys for all of them: what is verified is the authority's signature, and that is each one's own.
        let keys = ["buypass-ready-authentication", "buypass-ready-signature", "commfides-ready-signature"];
        let keys = keys.map(Key::named);
        for (number, path) in self.leaves().iter().enumerate() {
            let subject = x509::name(&[
                x509::printable(COUNTRY, "NO"),
                x509::utf8(SURNAME, &format!("NORDMANN {number:04}")),
                x509::utf8(GIVEN_NAME, "KARI ANNE"),
                x509::utf8(COMMON_NAME, &format!("KARI ANNE NORDMANN {number:04}")),
                x509::printable(SERIAL_NUMBER, &format!("UN:NO-9578-4050-{:09}", 100_000_000 + number)),
            ]);
            let key = &keys[number % keys.len()];
            let certificate = Certificate {
                seed: &format!("leaf {number}"),
                issuer: &issuer,
                subject: &subject,
                not_before: "2026-01-01T00:00:00Z",
                not_after: "2029-01-01T00:00:00Z",
                spki: &key.spki,
                extensions: vec![
                    extensions::basic_constraints(false, true),
                    extensions::key_usage(&[DIGITAL_SIGNATURE]),
                    extensions::policies(&["2.16.578.1.26.1.3.1"], None),
                    extensions::authority_key_identifier(&ca.identifier()),
                    extensions::subject_key_identifier(&key.identifier()),
                    extensions::crl_distribution_points(&["http://crl.example/prove.crl".to_owned()]),
                ],
            };
            std::fs::write(path, pem("CERTIFICATE", &certificate.sign(&ca))).expect("written");
        }
        let list = list(&issuer, &ca);
        std::fs::write(self.at("list.der"), &list).expect("written");
        std::fs::write(self.at("list.pem"), pem("X509 CRL", &list)).expect("written");
    }
}

/// A list with a reason in every entry, as the Norwegian authorities write theirs.
fn list(issuer: &[u8], ca: &Key) -> Vec<u8> {
    let algorithm = der::sequence(&[der::oid("1.2.840.113549.1.1.11"), der::null()]);
    let reason = der::sequence(&[der::oid("2.5.29.21"), der::octets(&der::tlv(0x0a, &[1]))]);
    let reason = der::sequence(&[reason]);
    let entry = |number: u32| {
        let serial = [&[0x20][..], &number.to_be_bytes(), &[0x5a; 5]].concat();
        der::sequence(&[der::unsigned(&serial), der::time("2026-06-01T12:00:00Z"), reason.clone()])
    };
    let entries: Vec<_> = (0..ENTRIES).map(entry).collect();
    let key_identifier = der::sequence(&[
        der::oid("2.5.29.35"),
        der::octets(&der::sequence(&[der::implicit(0, &ca.identifier())])),
    ]);
    let number = der::sequence(&[der::oid("2.5.29.20"), der::octets(&der::integer(7))]);
    let to_be_signed = der::sequence(&[
        der::integer(1),
        algorithm.clone(),
        issuer.to_vec(),
        der::time("2026-11-22T08:00:00Z"),
        der::time("2026-11-24T08:00:00Z"),
        der::sequence(&entries),
        der::explicit(0, &[der::sequence(&[key_identifier, number])]),
    ]);
    let signature = ca.sign(&to_be_signed);
    der::sequence(&[to_be_signed, algorithm, der::bit_string(&signature)])
}

fn pem(label: &str, der: &[u8]) -> String {
    use base64::Engine;
    let text = base64::engine::general_purpose::STANDARD.encode(der);
    let lines: Vec<&str> =
        text.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).expect("letters")).collect();
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines.join("\n"))
}

/// A program that is kept to the first two processors, or to the one that there is.
fn on_two_processors(program: &str) -> Command {
    let mut command = Command::new("taskset");
    command.args(["--cpu-list", "0,1"]).arg(program);
    command
}

fn quiet(mut command: Command) -> Command {
    command.stdin(Stdio::null()).stdout(Stdio::null());
    command
}

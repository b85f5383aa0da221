//! What was seen, area by area, with the outcomes in as few lines as they need.

use super::layout::{Page, Tone, mark};
use super::{files, modules};
use crate::judge::report::{CardReport, CertificateReport, CheckResult, PinReport, PinState, Report, Status};
use crate::report::files::{is_about_files, outcomes};
use crate::report::fill::day;
use crate::report::voice::{Voice, is_finding};
use crate::report::words::key_of;
use crate::report::{plan, session};

/// The areas in the order in which a login passes them.
const AREAS: &[&str] = &["station", "reader", "card", "cert", "name", "module", "network", "client", "login"];

/// Writes every area that has something to show.
pub(super) fn write(page: &mut Page, report: &Report, voice: Voice) {
    for area in AREAS {
        write_area(page, area, report, voice);
    }
    let mut others: Vec<&str> = report.checks.iter().map(|result| area_of(&result.id)).collect();
    others.retain(|area| !AREAS.contains(area));
    others.sort_unstable();
    others.dedup();
    for area in others {
        write_area(page, area, report, voice);
    }
    write_plan(page, report, voice);
}

/// The section that a check belongs to, by the first part of its id.
fn area_of(id: &str) -> &str {
    match id.split('.').next().unwrap_or(id) {
        "pin" | "proof" => "card",
        "revocation" | "path" => "cert",
        area => area,
    }
}

fn write_area(page: &mut Page, area: &str, report: &Report, voice: Voice) {
    let results: Vec<&CheckResult> = outcomes(report).filter(|result| area_of(&result.id) == area).collect();
    let files = is_about_files(report);
    let without_cards = files || session::is_without_cards(report);
    let always = !without_cards && matches!(area, "station" | "reader" | "card");
    let certificates = area == "cert" && report.cards.iter().any(|card| !card.certificates.is_empty());
    let names = area == "name" && report.cards.iter().any(|card| card.name.verdict != "not-checked");
    let lines = match area {
        "client" => session::client(report, voice),
        "login" => session::login(report, voice),
        "module" => modules::lines(report, voice),
        _ => Vec::new(),
    };
    let network = area == "network" && !report.network.is_empty();
    if !(always || certificates || names || network || !lines.is_empty())
        && results.iter().all(|r| r.status == Status::Skip)
    {
        return;
    }
    page.heading(voice.word("area", area));
    match area {
        "station" => page.paragraph(2, &station(report, voice)),
        "reader" if without_cards => {}
        "card" if without_cards => {}
        "reader" => write_readers(page, report, voice),
        "card" => write_cards(page, report, voice),
        "cert" if files => files::write(page, report, voice),
        "cert" => write_certificates(page, report, voice),
        "name" => write_names(page, report, voice),
        "network" => write_network(page, report, voice),
        _ => lines.iter().for_each(|line| page.paragraph(2, line)),
    }
    write_outcomes(page, &results, voice);
}

/// Findings by title, passes and skipped ones counted: what is in order needs no reading.
fn write_outcomes(page: &mut Page, results: &[&CheckResult], voice: Voice) {
    let mut findings: Vec<(&CheckResult, usize)> = Vec::new();
    for result in results.iter().filter(|result| is_finding(result)) {
        match findings.iter_mut().find(|(known, _)| known.id == result.id && known.status == result.status) {
            Some((_, count)) => *count += 1,
            None => findings.push((result, 1)),
        }
    }
    for (result, count) in findings {
        let title = voice.title(result);
        let times = if count > 1 { format!(" × {count}") } else { String::new() };
        page.marked(2, mark(result), &format!("{title}{times} ({})", result.id));
        if result.status == Status::Pass {
            write_notes(page, result, results, voice);
        }
    }
    let mut passed: Vec<&str> = Vec::new();
    let passes = results.iter().filter(|result| result.status == Status::Pass && !result.found);
    for result in passes.clone() {
        // A check that passed for one certificate only is no pass to boast of.
        let elsewhere = |other: &&CheckResult| other.id == result.id && is_finding(other);
        if !results.iter().any(elsewhere) && !passed.contains(&result.id.as_str()) {
            passed.push(&result.id);
        }
    }
    if let (Some(first), [_, ..]) = (passes.clone().next(), &passed[..]) {
        let told = match passed.len() {
            1 => voice.tell(first).message,
            count => voice.line("passed-count", &[("count", &count.to_string())]),
        };
        page.marked(2, mark(first), &told);
    }
    write_skipped(page, results, voice);
}

/// What is only worth knowing is told here, once for each thing that it is about.
fn write_notes(page: &mut Page, note: &CheckResult, results: &[&CheckResult], voice: Voice) {
    for result in results.iter().filter(|result| result.id == note.id && result.found) {
        let message = voice.tell(result).message;
        match &result.subject {
            Some(subject) => page.paragraph(4, &format!("{subject}: {message}")),
            None => page.paragraph(4, &message),
        }
    }
}

fn write_skipped(page: &mut Page, results: &[&CheckResult], voice: Voice) {
    let skipped = || results.iter().filter(|result| result.status == Status::Skip);
    let Some(first) = skipped().next() else { return };
    let mut reasons: Vec<String> = Vec::new();
    for reason in skipped().filter_map(|result| result.blocked_by.as_deref()) {
        let reason = match reason.contains('.') {
            true => voice.line("because-of", &[("check", reason)]),
            false => voice.word("skip", reason).to_owned(),
        };
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    let count = skipped().count().to_string();
    let line = match reasons.is_empty() {
        true => format!("{count} {}", voice.word("status", "skip")),
        false => voice.line("skipped-count", &[("count", &count), ("why", &reasons.join("; "))]),
    };
    page.marked(2, mark(first), &line);
}

fn station(report: &Report, voice: Voice) -> String {
    let station = &report.station;
    if station.os == "simulated" {
        return voice.word("line", "simulated-station").to_owned();
    }
    let service = match station.smart_card_service.as_str() {
        "running" => voice.word("line", "service-running").to_owned(),
        state => voice.line("service", &[("state", state)]),
    };
    let mut parts = vec![station.os.clone(), station.architecture.clone()];
    // A login needs no smart-card service, so its state would only draw the eye.
    if !session::is_without_cards(report) {
        parts.push(service);
        parts.extend(station.library.clone());
    }
    if station.remote_session == Some(true) {
        parts.push(voice.word("line", "remote").to_owned());
    }
    parts.retain(|part| !part.is_empty());
    parts.join(" · ")
}

/// Each address once: several certificates ask the same responder.
fn write_network(page: &mut Page, report: &Report, voice: Voice) {
    let mut told: Vec<String> = Vec::new();
    for asked in &report.network {
        let purpose = voice.word("asked", &asked.purpose);
        let outcome = voice.word("value", &asked.outcome);
        let mark = if asked.outcome == "answered" { ("✓", Tone::Good) } else { ("!", Tone::Warning) };
        let line = format!("{purpose} {}: {outcome}", asked.url);
        if !told.contains(&line) {
            page.marked(2, mark, &line);
            told.push(line);
        }
    }
}

fn write_readers(page: &mut Page, report: &Report, voice: Voice) {
    if report.readers.is_empty() {
        page.paragraph(2, voice.word("line", "no-readers"));
    }
    for reader in &report.readers {
        let mut line = format!("{}: {}", reader.name, voice.word("reader-state", &reader.state));
        if reader.pin_pad == Some(true) {
            line = format!("{line} · {}", voice.word("line", "pin-pad"));
        }
        if let Some(family) = &reader.family_hint {
            line = format!("{line} · {}", voice.line("looks-like", &[("family", family)]));
        }
        page.paragraph(2, &line);
    }
}

fn write_cards(page: &mut Page, report: &Report, voice: Voice) {
    if report.cards.is_empty() {
        page.paragraph(2, voice.word("line", "no-cards"));
    }
    for card in &report.cards {
        page.paragraph(2, &kind(card, voice));
        let label = card.token.label.as_deref().map(|label| voice.line("label", &[("label", label)]));
        let serial = card.token.serial.as_deref().map(|serial| voice.line("serial", &[("serial", serial)]));
        let token: Vec<String> = label.into_iter().chain(serial).collect();
        if !token.is_empty() {
            page.paragraph(4, &token.join(", "));
        }
        if !card.pins.is_empty() {
            let pins: Vec<String> = card.pins.iter().map(|pin| tries(pin, voice)).collect();
            page.paragraph(4, &pins.join(" · "));
        }
        if matches!(card.proof.verdict.as_str(), "pass" | "fail") {
            page.paragraph(4, voice.word("proof", &card.proof.verdict));
        }
        if card.traffic.commands > 0 {
            page.paragraph(4, &traffic(card, voice));
        }
    }
}

fn kind(card: &CardReport, voice: Voice) -> String {
    let family = match &card.family {
        Some(family) if family.hypothesis => {
            format!("{} ({})", family.name, voice.word("line", "hypothesis"))
        }
        Some(family) => family.name.clone(),
        None => format!("{}, ATR {}", voice.word("line", "unknown-card"), card.atr),
    };
    let access = voice.named("access", card.access);
    let mut parts = vec![format!("{}: {family}, {access}", card.reader)];
    parts.extend(card.protocol.map(|protocol| protocol.as_str().to_owned()));
    parts.extend(card.applications.iter().map(|one| one.name.clone().unwrap_or_else(|| one.aid.clone())));
    parts.join(" · ")
}

/// `PIN (auth): 2 forsøk igjen`
pub(crate) fn tries(pin: &PinReport, voice: Voice) -> String {
    let label = pin.label.as_deref().unwrap_or_else(|| voice.word("line", "unnamed-pin"));
    let state = match (pin.state, pin.tries_left) {
        (PinState::Ok, Some(1)) => voice.word("line", "tries-one").to_owned(),
        (PinState::Ok, Some(count)) => voice.line("tries-many", &[("count", &count.to_string())]),
        (state, _) => voice.named("pin-state", state),
    };
    format!("{label}: {state}")
}

fn traffic(card: &CardReport, voice: Voice) -> String {
    let traffic = &card.traffic;
    voice.line(
        "traffic",
        &[
            ("commands", &traffic.commands.to_string()),
            ("sent", &traffic.bytes_sent.to_string()),
            ("received", &traffic.bytes_received.to_string()),
            ("ms", &traffic.ms.to_string()),
        ],
    )
}

fn write_certificates(page: &mut Page, report: &Report, voice: Voice) {
    for card in report.cards.iter().filter(|card| !card.certificates.is_empty()) {
        if report.cards.len() > 1 {
            page.paragraph(2, &card.reader);
        }
        let columns = ["role", "holder", "issuer", "until", "days"];
        let mut rows = vec![columns.map(|column| voice.word("column", column).to_owned()).to_vec()];
        rows.extend(card.certificates.iter().map(|certificate| row(certificate, voice)));
        page.table(2, &rows);
    }
}

fn row(certificate: &CertificateReport, voice: Voice) -> Vec<String> {
    vec![
        roles(certificate, voice),
        certificate.subject.common_name.clone().unwrap_or_else(|| certificate.subject.dn.clone()),
        issuer(&certificate.issuer.dn).to_owned(),
        day(certificate.not_after, voice.lang),
        certificate.days_left.to_string(),
    ]
}

/// The roles of a certificate, joined.
pub(crate) fn roles(certificate: &CertificateReport, voice: Voice) -> String {
    let roles: Vec<String> =
        certificate.roles.iter().map(|role| voice.word("role", &key_of(role)).to_owned()).collect();
    if roles.is_empty() { voice.word("line", "no-roles").to_owned() } else { roles.join("+") }
}

/// The common name out of an issuer's name, or all of it.
pub(crate) fn issuer(dn: &str) -> &str {
    dn.split(", ").find_map(|part| part.strip_prefix("CN=")).unwrap_or(dn)
}

fn write_names(page: &mut Page, report: &Report, voice: Voice) {
    for card in report.cards.iter().filter(|card| card.name.verdict != "not-checked") {
        if let Some(expected) = &card.name.expected {
            page.paragraph(2, &voice.line("expected", &[("name", expected)]));
        }
        let held =
            card.certificates.iter().find_map(|certificate| certificate.subject.common_name.as_deref());
        if let Some(held) = held {
            page.paragraph(2, &voice.line("held", &[("name", held)]));
        }
        page.paragraph(2, voice.word("name-verdict", &card.name.verdict));
        for difference in &card.name.differences {
            page.hanging(4, "· ", &voice.difference(difference));
        }
    }
}

/// What runs out, in order.
fn write_plan(page: &mut Page, report: &Report, voice: Voice) {
    let rows = plan::rows(report);
    if rows.is_empty() {
        return;
    }
    page.heading(voice.word("area", "plan"));
    for expiry in rows {
        page.hanging(2, "· ", &plan::line(expiry, voice));
    }
}

/// `12 dager igjen`
pub(crate) fn days_left(days: i64, voice: Voice) -> String {
    let count = days.unsigned_abs().to_string();
    match days {
        0 => voice.word("line", "today").to_owned(),
        1 => voice.word("line", "day-left").to_owned(),
        -1 => voice.word("line", "day-past").to_owned(),
        2.. => voice.line("days-left", &[("days", &count)]),
        _ => voice.line("days-past", &[("days", &count)]),
    }
}

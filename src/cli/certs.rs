//! `certs`: the certificates on the inserted cards, as a table or as files.

use super::args::CertsArgs;
use super::cards::{self, Ended, Opened};
use super::exit::Exit;
use super::output;
use super::problem::Problem;
use super::table::table;
use super::words::say;
use crate::adapters::files;
use crate::adapters::http::ProxyChoice;
use crate::capture::Capture;
use crate::facts::{CertificateRole, Expected};
use crate::gather::Request;
use crate::judge::report::{CertificateReport, Report};
use crate::judge::text::Lang;
use crate::judge::{Question, Selection, calendar, judge};
use crate::report::{Format, Titled, redact};
use std::path::Path;

/// What keeps certificates from being listed; whether they are any good is the business of `check`.
const READING: &[&str] = &["station.*", "reader.*", "card.*"];
const NOT_READING: &[&str] = &["card.not_eid", "card.no_authentication_certificate", "card.incomplete"];

/// Lists, and writes files if asked.
///
/// # Errors
/// The person can put it right (a flag, a folder), or the run was stopped.
pub(super) fn run(args: &CertsArgs, lang: Lang) -> Result<Exit, Ended> {
    let Opened { world, policy, recording, .. } =
        cards::open("certs", &args.source, ProxyChoice::default(), lang, args.output.format.is_machine())?;
    let expected = Expected { offline: args.source.offline, ..Expected::default() };
    let request = Request { readers: args.source.reader.clone(), expected, ..Request::default() };
    let capture = cards::capture(&world, policy, &request, lang)?;
    let recorded = recording.end();
    let words = |list: &[&str]| list.iter().map(|word| (*word).to_owned()).collect();
    let selection = Selection { include: words(READING), exclude: words(NOT_READING) };
    let report = judge(&capture, &Question { at: args.at, go_live: None, selection });
    let exit = Exit::of(report.verdict, &args.output);
    if let Some(folder) = &args.export {
        export(&capture, &report, folder, lang, args.output.format)?;
    }
    let listed = report.cards.iter().any(|card| !card.certificates.is_empty());
    let table =
        (args.output.format == Format::Text && listed).then(|| match output::shows_persons(&args.output) {
            true => listing(&report, lang),
            false => listing(&redact(&report), lang),
        });
    let titled = [Titled { title: None, report }];
    output::deliver_table(table, exit == Exit::Ready, &titled, &args.output, lang)?;
    recorded?;
    Ok(exit)
}

fn listing(report: &Report, lang: Lang) -> String {
    let keys = ["role", "holder", "issuer", "serial", "from", "until", "days", "source"];
    let head = keys.map(|key| say(lang, &format!("certs-{key}"), &[]));
    let rows = report.cards.iter().flat_map(|card| card.certificates.iter().map(|one| row(one, lang)));
    table(head, rows)
}

fn row(one: &CertificateReport, lang: Lang) -> [String; 8] {
    let roles: Vec<String> = one.roles.iter().map(|role| say(lang, role_key(*role), &[])).collect();
    let issuer = one.issuer.dn.split("CN=").nth(1).unwrap_or(&one.issuer.dn);
    [
        roles.join(" + "),
        one.subject.common_name.clone().unwrap_or_default(),
        issuer.split(", ").next().unwrap_or(issuer).to_owned(),
        one.serial.clone(),
        day(calendar::local_date(one.not_before), lang),
        day(calendar::local_date(one.not_after), lang),
        one.days_left.to_string(),
        one.source.clone(),
    ]
}

fn role_key(role: CertificateRole) -> &'static str {
    match role {
        CertificateRole::Authentication => "role-authentication",
        CertificateRole::Signature => "role-signature",
        CertificateRole::Encryption => "role-encryption",
    }
}

fn day(date: jiff::civil::Date, lang: Lang) -> String {
    match lang {
        Lang::Nb => date.strftime("%d.%m.%Y").to_string(),
        Lang::En => date.to_string(),
    }
}

/// Writes every certificate, authorities' too, as DER: `01-authentication-1a2b3c4d.der`.
fn export(
    capture: &Capture,
    report: &Report,
    folder: &Path,
    lang: Lang,
    format: Format,
) -> Result<(), Problem> {
    std::fs::create_dir_all(folder).map_err(|error| Problem::unwritable(folder, &error))?;
    let named = report.cards.iter().flat_map(|card| {
        let own = card.certificates.iter().map(|one| (one.sha256.as_str(), role_of(&one.roles)));
        own.chain(card.ca_certificates.iter().map(|one| (one.sha256.as_str(), "authority")))
    });
    let bytes: Vec<_> = capture
        .facts
        .cards
        .iter()
        .flat_map(|card| card.objects.iter().filter_map(|object| object.bytes.value()))
        .collect();
    let mut count = 0;
    for (sha256, role) in named {
        let Some(der) = bytes.iter().find(|der| crate::pki::sha256_hex(&der.0) == sha256) else { continue };
        count += 1;
        let path = folder.join(format!("{count:02}-{role}-{}.der", sha256.get(..8).unwrap_or(sha256)));
        files::write_whole(&path, &der.0).map_err(|error| Problem::unwritable(&path, &error))?;
    }
    if format == Format::Text {
        let holes = [("count", count.to_string()), ("folder", folder.display().to_string())];
        output::aside(&say(lang, "exported", &holes));
    }
    Ok(())
}

fn role_of(roles: &[CertificateRole]) -> &'static str {
    match roles.first() {
        Some(CertificateRole::Authentication) => "authentication",
        Some(CertificateRole::Signature) => "signature",
        Some(CertificateRole::Encryption) => "encryption",
        None => "certificate",
    }
}

//! Runs the checks: every check once for every subject of its scope, and one skip where there is no subject.

use super::check::{Check, Outcome, Scope};
use super::checks;
use super::dossier::{Dossier, Subject};
use super::remedies;
use super::report::{CheckResult, Status};
use super::value::Evidence;
use super::{Selection, parallel};
use crate::facts::CertificateRole;
use crate::policy::Severity;
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Every outcome, in the order of the registry.
pub(super) fn run(dossier: &Dossier, selection: &Selection) -> Vec<CheckResult> {
    let mut fired = Fired::new();
    let mut results = Vec::new();
    let checks: Vec<&'static Check> = checks::all().filter(|check| selection.takes(check.id)).collect();
    for checks in checks.chunk_by(|one, next| have_same_subjects(dossier, one, next)) {
        let subjects = checks.first().map(|check| subjects(dossier, check)).unwrap_or_default();
        if subjects.is_empty() {
            for check in checks {
                let blocker = check.needs.iter().find_map(|need| in_the_way(need, &fired));
                fired.extend(blocker.map(|blocker| ((check.id, Subject::Station), blocker)));
                results.push(no_subject(check, dossier, blocker));
            }
            continue;
        }
        let together = dossier.is_about_files() && subjects.len() > MOST_TOLD_APART;
        let turns = parallel::map(&subjects, |subject| turn(checks, dossier, *subject, &fired, together));
        let mut turns: Vec<_> = turns.into_iter().map(Vec::into_iter).collect();
        for check in checks {
            let mut quiet: Vec<Quiet> = Vec::new();
            for (subject, turn) in subjects.iter().zip(&mut turns) {
                let Some((told, in_the_way)) = turn.next() else { continue };
                fired.extend(in_the_way.map(|blocker| ((check.id, *subject), blocker)));
                match told {
                    Told::Apart(result) => results.push(*result),
                    Told::Together(one) if quiet.contains(&one) => {}
                    Told::Together(one) => quiet.push(one),
                }
            }
            let whole = |(status, why)| result(check, dossier, None, status, Evidence::none(), why);
            results.extend(quiet.into_iter().map(whole));
        }
    }
    results
}

/// Of more files than this, those that a check passes are told once for all of them, and those that it skips once for
/// each reason: what is found is told for every file.
const MOST_TOLD_APART: usize = 32;

/// A pass, or a skip and why.
type Quiet = (Status, Option<&'static str>);

/// How an outcome is told.
enum Told {
    /// For its subject.
    Apart(Box<CheckResult>),
    /// Once for all subjects that it is alike for.
    Together(Quiet),
}

/// Whether two checks look at the same things; neighbours that do are run together, so that many subjects are shared
/// out to the processors once and not for every check.
fn have_same_subjects(dossier: &Dossier, one: &Check, other: &Check) -> bool {
    one.scope == other.scope && why_moot(dossier, one) == why_moot(dossier, other)
}

fn subjects(dossier: &Dossier, check: &Check) -> Vec<Subject> {
    if why_moot(dossier, check).is_some() {
        return Vec::new();
    }
    match check.scope {
        Scope::Station => vec![Subject::Station],
        Scope::Reader => (0..dossier.facts.readers.len()).map(Subject::Reader).collect(),
        Scope::Card => (0..dossier.cards.len()).map(Subject::Card).collect(),
        Scope::Certificate => (dossier.cards.iter().enumerate())
            .flat_map(|(card, one)| (0..one.certificates.len()).map(move |at| Subject::Certificate(card, at)))
            .collect(),
        Scope::Module => (0..dossier.facts.modules.len()).map(Subject::Module).collect(),
        Scope::Client => dossier.facts.client.iter().map(|_| Subject::Client).collect(),
        Scope::Login => dossier.facts.login.iter().map(|_| Subject::Login).collect(),
    }
}

/// Why a check does not arise in this run at all, as a short stable word.
fn why_moot(dossier: &Dossier, check: &Check) -> Option<&'static str> {
    let of_cards = matches!(check.scope, Scope::Station | Scope::Reader | Scope::Card | Scope::Certificate);
    let of_any_run = checks::is_about_network(check.id);
    // Files are read without workstation, reader or card.
    let of_readers = of_cards && check.scope != Scope::Certificate;
    match () {
        () if is_not_asked(dossier, check) => Some("any-purpose"),
        () if of_readers && dossier.is_about_files() => Some("files-only"),
        () if of_cards && !of_any_run && !dossier.is_about_files() && !dossier.is_about_cards() => {
            Some("no-card-asked")
        }
        () => None,
    }
}

/// What is particular to Norwegian e-ID is not asked of certificates for any purpose.
fn is_not_asked(dossier: &Dossier, check: &Check) -> bool {
    dossier.is_for_any_purpose() && checks::is_national(check.id)
}

/// By check and subject: the check whose finding stands in the way there, itself or one that it needs.
type Fired = HashMap<(&'static str, Subject), &'static str>;

fn stands_in_the_way(status: Status) -> bool {
    matches!(status, Status::Fail | Status::Warn | Status::Error)
}

/// What the checks say of one subject, one after the other, each with what of it stands in the way of others: its own
/// finding, or what stands in its own way.
fn turn(
    checks: &[&'static Check],
    dossier: &Dossier,
    subject: Subject,
    fired: &Fired,
    together: bool,
) -> Vec<(Told, Option<&'static str>)> {
    let around = [containing(dossier, subject), Some(Subject::Station)];
    let mut own: Vec<(&'static str, &'static str)> = Vec::new();
    let mut turn = Vec::with_capacity(checks.len());
    for check in checks {
        let blocker = check.needs.iter().find_map(|need| {
            let here = own.iter().find(|(id, _)| id == need).map(|(_, blocker)| *blocker);
            let known = |place: Subject| fired.get(&(*need, place)).copied();
            here.or_else(|| known(subject)).or_else(|| around.into_iter().flatten().find_map(known))
        });
        let told = match blocker {
            Some(blocker) => skipped(check, dossier, subject, blocker, together),
            None => judged(check, dossier, subject, together),
        };
        let fires = matches!(&told, Told::Apart(result) if stands_in_the_way(result.status));
        let in_the_way = blocker.or(fires.then_some(check.id));
        own.extend(in_the_way.map(|blocker| (check.id, blocker)));
        turn.push((told, in_the_way));
    }
    turn
}

/// The outcome of a check that something stands in the way of.
fn skipped(
    check: &'static Check,
    dossier: &Dossier,
    subject: Subject,
    blocker: &'static str,
    together: bool,
) -> Told {
    let why = Some(blocker);
    match together {
        true => Told::Together((Status::Skip, why)),
        false => {
            Told::Apart(Box::new(result(check, dossier, Some(subject), Status::Skip, Evidence::none(), why)))
        }
    }
}

fn judged(check: &'static Check, dossier: &Dossier, subject: Subject, together: bool) -> Told {
    // A check that panics is a defect of ours; it must not take the other answers with it.
    let outcome =
        catch_unwind(AssertUnwindSafe(|| (check.judge)(dossier, subject))).unwrap_or(Outcome::Crashed);
    let (status, evidence, found, why) = match outcome {
        Outcome::Pass(evidence) => (Status::Pass, evidence, false, None),
        Outcome::Found(evidence) => (status_of(severity(check, dossier)), evidence, true, None),
        Outcome::Warned(evidence) => {
            (status_of(severity(check, dossier).min(Severity::Warn)), evidence, true, None)
        }
        Outcome::Noted(evidence) => (Status::Pass, evidence, true, None),
        Outcome::NotApplicable(why) => (Status::Skip, Evidence::none(), false, Some(why)),
        Outcome::Unknown(evidence) => (Status::Error, evidence, false, None),
        Outcome::Crashed => (Status::Error, Evidence::none(), false, Some("crashed")),
    };
    if together && !found && matches!(status, Status::Pass | Status::Skip) {
        return Told::Together((status, why));
    }
    let mut result = result(check, dossier, Some(subject), status, evidence, why);
    result.found = found;
    if found || status == Status::Error {
        let files = dossier.is_about_files();
        let of_use = checks::remedies_of(check, dossier).iter().filter(|id| remedies::is_of_use(id, files));
        result.remedies = of_use.map(|id| (*id).to_owned()).collect();
    }
    match status {
        Status::Pass if found => result.severity = Severity::Info,
        Status::Warn => result.severity = Severity::Warn,
        _ => {}
    }
    Told::Apart(Box::new(result))
}

/// What a subject sits in: a certificate in a card, a card in a reader.
fn containing(dossier: &Dossier, subject: Subject) -> Option<Subject> {
    match subject {
        Subject::Certificate(card, _) => Some(Subject::Card(card)),
        Subject::Card(card) => dossier.reader_of(card).map(Subject::Reader),
        // It is that client which logs somebody in.
        Subject::Login => Some(Subject::Client),
        Subject::Reader(_) | Subject::Station | Subject::Module(_) | Subject::Client => None,
    }
}

/// What stands in the way of a check, wherever that is.
fn in_the_way(need: &str, fired: &Fired) -> Option<&'static str> {
    fired.iter().filter(|((id, _), _)| *id == need).map(|(_, blocker)| *blocker).min()
}

fn no_subject(check: &'static Check, dossier: &Dossier, blocker: Option<&'static str>) -> CheckResult {
    let why = why_moot(dossier, check).unwrap_or(match check.scope {
        Scope::Station => "no-station",
        Scope::Reader => "no-reader",
        Scope::Card => "no-card",
        Scope::Certificate => "no-certificate",
        Scope::Module => "no-module",
        Scope::Client => "no-client",
        Scope::Login => "no-login",
    });
    result(check, dossier, None, Status::Skip, Evidence::none(), Some(blocker.unwrap_or(why)))
}

fn severity(check: &Check, dossier: &Dossier) -> Severity {
    dossier.policy.severity(check.id, check.severity)
}

fn status_of(severity: Severity) -> Status {
    match severity {
        Severity::Info => Status::Pass,
        Severity::Warn => Status::Warn,
        Severity::Error => Status::Error,
        Severity::Fail => Status::Fail,
    }
}

fn result(
    check: &'static Check,
    dossier: &Dossier,
    subject: Option<Subject>,
    status: Status,
    evidence: Evidence,
    blocked_by: Option<&'static str>,
) -> CheckResult {
    CheckResult {
        id: check.id.to_owned(),
        status,
        severity: severity(check, dossier),
        scope: check.scope,
        subject: subject.and_then(|subject| label(dossier, subject)),
        found: false,
        evidence,
        remedies: Vec::new(),
        blocked_by: blocked_by.map(str::to_owned),
        duration_ms: None,
    }
}

/// How reports name a subject: never by a person.
fn label(dossier: &Dossier, subject: Subject) -> Option<String> {
    match subject {
        Subject::Station | Subject::Client | Subject::Login => None,
        Subject::Module(module) => Some(dossier.facts.modules[module].path.clone()),
        Subject::Reader(reader) => Some(dossier.reader(reader).name.clone()),
        Subject::Card(card) => Some(dossier.cards[card].facts.reader.clone()),
        Subject::Certificate(card, at) if dossier.is_about_files() => {
            Some(dossier.cards[card].certificates[at].object.path.clone())
        }
        Subject::Certificate(card, at) => {
            let one = &dossier.cards[card].certificates[at];
            Some(format!(
                "{} · {} · {}",
                dossier.cards[card].facts.reader,
                one.object.path,
                role_words(&one.roles)
            ))
        }
    }
}

/// Roles as stable words, `authentication+encryption`; `certificate` when none is known.
pub(super) fn role_words(roles: &[CertificateRole]) -> String {
    role_list(roles).join("+")
}

/// Roles as stable words; `certificate` when none is known.
pub(super) fn role_list(roles: &[CertificateRole]) -> Vec<String> {
    let words: Vec<String> = roles
        .iter()
        .map(|role| match role {
            CertificateRole::Authentication => "authentication".to_owned(),
            CertificateRole::Signature => "signature".to_owned(),
            CertificateRole::Encryption => "encryption".to_owned(),
        })
        .collect();
    if words.is_empty() { vec!["certificate".to_owned()] } else { words }
}

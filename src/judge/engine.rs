//! Runs the checks: every check once for every subject of its scope, and one skip where there is no subject.

use super::Selection;
use super::check::{Check, Outcome, Scope};
use super::checks;
use super::dossier::{Dossier, Subject};
use super::report::{CheckResult, Status};
use super::value::Evidence;
use crate::facts::CertificateRole;
use crate::policy::Severity;
use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Every outcome, in the order of the registry.
pub(super) fn run(dossier: &Dossier, selection: &Selection) -> Vec<CheckResult> {
    let mut fired = HashSet::new();
    let mut results = Vec::new();
    for check in checks::all().filter(|check| selection.takes(check.id)) {
        let subjects = subjects(dossier, check.scope);
        if subjects.is_empty() {
            results.push(no_subject(check, dossier, &fired));
        }
        for subject in subjects {
            let result = one(check, dossier, subject, &fired);
            if matches!(result.status, Status::Fail | Status::Warn | Status::Error) {
                fired.insert((check.id, Some(subject)));
            }
            results.push(result);
        }
    }
    results
}

fn subjects(dossier: &Dossier, scope: Scope) -> Vec<Subject> {
    match scope {
        Scope::Station => vec![Subject::Station],
        Scope::Reader => (0..dossier.facts.readers.len()).map(Subject::Reader).collect(),
        Scope::Card => (0..dossier.cards.len()).map(Subject::Card).collect(),
        Scope::Certificate => (dossier.cards.iter().enumerate())
            .flat_map(|(card, one)| (0..one.certificates.len()).map(move |at| Subject::Certificate(card, at)))
            .collect(),
    }
}

type Fired = HashSet<(&'static str, Option<Subject>)>;

fn one(check: &'static Check, dossier: &Dossier, subject: Subject, fired: &Fired) -> CheckResult {
    let around = [Some(subject), containing(dossier, subject), Some(Subject::Station)];
    let blocker =
        check.needs.iter().find(|need| around.iter().any(|place| fired.contains(&(**need, *place))));
    if let Some(blocker) = blocker {
        return result(
            check,
            dossier,
            Some(subject),
            Status::Skip,
            Evidence::none(),
            Some((*blocker).to_owned()),
        );
    }
    // A check that panics is a defect of ours; it must not take the other answers with it.
    let outcome =
        catch_unwind(AssertUnwindSafe(|| (check.judge)(dossier, subject))).unwrap_or(Outcome::Crashed);
    let (status, evidence, found, why) = match outcome {
        Outcome::Pass(evidence) => (Status::Pass, evidence, false, None),
        Outcome::Found(evidence) => (status_of(severity(check, dossier)), evidence, true, None),
        Outcome::Noted(evidence) => (Status::Pass, evidence, true, None),
        Outcome::NotApplicable(why) => (Status::Skip, Evidence::none(), false, Some(why.to_owned())),
        Outcome::Unknown(evidence) => (Status::Error, evidence, false, None),
        Outcome::Crashed => (Status::Error, Evidence::none(), false, Some("crashed".to_owned())),
    };
    let mut result = result(check, dossier, Some(subject), status, evidence, why);
    result.found = found;
    if found || status == Status::Error {
        result.remedies = check.remedies.iter().map(|id| (*id).to_owned()).collect();
    }
    if found && status == Status::Pass {
        result.severity = Severity::Info;
    }
    result
}

/// What a subject sits in: a certificate in a card, a card in a reader.
fn containing(dossier: &Dossier, subject: Subject) -> Option<Subject> {
    match subject {
        Subject::Certificate(card, _) => Some(Subject::Card(card)),
        Subject::Card(card) => dossier.reader_of(card).map(Subject::Reader),
        Subject::Reader(_) | Subject::Station => None,
    }
}

fn no_subject(check: &'static Check, dossier: &Dossier, fired: &Fired) -> CheckResult {
    let why = match check.scope {
        Scope::Station => "no-station",
        Scope::Reader => "no-reader",
        Scope::Card => "no-card",
        Scope::Certificate => "no-certificate",
    };
    let blocker = check.needs.iter().find(|need| fired.iter().any(|(id, _)| id == *need)).copied();
    result(check, dossier, None, Status::Skip, Evidence::none(), Some(blocker.unwrap_or(why).to_owned()))
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
    blocked_by: Option<String>,
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
        blocked_by,
        duration_ms: None,
    }
}

/// How reports name a subject: never by a person.
fn label(dossier: &Dossier, subject: Subject) -> Option<String> {
    match subject {
        Subject::Station => None,
        Subject::Reader(reader) => Some(dossier.reader(reader).name.clone()),
        Subject::Card(card) => Some(dossier.cards[card].facts.reader.clone()),
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

//! Takes persons out of a report.
//!
//! What names a person is collected where the report's structure says that it stands (subjects, the expected name,
//! evidence marked personal, serial numbers), and then replaced wherever it occurs, in free text too: a label such as
//! "Authentication KARI NORDMANN" names her as well as the subject does.

mod labels;
mod needles;
mod persons;

use super::parts;
use super::walk::map_texts;
use crate::facts::Access;
use crate::judge::parallel;
use crate::judge::report::{
    CardReport, CertificateReport, CheckResult, Expiry, IssuerReport, KeyReport, LoginReport, PathReport,
    QcReport, Report, SourceReport, SubjectReport,
};
use crate::judge::value::{BETWEEN_PERSONS, Evidence, Value};
use needles::Needles;
use persons::Persons;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, HashSet};

/// The same report without persons: names, certificate serial numbers and token serials are replaced by short tokens,
/// the same for the same person throughout the report.
pub fn redact(report: &Report) -> Report {
    Redactor::of(report).report(report)
}

/// What is personal in one report, and what replaces it.
pub(super) struct Redactor {
    persons: Persons,
    needles: Needles,
    /// Expected names that are not the holder's, though they may share words with it.
    strangers: BTreeSet<String>,
    /// Files as the person named them: whoever reads the report must find them again, and a holder may be called `L`.
    files: HashSet<String>,
}

/// What stands for an expected name that is not the holder's.
const STRANGER: &str = "expected-person";

impl Redactor {
    /// Collects what is personal in a report.
    pub(super) fn of(report: &Report) -> Self {
        let from_files = report.cards.iter().filter(|card| card.access == Access::Files);
        let files = from_files.flat_map(|card| &card.certificates).map(|one| one.source.clone()).collect();
        let mut redactor = Redactor {
            persons: Persons::default(),
            needles: Needles::default(),
            strangers: BTreeSet::new(),
            files,
        };
        let (persons, needles) = (&mut redactor.persons, &mut redactor.needles);
        parallel::both(
            || report.cards.iter().for_each(|card| meet_subjects(persons, card)),
            || report.cards.iter().for_each(|card| meet_numbers(needles, card)),
        );
        for token in
            report.modules.iter().flat_map(|module| &module.slots).filter_map(|slot| slot.token.as_ref())
        {
            redactor.needles.add_numbers("token", &[&token.serial]);
        }
        for card in &report.cards {
            redactor.persons.meet_all(card.name.expected.as_deref());
        }
        redactor.meet_login(report);
        redactor.strangers = report.cards.iter().filter_map(|card| redactor.stranger(card)).collect();
        for value in evidences(report).flat_map(|evidence| evidence.0.values()) {
            if let Value::Person { person } = value {
                let unknown = |one: &&str| redactor.needles.exact(one).is_none();
                let unknown: Vec<&str> = person.split(BETWEEN_PERSONS).filter(unknown).collect();
                unknown.into_iter().for_each(|one| redactor.persons.meet_value(one));
            }
        }
        redactor.needles.add_all(&redactor.persons.strings());
        for (phrase, token) in labels::unknown_phrases(report, &redactor.needles) {
            redactor.needles.add(&phrase, &token);
        }
        redactor
    }

    /// The text without persons.
    pub(super) fn text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match self.needles.replace(text) {
            Cow::Borrowed(text) => needles::without_national_numbers(text),
            Cow::Owned(text) => Cow::Owned(needles::without_national_numbers(&text).into_owned()),
        }
    }

    fn strip_text(&self, text: &mut String) {
        *text = match self.text(text) {
            Cow::Borrowed(_) => return,
            Cow::Owned(changed) => changed,
        };
    }

    /// The name of a file, which stays as it is, or any other place of a certificate.
    fn place<'t>(&self, place: &'t str) -> Cow<'t, str> {
        match self.files.contains(place) {
            true => needles::without_national_numbers(place),
            false => self.text(place),
        }
    }

    /// The report without persons.
    pub(super) fn report(&self, report: &Report) -> Report {
        let whole = self.walked(report);
        let mut redacted = whole.unwrap_or_else(|| bare(parts::frame(report)));
        redacted.redacted = true;
        redacted.tool = report.tool.clone();
        redacted
    }

    /// `None` when it cannot be walked.
    fn walked(&self, report: &Report) -> Option<Report> {
        let mut redacted = self.frame(report)?;
        for (card, own) in redacted.cards.iter_mut().zip(&report.cards) {
            card.certificates = parallel::map(&own.certificates, |one| self.certificate(one));
        }
        redacted.expiry_plan = parallel::map(&report.expiry_plan, |one| self.expiry(one));
        let subjects = self.subjects(report);
        redacted.checks = parallel::map(&report.checks, |check| self.check(check, &subjects));
        Some(redacted)
    }

    /// The report without its outcomes, its expiry plan and its certificates; `None` when it cannot be walked.
    pub(super) fn frame(&self, report: &Report) -> Option<Report> {
        let mut frame = parts::frame(report);
        for card in &mut frame.cards {
            self.strip_card(card);
        }
        strip(&mut frame.login.name, |name| self.persons.token_of(name));
        for evidence in evidences_mut(&mut frame) {
            self.strip_evidence(evidence);
        }
        let mut redacted = self.texts(&frame)?;
        redacted.redacted = true;
        redacted.tool = report.tool.clone();
        Some(redacted)
    }

    fn texts<T: Serialize + DeserializeOwned>(&self, part: &T) -> Option<T> {
        map_texts(part, &mut |field, text| match self.text(text) {
            Cow::Owned(changed) if !field.is_some_and(is_vocabulary) => Some(changed),
            _ => None,
        })
    }

    /// A certificate. There are thousands of them when many files are asked about; every field is named here, so that a
    /// new one is not forgotten.
    pub(super) fn certificate(&self, certificate: &CertificateReport) -> CertificateReport {
        let mut redacted = certificate.clone();
        self.strip_certificate(&mut redacted);
        let CertificateReport {
            roles: _,
            label,
            source,
            sources,
            subject: SubjectReport { common_name, given_name, surname, serial_number, dn },
            issuer: IssuerReport { dn: issuer, id: _, environment: _ },
            serial,
            not_before: _,
            not_after: _,
            days_left: _,
            key: KeyReport { algorithm: _, bits: _ },
            key_usage: _,
            extended_key_usage: _,
            policies: _,
            qc,
            oddities,
            sha256: _,
            spki_sha256: _,
            path: PathReport { verdict: _, chain: _, issuers, reasons },
            revocation: _,
        } = &mut redacted;
        let QcReport { pds, limit_value, semantics, statements, malformed, types, .. } = qc;
        let lists = [pds, semantics, statements, malformed, types, oddities, issuers];
        let own = [label, common_name, given_name, surname, serial_number, limit_value];
        let texts = lists
            .into_iter()
            .flatten()
            .chain(own.into_iter().flatten())
            .chain(reasons.iter_mut().map(|reason| &mut reason.detail))
            .chain([dn, issuer, serial]);
        texts.for_each(|text| self.strip_text(text));
        *source = self.place(source).into_owned();
        for SourceReport { route: _, place } in sources {
            *place = self.place(place).into_owned();
        }
        redacted
    }

    /// A row of the expiry plan; every field is named here, so that a new one is not forgotten.
    pub(super) fn expiry(&self, expiry: &Expiry) -> Expiry {
        let Expiry { what, subject, expires, days_left, within, act_by, decisive, valid_on_go_live } = expiry;
        Expiry {
            what: what.clone(),
            subject: self.place(subject).into_owned(),
            expires: *expires,
            days_left: *days_left,
            within: *within,
            act_by: *act_by,
            decisive: *decisive,
            valid_on_go_live: *valid_on_go_live,
        }
    }

    /// What becomes of the subjects of the outcomes: each certificate is the subject of many.
    pub(super) fn subjects<'a>(&self, report: &'a Report) -> HashMap<&'a str, String> {
        let subjects: HashSet<&str> =
            report.checks.iter().filter_map(|check| check.subject.as_deref()).collect();
        let subjects: Vec<&str> = subjects.into_iter().collect();
        let redacted = parallel::map(&subjects, |subject| self.place(subject).into_owned());
        subjects.into_iter().zip(redacted).collect()
    }

    /// An outcome. There are thousands of them when many certificates are asked about, and few texts in each; every
    /// field is named here, so that a new one is not forgotten.
    pub(super) fn check(&self, result: &CheckResult, subjects: &HashMap<&str, String>) -> CheckResult {
        let CheckResult {
            id,
            status,
            severity,
            found,
            scope,
            subject,
            evidence,
            remedies,
            blocked_by,
            duration_ms,
        } = result;
        let mut evidence = evidence.clone();
        self.strip_evidence(&mut evidence);
        for value in evidence.0.values_mut() {
            match value {
                Value::Number(_) | Value::Date { .. } => {}
                Value::Person { person: text } | Value::Text(text) | Value::Said { word: text, .. } => {
                    self.strip_text(text)
                }
                Value::List(texts) => texts.iter_mut().for_each(|text| self.strip_text(text)),
            }
        }
        let known = |subject: &String| subjects.get(subject.as_str()).cloned();
        CheckResult {
            id: id.clone(),
            status: *status,
            severity: *severity,
            found: *found,
            scope: *scope,
            subject: subject.as_ref().map(|one| known(one).unwrap_or_else(|| self.text(one).into_owned())),
            evidence,
            remedies: remedies.clone(),
            blocked_by: blocked_by.clone(),
            duration_ms: *duration_ms,
        }
    }

    /// Who logged in: the holder of the card here where the login said so, however the name is written.
    fn meet_login(&mut self, report: &Report) {
        let Some(name) = &report.login.name else { return };
        let mut holders = report.cards.iter().flat_map(|card| &card.certificates).map(|one| &one.subject);
        match holders.next().filter(|_| report.login.same_person_as_card == Some(true)) {
            Some(holder) if report.cards.len() == 1 => self.persons.meet_also(name, holder),
            _ => self.persons.meet_all(Some(name)),
        }
    }

    fn strip_card(&self, card: &mut CardReport) {
        strip(&mut card.token.serial, |serial| self.needles.token_of("token", serial));
        strip(&mut card.name.expected, |name| self.token_of_expected(name));
    }

    fn strip_certificate(&self, certificate: &mut CertificateReport) {
        certificate.serial = self.needles.token_of("serial", &certificate.serial);
        if is_an_authoritys(certificate) {
            return;
        }
        let token = self.persons.token_of_subject(&certificate.subject);
        let subject = &mut certificate.subject;
        for field in [
            &mut subject.common_name,
            &mut subject.given_name,
            &mut subject.surname,
            &mut subject.serial_number,
        ] {
            strip(field, |_| token.clone());
        }
        subject.dn = persons::without_personal_parts(&subject.dn, &token);
    }

    /// The expected name of a card that bears another, where its words would give both the same token.
    fn stranger(&self, card: &CardReport) -> Option<String> {
        let expected = card.name.expected.as_ref().filter(|_| card.name.verdict == "mismatch")?;
        let token = self.persons.token_of(expected);
        let holder = |one: &CertificateReport| self.persons.token_of_subject(&one.subject) == token;
        card.certificates.iter().any(holder).then(|| expected.clone())
    }

    fn token_of_expected(&self, name: &str) -> String {
        if self.strangers.contains(name) { STRANGER.to_owned() } else { self.persons.token_of(name) }
    }

    fn strip_evidence(&self, evidence: &mut Evidence) {
        for (name, value) in &mut evidence.0 {
            if let Value::Said { said, .. } = value {
                *said = None;
            }
            if let Value::Person { person } = value {
                if name == "expected" && self.strangers.contains(person) {
                    STRANGER.clone_into(person);
                    continue;
                }
                let token = |one| match self.needles.exact(one) {
                    Some(token) => token.to_owned(),
                    None => self.persons.token_of(one),
                };
                *person = person.split(BETWEEN_PERSONS).map(token).collect::<Vec<_>>().join(BETWEEN_PERSONS);
            }
        }
    }
}

/// Who the certificates of a card name.
fn meet_subjects(persons: &mut Persons, card: &CardReport) {
    let held = card.certificates.iter().filter(|one| !is_an_authoritys(one));
    persons.meet_subjects(&held.map(|one| &one.subject).collect::<Vec<_>>());
}

/// The serial numbers of a card and of its certificates.
fn meet_numbers(needles: &mut Needles, card: &CardReport) {
    if let Some(serial) = &card.token.serial {
        needles.add_numbers("token", &[serial]);
    }
    let serials: Vec<&str> = card.certificates.iter().map(|one| one.serial.as_str()).collect();
    needles.add_numbers("serial", &serials);
}

/// Whether a certificate is an authority's, which names no person: it signs certificates, and its subject has nothing that only
/// persons have.
fn is_an_authoritys(certificate: &CertificateReport) -> bool {
    let subject = &certificate.subject;
    let personal = [&subject.given_name, &subject.surname, &subject.serial_number];
    certificate.key_usage.iter().any(|usage| usage == "keyCertSign")
        && personal.iter().all(|part| part.is_none())
}

fn strip(field: &mut Option<String>, token: impl FnOnce(&str) -> String) {
    if let Some(text) = field {
        *text = token(text);
    }
}

/// Fields that hold closed words, digests, object identifiers or moments, where no person can stand and where a
/// person called "Ready" must not change the verdict.
fn is_vocabulary(field: &str) -> bool {
    const FIELDS: &[&str] = &[
        "access",
        "aid",
        "algorithm",
        "atr",
        "auth_time",
        "blocked_by",
        "captured_at",
        "chain",
        "check",
        "checked_at",
        "code",
        "date",
        "eid",
        "environment",
        "expires",
        "extended_key_usage",
        "id",
        "idp",
        "judged_at",
        "key_usage",
        "level_asked",
        "level_got",
        "method",
        "not_after",
        "not_before",
        "origin",
        "policies",
        "profile",
        "protocol",
        "reasons",
        "remedies",
        "remedy",
        "roles",
        "route",
        "schema_version",
        "scope",
        "severity",
        "sha256",
        "spki_sha256",
        "stage",
        "state",
        "status",
        "time",
        "verdict",
        "version",
        "what",
        "who",
    ];
    FIELDS.contains(&field)
}

/// What is left when a report cannot be walked: nothing that could name a person.
fn bare(report: Report) -> Report {
    Report {
        first_action: None,
        go_live: None,
        expiry_plan: Vec::new(),
        readers: Vec::new(),
        cards: Vec::new(),
        modules: Vec::new(),
        network: Vec::new(),
        client: None,
        login: LoginReport { verdict: report.login.verdict, ..LoginReport::default() },
        checks: Vec::new(),
        ..report
    }
}

fn evidences(report: &Report) -> impl Iterator<Item = &Evidence> {
    let go_live = report.go_live.iter().filter_map(|go_live| go_live.first_action.as_ref());
    let actions = report.first_action.iter().chain(go_live).map(|action| &action.evidence);
    report.checks.iter().map(|check| &check.evidence).chain(actions)
}

fn evidences_mut(report: &mut Report) -> impl Iterator<Item = &mut Evidence> {
    let go_live = report.go_live.iter_mut().filter_map(|go_live| go_live.first_action.as_mut());
    let actions = report.first_action.iter_mut().chain(go_live).map(|action| &mut action.evidence);
    report.checks.iter_mut().map(|check| &mut check.evidence).chain(actions)
}

#[cfg(test)]
mod tests;

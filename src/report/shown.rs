//! A report on its way out: without persons, unless they were asked for. Its long lists are gone through one by one as
//! they are written, so that nobody holds a second copy of thousands of certificates.

use super::parts;
use super::redact::Redactor;
use crate::judge::parallel;
use crate::judge::report::{CertificateReport, CheckResult, Expiry, Report};
use std::borrow::Cow;
use std::collections::HashMap;

/// A report as it is shown.
pub(super) struct Shown<'a> {
    /// What to call it.
    pub(super) title: Option<String>,
    /// Without its outcomes, its expiry plan and its certificates.
    pub(super) frame: Report,
    whole: &'a Report,
    without: Option<Without<'a>>,
}

/// What takes persons out, and what becomes of the subjects of outcomes: each certificate is the subject of many.
struct Without<'a> {
    redactor: Redactor,
    subjects: HashMap<&'a str, String>,
}

impl<'a> Shown<'a> {
    /// As it is.
    pub(super) fn as_it_is(title: Option<&str>, report: &'a Report) -> Self {
        Shown { title: title.map(str::to_owned), frame: parts::frame(report), whole: report, without: None }
    }

    /// Without persons; `None` where that cannot be done piece by piece.
    pub(super) fn without_persons(title: Option<&str>, report: &'a Report) -> Option<Self> {
        let redactor = Redactor::of(report);
        let frame = redactor.frame(report)?;
        let title = title.map(|title| redactor.text(title).into_owned());
        let subjects = redactor.subjects(report);
        Some(Shown { title, frame, whole: report, without: Some(Without { redactor, subjects }) })
    }

    /// The certificates of a card, by its place; each goes through [`Shown::certificate`].
    pub(super) fn certificates(&self, card: usize) -> &'a [CertificateReport] {
        self.whole.cards.get(card).map_or(&[], |card| &card.certificates)
    }

    /// The expiry plan; each row goes through [`Shown::expiry`].
    pub(super) fn expiry_plan(&self) -> &'a [Expiry] {
        &self.whole.expiry_plan
    }

    /// The outcomes; each goes through [`Shown::outcome`].
    pub(super) fn outcomes(&self) -> &'a [CheckResult] {
        &self.whole.checks
    }

    /// A certificate as it is shown.
    pub(super) fn certificate<'c>(&self, own: &'c CertificateReport) -> Cow<'c, CertificateReport> {
        self.without.as_ref().map_or(Cow::Borrowed(own), |it| Cow::Owned(it.redactor.certificate(own)))
    }

    /// A row of the expiry plan as it is shown.
    pub(super) fn expiry<'c>(&self, own: &'c Expiry) -> Cow<'c, Expiry> {
        self.without.as_ref().map_or(Cow::Borrowed(own), |it| Cow::Owned(it.redactor.expiry(own)))
    }

    /// An outcome as it is shown.
    pub(super) fn outcome<'c>(&self, own: &'c CheckResult) -> Cow<'c, CheckResult> {
        self.without
            .as_ref()
            .map_or(Cow::Borrowed(own), |it| Cow::Owned(it.redactor.check(own, &it.subjects)))
    }

    /// Takes apart, beside the work that goes on, what is no longer needed.
    pub(super) fn discard(self) {
        parallel::discard(self.without.map(|it| it.redactor));
    }
}

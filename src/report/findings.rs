//! What a report found, each fault once however many certificates have it, the most urgent first.

use super::voice::{Voice, is_finding};
use crate::judge::report::{CheckResult, Report, Status};

/// Outcomes of one check with one status.
pub(super) struct Finding<'r> {
    /// The outcome that speaks for all.
    pub(super) first: &'r CheckResult,
    others: Vec<&'r CheckResult>,
}

/// What somebody has to do something about: the first action's check first, then by weight. Plain information is not
/// among it.
pub(super) fn findings(report: &Report) -> Vec<Finding<'_>> {
    let mut findings: Vec<Finding> = Vec::new();
    let told = report.checks.iter().filter(|result| is_finding(result) && result.status != Status::Pass);
    for result in told {
        let same =
            |finding: &&mut Finding| finding.first.id == result.id && finding.first.status == result.status;
        match findings.iter_mut().find(same) {
            Some(finding) => finding.others.push(result),
            None => findings.push(Finding { first: result, others: Vec::new() }),
        }
    }
    let first = report.first_action.as_ref().map(|action| action.check.as_str());
    findings.sort_by_key(|finding| (Some(finding.first.id.as_str()) != first, weight(finding.first.status)));
    findings
}

fn weight(status: Status) -> u8 {
    match status {
        Status::Fail => 0,
        Status::Error => 1,
        Status::Warn => 2,
        Status::Pass | Status::Skip => 3,
    }
}

impl<'r> Finding<'r> {
    /// Every outcome.
    pub(super) fn results(&self) -> impl Iterator<Item = &'r CheckResult> {
        std::iter::once(self.first).chain(self.others.iter().copied())
    }

    /// The title, saying so when it could not be decided.
    pub(super) fn title(&self, voice: Voice) -> String {
        voice.title(self.first)
    }

    /// Each message once, with the things that it is about; an empty one where the title says it all.
    pub(super) fn messages(&self, voice: Voice) -> Vec<(Vec<&'r str>, String)> {
        let mut messages: Vec<(Vec<&str>, String)> = Vec::new();
        for result in self.results() {
            let message = match result.status {
                // The title says what could not be decided.
                Status::Error if !result.found => voice
                    .reason(&result.evidence)
                    .map(|reason| voice.line("reason", &[("reason", &reason)]))
                    .unwrap_or_default(),
                _ => voice.tell(result).message,
            };
            let subject = result.subject.as_deref();
            match messages.iter_mut().find(|(_, known)| *known == message) {
                Some((subjects, _)) => subjects.extend(subject),
                None => messages.push((subject.into_iter().collect(), message)),
            }
        }
        messages
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::text::Lang;
    use crate::report::samples;

    #[test]
    fn the_first_action_comes_first_and_a_fault_is_told_once() {
        let report = samples::expired();
        let found = findings(&report);
        let ids: Vec<&str> = found.iter().map(|finding| finding.first.id.as_str()).collect();
        assert_eq!(ids, ["cert.expired", "pin.few-tries"]);
        let catalogue = samples::catalogue();
        let voice = Voice { lang: Lang::Nb, catalogue: &catalogue };
        let messages = found.first().unwrap().messages(voice);
        assert_eq!(messages.len(), 1);
        assert_eq!(messages.first().unwrap().0.len(), 2);
    }
}

//! What was found, each fault once however many certificates have it, and what to do.

use super::layout::{Page, mark};
use crate::judge::report::{CheckResult, Report, Status};
use crate::report::voice::{Advice, Voice, is_finding};

/// Outcomes of one check with one status.
struct Finding<'r> {
    results: Vec<&'r CheckResult>,
}

/// Writes the findings; nothing when there are none.
pub(super) fn write(page: &mut Page, report: &Report, voice: Voice) {
    let findings = findings(report);
    if findings.is_empty() {
        return;
    }
    page.heading(voice.word("area", "todo"));
    for (at, finding) in findings.iter().enumerate() {
        if at > 0 {
            page.blank();
        }
        write_finding(page, finding, report, voice);
    }
}

/// What to tell of, the first action's check first and then by weight.
fn findings(report: &Report) -> Vec<Finding<'_>> {
    let mut findings: Vec<Finding> = Vec::new();
    // Plain information stands in its section; it is nothing to do.
    let told = report.checks.iter().filter(|result| is_finding(result) && result.status != Status::Pass);
    for result in told {
        let same = |finding: &&mut Finding| {
            finding
                .results
                .first()
                .is_some_and(|first| first.id == result.id && first.status == result.status)
        };
        match findings.iter_mut().find(same) {
            Some(finding) => finding.results.push(result),
            None => findings.push(Finding { results: vec![result] }),
        }
    }
    let first = report.first_action.as_ref().map(|action| action.check.as_str());
    findings.sort_by_key(|finding| {
        let result = finding.results.first();
        let is_first = result.is_some_and(|result| Some(result.id.as_str()) == first);
        (!is_first, result.map(|result| weight(result.status)))
    });
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

fn write_finding(page: &mut Page, finding: &Finding, report: &Report, voice: Voice) {
    let Some(result) = finding.results.first() else { return };
    let told = voice.tell(result);
    let title = match result.status {
        Status::Error => voice.line("undecided", &[("title", &told.title)]),
        _ => told.title,
    };
    page.marked(0, mark(result), &format!("{title} ({})", result.id));
    write_messages(page, finding, voice);
    if let Some(why) = told.why {
        page.paragraph(2, &voice.line("why", &[("text", &why)]));
    }
    let mut advice = result.remedies.iter().map(|id| voice.advise(id, &result.evidence, &report.station.os));
    if let Some(first) = advice.next() {
        write_steps(page, &first, voice);
    }
    for other in advice {
        let who = who(&other, voice);
        page.paragraph(2, &voice.line("otherwise", &[("who", &who), ("text", &other.short)]));
    }
}

/// Each message once, after the things that it is about.
fn write_messages(page: &mut Page, finding: &Finding, voice: Voice) {
    let mut messages: Vec<(String, Vec<&str>)> = Vec::new();
    for result in &finding.results {
        let message = match result.status {
            // The title says what could not be decided.
            Status::Error => match voice.reason(&result.evidence) {
                Some(reason) => voice.line("reason", &[("reason", &reason)]),
                None => String::new(),
            },
            _ => voice.tell(result).message,
        };
        let subject = result.subject.as_deref();
        match messages.iter_mut().find(|(known, _)| *known == message) {
            Some((_, subjects)) => subjects.extend(subject),
            None => messages.push((message, subject.into_iter().collect())),
        }
    }
    for (message, subjects) in messages {
        for subject in subjects {
            page.paragraph(2, subject);
        }
        if !message.is_empty() {
            page.paragraph(2, &message);
        }
    }
}

fn write_steps(page: &mut Page, advice: &Advice, voice: Voice) {
    let who = who(advice, voice);
    page.paragraph(2, &format!("{} – {}", voice.line("who", &[("who", &who)]), advice.short));
    for (at, step) in advice.steps.iter().enumerate() {
        page.hanging(4, &format!("{}. ", at + 1), step);
    }
    for command in &advice.commands {
        page.verbatim(7, &format!("> {command}"));
    }
    if let Some(worked) = &advice.worked {
        page.paragraph(4, &voice.line("worked", &[("text", worked)]));
    }
    if let Some(link) = &advice.link {
        page.paragraph(4, &voice.line("link", &[("link", link)]));
    }
}

fn who(advice: &Advice, voice: Voice) -> String {
    advice.who.map_or_else(|| voice.word("line", "missing").to_owned(), |who| voice.named("who", who))
}

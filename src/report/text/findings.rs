//! What was found, and what to do about it.

use super::layout::{Page, mark};
use crate::judge::report::Report;
use crate::report::findings::{Finding, findings};
use crate::report::voice::{Advice, Voice};

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

fn write_finding(page: &mut Page, finding: &Finding, report: &Report, voice: Voice) {
    let result = finding.first;
    page.marked(0, mark(result), &format!("{} ({})", finding.title(voice), result.id));
    for (subjects, message) in finding.messages(voice) {
        for line in subjects.into_iter().chain(Some(message.as_str())).filter(|line| !line.is_empty()) {
            page.paragraph(2, line);
        }
    }
    if let Some(why) = voice.tell(result).why {
        page.paragraph(2, &voice.line("why", &[("text", &why)]));
    }
    let mut advice = result.remedies.iter().map(|id| voice.advise(id, &result.evidence, &report.station.os));
    if let Some(first) = advice.next() {
        write_steps(page, &first, &result.id, voice);
    }
    for other in advice {
        let who = who(&other, &result.id, voice);
        page.paragraph(2, &voice.line("otherwise", &[("who", &who), ("text", &other.short)]));
    }
}

fn write_steps(page: &mut Page, advice: &Advice, check: &str, voice: Voice) {
    let who = who(advice, check, voice);
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

fn who(advice: &Advice, check: &str, voice: Voice) -> String {
    advice.who.map_or_else(|| voice.word("line", "missing").to_owned(), |who| voice.whose(who, check))
}

//! The report for a person at a terminal: the answer, what to do, what was seen, and the line for the phone.

mod files;
mod findings;
mod layout;
mod modules;
mod sections;

pub(super) use sections::{days_left, issuer, roles, tries};

use super::Titled;
use super::fill::{date, minute};
use super::voice::{Voice, sentence};
use crate::judge::report::{GoLive, Report};
use layout::{Page, Tone, WIDTH};

pub(super) fn render(sheets: &[Titled], voice: Voice, color: bool) -> String {
    let mut page = Page::new(color);
    for (at, sheet) in sheets.iter().enumerate() {
        if at > 0 {
            page.blank();
        }
        if let Some(title) = &sheet.title {
            page.toned(Tone::Strong, &banner(title));
            page.blank();
        }
        write(&mut page, &sheet.report, voice);
    }
    page.finish()
}

fn banner(title: &str) -> String {
    let rest = WIDTH.saturating_sub(title.chars().count() + 4);
    format!("── {title} {}", "─".repeat(rest))
}

fn write(page: &mut Page, report: &Report, voice: Voice) {
    write_answer(page, report, voice);
    findings::write(page, report, voice);
    sections::write(page, report, voice);
    if report.redacted {
        page.blank();
        page.paragraph(0, voice.word("line", "redacted"));
    }
    page.blank();
    page.toned(Tone::of_verdict(report.verdict), &voice.phone_line(report));
}

fn write_answer(page: &mut Page, report: &Report, voice: Voice) {
    page.toned(Tone::of_verdict(report.verdict), &voice.named("verdict", report.verdict));
    page.paragraph(0, voice.word("sentence", &sentence(report)));
    if let Some(go_live) = &report.go_live {
        page.paragraph(0, &on_the_day(go_live, voice));
    }
    let judged = voice.line(
        "judged",
        &[
            ("when", &minute(report.judged_at, voice.lang)),
            ("profile", &report.profile),
            ("tool", &report.tool.name),
            ("version", &report.tool.version),
        ],
    );
    page.paragraph(0, &judged);
}

/// The answer for the go-live day.
pub(super) fn on_the_day(go_live: &GoLive, voice: Voice) -> String {
    let day = date(go_live.date, voice.lang);
    let verdict = voice.named("verdict", go_live.verdict);
    let mut line = voice.line("go-live", &[("date", &day), ("verdict", &verdict)]);
    if let Some(action) = &go_live.first_action {
        let (who, text) = (voice.whose(action.who, &action.check), voice.action(action));
        let next = voice.line("next", &[("who", &who), ("text", &text)]);
        line = format!("{line} · {} · {next}", action.check);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::report::Verdict;
    use crate::judge::text::Lang;
    use crate::report::samples;

    fn text(report: Report, lang: Lang, color: bool) -> String {
        let catalogue = samples::catalogue();
        let sheet = Titled { title: None, report };
        render(&[sheet], Voice { lang, catalogue: &catalogue }, color)
    }

    #[test]
    fn the_whole_report_in_norwegian() {
        let text = text(samples::expired(), Lang::Nb, false);
        assert_eq!(text, include_str!("../samples/expired.nb.txt"), "{text}");
    }

    #[test]
    fn the_whole_report_in_english() {
        let text = text(samples::expired(), Lang::En, false);
        assert_eq!(text, include_str!("../samples/expired.en.txt"), "{text}");
    }

    #[test]
    fn files_have_no_readers_and_each_says_what_became_of_it() {
        let text = text(samples::files(), Lang::Nb, false);
        assert!(text.contains("✗ login.der: kjeden er ikke godtatt"), "{text}");
        assert!(text.contains("· utløpt: 2025-11-23") && text.contains("✓ signature.der"), "{text}");
        for absent in ["KORTLESERE", "ARBEIDSSTASJON", "Ingen kortleser", "ATR"] {
            assert!(!text.contains(absent), "{absent} in\n{text}");
        }
    }

    #[test]
    fn the_answer_comes_first_and_the_line_for_the_phone_last() {
        for report in samples::all() {
            let text = text(report.clone(), Lang::Nb, false);
            let answer = crate::report::words::named(Lang::Nb, "verdict", report.verdict);
            assert_eq!(text.lines().next(), Some(answer.as_str()));
            assert!(text.lines().last().unwrap().starts_with(&format!("{answer} · ")), "{text}");
        }
    }

    #[test]
    fn lines_fit_the_window_and_hold_no_escapes() {
        for report in samples::all() {
            for lang in [Lang::Nb, Lang::En] {
                let text = text(report.clone(), lang, false);
                assert!(!text.contains('\x1b'));
                for line in text.lines().rev().skip(1) {
                    assert!(line.chars().count() <= WIDTH, "{line}");
                    assert_eq!(line.trim_end(), line);
                }
            }
        }
        assert!(text(samples::ready(), Lang::Nb, true).contains("\x1b[1;32mKLAR\x1b[0m"));
    }

    #[test]
    fn a_verdict_without_an_action_still_names_a_code_and_somebody() {
        let report = samples::undetermined();
        assert_eq!(report.verdict, Verdict::Undetermined);
        let text = text(report, Lang::Nb, false);
        assert_eq!(
            text.lines().last(),
            Some("KUNNE IKKE AVGJØRES · card.unidentified · neste: brukerstøtte – se rapporten")
        );
    }
}

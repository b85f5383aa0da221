//! The report in as few lines as possible: the line for the phone, then one line a failure.

use super::Titled;
use super::findings::{Finding, findings};
use super::voice::Voice;
use std::fmt::Write;

pub(super) fn render(sheets: &[Titled], voice: Voice) -> String {
    let mut out = String::new();
    for sheet in sheets {
        if let Some(title) = &sheet.title {
            let _ = write!(out, "{title}: ");
        }
        let _ = writeln!(out, "{}", voice.phone_line(&sheet.report));
        for result in findings(&sheet.report).iter().flat_map(Finding::results) {
            let subject =
                result.subject.as_deref().map(|subject| format!(" [{subject}]")).unwrap_or_default();
            let status = voice.status(result);
            let _ = writeln!(out, "  {status} {}{subject}: {}", result.id, voice.tell(result).message);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::text::Lang;
    use crate::report::samples;

    #[test]
    fn the_verdict_comes_first_and_the_failures_after() {
        let catalogue = samples::catalogue();
        let sheet = Titled { title: Some("Kort 1".into()), report: samples::expired() };
        let text = render(&[sheet], Voice { lang: Lang::Nb, catalogue: &catalogue });
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(
            lines.first(),
            Some(&"Kort 1: IKKE KLAR · cert.expired · neste: kortinnehaver – bestill nytt kort")
        );
        assert!(lines.get(1).unwrap().starts_with("  feil cert.expired [ACS ACR39U 00 00 · "), "{text}");
    }
}

//! One line as monitoring plugins write it: `EID OK - text | perfdata`
//! (Monitoring Plugins Development Guidelines, "Plugin Output for Nagios").

use super::Titled;
use super::voice::Voice;
use crate::judge::report::{Report, Status, Verdict};

/// A verdict as a plugin's exit code and state word.
pub fn state(verdict: Verdict) -> (u8, &'static str) {
    match verdict {
        Verdict::Ready => (0, "OK"),
        Verdict::ReadyWithWarnings => (1, "WARNING"),
        Verdict::NotReady => (2, "CRITICAL"),
        Verdict::Undetermined => (3, "UNKNOWN"),
    }
}

pub(super) fn render(sheets: &[Titled], voice: Voice) -> String {
    // The gravest report speaks; `Verdict` is ordered by how grave it is.
    let Some(gravest) = sheets.iter().rev().max_by_key(|sheet| sheet.report.verdict) else {
        return "EID UNKNOWN - |\n".to_owned();
    };
    let (_, word) = state(gravest.report.verdict);
    let title = gravest.title.as_deref().map(|title| format!("{title}: ")).unwrap_or_default();
    let count = match sheets.len() {
        1 => String::new(),
        count => format!(" ({})", voice.line("reports", &[("count", &count.to_string())])),
    };
    let text = format!("{title}{}{count}", voice.phone_line(&gravest.report)).replace('|', "/");
    let reports: Vec<&Report> = sheets.iter().map(|sheet| &sheet.report).collect();
    format!("EID {word} - {text} | {}\n", measures(&reports))
}

/// Counts of outcomes, days to the first expiry, and time spent with the cards.
fn measures(reports: &[&Report]) -> String {
    let count = |status: Status| {
        reports.iter().flat_map(|report| &report.checks).filter(|check| check.status == status).count()
    };
    let cards = || reports.iter().flat_map(|report| &report.cards);
    let mut measures = vec![
        format!("fail={};;0;0", count(Status::Fail)),
        format!("error={};;;0", count(Status::Error)),
        format!("warn={};0;;0", count(Status::Warn)),
        format!("pass={};;;0", count(Status::Pass)),
        format!("cards={};;;0", cards().count()),
    ];
    let days = cards().flat_map(|card| &card.certificates).map(|certificate| certificate.days_left).min();
    measures.extend(days.map(|days| format!("days_left={days}")));
    let time: u64 = cards().map(|card| card.traffic.ms).sum();
    measures.push(format!("card_time={time}ms;;;0"));
    measures.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::text::Lang;
    use crate::report::samples;

    fn line(reports: Vec<Report>) -> String {
        let catalogue = samples::catalogue();
        let sheets: Vec<Titled> = reports.into_iter().map(|report| Titled { title: None, report }).collect();
        render(&sheets, Voice { lang: Lang::En, catalogue: &catalogue })
    }

    #[test]
    fn one_line_with_state_text_and_measures() {
        let line = line(vec![samples::expired()]);
        assert!(
            line.starts_with("EID CRITICAL - NOT READY · cert.expired · next: card holder – order"),
            "{line}"
        );
        assert_eq!((line.matches('\n').count(), line.matches('|').count()), (1, 1));
        assert!(line.contains(" days_left=-364 "), "{line}");
    }

    #[test]
    fn the_gravest_of_several_speaks() {
        let line = line(vec![samples::ready(), samples::expired(), samples::ready()]);
        assert!(line.starts_with("EID CRITICAL - ") && line.contains("(3 reports)"), "{line}");
    }

    #[test]
    fn a_bar_in_the_text_does_not_start_the_measures() {
        let mut report = samples::ready();
        report.verdict = Verdict::Undetermined;
        let mut check = samples::expired().checks.remove(0);
        check.id = "a|b".into();
        check.status = Status::Error;
        report.checks = vec![check];
        assert_eq!(line(vec![report]).matches('|').count(), 1);
    }
}

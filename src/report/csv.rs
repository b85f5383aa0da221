//! A table with one row for each outcome of each check, as the language's spreadsheet opens it.

use super::fill::day;
use super::voice::{Told, Voice, is_finding};
use super::{RenderError, Titled, files};
use crate::judge::calendar::local_time;
use crate::judge::report::{CheckResult, Report};
use crate::judge::text::Lang;

/// With it Excel reads the file as UTF-8 and not in the Windows code page.
const BYTE_ORDER_MARK: &str = "\u{FEFF}";

pub(super) fn render(sheets: &[Titled], voice: Voice) -> Result<Vec<u8>, RenderError> {
    let head = COLUMNS.iter().map(|column| voice.word("column", column).to_owned()).collect();
    let rows = sheets.iter().flat_map(|sheet| {
        let nothing = sheet.report.checks.is_empty().then(|| row(sheet, None, voice));
        nothing
            .into_iter()
            .chain(files::outcomes(&sheet.report).map(move |result| row(sheet, Some(result), voice)))
    });
    table(std::iter::once(head).chain(rows), voice.lang)
}

/// Rows as a file that the language's spreadsheet opens; no cell of it is a formula.
///
/// # Errors
/// There is no room for it.
pub fn table(rows: impl Iterator<Item = Vec<String>>, lang: Lang) -> Result<Vec<u8>, RenderError> {
    let (delimiter, start) = match lang {
        // Excel takes the list separator from the Windows region, and Norway's is the semicolon.
        Lang::Nb => (b';', BYTE_ORDER_MARK),
        Lang::En => (b',', ""),
    };
    let mut out = start.as_bytes().to_vec();
    let mut table = ::csv::WriterBuilder::new()
        .delimiter(delimiter)
        .terminator(::csv::Terminator::CRLF)
        .from_writer(&mut out);
    for row in rows {
        table.write_record(row.iter().map(|cell| harmless(cell)))?;
    }
    table.flush().map_err(::csv::Error::from)?;
    drop(table);
    Ok(out)
}

const COLUMNS: &[&str] = &[
    "report", "judged", "profile", "verdict", "subject", "check", "status", "severity", "title", "message",
    "who", "action",
];

fn row(sheet: &Titled, result: Option<&CheckResult>, voice: Voice) -> Vec<String> {
    let report = &sheet.report;
    let mut cells = vec![
        sheet.title.clone().unwrap_or_default(),
        judged(report, voice.lang),
        report.profile.clone(),
        voice.named("verdict", report.verdict),
    ];
    match result {
        None => cells.resize(COLUMNS.len(), String::new()),
        Some(result) => {
            let Told { title, message, .. } = voice.tell(result);
            let advice =
                result.remedies.first().map(|id| voice.advise(id, &result.evidence, &report.station.os));
            let who = advice.as_ref().and_then(|advice| advice.who);
            // Of what is in order the fault's name and weight would only mislead.
            let found = |text: String| if is_finding(result) { text } else { String::new() };
            cells.extend([
                result.subject.clone().unwrap_or_default(),
                result.id.clone(),
                voice.status(result),
                found(voice.named("severity", result.severity)),
                found(title),
                message,
                who.map(|who| voice.whose(who, &result.id)).unwrap_or_default(),
                advice.map(|advice| advice.short).unwrap_or_default(),
            ]);
        }
    }
    cells
}

/// In Norwegian the form that Excel there takes for a moment, in Norwegian time; else UTC as RFC 3339 has it.
fn judged(report: &Report, lang: Lang) -> String {
    match lang {
        Lang::Nb => {
            let time = local_time(report.judged_at);
            format!("{} {:02}:{:02}", day(report.judged_at, lang), time.hour(), time.minute())
        }
        Lang::En => report.judged_at.to_string(),
    }
}

/// A cell that no spreadsheet takes for a formula (OWASP, "CSV Injection"): names and labels come from strangers.
fn harmless(cell: &str) -> String {
    let first = cell.trim_start_matches(' ').chars().next();
    match first {
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠') => {
            format!("'{cell}")
        }
        _ => cell.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::samples;

    fn table(report: Report, lang: Lang) -> String {
        let catalogue = samples::catalogue();
        let sheets = [Titled { title: None, report }];
        String::from_utf8(render(&sheets, Voice { lang, catalogue: &catalogue }).unwrap()).unwrap()
    }

    #[test]
    fn norwegian_excel_opens_it() {
        let table = table(samples::expired(), Lang::Nb);
        assert!(table.starts_with("\u{FEFF}Rapport;Vurdert;"), "{table}");
        assert!(table.contains(";22.11.2026 09:00;"), "{table}");
        assert_eq!(table.lines().count(), table.matches("\r\n").count());
        assert_eq!(table.lines().count(), 1 + samples::expired().checks.len());
    }

    #[test]
    fn english_has_commas_and_no_mark() {
        let table = table(samples::expired(), Lang::En);
        assert!(table.starts_with("Report,Judged,"));
        assert!(table.contains(",2026-11-22T08:00:00Z,"));
    }

    #[test]
    fn no_checks_is_still_a_row() {
        let report = Report { checks: Vec::new(), ..samples::expired() };
        assert_eq!(table(report, Lang::En).lines().count(), 2);
    }

    #[test]
    fn a_cell_is_never_a_formula() {
        for cell in ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "  =1", "＝1"] {
            assert!(harmless(cell).starts_with('\''), "{cell:?}");
        }
        assert_eq!(harmless("Kari - Nordmann"), "Kari - Nordmann");
        let mut report = samples::expired();
        report.checks.truncate(1);
        report.checks.iter_mut().for_each(|check| check.subject = Some("=HYPERLINK(\"x\";\"y\")".into()));
        assert!(table(report, Lang::Nb).contains(";\"'=HYPERLINK(\"\"x\"\";\"\"y\"\")\";"));
    }
}

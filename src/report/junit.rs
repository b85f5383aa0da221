//! JUnit XML: one suite a report, one case an outcome.

use super::voice::Voice;
use super::words::key_of;
use super::{RenderError, Titled, files};
use crate::judge::check::Scope;
use crate::judge::report::{CheckResult, Report, Status};
use quick_junit::{NonSuccessKind, Property, TestCase, TestCaseStatus, TestSuite};

pub(super) fn render(sheets: &[Titled], voice: Voice) -> Result<Vec<u8>, RenderError> {
    let mut document = quick_junit::Report::new("eid-ready");
    for sheet in sheets {
        document.add_test_suite(suite(sheet, voice));
    }
    let mut bytes = Vec::new();
    document.serialize(&mut bytes)?;
    Ok(bytes)
}

fn suite(sheet: &Titled, voice: Voice) -> TestSuite {
    let report = &sheet.report;
    let mut suite = TestSuite::new(sheet.title.as_deref().unwrap_or("eid-ready"));
    suite.extra.insert("timestamp".into(), report.judged_at.to_string().into());
    for (name, value) in properties(report) {
        suite.add_property(Property::new(name, value));
    }
    suite.set_system_out(voice.phone_line(report));
    for result in files::outcomes(report) {
        suite.add_test_case(case(result, report, voice));
    }
    suite
}

fn properties(report: &Report) -> Vec<(&'static str, String)> {
    let action = report.first_action.as_ref();
    vec![
        ("tool", format!("{} {}", report.tool.name, report.tool.version)),
        ("schema_version", report.schema_version.clone()),
        ("profile", report.profile.clone()),
        ("captured_at", report.captured_at.to_string()),
        ("verdict", key_of(report.verdict)),
        ("first_action.check", action.map(|action| action.check.clone()).unwrap_or_default()),
        ("first_action.who", action.map(|action| key_of(action.who)).unwrap_or_default()),
        ("redacted", report.redacted.to_string()),
    ]
}

fn case(result: &CheckResult, report: &Report, voice: Voice) -> TestCase {
    let told = voice.tell(result);
    let mut case = TestCase::new(result.id.as_str(), status(result, report, voice));
    case.set_classname(result.subject.as_deref().unwrap_or(class(result.scope)));
    case.set_time(std::time::Duration::from_millis(result.duration_ms.unwrap_or(0)));
    if matches!(result.status, Status::Warn | Status::Pass) {
        // JUnit knows no warning: it passes, and the log says so.
        case.set_system_out(format!("{}: {}", voice.status(result), told.message));
    }
    case
}

/// Where an outcome without a subject of its own belongs.
fn class(scope: Scope) -> &'static str {
    match scope {
        Scope::Client => "client",
        Scope::Login => "login",
        Scope::Station | Scope::Reader | Scope::Card | Scope::Certificate | Scope::Module => "station",
    }
}

fn status(result: &CheckResult, report: &Report, voice: Voice) -> TestCaseStatus {
    let told = voice.tell(result);
    let mut status = match result.status {
        Status::Pass | Status::Warn => return TestCaseStatus::success(),
        Status::Fail => TestCaseStatus::non_success(NonSuccessKind::Failure),
        Status::Error => TestCaseStatus::non_success(NonSuccessKind::Error),
        Status::Skip => TestCaseStatus::skipped(),
    };
    if result.status != Status::Skip {
        status.set_type(key_of(result.severity));
        status.set_description(description(result, report, voice));
    }
    status.set_message(told.message);
    status
}

/// Title, message and what to do, for the page that a dashboard shows of a failed case.
fn description(result: &CheckResult, report: &Report, voice: Voice) -> String {
    let told = voice.tell(result);
    let mut lines = vec![told.title, told.message];
    for id in &result.remedies {
        let advice = voice.advise(id, &result.evidence, &report.station.os);
        let who = advice.who.map(|who| format!("{}: ", voice.whose(who, &result.id))).unwrap_or_default();
        lines.push(format!("{who}{}", advice.short));
        lines.extend(advice.steps.iter().enumerate().map(|(at, step)| format!("  {}. {step}", at + 1)));
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::text::Lang;
    use crate::report::samples;

    #[test]
    fn what_has_no_subject_belongs_to_what_its_check_looks_at() {
        let catalogue = samples::catalogue();
        for (scope, class) in [(Scope::Login, "login"), (Scope::Client, "client"), (Scope::Card, "station")] {
            let mut report = samples::expired();
            report.checks.truncate(1);
            (report.checks[0].scope, report.checks[0].subject) = (scope, None);
            let sheets = [Titled { title: None, report }];
            let bytes = render(&sheets, Voice { lang: Lang::Nb, catalogue: &catalogue }).unwrap();
            let xml = String::from_utf8(bytes).unwrap();
            assert!(xml.contains(&format!("classname=\"{class}\"")), "{xml}");
        }
    }

    #[test]
    fn outcomes_keep_their_meaning() {
        let catalogue = samples::catalogue();
        let sheets = [Titled { title: None, report: samples::expired() }];
        let bytes = render(&sheets, Voice { lang: Lang::Nb, catalogue: &catalogue }).unwrap();
        let xml = String::from_utf8(bytes).unwrap();
        assert!(xml.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>"), "{xml}");
        assert!(
            xml.contains(r#"tests="8" skipped="2" errors="0" failures="2""#)
                || xml.contains(r#"tests="8" disabled="2" errors="0" failures="2""#),
            "{xml}"
        );
        assert!(xml.contains(r#"<property name="verdict" value="not-ready"/>"#), "{xml}");
        assert!(xml.contains("<skipped message=\"Hoppet over på grunn av cert.expired.\"/>"), "{xml}");
        assert!(xml.contains("merknad: PIN (auth) har 1 forsøk igjen."), "{xml}");
    }
}

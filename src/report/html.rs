//! One page, self-contained: no script, no font, no address is fetched. It can be mailed, printed and archived.

use super::fill::{day, minute};
use super::findings::{Finding, findings};
use super::text::{days_left, issuer, on_the_day, roles, tries};
use super::voice::{Advice, Voice, is_finding, sentence};
use super::words::key_of;
use super::{RenderError, Titled, files, plan, session, stores};
use crate::judge::report::{CardReport, CheckResult, PathVerdict, Report, Status};
use crate::judge::text::Lang;
use minijinja::{Environment, Value, context};

pub(super) fn render(sheets: &[Titled], voice: Voice) -> Result<Vec<u8>, RenderError> {
    let mut environment = Environment::new();
    // The name's ending turns on escaping: names and labels come from strangers.
    environment.add_template("report.html", include_str!("report.html"))?;
    let reports: Vec<Value> = sheets.iter().map(|sheet| page(sheet, voice)).collect();
    let lang = match voice.lang {
        Lang::Nb => "nb",
        Lang::En => "en",
    };
    let words = Value::from_function(move |group: String, key: String| {
        super::words::word(voice_lang(lang), &group, &key).to_owned()
    });
    let text = environment.get_template("report.html")?.render(context! { lang, reports, word => words })?;
    Ok(text.into_bytes())
}

/// The template's function must own what it uses, and a language tag is easiest to own.
fn voice_lang(tag: &str) -> Lang {
    if tag == "nb" { Lang::Nb } else { Lang::En }
}

fn page(sheet: &Titled, voice: Voice) -> Value {
    let report = &sheet.report;
    let findings: Vec<Value> = findings(report).iter().map(|finding| found(finding, report, voice)).collect();
    let notes: Vec<Value> = told(report, |r| is_finding(r) && r.status == Status::Pass, voice);
    let others: Vec<Value> = told(report, |r| !is_finding(r), voice);
    context! {
        title => &sheet.title,
        verdict => key_of(report.verdict),
        sentence => sentence(report),
        go_live => report.go_live.as_ref().map(|go_live| on_the_day(go_live, voice)),
        judged => voice.line("judged", &[
            ("when", &minute(report.judged_at, voice.lang)),
            ("profile", &report.profile),
            ("tool", &report.tool.name),
            ("version", &report.tool.version),
        ]),
        phone => voice.phone_line(report),
        redacted => report.redacted,
        station => [report.station.os.clone(), report.station.architecture.clone()].join(" · "),
        readers => report.readers.iter().map(|reader| context! {
            name => &reader.name, state => voice.word("reader-state", &reader.state),
        }).collect::<Vec<_>>(),
        is_about_files => files::is_about_files(report),
        is_without_cards => session::is_without_cards(report),
        client => session::client(report, voice),
        login => session::login(report, voice),
        files => files::certificates(report, voice).into_iter().map(file).collect::<Vec<_>>(),
        cards => report.cards.iter().map(|card| card_context(card, voice)).collect::<Vec<_>>(),
        stores => stores::lines(report, voice).into_iter().map(|store| context! {
            head => store.head, certificates => store.certificates,
        }).collect::<Vec<_>>(),
        plan => plan::rows(report).iter().map(|expiry| plan::line(expiry, voice)).collect::<Vec<_>>(),
        findings, notes, others,
    }
}

fn file(told: files::Told) -> Value {
    context! {
        name => told.name,
        status => match told.verdict {
            PathVerdict::Valid => "pass",
            PathVerdict::Invalid => "fail",
            PathVerdict::Undetermined => "error",
        },
        word => told.word,
        lines => told.lines,
        reasons => told.reasons,
    }
}

fn card_context(card: &CardReport, voice: Voice) -> Value {
    let unknown = || voice.word("line", "unknown-card").to_owned();
    context! {
        reader => &card.reader,
        family => card.family.as_ref().map_or_else(unknown, |family| family.name.clone()),
        access => voice.named("access", card.access),
        label => &card.token.label,
        pins => card.pins.iter().map(|pin| tries(pin, voice)).collect::<Vec<_>>(),
        name_asked => card.name.verdict != "not-checked",
        name => voice.word("name-verdict", &card.name.verdict),
        expected => card.name.expected.as_ref().map(|name| voice.line("expected", &[("name", name)])),
        certificates => card.certificates.iter().map(|certificate| context! {
            roles => roles(certificate, voice),
            holder => certificate.subject.common_name.as_ref().unwrap_or(&certificate.subject.dn),
            issuer => issuer(&certificate.issuer.dn),
            until => day(certificate.not_after, voice.lang),
            left => days_left(certificate.days_left, voice),
        }).collect::<Vec<_>>(),
    }
}

fn told(report: &Report, wanted: impl Fn(&CheckResult) -> bool, voice: Voice) -> Vec<Value> {
    let wanted = files::outcomes(report).filter(|result| wanted(result));
    wanted.map(|result| outcome(result, voice)).collect()
}

fn found(finding: &Finding, report: &Report, voice: Voice) -> Value {
    let result = finding.first;
    let remedies = result.remedies.iter();
    let remedies = remedies.map(|id| voice.advise(id, &result.evidence, &report.station.os));
    let messages = finding.messages(voice).into_iter();
    context! {
        id => &result.id,
        status => key_of(result.status),
        status_word => voice.status(result),
        title => finding.title(voice),
        messages => messages.map(message).collect::<Vec<_>>(),
        why => voice.tell(result).why.map(|why| voice.line("why", &[("text", &why)])),
        remedies => remedies.map(|advice| remedy(advice, &result.id, voice)).collect::<Vec<_>>(),
    }
}

fn message((subjects, text): (Vec<&str>, String)) -> Value {
    let subjects: Vec<String> = subjects.into_iter().map(str::to_owned).collect();
    context! { subjects, text }
}

fn outcome(result: &CheckResult, voice: Voice) -> Value {
    context! {
        id => &result.id,
        status => key_of(result.status),
        status_word => voice.status(result),
        subject => &result.subject,
        message => voice.tell(result).message,
    }
}

fn remedy(advice: Advice, check: &str, voice: Voice) -> Value {
    let missing = || voice.word("line", "missing").to_owned();
    let who = advice.who.map_or_else(missing, |who| voice.whose(who, check));
    context! {
        who => voice.line("who", &[("who", &who)]),
        short => advice.short,
        steps => advice.steps,
        commands => advice.commands,
        worked => advice.worked.map(|text| voice.line("worked", &[("text", &text)])),
        // Only an address of the web becomes a link.
        link => advice.link.filter(|link| link.starts_with("https://")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::samples;

    fn html(report: Report, lang: Lang) -> String {
        let catalogue = samples::catalogue();
        let sheets = [Titled { title: None, report }];
        String::from_utf8(render(&sheets, Voice { lang, catalogue: &catalogue }).unwrap()).unwrap()
    }

    #[test]
    fn the_page_says_what_the_report_says() {
        let page = html(samples::expired(), Lang::Nb);
        assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"nb\">"), "{page}");
        for expected in
            ["IKKE KLAR", "Sertifikatet er utløpt", "cert.expired", "bestill nytt kort", "23.11.2025"]
        {
            assert!(page.contains(expected), "{expected}");
        }
        assert!(html(samples::expired(), Lang::En).contains("<html lang=\"en\">"));
    }

    #[test]
    fn the_page_fetches_nothing_and_runs_nothing() {
        let page = html(samples::expired(), Lang::Nb);
        for forbidden in ["<script", "<link", "<img", "@import", "url(", "src="] {
            assert!(!page.contains(forbidden), "{forbidden}");
        }
    }

    #[test]
    fn strangers_cannot_write_into_the_page() {
        let mut report = samples::expired();
        let hostile = "<script>alert(1)</script>\"'&";
        report.checks.iter_mut().for_each(|check| check.subject = Some(hostile.into()));
        report.readers.iter_mut().for_each(|reader| reader.name = hostile.into());
        report.cards.iter_mut().for_each(|card| card.token.label = Some(hostile.into()));
        let page = html(report, Lang::Nb);
        assert!(!page.contains("<script") && page.contains("&lt;script&gt;"), "{page}");
    }
}

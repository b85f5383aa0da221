//! Report to bytes: one file a format. Persons are taken out first, unless they are asked for.

mod csv;
mod files;
mod fill;
mod findings;
mod html;
mod json;
mod junit;
mod nagios;
mod parts;
mod plan;
mod redact;
#[cfg(test)]
mod samples;
mod session;
mod short;
mod shown;
mod stores;
mod text;
mod voice;
mod walk;
mod words;

pub use csv::table as csv_table;
pub use json::{read, schema};
pub use nagios::state as nagios_state;
pub use redact::redact;
pub use words::difference_between;

use crate::judge::report::Report;
use crate::judge::text::Lang;
use redact::Redactor;
use std::fmt;
use std::str::FromStr;
use voice::{Catalogue, Voice};

/// A form that a report can take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// For a person at a terminal.
    Text,
    /// One line a report, and one a finding.
    Short,
    /// The published JSON.
    Json,
    /// JUnit XML, for test dashboards.
    Junit,
    /// One page, self-contained, printable.
    Html,
    /// A table that the language's spreadsheet opens.
    Csv,
    /// One line for Nagios and its kin.
    Nagios,
}

impl Format {
    /// Every format.
    pub const ALL: &'static [Format] = &[
        Format::Text,
        Format::Short,
        Format::Json,
        Format::Junit,
        Format::Html,
        Format::Csv,
        Format::Nagios,
    ];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Format::Text => "text",
            Format::Short => "short",
            Format::Json => "json",
            Format::Junit => "junit",
            Format::Html => "html",
            Format::Csv => "csv",
            Format::Nagios => "nagios",
        }
    }

    /// Whether persons are stripped unless they are asked for, also on a terminal: only the full text is for the eyes
    /// of whoever stands there, everything else is made to be sent on.
    pub fn redacts(self) -> bool {
        self != Format::Text
    }

    /// Whether machines read it: nothing else is then written beside it.
    pub fn is_machine(self) -> bool {
        !matches!(self, Format::Text | Format::Short)
    }
}

impl fmt::Display for Format {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Format::ALL
            .iter()
            .copied()
            .find(|format| format.name() == text)
            .ok_or_else(|| UnknownFormat(text.to_owned()))
    }
}

/// There is no format of that name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown format {0}; known are text, short, json, junit, html, csv, nagios")]
pub struct UnknownFormat(pub String);

/// How to render.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// In which language.
    pub lang: Lang,
    /// With colour; text only.
    pub color: bool,
    /// With persons' names and numbers.
    pub show_persons: bool,
}

/// A report among several.
#[derive(Debug, Clone, PartialEq)]
pub struct Titled {
    /// What to call it, such as the simulated card's name.
    pub title: Option<String>,
    /// The report.
    pub report: Report,
}

/// A report could not be written.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// As JSON.
    #[error("the report cannot be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// As JUnit XML.
    #[error("the report cannot be written as JUnit XML: {0}")]
    Junit(#[from] quick_junit::SerializeError),
    /// As HTML.
    #[error("the report cannot be written as HTML: {0}")]
    Html(#[from] minijinja::Error),
    /// As CSV.
    #[error("the report cannot be written as CSV: {0}")]
    Csv(#[from] ::csv::Error),
}

/// The words for a verdict on a name.
pub fn name_verdict(verdict: &str, lang: Lang) -> &str {
    words::word(lang, "name-verdict", verdict)
}

/// Whose turn it is, in words.
pub fn who(who: crate::judge::report::Who, lang: Lang) -> String {
    Voice { lang, catalogue: Catalogue::shipped() }.named("who", who)
}

/// One report as bytes.
///
/// # Errors
/// A library that writes the format refused it.
pub fn render(report: &Report, format: Format, options: &Options) -> Result<Vec<u8>, RenderError> {
    render_alone(&Titled { title: None, report: report.clone() }, format, options)
}

/// The same, without a copy; its title is said where the format has a place for it.
///
/// # Errors
/// A library that writes the format refused it.
pub fn render_alone(sheet: &Titled, format: Format, options: &Options) -> Result<Vec<u8>, RenderError> {
    write(std::slice::from_ref(sheet), true, format, options, Catalogue::shipped())
}

/// Several reports as bytes, one after the other; JSON is `{"reports": […]}`, also when there is only one.
///
/// # Errors
/// A library that writes the format refused it.
pub fn render_all(reports: &[Titled], format: Format, options: &Options) -> Result<Vec<u8>, RenderError> {
    write(reports, false, format, options, Catalogue::shipped())
}

fn write(
    sheets: &[Titled],
    alone: bool,
    format: Format,
    options: &Options,
    catalogue: &Catalogue,
) -> Result<Vec<u8>, RenderError> {
    let voice = Voice { lang: options.lang, catalogue };
    let shown = || sheets.iter().map(|sheet| prepared(sheet, options, voice)).collect::<Vec<_>>();
    match format {
        Format::Text => Ok(text::render(&shown(), voice, options.color).into_bytes()),
        Format::Short => Ok(short::render(&shown(), voice).into_bytes()),
        // It escapes control characters itself, and is made for thousands of certificates.
        Format::Json => json::render(sheets, alone, options.show_persons, voice),
        Format::Junit => junit::render(&shown(), voice),
        Format::Html => html::render(&shown(), voice),
        Format::Csv => csv::render(&shown(), voice),
        Format::Nagios => Ok(nagios::render(&shown(), voice).into_bytes()),
    }
}

/// The report as it may be shown: without persons unless they were asked for, and tidy where it is shown as it is.
fn prepared(sheet: &Titled, options: &Options, voice: Voice) -> Titled {
    let sheet = if options.show_persons || sheet.report.redacted {
        sheet.clone()
    } else {
        let redactor = Redactor::of(&sheet.report);
        let title = sheet.title.as_deref().map(|title| redactor.text(title).into_owned());
        Titled { title, report: redactor.report(&sheet.report) }
    };
    Titled {
        title: sheet.title.map(|title| walk::tidy_text(&title).unwrap_or(title)),
        report: spoken(walk::tidy(&sheet.report), voice),
    }
}

/// The same report with the stable words in its subjects said in the person's language.
fn spoken(mut report: Report, voice: Voice) -> Report {
    for check in &mut report.checks {
        check.subject = check.subject.take().map(|subject| voice.subject(&subject));
    }
    for expiry in &mut report.expiry_plan {
        expiry.subject = voice.subject(&expiry.subject);
    }
    report
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_have_names() {
        for format in Format::ALL {
            assert_eq!(format.to_string().parse(), Ok(*format));
        }
        assert_eq!("yaml".parse::<Format>(), Err(UnknownFormat("yaml".into())));
    }

    #[test]
    fn every_format_takes_a_report_whose_checks_nobody_knows() {
        let options = Options { lang: Lang::Nb, color: false, show_persons: true };
        for format in Format::ALL {
            let bytes = write(
                &[Titled { title: None, report: samples::expired() }],
                true,
                *format,
                &options,
                &Catalogue::default(),
            )
            .unwrap();
            let text = String::from_utf8(bytes).unwrap();
            assert!(text.contains("cert.expired"), "{format}: {text}");
        }
    }
}

//! `explain`: what a check means, why it matters, what to do.

use super::args::ExplainArgs;
use super::exit::Exit;
use super::middleware;
use super::output;
use super::problem::Problem;
use super::words::say;
use crate::identity::slips;
use crate::judge::check::Check;
use crate::judge::checks;
use crate::judge::remedies;
use crate::judge::text::{Both, Lang, Remedy};
use crate::report;

/// Explains one check, all of them, or lists them.
///
/// # Errors
/// There is no check of that id.
pub(super) fn run(args: &ExplainArgs, lang: Lang) -> Result<Exit, Problem> {
    let text = match (&args.id, args.all, args.schema) {
        (_, _, true) => report::schema().to_owned(),
        (Some(id), _, _) => match (checks::find(id), middleware::find(id)) {
            (Some(check), _) => one(check, lang),
            (None, Some(known)) => middleware::one(known, lang),
            (None, None) => return Err(unknown(id)),
        },
        (None, true, _) => checks::all().map(|check| one(check, lang)).collect::<Vec<_>>().join("\n\n"),
        (None, false, _) => list(lang),
    };
    output::to_person(&text)?;
    Ok(Exit::Ready)
}

fn list(lang: Lang) -> String {
    let width = checks::all().map(|check| check.id.len()).max().unwrap_or(0);
    let lines = checks::all()
        .map(|check| format!("{:width$}  {}", check.id, words(check, lang, |words| &words.title)));
    let hint = say(lang, "explain-hint", &[]);
    lines.chain([String::new(), middleware::list(lang), String::new(), hint]).collect::<Vec<_>>().join("\n")
}

fn one(check: &Check, lang: Lang) -> String {
    let mut lines = vec![
        format!("{}  {}", check.id, words(check, lang, |words| &words.title)),
        String::new(),
        words(check, lang, |words| &words.why),
        String::new(),
        format!("{} {}", say(lang, "explain-severity", &[]), say(lang, severity_key(check), &[])),
        format!("{} {}", say(lang, "explain-since", &[]), check.since),
        format!("{} {}", say(lang, "explain-cites", &[]), check.cites.join("; ")),
    ];
    if !check.needs.is_empty() {
        lines.push(format!("{} {}", say(lang, "explain-needs", &[]), check.needs.join(", ")));
    }
    for remedy in check.remedies.iter().filter_map(|id| remedies::find(id)) {
        lines.push(String::new());
        lines.extend(remedy_lines(remedy, lang));
    }
    lines.join("\n")
}

fn remedy_lines(remedy: &Remedy, lang: Lang) -> Vec<String> {
    let words = Both { nb: &remedy.nb, en: &remedy.en };
    let words = words.get(lang);
    let who = report::who(remedy.who, lang);
    let mut lines = vec![format!("▸ {who}: {}", words.short)];
    lines.extend(words.steps.iter().enumerate().map(|(at, step)| format!("  {}. {step}", at + 1)));
    let commands = [
        ("Windows", &remedy.commands.windows),
        ("Linux", &remedy.commands.linux),
        ("macOS", &remedy.commands.macos),
    ];
    for (os, commands) in commands {
        lines.extend(commands.iter().map(|command| format!("  {os}: {command}")));
    }
    lines.push(format!("  ✓ {}", words.worked));
    lines.extend(remedy.link.iter().map(|link| format!("  {link}")));
    lines
}

fn words(check: &Check, lang: Lang, part: impl Fn(&crate::judge::text::CheckWords) -> &String) -> String {
    match check.words() {
        Ok(text) => part(match lang {
            Lang::Nb => &text.nb,
            Lang::En => &text.en,
        })
        .clone(),
        Err(_) => check.id.to_owned(),
    }
}

fn severity_key(check: &Check) -> &'static str {
    use crate::policy::Severity;
    match check.severity {
        Severity::Info => "severity-info",
        Severity::Warn => "severity-warn",
        Severity::Error => "severity-error",
        Severity::Fail => "severity-fail",
    }
}

/// There is no such check; those whose ids hold what was typed, or are a slip of the finger away, are offered.
fn unknown(id: &str) -> Problem {
    let part = id.rsplit('.').next().unwrap_or(id);
    let near: Vec<&str> = checks::all()
        .map(|check| check.id)
        .chain(middleware::ids())
        .filter(|known| !part.is_empty() && known.contains(part) || slips(known, id) <= 2)
        .collect();
    match near.is_empty() {
        true => Problem::new("problem-check", &[("id", id)]),
        false => Problem::new("problem-check-near", &[("id", id), ("near", &near.join(", "))]),
    }
}

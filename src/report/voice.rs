//! What is said of a check or a remedy, in one language: words, filled with evidence.
//!
//! Every format speaks through this, so that the same finding reads the same everywhere.

use super::fill::{fill, fill_command, fill_line, value_text};
use super::words::{difference_between, find, key_of, named, word};
use super::{files, session};
use crate::judge::check::Check;
use crate::judge::checks;
use crate::judge::parallel;
use crate::judge::remedies;
use crate::judge::report::{CheckResult, FirstAction, NameDifference, Report, Status, Verdict, Who};
use crate::judge::text::{CheckText, CheckWords, Lang, Remedy, RemedyWords};
use crate::judge::value::Evidence;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The words that reports draw on, by id.
#[derive(Default)]
pub(super) struct Catalogue {
    pub(super) checks: BTreeMap<String, CheckText>,
    pub(super) remedies: BTreeMap<String, Remedy>,
}

impl Catalogue {
    /// The words that ship with the tool, parsed once.
    pub(super) fn shipped() -> &'static Catalogue {
        static SHIPPED: OnceLock<Catalogue> = OnceLock::new();
        if let Some(shipped) = SHIPPED.get() {
            return shipped;
        }
        // Read before anybody is kept waiting: a thread that shares work out may be given other work meanwhile, and
        // that must not wait for this very thread.
        let checks = parallel::map(&checks::all().collect::<Vec<_>>(), |check| with_words(check));
        let remedies = remedies::all().iter().map(|remedy| (remedy.id.to_owned(), remedy.clone()));
        let read = Catalogue { checks: checks.into_iter().flatten().collect(), remedies: remedies.collect() };
        SHIPPED.get_or_init(|| read)
    }
}

fn with_words(check: &Check) -> Option<(String, CheckText)> {
    check.words().ok().map(|words| (check.id.to_owned(), words))
}

/// A language and the words to speak it with.
#[derive(Clone, Copy)]
pub(super) struct Voice<'c> {
    pub(super) lang: Lang,
    pub(super) catalogue: &'c Catalogue,
}

/// A check's outcome in words.
pub(super) struct Told {
    /// What is so, or would be so if the fault were there.
    pub(super) title: String,
    /// The outcome with its numbers.
    pub(super) message: String,
    /// Why it matters.
    pub(super) why: Option<String>,
}

/// A remedy in words.
pub(super) struct Advice {
    pub(super) id: String,
    pub(super) who: Option<Who>,
    pub(super) short: String,
    pub(super) steps: Vec<String>,
    pub(super) commands: Vec<String>,
    pub(super) worked: Option<String>,
    pub(super) link: Option<String>,
}

impl Voice<'_> {
    /// A fixed word.
    pub(super) fn word<'k>(&self, group: &str, key: &'k str) -> &'k str {
        word(self.lang, group, key)
    }

    /// A stable word in the person's language, or the text as it is.
    pub(super) fn stable<'k>(&self, text: &'k str) -> &'k str {
        word(self.lang, "value", text)
    }

    /// Whose turn it is; whoever logs in need not have a card.
    pub(super) fn whose(&self, who: Who, check: &str) -> String {
        match (who, check.split('.').next()) {
            (Who::Holder, Some("login" | "client")) => self.word("who", "person").to_owned(),
            _ => self.named("who", who),
        }
    }

    /// A fixed line with its holes filled.
    pub(super) fn line(&self, key: &str, values: &[(&str, &str)]) -> String {
        fill_line(word(self.lang, "line", key), values)
    }

    /// The word for an enum's value.
    pub(super) fn named(&self, group: &str, value: impl serde::Serialize) -> String {
        named(self.lang, group, value)
    }

    /// A check's title, saying so when the question could not be answered.
    pub(super) fn title(&self, result: &CheckResult) -> String {
        let title = self.tell(result).title;
        match result.status {
            Status::Error if !result.found => self.line("undecided", &[("title", &title)]),
            _ => title,
        }
    }

    /// A subject whose roles are said in the person's language: `Reader · 3F00/4301 · authentication+encryption`.
    pub(super) fn subject(&self, subject: &str) -> String {
        let Some((place, roles)) = subject.rsplit_once(" · ") else { return subject.to_owned() };
        let said: Option<Vec<&str>> = roles.split('+').map(|role| find(self.lang, "value", role)).collect();
        said.map_or_else(|| subject.to_owned(), |said| format!("{place} · {}", said.join(" + ")))
    }

    /// The word for an outcome.
    pub(super) fn status(&self, result: &CheckResult) -> String {
        match result.status {
            Status::Pass if result.found => self.word("status", "info").to_owned(),
            status => self.named("status", status),
        }
    }

    /// One difference between two names, in a sentence.
    pub(super) fn difference(&self, difference: &NameDifference) -> String {
        difference_between(self.lang, &difference.code, &difference.expected, &difference.card)
    }

    /// A check's outcome in words.
    pub(super) fn tell(&self, result: &CheckResult) -> Told {
        let Some(words) = self.check_words(&result.id) else {
            return Told { title: result.id.clone(), message: self.bare_message(result), why: None };
        };
        let title = words.title.clone();
        let message = match result.status {
            Status::Skip => self.why_skipped(result),
            Status::Error if !result.found => self.undecided(&title, &result.evidence),
            Status::Pass if !result.found => words.passed.clone(),
            Status::Pass | Status::Warn | Status::Fail | Status::Error => {
                fill(&words.message, &result.evidence, self.lang)
            }
        };
        Told { title, message, why: Some(words.why.clone()) }
    }

    /// A remedy in words; of an unknown one the id is shown.
    pub(super) fn advise(&self, id: &str, evidence: &Evidence, os: &str) -> Advice {
        let Some(remedy) = self.catalogue.remedies.get(id) else {
            return Advice {
                id: id.to_owned(),
                who: None,
                short: id.to_owned(),
                steps: Vec::new(),
                commands: Vec::new(),
                worked: None,
                link: None,
            };
        };
        let words = self.remedy_words(remedy);
        let filled = |text: &String| fill(text, evidence, self.lang);
        Advice {
            id: id.to_owned(),
            who: Some(remedy.who),
            short: filled(&words.short),
            steps: words.steps.iter().map(filled).collect(),
            commands: commands_for(remedy, os)
                .iter()
                .map(|command| fill_command(command, evidence, self.lang))
                .collect(),
            worked: Some(filled(&words.worked)),
            link: remedy.link.clone(),
        }
    }

    /// The first action in one line that can be read over the phone.
    pub(super) fn action(&self, action: &FirstAction) -> String {
        self.advise(&action.remedy, &action.evidence, "").short
    }

    /// Verdict, code, whose turn: the line that is read over the phone.
    pub(super) fn phone_line(&self, report: &Report) -> String {
        let verdict = self.named("verdict", report.verdict);
        if let Some(action) = &report.first_action {
            // With several cards on the table, say whose turn it is for which.
            let reader = action.subject.as_deref().filter(|_| report.cards.len() > 1);
            let reader = reader.and_then(|subject| subject.split(" · ").next());
            let place = reader.map(|reader| format!(" · {reader}")).unwrap_or_default();
            let (who, text) = (self.whose(action.who, &action.check), self.action(action));
            let next = self.line("next", &[("who", &who), ("text", &text)]);
            return format!("{verdict} · {}{place} · {next}", action.check);
        }
        if report.verdict == Verdict::Ready {
            let code = if report.checks_left_out > 0 { "partial-code" } else { "ok-code" };
            return format!("{verdict} · {} · {}", self.word("line", code), self.word("line", "nobody"));
        }
        let code = worst(report).map_or("–", |result| result.id.as_str());
        format!("{verdict} · {code} · {}", self.word("line", "not-known"))
    }

    fn check_words(&self, id: &str) -> Option<&CheckWords> {
        let text = self.catalogue.checks.get(id)?;
        Some(match self.lang {
            Lang::Nb => &text.nb,
            Lang::En => &text.en,
        })
    }

    fn remedy_words<'r>(&self, remedy: &'r Remedy) -> &'r RemedyWords {
        match self.lang {
            Lang::Nb => &remedy.nb,
            Lang::En => &remedy.en,
        }
    }

    /// Why a check could not decide: the reason that it gave, else everything that it saw.
    pub(super) fn reason(&self, evidence: &Evidence) -> Option<String> {
        match evidence.0.get("reason") {
            Some(reason) => Some(value_text(reason, self.lang)),
            None => self.shown(evidence),
        }
    }

    fn undecided(&self, title: &str, evidence: &Evidence) -> String {
        let title = title.trim_end_matches('.');
        match self.reason(evidence) {
            Some(reason) => self.line("undecided-because", &[("title", title), ("reason", &reason)]),
            None => self.line("undecided-message", &[("title", title)]),
        }
    }

    fn shown(&self, evidence: &Evidence) -> Option<String> {
        let shown = evidence.0.iter();
        let shown: Vec<String> =
            shown.map(|(name, value)| format!("{name}: {}", value_text(value, self.lang))).collect();
        (!shown.is_empty()).then(|| shown.join(", "))
    }

    /// Why a check was skipped, as a sentence.
    fn why_skipped(&self, result: &CheckResult) -> String {
        match result.blocked_by.as_deref() {
            Some(check) if check.contains('.') => self.line("blocked", &[("check", check)]),
            Some(reason) => {
                let reason = find(self.lang, "skip", reason).unwrap_or(reason);
                self.line("skipped", &[("reason", reason)])
            }
            None => self.word("status", "skip").to_owned(),
        }
    }

    /// What can be said of a check whose words are not known, such as one of a newer version.
    fn bare_message(&self, result: &CheckResult) -> String {
        match result.status {
            Status::Skip => self.why_skipped(result),
            Status::Error => self.undecided(&result.id, &result.evidence),
            _ => self.shown(&result.evidence).unwrap_or_else(|| result.id.clone()),
        }
    }
}

/// Which sentence explains the verdict. A workstation without a card can be in order, but no card is promised.
pub(super) fn sentence(report: &Report) -> String {
    match report.verdict {
        verdict if files::is_about_files(report) => format!("files-{}", key_of(verdict)),
        Verdict::NotReady | Verdict::Undetermined if session::is_without_cards(report) => {
            session::sentence(report)
        }
        Verdict::Ready | Verdict::ReadyWithWarnings
            if report.cards.is_empty() && !session::is_without_cards(report) =>
        {
            "no-card".to_owned()
        }
        Verdict::Ready | Verdict::ReadyWithWarnings if report.checks_left_out > 0 => "partial".to_owned(),
        _ if session::is_without_cards(report) => session::sentence(report),
        verdict => key_of(verdict),
    }
}

/// The outcome that weighs most: a failure, else an error, else a warning.
pub(super) fn worst(report: &Report) -> Option<&CheckResult> {
    [Status::Fail, Status::Error, Status::Warn]
        .into_iter()
        .find_map(|status| report.checks.iter().find(|result| result.status == status))
}

/// Whether an outcome is something that a person should be told of.
pub(super) fn is_finding(result: &CheckResult) -> bool {
    match result.status {
        Status::Fail | Status::Warn | Status::Error => true,
        Status::Pass => result.found,
        Status::Skip => false,
    }
}

/// The commands for an operating system, by the name that the report gives it. No name, no commands.
fn commands_for<'r>(remedy: &'r Remedy, os: &str) -> &'r [String] {
    let os = os.to_lowercase();
    if os.is_empty() {
        &[]
    } else if os.contains("windows") {
        &remedy.commands.windows
    } else if os.contains("macos") || os.contains("mac os") {
        &remedy.commands.macos
    } else {
        &remedy.commands.linux
    }
}

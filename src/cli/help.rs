//! Help, and clap's complaints, in the person's language.

use super::args::Arguments;
use super::exit::Exit;
use super::output;
use super::problem::Problem;
use super::words::{all, say};
use crate::judge::text::Lang;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, CommandFactory};

/// The command tree with its words.
pub(super) fn command(lang: Lang) -> Command {
    localise(Arguments::command(), lang, "eid-ready")
}

fn localise(command: Command, lang: Lang, name: &str) -> Command {
    let text = |prefix: &str, id: &str| {
        // `eid-ready roster check` has its words under `roster-check`.
        let key = format!("{prefix}-{}", id.replace(' ', "-"));
        all().contains_key(&key).then(|| say(lang, &key, &[]))
    };
    let mut command = command
        .help_template(say(lang, "help-template", &[]))
        .about(text("cmd", name).unwrap_or_default())
        .after_help(text("examples", name).unwrap_or_default())
        .subcommand_help_heading(say(lang, "help-commands", &[]))
        .disable_help_flag(true)
        .disable_version_flag(true)
        .mut_args(|arg| {
            let help = text("arg", arg.get_id().as_str()).unwrap_or_default();
            // What clap writes of defaults and possible values is English; the help says them itself.
            let takes_values = arg.get_action().takes_values();
            let arg = arg.hide_default_value(takes_values).hide_possible_values(takes_values);
            let named =
                arg.get_value_names().map(|names| names.iter().map(ToString::to_string).collect::<Vec<_>>());
            let arg = match named {
                Some(names) if takes_values => {
                    arg.value_names(names.into_iter().map(|name| text("value", &name).unwrap_or(name)))
                }
                _ => arg,
            };
            arg.help(help).help_heading(say(lang, "help-options", &[]))
        })
        .arg(
            Arg::new("help")
                .short('h')
                .long("help")
                .action(clap::ArgAction::Help)
                .help(say(lang, "arg-help", &[]))
                .help_heading(say(lang, "help-options", &[])),
        );
    if name == "eid-ready" {
        command = command.arg(
            Arg::new("version")
                .short('V')
                .long("version")
                .action(clap::ArgAction::Version)
                .help(say(lang, "arg-version", &[]))
                .help_heading(say(lang, "help-options", &[])),
        );
    }
    let usage = usage(&command, lang, name);
    command.override_usage(usage).mut_subcommands(|sub| {
        let below = sub.get_name().to_owned();
        let path = if name == "eid-ready" { below } else { format!("{name} {below}") };
        localise(sub, lang, &path)
    })
}

/// The line of usage that clap makes, in the person's language.
fn usage(command: &Command, lang: Lang, name: &str) -> String {
    let whole = if name == "eid-ready" { name.to_owned() } else { format!("eid-ready {name}") };
    let usage = command.clone().bin_name(whole).render_usage().to_string();
    let usage = usage.strip_prefix("Usage: ").unwrap_or(&usage);
    usage
        .replace("[OPTIONS]", &say(lang, "help-usage-options", &[]))
        .replace("[COMMAND]", &say(lang, "help-usage-command", &[]))
        .replace("<COMMAND>", &say(lang, "help-usage-command", &[]))
}

/// What bare `eid-ready` says.
pub(super) fn what_next(lang: Lang) -> String {
    say(lang, "what-next", &[("version", env!("CARGO_PKG_VERSION").to_owned())])
}

/// Shows the help that was asked for, or says in one line what is wrong with the arguments.
pub(super) fn refuse(error: &clap::Error, lang: Lang) -> Exit {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        // Help is a result: it goes to stdout.
        let _ = output::to_person(&error.render().to_string());
        return Exit::Ready;
    }
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        Some(other) => other.to_string(),
        None => String::new(),
    };
    let argument = context(ContextKind::InvalidArg);
    let holes = [
        ("argument", argument.clone()),
        ("value", context(ContextKind::InvalidValue)),
        ("allowed", context(ContextKind::ValidValue)),
        ("command", context(ContextKind::InvalidSubcommand)),
        ("other", context(ContextKind::PriorArg)),
        ("why", expects(&argument, lang).unwrap_or_else(|| why(error))),
    ];
    let key = match error.kind() {
        ErrorKind::InvalidValue if context(ContextKind::InvalidValue).is_empty() => "usage-no-value",
        ErrorKind::InvalidValue => "usage-value",
        ErrorKind::ValueValidation => "usage-validation",
        ErrorKind::UnknownArgument => "usage-unknown",
        ErrorKind::InvalidSubcommand => "usage-command",
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            "usage-incomplete"
        }
        ErrorKind::MissingRequiredArgument => "usage-missing",
        ErrorKind::ArgumentConflict if context(ContextKind::PriorArg) == argument => "usage-twice",
        ErrorKind::ArgumentConflict => "usage-conflict",
        _ => "usage-other",
    };
    output::complain(&format!("{} {}", say(lang, key, &holes), say(lang, "usage-help", &[])));
    Exit::Misused
}

/// What an option wants, in our own words: `--at <RFC3339>` has them under `expects-at`.
fn expects(argument: &str, lang: Lang) -> Option<String> {
    let name = argument.split(' ').next()?.trim_start_matches('-');
    let key = format!("expects-{name}");
    all().contains_key(&key).then(|| say(lang, &key, &[]))
}

fn why(error: &clap::Error) -> String {
    std::error::Error::source(error).map(ToString::to_string).unwrap_or_default()
}

/// Writes a shell's completions.
///
/// # Errors
/// Stdout takes no more.
pub(super) fn completions(shell: clap_complete::Shell, lang: Lang) -> Result<Exit, Problem> {
    let mut bytes = Vec::new();
    clap_complete::generate(shell, &mut command(lang), "eid-ready", &mut bytes);
    output::to_stdout(&bytes).map(|()| Exit::Ready)
}

/// Writes the manual page.
///
/// # Errors
/// Stdout takes no more.
pub(super) fn man(lang: Lang) -> Result<Exit, Problem> {
    let mut bytes = Vec::new();
    clap_mangen::Man::new(command(lang))
        .render(&mut bytes)
        .map_err(|error| Problem::new("problem-render", &[("why", &error.to_string())]))?;
    output::to_stdout(&bytes).map(|()| Exit::Ready)
}

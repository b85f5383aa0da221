//! Help, in both languages and for every command; completions and the manual.

use crate::support::run::{run, words};
use std::io::Write;
use std::process::Stdio;

const COMMANDS: &[&str] = &[
    "check",
    "readers",
    "certs",
    "demo",
    "verify",
    "login",
    "client",
    "name",
    "roster",
    "replay",
    "explain",
    "completions",
    "man",
];

/// Commands of commands.
const BELOW: &[&str] = &["name compare", "roster check", "roster template"];

/// What clap would write of itself.
const ENGLISH: &[&str] = &[
    "Usage",
    "Options",
    "Commands",
    "Arguments",
    "[OPTIONS]",
    "[COMMAND]",
    "default:",
    "possible values",
    "Print ",
];

#[test]
fn bare_it_says_what_to_do_next() {
    for (lang, word) in [("nb", "eid-ready demo"), ("en", "eid-ready demo")] {
        let ran = words(&format!("--lang {lang}")).ended(0);
        assert!(ran.stdout.contains(word) && ran.stdout.contains("eid-ready check"), "{ran:?}");
    }
    assert_ne!(words("--lang nb").stdout, words("--lang en").stdout);
    assert_eq!(run(Vec::<&str>::new()).ended(0).stdout, words("--lang en").stdout);
}

/// Windows has no such variables; what its own settings choose, `windows::desk` tries.
#[cfg(unix)]
#[test]
fn the_locale_chooses_the_language_and_the_flag_overrules_it() {
    let with = |locale: &str, arguments: &[&str]| {
        let out = crate::support::run::binary().env("LC_ALL", locale).args(arguments).output().unwrap();
        String::from_utf8(out.stdout).unwrap()
    };
    assert_eq!(with("nb_NO.UTF-8", &[]), words("--lang nb").stdout);
    assert_eq!(with("nn_NO.UTF-8", &[]), words("--lang nb").stdout);
    assert_eq!(with("sv_SE.UTF-8", &[]), words("--lang en").stdout);
    assert_eq!(with("nb_NO.UTF-8", &["--lang", "en"]), words("--lang en").stdout);
}

#[test]
fn every_command_is_listed() {
    let help = words("--help --lang en").ended(0).stdout;
    let listed: Vec<&str> = section(&help, "Commands:").iter().map(|(name, _)| *name).collect();
    assert_eq!(listed, COMMANDS, "a command without tests of its help");
}

/// The rows of a section: what it is called, and what stands beside or below it.
fn section<'a>(help: &'a str, heading: &str) -> Vec<(&'a str, String)> {
    let mut rows: Vec<(&str, String)> = Vec::new();
    for line in help.lines().skip_while(|line| *line != heading).skip(1).take_while(|line| !line.is_empty()) {
        let indent = line.len() - line.trim_start().len();
        match (indent <= 6, line.trim_start().split_once("  ")) {
            (true, Some((name, text))) => rows.push((name, text.trim().to_owned())),
            (true, None) => rows.push((line.trim(), String::new())),
            (false, _) => rows.last_mut().unwrap().1.push_str(line.trim()),
        }
    }
    rows
}

#[test]
fn every_command_and_argument_has_help_in_both_languages() {
    let all = std::iter::once("").chain(COMMANDS.iter().copied()).chain(BELOW.iter().copied());
    for command in all {
        let nb = words(&format!("{command} --help --lang nb")).ended(0).stdout;
        let en = words(&format!("{command} --help --lang en")).ended(0).stdout;
        for word in ENGLISH {
            assert!(!nb.contains(word), "{command}: {word} in\n{nb}");
        }
        let rows = |help: &str, headings: &[&str]| {
            headings
                .iter()
                .flat_map(|heading| {
                    section(help, heading).into_iter().map(|(a, b)| (a.to_owned(), b)).collect::<Vec<_>>()
                })
                .collect::<Vec<_>>()
        };
        let (nb_rows, en_rows) =
            (rows(&nb, &["Kommandoer:", "Valg:"]), rows(&en, &["Commands:", "Options:"]));
        assert!(nb_rows.iter().any(|(name, _)| name.contains("--help")), "{command}\n{nb}");
        // What an argument takes is said in the language, `<FIL>`; its name is not.
        let names = |rows: &[(String, String)]| {
            let named = |name: &String| match name.split_once(" <") {
                Some((flag, _)) => flag.to_owned(),
                None if name.contains('<') || name.starts_with('[') => "<>".to_owned(),
                None => name.clone(),
            };
            rows.iter().map(|(name, _)| named(name)).collect::<Vec<_>>()
        };
        assert_eq!(names(&nb_rows), names(&en_rows), "{command}");
        for ((name, norwegian), (_, english)) in nb_rows.iter().zip(&en_rows) {
            assert!(norwegian.len() > 3 && english.len() > 3, "{command} {name}: {norwegian:?} {english:?}");
        }
        let first = |help: &str| help.lines().next().unwrap_or_default().to_owned();
        assert!(first(&nb).len() > 15 && first(&nb) != first(&en), "{command}");
    }
}

#[test]
fn the_main_commands_have_examples() {
    let commands = [
        "check", "readers", "certs", "demo", "verify", "login", "client", "name", "roster", "replay",
        "explain",
    ];
    for command in commands.iter().chain(BELOW) {
        for (lang, heading) in [("nb", "Eksempler:"), ("en", "Examples:")] {
            let help = words(&format!("{command} --help --lang {lang}")).ended(0).stdout;
            let examples = help.split(heading).nth(1).unwrap_or_else(|| panic!("{command}: no {heading}"));
            assert!(examples.contains(&format!("eid-ready {command}")), "{command}: {examples}");
        }
    }
}

#[test]
fn the_version_is_the_packages() {
    assert_eq!(words("--version").ended(0).stdout.trim(), concat!("eid-ready ", env!("CARGO_PKG_VERSION")));
}

#[test]
fn completions_are_there_for_every_shell_and_bash_can_read_its_own() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = words(&format!("completions {shell}")).ended(0).stdout;
        assert!(script.contains("go-live") || script.contains("go\\-live"), "{shell}");
    }
    let script = words("completions bash").stdout;
    let Ok(mut bash) =
        std::process::Command::new("bash").arg("-n").stdin(Stdio::piped()).stderr(Stdio::piped()).spawn()
    else {
        return; // No bash here.
    };
    bash.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
    let out = bash.wait_with_output().unwrap();
    assert!(out.status.success() && out.stderr.is_empty(), "{}", String::from_utf8_lossy(&out.stderr));
}

#[test]
fn the_manual_is_there_in_both_languages() {
    let (nb, en) = (words("man --lang nb").ended(0).stdout, words("man --lang en").ended(0).stdout);
    for page in [&nb, &en] {
        assert!(
            page.contains(".TH eid-ready 1") && page.contains("check") && page.lines().count() > 20,
            "{page}"
        );
    }
    assert_ne!(nb, en);
}

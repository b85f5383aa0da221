//! A window of its own: what the program does when it was double-clicked.

use super::exit::Exit;
use super::output::aside;
use super::words::say;
use crate::adapters::console;
use crate::judge::text::Lang;
use std::ffi::OsString;
use std::io::{IsTerminal, stdin, stdout};

/// Keeps the window open until the person has read it. Without arguments, Enter first checks the card: who double-clicks
/// has no command line to write `check` on. `carry_out` is the program itself.
pub(super) fn keep_open(
    arguments: &[OsString],
    exit: Exit,
    lang: Lang,
    carry_out: impl Fn(&[OsString]) -> Exit,
) -> Exit {
    if exit == Exit::Cancelled || asks_nobody(arguments) || !closes_unread() {
        return exit;
    }
    let bare = arguments.len() < 2;
    if !bare {
        return closed(exit, lang);
    }
    aside(&say(lang, "window-check", &[]));
    if !enter_is_pressed() {
        return exit;
    }
    let check = arguments.first().cloned().into_iter().chain(["check".into()]).collect::<Vec<OsString>>();
    match carry_out(&check) {
        Exit::Cancelled => Exit::Cancelled,
        checked => closed(checked, lang),
    }
}

fn closed(exit: Exit, lang: Lang) -> Exit {
    aside(&say(lang, "window-close", &[]));
    enter_is_pressed();
    exit
}

fn asks_nobody(arguments: &[OsString]) -> bool {
    arguments.iter().any(|argument| argument == "--non-interactive" || argument == "--yes")
}

/// Whether the window goes away before anybody has read it, and a person looks at it.
fn closes_unread() -> bool {
    console::is_ours_alone() && stdin().is_terminal() && stdout().is_terminal()
}

/// Waits until the person presses Enter; whether one did. Nobody does once the input has ended.
fn enter_is_pressed() -> bool {
    stdin().read_line(&mut String::new()).is_ok_and(|read| read > 0)
}

//! A window of its own: what the program does when it was double-clicked.

use super::exit::Exit;
use super::output::aside;
use super::words::say;
use crate::adapters::console;
use crate::judge::text::Lang;
use std::ffi::OsString;

/// Keeps the window open until the person has read it. Without arguments, Enter first checks the card: who double-clicks
/// has no command line to write `check` on. `carry_out` is the program itself.
pub(super) fn keep_open(
    arguments: &[OsString],
    exit: Exit,
    lang: Lang,
    carry_out: impl Fn(&[OsString]) -> Exit,
) -> Exit {
    if exit == Exit::Cancelled || asks_nobody(arguments) || !console::closes_with_us() {
        return exit;
    }
    let bare = arguments.len() < 2;
    if !bare {
        return closed(exit, lang);
    }
    aside(&say(lang, "window-check", &[]));
    if !console::enter_is_pressed() {
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
    console::enter_is_pressed();
    exit
}

fn asks_nobody(arguments: &[OsString]) -> bool {
    arguments.iter().any(|argument| argument == "--non-interactive" || argument == "--yes")
}

//! The command line: arguments in, exit code out. The only place, with `report`, that writes for people.

mod args;
mod cards;
mod certs;
mod check;
mod client;
mod demo;
mod exit;
mod explain;
mod help;
mod lang;
mod login;
mod middleware;
mod modules;
mod name;
mod output;
mod problem;
mod profile;
mod progress;
mod readers;
mod replay;
mod roster;
mod table;
mod trace;
mod verify;
mod window;
mod words;
mod world;

pub use exit::Exit;

use crate::adapters::pkcs11;
use crate::judge::text::Lang;
use args::{Arguments, Command, NameCommand, RosterCommand};
use clap::error::ErrorKind;
use clap::{ArgMatches, CommandFactory, FromArgMatches};
use problem::Problem;
use std::ffi::OsString;
use words::say;

/// Runs the program and returns its exit code; see [`Exit`].
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    if let [_, word, module, patience] = arguments.as_slice()
        && word == pkcs11::ARGUMENT
    {
        pkcs11::run_child(module, patience);
        return Exit::Ready.code();
    }
    let lang = lang::wanted(&arguments);
    let exit = carry_out(&arguments, lang);
    window::keep_open(&arguments, exit, lang, |arguments| carry_out(arguments, lang)).code()
}

fn carry_out(arguments: &[OsString], lang: Lang) -> Exit {
    // Arguments are understood without their help; it takes a good part of a short run to make.
    let understood = Arguments::command().try_get_matches_from(arguments);
    let parsed = understood.or_else(|_| explained(arguments, lang));
    let parsed = match parsed {
        Ok(matches) => Arguments::from_arg_matches(&matches),
        Err(error) => Err(error),
    };
    match parsed {
        Ok(arguments) => dispatch(arguments, lang),
        Err(error) => help::refuse(&error, lang),
    }
}

/// The same where help is wanted, or something is wrong with the arguments: with words for it.
fn explained(arguments: &[OsString], lang: Lang) -> Result<ArgMatches, clap::Error> {
    let command = || help::command(lang);
    command().try_get_matches_from(arguments).or_else(|error| match error.kind() {
        ErrorKind::MissingRequiredArgument => {
            let single = args::one_value_each(&command(), arguments);
            single.and_then(|single| command().try_get_matches_from(single).ok()).ok_or(error)
        }
        _ => Err(error),
    })
}

fn dispatch(arguments: Arguments, lang: Lang) -> Exit {
    let outcome = match arguments.command {
        None => output::to_person(&help::what_next(lang)).map(|()| Exit::Ready),
        Some(Command::Check(args)) => check::run(&args, lang).or_else(cards::settle),
        Some(Command::Readers(args)) => readers::run(&args, lang).or_else(cards::settle),
        Some(Command::Certs(args)) => certs::run(&args, lang).or_else(cards::settle),
        Some(Command::Demo(args)) => demo::run(&args, lang).or_else(cards::settle),
        Some(Command::Verify(args)) => verify::run(&args, lang).or_else(cards::settle),
        Some(Command::Login(args)) => login::run(&args, lang).or_else(cards::settle),
        Some(Command::Client(args)) => client::run(&args, lang).or_else(cards::settle),
        Some(Command::Name { command: NameCommand::Compare(args) }) => name::run(&args, lang),
        Some(Command::Roster { command: RosterCommand::Check(args) }) => roster::check::run(&args, lang),
        Some(Command::Roster { command: RosterCommand::Template(args) }) => {
            roster::template::run(&args, lang)
        }
        Some(Command::Replay(args)) => replay::run(&args, lang),
        Some(Command::Explain(args)) => explain::run(&args, lang),
        Some(Command::Completions { shell }) => help::completions(shell, lang),
        Some(Command::Man) => help::man(lang),
    };
    outcome.unwrap_or_else(|problem: Problem| {
        output::complain(&say(lang, "problem", &[("what", problem.words(lang))]));
        Exit::Misused
    })
}

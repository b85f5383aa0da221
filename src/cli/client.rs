//! `client`: the HelseID client of a municipality: its file, its key, and its connection.

use super::args::ClientCommandArgs;
use super::cards::{Ended, within_bounds};
use super::check;
use super::exit::Exit;
use super::login::cardless::{self, Cardless};
use crate::facts::Expected;
use crate::gather;
use crate::judge::text::Lang;
use std::time::Duration;

/// Reads the file, asks the services if that is wanted, judges, shows.
///
/// # Errors
/// The person can put it right (a flag, a file), or the run was stopped.
pub(super) fn run(args: &ClientCommandArgs, lang: Lang) -> Result<Exit, Ended> {
    let question = check::question(&args.run.judge)?;
    let Cardless { world, policy, opened } = Cardless::open(&args.client, &args.run, lang)?;
    let mut capture = cardless::capture(&world, policy, Expected::default(), lang)?;
    let mut client = opened.facts;
    if args.connect {
        let policy = &capture.policy;
        let exchange = Duration::from_millis(policy.bounds.exchange_ms);
        let order = gather::login::connect_order(&opened.client, &policy.login, exchange);
        let connecting = gather::login::connect(&world, order);
        client.connection = Some(within_bounds(&world, policy, lang, connecting)?);
    }
    capture.facts.client = Some(client);
    let (exit, _) = check::show(&capture, &question, &args.run.output, lang)?;
    if let Some(path) = &args.run.capture {
        check::write_capture(&capture, path)?;
    }
    Ok(exit)
}

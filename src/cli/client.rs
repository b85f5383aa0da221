//! `client`: the HelseID client of a municipality: its file, its key, and its connection.

use super::args::ClientCommandArgs;
use super::cards::{Ended, within_bounds};
use super::exit::Exit;
use super::login::client_file;
use super::progress::OnStderr;
use super::{check, profile, world};
use crate::capture::Capture;
use crate::facts::{CardInterest, Expected};
use crate::gather;
use std::sync::Arc;
use std::time::Duration;

use crate::judge::text::Lang;

/// Reads the file, asks the services if that is wanted, judges, shows.
///
/// # Errors
/// The person can put it right (a flag, a file), or the run was stopped.
pub(super) fn run(args: &ClientCommandArgs, lang: Lang) -> Result<Exit, Ended> {
    let question = check::question(&args.judge)?;
    let mut policy = profile::without_readers(args.client.profile.as_deref())?;
    let opened = client_file::open(&args.client, &mut policy, args.client.profile.is_some())?;
    if let Some(seconds) = args.timeout {
        policy.bounds.run_ms = seconds * 1000;
    }
    let observer = Arc::new(OnStderr::new(lang, args.output.format.is_machine()));
    let world = world::live(&policy, check::proxy(args.client.proxy.as_deref())?, observer);
    let expected = Expected { cards: CardInterest::None, ..Expected::default() };
    let facts = within_bounds(&world, &policy, lang, gather::without_cards(&world, &policy, &expected))?;
    let mut capture = Capture::new(policy, facts);
    let mut client = opened.facts;
    if args.connect {
        let policy = &capture.policy;
        let exchange = Duration::from_millis(policy.bounds.exchange_ms);
        let order = gather::login::connect_order(&opened.client, &policy.login, exchange);
        let connecting = gather::login::connect(&world, order);
        client.connection = Some(within_bounds(&world, policy, lang, connecting)?);
    }
    capture.facts.client = Some(client);
    let (exit, _) = check::show(&capture, &question, &args.output, lang)?;
    if let Some(path) = &args.capture {
        check::write_capture(&capture, path)?;
    }
    Ok(exit)
}

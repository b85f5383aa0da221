//! A run about no card: a login or a client alone.

use super::super::args::{ClientArgs, RunArgs};
use super::super::cards::{Ended, within_bounds};
use super::super::progress::OnStderr;
use super::super::{check, profile, world};
use super::client_file::{self, Opened};
use crate::capture::Capture;
use crate::facts::{CardInterest, Expected};
use crate::gather;
use crate::judge::text::Lang;
use crate::policy::Policy;
use crate::ports::World;
use std::sync::Arc;

/// The world, the policy and the client of such a run.
pub(in crate::cli) struct Cardless {
    pub world: World,
    pub policy: Policy,
    pub opened: Opened,
}

impl Cardless {
    /// As the arguments ask.
    ///
    /// # Errors
    /// The profile, the configuration file or an address is not what it should be.
    pub fn open(client: &ClientArgs, run: &RunArgs, lang: Lang) -> Result<Self, Ended> {
        let mut policy = profile::choose(client.profile.as_deref(), false)?;
        let opened = client_file::open(client, &mut policy, client.profile.is_some())?;
        if let Some(seconds) = run.timeout {
            policy.bounds.run_ms = seconds * 1000;
        }
        let observer = Arc::new(OnStderr::new(lang, run.output.format.is_machine()));
        let world = world::live(&policy, check::proxy(client.proxy.as_deref())?, observer);
        Ok(Cardless { world, policy, opened })
    }
}

/// The facts of such a run, before anybody logs in.
///
/// # Errors
/// The run was stopped.
pub(in crate::cli) fn capture(
    world: &World,
    policy: Policy,
    expected: Expected,
    lang: Lang,
) -> Result<Capture, Ended> {
    let expected = Expected { cards: CardInterest::None, ..expected };
    let facts = within_bounds(world, &policy, lang, gather::without_cards(world, &policy, &expected))?;
    Ok(Capture::new(policy, facts))
}

//! The workstation.

use super::bounded::bounded;
use crate::facts::{Observed, OsFacts, ProbeError, StationFacts};
use crate::policy::Policy;
use crate::ports::World;

/// Asks the workstation about itself.
pub(super) async fn observe(world: &World, policy: &Policy) -> StationFacts {
    let station = world.station.clone();
    bounded("SCardEstablishContext", policy.bounds.service_ms, move || station.observe())
        .await
        .unwrap_or_else(|error| silent(&error))
}

/// A workstation whose service kept the question hanging.
fn silent(error: &ProbeError) -> StationFacts {
    StationFacts {
        os: OsFacts {
            family: std::env::consts::OS.to_owned(),
            version: String::new(),
            architecture: std::env::consts::ARCH.to_owned(),
        },
        library: Observed::not_tried("no-answer"),
        service: Observed::Failed(error.clone()),
        manager: Observed::not_tried("no-answer"),
        devices: Observed::not_tried("no-answer"),
        remote_session: Observed::not_tried("no-answer"),
        proxy_script: Observed::not_tried("no-answer"),
        simulated: false,
    }
}

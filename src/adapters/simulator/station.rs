//! The workstation that simulated readers hang on: nothing is said of a real one.

use crate::facts::{Observed, OsFacts, StationFacts};
use crate::ports::Station;

/// A workstation on which everything is as it should be.
#[derive(Debug, Clone, Copy, Default)]
pub struct SimulatedStation;

impl Station for SimulatedStation {
    fn observe(&self) -> StationFacts {
        StationFacts {
            os: OsFacts {
                family: "simulated".to_owned(),
                version: "simulated".to_owned(),
                architecture: "simulated".to_owned(),
            },
            library: Observed::seen("simulated".to_owned()),
            service: Observed::seen("simulated".to_owned()),
            manager: Observed::not_tried("simulated"),
            devices: Observed::not_tried("simulated"),
            remote_session: Observed::not_tried("simulated"),
            proxy_script: Observed::not_tried("simulated"),
            simulated: true,
        }
    }
}

//! PKCS#11 modules: other vendors' code, which crashes, hangs, prints and forks.
//!
//! Each is loaded in a child of this same program (`host` starts it, `child` is it), which says what it sees line by
//! line, so that what was seen before a crash is not lost. `places` knows where modules lie.

mod binary;
mod child;
mod host;
mod loading;
mod places;
mod processes;
mod registry;
mod token;

pub use child::{ARGUMENT, run_child};
pub use host::LiveModules;
pub use places::{BySystem, Middleware, known};

use crate::facts::{ModuleInfo, ProbeError, SlotFacts};
use serde::{Deserialize, Serialize};

/// A line that the child says.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Line {
    /// The module was initialised, and says this of itself.
    Info(ModuleInfo),
    /// The next slot.
    Slot(Box<SlotFacts>),
    /// It goes no further.
    Failed(ProbeError),
    /// The module was looked at to its end, and let go.
    Done,
}

//! The workstation and its smart-card service.

use super::Observed;
use serde::{Deserialize, Serialize};

/// What the workstation told about itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StationFacts {
    /// The operating system.
    pub os: OsFacts,
    /// The PC/SC library: its file name (`libpcsclite.so.1`, `winscard.dll`).
    pub library: Observed<String>,
    /// Whether the smart-card service gave a context; the value names the API (`pcsc-lite`, `winscard`).
    pub service: Observed<String>,
    /// What the service manager says of the smart-card service.
    pub manager: Observed<ServiceManager>,
    /// Card readers that the operating system has met, apart from what the service says: Windows remembers every
    /// reader that was ever attached, Linux lists the USB devices of the smart-card class that are plugged in now.
    pub devices: Observed<Vec<CardDevice>>,
    /// Whether the desktop is a remote session, so that the readers are those of another machine.
    pub remote_session: Observed<bool>,
    /// The script that says which proxy to take (PAC): its address, or `wpad` where the network is asked for one.
    #[serde(default = "not_asked")]
    pub proxy_script: Observed<Option<String>>,
    /// Whether the card readers here are simulated, so that nothing is said of a real workstation.
    pub simulated: bool,
}

impl StationFacts {
    /// Of a run that did not ask the workstation anything.
    pub fn not_asked() -> Self {
        let none = String::new;
        StationFacts {
            os: OsFacts { family: none(), version: none(), architecture: none() },
            library: not_asked(),
            service: not_asked(),
            manager: not_asked(),
            devices: not_asked(),
            remote_session: not_asked(),
            proxy_script: not_asked(),
            simulated: false,
        }
    }
}

fn not_asked<T>() -> Observed<T> {
    Observed::not_tried("not-asked")
}

/// The operating system, in its own words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OsFacts {
    /// `linux`, `windows`, `macos`.
    pub family: String,
    /// For example `Debian GNU/Linux 12 (bookworm)`.
    pub version: String,
    /// `x86_64`, `aarch64`.
    pub architecture: String,
}

/// What the service manager says of the smart-card service (SCardSvr, pcscd).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceManager {
    /// How it is started.
    pub start: ServiceStart,
    /// Whether it runs now.
    pub running: bool,
}

/// How a service is started.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ServiceStart {
    /// At boot.
    Automatic,
    /// When something asks for it; Windows starts SCardSvr so when a reader is attached.
    OnDemand,
    /// Never: an administrator has switched it off.
    Disabled,
    /// There is no such service on this machine.
    Absent,
}

/// A card reader as the operating system's device list knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardDevice {
    /// The name that the operating system shows.
    pub name: String,
    /// USB vendor and product, `072F:90CC`, where known.
    pub usb_id: Option<String>,
    /// Whether it is plugged in now; `None` where only the past is known.
    pub present: Option<bool>,
}

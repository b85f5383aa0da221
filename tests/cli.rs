//! The command line as the contract has it, through the built binary.

mod cards;
mod formats;
mod help;
mod misuse;
mod persons;
mod runs;
mod sketches;
mod verify;

/// The simulated cards that `demo` shows and what it must say of each.
const DEMO: &[(&str, &str, Option<&str>)] = &[
    ("buypass-ready", "ready", None),
    ("commfides-ready", "ready", None),
    ("buypass-expired", "not-ready", Some("cert.expired")),
    ("commfides-pin-blocked", "not-ready", Some("pin.blocked")),
    ("buypass-not-activated", "not-ready", Some("pin.not_activated")),
    ("commfides-double-name", "not-ready", Some("name.mismatch")),
];

//! How long things may take, each with the reason for its number.

use serde::{Deserialize, Serialize};

/// Bounds, those of time in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Bounds {
    /// The whole run; `--timeout` replaces it. Ten minutes is longer than sixteen cards at 9600 bit/s.
    pub run_ms: u64,
    /// The smart-card service's answer to a question that needs no card. A healthy one answers in a millisecond;
    /// one that is starting on demand takes seconds on a slow terminal server.
    pub service_ms: u64,
    /// Waiting for another program to let go of the card. Buypass Javafri and its like hold it for up to 10 s.
    pub sharing_ms: u64,
    /// One command. ISO 7816-3 lets a card stretch its waiting time without limit; key generation aside, nothing
    /// that this tool asks takes a card a second.
    pub command_ms: u64,
    /// One card, all commands. Four certificates at 9600 bit/s take about 12 s.
    pub card_ms: u64,
    /// One card, commands. A complete card needs fewer than a hundred, twice that where it is read again because
    /// something was doubtful; two thousand is a card that leads us in circles.
    pub card_commands: u64,
    /// How often a card is read from the beginning after another program has reset it. Our transaction keeps others
    /// out, so once is a program that came between; twice is one that fights for the card, which is to be told.
    pub card_restarts: u64,
    /// Reaching a service: name, connection, TLS. A firewall that drops packets answers never; a sound line, also over
    /// a satellite, in two seconds.
    pub connect_ms: u64,
    /// One question to a service, answer included. The responders of Norwegian issuers answer within a second; a list
    /// of revoked certificates of some megabytes takes ten over a poor line.
    pub exchange_ms: u64,
    /// The answer's body in bytes. The largest list of a Norwegian issuer has a few megabytes, those of large states
    /// twenty; more is no list.
    pub answer_bytes: u64,
    /// One PKCS#11 module, from loading to unloading. It reads every card here, and some read each of them twice.
    pub module_ms: u64,
    /// Reading the operating system's root store. It takes ten milliseconds; on Windows another program can lock it.
    pub trust_ms: u64,
    /// Taking leave after the person pressed Ctrl-C, so that the card is left and not reset.
    pub leave_ms: u64,
}

impl Default for Bounds {
    fn default() -> Self {
        Bounds {
            run_ms: 600_000,
            service_ms: 5_000,
            sharing_ms: 12_000,
            command_ms: 10_000,
            card_ms: 60_000,
            card_commands: 2_000,
            card_restarts: 1,
            connect_ms: 5_000,
            exchange_ms: 20_000,
            answer_bytes: 32 << 20,
            module_ms: 60_000,
            trust_ms: 5_000,
            leave_ms: 1_500,
        }
    }
}

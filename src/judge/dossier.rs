//! Derived state: what the facts mean, before anybody judges it.

/// Everything derived from one capture.
pub struct Dossier {}

/// What a check looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subject {
    /// The workstation.
    Station,
    /// The reader of that index in the facts.
    Reader(usize),
    /// The card of that index in the facts.
    Card(usize),
    /// The certificate of that index among the end-entity certificates of that card.
    Certificate(usize, usize),
}

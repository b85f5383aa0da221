//! A card family as a value.

use crate::facts::{self, FamilyFacts};

/// One family of cards.
pub struct Family {
    /// Stable id.
    pub id: &'static str,
    /// The name that people use.
    pub name: &'static str,
    /// Answers to reset that hint at it; empty when any may be it.
    pub atrs: &'static [AtrPattern],
    /// The name by which its application is selected; empty where the layout itself knows names and places.
    pub application: &'static [u8],
    /// How its files are laid out.
    pub layout: Layout,
    /// How its PIN counters can be asked for.
    pub pin_query: PinQuery,
    /// The layout is a hypothesis, not confirmed on a real card.
    pub hypothesis: bool,
}

impl Family {
    /// What judging needs of it.
    pub fn facts(&self) -> FamilyFacts {
        FamilyFacts { id: self.id.to_owned(), name: self.name.to_owned(), hypothesis: self.hypothesis }
    }
}

/// How files are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// ISO 7816-15, PKCS#15.
    Pkcs15,
    /// Data objects of NIST SP 800-73.
    Piv,
    /// Data objects by Microsoft's table of files.
    Gids,
}

/// How PIN counters can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PinQuery {
    /// By the empty VERIFY of ISO 7816-4 §11.6.6, which costs no try.
    EmptyVerify,
    /// Not at all: nobody has shown that asking is free.
    Never,
}

/// An answer to reset with don't-care bytes: upper-case hex, `..` for any byte, a trailing `*` for any rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AtrPattern(pub &'static str);

impl AtrPattern {
    /// Whether `atr` fits.
    pub fn matches(&self, atr: &[u8]) -> bool {
        let (pattern, open) = match self.0.strip_suffix('*') {
            Some(head) => (head, true),
            None => (self.0, false),
        };
        let hex = facts::hex(atr);
        let long_enough = if open { hex.len() >= pattern.len() } else { hex.len() == pattern.len() };
        long_enough && pattern.chars().zip(hex.chars()).all(|(want, have)| want == '.' || want == have)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_whole_or_open() {
        assert!(AtrPattern("3B6F..00*").matches(&[0x3B, 0x6F, 0x99, 0x00, 0x80]));
        assert!(AtrPattern("3B6F").matches(&[0x3B, 0x6F]));
        assert!(!AtrPattern("3B6F").matches(&[0x3B, 0x6F, 0x00]));
        assert!(!AtrPattern("3B6F00*").matches(&[0x3B, 0x6F]));
        assert!(!AtrPattern("3B6F01*").matches(&[0x3B, 0x6F, 0x00]));
    }
}

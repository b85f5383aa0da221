//! What goes wrong with a simulated card, at which command: `[[fault]]` in its file.
//!
//! Damage is made from the number of the command, not from chance, so that a run can be repeated to the byte.

use super::hex::Hex;
use serde::Deserialize;
use std::time::Duration;

/// One fault.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// The command that it strikes, counted from 1 since the card was put in; 0 is connecting, for `sharing`.
    pub at: u64,
    /// What happens.
    pub kind: FaultKind,
    /// Whether it strikes once, or at every command from there on.
    #[serde(default)]
    pub lasts: Lasts,
    /// The status word of `status`.
    pub status: Option<Hex>,
    /// How long `stall` and `sharing` go on, in milliseconds; without end, if not said.
    pub ms: Option<u64>,
    /// The built-in card that `swapped` puts in the place of this one.
    pub card: Option<String>,
}

/// How long a fault lasts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lasts {
    /// One command.
    #[default]
    Once,
    /// All that follow.
    Ever,
}

/// What can go wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FaultKind {
    /// Noise of 2 to 258 bytes in the place of the answer.
    Garbage,
    /// The first byte alone.
    OneByte,
    /// The data without its status word; one byte of an answer without data.
    NoStatus,
    /// The first half.
    Half,
    /// Nothing at all.
    Empty,
    /// 6110 to everything: data is announced and never comes.
    #[serde(rename = "endless-61")]
    Endless61,
    /// Sixteen bytes and 6110 to everything: data never ends.
    #[serde(rename = "endless-61-data")]
    Endless61Data,
    /// 6C and a length, whatever length is asked for.
    #[serde(rename = "endless-6c")]
    Endless6C,
    /// One byte of the data in sixteen, and at least one, is another.
    Corrupt,
    /// One bit of the data is another.
    FlippedBit,
    /// Two thousand bytes too many.
    Oversize,
    /// `status` in the place of the answer.
    Status,
    /// No answer.
    Stall,
    /// The card is taken out.
    Removed,
    /// The card is taken out, and another put in.
    Swapped,
    /// Another program resets the card.
    Reset,
    /// Another program holds the card.
    Sharing,
    /// The service says that the line broke (SCARD_F_COMM_ERROR).
    Broken,
}

/// What becomes of one command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Happening {
    /// These bytes come back.
    Answer(Vec<u8>),
    /// Nothing comes for so long, or ever, and then the answer.
    Silence(Option<Duration>, Vec<u8>),
    /// The card is gone.
    Removed,
    /// The built-in card of that name is there in its place.
    Swapped(String),
    /// The card was reset.
    Reset,
    /// Another program holds the card for so long, or for good.
    Held(Option<Duration>),
    /// The line broke.
    Broken,
}

impl Fault {
    /// What is missing or out of place in it.
    pub(super) fn defect(&self) -> Option<&'static str> {
        match self.kind {
            FaultKind::Status if self.status.as_ref().is_none_or(|status| status.0.len() != 2) => {
                Some("kind \"status\" needs `status`, a status word of two bytes")
            }
            FaultKind::Swapped if !self.card.as_deref().is_some_and(super::is_builtin) => {
                Some("kind \"swapped\" needs `card`, the name of a built-in card")
            }
            FaultKind::Sharing => None,
            _ if self.at == 0 => Some("`at` counts commands from 1; 0 is for kind \"sharing\" alone"),
            _ => None,
        }
    }

    /// Whether it strikes the command of that number.
    pub fn strikes(&self, number: u64) -> bool {
        match self.lasts {
            Lasts::Once => number == self.at,
            Lasts::Ever => number >= self.at,
        }
    }

    /// How long it lasts, where it has an end.
    pub fn time(&self) -> Option<Duration> {
        self.ms.map(Duration::from_millis)
    }

    /// What becomes of the command of that number, to which `truth` is the answer.
    pub fn happening(&self, number: u64, truth: Vec<u8>) -> Happening {
        match self.kind {
            FaultKind::Stall => Happening::Silence(self.time(), truth),
            FaultKind::Removed => Happening::Removed,
            FaultKind::Swapped => Happening::Swapped(self.card.clone().unwrap_or_default()),
            FaultKind::Reset => Happening::Reset,
            FaultKind::Sharing => Happening::Held(self.time()),
            FaultKind::Broken => Happening::Broken,
            _ => Happening::Answer(self.damaged(number, truth)),
        }
    }

    fn damaged(&self, number: u64, mut truth: Vec<u8>) -> Vec<u8> {
        let mut noise = Noise::of(number);
        let data = truth.len().saturating_sub(2);
        match self.kind {
            FaultKind::Garbage => (0..2 + noise.below(257)).map(|_| noise.byte()).collect(),
            FaultKind::OneByte => truth[..truth.len().min(1)].to_vec(),
            FaultKind::NoStatus => truth[..data.max(1).min(truth.len())].to_vec(),
            FaultKind::Half => truth[..truth.len().min((truth.len() / 2).max(2))].to_vec(),
            FaultKind::Empty => Vec::new(),
            FaultKind::Endless61 => vec![0x61, 0x10],
            FaultKind::Endless61Data => [[0xAA; 16].as_slice(), &[0x61, 0x10]].concat(),
            FaultKind::Endless6C => vec![0x6C, [1, 16, 0x80][noise.below(3)]],
            FaultKind::Corrupt if data > 0 => {
                for _ in 0..(data / 16).max(1) {
                    let at = noise.below(data);
                    truth[at] ^= noise.byte().max(1);
                }
                truth
            }
            FaultKind::FlippedBit if data > 0 => {
                let at = noise.below(data);
                truth[at] ^= 1 << noise.below(8);
                truth
            }
            FaultKind::Oversize => {
                let status = truth.split_off(data);
                [truth.as_slice(), &[0xEE; 2000], &status].concat()
            }
            FaultKind::Status => self.status.as_ref().map(|status| status.0.clone()).unwrap_or(truth),
            _ => truth,
        }
    }
}

/// Bytes without a pattern (xorshift64*), the same for the same command.
struct Noise(u64);

impl Noise {
    fn of(number: u64) -> Self {
        Noise(number.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 32
    }

    fn byte(&mut self) -> u8 {
        self.next() as u8
    }

    fn below(&mut self, end: usize) -> usize {
        self.next() as usize % end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(kind: FaultKind) -> Fault {
        Fault { at: 3, kind, lasts: Lasts::Once, status: None, ms: None, card: None }
    }

    #[test]
    fn a_fault_strikes_where_it_says() {
        let once = fault(FaultKind::Empty);
        let ever = Fault { lasts: Lasts::Ever, ..fault(FaultKind::Empty) };
        assert_eq!([2, 3, 4].map(|number| once.strikes(number)), [false, true, false]);
        assert_eq!([2, 3, 4].map(|number| ever.strikes(number)), [false, true, true]);
    }

    #[test]
    fn damage_is_the_same_every_time_and_leaves_the_status_word() {
        let truth = [vec![7; 40], vec![0x90, 0x00]].concat();
        for (kind, changed) in [(FaultKind::Corrupt, 2), (FaultKind::FlippedBit, 1)] {
            let damaged = fault(kind).damaged(5, truth.clone());
            assert_eq!(damaged, fault(kind).damaged(5, truth.clone()));
            assert_ne!(damaged, fault(kind).damaged(6, truth.clone()));
            assert_eq!(damaged.iter().zip(&truth).filter(|(one, other)| one != other).count(), changed);
            assert_eq!(damaged[40..], [0x90, 0x00]);
        }
    }

    #[test]
    fn short_answers_are_damaged_too() {
        for kind in [FaultKind::OneByte, FaultKind::NoStatus] {
            assert_eq!(fault(kind).damaged(1, vec![0x90, 0x00]), [0x90]);
        }
        assert_eq!(fault(FaultKind::Corrupt).damaged(1, vec![0x90, 0x00]), [0x90, 0x00]);
        assert_eq!(fault(FaultKind::Oversize).damaged(1, vec![0x90, 0x00]).len(), 2002);
        assert_eq!(fault(FaultKind::Half).damaged(1, Vec::new()), Vec::<u8>::new());
    }
}

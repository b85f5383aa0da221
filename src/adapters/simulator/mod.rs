//! Simulated cards and readers: one more [`crate::ports::CardService`], shipped in the product, so that the tool can
//! be tried and tested without a card.
//!
//! A card is a readable file ([`CardFile`]); the engine ([`SimulatedCard`]) answers command APDUs from it as
//! ISO 7816-4 has it; [`SimulatedService`] puts cards into readers. The built-in cards stand in `testdata/cards/` and
//! hold invented persons and keys of synthetic issuers only.

mod card;
mod card_file;
mod fault;
mod fci;
mod hex;
mod modules;
mod pin;
mod recorded;
mod service;
mod station;
mod stores;
mod tree;

pub use card::SimulatedCard;
pub use card_file::{
    About, Application, Behaviour, CardFile, CardFileError, DataObject, EmptyVerify, File, FileKind, Network,
    Pin,
};
pub use fault::{Fault, FaultKind, Happening, Lasts};
pub use hex::{Base64, FilePath, Hex};
pub use modules::{CardModule, SimulatedModules};
pub use recorded::{FixedEntropy, NoTrust, RecordedAnswer, RecordedHttp};
pub use service::SimulatedService;
pub use station::SimulatedStation;
pub use stores::{RecordedCertificate, RecordedService, RecordedStore, SimulatedStores};

/// A card that ships with the tool.
#[derive(Debug, Clone, Copy)]
pub struct BuiltinCard {
    /// Its name, as `--simulate` takes it.
    pub name: &'static str,
    /// Its card file.
    pub toml: &'static str,
}

impl BuiltinCard {
    /// Its card file, read.
    ///
    /// # Errors
    /// As [`CardFile::parse`]; a test holds that no built-in card has any.
    pub fn read(&self) -> Result<CardFile, CardFileError> {
        CardFile::parse(self.toml, self.name)
    }
}

/// The built-in cards, those that `demo` shows first.
pub fn builtin() -> &'static [BuiltinCard] {
    BUILTIN
}

/// The built-in card of that name; `None` when there is none.
///
/// # Errors
/// As [`BuiltinCard::read`].
pub fn load_builtin(name: &str) -> Option<Result<CardFile, CardFileError>> {
    BUILTIN.iter().find(|card| card.name == name).map(BuiltinCard::read)
}

fn is_builtin(name: &str) -> bool {
    BUILTIN.iter().any(|card| card.name == name)
}

macro_rules! builtin_cards {
    ($($name:literal: $path:literal,)*) => {
        &[$(BuiltinCard {
            name: $name,
            toml: include_str!(concat!("../../../testdata/cards/", $path, "/card.toml")),
        },)*]
    };
}

static BUILTIN: &[BuiltinCard] = builtin_cards! {
    "buypass-ready": "buypass/ready",
    "commfides-ready": "commfides/ready",
    "buypass-expired": "buypass/expired",
    "commfides-pin-blocked": "commfides/pin-blocked",
    "buypass-not-activated": "buypass/not-activated",
    "commfides-double-name": "commfides/double-name",
    "buypass-misencoded": "buypass/misencoded",
    "buypass-revoked": "buypass/revoked",
    "commfides-try-later": "commfides/try-later",
    "buypass-unreachable": "buypass/unreachable",
    "pkcs15-four-certificates": "pkcs15/four-certificates",
    "pkcs15-with-authorities": "pkcs15/with-authorities",
    "piv-four-certificates": "piv/four-certificates",
    "piv-employer": "piv/employer",
    "gids-two-certificates": "gids/two-certificates",
    "unknown": "unknown/refuses-all",
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_builtin_card_is_in_order() {
        for card in builtin() {
            let file = card.read().unwrap();
            assert_eq!(file.name, card.name);
            assert_eq!(SimulatedCard::new(&file).atr(), file.atr.0);
        }
        assert!(load_builtin("buypass-ready").is_some_and(|card| card.is_ok()));
        assert!(load_builtin("another").is_none());
    }

    #[test]
    fn only_cards_that_speak_of_extended_length_understand_it() {
        for card in builtin() {
            let file = card.read().unwrap();
            // Card capabilities (compact TLV 73, ISO 7816-4 §12.1.1.9): bit 7 of the third byte.
            let capabilities = file.atr.0.windows(4).find(|window| window[0] == 0x73);
            let declared = capabilities.is_some_and(|window| window[3] & 0x40 != 0);
            assert_eq!(file.behaviour.extended, declared, "{}", card.name);
        }
    }
}

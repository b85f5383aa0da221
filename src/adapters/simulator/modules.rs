//! Simulated PKCS#11 modules: what a card file says that other programs see of its card.

use super::card_file::CardFile;
use super::hex::FilePath;
use super::service::reader_name;
use crate::facts::{
    Blob, ModuleCertificate, ModuleFacts, ModuleFault, ModuleInfo, ModuleOrigin, ModuleSeen, ModuleToken,
    Observed, ProbeError, ProbePlace, SlotFacts, TokenFlag,
};
use crate::ports::{Cancel, FoundModule, TokenModules};
use serde::Deserialize;
use std::time::Duration;

/// `[[module]]` in a card file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CardModule {
    /// Where it lies.
    pub path: String,
    /// Why it cannot be looked at; it shows nothing then.
    pub fault: Option<ModuleFault>,
    /// It never answers.
    #[serde(default)]
    pub hangs: bool,
    /// The files of the card whose certificates it shows.
    #[serde(default)]
    pub certificates: Vec<FilePath>,
    /// The flags of the token.
    #[serde(default = "in_use")]
    pub flags: Vec<TokenFlag>,
}

fn in_use() -> Vec<TokenFlag> {
    vec![TokenFlag::TokenInitialized, TokenFlag::LoginRequired, TokenFlag::UserPinInitialized]
}

/// The modules that card files tell of; of two that lie in the same place, each shows its card in a slot of one module.
#[derive(Debug, Default)]
pub struct SimulatedModules {
    modules: Vec<(CardModule, Vec<SlotFacts>)>,
}

impl SimulatedModules {
    /// Those of these cards, each in its simulated reader.
    pub fn new(cards: &[CardFile]) -> Self {
        let mut all = SimulatedModules::default();
        for (index, card) in cards.iter().enumerate() {
            for module in &card.modules {
                let slot = slot(index, card, module);
                match all.modules.iter_mut().find(|(known, _)| known.path == module.path) {
                    Some((_, slots)) => slots.push(slot),
                    None => all.modules.push((module.clone(), vec![slot])),
                }
            }
        }
        all
    }
}

impl TokenModules for SimulatedModules {
    fn installed(&self) -> Vec<FoundModule> {
        self.modules.iter().map(|(module, _)| self.named(&module.path)).collect()
    }

    fn named(&self, path: &str) -> FoundModule {
        FoundModule { path: path.to_owned(), origin: ModuleOrigin::KnownPlace, product: None }
    }

    fn look(&self, found: &FoundModule, patience: Duration, _: &Cancel) -> ModuleFacts {
        let Some((module, slots)) = self.modules.iter().find(|(module, _)| module.path == found.path) else {
            return found.facts(Observed::not_tried("no-module"));
        };
        // Nobody waits for a silence that is known to last.
        let ms = u64::try_from(patience.as_millis()).unwrap_or(u64::MAX);
        let place = match module.fault {
            Some(fault) => Some(ProbePlace::Module { fault }),
            None => module.hangs.then_some(ProbePlace::Timeout { ms }),
        };
        found.facts(match place {
            Some(place) => Observed::Failed(ProbeError::new("module", place, "simulated")),
            None => Observed::seen(ModuleSeen { info: info(), slots: slots.clone(), interrupted: None }),
        })
    }
}

fn info() -> ModuleInfo {
    let text = "Simulated".to_owned();
    ModuleInfo {
        manufacturer: text.clone(),
        description: text,
        version: "1.0".into(),
        cryptoki: "2.40".into(),
    }
}

fn slot(index: usize, card: &CardFile, module: &CardModule) -> SlotFacts {
    let certificates = module.certificates.iter().map(|path| ModuleCertificate {
        label: None,
        id: None,
        bytes: match content(card, path) {
            Some(bytes) => Observed::seen(Blob(bytes)),
            None => Observed::Failed(ProbeError::malformed("C_GetAttributeValue", format!("no file {path}"))),
        },
    });
    let token = ModuleToken {
        label: card.name.clone(),
        manufacturer: "Simulated".to_owned(),
        model: "Simulated".to_owned(),
        serial: (index + 1).to_string(),
        flags: module.flags.clone(),
        pin_length: None,
        mechanisms: Observed::not_tried("simulated"),
        certificates: Observed::seen(certificates.collect()),
        keys: Vec::new(),
    };
    SlotFacts {
        id: index as u64,
        description: reader_name(index),
        removable: true,
        token: Some(Observed::seen(token)),
    }
}

/// The certificate in a file, without what fills the file up: a tag, a length in two bytes, and as much as that says.
fn content(card: &CardFile, path: &FilePath) -> Option<Vec<u8>> {
    let file = card.files.iter().find(|file| file.path.get_ref() == path)?;
    let bytes = &file.hex.as_ref()?.0;
    match bytes.as_slice() {
        [0x30, 0x82, high, low, ..] => {
            bytes.get(..4 + usize::from(u16::from_be_bytes([*high, *low]))).map(<[u8]>::to_vec)
        }
        _ => Some(bytes.clone()),
    }
}

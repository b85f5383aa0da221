//! PKCS#11 modules and what they show: the cards of this workstation as its other programs see them.

use super::{Blob, Observed, ProbeError};
use serde::{Deserialize, Serialize};

/// One module, looked at once, in a process of its own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ModuleFacts {
    /// Its file.
    pub path: String,
    /// How it was found.
    pub origin: ModuleOrigin,
    /// The middleware that it belongs to, where its place tells.
    pub product: Option<ModuleProduct>,
    /// What it showed; the error where it could not even be asked.
    pub seen: Observed<ModuleSeen>,
    /// What it wrote to its standard output and standard error, where nobody had asked it to.
    pub printed: Option<Printed>,
    /// It left processes behind that outlived the one it was loaded into.
    pub left_processes: bool,
}

/// How a module was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ModuleOrigin {
    /// The person named it.
    Named,
    /// It lies where its middleware puts it.
    KnownPlace,
    /// p11-kit's registry lists it.
    Registry,
}

/// A middleware, copied here from the table of known ones so that the judge needs none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModuleProduct {
    /// Stable id, for example `net-id`.
    pub id: String,
    /// The name that people use.
    pub name: String,
}

/// What a module showed before it ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ModuleSeen {
    /// What it says of itself.
    pub info: ModuleInfo,
    /// Its slots, in its order.
    pub slots: Vec<SlotFacts>,
    /// What ended the look before its natural end.
    pub interrupted: Option<ProbeError>,
}

/// C_GetInfo.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModuleInfo {
    /// Who made it.
    pub manufacturer: String,
    /// What it is.
    pub description: String,
    /// Its own version.
    pub version: String,
    /// The version of PKCS#11 that it follows.
    pub cryptoki: String,
}

/// A slot: most often a card reader.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SlotFacts {
    /// Its number.
    pub id: u64,
    /// Its name; modules that speak PC/SC give the reader's, cut at 64 bytes.
    pub description: String,
    /// Tokens come and go in it.
    pub removable: bool,
    /// What is in it; `None` for nothing.
    pub token: Option<Observed<ModuleToken>>,
}

/// A token: most often a card, or one PIN of a card with several.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ModuleToken {
    /// Label; may hold a person's name.
    pub label: String,
    /// Who made it.
    pub manufacturer: String,
    /// Model.
    pub model: String,
    /// Serial number.
    pub serial: String,
    /// The flags that are set, by stable word: `token-initialized`, `user-pin-locked`…
    pub flags: Vec<TokenFlag>,
    /// Shortest and longest PIN.
    pub pin_length: Option<(u32, u32)>,
    /// What it computes.
    pub mechanisms: Observed<Vec<String>>,
    /// Its certificates.
    pub certificates: Observed<Vec<ModuleCertificate>>,
    /// The keys that show without a PIN.
    pub keys: Vec<ModuleKey>,
}

impl ModuleToken {
    /// Whether that flag is set.
    pub fn has(&self, flag: TokenFlag) -> bool {
        self.flags.contains(&flag)
    }

    /// The certificates that were given whole, with their bytes.
    pub fn given(&self) -> impl Iterator<Item = (&ModuleCertificate, &Blob)> {
        let all = self.certificates.value().map(Vec::as_slice).unwrap_or_default();
        all.iter().filter_map(|one| Some((one, one.bytes.value()?)))
    }
}

impl ModuleSeen {
    /// The tokens that could be looked at, with their slots.
    pub fn tokens(&self) -> impl Iterator<Item = (&SlotFacts, &ModuleToken)> {
        self.slots.iter().filter_map(|slot| Some((slot, slot.token.as_ref()?.value()?)))
    }
}

impl ModuleFacts {
    /// The tokens that could be looked at, with their slots.
    pub fn tokens(&self) -> impl Iterator<Item = (&SlotFacts, &ModuleToken)> {
        self.seen.value().into_iter().flat_map(ModuleSeen::tokens)
    }

    /// How people call it: the name of the middleware, else that of the file.
    pub fn name(&self) -> &str {
        let file = || self.path.rsplit(['/', '\\']).next().unwrap_or(&self.path);
        self.product.as_ref().map_or_else(file, |product| &product.name)
    }
}

impl SlotFacts {
    /// Whether the slot is that reader: its name, or as much of it as a description holds.
    pub fn is_reader(&self, name: &str) -> bool {
        let description = self.description.trim();
        !description.is_empty()
            && (name == description || description.len() >= 60 && name.starts_with(description))
    }
}

/// A flag of a token (PKCS#11 v3.1 §3.4, `CK_TOKEN_INFO`) that says something to its holder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TokenFlag {
    /// It has been initialised.
    TokenInitialized,
    /// Some things need a PIN.
    LoginRequired,
    /// The holder's PIN has been set.
    UserPinInitialized,
    /// A wrong PIN was entered since the last right one.
    UserPinCountLow,
    /// One try is left.
    UserPinFinalTry,
    /// No try is left.
    UserPinLocked,
    /// The PIN must be changed before it can be used.
    UserPinToBeChanged,
    /// The PIN is entered on the reader.
    ProtectedAuthenticationPath,
    /// It failed its self-test.
    ErrorState,
}

/// A certificate as a module shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ModuleCertificate {
    /// Label; may hold a person's name.
    pub label: Option<String>,
    /// Identifier that pairs it with its key, upper-case hex.
    pub id: Option<String>,
    /// The bytes.
    pub bytes: Observed<Blob>,
}

/// A key that shows without a PIN.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModuleKey {
    /// Identifier that pairs it with its certificate, upper-case hex.
    pub id: Option<String>,
    /// It is the private one; most modules hide that until somebody logs in.
    pub private: bool,
}

/// What a module wrote unasked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Printed {
    /// How much.
    pub bytes: u64,
    /// How it begins; may hold anything.
    pub begins: String,
}

/// Why a module could not be looked at, or not to the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ModuleFault {
    /// It is made for another processor or word length.
    OtherArchitecture,
    /// A library that it needs is not there.
    MissingDependency,
    /// The loader refuses it for another reason.
    NotLoadable,
    /// It is a library, and no PKCS#11 module.
    NotAModule,
    /// It brought the process down.
    Crashed,
    /// It ended the process.
    Ended,
}

impl ModuleFault {
    /// The fault as a short stable word.
    pub fn as_str(self) -> &'static str {
        match self {
            ModuleFault::OtherArchitecture => "other-architecture",
            ModuleFault::MissingDependency => "missing-dependency",
            ModuleFault::NotLoadable => "not-loadable",
            ModuleFault::NotAModule => "not-a-module",
            ModuleFault::Crashed => "crashed",
            ModuleFault::Ended => "ended",
        }
    }
}

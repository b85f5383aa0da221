//! A card and what it said.

use super::{Blob, Observed, ProbeError};
use serde::{Deserialize, Serialize};

/// One card, read once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CardFacts {
    /// The reader it sat in.
    pub reader: String,
    /// The route by which it was read.
    pub access: Access,
    /// The answer to reset, whole.
    pub atr: Blob,
    /// Whether a connection came about, and over which protocol.
    pub connection: Observed<Protocol>,
    /// How long another program kept the card from us, in milliseconds, before the connection came about.
    pub waited_ms: u64,
    /// The family that recognised it; `None` for an unknown card.
    pub family: Option<FamilyFacts>,
    /// What it says of itself (EF(TokenInfo), ISO 7816-15 §8.10).
    pub token: Observed<TokenFacts>,
    /// The application identifiers that EF.DIR names, in its order.
    pub applications: Vec<Blob>,
    /// Every file that was asked for, in the order of asking.
    pub files: Vec<CardFile>,
    /// The certificates its directories name.
    pub objects: Vec<ObjectFacts>,
    /// The private keys its directories name.
    pub keys: Vec<KeyFacts>,
    /// The PINs its directories name.
    pub pins: Vec<PinFacts>,
    /// What ended the reading before its natural end; `None` when every step was taken.
    pub interrupted: Option<ProbeError>,
    /// Answers without sense that came over the line while it was read, also those that another try got around; the
    /// first few of them.
    #[serde(default)]
    pub disturbances: Vec<ProbeError>,
    /// Two readings that differ: something was doubtful, so everything was read again.
    #[serde(default)]
    pub differences: Vec<Difference>,
    /// How often the whole reading began anew because another program had reset the card.
    #[serde(default)]
    pub restarts: u64,
    /// How much was said to it.
    pub traffic: Traffic,
    /// The same card as it answered us directly, where it gave no certificates and another route did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub direct: Option<Box<CardFacts>>,
}

/// Something on a card that two readings gave differently.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// The file, or what else was asked for (`PIN 81`, `application`).
    pub place: String,
    /// What came first: a length, an answer or an error, never the content.
    pub first: String,
    /// What came then.
    pub second: String,
}

/// The route by which a card was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Access {
    /// Command APDUs over PC/SC.
    Apdu,
    /// A PKCS#11 module.
    Pkcs11,
    /// Certificate files.
    Files,
    /// A simulated card.
    Simulated,
    /// A certificate store of the workstation.
    Store,
}

/// The transmission protocol in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Protocol {
    /// Character protocol, ISO 7816-3 §10.
    #[serde(rename = "T=0")]
    T0,
    /// Block protocol, ISO 7816-3 §11.
    #[serde(rename = "T=1")]
    T1,
    /// Another, such as a raw contactless one.
    #[serde(rename = "raw")]
    Raw,
}

impl Protocol {
    /// As people write it: `T=0`.
    pub fn as_str(self) -> &'static str {
        match self {
            Protocol::T0 => "T=0",
            Protocol::T1 => "T=1",
            Protocol::Raw => "raw",
        }
    }
}

/// What judging needs to know of a family, copied here by gather so that the judge never asks what a card is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FamilyFacts {
    /// Stable id, for example `buypass`.
    pub id: String,
    /// The name that people use.
    pub name: String,
    /// The layout is a hypothesis, not confirmed on a real card.
    pub hypothesis: bool,
}

/// What a certificate may be used for, by its key usage alone (RFC 5280 §4.2.1.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CertificateRole {
    /// `digitalSignature`: login.
    Authentication,
    /// `nonRepudiation` (contentCommitment): a person's signature.
    Signature,
    /// `keyEncipherment`, `dataEncipherment` or `keyAgreement`.
    Encryption,
}

/// EF(TokenInfo) in the words of the card.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenFacts {
    /// Token label; may hold a person's name.
    pub label: Option<String>,
    /// Serial number, upper-case hex.
    pub serial: Option<String>,
    /// Manufacturer.
    pub manufacturer: Option<String>,
    /// `TokenFlags`, bit 0 first: readonly, loginRequired, prnGeneration, eidCompliant.
    pub flags: Vec<u8>,
}

/// A file that was asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CardFile {
    /// Absolute path where known (`3F00/5015/4401`), else the identifier asked for; an application is `A0…`.
    pub path: String,
    /// What it was hoped to be.
    pub purpose: FilePurpose,
    /// Its length in bytes as read.
    pub length: Observed<u64>,
    /// The bytes, for directories; certificates stand in [`ObjectFacts::bytes`].
    pub content: Option<Blob>,
}

/// Why a file was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FilePurpose {
    /// EF.DIR, ISO 7816-4 §12.2.
    Dir,
    /// An application's dedicated file.
    Application,
    /// EF(TokenInfo).
    TokenInfo,
    /// EF(ODF), the object directory.
    ObjectDirectory,
    /// EF(PrKDF).
    PrivateKeyDirectory,
    /// EF(CDF), own, trusted or useful certificates.
    CertificateDirectory,
    /// EF(AODF), PINs.
    AuthenticationDirectory,
    /// A certificate.
    Certificate,
    /// A data object of an application that says by it what else it holds.
    DataObject,
}

/// A certificate that a directory names.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ObjectFacts {
    /// Label; may hold a person's name.
    pub label: Option<String>,
    /// Identifier that pairs it with its key, upper-case hex.
    pub id: Option<String>,
    /// It is said to belong to a certification authority.
    pub authority: bool,
    /// Path of its file, or `direct` when the directory itself holds it.
    pub path: String,
    /// What the directory says is the hash of the certificate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hash: Option<CertificateHash>,
    /// The DER bytes.
    pub bytes: Observed<Blob>,
}

/// `CertHash` of an entry (ISO 7816-15 §8.7): what the certificate's bytes must come to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateHash {
    /// Object identifier of the algorithm, its content bytes; SHA-1 where the directory names none.
    pub algorithm: Option<Blob>,
    /// The hash.
    pub value: Blob,
}

/// A private key that a directory names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyFacts {
    /// Label.
    pub label: Option<String>,
    /// Identifier that pairs it with its certificate, upper-case hex.
    pub id: Option<String>,
    /// `KeyUsageFlags` names as in ISO 7816-15: `decrypt`, `sign`, `nonRepudiation`…
    pub usage: Vec<String>,
    /// The reference by which the card knows the key.
    pub reference: Option<u8>,
    /// The PIN that guards it.
    pub auth_id: Option<String>,
    /// Modulus length in bits, as the directory states it.
    pub bits: Option<u32>,
}

/// A PIN that a directory names.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PinFacts {
    /// Label.
    pub label: Option<String>,
    /// Identifier that keys refer to, upper-case hex.
    pub auth_id: Option<String>,
    /// The reference that VERIFY uses.
    pub reference: Option<u8>,
    /// `PasswordFlags` names: `initialized`, `local`, `unblockingPassword`, `soPassword`…
    pub flags: Vec<String>,
    /// Shortest and longest length in characters.
    pub length: Option<(u32, u32)>,
    /// How many tries are left.
    pub tries: Observed<PinTries>,
}

impl PinFacts {
    /// Whether the directory sets that flag.
    pub fn has(&self, flag: &str) -> bool {
        self.flags.iter().any(|known| known == flag)
    }

    /// Whether it is the holder's own: PUKs and security officers' PINs are not the holder's business.
    pub fn is_the_holders(&self) -> bool {
        !self.has("unblockingPassword") && !self.has("soPassword")
    }
}

/// The answer of a card to the question how many tries are left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PinTries {
    /// That many (63Cx).
    Left(u8),
    /// None: blocked (6983).
    Blocked,
    /// The reference data cannot be used (6984).
    Unusable,
    /// No PIN is needed, or it has been given already (9000).
    NotNeeded,
}

/// How much was said to a card.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Traffic {
    /// Command APDUs sent, GET RESPONSE and repeats included.
    pub commands: u64,
    /// Bytes of all commands.
    pub bytes_sent: u64,
    /// Bytes of all responses, status words included.
    pub bytes_received: u64,
    /// Time spent waiting for the card, in milliseconds.
    pub ms: u64,
}

impl Traffic {
    /// Both together.
    pub fn and(self, other: Traffic) -> Traffic {
        Traffic {
            commands: self.commands + other.commands,
            bytes_sent: self.bytes_sent + other.bytes_sent,
            bytes_received: self.bytes_received + other.bytes_received,
            ms: self.ms + other.ms,
        }
    }
}

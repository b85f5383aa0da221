//! The directories of PKCS#15: what each entry says. Entries that cannot be read are passed over one by one, so that
//! one bad entry never hides its neighbours.

use super::asn1::{flags, hex, text, unsigned};
use crate::facts::{
    Blob, CertificateHash, FilePurpose, KeyFacts, Observed, PinFacts, ProbeError, TokenFacts,
};
use crate::iso7816::path::Path;
use crate::iso7816::tlv::{Objects, Tlv};
use std::fmt;

const SEQUENCE: u32 = 0x30;
const OCTET_STRING: u32 = 0x04;
const INTEGER: u32 = 0x02;
const BIT_STRING: u32 = 0x03;
const BOOLEAN: u32 = 0x01;
const UTF8_STRING: u32 = 0x0C;
const OBJECT_IDENTIFIER: u32 = 0x06;
/// `certHash [0]` among the attributes of certificates.
const CERTIFICATE_HASH: u32 = 0xA0;

/// `KeyUsageFlags` (ISO 7816-15 §8.4.3), bit 0 first.
const KEY_USAGE: &[&str] = &[
    "encipher",
    "decipher",
    "sign",
    "signRecover",
    "keyEncipher",
    "keyDecipher",
    "verify",
    "verifyRecover",
    "derive",
    "nonRepudiation",
];

/// `PasswordFlags` (ISO 7816-15 §8.9.3), bit 0 first.
const PASSWORD_FLAGS: &[&str] = &[
    "case-sensitive",
    "local",
    "change-disabled",
    "unblock-disabled",
    "initialized",
    "needs-padding",
    "unblockingPassword",
    "soPassword",
    "disable-allowed",
    "integrity-protected",
    "confidentiality-protected",
    "exchangeRefData",
];

/// The directories that matter here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DirectoryKind {
    PrivateKeys,
    Certificates,
    Pins,
}

impl DirectoryKind {
    /// The same as facts call it.
    pub(super) fn purpose(self) -> FilePurpose {
        match self {
            DirectoryKind::PrivateKeys => FilePurpose::PrivateKeyDirectory,
            DirectoryKind::Certificates => FilePurpose::CertificateDirectory,
            DirectoryKind::Pins => FilePurpose::AuthenticationDirectory,
        }
    }
}

/// Where a value is: a file, or a part of one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Place {
    /// The file.
    pub(super) path: Path,
    /// First byte and length, when it is not the whole file.
    pub(super) part: Option<(usize, usize)>,
}

impl Place {
    /// The same seen from `root`, if it is relative.
    pub(super) fn under(&self, root: &Path) -> Place {
        Place { path: self.path.under(root), part: self.part }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.part {
            Some((offset, length)) => write!(out, "{}[{offset}+{length}]", self.path),
            None => write!(out, "{}", self.path),
        }
    }
}

/// A value that stands right here, or somewhere else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Content {
    Direct(Vec<u8>),
    At(Place),
}

/// A certificate as EF(CDF) names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CertificateEntry {
    pub(super) label: Option<String>,
    pub(super) id: Option<String>,
    pub(super) authority: bool,
    pub(super) hash: Option<CertificateHash>,
    /// Where it is, or why nobody can tell.
    pub(super) content: Result<Content, ProbeError>,
}

/// A PIN as EF(AODF) names it, and the directory it belongs to.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Pin {
    pub(super) facts: PinFacts,
    pub(super) path: Option<Path>,
}

/// EF(ODF): the directories of the application, in its order (ISO 7816-15 §8.3). Own, trusted and useful
/// certificates (tags 4, 5, 6) are all certificates; public keys, secret keys and data are of no interest here.
pub(super) fn object_directory(bytes: &[u8]) -> Vec<(DirectoryKind, Content)> {
    Objects::new(bytes)
        .flatten()
        .filter_map(|entry| {
            let kind = match entry.tag {
                0xA0 => DirectoryKind::PrivateKeys,
                0xA4..=0xA6 => DirectoryKind::Certificates,
                0xA8 => DirectoryKind::Pins,
                _ => return None,
            };
            Some((kind, path_or_objects(&entry)?))
        })
        .collect()
}

/// Whether `bytes` begin as the file of that purpose does.
pub(super) fn begins(purpose: FilePurpose, bytes: &[u8]) -> bool {
    match (purpose, bytes.first()) {
        (FilePurpose::ObjectDirectory, Some(tag)) => (0xA0..=0xA8).contains(tag),
        (FilePurpose::TokenInfo, Some(tag)) => *tag == 0x30,
        _ => false,
    }
}

/// `PathOrObjects ::= CHOICE { path Path, objects [0] SEQUENCE OF … }`
fn path_or_objects(entry: &Tlv<'_>) -> Option<Content> {
    let inner = entry.children().flatten().next()?;
    match inner.tag {
        SEQUENCE => place(&inner).map(Content::At),
        0xA0 => Some(Content::Direct(inner.value.to_vec())),
        _ => None,
    }
}

/// `Path ::= SEQUENCE { efidOrPath OCTET STRING, index INTEGER OPTIONAL, length [0] INTEGER OPTIONAL }`
fn place(path: &Tlv<'_>) -> Option<Place> {
    let part = match (path.child(INTEGER), path.child(0x80)) {
        (Some(index), Some(length)) => Some((unsigned(&index)? as usize, unsigned(&length)? as usize)),
        _ => None,
    };
    Some(Place { path: Path::from_bytes(path.child(OCTET_STRING)?.value)?, part })
}

/// EF(TokenInfo) (ISO 7816-15 §8.10); `None` when it is none.
pub(super) fn token_info(bytes: &[u8]) -> Option<TokenFacts> {
    let info = Objects::new(bytes).flatten().next().filter(|info| info.tag == SEQUENCE)?;
    Some(TokenFacts {
        label: info.child(0x80).and_then(|field| text(&field)),
        serial: info.child(OCTET_STRING).and_then(|field| hex(&field)),
        manufacturer: info.child(UTF8_STRING).and_then(|field| text(&field)),
        flags: info.child(BIT_STRING).map(|field| super::asn1::bits(&field)).unwrap_or_default(),
    })
}

/// What every entry has: its own three or four parts (ISO 7816-15 §8.2).
struct Entry<'a> {
    /// CommonObjectAttributes.
    common: Tlv<'a>,
    /// ClassAttributes.
    class: Tlv<'a>,
    /// The inside of TypeAttributes.
    kind: Option<Tlv<'a>>,
}

impl<'a> Entry<'a> {
    fn of(object: &Tlv<'a>) -> Option<Self> {
        let mut parts = object.children().flatten();
        let common = parts.next().filter(|part| part.tag == SEQUENCE)?;
        let class = parts.next().filter(|part| part.tag == SEQUENCE)?;
        let kind = object.child(0xA1).and_then(|part| part.child(SEQUENCE));
        Some(Entry { common, class, kind })
    }

    fn label(&self) -> Option<String> {
        self.common.child(UTF8_STRING).and_then(|field| text(&field))
    }

    fn auth_id(&self) -> Option<String> {
        self.common.child(OCTET_STRING).and_then(|field| hex(&field))
    }

    fn id(&self) -> Option<String> {
        self.class.child(OCTET_STRING).and_then(|field| hex(&field))
    }
}

/// EF(PrKDF): RSA keys, and elliptic-curve keys under tag 0 (ISO 7816-15 §8.4).
pub(super) fn private_keys(bytes: &[u8]) -> Vec<KeyFacts> {
    let key = |object: Tlv<'_>| {
        let entry = Entry::of(&object)?;
        // iD, usage, native, accessFlags, keyReference: the only INTEGER of the class is the reference.
        let reference = entry.class.child(INTEGER).and_then(|field| key_reference(&field));
        let rsa = object.tag == SEQUENCE;
        Some(KeyFacts {
            label: entry.label(),
            id: entry.id(),
            usage: entry.class.child(BIT_STRING).map(|field| flags(&field, KEY_USAGE)).unwrap_or_default(),
            reference,
            auth_id: entry.auth_id(),
            bits: entry
                .kind
                .filter(|_| rsa)
                .and_then(|kind| kind.child(INTEGER))
                .and_then(|field| unsigned(&field)),
        })
    };
    Objects::new(bytes).flatten().filter_map(key).collect()
}

/// References from 0x80 on are written as negative numbers by many personalisers.
fn key_reference(field: &Tlv<'_>) -> Option<u8> {
    match field.value {
        [reference] | [0, reference] => Some(*reference),
        _ => None,
    }
}

/// EF(CDF): X.509 certificates (ISO 7816-15 §8.7); other kinds are passed over.
pub(super) fn certificates(bytes: &[u8]) -> Vec<CertificateEntry> {
    let certificate = |object: Tlv<'_>| {
        let entry = Entry::of(&object)?;
        let nowhere =
            || ProbeError::malformed("EF(CDF)", "an entry that does not say where its certificate is");
        let content = entry.kind.as_ref().and_then(|kind| kind.children().flatten().next()).and_then(
            |value| match value.tag {
                SEQUENCE => place(&value).map(Content::At),
                0xA0 => value.child(SEQUENCE).map(|certificate| Content::Direct(certificate.raw.to_vec())),
                _ => None,
            },
        );
        Some(CertificateEntry {
            label: entry.label(),
            id: entry.id(),
            authority: entry.class.child(BOOLEAN).is_some_and(|flag| flag.value != [0]),
            hash: entry.class.child(CERTIFICATE_HASH).and_then(|hash| certificate_hash(&hash)),
            content: content.ok_or_else(nowhere),
        })
    };
    Objects::new(bytes).flatten().filter(|object| object.tag == SEQUENCE).filter_map(certificate).collect()
}

/// `CertHash ::= SEQUENCE { hashAlg [0] AlgorithmIdentifier OPTIONAL, certId [1] OPTIONAL, hashVal BIT STRING }`, under
/// an implicit tag; some write the algorithm as a SEQUENCE of its own inside.
fn certificate_hash(hash: &Tlv<'_>) -> Option<CertificateHash> {
    let algorithm = hash.child(0xA0).and_then(|named| {
        named.child(OBJECT_IDENTIFIER).or_else(|| named.child(SEQUENCE)?.child(OBJECT_IDENTIFIER))
    });
    let (_, value) = hash.child(BIT_STRING)?.value.split_first()?;
    let algorithm = algorithm.map(|oid| Blob(oid.value.to_vec()));
    Some(CertificateHash { algorithm, value: Blob(value.to_vec()) })
}

/// EF(AODF): passwords (ISO 7816-15 §8.9); biometrics and external authentication are passed over.
pub(super) fn pins(bytes: &[u8]) -> Vec<Pin> {
    let pin = |object: Tlv<'_>| {
        let entry = Entry::of(&object)?;
        let kind = entry.kind?;
        // pwdFlags, pwdType ENUMERATED, minLength, storedLength, maxLength OPTIONAL, pwdReference [0] DEFAULT 0
        let lengths: Vec<u32> = kind
            .children()
            .flatten()
            .filter(|field| field.tag == INTEGER)
            .filter_map(|field| unsigned(&field))
            .collect();
        let reference = match kind.child(0x80) {
            Some(field) => key_reference(&field),
            None => Some(0),
        };
        let facts = PinFacts {
            label: entry.label(),
            auth_id: entry.id(),
            reference,
            flags: kind.child(BIT_STRING).map(|field| flags(&field, PASSWORD_FLAGS)).unwrap_or_default(),
            length: match lengths[..] {
                [shortest, stored] => Some((shortest, stored)),
                [shortest, _, longest, ..] => Some((shortest, longest)),
                _ => None,
            },
            tries: Observed::not_tried("not-free"),
        };
        let path = kind.child(SEQUENCE).and_then(|path| place(&path)).map(|place| place.path);
        Some(Pin { facts, path })
    };
    Objects::new(bytes).flatten().filter(|object| object.tag == SEQUENCE).filter_map(pin).collect()
}

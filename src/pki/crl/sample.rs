//! A writer of small lists, for tests only.

use super::super::sample::{attribute, extension, integer, name, oid, sequence, tlv};
use ring::signature::{Ed25519KeyPair, KeyPair};

/// AlgorithmIdentifier of Ed25519.
pub fn ed25519() -> Vec<u8> {
    sequence(&[oid("1.3.101.112")])
}

/// An Ed25519 key; 5e is the one that signs sample certificates.
pub struct Key(Ed25519KeyPair);

impl Key {
    /// The key of a seed.
    pub fn new(seed: u8) -> Self {
        Self(Ed25519KeyPair::from_seed_unchecked(&[seed; 32]).unwrap())
    }

    /// Contents of its `subjectPublicKey`.
    pub fn bits(&self) -> &[u8] {
        self.0.public_key().as_ref()
    }

    /// Its SubjectPublicKeyInfo.
    pub fn spki(&self) -> Vec<u8> {
        sequence(&[ed25519(), tlv(0x03, &[&[0], self.bits()].concat())])
    }

    /// What is signed, the algorithm and the signature, as certificates, lists and answers have them.
    pub fn signed(&self, to_be_signed: Vec<u8>) -> Vec<Vec<u8>> {
        let signature = tlv(0x03, &[&[0], self.0.sign(&to_be_signed).as_ref()].concat());
        vec![to_be_signed, ed25519(), signature]
    }
}

/// The parts of a list, each in DER, to be bent as a test needs.
#[derive(Clone)]
pub struct Sample {
    /// INTEGER.
    pub version: Vec<u8>,
    /// Name.
    pub issuer: Vec<u8>,
    /// UTCTime or GeneralizedTime.
    pub this_update: Vec<u8>,
    /// UTCTime or GeneralizedTime.
    pub next_update: Vec<u8>,
    /// The entries; none, and the field is left out.
    pub entries: Vec<Vec<u8>>,
    /// The extensions; none, and the field is left out.
    pub extensions: Vec<Vec<u8>>,
    /// What is to stand after them.
    pub more: Vec<u8>,
}

impl Sample {
    /// An empty list of version 2.
    pub fn empty() -> Self {
        Self {
            version: integer(1),
            issuer: authority("CA"),
            this_update: tlv(0x17, b"261101000000Z"),
            next_update: tlv(0x17, b"261108000000Z"),
            entries: vec![],
            extensions: vec![],
            more: vec![],
        }
    }

    /// The list.
    pub fn sign(&self) -> Vec<u8> {
        let list = |parts: &[Vec<u8>]| match parts {
            [] => vec![],
            parts => sequence(parts),
        };
        let extensions = match list(&self.extensions) {
            none if none.is_empty() => none,
            list => tlv(0xa0, &list),
        };
        let to_be_signed = sequence(&[
            self.version.clone(),
            ed25519(),
            self.issuer.clone(),
            self.this_update.clone(),
            self.next_update.clone(),
            list(&self.entries),
            extensions,
            self.more.clone(),
        ]);
        sequence(&Key::new(0x5e).signed(to_be_signed))
    }
}

/// A name with a `CN`.
pub fn authority(common_name: &str) -> Vec<u8> {
    name(&[attribute("2.5.4.3", 0x0c, common_name.as_bytes())])
}

/// An entry of 3 October 2026.
pub fn entry(serial: &[u8], extensions: &[Vec<u8>]) -> Vec<u8> {
    let extensions = if extensions.is_empty() { vec![] } else { sequence(extensions) };
    sequence(&[tlv(2, serial), tlv(0x17, b"261003120000Z"), extensions])
}

/// A critical extension.
pub fn critical(id: &str, value: &[u8]) -> Vec<u8> {
    sequence(&[oid(id), tlv(1, &[0xff]), tlv(4, value)])
}

/// The reason of an entry.
pub fn reason(code: u8) -> Vec<u8> {
    extension("2.5.29.21", &tlv(0x0a, &[code]))
}

/// The issuer of the certificate of an entry.
pub fn certificate_issuer(names: &[Vec<u8>]) -> Vec<u8> {
    let names: Vec<Vec<u8>> = names.iter().map(|name| tlv(0xa4, name)).collect();
    critical("2.5.29.29", &sequence(&names))
}

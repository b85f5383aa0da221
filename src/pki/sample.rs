//! A writer of small certificates, for tests only. `tests/pki.rs` uses this file too, so it leans on nothing of ours.
#![allow(dead_code, clippy::unwrap_used)]

use ring::signature::{Ed25519KeyPair, KeyPair};

/// Tag, length, contents.
pub fn tlv(tag: u8, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let mut out = match u8::try_from(length) {
        Ok(short @ 0..=0x7f) => vec![tag, short],
        Ok(byte) => vec![tag, 0x81, byte],
        Err(_) if length <= 0xffff => vec![tag, 0x82, (length >> 8) as u8, length as u8],
        Err(_) => vec![tag, 0x83, (length >> 16) as u8, (length >> 8) as u8, length as u8],
    };
    out.extend_from_slice(body);
    out
}

/// SEQUENCE of parts.
pub fn sequence(parts: &[Vec<u8>]) -> Vec<u8> {
    tlv(0x30, &parts.concat())
}

/// SET of parts.
pub fn set(parts: &[Vec<u8>]) -> Vec<u8> {
    tlv(0x31, &parts.concat())
}

/// A non-negative INTEGER.
pub fn integer(value: u32) -> Vec<u8> {
    let bytes: Vec<u8> = value.to_be_bytes().into_iter().skip_while(|byte| *byte == 0).collect();
    let sign = if bytes.first().is_none_or(|byte| byte & 0x80 != 0) { vec![0] } else { vec![] };
    tlv(0x02, &[sign, bytes].concat())
}

/// OBJECT IDENTIFIER from its dotted form.
pub fn oid(dotted: &str) -> Vec<u8> {
    let arcs: Vec<u64> = dotted.split('.').map(|arc| arc.parse().unwrap()).collect();
    let mut body = Vec::new();
    for arc in std::iter::once(arcs[0] * 40 + arcs[1]).chain(arcs[2..].iter().copied()) {
        let mut groups = vec![(arc & 0x7f) as u8];
        let mut left = arc >> 7;
        while left != 0 {
            groups.insert(0, (left & 0x7f) as u8 | 0x80);
            left >>= 7;
        }
        body.extend(groups);
    }
    tlv(0x06, &body)
}

/// One attribute of a name.
pub fn attribute(kind: &str, tag: u8, value: &[u8]) -> Vec<u8> {
    sequence(&[oid(kind), tlv(tag, value)])
}

/// A name, one attribute in each set.
pub fn name(attributes: &[Vec<u8>]) -> Vec<u8> {
    let sets: Vec<Vec<u8>> =
        attributes.iter().map(|attribute| set(std::slice::from_ref(attribute))).collect();
    sequence(&sets)
}

/// One extension, not critical.
pub fn extension(id: &str, value: &[u8]) -> Vec<u8> {
    sequence(&[oid(id), tlv(0x04, value)])
}

/// SubjectPublicKeyInfo of an RSA key with that modulus and the exponent 65537.
pub fn rsa_spki(modulus: &[u8]) -> Vec<u8> {
    let sign: &[u8] = if modulus[0] & 0x80 == 0 { &[] } else { &[0] };
    let key = sequence(&[tlv(0x02, &[sign, modulus].concat()), integer(65537)]);
    let algorithm = sequence(&[oid("1.2.840.113549.1.1.1"), tlv(0x05, &[])]);
    sequence(&[algorithm, tlv(0x03, &[vec![0], key].concat())])
}

/// An Ed25519 key that signs certificates; always the same one, so that seeded tests repeat.
pub struct Signer(Ed25519KeyPair);

impl Signer {
    /// The key.
    pub fn new() -> Self {
        Self(Ed25519KeyPair::from_seed_unchecked(&[0x5e; 32]).unwrap())
    }

    /// Its SubjectPublicKeyInfo.
    pub fn spki(&self) -> Vec<u8> {
        let bits = [&[0], self.0.public_key().as_ref()].concat();
        sequence(&[sequence(&[oid("1.3.101.112")]), tlv(0x03, &bits)])
    }

    /// The certificate of `sample`.
    pub fn sign(&self, sample: &Sample) -> Vec<u8> {
        let algorithm = sequence(&[oid("1.3.101.112")]);
        let tbs = sample.to_be_signed(&algorithm);
        let signature = self.0.sign(&tbs);
        sequence(&[tbs, algorithm, tlv(0x03, &[&[0], signature.as_ref()].concat())])
    }
}

/// The parts of a certificate, each in DER, to be bent as a test needs.
#[derive(Clone)]
pub struct Sample {
    /// `[0]` and the version.
    pub version: Vec<u8>,
    /// INTEGER.
    pub serial: Vec<u8>,
    /// Name.
    pub issuer: Vec<u8>,
    /// UTCTime or GeneralizedTime.
    pub not_before: Vec<u8>,
    /// UTCTime or GeneralizedTime.
    pub not_after: Vec<u8>,
    /// Name.
    pub subject: Vec<u8>,
    /// SubjectPublicKeyInfo.
    pub spki: Vec<u8>,
    /// The extensions; none, and the field is left out.
    pub extensions: Vec<Vec<u8>>,
}

impl Sample {
    /// An authentication certificate as Buypass has issued them since 2021.
    pub fn buypass() -> Self {
        Self {
            version: tlv(0xa0, &integer(2)),
            serial: tlv(0x02, &[0x00, 0xfd, 0x12]),
            issuer: name(&[
                attribute("2.5.4.6", 0x13, b"NO"),
                attribute("2.5.4.97", 0x0c, b"NTRNO-983163327"),
                attribute("2.5.4.10", 0x0c, b"Buypass AS"),
                attribute("2.5.4.3", 0x0c, b"Buypass Class 3 Test4 CA G2 HT Person"),
            ]),
            not_before: tlv(0x17, b"231031120000Z"),
            not_after: tlv(0x17, b"261031225900Z"),
            subject: name(&[
                attribute("2.5.4.6", 0x13, b"NO"),
                attribute("2.5.4.4", 0x0c, "ÅSEN".as_bytes()),
                attribute("2.5.4.42", 0x0c, b"KARI ANNE"),
                attribute("2.5.4.3", 0x0c, "KARI ÅSEN".as_bytes()),
                attribute("2.5.4.5", 0x13, b"UN:NO-9578-4050-123456789"),
            ]),
            spki: rsa_spki(&[0xc5; 256]),
            extensions: vec![
                extension("2.5.29.19", &sequence(&[])),
                extension("2.5.29.15", &tlv(0x03, &[5, 0xa0])),
                extension("2.5.29.32", &sequence(&[sequence(&[oid("2.16.578.1.26.1.3.1")])])),
            ],
        }
    }

    fn to_be_signed(&self, algorithm: &[u8]) -> Vec<u8> {
        let extensions = match self.extensions.is_empty() {
            true => Vec::new(),
            false => tlv(0xa3, &sequence(&self.extensions)),
        };
        sequence(&[
            self.version.clone(),
            self.serial.clone(),
            algorithm.to_vec(),
            self.issuer.clone(),
            sequence(&[self.not_before.clone(), self.not_after.clone()]),
            self.subject.clone(),
            self.spki.clone(),
            extensions,
        ])
    }
}

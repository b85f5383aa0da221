//! The question to a responder (RFC 6960 §4.1.1). CertID is by SHA-1: RFC 5019 §2.1.1 asks for it, and responders that
//! sign in advance know no other.

use super::About;
use crate::pki::der::{OBJECT_IDENTIFIER, OCTET_STRING, SEQUENCE};
use crate::pki::key::Key;
use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};

const INTEGER: u8 = 0x02;
/// `id-sha1`, 1.3.14.3.2.26.
const SHA1: [u8; 5] = [0x2b, 0x0e, 0x03, 0x02, 0x1a];
/// `id-pkix-ocsp-nonce`, 1.3.6.1.5.5.7.48.1.2.
const NONCE: [u8; 9] = [0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x30, 0x01, 0x02];

/// An OCSPRequest about one certificate; `None` where the issuer's key is none.
pub(super) fn encode(about: &About, nonce: Option<&[u8]>) -> Option<Vec<u8>> {
    let key = Key::read(&about.issuer_key).ok()?.bytes;
    let hash = |bytes: &[u8]| tlv(OCTET_STRING, digest(&SHA1_FOR_LEGACY_USE_ONLY, bytes).as_ref());
    let algorithm = sequence(&[tlv(OBJECT_IDENTIFIER, &SHA1), tlv(0x05, &[])]);
    let certificate =
        sequence(&[algorithm, hash(&about.issuer_name), hash(key), tlv(INTEGER, &about.serial)]);
    let list = sequence(&[sequence(&[certificate])]);
    let extensions = nonce.map(|nonce| {
        let value = tlv(OCTET_STRING, &tlv(OCTET_STRING, nonce));
        tlv(0xa2, &sequence(&[sequence(&[tlv(OBJECT_IDENTIFIER, &NONCE), value])]))
    });
    Some(sequence(&[sequence(&[list, extensions.unwrap_or_default()])]))
}

fn sequence(parts: &[Vec<u8>]) -> Vec<u8> {
    tlv(SEQUENCE, &parts.concat())
}

fn tlv(tag: u8, body: &[u8]) -> Vec<u8> {
    let length = body.len().to_be_bytes();
    let digits = &length[length.iter().position(|byte| *byte != 0).unwrap_or(length.len() - 1)..];
    let head = match digits {
        [short @ 0..=0x7f] => vec![tag, *short],
        long => [&[tag, 0x80 | long.len() as u8], long].concat(),
    };
    [head, body.to_vec()].concat()
}

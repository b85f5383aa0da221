//! Which certificate is meant: CertID (RFC 6960 §4.1.1), its issuer by two hashes, and its serial number.

use super::super::crl::serial;
use super::super::crl::strict::{end, integer};
use super::super::der::{Element, Malformed, OBJECT_IDENTIFIER, OCTET_STRING, SEQUENCE};
use super::write::element;
use ring::digest;

/// A certificate by the hashes of its issuer's name and key, and its serial number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertId {
    /// Object identifier of the hash.
    pub hash: String,
    /// Hash of the issuer's name, DER, as it stands in the certificate.
    pub name_hash: Vec<u8>,
    /// Hash of the contents of the issuer's `subjectPublicKey`, without the byte that counts unused bits.
    pub key_hash: Vec<u8>,
    /// Contents of the INTEGER.
    pub serial: Vec<u8>,
}

/// The hashes that certificates are named with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CertHash {
    /// What every responder knows, and the only one that RFC 5019 allows. Nothing is protected by it: RFC 6960 §4.3.
    Sha1,
    /// SHA-256.
    Sha256,
    /// SHA-384; answers only.
    Sha384,
    /// SHA-512; answers only.
    Sha512,
}

impl CertId {
    /// Names the certificate with that serial number (contents of the INTEGER) by the issuer with that name (DER, as it
    /// stands in the certificate) and key (contents of `subjectPublicKey`, without the byte that counts unused bits).
    pub fn new(hash: CertHash, issuer_name: &[u8], issuer_key: &[u8], serial: &[u8]) -> Self {
        Self {
            hash: hash.oid().to_owned(),
            name_hash: hash.of(issuer_name),
            key_hash: hash.of(issuer_key),
            serial: serial.to_vec(),
        }
    }

    /// DER of it; empty contents in the place of a hash that [`CertHash`] does not have.
    pub(super) fn der(&self) -> Vec<u8> {
        let hash = CertHash::from_oid(&self.hash).map_or(&[][..], CertHash::identifier);
        let algorithm = element(SEQUENCE, &[hash, &[0x05, 0x00]]);
        element(
            SEQUENCE,
            &[
                &algorithm,
                &element(OCTET_STRING, &[&self.name_hash]),
                &element(OCTET_STRING, &[&self.key_hash]),
                &element(0x02, &[serial::value(&self.serial)]),
            ],
        )
    }

    pub(super) fn read(id: &Element<'_>) -> Result<Self, Malformed> {
        let mut parts = id.inside();
        let mut algorithm = parts.expect(SEQUENCE, "the hash of a certificate's name")?.inside();
        let hash = algorithm.expect(OBJECT_IDENTIFIER, "the hash of a certificate's name")?.oid()?;
        let read = Self {
            hash,
            name_hash: parts.expect(OCTET_STRING, "the hash of the issuer's name")?.body.to_vec(),
            key_hash: parts.expect(OCTET_STRING, "the hash of the issuer's key")?.body.to_vec(),
            serial: integer(&mut parts, "the serial number")?.body.to_vec(),
        };
        end(parts, "a certificate's name")?;
        Ok(read)
    }
}

/// Whether `id` names the certificate with that serial number by that issuer, see [`CertId::new`].
pub fn matches(id: &CertId, issuer_name: &[u8], issuer_key: &[u8], serial: &[u8]) -> bool {
    serial::same(&id.serial, serial)
        && CertHash::from_oid(&id.hash)
            .is_some_and(|hash| id.name_hash == hash.of(issuer_name) && id.key_hash == hash.of(issuer_key))
}

impl CertHash {
    const ALL: [Self; 4] = [CertHash::Sha1, CertHash::Sha256, CertHash::Sha384, CertHash::Sha512];

    fn from_oid(oid: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|hash| hash.oid() == oid)
    }

    fn oid(self) -> &'static str {
        match self {
            CertHash::Sha1 => "1.3.14.3.2.26",
            CertHash::Sha256 => "2.16.840.1.101.3.4.2.1",
            CertHash::Sha384 => "2.16.840.1.101.3.4.2.2",
            CertHash::Sha512 => "2.16.840.1.101.3.4.2.3",
        }
    }

    /// OBJECT IDENTIFIER, DER.
    fn identifier(self) -> &'static [u8] {
        match self {
            CertHash::Sha1 => &[0x06, 5, 0x2b, 0x0e, 3, 2, 0x1a],
            CertHash::Sha256 => &[0x06, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1],
            CertHash::Sha384 => &[0x06, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 2],
            CertHash::Sha512 => &[0x06, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 3],
        }
    }

    fn of(self, bytes: &[u8]) -> Vec<u8> {
        let algorithm = match self {
            CertHash::Sha1 => &digest::SHA1_FOR_LEGACY_USE_ONLY,
            CertHash::Sha256 => &digest::SHA256,
            CertHash::Sha384 => &digest::SHA384,
            CertHash::Sha512 => &digest::SHA512,
        };
        digest::digest(algorithm, bytes).as_ref().to_vec()
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::der::Reader;
    use super::super::super::sample;
    use super::*;

    fn read(der: &[u8]) -> Result<CertId, Malformed> {
        CertId::read(&Reader::new(der).next().unwrap().unwrap())
    }

    #[test]
    fn what_was_written_is_read_and_matches_only_itself() {
        for hash in CertHash::ALL {
            assert_eq!(hash.identifier(), sample::oid(hash.oid()));
            let id = read(&CertId::new(hash, b"name", b"key", &[0, 0, 0xfd]).der()).unwrap();
            assert_eq!(id, CertId { serial: vec![0, 0xfd], ..CertId::new(hash, b"name", b"key", &[]) });
            assert!(matches(&id, b"name", b"key", &[0, 0xfd]));
            assert!(!matches(&id, b"Name", b"key", &[0, 0xfd]));
            assert!(!matches(&id, b"name", b"Key", &[0, 0xfd]));
            assert!(!matches(&id, b"name", b"key", &[0xfd]));
        }
    }

    #[test]
    fn a_hash_that_is_not_known_matches_nothing() {
        let mut id = CertId::new(CertHash::Sha1, b"name", b"key", &[5]);
        id.hash = "1.2.3".to_owned();
        assert!(!matches(&id, b"name", b"key", &[5]));
    }

    #[test]
    fn what_is_broken_is_named_with_its_place() {
        let hash = || sample::sequence(&[sample::oid("1.3.14.3.2.26")]);
        let octets = || sample::tlv(4, &[]);
        for (parts, offset, what) in [
            (vec![], 2, "ends where the hash of a certificate's name should be"),
            (vec![hash()], 11, "ends where the hash of the issuer's name should be"),
            (vec![hash(), octets(), octets(), sample::tlv(2, &[])], 15, "the serial number is empty"),
            (
                vec![hash(), octets(), octets(), sample::integer(1), octets()],
                18,
                "more than a certificate's name",
            ),
        ] {
            let error = read(&sample::sequence(&parts)).unwrap_err();
            assert_eq!((error.offset, error.what.as_str()), (offset, what));
        }
    }
}

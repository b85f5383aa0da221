//! A writer of small answers, for tests only.

use super::super::crl::sample::{Key, authority, critical};
use super::super::sample::{Sample as Certificate, Signer, extension, oid, sequence, tlv};
use super::{CertHash, CertId};

/// Serial number of the certificate that answers are about.
pub const SERIAL: &[u8] = &[0, 0xfd, 0x12];

/// Name of its issuer.
pub fn issuer() -> Vec<u8> {
    authority("CA")
}

/// Key of its issuer; the one that signs sample certificates.
pub fn issuer_key() -> Key {
    Key::new(0x5e)
}

/// Key of a responder.
pub fn responder_key() -> Key {
    Key::new(0x0c)
}

/// The parts of a BasicOCSPResponse, each in DER, to be bent as a test needs.
#[derive(Clone)]
pub struct Sample {
    /// `[0]` and the version; none, and it is the first.
    pub version: Vec<u8>,
    /// `[1]` and a name or `[2]` and a hash.
    pub responder: Vec<u8>,
    /// GeneralizedTime.
    pub produced_at: Vec<u8>,
    /// The statuses.
    pub statuses: Vec<Vec<u8>>,
    /// The extensions; none, and the field is left out.
    pub extensions: Vec<Vec<u8>>,
    /// What is to stand after them.
    pub more: Vec<u8>,
    /// The certificates; none, and the field is left out.
    pub certificates: Vec<Vec<u8>>,
    /// The seed of the key that signs.
    pub key: u8,
}

impl Sample {
    /// Good, signed by the issuer itself on 22 November 2026 at ten.
    pub fn good() -> Self {
        Self {
            version: vec![],
            responder: tlv(0xa1, &issuer()),
            produced_at: time("20261122100000Z"),
            statuses: vec![Single::good().der()],
            extensions: vec![],
            more: vec![],
            certificates: vec![],
            key: 0x5e,
        }
    }

    /// The same, signed by a responder with a certificate by the issuer.
    pub fn delegated(certificate: &Certificate) -> Self {
        Self {
            responder: tlv(0xa1, &authority("OCSP")),
            certificates: vec![Signer::new().sign(certificate)],
            key: 0x0c,
            ..Self::good()
        }
    }

    /// BasicOCSPResponse.
    pub fn basic(&self) -> Vec<u8> {
        let extensions = match self.extensions.is_empty() {
            true => vec![],
            false => tlv(0xa1, &sequence(&self.extensions)),
        };
        let to_be_signed = sequence(&[
            self.version.clone(),
            self.responder.clone(),
            self.produced_at.clone(),
            sequence(&self.statuses),
            extensions,
            self.more.clone(),
        ]);
        let mut parts = Key::new(self.key).signed(to_be_signed);
        if !self.certificates.is_empty() {
            parts.push(tlv(0xa0, &sequence(&self.certificates)));
        }
        sequence(&parts)
    }

    /// The response with it.
    pub fn der(&self) -> Vec<u8> {
        successful(&[oid("1.3.6.1.5.5.7.48.1.1"), tlv(4, &self.basic())])
    }
}

/// A successful response with those parts in its responseBytes.
pub fn successful(parts: &[Vec<u8>]) -> Vec<u8> {
    sequence(&[tlv(0x0a, &[0]), tlv(0xa0, &sequence(parts))])
}

/// The parts of a SingleResponse, each in DER.
#[derive(Clone)]
pub struct Single {
    /// CertID.
    pub id: Vec<u8>,
    /// The choice.
    pub status: Vec<u8>,
    /// GeneralizedTime.
    pub this_update: Vec<u8>,
    /// GeneralizedTime; empty, and the field is left out.
    pub next_update: Vec<u8>,
    /// The extensions; none, and the field is left out.
    pub extensions: Vec<Vec<u8>>,
    /// What is to stand after them.
    pub more: Vec<u8>,
}

impl Single {
    /// Good from 22 November 2026 at nine until the day after.
    pub fn good() -> Self {
        Self {
            id: id(CertHash::Sha1),
            status: tlv(0x80, &[]),
            this_update: time("20261122090000Z"),
            next_update: time("20261123090000Z"),
            extensions: vec![],
            more: vec![],
        }
    }

    /// Revoked in October for key compromise.
    pub fn revoked() -> Self {
        let reason = tlv(0xa0, &tlv(0x0a, &[1]));
        Self { status: tlv(0xa1, &[time("20261003120000Z"), reason].concat()), ..Self::good() }
    }

    /// Unknown.
    pub fn unknown() -> Self {
        Self { status: tlv(0x82, &[]), ..Self::good() }
    }

    /// SingleResponse.
    pub fn der(&self) -> Vec<u8> {
        let next_update = match self.next_update.is_empty() {
            true => vec![],
            false => tlv(0xa0, &self.next_update),
        };
        let extensions = match self.extensions.is_empty() {
            true => vec![],
            false => tlv(0xa1, &sequence(&self.extensions)),
        };
        sequence(&[
            self.id.clone(),
            self.status.clone(),
            self.this_update.clone(),
            next_update,
            extensions,
            self.more.clone(),
        ])
    }
}

/// CertID of the certificate.
pub fn id(hash: CertHash) -> Vec<u8> {
    CertId::new(hash, &issuer(), issuer_key().bits(), SERIAL).der()
}

/// GeneralizedTime.
pub fn time(text: &str) -> Vec<u8> {
    tlv(0x18, text.as_bytes())
}

/// The certificate of a responder.
pub fn responder() -> Certificate {
    Certificate {
        issuer: issuer(),
        subject: authority("OCSP"),
        not_before: tlv(0x17, b"261101000000Z"),
        not_after: tlv(0x17, b"261201000000Z"),
        spki: responder_key().spki(),
        extensions: vec![
            critical("2.5.29.15", &tlv(3, &[7, 0x80])),
            extension("2.5.29.37", &sequence(&[oid("1.3.6.1.5.5.7.3.9")])),
        ],
        ..Certificate::buypass()
    }
}

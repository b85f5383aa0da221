//! What a responder has signed (BasicOCSPResponse, RFC 6960 §4.2.1).

use super::super::crl::extension::Extension;
use super::super::crl::strict::{end, integer, only, signature};
use super::super::der::{Element, Malformed, OCTET_STRING, Reader, SEQUENCE};
use super::super::signature::{SignatureError, algorithm_name, verify_signature};
use super::super::{Name, time};
use super::SingleResponse;
use jiff::Timestamp;

/// Nobody asks for more certificates at once here; answers made in advance have some dozens (RFC 5019 §2.2.1).
const MOST_STATUSES: usize = 256;

/// A responder's certificate and the way from it to its authority.
const MOST_CERTIFICATES: usize = 16;

const GENERALIZED_TIME: u8 = 0x18;

/// What a responder has signed.
#[derive(Debug, Clone, PartialEq)]
pub struct Basic {
    /// Who signed it.
    pub responder: ResponderId,
    /// When it was signed.
    pub produced_at: Timestamp,
    /// The status of each certificate.
    pub responses: Vec<SingleResponse>,
    /// The nonce; where the responder left out the OCTET STRING that should be around it, what it has instead.
    pub nonce: Option<Vec<u8>>,
    /// Object identifiers of critical extensions that are not processed here.
    pub unknown_critical: Vec<String>,
    /// Name of the signature algorithm (`sha256WithRSAEncryption`), else its object identifier.
    pub signature_algorithm: String,
    /// Certificates that came with it, DER.
    pub certificates: Vec<Vec<u8>>,
    to_be_signed: Vec<u8>,
    algorithm: Vec<u8>,
    signature: Vec<u8>,
}

/// Who signed an answer (RFC 6960 §4.2.2.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ResponderId {
    /// The subject of the responder's certificate.
    ByName(Name),
    /// SHA-1 of the contents of the responder's `subjectPublicKey`.
    ByKey(Vec<u8>),
}

impl Basic {
    /// Whether the signature was made with the key in `spki` (SubjectPublicKeyInfo, DER).
    ///
    /// # Errors
    /// The algorithm is not known, or the signature is not by that key.
    pub fn verify_signed_by(&self, spki: &[u8]) -> Result<(), SignatureError> {
        verify_signature(&self.algorithm, spki, &self.to_be_signed, &self.signature)
    }

    pub(super) fn read(element: &Element<'_>) -> Result<Self, Malformed> {
        let mut parts = element.inside();
        let to_be_signed = parts.expect(SEQUENCE, "what is signed")?;
        let algorithm = parts.expect(SEQUENCE, "the signature algorithm")?;
        let signature = signature(&mut parts)?;
        let certificates = match parts.optional(0xa0)? {
            Some(explicit) => certificates(&only(&explicit, SEQUENCE, "the list of certificates")?)?,
            None => Vec::new(),
        };
        end(parts, "an answer")?;

        let mut fields = to_be_signed.inside();
        if let Some(explicit) = fields.optional(0xa0)? {
            let mut inside = explicit.inside();
            let version = integer(&mut inside, "the version")?;
            if version.body != [0] {
                return Err(version.malformed("an answer of an unknown version"));
            }
            end(inside, "the version")?;
        }
        let responder =
            fields.next()?.ok_or_else(|| to_be_signed.malformed("an answer without a responder"))?;
        let mut basic = Self {
            responder: ResponderId::read(&responder)?,
            produced_at: time::read(&fields.expect(GENERALIZED_TIME, "the time of an answer")?)?,
            responses: statuses(&fields.expect(SEQUENCE, "the list of statuses")?)?,
            nonce: None,
            unknown_critical: Vec::new(),
            signature_algorithm: algorithm_name(&algorithm),
            certificates,
            to_be_signed: to_be_signed.whole.to_vec(),
            algorithm: algorithm.whole.to_vec(),
            signature: signature.to_vec(),
        };
        if let Some(explicit) = fields.optional(0xa1)? {
            let list = only(&explicit, SEQUENCE, "the list of extensions")?;
            for one in Extension::all(&list)? {
                basic.extension(&one)?;
            }
        }
        end(fields, "what is signed")?;
        Ok(basic)
    }

    fn extension(&mut self, one: &Extension<'_>) -> Result<(), Malformed> {
        let oid = one.oid.oid()?;
        if oid == "1.3.6.1.5.5.7.48.1.2" {
            self.nonce = Some(nonce(one.value.body).to_vec());
        } else if one.critical {
            self.unknown_critical.push(oid);
        }
        Ok(())
    }
}

impl ResponderId {
    fn read(element: &Element<'_>) -> Result<Self, Malformed> {
        match element.tag {
            0xa1 => {
                let name = only(element, SEQUENCE, "the name of the responder")?;
                let broken = |_| name.malformed("a broken name of the responder");
                Ok(Self::ByName(Name::parse(name.whole).map_err(broken)?))
            }
            0xa2 => {
                Ok(Self::ByKey(only(element, OCTET_STRING, "the hash of the responder's key")?.body.to_vec()))
            }
            _ => Err(element.malformed("a responder of no kind")),
        }
    }
}

fn statuses(list: &Element<'_>) -> Result<Vec<SingleResponse>, Malformed> {
    let mut statuses = Vec::new();
    for one in list.inside().elements() {
        let one = one?;
        if statuses.len() == MOST_STATUSES {
            return Err(one.malformed(format!("more than {MOST_STATUSES} statuses")));
        }
        statuses.push(SingleResponse::read(&one)?);
    }
    Ok(statuses)
}

fn certificates(list: &Element<'_>) -> Result<Vec<Vec<u8>>, Malformed> {
    let mut certificates = Vec::new();
    for one in list.inside().elements() {
        let one = one?.of(SEQUENCE, "a certificate")?;
        if certificates.len() == MOST_CERTIFICATES {
            return Err(one.malformed(format!("more than {MOST_CERTIFICATES} certificates")));
        }
        certificates.push(one.whole.to_vec());
    }
    Ok(certificates)
}

/// RFC 9654 §2.1 puts the nonce into an OCTET STRING; before RFC 6960 it was not said, and some put it there bare.
fn nonce(value: &[u8]) -> &[u8] {
    let mut reader = Reader::new(value);
    match reader.expect(OCTET_STRING, "a nonce") {
        Ok(nonce) if reader.rest().is_empty() => nonce.body,
        _ => value,
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::crl::sample::{Key, authority, critical};
    use super::super::super::sample::{extension, integer, sequence, tlv};
    use super::super::sample::{Sample, Single, time};
    use super::*;

    fn read(sample: &Sample) -> Result<Basic, String> {
        let der = sample.basic();
        Basic::read(&Reader::new(&der).next().unwrap().unwrap()).map_err(|error| error.what)
    }

    #[test]
    fn every_field_is_read() {
        let mut sample = Sample::good();
        sample.version = tlv(0xa0, &integer(0));
        sample.extensions = vec![
            extension("1.3.6.1.5.5.7.48.1.2", &tlv(4, &[7, 8])),
            extension("1.2.4", &[]),
            critical("1.2.3", &[]),
        ];
        sample.statuses = vec![Single::good().der(), Single::unknown().der()];
        sample.certificates = vec![sequence(&[integer(1)]), sequence(&[])];
        let basic = read(&sample).unwrap();
        assert_eq!(basic.responder, ResponderId::ByName(Name::parse(&authority("CA")).unwrap()));
        assert_eq!(basic.produced_at.to_string(), "2026-11-22T10:00:00Z");
        assert_eq!(basic.responses.len(), 2);
        assert_eq!(basic.nonce, Some(vec![7, 8]));
        assert_eq!(basic.unknown_critical, ["1.2.3"]);
        assert_eq!(basic.signature_algorithm, "Ed25519");
        assert_eq!(basic.certificates, sample.certificates);
        assert_eq!(basic.verify_signed_by(&Key::new(0x5e).spki()), Ok(()));
        assert_eq!(basic.verify_signed_by(&Key::new(0x5f).spki()), Err(SignatureError::Invalid));
    }

    #[test]
    fn a_responder_may_be_a_hash() {
        let responder = tlv(0xa2, &tlv(4, &[1; 20]));
        let basic = read(&Sample { responder, ..Sample::good() }).unwrap();
        assert_eq!(basic.responder, ResponderId::ByKey(vec![1; 20]));
    }

    #[test]
    fn a_bare_nonce_is_read() {
        for value in [&[9, 9, 9][..], &[4, 1, 9, 9]] {
            let extensions = vec![extension("1.3.6.1.5.5.7.48.1.2", value)];
            let basic = read(&Sample { extensions, ..Sample::good() }).unwrap();
            assert_eq!(basic.nonce.as_deref(), Some(value));
        }
    }

    #[test]
    fn what_is_broken_is_refused() {
        let refuse = |bend: &dyn Fn(&mut Sample)| {
            let mut sample = Sample::good();
            bend(&mut sample);
            read(&sample).unwrap_err()
        };
        for version in [integer(1), tlv(2, &[])] {
            let what = refuse(&|sample| sample.version = tlv(0xa0, &version));
            assert!(["an answer of an unknown version", "the version is empty"].contains(&what.as_str()));
        }
        let two = [integer(0), integer(0)].concat();
        assert_eq!(refuse(&|sample| sample.version = tlv(0xa0, &two)), "more than the version");
        for (responder, what) in [
            (tlv(0xa1, &[]), "ends where the name of the responder should be"),
            (tlv(0xa1, &sequence(&[integer(1)])), "a broken name of the responder"),
            (tlv(0xa2, &integer(1)), "expected the hash of the responder's key, found INTEGER"),
            (tlv(0xa3, &[]), "a responder of no kind"),
        ] {
            assert_eq!(refuse(&|sample| sample.responder = responder.clone()), what);
        }
        let utc = tlv(0x17, b"261122090000Z");
        assert_eq!(
            refuse(&|sample| sample.produced_at = utc.clone()),
            "expected the time of an answer, found UTCTime"
        );
        assert_eq!(refuse(&|sample| sample.produced_at = time("x")), "a time that does not exist");
        assert_eq!(refuse(&|sample| sample.more = tlv(5, &[])), "more than what is signed");
        assert_eq!(
            refuse(&|sample| sample.extensions = vec![extension("1.2", &[]), extension("1.2", &[])]),
            "extension 1.2 comes twice"
        );
        assert_eq!(
            refuse(&|sample| sample.certificates = vec![integer(1)]),
            "expected a certificate, found INTEGER"
        );
        let empty = Key::new(0x5e).signed(sequence(&[]));
        let basic = |parts: &[Vec<u8>]| {
            let der = sequence(parts);
            Basic::read(&Reader::new(&der).next().unwrap().unwrap()).unwrap_err().what
        };
        assert_eq!(basic(&empty), "an answer without a responder");
        assert_eq!(basic(&empty[..2]), "ends where the signature should be");
        assert_eq!(basic(&[&empty[..], &[integer(1)]].concat()), "more than an answer");
    }

    #[test]
    fn there_are_bounds() {
        let mut sample = Sample::good();
        sample.statuses = vec![Single::good().der(); 256];
        sample.certificates = vec![sequence(&[]); 16];
        assert_eq!(read(&sample).unwrap().responses.len(), 256);
        let mut more = sample.clone();
        more.statuses.push(Single::good().der());
        assert_eq!(read(&more).unwrap_err(), "more than 256 statuses");
        sample.certificates.push(sequence(&[]));
        assert_eq!(read(&sample).unwrap_err(), "more than 16 certificates");
    }
}

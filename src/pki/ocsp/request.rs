//! The question, DER (RFC 6960 §4.1).

use super::super::CertificateError;
use super::super::der::{Malformed, OCTET_STRING, Reader, SEQUENCE};
use super::CertId;
use super::write::element;

/// `id-pkix-ocsp-nonce`, DER.
const NONCE: &[u8] = &[0x06, 9, 0x2b, 6, 1, 5, 5, 7, 0x30, 1, 2];

/// The unsigned OCSPRequest about one certificate. RFC 9654 §2.1 wants nonces of 32 random bytes and takes 1 to 128; with
/// none, this is the request of RFC 5019, whose answers may be made in advance.
pub fn request(id: &CertId, nonce: Option<&[u8]>) -> Vec<u8> {
    let list = element(SEQUENCE, &[&element(SEQUENCE, &[&id.der()])]);
    let extensions = match nonce {
        Some(nonce) => {
            let value = element(OCTET_STRING, &[&element(OCTET_STRING, &[nonce])]);
            let extension = element(SEQUENCE, &[NONCE, &value]);
            element(0xa2, &[&element(SEQUENCE, &[&extension])])
        }
        None => Vec::new(),
    };
    element(SEQUENCE, &[&element(SEQUENCE, &[&list, &extensions])])
}

/// What a request asked, as far as an answer to it must be held against it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Serial number of the certificate, contents of the INTEGER.
    pub serial: Vec<u8>,
    /// The nonce.
    pub nonce: Option<Vec<u8>>,
}

impl Asked {
    /// Reads a request as [`request`] writes it, DER.
    ///
    /// # Errors
    /// The bytes are no request about a certificate.
    pub fn parse(der: &[u8]) -> Result<Self, CertificateError> {
        Ok(Self::read(der)?)
    }

    fn read(der: &[u8]) -> Result<Self, Malformed> {
        let mut request = Reader::new(der).expect(SEQUENCE, "a request")?.inside();
        let mut parts = request.expect(SEQUENCE, "what is asked")?.inside();
        let mut list = parts.expect(SEQUENCE, "the list of questions")?.inside();
        let mut one = list.expect(SEQUENCE, "a question")?.inside();
        let id = CertId::read(&one.expect(SEQUENCE, "a certificate's name")?)?;
        let mut nonce = None;
        if let Some(extensions) = parts.optional(0xa2)? {
            for extension in extensions.inside().expect(SEQUENCE, "the extensions")?.inside().elements() {
                let mut extension = extension?.of(SEQUENCE, "an extension")?.inside();
                let is_nonce = extension.next()?.is_some_and(|oid| oid.whole == NONCE);
                let value = extension.expect(OCTET_STRING, "the value of an extension")?;
                if is_nonce {
                    nonce = Some(value.inside().expect(OCTET_STRING, "a nonce")?.body.to_vec());
                }
            }
        }
        Ok(Asked { serial: id.serial, nonce })
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::sample::{extension, integer, oid, sequence, tlv};
    use super::super::CertHash;
    use super::*;

    #[test]
    fn it_is_written_as_the_standard_has_it() {
        let id = CertId::new(CertHash::Sha1, b"name", b"key", &[0x12]);
        let algorithm = sequence(&[oid("1.3.14.3.2.26"), tlv(5, &[])]);
        let der = sequence(&[algorithm, tlv(4, &id.name_hash), tlv(4, &id.key_hash), integer(0x12)]);
        let list = sequence(&[sequence(&[der])]);
        assert_eq!(request(&id, None), sequence(&[sequence(std::slice::from_ref(&list))]));
        let nonce = extension("1.3.6.1.5.5.7.48.1.2", &tlv(4, &[7; 32]));
        let expected = sequence(&[sequence(&[list, tlv(0xa2, &sequence(&[nonce]))])]);
        assert_eq!(request(&id, Some(&[7; 32])), expected);
        let asked = Asked { serial: vec![0x12], nonce: Some(vec![7; 32]) };
        assert_eq!(Asked::parse(&expected), Ok(asked));
        let asked = Asked { serial: vec![0x12], nonce: None };
        assert_eq!(Asked::parse(&request(&id, None)), Ok(asked));
        assert!(Asked::parse(&expected[..9]).is_err());
    }
}

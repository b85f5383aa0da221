//! The question, DER (RFC 6960 §4.1).

use super::super::der::{OCTET_STRING, SEQUENCE};
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
    }
}

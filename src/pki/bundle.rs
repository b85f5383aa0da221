//! Certificates as issuers publish them (RFC 5280 §4.2.2.1): one in DER, several in a PKCS#7 without signatures
//! (`.p7c`), and, though nobody allows it, PEM.

use super::Certificate;
use super::der::{INTEGER, Malformed, OBJECT_IDENTIFIER, Reader, SEQUENCE, SET};
use super::pem::{self, Block};

/// The most certificates taken from one file: an issuer with its cross-certificates has a handful.
const MOST: usize = 64;
/// `id-signedData` (RFC 5652 §5.1).
const SIGNED_DATA: &str = "1.2.840.113549.1.7.2";

/// The certificates that are in a published file; what is none is left out.
pub fn certificates(bytes: &[u8]) -> Vec<Certificate> {
    let blocks = if pem::is_pem(bytes) { held(bytes) } else { vec![bytes.to_vec()] };
    let mut found = Vec::new();
    for block in &blocks {
        match signed_data(block) {
            Ok(parts) => found.extend(parts.into_iter().filter_map(|der| Certificate::parse(der).ok())),
            Err(_) => found.extend(Certificate::parse(block).ok()),
        }
        found.truncate(MOST);
    }
    found
}

/// The contents of the blocks that can hold certificates.
fn held(bytes: &[u8]) -> Vec<Vec<u8>> {
    let held = |block: &Block| matches!(&*block.label, "CERTIFICATE" | "X509 CERTIFICATE" | "PKCS7" | "CMS");
    let blocks = pem::blocks(bytes).unwrap_or_default();
    blocks.into_iter().filter(held).map(|block| block.der).take(MOST).collect()
}

/// The certificates of a SignedData, DER each (RFC 5652 §5.1).
fn signed_data(bytes: &[u8]) -> Result<Vec<&[u8]>, Malformed> {
    let mut content = Reader::new(bytes).expect(SEQUENCE, "a content")?.inside();
    let kind = content.expect(OBJECT_IDENTIFIER, "a kind of content")?;
    if kind.oid()? != SIGNED_DATA {
        return Err(kind.malformed("another kind of content"));
    }
    let mut wrapped = content.expect(0xa0, "the content")?.inside();
    let mut parts = wrapped.expect(SEQUENCE, "signed data")?.inside();
    parts.expect(INTEGER, "the version")?;
    parts.expect(SET, "the digests")?;
    parts.expect(SEQUENCE, "what is signed")?;
    let certificates = parts.optional(0xa0)?;
    let list = certificates.iter().flat_map(|list| list.inside().elements());
    Ok(list.take(MOST).map_while(Result::ok).map(|element| element.whole).collect())
}

#[cfg(test)]
mod tests {
    use super::super::sample::{Sample, Signer, integer, oid, sequence, set, tlv};
    use super::*;
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;

    fn certificate() -> Vec<u8> {
        Signer::new().sign(&Sample::buypass())
    }

    fn p7c(certificates: &[Vec<u8>]) -> Vec<u8> {
        let data = sequence(&[oid("1.2.840.113549.1.7.1")]);
        let signed =
            sequence(&[integer(1), set(&[]), data, tlv(0xa0, &certificates.concat()), tlv(0x31, &[])]);
        sequence(&[oid(SIGNED_DATA), tlv(0xa0, &signed)])
    }

    fn pem(label: &str, der: &[u8]) -> String {
        format!("-----BEGIN {label}-----\r\n{}\r\n-----END {label}-----\r\n", STANDARD.encode(der))
    }

    #[test]
    fn every_form_of_a_certificate_is_read() {
        let der = certificate();
        let two = [der.clone(), der.clone()];
        for (bytes, count) in [
            (der.clone(), 1),
            (p7c(&two), 2),
            (pem("CERTIFICATE", &der).into_bytes(), 1),
            (format!("# ours\n{0}{0}", pem("CERTIFICATE", &der)).into_bytes(), 2),
            (pem("PKCS7", &p7c(&two)).into_bytes(), 2),
            (p7c(&[]), 0),
        ] {
            let found = certificates(&bytes);
            assert_eq!(found.len(), count);
            assert!(found.iter().all(|certificate| certificate.der == der));
        }
    }

    #[test]
    fn what_holds_no_certificate_gives_none() {
        let der = certificate();
        for bytes in [
            b"<html><body>Log in to the guest network</body></html>".to_vec(),
            vec![],
            vec![0x30, 0x80],
            pem("PRIVATE KEY", &der).into_bytes(),
            b"-----BEGIN CERTIFICATE-----\nMIIB".to_vec(),
            b"-----BEGIN CERTIFICATE".to_vec(),
            sequence(&[oid("1.2.840.113549.1.7.1")]),
            der[..der.len() / 2].to_vec(),
        ] {
            assert!(certificates(&bytes).is_empty(), "{bytes:02x?}");
        }
    }

    #[test]
    fn a_flood_of_certificates_is_cut() {
        assert_eq!(certificates(&p7c(&vec![certificate(); 200])).len(), MOST);
    }
}

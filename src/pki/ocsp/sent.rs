//! What a question carried, for whoever has but its bytes: a capture keeps questions as they were sent.

use super::super::der::{Malformed, OBJECT_IDENTIFIER, OCTET_STRING, Reader, SEQUENCE};

/// `id-pkix-ocsp-nonce`.
const NONCE: &str = "1.3.6.1.5.5.7.48.1.2";

/// The nonce in an OCSPRequest, DER; `None` where it carries none, or is no request.
pub fn sent_nonce(request: &[u8]) -> Option<&[u8]> {
    find(request).ok().flatten()
}

fn find(request: &[u8]) -> Result<Option<&[u8]>, Malformed> {
    let outer = Reader::new(request).expect(SEQUENCE, "a question")?;
    let mut parts = outer.inside().expect(SEQUENCE, "a question")?.inside();
    // version [0], requestorName [1], requestList, requestExtensions [2]
    parts.optional(0xa0)?;
    parts.optional(0xa1)?;
    parts.expect(SEQUENCE, "what is asked")?;
    let Some(extensions) = parts.optional(0xa2)? else { return Ok(None) };
    for extension in extensions.inside().expect(SEQUENCE, "the extensions")?.inside().elements() {
        let mut fields = extension?.of(SEQUENCE, "an extension")?.inside();
        if fields.expect(OBJECT_IDENTIFIER, "an extension")?.oid()? != NONCE {
            continue;
        }
        let value = fields.expect(OCTET_STRING, "the value")?;
        return Ok(Some(value.inside().expect(OCTET_STRING, "a nonce")?.body));
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::super::{CertHash, CertId, request};
    use super::*;

    #[test]
    fn the_nonce_that_was_sent_is_found_again() {
        let id = CertId::new(CertHash::Sha1, b"name", b"key", &[5]);
        assert_eq!(sent_nonce(&request(&id, Some(&[7; 32]))), Some([7; 32].as_slice()));
        assert_eq!(sent_nonce(&request(&id, None)), None);
        assert_eq!(sent_nonce(b""), None);
        let whole = request(&id, Some(&[7; 32]));
        for end in 0..whole.len() {
            assert_eq!(sent_nonce(&whole[..end]), None);
        }
    }
}

//! The frame of a certificate (RFC 5280 §4.1): where its parts stand, before anything in them is believed.
//!
//! x509-parser refuses a whole certificate for one bad byte in a name, an extension or the version. This walk needs only
//! the frame, so each part can be broken on its own.

use super::der::{BIT_STRING, Element, INTEGER, Malformed, Reader, SEQUENCE};

/// No certificate is longer, bytes. Those of persons have some 1500, and 65535 is what a card's file can hold in common
/// practice; the rest is room for keys of the future.
const LONGEST: usize = 1 << 18;

const VERSION: u8 = 0xa0;
const ISSUER_UNIQUE_ID: u8 = 0x81;
const SUBJECT_UNIQUE_ID: u8 = 0x82;
const EXTENSIONS: u8 = 0xa3;

/// The parts of a certificate.
#[derive(Debug, Clone, Copy)]
pub(super) struct Outline<'a> {
    /// All of it, exactly one certificate long.
    pub whole: &'a [u8],
    /// How many bytes come after it.
    pub trailing: usize,
    /// `[0]`, the version.
    pub version: Option<Element<'a>>,
    /// What the signature is over.
    pub to_be_signed: &'a [u8],
    /// Contents of the serial number.
    pub serial: &'a [u8],
    /// AlgorithmIdentifier within what is signed.
    pub inner_algorithm: Element<'a>,
    /// AlgorithmIdentifier beside the signature.
    pub outer_algorithm: Element<'a>,
    /// Name of the issuer.
    pub issuer: Element<'a>,
    /// Start of validity.
    pub not_before: Element<'a>,
    /// End of validity.
    pub not_after: Element<'a>,
    /// Name of the subject.
    pub subject: Element<'a>,
    /// SubjectPublicKeyInfo.
    pub key: Element<'a>,
    /// `[3]`, the extensions.
    pub extensions: Option<Element<'a>>,
    /// The signature, without the byte that counts unused bits.
    pub signature: &'a [u8],
    /// Whether anything stands behind the last of the parts of what is signed, or of the validity.
    pub has_surplus: bool,
    /// Whether what nobody signed is written in the one way that DER has for it.
    frame_is_der: bool,
}

impl<'a> Outline<'a> {
    /// Finds the parts.
    pub fn read(bytes: &'a [u8]) -> Result<Self, Malformed> {
        let mut outer = Reader::new(bytes);
        let certificate = outer.expect(SEQUENCE, "a certificate")?;
        if certificate.whole.len() > LONGEST {
            return Err(certificate
                .malformed(format!("{} bytes are too many for a certificate", certificate.whole.len())));
        }
        let mut parts = certificate.inside();
        let to_be_signed = parts.expect(SEQUENCE, "what is signed")?;
        let outer_algorithm = parts.expect(SEQUENCE, "the signature algorithm")?;
        let signature = parts.expect(BIT_STRING, "the signature")?;

        let mut fields = to_be_signed.inside();
        let version = fields.optional(VERSION)?;
        let serial = fields.expect(INTEGER, "the serial number")?.body;
        let inner_algorithm = fields.expect(SEQUENCE, "the signature algorithm")?;
        let issuer = fields.expect(SEQUENCE, "the issuer")?;
        let validity = fields.expect(SEQUENCE, "the validity")?;
        let subject = fields.expect(SEQUENCE, "the subject")?;
        let key = fields.expect(SEQUENCE, "the public key")?;
        fields.optional(ISSUER_UNIQUE_ID)?;
        fields.optional(SUBJECT_UNIQUE_ID)?;
        let extensions = fields.optional(EXTENSIONS)?;

        let mut times = validity.inside();
        let mut time = || times.next()?.ok_or_else(|| validity.malformed("a validity without two times"));
        let (not_before, not_after) = (time()?, time()?);
        Ok(Self {
            whole: certificate.whole,
            trailing: outer.rest().len(),
            version,
            to_be_signed: to_be_signed.whole,
            serial,
            inner_algorithm,
            outer_algorithm,
            issuer,
            not_before,
            not_after,
            subject,
            key,
            extensions,
            signature: signature.body.split_first().map_or(&[], |(_, bits)| bits),
            has_surplus: !fields.rest().is_empty() || !times.rest().is_empty(),
            frame_is_der: certificate.has_shortest_length()
                && signature.has_shortest_length()
                && signature.body.first() == Some(&0)
                && parts.rest().is_empty(),
        })
    }

    /// Whether the parts of the frame that are not signed are DER.
    pub fn is_der(&self) -> bool {
        self.frame_is_der
    }
}

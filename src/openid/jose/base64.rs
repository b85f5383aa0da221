//! The two alphabets of base64 in which keys are written (RFC 4648 §4 and §5).

use base64::Engine;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, URL_SAFE_NO_PAD};
use zeroize::Zeroizing;

/// base64url without padding, as JOSE writes (RFC 7515 §2).
pub(in crate::openid) fn encode_url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Reads base64url. Padding, which RFC 7515 §2 leaves out and some programs do not, is read past.
pub(super) fn decode_url(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    decode(&WITH_URL_ALPHABET, text)
}

/// Reads the standard alphabet, with line breaks and other space in it as XML allows (XML Schema, base64Binary).
pub(super) fn decode_standard(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let dense: Zeroizing<String> = Zeroizing::new(text.split_ascii_whitespace().collect());
    decode(&WITH_STANDARD_ALPHABET, &dense)
}

const TOLERANT: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
const WITH_URL_ALPHABET: GeneralPurpose = GeneralPurpose::new(&URL_SAFE, TOLERANT);
const WITH_STANDARD_ALPHABET: GeneralPurpose = GeneralPurpose::new(&STANDARD, TOLERANT);

/// Decodes into a buffer that is large enough from the start: one that grows leaves copies behind.
fn decode(engine: &GeneralPurpose, text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(base64::decoded_len_estimate(text.len())));
    engine.decode_vec(text, &mut bytes).ok()?;
    Some(bytes)
}

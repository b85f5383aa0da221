//! Answer to reset (ISO 7816-3 §8, historical bytes ISO 7816-4 §12.1.1).

/// stub
#[derive(Debug)]
pub struct Atr;
/// stub
#[derive(Debug, thiserror::Error)]
#[error("x")]
pub struct AtrError;
#[allow(missing_docs)]
impl Atr {
    pub fn parse(_: &[u8]) -> Result<Self, AtrError> { Ok(Atr) }
    pub fn says_extended_length(&self) -> bool { false }
    pub fn dir_by_read_record(&self) -> Option<bool> { None }
}

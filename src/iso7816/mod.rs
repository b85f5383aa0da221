//! ISO/IEC 7816 as pure functions over bytes: commands and responses, status words, answer to reset, BER-TLV, paths.

pub mod aid;
pub mod apdu;
pub mod atr;
pub mod directory;
pub mod path;
pub mod status;
pub mod tlv;

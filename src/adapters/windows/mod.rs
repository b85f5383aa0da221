//! What several adapters ask of Windows.

pub(super) mod registry;
pub(super) mod service;

use crate::facts::{ProbeError, ProbePlace};
use windows_sys::Win32::Foundation::GetLastError;

pub(super) fn wide(text: &str) -> Vec<u16> {
    text.encode_utf16().chain([0]).collect()
}

pub(super) fn until_zero(text: &[u16]) -> String {
    let length = text.iter().position(|unit| *unit == 0).unwrap_or(text.len());
    String::from_utf16_lossy(&text[..length])
}

pub(super) fn last_error() -> u32 {
    // SAFETY: takes nothing, gives the calling thread's number.
    unsafe { GetLastError() }
}

pub(super) fn os_error(call: &str, code: u32) -> ProbeError {
    let code = i32::from_ne_bytes(code.to_ne_bytes());
    let words = std::io::Error::from_raw_os_error(code).to_string();
    ProbeError::new(call, ProbePlace::Os { code: Some(code) }, words)
}

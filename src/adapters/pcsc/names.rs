//! Reader names: bytes to PC/SC, text to people.

use std::ffi::CStr;

/// A reader's name as text. pcsc-lite and macOS use UTF-8. Bytes of a driver that are none are read as Latin-1, each as a
/// letter of its own: `Ø` is right then, and two readers that differ in such a byte stay two.
#[cfg(not(windows))]
pub fn shown(name: &CStr) -> String {
    name.to_str()
        .map_or_else(|_| name.to_bytes().iter().map(|byte| char::from(*byte)).collect(), str::to_owned)
}

/// A reader's name as text. The functions whose names end in A, which the `pcsc` crate declares, speak the machine's ANSI
/// code page (1252 in Norway); what they gave is given back to them byte by byte, so that only the text that people see
/// depends on it.
#[cfg(windows)]
pub fn shown(name: &CStr) -> String {
    use windows_sys::Win32::Globalization::{CP_ACP, MultiByteToWideChar};
    let bytes = name.to_bytes();
    let Ok(length) = i32::try_from(bytes.len()) else { return name.to_string_lossy().into_owned() };
    // No ANSI code page makes more UTF-16 units than it has bytes.
    let mut wide = vec![0u16; bytes.len()];
    // SAFETY: both pointers go with the lengths of their buffers.
    let written =
        unsafe { MultiByteToWideChar(CP_ACP, 0, bytes.as_ptr(), length, wide.as_mut_ptr(), length) };
    match usize::try_from(written) {
        Ok(written) if written > 0 => String::from_utf16_lossy(&wide[..written.min(wide.len())]),
        _ => name.to_string_lossy().into_owned(),
    }
}

/// The names in a multi-string: each ends in a zero byte, the list in one more.
pub fn split(multi_string: &[u8]) -> Vec<std::ffi::CString> {
    multi_string
        .split(|byte| *byte == 0)
        .take_while(|name| !name.is_empty())
        .filter_map(|name| std::ffi::CString::new(name).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(not(windows))]
    #[test]
    fn bytes_that_are_no_utf8_are_letters() {
        let text = |bytes: &[u8]| shown(&std::ffi::CString::new(bytes).unwrap());
        assert_eq!(text(b"Kortleser \xD8"), "Kortleser \u{D8}");
        assert_eq!(text("Kortleser \u{D8}".as_bytes()), "Kortleser \u{D8}");
        assert_ne!(text(b"Kortleser \xC6"), text(b"Kortleser \xD8"));
    }

    #[test]
    fn two_readers_of_one_name_are_two() {
        let names = split(b"Reader 0\0Reader 0\0\xE9 1\0\0garbage\0");
        let shown: Vec<String> = names.iter().map(|name| shown(name)).collect();
        assert_eq!(shown.len(), 3);
        assert_eq!(shown[0], shown[1]);
        assert!(split(b"").is_empty() && split(b"\0").is_empty());
        assert_eq!(split(b"no end").len(), 1);
    }
}

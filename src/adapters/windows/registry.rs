//! The registry, read.

use super::{until_zero, wide};
use std::ptr::{null, null_mut};
use windows_sys::Win32::Foundation::{ERROR_MORE_DATA, ERROR_NO_MORE_ITEMS, ERROR_SUCCESS};
use windows_sys::Win32::System::Registry::{
    HKEY, HKEY_LOCAL_MACHINE, KEY_READ, KEY_WOW64_64KEY, REG_VALUE_TYPE, RRF_RT_REG_DWORD, RRF_RT_REG_SZ,
    RRF_SUBKEY_WOW6464KEY, RegCloseKey, RegEnumKeyExW, RegGetValueW, RegOpenKeyExW,
};

/// A registry key's name has 255 characters at most, and a zero.
const KEY_NAME_MAX: usize = 256;
/// More keys than anything of interest has: readers that a machine ever met, providers.
const KEYS_MAX: u32 = 4096;

/// A number of this machine.
pub fn number(key: &str, name: &str) -> Result<u32, u32> {
    let (key, name) = (wide(key), wide(name));
    let (mut value, mut length) = (0u32, size_of::<u32>() as u32);
    // SAFETY: both names end in a zero; the value goes with its length, and the flags let nothing but a DWORD in.
    let code = unsafe {
        RegGetValueW(
            HKEY_LOCAL_MACHINE,
            key.as_ptr(),
            name.as_ptr(),
            RRF_RT_REG_DWORD | RRF_SUBKEY_WOW6464KEY,
            null_mut::<REG_VALUE_TYPE>(),
            (&raw mut value).cast(),
            &mut length,
        )
    };
    if code == ERROR_SUCCESS { Ok(value) } else { Err(code) }
}

/// A text of this machine.
pub fn text(key: &str, name: &str) -> Result<String, u32> {
    text_of(HKEY_LOCAL_MACHINE, key, name)
}

/// A text below `root`.
pub fn text_of(root: HKEY, key: &str, name: &str) -> Result<String, u32> {
    let (key, name) = (wide(key), wide(name));
    let mut value = [0u16; 512];
    let mut length = size_of_val(&value) as u32;
    // SAFETY: both names end in a zero; the value goes with its length in bytes.
    let code = unsafe {
        RegGetValueW(
            root,
            key.as_ptr(),
            name.as_ptr(),
            RRF_RT_REG_SZ | RRF_SUBKEY_WOW6464KEY,
            null_mut::<REG_VALUE_TYPE>(),
            value.as_mut_ptr().cast(),
            &mut length,
        )
    };
    if code == ERROR_SUCCESS { Ok(until_zero(&value)) } else { Err(code) }
}

/// The names of the keys below `key` of this machine.
pub fn subkeys(key: &str) -> Result<Vec<String>, u32> {
    let path = wide(key);
    let mut handle: HKEY = null_mut();
    // SAFETY: the name ends in a zero; the handle outlives the call.
    let code = unsafe {
        RegOpenKeyExW(HKEY_LOCAL_MACHINE, path.as_ptr(), 0, KEY_READ | KEY_WOW64_64KEY, &mut handle)
    };
    if code != ERROR_SUCCESS {
        return Err(code);
    }
    let names = (0..KEYS_MAX).map_while(|index| subkey(handle, index).transpose()).collect();
    // SAFETY: the handle is open and closed once.
    unsafe { RegCloseKey(handle) };
    names
}

/// The name of the subkey number `index`; `None` after the last.
fn subkey(handle: HKEY, index: u32) -> Result<Option<String>, u32> {
    let mut name = [0u16; KEY_NAME_MAX];
    let mut length = KEY_NAME_MAX as u32;
    // SAFETY: the handle is open; the name goes with its length; what is null is not asked for.
    let code = unsafe {
        RegEnumKeyExW(
            handle,
            index,
            name.as_mut_ptr(),
            &mut length,
            null(),
            null_mut(),
            null_mut(),
            null_mut(),
        )
    };
    match code {
        ERROR_SUCCESS | ERROR_MORE_DATA => Ok(Some(until_zero(&name))),
        ERROR_NO_MORE_ITEMS => Ok(None),
        code => Err(code),
    }
}

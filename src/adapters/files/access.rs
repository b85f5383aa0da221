//! Who else can read a file.

use crate::facts::{Observed, ProbeError, ProbePlace};
use std::path::Path;

/// Whether others than the owner can read a file, or write it: who can, can have it log in elsewhere.
#[cfg(unix)]
pub fn readable_by_others(path: &Path) -> Observed<bool> {
    use std::os::unix::fs::PermissionsExt;
    match std::fs::metadata(path) {
        Ok(found) => Observed::seen(found.permissions().mode() & 0o066 != 0),
        Err(error) => refused("stat", error.raw_os_error(), &error.to_string()),
    }
}

/// Whether others than the owner can read a file: whether its access list lets everybody, whoever is logged in, or the
/// group of all users. Groups of a domain are not looked into.
#[cfg(windows)]
pub fn readable_by_others(path: &Path) -> Observed<bool> {
    match access_list::lets_anybody_read(path) {
        Ok(lets) => Observed::seen(lets),
        Err(code) => refused("GetNamedSecurityInfoW", i32::try_from(code).ok(), ""),
    }
}

fn refused(call: &str, code: Option<i32>, detail: &str) -> Observed<bool> {
    Observed::Failed(ProbeError::new(call, ProbePlace::Os { code }, detail))
}

/// Access lists of Windows.
#[cfg(windows)]
mod access_list {
    use std::os::windows::ffi::OsStrExt;
    use std::path::Path;
    use std::ptr::null_mut;
    use windows_sys::Win32::Foundation::{ERROR_SUCCESS, GENERIC_ALL, GENERIC_READ, LocalFree};
    use windows_sys::Win32::Security::Authorization::{GetNamedSecurityInfoW, SE_FILE_OBJECT};
    use windows_sys::Win32::Security::{
        ACCESS_ALLOWED_ACE, ACL, DACL_SECURITY_INFORMATION, GetAce, IsWellKnownSid, PSECURITY_DESCRIPTOR,
        WELL_KNOWN_SID_TYPE, WinAuthenticatedUserSid, WinBuiltinUsersSid, WinWorldSid,
    };
    use windows_sys::Win32::Storage::FileSystem::FILE_READ_DATA;

    /// Everybody, whoever is logged in, the group of all users.
    const ANYBODY: [WELL_KNOWN_SID_TYPE; 3] = [WinWorldSid, WinAuthenticatedUserSid, WinBuiltinUsersSid];
    /// What lets read.
    const READING: u32 = FILE_READ_DATA | GENERIC_READ | GENERIC_ALL;
    /// `ACCESS_ALLOWED_ACE_TYPE`.
    const ALLOWS: u8 = 0;

    /// Whether anybody may read the file.
    ///
    /// # Errors
    /// The code of `GetNamedSecurityInfoW`.
    pub(super) fn lets_anybody_read(path: &Path) -> Result<bool, u32> {
        let name: Vec<u16> = path.as_os_str().encode_wide().chain([0]).collect();
        let mut list: *mut ACL = null_mut();
        let mut descriptor: PSECURITY_DESCRIPTOR = null_mut();
        // SAFETY: the name ends in a zero; the two outputs outlive the call, and the others may be null.
        let code = unsafe {
            GetNamedSecurityInfoW(
                name.as_ptr(),
                SE_FILE_OBJECT,
                DACL_SECURITY_INFORMATION,
                null_mut(),
                null_mut(),
                &mut list,
                null_mut(),
                &mut descriptor,
            )
        };
        if code != ERROR_SUCCESS {
            return Err(code);
        }
        // SAFETY: the list lies in the descriptor, which is freed after the last look at it.
        unsafe {
            let lets = lets_anybody(list);
            LocalFree(descriptor);
            Ok(lets)
        }
    }

    /// Whether one of the entries lets anybody read. A file without a list is everybody's.
    ///
    /// # Safety
    /// `list` is null, or a valid access list.
    unsafe fn lets_anybody(list: *const ACL) -> bool {
        if list.is_null() {
            return true;
        }
        // SAFETY: the caller gives a valid list; entries below its count are valid, and those that allow have the form
        // of ACCESS_ALLOWED_ACE, whose account begins at SidStart.
        unsafe {
            (0..u32::from((*list).AceCount)).any(|index| {
                let mut entry = null_mut();
                if GetAce(list, index, &mut entry) == 0 {
                    return false;
                }
                let entry = &*entry.cast::<ACCESS_ALLOWED_ACE>();
                let account = (&raw const entry.SidStart).cast_mut().cast();
                entry.Header.AceType == ALLOWS
                    && entry.Mask & READING != 0
                    && ANYBODY.iter().any(|kind| IsWellKnownSid(account, *kind) != 0)
            })
        }
    }
}

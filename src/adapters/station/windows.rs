//! Windows. Nothing here needs administrator rights.

use crate::facts::{CardDevice, Observed, ProbeError, ProbePlace, ServiceManager, ServiceStart};
use std::ptr::{null, null_mut};
use windows_sys::Win32::Foundation::{
    ERROR_FILE_NOT_FOUND, ERROR_MORE_DATA, ERROR_NO_MORE_ITEMS, ERROR_SERVICE_DOES_NOT_EXIST, ERROR_SUCCESS,
    GetLastError,
};
use windows_sys::Win32::System::Registry::{
    HKEY, HKEY_CURRENT_USER, HKEY_LOCAL_MACHINE, KEY_READ, KEY_WOW64_64KEY, REG_VALUE_TYPE,
    RRF_RT_REG_BINARY, RRF_RT_REG_DWORD, RRF_RT_REG_SZ, RRF_SUBKEY_WOW6464KEY, RegCloseKey, RegEnumKeyExW,
    RegGetValueW, RegOpenKeyExW,
};
use windows_sys::Win32::System::Services::{
    CloseServiceHandle, OpenSCManagerW, OpenServiceW, QueryServiceStatus, SC_HANDLE, SC_MANAGER_CONNECT,
    SERVICE_AUTO_START, SERVICE_DEMAND_START, SERVICE_DISABLED, SERVICE_QUERY_STATUS, SERVICE_RUNNING,
    SERVICE_STATUS,
};
use windows_sys::Win32::UI::WindowsAndMessaging::{GetSystemMetrics, SM_REMOTESESSION};

/// The Smart Card service.
const SERVICE: &str = "SCardSvr";
/// How the service is started.
const SERVICE_KEY: &str = r"SYSTEM\CurrentControlSet\Services\SCardSvr";
/// The version of the system, as `winver` shows it.
const VERSION_KEY: &str = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion";
/// Every reader that was ever attached leaves its name here.
const READERS_KEY: &str = r"SOFTWARE\Microsoft\Cryptography\Calais\Readers";
/// The person's proxy settings, as Internet Options shows them.
const INTERNET_KEY: &str = r"Software\Microsoft\Windows\CurrentVersion\Internet Settings";
/// The same, and whether the network is asked for a script.
const CONNECTIONS_KEY: &str = r"Software\Microsoft\Windows\CurrentVersion\Internet Settings\Connections";
/// The byte of `DefaultConnectionSettings` with the ways to a proxy, and the bit for asking the network.
const WAYS: (usize, u8) = (8, 0x08);
/// The first build of Windows 11, whose `ProductName` still says "Windows 10".
const FIRST_BUILD_OF_11: u32 = 22_000;
/// A registry key's name has 255 characters at most, and a zero.
const KEY_NAME_MAX: usize = 256;
/// More readers than a machine ever met.
const READERS_MAX: u32 = 4096;

/// The system in its own words, for example `Windows 11 Pro 23H2 (22631.3007)`.
pub fn version() -> String {
    let text = |name| registry_text(VERSION_KEY, name).unwrap_or_default();
    let build = text("CurrentBuildNumber");
    let mut product = text("ProductName");
    if product.is_empty() {
        product = "Windows".into();
    }
    if build.parse().is_ok_and(|number: u32| number >= FIRST_BUILD_OF_11) {
        product = product.replacen("Windows 10", "Windows 11", 1);
    }
    let release = text("DisplayVersion");
    let update = registry_number(VERSION_KEY, "UBR").map(|number| format!(".{number}")).unwrap_or_default();
    let words: Vec<String> = [product, release, build_in_brackets(&build, &update)]
        .into_iter()
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}

fn build_in_brackets(build: &str, update: &str) -> String {
    if build.is_empty() { String::new() } else { format!("({build}{update})") }
}

/// What the service manager says of the Smart Card service.
pub fn manager() -> Observed<ServiceManager> {
    let running = match service_runs() {
        Ok(Some(running)) => running,
        Ok(None) => {
            return Observed::seen(ServiceManager { start: ServiceStart::Absent, running: false });
        }
        Err(error) => return Observed::Failed(error),
    };
    match registry_number(SERVICE_KEY, "Start") {
        Ok(SERVICE_DISABLED) => Observed::seen(ServiceManager { start: ServiceStart::Disabled, running }),
        Ok(SERVICE_DEMAND_START) => Observed::seen(ServiceManager { start: ServiceStart::OnDemand, running }),
        // Boot and system start come before automatic start, and are at boot too.
        Ok(start) if start <= SERVICE_AUTO_START => {
            Observed::seen(ServiceManager { start: ServiceStart::Automatic, running })
        }
        Ok(other) => Observed::Failed(ProbeError::malformed(SERVICE_KEY, format!("Start is {other}"))),
        Err(code) => Observed::Failed(os_error(SERVICE_KEY, code)),
    }
}

/// The readers that were ever attached; whether they are now, the registry does not say.
pub fn devices() -> Observed<Vec<CardDevice>> {
    match subkeys(READERS_KEY) {
        Ok(names) => Observed::seen(
            names.into_iter().map(|name| CardDevice { name, usb_id: None, present: None }).collect(),
        ),
        // The key comes with the first reader.
        Err(ERROR_FILE_NOT_FOUND) => Observed::seen(Vec::new()),
        Err(code) => Observed::Failed(os_error(READERS_KEY, code)),
    }
}

/// Whether this is a remote desktop session.
pub fn remote_session() -> Observed<bool> {
    // SAFETY: takes a number, gives a number.
    Observed::seen(unsafe { GetSystemMetrics(SM_REMOTESESSION) } != 0)
}

/// The proxy script of this person's Internet Options; `wpad` where the network is asked for one.
pub fn proxy_script() -> Observed<Option<String>> {
    match registry_text_of(HKEY_CURRENT_USER, INTERNET_KEY, "AutoConfigURL") {
        Ok(address) if !address.is_empty() => return Observed::seen(Some(address)),
        Ok(_) | Err(ERROR_FILE_NOT_FOUND) => {}
        Err(code) => return Observed::Failed(os_error(INTERNET_KEY, code)),
    }
    let mut settings = [0u8; 4096];
    let (key, name) = (wide(CONNECTIONS_KEY), wide("DefaultConnectionSettings"));
    let mut length = size_of_val(&settings) as u32;
    // SAFETY: both names end in a zero; the value goes with its length in bytes.
    let code = unsafe {
        RegGetValueW(
            HKEY_CURRENT_USER,
            key.as_ptr(),
            name.as_ptr(),
            RRF_RT_REG_BINARY,
            null_mut::<REG_VALUE_TYPE>(),
            settings.as_mut_ptr().cast(),
            &mut length,
        )
    };
    let (byte, bit) = WAYS;
    match code {
        ERROR_SUCCESS => {
            let ways = settings.get(byte).filter(|_| length as usize > byte);
            let asks = ways.is_some_and(|ways| ways & bit != 0);
            Observed::seen(asks.then(|| "wpad".to_owned()))
        }
        ERROR_FILE_NOT_FOUND => Observed::seen(None),
        code => Observed::Failed(os_error(CONNECTIONS_KEY, code)),
    }
}

/// Whether the service runs; `None` when there is no such service.
fn service_runs() -> Result<Option<bool>, ProbeError> {
    // SAFETY: null means this machine and its active database.
    let manager = unsafe { OpenSCManagerW(null(), null(), SC_MANAGER_CONNECT) };
    let manager =
        ServiceHandle::check("OpenSCManager", manager).map_err(|(call, code)| os_error(call, code))?;
    let name = wide(SERVICE);
    // SAFETY: the handle is open, the name ends in a zero.
    let service = unsafe { OpenServiceW(manager.0, name.as_ptr(), SERVICE_QUERY_STATUS) };
    let service = match ServiceHandle::check("OpenService", service) {
        Ok(service) => service,
        Err((_, ERROR_SERVICE_DOES_NOT_EXIST)) => return Ok(None),
        Err((call, code)) => return Err(os_error(call, code)),
    };
    // SAFETY: the structure is plain numbers, for which zero is a value.
    let mut status: SERVICE_STATUS = unsafe { std::mem::zeroed() };
    // SAFETY: the handle is open, the structure outlives the call.
    if unsafe { QueryServiceStatus(service.0, &mut status) } == 0 {
        return Err(os_error("QueryServiceStatus", last_error()));
    }
    Ok(Some(status.dwCurrentState == SERVICE_RUNNING))
}

struct ServiceHandle(SC_HANDLE);

impl ServiceHandle {
    fn check(call: &'static str, handle: SC_HANDLE) -> Result<Self, (&'static str, u32)> {
        if handle.is_null() { Err((call, last_error())) } else { Ok(ServiceHandle(handle)) }
    }
}

impl Drop for ServiceHandle {
    fn drop(&mut self) {
        // SAFETY: the handle is open and closed once.
        unsafe { CloseServiceHandle(self.0) };
    }
}

fn registry_number(key: &str, name: &str) -> Result<u32, u32> {
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

fn registry_text(key: &str, name: &str) -> Result<String, u32> {
    registry_text_of(HKEY_LOCAL_MACHINE, key, name)
}

fn registry_text_of(root: HKEY, key: &str, name: &str) -> Result<String, u32> {
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

fn subkeys(key: &str) -> Result<Vec<String>, u32> {
    let path = wide(key);
    let mut handle: HKEY = null_mut();
    // SAFETY: the name ends in a zero; the handle outlives the call.
    let code = unsafe {
        RegOpenKeyExW(HKEY_LOCAL_MACHINE, path.as_ptr(), 0, KEY_READ | KEY_WOW64_64KEY, &mut handle)
    };
    if code != ERROR_SUCCESS {
        return Err(code);
    }
    let names = (0..READERS_MAX).map_while(|index| subkey(handle, index).transpose()).collect();
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

fn wide(text: &str) -> Vec<u16> {
    text.encode_utf16().chain([0]).collect()
}

fn until_zero(text: &[u16]) -> String {
    let length = text.iter().position(|unit| *unit == 0).unwrap_or(text.len());
    String::from_utf16_lossy(&text[..length])
}

fn last_error() -> u32 {
    // SAFETY: takes nothing, gives the calling thread's number.
    unsafe { GetLastError() }
}

fn os_error(call: &str, code: u32) -> ProbeError {
    let code = i32::from_ne_bytes(code.to_ne_bytes());
    let words = std::io::Error::from_raw_os_error(code).to_string();
    ProbeError::new(call, ProbePlace::Os { code: Some(code) }, words)
}

//! Windows. Nothing here needs administrator rights.

use crate::adapters::windows::{os_error, registry, service, wide};
use crate::facts::{CardDevice, Observed, ServiceManager};
use std::ptr::null_mut;
use windows_sys::Win32::Foundation::{ERROR_FILE_NOT_FOUND, ERROR_SUCCESS};
use windows_sys::Win32::System::Registry::{
    HKEY_CURRENT_USER, REG_VALUE_TYPE, RRF_RT_REG_BINARY, RegGetValueW,
};
use windows_sys::Win32::UI::WindowsAndMessaging::{GetSystemMetrics, SM_REMOTESESSION};

/// The Smart Card service.
const SERVICE: &str = "SCardSvr";
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

/// The system in its own words, for example `Windows 11 Pro 23H2 (22631.3007)`.
pub fn version() -> String {
    let text = |name| registry::text(VERSION_KEY, name).unwrap_or_default();
    let build = text("CurrentBuildNumber");
    let mut product = text("ProductName");
    if product.is_empty() {
        product = "Windows".into();
    }
    if build.parse().is_ok_and(|number: u32| number >= FIRST_BUILD_OF_11) {
        product = product.replacen("Windows 10", "Windows 11", 1);
    }
    let release = text("DisplayVersion");
    let update = registry::number(VERSION_KEY, "UBR").map(|number| format!(".{number}")).unwrap_or_default();
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
    service::manager(SERVICE)
}

/// The readers that were ever attached; whether they are now, the registry does not say.
pub fn devices() -> Observed<Vec<CardDevice>> {
    match registry::subkeys(READERS_KEY) {
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
    match registry::text_of(HKEY_CURRENT_USER, INTERNET_KEY, "AutoConfigURL") {
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

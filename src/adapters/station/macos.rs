//! macOS.

use super::program;
use crate::facts::{CardDevice, Observed, ServiceManager};

/// Where the system says what it is; `sw_vers` reads the same file.
const VERSION_FILE: &str = "/System/Library/CoreServices/SystemVersion.plist";

/// The system in its own words, for example `macOS 14.5 (23F79)`.
pub fn version() -> String {
    let text = std::fs::read_to_string(VERSION_FILE).unwrap_or_default();
    let name = value(&text, "ProductName").unwrap_or("macOS");
    match (value(&text, "ProductVersion"), value(&text, "ProductBuildVersion")) {
        (Some(version), Some(build)) => format!("{name} {version} ({build})"),
        (Some(version), None) => format!("{name} {version}"),
        _ => name.to_owned(),
    }
}

/// The smart-card service is part of the system and starts with the first reader; nobody can switch it off.
pub fn manager() -> Observed<ServiceManager> {
    Observed::not_tried("built-in")
}

/// Not asked: the service lists what is plugged in.
pub fn devices() -> Observed<Vec<CardDevice>> {
    Observed::not_tried("not-on-this-system")
}

/// Not asked: screen sharing shows the desktop of the machine that has the readers.
pub fn remote_session() -> Observed<bool> {
    Observed::not_tried("not-on-this-system")
}

/// The proxy script that the system is set up with.
pub fn proxy_script() -> Observed<Option<String>> {
    match program::output("/usr/sbin/scutil", &["--proxy"]) {
        Some(told) => Observed::seen(script(&told)),
        None => Observed::not_tried("no-answer"),
    }
}

/// Out of what `scutil --proxy` writes.
fn script(told: &str) -> Option<String> {
    let value = |name: &str| {
        let mut lines = told.lines().filter_map(|line| line.split_once(" : "));
        lines.find(|(key, _)| key.trim() == name).map(|(_, value)| value.trim())
    };
    match (value("ProxyAutoConfigEnable"), value("ProxyAutoDiscoveryEnable")) {
        (Some("1"), _) => value("ProxyAutoConfigURLString").map(str::to_owned),
        (_, Some("1")) => Some("wpad".to_owned()),
        _ => None,
    }
}

/// The string after a key of a property list.
fn value<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    let after = text.split_once(&format!("<key>{key}</key>"))?.1;
    Some(after.split_once("<string>")?.1.split_once("</string>")?.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_script_is_read() {
        let told =
            "<dictionary> {\n  ProxyAutoConfigEnable : 1\n  ProxyAutoConfigURLString : http://c/x.pac\n}";
        assert_eq!(script(told).as_deref(), Some("http://c/x.pac"));
        assert_eq!(script("  ProxyAutoDiscoveryEnable : 1\n").as_deref(), Some("wpad"));
        assert_eq!(script("  HTTPEnable : 0\n"), None);
    }

    #[test]
    fn a_property_list_is_read() {
        let text = "<dict>\n<key>ProductName</key>\n<string>macOS</string>\n</dict>";
        assert_eq!(value(text, "ProductName"), Some("macOS"));
        assert_eq!(value(text, "ProductVersion"), None);
    }
}

//! Linux, and the BSDs as far as they look like it.

use super::program;
use crate::facts::{CardDevice, Observed, ProbeError, ProbePlace, ServiceManager, ServiceStart};
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

/// The USB class of card readers (USB-IF, "Smart Card", CCID).
const SMART_CARD_CLASS: &str = "0b";
/// Where distributions put daemons.
const PROGRAMS: [&str; 4] = ["usr/sbin/pcscd", "sbin/pcscd", "usr/bin/pcscd", "usr/local/sbin/pcscd"];
/// Where systemd looks for units, the administrator's folder first (systemd.unit(5)).
const UNITS: [&str; 5] = [
    "etc/systemd/system",
    "run/systemd/system",
    "usr/local/lib/systemd/system",
    "usr/lib/systemd/system",
    "lib/systemd/system",
];

/// The distribution in its own words.
pub fn version() -> String {
    version_at(Path::new("/"))
}

/// How pcscd is started, and whether a process of that name runs.
pub fn manager() -> Observed<ServiceManager> {
    let socket = std::env::var_os("PCSCLITE_CSOCK_NAME").map(PathBuf::from);
    manager_at(Path::new("/"), socket.as_deref())
}

/// The USB devices of the smart-card class that are plugged in.
pub fn devices() -> Observed<Vec<CardDevice>> {
    devices_at(Path::new("/sys/bus/usb/devices"))
}

/// Whether the session came over the network: SSH, or xrdp, which the session's environment tells.
pub fn remote_session() -> Observed<bool> {
    let told = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    Observed::seen(["SSH_CONNECTION", "SSH_TTY", "XRDP_SESSION"].into_iter().any(told))
}

/// The proxy script that the desktop is set up with: KDE's own file, else GNOME's settings.
pub fn proxy_script() -> Observed<Option<String>> {
    let set = |name| std::env::var_os(name).filter(|value| !value.is_empty());
    let config = set("XDG_CONFIG_HOME").map(PathBuf::from);
    let config = config.or_else(|| Some(PathBuf::from(set("HOME")?).join(".config")));
    let kde = config.and_then(|folder| kde_script(&text(&folder.join("kioslaverc"))?));
    if kde.is_some() || !["DISPLAY", "WAYLAND_DISPLAY"].into_iter().any(|name| set(name).is_some()) {
        return Observed::seen(kde);
    }
    let gnome = |key| program::output("gsettings", &["get", "org.gnome.system.proxy", key]);
    let mode = gnome("mode").unwrap_or_default();
    Observed::seen(
        is_automatic(&mode).then(|| script_or_wpad(unquoted(&gnome("autoconfig-url").unwrap_or_default()))),
    )
}

/// Out of KDE's `kioslaverc`: 2 is a script, 3 asks the network for one.
fn kde_script(text: &str) -> Option<String> {
    let settings = text.split("[Proxy Settings]\n").nth(1)?;
    let settings = settings.split("\n[").next().unwrap_or(settings);
    let value = |name: &str| {
        let mut lines = settings.lines().filter_map(|line| line.split_once('='));
        lines.find(|(key, _)| key.split('[').next() == Some(name)).map(|(_, value)| value.trim())
    };
    match value("ProxyType")? {
        "2" => Some(script_or_wpad(value("Proxy Config Script").unwrap_or_default())),
        "3" => Some(script_or_wpad("")),
        _ => None,
    }
}

/// What `gsettings` says of the mode.
fn is_automatic(mode: &str) -> bool {
    unquoted(mode) == "auto"
}

fn unquoted(text: &str) -> &str {
    text.trim().trim_matches('\'')
}

/// Without an address the network is asked for one.
fn script_or_wpad(address: &str) -> String {
    if address.is_empty() { "wpad".to_owned() } else { address.to_owned() }
}

fn version_at(root: &Path) -> String {
    ["etc/os-release", "usr/lib/os-release"]
        .iter()
        .filter_map(|path| fs::read_to_string(root.join(path)).ok())
        .find_map(|text| {
            let value = text.lines().find_map(|line| line.strip_prefix("PRETTY_NAME="))?;
            Some(value.trim().trim_matches(['"', '\'']).to_owned())
        })
        .unwrap_or_else(|| std::env::consts::OS.to_owned())
}

fn manager_at(root: &Path, socket: Option<&Path>) -> Observed<ServiceManager> {
    let running = process_runs(&root.join("proc"));
    let default = root.join("run/pcscd/pcscd.comm");
    let socket = socket.unwrap_or(&default);
    if !PROGRAMS.iter().any(|path| root.join(path).exists()) {
        // A socket without a program: the daemon belongs to another container or machine.
        return match socket.exists() || running {
            true => Observed::not_tried("elsewhere"),
            false => Observed::seen(ServiceManager { start: ServiceStart::Absent, running }),
        };
    }
    match start_by_systemd(root).or_else(|| start_by_scripts(root)) {
        Some(start) => Observed::seen(ServiceManager { start, running }),
        None => Observed::not_tried("no-service-manager"),
    }
}

/// As systemd would start it, where systemd is the service manager.
fn start_by_systemd(root: &Path) -> Option<ServiceStart> {
    // sd_booted(3): this folder exists exactly when systemd runs the machine.
    if !root.join("run/systemd/system").is_dir() {
        return None;
    }
    let wanted = |unit: &str, target: &str| {
        let unit_is_there = UNITS.iter().any(|folder| root.join(folder).join(unit).exists());
        let link = Path::new(&format!("{target}.wants")).join(unit);
        let enabled = UNITS.iter().any(|folder| root.join(folder).join(&link).symlink_metadata().is_ok());
        unit_is_there && enabled && !masked(root, unit)
    };
    Some(if wanted("pcscd.service", "multi-user.target") {
        ServiceStart::Automatic
    } else if wanted("pcscd.socket", "sockets.target") {
        ServiceStart::OnDemand
    } else {
        ServiceStart::Disabled
    })
}

/// A unit that an administrator linked to /dev/null starts never.
fn masked(root: &Path, unit: &str) -> bool {
    ["etc/systemd/system", "run/systemd/system"].iter().any(|folder| {
        fs::read_link(root.join(folder).join(unit)).is_ok_and(|target| target == Path::new("/dev/null"))
    })
}

/// As System V init or OpenRC would start it.
fn start_by_scripts(root: &Path) -> Option<ServiceStart> {
    // A container may carry the scripts without anything that runs them.
    let first_process = text(&root.join("proc/1/comm"))?;
    if !["init", "openrc-init"].contains(&first_process.as_str()) || !root.join("etc/init.d/pcscd").exists() {
        return None;
    }
    let openrc = root.join("etc/runlevels/default/pcscd").exists();
    let system_v = ["etc/rc2.d", "etc/rc5.d"].iter().any(|folder| {
        entries(&root.join(folder))
            .iter()
            .any(|path| file_name(path).is_some_and(|name| name.starts_with('S') && name.ends_with("pcscd")))
    });
    Some(if openrc || system_v { ServiceStart::Automatic } else { ServiceStart::Disabled })
}

fn process_runs(processes: &Path) -> bool {
    entries(processes)
        .iter()
        .filter(|path| file_name(path).is_some_and(|name| name.bytes().all(|byte| byte.is_ascii_digit())))
        .any(|path| text(&path.join("comm")).is_some_and(|name| name == "pcscd"))
}

fn devices_at(folder: &Path) -> Observed<Vec<CardDevice>> {
    let interfaces = match fs::read_dir(folder) {
        Ok(list) => list.filter_map(Result::ok).map(|entry| entry.path()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Observed::not_tried("no-usb"),
        Err(error) => {
            let place = ProbePlace::Os { code: error.raw_os_error() };
            return Observed::Failed(ProbeError::new(folder.display().to_string(), place, error.to_string()));
        }
    };
    // An interface is named after its device: 1-4:1.0 belongs to 1-4. A reader may have several.
    let mut ports: Vec<String> = interfaces
        .filter(|path| text(&path.join("bInterfaceClass")).as_deref() == Some(SMART_CARD_CLASS))
        .filter_map(|path| Some(file_name(&path)?.split_once(':')?.0.to_owned()))
        .collect();
    ports.sort();
    ports.dedup();
    Observed::seen(ports.iter().map(|port| device(&folder.join(port))).collect())
}

fn device(folder: &Path) -> CardDevice {
    let said = |file: &str| text(&folder.join(file)).filter(|value| !value.is_empty());
    let words: Vec<String> = ["manufacturer", "product"].into_iter().filter_map(said).collect();
    let usb_id = said("idVendor")
        .zip(said("idProduct"))
        .map(|(vendor, product)| format!("{}:{}", vendor.to_ascii_uppercase(), product.to_ascii_uppercase()));
    CardDevice {
        name: if words.is_empty() { usb_id.clone().unwrap_or_default() } else { words.join(" ") },
        usb_id,
        present: Some(true),
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder)
        .map(|list| list.filter_map(Result::ok).map(|entry| entry.path()).collect())
        .unwrap_or_default()
}

fn file_name(path: &Path) -> Option<&str> {
    path.file_name().and_then(OsStr::to_str)
}

fn text(path: &Path) -> Option<String> {
    let bytes = fs::read(path).ok()?;
    Some(String::from_utf8_lossy(&bytes).trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::TempDir;

    fn machine(files: &[(&str, &str)]) -> TempDir {
        let root = tempfile::tempdir().expect("a folder");
        for (path, content) in files {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            fs::write(path, content).expect("a file");
        }
        root
    }

    fn start(files: &[(&str, &str)]) -> Option<(ServiceStart, bool)> {
        let root = machine(files);
        manager_at(root.path(), None).value().map(|manager| (manager.start, manager.running))
    }

    const PROGRAM: (&str, &str) = ("usr/sbin/pcscd", "");
    const SOCKET: (&str, &str) = ("usr/lib/systemd/system/pcscd.socket", "");
    const SERVICE: (&str, &str) = ("usr/lib/systemd/system/pcscd.service", "");
    const BOOTED: (&str, &str) = ("run/systemd/system/x", "");
    const ON_DEMAND: (&str, &str) = ("etc/systemd/system/sockets.target.wants/pcscd.socket", "");

    #[test]
    fn the_service_is_absent_on_demand_automatic_or_disabled() {
        assert_eq!(start(&[]), Some((ServiceStart::Absent, false)));
        let units = [PROGRAM, SOCKET, SERVICE, BOOTED];
        assert_eq!(start(&units), Some((ServiceStart::Disabled, false)));
        let on_demand = [&units[..], &[ON_DEMAND, ("proc/42/comm", "pcscd\n")]].concat();
        assert_eq!(start(&on_demand), Some((ServiceStart::OnDemand, true)));
        let at_boot =
            [&units[..], &[("etc/systemd/system/multi-user.target.wants/pcscd.service", "")]].concat();
        assert_eq!(start(&at_boot), Some((ServiceStart::Automatic, false)));
    }

    #[test]
    fn without_systemd_the_scripts_tell() {
        let scripts = [PROGRAM, ("etc/init.d/pcscd", ""), ("proc/1/comm", "init\n")];
        assert_eq!(start(&scripts), Some((ServiceStart::Disabled, false)));
        let at_boot = [&scripts[..], &[("etc/rc2.d/S01pcscd", "")]].concat();
        assert_eq!(start(&at_boot), Some((ServiceStart::Automatic, false)));
    }

    #[test]
    fn a_masked_socket_is_disabled() {
        let root = machine(&[PROGRAM, SOCKET, BOOTED, ON_DEMAND]);
        std::os::unix::fs::symlink("/dev/null", root.path().join("etc/systemd/system/pcscd.socket"))
            .expect("a link");
        let manager = manager_at(root.path(), None);
        assert_eq!(manager.value().map(|manager| manager.start), Some(ServiceStart::Disabled));
    }

    #[test]
    fn what_cannot_be_known_is_not_claimed() {
        // A container without a service manager, and one that uses the daemon of its host.
        let scripts = [("etc/init.d/pcscd", ""), ("etc/rc2.d/S01pcscd", ""), ("proc/1/comm", "sleep\n")];
        let alone = manager_at(machine(&[&[PROGRAM], &scripts[..]].concat()).path(), None);
        assert_eq!(alone, Observed::not_tried("no-service-manager"));
        let shared = manager_at(machine(&[("run/pcscd/pcscd.comm", "")]).path(), None);
        assert_eq!(shared, Observed::not_tried("elsewhere"));
    }

    #[test]
    fn card_readers_are_found_among_usb_devices() {
        let root = machine(&[
            ("1-4:1.0/bInterfaceClass", "0b\n"),
            ("1-4:1.1/bInterfaceClass", "0b\n"),
            ("1-4/product", "Smart Card Reader\n"),
            ("1-4/manufacturer", "ACS\n"),
            ("1-4/idVendor", "072f\n"),
            ("1-4/idProduct", "90cc\n"),
            ("1-5:1.0/bInterfaceClass", "03\n"),
        ]);
        let found = devices_at(root.path());
        let expected = CardDevice {
            name: "ACS Smart Card Reader".into(),
            usb_id: Some("072F:90CC".into()),
            present: Some(true),
        };
        assert_eq!(found, Observed::seen(vec![expected]));
        assert_eq!(devices_at(&root.path().join("none")), Observed::not_tried("no-usb"));
    }

    #[test]
    fn the_desktops_tell_of_a_proxy_script() {
        let kde = |kind: &str| {
            kde_script(&format!("[A]\nx=1\n[Proxy Settings][$Version]\n\n[Proxy Settings]\n{kind}\n[B]\n"))
        };
        let script = "Proxy Config Script=http://config.example/kunde.pac\nProxyType=2";
        assert_eq!(kde(script).as_deref(), Some("http://config.example/kunde.pac"));
        assert_eq!(kde("ProxyType=3").as_deref(), Some("wpad"));
        assert_eq!(kde("ProxyType=1\nhttpProxy=http://p 8080"), None);
        assert!(is_automatic("'auto'\n") && !is_automatic("'none'\n"));
        assert_eq!(script_or_wpad(unquoted("'http://c/x.pac'\n")), "http://c/x.pac");
        assert_eq!(script_or_wpad(unquoted("''\n")), "wpad");
    }

    #[test]
    fn the_distribution_names_itself() {
        let root = machine(&[("etc/os-release", "ID=x\nPRETTY_NAME=\"Some Linux 1 (one)\"\n")]);
        assert_eq!(version_at(root.path()), "Some Linux 1 (one)");
        assert_eq!(version_at(machine(&[]).path()), std::env::consts::OS);
    }
}

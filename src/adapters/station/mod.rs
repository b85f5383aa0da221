//! The workstation, as its operating system tells of it.

#[cfg(all(unix, not(target_os = "macos")))]
mod linux;
#[cfg(target_os = "macos")]
mod macos;
#[cfg(unix)]
mod program;
#[cfg(windows)]
mod windows;

#[cfg(all(unix, not(target_os = "macos")))]
use linux as system;
#[cfg(target_os = "macos")]
use macos as system;
#[cfg(windows)]
use windows as system;

use super::pcsc;
use crate::facts::{Observed, OsFacts, ProbeError, StationFacts};
use crate::ports::Station;
use std::time::Instant;

/// This machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct LiveStation;

impl Station for LiveStation {
    fn observe(&self) -> StationFacts {
        // The manager goes first: asking the service may start it.
        let manager = system::manager();
        StationFacts {
            os: OsFacts {
                family: std::env::consts::OS.to_owned(),
                version: system::version(),
                architecture: std::env::consts::ARCH.to_owned(),
            },
            library: timed(|| pcsc::library().map(str::to_owned)),
            service: service(),
            manager,
            devices: system::devices(),
            remote_session: system::remote_session(),
            proxy_script: without_password(system::proxy_script()),
            simulated: false,
        }
    }
}

/// The address of a script, without whatever would let somebody in there.
fn without_password(script: Observed<Option<String>>) -> Observed<Option<String>> {
    let Observed::Seen { value: Some(address), took_ms } = &script else { return script };
    let bare = address.split_once("://").and_then(|(scheme, rest)| {
        let (secret, host) = rest.split('/').next()?.rsplit_once('@')?;
        Some(format!("{scheme}://{host}{}", &rest[secret.len() + 1 + host.len()..]))
    });
    match bare {
        Some(bare) => Observed::Seen { value: Some(bare), took_ms: *took_ms },
        None => script,
    }
}

fn service() -> Observed<String> {
    match pcsc::library() {
        Ok(_) => timed(|| pcsc::service_answers().map(str::to_owned)),
        Err(_) => Observed::not_tried("no-library"),
    }
}

fn timed<T>(ask: impl FnOnce() -> Result<T, ProbeError>) -> Observed<T> {
    let begun = Instant::now();
    match ask() {
        Ok(value) => {
            Observed::Seen { value, took_ms: u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX) }
        }
        Err(error) => Observed::Failed(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_of_a_script_shows_no_password() {
        let shown = |address: &str| without_password(Observed::seen(Some(address.to_owned())));
        let seen = |address: &str| Observed::seen(Some(address.to_owned()));
        assert_eq!(shown("http://me:pw@config.example/a@b.pac"), seen("http://config.example/a@b.pac"));
        for plain in ["http://config.example/a@b.pac", "file:///etc/proxy.pac", "wpad"] {
            assert_eq!(shown(plain), seen(plain));
        }
    }

    #[test]
    fn every_machine_tells_something() {
        let facts = LiveStation.observe();
        assert_eq!(facts.os.family, std::env::consts::OS);
        assert!(!facts.os.version.is_empty());
        assert!(!facts.simulated);
        // Without a library there is no service to ask; with one there is an answer or a code.
        assert_eq!(facts.library.value().is_none(), matches!(facts.service, Observed::NotTried { .. }));
    }
}

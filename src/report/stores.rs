//! The certificate stores, in lines.

use super::fill::day;
use super::voice::Voice;
use super::words::key_of;
use crate::judge::report::{Report, StoreReport, StoredReport};

/// One store, as text and page tell it.
pub(super) struct Lines {
    /// Which store, and how it stands.
    pub(super) head: String,
    /// Its certificates.
    pub(super) certificates: Vec<String>,
}

/// Every store.
pub(super) fn lines(report: &Report, voice: Voice) -> Vec<Lines> {
    let lines = |store| Lines { head: head(store, voice), certificates: certificates(store, voice) };
    report.stores.iter().map(lines).collect()
}

fn head(store: &StoreReport, voice: Voice) -> String {
    let kind = voice.word("store", &key_of(store.kind)).to_owned();
    let mut parts = vec![format!("{kind} ({})", store.place)];
    match store.state.as_str() {
        "seen" => {
            let (own, others) = (store.certificates.len().to_string(), store.others.to_string());
            parts.push(voice.line("store-counts", &[("own", &own), ("others", &others)]));
        }
        state => parts.push(voice.stable(state).to_owned()),
    }
    if let Some(service) = &store.propagation {
        let state = format!("propagation-{service}");
        parts.push(voice.line("propagation", &[("state", voice.stable(&state))]));
    }
    let modules: Vec<&str> = store.modules.iter().filter_map(|file| file.rsplit('/').next()).collect();
    if !modules.is_empty() {
        parts.push(voice.line("store-modules", &[("modules", &modules.join(", "))]));
    }
    parts.join(" · ")
}

fn certificates(store: &StoreReport, voice: Voice) -> Vec<String> {
    store.certificates.iter().map(|one| certificate(one, voice)).collect()
}

fn certificate(one: &StoredReport, voice: Voice) -> String {
    let roles: Vec<String> = one.roles.iter().map(|role| voice.named("role", role)).collect();
    let holder = one.subject.common_name.as_ref().unwrap_or(&one.subject.dn);
    let until = voice.line("valid-until", &[("day", &day(one.not_after, voice.lang))]);
    let mut parts = vec![holder.clone(), roles.join("+"), until];
    parts.push(voice.word("stored", if one.on_card { "on-card" } else { "not-on-card" }).to_owned());
    parts.push(match &one.key.provider {
        Some(provider) => {
            let kind = one.key.provider_kind.map_or("", |kind| kind.as_str());
            voice.line("stored-provider", &[("provider", provider), ("kind", kind)])
        }
        None => voice.word("stored", &format!("key-{}", one.key.state)).to_owned(),
    });
    if one.offered {
        parts.push(voice.word("stored", "offered").to_owned());
    }
    parts.join(" · ")
}

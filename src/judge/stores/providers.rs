//! The providers of keys that stores name, and the software that each belongs to.

/// Whose a provider is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Maker {
    /// How its providers' names begin, in lower case.
    begins: &'static str,
    /// The software that it comes with, as people call it.
    pub product: &'static str,
    /// It is part of Windows, and speaks to cards through their minidrivers.
    pub of_windows: bool,
}

/// Windows' own by its documentation; the others by what public code and their makers' pages call them.
const MAKERS: &[Maker] = &[
    Maker { begins: "microsoft base smart card crypto provider", product: "Windows", of_windows: true },
    Maker { begins: "microsoft smart card key storage provider", product: "Windows", of_windows: true },
    Maker { begins: "buypass access", product: "Buypass Access", of_windows: false },
    Maker { begins: "net id", product: "Net iD", of_windows: false },
    Maker { begins: "etoken", product: "SafeNet Authentication Client", of_windows: false },
    Maker { begins: "safenet", product: "SafeNet Authentication Client", of_windows: false },
];

/// Whose provider that is, by its name.
pub fn maker_of(provider: &str) -> Option<&'static Maker> {
    let provider = provider.to_lowercase();
    MAKERS.iter().find(|maker| provider.starts_with(maker.begins))
}

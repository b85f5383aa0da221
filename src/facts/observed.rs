//! An observation that may have failed, and how.

use super::ModuleFault;
use serde::{Deserialize, Serialize};

/// The outcome of asking the world one thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Observed<T> {
    /// It answered.
    Seen {
        /// What it answered.
        value: T,
        /// How long the answer took, in milliseconds.
        took_ms: u64,
    },
    /// It was asked and could not answer.
    Failed(ProbeError),
    /// It was not asked.
    NotTried {
        /// Why not, as a short stable word (`offline`, `no-service`, `not-free`).
        why: String,
    },
}

impl<T> Observed<T> {
    /// An answer whose time is of no interest.
    pub fn seen(value: T) -> Self {
        Observed::Seen { value, took_ms: 0 }
    }

    /// A question that was not asked; `why` is a short stable word.
    pub fn not_tried(why: &str) -> Self {
        Observed::NotTried { why: why.to_owned() }
    }

    /// The answer, if there was one.
    pub fn value(&self) -> Option<&T> {
        match self {
            Observed::Seen { value, .. } => Some(value),
            _ => None,
        }
    }

    /// The error, if asking failed.
    pub fn error(&self) -> Option<&ProbeError> {
        match self {
            Observed::Failed(error) => Some(error),
            _ => None,
        }
    }
}

impl<T> From<Result<T, ProbeError>> for Observed<T> {
    fn from(result: Result<T, ProbeError>) -> Self {
        match result {
            Ok(value) => Observed::seen(value),
            Err(error) => Observed::Failed(error),
        }
    }
}

/// Why a question to the world got no usable answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProbeError {
    /// The call that failed: a PC/SC function (`SCardConnect`), a card step (`SELECT 3F00/2F00`), a file name, a method
    /// and its address (`GET http://crl.example/a.crl`).
    pub call: String,
    /// Which kind of place answered, with its code.
    pub place: ProbePlace,
    /// The answer in the words of whoever gave it, for people who debug; never personal data.
    pub detail: String,
}

/// Where an error came from, with the code that place uses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProbePlace {
    /// A PC/SC function returned this code.
    Pcsc {
        /// The code, for example `0x8010001D`.
        code: u32,
        /// Its standard name, for example `SCARD_E_NO_SERVICE`.
        name: String,
    },
    /// The PC/SC library itself could not be loaded, or lacks a function.
    Library,
    /// The card answered with this status word.
    StatusWord {
        /// SW1 and SW2, for example `0x6A82`.
        sw: u16,
    },
    /// The card answered something that cannot be true: malformed, over-long, endless, pointing to itself.
    Malformed,
    /// A bound was reached; `ms` is the bound.
    Timeout {
        /// The bound, in milliseconds.
        ms: u64,
    },
    /// The operating system refused, with its own error number if it gave one.
    Os {
        /// `errno` or `GetLastError`.
        code: Option<i32>,
    },
    /// The network, or the service behind it, gave no whole answer.
    Network {
        /// How far the question came.
        stage: NetworkStage,
    },
    /// A PKCS#11 module could not be looked at, or not to the end.
    Module {
        /// Why.
        fault: ModuleFault,
    },
    /// A PKCS#11 function returned this.
    Cryptoki {
        /// Its standard name, for example `CKR_DEVICE_ERROR`.
        name: String,
    },
    /// A simulated world has no recorded answer to that.
    NotRecorded,
    /// A trace is played back, and has no answer to that.
    NotInTrace {
        /// The line of the trace that was played back last in that conversation; 0 for none.
        line: u64,
    },
    /// The person stopped the run.
    Cancelled,
}

/// Where on its way a question over HTTP was lost. A bound that was reached is [`ProbePlace::Timeout`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NetworkStage {
    /// The address is none that may be asked.
    Address,
    /// The name could not be resolved.
    Dns,
    /// No connection came about: refused, unreachable, or a proxy that would not.
    Connect,
    /// The two ends did not agree on TLS, or its certificate was not trusted.
    Tls,
    /// What came back is no HTTP, or broke off.
    Http,
    /// Redirections went on and on, or led to something else than HTTP.
    Redirect,
    /// The answer is larger than the bound.
    TooLarge,
}

impl NetworkStage {
    /// The stage as a short stable word.
    pub fn as_str(self) -> &'static str {
        match self {
            NetworkStage::Address => "address",
            NetworkStage::Dns => "dns",
            NetworkStage::Connect => "connect",
            NetworkStage::Tls => "tls",
            NetworkStage::Http => "http",
            NetworkStage::Redirect => "redirect",
            NetworkStage::TooLarge => "too-large",
        }
    }
}

impl ProbeError {
    /// An error of `call` with `detail` for people who debug.
    pub fn new(call: impl Into<String>, place: ProbePlace, detail: impl Into<String>) -> Self {
        ProbeError { call: call.into(), place, detail: detail.into() }
    }

    /// The card said something impossible during `call`.
    pub fn malformed(call: impl Into<String>, detail: impl Into<String>) -> Self {
        ProbeError::new(call, ProbePlace::Malformed, detail)
    }

    /// The card refused `call` with `sw`.
    pub fn status(call: impl Into<String>, sw: u16, meaning: &str) -> Self {
        ProbeError::new(call, ProbePlace::StatusWord { sw }, meaning)
    }

    /// A question over HTTP was lost at `stage`.
    pub fn network(call: impl Into<String>, stage: NetworkStage, detail: impl Into<String>) -> Self {
        ProbeError::new(call, ProbePlace::Network { stage }, detail)
    }

    /// A PKCS#11 module stopped at `call`.
    pub fn module(call: impl Into<String>, fault: ModuleFault, detail: impl Into<String>) -> Self {
        ProbeError::new(call, ProbePlace::Module { fault }, detail)
    }

    /// The code as people quote it on the phone: `0x8010001D`, `6A82`, `dns`, or empty.
    pub fn code(&self) -> String {
        match &self.place {
            ProbePlace::Pcsc { code, .. } => format!("0x{code:08X}"),
            ProbePlace::StatusWord { sw } => format!("{sw:04X}"),
            ProbePlace::Os { code: Some(code) } => code.to_string(),
            ProbePlace::Network { stage } => stage.as_str().to_owned(),
            ProbePlace::Module { fault } => fault.as_str().to_owned(),
            ProbePlace::Cryptoki { name } => name.clone(),
            ProbePlace::NotRecorded => "not-recorded".to_owned(),
            ProbePlace::NotInTrace { .. } => "not-in-trace".to_owned(),
            _ => String::new(),
        }
    }

    /// One short stable word or code for it.
    pub fn word(&self) -> String {
        let code = self.code();
        match &self.place {
            _ if !code.is_empty() => code,
            ProbePlace::Timeout { .. } => "timeout".to_owned(),
            ProbePlace::Cancelled => "cancelled".to_owned(),
            ProbePlace::Malformed => "malformed".to_owned(),
            _ => "failed".to_owned(),
        }
    }

    /// The PC/SC code, if a PC/SC function failed.
    pub fn pcsc(&self) -> Option<u32> {
        match self.place {
            ProbePlace::Pcsc { code, .. } => Some(code),
            _ => None,
        }
    }
}

impl std::fmt::Display for ProbeError {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.place {
            ProbePlace::Pcsc { code, name } => write!(out, "{}: {name} (0x{code:08X})", self.call),
            ProbePlace::StatusWord { sw } => write!(out, "{}: {sw:04X} {}", self.call, self.detail),
            ProbePlace::Cryptoki { name } => write!(out, "{}: {name}", self.call),
            ProbePlace::Timeout { ms } => write!(out, "{}: no answer in {ms} ms", self.call),
            _ => write!(out, "{}: {}", self.call, self.detail),
        }
    }
}

//! PKCS#11 modules, which other programs of this workstation reach cards through.

use super::Cancel;
use crate::facts::{ModuleFacts, ModuleOrigin, ModuleProduct, Observed};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// The modules of this workstation, or something that stands in for them.
///
/// Architecture Invariant: nobody logs in at a token, and a module never runs in this process.
pub trait TokenModules: Send + Sync {
    /// The modules that lie where modules are known to lie, each once.
    fn installed(&self) -> Vec<FoundModule>;

    /// The module in that file, which the person named.
    fn named(&self, path: &str) -> FoundModule;

    /// Everything that the module shows. Blocks for as long as `patience`, and not when `cancel` is asked for; whatever the
    /// module does is in the facts.
    fn look(&self, module: &FoundModule, patience: Duration, cancel: &Cancel) -> ModuleFacts;
}

/// A module that can be looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundModule {
    /// Its file.
    pub path: String,
    /// How it was found.
    pub origin: ModuleOrigin,
    /// The middleware that it belongs to.
    pub product: Option<ModuleProduct>,
}

impl FoundModule {
    /// The facts of a module that nothing is known of yet; `seen` says why.
    pub fn facts(&self, seen: Observed<crate::facts::ModuleSeen>) -> ModuleFacts {
        ModuleFacts {
            path: self.path.clone(),
            origin: self.origin,
            product: self.product.clone(),
            seen,
            printed: None,
            left_processes: false,
        }
    }
}

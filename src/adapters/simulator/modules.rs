//! Simulated PKCS#11 modules.

use crate::facts::{ModuleFacts, ModuleOrigin, Observed};
use crate::ports::{Cancel, FoundModule, TokenModules};
use std::time::Duration;

/// The modules that card files tell of.
#[derive(Debug, Default)]
pub struct SimulatedModules {
    modules: Vec<ModuleFacts>,
}

impl TokenModules for SimulatedModules {
    fn installed(&self) -> Vec<FoundModule> {
        self.modules.iter().map(|one| self.named(&one.path)).collect()
    }

    fn named(&self, path: &str) -> FoundModule {
        FoundModule { path: path.to_owned(), origin: ModuleOrigin::KnownPlace, product: None }
    }

    fn look(&self, module: &FoundModule, _: Duration, _: &Cancel) -> ModuleFacts {
        let known = self.modules.iter().find(|one| one.path == module.path);
        known.cloned().unwrap_or_else(|| module.facts(Observed::not_tried("no-module")))
    }
}

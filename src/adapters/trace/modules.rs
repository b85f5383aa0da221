//! PKCS#11 modules, written down and played back.

use super::line::Entry;
use super::record::Recorded;
use super::replay::{Played, in_time};
use crate::facts::{ModuleFacts, ModuleOrigin, Observed, ProbeError};
use crate::ports::{Cancel, FoundModule, TokenModules};
use std::time::Duration;

impl TokenModules for Recorded<dyn TokenModules> {
    fn installed(&self) -> Vec<FoundModule> {
        let installed = self.tape.hear(|told, _| Entry::Modules(told), || Ok(self.inner.installed())).0;
        installed.unwrap_or_default()
    }

    fn named(&self, path: &str) -> FoundModule {
        self.inner.named(path)
    }

    fn look(&self, module: &FoundModule, patience: Duration, cancel: &Cancel) -> ModuleFacts {
        let asked = module.clone();
        let entry = move |told, _| Entry::Module { module: asked.clone(), told };
        let looked = self.tape.hear(entry, || Ok(Box::new(self.inner.look(module, patience, cancel)))).0;
        looked.map_or_else(|error| module.facts(Observed::Failed(error)), |facts| *facts)
    }
}

impl TokenModules for Played {
    fn installed(&self) -> Vec<FoundModule> {
        let told = self.rest().installed.next();
        told.and_then(|told| in_time(told, CALL, self.bounds.module_ms, "").ok()).unwrap_or_default()
    }

    fn named(&self, path: &str) -> FoundModule {
        let rest = self.rest();
        let known = rest.modules.iter().map(|(module, _)| module).find(|module| module.path == path);
        let unknown = || FoundModule { path: path.to_owned(), origin: ModuleOrigin::Named, product: None };
        known.cloned().unwrap_or_else(unknown)
    }

    fn look(&self, module: &FoundModule, _: Duration, _: &Cancel) -> ModuleFacts {
        let mut rest = self.rest();
        let at = rest.modules.iter().position(|(known, _)| known.path == module.path);
        let told = at.and_then(|at| rest.modules.remove(at)).map(|(_, told)| told);
        drop(rest);
        let looked: Result<Box<ModuleFacts>, ProbeError> = match told {
            Some(told) => in_time(told, CALL, self.bounds.module_ms, "no answer within the bound"),
            None => Err(self.missing(CALL, 0)),
        };
        looked.map_or_else(|error| module.facts(Observed::Failed(error)), |facts| *facts)
    }
}

const CALL: &str = "module";

/// The modules that a recorded run looked for: whether at the known places, and those that were named.
pub(super) fn asked<'e>(entries: impl Iterator<Item = &'e Entry>) -> (bool, Vec<String>) {
    let (mut installed, mut named) = (false, Vec::new());
    for entry in entries {
        match entry {
            Entry::Modules(_) => installed = true,
            Entry::Module { module, .. } if module.origin == ModuleOrigin::Named => {
                named.push(module.path.clone())
            }
            _ => {}
        }
    }
    (installed, named)
}

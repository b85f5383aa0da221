//! `--module`: which PKCS#11 modules are looked through.

use super::problem::Problem;
use crate::gather::ModulesWanted;
use std::path::{Path, PathBuf};

/// The word that stands for the modules that are found.
const AUTO: &str = "auto";

/// What `--module` names.
///
/// # Errors
/// A path where no file is, or two modules for one card that is not there: simulated cards bring their own.
pub(super) fn wanted(modules: &[PathBuf], simulated: bool) -> Result<ModulesWanted, Problem> {
    let mut wanted = ModulesWanted::default();
    for path in modules {
        match path.as_os_str() == AUTO {
            true => wanted.installed = true,
            false if simulated => return Err(Problem::new("problem-module-simulated", &[])),
            false => {
                let path = file(path)?;
                // Named twice, it is still one.
                if !wanted.named.contains(&path) {
                    wanted.named.push(path);
                }
            }
        }
    }
    Ok(wanted)
}

/// The whole path, so that the loader looks for it nowhere else.
fn file(path: &Path) -> Result<String, Problem> {
    let whole = std::fs::metadata(path).and_then(|found| match found.is_file() {
        true => std::path::absolute(path),
        false => Err(std::io::ErrorKind::NotFound.into()),
    });
    let shown = path.display().to_string();
    whole
        .map(|path| path.display().to_string())
        .map_err(|_| Problem::new("problem-module", &[("path", &shown)]))
}

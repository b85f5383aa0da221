//! Why the operating system does not load a module.

use super::binary;
use crate::facts::{ModuleFault, ProbeError};
use cryptoki::error::Error;
use std::path::Path;

/// The call that loads a library, as it is called here.
#[cfg(not(windows))]
pub(super) const LOAD: &str = "dlopen";
#[cfg(windows)]
pub(super) const LOAD: &str = "LoadLibrary";

/// What the loader said of the library at `path`.
pub(super) fn error(path: &Path, failure: &Error) -> ProbeError {
    match failure {
        Error::LibraryLoading(loader) => {
            let (said, code) = said(loader);
            ProbeError::module(LOAD, fault(path, &said, code), said)
        }
        Error::MissingSymbol(name) => {
            ProbeError::module("C_GetFunctionList", ModuleFault::NotAModule, format!("{name} is missing"))
        }
        Error::Pkcs11(..) => super::token::error("C_GetFunctionList", failure),
        other => ProbeError::module(LOAD, ModuleFault::NotLoadable, other.to_string()),
    }
}

/// The loader's words, with the number of the operating system where there is one.
fn said(failure: &dyn std::error::Error) -> (String, Option<i32>) {
    let (mut said, mut code) = (failure.to_string(), None);
    let mut below = failure.source();
    while let Some(error) = below {
        said = format!("{said}: {error}");
        code = code.or_else(|| error.downcast_ref::<std::io::Error>().and_then(std::io::Error::raw_os_error));
        below = error.source();
    }
    (said, code)
}

/// ERROR_MOD_NOT_FOUND: of a file that is there, it is about one that it needs.
const MODULE_NOT_FOUND: i32 = 126;
/// ERROR_BAD_EXE_FORMAT.
const BAD_FORMAT: i32 = 193;

fn fault(path: &Path, said: &str, code: Option<i32>) -> ModuleFault {
    let own = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    // glibc and musl name the library that they look for; macOS says that it is not loaded.
    let another = ["cannot open shared object file", "Error loading shared library", "Library not loaded"]
        .iter()
        .any(|words| said.contains(words))
        && !said.starts_with(&own)
        && !said.contains(&format!("{own}: cannot open shared object file"));
    match code {
        Some(BAD_FORMAT) => ModuleFault::OtherArchitecture,
        Some(MODULE_NOT_FOUND) => ModuleFault::MissingDependency,
        _ if another => ModuleFault::MissingDependency,
        _ if binary::is_foreign(path) => ModuleFault::OtherArchitecture,
        _ => ModuleFault::NotLoadable,
    }
}

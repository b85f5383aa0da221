//! p11-kit's registry of modules (pkcs11.conf(5)): one small file for each.

use super::places;
use crate::facts::ModuleOrigin;
use crate::ports::FoundModule;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Where the registry lies, the administrator's last: of two files of one name that counts.
const FOLDERS: [&str; 3] = ["/usr/share/p11-kit/modules", "/usr/lib/p11-kit/modules", "/etc/pkcs11/modules"];

/// The modules that the registry lists and that are there. Those for authorities' certificates hold no cards.
pub(super) fn listed() -> Vec<FoundModule> {
    if !cfg!(unix) {
        return Vec::new();
    }
    let mut files: BTreeMap<String, PathBuf> = BTreeMap::new();
    for folder in FOLDERS {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let modules =
            entries.filter(|entry| entry.path().extension().is_some_and(|ending| ending == "module"));
        files.extend(modules.map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.path())));
    }
    let texts = files.into_values().filter_map(|path| std::fs::read_to_string(path).ok());
    texts.filter_map(|text| module(&text)).filter_map(|path| there(&path)).map(found).collect()
}

/// The module that a file of the registry names.
fn module(text: &str) -> Option<String> {
    let fields = text.lines().filter_map(|line| line.split_once(':'));
    let fields: BTreeMap<&str, &str> = fields.map(|(name, value)| (name.trim(), value.trim())).collect();
    let trusts = fields.get("trust-policy").is_some_and(|value| *value == "yes");
    // Such a module is reached over a line to another machine.
    let remote = fields.contains_key("remote");
    fields.get("module").filter(|path| !path.is_empty() && !trusts && !remote).map(|path| (*path).to_owned())
}

/// The file itself: one without a folder lies in p11-kit's own.
fn there(path: &str) -> Option<String> {
    let is_file = |path: &String| Path::new(path).is_file();
    match path.starts_with('/') {
        true => Some(path.to_owned()).filter(is_file),
        false => {
            places::library_folders().iter().map(|folder| format!("{folder}/pkcs11/{path}")).find(is_file)
        }
    }
}

fn found(path: String) -> FoundModule {
    let product = places::product_of(&path);
    FoundModule { path, origin: ModuleOrigin::Registry, product }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_the_registry_names_one_module() {
        let text = "# about\nmodule: opensc-pkcs11.so\npriority: 1\n";
        assert_eq!(module(text).as_deref(), Some("opensc-pkcs11.so"));
        assert_eq!(module("module: p11-kit-trust.so\ntrust-policy: yes\n"), None);
        assert_eq!(module("remote: |ssh host p11-kit remote\nmodule: x.so\n"), None);
        assert_eq!(module("# module: gone.so\n"), None);
    }
}

//! PKCS#11 modules that misbehave, made with gcc (Debian: gcc).

use std::path::{Path, PathBuf};
use std::process::Command;

const SOURCE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/support/module.c");

/// A module in `folder` that behaves as those macros of `module.c` say.
pub fn build(folder: &Path, name: &str, macros: &[&str]) -> PathBuf {
    built(folder, name, macros, &[])
}

/// A module that needs a library which is not there any more.
pub fn without_its_dependency(folder: &Path) -> PathBuf {
    let source = folder.join("needed.c");
    std::fs::write(&source, "int needed(void) { return 1; }\n").unwrap();
    let library = folder.join("libneeded-here.so");
    gcc(&[source.as_os_str().to_str().unwrap(), "-o", library.to_str().unwrap()]);
    let link = format!("-L{}", folder.display());
    let module = built(folder, "needy", &["NEEDS"], &[&link, "-lneeded-here"]);
    std::fs::remove_file(library).unwrap();
    module
}

/// As a macro of `module.c`: the certificate that the module shows.
pub fn showing(der: &[u8]) -> String {
    let bytes: Vec<String> = der.iter().map(u8::to_string).collect();
    format!("CERTIFICATE={{{}}}", bytes.join(","))
}

fn built(folder: &Path, name: &str, macros: &[&str], more: &[&str]) -> PathBuf {
    let module = folder.join(format!("{name}.so"));
    let macros: Vec<String> = macros.iter().map(|one| format!("-D{one}")).collect();
    let mut arguments = vec![SOURCE, "-o", module.to_str().unwrap()];
    arguments.extend(macros.iter().map(String::as_str));
    arguments.extend(more);
    gcc(&arguments);
    module
}

fn gcc(arguments: &[&str]) {
    let made = Command::new("gcc").args(["-shared", "-fPIC", "-w"]).args(arguments).status();
    assert!(made.expect("gcc is missing: apt-get install gcc").success(), "{arguments:?}");
}

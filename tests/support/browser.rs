//! The browser that a login opens: a program that the environment variable `BROWSER` names and that is given an address.
//!
//! The crate `webbrowser` splits that variable at colons and spaces and, where `%s` stands in it, mistakes escapes in
//! the address for its own; so it holds one path here, and nothing else.

use crate::support::idp;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// A browser of a test's own; dropping it closes it.
pub struct Browser {
    folder: TempDir,
}

impl Browser {
    /// One without a window or an engine: follows redirects, keeps cookies, sends forms. The quick choice.
    pub fn walker() -> Self {
        Self::pressing("login")
    }

    /// The same; where a page has more than one button, it presses that with this id: `login` or `cancel`.
    pub fn pressing(button: &str) -> Self {
        Self::with_script(|folder| {
            format!(
                "export WALKER_JAR={0}/jar WALKER_LOG={0}/pages WALKER_PRESS={button}\n\
                 export WALKER_CERTIFICATE={1}/person.both.pem NODE_EXTRA_CA_CERTS={1}/authority.pem\n\
                 exec node {2}/walker.mjs \"$1\"",
                folder.display(),
                idp::tls_folder().display(),
                idp::folder().display(),
            )
        })
    }

    /// Headless Chromium.
    pub fn chromium() -> Self {
        demand("chromium", "chromium");
        Self::with_script(|folder| {
            format!(
                "CHROMIUM_FOLDER={} exec node {}/chromium.mjs \"$1\"",
                folder.display(),
                idp::folder().display()
            )
        })
    }

    /// Headless Chromium with the certificate of a person, which it shows without asking, as a policy can have it.
    pub fn chromium_with_certificate() -> Self {
        let browser = Self::chromium();
        browser.take_certificate();
        browser
    }

    /// One that is opened and leads nowhere.
    pub fn idle() -> Self {
        Self::with_script(|_| String::new())
    }

    /// One that cannot be opened.
    pub fn broken() -> Self {
        Self::with_script(|_| "exit 1".to_owned())
    }

    /// Makes it the browser of `command`.
    pub fn serve(&self, command: &mut Command) {
        command.env("BROWSER", self.program());
    }

    /// The program that opens an address in it.
    pub fn program(&self) -> PathBuf {
        self.folder.path().join("browser")
    }

    /// The addresses that it was opened with.
    pub fn opened(&self) -> Vec<String> {
        self.lines("addresses")
    }

    /// The pages that a walker came by: status, origin and path.
    pub fn pages(&self) -> Vec<String> {
        self.lines("pages")
    }

    fn lines(&self, name: &str) -> Vec<String> {
        let text = std::fs::read_to_string(self.folder.path().join(name)).unwrap_or_default();
        text.lines().map(str::to_owned).collect()
    }

    fn with_script(script: impl Fn(&Path) -> String) -> Self {
        let folder = tempfile::tempdir().expect("a folder for the browser");
        let browser = Browser { folder };
        let at = browser.folder.path();
        let text = format!("#!/bin/sh\necho \"$1\" >>{}/addresses\n{}\n", at.display(), script(at));
        std::fs::write(browser.program(), text).unwrap();
        std::fs::set_permissions(browser.program(), std::fs::Permissions::from_mode(0o755)).unwrap();
        browser
    }

    /// Certificates lie in the home folder of whoever browses, policies in one place for all of the machine; see
    /// chromium.mjs.
    fn take_certificate(&self) {
        demand("certutil", "libnss3-tools");
        demand("openssl", "openssl");
        let at = |path: &str| self.folder.path().join(path);
        let tls = |name: &str| idp::tls_folder().join(name).display().to_string();
        for folder in ["home/.pki/nssdb", "home/.local/share/pki", "etc/policies/managed"] {
            std::fs::create_dir_all(at(folder)).unwrap();
        }
        // Newer Chromiums look below .local/share first.
        std::os::unix::fs::symlink(at("home/.pki/nssdb"), at("home/.local/share/pki/nssdb")).unwrap();
        let policy =
            r#"{ "AutoSelectCertificateForUrls": ["{\"pattern\":\"https://localhost\",\"filter\":{}}"] }"#;
        std::fs::write(at("etc/policies/managed/tests.json"), policy).unwrap();
        let database = format!("sql:{}", at("home/.pki/nssdb").display());
        let bundle = at("person.p12").display().to_string();
        let steps: [&[&str]; 4] = [
            &["certutil", "-N", "-d", &database, "--empty-password"],
            &[
                "certutil",
                "-A",
                "-d",
                &database,
                "-n",
                "authority",
                "-t",
                "CT,,",
                "-i",
                &tls("authority.pem"),
            ],
            &[
                "openssl",
                "pkcs12",
                "-export",
                "-in",
                &tls("person.both.pem"),
                "-passout",
                "pass:x",
                "-out",
                &bundle,
            ],
            &["pk12util", "-i", &bundle, "-d", &database, "-W", "x"],
        ];
        for step in steps {
            let out = Command::new(step[0]).args(&step[1..]).output().unwrap();
            assert!(out.status.success(), "{step:?}: {}", String::from_utf8_lossy(&out.stderr));
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Chromium leads a process group of its own.
        let pid = std::fs::read_to_string(self.folder.path().join("pid"));
        if let Some(pid) = pid.ok().and_then(|text| text.parse::<i32>().ok()) {
            // SAFETY: a signal to the process group that this test started.
            unsafe { libc::kill(-pid, libc::SIGKILL) };
        }
    }
}

/// A test that cannot run must not pass.
fn demand(program: &str, package: &str) {
    let found = std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(program).exists()));
    assert!(found, "{program} is missing: apt-get install {package}");
}

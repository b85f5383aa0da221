//! OpenSC reads the same virtual cards and gets the same bytes.

use super::bench::{Bench, DAY, output};
use std::process::Command;

/// The configuration that testdata/README.md tells of.
pub fn configuration() -> String {
    let readme = include_str!("../../testdata/README.md");
    let from_here = readme.lines().skip_while(|line| !line.starts_with("    app default {"));
    from_here.take_while(|line| line.starts_with("    ")).map(|line| format!("{line}\n")).collect()
}

#[test]
fn opensc_reads_the_same_certificates_byte_for_byte() {
    for (name, ids) in [
        ("commfides-ready", &["01", "02", "03"][..]),
        ("pkcs15-four-certificates", &["01", "02", "03", "04"]),
        ("buypass-ready", &["01", "02"]),
        // Slots 9A, 9C, 9D, 9E and the first retired one, by OpenSC's own driver for such cards.
        ("piv-four-certificates", &["01", "02", "03", "04", "05"]),
    ] {
        let bench = Bench::new();
        let _card = bench.insert(0, name);
        let configuration = bench.folder.path().join("opensc.conf");
        let lines = if name.starts_with("piv") { String::new() } else { self::configuration() };
        std::fs::write(&configuration, lines).expect("a configuration");
        let export = bench.folder.path().join("certificates");
        let profile = bench.profile();
        let paths = [&export, &profile].map(|path| path.to_str().expect("a path"));
        let run =
            bench.run(&["certs", "--export", paths[0], "--profile", paths[1], "--at", DAY, "--lang", "en"]);
        assert_eq!(run.code(), Some(0), "{}{}", run.stdout, run.stderr);
        let exported: Vec<Vec<u8>> = std::fs::read_dir(&export)
            .expect("the folder")
            .map(|entry| std::fs::read(entry.expect("an entry").path()).expect("a certificate"))
            .collect();

        for id in ids {
            let mut command = Command::new("pkcs15-tool");
            command.args(["--reader", &bench.reader(0), "--read-certificate", id]);
            command.env("OPENSC_CONF", &configuration);
            bench.daemon.serve(&mut command);
            let theirs = output(&mut command);
            let said = String::from_utf8_lossy(&theirs.stderr);
            assert!(theirs.status.success(), "{name} {id}: {said}");
            let (_, pem) = x509_parser::pem::parse_x509_pem(&theirs.stdout).expect("PEM");
            let count = exported.iter().filter(|ours| **ours == pem.contents).count();
            assert_eq!(
                count,
                1,
                "{name} {id}: {} bytes of theirs are not among ours: {said}",
                pem.contents.len()
            );
        }
    }
}

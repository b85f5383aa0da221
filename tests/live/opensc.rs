//! OpenSC reads the same virtual cards and gets the same bytes.

use super::bench::{Bench, DAY, output};
use std::process::Command;

/// Maps the synthetic answers to reset to a driver of plain ISO 7816-4 habits; testdata/README.md tells why.
const CONFIGURATION: &str = r#"app default {
    card_drivers = tcos;
    card_atr 3b:8d:81:31:fe:45:80:31:e8:73:f2:21:40:65:53:59:4e:54:48:02 { driver = "tcos"; }
    card_atr 3b:8d:81:31:fe:45:80:31:e8:73:f2:21:00:65:46:4f:52:47:45:43 { driver = "tcos"; }
    card_atr 3b:9f:96:40:0a:80:31:e0:6b:04:52:05:02:4f:55:55:55:55:55:55 { driver = "tcos"; }
}
"#;

#[test]
fn opensc_reads_the_same_certificates_byte_for_byte() {
    for (name, ids) in [
        ("commfides-ready", &["01", "02", "03"][..]),
        ("pkcs15-four-certificates", &["01", "02", "03", "04"]),
        ("buypass-ready", &["01", "02"]),
    ] {
        let bench = Bench::new();
        let _card = bench.insert(0, name);
        let configuration = bench.folder.path().join("opensc.conf");
        std::fs::write(&configuration, CONFIGURATION).expect("a configuration");
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

//! Cards whose certificates name services of the test's own, and runs of `check` with them.

use crate::forge::authorities::{Authorities, Authority};
use crate::forge::image::CardImage;
use crate::forge::keys::Key;
use crate::forge::pkcs15::{self, Content, Entry, KeyEntry, Layout, PIN_SET, PinEntry, Token};
use crate::forge::services::{self, Status};
use crate::forge::x509::{self, Certificate, Extension, printable, utf8};
use crate::forge::{der, extensions as ext};
use crate::support::run::binary;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use std::process::{Command, Output};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// The addresses that a certificate names.
#[derive(Clone, Default)]
pub struct Named {
    pub ocsp: Vec<String>,
    pub issuers: Vec<String>,
    pub lists: Vec<String>,
    pub changes: Vec<String>,
}

impl Named {
    fn extensions(&self) -> Vec<Extension> {
        let access = |method: &str, urls: &[String]| -> Vec<Vec<u8>> {
            let place = |url: &String| der::sequence(&[der::oid(method), der::implicit(6, url.as_bytes())]);
            urls.iter().map(place).collect()
        };
        let services =
            [access("1.3.6.1.5.5.7.48.1", &self.ocsp), access("1.3.6.1.5.5.7.48.2", &self.issuers)].concat();
        let mut extensions = Vec::new();
        if !services.is_empty() {
            extensions.push(Extension::plain("1.3.6.1.5.5.7.1.1", der::sequence(&services)));
        }
        if !self.lists.is_empty() {
            extensions.push(ext::crl_distribution_points(&self.lists));
        }
        if !self.changes.is_empty() {
            let points = ext::crl_distribution_points(&self.changes);
            extensions.push(Extension { oid: "2.5.29.46", ..points });
        }
        extensions
    }
}

/// Who issues: a name and a key.
pub struct Issuer<'a> {
    pub name: &'a [u8],
    pub key: &'a Key,
}

impl<'a> From<&'a Authority> for Issuer<'a> {
    fn from(authority: &'a Authority) -> Self {
        Issuer { name: &authority.name, key: &authority.key }
    }
}

/// The certificate of an invented person that names these services.
pub fn person<'a>(seed: &str, issuer: impl Into<Issuer<'a>>, named: &Named) -> Vec<u8> {
    let issuer = issuer.into();
    let key = Key::named("pkcs15-1");
    let subject = x509::name(&[
        printable(x509::COUNTRY, "NO"),
        utf8(x509::COMMON_NAME, &format!("Nett Prøvekort {seed}")),
        printable(x509::SERIAL_NUMBER, "UN:NO-9578-4510-0000Demo009"),
    ]);
    let mut extensions = vec![ext::basic_constraints(false, true), ext::key_usage(&[ext::DIGITAL_SIGNATURE])];
    extensions.extend(named.extensions());
    certificate(seed, &issuer, &subject, &key, extensions)
}

/// The certificate of an authority that names these services.
pub fn authority(common: &str, key: &Key, issuer: &Issuer<'_>, named: &Named) -> (Vec<u8>, Vec<u8>) {
    let name = authority_name(common);
    let mut extensions =
        vec![ext::basic_constraints(true, true), ext::key_usage(&[ext::KEY_CERT_SIGN, ext::CRL_SIGN])];
    extensions.extend(named.extensions());
    (name.clone(), certificate(common, issuer, &name, key, extensions))
}

pub fn authority_name(common: &str) -> Vec<u8> {
    x509::name(&[printable(x509::COUNTRY, "NO"), utf8(x509::COMMON_NAME, common)])
}

fn certificate(
    seed: &str,
    issuer: &Issuer<'_>,
    subject: &[u8],
    key: &Key,
    extensions: Vec<Extension>,
) -> Vec<u8> {
    let (not_before, not_after) = ("2020-11-10T12:00:00Z", "2045-11-10T12:00:00Z");
    Certificate { seed, issuer: issuer.name, subject, not_before, not_after, spki: &key.spki, extensions }
        .sign(issuer.key)
}

/// A card with these certificates whose services are asked over the machine's network.
pub fn card(certificates: &[Vec<u8>], authorities: &[Vec<u8>]) -> CardImage {
    let entry = |(certificate, id): (&Vec<u8>, u8)| Entry {
        label: format!("certificate {id}"),
        id,
        certificate: certificate.clone(),
        key: Some(KeyEntry { usage: pkcs15::LOGIN, bits: 2048, reference: id, pin: 1 }),
    };
    let authority = |(certificate, id): (&Vec<u8>, u8)| Entry {
        label: format!("authority {id}"),
        id,
        certificate: certificate.clone(),
        key: None,
    };
    let content = Content {
        token: Token { label: "Network".into(), serial: b"network".to_vec(), manufacturer: "Test".into() },
        entries: certificates.iter().zip(1..).map(entry).collect(),
        authorities: authorities.iter().zip(0x40..).map(authority).collect(),
        pins: vec![PinEntry {
            label: "PIN",
            reference: 0x81,
            flags: PIN_SET,
            min_length: 4,
            max_length: 8,
            lines: vec!["tries = 3".into(), "limit = 3".into()],
        }],
    };
    let image = CardImage {
        name: "network".into(),
        about_nb: "nettverk".into(),
        about_en: "network".into(),
        atr: "3B 8D 81 31 FE 45 80 31 E8 73 F6 21 00 65 46 4F 52 47 45 47",
        protocol: "T=1",
        family: "pkcs15",
        live: true,
        ..CardImage::default()
    };
    pkcs15::build(image, Layout::default(), &content)
}

/// A good answer of the Commfides-like responder about that certificate, at the demo's time.
pub fn good(authorities: &Authorities, certificate: &[u8]) -> Vec<u8> {
    services::response(&authorities.commfides, &services::serial_of(certificate), Status::Good)
}

/// A folder with a profile and cards.
pub struct Bench {
    pub folder: TempDir,
    pub authorities: Authorities,
}

impl Bench {
    /// Answers are waited for one and a half seconds.
    pub fn new() -> Self {
        Self::with("exchange_ms = 1500\nconnect_ms = 1000", "", true)
    }

    /// These lines of `[bounds]` and `[revocation]`; at the demo's time or now.
    pub fn with(bounds: &str, revocation: &str, at_demo_time: bool) -> Self {
        let bench = Bench { folder: tempfile::tempdir().unwrap(), authorities: Authorities::make() };
        let demo = include_str!("../../src/policy/presets/demo.toml");
        let issuers = &demo[demo.find("[[issuers]]").unwrap()..];
        let clock = if at_demo_time { "clock = \"2026-11-22T08:00:00Z\"" } else { "" };
        let profile = format!(
            "name = \"network\"\nenvironment = \"production\"\n{clock}\n[revocation]\nrequired = false\n\
             {revocation}\n[bounds]\n{bounds}\n{issuers}"
        );
        std::fs::write(bench.folder.path().join("network.toml"), profile).unwrap();
        bench
    }

    /// `check` of that card, with more arguments, not yet run.
    pub fn checking(&self, cards: &[CardImage], more: &[&str]) -> Command {
        let mut command = binary();
        command.args(["check", "--lang", "en", "--profile"]).arg(self.folder.path().join("network.toml"));
        for (index, image) in cards.iter().enumerate() {
            let path = self.folder.path().join(format!("card-{index}.toml"));
            std::fs::write(&path, image.to_toml()).unwrap();
            command.arg("--simulate").arg(path);
        }
        command.arg("--capture").arg(self.folder.path().join("capture.json")).args(more);
        command
    }

    /// Runs a check to its end and reads the exchanges that it wrote down.
    pub fn run(&self, mut command: Command) -> Ran {
        let begun = Instant::now();
        let output = command.output().unwrap();
        Ran { took: begun.elapsed(), capture: self.capture(), output }
    }

    /// The capture as it stands, if any.
    fn capture(&self) -> Value {
        let text = std::fs::read_to_string(self.folder.path().join("capture.json")).unwrap_or_default();
        serde_json::from_str(&text).unwrap_or_default()
    }

    /// What was asked about one card.
    pub fn ask(&self, certificates: &[Vec<u8>]) -> Ran {
        self.run(self.checking(&[card(certificates, &[])], &["--format", "json"]))
    }
}

/// A run and what it wrote down.
pub struct Ran {
    pub took: Duration,
    pub capture: Value,
    pub output: Output,
}

impl Ran {
    #[track_caller]
    pub fn exchanges(&self) -> &Vec<Value> {
        self.capture["facts"]["exchanges"].as_array().unwrap_or_else(|| panic!("{:?}", self.output))
    }

    /// Each exchange as `ocsp http://… 200`, or with the code of its failure in place of the status.
    #[track_caller]
    pub fn lines(&self) -> Vec<String> {
        let line = |exchange: &Value| {
            let word = |name: &str| exchange[name].as_str().unwrap().to_owned();
            format!("{} {} {}", word("purpose"), word("url"), outcome(&exchange["answer"]))
        };
        self.exchanges().iter().map(line).collect()
    }

    /// What came of the only exchange.
    #[track_caller]
    pub fn only(&self) -> &Value {
        assert_eq!(self.exchanges().len(), 1, "{:?}", self.lines());
        &self.exchanges()[0]
    }
}

/// The status, or where it failed.
pub fn outcome(answer: &Value) -> String {
    if let Some(status) = answer["seen"]["value"]["status"].as_u64() {
        return status.to_string();
    }
    let place = &answer["failed"]["place"];
    let stage = place["network"]["stage"].as_str().or(place.as_str());
    stage.map(str::to_owned).unwrap_or_else(|| {
        place.as_object().map_or_else(|| answer.to_string(), |place| place.keys().cloned().collect())
    })
}

/// Bytes of a capture.
pub fn bytes(value: &Value) -> Vec<u8> {
    STANDARD.decode(value.as_str().unwrap()).unwrap()
}

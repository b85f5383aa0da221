//! Certificates as tests want them: sound ones by default, and whatever is asked for otherwise.

use crate::forge::der;
use ring::signature::{Ed25519KeyPair, KeyPair};

pub const BASIC_CONSTRAINTS: &str = "2.5.29.19";
pub const KEY_USAGE: &str = "2.5.29.15";

/// A certificate in the making, with an Ed25519 key that its number decides.
#[derive(Clone)]
pub struct Blank {
    subject: Vec<u8>,
    issuer: Vec<u8>,
    spki: Vec<u8>,
    signer: u16,
    version: u8,
    serial: Vec<u8>,
    validity: [String; 2],
    extensions: Vec<(String, Vec<u8>)>,
    /// What stands after the extensions, and after the two times.
    surplus: [Vec<u8>; 2],
}

/// A certificate of a person, or of anybody: `O=…/CN=…`.
pub fn leaf(subject: &str, key: u16) -> Blank {
    let blank = Blank {
        subject: name(subject),
        issuer: name(subject),
        spki: spki(key),
        signer: key,
        version: 3,
        serial: vec![1, (key >> 8) as u8, key as u8],
        validity: ["2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z"].map(str::to_owned),
        extensions: Vec::new(),
        surplus: Default::default(),
    };
    blank.with(KEY_USAGE, true, &der::named_bits(&[0]))
}

/// A certificate of an authority; its own issuer until another is named.
pub fn authority(subject: &str, key: u16) -> Blank {
    let constraints = der::sequence(&[der::boolean(true)]);
    leaf(subject, key).with(BASIC_CONSTRAINTS, true, &constraints).with(
        KEY_USAGE,
        true,
        &der::named_bits(&[5, 6]),
    )
}

impl Blank {
    /// Issued by that name with that key.
    pub fn by(mut self, issuer: &str, key: u16) -> Self {
        (self.issuer, self.signer) = (name(issuer), key);
        self.serial.push(key as u8);
        self
    }

    /// With that extension in place of the one there was.
    pub fn with(mut self, oid: &str, critical: bool, value: &[u8]) -> Self {
        self.extensions.retain(|(known, _)| known != oid);
        self.and(oid, critical, value)
    }

    /// With that extension beside what there is.
    pub fn and(mut self, oid: &str, critical: bool, value: &[u8]) -> Self {
        let flag = if critical { der::boolean(true) } else { Vec::new() };
        self.extensions.push((oid.to_owned(), der::sequence(&[der::oid(oid), flag, der::octets(value)])));
        self
    }

    pub fn without(mut self, oid: &str) -> Self {
        self.extensions.retain(|(known, _)| known != oid);
        self
    }

    pub fn path_len(self, most: u64) -> Self {
        self.with(BASIC_CONSTRAINTS, true, &der::sequence(&[der::boolean(true), der::integer(most)]))
    }

    pub fn usage(self, bits: &[u8]) -> Self {
        self.with(KEY_USAGE, true, &der::named_bits(bits))
    }

    pub fn purposes(self, oids: &[&str]) -> Self {
        let oids: Vec<_> = oids.iter().map(|oid| der::oid(oid)).collect();
        self.with("2.5.29.37", false, &der::sequence(&oids))
    }

    pub fn policies(self, oids: &[&str]) -> Self {
        let oids: Vec<_> = oids.iter().map(|oid| der::sequence(&[der::oid(oid)])).collect();
        self.with("2.5.29.32", false, &der::sequence(&oids))
    }

    pub fn mappings(self, pairs: &[(&str, &str)]) -> Self {
        let pairs: Vec<_> =
            pairs.iter().map(|(one, other)| der::sequence(&[der::oid(one), der::oid(other)])).collect();
        self.with("2.5.29.33", true, &der::sequence(&pairs))
    }

    /// Alternative names, each encoded.
    pub fn names(self, names: &[Vec<u8>]) -> Self {
        self.with("2.5.29.17", false, &der::sequence(names))
    }

    /// Name constraints: permitted and excluded subtrees, each base encoded.
    pub fn constraints(self, permitted: &[Vec<u8>], excluded: &[Vec<u8>]) -> Self {
        let subtrees = |tag: u8, bases: &[Vec<u8>]| {
            let trees: Vec<_> = bases.iter().map(|base| der::sequence(std::slice::from_ref(base))).collect();
            if trees.is_empty() { Vec::new() } else { der::explicit(tag, &trees) }
        };
        self.with("2.5.29.30", true, &der::sequence(&[subtrees(0, permitted), subtrees(1, excluded)]))
    }

    pub fn valid(mut self, from: &str, to: &str) -> Self {
        self.validity = [from, to].map(|day| format!("{day}T00:00:00Z"));
        self
    }

    pub fn version(mut self, version: u8) -> Self {
        self.version = version;
        self
    }

    pub fn serial(mut self, contents: &[u8]) -> Self {
        self.serial = contents.to_vec();
        self
    }

    pub fn subject(mut self, name: Vec<u8>) -> Self {
        self.subject = name;
        self
    }

    /// With that after the extensions.
    pub fn surplus(mut self, element: Vec<u8>) -> Self {
        self.surplus[0] = element;
        self
    }

    /// With a third time in the validity.
    pub fn third_time(mut self, time: &str) -> Self {
        self.surplus[1] = der::time(time);
        self
    }

    /// The certificate, DER.
    pub fn made(&self) -> Vec<u8> {
        let algorithm = der::sequence(&[der::oid("1.3.101.112")]);
        let version = match self.version {
            1 => Vec::new(),
            version => der::explicit(0, &[der::integer(u64::from(version) - 1)]),
        };
        let extensions: Vec<_> = self.extensions.iter().map(|(_, whole)| whole.clone()).collect();
        let extensions = match extensions.is_empty() {
            true => Vec::new(),
            false => der::explicit(3, &[der::sequence(&extensions)]),
        };
        let signed = der::sequence(&[
            version,
            der::tlv(0x02, &self.serial),
            algorithm.clone(),
            self.issuer.clone(),
            der::sequence(&[
                der::time(&self.validity[0]),
                der::time(&self.validity[1]),
                self.surplus[1].clone(),
            ]),
            self.subject.clone(),
            self.spki.clone(),
            extensions,
            self.surplus[0].clone(),
        ]);
        let signature = pair(self.signer).sign(&signed);
        der::sequence(&[signed, algorithm, der::bit_string(signature.as_ref())])
    }
}

fn pair(number: u16) -> Ed25519KeyPair {
    let mut seed = [0x5e; 32];
    seed[..2].copy_from_slice(&number.to_be_bytes());
    Ed25519KeyPair::from_seed_unchecked(&seed).unwrap()
}

fn spki(number: u16) -> Vec<u8> {
    let key = pair(number);
    der::sequence(&[der::sequence(&[der::oid("1.3.101.112")]), der::bit_string(key.public_key().as_ref())])
}

/// `O=…/CN=…`; without `=` a common name.
pub fn name(text: &str) -> Vec<u8> {
    let part = |part: &str| {
        let (oid, value) = match part.split_once('=') {
            Some(("O", value)) => ("2.5.4.10", value),
            Some((_, value)) => ("2.5.4.3", value),
            None => ("2.5.4.3", part),
        };
        der::set(&[der::sequence(&[der::oid(oid), der::utf8(value)])])
    };
    der::sequence(&text.split('/').filter(|part| !part.is_empty()).map(part).collect::<Vec<_>>())
}

pub fn dns(host: &str) -> Vec<u8> {
    der::implicit(2, host.as_bytes())
}

pub fn mail(address: &str) -> Vec<u8> {
    der::implicit(1, address.as_bytes())
}

pub fn uri(address: &str) -> Vec<u8> {
    der::implicit(6, address.as_bytes())
}

pub fn ip(bytes: &[u8]) -> Vec<u8> {
    der::implicit(7, bytes)
}

pub fn directory(text: &str) -> Vec<u8> {
    der::explicit(4, &[name(text)])
}

/// `1.2.3` as a registered identifier.
pub fn registered() -> Vec<u8> {
    der::implicit(8, &[0x2a, 0x03])
}

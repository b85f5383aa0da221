//! Cards with a PKCS#15 / ISO 7816-15 layout, in the many ways that the standard leaves open.

use super::der;
use super::image::{CardImage, ImageContent, ImageFile, ImagePin};
use ring::digest;

/// The identifier that PKCS#15 v1.1 §5.5 gives its application.
pub const PKCS15_AID: &[u8] = &[0xA0, 0, 0, 0, 0x63, b'P', b'K', b'C', b'S', b'-', b'1', b'5'];

/// The application's directory.
const DIRECTORY: &str = "3F00/5015";

/// How the card is laid out.
#[derive(Clone, Copy)]
pub struct Layout {
    /// EF.DIR by READ RECORD; else transparent.
    pub dir_records: bool,
    /// The object directories and certificates are pointed at by …
    pub paths: Paths,
    /// The object directory holds objects itself, with no directory files.
    pub direct_directories: bool,
    /// The certificate directory holds certificates itself, with no certificate files.
    pub direct_certificates: bool,
    /// Every key, certificate and PIN has a directory file of its own.
    pub split: bool,
    /// That many bytes of that value behind the content of every transparent file.
    pub padding: (u8, usize),
    /// The certificate directory gives the SHA-256 of each certificate.
    pub hashes: bool,
}

/// How a path is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Paths {
    /// From the master file.
    Absolute,
    /// The file identifier alone.
    Relative,
    /// Certificates stand one behind the other in one file, found by index and length.
    OneFile,
}

impl Default for Layout {
    fn default() -> Self {
        Layout {
            dir_records: false,
            paths: Paths::Absolute,
            direct_directories: false,
            direct_certificates: false,
            split: false,
            padding: (0, 0),
            hashes: false,
        }
    }
}

/// EF(TokenInfo).
#[derive(Clone)]
pub struct Token {
    pub label: String,
    pub serial: Vec<u8>,
    pub manufacturer: String,
}

/// A certificate, and its key if the card has one.
#[derive(Clone)]
pub struct Entry {
    pub label: String,
    pub id: u8,
    pub certificate: Vec<u8>,
    pub key: Option<KeyEntry>,
}

#[derive(Clone)]
pub struct KeyEntry {
    /// Bits of `KeyUsageFlags`.
    pub usage: &'static [u8],
    pub bits: u32,
    pub reference: u8,
    /// The PIN that guards it, by its place in [`Content::pins`] from 1.
    pub pin: u8,
}

#[derive(Clone)]
pub struct PinEntry {
    pub label: &'static str,
    pub reference: u8,
    /// Bits of `PasswordFlags`.
    pub flags: &'static [u8],
    pub min_length: u64,
    pub max_length: u64,
    /// How the card treats it: the lines of its `[[pin]]` in the card file.
    pub lines: Vec<String>,
}

/// `KeyUsageFlags`: decrypt, sign, unwrap.
pub const LOGIN_AND_DECRYPTION: &[u8] = &[1, 2, 5];
/// `KeyUsageFlags`: sign.
pub const LOGIN: &[u8] = &[2];
/// `KeyUsageFlags`: nonRepudiation.
pub const CONSENT: &[u8] = &[9];
/// `KeyUsageFlags`: decrypt, unwrap.
pub const DECRYPTION: &[u8] = &[1, 5];

/// `PasswordFlags`: case-sensitive, local, needs-padding; not initialized.
pub const PIN_NEW: &[u8] = &[0, 1, 5];
/// `PasswordFlags`: case-sensitive, local, initialized, needs-padding.
pub const PIN_SET: &[u8] = &[0, 1, 4, 5];

/// What stands on the card.
#[derive(Clone)]
pub struct Content {
    pub token: Token,
    /// The holder's.
    pub entries: Vec<Entry>,
    /// Of authorities, in the directory of trusted certificates.
    pub authorities: Vec<Entry>,
    pub pins: Vec<PinEntry>,
}

/// Puts `content` on the card `image`, which says what it is called and how it behaves.
pub fn build(image: CardImage, layout: Layout, content: &Content) -> CardImage {
    let mut writer = Writer { image, layout, next_directory: 0x4401, next_certificate: 0x4301 };
    writer.write(content);
    writer.image
}

struct Writer {
    image: CardImage,
    layout: Layout,
    next_directory: u16,
    next_certificate: u16,
}

impl Writer {
    fn write(&mut self, content: &Content) {
        self.image.applications.push((PKCS15_AID.to_vec(), DIRECTORY.into()));
        self.write_dir(&content.token.label);
        self.transparent("5031", "EF(ODF), object directory", Vec::new()); // its bytes come last
        self.transparent("5032", "EF(TokenInfo)", token_info(&content.token));

        let keys = content.entries.iter().filter_map(private_key).collect();
        let own = self.certificates(&content.entries, false);
        let trusted = self.certificates(&content.authorities, true);
        let pins = content.pins.iter().zip(1..).map(|(pin, id)| pin_object(pin, id)).collect();
        let mut directory = self.directories(8, "EF(AODF), PINs", pins);
        directory.extend(self.directories(0, "EF(PrKDF), private keys", keys));
        directory.extend(self.directories(4, "EF(CDF), certificates", own));
        directory.extend(self.directories(5, "EF(CDF), trusted certificates", trusted));
        let directory = self.padded(directory);
        if let Some(file) = self.image.files.iter_mut().find(|file| file.path.ends_with("5015/5031")) {
            file.content = ImageContent::Transparent(directory);
        }

        for pin in &content.pins {
            let lines = [vec![format!("directory = {DIRECTORY:?}")], pin.lines.clone()].concat();
            self.image.pins.push(ImagePin { reference: pin.reference, lines });
        }
    }

    /// EF.DIR: one application template (ISO 7816-4 §12.2.4).
    fn write_dir(&mut self, label: &str) {
        let fields = [
            der::tlv(0x4F, PKCS15_AID),
            der::tlv(0x50, label.as_bytes()),
            der::tlv(0x51, &identifiers(DIRECTORY)),
        ];
        let template = der::tlv(0x61, &fields.concat());
        let content = if self.layout.dir_records {
            ImageContent::Records(vec![template])
        } else {
            ImageContent::Transparent(self.padded(template))
        };
        self.image.files.push(ImageFile { path: "3F00/2F00".into(), about: "EF.DIR".into(), content });
    }

    /// The entries of the object directory for objects of one kind, and their directory files.
    fn directories(&mut self, kind: u8, about: &str, objects: Vec<Vec<u8>>) -> Vec<u8> {
        if objects.is_empty() {
            return Vec::new();
        }
        if self.layout.direct_directories {
            return der::explicit(kind, &[der::explicit(0, &objects)]);
        }
        let groups = if self.layout.split {
            objects.into_iter().map(|one| vec![one]).collect()
        } else {
            vec![objects]
        };
        let mut entries = Vec::new();
        for group in groups {
            let identifier = format!("{:04X}", self.next_directory);
            self.next_directory += 1;
            self.transparent(&identifier, about, group.concat());
            entries.extend(der::explicit(kind, &[self.path(&identifier, None)]));
        }
        entries
    }

    /// The directory entries of certificates, and their files.
    fn certificates(&mut self, entries: &[Entry], authority: bool) -> Vec<Vec<u8>> {
        let one_file = (self.layout.paths == Paths::OneFile).then(|| self.next_certificate_file());
        let mut together = Vec::new();
        let mut objects = Vec::new();
        for entry in entries {
            let value = if self.layout.direct_certificates {
                der::explicit(0, std::slice::from_ref(&entry.certificate))
            } else if let Some(identifier) = &one_file {
                let range = (together.len(), entry.certificate.len());
                together.extend_from_slice(&entry.certificate);
                self.path(identifier, Some(range))
            } else {
                let identifier = self.next_certificate_file();
                self.transparent(&identifier, &entry.label, entry.certificate.clone());
                self.path(&identifier, None)
            };
            objects.push(certificate_object(entry, authority, value, self.layout.hashes));
        }
        if let Some(identifier) = one_file.filter(|_| !together.is_empty()) {
            self.transparent(&identifier, "certificates, one behind the other", together);
        }
        objects
    }

    fn next_certificate_file(&mut self) -> String {
        self.next_certificate += 1;
        format!("{:04X}", self.next_certificate - 1)
    }

    /// `Path { path, index, [0] length }`.
    fn path(&self, identifier: &str, range: Option<(usize, usize)>) -> Vec<u8> {
        let path = match self.layout.paths {
            Paths::Relative => identifiers(identifier),
            _ => identifiers(&format!("{DIRECTORY}/{identifier}")),
        };
        let range = range.map(|(index, length)| {
            let length = der::implicit(0, &der::unsigned_content(&length.to_be_bytes()));
            [der::integer(index as u64), length].concat()
        });
        der::sequence(&[der::octets(&path), range.unwrap_or_default()])
    }

    fn transparent(&mut self, identifier: &str, about: &str, bytes: Vec<u8>) {
        let content = ImageContent::Transparent(self.padded(bytes));
        let path = format!("{DIRECTORY}/{identifier}");
        self.image.files.push(ImageFile { path, about: about.into(), content });
    }

    fn padded(&self, mut bytes: Vec<u8>) -> Vec<u8> {
        let (value, count) = self.layout.padding;
        bytes.resize(bytes.len() + count, value);
        bytes
    }
}

fn identifiers(path: &str) -> Vec<u8> {
    path.split('/').flat_map(|step| u16::from_str_radix(step, 16).unwrap().to_be_bytes()).collect()
}

/// `TokenInfo { version, serialNumber, manufacturerID, [0] label, tokenflags }`.
fn token_info(token: &Token) -> Vec<u8> {
    const READ_ONLY_LOGIN_RANDOM: &[u8] = &[0, 1, 2];
    der::sequence(&[
        der::integer(0),
        der::octets(&token.serial),
        der::utf8(&token.manufacturer),
        der::implicit(0, token.label.as_bytes()),
        der::named_bits(READ_ONLY_LOGIN_RANDOM),
    ])
}

fn private_key(entry: &Entry) -> Option<Vec<u8>> {
    let key = entry.key.as_ref()?;
    let common = [der::utf8(&entry.label), der::named_bits(&[0]), der::octets(&[key.pin])];
    let class = [
        der::octets(&[entry.id]),
        der::named_bits(key.usage),
        der::named_bits(&[0, 2, 3, 4]), // sensitive, always so, never extractable, made on the card
        der::integer(key.reference.into()),
    ];
    let attributes = [der::sequence(&[der::octets(&[])]), der::integer(key.bits.into())];
    Some(der::sequence(&[
        der::sequence(&common),
        der::sequence(&class),
        der::explicit(1, &[der::sequence(&attributes)]),
    ]))
}

fn certificate_object(entry: &Entry, authority: bool, value: Vec<u8>, hashed: bool) -> Vec<u8> {
    let authority = if authority { der::boolean(true) } else { Vec::new() };
    let hash = digest::digest(&digest::SHA256, &entry.certificate);
    let algorithm = der::explicit(0, &[der::oid("2.16.840.1.101.3.4.2.1")]);
    let hash = der::explicit(0, &[algorithm, der::bit_string(hash.as_ref())]);
    let hash = if hashed { hash } else { Vec::new() };
    der::sequence(&[
        der::sequence(&[der::utf8(&entry.label)]),
        der::sequence(&[der::octets(&[entry.id]), authority, hash]),
        der::explicit(1, &[der::sequence(&[value])]),
    ])
}

fn pin_object(pin: &PinEntry, auth_id: u8) -> Vec<u8> {
    const ASCII_NUMERIC: u8 = 1;
    const STORED_LENGTH: u64 = 8;
    let attributes = [
        der::named_bits(pin.flags),
        der::tlv(0x0A, &[ASCII_NUMERIC]),
        der::integer(pin.min_length),
        der::integer(STORED_LENGTH),
        der::integer(pin.max_length),
        der::implicit(0, &der::unsigned_content(&[pin.reference])),
        der::octets(&[0xFF]),
        der::sequence(&[der::octets(&identifiers(DIRECTORY))]),
    ];
    der::sequence(&[
        der::sequence(&[der::utf8(pin.label), der::named_bits(&[0])]),
        der::sequence(&[der::octets(&[auth_id])]),
        der::explicit(1, &[der::sequence(&attributes)]),
    ])
}

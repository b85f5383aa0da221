//! Cards with a PIV application (NIST SP 800-73-4).

use super::der;
use super::image::{CardImage, ImageObject};
use flate2::Compression;
use flate2::write::{GzEncoder, ZlibEncoder};
use std::io::Write;

/// With its version, 01 00.
pub const PIV_AID: &[u8] = &[0xA0, 0, 0, 3, 8, 0, 0, 0x10, 0, 1, 0];

/// There are no files; a directory of the simulator's stands for the application.
const DIRECTORY: &str = "3F00/5049";

/// How a certificate stands in its container.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Container {
    Plain,
    /// As the standard has it.
    Gzip,
    /// As some cards have it.
    Zlib,
}

/// A data object.
pub struct Object {
    pub tag: Vec<u8>,
    pub about: String,
    pub bytes: Vec<u8>,
}

impl Object {
    /// The certificate of the slot of that name.
    pub fn certificate(slot: &str, certificate: &[u8], container: Container) -> Self {
        let last = match u8::from_str_radix(slot, 16).unwrap() {
            0x9A => 0x05,
            0x9C => 0x0A,
            0x9D => 0x0B,
            0x9E => 0x01,
            retired => retired - 0x82 + 0x0D,
        };
        let (value, flag) = match container {
            Container::Plain => (certificate.to_vec(), 0),
            Container::Gzip => {
                let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
                encoder.write_all(certificate).unwrap();
                (encoder.finish().unwrap(), 1)
            }
            Container::Zlib => (zlib(certificate), 1),
        };
        let fields = [der::tlv(0x70, &value), der::tlv(0x71, &[flag]), der::tlv(0xFE, &[])].concat();
        let about = format!("certificate of slot {slot}");
        Object { tag: vec![0x5F, 0xC1, last], about, bytes: der::tlv(0x53, &fields) }
    }

    /// The discovery object with the first byte of the PIN usage policy; the application's PIN is the primary one.
    pub fn discovery(policy: u8) -> Self {
        let bytes = [&[0x7E, 0x12, 0x4F, 0x0B][..], PIV_AID, &[0x5F, 0x2F, 0x02, policy, 0x10]].concat();
        Object { tag: vec![0x7E], about: "discovery object".into(), bytes }
    }

    /// The key history: that many retired keys with a certificate on the card, none elsewhere.
    pub fn key_history(count: u8) -> Self {
        let bytes = der::tlv(0x53, &[0xC1, 0x01, count, 0xC2, 0x01, 0x00, 0xFE, 0x00]);
        Object { tag: vec![0x5F, 0xC1, 0x0C], about: "key history".into(), bytes }
    }
}

/// Puts the objects on the card `image`, which says what it is called and how it behaves.
pub fn build(mut image: CardImage, objects: &[Object]) -> CardImage {
    image.applications.push((PIV_AID.to_vec(), DIRECTORY.into()));
    // Application property template: the rest of the name, and who gives names (part 2 §3.1.1).
    let authority = der::tlv(0x79, &der::tlv(0x4F, &PIV_AID[..5]));
    image.selected = Some(der::tlv(0x61, &[der::tlv(0x4F, &PIV_AID[5..]), authority].concat()));
    image.objects = objects
        .iter()
        .map(|object| ImageObject {
            directory: DIRECTORY,
            file: 0x3FFF,
            tag: object.tag.clone(),
            about: object.about.clone(),
            bytes: object.bytes.clone(),
        })
        .collect();
    image
}

/// RFC 1950.
pub fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

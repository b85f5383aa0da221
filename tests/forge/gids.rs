//! Cards with a GIDS application (Microsoft's Generic Identity Device Specification, version 2).

use super::der;
use super::image::{CardImage, ImageObject};
use super::piv::zlib;

pub const GIDS_AID: &[u8] = &[0xA0, 0, 0, 3, 0x97, 0x42, 0x54, 0x46, 0x59, 2, 1];

/// There are no directories; one of the simulator's stands for the application.
const DIRECTORY: &str = "3F00/4749";
/// The file that everybody may read and the holder may write.
const COMMON: u16 = 0xA010;
const TABLE: (u16, u16) = (0xA000, 0xDF1F);

/// A certificate of a key container: `kxc00`.
pub struct Certificate<'a> {
    pub name: &'a str,
    pub bytes: &'a [u8],
    pub compressed: bool,
}

/// Puts the certificates on the card `image`, beside the files that Windows makes, and tells the PIN's tries.
pub fn build(mut image: CardImage, certificates: &[Certificate<'_>], tries: u8) -> CardImage {
    image.applications.push((GIDS_AID.to_vec(), DIRECTORY.into()));
    image.selected =
        Some(der::tlv(0x61, &[der::tlv(0x4F, GIDS_AID), der::tlv(0x73, &[0x40, 1, 0xC0])].concat()));
    let mut table = vec![0x01];
    for (directory, name, file, tag) in [
        ("", "cardid", 0xA012, 0xDF20),
        ("", "cardapps", COMMON, 0xDF21),
        ("", "cardcf", COMMON, 0xDF22),
        ("mscp", "cmapfile", COMMON, 0xDF23),
    ] {
        table.extend(row(directory, name, file, tag));
    }
    for (certificate, tag) in certificates.iter().zip(0xDF24..) {
        table.extend(row("mscp", certificate.name, COMMON, tag));
        let content =
            if certificate.compressed { compressed(certificate.bytes) } else { certificate.bytes.to_vec() };
        image.objects.push(object(COMMON, tag, certificate.name, &content));
    }
    image.objects.insert(0, object(TABLE.0, TABLE.1, "table of files", &table));
    let status = [der::tlv(0x97, &[tries]), der::tlv(0x93, &[3])].concat();
    image.objects.push(object(0x3FFF, 0x7F71, "status of the PIN", &status));
    image
}

/// 01 00, the length with its low byte first, then zlib.
pub fn compressed(certificate: &[u8]) -> Vec<u8> {
    [&[0x01, 0x00][..], &(certificate.len() as u16).to_le_bytes(), &zlib(certificate)].concat()
}

fn row(directory: &str, name: &str, file: u16, tag: u16) -> Vec<u8> {
    let field = |text: &str, length: usize| {
        let mut field = text.as_bytes().to_vec();
        field.resize(length, 0);
        field
    };
    let number = |number: u16| [number.to_le_bytes(), [0, 0]].concat();
    [field(directory, 9), field(name, 11), number(tag), number(file)].concat()
}

fn object(file: u16, tag: u16, about: &str, content: &[u8]) -> ImageObject {
    let length = der::tlv(0x04, content)[1..].to_vec();
    let bytes = [&tag.to_be_bytes()[..], &length].concat();
    ImageObject { directory: DIRECTORY, file, tag: tag.to_be_bytes().to_vec(), about: about.into(), bytes }
}
